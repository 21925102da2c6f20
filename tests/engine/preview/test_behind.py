"""Whoever a count counted is found behind it; and thresholds say beforehand what an edit will count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest

from engine.preview import Behind, Preview, Who
from engine.project.catalog import check_rule
from engine.project.compiled import mode
from engine.project.model import Match
from engine.run import run_workspace
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.threshold import Threshold, loosened, threshold_of, with_value
from engine.workspace import Workspace, open_workspace

AS_OF = date(2025, 6, 30)
Side = Literal["top", "bottom"]
MODES = (Match(mode="all"), Match(mode="any"), Match(mode="at_least", at_least=2))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    data: Path = tmp_path_factory.mktemp("behind") / "sample.duckdb"
    write(data, 3000, 3)
    with open_workspace(project_path("written", "ko"), source=str(data)) as opened:
        yield opened


@pytest.fixture(params=MODES, ids=lambda match: match.mode)
def preview(request: pytest.FixtureRequest, workspace: Workspace) -> Preview:
    """The sample with one match mode in every cell."""
    cells = tuple(replace(cell, mode=mode(request.param)) for cell in workspace.program.cells)
    return Preview(replace(workspace.program, cells=cells), workspace.source, AS_OF)


def behind(preview: Preview) -> Behind:
    assert preview.counts.behind is not None
    return preview.counts.behind


def test_every_number_has_as_many_customers_behind_it(preview: Preview) -> None:
    counts, find = preview.counts, behind(preview)
    expected: dict[Who, int] = {Who(): counts.subjects}
    expected |= {Who((id,)): cell.matched for id, cell in counts.cells.items()}
    expected |= {Who(pair): number for pair, number in counts.overlaps.items()}
    for stage, ledger in counts.stages.items():
        expected[Who(stage=stage)] = ledger.unassigned
        expected |= {Who(stage=stage, gap=gap): gap.subjects for gap in counts.gaps(stage)}
    for id in counts.cells:
        expected |= {Who(near=(id, n)): number for n, number in counts.near_misses(id).items()}
    for stage in ("", *counts.stages):
        for one in find.combinations(stage, None):
            expected[Who(one.cells, exactly=True, stage=stage)] = one.subjects
    for who, number in expected.items():
        assert find.count(who) == number, who
        keys = find.keys(who, None)
        assert len(set(keys)) == number, who
        assert find.keys(who, 10) == keys[:10]


def test_combinations_are_the_exact_sets_of_cells(workspace: Workspace) -> None:
    preview = Preview(workspace.program, workspace.source, AS_OF)
    order = [cell.id for cell in workspace.program.cells]
    sets: Counter[tuple[str, ...]] = Counter()
    for one in run_workspace(workspace, as_of=AS_OF).outcome.column("cells").to_pylist():
        inside = tuple(id for id in order if id in (one.split(",") if isinstance(one, str) else one or ()))
        if len(inside) > 1:
            sets[inside] += 1
    found = behind(preview).combinations("", None)
    assert {one.cells: one.subjects for one in found} == dict(sets)
    assert sum(sets.values()) == preview.counts.in_several
    assert any(len(one.cells) > 2 for one in found)


def test_an_answer_stays_that_of_its_moment(workspace: Workspace) -> None:
    preview = Preview(workspace.program, workspace.source, AS_OF)
    old = behind(preview)
    before = old.keys(Who(("2.3",)), None)
    fewer = tuple(replace(cell, criteria=()) if cell.id == "2.3" else cell for cell in workspace.program.cells)
    preview.update(replace(workspace.program, cells=fewer))
    assert behind(preview).keys(Who(("2.3",)), None) == []
    assert old.keys(Who(("2.3",)), None) == before != []


def simple(workspace: Workspace) -> Iterator[tuple[str, int, Threshold]]:
    for cell in workspace.project.matrix.cells:
        for one in cell.criteria:
            found = threshold_of(one.rule, workspace.checked.criteria[cell.id, one.n])
            if found is not None:
                yield cell.id, one.n, found


def test_a_threshold_says_what_an_edit_will_count(workspace: Workspace) -> None:
    seen = 0
    for cell, n, threshold in simple(workspace):
        if threshold.parameter is not None:
            continue
        seen += 1
        preview = Preview(workspace.program, workspace.source, AS_OF)
        values = preview.criterion_values(cell, n, threshold.operand)
        now = next(one for one in preview.counts.cells[cell].criteria if one.n == n)
        assert values.alone(threshold.op, threshold.value) == now.alone
        assert values.in_cell(threshold.op, threshold.value) == preview.counts.cells[cell].matched
        assert values.near_subjects == now.only_this_fails
        proposed = loosened(threshold, values.near)
        if proposed is None:
            continue
        rule = with_value(workspace.rule_text(cell, n), threshold, proposed)
        tree = check_rule(workspace.checked, ("matrix", "cells", cell, "criteria", n, "rule"), rule).tree
        assert tree is not None, rule
        cells = tuple(
            replace(one, criteria=tuple(replace(c, rule=tree) if c.n == n else c for c in one.criteria))
            if one.id == cell
            else one
            for one in workspace.program.cells
        )
        preview.update(replace(workspace.program, cells=cells))
        after = preview.counts.cells[cell]
        assert after.matched == values.in_cell(threshold.op, proposed), rule
        assert next(one for one in after.criteria if one.n == n).alone == values.alone(threshold.op, proposed)
        assert after.matched - preview_matched(workspace, cell) == len(values.near), rule
    assert seen >= 20


def preview_matched(workspace: Workspace, cell: str) -> int:
    return Preview(workspace.program, workspace.source, AS_OF).counts.cells[cell].matched


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("웹방문_90일 5회 이상", 3, "웹방문_90일 3회 이상"),
        ("visits_90d >= 5 -- five", 12, "visits_90d >= 12 -- five"),
        ("캠페인반응률_1년 40% 이상", 0.25, "캠페인반응률_1년 25% 이상"),
        ("구매계획_개월 6개월 이하", 9, "구매계획_개월 9개월 이하"),
        ("주행거리 5만 이상", 42000, "주행거리 42000 이상"),
        ("가입일 >= 2024-01-31", date(2023, 5, 1), "가입일 >= 2023-05-01"),
        ("개수(최근 30일 웹방문) > 2", 0, "개수(최근 30일 웹방문) > 0"),
    ],
)
def test_another_threshold_leaves_the_rest_as_it_is(
    workspace: Workspace, text: str, value: object, written: str
) -> None:
    tree = check_rule(workspace.checked, ("matrix", "cells", "2.1", "criteria", 3, "rule"), text).tree
    assert tree is not None
    found = threshold_of(text, tree)
    assert found is not None
    assert with_value(text, found, value) == written


@pytest.mark.parametrize(
    "text", ["웹방문_90일 1에서 4회 사이", "등급 = 'VIP'", "이메일_동의", "시승만족도 상위 30%", "5 < 7"]
)
def test_other_rules_have_no_threshold(workspace: Workspace, text: str) -> None:
    tree = check_rule(workspace.checked, ("matrix", "cells", "2.1", "criteria", 3, "rule"), text).tree
    assert tree is None or threshold_of(text, tree) is None


def test_a_parameter_is_named(workspace: Workspace) -> None:
    found = {(cell, n): one for cell, n, one in simple(workspace)}
    assert found["1.1", 1].parameter == "hot"
    assert found["1.1", 1].value == 60


@pytest.mark.parametrize("side", ["top", "bottom"])
@pytest.mark.parametrize("measure", ["satisfaction", "visits_90d", "response_rate_1y", "owner_since"])
def test_bands_take_whom_the_language_says(workspace: Workspace, measure: str, side: Side) -> None:
    preview = Preview(workspace.program, workspace.source, AS_OF)
    outcome = run_workspace(workspace, as_of=AS_OF, values=True).outcome
    known = [one for one in outcome.column(f"value_{measure}").to_pylist() if one is not None]
    values, profile = preview.band_values(measure)
    assert len(values) == len(known) == sum(profile.bins)
    for share in map(Decimal, ("0", "0.001", "0.1", "0.3", "0.5", "0.97", "1")):
        before = sorted(known, reverse=side == "top")
        first = {value: before.index(value) for value in set(known)}
        inside = [value for value in known if first[value] < share * len(known)]
        border, number = values.within(share, side)
        assert number == len(inside)
        if inside:
            assert border == (min(inside) if side == "top" else max(inside))
