"""One count, whoever is asked: run, explanation, exported SQL in the engines' own clients, script, tried rule."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from engine.explain import explain_all
from engine.workspace import open_workspace
from tests.support.command import quadrille

STATES = {True: "met", False: "not_met", None: "no_data"}


@pytest.fixture(scope="module")
def ran(sample: dict[str, Path]) -> Any:
    return quadrille("run", sample["duckdb"], "--json").json


def assigned(ran: Any) -> dict[str, int]:
    return {cell["cell"]: cell["assigned"] for stage in ran["stages"] for cell in stage["cells"]}


def data_of(project: Path, kind: str) -> Path:
    return project.parent.parent / f"sample.{kind}"


def in_client(project: Path, kind: str, script: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Names and rows of a script's result in the engine's own client."""
    if kind == "duckdb":
        with duckdb.connect(str(data_of(project, kind)), read_only=True) as db:
            result = db.execute(script)
            return [one[0] for one in result.description], result.fetchall()
    with closing(sqlite3.connect(f"file:{data_of(project, kind)}?mode=ro", uri=True)) as lite:
        found = lite.execute(script)
        return [one[0] for one in found.description], found.fetchall()


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
def test_the_explanations_of_all_customers_add_up_to_the_run(kind: str, sample: dict[str, Path], ran: Any) -> None:
    keys = [str(row[0]) for row in in_client(sample[kind], kind, "SELECT customer_id FROM customers")[1]]
    with open_workspace(sample[kind]) as workspace:
        everyone = explain_all(workspace.program, workspace.source, keys, workspace.as_of(None))
    assert len({one.key for one in everyone}) == ran["subjects"] == len(keys) - 1
    landed = Counter(cell for one in everyone for cell in one.assigned.values() if cell is not None)
    assert {cell: landed[cell] for cell in assigned(ran)} == assigned(ran)
    matched: Counter[str] = Counter()
    states: Counter[tuple[str, int, str]] = Counter()
    for one in everyone:
        for cell in one.cells:
            matched[cell.cell] += cell.matched
            for criterion in cell.criteria if one.stages[cell.stage] else ():
                states[(cell.cell, criterion.n, STATES[criterion.state])] += 1
    for found in (found for stage in ran["stages"] for found in stage["cells"]):
        assert matched[found["cell"]] == found["matched"]
    for found in ran["criteria"]:
        for state in STATES.values():
            assert states[(found["cell"], found["n"], state)] == found[state], found


