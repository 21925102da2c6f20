"""The operators of the language: one table that feeds the checker, completion and the language reference.

An entry says how an operator is written in both languages, what it takes and gives, what becomes of missing
values, where it may stand, and an example. How words are spelled for the parser: ``dsl/keywords.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from dsl.catalog import Labels
from dsl.keywords import FUNCTIONS as SPELLINGS
from dsl.types import NUMERIC, TEMPORAL, Kind

Group = Literal[
    "logic", "comparison", "text", "date", "window", "aggregate", "percentile", "choice", "number", "place", "value"
]
# strict: missing in, missing out. kleene: three-valued. skips: missing values are left out. never: the result is
# always known. decides: the operator is about missing itself.
Missing = Literal["strict", "kleene", "skips", "never", "decides"]
# value: wherever a value may stand. subject: not on the rows within an aggregate. rows: within an aggregate only.
Where = Literal["anywhere", "subject", "rows"]


@dataclass(frozen=True, slots=True)
class Argument:
    """What a function takes at one place."""

    name: Labels
    kinds: frozenset[Kind]
    constant: bool = False
    optional: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A rule in both languages, over the reference's catalog, and what it gives on the reference's one customer
    (None where that takes rows or other customers)."""

    en: str
    ko: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator, function or aggregate."""

    id: str
    group: Group
    shape: Labels
    gives: Labels
    missing: Missing
    help: Labels
    example: Example
    takes: tuple[Argument, ...] = ()
    where: Where = "anywhere"

    @property
    def least(self) -> int:
        """The smallest number of arguments."""
        return sum(not argument.optional for argument in self.takes)

    @property
    def most(self) -> int | None:
        """The largest number of arguments; None where there is no end."""
        return None if any(argument.many for argument in self.takes) else len(self.takes)

    def spelling(self, language: str) -> str:
        """What completion writes: the function's name, or the shape."""
        if language == "ko" and self.id in SPELLINGS:
            return SPELLINGS[self.id][0]
        return self.id.replace("_between", " between") if self.id in SPELLINGS else self.shape.get(language)


AGGREGATES = frozenset({"count", "sum", "avg", "min", "max", "any", "none", "share", "first", "last", "most_common"})
POPULATIONS = frozenset({"tile", "quintile", "quartile", "decile", "bin", "quantile", "median"})

_NUMBER = NUMERIC
_TEXT = frozenset({Kind.TEXT})
_DATE = TEMPORAL
_WHOLE = frozenset({Kind.INTEGER})
_ORDERED = NUMERIC | TEMPORAL | _TEXT
_ANY = _ORDERED | {Kind.BOOLEAN}


def _x(kinds: frozenset[Kind], *, many: bool = False, en: str = "x", ko: str = "x") -> Argument:
    return Argument(Labels(ko, en), kinds, many=many)


def _n(en: str, ko: str, *, optional: bool = False, kinds: frozenset[Kind] = _WHOLE) -> Argument:
    return Argument(Labels(ko, en), kinds, constant=True, optional=optional)


# What scalar functions take; dsl/check/functions.py knows what they give.
ARGUMENTS: dict[str, tuple[Argument, ...]] = {
    "round": (_x(_NUMBER), _n("places", "자릿수", optional=True)),
    "floor": (_x(_NUMBER),),
    "ceil": (_x(_NUMBER),),
    "abs": (_x(_NUMBER),),
    "mod": (_x(_NUMBER, en="a", ko="a"), _x(_NUMBER, en="b", ko="b")),
    "coalesce": (_x(_ANY, many=True),),
    "least": (_x(_ORDERED, many=True),),
    "greatest": (_x(_ORDERED, many=True),),
    "length": (_x(_TEXT),),
    "lower": (_x(_TEXT),),
    "upper": (_x(_TEXT),),
    "trim": (_x(_TEXT),),
    "left": (_x(_TEXT), _n("length", "길이")),
    "right": (_x(_TEXT), _n("length", "길이")),
    "concat": (_x(_TEXT, many=True),),
    "number": (_x(_TEXT | NUMERIC), _n("places", "자릿수", optional=True)),
    "date": (_x(_TEXT | _DATE | _WHOLE), _n("format", "형식", optional=True, kinds=_TEXT)),
    "year": (_x(_DATE),),
    "quarter": (_x(_DATE),),
    "month": (_x(_DATE),),
    "day": (_x(_DATE),),
    "weekday": (_x(_DATE),),
    "days_between": (_x(_DATE, en="a", ko="a"), _x(_DATE, en="b", ko="b")),
    "months_between": (_x(_DATE, en="a", ko="a"), _x(_DATE, en="b", ko="b")),
}


@cache
def known_functions() -> frozenset[str]:
    """Everything that may be called."""
    return frozenset(ARGUMENTS) | AGGREGATES | POPULATIONS | {"time_since"}


# -- the table ---------------------------------------------------------------------------------------------

_GIVES = {
    "condition": Labels("조건", "condition"),
    "number": Labels("숫자", "number"),
    "whole": Labels("정수", "whole number"),
    "share": Labels("비율", "percent"),
    "text": Labels("글자", "text"),
    "date": Labels("날짜", "date"),
    "same": Labels("같은 종류", "the same kind"),
    "window": Labels("기간", "window"),
}


