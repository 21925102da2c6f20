"""What generated scripts call: plain functions on pairs of NumPy arrays.

These files import NumPy, pandas, the standard library and each other, nothing else: an exported script carries the
functions that it uses along (``engine.backends.frame.bundle``). So every name is unique among all files.
"""
