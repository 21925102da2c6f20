"""The small core: physical expressions that every backend can compute, with one meaning each.

The lowering (``engine.lower``) turns checked rules into these nodes; a backend visits them and nothing else.
There are six kinds of values: BOOL (three-valued), INT (64-bit; decimals are INT scaled by a power of ten that
only the lowering knows), FLOAT (finite doubles), TEXT (compared by code point), DATE, TS (microseconds, local time
of the project's zone). Every kind can be NULL, which is "missing". A node is NULL where an operand is NULL unless
its docstring says otherwise. Nodes are equal by value, so equal work is shared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from dsl.nodes import ComparisonOp


class Kind(StrEnum):
    BOOL = "bool"
    INT = "int"
    FLOAT = "float"
    TEXT = "text"
    DATE = "date"
    TS = "ts"


PyValue = bool | int | float | str | date | datetime


@dataclass(frozen=True, slots=True)
class Const:
    """A constant that is not NULL. ``kind`` takes part in equality: 1, 1.0 and True are three constants."""

    kind: Kind
    value: PyValue


@dataclass(frozen=True, slots=True)
class Null:
    kind: Kind


@dataclass(frozen=True, slots=True)
class Column:
    """A raw column of the row at hand. ``owner`` is '' for the subject, else a rows alias of the plan.

    The backend reads it as its kind and as nothing else: FLOAT is NULL for NaN and infinities; INT of a column
    whose ``ColumnSpec.scale`` is not 0 is the value times 10**scale; text is as stored (see ``ColumnSpec``).
    """

    owner: str
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Ref:
    """A value per subject that an earlier step of the plan defines, or a statistic (one value for everyone)."""

    name: str
    kind: Kind


# -- conditions (BOOL) -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class And:
    """Kleene; one or more items, up to 10,000 (emit a balanced tree)."""

    items: tuple[Core, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Kleene; one or more items, up to 10,000 (emit a balanced tree)."""

    items: tuple[Core, ...]


@dataclass(frozen=True, slots=True)
class Not:
    item: Core


@dataclass(frozen=True, slots=True)
class IsTrue:
    """True or false, never NULL: is the condition true?"""

    item: Core


@dataclass(frozen=True, slots=True)
class IsNull:
    """True or false, never NULL."""

    item: Core


@dataclass(frozen=True, slots=True)
class Compare:
    """Both sides have one kind (BOOL only with = and <>)."""

    op: ComparisonOp
    left: Core
    right: Core


