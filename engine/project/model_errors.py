"""pydantic's findings in the user's words: our codes, our names for what was expected, the place in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dsl.diagnostics import Diagnostic
from engine.project.base import Model
from engine.project.model import Project
from engine.project.problems import Path, problem, suggest

_KINDS = {
    "text": ("a text", "글자"),
    "map": ("a group of keys and values", "키와 값의 묶음"),
    "list": ("a list", "목록"),
    "integer": ("a whole number", "정수"),
    "boolean": ("true or false", "true 또는 false"),
    "number": ("a number", "숫자"),
    "date": ("a date such as 2025-06-30", "2025-06-30 같은 날짜"),
    "as_of": ("a date such as 2025-06-30, or today", "2025-06-30 같은 날짜 또는 today"),
    "constant": ("a number, a text, a date, true or false", "숫자, 글자, 날짜, true 또는 false"),
    "match": ("all, any, {at_least: 3} or {score: 60}", "all, any, {at_least: 3}, {score: 60} 가운데 하나"),
    "unit_words": ("one or two words", "한 단어 또는 두 단어"),
    "range": ("two numbers such as [0, 30]", "[0, 30]처럼 숫자 두 개"),
    "other": ("something else", "다른 것"),
}
_EXPECTED = {
    "string_type": "text",
    "dict_type": "map",
    "model_type": "map",
    "model_attributes_type": "map",
    "tuple_type": "list",
    "list_type": "list",
    "int_type": "integer",
    "int_parsing": "integer",
    "int_from_float": "integer",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "number": "number",
    "decimal_type": "number",
    "decimal_parsing": "number",
    "day": "date",
    "date_type": "date",
    "as_of": "as_of",
    "scalar": "constant",
    "match_mode": "match",
    "unit_words": "unit_words",
}
_LIMITS = {
    "string_too_long": "value.too_long",
    "too_long": "value.too_many",
}


def explain(errors: Sequence[Mapping[str, Any]], data: Any, within: Path = ()) -> list[Diagnostic]:
    """One diagnostic an error, in pydantic's order (the order of the model); ``within``: where the data belongs."""
    return [_explain(error, data, within) for error in errors]


def _explain(error: Mapping[str, Any], data: Any, within: Path) -> Diagnostic:
    kind = str(error["type"])
    loc: tuple[str | int, ...] = tuple(part for part in error["loc"] if part != "[key]")
    path = (*within, *named_path(data, loc))
    context: Mapping[str, Any] = error.get("ctx") or {}
    name = str(loc[-1]) if loc else ""
    found = shown(error.get("input"))
    if kind == "extra_forbidden":
        near = suggest(name, known_keys((*within, *loc[:-1])))
        return problem("key.unknown", "warning", path, near, name=name)
    if kind == "missing":
        if isinstance(loc[-1], int):
            where = (*within, *named_path(data, loc[:-1]))
            return _wrong_kind(where, str(loc[-2]), "range", "[…]")
        return missing_key(path, name)
    if kind == "bad_type":
        word = str(context.get("name", ""))
        return problem("type.unknown", path=path, name=word[:60], near=near_types(word))
    if kind == "bad_id":
        return problem("id.bad", path=path, name=str(context.get("name", ""))[:60])
    if kind == "string_too_short":
        return problem("value.empty", path=path, name=name)
    if kind in _LIMITS:
        return problem(_LIMITS[kind], path=path, name=name, limit=int(context.get("max_length", 0)))
    if kind in ("literal_error", "enum"):
        choices = _choices(str(context.get("expected", "")))
        return problem("value.choice", path=path, name=name, found=found, choices=choices)
    if kind in ("greater_than_equal", "less_than_equal"):
        code, limit = ("value.low", context["ge"]) if "ge" in context else ("value.high", context["le"])
        return problem(code, path=path, name=name, found=found, limit=int(limit))
    if kind == "too_short":
        return problem("value.empty", path=path, name=name)
    if error.get("input") is None:
        return problem("value.empty", path=path, name=name)
    expected = "range" if loc[-1:] == ("range",) else _EXPECTED.get(kind, "other")
    return _wrong_kind(path, name, expected, found)


