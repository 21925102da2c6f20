"""What is being edited, in plain Python."""
