"""Ten defects an editor can have, each as a small change of the running code, with the test that has to notice it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any


def zero_in_flight() -> None:
    """A card shows 0 while its number is counted anew."""
    from editor.viewmodels.matrix_model import MatrixModel

    right = MatrixModel.card

    def wrong(self: Any, index: Any) -> Any:
        card = right(self, index)
        return replace(card, count=0) if card is not None and card.stale else card

    MatrixModel.card = wrong  # type: ignore[method-assign]


def undo_by_keystroke() -> None:
    """Each key of a run of typing is an undo step of its own."""
    from editor.commands import edits

    right = edits.set_rule
    edits.set_rule = lambda *given: replace(right(*given), merge=None)


def wheel_changes_values() -> None:
    """The mouse wheel over a list changes it while the page is scrolled."""
    from PySide6.QtWidgets import QComboBox, QSpinBox

    from editor.views.inputs import Choice, Spin

    Choice.wheelEvent = QComboBox.wheelEvent  # type: ignore[assignment,method-assign]
    Spin.wheelEvent = QSpinBox.wheelEvent  # type: ignore[assignment,method-assign]


def composition_is_not_seen() -> None:
    """A syllable that is being composed is taken for text that is there."""
    from editor.views.rule_edit import RuleEdit

    RuleEdit.composing = property(lambda self: False)  # type: ignore[assignment,method-assign]


def same_problem_again() -> None:
    """F8 stays with the first problem."""
    from editor.views.problems_panel import ProblemsPanel

    def wrong(self: Any) -> None:
        if self.list.count():
            self.list.setCurrentRow(0)
            self._activated(self.list.currentItem())

    ProblemsPanel.next_problem = wrong  # type: ignore[method-assign]


def half_a_language_switch() -> None:
    """Menus and buttons keep the language in which the window was opened."""
    from editor.views.actions import Actions

    Actions.retranslate = lambda self: None  # type: ignore[method-assign]


def invalid_text_is_dropped() -> None:
    """What cannot be read as a rule is not kept."""
    from dsl.parse import parse
    from editor.commands import edits

    right = edits.set_rule

    def wrong(project: Any, cell: str, n: int, rule: str) -> Any:
        broken = any(one.severity == "error" for one in parse(rule).diagnostics)
        return right(project, cell, n, "" if broken else rule)

    edits.set_rule = wrong


def overlap_of_the_wrong_pair() -> None:
    """The table of overlaps shows how many are in one cell instead of how many are in both."""
    from engine.preview.counts import Counts

    right = Counts.overlap_table

    def wrong(self: Any) -> Any:
        names, rows = right(self)
        return names, tuple(tuple(row[0] for _ in row) for row in rows)

    Counts.overlap_table = wrong  # type: ignore[method-assign]


def recovery_forgets() -> None:
    """After a crash nothing is offered."""
    from editor.document.journal import Journal

    Journal.recovery = lambda self, project: None  # type: ignore[method-assign]


def run_of_the_file() -> None:
    """A run takes the project as it was saved, not as it is on the screen."""
    from editor.workers import running
    from engine.project.file import load

    right = running.carry_out

    def wrong(project: Any, path: Any, *given: Any, **more: Any) -> Any:
        saved = load(path).project
        assert saved is not None
        return right(saved, path, *given, **more)

    running.carry_out = wrong


@dataclass(frozen=True, slots=True)
class Defect:
    """``sow`` puts the defect in place; ``test`` has to fail then, and holds without it."""

    sow: Callable[[], None]
    test: str


DEFECTS = {
    sow.__name__.replace("_", " "): Defect(sow, f"tests/editor/{test}")
    for sow, test in (
        (zero_in_flight, "test_window.py::test_numbers_are_grey_and_never_zero_while_they_are_counted"),
        (undo_by_keystroke, "test_window.py::test_typing_is_one_undo"),
        (wheel_changes_values, "test_window.py::test_the_wheel_changes_nothing_unfocused"),
        (composition_is_not_seen, "test_window.py::test_nothing_happens_while_a_syllable_is_composed"),
        (same_problem_again, "test_window.py::test_f8_goes_to_the_next_problem"),
        (half_a_language_switch, "test_window.py::test_the_language_switch_is_complete"),
        (invalid_text_is_dropped, "test_window.py::test_invalid_text_is_kept_and_blocks_its_cell"),
        (overlap_of_the_wrong_pair, "test_overlaps.py::test_the_table_has_the_overlaps_of_the_counts"),
        (recovery_forgets, "test_recovery.py::test_recovery_is_one_click_and_shows_what_changed"),
        (run_of_the_file, "test_run.py::test_what_is_not_saved_is_what_runs"),
    )
}
