"""Checked rules to the small core: days, scaled integers, steps of a plan."""

from engine.lower.matrix import edge_plan, lower

__all__ = ["edge_plan", "lower"]
