"""The project document: its model, its file, its migrations."""
