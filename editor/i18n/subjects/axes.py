"""Texts of stages, levels and cells edited in the matrix, and criteria in the cell: (English, Korean)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
