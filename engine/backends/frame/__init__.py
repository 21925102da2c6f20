"""Plans carried out on data frames, in pairs of values and what is known."""
