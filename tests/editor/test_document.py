"""One undo stack over whole projects: typing is one step, saving is remembered, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.diagnostics import QuadrilleError
from editor.commands import axes, cells, edits
from editor.document.document import Document, load_document
from editor.document.history import MERGE_SECONDS, Change, History
from engine.project.model import Project
from engine.sample.projects import project_path


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "project.quad"
    path.write_bytes(project_path("written", "ko").read_bytes())
    return load_document(path)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_run_of_typing_is_one_undo(document: Document) -> None:
    before = document.project
    for end in range(1, 12):
        document.apply(edits.set_rule(document.project, "2.1", 3, "visits_90d >= 7"[:end]))
    document.undo()
    assert document.project == before
    document.redo()
    assert document.project.matrix.cell("2.1").criteria[2].rule == "visits_90d "  # type: ignore[union-attr]


def test_pauses_other_places_and_saving_start_new_steps(document: Document) -> None:
    clock = Clock()
    history = History(document.project, clock)
    history.push(edits.set_rule(history.project, "2.1", 3, "a"))
    clock.now += MERGE_SECONDS + 0.1
    history.push(edits.set_rule(history.project, "2.1", 3, "ab"))
    history.push(edits.set_rule(history.project, "2.1", 1, "b"))
    history.push(edits.set_rule(history.project, "2.1", 1, "bc"))
    history.mark_saved()
    history.push(edits.set_rule(history.project, "2.1", 1, "bcd"))
    steps = 0
    while history.undo():
        steps += 1
    assert steps == 4
    assert history.project == document.project


def test_modified_is_what_differs_from_the_file(document: Document) -> None:
    assert not document.modified
    document.apply(edits.set_hit_policy(document.project, "unique"))
    assert document.modified
    document.undo()
    assert not document.modified
    document.redo()
    document.save()
    assert not document.modified
    assert document.path is not None
    assert load_document(document.path).project == document.project


def test_saving_keeps_comments_and_everything_untouched(document: Document) -> None:
    assert document.path is not None
    before = document.path.read_text(encoding="utf-8").splitlines()
    document.apply(edits.set_rule(document.project, "3.1", 1, "service_visits_1y >= 3"))
    document.save()
    after = document.path.read_text(encoding="utf-8").splitlines()
    different = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert len(different) == 1
    assert "service_visits_1y >= 3" in different[0][1]


def test_a_file_that_somebody_else_changed_is_not_overwritten(document: Document) -> None:
    assert document.path is not None
    document.apply(edits.set_hit_policy(document.project, "collect"))
    document.path.write_bytes(document.path.read_bytes() + b"# note\n")
    assert document.changed_on_disk()
    with pytest.raises(QuadrilleError):
        document.save()
    assert document.modified
    document.save(overwrite=True)
    assert not document.modified


def test_cells_are_added_pasted_cleared_and_removed(document: Document) -> None:
    copied = document.project.matrix.cell("2.1")
    assert copied is not None
    change, cell = cells.paste_cell(document.project, copied, "engage", "low")
    document.apply(change)
    pasted = document.project.matrix.cell(cell)
    assert pasted is not None
    assert pasted.criteria == copied.criteria
    document.apply(cells.clear_cell(document.project, cell))
    assert document.project.matrix.cell(cell).criteria == ()  # type: ignore[union-attr]
    document.apply(cells.remove_cell(document.project, cell))
    assert cells.cell_at(document.project, "engage", "low") is None
    change, again = cells.add_cell(document.project, "engage", "low")
    assert again == "1.3"
    assert change.project.matrix.cell("1.3") is not None


def test_removing_a_stage_takes_its_cells_along_and_undo_brings_them_back(document: Document) -> None:
    before = document.project
    document.apply(axes.remove_axis(document.project, "stages", "maintain"))
    assert all(cell.stage != "maintain" for cell in document.project.matrix.cells)
    document.undo()
    assert document.project == before


def test_listeners_hear_every_change_until_they_leave(document: Document) -> None:
    heard: list[str] = []
    leave = document.listen(lambda: heard.append(document.project.matrix.hit_policy))
    document.apply(edits.set_hit_policy(document.project, "unique"))
    document.undo()
    document.redo()
    leave()
    document.undo()
    assert heard == ["unique", "per_stage", "unique"]


def test_a_change_that_changes_nothing_is_no_step(document: Document) -> None:
    assert not document.apply(Change(document.project, "edit.nothing"))
    assert document.undo_step is None


@given(st.lists(st.sampled_from(["edit", "undo", "redo", "save"]), max_size=40), st.randoms(use_true_random=False))
def test_undo_and_redo_walk_the_same_line(actions: list[str], random: object) -> None:
    project = Project.model_validate(
        {
            "subject": {"table": "t", "key": "k"},
            "matrix": {
                "stages": [{"id": "s"}],
                "levels": [{"id": "l"}],
                "cells": [{"id": "c", "stage": "s", "level": "l", "criteria": [{"n": 1, "rule": "a"}]}],
            },
        }
    )
    history = History(project, Clock())
    line, place, number = [project], 0, 0
    for action in actions:
        if action == "edit":
            number += 1
            history.seal()
            history.push(edits.set_rule(history.project, "c", 1, f"rule {number}"))
            line = [*line[: place + 1], history.project]
            place += 1
        elif action == "undo":
            moved = history.undo()
            assert (moved is not None) == (place > 0)
            place = max(place - 1, 0)
        elif action == "redo":
            moved = history.redo()
            assert (moved is not None) == (place < len(line) - 1)
            place = min(place + 1, len(line) - 1)
        else:
            history.mark_saved()
            assert not history.modified
        assert history.project == line[place]
