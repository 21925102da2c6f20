"""Naughty strings as rules, as literals in rules, as labels, ids and names; everywhere the text and nothing else."""

from __future__ import annotations

import ast
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dsl.messages import render
from dsl.parse import parse
from engine.accounting import account
from engine.execute import execute
from engine.lower import lower
from engine.publish import pandas_script, sql_script
from engine.run import run_workspace
from engine.tryout import RULE, matching, trial
from engine.workspace import open_workspace
from plugins.api import Source
from plugins.registry import open_frames, open_source
from tests.support.command import quadrille
from tests.support.naughty import naughty
from tests.support.sources import digest

STRINGS = naughty()


def test_as_a_rule_each_is_answered() -> None:
    for text in STRINGS:
        found = parse(text)
        assert found.rule is not None or found.diagnostics
        for one in found.diagnostics:
            for lang in ("en", "ko"):
                said = render(one, lang)
                assert said and said != one.code


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """People whose names are the strings, in SQLite and in DuckDB."""
    place = tmp_path_factory.mktemp("texts")
    rows = list(enumerate(STRINGS))
    with closing(sqlite3.connect(place / "people.sqlite")) as lite, lite:
        lite.execute("CREATE TABLE people (id INTEGER PRIMARY KEY NOT NULL, name TEXT)")
        lite.executemany("INSERT INTO people VALUES (?, ?)", rows)
    with duckdb.connect(str(place / "people.duckdb")) as duck:
        duck.execute("CREATE TABLE people (id BIGINT PRIMARY KEY, name TEXT)")
        duck.register("given", pd.DataFrame(rows, columns=["id", "name"]))
        duck.execute("INSERT INTO people SELECT * FROM given")
    return place


def opened(kind: str, folder: Path) -> Source:
    if kind == "frame":
        return open_frames({"people": pd.DataFrame({"id": range(len(STRINGS)), "name": STRINGS})})
    return open_source(str(folder / f"people.{kind}"))


@pytest.mark.parametrize(
    ("kind", "backend"), [("sqlite", "sql"), ("duckdb", "sql"), ("duckdb", "pandas"), ("frame", "sql")]
)
def test_as_a_literal_each_finds_itself_alone(kind: str, backend: str, folder: Path) -> None:
    before = digest(folder / f"people.{kind}") if kind != "frame" else ""
    everything = ", ".join(literal(text) for text in STRINGS if parse(f"name = {literal(text)}").errors == ())
    with opened(kind, folder) as source:
        tried = trial(source, "people", "id", f"name IN ({everything})")
        found = matching(source, tried, AS_OF, backend)
        assert found == [n for n, text in enumerate(STRINGS) if parse(f"name = {literal(text)}").errors == ()]
        # One condition a string, all in one statement: row n meets condition n and no other.
        conditions = {}
        for number, text in enumerate(STRINGS):
            one = trial_tree(source, f"name = {literal(text)}")
            if one is not None:
                conditions[f"is_{number}"] = one
        assert len(conditions) > 0.95 * len(STRINGS)
        names = list(conditions)
        for start in range(0, len(names), 90):
            part = {name: conditions[name] for name in names[start : start + 90]}
            program = tried.program.__class__(
                table=tried.program.table,
                key=tried.program.key,
                fields=tried.program.fields,
                conditions=part,
                tables=tried.program.tables,
            )
            outcome = execute(lower(program, AS_OF, conditions=tuple(part), matrix=False), source, backend)  # type: ignore[arg-type]
            for name in part:
                hits = [n for n, hit in enumerate(outcome.column(name).to_pylist()) if hit]
                assert hits == [int(name[3:])], STRINGS[int(name[3:])]
    if before:
        assert digest(folder / f"people.{kind}") == before


AS_OF = pd.Timestamp("2025-06-30").date()
_CATALOGS: dict[int, Any] = {}


def trial_tree(source: Source, rule: str) -> Any:
    from dsl.check import Context, check
    from dsl.types import Kind

    if id(source) not in _CATALOGS:
        _CATALOGS[id(source)] = trial(source, "people", "id", "id >= 0").catalog
    parsed = parse(rule)
    if parsed.rule is None or parsed.errors:
        return None
    return check(parsed.rule, _CATALOGS[id(source)], Context(expects=Kind.BOOLEAN)).tree


def test_a_rule_never_ends_a_string_or_adds_a_statement(folder: Path) -> None:
    for kind in ("sqlite", "duckdb"):
        with opened(kind, folder) as source:
            for text in ("'; DROP TABLE people; --", "\\'; DROP TABLE people; --", "x*/; DROP TABLE people; /*"):
                tried = trial(source, "people", "id", f"name = {literal(text)}")
                assert tried.tree is not None and RULE in tried.program.conditions
                matching(source, tried, AS_OF)
            assert source.row_count("people") == len(STRINGS)


