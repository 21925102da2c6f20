"""No text makes the parser raise, hang or recurse, and large rules work."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl import nodes
from dsl.format import format_rule
from dsl.lexer import tokens
from dsl.messages import fix_title, render
from dsl.parse import parse
from tests.support.shared import shared

PIECES = st.sampled_from(
    "a b visits 5 30% 'x' ( ) , : = >= and or not in between is missing last count( in last 90 days where case "
    "when then else end 중 이상 최근 90일 없음 그리고 상위 ~ - * $p 2024-01-01 `x` -- ' ` … 뭉 among stage at least of "
    "score( 5만 에서 사이 아님 "
    "22/11/2025 10-30% 50,000 값 셀 만약 이면 \n".split(" ")
)


def answer(text: str) -> None:
    parsed = parse(text)
    for found in parsed.diagnostics:
        assert 0 <= found.span.start <= found.span.end <= len(text)
        for language in ("ko", "en"):
            assert render(found, language)
            assert all(fix_title(fix, language) for fix in found.fixes)
        for fix in found.fixes:
            assert all(0 <= e.span.start <= e.span.end <= len(text) for e in fix.edits)
    assert parsed.rule is not None or parsed.errors
    assert len(parsed.errors) <= 10
    at = 0
    for token in tokens(text):
        assert token.span.start >= at
        at = token.span.end


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    answer(text)


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=25), st.sampled_from([" ", ""]))
def test_any_order_of_pieces(pieces: list[str], between: str) -> None:
    answer(between.join(pieces))


def test_naughty_strings() -> None:
    for text in json.loads(shared("hostile", "blns.json").read_text("utf-8")):
        answer(text)
        quoted = "name = '" + text.replace("'", "''") + "'"
        rule = parse(quoted).rule
        assert rule is not None
        if not parse(quoted).errors:
            assert parse(format_rule(rule, "ko")).rule == rule


def nested(opening: str, closing: str, levels: int) -> str:
    return opening * levels + "a = 1" + closing * levels


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("NOT ", ""), ("NOT (", ")"), ("abs(", ")")])
def test_64_levels_and_no_more(opening: str, closing: str) -> None:
    assert not parse(nested(opening, closing, 64)).errors
    for levels in (65, 10_000):
        parsed = parse(nested(opening, closing, levels))
        assert parsed.rule is None
        assert [found.code for found in parsed.diagnostics] == ["nesting.too_deep"]


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "- " * 10_000 + "1",
        "+".join(["1"] * 10_000) + " > 1",
        "case when a then " * 10_000,
        "time since " * 10_000 + "a",
        "(" * 10_000,
        ")" * 10_000,
        "[" * 10_000,
        "a < " * 10_000,
        "count(a where " * 10_000,
    ],
)
def test_depth_of_every_kind(text: str) -> None:
    assert parse(text).errors


def test_chains_and_lists_of_ten_thousand() -> None:
    for word, kind in (("AND", nodes.And), ("OR", nodes.Or)):
        rule = parse(f" {word} ".join(f"a{n} = {n}" for n in range(10_000))).rule
        assert rule is not None
        assert isinstance(rule.expr, kind)
        assert len(rule.expr.operands) == 10_000
        assert parse(format_rule(rule, "ko")).rule == rule
    rule = parse("a IN (" + ", ".join(f"'{n}'" for n in range(10_000)) + ")").rule
    assert rule is not None
    assert isinstance(rule.expr, nodes.In)
    assert isinstance(rule.expr.items, tuple)
    assert len(rule.expr.items) == 10_000


MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "x" * MEGABYTE,
        "가" * MEGABYTE,
        "1" * MEGABYTE,
        "(" * MEGABYTE,
        "'" * (MEGABYTE - 1),
        "`a " * (MEGABYTE // 3),
        "‘a " * (MEGABYTE // 3),
        "이고" * (MEGABYTE // 2),
        "a." * (MEGABYTE // 2),
        "%$ " * (MEGABYTE // 3),
        "foo " * (MEGABYTE // 4),
        "1만 " * (MEGABYTE // 3),
        "--x\n" * (MEGABYTE // 4),
        "name IN (" + ", ".join(f"'{n:06}'" for n in range(MEGABYTE // 10)) + ")",
        "name = '" + "x" * MEGABYTE + "'",
    ],
    ids=lambda text: text[:9],
)
def test_a_megabyte_is_answered(text: str) -> None:
    start = time.process_time()
    parse(text)
    # Two seconds for what can be meant; what cannot may take a little longer, but never hang.
    assert time.process_time() - start < 12


def test_import_does_not_build_the_tables() -> None:
    import subprocess
    import sys

    code = "import sys, dsl.parse, dsl.format, dsl.messages; print('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_rule_of_twenty_tokens_is_quick() -> None:
    text = "visits_90d >= 5 AND complaints_2y = 0 AND any(actions in last 90 days where kind = 'quote')"
    parse(text)
    best = min(_seconds(text) for _ in range(20))
    assert best < 0.001


def _seconds(text: str) -> float:
    start = time.process_time()
    parse(text)
    return time.process_time() - start
