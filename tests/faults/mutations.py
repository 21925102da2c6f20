"""Ten mistakes that a compiler of rules can make, each as a small change of the program while it runs.

``apply(name)`` changes the lowering or the backends of this process. Faults of the lowering are seen by every engine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from engine import core
from engine.core import Core
from engine.lower import aggregates, dates, expressions, matrix, numbers, percentiles

Expressions = expressions.Expressions


def _wrap(owner: Any, name: str, change: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    setattr(owner, name, change(getattr(owner, name)))


def two_valued_missing() -> None:
    """A comparison with a missing value is false, so that its negation is true."""

    def change(plain: Callable[..., Core]) -> Callable[..., Core]:
        return lambda *given, **named: core.IsTrue(plain(*given, **named))

    _wrap(Expressions, "comparison", change)


def less_for_at_most() -> None:
    """``<=`` means ``<``."""

    def change(plain: Callable[..., Core]) -> Callable[..., Core]:
        return lambda op, *sides: plain("<" if op == "<=" else op, *sides)

    _wrap(numbers, "compare", change)


def and_for_or() -> None:
    """OR means AND."""

    def change(plain: Callable[..., Core]) -> Callable[..., Core]:
        def lower(self: Any, node: Any, scope: Any) -> Core:
            found = plain(self, node, scope)
            return core.And(found.items) if isinstance(found, core.Or) and hasattr(node, "operands") else found

        return lower

    _wrap(Expressions, "_condition", change)


def lost_not() -> None:
    """NOT is forgotten."""

    def change(plain: Callable[..., Core]) -> Callable[..., Core]:
        def lower(self: Any, node: Any, scope: Any) -> Core:
            found = plain(self, node, scope)
            return found.item if isinstance(found, core.Not) and type(node).__name__ == "Not" else found

        return lower

    _wrap(Expressions, "_condition", change)


def window_off_by_a_day() -> None:
    """``in last 90 days`` begins a day early."""

    def change(plain: Callable[..., Any]) -> Callable[..., Any]:
        def edges(days: Any, as_of: Any) -> Any:
            first, last = plain(days, as_of)
            return (dates.add_days(first, -1) if first is not None and days.after is not None else first), last

        return edges

    _wrap(dates, "edges", change)


def ties_broken() -> None:
    """Equal values do not share a band: the border itself is left out."""

    def change(plain: Callable[..., Core]) -> Callable[..., Core]:
        def in_percent(self: Any, *given: Any) -> Core:
            return _strict(plain(self, *given))

        return in_percent

    _wrap(percentiles.Percentiles, "_in_percent", change)


def _strict(node: Core) -> Core:
    strict: dict[str, Any] = {">=": ">", "<=": "<"}
    match node:
        case core.Compare(op=op):
            return replace(node, op=strict.get(op, op))
        case core.And(items=items):
            return core.And(tuple(_strict(item) for item in items))
        case core.Not(item=item):
            return core.Not(_strict(item))
        case core.Case(whens=whens, otherwise=otherwise):
            return core.Case(tuple((when, _strict(then)) for when, then in whens), otherwise)
    return node


def integer_division() -> None:
    """Whole numbers are divided as whole numbers."""

    def change(plain: Callable[..., Core]) -> Callable[..., Core]:
        def number(self: Any, node: Any, scope: Any) -> Core:
            found = plain(self, node, scope)
            sides = (getattr(node, "left", None), getattr(node, "right", None))
            if getattr(node, "op", "") == "/" and all(getattr(side, "operand", side).type.exact for side in sides):
                return core.ToFloat(core.FloatToInt(found, 0, "trunc"))
            return found

        return number

    _wrap(Expressions, "_number", change)


def like_unescaped() -> None:
    """The escape sign of LIKE is forgotten."""

    def change(plain: Callable[..., Core]) -> Callable[..., Core]:
        def lower(self: Any, node: Any, scope: Any) -> Core:
            found = plain(self, node, scope)
            if isinstance(found, core.Match) and found.how == "like" and isinstance(found.pattern, core.Const):
                text = str(found.pattern.value).replace("\\", "")
                return replace(found, pattern=replace(found.pattern, value=text))
            return found

        return lower

    _wrap(Expressions, "_condition", change)


def ledger_miscount() -> None:
    """Who is in several cells is counted in one."""
    from engine import accounting

    def change(plain: Callable[..., Any]) -> Callable[..., Any]:
        def account(plan: Any, outcome: Any) -> Any:
            found = plain(plan, outcome)
            return replace(found, in_one=found.in_one + found.in_several, in_several=0)

        return account

    _wrap(accounting, "account", change)


def wrong_hit_order() -> None:
    """The last cell that matches wins instead of the first."""

    def change(plain: Callable[..., Any]) -> Callable[..., Any]:
        def assignment(program: Any, matches: Any) -> Any:
            found = []
            for output in plain(program, matches):
                value = output.value
                if output.role in ("assigned", "cell") and isinstance(value, core.Case):
                    value = replace(value, whens=value.whens[::-1])
                found.append(replace(output, value=value))
            return found

        return assignment

    _wrap(matrix, "_assignment", change)


FAULTS: dict[str, Callable[[], None]] = {
    "two-valued missing": two_valued_missing,
    "< for <=": less_for_at_most,
    "AND for OR": and_for_or,
    "lost NOT": lost_not,
    "window edge off by a day": window_off_by_a_day,
    "ties broken": ties_broken,
    "integer division": integer_division,
    "LIKE unescaped": like_unescaped,
    "ledger miscount": ledger_miscount,
    "wrong hit order": wrong_hit_order,
}


def apply(name: str) -> None:
    """Make one mistake, in this process and until it ends."""
    FAULTS[name]()
    assert aggregates.dates is dates  # windows of aggregates see a fault of the dates, too
