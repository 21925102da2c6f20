"""Test customers as changes of the project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from editor.document.history import Change
from engine.project.changes import insert_at
from engine.project.model import Project


def add_test(project: Project, test: Mapping[str, Any], key: str) -> Change:
    """A new test customer, behind those that are there."""
    return Change(insert_at(project, ("tests",), dict(test)), "edit.keep_test", {"key": key})
