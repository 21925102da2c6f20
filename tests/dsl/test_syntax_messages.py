"""What a writer is told about a rule's spelling: texts in both languages, spans, and fixes that mend the rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dsl
from dsl.diagnostics import Diagnostic
from dsl.hangul import keys, particle, strip_particle
from dsl.messages import fix_title, parameters, render, texts
from dsl.messages.syntax import TEXTS
from dsl.parse import parse


def only(text: str) -> Diagnostic:
    (found,) = parse(text).diagnostics
    return found


def mended(text: str, found: Diagnostic, which: int = 0) -> str:
    for edit in sorted(found.fixes[which].edits, key=lambda e: e.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


# The Messages table of the editor's design, word by word: what concerns the spelling.
TABLE = [
    (
        "a >= 5 뭉 b = 0",
        '"뭉" is "and" typed in Korean mode. Use AND?',
        '"뭉"은 한글 상태에서 친 and 같습니다. AND로 바꿀까요?',
    ),
    ("a => 5", "Read => as >= (at least).", "=> 를 >= (이상)로 읽었습니다."),
    (
        "(a=1 AND b=2",
        'This "(" is never closed. Add ")" at the end?',
        '이 괄호가 닫히지 않았습니다. 끝에 ")"를 넣을까요?',
    ),
    (
        "visits_90d >=",
        "A value is missing after >=. Not counted until filled.",
        ">= 뒤에 값이 없습니다. 채울 때까지 세지 않습니다.",
    ),
    ("d = 22/11/2025", "Write dates year-first: 2025-11-22.", "날짜는 2025-11-22처럼 연도부터 쓰세요."),
    (
        "d = 2025-02-30",
        "30 February doesn't exist. Last day: 2025-02-28.",
        "2월 30일은 없습니다. 마지막 날은 2025-02-28입니다.",
    ),
    (
        "만족도 상위 30% 이상",
        "Unclear: the best 30%, or outside it? Choose.",
        "뜻이 분명하지 않습니다. 상위 30% 안인가요, 밖인가요?",
    ),
    (
        "a=1 OR b=2 AND c=3",
        "AND binds first: a=1 OR (b=2 AND c=3). Add brackets?",
        "AND가 먼저 묶입니다: a=1 OR (b=2 AND c=3). 괄호를 넣을까요?",
    ),
]


@pytest.mark.parametrize(("text", "en", "ko"), TABLE)
def test_the_table_of_messages(text: str, en: str, ko: str) -> None:
    assert render(only(text), "en") == en
    assert render(only(text), "ko") == ko


# What was written, the code, the marked part, and the rule after each fix.
MISTAKES: list[tuple[str, str, str, list[str]]] = [
    ("a = 1 뭉 b = 2", "keyboard.hangul", "뭉", ["a = 1 AND b = 2"]),
    ("a = 1 ㅐㄱ b = 2", "keyboard.hangul", "ㅐㄱ", ["a = 1 OR b = 2"]),
    ("a 뭉 (b)", "keyboard.hangul", "뭉", ["a AND (b)"]),
    ("a ㅑㅜ ('x')", "keyboard.hangul", "ㅑㅜ", ["a IN ('x')"]),
    ("a = 1 rmflrh b = 2", "keyboard.latin", "rmflrh", ["a = 1 그리고 b = 2"]),
    ("(a = 1 AND b = 2", "syntax.unclosed_bracket", "(", ["(a = 1 AND b = 2)"]),
    ("count(a", "syntax.unclosed_bracket", "(", ["count(a)"]),
    ("a = 1)", "syntax.extra_bracket", ")", ["a = 1"]),
    ("a >=", "syntax.missing_value", ">=", []),
    ("a >= AND b = 1", "syntax.missing_value", ">=", []),
    ("a = 1 AND", "syntax.missing_value", "AND", []),
    ("a = 1 AND AND b", "syntax.missing_value", "AND", []),
    (">= 5", "syntax.missing_value_before", ">=", []),
    ("a 5", "syntax.missing_operator", "5", ["a >= 5", "a <= 5", "a = 5"]),
    ("a 'x' and b", "syntax.missing_operator", "'x'", ["a = 'x' and b"]),
    ("a = 1 b = 2", "syntax.missing_connector", "b", ["a = 1 AND b = 2", "a = 1 OR b = 2"]),
    (
        "나이 20 이상 지역 = 'x'",
        "syntax.missing_connector",
        "지역",
        ["나이 20 이상 그리고 지역 = 'x'", "나이 20 이상 또는 지역 = 'x'"],
    ),
    ("a = 1 adn b = 2", "syntax.misspelt_keyword", "adn", ["a = 1 AND b = 2"]),
    ("a IS MISNG", "syntax.misspelt_keyword", "MISNG", ["a IS MISSING"]),
    ("a in last 30 dyas", "syntax.misspelt_keyword", "dyas", ["a in last 30 days", "a in last 30 years"]),
    ("a IN ()", "list.empty", "()", []),
    ("a IN 'x', 'y' AND b", "list.no_brackets", "'x', 'y'", ["a IN ('x', 'y') AND b"]),
    ("(a, b)", "list.alone", "(a, b)", []),
    ("in cell 2.1", "syntax.unquoted_name", "2.1", ["in cell '2.1'"]),
    ("in stage purchase", "syntax.unquoted_name", "purchase", ["in stage 'purchase'"]),
    ("a in top 30", "percent.missing_sign", "30", ["a in top 30%"]),
    ("a 상위 30% 이상", "percent.unclear_top", "상위 30% 이상", ["a 상위 30%", "a 상위 30% 아님"]),
    ("a 하위 30% 이하", "percent.unclear_bottom", "하위 30% 이하", ["a 하위 30%", "a 하위 30% 아님"]),
    ("a in top 10–30%", "range.unclear", "10–30%", ["a in top 10% to 30%", "a BETWEEN 10% AND 30%"]),
    ("a in top 10-30%", "range.unclear", "10-30%", ["a in top 10% to 30%", "a BETWEEN 10% AND 30%"]),
    ("가 상위 10–30%", "range.unclear", "10–30%", ["가 상위 10~30%", "가 10%에서 30% 사이"]),
    ("a = 10-30%", "range.unclear", "10-30%", ["a BETWEEN 10% AND 30%", "a = 10 - 30%"]),
    ("a IN (50,000)", "number.grouped_in_list", "50,000", ["a IN (50000)", "a IN (50, 000)"]),
    ("greatest(a, 1,200) > 1", "number.grouped_in_list", "1,200", ["greatest(a, 1200) > 1", "greatest(a, 1, 200) > 1"]),
    ("d = 22/11/2025", "date.order", "22/11/2025", ["d = 2025-11-22"]),
    ("d = 05/04/2025", "date.order", "05/04/2025", ["d = 2025-04-05", "d = 2025-05-04"]),
    ("d = 2025/11/22", "date.order", "2025/11/22", ["d = 2025-11-22"]),
    ("d = 2025.11.22", "date.order", "2025.11.22", ["d = 2025-11-22"]),
    ("d = 2025-02-30", "date.no_such_day", "2025-02-30", ["d = 2025-02-28"]),
    ("d = 2025-13-01", "date.impossible", "2025-13-01", []),
    ("d = 2025-01-01 25:00", "date.no_such_time", "2025-01-01 25:00", []),
    ("a in last 90", "window.missing_unit", "90", ["a in last 90 days", "a in last 90 months", "a in last 90 years"]),
    ("a in last 1.5 years", "duration.not_whole", "1.5 years", []),
    ("a between 1 year and 3 months ago", "window.two_units", "between 1 year and 3 months ago", []),
    ("at least 1.5 of (a, b)", "count.not_whole", "1.5", []),
    ("(a, b) 중 2개 이하", "count.only_at_least", "2개 이하", []),
    ("a = 'x", "text.unclosed", "'x", ["a = 'x'"]),
    ("a = `x", "name.unclosed", "`", []),
    ("a = 'x\x00y'", "text.unusable_character", "'x\x00y'", []),
    ("a = 'x\ud800'", "text.unusable_character", "'x\ud800'", []),
    ("a # 1 = 2", "syntax.unknown_character", "#", []),
    ("case when a > 1 end", "syntax.missing_word", "1", ["case when a > 1 then end"]),
    ("a = 1e999", "number.too_large", "1e999", []),
]


@pytest.mark.parametrize(("text", "code", "marked", "after"), MISTAKES)
def test_typical_mistakes(text: str, code: str, marked: str, after: list[str]) -> None:
    found = parse(text).diagnostics[0]
    assert found.code == code
    assert found.severity == "error"
    assert text[found.span.start : found.span.end] == marked
    assert [mended(text, found, which) for which in range(len(found.fixes))] == after
    for language in ("en", "ko"):
        said = [render(found, language), *(fix_title(fix, language) for fix in found.fixes)]
        for sentence in said:
            assert sentence
            assert not re.search(r"[A-Z]+_[A-Z]+|LPAR|RPAR|COMPARE|\$END|Token|\{|…$", sentence), sentence


@pytest.mark.parametrize(("text", "code", "marked", "after"), MISTAKES)
def test_a_fix_leaves_no_error_of_its_kind(text: str, code: str, marked: str, after: list[str]) -> None:
    for rule in after:
        assert code not in [found.code for found in parse(rule).errors]


def test_all_problems_of_a_rule_are_listed() -> None:
    found = [d.code for d in parse("a >= AND b = 22/11/2025 OR (c = 1 adn d IN () AND e").errors]
    assert found == [
        "syntax.missing_value",
        "date.order",
        "syntax.unclosed_bracket",
        "syntax.misspelt_keyword",
        "list.empty",
    ]


def test_ten_errors_at_most() -> None:
    assert len(parse(" AND ".join(["a ="] * 50)).errors) == 10


def test_a_rule_with_holes_is_given() -> None:
    parsed = parse("a >= AND b = 1")
    assert parsed.rule is not None
    assert "Hole" in repr(parsed.rule)
    assert parse("").rule is not None
    assert [d.code for d in parse("  ").diagnostics] == ["syntax.empty"]


def test_both_languages_name_the_same_parameters() -> None:
    for code, (english, korean) in TEXTS.items():
        assert english.strip()
        assert korean.strip()
        same = {name.removesuffix("_en") for name in parameters(english)}
        assert same >= {name.removesuffix("_ko") for name in parameters(korean)}, code


def test_every_code_has_a_text_and_every_text_a_code() -> None:
    folder = Path(dsl.__file__).parent
    names = "lexer reading scan build build_values feed recover parse".split()
    source = "\n".join((folder / f"{name}.py").read_text("utf-8") for name in names)
    kinds = "|".join(sorted({code.partition(".")[0] for code in TEXTS}))
    used = set(re.findall(rf'"((?:{kinds})\.[a-z_]+)"', source))
    made = {f"{kind}_{side}" for kind in ("percent.unclear", "fix.inside", "fix.outside") for side in ("top", "bottom")}
    assert used | made == set(TEXTS)


def test_one_registry_of_texts() -> None:
    assert set(TEXTS) < set(texts())


def test_particles() -> None:
    assert [particle(w, "은는") for w in ("뭉", "나이", "visits_90d", "서울", "5", "3", "ing")] == list(
        "은는는은는은은"
    )
    assert [particle(w, "으로") for w in ("뭉", "나이", "서울", "8", "AND", "6")] == [
        "으로",
        "로",
        "로",
        "로",
        "로",
        "으로",
    ]
    assert [strip_particle(w) for w in ("나이가", "나이", "평가", "금액을", "경로", "지역에서")] == [
        "나이",
        None,
        None,
        "금액",
        None,
        "지역",
    ]
    assert keys("뭉") == "and"
    assert keys("그리고") == "rmflrh"
    assert keys("ㅐㄱ") == "or"
