"""The language reference, written from the operator table: ``python -m dsl.reference`` writes docs/language.md."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

from dsl.catalog import (
    Band,
    BandPart,
    Catalog,
    Field,
    Labels,
    Measure,
    Parameter,
    Place,
    Relation,
    UnitOfMeasure,
)
from dsl.operators import GROUPS, MISSING_WORDS, OPERATORS, WHERE_WORDS, Operator
from dsl.types import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, Kind, Type, decimal

_COUNT = Type(Kind.INTEGER, low=0, high=2**53, unit="time", optional=False)


def _measure(id_: str, type_: Type, ko: str = "", en: str = "") -> Measure:
    return Measure(id_, type_, labels=Labels(ko, en))


def _field(id_: str, type_: Type, ko: str = "", en: str = "", values: tuple[str, ...] = ()) -> Field:
    return Field(id_, type_, labels=Labels(ko, en), values=values)


# What the examples are about; also used by tests.
EXAMPLE = Catalog(
    fields=(
        _field("grade", TEXT, "등급", "grade", ("VIP", "일반", "Gold")),
        _field("region", TEXT, "지역", "region"),
        _field("age", Type(Kind.INTEGER, unit="years_old"), "나이", "age"),
        _field("email", TEXT, "이메일", "e-mail"),
        _field("mileage", Type(Kind.INTEGER, unit="mile"), "주행거리", "mileage"),
        _field("joined_on", DATE, "가입일", "joining date"),
        _field("last_seen", TIMESTAMP, "최근 접속", "last seen"),
        _field("warranty_end", DATE, "보증만료일", "end of warranty"),
        _field("points", INTEGER, "적립 포인트", "points"),
        _field("used_points", INTEGER, "사용 포인트", "used points"),
        _field("orders", INTEGER, "주문 수", "orders"),
        _field("spend", Type(Kind.DECIMAL, scale=2, unit="won"), "지출", "spend"),
        _field("weight", DOUBLE, "가중치", "weight"),
        _field("total_charges", TEXT, "총요금", "total charges"),
    ),
    relations=(
        Relation(
            "web_visits",
            (_field("at", TIMESTAMP), _field("channel", TEXT), _field("pages", INTEGER)),
            "at",
            Labels("웹방문", "web visits"),
            counter="time",
        ),
        Relation(
            "actions",
            (_field("at", TIMESTAMP), _field("kind", TEXT)),
            "at",
            Labels("고관여행동", "high-involvement actions"),
            counter="time",
        ),
        Relation(
            "complaints",
            (_field("on_day", DATE), _field("topic", TEXT)),
            "on_day",
            Labels("불만", "complaints"),
            counter="case",
        ),
        Relation(
            "campaign_sends",
            (_field("at", TIMESTAMP), _field("channel", TEXT), _field("responded", BOOLEAN)),
            "at",
            Labels("캠페인발송", "campaign sends"),
        ),
        Relation(
            "campaign_opens",
            (_field("at", TIMESTAMP), _field("channel", TEXT)),
            "at",
            Labels("캠페인열람", "campaign opens"),
        ),
        Relation(
            "order_lines",
            (
                _field("at", TIMESTAMP),
                _field("price", decimal(2), "단가", "price"),
                _field("quantity", INTEGER, "수량", "quantity"),
                _field("weight", DOUBLE),
            ),
            "at",
            Labels("주문내역", "order lines"),
        ),
        Relation(
            "purchases",
            (_field("bought_on", DATE, "구매일", "purchase date"), _field("model", TEXT, "모델", "model")),
            "bought_on",
            Labels("구매", "purchases"),
            counter="case",
        ),
        Relation("carts", (_field("added_at", TIMESTAMP),), "added_at", Labels("장바구니", "carts")),
        Relation("tags", (_field("tag", TEXT),), None, Labels("태그", "tags")),
    ),
    measures=(
        _measure("visits_90d", _COUNT, "90일 방문 수", "site visits, 90 days"),
        _measure("complaints_2y", Type(Kind.INTEGER, unit="case"), "불만 접수", "complaints, 2 years"),
        _measure("responded_90d", BOOLEAN, "응답 여부", "responded"),
        _measure("rate", Type(Kind.DOUBLE, percent=True), "반응률", "response rate"),
        _measure("plan_months", Type(Kind.INTEGER, unit="month"), "구매계획_개월", "months to purchase"),
        _measure("satisfaction", decimal(1), "만족도", "satisfaction"),
        _measure("lead_score", INTEGER, "리드 점수", "lead score"),
        _measure("recency_days", INTEGER, "최근성", "days since last visit"),
        _measure("dna", TEXT, "고객 DNA", "customer DNA"),
        _measure("preferred_channel", TEXT, "선호 채널", "preferred channel"),
    ),
    parameters=(
        Parameter("hot", 60, INTEGER, Labels("핫 리드 기준", "hot lead")),
        Parameter("target_regions", ("Seoul", "Busan"), TEXT, Labels("대상 지역", "target regions")),
        Parameter("nobody", (), TEXT),
    ),
    bands=(
        Band(
            "satisfaction_band",
            "satisfaction",
            (
                BandPart("high", Decimal("0"), Decimal("0.3"), Labels("높음", "high")),
                BandPart("middle", Decimal("0.3"), Decimal("0.5"), Labels("중간", "middle")),
                BandPart("low", Decimal("0.5"), Decimal("1"), Labels("낮음", "low")),
            ),
        ),
    ),
    stages=(Place("purchase", Labels("구매 전환", "purchase")),),
    cells=(Place("2.1", Labels("구매 가망 고객", "likely buyers"), "purchase"),),
    units={
        unit.id: unit
        for unit in (
            UnitOfMeasure("time", "회", "visit", "visits"),
            UnitOfMeasure("case", "건", "case", "cases"),
            UnitOfMeasure("won", "원", "won", "won"),
            UnitOfMeasure("mile", "마일", "mile", "miles"),
            UnitOfMeasure("month", "개월", "month", "months"),
            UnitOfMeasure("years_old", "세", "year", "years"),
        )
    },
)

_INTRO = """# The rules language · 규칙 언어

