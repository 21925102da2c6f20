"""Texts of problems in how a rule is written. English, Korean."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
