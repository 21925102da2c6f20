"""Text -> tree. Never raises; every problem of a rule is a diagnostic, ten errors at most.

The tables come from dsl/grammar.lark through Lark (LALR(1)), built when the first rule is parsed. This
module feeds them: it decides for each word whether it is a keyword here (the parser's state knows what can
follow), and hands what does not fit to dsl/recover.py, which repairs or skips it and goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dsl import tree
from dsl.build import Builder
from dsl.diagnostics import Diagnostic
from dsl.hangul import has_hangul
from dsl.lexemes import Lexed, Lexeme
from dsl.lexer import lex
from dsl.nodes import Comment, Hole, Rule, Span
from dsl.scan import MOST_NESTING
from dsl.tables import tables

# A tree within the limit of brackets can still be this deep: each bracket may hold a few signs.
MOST_DEPTH = 200
MOST_ERRORS = 10


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read: ``rule`` is None where nothing usable was; diagnostics in the order of the text."""

    rule: Rule | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(found for found in self.diagnostics if found.severity == "error")


def parse(text: str) -> Parsed:
    """The tree of a rule, with what is wrong with it and what was read as meant."""
    lexed = lex(text)
    if not lexed.lexemes:
        empty = Diagnostic("syntax.empty", "error", Span(0, len(text)))
        rule = Rule(Hole(span=Span(len(text), len(text))), _placed(lexed.comments, None))
        return Parsed(rule, _sorted(lexed.problems or [empty]))
    deep = _too_deep(lexed)
    if deep is not None:
        return Parsed(None, (deep,))
    from dsl.feed import Feeder

    builder = Builder(text, has_hangul(text))
    feeder = Feeder(tables(), builder, lexed, text)
    expr = feeder.run()
    problems = [*lexed.problems, *builder.problems]
    if expr is None:
        return Parsed(None, _sorted(problems))
    if _may_be_deep(feeder.fed) and tree.depth(expr) > MOST_DEPTH:
        return Parsed(None, (Diagnostic("nesting.too_deep", "error", expr.span, {"limit": MOST_NESTING}),))
    return Parsed(Rule(expr, _placed(lexed.comments, expr)), _sorted(problems))


def _sorted(problems: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """In the order of the text; not more errors than anyone reads."""
    problems.sort(key=lambda found: (found.span.start, found.span.end))
    kept: list[Diagnostic] = []
    errors = hints = 0
    for found in problems:
        if found.severity == "error":
            errors += 1
            if errors > MOST_ERRORS:
                continue
        else:
            hints += 1
            if hints > MOST_ERRORS:
                continue
        kept.append(found)
    return tuple(kept)


def _too_deep(lexed: Lexed) -> Diagnostic | None:
    """Too many brackets (which end the lexer's work) or signs of negation in one another."""
    for problem in lexed.problems:
        if problem.code == "nesting.too_deep":
            return problem
    run = 0
    for lexeme in lexed.lexemes:
        if lexeme.kind in ("MINUS", "NOT") or (lexeme.kind == "word" and str(lexeme.value).lower() == "not"):
            run += 1
            if run > MOST_NESTING:
                return Diagnostic("nesting.too_deep", "error", lexeme.span, {"limit": MOST_NESTING})
        elif lexeme.kind != "LPAR":
            run = 0
    return None


_DEEPENING = frozenset({"NOT", "MINUS", "PLUS", "STAR", "SLASH", "TIME_SINCE", "CASE", "WHEN", "LPAR"})


def _may_be_deep(fed: list[Lexeme]) -> bool:
    """Whether it is worth while to measure."""
    count = sum(1 for lexeme in fed if lexeme.type in _DEEPENING)
    return count * 4 + 8 > MOST_DEPTH // 2


def _placed(comments: list[Comment], expr: Any) -> tuple[tuple[int, Comment], ...]:
    """Comments with the number of leaves that end in front of them."""
    if not comments:
        return ()
    if expr is None or isinstance(expr, Hole):
        return tuple((0, comment) for comment in comments)
    from bisect import bisect_right

    ends = sorted(leaf.span.end for leaf in tree.leaves(expr))
    return tuple((bisect_right(ends, comment.span.start), comment) for comment in comments)


__all__ = ["MOST_NESTING", "Parsed", "parse"]