def _op(
    id_: str,
    group: Group,
    shape: tuple[str, str],
    gives: str,
    missing: Missing,
    help_: tuple[str, str],
    example: tuple[str, str],
    answer: str | None = None,
    where: Where = "anywhere",
) -> Operator:
    return Operator(
        id_,
        group,
        Labels(shape[1], shape[0]),
        _GIVES[gives],
        missing,
        Labels(help_[1], help_[0]),
        Example(example[0], example[1], answer),
        ARGUMENTS.get(id_, ()),
        where,
    )


# fmt: off
OPERATORS: tuple[Operator, ...] = (
    # -- logic ----------------------------------------------------------------------------------------------
    _op(
        "and", "logic", ("a AND b", "a 그리고 b"), "condition", "kleene",
        (
            "Both hold. One that does not hold decides, even where the other is unknown. AND binds before OR.",
            "둘 다 참. 하나가 거짓이면 다른 쪽을 몰라도 거짓입니다. AND가 OR보다 먼저 묶입니다.",
        ),
        ("visits_90d >= 5 AND complaints_2y = 0", "visits_90d >= 5 그리고 complaints_2y = 0"),
    ),
    _op(
        "or", "logic", ("a OR b", "a 또는 b"), "condition", "kleene",
        (
            "At least one holds. One that holds decides, even where the other is unknown.",
            "하나 이상 참. 하나가 참이면 다른 쪽을 몰라도 참입니다.",
        ),
        ("grade = 'VIP' OR visits_90d >= 5", "등급 = 'VIP' 또는 visits_90d >= 5"),
    ),
    _op(
        "not", "logic", ("NOT a", "(a) 아님"), "condition", "kleene",
        (
            "The opposite. The opposite of unknown is unknown.",
            "반대. 알 수 없는 조건의 반대도 알 수 없습니다.",
        ),
        ("NOT (grade = 'VIP' OR region IS MISSING)", "(등급 = 'VIP' 또는 지역 값 없음) 아님"),
    ),
    _op(
        "at_least", "logic", ("at least k of (a, b, c)", "(a, b, c) 중 k개 이상"), "condition", "never",
        (
            "At least k of the conditions hold. An unknown one counts as not met.",
            "조건 가운데 k개 이상이 참. 알 수 없는 조건은 해당되지 않은 것으로 셉니다.",
        ),
        (
            "at least 2 of (visits_90d >= 5, responded_90d, plan_months <= 6)",
            "(visits_90d >= 5, responded_90d, plan_months <= 6) 중 2개 이상",
        ),
    ),
    _op(
        "any_of", "logic", ("any of (a, b)", "(a, b) 중 하나 이상"), "condition", "never",
        ("At least one of the conditions holds.", "조건 가운데 하나 이상이 참."),
        ("any of (visits_90d >= 5, responded_90d)", "(visits_90d >= 5, responded_90d) 중 하나 이상"),
    ),
    _op(
        "none_of", "logic", ("none of (a, b)", "(a, b) 중 하나도 없음"), "condition", "never",
        ("None of the conditions holds.", "참인 조건이 하나도 없음."),
        ("none of (visits_90d >= 5, responded_90d)", "(visits_90d >= 5, responded_90d) 중 하나도 없음"),
    ),
    _op(
        "all_of", "logic", ("all of (a, b)", "(a, b) 모두"), "condition", "never",
        (
            "All of the conditions hold; unlike AND, an unknown one counts as not met.",
            "모든 조건이 참. AND와 달리 알 수 없는 조건은 해당되지 않은 것으로 셉니다.",
        ),
        ("all of (visits_90d >= 5, responded_90d)", "(visits_90d >= 5, responded_90d) 모두"),
    ),
    # -- comparison -----------------------------------------------------------------------------------------
    _op(
        "=", "comparison", ("x = y", "x = y"), "condition", "strict",
        (
            "Equal. Text must be equal letter by letter, also in case and blanks; a timestamp equals every time of a"
            " day. Nothing equals missing: see IS MISSING.",
            "같음. 글자는 대소문자와 빈칸까지 같아야 하고, 시각은 그 날의 모든 시각과 같습니다. 결측과 같은 것은"
            " 없습니다(값 없음 참고).",
        ),
        ("0.1 + 0.2 = 0.3", "0.1 + 0.2 = 0.3"), "true",
    ),
    _op(
        "<>", "comparison", ("x <> y", "x <> y"), "condition", "strict",
        (
            "Not equal. Whoever has no value is neither equal nor different.",
            "다름. 값이 없으면 같지도 다르지도 않습니다.",
        ),
        ("grade <> 'VIP'", "등급이 'VIP' 아님"),
    ),
    _op(
        "<", "comparison", ("x < y", "x y 미만"), "condition", "strict",
        ("Less; of dates, before.", "미만. 날짜는 더 이른 날."),
        ("visits_90d < 3", "visits_90d 3 미만"),
    ),
    _op(
        "<=", "comparison", ("x <= y", "x y 이하"), "condition", "strict",
        ("At most; of dates, on or before.", "이하. 날짜는 그날까지."),
        ("plan_months <= 6", "plan_months 6 이하"),
    ),
    _op(
        ">", "comparison", ("x > y", "x y 초과"), "condition", "strict",
        ("More; of dates, after.", "초과. 날짜는 더 늦은 날."),
        ("complaints_2y > 0", "complaints_2y 0 초과"),
    ),
    _op(
        ">=", "comparison", ("x >= y", "x y 이상"), "condition", "strict",
        (
            "At least; of dates, on or after. Numbers may be written 50_000 or 30%.",
            "이상. 날짜는 그날부터. 숫자는 50_000, 5만, 30%처럼 쓸 수 있습니다.",
        ),
        ("mileage >= 50_000", "주행거리 5만 이상"),
    ),
    _op(
        "between", "comparison", ("x BETWEEN a AND b", "x a에서 b 사이"), "condition", "strict",
        ("From a to b; both ends count.", "a부터 b까지. 양 끝을 포함합니다."),
        ("age BETWEEN 20 AND 39", "나이 20에서 39 사이"),
    ),
    _op(
        "in", "comparison", ("x IN (a, b)", "x 다음 중 하나 (a, b)"), "condition", "strict",
        (
            "One of the values, or of a list parameter: x IN $regions. An empty list parameter holds for nobody.",
            "값 목록이나 목록 매개변수($regions) 가운데 하나. 빈 목록이면 아무도 해당되지 않습니다.",
        ),
        ("grade IN ('VIP', 'Gold')", "등급 다음 중 하나 ('VIP', 'Gold')"),
    ),
    _op(
        "is_missing", "comparison", ("x IS MISSING", "x 값 없음"), "condition", "decides",
        (
            "There is no value. Also of a rule: (visits_90d > 3) IS MISSING asks whether it is unknown.",
            "값이 없음. 조건에도 쓸 수 있으며, 알 수 없는지를 묻습니다.",
        ),
        ("region IS MISSING", "지역 값 없음"),
    ),
    # -- text -----------------------------------------------------------------------------------------------
    _op(
        "contains", "text", ("x CONTAINS 'a'", "x 'a' 포함"), "condition", "strict",
        (
            "The text stands somewhere in x. % and _ are ordinary letters here. IGNORING CASE after it makes A-Z and"
            " a-z equal.",
            "x 안에 그 글자가 있음. %와 _는 보통 글자입니다. 뒤에 '대소문자 무시'를 붙이면 A-Z와 a-z를 같게 봅니다.",
        ),
        ("'Springfield' CONTAINS 'spring' IGNORING CASE", "'Springfield' 'spring' 포함 대소문자 무시"), "true",
    ),
    _op(
        "starts", "text", ("x STARTS WITH 'a'", "x 'a'로 시작"), "condition", "strict",
        ("x begins with the text.", "x가 그 글자로 시작함."),
        ("email STARTS WITH 'kim'", "email 'kim'으로 시작"),
    ),
    _op(
        "ends", "text", ("x ENDS WITH 'a'", "x 'a'로 끝남"), "condition", "strict",
        ("x ends with the text.", "x가 그 글자로 끝남."),
        ("email ENDS WITH '@example.com'", "email '@example.com'으로 끝남"),
    ),
    _op(
        "like", "text", ("x LIKE 'a%'", "x 패턴 'a%'"), "condition", "strict",
        (
            "x has the pattern: % stands for any letters, _ for one, \\ before them takes them as they are.",
            "x가 패턴과 맞음. %는 아무 글자나 여러 개, _는 한 글자, 앞에 \\를 붙이면 그 글자 그대로입니다.",
        ),
        ("email LIKE '%@%.kr'", "email 패턴 '%@%.kr'"),
    ),
    _op(
        "length", "text", ("length(x)", "길이(x)"), "whole", "strict",
        ("The number of letters.", "글자 수."),
        ("length('행복한 고객') = 6", "길이('행복한 고객') = 6"), "true",
    ),
    _op(
        "lower", "text", ("lower(x)", "소문자(x)"), "text", "strict",
        ("Small letters, A–Z only; other letters stay.", "소문자로. A~Z만 바뀌고 다른 글자는 그대로입니다."),
        ("lower('ABC') = 'abc'", "소문자('ABC') = 'abc'"), "true",
    ),
    _op(
        "upper", "text", ("upper(x)", "대문자(x)"), "text", "strict",
        ("Capital letters, a–z only; other letters stay.", "대문자로. a~z만 바뀌고 다른 글자는 그대로입니다."),
        ("upper('vip') = 'VIP'", "대문자('vip') = 'VIP'"), "true",
    ),
    _op(
        "trim", "text", ("trim(x)", "공백제거(x)"), "text", "strict",
        ("Without blanks at both ends.", "앞뒤 빈칸을 뺀 글자."),
        ("trim('  VIP ') = 'VIP'", "공백제거('  VIP ') = 'VIP'"), "true",
    ),
    _op(
        "left", "text", ("left(x, n)", "왼쪽(x, n)"), "text", "strict",
        ("The first n letters.", "앞의 n글자."),
        ("left('1234-56', 4) = '1234'", "왼쪽('1234-56', 4) = '1234'"), "true",
    ),
    _op(
        "right", "text", ("right(x, n)", "오른쪽(x, n)"), "text", "strict",
        ("The last n letters.", "뒤의 n글자."),
        ("right('1234-56', 2) = '56'", "오른쪽('1234-56', 2) = '56'"), "true",
    ),
    _op(
        "concat", "text", ("concat(x, y, …)", "연결(x, y, …)"), "text", "strict",
        ("Texts joined to one; missing where one of them is.", "글자를 이어 붙임. 하나라도 없으면 결측."),
        ("concat(grade, '-', region) = 'VIP-Seoul'", "연결(등급, '-', 지역) = 'VIP-Seoul'"),
    ),
    # -- numbers --------------------------------------------------------------------------------------------
    _op(
        "+", "number", ("a + b", "a + b"), "number", "strict",
        (
            "Sum. Whole numbers and decimals are exact; outside 64 bits the result is missing. A date plus a length"
            " of time is a date.",
            "더하기. 정수와 소수는 정확하며, 64비트를 넘으면 결측입니다. 날짜에 기간을 더하면 날짜입니다.",
        ),
        ("0.1 + 0.2 = 0.3", "0.1 + 0.2 = 0.3"), "true",
    ),
    _op(
        "-", "number", ("a - b", "a - b"), "number", "strict",
        ("Difference. Dates: see days between.", "빼기. 날짜 사이는 일수를 쓰세요."),
        ("points - used_points > 100", "points - used_points > 100"),
    ),
    _op(
        "*", "number", ("a * b", "a * b"), "number", "strict",
        ("Product; the decimal places add up.", "곱하기. 소수 자릿수가 더해집니다."),
        ("1.5 * 1.5 = 2.25", "1.5 * 1.5 = 2.25"), "true",
    ),
    _op(
        "/", "number", ("a / b", "a / b"), "number", "strict",
        (
            "True division, also between whole numbers. By zero the result is missing.",
            "나누기. 정수끼리도 소수가 됩니다. 0으로 나누면 결측입니다.",
        ),
        ("7 / 2 > 3.4", "7 / 2 > 3.4"), "true",
    ),
    _op(
        "mod", "number", ("mod(a, b)", "나머지(a, b)"), "number", "strict",
        (
            "Remainder, with the sign of a; by zero: missing.",
            "나머지. 부호는 a를 따르고, 0으로 나누면 결측입니다.",
        ),
        ("mod(-7, 3) = -1", "mod(-7, 3) = -1"), "true",
    ),
    _op(
        "round", "number", ("round(x, n)", "반올림(x, n)"), "number", "strict",
        (
            "Rounded to n decimal places (0 where left out), halves away from zero, as the number is read in decimal.",
            "소수 n자리로 반올림(생략하면 0자리). 0.5는 0에서 먼 쪽으로, 십진수로 읽은 값 그대로 반올림합니다.",
        ),
        ("round(2.675, 2) = 2.68", "반올림(2.675, 2) = 2.68"), "true",
    ),
    _op(
        "floor", "number", ("floor(x)", "내림(x)"), "whole", "strict",
        ("The next whole number below.", "x보다 크지 않은 가장 큰 정수."),
        ("floor(-1.5) = -2", "내림(-1.5) = -2"), "true",
    ),
    _op(
        "ceil", "number", ("ceil(x)", "올림(x)"), "whole", "strict",
        ("The next whole number above.", "x보다 작지 않은 가장 작은 정수."),
        ("ceil(1.2) = 2", "올림(1.2) = 2"), "true",
    ),
    _op(
        "abs", "number", ("abs(x)", "절댓값(x)"), "number", "strict",
        ("Without its sign.", "부호를 뺀 값."),
        ("abs(-3) = 3", "절댓값(-3) = 3"), "true",
    ),
    _op(
        "number", "number", ("number(x)", "숫자(x)"), "number", "strict",
        (
            "Text read as a number; number(x, 2) exactly, with two decimal places. What cannot be read is missing,"
            " and counted by the run's report.",
            "글자를 숫자로 읽음. number(x, 2)는 소수 두 자리로 정확하게. 읽을 수 없으면 결측이며 보고서에 집계됩니다.",
        ),
        ("number(total_charges) > 100", "숫자(total_charges) > 100"),
    ),
    # -- choice ---------------------------------------------------------------------------------------------
    _op(
        "coalesce", "choice", ("coalesce(x, y)", "대체값(x, y)"), "same", "skips",
        ("The first that is known: x, or y where x is missing.", "값이 있는 첫 번째 것. x가 없으면 y."),
        ("coalesce(points, 0) >= 100", "대체값(points, 0) 100 이상"),
    ),
    _op(
        "least", "choice", ("least(x, y)", "더작은값(x, y)"), "same", "skips",
        ("The smallest; missing ones are left out.", "가장 작은 값. 결측은 빼고 봅니다."),
        ("least(3, 1, 2) = 1", "더작은값(3, 1, 2) = 1"), "true",
    ),
    _op(
        "greatest", "choice", ("greatest(x, y)", "더큰값(x, y)"), "same", "skips",
        ("The largest; missing ones are left out.", "가장 큰 값. 결측은 빼고 봅니다."),
        ("greatest(3, 1, 2) = 3", "더큰값(3, 1, 2) = 3"), "true",
    ),
    _op(
        "case", "choice",
        ("case when a then x else y end", "만약 a 이면 x 아니면 y 끝"), "same", "never",
        (
            "The value of the first condition that holds, else the last one (missing where there is no else). An"
            " unknown condition is not taken.",
            "처음으로 참인 조건의 값, 없으면 마지막 값(그것도 없으면 결측). 알 수 없는 조건은 건너뜁니다.",
        ),
        (
            "case when spend >= 1000 then 'gold' else 'basic' end = 'gold'",
            "만약 지출 >= 1000 이면 'gold' 아니면 'basic' 끝 = 'gold'",
        ),
    ),
    _op(
        "score", "choice", ("score(a: 10, b: -5)", "점수(a: 10, b: -5)"), "number", "never",
        (
            "The sum of the points whose condition holds; an unknown one gives 0 points.",
            "참인 조건의 점수 합계. 알 수 없는 조건은 0점입니다.",
        ),
        (
            "score(visits_90d >= 5: 10, any(actions in last 90 days): 30) >= 40",
            "점수(visits_90d >= 5: 10, 최근 90일 고관여행동 있음: 30) 40 이상",
        ),
    ),
    # -- dates ----------------------------------------------------------------------------------------------
    _op(
        "today", "date", ("today", "오늘"), "date", "never",
        (
            "The as-of date of the run, never the clock of a database. today + 6 months keeps the day, or takes the"
            " month's last.",
            "실행의 기준일. 데이터베이스의 시계가 아닙니다. 오늘 + 6개월은 같은 날, 없으면 그 달의 마지막 날입니다.",
        ),
        ("warranty_end <= today + 6 months", "보증만료일 <= 오늘 + 6개월"),
    ),
    _op(
        "before", "date", ("d before D", "d D 전"), "condition", "strict",
        (
            "Earlier than D; on or before, after, on or after likewise. Compared by whole local days.",
            "D보다 이름. 이전(그날까지), 후, 이후(그날부터)도 같습니다. 하루 단위로 비교합니다.",
        ),
        ("joined_on before 2024-01-01", "가입일 2024-01-01 전"),
    ),
    _op(
        "in_last", "date", ("d in last 90 days", "d 최근 90일"), "condition", "strict",
        (
            "After as-of − 90 days, up to and with the as-of date.",
            "기준일 90일 전 다음 날부터 기준일까지.",
        ),
        ("joined_on in last 90 days", "가입일 최근 90일"),
    ),
    _op(
        "in_next", "date", ("d in next 6 months", "d 향후 6개월"), "condition", "strict",
        (
            "From the as-of date up to and with as-of + 6 months. after next 6 months: later than that.",
            "기준일부터 6개월 뒤 그날까지. '향후 6개월 이후'는 그보다 뒤.",
        ),
        ("warranty_end in next 6 months", "보증만료일 향후 6개월"),
    ),
    _op(
        "between_ago", "date",
        ("d between 180 and 90 days ago", "d 180일 전부터 90일 전까지"), "condition", "strict",
        (
            "After as-of − 180 days, up to and with as-of − 90 days.",
            "기준일 180일 전 다음 날부터 90일 전 그날까지.",
        ),
        ("joined_on between 180 and 90 days ago", "가입일 180일 전부터 90일 전까지"),
    ),
    _op(
        "time_since", "date", ("time since d >= 5 years", "경과(d) 5년 이상"), "condition", "strict",
        (
            "How long ago d was, against a length of time: d <= as-of − 5 years.",
            "d부터 지난 기간을 비교: d가 기준일 5년 전 그날이거나 더 이름.",
        ),
        ("time since first(purchases.bought_on) >= 5 years", "경과(처음(구매.bought_on)) 5년 이상"),
    ),
    _op(
        "days_between", "date", ("days between(a, b)", "일수(a, b)"), "whole", "strict",
        ("Days from a to b; negative where b is earlier.", "a부터 b까지의 일수. b가 이르면 음수."),
        ("days between(2024-02-01, 2024-03-01) = 29", "일수(2024-02-01, 2024-03-01) = 29"), "true",
    ),
    _op(
        "months_between", "date", ("months between(a, b)", "개월수(a, b)"), "whole", "strict",
        ("Whole months from a to b; negative where b is earlier.", "a부터 b까지의 꽉 찬 개월 수. b가 이르면 음수."),
        ("months between(2024-01-31, 2024-03-30) = 1", "개월수(2024-01-31, 2024-03-30) = 1"), "true",
    ),
    _op(
        "year", "date", ("year(d)", "연도(d)"), "whole", "strict",
        ("The year.", "연도."), ("year(2024-05-17) = 2024", "연도(2024-05-17) = 2024"), "true",
    ),
    _op(
        "quarter", "date", ("quarter(d)", "분기(d)"), "whole", "strict",
        ("The quarter, 1 to 4.", "분기, 1~4."), ("quarter(2024-05-17) = 2", "분기(2024-05-17) = 2"), "true",
    ),
    _op(
        "month", "date", ("month(d)", "월(d)"), "whole", "strict",
        ("The month, 1 to 12.", "월, 1~12."), ("month(2024-05-17) = 5", "월(2024-05-17) = 5"), "true",
    ),
    _op(
        "day", "date", ("day(d)", "일(d)"), "whole", "strict",
        ("The day of the month.", "그 달의 며칠."), ("day(2024-05-17) = 17", "일(2024-05-17) = 17"), "true",
    ),
    _op(
        "weekday", "date", ("weekday(d)", "요일(d)"), "whole", "strict",
        ("The day of the week: Monday is 1, Sunday is 7.", "요일: 월요일 1, 일요일 7."),
        ("weekday(2024-03-10) = 7", "요일(2024-03-10) = 7"), "true",
    ),
    _op(
        "date", "date", ("date(x, 'YYYY-MM-DD')", "날짜(x, 'YYYY-MM-DD')"), "date", "strict",
        (
            "Text or a whole number read as a date; of a timestamp, its local day. What cannot be read is missing.",
            "글자나 정수를 날짜로 읽음. 시각이면 그 날짜. 읽을 수 없으면 결측입니다.",
        ),
        ("date('17.05.2024', 'DD.MM.YYYY') = 2024-05-17", "날짜('17.05.2024', 'DD.MM.YYYY') = 2024-05-17"), "true",
    ),
    # -- aggregates -----------------------------------------------------------------------------------------
    _op(
        "count", "aggregate", ("count(records)", "개수(연결데이터)"), "whole", "never",
        (
            "How many records a customer has; 0 without any. count(records.column) counts known values, count(distinct"
            " records.column) different ones. A window comes before where; where keeps the records for which it is"
            " true.",
            "고객의 기록 수, 없으면 0. count(연결데이터.열)은 값이 있는 기록, 고유를 붙이면 서로 다른 값의 수. 기간을"
            " 먼저, 조건(where)을 나중에 쓰며, 조건이 참인 기록만 셉니다.",
        ),
        ("count(web_visits in last 90 days) >= 5", "최근 90일 웹방문 5 이상"),
        where="subject",
    ),
    _op(
        "any", "aggregate", ("any(records)", "연결데이터 있음"), "condition", "never",
        ("There is at least one record.", "기록이 하나 이상 있음."),
        (
            "any(actions in last 90 days where kind in ('quote', 'test_drive'))",
            "있음(고관여행동 최근 90일 조건 kind 다음 중 하나 ('quote', 'test_drive'))",
        ),
        where="subject",
    ),
    _op(
        "none", "aggregate", ("none(records)", "연결데이터 없음"), "condition", "never",
        ("There is no record.", "기록이 없음."),
        ("none(complaints in last 2 years)", "최근 2년 불만 없음"),
        where="subject",
    ),
    _op(
        "share", "aggregate", ("share(records where a)", "비율(연결데이터 조건 a)"), "share", "skips",
        (
            "Records for which a is true, among those for which it is known; missing without any. Against a percent"
            " it is compared in whole numbers.",
            "a를 알 수 있는 기록 가운데 a가 참인 기록의 비율. 기록이 없으면 결측. 퍼센트와는 정수로 비교합니다.",
        ),
        (
            "share(campaign_sends in last 90 days where responded) >= 30%",
            "비율(캠페인발송 최근 90일 조건 responded) 30% 이상",
        ),
        where="subject",
    ),
    _op(
        "sum", "aggregate", ("sum(records.column)", "합계(연결데이터.열)"), "number", "skips",
        (
            "The total, exact; 0 without any record. Fractions kept as doubles are rounded to 6 places each, so that"
            " the order of rows changes nothing.",
            "합계, 정확하게. 기록이 없으면 0. 실수는 값마다 소수 6자리로 반올림해 더하므로 행의 순서와 무관합니다.",
        ),
        (
            "sum(order_lines.price * order_lines.quantity in last 1 year) between 1000 and 5000",
            "합계(주문내역.price * 주문내역.quantity 최근 1년) 1000에서 5000 사이",
        ),
        where="subject",
    ),
    _op(
        "avg", "aggregate", ("avg(records.column)", "평균(연결데이터.열)"), "number", "skips",
        ("The average of known values; missing without any.", "값이 있는 것들의 평균. 없으면 결측."),
        ("avg(order_lines.price) > 100", "평균(주문내역.price) > 100"),
        where="subject",
    ),
    _op(
        "min", "aggregate", ("min(records.column)", "최소(연결데이터.열)"), "same", "skips",
        ("The smallest known value; missing without any.", "가장 작은 값. 없으면 결측."),
        ("min(order_lines.price) > 100", "최소(주문내역.price) > 100"),
        where="subject",
    ),
    _op(
        "max", "aggregate", ("max(records.column)", "최대(연결데이터.열)"), "same", "skips",
        ("The largest known value; missing without any.", "가장 큰 값. 없으면 결측."),
        ("max(order_lines.price) > 100", "최대(주문내역.price) > 100"),
        where="subject",
    ),
    _op(
        "first", "aggregate", ("first(records.column)", "처음(연결데이터.열)"), "same", "skips",
        (
            "The earliest known value; among equal times the greatest. Missing without any.",
            "가장 이른 기록의 값(결측 제외). 시각이 같으면 큰 값. 없으면 결측.",
        ),
        ("first(purchases.bought_on) before 2024-01-01", "처음(구매.bought_on) 2024-01-01 전"),
        where="subject",
    ),
    _op(
        "last", "aggregate", ("last(records.column)", "마지막(연결데이터.열)"), "same", "skips",
        (
            "The latest known value; among equal times the greatest. Missing without any.",
            "가장 최근 기록의 값(결측 제외). 시각이 같으면 큰 값. 없으면 결측.",
        ),
        ("last(purchases.model) = 'GV70'", "마지막(구매.model) = 'GV70'"),
        where="subject",
    ),
    _op(
        "most_common", "aggregate", ("most_common(records.column)", "최빈값(연결데이터.열)"), "same", "skips",
        (
            "The value that occurs most often; among equal counts the one seen last, then the smallest.",
            "가장 많이 나온 값. 횟수가 같으면 나중에 본 값, 그래도 같으면 작은 값.",
        ),
        (
            "most_common(campaign_opens.channel in last 1 year) = 'sms'",
            "최빈값(캠페인열람.channel 최근 1년) = 'sms'",
        ),
        where="subject",
    ),
    # -- windows of aggregates ------------------------------------------------------------------------------
    _op(
        "window", "window", ("records in last 90 days", "최근 90일 연결데이터"), "window", "strict",
        (
            "Which records count, by their date: in last, between … ago, in next, after next. Without a window: all up"
            " to the as-of date.",
            "날짜로 기록을 고름: 최근, …전부터 …전까지, 향후. 기간이 없으면 기준일까지의 모든 기록.",
        ),
        (
            "count(web_visits between 180 and 90 days ago) > count(web_visits in last 90 days)",
            "개수(웹방문 180일 전부터 90일 전까지) > 개수(웹방문 최근 90일)",
        ),
        where="rows",
    ),
    _op(
        "anchor", "window", ("records after d", "연결데이터 d 후"), "window", "strict",
        (
            "Records before or after a date of the customer; between d1 and d2 counts both days.",
            "고객의 어떤 날짜 전이나 후의 기록. d1에서 d2 사이는 양 끝 날을 포함합니다.",
        ),
        ("none(purchases after last(carts.added_at))", "없음(구매 마지막(장바구니.added_at) 후)"),
        where="rows",
    ),
    _op(
        "subject", "window", ("subject.x", "고객.x"), "same", "strict",
        (
            "Within records, the customer's own field or measure; bare names are the records' columns.",
            "기록 안에서 고객 자신의 항목이나 지표. 그냥 쓴 이름은 기록의 열입니다.",
        ),
        (
            "count(web_visits where channel = subject.preferred_channel) > 3",
            "개수(웹방문 조건 channel = subject.preferred_channel) > 3",
        ),
        where="rows",
    ),
    # -- percentiles ----------------------------------------------------------------------------------------
    _op(
        "in_percent", "percentile", ("x in top 30% to 50%", "x 상위 30~50%"), "condition", "strict",
        (
            "Among all customers with a known value, at least 30% and fewer than 50% have more; equal values share a"
            " band. top 30% is from 0%. bottom likewise. among (…) or among stage narrows the customers.",
            "값이 있는 전체 고객 중 더 큰 고객이 30% 이상 50% 미만. 같은 값은 같은 구간. 상위 30%는 0%부터. 하위도"
            " 같습니다. 모집단(…)이나 '단계 내'로 대상을 좁힙니다.",
        ),
        ("spend in top 10% among (region = 'Seoul')", "지출 상위 10% 모집단 (지역 = 'Seoul')"),
        where="subject",
    ),
    _op(
        "in_band", "percentile", ("x in band b.part", "x 구간 b.part"), "condition", "strict",
        (
            "In a part of a band, whose edges the project names once for all cells.",
            "프로젝트가 한 번 정한 구간의 한 부분에 속함.",
        ),
        ("satisfaction in band satisfaction_band.high", "만족도 구간 satisfaction_band.high"),
        where="subject",
    ),
    _op(
        "tile", "percentile", ("tile(k, x)", "분위(k, x)"), "whole", "strict",
        (
            "k parts by rank, k the best; with lowest best the smallest are best. quartile, quintile, decile: 4, 5 and"
            " 10 parts.",
            "순위로 나눈 k등분, k가 가장 좋음. '낮을수록 좋음'이면 작은 값이 좋음. 사분위, 오분위, 십분위도 있습니다.",
        ),
        ("tile(10, recency_days, lowest best) = 10", "분위(10, recency_days, 낮을수록 좋음) = 10"),
        where="subject",
    ),
    _op(
        "quintile", "percentile", ("quintile(x)", "오분위(x)"), "whole", "strict",
        ("tile(5, x): 5 is the best fifth.", "분위(5, x): 5가 가장 좋은 5분의 1."),
        ("quintile(spend) = 5", "오분위(지출) = 5"),
        where="subject",
    ),
    _op(
        "quartile", "percentile", ("quartile(x)", "사분위(x)"), "whole", "strict",
        ("tile(4, x).", "분위(4, x)."), ("quartile(spend) = 4", "사분위(지출) = 4"),
        where="subject",
    ),
    _op(
        "decile", "percentile", ("decile(x)", "십분위(x)"), "whole", "strict",
        ("tile(10, x).", "분위(10, x)."), ("decile(spend) = 10", "십분위(지출) = 10"),
        where="subject",
    ),
    _op(
        "bin", "percentile", ("bin(k, x)", "값구간(k, x)"), "whole", "strict",
        (
            "k parts by value, cut at the quantiles: 1 + the number of inner quantiles below x.",
            "분위수에서 자른 k구간: x보다 작은 안쪽 분위수의 수 + 1.",
        ),
        ("bin(5, spend) >= 4", "값구간(5, 지출) >= 4"),
        where="subject",
    ),
    _op(
        "quantile", "percentile", ("quantile(x, 80%)", "분위수(x, 80%)"), "number", "skips",
        (
            "The value below which 80% of all customers lie, interpolated (type 7); one number for everyone.",
            "전체 고객의 80%가 그 아래에 있는 값(보간, type 7). 모두에게 같은 숫자입니다.",
        ),
        ("spend > quantile(spend, 80%)", "지출 > 분위수(지출, 80%)"),
        where="subject",
    ),
    _op(
        "median", "percentile", ("median(x)", "중앙값(x)"), "number", "skips",
        ("quantile(x, 50%).", "분위수(x, 50%)."), ("spend > median(spend)", "지출 > 중앙값(지출)"),
        where="subject",
    ),
    # -- places and names -----------------------------------------------------------------------------------
    _op(
        "in_cell", "place", ("in cell '2.1'", "셀 '2.1'"), "condition", "never",
        (
            "Matched by that cell (entry rule and criteria); in an audience: assigned to it.",
            "그 셀의 진입 조건과 분류 기준에 해당. 타깃 고객에서는 그 셀에 배정됨.",
        ),
        ("in cell '2.1'", "셀 '2.1'"),
        where="subject",
    ),
    _op(
        "in_stage", "place", ("in stage 'purchase'", "단계 'purchase'"), "condition", "never",
        ("In that stage, by its entry rule.", "그 단계의 진입 조건에 해당."),
        ("not in stage 'purchase'", "not 단계 'purchase'"),
        where="subject",
    ),
    _op(
        "name", "value", ("visits_90d", "visits_90d"), "same", "strict",
        (
            "A field, measure, scoring model or trait: by its id, a label in either language, or an alias; in backticks"
            " where it has blanks. Yes/no fields are conditions by themselves.",
            "항목, 지표, 점수 모델, 특성. id나 한국어·영어 이름, 별칭으로 쓰고 빈칸이 있으면 백틱(`)으로 감쌉니다."
            " 예/아니요 항목은 그대로 조건입니다.",
        ),
        ("responded_90d AND dna = 'family'", "responded_90d 그리고 dna = 'family'"),
    ),
    _op(
        "parameter", "value", ("$hot", "$hot"), "same", "never",
        ("A named constant or list of the project.", "프로젝트에 정해 둔 값이나 목록."),
        ("lead_score >= $hot", "lead_score $hot 이상"),
    ),
)
# fmt: on

