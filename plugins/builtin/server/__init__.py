"""What connectors of database servers share: addresses, passwords, watching over statements, rows as Arrow."""
