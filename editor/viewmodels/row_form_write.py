"""Changes of a rule by its rows: only what was changed is written anew, so that comments, brackets and everything that
rows cannot show stay as they are. Plain Python."""

from __future__ import annotations

import re
from dataclasses import replace

from dsl.catalog import Catalog, Field, Measure, Relation
from dsl.check.index import normal
from dsl.diagnostics import Language
from dsl.format import format_rule, quoted_name, quoted_text
from dsl.keywords import unit_name
from dsl.nodes import Span, Unit
from dsl.parse import parse
from editor.viewmodels.row_form import (
    OF_SUBJECTS,
    PERIODS,
    RANGES,
    RANKS,
    Period,
    Row,
    Sort,
    Window,
    entry_of,
    operators,
    read,
    sort_of,
)

_POSTFIX = {">=": "이상", "<=": "이하", ">": "초과", "<": "미만"}
FIRST_SHARES = ("30%", "50%")
FIRST_PERIODS: dict[str, Period] = {
    "in_last": (90, "day"),
    "in_next": (6, "month"),
    "after_next": (6, "month"),
    "since>=": (1, "year"),
    "since<=": (1, "year"),
}


def set_field(text: str, row: Row, name: str, catalog: Catalog, language: Language) -> str:
    """Another field; operator and value stay where they fit it."""
    entry = entry_of(name, catalog, row.within)
    if entry is None or name == row.field:
        return text
    sort = sort_of(entry)
    same = sort == row.sort and not row.function and row.where is None
    if row.operator and same and row.operator not in OF_SUBJECTS:
        return _put(text, row.field_span, spelled(entry, language))
    keep = row.value if same and row.operator not in OF_SUBJECTS else ""
    made = replace(row, field=name, sort=sort, value=keep, second="", window=None, where=None, function="", column="")
    return _put(text, row.span, compose(_with_operator(made, operators(made)[0]), catalog, language).rstrip())


def set_function(text: str, row: Row, function: str, column: str, catalog: Catalog, language: Language) -> str:
    """Count a relation's rows (no function), or compare a share of them or an aggregate of a column."""
    if (function, column) == (row.function, row.column):
        return text
    relation = entry_of(row.field, catalog)
    entry = entry_of(column, catalog, row.field) if column else None
    if not isinstance(relation, Relation) or (column and entry is None):
        return text
    sort: Sort = "number" if function else "relation"
    if entry is not None and function in ("min", "max", "first", "last"):
        sort = sort_of(entry)
    made = replace(row, function=function, column=column, sort=sort, second="")
    operator = row.operator if row.operator in operators(made) and sort == row.sort else operators(made)[0]
    made = replace(_with_operator(made, operator), value=row.value if sort == row.sort else "")
    return _put(text, row.span, compose(made, catalog, language).rstrip())


def set_where(text: str, row: Row, column: str, catalog: Catalog, language: Language) -> str:
    """Only rows in which a column holds something; an empty column: all rows again."""
    if row.where is not None and row.where.field == column:
        return text
    if not column:
        return _put(text, row.span, compose(replace(row, where=None), catalog, language).rstrip())
    if row.where is not None and row.where.editable and row.where.field:
        return set_field(text, row.where, column, catalog, language)
    entry = entry_of(column, catalog, row.field)
    if entry is None:
        return text
    inner = Row(row.span, "", True, column, within=row.field, sort=sort_of(entry))
    made = replace(row, where=_with_operator(inner, operators(inner)[0]))
    return _put(text, row.span, compose(made, catalog, language).rstrip())


def set_operator(text: str, row: Row, operator: str, catalog: Catalog, language: Language) -> str:
    """Another operator; the value stays where it still fits."""
    if operator == row.operator:
        return text
    return _put(text, row.span, compose(_with_operator(row, operator), catalog, language).rstrip())


def _with_operator(row: Row, operator: str) -> Row:
    """A row with another operator, filled in as far as it can be."""
    keep = operator not in OF_SUBJECTS and row.operator not in OF_SUBJECTS
    made = replace(row, operator=operator, value=row.value if keep else "", second=row.second if keep else "")
    if operator in RANKS:
        made = replace(made, value=FIRST_SHARES[0], second=FIRST_SHARES[1] if operator in RANGES else "")
    if operator in PERIODS:
        made = replace(made, period=row.period or FIRST_PERIODS[operator])
    return made


