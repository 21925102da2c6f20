"""Tree building, the first half: literals, names, calculations, calls, and the windows in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from dsl import nodes
from dsl.diagnostics import Diagnostic, Fix
from dsl.hangul import strip_particle
from dsl.lexemes import Lexeme
from dsl.nodes import Expr, Span

LARGEST_DURATION = 999_999


@dataclass(slots=True)
class Listed:
    """Nodes that are being collected; ``spans`` are the places of signs between them."""

    items: list[Any]
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def add(self, *items: Any) -> Listed:
        self.items.extend(items)
        self.end = items[-1].span.end
        return self


@dataclass(frozen=True, slots=True)
class Percents:
    low: Decimal
    high: Decimal
    span: Span


@dataclass(frozen=True, slots=True)
class Rows:
    """What an aggregate is taken over."""

    arg: Expr
    span: Span
    distinct: bool = False
    window: nodes.Window | None = None
    where: Expr | None = None


def over(first: Any, last: Any) -> Span:
    return Span(first.span.start, last.span.end)


class Values:
    """Builds one rule's tree and collects what is noticed on the way."""

    def __init__(self, text: str, korean: bool) -> None:
        self.text = text
        self.korean = korean
        self.problems: list[Diagnostic] = []
        # And nodes without brackets: an Or around one of them is worth a hint.
        self.loose: dict[int, nodes.And] = {}

    def error(self, code: str, span: Span, *fixes: Fix, **params: Any) -> None:
        self.problems.append(Diagnostic(code, "error", span, params, fixes))

    def _written(self, node: Any) -> str:
        return self.text[node.span.start : node.span.end]

    # -- calculations -----------------------------------------------------------------------------------

    def arithmetic(self, s: list[Any]) -> Expr:
        return nodes.Arithmetic(s[1].value, s[0], s[2], span=over(s[0], s[2]))

    def negate(self, s: list[Any]) -> Expr:
        return nodes.Negate(s[1], span=over(s[0], s[1]))

    def negative(self, s: list[Any]) -> Expr:
        number = self.number(s[1:])
        return replace(number, value=number.value.copy_negate(), span=over(s[0], s[1]))

    def bracketed(self, s: list[Any]) -> Expr:
        listed = s[0]
        if len(listed.items) > 1:
            self.error("list.alone", listed.span)
        return replace(listed.items[0], span=listed.span)  # type: ignore[no-any-return]

    def group(self, s: list[Any]) -> Listed:
        s[0].end = s[1].end
        return s[0]  # type: ignore[no-any-return]

    def param(self, s: list[Any]) -> nodes.Param:
        return nodes.Param(s[0].value, span=s[0].span)

    def text_(self, s: list[Any]) -> Expr:
        return nodes.Text(s[0].value, span=s[0].span)

    def date(self, s: list[Any]) -> Expr:
        moment = s[0].value
        if isinstance(moment, datetime):
            return nodes.Timestamp(moment, span=s[0].span)
        return nodes.Date(moment, span=s[0].span)

    def boolean(self, s: list[Any]) -> Expr:
        return nodes.Boolean(s[0].value == "true", span=s[0].span)

    def missing(self, s: list[Any]) -> Expr:
        return nodes.Missing(span=s[0].span)

    def today(self, s: list[Any]) -> Expr:
        return nodes.Today(span=s[0].span)

    def hole(self, s: list[Any]) -> Expr:
        return nodes.Hole(span=s[0].span)

    def time_since(self, s: list[Any]) -> Expr:
        return nodes.Call("time_since", (s[1],), span=over(s[0], s[1]))

    def name(self, s: list[Any]) -> nodes.Name:
        lexeme = s[0]
        parts = lexeme.parts or (lexeme.value,)
        stem = strip_particle(parts[-1]) if lexeme.bare and not parts[-1].isascii() else None
        return nodes.Name(parts, () if stem is None else (stem,), span=lexeme.span)

    def number(self, s: list[Any]) -> nodes.Number:
        amount = s[0].value
        return nodes.Number(amount.value, amount.percent, amount.counter, span=s[0].span)

    # -- calls ------------------------------------------------------------------------------------------

    def call_empty(self, s: list[Any]) -> Expr:
        return nodes.Call(s[0].value, (), span=over(s[0], s[-1]))

    def call_plain(self, s: list[Any]) -> Expr:
        lowest = any(isinstance(part, Lexeme) and part.type == "LOWEST_BEST" for part in s)
        among = s[-2] if isinstance(s[-2], nodes.Among) else None
        args = tuple(s[2].items)
        return nodes.Call(s[0].value, args, lowest_best=lowest, among=among, span=over(s[0], s[-1]))

    def call_rows(self, s: list[Any]) -> Expr:
        rows = s[2]
        span = over(s[0], s[-1])
        return nodes.Call(s[0].value, (rows.arg,), rows.distinct, rows.window, rows.where, span=span)

    def arguments_start(self, s: list[Any]) -> Listed:
        return Listed([s[0]], s[0].span.start, s[0].span.end)

    def arguments_more(self, s: list[Any]) -> Listed:
        return s[0].add(s[2])  # type: ignore[no-any-return]

    def rows(self, s: list[Any]) -> Rows:
        span = over(s[0], s[-1])
        signs = [part.type if isinstance(part, Lexeme) else "" for part in s]
        where = s[-1] if len(s) > 1 and signs[-2] == "WHERE" else None
        body = [part for part in (s[:-2] if where is not None else s) if not isinstance(part, Lexeme)]
        distinct = "DISTINCT" in signs
        window = None
        if isinstance(body[0], Rows):
            arg, window = body[0].arg, body[0].window
        elif len(body) == 2:
            window, arg = body
        else:
            arg = body[0]
        return Rows(arg, span, distinct, window, where)

    def reached(self, s: list[Any]) -> Rows:
        first, second = s
        if isinstance(first, (nodes.InLast, nodes.InNext, nodes.BetweenAgo)):
            return Rows(second, over(first, second), window=first)
        return Rows(first, over(first, second), window=second)

    def reach_dated(self, s: list[Any]) -> nodes.Relative:
        return nodes.Relative(s[0].value, s[1], span=over(s[0], s[1]))

    def reach_dated_after(self, s: list[Any]) -> nodes.Relative:
        return nodes.Relative(s[1].value, s[0], span=over(s[0], s[1]))

    def reach_between(self, s: list[Any]) -> nodes.DateRange:
        return nodes.DateRange(s[1], s[3], span=over(s[0], s[3]))

    def reach_between_after(self, s: list[Any]) -> nodes.DateRange:
        return nodes.DateRange(s[0], s[2], span=over(s[0], s[3]))

    def points_start(self, s: list[Any]) -> Listed:
        first = nodes.Points(s[0], s[2], span=over(s[0], s[2]))
        return Listed([first], first.span.start, first.span.end)

    def points_more(self, s: list[Any]) -> Listed:
        return s[0].add(nodes.Points(s[2], s[4], span=over(s[2], s[4])))  # type: ignore[no-any-return]

    def score(self, s: list[Any]) -> Expr:
        return nodes.Score(tuple(s[2].items), span=over(s[0], s[3]))

    def whens_start(self, s: list[Any]) -> Listed:
        first = nodes.When(s[1], s[3], span=over(s[0], s[3]))
        return Listed([first], first.span.start, first.span.end)

    def whens_more(self, s: list[Any]) -> Listed:
        return s[0].add(nodes.When(s[2], s[4], span=over(s[1], s[4])))  # type: ignore[no-any-return]

    def case(self, s: list[Any]) -> Expr:
        whens = next(part for part in s if isinstance(part, Listed))
        otherwise = s[-2] if not isinstance(s[-2], Listed) else None
        return nodes.Case(tuple(whens.items), otherwise, span=over(s[0], s[-1]))
