"""Canonical text: it is read back as the same tree in both languages, and formatting it again changes nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.diagnostics import Language
from dsl.format import format_expr, format_rule
from dsl.nodes import Comment, Expr, Name, Rule
from dsl.parse import parse
from tests.support.trees import COMMENTS, expressions


def rule_of(text: str) -> Rule:
    parsed = parse(text)
    assert parsed.rule is not None, parsed.diagnostics
    return parsed.rule


CANONICAL = [
    (
        "웹방문_90일>=5 그리고 none(불만 in last 2 years)",
        "웹방문_90일 >= 5 AND none(불만 in last 2 years)",
        "웹방문_90일 5 이상 그리고 최근 2년 불만 없음",
    ),
    ("a = 1 or b = 2 and c = 3", "a = 1 OR (b = 2 AND c = 3)", "a = 1 또는 (b = 2 그리고 c = 3)"),
    ("not a = 1", "NOT (a = 1)", "(a = 1) 아님"),
    ("count(visits in last 90 days) >= 5회", "count(visits in last 90 days) >= 5", "최근 90일 visits 5회 이상"),
    ("age not between 20 and 39", "age NOT BETWEEN 20 AND 39", "age 20에서 39 사이 아님"),
    ("x not in top 30% to 50%", "x not in top 30% to 50%", "x 상위 30~50% 아님"),
    ("email ends with '@a.com'", "email ENDS WITH '@a.com'", "email '@a.com'으로 끝남"),
    ("email starts with '가'", "email STARTS WITH '가'", "email '가'로 시작"),
    ("region in ('A', 'B')", "region IN ('A', 'B')", "region 다음 중 하나 ('A', 'B')"),
    ("region is missing", "region IS MISSING", "region 값 없음"),
    ("between >= 5", "`between` >= 5", "`between` 5 이상"),
    ("last >= 5", "last >= 5", "last 5 이상"),
    ("`불만 접수` = 0", "`불만 접수` = 0", "`불만 접수` = 0"),
    ("(a + b) * 2 - -3 > 1", "(a + b) * 2 - -3 > 1", "(a + b) * 2 - -3 > 1"),
    ("a - (b - c) > 1", "a - (b - c) > 1", "a - (b - c) > 1"),
    ("x >= 30.50%", "x >= 30.50%", "x 30.50% 이상"),
    ("at least 2 of (a, b, c)", "at least 2 of (a, b, c)", "(a, b, c) 중 2개 이상"),
    ("time since first(p.d) >= 5 years", "time since first(p.d) >= 5 years", "경과(처음(p.d)) 5년 이상"),
    ("any(a in last 90 days where k = 'x')", "any(a in last 90 days where k = 'x')", "있음(최근 90일 a 중 k = 'x')"),
    (
        "case when a>1 then 'x' else 'y' end='x'",
        "case when a > 1 then 'x' else 'y' end = 'x'",
        "경우 만약 a 1 초과 이면 'x' 아니면 'y' 끝 = 'x'",
    ),
]


@pytest.mark.parametrize(("text", "english", "korean"), CANONICAL)
def test_canonical_text(text: str, english: str, korean: str) -> None:
    assert format_rule(rule_of(text), "en") == english
    assert format_rule(rule_of(text), "ko") == korean


def test_long_rules_break_at_and_and_or() -> None:
    text = "aaaaaaaaaa = 1 and (bbbbbbbbbb = 2 or cccccccccc = 3 or dddddddddd = 4) and eeeeeeeeee = 5"
    assert format_rule(rule_of(text), "en", width=40) == (
        "aaaaaaaaaa = 1\nAND (\n    bbbbbbbbbb = 2\n    OR cccccccccc = 3\n    OR dddddddddd = 4\n)\nAND eeeeeeeeee = 5"
    )


def test_comments_keep_their_place() -> None:
    text = "-- head\na = 1 -- first\nAND\n-- about b\nb in ('x', /* */ 'y')".replace(" /* */", "")
    assert format_rule(rule_of(text), "en") == "-- head\na = 1 -- first\n-- about b\nAND b IN ('x', 'y')"
    korean = format_rule(rule_of(text), "ko")
    assert rule_of(korean) == rule_of(text)
    only = rule_of("-- nothing yet")
    assert rule_of(format_rule(only, "en")) == only


def test_names_are_translated() -> None:
    labels = {"visits": "웹 방문", "visits.kind": "종류", "age": "나이"}
    rule = rule_of("count(visits where visits.kind = 'x') > 1 and age > 20")
    assert format_rule(rule, "ko", labels) == "개수(`웹 방문` 중 `웹 방문`.종류 = 'x') 1 초과 그리고 나이 20 초과"
    assert format_rule(rule, "ko", lambda id_: None) == format_rule(rule, "ko")


@pytest.mark.parametrize(
    "name",
    ["길이", "나이가", "활성고객이고", "visits가", "5G", "and", "최근", "a b", "a`b", "Ａ", "", "x.y", "--", "(", "'"],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_names_are_quoted_where_they_must_be(name: str, language: Language) -> None:
    if name:
        name = unicodedata.normalize("NFC", name)
        rule = Rule(Name(("a", name)))
        assert rule_of(format_rule(rule, language)) == rule
        assert rule_of(format_rule(Rule(Name((name,))), language)).expr == Name((name,))


def test_a_part_on_one_line() -> None:
    assert "\n" not in format_expr(rule_of(" and ".join(["abcdefghij = 1"] * 50)).expr, "en")


@settings(max_examples=500, deadline=None)
@given(expressions, st.sampled_from(["en", "ko"]), st.sampled_from([20, 100]))
def test_every_tree_is_read_back(expr: Expr, language: Language, width: int) -> None:
    rule = Rule(expr)
    text = format_rule(rule, language, width=width)
    parsed = parse(text)
    assert parsed.rule == rule, text
    assert format_rule(parsed.rule, language, width=width) == text


@settings(max_examples=300, deadline=None)
@given(expressions, st.lists(st.tuples(st.integers(0, 12), COMMENTS), max_size=4), st.data())
def test_comments_survive(expr: Expr, comments: list[tuple[int, str]], data: st.DataObject) -> None:
    written = tuple(sorted(((at, Comment(text)) for at, text in comments), key=lambda pair: pair[0]))
    # Through the parser first: a place beyond the last leaf is the end.
    rule = parse(format_rule(Rule(expr, written), "en")).rule
    assert rule is not None
    assert [comment.text for _, comment in rule.comments] == [comment.text for _, comment in written]
    for language in ("ko", "en"):
        text = format_rule(rule, language)
        again = parse(text).rule
        assert again == rule, text
        assert format_rule(again, language) == text
