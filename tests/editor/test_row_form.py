"""Rows and text: two views of one rule, without loss."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.catalog import Catalog
from dsl.diagnostics import Language
from editor.viewmodels import row_form as rf
from editor.viewmodels import row_form_write as rw
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
    "grade NOT IN ('VIP', 'Gold')",
    "등급 다음 중 하나 ('VIP') 아님",
    "visits_90d in top 30%",
    "visits_90d 상위 30~50%",
    "visits_90d in top 0% to 30%",
    "visits_90d in bottom 20 %",
    "joined_on in last 90 days",
    "joined_on in next 6 months",
    "time since joined_on >= 5 years",
    "경과(joined_on) 5년 이상",
    "count(web_visits between 180 and 90 days ago) > 2",
    "any(purchases in last 90 days where model = 'A')",
    "none(purchases where (model in ('A', 'B')))",
    "sum(purchases.price in last 1 year) between 1000 and 5000",
    "share(campaign_sends in last 90 days where responded) >= 30%",
    "count(distinct purchases.model) >= 2",
    "time since last(purchases.bought_on) <= 30 days",
    "any(web_visits where channel = )",
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
    for row in rf.read(text, CATALOG).all:
        if not row.editable or not row.field:
            continue
        assert rw.set_field(text, row, row.field, CATALOG, language) == text
        assert rw.set_operator(text, row, row.operator, CATALOG, language) == text
        assert rw.set_value(text, row, row.value, CATALOG) == text
        assert rw.set_window(text, row, row.window, CATALOG, language) == text
        assert rw.set_function(text, row, row.function, row.column, CATALOG, language) == text


@given(TEXTS, st.sampled_from(["7", "1000", "30%", "Gold"]))
def test_another_value_and_back_is_identical_to_the_byte(text: str, value: str) -> None:
    for place, row in enumerate(rf.read(text, CATALOG).all):
        changed = rw.set_value(text, row, value, CATALOG) if row.editable and row.value else None
        if changed is None:
            continue
        again = rf.read(changed, CATALOG).all[place]
        assert again.value == value
        assert changed[: row.span.start] == text[: row.span.start]
        assert changed.endswith(text[row.span.end :])
        assert rw.set_value(changed, again, row.value, CATALOG) == text


@given(TEXTS, LANGUAGES, st.data())
def test_another_operator_changes_its_own_span_only(text: str, language: Language, data: st.DataObject) -> None:
    rows = rf.read(text, CATALOG).rows
    place = data.draw(st.integers(0, len(rows) - 1))
    row = rows[place]
    if not row.editable or not row.field:
        return
    operator = data.draw(st.sampled_from(rf.operators(row)))
    changed = rw.set_operator(text, row, operator, CATALOG, language)
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
        text = rw.compose(made, CATALOG, language)
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
    assert rw.set_value(text, row, "5 or", CATALOG) is None
    assert rw.set_value(text, row, "", CATALOG) == "visits_90d >= "
    empty = "visits_90d >="
    assert rw.set_value(empty, rf.read(empty, CATALOG).rows[0], "7", CATALOG) == "visits_90d >= 7"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_everything_of_a_relation_s_rows_is_written_so_that_it_is_read_again(language: Language) -> None:
    for relation in CATALOG.relations:
        text = f"any({relation.id} in last 90 days)"
        for function, column in rf.choices(relation):
            row = rf.read(text, CATALOG).rows[0]
            changed = rw.set_function(text, row, function, column, CATALOG, language)
            again = rf.read(changed, CATALOG).rows[0]
            assert again.editable, changed
            assert (again.field, again.function, again.column) == (relation.id, function, column), changed
            assert again.window == row.window
            if function == "share":
                continue
            for entry in relation.fields:
                narrowed = rw.set_where(changed, again, entry.id, CATALOG, language)
                inner = rf.read(narrowed, CATALOG).rows[0].where
                assert inner is not None and inner.editable, narrowed
                assert (inner.field, inner.within) == (entry.id, relation.id)
                outer = rf.read(narrowed, CATALOG).rows[0]
                all_rows = rf.read(rw.set_where(narrowed, outer, "", CATALOG, language), CATALOG).rows[0]
                assert all_rows.where is None
                assert (all_rows.function, all_rows.column, all_rows.window) == (function, column, row.window)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    "window",
    [None, rf.Window("last", 30, "day"), rf.Window("ago", 180, "day", 90), rf.Window("next", 6, "month")],
)
def test_every_window_is_written_so_that_it_is_read_again(window: rf.Window | None, language: Language) -> None:
    for text in ("any(purchases)", "sum(purchases.price in last 1 year) >= 5", "none(purchases where price > 3)"):
        row = rf.read(text, CATALOG).rows[0]
        again = rf.read(rw.set_window(text, row, window, CATALOG, language), CATALOG).rows[0]
        assert again.window == window
        assert (again.function, again.column, again.operator) == (row.function, row.column, row.operator)


def test_numbers_of_windows_and_periods_change_in_place() -> None:
    text = "count( web_visits  between 180 and 90 days ago ) >= 5"
    row = rf.read(text, CATALOG).rows[0]
    changed = rw.set_window(text, row, rf.Window("ago", 60, "day", 30), CATALOG, "en")
    assert changed == "count( web_visits  between 60 and 30 days ago ) >= 5"
    text = "time  since joined_on >= 5 years"
    row = rf.read(text, CATALOG).rows[0]
    assert rw.set_period(text, row, (7, "year"), CATALOG, "en") == "time  since joined_on >= 7 years"
    assert rw.set_period(text, row, (7, "day"), CATALOG, "en") == "time since joined_on >= 7 days"


def test_a_condition_on_rows_is_a_row_of_its_own() -> None:
    text = "any(actions in last 90 days where kind in ('quote', 'test_drive')) AND age >= 3"
    row = rf.read(text, CATALOG).rows[0]
    assert row.where is not None
    assert (row.where.field, row.where.operator, row.where.value) == ("kind", "in", "quote, test_drive")
    changed = rw.set_value(text, row.where, "quote", CATALOG)
    assert changed == text.replace("'quote', 'test_drive'", "'quote'")
    other = rw.set_operator(text, row.where, "not_in", CATALOG, "en")
    assert other == text.replace("kind in (", "kind NOT IN (")
    two = "any(actions where kind = 'quote' and kind <> 'x')"
    inner = rf.read(two, CATALOG).rows[0].where
    assert inner is not None and not inner.editable


def test_a_share_asks_for_its_rows() -> None:
    text = "any(campaign_sends in last 90 days)"
    row = rf.read(text, CATALOG).rows[0]
    text = rw.set_function(text, row, "share", "", CATALOG, "en")
    row = rf.read(text, CATALOG).rows[0]
    assert row.where is not None and row.where.field == ""
    text = rw.set_field(text, row.where, "responded", CATALOG, "en")
    row = rf.read(text, CATALOG).rows[0]
    assert row.where is not None and row.where.operator == "yes"
    assert rw.set_value(text, row, "30%", CATALOG) == "share(campaign_sends in last 90 days where responded) >= 30%"