def test_the_command_explains_as_the_run_counts(sample: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "outcome.csv"
    quadrille("run", sample["duckdb"], "--out", out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in (rows[0], rows[-1]):
        found = quadrille("explain", sample["duckdb"], row["customer_id"], "--json").json
        assert str(found["key"]) == row["customer_id"]
        assert {stage: cell or "" for stage, cell in found["assigned"].items()} == {
            stage: row[f"cell_{stage}"] for stage in found["stages"]
        }
        for cell in found["cells"]:
            for criterion in cell["criteria"]:
                wanted = {"true": "met", "false": "not_met", "": "no_data"}[row[f"c_{cell['cell']}_{criterion['n']}"]]
                assert criterion["state"] == wanted
                assert set(criterion) == {"n", "label", "rule", "state", "required", "conditions"}
                for condition in criterion["conditions"]:
                    assert condition["rule"] in criterion["rule"]
        for lang, word in (("en", "required"), ("ko", "필요한 값")):
            shown = quadrille("explain", sample["duckdb"], row["customer_id"], lang=lang)
            assert shown.code == 0 and (word in shown.out) == any(found["stages"].values())


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
def test_the_select_gives_the_outcome(kind: str, sample: dict[str, Path], ran: Any) -> None:
    names, rows = in_client(sample[kind], kind, quadrille("sql", sample[kind]).out)
    assert len(rows) == ran["subjects"]
    landed: Counter[str] = Counter()
    for stage in (one["stage"] for one in ran["stages"]):
        landed.update(row[names.index(f"cell_{stage}")] for row in rows)
    assert {cell: landed[cell] for cell in assigned(ran)} == assigned(ran)


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
@pytest.mark.parametrize("form", ["table", "view"])
def test_tables_and_views_are_made_by_the_client(
    kind: str, form: str, sample: dict[str, Path], ran: Any, tmp_path: Path
) -> None:
    copy = tmp_path / f"copy.{kind}"
    copy.write_bytes(data_of(sample[kind], kind).read_bytes())
    script = tmp_path / "made.sql"
    called = quadrille("sql", sample[kind], "--form", form, "--name", "고객 'x\"", "--out", script)
    assert called.code == 0 and str(script) in called.out
    count = 'SELECT count(*), count(cell_maintain) FROM "고객 \'x"""'
    text = script.read_text(encoding="utf-8")
    if kind == "duckdb":
        with duckdb.connect(str(copy)) as db:
            db.execute(text)
            found = db.execute(count).fetchone()
    else:
        with closing(sqlite3.connect(copy)) as lite:
            lite.executescript(text)
            found = lite.execute(count).fetchone()
    maintain = next(one for one in ran["stages"] if one["stage"] == "maintain")
    assert found == (ran["subjects"], maintain["entered"] - maintain["unassigned"])


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
def test_the_sql_of_one_cell(kind: str, sample: dict[str, Path], ran: Any) -> None:
    called = quadrille("sql", sample[kind], "--cell", "3.1")
    names, rows = in_client(sample[kind], kind, called.out)
    assert names == ["key", "c_3.1_1", "m_3.1", "cell_maintain", "cells"]
    assert sum(bool(row[2]) for row in rows) == assigned(ran)["3.1"]


def test_each_dialect_is_written_from_either_source(sample: dict[str, Path], ran: Any) -> None:
    # The sample keeps dates as text in SQLite, so that SQL fits the source that it was written for; asking for
    # another engine's dialect is for the same tables there.
    assert '"' in quadrille("sql", sample["duckdb"], "--dialect", "sqlite").out
    english = quadrille("sql", sample["duckdb"], "--dialect", "oracle")
    assert english.code == 2 and "Choose one of" in english.err


def test_the_script_needs_pandas_alone(sample: dict[str, Path], ran: Any, tmp_path: Path) -> None:
    script = tmp_path / "segments.py"
    assert quadrille("pandas", sample["duckdb"], "--out", script).code == 0
    tables = tmp_path / "tables"
    tables.mkdir()
    with duckdb.connect(str(data_of(sample["duckdb"], "duckdb")), read_only=True) as db:
        for (name,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            db.execute(f"COPY \"{name}\" TO '{tables / name}.parquet'")
    runner = tmp_path / "runner.py"
    runner.write_text(RUNNER, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(runner), str(script), str(tables)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["rows"] == ran["subjects"]
    assert {cell: found["landed"].get(cell, 0) for cell in assigned(ran)} == assigned(ran)


RUNNER = """
import importlib.abc, json, sys
FORBIDDEN = {"dsl", "engine", "plugins", "editor", "duckdb", "sqlglot", "lark", "pydantic", "sqlalchemy", "typer"}

class Wall(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in FORBIDDEN:
            raise ImportError("the script must not need " + name)

import pandas as pd
sys.meta_path.insert(0, Wall())
class Tables(dict):
    def __missing__(self, name):
        self[name] = pd.read_parquet(sys.argv[2] + "/" + name + ".parquet")
        return self[name]
code = open(sys.argv[1], encoding="utf-8").read()
head, placeholder, rest = code.partition("tables = {")
assert placeholder
names = {"__name__": "script"}
exec(compile(head, sys.argv[1], "exec"), names)
result = names["segment"](Tables())
landed = {}
for column in result.columns:
    if column.startswith("cell_"):
        for cell, n in result[column].dropna().value_counts().items():
            landed[cell] = landed.get(cell, 0) + int(n)
print(json.dumps({"rows": len(result), "landed": landed}))
"""


@pytest.mark.parametrize(
    ("rule", "cell", "n"),
    [
        ("count(service_visits where visited_on > 2024-06-30) >= 2", "3.1", 1),
        ("none(service_visits where visited_on > 2024-06-30)", "3.3", 1),
        ("count(complaints where received_on > 2023-06-30) = 0", "4.1", 6),
    ],
)
@pytest.mark.parametrize("backend", ["sql", "pandas"])
def test_a_tried_rule_counts_as_its_criterion(
    rule: str, cell: str, n: int, backend: str, sample: dict[str, Path], ran: Any, tmp_path: Path
) -> None:
    source = data_of(sample["duckdb"], "duckdb")
    common = ("try", rule, "--source", source, "--table", "customers", "--key", "customer_id", "--backend", backend)
    called = quadrille(*common, "--as-of", "2025-06-30", "--json")
    keys = called.json["keys"]
    assert called.json["count"] == len(keys)
    out = tmp_path / "outcome.csv"
    quadrille("run", sample["duckdb"], "--out", out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        met = {int(row["customer_id"]) for row in csv.DictReader(file) if row[f"c_{cell}_{n}"] == "true"}
    # The project does not see who joined after the as-of date; a table on its own has no such date.
    assert met <= set(keys) and len(set(keys) - met) <= 1
    plain = quadrille(*common, "--as-of", "2025-06-30", "--count")
    assert plain.out.strip() == str(len(keys))
    listed = quadrille(*common, "--as-of", "2025-06-30").out.split()
    assert [int(one) for one in listed] == keys
