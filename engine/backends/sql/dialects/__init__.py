"""One module per SQL dialect, each with what it was proven to do."""
