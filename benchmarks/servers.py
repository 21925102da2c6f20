"""Runs inside database servers, started for the purpose as the tests start them, against statements by hand."""

from __future__ import annotations

import pyarrow as pa

from benchmarks.clock import Line, contest, ratio
from benchmarks.data import SEED
from benchmarks.runs import HAND, same_cells
from engine.execute import execute
from engine.lower import lower
from engine.sample.projects import project_path
from engine.workspace import open_workspace
from tests.support import postgres as server_of
from tests.support.postgres_plans import load_sample


def postgres(customers: int, rounds: int) -> list[Line]:
    """On PostgreSQL, with primary keys and no other index: the best statement by hand."""
    if reason := server_of.missing():
        print(reason)
        return []
    server = server_of.server()
    schema = server.schema()
    load_sample("tests", schema, customers, SEED)
    statement = (HAND / "postgres.sql").read_text(encoding="utf-8")
    with open_workspace(project_path("written", "en"), source=server.url(schema=schema)) as workspace:
        source = workspace.source
        plan = lower(workspace.program, workspace.as_of())

        def by_hand() -> pa.Table:
            return source.query(statement).read_all()

        same_cells(execute(plan, source), by_hand(), "the statement by hand")
        times = contest({"ours": lambda: execute(plan, source), "hand": by_hand}, rounds)
    name = f"PostgreSQL, {customers:,} customers: our run : best statement by hand"
    return [ratio(name, times["ours"], times["hand"], "at most 1.2", 1.2)]
