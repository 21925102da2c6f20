"""Every shape of the language, in both languages, and what is read as meant."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from dsl import nodes
from dsl.lexer import tokens
from dsl.nodes import Expr, InLast, Name, Number, Param, Span, Text
from dsl.parse import parse


def read(text: str) -> Expr:
    """The tree of a rule that has no errors."""
    parsed = parse(text)
    assert parsed.rule is not None, parsed.diagnostics
    assert not parsed.errors, parsed.errors
    return parsed.rule.expr


def hints(text: str) -> list[str]:
    return [found.code for found in parse(text).diagnostics]


# Korean texts that are the same rule as an English one.
PAIRS = [
    ("visits_90d >= 5 AND complaints_2y = 0", "visits_90d 5회 이상 그리고 complaints_2y = 0"),
    (
        "NOT (grade IN ('VIP', 'Gold') OR region IS MISSING)",
        "(grade 다음 중 하나 ('VIP', 'Gold') 또는 region 값 없음) 아님",
    ),
    ("region IN $target_regions", "region $target_regions 중 하나"),
    ("region NOT IN $target_regions", "region $target_regions 중 하나 아님"),
    ("(a > 1 OR b) IS MISSING", "(a 1 초과 또는 b) 값 없음"),
    ("region IS NOT MISSING", "region 값 있음"),
    ("age BETWEEN 20 AND 39", "age 20에서 39 사이"),
    ("age BETWEEN 20 AND 39", "age 20부터 39까지"),
    ("age BETWEEN 20 AND 39", "age 20세~39세 사이"),
    ("age NOT BETWEEN 20 AND 39", "age 20에서 39 사이 아님"),
    ("email ENDS WITH '@example.com'", "email '@example.com'으로 끝남"),
    ("email STARTS WITH 'a' IGNORING CASE", "email 'a'로 시작 대소문자 무시"),
    ("email NOT CONTAINS 'a'", "email 'a' 포함 아님"),
    ("email NOT CONTAINS 'a'", "email 'a' 포함하지 않음"),
    ("email LIKE 'a%'", "email 패턴 'a%'"),
    ("mileage >= 50_000", "mileage 5만 이상"),
    ("mileage < 150000000", "mileage 1억 5천만 미만"),
    ("mileage = 35000", "mileage = 3만 5000"),
    ("response_rate_90d >= 30%", "response_rate_90d 30% 이상"),
    ("count(web_visits in last 90 days) >= 5", "최근 90일 web_visits 5회 이상"),
    ("count(web_visits in last 90 days) >= 5", "개수(최근 90일간 web_visits) >= 5"),
    (
        "any(actions in last 90 days where kind in ('quote', 'test_drive'))",
        "있음(최근 90일 actions 중 kind 다음 중 하나 ('quote', 'test_drive'))",
    ),
    ("none(complaints in last 2 years)", "최근 2년 complaints 없음"),
    ("none(complaints)", "complaints 없음"),
    ("any(carts after next 2 weeks)", "향후 2주 이후 carts 있음"),
    ("share(sends in last 90 days where responded) >= 30%", "비율(최근 90일 sends 중 responded) 30% 이상"),
    (
        "sum(lines.price * lines.quantity in last 1 year) between 1000 and 5000",
        "합계(최근 1년 lines.price * lines.quantity) 1000에서 5000 사이",
    ),
    ("count(distinct purchases.model) >= 2", "개수(고유 purchases.model) 2개 이상"),
    ("count(distinct p.model in last 1 year where p.n > 1) = 2", "개수(최근 1년 고유 p.model 조건 p.n > 1) = 2"),
    ("count(web_visits between 180 and 90 days ago) > 3", "180일 전부터 90일 전까지 web_visits 3회 초과"),
    ("none(purchases after last(carts.added_at))", "없음(purchases 마지막(carts.added_at) 후)"),
    ("count(p on or before 2024-01-01) = 1", "개수(p 2024-01-01 이전) = 1"),
    ("count(p between 2024-01-01 and 2024-02-01) = 1", "개수(p 2024-01-01부터 2024-02-01까지) = 1"),
    ("most_common(opens.channel in last 1 year) = 'sms'", "최빈값(최근 1년 opens.channel) = 'sms'"),
    ("last(purchases.bought_on) before 2024-01-01", "마지막(purchases.bought_on) 2024-01-01 전"),
    ("joined on or after 2024-01-01", "joined 2024-01-01 이후"),
    ("joined on 2024-01-01", "joined 2024-01-01 당일"),
    ("time since first(purchases.bought_on) >= 5 years", "경과(처음(purchases.bought_on)) 5년 이상"),
    ("days between(first(p.d), last(p.d)) > 30", "일수(처음(p.d), 마지막(p.d)) 30 초과"),
    ("year(joined_on) = 2024", "연도(joined_on) = 2024"),
    ("warranty_end in next 6 months", "warranty_end 향후 6개월 이내"),
    ("warranty_end not in next 6 months", "warranty_end 향후 6개월 내 아님"),
    ("warranty_end after next 6 months", "warranty_end 향후 6개월 이후"),
    ("warranty_end in last 6 months", "warranty_end 최근 6개월"),
    ("warranty_end between 9 and 3 months ago", "warranty_end 9개월 전부터 3개월 전까지"),
    ("warranty_end <= today + 6 months", "warranty_end <= 오늘 + 6개월"),
    ("satisfaction in top 30%", "satisfaction 상위 30%"),
    ("satisfaction in top 30% to 50%", "satisfaction 상위 30~50%"),
    ("satisfaction not in bottom 20%", "satisfaction 하위 20% 아님"),
    ("satisfaction in band satisfaction.high", "satisfaction 구간 satisfaction.high"),
    ("spend in top 10% among (region = 'Seoul')", "spend 상위 10% 모집단 (region = 'Seoul')"),
    ("spend in top 10% among stage", "spend 상위 10% 단계 내"),
    ("quintile(spend among stage) = 5", "오분위(spend 단계 내) = 5"),
    ("tile(10, recency_days, lowest best) = 10", "분위(10, recency_days, 낮을수록 좋음) = 10"),
    ("spend > quantile(spend, 80%)", "spend > 분위수(spend, 80%)"),
    ("at least 3 of (a >= 5, b, c <= 6)", "(a 5 이상, b, c 6 이하) 중 3개 이상"),
    ("any of (a, b)", "(a, b) 중 하나 이상"),
    ("all of (a, b)", "(a, b) 모두"),
    ("none of (a, b)", "(a, b) 중 하나도 없음"),
    (
        "score(a >= 5: 10, any(actions in last 90 days): 30, c > 0: -20) >= 60",
        "점수(a 5회 이상: 10, 최근 90일 actions 있음: 30, c > 0: -20) 60점 이상",
    ),
    (
        "case when spend >= 1000 then 'gold' when b then 'silver' else 'basic' end = 'gold'",
        "만약 spend 1000 이상 이면 'gold' 만약 b 이면 'silver' 아니면 'basic' 끝 = 'gold'",
    ),
    ("in cell '2.1' and not in stage 'purchase'", "셀 '2.1' 이고 단계 'purchase' 아님"),
    ("grade <> 'VIP'", "grade 'VIP' 아님"),
    ("spend >= mean_spend * 2", "spend mean_spend * 2 이상"),
    ("vip = true and x = missing", "vip = 참 그리고 x = 결측값"),
    ("visits_90d >= 5 and age < 30", "visits_90d가 5회 이상이고 age는 30 미만"),
]


@pytest.mark.parametrize(("english", "korean"), PAIRS)
def test_both_languages_give_one_tree(english: str, korean: str) -> None:
    assert read(english) == read(korean)


@pytest.mark.parametrize(
    "text",
    [
        "웹방문_90일 5회 이상 그리고 최근 2년 불만 없음",
        "만족도 상위 30~50% 이고 (웹방문_90일 >= 5, 앱푸시_반응률 30% 이상, 구매계획_개월 6 이하) 중 2개 이상",
        "나이 20에서 39 사이 또는 `불만 접수` = 0",
        "spend / orders > 50 and (coalesce(points, 0) - used_points) * 2 < 100",
        "number(total_charges) > 100 and bin(5, spend) >= 4 and month(joined_on) = 3",
        "in cell '2.1' and in stage 'purchase' and dna = 'family' and preferred_channel = 'sms'",
        "lead_score >= $hot",
        "count(web_visits between 180 and 90 days ago) > count(web_visits in last 90 days)",
    ],
)
def test_shapes_of_the_contract(text: str) -> None:
    read(text)


def test_windows_of_an_aggregate_and_tests_of_a_date() -> None:
    window = InLast(90, "day")
    assert read("count(visits within the last 90 days)") == nodes.Call("count", (Name(("visits",)),), window=window)
    assert read("joined in last 90 days") == nodes.InWindow(Name(("joined",)), window)
    # Only as the single argument is it a window: here it is a test of a date.
    assert read("coalesce(joined in last 90 days, false)") == nodes.Call(
        "coalesce", (nodes.InWindow(Name(("joined",)), window), nodes.Boolean(False))
    )
    assert read("any((joined in last 90 days))") == nodes.Call("any", (nodes.InWindow(Name(("joined",)), window),))


def test_keywords_are_soft() -> None:
    names = (
        "last score top day between contains in case when cell stage end of at time least 최근 상위 이상 중 끝".split()
    )
    for name in names:
        assert read(f"{name} >= 5") == nodes.Comparison(">=", Name((name,)), Number(Decimal(5)))
        assert read(f"a = 1 and {name} < b.{name}") == nodes.And(
            (
                nodes.Comparison("=", Name(("a",)), Number(Decimal(1))),
                nodes.Comparison("<", Name((name,)), Name(("b", name))),
            )
        )
    assert read("top in top 30%") == nodes.InPercent(Name(("top",)), "top", Decimal(0), Decimal("0.30"))
    assert read("between between 1 and 2") == nodes.Between(Name(("between",)), Number(Decimal(1)), Number(Decimal(2)))
    assert read("count(last)") == nodes.Call("count", (Name(("last",)),))


def test_keywords_in_any_case() -> None:
    assert read("A = 1 aNd b iS mIsSiNg") == read("A = 1 AND b IS MISSING")


def test_names_may_end_like_a_particle() -> None:
    name = read("나이 >= 20 and 평가 = 1 and 회의 = 2 and 나이가 20 이상 and 금액은 3 이하")
    assert isinstance(name, nodes.And)
    found = [part.left for part in name.operands if isinstance(part, nodes.Comparison)]
    assert [n.parts[0] for n in found if isinstance(n, Name)] == ["나이", "평가", "회의", "나이가", "금액은"]
    assert [n.alternatives for n in found if isinstance(n, Name)] == [(), (), ("회",), ("나이",), ("금액",)]
    assert read("`나이가` = 1") == read("나이가 = 1")
    assert read("age가 20 이상") == read("age 20 이상")


def test_numbers() -> None:
    for text, value in {
        "50_000": "50000",
        "5만": "50000",
        "3억": "300000000",
        "2천": "2000",
        "1조 2억 3만": "1000200030000",
        "1.5억": "150000000",
        "1e3": "1000",
        "2.50": "2.50",
        ".5": "0.5",
        "5천만원": "50000000",
        "３．５": "3.5",
        "9223372036854775808123.000001": "9223372036854775808123.000001",
        "1e-3": "0.001",
    }.items():
        number = read(f"x = {text}")
        assert isinstance(number, nodes.Comparison)
        assert isinstance(number.right, Number)
        assert number.right.value == Decimal(value), text
        assert number.right.value.as_tuple().exponent == Decimal(value).as_tuple().exponent
    percent = read("x = 30.50%")
    assert isinstance(percent, nodes.Comparison)
    assert percent.right == Number(Decimal("0.3050"), True)
    assert str(percent.right.value) == "0.3050"


def test_minus() -> None:
    number = Number(Decimal(-5))
    assert read("x = -5") == nodes.Comparison("=", Name(("x",)), number)
    assert read("x = -(5)") == nodes.Comparison("=", Name(("x",)), nodes.Negate(Number(Decimal(5))))
    assert read("x - 5 > y -5") == nodes.Comparison(
        ">",
        nodes.Arithmetic("-", Name(("x",)), Number(Decimal(5))),
        nodes.Arithmetic("-", Name(("y",)), Number(Decimal(5))),
    )


def test_counters_are_kept() -> None:
    for text in ("x 5회 이상", "x >= 5회", "x 5 회 이상", "x 5회이상"):
        tree = read(text)
        assert isinstance(tree, nodes.Comparison)
        assert isinstance(tree.right, Number)
        assert tree.right.counter == "회"
        assert tree == read("x >= 5")


def test_dates() -> None:
    assert read("d = 2024-02-29") == nodes.Comparison("=", Name(("d",)), nodes.Date(date(2024, 2, 29)))
    assert read("d = 2024년 2월 29일") == read("d = 2024-02-29")
    moment = nodes.Timestamp(datetime(2024, 1, 1, 10, 30))
    for text in ("2024-01-01 10:30", "2024-01-01T10:30", "2024-01-01 10:30:00"):
        assert read(f"d = {text}") == nodes.Comparison("=", Name(("d",)), moment)
    assert read("d = 2024-01-01 10:30:00.123456") == nodes.Comparison(
        "=", Name(("d",)), nodes.Timestamp(datetime(2024, 1, 1, 10, 30, 0, 123456))
    )
    assert read("score(d >= 2024-01-01: 10, d < 2024-01-01 10:30: 5) > 1")


def test_and_or_not() -> None:
    a, b, c = (Name((n,)) for n in "abc")
    assert read("a AND b AND c") == nodes.And((a, b, c))
    assert read("(a AND b) AND c") == nodes.And((nodes.And((a, b)), c))
    assert read("a OR b AND c") == nodes.Or((a, nodes.And((b, c))))
    assert read("NOT a AND b") == nodes.And((nodes.Not(a), b))
    assert read("NOT a = b") == nodes.Not(nodes.Comparison("=", a, b))
    assert read("not in cell '1'") == nodes.InCell("1", True)
    assert read("not (in cell '1')") == nodes.Not(nodes.InCell("1"))
    assert hints("a OR b AND c") == ["logic.mixed"]
    assert hints("a OR (b AND c)") == []


def test_chained_comparison() -> None:
    age = Name(("age",))
    assert read("20 <= age < 40") == nodes.And(
        (nodes.Comparison("<=", Number(Decimal(20)), age), nodes.Comparison("<", age, Number(Decimal(40))))
    )
    assert hints("20 <= age < 40") == ["read.chain"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ａｇｅ　＞＝　５", "age >= 5"),
        ("age ≥ 5", "age >= 5"),
        ("age ≤ 5", "age <= 5"),
        ("age ≠ 5", "age <> 5"),
        ("age => 5", "age >= 5"),
        ("age =< 5", "age <= 5"),
        ("age == 5", "age = 5"),
        ("age != 5", "age <> 5"),
        ("a && b || c", "a AND b OR c"),
        ("!a", "NOT a"),
        ("name = “it's”", "name = 'it''s'"),
        ("name = ‘VIP’", "name = 'VIP'"),
        ('name = "VIP"', "name = 'VIP'"),
        ("₩불만 접수₩ = 0", "`불만 접수` = 0"),
        ("age >= 50,000", "age >= 50000"),
        ("(age >= 1,234,567)", "age >= 1234567"),
        ("a − b > 1 × 2 ÷ c", "a - b > 1 * 2 / c"),
    ],
)
def test_read_as_meant(written: str, meant: str) -> None:
    assert read(written) == read(meant)
    found = [d for d in parse(written).diagnostics if d.code.startswith("read.")]
    assert found
    assert all(d.severity == "info" and d.fixes for d in found)
    text = written
    for edit in sorted((e for d in found for e in d.fixes[0].edits), key=lambda e: -e.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert read(text) == read(meant)
    assert not [d for d in parse(text).diagnostics if d.code.startswith("read.")]


def test_nothing_is_changed_within_quotes() -> None:
    value = "ＶＩＰ　≥５ && \\ ₩ `x` -- no, 50,000"
    assert read(f"name = '{value}'") == nodes.Comparison("=", Name(("name",)), Text(value))
    assert read("name = 'cafe\u0301'") == nodes.Comparison("=", Name(("name",)), Text("caf\u00e9"))
    assert read("e\u0301tat = 1") == read("\u00e9tat = 1")


def test_spans_are_code_points_of_the_original() -> None:
    text = "웹방문　＞＝　５ 그리고 ‘𝒳’ = name"
    rule = parse(text).rule
    assert rule is not None
    tree = rule.expr
    assert isinstance(tree, nodes.And)
    first, second = tree.operands
    assert isinstance(first, nodes.Comparison)
    assert isinstance(second, nodes.Comparison)
    assert text[first.left.span.start : first.left.span.end] == "웹방문"
    assert text[first.right.span.start : first.right.span.end] == "５"
    assert text[second.left.span.start : second.left.span.end] == "‘𝒳’"
    assert text[second.right.span.start : second.right.span.end] == "name"
    bracketed = parse("x + (1 + 2) > (3)").rule
    assert bracketed is not None
    assert isinstance(bracketed.expr, nodes.Comparison)
    assert bracketed.expr.right.span == Span(14, 17)


def test_comments_count_the_leaves_before_them() -> None:
    rule = parse("-- head\na = 1 -- first\n-- own\nAND b IN ($x) -- last").rule
    assert rule is not None
    assert [(before, c.text, c.own_line) for before, c in rule.comments] == [
        (0, "head", True),
        (2, "first", False),
        (2, "own", True),
        (4, "last", False),
    ]


def test_param_list_and_list_of_params() -> None:
    assert read("a IN $x") == nodes.In(Name(("a",)), Param("x"))
    assert read("a IN ($x)") == nodes.In(Name(("a",)), (Param("x"),))


def test_tokens_for_highlighting() -> None:
    text = "count(visits in last 90 days) >= 5 그리고 last = 'x' -- note"
    found = [(t.kind, text[t.span.start : t.span.end], t.keyword) for t in tokens(text)]
    assert found == [
        ("function", "count", "count"),
        ("sign", "(", ""),
        ("name", "visits", ""),
        ("keyword", "in last", "in last"),
        ("number", "90", ""),
        ("keyword", "days", "day"),
        ("sign", ")", ""),
        ("sign", ">=", ""),
        ("number", "5", ""),
        ("keyword", "그리고", "and"),
        ("name", "last", ""),
        ("sign", "=", ""),
        ("text", "'x'", ""),
        ("comment", "-- note", ""),
    ]
    assert [t.kind for t in tokens("a >= 5 and and and")][-1] == "keyword"


def test_a_unit_in_front_of_between_is_no_function() -> None:
    between = parse("0 days between (a) and 3 days").rule
    assert between is not None
    assert isinstance(between.expr, nodes.Between)
    spread = parse("days between(a, b) > 3").rule
    assert spread is not None
    assert isinstance(spread.expr, nodes.Comparison)
