"""Random tables for properties: every type with missing values, ties, extremes, both forms of Hangul, month ends."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from dsl.types import Kind
from tests.support.world import Column, Data, World, column

WORDS = (
    "",
    " ",
    "a",
    "A",
    "b",
    "ab",
    "ab ",
    "aB%",
    "_x",
    "한글",
    "한",
    "é",
    "'",
    '"',
    "\\",
    "a\nb",
    "👍",
    "10",
    "9",
    "1.5",
)
READABLE = (
    "5",
    "-3",
    "1e2",
    " 7 ",
    "2.50",
    "99999999999",
    "2024-02-29",
    "2024-02-30",
    "2024-01-31 23:59:59",
    "20240131",
)
TEXTS = (*WORDS, unicodedata.normalize("NFD", "한글"), "e\u0301", "--", "*/", "A;b", "ＡＢ", "\t x ", "x" * 40)
INTEGERS = (-2, -1, 0, 0, 1, 1, 2, 3, 5, 10)
EDGES = (2**63 - 1, -(2**63), 2**63 - 2, 2**53 + 1, 2**31, -(2**31) - 1, 4 * 10**18, 20240131, 20240230)
CENTS = tuple(
    Decimal(text) for text in ("0.00", "0.01", "-0.01", "1.25", "2.50", "-3.10", "10.00", "99.99", "12345678.90")
)
DOUBLES = (0.0, -0.0, 0.1, 0.2, 0.3, 0.5, -0.5, 1.0, 1.005, 2.5, 2.675, -2.5, 3.0, 1e-7, 100.0)
HUGE = (1e300, -1e300, 9.3e18, -9.3e18, 9007199254740993.0, float("nan"), float("inf"), float("-inf"), 5e-324)
AS_OF = (date(2024, 3, 31), date(2024, 2, 29), date(2023, 3, 1), date(2024, 12, 31))
FAR = (date(1970, 1, 1), date(1, 1, 1), date(9999, 12, 31), date(2000, 2, 29), date(2020, 2, 29), date(2023, 2, 28))
OFFSETS = (0, 0, 1, -1, -7, -29, -30, -31, -60, -89, -90, -91, -179, -180, -364, -365, -366, -731, 30, 182, 184)
CLOCKS = (time(0), time(0), time(12), time(23, 59, 59), time(23, 59, 59, 999999), time(0, 0, 0, 1), time(15), time(9))
ZONES = ("UTC", "UTC", "Asia/Seoul", "America/New_York")

VALUES = {
    "i": "integer", "j": "integer", "big": "integer", "p": "decimal(2)", "q": "decimal(3)", "x": "double",
    "y": "double", "s": "text", "u": "text", "d": "date", "e": "date", "t": "timestamp", "v": "timestamp",
    "b": "boolean", "c": "boolean",
}  # fmt: skip
KEPT: dict[str, dict[str, Any]] = {
    "td": {"type": "date", "kept": "text", "format": "iso"},
    "tm": {"type": "decimal(2)", "kept": "text", "format": "text"},
    "ut": {"type": "timestamp", "zone": "UTC"},
    "es": {"type": "timestamp", "kept": "integer", "format": "epoch_s"},
}


class Tables:
    """Draws tables; some columns are thin, some hold ties only, some nothing at all."""

    def __init__(self, rng: Random, as_of: date) -> None:
        self.rng = rng
        self.as_of = as_of

    def day(self) -> date:
        if self.rng.random() < 0.08:
            return self.rng.choice(FAR)
        return self.as_of + timedelta(days=self.rng.choice(OFFSETS))

    def moment(self) -> datetime:
        return datetime.combine(self.day(), self.rng.choice(CLOCKS))

    def value(self, name: str, kind: Kind) -> Any:
        rng = self.rng
        match kind:
            case Kind.BOOLEAN:
                return rng.random() < 0.5
            case Kind.INTEGER if name == "es":
                return rng.choice((0, -1, 1706745599, 1706745600, 1711810800, 1711810799, 4102444800))
            case Kind.INTEGER:
                return rng.choice(EDGES) if name == "big" and rng.random() < 0.5 else rng.choice(INTEGERS)
            case Kind.DECIMAL:
                return rng.choice(CENTS)
            case Kind.DOUBLE:
                return rng.choice(HUGE) if name == "y" and rng.random() < 0.3 else rng.choice(DOUBLES)
            case Kind.DATE:
                return self.day()
            case Kind.TIMESTAMP:
                return self.moment()
        if name in KEPT or name == "u":
            return rng.choice(READABLE + WORDS[:3])
        return rng.choice(TEXTS)

    def column(self, spec: Column, rows: int) -> list[Any]:
        """Values of one column, with a share of missing ones of its own."""
        missing = self.rng.choice((0.0, 0.0, 0.05, 0.1, 0.3, 1.0 if self.rng.random() < 0.1 else 0.1))
        pool = [self.value(spec.name, spec.stored.kind) for _ in range(self.rng.choice((3, 12, 40)))]
        return [None if self.rng.random() < missing else self.rng.choice(pool) for _ in range(rows)]

    def table(self, name: str, columns: tuple[Column, ...], rows: int, **fixed: list[Any]) -> Data:
        drawn = {spec.name: self.column(spec, rows) for spec in columns}
        drawn.update(fixed)
        return Data(name, columns, tuple(zip(*(drawn[spec.name] for spec in columns), strict=True)) if rows else ())


def columns_of(*names: str) -> tuple[Column, ...]:
    return tuple(column(name, VALUES.get(name) or KEPT.get(name) or "integer") for name in names)


def random_world(seed: int) -> World:
    """The world of a seed: subjects, relations with and without time, an empty one, derived ones, a small matrix."""
    rng = Random(seed)
    as_of = rng.choice(AS_OF)
    draw = Tables(rng, as_of)
    size = rng.choice((0, 1, 2)) if seed % 10 == 0 else rng.choice((20, 30, 40))
    keys = list(range(1, size + 1))
    rng.shuffle(keys)
    subjects = draw.table("people", columns_of("id", *VALUES, *KEPT), size, id=keys)
    plain = ("i", "j", "p", "x", "s", "d", "t", "b")
    events = 0 if seed % 10 == 5 else rng.choice((30, 80))
    known = [*keys, None, 999]
    events_of = [rng.choice(known[: max(1, len(known) * 2 // 3)] + known[-2:]) for _ in range(events)]
    ev = draw.table("ev", columns_of("no", "who", *plain), events, who=events_of, no=list(range(events)))
    notes = [rng.choice(known) for _ in range(40)]
    st = draw.table("st", columns_of("who", *plain), 40, who=notes)
    lines = [rng.choice((*range(events), None, 999)) for _ in range(60)]
    hollow = draw.table("hollow", columns_of("who", *plain), 0)
    return World(
        (
            replace(subjects, key="id"),
            replace(ev, key="who", time="t"),
            replace(st, key="who"),
            replace(hollow, key="who", time="d"),
            replace(
                draw.table("li", columns_of("ev_no", "j", "q", "u", "c"), 60, ev_no=lines),
                of="ev",
                on=(("ev_no", "no"),),
            ),
        ),
        as_of=as_of,
        zone=rng.choice(ZONES),
        filtered={"good": ("ev", "b or i > 1")},
        grouped={"daily": ("ev", {"day": "t"}, {"n": "count(ev)", "total": "sum(ev.p)", "most": "max(ev.i)"})},
        measures={
            "visits": "count(ev in last 90 days)",
            "points": "score(b: 10, i > 1: 5, c: -3)",
            "sort": "case when i > 1 then 'high' when b then 'odd' else 'low' end",
            "lately": "last(ev.t)",
            "rate": "share(ev where b)",
        },
        parameters={"limit": 2, "names": ["a", "한글", "ab"], "nothing": [], "start": date(2024, 1, 31)},
        bands={"level": ("i", {"high": (0, 30), "middle": (30, 50), "low": (50, 100)})},
        stages={"first": "i >= 0", "second": "b", "all": None},
        cells={
            "A": ("first", ("i > 0",)),
            "B": ("first", ("x in top 50% among stage",)),
            "C": ("second", ("c", "s <> 'a'")),
        },
    )
