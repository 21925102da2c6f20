"""Texts of data, measures, bands and thresholds: (English, Korean)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
