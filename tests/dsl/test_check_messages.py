"""Problems as the user reads them: texts in both languages, spans, and fixes that mend the rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dsl.hangul import PARTICLES
from dsl.messages.check import TEXTS
from tests.support.rules import checked, codes, fixed, only, say

# The Messages table of the editor's design, word by word.
TABLE = [
    (
        "visit_90d >= 5",
        'No field "visit_90d". Did you mean visits_90d (site visits, 90 days)?',
        '"visit_90d" 항목이 없습니다. visits_90d(90일 방문 수)인가요?',
    ),
    (
        "visits_90d >= 5회",
        "Read 5회 as 5; visits_90d is already counted in visits.",
        "5회를 5로 읽었습니다. 이 항목의 단위가 회입니다.",
    ),
    (
        "visits_90d >= '다섯'",
        "visits_90d is a number; '다섯' is text. Enter 5.",
        "visits_90d는 숫자인데 '다섯'은 글자입니다. 5처럼 입력하세요.",
    ),
    (
        "grade > 3",
        "grade holds text (VIP, 일반…). Choose from its values.",
        "grade는 글자 항목(VIP, 일반…)입니다. 값 목록에서 고르세요.",
    ),
    ("rate >= 30", "rate runs 0–100%. Did you mean 30%?", "rate는 0~100% 비율입니다. 30%를 뜻하나요?"),
    (
        "age between 50 and 30",
        "Nobody matches: 50 is above 30. Swap?",
        "50이 30보다 커서 아무도 해당되지 않습니다. 바꿀까요?",
    ),
    (
        "at least 3 of (age > 3, responded_90d)",
        "Only 2 conditions listed, so 3 can never hold.",
        "조건이 2개뿐이라 3개를 만족할 수 없습니다.",
    ),
]


@pytest.mark.parametrize(("text", "en", "ko"), TABLE)
def test_the_table_of_messages(text: str, en: str, ko: str) -> None:
    assert say(only(text), "en") == en
    assert say(only(text), "ko") == ko


# What was written, the code, the marked part, and the rule after the first fix (None: no fix is offered).
MISTAKES = [
    ("visit_90d >= 5", "name.unknown_similar", "visit_90d", "visits_90d >= 5"),
    ("visits_90d >= '다섯'", "type.text_for_number", "'다섯'", "visits_90d >= 5"),
    ("visits_90d >= 'abc'", "type.text_for_number", "'abc'", None),
    ("grade > 3", "type.number_for_text_values", "3", "grade > 'VIP'"),
    ("total_charges > 3", "type.number_for_text", "3", "number(total_charges) > 3"),
    ("rate >= 30", "percent.whole_number", "30", "rate >= 30%"),
    ("age >= 30%", "percent.of_count", "30%", "age >= 30"),
    ("age between 50 and 30", "between.swapped", "50 and 30", "age between 30 and 50"),
    ("visits_90d >= 5명", "counter.other", "5명", "visits_90d >= 5"),
    ("orders >= 5회", "counter.no_unit", "5회", "orders >= 5"),
    ("region = missing", "missing.compared", "region = missing", "region IS MISSING"),
    ("missing <> region", "missing.compared", "missing <> region", "region IS NOT MISSING"),
    ("region in ('a', missing)", "missing.in_list", "missing", "(region in ('a') OR region IS MISSING)"),
    ("region not in (missing, 'a')", "missing.in_list", "missing", "(region not in ('a') AND region IS NOT MISSING)"),
    ("region in (missing)", "missing.in_list", "missing", "region IS MISSING"),
    ("visits_90d is missing", "missing.never", "visits_90d is missing", None),
    ("age", "condition.number", "age", "age > 0"),
    ("grade", "condition.text", "grade", "grade IS NOT MISSING"),
    ("joined_on", "condition.date", "joined_on", "joined_on IS NOT MISSING"),
    ("web_visits", "condition.relation", "web_visits", "any(web_visits)"),
    ("web_visits > 3", "name.is_relation", "web_visits", "count(web_visits) > 3"),
    ("web_visits.channel = 'a'", "column.outside", "web_visits.channel", "last(web_visits.channel) = 'a'"),
    ("lead_score >= hot", "name.is_parameter", "hot", "lead_score >= $hot"),
    ("lead_score >= $hott", "parameter.unknown_similar", "$hott", "lead_score >= $hot"),
    ("lead_score >= $target_regions", "parameter.is_list", "$target_regions", None),
    ("age in $target_regions", "parameter.kind", "$target_regions", None),
    ("joined_on >= '2024-01-31'", "type.text_for_date", "'2024-01-31'", "joined_on >= 2024-01-31"),
    ("joined_on >= '2024년 1월 31일'", "type.text_for_date", "'2024년 1월 31일'", "joined_on >= 2024-01-31"),
    ("joined_on >= 2024", "type.number_for_date", "2024", "year(joined_on) >= 2024"),
    ("total_charges > 2024-01-31", "type.date_for_text", "total_charges", None),
    ("joined_on >= 5 years", "duration.with_date", "joined_on", "time since joined_on >= 5 years"),
    ("time since joined_on >= 5", "duration.needs_unit", "5", "time since joined_on >= 5 days"),
    ("visits_90d <= 6 months", "duration.with_number", "6 months", "visits_90d <= 6"),
    ("responded_90d = 1", "type.value_for_boolean", "1", "responded_90d = true"),
    ("responded_90d = 'N'", "type.value_for_boolean", "'N'", "responded_90d = false"),
    ("responded_90d > true", "type.boolean_order", "responded_90d > true", None),
    ("age > grade", "type.mismatch", "age > grade", "age > number(grade)"),
    ("grade = 'vip'", "value.similar", "'vip'", "grade = 'VIP'"),
    ("grade < '10'", "text.order_numeric", "'10'", "number(grade) < 10"),
    ("age contains 'a'", "text.needs_text", "age", None),
    ("grade contains 5", "text.needs_text", "5", "grade contains '5'"),
    ("grade like region", "text.like_constant", "region", None),
    ("concat(grade, 'a') + region = 'b'", "text.plus", "concat(grade, 'a') + region", None),
    ("joined_on - warranty_end > 5", "date.difference", "joined_on - warranty_end", None),
    ("joined_on + 30 > today", "date.plus_number", "joined_on + 30", "joined_on + 30 days > today"),
    ("spend / 0 > 3", "division.by_zero", "0", None),
    ("count(tags in last 90 days) > 3", "window.no_time", "in last 90 days", None),
    ("last(tags.tag) = 'a'", "aggregate.no_time", "last(tags.tag)", None),
    ("count(web_visits in last 90 hours) > 3", "duration.too_short", "in last 90 hours", None),
    ("joined_on in last 9000 years", "duration.too_long", "in last 9000 years", None),
    ("joined_on between 90 and 180 days ago", "window.swapped", "between 90 and 180 days ago", None),
    ("sum(order_lines) > 3", "aggregate.which_column", "order_lines", "sum(order_lines.price) > 3"),
    ("sum(purchases.model) > 3", "aggregate.needs_number", "purchases.model", "sum(number(purchases.model)) > 3"),
    ("sum(order_lines.price * web_visits.pages) > 3", "aggregate.mixed", "web_visits.pages", None),
    ("sum(quantity) > 3", "aggregate.which_relation", "quantity", "sum(order_lines.quantity) > 3"),
    ("count(age) > 3", "aggregate.of_value", "age", None),
    ("any(age)", "aggregate.exists_of_value", "any(age)", "age > 0"),
    ("none(responded_90d)", "aggregate.exists_of_value", "none(responded_90d)", "NOT responded_90d"),
    ("any(web_visits.channel)", "aggregate.exists_column", "web_visits.channel", "any(web_visits)"),
    ("count(web_visits.pages > 3) > 1", "aggregate.count_condition", "web_visits.pages > 3", None),
    (
        "count(distinct purchases) > 3",
        "aggregate.distinct_rows",
        "count(distinct purchases)",
        "count(distinct purchases.model) > 3",
    ),
    (
        "share(campaign_sends in last 9 days) > 3%",
        "aggregate.share_of_what",
        "share(campaign_sends in last 9 days)",
        "share(campaign_sends in last 9 days where responded) > 3%",
    ),
    ("count(web_visits where age > 3) > 3", "name.of_subject", "age", "count(web_visits where subject.age > 3) > 3"),
    ("count(web_visits where count(actions) > 3) > 3", "aggregate.nested", "count(actions)", None),
    ("count(web_visits where pages in top 3%) > 3", "population.in_rows", "pages in top 3%", None),
    (
        "count(web_visits where page > 3) > 3",
        "column.unknown_similar",
        "page",
        "count(web_visits where pages > 3) > 3",
    ),
    ("count(web_visit) > 3", "relation.unknown_similar", "web_visit", "count(web_visits) > 3"),
    ("grade in top 30%", "population.needs_order", "grade", "number(grade) in top 30%"),
    ("spend in top 130%", "percent.range", "spend in top 130%", None),
    (
        "satisfaction in band satisfaction_band",
        "band.part",
        "satisfaction_band",
        "satisfaction in band satisfaction_band.high",
    ),
    (
        "satisfaction in band satisfaction_band.hihg",
        "band.unknown_part_similar",
        "satisfaction_band.hihg",
        "satisfaction in band satisfaction_band.high",
    ),
    (
        "spend in band satisfaction_band.high",
        "band.other_value",
        "spend",
        "satisfaction in band satisfaction_band.high",
    ),
    ("tile(1, spend) = 1", "call.tiles", "1", None),
    ("tile(spend, 10) = 10", "call.swapped", "tile(spend, 10)", "tile(10, spend) = 10"),
    ("spend > quantile(spend, 80)", "call.quantile", "80", "spend > quantile(spend, 80%)"),
    ("in cell '2.2'", "cell.unknown", "in cell '2.2'", "in cell '2.1'"),
    ("not in stage 'purchse'", "stage.unknown", "not in stage 'purchse'", "not in stage 'purchase'"),
    ("rond(spend) > 3", "function.unknown_similar", "rond(spend)", None),
    ("round(grade) > 3", "call.kind", "grade", "round(number(grade)) > 3"),
    ("days between(joined_on) > 3", "call.arguments", "days between(joined_on)", None),
    ("number(age) > 3", "call.number_already", "number(age)", "age > 3"),
    ("date(total_charges, 'x') > 2024-01-31", "call.date_format", "'x'", None),
    ("score(age > 3: 'a') > 3", "score.points", "'a'", None),
    ("points + 99999999999999999999 > 3", "number.range", "99999999999999999999", None),
    ("weight = 0.5", "number.double_equals", "weight = 0.5", None),
]


@pytest.mark.parametrize(("text", "code", "marked", "after"), MISTAKES, ids=[mistake[0] for mistake in MISTAKES])
def test_mistakes(text: str, code: str, marked: str, after: str | None) -> None:
    found = only(text)
    assert found.code == code
    assert text[found.span.start : found.span.end] == marked
    if after is not None:
        assert fixed(text, found.fixes[0]) == after
        assert code not in codes(after)


@pytest.mark.parametrize("text", [mistake[0] for mistake in MISTAKES])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_mistake_reads_as_a_sentence(text: str, language: str) -> None:
    for found in checked(text).diagnostics:
        sentence = say(found, language)
        assert sentence.endswith((".", "?", "!"))
        assert "{" not in sentence and "None" not in sentence and "_kind" not in sentence
        assert bool(re.search("[가-힣]", sentence)) or language == "en"


def test_every_code_has_texts() -> None:
    source = "".join(p.read_text(encoding="utf-8") for p in Path("dsl/check").glob("*.py"))
    used = set(re.findall(r'"((?:[a-z_]+)\.(?:[a-z_]+))"', source)) - {"nesting.too_deep"}
    assert used - set(TEXTS) == set()
    assert {
        code for code in TEXTS if not code.endswith("_similar") and code.split(".")[0] not in ("cell", "stage")
    } <= used


def test_particles_are_known() -> None:
    for _, ko in TEXTS.values():
        assert set(re.findall(r"\{\w+:([^}]*)\}", ko)) <= set(PARTICLES)


def test_no_message_speaks_of_machinery() -> None:
    for texts in TEXTS.values():
        for text in texts:
            assert not re.search(r"\b(token|syntax|parse|boolean|integer|NULL|operand|literal|node|enum)\b", text)
