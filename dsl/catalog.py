"""What a rule may name: the subject's fields, relations, measures, parameters, bands, stages and cells.

A catalog is plain data, built by the engine from a project file and a source's schema, or by hand. Names are
NFC. Everything that can be named has an id (letters, digits, underscores; Hangul allowed) and labels in both
languages; a rule may use the id, either label, or an alias, and they all mean the id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from dsl.nodes import Rule
from dsl.types import Type

Scalar = bool | int | Decimal | float | str | date | datetime


@dataclass(frozen=True, slots=True)
class Labels:
    """A name in both languages; an empty one falls back to the other, then to the id."""

    ko: str = ""
    en: str = ""

    def get(self, language: str, fallback: str = "") -> str:
        first, second = (self.ko, self.en) if language == "ko" else (self.en, self.ko)
        return first or second or fallback


@dataclass(frozen=True, slots=True)
class Storage:
    """How a column's values are kept in the source, where it is not simply the type.

    format: ``iso`` (text dates), a strptime-like format of ``%Y %m %d %H %M %S %f`` (text dates, or whole numbers
    such as 19970101), ``epoch_s``, ``epoch_ms``, ``epoch_us`` (numbers), ``text`` (a number kept as text),
    ``yes_no`` style booleans as ``"Yes/No"`` (true and false spelling), ``01`` (a boolean kept as 0 and 1).
    zone: IANA zone of naive timestamps; None is the project's. trim: CHAR(n) padding is removed.
    """

    format: str | None = None
    zone: str | None = None
    trim: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the subject or of a relation."""

    id: str
    type: Type
    column: str = ""
    labels: Labels = Labels()
    aliases: tuple[str, ...] = ()
    storage: Storage = Storage()
    values: tuple[Scalar, ...] = ()
    description: Labels = Labels()

    @property
    def physical(self) -> str:
        """The column's name in the source."""
        return self.column or self.id


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of events or records that belong to subjects; ``time`` is the id of its time field.

    ``counter`` is the unit id of its rows (visits, purchases), used when counting.
    """

    id: str
    fields: tuple[Field, ...] = ()
    time: str | None = None
    labels: Labels = Labels()
    aliases: tuple[str, ...] = ()
    counter: str | None = None
    description: Labels = Labels()


@dataclass(frozen=True, slots=True)
class Measure:
    """A named value per subject. Scoring models and traits are measures too.

    ``rule`` is None for values that are given (test customers) or not yet valid; ``type`` is then what is known.
    """

    id: str
    type: Type
    rule: Rule | None = None
    kind: Literal["measure", "score", "trait"] = "measure"
    labels: Labels = Labels()
    aliases: tuple[str, ...] = ()
    values: tuple[Scalar, ...] = ()
    description: Labels = Labels()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named constant or list of constants."""

    id: str
    value: Scalar | tuple[Scalar, ...]
    type: Type
    labels: Labels = Labels()


@dataclass(frozen=True, slots=True)
class BandPart:
    """A half-open share of the population from the top: 0.30 to 0.50."""

    id: str
    low: Decimal
    high: Decimal
    labels: Labels = Labels()


@dataclass(frozen=True, slots=True)
class Band:
    """Named parts of one percentile scale over a measure or field (``of``); ``among``: the population's rule."""

    id: str
    of: str
    parts: tuple[BandPart, ...]
    side: Literal["top", "bottom"] = "top"
    among: Rule | Literal["stage"] | None = None
    labels: Labels = Labels()


@dataclass(frozen=True, slots=True)
class Place:
    """A stage or a cell that ``in stage`` and ``in cell`` may name. ``stage`` is the stage of a cell."""

    id: str
    labels: Labels = Labels()
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class UnitOfMeasure:
    """A unit with its words: one and many in English, the counter in Korean (회, 명, 원)."""

    id: str
    ko: str
    en_one: str
    en_many: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that rules of one project may name."""

    fields: tuple[Field, ...] = ()
    relations: tuple[Relation, ...] = ()
    measures: tuple[Measure, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    bands: tuple[Band, ...] = ()
    stages: tuple[Place, ...] = ()
    cells: tuple[Place, ...] = ()
    units: Mapping[str, UnitOfMeasure] = field(default_factory=dict)
    subject: Labels = Labels(ko="고객", en="customer")
