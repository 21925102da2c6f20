"""A rule as rows of field, operator, value and window: what of a rule can be shown so, and where each part stands in
its text. ``row_form_write`` changes the parts. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from dsl import nodes as n
from dsl.catalog import Catalog, Field, Measure, Relation
from dsl.check.index import Index, index_of
from dsl.nodes import Span, Unit
from dsl.parse import parse
from dsl.types import Kind

Sort = Literal["number", "text", "date", "boolean", "relation"]
OPERATORS: dict[Sort, tuple[str, ...]] = {
    "number": (
        *(">=", "<=", ">", "<", "=", "<>", "between"),
        *("top", "bottom", "top_range", "in_band", "missing", "known"),
    ),
    "text": ("=", "<>", "in", "not_in", "contains", "not_contains", "starts", "ends", "missing", "known"),
    "date": (
        *(">=", "<=", ">", "<", "=", "between", "in_last", "in_next", "after_next", "since>=", "since<="),
        *("missing", "known"),
    ),
    "boolean": ("yes", "no", "missing", "known"),
    "relation": ("any", "none", ">=", "<=", ">", "<", "="),
}
RANKS = ("top", "bottom", "top_range")
OF_SUBJECTS = frozenset({*RANKS, "in_band"})
"""Operators that rank the subjects: for their own fields and measures only."""
PERIODS = ("in_last", "in_next", "after_next", "since>=", "since<=")
NO_VALUE = frozenset({"yes", "no", "missing", "known", "any", "none", *PERIODS})
RANGES = frozenset({"between", "top_range"})
AGGREGATES = ("count", "distinct", "share", "sum", "avg", "min", "max", "first", "last")
_KINDS: dict[Kind, Sort] = {Kind.TEXT: "text", Kind.BOOLEAN: "boolean", Kind.DATE: "date", Kind.TIMESTAMP: "date"}
Period = tuple[int, Unit]
WindowKind = Literal["last", "ago", "next"]


@dataclass(frozen=True, slots=True)
class Window:
    """Rows of a relation: of the last or the next ``amount`` units, or between ``amount`` and ``near`` units ago."""

    kind: WindowKind
    amount: int
    unit: Unit
    near: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One condition. Where ``editable`` is False only ``text`` is known: it is shown as it is written.

    field: the id of a field, measure or relation; with a ``function`` (one of AGGREGATES) the relation, and
    ``column`` what is summed. A plain relation has no function: it is counted or asked for. within: the relation whose
    columns are named (in ``where``). value, second: as they are typed into a field (texts without quotes); empty where
    nothing is written yet. period: of operators like ``in_last``. unit: id of the catalog's unit. Spans are in the
    whole text.
    """

    span: Span
    text: str
    editable: bool = False
    field: str = ""
    function: str = ""
    column: str = ""
    within: str = ""
    sort: Sort = "number"
    operator: str = ""
    value: str = ""
    second: str = ""
    window: Window | None = None
    period: Period | None = None
    unit: str | None = None
    where: Row | None = None
    field_span: Span = n.NOWHERE
    value_span: Span = n.NOWHERE
    second_span: Span = n.NOWHERE
    window_span: Span = n.NOWHERE
    period_span: Span = n.NOWHERE
    call_span: Span = n.NOWHERE

    @property
    def counts_rows(self) -> bool:
        """Is it about the rows of a relation?"""
        return self.sort == "relation" or bool(self.function)


@dataclass(frozen=True, slots=True)
class Form:
    """The rows of a rule, all joined by ``and`` or all by ``or``."""

    rows: tuple[Row, ...]
    joiner: Literal["and", "or"] = "and"

    @property
    def all(self) -> tuple[Row, ...]:
        """The rows, each followed by the row of its ``where``."""
        return tuple(part for row in self.rows for part in ((row, row.where) if row.where is not None else (row,)))


def operators(row: Row) -> tuple[str, ...]:
    """What a row may be compared by."""
    found = OPERATORS[row.sort]
    if row.function or row.within:
        found = tuple(one for one in found if one not in OF_SUBJECTS)
    return found


def sort_of(entry: Field | Measure | Relation) -> Sort:
    """How an entry of the catalog is compared."""
    return "relation" if isinstance(entry, Relation) else _KINDS.get(entry.type.kind, "number")


def entry_of(name: str, catalog: Catalog, within: str = "") -> Field | Measure | Relation | None:
    """What an id stands for; ``within``: among the columns of that relation."""
    index = index_of(catalog)
    if within:
        relation = index.relations.one(within)
        return index.columns(relation).one(name) if relation is not None else None
    return index.values.one(name) or index.relations.one(name)


