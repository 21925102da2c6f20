"""Checked rules to the small core: days, scaled integers, steps of a plan."""

from engine.lower.matrix import lower

__all__ = ["lower"]
