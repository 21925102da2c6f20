"""Texts of runs, results, their history and the SQL: (English, Korean)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
