"""Tree -> pieces of canonical text: Korean.

It prints the forms that stand behind what they speak about (``5회 이상``, ``최근 2년 불만 없음``) wherever the
grammar has them for the parts at hand, and the common form otherwise; both languages read both.
"""

from __future__ import annotations

from dsl import nodes
from dsl.diagnostics import Language
from dsl.hangul import particle
from dsl.keywords import unit_name
from dsl.layout import CLOSE, INDENT, Break, Open
from dsl.nodes import Expr
from dsl.print_en import OR, SUM, TEST, Printer, number_text, quoted_text

POSTFIX_OPS = frozenset({">=", "<=", ">", "<"})
FIXED = (nodes.InLast, nodes.InNext, nodes.BetweenAgo)


def _plain_number(node: Expr) -> bool:
    return isinstance(node, nodes.Number) and not node.value.is_signed()


def _day(node: Expr) -> bool:
    return isinstance(node, (nodes.Date, nodes.Timestamp))


class KoreanPrinter(Printer):
    """Korean, with what is spoken about in front."""

    language: Language = "ko"

    def level(self, node: Expr, least: int) -> int:
        if isinstance(node, nodes.Call) and least <= TEST and _exists(node):
            return TEST
        return super().level(node, least)

    def expr(self, node: Expr, least: int) -> None:
        if isinstance(node, nodes.Call) and least <= TEST and _exists(node):
            self.recent(node)
            self.put(" " + self.word("POST_EXISTS", node.function))
            return
        super().expr(node, least)

    def bracketed(self, node: Expr) -> None:
        self.put("(", Open(INDENT), Break(""))
        self.expr(node, OR)
        self.put(Break("", out=True), CLOSE, ")")

    def recent(self, node: nodes.Call) -> None:
        """``최근 90일 웹방문``: the rows of a relation within a window."""
        if node.window is not None:
            self.window(node.window)
            self.put(" ")
        self.emit(node.args[0])

    def duration(self, amount: int, unit: nodes.Unit) -> str:
        return f"{amount}{unit_name(unit, amount, 'ko')}"

    def negation(self, negated: bool) -> None:
        if negated:
            self.put(" " + self.word("POST_NOT", "not"))

    def fixed(self, node: nodes.InLast | nodes.InNext | nodes.BetweenAgo) -> str:
        if isinstance(node, nodes.InLast):
            return f"{self.word('PRE_LAST', 'last')} {self.duration(node.amount, node.unit)}"
        if isinstance(node, nodes.InNext):
            beyond = f" {self.word('POST_DATED', '>=')}" if node.beyond else ""
            return f"{self.word('PRE_NEXT', 'next')} {self.duration(node.amount, node.unit)}{beyond}"
        far, near = self.duration(node.far, node.unit), self.duration(node.near, node.unit)
        return f"{far} {self.word('AGO_FROM', 'ago_from')} {near} {self.word('AGO_TO', 'ago_to')}"

    def rows(self, node: nodes.Call) -> None:
        arg, window = node.args[0], node.window
        if isinstance(window, FIXED):
            self.window(window)
            self.put(" ")
        self.counted(node)
        if window is not None and not isinstance(window, FIXED):
            self.put(" ")
            self.window(window)
        if node.where is not None:
            # 중 behind brackets would count what is in them.
            short = isinstance(arg, nodes.Name) and (window is None or isinstance(window, FIXED))
            self.put(" 중 " if short else f" {self.word('WHERE', 'where')} ")
            self.expr(node.where, OR)

    def window(self, node: nodes.Window) -> None:
        if isinstance(node, nodes.Relative) and isinstance(node.anchor, _VALUES):
            self.emit(node.anchor)
            self.put(" " + self.word("POST_DATED", node.op))
        elif isinstance(node, nodes.DateRange) and _day(node.low) and _day(node.high):
            self.emit(node.low)
            self.glue("부터")
            self.put(" ")
            self.emit(node.high)
            self.glue("까지")
        else:
            super().window(node)

    def _not(self, node: nodes.Not) -> None:
        self.expr(node.operand, SUM)
        self.negation(True)

    def _comparison(self, node: nodes.Comparison) -> None:
        left, right = node.left, node.right
        counted = isinstance(left, nodes.Call) and left.function == "count" and _recent(left)
        short = _plain_number(right) or isinstance(right, nodes.Duration)
        if node.op not in POSTFIX_OPS or not short or not (isinstance(left, (nodes.Name, nodes.Call))):
            super()._comparison(node)
            return
        if counted and isinstance(left, nodes.Call):
            self.recent(left)
        else:
            self.expr(left, SUM)
        self.put(" ")
        self.emit(right)
        self.put(" " + self.word("POST_COMPARE", node.op))

    def _between(self, node: nodes.Between) -> None:
        if not ((_plain_number(node.low) and _plain_number(node.high)) or (_day(node.low) and _day(node.high))):
            super()._between(node)
            return
        self.expr(node.operand, SUM)
        self.put(" ")
        self.emit(node.low)
        self.glue("에서")
        self.put(" ")
        self.emit(node.high)
        self.put(" " + self.word("POST_BETWEEN", "between"))
        self.negation(node.negated)

    def _in(self, node: nodes.In) -> None:
        self.expr(node.operand, SUM)
        if isinstance(node.items, nodes.Param):
            self.put(" ")
            self._param(node.items)
            self.put(" " + self.word("POST_ONE_OF", "one_of"))
        else:
            self.put(f" {self.word('IN', 'in')} ")
            self.choices(node.items)
        self.negation(node.negated)

    def _ismissing(self, node: nodes.IsMissing) -> None:
        self.expr(node.operand, SUM)
        self.put(" " + self.word("POST_MISSING", "known" if node.negated else "missing"))

    def _textmatch(self, node: nodes.TextMatch) -> None:
        if node.kind == "like" or not isinstance(node.pattern, nodes.Text):
            self.expr(node.operand, SUM)
            self.put(f" {self.word('TEXTUAL', node.kind)} ")
            self.expr(node.pattern, SUM)
        else:
            self.expr(node.operand, SUM)
            self.put(" ")
            self._text(node.pattern)
            if node.kind != "contains":
                self.glue(particle(node.pattern.value, "으로"))
            self.put(" " + self.word("POST_TEXTUAL", node.kind))
        if node.ignoring_case:
            self.put(" " + self.word("IGNORING_CASE", "ignoring_case"))
        self.negation(node.negated)

    def _inwindow(self, node: nodes.InWindow) -> None:
        self.expr(node.operand, SUM)
        self.put(" ")
        window = node.window
        if isinstance(window, nodes.InLast) or (isinstance(window, nodes.InNext) and not window.beyond):
            self.leaf(f"{self.fixed(window)} {self.word('WITHIN', 'within')}")
        else:
            self.window(window)
        self.negation(node.negated)

    def _inpercent(self, node: nodes.InPercent) -> None:
        self.expr(node.operand, SUM)
        low = f"{number_text(node.low, True)[:-1]}~" if node.low else ""
        self.put(f" {self.word('BAND', node.side)} {low}{number_text(node.high, True)}")
        if node.among is not None:
            self.put(" ")
            self.among(node.among)
        self.negation(node.negated)

    def _inband(self, node: nodes.InBand) -> None:
        self.expr(node.operand, SUM)
        self.put(f" {self.word('IN_BAND', 'in_band')} ")
        self._name(node.band)
        self.negation(node.negated)

    def place(self, terminal: str, value: str, name: str, negated: bool) -> None:
        denial = f" {self.word('POST_NOT', 'not')}" if negated else ""
        self.leaf(f"{self.word(terminal, value)} {quoted_text(name)}{denial}")

    def _incell(self, node: nodes.InCell) -> None:
        self.place("IN_CELL", "cell", node.cell, node.negated)

    def _instage(self, node: nodes.InStage) -> None:
        self.place("IN_STAGE", "stage", node.stage, node.negated)

    def _kof(self, node: nodes.KOf) -> None:
        self.series(node.items, "")
        if node.kind == "at_least":
            self.put(f" {self.word('POST_OF', 'of')} {node.k}개 {self.word('POST_COMPARE', '>=')}")
        else:
            self.put(" " + self.word("POST_EACH_OF", node.kind))


# What may stand in front of 이전, 이후 …
_VALUES = (nodes.Name, nodes.Param, nodes.Date, nodes.Timestamp, nodes.Today, nodes.Call)


def _recent(node: nodes.Call) -> bool:
    """Whether a call is what ``최근 90일 웹방문`` says."""
    return (
        len(node.args) == 1
        and isinstance(node.args[0], nodes.Name)
        and isinstance(node.window, FIXED)
        and not (node.distinct or node.where or node.lowest_best or node.among)
    )


def _exists(node: nodes.Call) -> bool:
    """Whether a call can be printed as ``불만 없음``, ``최근 2년 불만 없음``."""
    if node.function not in ("any", "none"):
        return False
    bare = len(node.args) == 1 and isinstance(node.args[0], nodes.Name) and node.window is None
    return _recent(node) or (bare and not (node.distinct or node.where or node.lowest_best or node.among))
