"""Ten faults a compiler of rules can have, each as a small change of the running code.

``sow(name)`` puts one in place. The suite must then fail: see ``tests.faults.run``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dsl import typed as t
from engine import accounting, core
from engine.lower import dates, matrix, percentiles
from engine.lower.expressions import Expressions
from engine.lower.rows import Scope


def _conditions(change: Callable[[Expressions, Any, Any], Any]) -> None:
    """Have conditions lowered by ``change``, which gives None for those that it leaves alone."""
    right = Expressions._condition

    def wrong(self: Expressions, node: Any, scope: Scope | None) -> Any:
        found = change(self, node, scope)
        return right(self, node, scope) if found is None else found

    Expressions._condition = wrong  # type: ignore[method-assign]


def two_valued_missing() -> None:
    """A comparison with a missing value is false, so that its negation is true."""
    right = Expressions.comparison

    def wrong(self: Expressions, *given: Any) -> core.Core:
        return core.IsTrue(right(self, *given))

    Expressions.comparison = wrong  # type: ignore[assignment,method-assign]


def less_for_at_most() -> None:
    """``<=`` is compiled as ``<``."""
    right = Expressions.comparison

    def wrong(self: Expressions, op: Any, *given: Any) -> core.Core:
        return right(self, "<" if op == "<=" else op, *given)

    Expressions.comparison = wrong  # type: ignore[assignment,method-assign]


def and_for_or() -> None:
    """OR is compiled as AND."""

    def change(self: Expressions, node: Any, scope: Any) -> Any:
        return core.And(tuple(self.lower(o, scope) for o in node.operands)) if isinstance(node, t.Or) else None

    _conditions(change)


def lost_not() -> None:
    """NOT is forgotten."""

    def change(self: Expressions, node: Any, scope: Any) -> Any:
        return self.lower(node.operand, scope) if isinstance(node, t.Not) else None

    _conditions(change)


def window_edge() -> None:
    """A window begins a day too early."""
    right = dates.edges

    def wrong(days: t.Days, as_of: date) -> tuple[date | None, date | None]:
        first, last = right(days, as_of)
        return (first - timedelta(days=1) if first is not None else None), last

    dates.edges = wrong


def ties_broken() -> None:
    """Who equals the border of a percentile falls outside."""

    def compare(op: Any, left: Any, right: Any) -> core.Compare:
        return core.Compare({">=": ">", "<=": "<"}.get(op, op), left, right)

    percentiles.Compare = compare  # type: ignore[assignment,attr-defined]


def integer_division() -> None:
    """``/`` drops the fraction."""
    right = Expressions._number

    def wrong(self: Expressions, node: Any, scope: Scope | None) -> core.Core:
        found = right(self, node, scope)
        if isinstance(node, t.Arithmetic) and node.op == "/":
            return core.ToFloat(core.FloatToInt(found, 0, "trunc"))
        return found

    Expressions._number = wrong  # type: ignore[method-assign]


def like_unescaped() -> None:
    """CONTAINS, STARTS WITH and ENDS WITH interpret wildcards."""

    def change(self: Expressions, node: Any, scope: Any) -> Any:
        if not isinstance(node, t.TextMatch) or node.kind == "like" or not isinstance(node.pattern, t.Const):
            return None
        before, after = {"contains": ("%", "%"), "starts": ("", "%"), "ends": ("%", "")}[node.kind]
        pattern = f"{before}{node.pattern.value}{after}"
        like = core.Const(core.Kind.TEXT, pattern)
        return core.Match("like", self.lower(node.operand, scope), like, node.ignoring_case)

    _conditions(change)


def ledger_miscount() -> None:
    """A cell is credited with one subject too many."""
    right = accounting._equal

    def wrong(texts: Any, value: str) -> int:
        return right(texts, value) + 1

    accounting._equal = wrong


def wrong_hit_order() -> None:
    """The last matching cell of a stage is taken, not the first."""
    right = matrix._assignment

    def wrong(program: Any, matches: Any) -> Any:
        return right(replace(program, cells=tuple(reversed(program.cells))), matches)

    matrix._assignment = wrong


FAULTS: dict[str, Callable[[], None]] = {
    "two-valued missing": two_valued_missing,
    "< for <=": less_for_at_most,
    "AND for OR": and_for_or,
    "lost NOT": lost_not,
    "window edge off by a day": window_edge,
    "ties broken": ties_broken,
    "integer division": integer_division,
    "LIKE unescaped": like_unescaped,
    "ledger miscount": ledger_miscount,
    "wrong hit order": wrong_hit_order,
}


def sow(name: str) -> None:
    """Put a fault in place."""
    FAULTS[name]()
