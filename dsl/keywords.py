"""The words of the language: the only table of spellings, English and Korean.

Each entry says which terminal of dsl/grammar.lark a word (or several) means, and with which value. The first
spelling of a language is the one that is printed. All of them are soft: dsl/parse.py takes a word for a
keyword only where the grammar can go on with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from dsl.nodes import Unit


@dataclass(frozen=True, slots=True)
class Keyword:
    """One meaning with its spellings; words of a spelling are separated by single blanks."""

    terminal: str
    value: str
    en: tuple[str, ...] = ()
    ko: tuple[str, ...] = ()

    def word(self, language: str) -> str:
        """The spelling that is printed in a language."""
        first, second = (self.ko, self.en) if language == "ko" else (self.en, self.ko)
        return (first or second)[0]


# Where one word has several meanings, the first that the grammar accepts at its place is taken.
KEYWORDS: tuple[Keyword, ...] = (
    Keyword("AND", "and", ("and",), ("그리고", "이고", "이며", "이면서", "및")),
    Keyword("OR", "or", ("or",), ("또는", "이거나", "혹은")),
    Keyword("NOT", "not", ("not",)),
    Keyword("IS", "is", ("is",)),
    Keyword("BETWEEN", "between", ("between",)),
    Keyword("IN", "in", ("in", "is one of", "one of"), ("다음 중 하나", "다음 중")),
    Keyword("TEXTUAL", "contains", ("contains", "contain")),
    Keyword("TEXTUAL", "starts", ("starts with", "start with", "begins with")),
    Keyword("TEXTUAL", "ends", ("ends with", "end with")),
    Keyword("TEXTUAL", "like", ("like",), ("패턴",)),
    Keyword("IGNORING_CASE", "ignoring_case", ("ignoring case",), ("대소문자 무시",)),
    Keyword("DATED", "<", ("before",)),
    Keyword("DATED", "<=", ("on or before",)),
    Keyword("DATED", ">", ("after",)),
    Keyword("DATED", ">=", ("on or after",)),
    Keyword("DATED", "=", ("on",)),
    Keyword(
        "IN_LAST",
        "in_last",
        ("in last", "in the last", "within last", "within the last", "over the last", "during the last"),
    ),
    Keyword("IN_NEXT", "in_next", ("in next", "in the next", "within next", "within the next")),
    Keyword("AFTER_NEXT", "after_next", ("after next", "after the next")),
    Keyword("AGO", "ago", ("ago",)),
    Keyword("TO", "to", ("to",)),
    Keyword("BAND", "top", ("in top", "in the top"), ("상위",)),
    Keyword("BAND", "bottom", ("in bottom", "in the bottom"), ("하위",)),
    Keyword("IN_BAND", "in_band", ("in band",), ("구간",)),
    Keyword("AMONG_STAGE", "among_stage", ("among stage",), ("단계 내", "단계내", "모집단 단계")),
    Keyword("AMONG", "among", ("among",), ("모집단",)),
    Keyword("IN_CELL", "cell", ("in cell",), ("셀",)),
    Keyword("IN_STAGE", "stage", ("in stage",), ("단계",)),
    Keyword("AT_LEAST", "at_least", ("at least",)),
    Keyword("OF", "of", ("of",)),
    Keyword("EACH_OF", "any", ("any of",)),
    Keyword("EACH_OF", "none", ("none of",)),
    Keyword("EACH_OF", "all", ("all of",)),
    Keyword("SCORE", "score", ("score",), ("점수",)),
    Keyword("CASE", "case", ("case",), ("경우",)),
    Keyword("WHEN", "when", ("when",), ("만약",)),
    Keyword("THEN", "then", ("then",), ("이면", "면", "이라면", "라면")),
    Keyword("ELSE", "else", ("else", "otherwise"), ("아니면", "그 외", "그외", "나머지")),
    Keyword("END", "end", ("end",), ("끝",)),
    Keyword("DISTINCT", "distinct", ("distinct",), ("고유", "서로 다른")),
    Keyword("LOWEST_BEST", "lowest_best", ("lowest best",), ("낮을수록 좋음", "작을수록 좋음")),
    Keyword("TIME_SINCE", "time_since", ("time since",)),
    Keyword("POST_COMPARE", ">=", (), ("이상",)),
    Keyword("POST_COMPARE", "<=", (), ("이하",)),
    Keyword("POST_COMPARE", ">", (), ("초과",)),
    Keyword("POST_COMPARE", "<", (), ("미만",)),
    Keyword("POST_COMPARE", "=", (), ("같음", "동일", "일치", "임", "이다")),
    Keyword("POST_COMPARE", "<>", (), ("다름",)),
    Keyword("POST_DATED", "<", (), ("전",)),
    Keyword("POST_DATED", "<=", (), ("이전",)),
    Keyword("POST_DATED", ">", (), ("후",)),
    Keyword("POST_DATED", ">=", (), ("이후",)),
    Keyword("POST_DATED", "=", (), ("당일",)),
    Keyword("POST_TEXTUAL", "contains", (), ("포함", "포함함", "포함하지")),
    Keyword("POST_TEXTUAL", "starts", (), ("시작", "시작함", "시작하지")),
    Keyword("POST_TEXTUAL", "ends", (), ("끝남", "끝나지")),
    Keyword("POST_BETWEEN", "between", (), ("사이",)),
    Keyword("POST_MISSING", "missing", (), ("값 없음", "값없음", "결측", "비어 있음", "비어있음", "누락")),
    Keyword("POST_MISSING", "known", (), ("값 있음", "값있음")),
    Keyword("POST_NOT", "not", (), ("아님", "아니다", "아닌", "않음", "제외")),
    Keyword("POST_EXISTS", "none", (), ("없음", "없다", "없는")),
    Keyword("POST_EXISTS", "any", (), ("있음", "있다", "있는")),
    Keyword("POST_EACH_OF", "any", (), ("중 하나 이상", "중 하나라도")),
    Keyword("POST_EACH_OF", "none", (), ("중 하나도 없음", "중 없음", "모두 아님")),
    Keyword("POST_EACH_OF", "all", (), ("모두", "중 모두", "전부")),
    Keyword("POST_ONE_OF", "one_of", (), ("중 하나",)),
    Keyword("POST_OF", "of", (), ("중",)),
    Keyword("WHERE", "where", ("where",), ("조건", "중")),
    Keyword("PRE_LAST", "last", (), ("최근", "지난")),
    Keyword("PRE_NEXT", "next", (), ("향후", "앞으로")),
    Keyword("WITHIN", "within", (), ("이내", "내", "간", "동안", "안")),
    Keyword("AGO_FROM", "ago_from", (), ("전부터", "전에서")),
    Keyword("AGO_TO", "ago_to", (), ("전까지",)),
    Keyword("FROM", "from", (), ("에서", "부터")),
    Keyword("UNTIL", "until", (), ("까지",)),
    Keyword("BOOLEAN", "true", ("true",), ("참",)),
    Keyword("BOOLEAN", "false", ("false",), ("거짓",)),
    Keyword("MISSING", "missing", ("missing", "null"), ("결측값", "결측")),
    Keyword("TODAY", "today", ("today",), ("오늘",)),
)

# Words that stand for units of time behind a number, also glued to it in Korean (90일).
UNITS: dict[Unit, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "second": (("seconds", "second"), ("초",)),
    "minute": (("minutes", "minute"), ("분",)),
    "hour": (("hours", "hour"), ("시간",)),
    "day": (("days", "day"), ("일",)),
    "week": (("weeks", "week"), ("주", "주간", "주일")),
    "month": (("months", "month"), ("개월", "달")),
    "year": (("years", "year"), ("년", "해")),
}

# Words that count: 5회. They keep the number a number; whether they fit the field is checked later.
COUNTERS: tuple[str, ...] = tuple(
    "회 명 건 원 번 대 점 세 살 개 인 가지 장 통 병 권 곳 위 등 차 매 벌 켤레 마리".split()
)
MAGNITUDES: dict[str, int] = {"십": 1, "백": 2, "천": 3, "만": 4, "억": 8, "조": 12}

# Dropped behind a value in quotes, a number or a bracket: ('VIP'가, 30%를).
PARTICLES: frozenset[str] = frozenset(
    "은 는 이 가 을 를 의 에 와 과 도 로 으로 인 씩 이나 나 에게 이라는 라는 와는 과는".split()
)
# A condition that ends in one of these goes on (활성고객이고 …).
LINKS: tuple[str, ...] = ("이거나", "이면서", "이고", "이며")

# Korean names of functions; the first is printed. The functions themselves: dsl/operators.py.
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "count": ("개수", "건수", "횟수", "갯수"),
    "sum": ("합계", "합", "총합"),
    "avg": ("평균",),
    "min": ("최소", "최솟값", "최소값"),
    "max": ("최대", "최댓값", "최대값"),
    "any": ("있음",),
    "none": ("없음",),
    "share": ("비율",),
    "first": ("처음", "최초", "첫"),
    "last": ("마지막", "최근값"),
    "most_common": ("최빈값", "최빈"),
    "round": ("반올림",),
    "abs": ("절댓값", "절대값"),
    "floor": ("내림", "버림"),
    "ceil": ("올림",),
    "mod": ("나머지",),
    "coalesce": ("대체값", "기본값"),
    "least": ("더작은값", "작은값"),
    "greatest": ("더큰값", "큰값"),
    "number": ("숫자",),
    "date": ("날짜",),
    "year": ("연도", "년도"),
    "month": ("월",),
    "day": ("일",),
    "quarter": ("분기",),
    "weekday": ("요일",),
    "days_between": ("일수",),
    "months_between": ("개월수",),
    "time_since": ("경과", "경과시간", "경과기간"),
    "length": ("길이", "글자수"),
    "lower": ("소문자",),
    "upper": ("대문자",),
    "trim": ("공백제거",),
    "left": ("왼쪽",),
    "right": ("오른쪽",),
    "concat": ("연결", "이어붙이기"),
    "tile": ("분위",),
    "quintile": ("오분위",),
    "quartile": ("사분위",),
    "decile": ("십분위",),
    "bin": ("값구간",),
    "quantile": ("분위수",),
    "median": ("중앙값",),
}
# English functions that are written as two words before a bracket.
SPOKEN_FUNCTIONS: dict[str, str] = {
    "days between": "days_between",
    "months between": "months_between",
    "most common": "most_common",
}

Reading = tuple[str, str]


@cache
def phrases() -> dict[str, tuple[tuple[tuple[str, ...], Reading], ...]]:
    """First word -> (words, (terminal, value)), the longest phrases first, then in the table's order."""
    found: dict[str, list[tuple[tuple[str, ...], Reading]]] = {}
    for keyword in KEYWORDS:
        for spelling in keyword.en + keyword.ko:
            words = tuple(spelling.split())
            found.setdefault(words[0], []).append((words, (keyword.terminal, keyword.value)))
    for unit, (english, korean) in UNITS.items():
        for spelling in english + korean:
            found.setdefault(spelling, []).append(((spelling,), ("UNIT", unit)))
    return {first: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for first, entries in found.items()}


