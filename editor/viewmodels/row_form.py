"""A rule as rows of field, operator, value and window, and back: only what was changed is written anew, so that
comments, brackets and everything that rows cannot show stay as they are. Plain Python."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from dsl import nodes as n
from dsl.catalog import Catalog, Field, Measure, Relation
from dsl.check.index import index_of, normal
from dsl.diagnostics import Language
from dsl.format import quoted_name, quoted_text
from dsl.keywords import unit_name
from dsl.nodes import Span, Unit
from dsl.parse import parse
from dsl.types import Kind

Sort = Literal["number", "text", "date", "boolean", "relation"]
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
OPERATORS: dict[Sort, tuple[str, ...]] = {
    "number": (">=", "<=", ">", "<", "=", "<>", "between", "in_band", "missing", "known"),
    "text": ("=", "<>", "in", "contains", "starts", "missing", "known"),
    "date": (">=", "<=", ">", "<", "=", "between", "missing", "known"),
    "boolean": ("yes", "no", "missing", "known"),
    "relation": ("any", "none", ">=", "<=", ">", "<", "="),
}
NO_VALUE = frozenset({"yes", "no", "missing", "known", "any", "none"})
_POSTFIX = {">=": "이상", "<=": "이하", ">": "초과", "<": "미만"}
_KINDS: dict[Kind, Sort] = {Kind.TEXT: "text", Kind.BOOLEAN: "boolean", Kind.DATE: "date", Kind.TIMESTAMP: "date"}
Window = tuple[int, Unit]


@dataclass(frozen=True, slots=True)
class Row:
    """One condition. Where ``editable`` is False only ``text`` is known: it is shown as it is written.

    field: the id of a field, measure or relation. value, second: as they are typed into a field (texts without
    quotes); empty where nothing is written yet. unit: id of the catalog's unit. Spans are in the whole text.
    """

    span: Span
    text: str
    editable: bool = False
    field: str = ""
    sort: Sort = "number"
    operator: str = ""
    value: str = ""
    second: str = ""
    window: Window | None = None
    unit: str | None = None
    field_span: Span = n.NOWHERE
    value_span: Span = n.NOWHERE
    second_span: Span = n.NOWHERE
    window_span: Span = n.NOWHERE


@dataclass(frozen=True, slots=True)
class Form:
    """The rows of a rule, all joined by ``and`` or all by ``or``."""

    rows: tuple[Row, ...]
    joiner: Literal["and", "or"] = "and"


def read(text: str, catalog: Catalog) -> Form:
    """The rows of a rule."""
    parsed = parse(text)
    if parsed.rule is None:
        return Form((Row(Span(0, len(text)), text),))
    expr = parsed.rule.expr
    if isinstance(expr, n.Hole) and text.strip():
        return Form((Row(Span(0, len(text)), text),))
    operands = expr.operands if isinstance(expr, (n.And, n.Or)) and not _bracketed(text, expr.span) else (expr,)
    comments = [one.span for _, one in parsed.rule.comments]
    rows = tuple(_Reader(text, catalog).row(one, comments) for one in operands)
    return Form(rows, "or" if isinstance(expr, n.Or) else "and")


class _Reader:
    def __init__(self, text: str, catalog: Catalog) -> None:
        self.text, self.index = text, index_of(catalog)

    def row(self, expr: n.Expr, comments: list[Span]) -> Row:
        span = expr.span
        while _bracketed(self.text, span):
            span = _inner(self.text, span)
        plain = Row(span, self.text[span.start : span.end])
        if isinstance(expr, n.Hole):
            return replace(plain, editable=not plain.text.strip())
        if any(span.start < one.end and one.start < span.end for one in comments):
            return plain
        found = self._read(expr, plain)
        return replace(found, editable=True) if found is not None else plain

    def _read(self, expr: n.Expr, row: Row) -> Row | None:
        match expr:
            case n.Comparison(op=op, left=left, right=right):
                side = self._side(left, row)
                return self._valued(side, op, right) if side is not None else None
            case n.Between(operand=operand, low=low, high=high, negated=False):
                side = self._side(operand, row)
                first = self._valued(side, "between", low) if side is not None else None
                last = self._valued(side, "between", high) if side is not None else None
                if first is None or last is None:
                    return None
                return replace(first, second=last.value, second_span=last.value_span)
            case n.In(operand=operand, items=items, negated=False):
                return self._listed(self._side(operand, row), items)
            case n.IsMissing(operand=operand, negated=negated):
                side = self._side(operand, row)
                return self._allowed(side, "known" if negated else "missing")
            case n.TextMatch(kind="contains" | "starts" as kind, negated=False, ignoring_case=False):
                side = self._side(expr.operand, row)
                return self._valued(side, kind, expr.pattern) if side is not None else None
            case n.InBand(operand=operand, band=band, negated=False):
                side = self._allowed(self._side(operand, row), "in_band")
                return replace(side, value=self._slice(band.span), value_span=band.span) if side is not None else None
            case n.Not(operand=n.Name() as name) if not _bracketed(self.text, name.span):
                return self._allowed(self._side(name, row), "no")
            case n.Name():
                return self._allowed(self._side(expr, row), "yes")
            case n.Call(function="any" | "none" as function):
                return self._allowed(self._related(expr, row), function)
        return None

    def _allowed(self, row: Row | None, operator: str) -> Row | None:
        return replace(row, operator=operator) if row is not None and operator in OPERATORS[row.sort] else None

    def _slice(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def _side(self, node: n.Expr, row: Row) -> Row | None:
        """What is compared: a field or measure, or how many rows a relation has."""
        if isinstance(node, n.Call) and node.function == "count":
            return self._related(node, row)
        if not isinstance(node, n.Name) or len(node.parts) != 1:
            return None
        found = self.index.values.one(node.parts[0])
        if found is None or self._slice(node.span).startswith("("):
            return None
        unit = found.type.unit
        return replace(row, field=found.id, sort=_sort(found), unit=unit, field_span=node.span)

    def _related(self, call: n.Call, row: Row) -> Row | None:
        if len(call.args) != 1 or call.where is not None or call.distinct or call.among is not None:
            return None
        name = call.args[0]
        if not isinstance(name, n.Name) or len(name.parts) != 1:
            return None
        relation = self.index.relations.one(name.parts[0])
        window = call.window
        if relation is None or not (window is None or isinstance(window, n.InLast)):
            return None
        found = replace(row, field=relation.id, sort="relation", unit=relation.counter, field_span=name.span)
        if window is None:
            return found
        return replace(found, window=(window.amount, window.unit), window_span=window.span)

    def _valued(self, row: Row | None, operator: str, node: n.Expr) -> Row | None:
        found = self._allowed(row, operator)
        if found is None:
            return None
        match node:
            case n.Hole():
                return replace(found, value_span=node.span) if not self._slice(node.span).strip() else None
            case n.Number(counter=counter):
                span, written = node.span, self._slice(node.span)
                if counter and written.endswith(counter):
                    written = written[: -len(counter)]
                written = written.rstrip()
                if not re.fullmatch(r"-?[\w.,]+\s*[%％]?", written):
                    return None
                return replace(found, value=written, value_span=Span(span.start, span.start + len(written)))
            case n.Text(value=value) if found.sort == "text":
                return replace(found, value=value, value_span=node.span)
            case n.Date() | n.Today() | n.Param() | n.Timestamp():
                return replace(found, value=self._slice(node.span), value_span=node.span)
        return None

    def _listed(self, row: Row | None, items: tuple[n.Expr, ...] | n.Param) -> Row | None:
        found = self._allowed(row, "in")
        if found is None:
            return None
        if isinstance(items, n.Param):
            return replace(found, value=self._slice(items.span), value_span=items.span)
        texts = [one.value for one in items if isinstance(one, n.Text)]
        if not items or len(texts) != len(items) or any("," in one or one != one.strip() or not one for one in texts):
            return None
        return replace(found, value=", ".join(texts), value_span=items[0].span.cover(items[-1].span))


# -- changing ------------------------------------------------------------------------------------------------


def set_field(text: str, row: Row, name: str, catalog: Catalog, language: Language) -> str:
    """Another field; operator and value stay where they fit it."""
    entry = _entry(name, catalog)
    if entry is None or name == row.field:
        return text
    sort = _sort(entry)
    if row.operator and sort == row.sort and row.operator != "in_band":
        return _put(text, row.field_span, _spelled(entry, language))
    keep = row.value if sort == row.sort and row.operator != "in_band" else ""
    made = replace(row, field=name, sort=sort, operator=OPERATORS[sort][0], value=keep, second="", window=None)
    return _put(text, row.span, compose(made, catalog, language).rstrip())


def set_operator(text: str, row: Row, operator: str, catalog: Catalog, language: Language) -> str:
    """Another operator; the value stays where it still fits."""
    if operator == row.operator:
        return text
    keep = "in_band" not in (operator, row.operator)
    made = replace(row, operator=operator, value=row.value if keep else "")
    return _put(text, row.span, compose(made, catalog, language).rstrip())


def set_value(text: str, row: Row, value: str, catalog: Catalog, *, second: bool = False) -> str | None:
    """Another value; None where what was typed is no value of this row (yet)."""
    old, span = (row.second, row.second_span) if second else (row.value, row.value_span)
    if value == old:
        return text
    written = _written(row, value.strip())
    if span.start == span.end and written and text[span.start - 1 : span.start].strip():
        written = " " + written
    if span.start == span.end and written and text[span.end : span.end + 1].strip():
        written += " "
    changed = _put(text, span, written)
    rows, before = read(changed, catalog).rows, read(text, catalog).rows
    at = before.index(row) if row in before else -1
    same = len(rows) == len(before) and at >= 0 and rows[at].editable
    if not same or (rows[at].field, rows[at].operator) != (row.field, row.operator):
        return None
    return changed if (rows[at].second if second else rows[at].value) == value.strip() else None


def set_window(text: str, row: Row, window: Window | None, catalog: Catalog, language: Language) -> str:
    """Another window of a relation's rows; None: all of them."""
    if window == row.window:
        return text
    if window is not None and row.window is not None and window[1] == row.window[1]:
        written = text[row.window_span.start : row.window_span.end]
        number = re.search(r"\d[\d_,]*", written)
        if number is not None:
            start = row.window_span.start
            return _put(text, Span(start + number.start(), start + number.end()), str(window[0]))
    return _put(text, row.span, compose(replace(row, window=window), catalog, language))


