"""Tree -> canonical text, in Korean or English: ``parse(format_rule(rule, language)).rule == rule``."""

from __future__ import annotations

from dsl.diagnostics import Language
from dsl.layout import lay_out, with_comments
from dsl.nodes import Expr, Rule
from dsl.print_en import OR, Names, Printer, number_text, quoted_name, quoted_text
from dsl.print_ko import KoreanPrinter


def format_rule(rule: Rule, language: Language, names: Names | None = None, width: int = 100) -> str:
    """The canonical text of a rule. ``names`` gives labels by id (``order_lines``, ``order_lines.price``)."""
    pieces = _printed(rule.expr, language, names).pieces
    return lay_out(with_comments(pieces, rule.comments), width)


def format_expr(expr: Expr, language: Language, names: Names | None = None) -> str:
    """A part of a rule on one line."""
    return lay_out(_printed(expr, language, names).pieces, 1_000_000)


def _printed(expr: Expr, language: Language, names: Names | None) -> Printer:
    printer = KoreanPrinter(names) if language == "ko" else Printer(names)
    printer.expr(expr, OR)
    return printer


__all__ = ["Names", "format_expr", "format_rule", "number_text", "quoted_name", "quoted_text"]