def set_value(text: str, row: Row, value: str, catalog: Catalog, *, second: bool = False) -> str | None:
    """Another value; None where what was typed is no value of this row (yet)."""
    old, span = (row.second, row.second_span) if second else (row.value, row.value_span)
    if value == old:
        return text
    written = _written(row, value.strip())
    changed = _put(text, span, written)
    rows, before = read(changed, catalog).all, read(text, catalog).all
    at = before.index(row) if row in before else -1
    same = len(rows) == len(before) and at >= 0 and rows[at].editable
    if not same or (rows[at].field, rows[at].operator) != (row.field, row.operator):
        return None
    return changed if (rows[at].second if second else rows[at].value) == value.strip() else None


def set_window(text: str, row: Row, window: Window | None, catalog: Catalog, language: Language) -> str:
    """Another window of a relation's rows; None: all of them."""
    if window == row.window:
        return text
    old = row.window
    if window is not None and old is not None and (window.kind, window.unit) == (old.kind, old.unit):
        numbers = [str(window.amount)] if window.kind != "ago" else [str(window.amount), str(window.near)]
        changed = _numbers(text, row.window_span, numbers, window.unit)
        if changed is not None:
            return changed
    return _put(text, row.span, compose(replace(row, window=window), catalog, language))


def set_period(text: str, row: Row, period: Period, catalog: Catalog, language: Language) -> str:
    """Another length of time of an operator such as ``in_last``."""
    if period == row.period:
        return text
    if row.period is not None and row.period[1] == period[1]:
        changed = _numbers(text, row.period_span, [str(period[0])], period[1])
        if changed is not None:
            return changed
    return _put(text, row.span, compose(replace(row, period=period), catalog, language))


def _numbers(text: str, span: Span, numbers: list[str], unit: Unit) -> str | None:
    """The numbers within a span replaced, in their order; None where there are others."""
    written = text[span.start : span.end]
    found = list(re.finditer(r"\d[\d_,]*", written))
    if len(found) != len(numbers):
        return None
    for one, number in reversed(list(zip(found, numbers, strict=True))):
        written = written[: one.start()] + number + written[one.end() :]
    if len(numbers) == 1:  # 1 year, 2 years
        single, many = unit_name(unit, 1, "en"), unit_name(unit, 2, "en")
        written = re.sub(rf"\b({many}|{single})\b", single if numbers == ["1"] else many, written)
    return _put(text, span, written)


# -- writing -------------------------------------------------------------------------------------------------


def compose(row: Row, catalog: Catalog, language: Language) -> str:
    """The text of a row."""
    entry = entry_of(row.field, catalog, row.within)
    name = spelled(entry, language) if entry is not None else row.field
    value, ko = _written(row, row.value), language == "ko"
    special = row.function or row.where is not None or row.operator in (*PERIODS, *RANKS, "not_in", "not_contains")
    other_window = row.window is not None and row.window.kind != "last"
    if special or other_window or row.operator == "ends":
        return _formatted(_english(row, name, catalog, language), language)
    if row.sort == "relation":
        return _related(name, row, value, language)
    if not ko:
        return _english(row, name, catalog, language)
    second = _written(row, row.second)
    match row.operator:
        case "between" if value and second:
            return f"{name} {value}에서 {second} 사이"
        case "in":
            return f"{name} 다음 중 하나 ({value})"
        case "contains" if value:
            return f"{name} {value} 포함"
        case "starts" if value:
            return f"{name} {value}로 시작"
        case "missing":
            return f"{name} 값 없음"
        case "known":
            return f"{name} 값 있음"
        case "in_band":
            return f"{name} 구간 {value}"
    if value and row.sort == "number" and row.operator in _POSTFIX:
        return f"{name} {value} {_POSTFIX[row.operator]}"
    return _english(row, name, catalog, language)