def compose(row: Row, catalog: Catalog, language: Language) -> str:
    """The text of a row."""
    entry = _entry(row.field, catalog)
    name = _spelled(entry, language) if entry is not None else row.field
    value, second, ko = _written(row, row.value), _written(row, row.second), language == "ko"
    if row.sort == "relation":
        return _related(name, row, value, language)
    match row.operator:
        case "between":
            return f"{name} {value}에서 {second} 사이" if ko and value and second else _between(name, value, second)
        case "in":
            return f"{name} 다음 중 하나 ({value})" if ko else f"{name} IN ({value})"
        case "contains":
            return f"{name} {value} 포함" if ko and value else f"{name} CONTAINS {value}"
        case "starts":
            return f"{name} {value}로 시작" if ko and value else f"{name} STARTS WITH {value}"
        case "missing":
            return f"{name} 값 없음" if ko else f"{name} IS MISSING"
        case "known":
            return f"{name} 값 있음" if ko else f"{name} IS NOT MISSING"
        case "in_band":
            return f"{name} 구간 {value}" if ko else f"{name} IN BAND {value}"
        case "yes":
            return name
        case "no":
            return f"NOT {name}"
    if ko and value and row.sort == "number" and row.operator in _POSTFIX:
        return f"{name} {value} {_POSTFIX[row.operator]}"
    return f"{name} {row.operator} {value}"


