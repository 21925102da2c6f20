"""The sample's matrix as of 2025-06-30, written by hand in several ways, to measure the program against."""