def _wrong_kind(path: Path, name: str, expected: str, found: str) -> Diagnostic:
    english, korean = _KINDS[expected]
    return problem("value.kind", path=path, name=name, expected_en=english, expected_ko=korean, found=found)


def missing_key(path: Path, name: str) -> Diagnostic:
    """A key that must be there; it belongs to the part that lacks it."""
    within = ".".join(map(str, path[:-1]))
    if not within:
        return problem("key.missing", path=path[:-1], name=name)
    return problem("key.missing_in", path=path[:-1], name=name, within=within)


def near_types(word: str) -> tuple[str, ...]:
    """The types that a wrong word may stand for."""
    others = {
        "int": "integer",
        "bigint": "integer",
        "number": "decimal(2)",
        "numeric": "decimal(2)",
        "decimal": "decimal(2)",
        "percent": "percent(4)",
        "string": "text",
        "str": "text",
        "varchar": "text",
        "char": "text",
        "bool": "boolean",
        "datetime": "timestamp",
        "time": "timestamp",
        "real": "double",
    }
    base = word.lower().split("(")[0].strip()
    known = ("boolean", "integer", "double", "float", "text", "date", "timestamp", "decimal(2)", "percent(4)")
    return (others[base],) if base in others else suggest(base, known)


def _choices(expected: str) -> tuple[str, ...]:
    """Pydantic says ``'a', 'b' or 'c'``."""
    return tuple(part.strip("' ") for part in expected.replace(" or ", ",").split(",") if part.strip("' "))


def shown(value: Any) -> str:
    """A found value as the message names it."""
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def named_path(data: Any, loc: Path) -> Path:
    """Pydantic's location with list indexes replaced by ids and numbers, as ``Place.path`` spells them."""
    out: list[str | int] = []
    value = data
    for step in loc:
        name: str | int = step
        if isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
            if isinstance(value, Mapping):
                own = value.get("id", value.get("n"))
                if isinstance(own, int) and not isinstance(own, bool):
                    name = own if "id" not in value else str(own)
                elif own is not None and not isinstance(own, list | dict | bool):
                    name = str(own)
        elif isinstance(value, Mapping):
            if step not in value and str(step) not in value:
                value = None
                if isinstance(step, int) or len(out) + 1 < len(loc):
                    continue
            else:
                value = value.get(step, value.get(str(step)))
        elif value is not None or isinstance(step, int):
            value = None
            continue
        out.append(name)
    return tuple(out)


def known_keys(loc: Path) -> list[str]:
    """The keys that the model at a location knows."""
    model: Any = Project
    for step in loc:
        model = _child(model, step)
        if model is None:
            return []
    if isinstance(model, type) and issubclass(model, Model):
        return [info.alias or name for name, info in model.model_fields.items()]
    return []


def _child(model: Any, step: str | int) -> Any:
    """The type below a type: of a field of a model, or of the items of a collection."""
    if isinstance(model, type) and issubclass(model, Model):
        for name, info in model.model_fields.items():
            if step in (name, info.alias):
                return _bare(info.annotation)
        return None
    args: tuple[Any, ...] = getattr(model, "__args__", ())
    origin = getattr(model, "__origin__", None)
    if origin is dict:
        return _bare(args[1])
    if origin is tuple and args:
        return _bare(args[0])
    return None


def _bare(annotation: Any) -> Any:
    """Without ``Annotated`` and ``| None``."""
    while hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__
    args = [a for a in getattr(annotation, "__args__", ()) if a is not type(None)]
    if getattr(annotation, "__origin__", None) not in (dict, tuple) and len(args) == 1:
        return _bare(args[0])
    return annotation
