"""The published JSON Schema: up to date, and of one mind with the model."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import engine.sample
from engine.project.file import loads
from engine.project.schema import FILE, schema_text
from engine.project.values import plain
from engine.project.yaml_nodes import read_tree
from tests.support.projects import TEXT

SCHEMA: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
KINDS: dict[str, Any] = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def is_kind(value: Any, kind: str) -> bool:
    if kind in ("number", "integer"):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and (kind == "number" or float(value).is_integer())
    return isinstance(value, KINDS[kind])


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """JSON Schema, as far as the published one uses it."""
    if "$ref" in schema and not fits(value, SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]]):
        return False
    if "anyOf" in schema and not any(fits(value, form) for form in schema["anyOf"]):
        return False
    kinds = schema.get("type")
    if kinds is not None and not any(is_kind(value, k) for k in ([kinds] if isinstance(kinds, str) else kinds)):
        return False
    if "const" in schema and value != schema["const"]:
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        return False
    if isinstance(value, int | float) and value < schema.get("minimum", value):
        return False
    if isinstance(value, dict):
        known = schema.get("properties", {})
        rest = schema.get("additionalProperties", True)
        if any(key not in value for key in schema.get("required", ())):
            return False
        for key, item in value.items():
            if key in known:
                if not fits(item, known[key]):
                    return False
            elif rest is False or (isinstance(rest, dict) and not fits(item, rest)):
                return False
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            return False
        return all(fits(item, schema.get("items", {})) for item in value)
    return True


def as_json(text: str) -> Any:
    root = read_tree(text).root
    assert root is not None
    return json.loads(json.dumps(plain(root), default=lambda x: float(x) if hasattr(x, "is_nan") else str(x)))


def test_it_is_up_to_date() -> None:
    assert FILE.read_text("utf-8") == schema_text(), "run: python -m engine.project.schema"


def test_it_takes_the_example() -> None:
    # A null is an absent value to the model; the schema leaves it to the writer to delete the key.
    assert fits(as_json(TEXT.replace(", grade: null", "").replace("{cell: null}", "{cell: none}")), SCHEMA)


@pytest.mark.parametrize("path", sorted(Path(engine.sample.__file__).parent.glob("*.quad")), ids=lambda p: p.name)
def test_it_takes_the_samples(path: Path) -> None:
    text = path.read_text("utf-8").replace("{cell: null}", "{cell: none}")
    assert loads(text).project is not None
    assert fits(as_json(text), SCHEMA)


@pytest.mark.parametrize(
    "change",
    [
        ("quadrille: 1", "quadrille: 2"),
        ("language: ko", "language: jp"),
        ("  table: customers\n", ""),
        ("as_of: 2025-06-30", "as_of: soon"),
        ("hit_policy: per_stage", "hit_policy: first"),
        ("match: {at_least: 1}", "match: most"),
        ("joined_on: date", "joined_on: day"),
        ("levels:", "levls:"),
        ("- n: 1 ", "- n: one "),
        ("spend: decimal(2)", "spend: decimal"),
    ],
)
def test_it_refuses_what_the_model_refuses(change: tuple[str, str]) -> None:
    text = TEXT.replace(*change)
    assert text != TEXT
    assert loads(text).diagnostics
    assert not fits(as_json(text), SCHEMA)


def test_a_file_may_name_its_schema() -> None:
    text = "# yaml-language-server: $schema=quadrille.schema.json\n" + TEXT
    assert loads(text).diagnostics == ()


def test_keys_are_described() -> None:
    assert all("description" in SCHEMA["$defs"][name] for name in SCHEMA["$defs"])
    assert "description" in SCHEMA["properties"]["time_zone"]
