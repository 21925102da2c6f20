"""Texts of connections, new projects and the first screen: (English, Korean)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
