"""What the views show and which commands they send."""
