"""The project document: one frozen model of everything that a NAME.quad file holds. Rules are kept as text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from engine.project.base import (
    NO_LABELS,
    Flag,
    Id,
    Labels,
    LongText,
    Model,
    Named,
    NameText,
    Physical,
    RuleText,
    either,
)
from engine.project.data_model import (
    BandSpec,
    MeasureSpec,
    Number,
    ParameterSpec,
    RelationSpec,
    ScoringSpec,
    Subject,
    TraitSpec,
    UnitSpec,
    read_scalar,
)

VERSION = 1
HitPolicy = Literal["per_stage", "overall", "unique", "collect"]
HIT_POLICIES: tuple[HitPolicy, ...] = ("per_stage", "overall", "unique", "collect")
NO_CELL = "none"
"""``expect: {cell: none}``: the test customer must land in no cell."""


def read_day(value: Any) -> Any:
    """A date, year first."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise PydanticCustomError("day", "a date is expected", {"name": str(value)[:60]})


Day = Annotated[date, BeforeValidator(read_day, json_schema_input_type=str)]


class Stage(Named):
    """A column of the matrix: a stage of the customer's journey."""

    id: Id
    code: NameText = ""
    definition: Labels = NO_LABELS
    purpose: Labels = NO_LABELS
    entry: RuleText | None = None


class Level(Named):
    """A row of the matrix: a level of likelihood."""

    id: Id
    code: NameText = ""
    definition: Labels = NO_LABELS


class Match(Model):
    """How a cell's criteria are combined: ``all``, ``any``, ``{at_least: 3}`` or ``{score: 60}``."""

    in_one_piece: ClassVar[bool] = True
    mode: Literal["all", "any", "at_least", "score"] = "all"
    at_least: Annotated[int, Field(ge=1, le=10_000, strict=True)] | None = None
    score: Number | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, str) and data in ("all", "any"):
            return {"mode": data}
        if isinstance(data, Mapping):
            given = [key for key in ("at_least", "score") if key in data]
            if len(given) == 1:
                return {"mode": given[0], **data}
            if "mode" in data and not given:
                return data
        if isinstance(data, Match):
            return data
        raise PydanticCustomError("match_mode", "no such mode", {"name": str(data)[:60]})

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        del core_schema, handler
        forms = [
            {"enum": ["all", "any"]},
            _only("at_least", {"type": "integer", "minimum": 1}),
            _only("score", {"type": "number"}),
        ]
        return {"title": "Match", "description": cls.__doc__, "anyOf": forms}

    def long(self) -> dict[str, Any]:
        return {"at_least": self.at_least} if self.mode == "at_least" else {"score": self.score}

    def plain(self) -> Any:
        return self.mode if self.mode in ("all", "any") else self.long()


def _only(key: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: dict(value)},
        "required": [key],
        "additionalProperties": False,
    }


ALL = Match.model_construct()


class Criterion(Model):
    """One condition of a cell; its number (①…) stays with it."""

    n: Annotated[int, Field(ge=1, le=10_000, strict=True)]
    labels: Labels = NO_LABELS
    rule: RuleText = ""
    required: Flag = False
    weight: Number | None = None
    off: Flag = False
    description: Labels = NO_LABELS
    note: Labels = NO_LABELS


class Cell(Named):
    """Where a stage and a level meet."""

    id: Id
    stage: Id
    level: Id
    match: Match = ALL
    criteria: Annotated[tuple[Criterion, ...], Field(max_length=10_000)] = ()
    targets: dict[Id, Number] = Field(default_factory=dict)

    @property
    def active(self) -> tuple[Criterion, ...]:
        """The criteria that are not switched off."""
        return tuple(c for c in self.criteria if not c.off)


class Matrix(Named):
    """Stages by levels, their cells, and what happens with a subject that matches several of them."""

    hit_policy: HitPolicy = "per_stage"
    priority: tuple[Id, ...] = ()
    stages: tuple[Stage, ...] = ()
    levels: tuple[Level, ...] = ()
    cells: Annotated[tuple[Cell, ...], Field(max_length=10_000)] = ()

    def stage(self, id: str) -> Stage | None:
        return next((s for s in self.stages if s.id == id), None)

    def cell(self, id: str) -> Cell | None:
        return next((c for c in self.cells if c.id == id), None)

    @property
    def order(self) -> tuple[str, ...]:
        """The cells by priority: those listed first, the others in the order of the document."""
        listed = tuple(dict.fromkeys(self.priority))
        return listed + tuple(c.id for c in self.cells if c.id not in listed)