def read(text: str, catalog: Catalog) -> Form:
    """The rows of a rule."""
    parsed = parse(text)
    if parsed.rule is None:
        return Form((Row(Span(0, len(text)), text),))
    expr = parsed.rule.expr
    if isinstance(expr, n.Hole) and text.strip():
        return Form((Row(Span(0, len(text)), text),))
    operands = expr.operands if isinstance(expr, (n.And, n.Or)) and not bracketed(text, expr.span) else (expr,)
    comments = [one.span for _, one in parsed.rule.comments]
    reader = _Reader(text, index_of(catalog))
    return Form(tuple(reader.row(one, comments) for one in operands), "or" if isinstance(expr, n.Or) else "and")


class _Reader:
    """``within``: the relation whose columns bare names are; None: those of the subjects."""

    def __init__(self, text: str, index: Index, within: Relation | None = None) -> None:
        self.text, self.index, self.within = text, index, within

    def row(self, expr: n.Expr, comments: list[Span]) -> Row:
        span = expr.span
        while bracketed(self.text, span):
            span = _inner(self.text, span)
        within = self.within.id if self.within is not None else ""
        plain = Row(span, self.text[span.start : span.end], within=within)
        if isinstance(expr, n.Hole):
            return replace(plain, editable=not plain.text.strip())
        if any(span.start < one.end and one.start < span.end for one in comments):
            return plain
        found = self._read(expr, plain)
        return replace(found, editable=True) if found is not None else plain

    def _read(self, expr: n.Expr, row: Row) -> Row | None:
        match expr:
            case n.Comparison(op=op, left=n.Call(function="time_since", args=(dated,)), right=n.Duration() as since):
                return self._timed(self._side(dated, row), f"since{op}", since.amount, since.unit, since.span)
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
            case n.In(operand=operand, items=items, negated=negated):
                return self._listed(self._side(operand, row), items, "not_in" if negated else "in")
            case n.IsMissing(operand=operand, negated=negated):
                side = self._side(operand, row)
                return self._allowed(side, "known" if negated else "missing")
            case n.TextMatch(kind=kind, negated=negated, ignoring_case=False):
                side = self._side(expr.operand, row)
                operator = f"not_{kind}" if negated else kind
                return self._valued(side, operator, expr.pattern) if side is not None else None
            case n.InPercent(negated=False, among=None):
                return self._ranked(expr, self._side(expr.operand, row))
            case n.InWindow(operand=operand, window=n.InLast() as window, negated=False):
                return self._timed(self._side(operand, row), "in_last", window.amount, window.unit, window.span)
            case n.InWindow(operand=operand, window=n.InNext() as window, negated=False):
                operator = "after_next" if window.beyond else "in_next"
                return self._timed(self._side(operand, row), operator, window.amount, window.unit, window.span)
            case n.InBand(operand=operand, band=band, negated=False):
                side = self._allowed(self._side(operand, row), "in_band")
                return replace(side, value=self._slice(band.span), value_span=band.span) if side is not None else None
            case n.Not(operand=n.Name() as name) if not bracketed(self.text, name.span):
                return self._allowed(self._side(name, row), "no")
            case n.Name():
                return self._allowed(self._side(expr, row), "yes")
            case n.Call(function="any" | "none" as function):
                return self._allowed(self._related(expr, row), function)
        return None

    def _allowed(self, row: Row | None, operator: str) -> Row | None:
        return replace(row, operator=operator) if row is not None and operator in operators(row) else None

    def _timed(self, row: Row | None, operator: str, amount: int, unit: Unit, span: Span) -> Row | None:
        found = self._allowed(row, operator)
        return replace(found, period=(amount, unit), period_span=span) if found is not None else None

    def _slice(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def _side(self, node: n.Expr, row: Row) -> Row | None:
        """What is compared: a field or measure, how many rows a relation has, or an aggregate of its columns."""
        if isinstance(node, n.Call):
            plain = node.function == "count" and not node.distinct
            return self._related(node, row) if plain else self._aggregate(node, row)
        if not isinstance(node, n.Name) or len(node.parts) != 1:
            return None
        names = self.index.columns(self.within) if self.within is not None else self.index.values
        found = names.one(node.parts[0])
        if found is None or self._slice(node.span).startswith("("):
            return None
        unit = found.type.unit
        return replace(row, field=found.id, sort=sort_of(found), unit=unit, field_span=node.span)

    def _related(self, call: n.Call, row: Row) -> Row | None:
        """The rows of a relation."""
        if self.within is not None or len(call.args) != 1 or call.distinct or call.among is not None:
            return None
        name = call.args[0]
        if not isinstance(name, n.Name) or len(name.parts) != 1:
            return None
        relation = self.index.relations.one(name.parts[0])
        if relation is None:
            return None
        found = replace(row, field=relation.id, sort="relation", unit=relation.counter, field_span=name.span)
        return self._narrowed(replace(found, call_span=call.span), call, relation)

    def _aggregate(self, call: n.Call, row: Row) -> Row | None:
        """A share of rows, or a sum, average … of one column."""
        function = "distinct" if call.function == "count" else call.function
        if self.within is not None or function not in AGGREGATES or len(call.args) != 1 or call.among is not None:
            return None
        name = call.args[0]
        wanted = 1 if function == "share" else 2
        if not isinstance(name, n.Name) or len(name.parts) != wanted or (call.distinct and function != "distinct"):
            return None
        relation = self.index.relations.one(name.parts[0])
        column = self.index.columns(relation).one(name.parts[1]) if relation is not None and wanted == 2 else None
        if relation is None or (column is None and wanted == 2):
            return None
        sort: Sort = "number"
        if column is not None and function in ("min", "max", "first", "last"):
            sort = sort_of(column)
        unit = column.type.unit if column is not None and function != "distinct" else None
        found = replace(row, field=relation.id, function=function, sort=sort, unit=unit, field_span=name.span)
        found = replace(found, column=column.id if column is not None else "", call_span=call.span)
        return self._narrowed(found, call, relation)

    def _narrowed(self, row: Row, call: n.Call, relation: Relation) -> Row | None:
        """Which rows: the window, and the condition on their columns."""
        match call.window:
            case None:
                window = None
            case n.InLast(amount=amount, unit=unit):
                window = Window("last", amount, unit)
            case n.BetweenAgo(far=far, near=near, unit=unit):
                window = Window("ago", far, unit, near)
            case n.InNext(amount=amount, unit=unit, beyond=False):
                window = Window("next", amount, unit)
            case _:
                return None
        span = call.window.span if call.window is not None else n.NOWHERE
        where = None
        if call.where is not None:
            where = _Reader(self.text, self.index, relation).row(call.where, [])
        return replace(row, window=window, window_span=span, where=where)

    def _ranked(self, expr: n.InPercent, row: Row | None) -> Row | None:
        """Shares are found in the text, behind what is ranked."""
        operator = expr.side if not expr.low else "top_range" if expr.side == "top" else ""
        found = self._allowed(row, operator)
        if found is None:
            return None
        start = expr.operand.span.end
        numbers = list(re.finditer(r"\d[\d_]*(?:\.\d+)?(?:\s*[%％])?", self.text[start : expr.span.end]))
        spans = [Span(start + one.start(), start + one.end()) for one in numbers]
        wanted = 2 if operator == "top_range" else 1
        if len(spans) == 2 and wanted == 1 and _share(self._slice(spans[0])) == 0:
            spans = spans[1:]
        if len(spans) != wanted:
            return None
        found = replace(found, unit=None, value=self._slice(spans[0]), value_span=spans[0])
        if wanted == 2:
            found = replace(found, second=self._slice(spans[1]), second_span=spans[1])
        return found

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

    def _listed(self, row: Row | None, items: tuple[n.Expr, ...] | n.Param, operator: str) -> Row | None:
        found = self._allowed(row, operator)
        if found is None:
            return None
        if isinstance(items, n.Param):
            return replace(found, value=self._slice(items.span), value_span=items.span)
        if len(items) == 1 and isinstance(items[0], n.Hole) and not self._slice(items[0].span).strip():
            return replace(found, value_span=items[0].span)
        texts = [one.value for one in items if isinstance(one, n.Text)]
        if not items or len(texts) != len(items) or any("," in one or one != one.strip() or not one for one in texts):
            return None
        return replace(found, value=", ".join(texts), value_span=items[0].span.cover(items[-1].span))


def choices(relation: Relation) -> Iterator[tuple[str, str]]:
    """What may be compared of a relation's rows: a function and a column (empty: the rows themselves)."""
    yield "", ""
    yield "share", ""
    for column in relation.fields:
        sort = sort_of(column)
        functions = {"number": ("sum", "avg", "min", "max"), "date": ("first", "last"), "text": ("last", "distinct")}
        for function in functions.get(sort, ()):
            yield function, column.id


def _share(text: str) -> float:
    return float(text.rstrip("%％ ").replace("_", ""))


def bracketed(text: str, span: Span) -> bool:
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
