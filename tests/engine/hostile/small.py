"""A small database and a project over it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def people(folder: Path, rows: int = 3) -> Path:
    """A small database."""
    path = folder / "people.sqlite"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE people (id INTEGER PRIMARY KEY NOT NULL, age INTEGER, name TEXT)")
        db.executemany("INSERT INTO people VALUES (?, ?, ?)", [(n, n * 10, f"p{n}") for n in range(rows)])
    return path


def project(folder: Path, source: str, rows: int = 0, **changes: Any) -> Path:
    """A small project, with its data where ``rows`` are wanted; JSON is YAML."""
    if rows:
        people(folder, rows)
    path = folder / "small.quad"
    content = {
        "quadrille": 1,
        "name": {"ko": "작은", "en": "small"},
        "language": "en",
        "time_zone": "UTC",
        "as_of": "2025-06-30",
        "source": source,
        "subject": {"table": "people", "key": "id", "fields": {"id": "integer", "age": "integer", "name": "text"}},
        "matrix": {
            "stages": [{"id": "all"}],
            "levels": [{"id": "high"}],
            "cells": [{"id": "1.1", "stage": "all", "level": "high", "criteria": [{"n": 1, "rule": "age >= 10"}]}],
        },
        **changes,
    }
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path
