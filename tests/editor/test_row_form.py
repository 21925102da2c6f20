"""Rows and text: two views of one rule, without loss."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.catalog import Catalog
from dsl.diagnostics import Language
from editor.viewmodels import row_form as rf
from engine.project.catalog import build
from engine.project.file import load
from engine.sample.projects import project_path


def sample() -> tuple[Catalog, list[str]]:
    project = load(project_path("written", "ko")).project
    assert project is not None
    rules = [one.rule for cell in project.matrix.cells for one in cell.criteria]
    return build(project).catalog, rules


CATALOG, RULES = sample()
PIECES = [
    *RULES,
    "visits_90d >= 5",
    "( visits_90d >= 5 )",
    "((나이 30 이상))",
    "grade IN ('VIP', 'Gold')",
    "등급 = '일''반'",
    "email CONTAINS 'a,b'",
    "any(purchases in last 90 days)",
    "최근 1년 구매 없음",
    "count(web_visits in last 90 days) >= 5",
    "count(web_visits in last 90 days where channel = 'app') >= 5",
    "email_consent",
    "NOT sms_consent",
    "age BETWEEN 20 AND 39",
    "joined_on >= 2024-01-01",
    "region IS MISSING",
    "visits_90d >= -- five\n 5",
    "visits_90d >= 5 -- five\n",
    "visits_90d >=",
    "nobody = 3",
    "((",
    "",
]
TEXTS = st.builds(
    lambda parts, joiner, space: joiner.join(space + part for part in parts) + space,
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3),
    st.sampled_from([" AND ", " or ", " 그리고 ", "\nAND "]),
    st.sampled_from(["", " ", "\n", "-- note\n"]),
)
LANGUAGES = st.sampled_from(["ko", "en"])


@given(TEXTS, LANGUAGES)
def test_row_text_row_is_identical_to_the_byte(text: str, language: Language) -> None:
    for row in rf.read(text, CATALOG).rows:
        if not row.editable or not row.field:
            continue
        assert rf.set_field(text, row, row.field, CATALOG, language) == text
        assert rf.set_operator(text, row, row.operator, CATALOG, language) == text
        assert rf.set_value(text, row, row.value, CATALOG) == text
        assert rf.set_window(text, row, row.window, CATALOG, language) == text


@given(TEXTS, st.sampled_from(["7", "1000", "30%", "Gold"]))
def test_another_value_and_back_is_identical_to_the_byte(text: str, value: str) -> None:
    for place, row in enumerate(rf.read(text, CATALOG).rows):
        changed = rf.set_value(text, row, value, CATALOG) if row.editable and row.value else None
        if changed is None:
            continue
        again = rf.read(changed, CATALOG).rows[place]
        assert again.value == value
        assert changed[: row.span.start] == text[: row.span.start]
        assert changed.endswith(text[row.span.end :])
        assert rf.set_value(changed, again, row.value, CATALOG) == text


@given(TEXTS, LANGUAGES, st.data())
def test_another_operator_changes_its_own_span_only(text: str, language: Language, data: st.DataObject) -> None:
    rows = rf.read(text, CATALOG).rows
    place = data.draw(st.integers(0, len(rows) - 1))
    row = rows[place]
    if not row.editable or not row.field:
        return
    operator = data.draw(st.sampled_from(rf.OPERATORS[row.sort]))
    changed = rf.set_operator(text, row, operator, CATALOG, language)
    assert changed[: row.span.start] == text[: row.span.start]
    assert changed.endswith(text[row.span.end :])


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("sort", list(rf.OPERATORS))
def test_every_operator_is_written_so_that_it_is_read_again(sort: rf.Sort, language: Language) -> None:
    start = {
        "number": "visits_90d >= 5",
        "text": "grade = 'VIP'",
        "date": "joined_on >= 2024-01-01",
        "boolean": "email_consent",
        "relation": "any(purchases in last 90 days)",
    }[sort]
    values = {"number": "5", "text": "VIP", "date": "2024-01-01", "boolean": "", "relation": "2"}
    for operator in rf.OPERATORS[sort]:
        row = rf.read(start, CATALOG).rows[0]
        value = "만족도_순위.상위" if operator == "in_band" else values[sort]
        made = replace(row, operator=operator, value=value, second=value)
        text = rf.compose(made, CATALOG, language)
        again = rf.read(text, CATALOG).rows[0]
        assert again.editable, text
        assert (again.field, again.operator, again.window) == (row.field, operator, row.window), text
        if operator not in rf.NO_VALUE:
            assert again.value == value, text


def test_what_rows_cannot_show_stays_text() -> None:
    form = rf.read("visits_90d >= 5 AND NOT (grade = 'VIP' OR region IS MISSING)", CATALOG)
    assert [row.editable for row in form.rows] == [True, False]
    assert form.rows[1].text == "NOT (grade = 'VIP' OR region IS MISSING)"


def test_half_written_values_are_no_values_yet() -> None:
    text = "visits_90d >= 5"
    row = rf.read(text, CATALOG).rows[0]
    assert rf.set_value(text, row, "5 or", CATALOG) is None
    assert rf.set_value(text, row, "", CATALOG) == "visits_90d >= "
    empty = "visits_90d >="
    assert rf.set_value(empty, rf.read(empty, CATALOG).rows[0], "7", CATALOG) == "visits_90d >= 7"
