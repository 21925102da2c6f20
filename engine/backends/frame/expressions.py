"""Core expressions as calls of the runtime."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from engine.backends.frame.runtime.times import day_number, time_number
from engine.backends.frame.values import Level, Values
from engine.core import (
    And,
    AtLeast,
    Case,
    Coalesce,
    Column,
    Compare,
    Concat,
    Const,
    Core,
    DateAdd,
    DatePart,
    Day,
    DayRange,
    DaysBetween,
    Extreme,
    FloatMod,
    FloatOp,
    FloatToInt,
    Fold,
    FromEpoch,
    InSet,
    IntDivide,
    IntMod,
    IntOp,
    IsNull,
    IsTrue,
    Kind,
    Length,
    Match,
    Midnight,
    MonthsBetween,
    Not,
    Null,
    Or,
    ParseNumber,
    ParseTime,
    Part,
    Ref,
    ShiftZone,
    ToFloat,
    Trim,
    children,
    kind_of,
)
from engine.zones import steps

CHUNK = 16
"""So many conditions go into one call, so that their values need not all be held at once."""
MICROSECONDS = {"s": 1_000_000, "ms": 1_000, "us": 1}
EPOCH = datetime(1970, 1, 1)


def literal(kind: Kind, value: object) -> str:
    """A constant as Python source; anything but a value of its kind is refused."""
    match kind:
        case Kind.BOOL if isinstance(value, bool):
            return repr(value)
        case Kind.INT if isinstance(value, int):
            return repr(int(value))
        case Kind.FLOAT if isinstance(value, int | float):
            return repr(float(value))
        case Kind.TEXT if isinstance(value, str):
            return repr(str(value))
        case Kind.DATE if isinstance(value, date):
            return repr(date(value.year, value.month, value.day).isoformat())
        case Kind.TS if isinstance(value, datetime):
            return repr(value.replace(tzinfo=None).isoformat())
    raise TypeError(f"{value!r} is no constant of kind {kind}")


def raw_literal(kind: Kind, value: object) -> str:
    """A constant as the number that stands for it, or as a text."""
    if kind is Kind.TS and isinstance(value, datetime):
        return repr(time_number(value))
    if kind is Kind.DATE and isinstance(value, date):
        return repr(day_number(value))
    return literal(kind, value)


CONSTANTS = {
    Kind.BOOL: "truth",
    Kind.INT: "number",
    Kind.FLOAT: "number",
    Kind.TEXT: "text",
    Kind.DATE: "day",
    Kind.TS: "moment",
}


class Expressions:
    """Expressions of one scope. ``column`` and ``ref`` find values; ``lift`` makes one per row of one per subject."""

    def __init__(
        self,
        values: Values,
        column: Callable[[Column], int],
        ref: Callable[[Ref], int],
        lift: Callable[[int], int] | None = None,
    ) -> None:
        self._values = values
        self._column = column
        self._ref = ref
        self._lift = lift
        self._known: dict[int, tuple[Core, int]] = {}

    def value(self, root: Core) -> int:
        """The value of an expression, without recursion: trees may be deep."""
        waiting: list[tuple[Core, bool]] = [(root, False)]
        while waiting:
            node, is_ready = waiting.pop()
            if id(node) in self._known:
                continue
            needed = operands(node)
            if not is_ready and needed:
                waiting.append((node, True))
                waiting.extend((operand, False) for operand in reversed(needed))
                continue
            made = self._make(node, [self._known[id(operand)][1] for operand in needed])
            self._known[id(node)] = (node, made)
        return self._known[id(root)][1]

    def per_row(self, root: Core) -> int:
        """The value of an expression as one per row, or one for everyone."""
        return self._lifted(self.value(root))

    def _lifted(self, number: int) -> int:
        if self._lift is not None and self._values.level(number) is Level.SUBJECT:
            return self._lift(number)
        return number

    def _make(self, node: Core, numbers: list[int]) -> int:
        if any(self._values.level(number) is Level.ROW for number in numbers):
            numbers = [self._lifted(number) for number in numbers]
        match node:
            case Column():
                return self._column(node)
            case Ref():
                return self._ref(node)
            case Const(kind=kind, value=value):
                return self._values.add(CONSTANTS[kind], literal(kind, value))
            case Null(kind=kind):
                return self._values.add("missing", repr(kind.value))
            case And():
                return self._chunked("all_of", "all_of", numbers)
            case Or():
                return self._chunked("any_of", "any_of", numbers)
            case AtLeast(k=k):
                return self._values.add("at_least", repr(k), *self._chunks("tally", numbers))
        function, before, after = call(node)
        return self._values.add(function, *before, *numbers[:1], *after, *numbers[1:])

    def _chunks(self, function: str, numbers: list[int]) -> list[int]:
        starts = range(0, len(numbers), CHUNK)
        return [self._values.add(function, *numbers[start : start + CHUNK]) for start in starts]

    def _chunked(self, function: str, inner: str, numbers: list[int]) -> int:
        while len(numbers) > CHUNK:
            numbers = self._chunks(inner, numbers)
        return numbers[0] if len(numbers) == 1 else self._values.add(function, *numbers)


def operands(node: Core) -> tuple[Core, ...]:
    """The operands that are computed; constants that are part of the call are not."""
    if isinstance(node, InSet) or (isinstance(node, Match) and node.how == "like"):
        return (node.item,)
    return children(node)


def call(node: Core) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The runtime's function for a node, and what stands before and after its first operand."""
    match node:
        case Not():
            return "negated", (), ()
        case IsTrue():
            return "is_true", (), ()
        case IsNull():
            return "is_missing", (), ()
        case Compare(op=op):
            return "compare", (), (repr(op),)
        case InSet(values=values):
            return "one_of", (), tuple(raw_literal(one.kind, one.value) for one in values)
        case DayRange(item=item, first=first, last=last):
            days = tuple("None" if one is None else literal(Kind.DATE, one) for one in (first, last))
            return "days_in" if kind_of(item) is Kind.DATE else "times_in", (), days
        case Match(how="like", pattern=Const(value=str(pattern)), fold=fold):
            return "like", (), (repr(pattern), repr(fold))
        case Match(how="like"):
            raise TypeError("the pattern of LIKE is no constant")
        case Case():
            return "choose", (), ()
        case Coalesce():
            return "first_known", (), ()
        case Extreme(which=which):
            return "extreme", (repr(which),), ()
        case _:
            return number_call(node)


