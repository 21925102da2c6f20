"""What carries a plan out: SQL engines and pandas."""