@dataclass(frozen=True, slots=True)
class InSet:
    """Is the item one of the values (constants of its kind, one or more, up to 10,000)?"""

    item: Core
    values: tuple[Const, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True or false, never NULL: at least k of the items are true."""

    k: int
    items: tuple[Core, ...]


@dataclass(frozen=True, slots=True)
class DayRange:
    """Is the local day of a DATE or TS within [first, last], both days included? None is open."""

    item: Core
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Match:
    """Text search by code point. For ``like`` the pattern is a Const with ``%``, ``_`` and ``\\`` as escape;
    the other kinds never interpret wildcards and take any TEXT pattern. ``fold`` folds A-Z to a-z on both sides.
    The empty pattern is contained in, starts and ends every text."""

    how: Literal["contains", "starts", "ends", "like"]
    item: Core
    pattern: Core
    fold: bool = False


# -- choice ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Case:
    """The result of the first condition that is true (NULL counts as not true), else ``otherwise``."""

    whens: tuple[tuple[Core, Core], ...]
    otherwise: Core


@dataclass(frozen=True, slots=True)
class Coalesce:
    """The first item that is not NULL."""

    items: tuple[Core, ...]


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least or greatest item that is not NULL; NULL only where all are."""

    which: Literal["least", "greatest"]
    items: tuple[Core, ...]


# -- whole numbers (INT) -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IntOp:
    """Exact ``+ - *``; with ``guard`` the result is NULL outside 64 bits (never wrapped, never an error); without
    it the lowering has shown that it fits."""

    op: Literal["+", "-", "*"]
    left: Core
    right: Core
    guard: bool = True


@dataclass(frozen=True, slots=True)
class IntDivide:
    """Division by a positive constant, rounded as named (``half_away``: half away from zero)."""

    item: Core
    divisor: int
    rounding: Literal["floor", "ceil", "trunc", "half_away"]


@dataclass(frozen=True, slots=True)
class IntMod:
    """Remainder with the dividend's sign; NULL where the divisor is 0."""

    left: Core
    right: Core


# -- doubles (FLOAT) ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToFloat:
    """An INT with a scale as the nearest double: double(item) / double(10**scale)."""

    item: Core
    scale: int = 0


@dataclass(frozen=True, slots=True)
class FloatOp:
    """IEEE ``+ - * /``; NULL where the result is not finite and where a divisor is 0."""

    op: Literal["+", "-", "*", "/"]
    left: Core
    right: Core


@dataclass(frozen=True, slots=True)
class FloatMod:
    """a - b * trunc(a / b) in doubles; NULL where b is 0 or the result is not finite."""

    left: Core
    right: Core


@dataclass(frozen=True, slots=True)
class FloatToInt:
    """A FLOAT times 10**digits as INT, rounded as named; NULL outside 64 bits.

    ``half_away`` rounds half away from zero in the decimal view at 15 significant digits, by this exact recipe in
    IEEE doubles, the same on every engine: y = abs(x) * 10**digits (for negative digits: abs(x) / 10**-digits);
    NULL where y >= 9.2e18; where y >= 2**52 the integer y itself; else k = floor(y), f = y - k, c = k + 0.5, and
    r = k + 1 where y >= c - t, else k, with t = 0.5 * 10**(e - 14) and e the decimal exponent of c (the greatest e
    with 10**e <= c, found by comparing with the constants 1, 10, 100 …; -1 for c = 0.5), and t = 0 where c >= 1e14
    (there 15 digits do not reach behind the point). Then the sign of x is put back. (For speed: f < 0.4 gives k
    and f >= 0.5 gives k + 1 whatever t is.) ``floor``, ``ceil`` and ``trunc`` first take the ``half_away`` value at
    15 significant digits where it is an integer within t of y (so that 0.3 / 0.1 floors to 3), else the plain
    function.
    """

    item: Core
    digits: int
    rounding: Literal["half_away", "floor", "ceil", "trunc"] = "half_away"


# -- text (TEXT) -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Length:
    """Number of code points (INT)."""

    item: Core


@dataclass(frozen=True, slots=True)
class Fold:
    """A-Z and a-z only, whatever the engine's collation."""

    item: Core
    to: Literal["lower", "upper"]


@dataclass(frozen=True, slots=True)
class Trim:
    """Without leading and trailing white space (U+0009-U+000D, U+0020, U+00A0, U+3000)."""

    item: Core


@dataclass(frozen=True, slots=True)
class Part:
    """The first or last ``count`` code points (count >= 0), or the ``rest`` behind the first ``count``."""

    item: Core
    side: Literal["left", "right", "rest"]
    count: int


@dataclass(frozen=True, slots=True)
class Concat:
    """Joined texts; NULL where one is NULL."""

    items: tuple[Core, ...]


@dataclass(frozen=True, slots=True)
class ParseNumber:
    """A TEXT read as a number: optional sign, digits with an optional point, optional exponent, spaces around it.

    ``scale`` None gives FLOAT, a number gives INT scaled by it (rounded half away in decimal, exactly). NULL where it
    cannot be read or does not fit. The accepted form is
    ``[ ]*[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?[ ]*``
    (ASCII digits; for INT without the exponent and with at most 18 digits before the point).
    """

    item: Core
    scale: int | None


# -- dates and times ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ParseTime:
    """A TEXT (or an INT, by its decimal digits) read as DATE or TS by a format of ``%Y %m %d %H %M %S %f`` or
    ``iso``: ``YYYY-MM-DD`` optionally followed by space or T and ``HH:MM[:SS[.f…]]`` (for DATE the time is
    allowed and dropped). NULL where it cannot be read or is no date (30 February)."""

    item: Core
    format: str
    to: Literal[Kind.DATE, Kind.TS]


@dataclass(frozen=True, slots=True)
class FromEpoch:
    """A TS in UTC from a count of units since 1970-01-01 (INT)."""

    item: Core
    unit: Literal["s", "ms", "us"]


@dataclass(frozen=True, slots=True)
class ShiftZone:
    """A naive TS of one zone as a naive TS of another; by ``engine.zones.steps``, not by the engine's own zones."""

    item: Core
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Day:
    """The DATE of a TS."""

    item: Core


@dataclass(frozen=True, slots=True)
class Midnight:
    """The TS at the start of a DATE."""

    item: Core


@dataclass(frozen=True, slots=True)
class DaysBetween:
    """Days from ``start`` to ``end`` (INT, negative where end is earlier), both DATE."""

    start: Core
    end: Core


@dataclass(frozen=True, slots=True)
class MonthsBetween:
    """Whole months from ``start`` to ``end`` (INT), both DATE: (year*12 + month) difference, less one where the
    day of ``end`` is smaller than the day of ``start``; for end < start minus the value with the two swapped."""

    start: Core
    end: Core


@dataclass(frozen=True, slots=True)
class DateAdd:
    """A DATE moved by days or by months (clamped to the month's last day); NULL outside years 1 to 9999."""

    item: Core
    amount: int
    unit: Literal["day", "month"]


@dataclass(frozen=True, slots=True)
class DatePart:
    """A part of a DATE or TS (INT); weekday is 1 for Monday to 7 for Sunday; hour only of a TS."""

    part: Literal["year", "quarter", "month", "day", "weekday", "hour", "minute", "second"]
    item: Core


Core = (
    Const
    | Null
    | Column
    | Ref
    | And
    | Or
    | Not
    | IsTrue
    | IsNull
    | Compare
    | InSet
    | AtLeast
    | DayRange
    | Match
    | Case
    | Coalesce
    | Extreme
    | IntOp
    | IntDivide
    | IntMod
    | ToFloat
    | FloatOp
    | FloatMod
    | FloatToInt
    | Length
    | Fold
    | Trim
    | Part
    | Concat
    | ParseNumber
    | ParseTime
    | FromEpoch
    | ShiftZone
    | Day
    | Midnight
    | DaysBetween
    | MonthsBetween
    | DateAdd
    | DatePart
)


def kind_of(node: Core) -> Kind:
    """The kind of value that a node gives."""
    match node:
        case Const(kind=kind) | Null(kind=kind) | Column(kind=kind) | Ref(kind=kind):
            return kind
        case And() | Or() | Not() | IsTrue() | IsNull() | Compare() | InSet() | AtLeast() | DayRange() | Match():
            return Kind.BOOL
        case Case(otherwise=item):
            return kind_of(item)
        case Coalesce(items=items) | Extreme(items=items):
            return kind_of(items[0])
        case IntOp() | IntDivide() | IntMod() | FloatToInt() | Length():
            return Kind.INT
        case DaysBetween() | MonthsBetween() | DatePart():
            return Kind.INT
        case ToFloat() | FloatOp() | FloatMod():
            return Kind.FLOAT
        case Fold() | Trim() | Part() | Concat():
            return Kind.TEXT
        case ParseNumber(scale=scale):
            return Kind.FLOAT if scale is None else Kind.INT
        case ParseTime(to=to):
            return to
        case FromEpoch() | ShiftZone() | Midnight():
            return Kind.TS
        case Day() | DateAdd():
            return Kind.DATE


def children(node: Core) -> tuple[Core, ...]:
    """The operands of a node, in order."""
    match node:
        case Const() | Null() | Column() | Ref():
            return ()
        case And(items=items) | Or(items=items) | AtLeast(items=items) | Coalesce(items=items):
            return items
        case Extreme(items=items) | Concat(items=items):
            return items
        case Compare(left=left, right=right) | IntOp(left=left, right=right) | IntMod(left=left, right=right):
            return (left, right)
        case FloatOp(left=left, right=right) | FloatMod(left=left, right=right):
            return (left, right)
        case DaysBetween(start=start, end=end) | MonthsBetween(start=start, end=end):
            return (start, end)
        case Match(item=item, pattern=pattern):
            return (item, pattern)
        case Case(whens=whens, otherwise=otherwise):
            return (*(part for when in whens for part in when), otherwise)
        case InSet(item=item, values=values):
            return (item, *values)
        case _:
            return (node.item,)
