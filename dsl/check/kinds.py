"""Values that do not go together: what is wrong, in a marketer's words, and what to write instead."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from dsl import nodes as n
from dsl import typed as t
from dsl.check.base import Checker, replace_with, show, wrap
from dsl.check.names import field_of
from dsl.diagnostics import Fix
from dsl.types import Kind

# What each kind is called in a sentence.
WORDS: dict[Kind, tuple[str, str]] = {
    Kind.BOOLEAN: ("yes/no", "예/아니요"),
    Kind.INTEGER: ("a number", "숫자"),
    Kind.DECIMAL: ("a number", "숫자"),
    Kind.DOUBLE: ("a number", "숫자"),
    Kind.TEXT: ("text", "글자"),
    Kind.DATE: ("a date", "날짜"),
    Kind.TIMESTAMP: ("a date", "날짜"),
    Kind.DURATION: ("a length of time", "기간"),
    Kind.MISSING: ("missing", "결측"),
}
_SPOKEN = {
    **dict(zip("zero one two three four five six seven eight nine ten".split(), range(11), strict=True)),
    **dict(zip("영 하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열".split(), range(11), strict=True)),
    **dict(zip("공 일 이 삼 사 오 육 칠 팔 구 십".split(), range(11), strict=True)),
    **dict(zip("한 두 세 네".split(), range(1, 5), strict=True)),
    "스물": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "백": 100,
    "천": 1000,
    "만": 10000,
}
_NUMBER = re.compile(r"\s*[-+]?\d[\d,]*(\.\d+)?%?\s*")
_DATE = re.compile(r"\s*(\d{4})[-./년\s]+(\d{1,2})[-./월\s]+(\d{1,2})[일.]?\s*")
_YES = {"y", "yes", "t", "true", "1", "예", "네", "참", "o"}
_NO = {"n", "no", "f", "false", "0", "아니요", "아니오", "거짓", "x"}


def kind_words(prefix: str, kind: Kind) -> dict[str, str]:
    """A kind as parameters of a message: its id and its name in both languages."""
    en, ko = WORDS[kind]
    return {prefix: kind.value, f"{prefix}_en": en, f"{prefix}_ko": ko}


def looks_numeric(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def read_number(text: str) -> str | None:
    """A number written as text: '5', '1,000', '다섯', 'five'."""
    word = text.strip().casefold()
    if word in _SPOKEN:
        return str(_SPOKEN[word])
    return word.replace(",", "").lstrip("+") if looks_numeric(word) else None


def read_date(text: str) -> str | None:
    """A date written as text, year first."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return None


def _class(kind: Kind) -> str:
    if kind in (Kind.DATE, Kind.TIMESTAMP):
        return "date"
    return "number" if kind in (Kind.INTEGER, Kind.DECIMAL, Kind.DOUBLE) else kind.value


def compatible(left: t.TypedExpr, right: t.TypedExpr) -> bool:
    """Whether two values may be compared."""
    return _class(left.type.kind) == _class(right.type.kind)


def incompatible(
    c: Checker, where: n.Node, left: t.TypedExpr, right: t.TypedExpr, lnode: n.Expr, rnode: n.Expr
) -> None:
    """Report two values that cannot be compared."""
    if isinstance(left, t.Const) and not isinstance(right, t.Const):
        left, right, lnode, rnode = right, left, rnode, lnode
    name, other = show(lnode), show(rnode)
    pair = (_class(left.type.kind), _class(right.type.kind))
    constant = isinstance(right, t.Const)
    match pair:
        case ("number", "text") if constant:
            read = read_number(str(right.value)) if isinstance(right, t.Const) else None
            fixes = [replace_with("fix.use", rnode, read)] if read else []
            c.error("type.text_for_number", rnode, *fixes, name=name, text=other, example=read or "5")
        case ("text", "number") if constant:
            _number_for_text(c, left, lnode, rnode)
        case ("date", "text") if constant:
            read = read_date(str(right.value)) if isinstance(right, t.Const) else None
            fixes = [replace_with("fix.use", rnode, read)] if read else []
            c.error("type.text_for_date", rnode, *fixes, name=name, text=other, example=read or "2024-01-31")
        case ("text", "date"):
            fix = wrap("fix.use", lnode, "date(", ", 'YYYY-MM-DD')")
            c.error("type.date_for_text", lnode, fix, name=name, date=other)
        case ("date", "number"):
            year = isinstance(rnode, n.Number) and 1900 <= rnode.value <= 2200
            fixes = [wrap("fix.use", lnode, "year(", ")")] if year else []
            c.error("type.number_for_date", rnode, *fixes, name=name, number=other)
        case ("boolean", _) if constant:
            word = str(right.value).strip().casefold() if isinstance(right, t.Const) else ""
            fixes = []
            if word in _YES | _NO:
                fixes = [replace_with("fix.use", rnode, "true" if word in _YES else "false")]
            c.error("type.value_for_boolean", rnode, *fixes, name=name, value=other)
        case _:
            fixes = []
            for node, value, opposite in ((lnode, left, pair[1]), (rnode, right, pair[0])):
                if value.type.kind is Kind.TEXT and opposite == "number":
                    fixes.append(wrap("fix.use", node, "number(", ")"))
            c.error(
                "type.mismatch",
                where,
                *fixes,
                left=name,
                right=other,
                **kind_words("left_kind", left.type.kind),
                **kind_words("right_kind", right.type.kind),
            )


def _number_for_text(c: Checker, left: t.TypedExpr, lnode: n.Expr, rnode: n.Expr) -> None:
    entry = field_of(c, left)
    values = [value for value in (entry.values if entry else ()) if isinstance(value, str)]
    fixes: list[Fix] = []
    if not values or all(looks_numeric(value) for value in values):
        fixes.append(wrap("fix.use", lnode, "number(", ")"))
    if isinstance(rnode, n.Number):
        written = str(rnode.value) if not rnode.percent else show(rnode)
        if not values:
            fixes.append(replace_with("fix.use", rnode, f"'{written}'"))
    for value in values[:3]:
        fixes.append(replace_with("fix.use", rnode, text_literal(value)))
    if values:
        shown = ", ".join(values[:2]) + ("…" if len(values) > 1 else "")
        c.error("type.number_for_text_values", rnode, *fixes, name=show(lnode), values=shown, number=show(rnode))
    else:
        c.error("type.number_for_text", rnode, *fixes, name=show(lnode), number=show(rnode))


def text_literal(value: str) -> str:
    """A text as it is written in a rule."""
    return "'" + value.replace("'", "''") + "'"


def whole(value: Decimal) -> bool:
    return value == value.to_integral_value()