class Audience(Named):
    """Whom a campaign is for: cells by traits by an extra rule."""

    cells: tuple[Id, ...] = ()
    traits: dict[Id, tuple[Id, ...]] = Field(default_factory=dict)
    rule: RuleText | None = None


ResultColumn = Literal["sends", "opens", "clicks", "conversions", "unsubscribes", "cost", "revenue"]


class CampaignResults(Model):
    """Where a campaign's results per customer are: a table, its key, and which column holds what."""

    table: Physical
    key: Physical
    columns: dict[ResultColumn, Physical] = Field(default_factory=dict)


class Campaign(Named):
    """A campaign to an audience, and its results once they have come back."""

    audience: Id | None = None
    channel: NameText = ""
    sent_on: Day | None = None
    cost: Number | None = None
    results: CampaignResults | None = None


class Expectation(Model):
    """Where a test customer must land: in a cell (``none`` or null: in no cell), in exactly these cells, in these
    classes."""

    cell: Id | None = None
    cells: tuple[Id, ...] | None = None
    traits: dict[Id, Id] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, Mapping):
            return {**data, "cell": NO_CELL} if data.get("cell", NO_CELL) is None else data
        return data if isinstance(data, Expectation) else {"cell": data}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        return either({"type": "string"}, handler(core_schema))


Given = Annotated[Any, BeforeValidator(lambda value: None if value is None else read_scalar(value))]


class CustomerTest(Model):
    """A test customer: the values of fields and measures by id, and where they must land. What is not given is
    missing."""

    name: Labels
    values: dict[Id, Given] = Field(default_factory=dict)
    stage: Id | None = None
    as_of: Day | None = None
    expect: Expectation
    note: Labels = NO_LABELS


def _as_of(value: Any) -> Any:
    if isinstance(value, str) and value.strip().lower() == "today":
        return "today"
    try:
        return read_day(value)
    except PydanticCustomError:
        raise PydanticCustomError("as_of", "a date or today", {"name": str(value)[:60]}) from None


AsOf = Annotated[Any, BeforeValidator(_as_of, json_schema_input_type=str)]


class Project(Model):
    """A whole project."""

    version: Annotated[int, Field(alias="quadrille")] = VERSION
    name: Labels = NO_LABELS
    description: Labels = NO_LABELS
    language: Literal["ko", "en"] = "ko"
    time_zone: NameText = "Asia/Seoul"
    as_of: AsOf = "today"
    source: LongText = ""
    subject: Subject
    relations: dict[Id, RelationSpec] = Field(default_factory=dict)
    measures: dict[Id, MeasureSpec] = Field(default_factory=dict)
    parameters: dict[Id, ParameterSpec] = Field(default_factory=dict)
    units: dict[Id, UnitSpec] = Field(default_factory=dict)
    scoring: dict[Id, ScoringSpec] = Field(default_factory=dict)
    bands: dict[Id, BandSpec] = Field(default_factory=dict)
    traits: dict[Id, TraitSpec] = Field(default_factory=dict)
    matrix: Matrix = Matrix.model_construct()
    audiences: dict[Id, Audience] = Field(default_factory=dict)
    campaigns: dict[Id, Campaign] = Field(default_factory=dict)
    tests: tuple[CustomerTest, ...] = ()

    def long(self) -> dict[str, Any]:
        return {"quadrille": self.version, **super().long()}


__all__ = [
    "ALL",
    "HIT_POLICIES",
    "NO_CELL",
    "VERSION",
    "Audience",
    "Campaign",
    "CampaignResults",
    "Cell",
    "Criterion",
    "CustomerTest",
    "Expectation",
    "HitPolicy",
    "Labels",
    "Level",
    "Match",
    "Matrix",
    "Project",
    "Stage",
]
