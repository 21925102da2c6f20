"""SQL: lowering to a small core, then rendering for one dialect."""
