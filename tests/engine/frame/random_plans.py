"""Random plans over small tables: every node of the core, every aggregate, statistics, joins and groups."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

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
    kind_of,
)
from engine.plan import (
    Aggregate,
    ColumnSpec,
    Gather,
    GroupRows,
    JoinRows,
    Let,
    Output,
    Plan,
    QuantileEdge,
    RankEdge,
    Rows,
    Statistics,
    Step,
    Table,
    TableRows,
)

ARROW = {
    Kind.BOOL: pa.bool_(),
    Kind.INT: pa.int64(),
    Kind.FLOAT: pa.float64(),
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.TS: pa.timestamp("us"),
}
KINDS = {
    "n": Kind.INT,
    "m": Kind.INT,
    "x": Kind.FLOAT,
    "y": Kind.FLOAT,
    "s": Kind.TEXT,
    "t": Kind.TEXT,
    "d": Kind.DATE,
    "e": Kind.DATE,
    "w": Kind.TS,
    "v": Kind.TS,
    "b": Kind.BOOL,
}

# Hangul composed and decomposed, letters beyond ASCII, an emoji, blanks, wildcards, numbers and dates as text.
TEXTS = [
    "",
    "a",
    "A",
    "b",
    "ab",
    "aB",
    "a b",
    " a ",
    "é",
    "e\u0301",
    "한글",
    "\u1112\u1161\u11ab",
    "👍",
    "50%",
    "5_0",
    "\\",
]
TEXTS += [
    "12",
    " -3.5 ",
    "1e3",
    "+.5",
    "2.675",
    "12.",
    "9" * 18,
    "1" * 19,
    "1e400",
    "x\ny",
    "\u3000z\u00a0",
    "'",
    '"',
    "10",
]
TEXTS += [
    "2024-02-29",
    "2023-02-29",
    "2024-01-31 23:59:59",
    "2024-01-31T10:00",
    "2024-01-31 10:00:00.25",
    "20240131",
    "31.12.1999",
]
WHOLE = [
    0,
    1,
    -1,
    2,
    3,
    5,
    7,
    -7,
    10,
    100,
    2**31,
    -(2**31),
    2**53 + 1,
    2**62,
    2**63 - 1,
    -(2**63) + 1,
    20240131,
    20240230,
]
DOUBLES = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.1,
    0.2,
    0.3,
    2.5,
    -2.5,
    2.675,
    1.005,
    0.5,
    1e15,
    4503599627370497.5,
    1e18,
    1e300,
    1e-300,
    3.0,
]
DATES = [date(1, 1, 1), date(1970, 1, 1), date(1999, 12, 31), date(2024, 1, 31), date(2024, 2, 29), date(2023, 2, 28)]
DATES += [date(2024, 3, 10), date(9999, 12, 31), date(2024, 12, 30)]
TIMES = [
    datetime(1970, 1, 1),
    datetime(1969, 12, 31, 23, 59, 59, 999999),
    datetime(2024, 3, 10, 2, 30),
    datetime(2024, 1, 31, 15),
]
TIMES += [
    datetime(2024, 2, 29, 23, 59, 59),
    datetime(1912, 1, 1, 0, 30),
    datetime(2024, 11, 3, 1, 30),
    datetime(2150, 7, 1, 12),
]
POOLS: dict[Kind, list[Any]] = {
    Kind.INT: WHOLE,
    Kind.FLOAT: DOUBLES,
    Kind.TEXT: TEXTS,
    Kind.DATE: DATES,
    Kind.TS: TIMES,
    Kind.BOOL: [True, False],
}
ORDERED = [Kind.INT, Kind.FLOAT, Kind.TEXT, Kind.DATE, Kind.TS]
FORMATS = ["iso", "%Y%m%d", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S"]


def value(kind: Kind) -> st.SearchStrategy[Any]:
    some = st.sampled_from(POOLS[kind])
    if kind is Kind.INT:
        return some | st.integers(-20, 20)
    if kind is Kind.FLOAT:
        return some | st.integers(-4000, 4000).map(lambda n: n / 1000) | st.floats(-1e6, 1e6)
    if kind is Kind.DATE:
        return some | st.dates(date(1995, 1, 1), date(2030, 1, 1))
    if kind is Kind.TS:
        return some | st.datetimes(datetime(1995, 1, 1), datetime(2030, 1, 1))
    return some


@st.composite
def frames(draw: st.DrawFn) -> dict[str, pa.Table]:
    """``people`` (id 1 …), ``visits`` of people, ``lines`` of visits; anything but the subject's key may be missing."""
    count = draw(st.integers(1, 8))
    keys = st.integers(1, count + 1)

    def columns(size: int) -> dict[str, pa.Array]:
        found = {}
        for name, kind in KINDS.items():
            values = draw(st.lists(st.none() | value(kind), min_size=size, max_size=size))
            found[name] = pa.array(values, ARROW[kind])
        return found

    visits, lines = draw(st.integers(0, 12)), draw(st.integers(0, 12))
    one = draw(st.lists(st.none() | keys, min_size=visits, max_size=visits))
    two = draw(st.lists(st.none() | st.integers(0, visits), min_size=lines, max_size=lines))
    return {
        "people": pa.table({"id": pa.array(range(1, count + 1), pa.int64()), **columns(count)}),
        "visits": pa.table(
            {"nr": pa.array(range(visits), pa.int64()), "id": pa.array(one, pa.int64()), **columns(visits)}
        ),
        "lines": pa.table({"nr": pa.array(two, pa.int64()), **columns(lines)}),
    }