# -- labels, ids, names ------------------------------------------------------------------------------------


def project(source: str, **parts: Any) -> dict[str, Any]:
    return {
        "quadrille": 1,
        "name": {"ko": "이름", "en": "Name"},
        "language": "en",
        "time_zone": "UTC",
        "as_of": "2025-06-30",
        "source": source,
        "subject": {"table": "people", "key": "id", "fields": {"id": "integer", "name": "text"}},
        "matrix": {
            "stages": [{"id": "all", "labels": {"ko": "모두", "en": "All"}}],
            "levels": [{"id": "high", "labels": {"ko": "높음", "en": "High"}}],
            "cells": [],
        },
        **parts,
    }


def written(folder: Path, content: dict[str, Any], name: str = "texts.quad") -> Path:
    # JSON is YAML; characters that a project file may not hold as they are stand as escapes.
    path = folder / name
    path.write_text(json.dumps(content, ensure_ascii=True), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_as_labels(kind: str, folder: Path, tmp_path: Path) -> None:
    content = project(str(folder / f"people.{kind}"))
    labels = STRINGS[::4]
    content["matrix"]["cells"] = [
        {
            "id": "1.1",
            "stage": "all",
            "level": "high",
            "labels": {"ko": labels[0], "en": labels[1]},
            "criteria": [
                {"n": n, "rule": f"id <> {n}", "labels": {"ko": text, "en": text}, "note": {"ko": text, "en": text}}
                for n, text in enumerate(labels, 1)
            ],
        }
    ]
    path = written(tmp_path, content)
    ran = quadrille("run", path, "--json")
    assert ran.code == 0, ran.said
    wanted = len(STRINGS) - len(labels)
    assert ran.json["stages"][0]["cells"][0]["assigned"] == wanted
    with open_workspace(path) as workspace:
        select, script = sql_script(workspace), pandas_script(workspace)
    assert in_client(folder / f"people.{kind}", select, "cell_all", "1.1") == wanted
    ast.parse(script)
    for lang in ("en", "ko"):
        shown = quadrille("explain", path, "0", lang=lang)
        assert shown.code == 0, shown.said
        assert "\x1b[31m" not in shown.out and "\u202e" not in shown.out


def in_client(path: Path, select: str, column: str, value: str) -> int:
    """How many rows of a statement's result have a value in a column, in the engine's own client."""
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as duck:
            result = duck.execute(select)
            place = [one[0] for one in result.description].index(column)
            return sum(row[place] == value for row in result.fetchall())
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as lite:
        found = lite.execute(select)
        place = [one[0] for one in found.description].index(column)
        return sum(row[place] == value for row in found.fetchall())


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_as_ids_of_cells_and_stages(kind: str, folder: Path, tmp_path: Path) -> None:
    """What an id may not be is an error with its place; all others run, alone and together."""
    refused, kept = set(), []
    for start in range(0, len(STRINGS), 40):
        texts = STRINGS[start : start + 40]
        found = quadrille("check", written(tmp_path, _with_ids(folder, kind, texts)), "--no-data", "--json").json
        bad = {one["params"].get("name") for one in found["diagnostics"] if one["severity"] == "error"}
        refused |= bad
        kept += [text for text in texts if text not in bad and text.strip() == text]
    kept = [text for text in kept if _alone(folder, kind, text, tmp_path)]
    assert len(kept) > 300 or len(STRINGS) < 100
    parts = kept[:60]
    path = written(tmp_path, _with_ids(folder, kind, parts))
    ran = quadrille("run", path, "--json")
    assert ran.code == 0, ran.said[:2000]
    counts = {cell["cell"]: cell["matched"] for stage in ran.json["stages"] for cell in stage["cells"]}
    assert list(counts.values()) == [1] * len(parts)


def _alone(folder: Path, kind: str, text: str, tmp_path: Path) -> bool:
    return len(text) < 200


def _with_ids(folder: Path, kind: str, texts: list[str]) -> dict[str, Any]:
    content = project(str(folder / f"people.{kind}"))
    content["matrix"]["levels"] = [{"id": f"l{n}"} for n in range(len(texts))]
    content["matrix"]["stages"] = [{"id": "s '\"; --"}]
    content["matrix"]["cells"] = [
        {"id": text, "stage": "s '\"; --", "level": f"l{n}", "criteria": [{"n": 1, "rule": f"id = {n}"}]}
        for n, text in enumerate(texts)
    ]
    return content


def _names() -> list[str]:
    """Strings that differ also without regard to case, as names of columns must."""
    seen: dict[str, str] = {}
    for text in STRINGS:
        if text.strip() and len(text) < 1000:
            seen.setdefault(text.casefold().strip(), text)
    return list(seen.values())


@pytest.mark.parametrize("kind", ["sqlite", "duckdb", "frame"])
def test_as_names_of_columns_and_tables(kind: str, tmp_path: Path) -> None:
    names = _names()
    columns, tables = names[:60] + names[-60:], names[::9]
    path = tmp_path / f"named.{kind}"
    if kind == "frame":
        _check_frames(columns, tables)
        return
    sql = [f"CREATE TABLE people (id BIGINT PRIMARY KEY NOT NULL, {', '.join(f'{quoted(c)} BIGINT' for c in columns)})"]
    sql += [f"INSERT INTO people VALUES ({', '.join(['1'] * (len(columns) + 1))})"]
    sql += [f"CREATE TABLE {quoted(t)} (id BIGINT, n BIGINT)" for t in tables]
    sql += [f"INSERT INTO {quoted(t)} VALUES (1, 5)" for t in tables]
    made = sqlite3.connect(path) if kind == "sqlite" else duckdb.connect(str(path))
    for statement in sql:
        made.execute(statement)
    if isinstance(made, sqlite3.Connection):
        made.commit()
    made.close()
    before = digest(path)
    fields: dict[str, Any] = {f"f{n}": {"type": "integer", "column": name} for n, name in enumerate(columns)}
    with open_source(str(path)) as source:
        known = {one.name: one.qualified for one in source.tables()}
    relations = {
        f"r{n}": {"table": known[name], "key": "id", "fields": {"n": "integer"}} for n, name in enumerate(tables)
    }
    content = project(str(path), relations=relations)
    content["subject"]["fields"] = {"id": "integer", **fields}
    rules = [f"{name} = 1" for name in fields] + [f"sum({name}.n) = 5" for name in relations]
    content["matrix"]["cells"] = [
        {
            "id": "1.1",
            "stage": "all",
            "level": "high",
            "criteria": [{"n": n, "rule": rule} for n, rule in enumerate(rules, 1)],
        }
    ]
    project_path = written(tmp_path, content)
    for backend in ("sql", "pandas"):
        with open_workspace(project_path) as workspace:
            ran = run_workspace(workspace, backend=backend)
            assert ran.accounting.adds_up and ran.accounting.cell("1.1").matched == 1, backend
            assert account(ran.plan, execute(ran.plan, workspace.source)).subjects == 1
    with open_workspace(project_path) as workspace:
        select, script = sql_script(workspace), pandas_script(workspace)
    assert in_client(path, select, "cell_all", "1.1") == 1
    ast.parse(script)
    assert digest(path) == before


def _check_frames(columns: list[str], tables: list[str]) -> None:
    frames: dict[str, object] = {"people": pd.DataFrame([{"id": 1, **dict.fromkeys(columns, 1)}])}
    frames.update({name: pd.DataFrame({"id": [1], "n": [5]}) for name in tables})
    with open_frames(frames) as source:
        assert {one.name for one in source.tables()} == {"people", *tables}
        assert {one.name for one in source.columns("people")} == {"id", *columns}
        for name in tables:
            assert source.read(name).read_all().to_pylist() == [{"id": 1, "n": 5}]


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
@pytest.mark.parametrize("backend", ["sql", "pandas"])
def test_columns_that_are_called_true_and_false(kind: str, backend: str, tmp_path: Path) -> None:
    path = tmp_path / f"truth.{kind}"
    made = sqlite3.connect(path) if kind == "sqlite" else duckdb.connect(str(path))
    made.execute("CREATE TABLE people (id BIGINT PRIMARY KEY NOT NULL)")
    made.execute("INSERT INTO people VALUES (1), (2)")
    made.execute('CREATE TABLE events (id BIGINT, day DATE, "false" BIGINT, "TRUE" TEXT)')
    made.execute(
        "INSERT INTO events VALUES (1, '2024-01-01', 5, 'a'), (1, '2024-02-01', 7, 'b'), (2, '2024-01-01', 1, 'c')"
    )
    made.commit()
    made.close()
    rules = {
        "last(events.`false`) = 7": [1],
        "most_common(events.`TRUE`) = 'c'": [2],
        "any(events where `TRUE` = 'a' and `false` > 3) and first(events.`TRUE`) = 'a'": [1],
        "count(distinct events.`false`) = 1 and sum(events.`false` * 2) = 2": [2],
    }
    with open_source(str(path)) as source:
        for rule, wanted in rules.items():
            assert matching(source, trial(source, "people", "id", rule), AS_OF, backend) == wanted, rule
