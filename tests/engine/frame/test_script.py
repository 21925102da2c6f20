"""What is exported: a script of its own, that gives the same rows and that no text can change."""

from __future__ import annotations

import ast
import sqlite3
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.backends import frame
from engine.backends.frame.bundle import FILES, runtime
from engine.cancel import Cancelled
from engine.core import And, Case, Column, Compare, Const, DayRange, InSet, Kind, Match, Null, Ref, ShiftZone
from engine.plan import Aggregate, ColumnSpec, Gather, Let, Output, Plan, RankEdge, Statistics, Table, TableRows
from tests.engine.frame.random_plans import frames, plans
from tests.engine.frame.tools import AS_OF, const, frame_of

pytestmark = pytest.mark.backend("pandas")

ALONE = """
import builtins, sys
real = builtins.__import__
def guarded(name, *rest, **more):
    if name.split(".")[0] in ("dsl", "engine", "plugins", "editor", "duckdb"):
        raise ImportError(name)
    return real(name, *rest, **more)
builtins.__import__ = guarded
sys.path = [path for path in sys.path if path not in ("", {root!r})]
names = {{"__name__": "__main__"}}
exec(compile(open({script!r}, encoding="utf-8").read(), "script", "exec"), names)
names["result"].to_pickle({out!r})
"""

NAME = "visits; import os  # '\"\\"


def sample() -> tuple[Plan, dict[str, pa.Table]]:
    """A plan with a bit of everything, over tables and columns with hard names."""
    people = Table(
        "", "people", (ColumnSpec("id", Kind.TEXT), ColumnSpec("지역", Kind.TEXT), ColumnSpec("n", Kind.INT, 2))
    )
    specs = (
        ColumnSpec("who", Kind.TEXT),
        ColumnSpec("at", Kind.TS),
        ColumnSpec("kind'", Kind.TEXT),
        ColumnSpec("ok", Kind.BOOL),
    )
    rows = TableRows(Table("v", NAME, specs), Column("v", "who", Kind.TEXT))
    at, kind = Column("v", "at", Kind.TS), Column("v", "kind'", Kind.TEXT)
    region, n = Column("", "지역", Kind.TEXT), Column("", "n", Kind.INT)
    recent = DayRange(ShiftZone(at, "UTC", "Asia/Seoul"), date(2024, 1, 1), AS_OF)
    gather = Gather(
        rows,
        (
            (
                "count",
                Aggregate("count", Kind.INT, None, And((recent, InSet(kind, (const("견적"), const("it's")))))),
            ),
            ("last", Aggregate("last", Kind.TEXT, kind, None, at)),
            ("ok", Aggregate("max", Kind.BOOL, Column("v", "ok", Kind.BOOL))),
            ("when", Aggregate("max", Kind.TS, at)),
        ),
    )
    steps = (
        gather,
        Statistics(n, Kind.INT, None, (RankEdge("edge", "greater", "<", 50, 100, "min"),)),
        Let("top", Compare(">=", n, Ref("edge", Kind.INT)), "Top half\nimport os\r\x0c\x85\u2028os.abort() \"\"\" '''"),
    )
    outputs = (
        Output("key", Column("", "id", Kind.TEXT), "key"),
        Output("count", Ref("count", Kind.INT), "measure"),
        Output("last'\"\n", Ref("last", Kind.TEXT), "measure"),
        Output("ok", Ref("ok", Kind.BOOL), "measure"),
        Output("when", Ref("when", Kind.TS), "measure"),
        Output("n", n, "measure", scale=2),
        Output("top", Ref("top", Kind.BOOL), "criterion"),
        Output(
            "cell", Case(((Match("like", region, Const(Kind.TEXT, "서%")), const("1.1")),), Null(Kind.TEXT)), "assigned"
        ),
    )
    tables = {
        "people": pa.table({"id": ["a", "b", "007"], "지역": ["서울", None, "부산"], "n": pa.array([1.25, None, 3.5])}),
        NAME: pa.table(
            {
                "who": ["a", "007", None, "a", "007"],
                "at": pa.array(
                    [datetime(2024, 3, 31, 14), datetime(2024, 3, 31, 15), None, None, datetime(2023, 1, 1)],
                    pa.timestamp("us"),
                ),
                "kind'": ["견적", "it's", "x", "NA", None],
                "ok": [True, None, True, False, None],
            }
        ),
    }
    return Plan(people, Column("", "id", Kind.TEXT), AS_OF, None, steps, outputs), tables


