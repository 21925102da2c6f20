"""What all models of the project document share: texts, ids, labels, and how they look in the file."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from dsl import catalog

RULE_LIMIT = 1_000_000
TEXT_LIMIT = 20_000
NAME_LIMIT = 200
ID_LIMIT = 128


class PlainText(str):
    """Text that stood in the file without quotes: ``30%`` may be read as a number, ``'30%'`` may not."""

    __slots__ = ()


def as_text(value: object) -> object:
    """A scalar of the file as text: ``2.1``, ``2025`` and dates need no quotes where text is expected."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Decimal | date | datetime):
        return str(value)
    return value


def _check_id(value: str) -> str:
    bad = next((c for c in value if c == "`" or unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")), None)
    if bad is not None or value != value.strip():
        raise PydanticCustomError("bad_id", "bad id", {"name": value})
    return value


def _check_physical(value: str) -> str:
    if "\0" in value or not value.strip():
        raise PydanticCustomError("bad_id", "bad name", {"name": value})
    return value


def _physical(value: object) -> object:
    return as_text(value) if not isinstance(value, str) else value


_Read = BeforeValidator(as_text, json_schema_input_type=str)
NameText = Annotated[str, _Read, StringConstraints(max_length=NAME_LIMIT)]
LongText = Annotated[str, _Read, StringConstraints(max_length=TEXT_LIMIT)]
RuleText = Annotated[str, _Read, StringConstraints(max_length=RULE_LIMIT)]
"""A rule as it was written; an empty one is unfinished, not wrong."""


def _id_validator(value: Any) -> Any:
    value = as_text(value)
    return _check_id(value) if isinstance(value, str) else value


def _physical_validator(value: Any) -> Any:
    value = _physical(value)
    return _check_physical(value) if isinstance(value, str) else value


Id = Annotated[
    str,
    BeforeValidator(_id_validator, json_schema_input_type=str),
    StringConstraints(min_length=1, max_length=ID_LIMIT),
]
Physical = Annotated[
    str,
    BeforeValidator(_physical_validator, json_schema_input_type=str),
    StringConstraints(min_length=1, max_length=1000),
]
"""A table's or a column's own name: as the source spells it, so not normalised."""


Flag = Annotated[bool, Strict()]
_BEFORE_LABELS = frozenset("id n code table key of where join group_by time since counter stage level".split())


def _written_place(item: tuple[str, Any]) -> int:
    """In a file, what something is stands before its labels, and the note comes last."""
    return 0 if item[0] in _BEFORE_LABELS else 2 if item[0] == "note" else 1


class Model(BaseModel):
    """Frozen, and strict about keys: the reader turns an unknown key into a warning and keeps it in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, populate_by_name=True)
    in_one_piece: ClassVar[bool] = False
    """In the file it is replaced as a whole, since its keys depend on each other."""

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, data: Any) -> Any:
        """A key without a value is as good as absent."""
        if isinstance(data, dict) and None in data.values():
            return {key: value for key, value in data.items() if value is not None}
        return data

    @classmethod
    def key_of(cls, name: str) -> str:
        """The file's key of an attribute."""
        return cls.model_fields[name].alias or name

    def long(self) -> dict[str, Any]:
        """This part as it is written into a file, defaults left out; never in its short form."""
        out: dict[str, Any] = {}
        for name, info in sorted(type(self).model_fields.items(), key=_written_place):
            value = getattr(self, name)
            if info.is_required() or value != info.get_default(call_default_factory=True):
                out[info.alias or name] = to_plain(value)
        return out

    def plain(self) -> Any:
        """As ``long``, but in the short form where there is one."""
        return self.long()


def to_plain(value: Any) -> Any:
    """Models as plain dicts, lists and scalars."""
    if isinstance(value, Model):
        return value.plain()
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    return value


class Labels(Model):
    """A name or a text in both languages; written as one string it is the same in both."""

    ko: LongText = ""
    en: LongText = ""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, Mapping | Labels):
            return data
        if data is None:
            return {}
        text = as_text(data)
        return {"ko": text, "en": text} if isinstance(text, str) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        return either({"type": "string"}, handler(core_schema))

    def plain(self) -> Any:
        return self.ko if self.ko == self.en else self.long()

    @property
    def empty(self) -> bool:
        return not (self.ko or self.en)

    def get(self, language: str, fallback: str = "") -> str:
        return self.catalog().get(language, fallback)

    def catalog(self) -> catalog.Labels:
        return catalog.Labels(self.ko, self.en)


def either(short: Mapping[str, Any], long: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON Schema for a short form beside the full one."""
    long = dict(long)
    title = long.pop("title", None)
    description = long.pop("description", None)
    out: dict[str, Any] = {"anyOf": [dict(short), long]}
    if title:
        out["title"] = title
    if description:
        out["description"] = description
    return out


NO_LABELS = Labels()


class Named(Model):
    """What most parts have: labels, aliases, a description and a note."""

    labels: Labels = NO_LABELS
    description: Labels = NO_LABELS
    note: Labels = NO_LABELS

    @property
    def names(self) -> catalog.Labels:
        return self.labels.catalog()


Names = Annotated[tuple[NameText, ...], Field(max_length=100)]

__all__ = [
    "ID_LIMIT",
    "NAME_LIMIT",
    "NO_LABELS",
    "RULE_LIMIT",
    "TEXT_LIMIT",
    "Flag",
    "Id",
    "Labels",
    "LongText",
    "Model",
    "NameText",
    "Named",
    "Names",
    "Physical",
    "PlainText",
    "RuleText",
    "as_text",
    "either",
    "to_plain",
]
