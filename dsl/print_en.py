"""Tree -> pieces of canonical text: English, and what both languages share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache

from dsl import keywords, nodes, reading
from dsl.diagnostics import Language
from dsl.keywords import function_name, spelling, unit_name
from dsl.layout import CLOSE, INDENT, LEAF, Break, Open, Piece
from dsl.lexer import lex
from dsl.nodes import Expr

Names = Mapping[str, str] | Callable[[str], str | None]

# How tightly what a node prints binds; brackets where less is expected than it has.
OR, AND, NOT, TEST, SUM, PRODUCT, UNARY, ATOM = range(8)

_TEXTUAL = {"contains": "CONTAINS", "starts": "STARTS WITH", "ends": "ENDS WITH", "like": "LIKE"}
_DATED = {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after", "=": "on"}


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


class Printer:
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

    def glue(self, text: str) -> None:
        """Text that belongs to the leaf that was written last, so that no comment comes between them."""
        self.pieces[-2] = f"{self.pieces[-2]}{text}"

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
