"""Tree building: one method for each alternative of dsl/grammar.lark, called when the parser has read it.

A method takes what the alternative read: lexemes for terminals, nodes (or the small holders of
dsl/build_values.py) for the rest. Nothing here recurses, so that depth is a matter of dsl/parse.py alone.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from dsl import nodes, reading
from dsl.build_values import LARGEST_DURATION, Listed, Percents, Values, over
from dsl.diagnostics import Diagnostic, Edit, Fix
from dsl.lexemes import Lexeme
from dsl.nodes import Expr, Span


class Builder(Values):
    """Conditions; what they are made of comes from ``Values``."""

    # -- and, or, not -----------------------------------------------------------------------------------

    def chain_start(self, s: list[Any]) -> Listed:
        return Listed([s[0], s[2]], s[0].span.start, s[2].span.end)

    def chain_more(self, s: list[Any]) -> Listed:
        return s[0].add(s[2])  # type: ignore[no-any-return]

    def ands_end(self, s: list[Any]) -> Expr:
        node = nodes.And(tuple(s[0].items), span=s[0].span)
        self.loose[id(node)] = node
        return node

    def ors_end(self, s: list[Any]) -> Expr:
        items = s[0].items
        if self.loose:
            loose = [item for item in items if id(item) in self.loose]
            if loose:
                self._mixed(s[0].span, loose)
        return nodes.Or(tuple(items), span=s[0].span)

    def _mixed(self, span: Span, loose: list[nodes.And]) -> None:
        edits: list[Edit] = []
        pieces: list[str] = []
        at = span.start
        for node in loose:
            begin, end = node.span.start, node.span.end
            edits += [Edit(Span(begin, begin), "("), Edit(Span(end, end), ")")]
            pieces += [self.text[at:begin], "(", self.text[begin:end], ")"]
            at = end
        shown = " ".join("".join([*pieces, self.text[at : span.end]]).split())
        fix = Fix("fix.logic_add_brackets", tuple(edits))
        self.problems.append(Diagnostic("logic.mixed", "warning", span, {"meaning": shown}, (fix,)))

    def not_(self, s: list[Any]) -> Expr:
        return nodes.Not(s[1], span=over(s[0], s[1]))

    def not_after(self, s: list[Any]) -> Expr:
        return nodes.Not(s[0], span=over(s[0], s[1]))

    def flip(self, s: list[Any]) -> Expr:
        """아님 behind a test: its negated form where it has one."""
        node, span = s[0], over(s[0], s[1])
        if getattr(node, "negated", None) is False:
            return replace(node, negated=True, span=span)  # type: ignore[no-any-return]
        return nodes.Not(node, span=span)

    # -- comparisons ------------------------------------------------------------------------------------

    def compare_start(self, s: list[Any]) -> Listed:
        return Listed([s[0], s[1], s[2]], s[0].span.start, s[2].span.end)

    def compare_more(self, s: list[Any]) -> Listed:
        return s[0].add(s[1], s[2])  # type: ignore[no-any-return]

    def compare_end(self, s: list[Any]) -> Expr:
        items, span = s[0].items, s[0].span
        if len(items) == 3:
            return nodes.Comparison(items[1].value, items[0], items[2], span=span)
        pairs = [items[i : i + 3] for i in range(0, len(items) - 2, 2)]
        parts = tuple(nodes.Comparison(sign.value, a, b, span=over(a, b)) for a, sign, b in pairs)
        if any(isinstance(item, nodes.Hole) for item in items):
            return nodes.And(parts, span=span)
        shown = " AND ".join(
            f"{self._written(left)} {sign.value} {self._written(right)}" for left, sign, right in pairs
        )
        fix = Fix("fix.read_write", (Edit(span, f"({shown})"),), {"text": f"({shown})"})
        params = {"written": self.text[span.start : span.end], "meant": shown}
        self.problems.append(Diagnostic("read.chain", "info", span, params, (fix,)))
        return nodes.And(parts, span=span)

    def dated(self, s: list[Any]) -> Expr:
        return nodes.Comparison(s[1].value, s[0], s[2], span=over(s[0], s[2]))

    def compare_after(self, s: list[Any]) -> Expr:
        return nodes.Comparison(s[2].value, s[0], s[1], span=over(s[0], s[2]))

    def unequal_after(self, s: list[Any]) -> Expr:
        return nodes.Comparison("<>", s[0], s[1], span=over(s[0], s[2]))

    def between(self, s: list[Any]) -> Expr:
        return nodes.Between(s[0], s[2], s[4], span=over(s[0], s[4]))

    def not_between(self, s: list[Any]) -> Expr:
        return nodes.Between(s[0], s[3], s[5], True, span=over(s[0], s[5]))

    def between_after(self, s: list[Any]) -> Expr:
        low, high = s[1], s[3]
        # 30~50% 사이: the sign of the last number holds for both.
        if s[2].value == "~" and type(low) is type(high) is nodes.Number and high.percent and not low.percent:
            low = replace(low, value=reading.shifted(low.value, -2), percent=True)
        return nodes.Between(s[0], low, high, span=over(s[0], s[4]))

    # -- lists, missing, texts --------------------------------------------------------------------------

    def choices(self, s: list[Any]) -> Listed:
        if len(s) == 2 and isinstance(s[0], Listed):
            s[0].end = s[1].end
            return s[0]
        inside = Span(s[0].end, s[1].start)
        self.error("list.empty", Span(s[0].start, s[1].end))
        return Listed([nodes.Hole(span=inside)], s[0].start, s[1].end)

    def items_start(self, s: list[Any]) -> Listed:
        return Listed([s[1]], s[0].start, s[1].span.end)

    def items_more(self, s: list[Any]) -> Listed:
        return s[0].add(s[2])  # type: ignore[no-any-return]

    def in_list(self, s: list[Any]) -> Expr:
        return nodes.In(s[0], tuple(s[2].items), span=over(s[0], s[2]))

    def not_in_list(self, s: list[Any]) -> Expr:
        return nodes.In(s[0], tuple(s[3].items), True, span=over(s[0], s[3]))

    def in_param(self, s: list[Any]) -> Expr:
        return nodes.In(s[0], self.param(s[2:3]), span=over(s[0], s[2]))

    def not_in_param(self, s: list[Any]) -> Expr:
        return nodes.In(s[0], self.param(s[3:4]), True, span=over(s[0], s[3]))

    def in_param_after(self, s: list[Any]) -> Expr:
        return nodes.In(s[0], self.param(s[1:2]), span=over(s[0], s[2]))

    def is_missing(self, s: list[Any]) -> Expr:
        return nodes.IsMissing(s[0], span=over(s[0], s[2]))

    def is_not_missing(self, s: list[Any]) -> Expr:
        return nodes.IsMissing(s[0], True, span=over(s[0], s[3]))

    def missing_after(self, s: list[Any]) -> Expr:
        return nodes.IsMissing(s[0], s[1].value == "known", span=over(s[0], s[1]))

    def textual(self, s: list[Any]) -> Expr:
        return nodes.TextMatch(s[1].value, s[0], s[2], False, len(s) > 3, span=over(s[0], s[-1]))

    def not_textual(self, s: list[Any]) -> Expr:
        return nodes.TextMatch(s[2].value, s[0], s[3], True, len(s) > 4, span=over(s[0], s[-1]))

    def textual_after(self, s: list[Any]) -> Expr:
        return nodes.TextMatch(s[2].value, s[0], s[1], False, len(s) > 3, span=over(s[0], s[-1]))

    # -- windows and shares -----------------------------------------------------------------------------

    def in_window(self, s: list[Any]) -> Expr:
        return nodes.InWindow(s[0], s[1], span=over(s[0], s[1]))

    def not_in_window(self, s: list[Any]) -> Expr:
        return nodes.InWindow(s[0], s[2], True, span=over(s[0], s[2]))

    def in_percent(self, s: list[Any]) -> Expr:
        return self._in_percent(s[0], s[1], s[2], s[3] if len(s) > 3 else None, False)

    def not_in_percent(self, s: list[Any]) -> Expr:
        return self._in_percent(s[0], s[2], s[3], s[4] if len(s) > 4 else None, True)

    def _in_percent(self, operand: Any, side: Any, share: Any, among: Any, negated: bool) -> Expr:
        span = over(operand, among or share)
        if not isinstance(share, Percents):
            return nodes.Hole(span=span)
        return nodes.InPercent(operand, side.value, share.low, share.high, among, negated, span=span)

    def percents(self, s: list[Any]) -> Any:
        if s[0].type == "HOLE":
            return nodes.Hole(span=s[0].span)
        amounts = [lexeme.value for lexeme in s if lexeme.type == "NUMBER"]
        span = over(s[0], s[-1])
        if not amounts[-1].percent:
            end = s[-1].end
            fix = Fix("fix.percent_add_sign", (Edit(Span(end, end), "%"),), {"number": self._written(s[-1])})
            self.error("percent.missing_sign", span, fix, number=self._written(s[-1]))
        values = [a.value if a.percent else reading.shifted(a.value, -2) for a in amounts]
        return Percents(values[0] if len(values) > 1 else Decimal(0), values[-1], span)

    def unclear_percent(self, s: list[Any]) -> Expr:
        """상위 30% 이상: inside the share, or outside of it?"""
        share = self._written(s[2])
        tail = Span(s[2].span.end, s[3].end)
        side, percent = s[1].value, share
        fixes = (
            Fix(f"fix.inside_{side}", (Edit(tail, ""),), {"percent": percent}),
            Fix(f"fix.outside_{side}", (Edit(tail, " 아님"),), {"percent": percent}),
        )
        self.error(f"percent.unclear_{side}", over(s[1], s[3]), *fixes, percent=percent)
        return self._in_percent(s[0], s[1], s[2], None, False)

    def among(self, s: list[Any]) -> nodes.Among:
        if len(s) == 1:
            return nodes.Among(None, span=s[0].span)
        return nodes.Among(s[2], span=over(s[0], s[3]))

    def in_band(self, s: list[Any]) -> Expr:
        return nodes.InBand(s[0], self.name(s[2:3]), span=over(s[0], s[2]))

    def not_in_band(self, s: list[Any]) -> Expr:
        return nodes.InBand(s[0], self.name(s[3:4]), True, span=over(s[0], s[3]))

    def is_place(self, s: list[Any], negated: bool = False) -> Expr:
        word, place = s[-2:]
        span = over(s[0], place)
        if word.type == "IN_CELL":
            return nodes.InCell(place.value, negated, span=span)
        return nodes.InStage(place.value, negated, span=span)

    def not_place(self, s: list[Any]) -> Expr:
        return self.is_place(s, True)

    def at_least(self, s: list[Any]) -> Expr:
        return nodes.KOf("at_least", self._whole(s[1]), tuple(s[3].items), span=over(s[0], s[3]))

    def at_least_after(self, s: list[Any]) -> Expr:
        span = over(s[0], s[3])
        if s[3].value not in (">=", ">"):
            self.error("count.only_at_least", Span(s[2].start, s[3].end))
        k = self._whole(s[2]) + (s[3].value == ">")
        return nodes.KOf("at_least", k, tuple(s[0].items), span=span)

    def each_of(self, s: list[Any]) -> Expr:
        return nodes.KOf(s[0].value, 0, tuple(s[1].items), span=over(s[0], s[1]))

    def each_of_after(self, s: list[Any]) -> Expr:
        return nodes.KOf(s[1].value, 0, tuple(s[0].items), span=over(s[0], s[1]))

    def _whole(self, lexeme: Lexeme) -> int:
        amount = lexeme.value
        assert isinstance(amount, reading.Amount)
        value = amount.value
        if amount.percent or value != value.to_integral_value() or value > LARGEST_DURATION:
            self.error("count.not_whole", lexeme.span, number=self._written(lexeme))
            return 1
        return int(value)

    def exists_after(self, s: list[Any]) -> Expr:
        return nodes.Call(s[1].value, (self.name(s[:1]),), span=over(s[0], s[1]))

    def recent_exists(self, s: list[Any]) -> Expr:
        window, name = s[0].items
        return nodes.Call(s[1].value, (name,), window=window, span=over(s[0], s[1]))

    def in_last(self, s: list[Any]) -> nodes.InLast:
        return nodes.InLast(s[1].amount, s[1].unit, span=over(s[0], s[-1]))

    def in_next(self, s: list[Any]) -> nodes.InNext:
        return nodes.InNext(s[1].amount, s[1].unit, span=over(s[0], s[-1]))

    def after_next(self, s: list[Any]) -> nodes.InNext:
        if len(s) > 2 and s[2].value not in (">", ">="):
            self.error("window.next_before", over(s[0], s[2]))
        return nodes.InNext(s[1].amount, s[1].unit, True, span=over(s[0], s[-1]))

    def between_ago(self, s: list[Any]) -> nodes.BetweenAgo:
        far, near, span = s[1], s[3], over(s[0], s[4])
        return self._ago(far, near, span)

    def from_ago(self, s: list[Any]) -> nodes.BetweenAgo:
        return self._ago(s[0], s[2], over(s[0], s[3]))

    def _ago(self, far: Any, near: nodes.Duration, span: Span) -> nodes.BetweenAgo:
        amount = 0
        if isinstance(far, nodes.Duration) and far.unit == near.unit:
            amount = far.amount
        elif isinstance(far, nodes.Number) and not far.percent and far.value == far.value.to_integral_value():
            amount = int(far.value) if 0 <= far.value <= LARGEST_DURATION else -1
        else:
            self.error("window.two_units", span)
        if amount < 0:
            self.error("duration.not_whole", far.span, number=self._written(far))
        return nodes.BetweenAgo(max(amount, 0), near.amount, near.unit, span=span)

    def recent(self, s: list[Any]) -> Listed:
        return Listed([s[0], self.name(s[1:2])], s[0].span.start, s[1].end)

    def recent_count(self, s: list[Any]) -> Expr:
        window, name = s[0].items
        return nodes.Call("count", (name,), window=window, span=s[0].span)

    def duration(self, s: list[Any]) -> nodes.Duration:
        amount = s[0].value
        value, span = amount.value, over(s[0], s[1])
        if amount.percent or value != value.to_integral_value() or value > LARGEST_DURATION:
            self.error("duration.not_whole", span, number=self._written(s[0]))
            value = Decimal(0)
        return nodes.Duration(int(value), s[1].value, span=span)
