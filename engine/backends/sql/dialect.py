"""What a dialect is: one hook for each core node, standard forms where all proven engines agree, refusal elsewhere.

A dialect names the nodes and aggregates that it was proven for (``proven``, ``aggregates``); anything else raises
before a statement exists. A new dialect starts from this class and replaces the hooks in which it differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from engine import core
from engine.backends.sql.fragment import ADD, COMPARE, CONCAT, NOT, OR, Fragment, chain, sql
from engine.backends.sql.hooks import Hooks
from engine.core import Kind

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope


class Dialect(Hooks):
    """Conditions and choices, which all proven engines write alike."""

    def negation(self, node: core.Not, at: Scope) -> Fragment:
        return sql("NOT {:not}", at.value(node.item), prec=NOT)

    def is_true(self, node: core.IsTrue, at: Scope) -> Fragment:
        if at.known(node.item) and not _hides_null(node.item, at):
            return at.value(node.item)
        return sql("COALESCE({}, {})", at.truth(node.item), self.constant(Kind.BOOL, False))

    def is_null(self, node: core.IsNull, at: Scope) -> Fragment:
        return sql("{:cmp} IS NULL", at.value(node.item), prec=COMPARE)

    def compare(self, node: core.Compare, at: Scope) -> Fragment:
        return sql(f"{{:cmp}} {node.op} {{:cmp}}", at.value(node.left), at.value(node.right), prec=COMPARE)

    def in_set(self, node: core.InSet, at: Scope) -> Fragment:
        values = [self.constant(value.kind, value.value).text for value in node.values]
        return sql("{:cmp} IN ({})", at.value(node.item), Fragment(", ".join(values)), prec=COMPARE)

    def at_least(self, node: core.AtLeast, at: Scope) -> Fragment:
        ones = [sql("CASE WHEN {} THEN 1 ELSE 0 END", at.truth(item)) for item in node.items]
        if not ones:
            return self.constant(Kind.BOOL, node.k <= 0)
        return sql("{:cmp} >= {}", chain("+", ones, ADD, "add"), Fragment(str(node.k)), prec=COMPARE)

    def case(self, node: core.Case, at: Scope) -> Fragment:
        if not node.whens:
            return at.value(node.otherwise)
        parts = [(at.truth(condition), at.value(result)) for condition, result in node.whens]
        otherwise = at.value(node.otherwise)
        flat = [piece for part in parts for piece in part]
        inner = " ".join("WHEN {} THEN {}" for _ in parts)
        return sql(f"CASE {inner} ELSE {{}} END", *flat, otherwise)

    def not_later_truth(self, node: core.Or, days: core.DayRange, at: Scope) -> Fragment:
        """Without a time, or one within ``days``, which have no first day (rows that may be seen as of a day)."""
        return chain("OR", [at.truth(item) for item in node.items], OR, "or")

    def coalesce(self, node: core.Coalesce, at: Scope) -> Fragment:
        items = [at.value(item) for item in node.items]
        return self.first_known(items)

    def first_known(self, items: Sequence[Fragment]) -> Fragment:
        if len(items) == 1:
            return items[0]
        return sql(f"COALESCE({', '.join('{}' for _ in items)})", *items)

    def concat(self, node: core.Concat, at: Scope) -> Fragment:
        return chain("||", [at.value(item) for item in node.items], CONCAT, "cat")


def _hides_null(node: core.Core, at: Scope) -> bool:
    """Is it a chain of two or more conditions that are each asked whether they are true? Then one question does."""
    return _asked(node, at) > 1


def _asked(node: core.Core, at: Scope) -> int:
    match node:
        case core.And(items=items) | core.Or(items=items):
            return sum(_asked(item, at) for item in items)
        case core.IsTrue(item=item):
            return 0 if at.known(item) else 1
    return 0


def iso_date(value: date) -> str:
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def iso_time(value: datetime) -> str:
    """The one form of a time: the fraction only where there is one, then with six digits."""
    text = f"{iso_date(value)} {value.hour:02}:{value.minute:02}:{value.second:02}"
    return f"{text}.{value.microsecond:06}" if value.microsecond else text
