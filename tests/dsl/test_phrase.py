"""Rules as sentences, in both languages."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

import pytest

from dsl import nodes as n
from dsl.catalog import Catalog
from dsl.operators import OPERATORS, Operator
from dsl.phrase import phrase
from dsl.reference import EXAMPLE
from tests.support.rules import parsed

SENTENCES = [
    (
        "count(web_visits in last 90 days) >= 5",
        "web visits in the last 90 days: 5 or more",
        "최근 90일 내 웹방문 5회 이상",
    ),
    ("visits_90d >= 5", "site visits, 90 days: 5 or more", "90일 방문 수 5회 이상"),
    ("age between 20 and 39", "age: 20 to 39 years", "나이 20~39세"),
    ("mileage >= 50_000", "mileage: 50,000 miles or more", "주행거리 50,000마일 이상"),
    ("spend < 1", "spend: less than 1 won", "지출 1원 미만"),
    ("rate >= 30%", "response rate: 30% or more", "반응률 30% 이상"),
    ("complaints_2y = 0", "complaints, 2 years: 0 cases", "불만 접수 0건"),
    ("grade = 'VIP'", "grade is VIP", "등급이 VIP"),
    ("region <> '서울'", "region is not 서울", "지역이 서울이 아님"),
    ("grade in ('VIP', 'Gold')", "grade is one of VIP, Gold", "등급이 VIP, Gold 중 하나"),
    ("region is missing", "region is missing", "지역 값 없음"),
    ("email ends with '@a.kr'", "e-mail ends with @a.kr", "이메일이 @a.kr로 끝남"),
    ("none(complaints in last 2 years)", "no complaints in the last 2 years", "최근 2년 내 불만 없음"),
    (
        "any(actions in last 90 days where kind in ('quote', 'test'))",
        "any high-involvement actions in the last 90 days where kind is one of quote, test",
        "최근 90일 내 고관여행동(kind가 quote, test 중 하나) 있음",
    ),
    (
        "share(campaign_sends in last 90 days where responded) >= 30%",
        "share of campaign sends in the last 90 days with responded: 30% or more",
        "최근 90일 내 캠페인발송 중 responded 비율 30% 이상",
    ),
    (
        "satisfaction in top 30% to 50%",
        "satisfaction in the top 30% to 50% (of all customers)",
        "만족도 상위 30~50%(전체 고객 중)",
    ),
    (
        "spend in top 10% among stage",
        "spend in the top 10% (of the customers in the same stage)",
        "지출 상위 10%(같은 단계 고객 중)",
    ),
    (
        "satisfaction in band satisfaction_band.high",
        "satisfaction in band high (top 0–30%) (of all customers)",
        "만족도 높음 구간(상위 0~30%)(전체 고객 중)",
    ),
    (
        "time since first(purchases.bought_on) >= 5 years",
        "5 years or more since first purchase date of purchases",
        "구매의 첫 구매일부터 5년 이상 경과",
    ),
    ("joined_on before 2024-01-01", "joining date before 2024-01-01", "가입일이 2024-01-01 전"),
    ("warranty_end in next 6 months", "end of warranty in the next 6 months", "보증만료일이 향후 6개월 내"),
    ("warranty_end after next 6 months", "end of warranty after the next 6 months", "보증만료일이 향후 6개월 이후"),
    (
        "warranty_end <= today + 6 months",
        "end of warranty on or before 6 months after today",
        "보증만료일이 오늘부터 6개월 뒤 이전",
    ),
    ("year(joined_on) = 2024", "year of joining date: 2024", "가입일의 연도 2024년"),
    ("weekday(joined_on) = 7", "weekday of joining date: Sunday", "가입일의 요일 일요일"),
    ("lead_score >= $hot", "lead score: hot lead (60) or more", "리드 점수가 핫 리드 기준(60) 이상"),
    ("in cell '2.1'", "in cell 2.1 (likely buyers)", "셀 2.1(구매 가망 고객)에 속함"),
    ("not in stage 'purchase'", "not in stage purchase", "단계 구매 전환에 속하지 않음"),
    (
        "at least 2 of (age > 3, responded_90d)",
        "at least 2 of these 2: (age: more than 3 years; responded: yes)",
        "다음 2가지 중 2가지 이상: (나이 3세 초과; 응답 여부: 예)",
    ),
    (
        "grade = 'VIP' and (age > 3 or age < 2)",
        "grade is VIP and (age: more than 3 years or age: less than 2 years)",
        "등급이 VIP 그리고 (나이 3세 초과 또는 나이 2세 미만)",
    ),
    ("20 < age", "age: more than 20 years", "나이 20세 초과"),
    (
        "spend > median(spend)",
        "spend: more than median of spend (of all customers)",
        "지출이 지출의 중앙값(전체 고객 중) 초과",
    ),
]


@pytest.mark.parametrize(("text", "en", "ko"), SENTENCES, ids=[sentence[0] for sentence in SENTENCES])
def test_sentences(text: str, en: str, ko: str) -> None:
    assert phrase(parsed(text), EXAMPLE, "en") == en
    assert phrase(parsed(text), EXAMPLE, "ko") == ko


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.id)
def test_every_operator_reads_with_and_without_a_catalog(operator: Operator) -> None:
    text = operator.example.en
    for catalog in (EXAMPLE, Catalog()):
        for language in ("en", "ko"):
            sentence = phrase(parsed(text), catalog, language)
            assert sentence and "None" not in sentence and "Span(" not in sentence


def test_names_that_nothing_has_stand_as_written() -> None:
    rule = parsed("nothing_x > 3 and any(nowhere.at_all) and nope(3) = 'a' and x in band b.c and $p > 3")
    for language in ("en", "ko"):
        sentence = phrase(rule, EXAMPLE, language)
        for word in ("nothing_x", "nowhere", "nope(3)", "b.c", "$p"):
            assert word in sentence


def test_every_kind_of_node_reads() -> None:
    one, name = n.Number(Decimal(1)), n.Name(("age",))
    for kind in n.Expr.__args__:
        assert kind.__name__  # the list of node kinds is the union itself
    odd: list[n.Expr] = [
        n.Hole(),
        n.Missing(),
        n.Call("count", ()),
        n.Call("time_since", ()),
        n.Call("tile", (one,)),
        n.Call("share", (n.Name(("web_visits",)),)),
        n.Case((n.When(name, one),), None),
        n.Score((n.Points(name, n.Negate(one)),)),
        n.Comparison(">", n.Hole(), n.Hole()),
        n.InBand(name, n.Name(("b",))),
        n.Name(("a", "b", "c")),
        n.Number(Decimal("1e500")),
        n.Number(Decimal("NaN")),
    ]
    for expr in odd:
        for language in ("en", "ko"):
            assert phrase(n.Rule(expr), EXAMPLE, language)
    assert fields(n.Rule)


def test_long_rules_are_cut_in_lists_only() -> None:
    text = "grade in (" + ", ".join(f"'g{i}'" for i in range(10_000)) + ")"
    assert phrase(parsed(text), EXAMPLE, "en") == "grade is one of g0, g1, g2, g3, g4, g5 and 9,994 more"
    assert phrase(parsed(text), EXAMPLE, "ko") == "등급이 g0, g1, g2, g3, g4, g5 외 9,994개 중 하나"
