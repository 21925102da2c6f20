"""What the editor is judged by: each point with the tests that hold it. A point whose test is gone fails here."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from editor.views.main_window import MainWindow
from tests.editor.conftest import until

ROOT = Path(__file__).parents[2]
CTRL = Qt.KeyboardModifier.ControlModifier

JUDGED: dict[str, tuple[str, ...]] = {
    # -- counts
    "the sample opens counted": ("editor/test_window.py::test_the_sample_opens_counted",),
    "unassigned is shown": ("editor/test_cells.py::test_the_foot_adds_up_to_everybody",),
    "old numbers are grey, never 0 in flight": (
        "editor/test_window.py::test_numbers_are_grey_and_never_zero_while_they_are_counted",
    ),
    "card, run, SQL and explanation agree": (
        "engine/test_everywhere.py::test_counts_agree_everywhere",
        "editor/test_window.py::test_card_is_run_is_command_line",
        "editor/test_run.py::test_what_runs_is_what_the_cards_say",
    ),
    "an unrelated edit recounts nothing": ("engine/preview/test_preview.py::test_an_unrelated_edit_recounts_nothing",),
    "an unfinished row is named and blocks its cell": (
        "editor/test_window.py::test_invalid_text_is_kept_and_blocks_its_cell",
    ),
    "how criteria are combined is visible": ("editor/test_cells.py::test_columns_are_those_of_the_mode",),
    # -- round trip
    "OR, NOT and comments survive rows and text": (
        "editor/test_rows.py::test_comments_and_brackets_stay",
        "editor/test_row_form.py::test_what_rows_cannot_show_stays_text",
    ),
    "row, text, row is identical to the byte": ("editor/test_row_form.py::test_row_text_row_is_identical_to_the_byte",),
    "invalid text is never deleted": ("editor/test_window.py::test_invalid_text_is_kept_and_blocks_its_cell",),
    # -- errors
    "all errors are listed, ten at most": (
        "dsl/test_syntax_messages.py::test_all_problems_of_a_rule_are_listed",
        "dsl/test_syntax_messages.py::test_ten_errors_at_most",
    ),
    "spans are right behind Hangul and full-width": ("dsl/test_parse.py::test_spans_are_code_points_of_the_original",),
    "messages in both languages, in the user's words": (
        "dsl/test_syntax_messages.py::test_both_languages_name_the_same_parameters",
        "dsl/test_check_messages.py::test_no_message_speaks_of_machinery",
    ),
    "a fix is one undo": ("editor/test_window.py::test_a_fix_is_two_keys_and_one_undo",),
    # -- editing
    "typing is one undo": ("editor/test_window.py::test_typing_is_one_undo",),
    "Ctrl+Z is equal everywhere": (
        "editor/test_window.py::test_undo_is_the_same_in_a_label",
        "editor/test_window.py::test_undo_is_the_same_for_match_mode_and_policy",
        "editor/test_axes.py::test_undo_while_a_name_is_typed_is_the_window_s",
    ),
    "the wheel is safe": (
        "editor/test_window.py::test_the_wheel_changes_nothing_unfocused",
        "editor/test_threshold.py::test_the_wheel_changes_nothing_unfocused",
    ),
    "nothing happens during composition": (
        "editor/test_window.py::test_nothing_happens_while_a_syllable_is_composed",
        "editor/test_text.py::test_undo_save_and_fix_wait_for_a_composition",
    ),
    "ids and Korean labels are completed": (
        "editor/test_completion.py::test_offers",
        "editor/test_completion.py::test_a_name_is_taken_in_the_language_of_the_screen",
    ),
    # -- insight
    "missing values in the browser": ("editor/test_browser.py::test_distributions_are_those_of_the_data",),
    "the slider by keys": ("editor/test_threshold.py::test_keys_move_it_and_what_is_said_comes",),
    "an overlap names the other cell and its count": (
        "editor/test_overlaps.py::test_the_table_has_the_overlaps_of_the_counts",
        "editor/test_overlaps.py::test_overlaps_within_a_stage_are_named_not_only_coloured",
    ),
    "gaps list concrete combinations": (
        "engine/preview/test_preview.py::test_gaps_are_exact_and_have_their_customers",
    ),
    "the explanation covers all cells": (
        "editor/test_customer.py::test_the_explanation_of_a_dozen_customers_is_the_engines",
    ),
    # -- robust; how long a stall is, is measured by the benchmarks
    "cancel keeps the last numbers": (
        "editor/test_run.py::test_cancel_keeps_the_last_numbers",
        "editor/test_disk.py::test_escape_stops_counting_and_keeps_the_last_numbers",
    ),
    "killed at any moment, little is lost": (
        "editor/test_journal.py::test_killed_at_random_moments_the_file_is_whole_and_the_journal_has_the_rest",
        "editor/test_journal.py::test_a_journal_is_at_most_half_a_minute_old",
    ),
    "a bad connection names the step that failed": (
        "editor/test_connections.py::test_a_server_that_does_not_answer_fails_at_reaching_it",
        "editor/test_connections.py::test_a_file_that_is_not_there_fails_in_its_step",
    ),
    # -- access
    "everything focusable has a name": ("editor/test_window.py::test_every_focusable_widget_has_a_name",),
    "contrast in both themes": ("editor/test_theme.py::test_every_text_colour_has_contrast_on_every_background",),
    "twice the font on a small screen": ("editor/test_window.py::test_twice_the_font_fits_a_small_screen",),
    "the language switch is complete": ("editor/test_window.py::test_the_language_switch_is_complete",),
    # -- tasks; how long an edit takes, is measured by the benchmarks
    "counts of the sample with one click": ("editor/test_welcome.py::test_the_sample_opens_counted_with_one_click",),
    "a three-part criterion": ("editor/test_rows.py::test_a_three_part_criterion_takes_four_actions",),
    "a typo in two keys": ("editor/test_window.py::test_a_fix_is_two_keys_and_one_undo",),
    "why somebody is not in a cell": (
        "editor/test_customer.py::test_why_somebody_is_not_in_a_cell_takes_three_actions",
    ),
    "a gap is found, mended, recounted": ("editor/test_judged.py::test_a_gap_is_found_mended_and_recounted_by_keys",),
    "recovery in one click": ("editor/test_recovery.py::test_recovery_is_one_click_and_shows_what_changed",),
    "a cell's SQL in two clicks": ("editor/test_sql.py::test_the_sql_of_a_cell_in_two_clicks",),
}


def functions(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("point", JUDGED)
def test_each_point_has_its_tests(point: str) -> None:
    for test in JUDGED[point]:
        file, _, name = test.partition("::")
        assert name in functions(ROOT / "tests" / file), test


def test_a_gap_is_found_mended_and_recounted_by_keys(window: MainWindow) -> None:
    session, panel = window.session, window.gaps
    assert session.counts is not None
    before = session.counts.stages["maintain"].unassigned
    assert before and session.counts.near_misses("3.1")[1]
    actions = 0
    QTest.keyClick(window, Qt.Key.Key_3, CTRL)
    actions += 1
    until(lambda: panel.lines.rowCount() and not panel.busy)
    assert panel.gaps.choose(("near", "3.1", 1))
    until(lambda: panel.proposal is not None)
    assert panel.proposal is not None and panel.loosen.isVisible()
    actions += 1
    panel.loosen.setFocus()
    QTest.keyClick(panel.loosen, Qt.Key.Key_Space)
    actions += 1
    until(lambda: not session.stale)
    assert session.counts.stages["maintain"].unassigned < before
    assert actions <= 5
    session.undo()
    until(lambda: not session.stale)
    assert session.counts.stages["maintain"].unassigned == before
