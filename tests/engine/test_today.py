"""SQL for the day on which it runs gives what SQL for that very day gives."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from engine.backends.base import Unsupported
from engine.lower.today import BASE, REACH, Today
from engine.publish import sql_script
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import open_workspace


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
def test_today_relative_sql_equals_sql_of_the_day(kind: str, tmp_path: Path) -> None:
    target = tmp_path / f"sample.{kind}"
    write(target, 500, 3)

    def rows(script: str) -> list[tuple[object, ...]]:
        if kind == "duckdb":
            with duckdb.connect(str(target), read_only=True) as connection:
                return sorted(connection.execute(script).fetchall(), key=str)
        with closing(sqlite3.connect(target)) as connection:
            return sorted(connection.execute(script).fetchall(), key=str)

    with open_workspace(project_path("written", "en"), source=str(target)) as workspace:
        relative = sql_script(workspace, as_of="today")
    assert f"{BASE.year}-" not in relative
    before = datetime.now(UTC).astimezone(ZoneInfo("Asia/Seoul")).date()
    found = rows(relative)
    after = datetime.now(UTC).astimezone(ZoneInfo("Asia/Seoul")).date()
    with open_workspace(project_path("written", "en"), source=str(target)) as workspace:
        dated = [sql_script(workspace, as_of=day.isoformat()) for day in {before, after}]
    assert found in [rows(script) for script in dated]


def test_sqlite_refuses_a_zone_that_it_cannot_tell(tmp_path: Path) -> None:
    target = tmp_path / "sample.sqlite"
    write(target, 100, 3)
    project = tmp_path / "project.quad"
    text = project_path("written", "en").read_text(encoding="utf-8")
    project.write_text(text.replace("Asia/Seoul", "America/New_York"), encoding="utf-8")
    with open_workspace(project, source=str(target)) as workspace, pytest.raises(Unsupported) as refused:
        sql_script(workspace, as_of="today")
    assert refused.value.diagnostics[0].code == "backend.today"


def test_stand_ins_keep_apart_and_in_order() -> None:
    today = Today.start()
    moves = [(-90, "day"), (-3, "month"), (-91, "day"), (-92, "day"), (-1, "year"), (-12, "month"), (6, "month")]
    days = [today.moved(BASE, amount, unit) for amount, unit in moves]  # type: ignore[arg-type]
    assert len(set(days)) == len(moves)
    ordered = sorted([*days, BASE])
    assert all((later - earlier).days > 2 * REACH for earlier, later in pairwise(ordered))
    assert [today.meaning(day) for day in days] == [((move,), 0) for move in moves]
    assert today.meaning(date(2025, 1, 1)) is None
    assert max(days) > BASE > days[0]
