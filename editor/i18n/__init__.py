"""The editor's texts in Korean and English."""
