"""Changes to the document that can be undone."""