# -- expressions -------------------------------------------------------------------------------------------


class Scope:
    """What expressions may name: columns of owners, and values by kind."""

    def __init__(self, draw: st.DrawFn, owners: list[str], refs: dict[str, Kind]) -> None:
        self.draw = draw
        self.owners = owners
        self.refs = refs

    def pick(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def const(self, kind: Kind) -> Const:
        return Const(kind, self.draw(value(kind)))

    def leaf(self, kind: Kind) -> Core:
        names = [name for name, of in KINDS.items() if of is kind]
        refs = [name for name, of in self.refs.items() if of is kind]
        match self.pick("column", "column", "column", "const", "null" if self.draw(st.integers(0, 5)) == 0 else "ref"):
            case "ref" if refs:
                return Ref(self.pick(*refs), kind)
            case "const":
                return self.const(kind)
            case "null":
                return Null(kind)
        return Column(self.pick(*self.owners), self.pick(*names), kind)

    def make(self, kind: Kind, depth: int) -> Core:
        if depth <= 0:
            return self.leaf(kind)
        shared = self.pick("own", "own", "own", "own", "case", "coalesce", "extreme")
        if shared == "case":
            whens = tuple((self.make(Kind.BOOL, depth - 1), self.make(kind, depth - 1)) for _ in range(self.pick(1, 2)))
            return Case(whens, self.make(kind, depth - 1))
        if shared == "coalesce":
            return Coalesce(tuple(self.make(kind, depth - 1) for _ in range(self.pick(1, 2, 3))))
        if shared == "extreme" and kind in ORDERED:
            return Extreme(
                self.pick("least", "greatest"), tuple(self.make(kind, depth - 1) for _ in range(self.pick(1, 2, 3)))
            )
        return {
            Kind.BOOL: self.boolean,
            Kind.INT: self.whole,
            Kind.FLOAT: self.double,
            Kind.TEXT: self.text,
            Kind.DATE: self.date,
            Kind.TS: self.time,
        }[kind](depth - 1)

    def boolean(self, depth: int) -> Core:
        kind = self.pick(*ORDERED)
        some = tuple(self.make(Kind.BOOL, depth) for _ in range(self.pick(1, 2, 3)))
        match self.pick(
            "and", "or", "not", "true", "null", "compare", "in", "atleast", "days", "match", "like", "leaf"
        ):
            case "and":
                return And(some)
            case "or":
                return Or(some)
            case "not":
                return Not(some[0])
            case "true":
                return IsTrue(some[0])
            case "null":
                return IsNull(self.make(kind, depth))
            case "compare":
                op = self.pick("=", "<>", "<", "<=", ">", ">=")
                return Compare(op, self.make(kind, depth), self.make(kind, depth))
            case "in":
                return InSet(self.make(kind, depth), tuple(self.const(kind) for _ in range(self.pick(1, 3, 6))))
            case "atleast":
                return AtLeast(self.pick(0, 1, 2, 3), some)
            case "days":
                first, last = (self.pick(None, *DATES) for _ in range(2))
                return DayRange(self.make(self.pick(Kind.DATE, Kind.TS), depth), first, last)
            case "match":
                how = self.pick("contains", "starts", "ends")
                return Match(how, self.make(Kind.TEXT, depth), self.make(Kind.TEXT, depth), self.pick(True, False))
            case "like":
                signs = st.sampled_from(["%", "_", "a", "b", "한", "5", "\\%", "\\_", "\\\\", " "])
                pattern = "".join(self.draw(st.lists(signs, max_size=4)))
                return Match("like", self.make(Kind.TEXT, depth), Const(Kind.TEXT, pattern), self.pick(True, False))
        return self.leaf(Kind.BOOL)

    def whole(self, depth: int) -> Core:
        match self.pick("op", "op", "divide", "mod", "float", "length", "parse", "days", "months", "part", "leaf"):
            case "op":
                return IntOp(self.pick("+", "-", "*"), self.make(Kind.INT, depth), self.make(Kind.INT, depth))
            case "divide":
                rounding = self.pick("floor", "ceil", "trunc", "half_away")
                return IntDivide(self.make(Kind.INT, depth), self.pick(1, 2, 3, 10, 1000), rounding)
            case "mod":
                return IntMod(self.make(Kind.INT, depth), self.make(Kind.INT, depth))
            case "float":
                rounding = self.pick("half_away", "floor", "ceil", "trunc")
                return FloatToInt(self.make(Kind.FLOAT, depth), self.pick(-2, 0, 1, 2, 6), rounding)
            case "length":
                return Length(self.make(Kind.TEXT, depth))
            case "parse":
                return ParseNumber(self.make(Kind.TEXT, depth), self.pick(0, 1, 2, 6))
            case "days":
                return DaysBetween(self.make(Kind.DATE, depth), self.make(Kind.DATE, depth))
            case "months":
                return MonthsBetween(self.make(Kind.DATE, depth), self.make(Kind.DATE, depth))
            case "part":
                if self.pick(True, False):
                    return DatePart(self.pick("hour", "minute", "second"), self.make(Kind.TS, depth))
                part = self.pick("year", "quarter", "month", "day", "weekday")
                return DatePart(part, self.make(self.pick(Kind.DATE, Kind.TS), depth))
        return self.leaf(Kind.INT)

    def double(self, depth: int) -> Core:
        match self.pick("op", "op", "mod", "int", "parse", "leaf"):
            case "op":
                return FloatOp(
                    self.pick("+", "-", "*", "/"), self.make(Kind.FLOAT, depth), self.make(Kind.FLOAT, depth)
                )
            case "mod":
                return FloatMod(self.make(Kind.FLOAT, depth), self.make(Kind.FLOAT, depth))
            case "int":
                return ToFloat(self.make(Kind.INT, depth), self.pick(0, 1, 2))
            case "parse":
                return ParseNumber(self.make(Kind.TEXT, depth), None)
        return self.leaf(Kind.FLOAT)

    def text(self, depth: int) -> Core:
        match self.pick("fold", "trim", "part", "concat", "leaf"):
            case "fold":
                return Fold(self.make(Kind.TEXT, depth), self.pick("lower", "upper"))
            case "trim":
                return Trim(self.make(Kind.TEXT, depth))
            case "part":
                return Part(self.make(Kind.TEXT, depth), self.pick("left", "right", "rest"), self.pick(0, 1, 2, 5))
            case "concat":
                return Concat(tuple(self.make(Kind.TEXT, depth) for _ in range(self.pick(1, 2, 3))))
        return self.leaf(Kind.TEXT)

    def date(self, depth: int) -> Core:
        match self.pick("parse", "day", "add", "add", "leaf"):
            case "parse":
                return self.parsed(Kind.DATE, depth)
            case "day":
                return Day(self.make(Kind.TS, depth))
            case "add":
                amount = self.pick(0, 1, -1, 12, -12, 30, -400, 1200)
                return DateAdd(self.make(Kind.DATE, depth), amount, self.pick("day", "month"))
        return self.leaf(Kind.DATE)

    def time(self, depth: int) -> Core:
        match self.pick("parse", "epoch", "zone", "midnight", "leaf"):
            case "parse":
                return self.parsed(Kind.TS, depth)
            case "epoch":
                return FromEpoch(self.make(Kind.INT, depth), self.pick("s", "ms", "us"))
            case "zone":
                source, target = self.pick(
                    ("UTC", "Asia/Seoul"), ("America/New_York", "UTC"), ("UTC", "America/New_York")
                )
                return ShiftZone(self.make(Kind.TS, depth), source, target)
            case "midnight":
                return Midnight(self.make(Kind.DATE, depth))
        return self.leaf(Kind.TS)

    def parsed(self, to: Any, depth: int) -> Core:
        if self.pick(True, False, False):
            return ParseTime(self.make(Kind.INT, depth), "%Y%m%d", to)
        return ParseTime(self.make(Kind.TEXT, depth), self.pick(*FORMATS), to)


# -- plans -------------------------------------------------------------------------------------------------


def table(alias: str, name: str, *numbers: str) -> Table:
    specs = [ColumnSpec(number, Kind.INT) for number in numbers]
    return Table(alias, name, (*specs, *(ColumnSpec(name, kind) for name, kind in KINDS.items())))


PEOPLE = table("", "people", "id")
VISITS = TableRows(table("visits", "visits", "nr", "id"), Column("visits", "id", Kind.INT))
LINES = JoinRows(
    VISITS, table("lines", "lines", "nr"), ((Column("lines", "nr", Kind.INT), Column("visits", "nr", Kind.INT)),)
)


def aggregate(scope: Scope, depth: int) -> Aggregate:
    func: Any = scope.pick(
        "count", "count_distinct", "sum", "float_sum", "min", "max", "exists", "first", "last", "most_common"
    )
    where = scope.make(Kind.BOOL, depth) if scope.pick(True, True, False) else None
    if func == "exists" or (func == "count" and scope.pick(True, False)):
        return Aggregate(func, Kind.BOOL if func == "exists" else Kind.INT, None, where)
    kind = Kind.INT if func == "sum" else Kind.FLOAT if func == "float_sum" else scope.pick(*ORDERED)
    if func in ("min", "max") and scope.pick(True, False, False):
        kind = Kind.BOOL
    item = scope.make(kind, depth)
    time = scope.make(scope.pick(Kind.DATE, Kind.TS), depth) if func in ("first", "last", "most_common") else None
    result = Kind.INT if func in ("count", "count_distinct") else kind
    return Aggregate(func, result, item, where, time)


def grouped(scope_of: Any, draw: st.DrawFn) -> GroupRows:
    """Visits in groups: per subject and values; the groups have columns of every kind."""
    scope: Scope = scope_of(["visits"])
    kinds = dict(KINDS)
    by = {name: scope.make(kinds[name], 1) for name in draw(st.sampled_from([["n"], ["s", "d"], ["b"], ["x"]]))}
    rest = {}
    for name, kind in kinds.items():
        if name not in by:
            func: Any = draw(st.sampled_from(["min", "max"]))
            rest[name] = Aggregate(func, kind, scope.make(kind, 1), scope.pick(None, scope.make(Kind.BOOL, 1)))
    where = scope.make(Kind.BOOL, 1) if scope.pick(True, False) else None
    return GroupRows("groups", VISITS, tuple(by.items()), tuple(rest.items()), where)


@st.composite
def plans(draw: st.DrawFn, depth: int = 2) -> Plan:
    """A few steps, each using what is defined before it, and every value given."""
    refs: dict[str, Kind] = {}
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 3))):
        subject = Scope(draw, [""], dict(refs))
        match draw(st.sampled_from(["gather", "gather", "let", "statistics"])):
            case "gather":
                steps.append(_gather(draw, number, refs, depth))
            case "let":
                kind = subject.pick(*KINDS.values())
                steps.append(Let(f"let{number}", subject.make(kind, depth + 1)))
                refs[f"let{number}"] = kind
            case _:
                steps.append(_statistics(subject, number, refs, depth))
    outputs = [Output("key", Column("", "id", Kind.INT), "key")]
    outputs += [Output(name, Ref(name, kind), "measure") for name, kind in refs.items()]
    subject = Scope(draw, [""], refs)
    for number in range(2):
        value = subject.make(subject.pick(*KINDS.values()), depth + 1)
        outputs.append(Output(f"out{number}", value, "measure"))
    since = Scope(draw, [""], {}).make(Kind.BOOL, 1) if draw(st.integers(0, 3)) == 0 else None
    keys = draw(st.none() | st.none() | st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True).map(tuple))
    return Plan(PEOPLE, Column("", "id", Kind.INT), date(2024, 3, 31), since, tuple(steps), tuple(outputs), keys)