WANTED = [
    ("a", 1, "견적", True, datetime(2024, 3, 31, 14), 1.25, False, "1.1"),
    ("b", 0, None, None, None, None, None, None),
    ("007", 0, "it's", None, datetime(2024, 3, 31, 15), 3.5, True, None),
]


def plain(result: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Rows of a data frame as Python values, None where they are missing."""
    rows = []
    for row in result.astype(object).itertuples(index=False, name=None):
        values = [None if pd.isna(one) else one for one in row]
        rows.append(tuple(one.to_pydatetime() if isinstance(one, pd.Timestamp) else one for one in values))
    return rows


def save(folder: Path, how: str, tables: dict[str, pa.Table]) -> Path:
    """The tables as files of a kind; what the script is told of them."""
    path = folder / "data"
    if how == "sqlite":
        with sqlite3.connect(path) as connection:
            for name, table in tables.items():
                quoted = [f'"{part}"' for part in [name.replace('"', '""'), *table.column_names]]
                connection.execute(f"CREATE TABLE {quoted[0]} ({', '.join(quoted[1:])})")
                rows = [
                    [one.isoformat(" ") if isinstance(one, datetime) else one for one in row.values()]
                    for row in table.to_pylist()
                ]
                marks = ", ".join("?" * len(table.column_names))
                connection.executemany(f"INSERT INTO {quoted[0]} VALUES ({marks})", rows)
        connection.close()
        return path
    path.mkdir()
    for name, table in tables.items():
        if how == "parquet":
            pq.write_table(table, path / f"{name}.parquet")
        else:
            frame_of(table).to_csv(path / f"{name}.csv", index=False)
    return path


def run_alone(script: str, folder: Path) -> pd.DataFrame:
    """The script's result, in a process in which nothing of the project can be imported."""
    (folder / "script.py").write_text(script, encoding="utf-8")
    out = folder / "result.pickle"
    source = ALONE.format(script=str(folder / "script.py"), out=str(out), root=str(Path(__file__).parents[3]))
    subprocess.run(
        [sys.executable, "-X", "utf8", "-c", source], check=True, cwd=folder, capture_output=True, timeout=120
    )
    result: pd.DataFrame = pd.read_pickle(out)
    return result


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("how", ["parquet", "csv", "sqlite"])
def test_script_runs_alone(how: Any, language: Any, tmp_path: Path) -> None:
    plan, tables = sample()
    script = frame.script(plan, load=frame.Load(how, str(save(tmp_path, how, tables))), language=language)
    result = run_alone(script, tmp_path)
    assert list(result.columns) == [output.name for output in plan.outputs]
    assert plain(result) == WANTED


def test_script_with_frames_at_hand(tmp_path: Path) -> None:
    plan, tables = sample()
    script = frame.script(plan)
    names: dict[str, Any] = {}
    exec(compile(script[: script.index("tables = {")], "script", "exec"), names)
    result = names["segment"]({name: frame_of(table) for name, table in tables.items()})
    assert plain(result) == WANTED
    found = frame.run(plan, lambda name, columns: tables[name].select(columns))
    assert [row["n"] for row in found.to_pylist()] == [125, None, 350]


def test_run_takes_data_frames() -> None:
    plan, tables = sample()
    one = frame.run(plan, lambda name, columns: tables[name].select(columns))
    assert frame.run(plan, lambda name, columns: frame_of(tables[name])).equals(one)
    assert frame.run(plan, lambda name, columns: tables[name].select(columns).to_pandas()).equals(one)


def test_script_holds_only_what_it_uses() -> None:
    plan, _ = sample()
    small = Plan(plan.subject, plan.key, AS_OF, None, (), (Output("key", plan.key, "key"),))
    names = {node.name for node in ast.parse(frame.script(small)).body if isinstance(node, ast.FunctionDef)}
    assert "segment" in names and "shown" in names
    assert not names & {"joined_rows", "most_common", "border", "parse_whole", "like"}
    imported = {
        (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else node.names[0].name.split(".")[0]
        for node in ast.walk(ast.parse(frame.script(plan)))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported <= {*sys.stdlib_module_names, "numpy", "pandas"}


def test_names_of_the_runtime_are_unique() -> None:
    seen: list[str] = []
    for file in FILES:
        path = Path(frame.__file__).parent / "runtime" / f"{file}.py"
        body = ast.parse(path.read_text(encoding="utf-8")).body
        seen += [node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert len(seen) == len(set(seen))
    assert set(seen) <= set(runtime())


# -- no text becomes code ----------------------------------------------------------------------------------


@given(st.text(), st.text(min_size=1))
@settings(max_examples=60, deadline=None)
def test_texts_stay_texts(text: str, name: str) -> None:
    text, name = (one.encode("utf-8", "ignore").decode() for one in (text, name))
    subject = Table("", name, (ColumnSpec("id", Kind.INT), ColumnSpec(name + "'", Kind.TEXT)))
    column = Column("", name + "'", Kind.TEXT)
    plan = Plan(
        subject,
        Column("", "id", Kind.INT),
        AS_OF,
        None,
        (Let("same", Compare("=", column, Const(Kind.TEXT, text)), text),),
        (
            Output(name, Ref("same", Kind.BOOL), "criterion"),
            Output("like", Match("like", column, Const(Kind.TEXT, text)), "criterion"),
        ),
    )
    source = frame.generate(plan)
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert calls <= set(runtime())
    assert len(ast.parse(source).body) == 1
    table = pa.table({"id": [1, 2], name + "'": [text, text + "x"]})
    found = frame.run(plan, lambda _, columns: table.select(columns))
    assert found.column(0).to_pylist() == [True, False]
    ast.parse(frame.script(plan, load=frame.Load("csv", text)))


def test_constants_are_checked() -> None:
    bad: Any = "1); import os"
    subject = Table("", "people", (ColumnSpec("id", Kind.INT),))
    for kind in (Kind.INT, Kind.FLOAT, Kind.BOOL, Kind.DATE, Kind.TS):
        plan = Plan(subject, Column("", "id", Kind.INT), AS_OF, None, (), (Output("x", Const(kind, bad), "condition"),))
        with pytest.raises(TypeError):
            frame.generate(plan)


# -- while it runs -----------------------------------------------------------------------------------------


def test_progress() -> None:
    plan, tables = sample()
    told: list[tuple[float | None, str]] = []
    frame.run(plan, lambda name, columns: tables[name].select(columns), progress=lambda *one: told.append(one))
    shares = [share for share, _ in told if share is not None]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] < 1 and len(shares) == len(told)
    assert told[1][1] == NAME


@pytest.mark.parametrize("asked", range(1, 6))
def test_cancel(asked: int) -> None:
    plan, tables = sample()
    answers = iter([False] * asked + [True] * 100)
    with pytest.raises(Cancelled):
        frame.run(plan, lambda name, columns: tables[name].select(columns), cancel=lambda: next(answers))


def test_columns_that_are_read() -> None:
    plan, tables = sample()
    asked: dict[str, list[str]] = {}

    def read(name: str, columns: list[str]) -> pa.Table:
        assert name not in asked
        asked[name] = columns
        return tables[name].select(columns)

    frame.run(plan, read)
    assert asked == frame.used_columns(plan) == {"people": ["id", "지역", "n"], NAME: ["who", "at", "kind'", "ok"]}


def test_many_criteria() -> None:
    subject = Table("", "people", (ColumnSpec("id", Kind.INT), ColumnSpec("x", Kind.INT)))
    x = Column("", "x", Kind.INT)
    steps = tuple(Let(f"c{n}", Compare(">=", x, const(n)), f"Criterion {n}") for n in range(1_500))
    outputs = tuple(Output(f"c{n}", Ref(f"c{n}", Kind.BOOL), "criterion") for n in range(1_500))
    table = pa.table({"id": range(1000), "x": range(1000)})
    plan = Plan(subject, Column("", "id", Kind.INT), AS_OF, None, steps, outputs)
    found = frame.run(plan, lambda _, columns: table.select(columns))
    assert [sum(column.to_pylist()) for column in found.columns] == [max(1000 - n, 0) for n in range(1_500)]
    ast.parse(frame.script(plan))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans(), frames())
def test_generated_source_gives_what_a_run_gives(plan: Plan, tables: dict[str, pa.Table]) -> None:
    names: dict[str, Any] = {}
    exec(compile(frame.script(plan).split("tables = {")[0], "script", "exec"), names)
    shown = names["segment"]({name: frame_of(table) for name, table in tables.items()})
    found = frame.run(plan, lambda name, columns: tables[name].select(columns))
    given_rows = [tuple(row.values()) for row in found.to_pylist()]
    for one, other in zip(plain(shown), given_rows, strict=True):
        # A data frame has no dates: they are times at midnight there.
        assert one == tuple(datetime(v.year, v.month, v.day) if type(v) is date else v for v in other)