def number_call(node: Core) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The same for numbers."""
    match node:
        case IntOp(op=op, guard=guard):
            return "calculate_guarded" if guard else "calculate", (), (repr(op),)
        case IntDivide(divisor=divisor, rounding=rounding):
            return "divide_whole", (), (repr(divisor), repr(rounding))
        case IntMod():
            return "remainder", (), ()
        case ToFloat(scale=scale):
            return "to_double", (), (repr(scale),) if scale else ()
        case FloatOp(op=op):
            return "calculate_double", (), (repr(op),)
        case FloatMod():
            return "remainder_double", (), ()
        case FloatToInt(digits=digits, rounding=rounding):
            return "to_whole", (), (repr(digits), repr(rounding))
        case ParseNumber(scale=None):
            return "parse_double", (), ()
        case ParseNumber(scale=scale):
            return "parse_whole", (), (repr(scale),)
        case _:
            return text_call(node)


def text_call(node: Core) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The same for texts."""
    match node:
        case Match(how=how, fold=fold):
            return "search_folded" if fold else "search", (repr(how),), ()
        case Length():
            return "length", (), ()
        case Fold(to=to):
            return to, (), ()
        case Trim():
            return "trimmed", (), ()
        case Part(side=side, count=count):
            return f"{side}_part", (), (repr(count),)
        case Concat():
            return "joined", (), ()
        case _:
            return time_call(node)


def time_call(node: Core) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The same for dates and times."""
    match node:
        case ParseTime(format=form, to=to):
            return "parse_date" if to is Kind.DATE else "parse_time", (), (repr(form),)
        case FromEpoch(unit=unit):
            return "from_epoch", (), (repr(MICROSECONDS[unit]),)
        case ShiftZone(source=source, target=target):
            return "shifted", (), zone_steps(source, target)
        case Day():
            return "day_of", (), ()
        case Midnight():
            return "midnight", (), ()
        case DaysBetween():
            return "days_between", (), ()
        case MonthsBetween():
            return "months_between", (), ()
        case DateAdd(amount=amount, unit=unit):
            return f"add_{unit}s", (), (repr(amount),)
        case DatePart(part=part, item=item):
            return "date_part" if kind_of(item) is Kind.DATE else "time_part", (), (repr(part),)
        case _:
            raise TypeError(f"{type(node).__name__} is unknown to the pandas backend")


def zone_steps(source: str, target: str) -> tuple[str, str]:
    """The table of shifts from zone to zone, in seconds."""
    table = steps(source, target)
    starts = [int((start - EPOCH).total_seconds()) for start, _ in table]
    return repr(starts), repr([shift for _, shift in table])
