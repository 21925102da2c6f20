"""Texts of one customer, overlaps and near misses: (English, Korean)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
