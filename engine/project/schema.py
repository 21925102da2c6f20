"""The published JSON Schema of the project file, for text editors: completion, hover and squiggles.

Made from the model; ``quadrille.schema.json`` beside this file is checked to be up to date. A file names it with
``# yaml-language-server: $schema=…`` in its first line. Run this module to write it anew.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from engine.project.model import VERSION, Project

FILE = Path(__file__).with_name("quadrille.schema.json")
ID = f"urn:quadrille:project:{VERSION}"


# What a text editor shows of a key; the parts themselves are described by their models.
KEYS: dict[str, dict[str, str]] = {
    "": {
        "name": "The project's name, in both languages.",
        "language": "The main language of names, and of comments in exported SQL.",
        "time_zone": "The zone in which days begin, such as Asia/Seoul.",
        "source": "Where the data is: a file relative to this one, or scheme://…; never a password.",
        "relations": "Tables of events or records that belong to subjects, and what is derived from them.",
        "measures": "Named values per subject.",
        "parameters": "Named constants, $name in rules.",
        "units": "Units beside the built-in ones: the Korean counter, one and many in English.",
        "scoring": "Scoring models: rules with points.",
        "bands": "Shares of a percentile scale, used by several cells.",
        "traits": "Other classifications of the same subjects.",
        "audiences": "Whom campaigns are for.",
        "tests": "Test customers, run by `check`.",
    },
    "Subject": {
        "key": "The column that tells subjects apart: unique and never missing.",
        "since": "A date field; on earlier days a subject is not seen.",
    },
    "FieldSpec": {
        "column": "The column's name in the source, where it is not the id.",
        "optional": "Whether the value may be missing.",
        "format": "How dates are kept: iso, a pattern such as %Y%m%d, epoch_s, epoch_ms, epoch_us; text for numbers.",
        "zone": "The time zone of timestamps without one.",
        "scale": "Of a double: decimal places to which values are rounded before they are added (6).",
        "trim": "Blanks at the end are padding.",
        "rule": "In a grouped relation: an aggregate over the parent's rows, such as count().",
    },
    "RelationSpec": {
        "key": "The column that holds the subject's key.",
        "time": "The field that says when; rows after the as-of date are not seen.",
        "of": "The relation from which this one is derived.",
        "where": "A filtered relation: a rule over the rows of `of`.",
        "join": "A nested relation: own column -> column of `of`.",
        "group_by": "A grouped relation: `day`, or fields of `of`; one row per subject and group.",
        "counter": "The unit in which rows are counted.",
    },
    "Matrix": {
        "hit_policy": "per_stage: one cell per stage, first by level. overall: one cell, by priority. "
        "unique: an overlap is an error. collect: all.",
        "priority": "Under hit_policy overall: the order of cells; those not listed come after.",
        "stages": "Columns, from left to right.",
        "levels": "Rows, best first.",
    },
    "Stage": {"entry": "Who is in this stage at all; without it, everyone.", "code": "A short code, such as 1."},
    "Cell": {"targets": "KPI targets, set before a campaign.", "match": "How the criteria are combined."},
    "Criterion": {
        "n": "Its number in the cell, ① …",
        "rule": "The condition, in Korean or English.",
        "required": "Must hold whatever the mode; the mode applies to the others.",
        "weight": "Points under match: {score: …}.",
        "off": "Switched off: counts nowhere.",
    },
    "CustomerTest": {
        "values": "Fields and measures by id; what is not given is missing.",
        "expect": "The cell they must land in; `none`: no cell.",
    },
}


def json_schema() -> dict[str, Any]:
    """The schema as plain data. Ids, codes and names may be written as numbers, like ``2.1``."""
    schema = _tidy(Project.model_json_schema(by_alias=True, mode="validation"))
    schema.pop("title", None)
    schema.pop("description", None)
    schema["properties"]["quadrille"] = {
        "const": VERSION,
        "description": "The version of the file format; always the first line.",
    }
    schema["properties"]["as_of"] = {
        "description": 'The day that "today" means in rules: a date, or `today` for the day of the run.',
        "type": "string",
        "pattern": r"^(today|\d{4}-\d{2}-\d{2})$",
    }
    for name, keys in KEYS.items():
        properties = _properties(schema if not name else schema["$defs"][name])
        for key, words in keys.items():
            properties[key] = {**properties[key], "description": words}
    schema["required"] = ["quadrille", "subject"]
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Quadrille project",
        "description": "Segmentation rules over a customer matrix (NAME.quad).",
    }
    return {**head, **schema}


def schema_text() -> str:
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    """The properties of a model; of one with a short form, those of the full form."""
    long = next((form for form in schema.get("anyOf", ()) if "properties" in form), schema)
    properties: dict[str, Any] = long["properties"]
    return properties


def _tidy(value: Any, key: str = "") -> Any:
    """Without generated titles and without what an empty value may also be; docstrings as plain sentences."""
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if not isinstance(value, dict):
        return value
    out: dict[str, Any] = {}
    for name, item in value.items():
        if key == "properties":
            out[name] = _tidy(item, name)
        elif name == "description" and isinstance(item, str):
            out[name] = re.sub(r"\s+", " ", item.replace("``", "`")).strip()
        elif name != "title" and not (name == "default" and _says_nothing(item)):
            out[name] = _tidy(item, name)
    return _textual(out)


def _says_nothing(default: Any) -> bool:
    """Nothing, no text, no entries, no labels."""
    return default is None or default == "" or isinstance(default, list | dict)


def _textual(schema: dict[str, Any]) -> dict[str, Any]:
    """Where text is expected, a number or a date without quotes is read as its text."""
    if schema.get("type") == "string" and not ({"enum", "const", "pattern", "examples", "format"} & set(schema)):
        return {**schema, "type": ["string", "number"]}
    return schema


if __name__ == "__main__":
    FILE.write_text(schema_text(), "utf-8")
