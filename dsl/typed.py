"""The checked tree of a rule: names resolved, types known, sugar gone. Compilers read this tree only.

What is gone compared with ``dsl.nodes``: BETWEEN (two comparisons), NOT IN and the like (``Not``), KOf kinds other
than at-least (any = at least 1; none = not at-least 1; all = at least all of them), bands (percent ranges),
``time since d >= 5 years`` (``d <= as-of - 5 years``), ``quintile`` (``tile`` of 5), ``median`` (``quantile`` of 1/2),
labels and aliases (ids), parameters (their constants), units and counters. Typed nodes compare equal whatever
their spans, so that equal criteria share one computation. Dates still depend on the as-of date symbolically.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from dsl.nodes import NOWHERE, ComparisonOp, Span, Unit
from dsl.types import BOOLEAN, Kind, Type


@dataclass(frozen=True, slots=True)
class Typed:
    """What every checked node has."""

    type: Type = field(kw_only=True, compare=False, default=BOOLEAN)
    span: Span = field(default=NOWHERE, compare=False, kw_only=True)


# -- values ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Const(Typed):
    """A constant; ``value`` is int for INTEGER, Decimal for DECIMAL (its exponent is the type's scale), float for
    DOUBLE. ``Const(1)`` and ``Const(True)`` differ by ``kind``. A literal that met a double is already a double."""

    value: bool | int | Decimal | float | str | date | datetime
    kind: str = ""


@dataclass(frozen=True, slots=True)
class MissingValue(Typed):
    """A missing value (``else`` of a case without one); ``kind`` as in ``Const``."""

    kind: str = ""


@dataclass(frozen=True, slots=True)
class SubjectField(Typed):
    """A column of the subject; inside an aggregate it is ``subject.x``."""

    id: str


@dataclass(frozen=True, slots=True)
class RowField(Typed):
    """A column of the relation over which the enclosing aggregate runs."""

    relation: str
    id: str


@dataclass(frozen=True, slots=True)
class MeasureValue(Typed):
    """A measure, scoring model or trait."""

    id: str


@dataclass(frozen=True, slots=True)
class AsOf(Typed):
    """The as-of date, type DATE."""


@dataclass(frozen=True, slots=True)
class DateShift(Typed):
    """A date moved by calendar units (``today + 6 months``); clamped to the month's last day."""

    operand: TypedExpr
    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Arithmetic(Typed):
    """``+ - * /`` on numbers. INTEGER and DECIMAL are exact (type.scale is the result's scale), missing outside 64
    bits; with a DOUBLE both sides are doubles; ``/`` is always a DOUBLE and missing where the divisor is zero."""

    op: Literal["+", "-", "*", "/"]
    left: TypedExpr
    right: TypedExpr


@dataclass(frozen=True, slots=True)
class Negate(Typed):
    operand: TypedExpr


@dataclass(frozen=True, slots=True)
class Case(Typed):
    """The first branch whose condition is true; all results have this node's type."""

    whens: tuple[tuple[TypedExpr, TypedExpr], ...]
    otherwise: TypedExpr


@dataclass(frozen=True, slots=True)
class Call(Typed):
    """A scalar function of the operator table, by id, arguments in table order (``round``, ``coalesce``, …)."""

    function: str
    args: tuple[TypedExpr, ...]


@dataclass(frozen=True, slots=True)
class Score(Typed):
    """Sum of the points whose condition is true. Points are constants of one exact type."""

    parts: tuple[tuple[TypedExpr, Const], ...]


@dataclass(frozen=True, slots=True)
class Convert(Typed):
    """An explicit widening put in by the checker: INTEGER to DECIMAL, DECIMAL to another scale, exact to DOUBLE,
    DATE/TIMESTAMP to the local day (TIMESTAMP -> DATE). ``to`` and ``scale`` repeat the type so that two
    conversions of one operand are different nodes."""

    operand: TypedExpr
    to: Kind
    scale: int = 0


# -- relations ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Days:
    """Local days relative to the as-of date. after: exclusive lower edge as (amount, unit) before the as-of date
    (negative: after it); until: inclusive upper edge likewise; None is open.

    ``in last 90 days`` is after=(90, day), until=(0, day). ``between 180 and 90 days ago`` is after=(180, day),
    until=(90, day). ``in next 6 months`` is from the as-of date itself: since=(0, day), until=(-6, month).
    ``after next 6 months`` is after=(-6, month), until=None.
    """

    after: tuple[int, Unit] | None = None
    since: tuple[int, Unit] | None = None
    until: tuple[int, Unit] | None = None


@dataclass(frozen=True, slots=True)
class RelativeTo:
    """Rows whose time compares so with a date of the subject or a constant; by local day when the anchor is a
    DATE, by instant when it is a TIMESTAMP."""

    op: ComparisonOp
    anchor: TypedExpr


@dataclass(frozen=True, slots=True)
class Within:
    """Rows between two dates, both days included."""

    low: TypedExpr
    high: TypedExpr


Window = Days | RelativeTo | Within


@dataclass(frozen=True, slots=True)
class Aggregate(Typed):
    """One value per subject out of a relation's rows.

    functions: count (rows, or known values of ``argument``), sum, avg, min, max, any, none, share, first, last,
    most_common. For any/none ``argument`` is None and the condition is ``where``. For share ``argument`` is the
    condition whose true rows are counted among rows where it is known, and ``where`` stays None. sum of a DOUBLE is
    a DECIMAL of the scale to which each value is rounded (``Type.sum_scale``; a DOUBLE for ``float``); avg is a DOUBLE
    whose type.scale is that scale.
    """

    function: str
    relation: str
    argument: TypedExpr | None = None
    distinct: bool = False
    window: Window | None = None
    where: TypedExpr | None = None


# -- conditions --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Not(Typed):
    operand: TypedExpr


@dataclass(frozen=True, slots=True)
class And(Typed):
    operands: tuple[TypedExpr, ...]


@dataclass(frozen=True, slots=True)
class Or(Typed):
    operands: tuple[TypedExpr, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Typed):
    """Both sides have one kind, or are both exact (whose scales may differ), or are DATE against DATE. A TIMESTAMP
    against a DATE has been converted to its local day. One more pair is allowed: ``share(...)`` against an
    INTEGER or DECIMAL ``Const``, which stays exact (compared in whole numbers: rows * den against true rows * num).
    Literals outside 64 bits, or finer than 18 places, never arrive here: the comparison has become an equal one with
    a bound that fits."""

    op: ComparisonOp
    left: TypedExpr
    right: TypedExpr


@dataclass(frozen=True, slots=True)
class In(Typed):
    """Membership in constants of the operand's type and scale (never missing, never empty, except for an empty list
    parameter: then false for every known or missing operand)."""

    operand: TypedExpr
    items: tuple[Const, ...]


@dataclass(frozen=True, slots=True)
class IsMissing(Typed):
    operand: TypedExpr


@dataclass(frozen=True, slots=True)
class TextMatch(Typed):
    kind: Literal["contains", "starts", "ends", "like"]
    operand: TypedExpr
    pattern: TypedExpr
    ignoring_case: bool = False


@dataclass(frozen=True, slots=True)
class InDays(Typed):
    """A DATE or TIMESTAMP of the subject (or of the row) against days around the as-of date."""

    operand: TypedExpr
    days: Days


@dataclass(frozen=True, slots=True)
class AtLeast(Typed):
    """True where at least k operands are true; an unknown one counts as not true; never unknown."""

    k: int
    operands: tuple[TypedExpr, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """Over whom a percentile is taken: ``condition`` None and ``stage`` None is everyone. ``stage`` is the id of the
    stage that ``among stage`` meant."""

    condition: TypedExpr | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class InPercent(Typed):
    """low <= g/n < high, g the number of known values in the population better than this one (greater for top,
    smaller for bottom), n their number. ``low`` and ``high`` are fractions of 1 (0.30)."""

    operand: TypedExpr
    side: Literal["top", "bottom"]
    low: Decimal
    high: Decimal
    population: Population = Population()


@dataclass(frozen=True, slots=True)
class Tile(Typed):
    """floor(k * l / n) + 1 with l the number of known values smaller (``lowest_best``: greater); INTEGER."""

    k: int
    operand: TypedExpr
    lowest_best: bool = False
    population: Population = Population()


@dataclass(frozen=True, slots=True)
class Bin(Typed):
    """1 + the number of interior type-7 quantiles i/k below the value; INTEGER."""

    k: int
    operand: TypedExpr
    population: Population = Population()


@dataclass(frozen=True, slots=True)
class Quantile(Typed):
    """The type-7 quantile at ``at`` (0 to 1) of the known values; one number for everyone; DOUBLE."""

    operand: TypedExpr
    at: Decimal
    population: Population = Population()


@dataclass(frozen=True, slots=True)
class InCell(Typed):
    """Matched by that cell (entry rule and criteria); in an audience: assigned to it."""

    cell: str


@dataclass(frozen=True, slots=True)
class InStage(Typed):
    stage: str


TypedExpr = (
    Const
    | MissingValue
    | SubjectField
    | RowField
    | MeasureValue
    | AsOf
    | DateShift
    | Arithmetic
    | Negate
    | Case
    | Call
    | Score
    | Convert
    | Aggregate
    | Not
    | And
    | Or
    | Comparison
    | In
    | IsMissing
    | TextMatch
    | InDays
    | AtLeast
    | InPercent
    | Tile
    | Bin
    | Quantile
    | InCell
    | InStage
)
