"""The distribution of a relation's column is what a plain count over the table gives."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from engine.cancel import Cancelled
from engine.preview.columns import column_profile
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import open_workspace


def test_every_column_of_the_sample(tmp_path: Path) -> None:
    data = tmp_path / "sample.duckdb"
    write(data, 500, 1)
    with open_workspace(project_path("written", "en"), source=str(data)) as workspace:
        found = {
            (relation.id, field.id): column_profile(workspace.program, workspace.source, relation.id, field.id)
            for relation in workspace.catalog.relations
            for field in relation.fields
        }
        tables = {id: getattr(one, "table", None) for id, one in workspace.program.relations.items()}
    connection = duckdb.connect(str(data), read_only=True)
    seen = 0
    for (relation, field), profile in found.items():
        table = tables[relation]
        if table is None:
            assert profile is None
            continue
        assert profile is not None
        seen += 1
        expected = connection.execute(
            f'SELECT count(*), count(*) - count("{field}"), count(DISTINCT "{field}"), min("{field}"), max("{field}") '
            f'FROM "{table}"'
        ).fetchone()
        assert expected is not None
        assert (profile.subjects, profile.missing, profile.distinct) == expected[:3], (relation, field)
        if profile.distinct and not isinstance(profile.low, str):
            assert (profile.low, profile.high) == expected[3:], (relation, field)
        assert sum(profile.bins) in (0, profile.subjects - profile.missing)
    assert seen > 40


def test_unknown_columns_have_none(tmp_path: Path) -> None:
    data = tmp_path / "sample.duckdb"
    write(data, 100, 1)
    with open_workspace(project_path("written", "en"), source=str(data)) as workspace:
        assert column_profile(workspace.program, workspace.source, "web_visits", "nothing") is None
        assert column_profile(workspace.program, workspace.source, "nothing", "page") is None
        with pytest.raises(Cancelled):
            column_profile(workspace.program, workspace.source, "web_visits", "page", cancel=lambda: True)
