"""Rules over the reference's catalog, parsed and checked, and problems as the user reads them."""

from __future__ import annotations

from dsl import typed as t
from dsl.check import Checked, Context, check
from dsl.diagnostics import Diagnostic, Fix
from dsl.hangul import particle
from dsl.messages.check import TEXTS
from dsl.nodes import Expr, Rule
from dsl.parse import parse
from dsl.reference import EXAMPLE
from dsl.types import Kind

CRITERION = Context(expects=Kind.BOOLEAN, stage="purchase")


def parsed(text: str) -> Rule:
    found = parse(text)
    assert found.rule is not None, found.diagnostics
    assert not found.errors, found.errors
    return found.rule


def checked(text: str, context: Context = CRITERION) -> Checked:
    return check(parsed(text), EXAMPLE, context)


def tree(text: str, context: Context = CRITERION) -> t.TypedExpr:
    """The checked tree of a rule that has no errors."""
    found = checked(text, context)
    assert found.tree is not None, found.diagnostics
    return found.tree


def value(text: str) -> t.TypedExpr:
    """The checked tree of a value."""
    return tree(text, Context())


def only(text: str) -> Diagnostic:
    """The one problem of a rule."""
    (found,) = checked(text).diagnostics
    return found


def codes(text: str, context: Context = CRITERION) -> list[str]:
    return [diagnostic.code for diagnostic in checked(text, context).diagnostics]


def fixed(text: str, fix: Fix) -> str:
    """The text after a fix."""
    for edit in sorted(fix.edits, key=lambda e: e.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


class _Word(str):
    def __format__(self, spec: str) -> str:
        return str(self) + (particle(str(self), spec) if spec else "")


def say(diagnostic: Diagnostic, language: str) -> str:
    """A problem in words."""
    texts = TEXTS[diagnostic.code]
    words = {
        name: _Word(", ".join(value) if isinstance(value, tuple) else value)
        for name, value in diagnostic.params.items()
    }
    return texts[0 if language == "en" else 1].format(**words)


def rule_of(expr: Expr) -> Rule:
    return Rule(expr)
