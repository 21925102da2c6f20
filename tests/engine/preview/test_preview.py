"""What the live preview computes anew, what it gives to panels, and that it can be ended."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from dsl.typed import InPercent, TypedExpr
from engine.cancel import Cancelled
from engine.preview import Counts, Preview, Sample, Worker
from engine.program import Cell, MeasureDef, Program
from engine.project.catalog import check_rule
from engine.run import run_workspace
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import Workspace, open_workspace

AS_OF = date(2025, 6, 30)
NAMES = ("visits_90d", "satisfaction", "owner_since", "dna", "response_rate_90d")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("preview") / "sample.duckdb"
    write(target, 2000, 1)
    return target


@pytest.fixture(scope="module")
def workspace(data: Path) -> Iterator[Workspace]:
    with open_workspace(project_path("written", "en"), source=str(data)) as opened:
        yield opened


@pytest.fixture
def preview(workspace: Workspace) -> Preview:
    return Preview(workspace.program, workspace.source, AS_OF)


@pytest.fixture(scope="module")
def outcome(workspace: Workspace) -> pa.Table:
    return run_workspace(workspace, as_of=AS_OF, values=True).outcome


def rule(workspace: Workspace, path: tuple[str | int, ...], text: str) -> TypedExpr:
    found = check_rule(workspace.checked, path, text)
    assert found.tree is not None, found.diagnostics
    return found.tree


def with_criterion(workspace: Workspace, cell: str, n: int, text: str) -> Program:
    tree = rule(workspace, ("matrix", "cells", cell, "criteria", n, "rule"), text)

    def change(one: Cell) -> Cell:
        criteria = tuple(replace(c, rule=tree) if c.n == n else c for c in one.criteria)
        return replace(one, criteria=criteria) if one.id == cell else one

    return replace(workspace.program, cells=tuple(change(one) for one in workspace.program.cells))


def with_measure(workspace: Workspace, name: str, text: str) -> Program:
    measures = dict(workspace.program.measures)
    measures[name] = MeasureDef(name, rule(workspace, ("measures", name, "rule"), text))
    return replace(workspace.program, measures=measures)


def test_an_edit_of_one_criterion_computes_little_and_undo_nothing(workspace: Workspace, preview: Preview) -> None:
    before = preview.memory()["computed"]
    preview.update(with_criterion(workspace, "2.1", 3, "visits_90d >= 4"))
    few = preview.memory()["computed"] - before
    assert 0 < few < 40
    before = preview.memory()["computed"]
    preview.update(workspace.program)
    assert preview.memory()["computed"] == before


def test_an_unrelated_edit_recounts_nothing(workspace: Workspace, preview: Preview) -> None:
    cells = tuple(replace(cell, labels=replace(cell.labels, en="another")) for cell in workspace.program.cells)
    program = replace(workspace.program, cells=cells)
    before = preview.memory()["computed"]
    assert preview.affected(program) == frozenset()
    assert replace(preview.update(program), generation=1) == replace(preview.counts, generation=1)
    assert preview.memory()["computed"] == before


def test_the_cells_that_an_edit_touches_are_known_before_they_are_counted(
    workspace: Workspace, preview: Preview
) -> None:
    assert preview.affected(with_criterion(workspace, "1.1", 1, "lead_score >= 50")) == {"1.1", "1.2", "1.3"}
    touched = preview.affected(with_measure(workspace, "enquiries_1y", "count(enquiries in last 30 days)"))
    assert touched == {"3.1", "3.2", "3.3"}
    marked = preview.counts.stale(touched)
    assert {id for id, cell in marked.cells.items() if cell.state == "stale"} == touched
    assert marked.cells["3.1"].matched == preview.counts.cells["3.1"].matched


def test_one_measure_reads_no_table_again(workspace: Workspace, preview: Preview) -> None:
    reads = preview._data.read_tables
    counts = preview.update(with_measure(workspace, "visits_90d", "count(web_visits in last 60 days)"))
    assert preview._data.read_tables == reads
    assert counts.accounting() == preview.exact(
        with_measure(workspace, "visits_90d", "count(web_visits in last 60 days)")
    )


def test_a_column_that_is_needed_later_is_read_then(workspace: Workspace, preview: Preview) -> None:
    program = with_criterion(workspace, "2.1", 3, "region = '서울' and household_size >= 2")
    assert preview.update(program).accounting() == preview.exact(program)


def test_in_cell_follows_the_cell_that_it_names(workspace: Workspace, preview: Preview) -> None:
    linked = with_criterion(workspace, "2.1", 3, "not in cell '5.1'")
    assert preview.update(linked).accounting() == preview.exact(linked)
    other = with_criterion(workspace, "5.1", 9, "plan_months <= 2")
    both = replace(
        linked, cells=tuple(next(c for c in other.cells if c.id == "5.1") if c.id == "5.1" else c for c in linked.cells)
    )
    assert preview.update(both).accounting() == preview.exact(both)
    assert preview.affected(linked) >= {"2.1", "5.1"}


def test_blocked_and_empty_cells_say_so(workspace: Workspace, preview: Preview) -> None:
    program = replace(
        workspace.program,
        cells=tuple(replace(c, criteria=()) if c.id in ("1.1", "2.1") else c for c in workspace.program.cells),
    )
    counts = preview.update(program, blocked={"2.1"})
    assert counts.cells["1.1"].state == "not_defined" and counts.cells["1.1"].matched == 0
    assert counts.cells["2.1"].state == "unfinished"
    assert counts.cells["3.1"].state == "ok"


def test_cancelling_ends_an_update_and_keeps_the_last_numbers(workspace: Workspace, preview: Preview) -> None:
    before = preview.counts
    program = with_measure(workspace, "visits_90d", "count(web_visits in last 47 days)")
    with pytest.raises(Cancelled):
        preview.update(program, cancel=lambda: True)
    assert preview.counts is before
    assert preview.update(program).accounting() == preview.exact(program)


def test_many_nodes_are_let_go_without_a_change_of_the_numbers(
    workspace: Workspace, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = preview.counts.accounting()
    gaps = preview.counts.gaps("maintain")
    old = preview.counts
    monkeypatch.setattr("engine.preview.counting.NODE_LIMIT", 100)
    preview.update(with_criterion(workspace, "2.1", 3, "visits_90d >= 4"))
    found = preview.update(workspace.program)
    assert found.accounting() == expected
    assert old.gaps("maintain") == gaps == found.gaps("maintain")


def test_a_small_memory_for_results_changes_no_number(workspace: Workspace, preview: Preview) -> None:
    small = Preview(workspace.program, workspace.source, AS_OF, result_limit=20_000)
    assert small.counts.accounting() == preview.counts.accounting()
    assert small.memory()["results"] < 200_000


# -- panels ------------------------------------------------------------------------------------------------


def test_keys_are_those_of_the_outcome(preview: Preview, outcome: pa.Table) -> None:
    rows = outcome.to_pylist()
    inside = [row["customer_id"] for row in rows if "3.1" in (row["cells"] or "").split(",")]
    assert sorted(map(int, preview.keys("3.1", limit=None))) == sorted(inside)
    both = [r["customer_id"] for r in rows if {"3.3", "4.3"} <= set((r["cells"] or "").split(","))]
    assert sorted(map(int, preview.keys("3.3", "4.3", limit=None))) == sorted(both)
    assert len(preview.keys("3.1", limit=3)) == 3
    assert set(preview.draw("3.1", 5, seed=4)) <= set(inside)


def test_gaps_are_exact_and_have_their_customers(preview: Preview, outcome: pa.Table) -> None:
    for stage, ledger in preview.counts.stages.items():
        gaps = preview.counts.gaps(stage, None)
        assert sum(gap.subjects for gap in gaps) == ledger.unassigned
        assert [gap.subjects for gap in gaps] == sorted((gap.subjects for gap in gaps), reverse=True)
        assert len({gap.failing for gap in gaps}) == len(gaps)
        for gap in gaps[:3]:
            assert len(preview.keys(stage=stage, gap=gap, limit=None)) == gap.subjects
    by_key = {row["customer_id"]: row for row in outcome.to_pylist()}
    gap = preview.counts.gaps("maintain")[0]
    row = by_key[preview.keys(stage="maintain", gap=gap, limit=1)[0]]
    met = {("3.1", 1): "c_3.1_1", ("3.2", 1): "c_3.2_1", ("3.2", 2): "c_3.2_2", ("3.3", 1): "c_3.3_1"}
    for place, column in met.items():
        assert (place in gap.failing) == (row[column] is not True)


def test_values_of_one_customer_are_those_of_the_outcome(preview: Preview, outcome: pa.Table) -> None:
    for row in outcome.slice(0, 25).to_pylist():
        values = preview.customer(
            row["customer_id"], ["visits_90d", "satisfaction", "owner_since", "dna", "response_rate_90d"]
        )
        assert values is not None
        for name, value in values.items():
            assert value == row[f"value_{name}"], name
        for (cell, n), state in preview.states(row["customer_id"]).items():
            assert row[f"c_{cell}_{n}"] is state
    assert preview.customer(-1) is None and preview.customer("nobody") is None and preview.states(-1) == {}
    assert set(preview.customer(row["customer_id"]) or {}) >= {"visits_90d", "lead_score", "mileage"}


def test_profiles_and_thresholds_count_what_is_there(preview: Preview, outcome: pa.Table) -> None:
    values = [row["value_visits_90d"] for row in outcome.to_pylist()]
    found = preview.profile("visits_90d")
    assert (found.low, found.high, found.missing) == (min(values), max(values), 0)
    assert found.median == sorted(values)[(len(values) + 1) // 2 - 1]
    assert found.distinct == len(set(values)) and sum(found.bins) == len(values)
    assert dict(found.commonest)[0] == values.count(0)
    sorted_values = preview.thresholds("visits_90d")
    for limit in (0, 1, 5, 100):
        assert sorted_values.count(">=", limit) == sum(value >= limit for value in values)
        assert sorted_values.count("<", limit) == sum(value < limit for value in values)
    rates = [row["value_response_rate_90d"] for row in outcome.to_pylist()]
    found = preview.profile("response_rate_90d")
    assert found.missing == rates.count(None) and found.missing_share == rates.count(None) / len(rates)
    assert preview.thresholds("response_rate_90d").count(">", 0.3) == sum(r is not None and r > 0.3 for r in rates)
    texts = preview.profile("region")
    assert texts.bins == () and isinstance(texts.commonest[0][0], str)
    assert preview.profile("birth_date").low < preview.profile("birth_date").high
    with pytest.raises(TypeError):
        preview.thresholds("region")


# -- samples -----------------------------------------------------------------------------------------------


def test_above_the_memory_limit_a_sample_is_looked_at_and_says_so(workspace: Workspace, preview: Preview) -> None:
    whole = preview.counts
    limit = preview.memory()["columns"] // 2
    part = Preview(workspace.program, workspace.source, AS_OF, memory_limit=limit, seed=3)
    again = Preview(workspace.program, workspace.source, AS_OF, memory_limit=limit, seed=3)
    assert part.counts.accounting() == again.counts.accounting()
    sample = part.counts.sample
    assert sample is not None and sample.subjects == part.counts.subjects
    assert sample.of == whole.subjects and 0 < sample.subjects < sample.of
    assert part.memory()["columns"] < 0.8 * preview.memory()["columns"]
    assert part.counts.adds_up
    missed = 0
    for id, cell in part.counts.cells.items():
        _, low, high = sample.estimate(cell.matched)
        missed += not low <= whole.cells[id].matched <= high
    assert missed <= 3
    # Percent bands are those of the sample; everything else is known of each customer exactly.
    cells = workspace.program.cells
    plain = [(c.id, one.n) for c in cells for one in c.criteria if not isinstance(one.rule, InPercent)]
    assert len(plain) > 40
    for key in part.keys("3.1"):
        known, found = preview.states(key), part.states(key)
        assert {place: found[place] for place in plain} == {place: known[place] for place in plain}
        assert part.customer(key, ["visits_90d", "mileage"]) == preview.customer(key, ["visits_90d", "mileage"])
    assert part.exact(workspace.program) == whole.accounting()
    region = with_criterion(workspace, "2.1", 3, "region = '서울'")
    assert 0 < part.update(region).cells["2.1"].criteria[2].met < preview.update(region).cells["2.1"].criteria[2].met


def test_an_estimate_holds_its_bounds() -> None:
    sample = Sample(1000, 10_000, 1)
    middle, low, high = sample.estimate(100)
    assert middle == 1000 and 820 <= low < 1000 < high <= 1210
    assert sample.estimate(0)[:2] == (0, 0)
    assert sample.estimate(1000)[2] == 10_000
    assert Sample(0, 10, 1).estimate(0) == (0, 0, 10)


# -- the worker --------------------------------------------------------------------------------------------


def test_the_newest_program_wins_and_older_results_are_dropped(workspace: Workspace, preview: Preview) -> None:
    found: list[tuple[int, Counts]] = []
    failed: list[Exception] = []
    with Worker(preview, lambda g, c: found.append((g, c)), lambda _, e: failed.append(e)) as worker:
        last = 0
        for k in range(1, 40):
            last = worker.submit(with_measure(workspace, "visits_90d", f"count(web_visits in last {k} days)"))
        assert worker.idle(60)
    assert failed == []
    generations = [generation for generation, _ in found]
    assert generations == sorted(generations) and generations[-1] == last
    expected = preview.exact(with_measure(workspace, "visits_90d", "count(web_visits in last 39 days)"))
    assert found[-1][1].accounting() == expected


def test_a_failure_is_told_and_the_worker_lives_on(workspace: Workspace, preview: Preview) -> None:
    told = threading.Event()
    found: list[Counts] = []
    with Worker(preview, lambda _, c: found.append(c), lambda _, e: told.set()) as worker:
        worker.submit(replace(workspace.program, table="no such table"))
        assert told.wait(30)
        worker.submit(workspace.program)
        assert worker.idle(30)
        worker.cancel()
    assert [one.accounting() for one in found] == [preview.exact(workspace.program)]
    worker.close()
