"""Values at the edges in rules, parameters and data: 64 bits, huge decimals, NaN and infinities, very long names."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from engine.tryout import matching, trial
from plugins.api import Source
from plugins.registry import open_frames, open_source
from tests.engine.hostile.small import people, project
from tests.support.command import quadrille, refused

HIGH, LOW = 2**63 - 1, -(2**63)
NUMBERS = [HIGH, LOW, 0, None, HIGH - 1, -1]
DOUBLES = [float("nan"), float("inf"), float("-inf"), None, 1e308, 5e-324]
DAY = date(2025, 6, 30)


def opened(kind: str, folder: Path) -> Source:
    """Six people with numbers and doubles at the edges."""
    rows = [(n, number, double) for n, (number, double) in enumerate(zip(NUMBERS, DOUBLES, strict=True), 1)]
    path = folder / f"edges.{kind}"
    if kind == "frame":
        return open_frames(
            {
                "people": pd.DataFrame(
                    {
                        "id": range(1, 7),
                        "n": pd.array(NUMBERS, dtype="Int64"),
                        "x": np.array([np.nan if v is None else v for v in DOUBLES]),
                    }
                )
            }
        )
    if kind == "sqlite":
        with closing(sqlite3.connect(path)) as lite, lite:
            lite.execute("CREATE TABLE people (id INTEGER PRIMARY KEY NOT NULL, n BIGINT, x DOUBLE)")
            lite.executemany("INSERT INTO people VALUES (?, ?, ?)", rows)
    else:
        with duckdb.connect(str(path)) as duck:
            duck.execute("CREATE TABLE people (id BIGINT PRIMARY KEY, n BIGINT, x DOUBLE)")
            duck.executemany("INSERT INTO people VALUES (?, ?, ?)", rows)
    return open_source(str(path))


CASES: Sequence[tuple[str, list[int]]] = (
    (f"n = {HIGH}", [1]),
    (f"n = {LOW}", [2]),
    (f"n >= {HIGH}", [1]),
    (f"n < {LOW}", []),
    (f"n <= {HIGH + 1}", [1, 2, 3, 5, 6]),
    (f"n > {LOW - 1}", [1, 2, 3, 5, 6]),
    (f"n in ({HIGH}, {LOW})", [1, 2]),
    ("(n + 1) is missing", [1, 4]),
    ("(n - 1) is missing", [2, 4]),
    ("(n * 2) is missing", [1, 2, 4, 5]),
    ("(-n) is missing", [2, 4]),
    ("abs(n) is missing", [2, 4]),
    ("(n / 0) is missing", [1, 2, 3, 4, 5, 6]),
    ("mod(n, -1) = 0", [1, 2, 3, 5, 6]),
    ("x is missing", [1, 2, 3, 4]),
    ("x > 0", [5, 6]),
    ("(x * 10) is missing", [1, 2, 3, 4, 5]),
    ("x < 99999999999999999999999999999999999999999999", [6]),
    ("n < 0.00000000000000000000000000000000000000001", [2, 3, 6]),
)


@pytest.mark.parametrize("backend", ["sql", "pandas"])
@pytest.mark.parametrize("kind", ["sqlite", "duckdb", "frame"])
def test_the_edges_are_exact_on_every_engine(kind: str, backend: str, tmp_path: Path) -> None:
    answered = 0
    with opened(kind, tmp_path) as source:
        for rule, wanted in CASES:
            tried = trial(source, "people", "id", rule)
            if tried.tree is None:
                assert all(one.severity == "error" for one in tried.diagnostics if one.code.endswith("range"))
                continue
            assert matching(source, tried, DAY, backend) == wanted, rule
            answered += 1
    assert answered >= len(CASES) - 2


@pytest.mark.parametrize(
    "rule",
    ["age > " + "9" * 400, "age > 1" + "0" * 5000, "age > 1e999", "age > 0." + "3" * 3000, "age > " + "-" * 3000 + "1"],
)
def test_numbers_of_any_length_are_answered(rule: str, tmp_path: Path) -> None:
    source = people(tmp_path)
    for lang in ("en", "ko"):
        called = quadrille("try", rule, "--source", source, "--table", "people", "--key", "id", lang=lang)
        assert "errors.log" not in called.said, called.said


@pytest.mark.parametrize(
    "value",
    [HIGH, LOW, HIGH + 1, 10**30, -(10**30), 0.1, 1e300, "x" * 10_000, "a'b\"c", "\u202eabc", True, "2025-02-30"],
)
def test_parameters_at_the_edges(value: Any, tmp_path: Path) -> None:
    people(tmp_path)
    cells = [{"id": "1.1", "stage": "all", "level": "high", "criteria": [{"n": 1, "rule": "age >= $p"}]}]
    matrix = {"stages": [{"id": "all"}], "levels": [{"id": "high"}], "cells": cells}
    path = project(tmp_path, "people.sqlite", parameters={"p": value}, matrix=matrix)
    for lang in ("en", "ko"):
        for command in (["run", path], ["check", path], ["sql", path], ["pandas", path]):
            called = quadrille(*command, lang=lang)
            assert "errors.log" not in called.said, called.said


def test_very_long_names(tmp_path: Path) -> None:
    long = "가" * 200
    source = tmp_path / "long.sqlite"
    with closing(sqlite3.connect(source)) as db, db:
        db.execute(f'CREATE TABLE "{long}" (id INTEGER PRIMARY KEY NOT NULL, "{long}1" INTEGER)')
        db.execute(f'INSERT INTO "{long}" VALUES (1, 5)')
    called = quadrille("try", f"`{long}1` = 5", "--source", source, "--table", long, "--key", "id")
    assert (called.code, called.out.split()) == (0, ["1"]), called.said
    english, korean = refused("try", "x = 1", "--source", source, "--table", "y" * 100_000, "--key", "id")
    assert len(english) < 250_000 and len(korean) < 250_000


def test_columns_that_differ_by_case_alone(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_text("id,Age,age,AGE\n1,10,20,30\n", encoding="utf-8")
    for backend in ("sql", "pandas"):
        called = quadrille(
            "try", "`Age` = 10", "--source", path, "--table", "twice", "--key", "id", "--backend", backend
        )
        assert "errors.log" not in called.said, called.said
        assert called.code in (0, 2)


def test_frames_with_the_same_column_twice() -> None:
    frame = pd.DataFrame([[1, 2, 3]], columns=["id", "a", "a"])
    with pytest.raises(Exception, match=r"source\.") as caught, open_frames({"people": frame}) as source:
        source.columns("people")
    assert type(caught.value).__name__ == "SourceError"


def test_keys_of_every_kind_are_explained_or_refused(tmp_path: Path) -> None:
    people(tmp_path)
    path = project(tmp_path, "people.sqlite")
    assert quadrille("explain", path, "1").code == 0
    for key in ("x", "1 OR 1=1", "1; DROP TABLE people", "9" * 40, "", "1.5", "99", "-1"):
        words = ["explain", path, "--", key]
        for lang in ("en", "ko"):
            called = quadrille("--lang", lang, *words, lang="")
            assert called.code == 2 and "errors.log" not in called.said, (key, called.said)