<!-- Written by `python -m dsl.reference` from dsl/operators.py. Change that table, not this file. -->

A rule is a sentence about one customer that is met, not met, or has no data. Keywords may be written in English or
Korean, in capitals or not; both spellings are one rule. Text stands in single quotes, names with blanks in backticks,
dates are written year first (2025-11-22), and `--` begins a comment.

규칙은 고객 한 명에 대한 문장으로, 해당되거나, 해당되지 않거나, 데이터가 없습니다. 낱말은 영어나 한국어로, 대소문자 구분
없이 쓸 수 있고 뜻은 같습니다. 글자는 작은따옴표로, 빈칸이 있는 이름은 백틱으로 감싸고, 날짜는 2025-11-22처럼 연도부터
쓰며, `--` 뒤는 주석입니다.
"""

_NOTES: tuple[tuple[str, str], ...] = (
    (
        "A criterion whose answer is unknown is not met, and is reported as “no data”, apart from “not met”.",
        "답을 알 수 없는 기준은 해당되지 않은 것이며, '해당 안 됨'과 따로 '데이터 없음'으로 보고합니다.",
    ),
    (
        "Numbers and text, text and dates are never converted silently: number(x) and date(x, format) say it.",
        "숫자와 글자, 글자와 날짜는 저절로 바뀌지 않습니다. number(x), date(x, 형식)으로 씁니다.",
    ),
    (
        "Whole numbers and decimals are exact. Overflow, division by zero and what cannot be read give missing; NaN and"
        " infinities in the data are missing.",
        "정수와 소수는 정확합니다. 넘침, 0으로 나누기, 읽을 수 없는 값은 결측이고 데이터의 NaN과 무한대도 결측입니다.",
    ),
    (
        "Text is compared by code point, with case and blanks, on every engine; IGNORING CASE makes A–Z equal to a–z.",
        "글자는 어느 엔진에서나 코드 포인트로, 대소문자와 빈칸까지 비교합니다. '대소문자 무시'는 A–Z와 a–z를 같게"
        " 봅니다.",
    ),
    (
        "Days are local days of the project's time zone; a date and a timestamp are compared by day. Months and years"
        " keep the day or take the month's last: 2024-02-29 − 1 year = 2023-02-28.",
        "하루는 프로젝트 시간대의 하루이고, 날짜와 시각은 하루 단위로 비교합니다. 개월과 년은 같은 날, 없으면 그 달의"
        " 마지막 날입니다: 2024-02-29의 1년 전은 2023-02-28.",
    ),
    (
        "Records dated after the as-of date are not seen; undated ones count only in aggregates without a window.",
        "기준일 뒤의 기록은 보지 않습니다. 날짜가 없는 기록은 기간 없는 집계에서만 셉니다.",
    ),
    (
        "No rows: count and sum are 0, any is false, none is true; avg, min, max, first, last and share are missing.",
        "기록이 없으면 개수와 합계는 0, 있음은 거짓, 없음은 참이고 평균, 최소, 최대, 처음, 마지막, 비율은 결측입니다.",
    ),
    (
        "Percentiles are taken over all customers with a known value, or over those named by among.",
        "순위와 구간은 값이 있는 전체 고객, 또는 모집단으로 정한 고객 안에서 봅니다.",
    ),
    (
        "Full-width signs, ≥ ≤ ≠, =>, ==, &&, ||, curly quotes, ₩ for a backtick, 50,000 and 20 <= age < 40 are read as"
        " meant, with a hint. What has two readings is an error that offers both.",
        "전각 기호, ≥ ≤ ≠, =>, ==, &&, ||, 둥근 따옴표, 백틱 대신 ₩, 50,000, 20 <= age < 40은 뜻대로 읽고 알려 줍니다."
        " 두 가지로 읽히는 것은 둘 다 보여 주고 묻습니다.",
    ),
    (
        "Limits: 64 levels of brackets, 10,000 values in a list or parts of AND and OR, numbers of 64 bits.",
        "한도: 괄호 64겹, 목록이나 AND·OR 항 10,000개, 64비트 숫자.",
    ),
)


def _code(text: str) -> str:
    """A rule as code within a table."""
    text = text.replace("|", "\\|")
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _entry(operator: Operator) -> list[str]:
    same = operator.shape.en == operator.shape.ko
    title = _code(operator.shape.en) if same else f"{_code(operator.shape.en)} · {_code(operator.shape.ko)}"
    example = operator.example
    shown = example.en if example.en == example.ko else f"{example.en}\n{example.ko}"
    answer = f" → {example.answer}" if example.answer else ""
    missing, where = MISSING_WORDS[operator.missing], WHERE_WORDS[operator.where]
    lines = [
        f"### {title}",
        "",
        operator.help.en,
        "",
        operator.help.ko,
        "",
        f"Gives · 결과: {operator.gives.en} · {operator.gives.ko}.",
        f"Missing · 결측: {missing.en} · {missing.ko}.",
    ]
    if operator.where != "anywhere":
        lines.append(f"Stands · 자리: {where.en} · {where.ko}.")
    return [*lines, "", "```quad", shown, "```", *([f"{answer.strip()}"] if answer else []), ""]


def reference() -> str:
    """The whole reference as Markdown."""
    lines = [_INTRO, "## What always holds · 언제나 같은 것", ""]
    for en, ko in _NOTES:
        lines += [f"- {en}", f"  {ko}"]
    lines.append("")
    for group, labels in GROUPS:
        lines += [f"## {labels.en} · {labels.ko}", ""]
        for operator in OPERATORS:
            if operator.group == group:
                lines += _entry(operator)
    return "\n".join(lines).rstrip() + "\n"


def main(argv: list[str] | None = None) -> int:
    """Write the reference; with ``--check`` only say whether it is up to date."""
    arguments = sys.argv[1:] if argv is None else argv
    path = Path(__file__).parent.parent / "docs" / "language.md"
    text = reference()
    if "--check" in arguments:
        return 0 if path.exists() and path.read_text(encoding="utf-8") == text else 1
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
