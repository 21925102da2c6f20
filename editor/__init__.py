"""The desktop editor."""