def _gather(draw: st.DrawFn, number: int, refs: dict[str, Kind], depth: int) -> Gather:
    uses_subject = draw(st.integers(0, 3)) == 0
    before = dict(refs)

    def scope_of(owners: list[str]) -> Scope:
        return Scope(draw, owners + [""] * uses_subject, before if uses_subject else {})

    rows: Rows = VISITS
    owners = ["visits"]
    match draw(st.sampled_from(["table", "table", "join", "group"])):
        case "join":
            rows, owners = LINES, ["visits", "lines"]
        case "group":
            rows, owners = grouped(lambda owners: Scope(draw, owners, {}), draw), ["groups"]
    scope = scope_of(owners)
    aggregates = []
    for place in range(draw(st.integers(1, 3))):
        made = aggregate(scope, depth)
        aggregates.append((f"g{number}_{place}", made))
        refs[f"g{number}_{place}"] = made.kind
    where = scope.make(Kind.BOOL, depth) if scope.pick(True, False) else None
    return Gather(rows, tuple(aggregates), where, uses_subject)


def _statistics(scope: Scope, number: int, refs: dict[str, Kind], depth: int) -> Statistics:
    kind = scope.pick(Kind.INT, Kind.FLOAT, Kind.DATE)
    item = scope.make(kind, depth)
    population = scope.make(Kind.BOOL, depth) if scope.pick(True, False) else None
    fractions = st.sampled_from([(0, 1), (1, 2), (30, 100), (1, 3), (2, 3), (80, 100), (1, 1)])
    ranks = []
    for place in range(2):
        num, den = scope.draw(fractions)
        name = f"r{number}_{place}"
        how, op, pick = scope.pick("greater", "smaller"), scope.pick("<", ">="), scope.pick("min", "max")
        ranks.append(RankEdge(name, how, op, num, den, pick))
        refs[name] = kind
    num, den = scope.draw(fractions)
    edge = QuantileEdge(f"q{number}_low", f"q{number}_high", f"q{number}_rest", num, den)
    refs.update({edge.low: kind, edge.high: kind, edge.rest: Kind.INT})
    return Statistics(item, kind_of(item), population, tuple(ranks), (edge,))
