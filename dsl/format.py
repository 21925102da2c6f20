"""Tree -> canonical text, in Korean or English: ``parse(format_rule(rule, language)).rule == rule``.

Korean prints the forms that stand behind what they speak about (``5회 이상``, ``최근 2년 불만 없음``) wherever
the grammar has them for the parts at hand, and the common form otherwise; both languages read both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache

from dsl import keywords, nodes, reading
from dsl.diagnostics import Language
from dsl.hangul import particle
from dsl.keywords import function_name, spelling, unit_name
from dsl.layout import CLOSE, INDENT, LEAF, Break, Open, Piece, lay_out, with_comments
from dsl.lexer import lex
from dsl.nodes import Expr, Rule

Names = Mapping[str, str] | Callable[[str], str | None]

# How tightly what a node prints binds; brackets where less is expected than it has.
OR, AND, NOT, TEST, SUM, PRODUCT, UNARY, ATOM = range(8)

_POSTFIX_OPS = frozenset({">=", "<=", ">", "<"})
_TEXTUAL = {"contains": "CONTAINS", "starts": "STARTS WITH", "ends": "ENDS WITH", "like": "LIKE"}
_DATED = {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after", "=": "on"}
_FIXED = (nodes.InLast, nodes.InNext, nodes.BetweenAgo)


def format_rule(rule: Rule, language: Language, names: Names | None = None, width: int = 100) -> str:
    """The canonical text of a rule. ``names`` gives labels by id (``order_lines``, ``order_lines.price``)."""
    printer = _Korean(names) if language == "ko" else _Printer(names)
    printer.expr(rule.expr, OR)
    return lay_out(with_comments(printer.pieces, rule.comments), width)


def format_expr(expr: Expr, language: Language, names: Names | None = None) -> str:
    """A part of a rule on one line."""
    printer = _Korean(names) if language == "ko" else _Printer(names)
    printer.expr(expr, OR)
    return lay_out(printer.pieces, 1_000_000)


def quoted_text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


@lru_cache(maxsize=4096)
def quoted_name(part: str, first: bool = True) -> str:
    """A name as it must be written: plain, or in backticks where plain it would be read as something else."""
    if not (first and part.lower() in keywords.reserved_words()):
        lexed = lex(part)
        if len(lexed.lexemes) == 1 and not lexed.problems and not lexed.comments:
            lexeme = lexed.lexemes[0]
            if lexeme.kind == "word" and not lexeme.quoted and lexeme.value == part and lexeme.end == len(part):
                return part
    return "`" + part.replace("`", "``") + "`"


def number_text(value: Decimal, percent: bool = False) -> str:
    """``30%``, ``0.5``, ``50000``: all digits, no exponent."""
    return f"{reading.shifted(value, 2):f}%" if percent else f"{value:f}"


class _Printer:
    """English, and what both languages share."""

    language: Language = "en"

    def __init__(self, names: Names | None) -> None:
        self.pieces: list[Piece] = []
        self.names = names

    # -- helpers ----------------------------------------------------------------------------------------

    def put(self, *pieces: Piece) -> None:
        self.pieces.extend(pieces)

    def leaf(self, text: str) -> None:
        self.pieces.extend((text, LEAF))

    def word(self, terminal: str, value: str) -> str:
        return spelling(terminal, value, self.language)

    def expr(self, node: Expr, least: int) -> None:
        """A node, in brackets where it binds less tightly than ``least``."""
        if self.level(node, least) < least:
            self.bracketed(node)
        else:
            self.emit(node)

    def bracketed(self, node: Expr) -> None:
        self.put("(", Open(INDENT), Break(""))
        self.emit(node)
        self.put(Break("", out=True), CLOSE, ")")

    def level(self, node: Expr, least: int) -> int:
        """How tightly what ``emit`` prints for a node binds."""
        match node:
            case nodes.Or():
                return OR
            case nodes.And():
                return AND
            case nodes.Not():
                return NOT
            case nodes.Arithmetic():
                return SUM if node.op in "+-" else PRODUCT
            case nodes.Negate():
                return UNARY
            case nodes.Number():
                return UNARY if node.value.is_signed() else ATOM
        if isinstance(node, _TESTS):
            return TEST
        return ATOM

    def emit(self, node: Expr) -> None:
        getattr(self, "_" + type(node).__name__.lower())(node)

    def series(self, items: tuple[Expr, ...], opener: str) -> None:
        """``opener(a, b)``, one item a line where it is long."""
        self.put(opener + "(", Open(INDENT), Break(""))
        for index, item in enumerate(items):
            if index:
                self.put(",", Break())
            self.expr(item, OR)
        self.put(Break("", out=True), CLOSE, ")")

    # -- names and literals -----------------------------------------------------------------------------

    def label(self, parts: tuple[str, ...], index: int) -> str:
        if self.names is None:
            return parts[index]
        look: Callable[[str], str | None] = self.names.get if isinstance(self.names, Mapping) else self.names
        return look(".".join(parts[: index + 1])) or (look(parts[index]) if index else None) or parts[index]

    def _name(self, node: nodes.Name) -> None:
        texts = [quoted_name(self.label(node.parts, i), i == 0) for i in range(len(node.parts))]
        self.leaf(".".join(texts))

    def _param(self, node: nodes.Param) -> None:
        self.leaf("$" + node.name)

    def _number(self, node: nodes.Number) -> None:
        counter = node.counter if self.language == "ko" and node.counter and not node.percent else ""
        self.leaf(number_text(node.value, node.percent) + counter)

    def _text(self, node: nodes.Text) -> None:
        self.leaf(quoted_text(node.value))

    def _boolean(self, node: nodes.Boolean) -> None:
        self.leaf(self.word("BOOLEAN", "true" if node.value else "false"))

    def _date(self, node: nodes.Date) -> None:
        self.leaf(node.value.isoformat())

    def _timestamp(self, node: nodes.Timestamp) -> None:
        text = node.value.isoformat(" ")
        self.leaf(text[:-3] if len(text) == 19 and text.endswith(":00") else text)

    def _missing(self, node: nodes.Missing) -> None:
        self.leaf(self.word("MISSING", "missing"))

    def _duration(self, node: nodes.Duration) -> None:
        self.leaf(self.duration(node.amount, node.unit))

    def duration(self, amount: int, unit: nodes.Unit) -> str:
        return f"{amount} {unit_name(unit, amount, 'en')}"

    def _today(self, node: nodes.Today) -> None:
        self.leaf(self.word("TODAY", "today"))

    def _hole(self, node: nodes.Hole) -> None:
        self.leaf("…")

    # -- calculations -----------------------------------------------------------------------------------

    def _negate(self, node: nodes.Negate) -> None:
        self.put("-")
        # -5 is a number, -(5) its negation; two minus signs would begin a comment.
        if isinstance(node.operand, (nodes.Number, nodes.Negate)):
            self.bracketed(node.operand)
        else:
            self.expr(node.operand, UNARY)

    def _arithmetic(self, node: nodes.Arithmetic) -> None:
        own = SUM if node.op in "+-" else PRODUCT
        self.expr(node.left, own)
        self.put(f" {node.op} ")
        self.expr(node.right, own + 1)

    def _case(self, node: nodes.Case) -> None:
        self.put(Open(INDENT), self.word("CASE", "case"))
        for when in node.whens:
            self.put(Break(), self.word("WHEN", "when") + " ")
            self.expr(when.condition, OR)
            self.put(" " + self.word("THEN", "then") + " ")
            self.expr(when.result, OR)
        if node.otherwise is not None:
            self.put(Break(), self.word("ELSE", "else") + " ")
            self.expr(node.otherwise, OR)
        self.put(Break(out=True), self.word("END", "end"), CLOSE)

    def _score(self, node: nodes.Score) -> None:
        self.put(self.word("SCORE", "score") + "(", Open(INDENT), Break(""))
        for index, part in enumerate(node.parts):
            if index:
                self.put(",", Break())
            self.expr(part.condition, OR)
            self.put(": ")
            self.expr(part.points, SUM)
        self.put(Break("", out=True), CLOSE, ")")

    # -- calls ------------------------------------------------------------------------------------------

    def _call(self, node: nodes.Call) -> None:
        plain = not (node.distinct or node.window or node.where or node.lowest_best or node.among)
        if self.language == "en" and node.function == "time_since" and plain and len(node.args) == 1:
            self.put(self.word("TIME_SINCE", "time_since") + " ")
            self.expr(node.args[0], ATOM)
            return
        self.put(function_name(node.function, self.language) + "(")
        if node.args and (node.distinct or node.window is not None or node.where is not None):
            self.rows(node)
        else:
            self.arguments(node)
        self.put(")")

    def arguments(self, node: nodes.Call) -> None:
        # A test of a date would be read as a window, an `among` as its own.
        alone = len(node.args) == 1
        for index, arg in enumerate(node.args):
            if index:
                self.put(", ")
            if (alone and isinstance(arg, (nodes.InWindow, nodes.Between))) or (
                node.among is not None and isinstance(arg, nodes.InPercent)
            ):
                self.bracketed(arg)
            else:
                self.expr(arg, SUM if node.among is not None or node.lowest_best else OR)
        if node.lowest_best:
            self.put(", " + self.word("LOWEST_BEST", "lowest_best"))
        if node.among is not None:
            self.put(" ")
            self.among(node.among)

    def counted(self, node: nodes.Call) -> None:
        """What is aggregated; behind ``distinct`` a minus would make that word a name."""
        if node.distinct:
            self.put(self.word("DISTINCT", "distinct") + " ")
        at = len(self.pieces)
        self.expr(node.args[0], SUM)
        if node.distinct and str(self.pieces[at]).startswith("-"):
            del self.pieces[at:]
            self.bracketed(node.args[0])

    def rows(self, node: nodes.Call) -> None:
        self.counted(node)
        if node.window is not None:
            self.put(" ")
            self.window(node.window)
        if node.where is not None:
            self.put(" " + self.word("WHERE", "where") + " ")
            self.expr(node.where, OR)

    def among(self, node: nodes.Among) -> None:
        if node.condition is None:
            self.put(self.word("AMONG_STAGE", "among_stage"))
        else:
            self.put(self.word("AMONG", "among") + " ")
            self.bracketed(node.condition)

    # -- windows ----------------------------------------------------------------------------------------

    def window(self, node: nodes.Window) -> None:
        match node:
            case nodes.Relative():
                self.put(_DATED[node.op] + " ")
                self.expr(node.anchor, SUM)
            case nodes.DateRange():
                self.put("between ")
                self.expr(node.low, SUM)
                self.put(" and ")
                self.expr(node.high, SUM)
            case _:
                self.leaf(self.fixed(node))

    def fixed(self, node: nodes.InLast | nodes.InNext | nodes.BetweenAgo) -> str:
        """A window of a fixed length."""
        if isinstance(node, nodes.InLast):
            return f"in last {self.duration(node.amount, node.unit)}"
        if isinstance(node, nodes.InNext):
            return f"{'after' if node.beyond else 'in'} next {self.duration(node.amount, node.unit)}"
        return f"between {node.far} and {self.duration(node.near, node.unit)} ago"

    # -- conditions -------------------------------------------------------------------------------------

    def _chain(self, operands: tuple[Expr, ...], word: str) -> None:
        self.put(Open())
        for index, operand in enumerate(operands):
            if index:
                self.put(Break(), word + " ")
            self.expr(operand, NOT)
        self.put(CLOSE)

    def _and(self, node: nodes.And) -> None:
        self._chain(node.operands, "AND" if self.language == "en" else self.word("AND", "and"))

    def _or(self, node: nodes.Or) -> None:
        self._chain(node.operands, "OR" if self.language == "en" else self.word("OR", "or"))

    def _not(self, node: nodes.Not) -> None:
        self.put("NOT ")
        self.expr(node.operand, SUM)

    def _comparison(self, node: nodes.Comparison) -> None:
        self.expr(node.left, SUM)
        self.put(f" {node.op} ")
        self.expr(node.right, SUM)

    def _negatable(self, negated: bool, word: str) -> None:
        self.put(f" {'NOT ' if negated and word[:1].isupper() else 'not ' if negated else ''}{word} ")

    def _between(self, node: nodes.Between) -> None:
        self.expr(node.operand, SUM)
        self._negatable(node.negated, "BETWEEN")
        self.expr(node.low, SUM)
        self.put(" AND ")
        self.expr(node.high, SUM)

    def _in(self, node: nodes.In) -> None:
        self.expr(node.operand, SUM)
        self._negatable(node.negated, "IN")
        self.choices(node.items)

    def choices(self, items: tuple[Expr, ...] | nodes.Param) -> None:
        if isinstance(items, nodes.Param):
            self._param(items)
            return
        self.put("(")
        for index, item in enumerate(items):
            if index:
                self.put(", ")
            self.expr(item, OR)
        self.put(")")

    def _ismissing(self, node: nodes.IsMissing) -> None:
        self.expr(node.operand, SUM)
        self.put(" IS NOT MISSING" if node.negated else " IS MISSING")

    def _textmatch(self, node: nodes.TextMatch) -> None:
        self.expr(node.operand, SUM)
        self._negatable(node.negated, _TEXTUAL[node.kind])
        self.expr(node.pattern, SUM)
        if node.ignoring_case:
            self.put(" IGNORING CASE")

    def _inwindow(self, node: nodes.InWindow) -> None:
        self.expr(node.operand, SUM)
        self.put(" not " if node.negated else " ")
        self.window(node.window)

    def _inpercent(self, node: nodes.InPercent) -> None:
        self.expr(node.operand, SUM)
        low = f"{number_text(node.low, True)} to " if node.low else ""
        self._negatable(node.negated, f"in {node.side} {low}{number_text(node.high, True)}")
        self.pieces[-1] = str(self.pieces[-1]).rstrip()
        if node.among is not None:
            self.put(" ")
            self.among(node.among)

    def _inband(self, node: nodes.InBand) -> None:
        self.expr(node.operand, SUM)
        self._negatable(node.negated, "in band")
        self._name(node.band)

    def _incell(self, node: nodes.InCell) -> None:
        self.leaf(f"{'not ' if node.negated else ''}in cell {quoted_text(node.cell)}")

    def _instage(self, node: nodes.InStage) -> None:
        self.leaf(f"{'not ' if node.negated else ''}in stage {quoted_text(node.stage)}")

    def _kof(self, node: nodes.KOf) -> None:
        opener = f"at least {node.k} of " if node.kind == "at_least" else f"{node.kind} of "
        self.series(node.items, opener)


_TESTS = (
    nodes.Comparison,
    nodes.Between,
    nodes.In,
    nodes.IsMissing,
    nodes.TextMatch,
    nodes.InWindow,
    nodes.InPercent,
    nodes.InBand,
    nodes.InCell,
    nodes.InStage,
    nodes.KOf,
)


def _plain_number(node: Expr) -> bool:
    return isinstance(node, nodes.Number) and not node.value.is_signed()


def _day(node: Expr) -> bool:
    return isinstance(node, (nodes.Date, nodes.Timestamp))


class _Korean(_Printer):
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
        if isinstance(window, _FIXED):
            self.window(window)
            self.put(" ")
        self.counted(node)
        if window is not None and not isinstance(window, _FIXED):
            self.put(" ")
            self.window(window)
        if node.where is not None:
            # 중 behind brackets would count what is in them.
            short = isinstance(arg, nodes.Name) and (window is None or isinstance(window, _FIXED))
            self.put(" 중 " if short else f" {self.word('WHERE', 'where')} ")
            self.expr(node.where, OR)

    def window(self, node: nodes.Window) -> None:
        if isinstance(node, nodes.Relative) and isinstance(node.anchor, _VALUES):
            self.emit(node.anchor)
            self.put(" " + self.word("POST_DATED", node.op))
        elif isinstance(node, nodes.DateRange) and _day(node.low) and _day(node.high):
            self.emit(node.low)
            self.put("부터 ")
            self.emit(node.high)
            self.put("까지")
        else:
            super().window(node)

    def _not(self, node: nodes.Not) -> None:
        self.expr(node.operand, SUM)
        self.negation(True)

    def _comparison(self, node: nodes.Comparison) -> None:
        left, right = node.left, node.right
        counted = isinstance(left, nodes.Call) and left.function == "count" and _recent(left)
        short = _plain_number(right) or isinstance(right, nodes.Duration)
        if node.op not in _POSTFIX_OPS or not short or not (isinstance(left, (nodes.Name, nodes.Call))):
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
        self.put("에서 ")
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
                self.put(particle(node.pattern.value, "으로"))
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

    def _incell(self, node: nodes.InCell) -> None:
        self.leaf(f"{self.word('IN_CELL', 'cell')} {quoted_text(node.cell)}")
        self.negation(node.negated)

    def _instage(self, node: nodes.InStage) -> None:
        self.leaf(f"{self.word('IN_STAGE', 'stage')} {quoted_text(node.stage)}")
        self.negation(node.negated)

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
        and isinstance(node.window, _FIXED)
        and not (node.distinct or node.where or node.lowest_best or node.among)
    )


def _exists(node: nodes.Call) -> bool:
    """Whether a call can be printed as ``불만 없음``, ``최근 2년 불만 없음``."""
    if node.function not in ("any", "none"):
        return False
    bare = len(node.args) == 1 and isinstance(node.args[0], nodes.Name) and node.window is None
    return _recent(node) or (bare and not (node.distinct or node.where or node.lowest_best or node.among))