def _english(row: Row, name: str, catalog: Catalog, language: Language) -> str:
    side = _side(row, name, catalog, language)
    value, second = _written(row, row.value), _written(row, row.second)
    amount, unit = row.period or (1, "day")
    period = f"{amount} {unit_name(unit, amount, 'en')}"
    match row.operator:
        case "any" | "none":
            return _call(row.operator, name, row, catalog, language)
        case "between":
            return f"{side} BETWEEN {value} AND {second}"
        case "in" | "not_in":
            return f"{side} {'NOT ' if row.operator == 'not_in' else ''}IN ({value})"
        case "contains" | "not_contains":
            return f"{side} {'NOT ' if row.operator == 'not_contains' else ''}CONTAINS {value}"
        case "starts" | "ends":
            return f"{side} {row.operator.upper()} WITH {value}"
        case "missing":
            return f"{side} IS MISSING"
        case "known":
            return f"{side} IS NOT MISSING"
        case "in_band":
            return f"{side} IN BAND {value}"
        case "top" | "bottom":
            return f"{side} in {row.operator} {value}"
        case "top_range":
            return f"{side} in top {value} to {second}"
        case "in_last" | "in_next" | "after_next":
            return f"{side} {row.operator.replace('_', ' ')} {period}"
        case "since>=" | "since<=":
            return f"time since {side} {row.operator.removeprefix('since')} {period}"
        case "yes":
            return side
        case "no":
            return f"NOT {side}"
    return f"{side} {row.operator} {value}"


def _side(row: Row, name: str, catalog: Catalog, language: Language) -> str:
    """What is compared."""
    if row.sort == "relation":
        return _call("count", name, row, catalog, language)
    if not row.function:
        return name
    column = entry_of(row.column, catalog, row.field) if row.column else None
    if column is not None:
        name = f"{name}.{spelled(column, language, first=False)}"
    if row.function == "distinct":
        return _call("count", f"distinct {name}", row, catalog, language)
    return _call(row.function, name, row, catalog, language)


def _call(function: str, name: str, row: Row, catalog: Catalog, language: Language) -> str:
    window = ""
    if row.window is not None:
        one = row.window
        unit = unit_name(one.unit, one.amount, "en")
        window = f" in {one.kind} {one.amount} {unit}"
        if one.kind == "ago":
            window = f" between {one.amount} and {one.near} {unit} ago"
    where = ""
    if row.where is not None:
        inner = row.where
        entry = entry_of(inner.field, catalog, inner.within)
        plain = spelled(entry, language) if entry is not None else inner.field
        shown = _english(inner, plain, catalog, language) if inner.editable and inner.field else inner.text
        where = f" where {shown}".rstrip()
    elif row.function == "share":
        where = " where"
    return f"{function}({name}{window}{where})"


def _formatted(text: str, language: Language) -> str:
    """The same in the language of the screen, as far as it is complete."""
    parsed = parse(text)
    whole = parsed.rule is not None and not any(one.severity == "error" for one in parsed.diagnostics)
    return format_rule(parsed.rule, language).rstrip("\n") if whole and parsed.rule is not None else text


def _related(name: str, row: Row, value: str, language: Language) -> str:
    window = ""
    if row.window is not None:
        word = unit_name(row.window.unit, row.window.amount, language)
        amount = row.window.amount
        window = f"최근 {amount}{word} " if language == "ko" else f" in last {amount} {word}"
    if language == "ko":
        if row.operator in ("any", "none"):
            return f"{window}{name} {'있음' if row.operator == 'any' else '없음'}"
        return (
            f"{window}{name} {value} {_POSTFIX[row.operator]}"
            if value and row.operator in _POSTFIX
            else (f"개수({window}{name}) {row.operator} {value}")
        )
    if row.operator in ("any", "none"):
        return f"{row.operator}({name}{window})"
    return f"count({name}{window}) {row.operator} {value}"


def _written(row: Row, value: str) -> str:
    """A value as the rule spells it."""
    if row.sort != "text" or not value or value.startswith("$") or row.operator == "in_band":
        return value
    if row.operator in ("in", "not_in"):
        return ", ".join(quoted_text(one.strip().strip("'")) for one in value.split(",") if one.strip())
    return quoted_text(value)


def spelled(entry: Field | Measure | Relation, language: Language, *, first: bool = True) -> str:
    """How a rule names an entry of the catalog. ``first``: no dot stands before it."""
    return quoted_name((normal(entry.labels.ko) if language == "ko" else "") or entry.id, first)


def _put(text: str, span: Span, written: str) -> str:
    """Another text at a span; where nothing stood, it does not run into its neighbours."""
    before, after = text[: span.start], text[span.end :]
    if span.start == span.end and written:
        written = (" " if before[-1:].strip("( \n") else "") + written + (" " if after[:1].strip(") \n") else "")
    return before + written + after
