"""One number, wherever it is asked for: card, run, exported SQL in its client, explanation, command line."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from engine.explain import explain_all
from engine.preview import Preview
from engine.publish import sql_script
from engine.run import run_workspace
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import open_workspace
from tests.support.command import quadrille
from tests.support.shared import shared

EXAMPLES = Path(__file__).parents[2] / "examples"
REAL = {"cdnow": "cdnow/cdnow.sqlite", "chinook": "chinook/Chinook_Sqlite.sqlite", "telco": "telco/telco.sqlite"}
EXPLAINED = 400


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("everywhere") / "sample.duckdb"
    write(path, 1_000, 1)
    return path


def of_project(name: str, sample: Path) -> tuple[Path, Path]:
    """The project file and its data."""
    return (
        (project_path("written", "ko"), sample)
        if name == "sample"
        else (
            EXAMPLES / f"{name}.quad",
            shared(REAL[name]),
        )
    )


def by_client(script: str, data: Path) -> dict[str, int]:
    """Whom each cell matches, by the exported statement in the engine's own client."""
    if data.suffix == ".duckdb":
        with duckdb.connect(str(data), read_only=True) as client:
            rows = client.execute(script).fetchall()
    else:
        with closing(sqlite3.connect(f"file:{data}?mode=ro", uri=True)) as lite:
            rows = lite.execute(script).fetchall()
    return {place: subjects for ledger, place, line, subjects in rows if (ledger, line) == ("cell", "matched")}


@pytest.mark.parametrize("name", ["sample", *REAL])
def test_counts_agree_everywhere(name: str, sample: Path) -> None:
    project, data = of_project(name, sample)
    with open_workspace(project, source=str(data)) as workspace:
        day = workspace.as_of()
        ran = run_workspace(workspace)
        matched = {cell.cell: cell.matched for stage in ran.accounting.stages for cell in stage.cells}
        assert any(matched.values())

        cards = Preview(workspace.program, workspace.source, day).counts
        assert {id: cell.matched for id, cell in cards.cells.items()} == matched
        script = sql_script(workspace, form="counts")

        keys = ran.outcome.column(0).to_pylist()
        cells = dict(zip(keys, ran.outcome.column("cells").to_pylist(), strict=True))
        some = [str(key) for key in keys[:: max(1, len(keys) // EXPLAINED)]]
        explained = explain_all(workspace.program, workspace.source, some, day)
        assert len(explained) == len(some)
        for one in explained:
            found = {cell.cell for cell in one.cells if cell.matched}
            assert found == set(filter(None, (cells[one.key] or "").split(","))), one.key

    assert by_client(script, data) == matched
    said = quadrille("run", project, "--source", data, "--json").json
    assert {cell["cell"]: cell["matched"] for stage in said["stages"] for cell in stage["cells"]} == matched
    if len(some) == len(keys):
        assert Counter(cell.cell for one in explained for cell in one.cells if cell.matched) == +Counter(matched)