GROUPS: tuple[tuple[Group, Labels], ...] = (
    ("logic", Labels("조건 묶기", "Conditions together")),
    ("comparison", Labels("비교", "Comparisons")),
    ("text", Labels("글자", "Text")),
    ("number", Labels("숫자", "Numbers")),
    ("choice", Labels("값 고르기", "Choosing a value")),
    ("date", Labels("날짜", "Dates")),
    ("aggregate", Labels("기록에서 값 하나로", "From records to one value")),
    ("window", Labels("기록 고르기", "Which records")),
    ("percentile", Labels("순위와 구간", "Ranks and bands")),
    ("place", Labels("셀과 단계", "Cells and stages")),
    ("value", Labels("이름", "Names")),
)
MISSING_WORDS: dict[Missing, Labels] = {
    "strict": Labels("값이 하나라도 없으면 결과도 없음", "missing where a value is missing"),
    "kleene": Labels("알 수 없는 조건이 결과를 바꿀 때만 알 수 없음", "unknown only where an unknown part decides"),
    "skips": Labels("결측은 빼고 봄", "missing values are left out"),
    "never": Labels("결과를 항상 알 수 있음", "the result is always known"),
    "decides": Labels("결측인지를 묻는 연산", "asks about missing itself"),
}
WHERE_WORDS: dict[Where, Labels] = {
    "anywhere": Labels("어디에나", "anywhere"),
    "subject": Labels("고객에 대해서만(기록 안에서는 안 됨)", "about customers only, not within records"),
    "rows": Labels("집계 안에서", "within an aggregate"),
}


@cache
def operators() -> dict[str, Operator]:
    """The table by id."""
    return {operator.id: operator for operator in OPERATORS}
