"""Models of the data part: fields, relations, measures, parameters, units, scoring models, bands, traits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from dsl import types
from dsl.catalog import Scalar
from engine.project.base import (
    NO_LABELS,
    Flag,
    Id,
    Labels,
    LongText,
    Model,
    Named,
    Names,
    NameText,
    Physical,
    PlainText,
    RuleText,
    as_text,
    either,
)

MAX_SCALE = 18
SIMPLE_TYPES = {
    "boolean": types.BOOLEAN,
    "integer": types.INTEGER,
    "double": types.DOUBLE,
    "float": types.DOUBLE,
    "text": types.TEXT,
    "date": types.DATE,
    "timestamp": types.TIMESTAMP,
}
TYPE_NAMES = (*SIMPLE_TYPES, "decimal(2)", "percent(4)")
_SCALED = re.compile(r"(decimal|percent)\s*\(\s*(\d{1,3})\s*\)")
_PERCENT = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?\s?%")


def read_type(text: str) -> types.Type | None:
    """``integer``, ``decimal(2)``, ``percent(4)`` …; None for what is no type."""
    word = text.strip().lower()
    if word in SIMPLE_TYPES:
        return SIMPLE_TYPES[word]
    match = _SCALED.fullmatch(word)
    if match and int(match[2]) <= MAX_SCALE:
        return types.decimal(int(match[2]), percent=match[1] == "percent")
    return None


def type_name(value: types.Type) -> str:
    """How a type is written in the file."""
    if value.kind is types.Kind.DECIMAL:
        return f"{'percent' if value.percent else 'decimal'}({value.scale})"
    return str(value.kind)


class Percent(Decimal):
    """``30%``: the number 0.30 that is written as a percent."""

    __slots__ = ()

    @property
    def written(self) -> str:
        return f"{self.scaleb(2):f}%"


def _percent(text: str) -> Percent:
    return Percent(Decimal(text.rstrip("% ")).scaleb(-2))


def read_scalar(value: Any) -> Any:
    """A constant of the file: a number, a text, true or false, a date; ``30%`` without quotes is 0.30."""
    if isinstance(value, PlainText) and _PERCENT.fullmatch(value):
        return _percent(value)
    if isinstance(value, str):
        return as_text(value)
    if isinstance(value, bool | int | Decimal | float | date | datetime):
        return value
    raise PydanticCustomError("scalar", "a constant is expected", {})


def read_number(value: Any) -> Any:
    """An exact number; floats are taken by their shortest spelling."""
    if isinstance(value, PlainText) and _PERCENT.fullmatch(value):
        return _percent(value)
    if isinstance(value, bool):
        raise PydanticCustomError("number", "a number is expected", {})
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, int):
        value = Decimal(value)
    if isinstance(value, Decimal):
        try:
            if value.is_finite() and abs(value) < Decimal(10) ** 18:
                return value
        except InvalidOperation:
            pass
    raise PydanticCustomError("number", "a number is expected", {})


Number = Annotated[Decimal, BeforeValidator(read_number, json_schema_input_type=float)]
Constant = Annotated[Any, BeforeValidator(read_scalar, json_schema_input_type=bool | int | float | str)]
"""A ``dsl.catalog.Scalar``. Validated by hand, because a union would turn texts into dates."""


class FieldSpec(Model):
    """A column of the subject or of a relation. ``grade: text`` is short for ``grade: {type: text}``."""

    type: str
    labels: Labels = NO_LABELS
    aliases: Names = ()
    unit: Id | None = None
    values: Annotated[tuple[Constant, ...], Field(max_length=10_000)] = ()
    column: Physical | None = None
    optional: Flag = True
    scale: Annotated[int, Field(ge=1, le=MAX_SCALE)] | None = None
    format: NameText | None = None
    zone: NameText | None = None
    true_text: NameText | None = Field(default=None, alias="true")
    false_text: NameText | None = Field(default=None, alias="false")
    trim: Flag = False
    rule: RuleText | None = None
    description: Labels = NO_LABELS
    note: Labels = NO_LABELS

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return {"type": data} if isinstance(data, str) else data

    @field_validator("type", mode="before")
    @classmethod
    def _known_type(cls, value: Any) -> Any:
        if not isinstance(value, str) or read_type(value) is None:
            raise PydanticCustomError("bad_type", "no such type", {"name": str(value)})
        return re.sub(r"\s", "", value).lower()

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        long = handler(core_schema)
        kind = {
            "type": "string",
            "examples": list(TYPE_NAMES),
            "pattern": rf"^({'|'.join(SIMPLE_TYPES)}|(decimal|percent)\(\d+\))$",
        }
        long["properties"]["type"] = kind
        return either(kind, long)

    def plain(self) -> Any:
        out = self.long()
        return out["type"] if list(out) == ["type"] else out

    @property
    def value_type(self) -> types.Type:
        """The type of the values, with its unit and whether they may be missing."""
        base = read_type(self.type) or types.TEXT
        scale = base.scale
        if base.kind is types.Kind.DOUBLE:
            scale = -1 if self.type == "float" else self.scale or 0
        return types.Type(base.kind, scale=scale, percent=base.percent, unit=self.unit, optional=self.optional)


Fields = Annotated[dict[Id, FieldSpec], Field(max_length=20_000)]


class Subject(Named):
    """Who is segmented: a table and its key."""

    table: Physical
    key: Physical
    since: Id | None = None
    aliases: Names = ()
    fields: Fields = Field(default_factory=dict)


class RelationSpec(Named):
    """A table of events or records of subjects, or one derived from another relation.

    A table of its own has ``table`` and ``key``; a filtered one ``of`` and ``where``; a nested one ``of``,
    ``table`` and ``join`` (own column -> the parent's column); a grouped one ``of`` and ``group_by``.
    """

    table: Physical | None = None
    key: Physical | None = None
    time: Id | None = None
    of: Id | None = None
    where: RuleText | None = None
    join: dict[Physical, Physical] = Field(default_factory=dict)
    group_by: Annotated[tuple[Id, ...], Field(max_length=20)] = ()
    counter: Id | None = None
    aliases: Names = ()
    fields: Fields = Field(default_factory=dict)

    @field_validator("group_by", mode="before")
    @classmethod
    def _one(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        out: dict[str, Any] = handler(core_schema)
        out["properties"]["group_by"] = either({"type": "string"}, out["properties"]["group_by"])
        return out

    def long(self) -> dict[str, Any]:
        out = super().long()
        if len(self.group_by) == 1:
            out["group_by"] = self.group_by[0]
        return out

    @property
    def kind(self) -> Literal["base", "filtered", "nested", "grouped"]:
        if self.of is None:
            return "base"
        if self.group_by:
            return "grouped"
        return "nested" if self.table is not None or self.join else "filtered"


class MeasureSpec(Named):
    """A named value per subject."""

    aliases: Names = ()
    unit: Id | None = None
    values: Annotated[tuple[Constant, ...], Field(max_length=10_000)] = ()
    rule: RuleText = ""


class ParameterSpec(Model):
    """A named constant or list of constants; ``hot: 60`` is short for ``hot: {value: 60}``."""

    value: Constant | tuple[Constant, ...]
    labels: Labels = NO_LABELS
    note: Labels = NO_LABELS

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return data if isinstance(data, Mapping | ParameterSpec) or data is None else {"value": data}

    @field_validator("value", mode="before")
    @classmethod
    def _list(cls, value: Any) -> Any:
        if isinstance(value, list | tuple):
            if len(value) > 100_000:
                raise PydanticCustomError("too_long", "too long", {"max_length": 100_000})
            return tuple(read_scalar(item) for item in value)
        return read_scalar(value)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        long = handler(core_schema)
        scalar = {"type": ["string", "number", "boolean"]}
        value = {"anyOf": [scalar, {"type": "array", "items": scalar}]}
        long["properties"]["value"] = value
        return either(value, long)

    def plain(self) -> Any:
        out = self.long()
        return out["value"] if list(out) == ["value"] else out


class UnitSpec(Model):
    """A unit's words: the Korean counter, and one or [one, many] in English."""

    ko: NameText = ""
    en: tuple[NameText, ...] = ()

    @field_validator("en", mode="before")
    @classmethod
    def _one(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("en")
    @classmethod
    def _two(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not 1 <= len(value) <= 2:
            raise PydanticCustomError("unit_words", "one or two words", {})
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        out: dict[str, Any] = handler(core_schema)
        out["properties"]["en"] = either({"type": "string"}, out["properties"]["en"])
        return out

    def long(self) -> dict[str, Any]:
        out = super().long()
        if len(self.en) == 1:
            out["en"] = self.en[0]
        return out


class ScoreRule(Model):
    """One rule of a scoring model: who meets it gets the points."""

    when: RuleText
    points: Number
    label: Labels = NO_LABELS
    off: Flag = False
    note: Labels = NO_LABELS


class ScoringSpec(Named):
    """A scoring model: rules with points, added up; a measure by its id."""

    aliases: Names = ()
    unit: Id | None = None
    rules: Annotated[tuple[ScoreRule, ...], Field(max_length=10_000)] = ()


class BandPartSpec(Model):
    """A share of the population in percent, half-open; ``[30, 50]`` is short for ``{range: [30, 50]}``."""

    range: tuple[Number, Number]
    labels: Labels = NO_LABELS

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return {"range": data} if isinstance(data, list | tuple) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        long = handler(core_schema)
        return either(long["properties"]["range"], long)

    def plain(self) -> Any:
        out = self.long()
        return out["range"] if list(out) == ["range"] else out


class BandSpec(Named):
    """Named parts of one percentile scale, shared by cells."""

    of: Id
    side: Literal["top", "bottom"] = "top"
    among: RuleText | None = None
    parts: Annotated[dict[Id, BandPartSpec], Field(min_length=1, max_length=100)]


class TraitClass(Model):
    """One class of a trait; the first class whose rule holds is the subject's."""

    id: Id
    labels: Labels = NO_LABELS
    rule: RuleText = ""
    description: Labels = NO_LABELS
    note: Labels = NO_LABELS


class Otherwise(Model):
    """The class of those whom no rule fits; ``other`` is short for ``{id: other}``."""

    id: Id
    labels: Labels = NO_LABELS

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return data if isinstance(data, Mapping | Otherwise) else {"id": data}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        return either({"type": "string"}, handler(core_schema))

    def plain(self) -> Any:
        out = self.long()
        return out["id"] if list(out) == ["id"] else out


class TraitSpec(Named):
    """Another classification of the same subjects."""

    aliases: Names = ()
    classes: Annotated[tuple[TraitClass, ...], Field(max_length=1000)] = ()
    otherwise: Otherwise | None = None


__all__ = [
    "BandPartSpec",
    "BandSpec",
    "Constant",
    "FieldSpec",
    "Fields",
    "LongText",
    "MeasureSpec",
    "Number",
    "Otherwise",
    "ParameterSpec",
    "Percent",
    "RelationSpec",
    "Scalar",
    "ScoreRule",
    "ScoringSpec",
    "Subject",
    "TraitClass",
    "TraitSpec",
    "UnitSpec",
    "read_number",
    "read_scalar",
    "read_type",
    "type_name",
]