@cache
def function_ids() -> dict[str, str]:
    """Every spelling of a function -> its id."""
    table = {id_: id_ for id_ in FUNCTIONS}
    for id_, spellings in FUNCTIONS.items():
        table.update(dict.fromkeys(spellings, id_))
    return table


@cache
def _by_meaning() -> dict[Reading, Keyword]:
    return {(keyword.terminal, keyword.value): keyword for keyword in reversed(KEYWORDS)}


def spelling(terminal: str, value: str, language: str) -> str:
    """How a meaning is printed."""
    return _by_meaning()[(terminal, value)].word(language)


def function_name(id_: str, language: str) -> str:
    """How a function is printed; an unknown one as it was written."""
    if language == "ko" and id_ in FUNCTIONS:
        return FUNCTIONS[id_][0]
    for spoken, function in SPOKEN_FUNCTIONS.items():
        if function == id_ and id_ != "most_common":
            return spoken
    return id_


def unit_name(unit: Unit, amount: int, language: str) -> str:
    english, korean = UNITS[unit]
    return korean[0] if language == "ko" else english[0 if amount != 1 else 1]


@cache
def hangul_typed() -> dict[str, tuple[str, Literal["en", "ko"]]]:
    """What the keys of each single-word keyword type in the other keyboard mode -> (keyword, its language)."""
    from dsl.hangul import keys

    table: dict[str, tuple[str, Literal["en", "ko"]]] = {}
    for keyword in KEYWORDS:
        for word in keyword.en:
            if " " not in word:
                table[word] = (word, "en")
        for word in keyword.ko:
            if " " not in word and len(word) > 1:
                table.setdefault(keys(word), (word, "ko"))
    return table


@cache
def reserved_words() -> frozenset[str]:
    """Words that a printed name must not be mistaken for: it is quoted instead."""
    return frozenset(phrases()) | {spoken.split()[0] for spoken in SPOKEN_FUNCTIONS}
