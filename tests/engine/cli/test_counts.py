"""``sql --form counts``: run by the engine itself, it gives the ledgers of a run, line by line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from engine.accounting import Accounting
from engine.run import run_workspace
from engine.workspace import open_workspace
from tests.support.command import quadrille

Lines = dict[tuple[str, str, str], int]


def ledger(accounting: Accounting) -> Iterator[tuple[str, str, str, int]]:
    for line in ("subjects", "in_one", "in_several", "unassigned", "in_no_stage"):
        yield "overall", "", line, getattr(accounting, line)
    for stage in accounting.stages:
        for line in ("entered", "unassigned", "overlapping"):
            yield "stage", stage.stage, line, getattr(stage, line)
        for cell in stage.cells:
            for line in ("matched", "assigned", "overlapping"):
                yield "cell", cell.cell, line, getattr(cell, line)
    for criterion in accounting.criteria:
        for line in ("met", "not_met", "no_data"):
            yield "criterion", f"{criterion.cell}#{criterion.n}", line, getattr(criterion, line)


def counted_by(kind: str, data: Path, script: str) -> Lines:
    """What the engine's own client says, without anything of ours between."""
    if kind == "duckdb":
        with duckdb.connect(str(data), read_only=True) as connection:
            rows = connection.execute(script).fetchall()
    else:
        client = sqlite3.connect(data)
        rows = client.execute(script).fetchall()
        client.close()
    found = {(str(ledger), str(place), str(line)): int(subjects) for ledger, place, line, subjects in rows}
    assert len(found) == len(rows), "a line came twice"
    return found


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
@pytest.mark.parametrize("day", ["2025-06-30", "2024-02-29"])
def test_counts_are_the_ledgers_of_a_run(sample: dict[str, Path], kind: str, day: str) -> None:
    script = quadrille("sql", sample[kind], "--form", "counts", "--as-of", day)
    assert script.code == 0
    with open_workspace(sample[kind]) as workspace:
        accounting = run_workspace(workspace, as_of=day).accounting
    wanted = {(name, place, line): subjects for name, place, line, subjects in ledger(accounting)}
    assert accounting.subjects > 0 and any(one.matched for stage in accounting.stages for one in stage.cells)
    assert counted_by(kind, sample[kind].parent.parent / f"sample.{kind}", script.out) == wanted
