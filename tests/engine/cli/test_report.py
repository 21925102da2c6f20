"""``--report``: values lost to division by zero, overflow and failed conversion, and rows without a subject."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.support.command import quadrille

PROJECT = """\
quadrille: 1
name: {{ko: 보고, en: Reported}}
language: en
time_zone: UTC
as_of: 2025-06-30
source: {source}
subject:
  table: people
  key: id
  fields: {{id: integer, a: integer, b: integer, note: text, big: integer}}
relations:
  orders:
    table: orders
    key: person
    time: day
    fields: {{person: integer, day: date, total: integer, pieces: integer, code: text}}
measures:
  ratio: {{rule: a / b}}
  rest: {{rule: "mod(a, b)"}}
  square: {{rule: big * big}}
  read: {{rule: number(note)}}
  per_piece: {{rule: sum(orders.total / orders.pieces)}}
  codes: {{rule: sum(number(orders.code))}}
matrix:
  stages: [{{id: all, labels: {{ko: 모두, en: All}}}}]
  levels: [{{id: high, labels: {{ko: 높음, en: High}}}}]
  cells:
    - {{id: '1.1', stage: all, level: high, criteria: [{{n: 1, rule: a / b >= 2}}, {{n: 2, rule: any(orders)}}]}}
"""
PEOPLE = [
    (1, 10, 2, "5", 3),
    (2, 10, 0, "5.5", 4_000_000_000),  # division by zero twice (ratio, rest) and in 1.1; overflow
    (3, None, 0, "five", 9_000_000_000),  # a is missing before it is divided; not a number; overflow
    (4, 7, None, None, None),  # nothing is lost: it was never there
    (5, 7, 0, "", 1),  # division by zero; an empty text is no number
]
ORDERS = [
    (1, "2025-01-01", 10, 2, "7"),
    (1, "2025-01-02", 10, 0, "x"),  # division by zero, not a number
    (2, "2025-01-03", 10, 0, "8"),  # division by zero
    (2, "2025-07-03", 10, 0, "y"),  # after the as-of date: not seen
    (None, "2025-01-04", 10, 0, "z"),  # nobody's
    (99, "2025-01-05", 10, 0, "z"),  # nobody's
    (98, "2025-01-05", 10, 1, "1"),  # nobody's
]


def made(folder: Path, kind: str) -> Path:
    data = folder / f"small.{kind}"
    tables: dict[str, tuple[str, list[Any]]] = {
        "people": ("id BIGINT PRIMARY KEY NOT NULL, a BIGINT, b BIGINT, note TEXT, big BIGINT", PEOPLE),
        "orders": ("person BIGINT, day DATE, total BIGINT, pieces BIGINT, code TEXT", ORDERS),
    }
    if kind == "sqlite":
        with closing(sqlite3.connect(data)) as lite, lite:
            for name, (columns, rows) in tables.items():
                lite.execute(f"CREATE TABLE {name} ({columns})")
                lite.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * 5)})", rows)
    else:
        with duckdb.connect(str(data)) as duck:
            for name, (columns, rows) in tables.items():
                duck.execute(f"CREATE TABLE {name} ({columns})")
                duck.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * 5)})", rows)
    project = folder / f"{kind}.quad"
    project.write_text(PROJECT.format(source=data.name), encoding="utf-8")
    return project


@pytest.mark.parametrize("backend", ["sql", "pandas"])
@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_what_was_lost_is_counted(kind: str, backend: str, tmp_path: Path) -> None:
    project = made(tmp_path, kind)
    called = quadrille("run", project, "--report", "--json", "--backend", backend)
    assert called.code == 0, called.said
    found = {(one["where"], one["cause"]): one["values"] for one in called.json["report"]}
    assert found == {
        ("ratio", "division"): 2,
        ("rest", "division"): 2,
        ("square", "overflow"): 2,
        ("read", "conversion"): 2,
        ("per_piece", "division"): 2,
        ("codes", "conversion"): 1,
        ("1.1.1", "division"): 2,
    }
    orphans = [one for one in called.json["notes"] if one["code"] == "run.orphans"]
    assert [(one["params"]["relation"], one["params"]["rows"]) for one in orphans] == [("orders", 3)]


def test_the_report_in_words(tmp_path: Path) -> None:
    project = made(tmp_path, "sqlite")
    english, korean = (quadrille("run", project, "--report", lang=lang) for lang in ("en", "ko"))
    assert "ratio: 2 values missing by division by zero" in english.out
    assert "square: 2 values missing by overflow" in english.out
    assert "orders: 3 rows have no subject" in english.out
    assert "0으로 나누어 빠진 값 2개" in korean.out and "3행은 대상이 없어" in korean.out
    assert "missing by" not in quadrille("run", project).out, "only when asked for"


def test_nothing_lost_is_said(sample: dict[str, Path]) -> None:
    for lang, words in (("en", "No value was lost"), ("ko", "빠진 값이 없습니다")):
        assert words in quadrille("run", sample["duckdb"], "--report", lang=lang).out