def _between(name: str, low: str, high: str) -> str:
    return f"{name} BETWEEN {low} AND {high}"


def _related(name: str, row: Row, value: str, language: Language) -> str:
    window = ""
    if row.window is not None:
        amount, unit = row.window
        word = unit_name(unit, amount, language)
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
    if row.operator == "in":
        return ", ".join(quoted_text(one.strip().strip("'")) for one in value.split(",") if one.strip())
    return quoted_text(value)


def _entry(name: str, catalog: Catalog) -> Field | Measure | Relation | None:
    index = index_of(catalog)
    return index.values.one(name) or index.relations.one(name)


def _sort(entry: Field | Measure | Relation) -> Sort:
    return "relation" if isinstance(entry, Relation) else _KINDS.get(entry.type.kind, "number")


def _spelled(entry: Field | Measure | Relation, language: Language) -> str:
    return quoted_name((normal(entry.labels.ko) if language == "ko" else "") or entry.id)


def _put(text: str, span: Span, written: str) -> str:
    return text[: span.start] + written + text[span.end :]


def _bracketed(text: str, span: Span) -> bool:
    """Does the first bracket close at the very end?"""
    written = text[span.start : span.end]
    if not (written.startswith("(") and written.endswith(")")):
        return False
    depth, quote = 0, ""
    for place, char in enumerate(written):
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"`":
            quote = char
        elif char in "()":
            depth += 1 if char == "(" else -1
            if depth == 0 and place < len(written) - 1:
                return False
    return True


def _inner(text: str, span: Span) -> Span:
    start, end = span.start + 1, span.end - 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
