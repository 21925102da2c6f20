"""Random core expressions over one table of awkward values."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st

from engine import core
from engine.core import Column, Const, Core, Kind, Null
from engine.plan import ColumnSpec

DEFINITIONS = {
    "people": {
        "id": "BIGINT",
        "b1": "BOOLEAN",
        "b2": "BOOLEAN",
        "i1": "BIGINT",
        "i2": "BIGINT",
        "small": "INTEGER",
        "f1": "DOUBLE",
        "f2": "DOUBLE",
        "t1": "VARCHAR",
        "t2": "VARCHAR",
        "num": "VARCHAR",
        "when": "VARCHAR",
        "d1": "DATE",
        "d2": "DATE",
        "ts": "TIMESTAMP",
    }
}
KINDS = {
    "id": Kind.INT,
    "b1": Kind.BOOL,
    "b2": Kind.BOOL,
    "i1": Kind.INT,
    "i2": Kind.INT,
    "small": Kind.INT,
    "f1": Kind.FLOAT,
    "f2": Kind.FLOAT,
    "t1": Kind.TEXT,
    "t2": Kind.TEXT,
    "num": Kind.TEXT,
    "when": Kind.TEXT,
    "d1": Kind.DATE,
    "d2": Kind.DATE,
    "ts": Kind.TS,
}
COLUMNS = tuple(ColumnSpec(name, kind, declared=DEFINITIONS["people"][name].lower()) for name, kind in KINDS.items())

_BOOLS = [None, True, False]
_INTS = [None, 0, 1, -1, 2, 7, -7, 100, 10**9, 2**31, 2**53 + 1, 2**62, 2**63 - 1, -(2**63)]
_FLOATS = [
    None,
    0.0,
    0.5,
    -0.5,
    2.675,
    1.005,
    0.1,
    0.3,
    1e15,
    1e300,
    -1e300,
    1e-300,
    2.5,
    -2.5,
    4503599627370497.0,
    1e18,
    12345678.45,
]
_TEXTS = [
    None,
    "",
    "a",
    "A",
    "abc",
    "ABC",
    " a ",
    "\u3000가나다\t",
    "한글",
    "\u1112\u1161\u11ab",
    "50%",
    "a_b",
    "a\\b",
    "it's",
    "👍x",
    "a\nb",
    "é",
    "É",
    "*[x]?",
    "--;",
    "{0}",
]
_NUMBERS = [
    None,
    "",
    " 12.5 ",
    "+.5",
    "-5.",
    "1e3",
    "1e999",
    "abc",
    "12a",
    "0x10",
    "2.675",
    "-0.005",
    "999999999999999999",
    "1234567890123456789",
    "--1",
    "1.2.3",
    ".",
    "e5",
    "0.30000000000000004",
    "00012",
]
_WHENS = [
    None,
    "2024-01-31",
    "2024-02-30",
    "2024-02-29 23:59:59",
    "2024-02-29T23:59",
    "2024-02-29 24:00",
    "0000-01-01",
    "2024-1-1",
    "20240131",
    "2024-01-31 10:00:00.1234567",
    "2024-01-31 10:00:00.",
    "2024-01-31 10:00:00Z",
    "now",
    "2024-01-31 10",
    "2024-01-31\x00",
]
_DATES = [
    None,
    date(2024, 1, 31),
    date(2024, 2, 29),
    date(2023, 12, 31),
    date(1, 1, 1),
    date(9999, 12, 31),
    date(1969, 12, 31),
    date(2024, 3, 10),
]
_TIMES = [
    None,
    datetime(2024, 1, 31),
    datetime(2024, 1, 31, 23, 59, 59, 999999),
    datetime(2024, 3, 10, 2, 30),
    datetime(1969, 12, 31, 23, 59, 59),
    datetime(2024, 2, 29, 12, 0, 0, 500000),
    datetime(1, 1, 3),
    datetime(9999, 12, 29, 1, 2, 3),
]
_POOLS: dict[str, list[Any]] = {
    "b1": _BOOLS, "b2": _BOOLS, "i1": _INTS, "i2": _INTS, "small": [None, 0, 1, -1, 30, 2**31 - 1, -(2**31)],
    "f1": _FLOATS, "f2": _FLOATS, "t1": _TEXTS, "t2": _TEXTS, "num": _NUMBERS, "when": _WHENS,
    "d1": _DATES, "d2": _DATES, "ts": _TIMES,
}  # fmt: skip


def rows(count: int) -> list[dict[str, Any]]:
    """A fixed table: every value of every pool, in combinations that differ from row to row."""
    made = []
    for number in range(count):
        row: dict[str, Any] = {"id": number}
        for place, (name, pool) in enumerate(_POOLS.items()):
            row[name] = pool[(number * (place + 1) + number // len(pool)) % len(pool)]
        made.append(row)
    return made


@cache
def _columns(kind: Kind) -> st.SearchStrategy[Core]:
    names = [name for name, its in KINDS.items() if its is kind and name not in ("id", "num", "when")]
    return st.sampled_from([Column("", name, kind) for name in names])


@cache
def _constants(kind: Kind) -> st.SearchStrategy[Core]:
    pools: dict[Kind, list[Any]] = {
        Kind.BOOL: _BOOLS,
        Kind.INT: _INTS,
        Kind.FLOAT: _FLOATS,
        Kind.TEXT: _TEXTS,
        Kind.DATE: _DATES,
        Kind.TS: _TIMES,
    }
    return st.sampled_from([Null(kind) if value is None else Const(kind, value) for value in pools[kind]])


_OPS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
_KINDS = st.sampled_from(list(Kind))
_LIKES = st.sampled_from(
    ["a%", "%a", "%b%", "_", "__%", "50\\%", "a\\_b", "%\\\\%", "", "%", "*[x]?", "a%b", "_%'_", "A%C"]
)


@cache
def expressions(kind: Kind, depth: int) -> st.SearchStrategy[Core]:
    """Core expressions of a kind."""
    leaf = st.one_of(_columns(kind), _columns(kind), _constants(kind))
    if depth == 0:
        return leaf
    return st.one_of(leaf, _choices(kind, depth - 1), *_INNER[kind](depth - 1))


def _choices(kind: Kind, depth: int) -> st.SearchStrategy[Core]:
    item, condition = expressions(kind, depth), expressions(Kind.BOOL, depth)
    items = st.lists(item, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(core.Case, st.lists(st.tuples(condition, item), min_size=1, max_size=2).map(tuple), item),
        st.builds(core.Coalesce, items),
        st.builds(core.Extreme, st.sampled_from(["least", "greatest"]), items),
    )


def _bools(depth: int) -> list[st.SearchStrategy[Core]]:
    item = expressions(Kind.BOOL, depth)
    items = st.lists(item, min_size=1, max_size=4).map(tuple)
    text = expressions(Kind.TEXT, depth)
    times = st.one_of(expressions(Kind.DATE, depth), expressions(Kind.TS, depth))
    edges = st.sampled_from(_DATES)
    return [
        st.builds(core.And, items),
        st.builds(core.Or, items),
        st.builds(core.Not, item),
        st.builds(core.IsTrue, item),
        st.builds(core.AtLeast, st.integers(0, 3), items),
        _KINDS.flatmap(lambda kind: st.builds(core.IsNull, expressions(kind, depth))),
        st.sampled_from([k for k in Kind if k is not Kind.BOOL]).flatmap(
            lambda kind: st.builds(core.Compare, _OPS, expressions(kind, depth), expressions(kind, depth))
        ),
        st.builds(core.Compare, st.sampled_from(["=", "<>"]), item, item),
        _KINDS.filter(lambda k: k is not Kind.BOOL).flatmap(
            lambda kind: st.builds(
                core.InSet,
                expressions(kind, depth),
                st.lists(_constants(kind).filter(lambda c: isinstance(c, Const)), min_size=1, max_size=3).map(tuple),
            )
        ),
        st.builds(core.DayRange, times, edges, edges),
        st.builds(core.Match, st.sampled_from(["contains", "starts", "ends"]), text, text, st.booleans()),
        st.builds(core.Match, st.just("like"), text, _LIKES.map(lambda p: Const(Kind.TEXT, p)), st.booleans()),
    ]


def _ints(depth: int) -> list[st.SearchStrategy[Core]]:
    item, number, day = expressions(Kind.INT, depth), expressions(Kind.FLOAT, depth), expressions(Kind.DATE, depth)
    rounding = st.sampled_from(["half_away", "floor", "ceil", "trunc"])
    whole = ["year", "quarter", "month", "day", "weekday"]
    return [
        st.builds(core.IntOp, st.sampled_from(["+", "-", "*"]), item, item),
        st.builds(core.IntDivide, item, st.sampled_from([1, 2, 3, 100, 10**6, 2**62]), rounding),
        st.builds(core.IntMod, item, item),
        st.builds(core.FloatToInt, number, st.sampled_from([-2, 0, 1, 2, 6]), rounding),
        st.builds(core.Length, expressions(Kind.TEXT, depth)),
        st.builds(core.DaysBetween, day, day),
        st.builds(core.MonthsBetween, day, day),
        st.builds(core.DatePart, st.sampled_from(whole), day),
        st.builds(core.DatePart, st.sampled_from([*whole, "hour", "minute", "second"]), expressions(Kind.TS, depth)),
        st.builds(core.ParseNumber, st.just(Column("", "num", Kind.TEXT)), st.sampled_from([0, 2, 6])),
    ]


def _floats(depth: int) -> list[st.SearchStrategy[Core]]:
    item = expressions(Kind.FLOAT, depth)
    return [
        st.builds(core.ToFloat, expressions(Kind.INT, depth), st.sampled_from([0, 2])),
        st.builds(core.FloatOp, st.sampled_from(["+", "-", "*", "/"]), item, item),
        st.builds(core.FloatMod, item, item),
        st.just(core.ParseNumber(Column("", "num", Kind.TEXT), None)),
    ]


def _texts(depth: int) -> list[st.SearchStrategy[Core]]:
    item = expressions(Kind.TEXT, depth)
    return [
        st.builds(core.Fold, item, st.sampled_from(["lower", "upper"])),
        st.builds(core.Trim, item),
        st.builds(core.Part, item, st.sampled_from(["left", "right", "rest"]), st.sampled_from([0, 1, 2, 5])),
        st.builds(core.Concat, st.lists(item, min_size=1, max_size=3).map(tuple)),
    ]


def _dates(depth: int) -> list[st.SearchStrategy[Core]]:
    return [
        st.builds(core.Day, expressions(Kind.TS, depth)),
        st.builds(core.DateAdd, expressions(Kind.DATE, depth), st.sampled_from([0, 1, -1, 30, 10**7]), st.just("day")),
        st.builds(
            core.DateAdd, expressions(Kind.DATE, depth), st.sampled_from([0, 1, -1, -12, 13, 10**6]), st.just("month")
        ),
        st.just(core.ParseTime(Column("", "when", Kind.TEXT), "iso", Kind.DATE)),
        st.just(core.ParseTime(Column("", "when", Kind.TEXT), "%Y%m%d", Kind.DATE)),
        st.just(core.ParseTime(Column("", "i2", Kind.INT), "%Y%m%d", Kind.DATE)),
    ]


def _times(depth: int) -> list[st.SearchStrategy[Core]]:
    zones = st.sampled_from(["UTC", "Asia/Seoul", "America/New_York"])
    return [
        st.builds(core.Midnight, expressions(Kind.DATE, depth)),
        st.builds(core.FromEpoch, expressions(Kind.INT, depth), st.sampled_from(["s", "ms", "us"])),
        st.builds(core.ShiftZone, expressions(Kind.TS, depth), zones, zones),
        st.just(core.ParseTime(Column("", "when", Kind.TEXT), "iso", Kind.TS)),
        st.just(core.ParseTime(Column("", "when", Kind.TEXT), "%Y-%m-%d %H:%M:%S", Kind.TS)),
    ]


_INNER = {
    Kind.BOOL: _bools,
    Kind.INT: _ints,
    Kind.FLOAT: _floats,
    Kind.TEXT: _texts,
    Kind.DATE: _dates,
    Kind.TS: _times,
}


@cache
def any_expression(depth: int) -> st.SearchStrategy[Core]:
    return _KINDS.flatmap(lambda kind: expressions(kind, depth))
