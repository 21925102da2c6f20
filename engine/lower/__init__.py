"""Checked rules to the small core: dates become days, decimals scaled integers, aggregates steps of a plan."""

from engine.lower.matrix import lower

__all__ = ["lower"]
