"""An explanation from memory says what the engine says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dsl.diagnostics import QuadrilleError
from engine.explain import explain_all
from engine.keep_test import fields_needed
from engine.preview import Preview, Who
from engine.project.compiled import mode
from engine.project.model import Match
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import Workspace, open_workspace

AS_OF = date(2025, 6, 30)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    data: Path = tmp_path_factory.mktemp("explaining") / "sample.duckdb"
    write(data, 2000, 2)
    with open_workspace(project_path("repaired", "ko"), source=str(data)) as opened:
        yield opened


@pytest.mark.parametrize("match", [None, Match(mode="any"), Match(mode="at_least", at_least=2)], ids=str)
@pytest.mark.parametrize("policy", ["per_stage", "overall"])
def test_it_is_the_engines(workspace: Workspace, match: Match | None, policy: str) -> None:
    program = replace(workspace.program, hit_policy=policy)  # type: ignore[arg-type]
    if match is not None:
        program = replace(program, cells=tuple(replace(cell, mode=mode(match)) for cell in program.cells))
    preview = Preview(program, workspace.source, AS_OF)
    assert preview.counts.behind is not None
    keys = [str(key) for key in preview.counts.behind.keys(Who(), None)[::60]]
    fields = tuple(dict.fromkeys(fields_needed(program)))
    expected = {str(one.key): one for one in explain_all(program, workspace.source, keys, AS_OF, fields=fields)}
    assert len(expected) == len(keys) > 30
    for key in keys:
        found = preview.explain(key, fields)
        assert found is not None
        whole = expected[key]
        assert (found.key, found.stages, found.assigned) == (whole.key, whole.stages, whole.assigned)
        assert found.cells == whole.cells
        assert found.values == {name: whole.values[name] for name in found.values}


def test_nobody_and_no_key(workspace: Workspace) -> None:
    preview = Preview(workspace.program, workspace.source, AS_OF)
    assert preview.explain("1") is None
    with pytest.raises(QuadrilleError):
        preview.explain("x")
