"""The reference of the file format: what it shows is carried out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dsl.catalog import UnitOfMeasure
from engine.project.base import Model
from engine.project.catalog import check_project
from engine.project.changes import replace_at
from engine.project.data_model import SIMPLE_TYPES
from engine.project.file import loads
from engine.project.model import Project
from engine.project.model_errors import known_keys
from engine.project.units import BUILT_IN
from engine.project.values import plain
from engine.project.yaml_nodes import read_tree

PAGE = (Path(__file__).parents[3] / "docs" / "project-file.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
WHOLE = next(block for block in BLOCKS if "\nquadrille: 1\n" in block)


def whole() -> Project:
    loaded = loads(WHOLE)
    assert loaded.project is not None and loaded.diagnostics == (), loaded.diagnostics
    return loaded.project


def test_the_example_is_complete() -> None:
    assert [d for d in check_project(whole()) if d.severity != "info"] == []


def test_the_shorter_examples_fit_into_it() -> None:
    project = whole()
    merged = 0
    for block in BLOCKS:
        root = read_tree(block).root
        data = plain(root) if root is not None and "quadrille" not in block else {}
        if "rule" in data:
            continue
        if "order_lines" in data:
            data = {"relations": data}
        for section, entries in data.items():
            for id, value in entries.items():
                if id == "order_lines":
                    base = {"table": "o", "key": "k", "fields": {"order_id": "integer"}}
                    project = replace_at(project, ("relations", "orders"), base)
                project = replace_at(project, (section, id), value)
                merged += 1
    assert merged == 7
    assert [d for d in check_project(project) if d.severity == "error"] == []


@pytest.mark.parametrize("path", [(), ("subject",), ("subject", "fields", "x"), ("matrix",), ("relations", "r")])
def test_every_key_is_mentioned(path: tuple[str, ...]) -> None:
    keys = known_keys(path)
    assert keys
    assert [key for key in keys if f"`{key}" not in PAGE and f"{key}:" not in PAGE] == []


def test_types_and_units_are_mentioned() -> None:
    assert [name for name in SIMPLE_TYPES if f"`{name}" not in PAGE] == []
    built_in = re.search(r"Built in: (.*?)\.\n", PAGE, re.DOTALL)
    assert built_in is not None
    assert set(re.split(r",\s+", built_in[1])) == set(BUILT_IN)
    assert all(isinstance(unit, UnitOfMeasure) for unit in BUILT_IN.values())
    assert issubclass(Project, Model)
