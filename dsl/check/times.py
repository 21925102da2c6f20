"""Dates and times: windows, ``in next 6 months``, ``time since d >= 5 years``."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from dsl import nodes as n
from dsl import typed as t
from dsl.catalog import Relation
from dsl.check import compare, numbers
from dsl.check.base import Checker, Scope, replace_with, show, wrap
from dsl.check.kinds import kind_words, read_date
from dsl.check.values import shift, whole_days
from dsl.diagnostics import Edit, Fix
from dsl.nodes import ComparisonOp
from dsl.types import BOOLEAN, DATE, Kind, Type

TIME_SINCE = "time_since"


def is_length(node: n.Expr) -> bool:
    """A duration, or something that gives one."""
    return isinstance(node, n.Duration) or _is_since(node)


def _is_since(node: n.Expr) -> bool:
    return isinstance(node, n.Call) and node.function == TIME_SINCE


# -- time since --------------------------------------------------------------------------------------------

# The longer ago, the earlier: time since d >= 5 years is d <= as-of - 5 years.
EARLIER: dict[ComparisonOp, ComparisonOp] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}


def compare_lengths(c: Checker, op: ComparisonOp, left: n.Expr, right: n.Expr, node: n.Expr) -> t.TypedExpr | None:
    """A comparison in which at least one side is a length of time."""
    if not _is_since(left) and (_is_since(right) or isinstance(left, n.Duration)):
        left, right, op = right, left, compare.FLIPPED[op]
    if not _is_since(left):
        return _with_duration(c, op, left, right, node)
    since = since_date(c, left)
    if _is_since(right):
        other = since_date(c, right)
        return None if since is None or other is None else _dates(EARLIER[op], since, other, node)
    if isinstance(right, n.Duration):
        if since is None:
            whole_days(c, right.amount, right.unit, right)
            return None
        edge = shift(c, t.AsOf(type=DATE.known(), span=right.span), _back(right), right.span)
        return None if edge is None else _dates(EARLIER[op], since, edge, node)
    if isinstance(right, n.Number) and right.value == right.value.to_integral_value():
        fixes = [replace_with("fix.use", right, f"{show(right)} {unit}") for unit in ("days", "months", "years")]
        c.error("duration.needs_unit", right, *fixes, number=show(right))
        return None
    value = c.expr(right)
    if value is not None:
        c.error("duration.expected", right, name=show(right), **kind_words("kind", value.type.kind))
    return None


def _back(length: n.Duration) -> n.Duration:
    return n.Duration(-length.amount, length.unit, span=length.span)


def since_date(c: Checker, node: n.Expr) -> t.TypedExpr | None:
    """The date of ``time since d``, as a local day."""
    assert isinstance(node, n.Call)
    if len(node.args) != 1:
        c.error("call.arguments", node, function="time since", expected="1", given=len(node.args))
        return None
    value = date_value(c, node.args[0])
    return None if value is None else numbers.to_day(value)


def _dates(op: ComparisonOp, left: t.TypedExpr, right: t.TypedExpr, node: n.Node) -> t.TypedExpr:
    kind = replace(BOOLEAN, optional=left.type.optional or right.type.optional)
    return t.Comparison(op, left, right, type=kind, span=node.span)


def _with_duration(c: Checker, op: ComparisonOp, left: n.Expr, right: n.Expr, node: n.Expr) -> t.TypedExpr | None:
    """``plan_months <= 6개월``: a number of months; ``joined_on >= 5 years``: offer time since."""
    assert isinstance(right, n.Duration)
    if isinstance(left, n.Duration):
        c.error("duration.constant", node, left=show(left), right=show(right))
        return None
    value = c.expr(left)
    if value is None:
        return None
    if value.type.temporal:
        c.error(
            "duration.with_date", left, wrap("fix.use", left, "time since ", ""), name=show(left), duration=show(right)
        )
        return None
    number = n.Number(Decimal(right.amount), span=right.span)
    if value.type.numeric and counts_in(c, value.type, right.unit):
        unit = c.index.catalog.units.get(value.type.unit or "")
        fix = replace_with("fix.use", right, str(right.amount))
        c.info(
            "counter.read",
            right,
            fix,
            written=show(right),
            number=str(right.amount),
            name=show(left),
            unit_en=unit.en_many if unit else f"{right.unit}s",
            unit_ko=unit.ko if unit else right.unit,
        )
        const = numbers.const_int(right.amount, span=right.span)
        return compare.build(c, op, value, const, left, number, node)
    if value.type.numeric:
        fix = replace_with("fix.use", right, str(right.amount))
        c.error("duration.with_number", right, fix, duration=show(right), name=show(left), number=right.amount)
        return None
    c.error("duration.with_other", right, name=show(left), duration=show(right), **kind_words("kind", value.type.kind))
    return None


_UNIT_WORDS: dict[str, set[str]] = {
    "day": {"day", "days", "일"},
    "week": {"week", "weeks", "주"},
    "month": {"month", "months", "개월", "달", "월"},
    "year": {"year", "years", "년"},
    "hour": {"hour", "hours", "시간"},
    "minute": {"minute", "minutes", "분"},
    "second": {"second", "seconds", "초"},
}


def counts_in(c: Checker, kind: Type, unit: str) -> bool:
    """Whether a number counts days, months …: 구매계획_개월 <= 6개월."""
    if kind.unit is None:
        return False
    known = c.index.catalog.units.get(kind.unit)
    words = {kind.unit} | ({known.ko, known.en_one, known.en_many} if known else set())
    return bool(words & _UNIT_WORDS[unit])


def time_since(c: Checker, node: n.Call) -> t.TypedExpr | None:
    """``time since d`` anywhere but in a comparison."""
    since_date(c, node)
    c.error("duration.since_alone", node, name=show(node))
    return None


# -- dates -------------------------------------------------------------------------------------------------


def date_value(c: Checker, node: n.Expr) -> t.TypedExpr | None:
    """An expression that must be a date or a timestamp."""
    if isinstance(node, n.Duration):
        c.error("duration.alone", node, duration=show(node))
        return None
    value = c.expr(node)
    if value is None or value.type.temporal:
        return value
    fixes: list[Fix] = []
    if isinstance(node, n.Text) and (read := read_date(node.value)):
        fixes.append(replace_with("fix.use", node, read))
    elif value.type.kind is Kind.TEXT:
        fixes.append(wrap("fix.use", node, "date(", ", 'YYYY-MM-DD')"))
    c.error("type.needs_date", node, *fixes, name=show(node), **kind_words("kind", value.type.kind))
    return None


def days(c: Checker, window: n.Window) -> t.Days | None:
    """A window around the as-of date."""
    if isinstance(window, n.BetweenAgo):
        ok = whole_days(c, window.far, window.unit, window) and whole_days(c, window.near, window.unit, window)
        if not ok:
            return None
        if window.far <= window.near:
            c.warn("window.swapped", window, far=window.far, near=window.near, unit=window.unit)
        return t.Days(after=(window.far, window.unit), until=(window.near, window.unit))
    assert isinstance(window, n.InLast | n.InNext)
    if not whole_days(c, window.amount, window.unit, window):
        return None
    if window.amount <= 0 and not (isinstance(window, n.InNext) and window.beyond):
        c.warn("window.empty", window)
    length = (window.amount, window.unit)
    if isinstance(window, n.InLast):
        return t.Days(after=length, until=(0, "day"))
    ahead = (-window.amount, window.unit)
    return t.Days(after=ahead) if window.beyond else t.Days(since=(0, "day"), until=ahead)


def in_window(c: Checker, node: n.InWindow) -> t.TypedExpr | None:
    operand = date_value(c, node.operand)
    if isinstance(node.window, n.Relative | n.DateRange):
        c.error("window.not_here", node.window)
        return None
    found = days(c, node.window)
    if operand is None or found is None:
        return None
    kind = replace(BOOLEAN, optional=operand.type.optional)
    inside = t.InDays(operand, found, type=kind, span=node.span)
    return t.Not(inside, type=kind, span=node.span) if node.negated else inside


# -- windows of aggregates ---------------------------------------------------------------------------------


def window(c: Checker, node: n.Window, relation: Relation) -> t.Window | None:
    """A window of an aggregate over a relation; None where it is wrong."""
    time = c.index.columns(relation).one(relation.time) if relation.time else None
    if time is None:
        dates = tuple(column.id for column in relation.fields if column.type.temporal)
        c.error("window.no_time", node, relation=relation.id, columns=dates)
    else:
        c.refer("column", f"{relation.id}.{time.id}")
    with c.within(Scope(inside=True)):
        found = _window(c, node, time.type.kind if time else Kind.TIMESTAMP)
    return found if time is not None else None


def _window(c: Checker, node: n.Window, time: Kind) -> t.Window | None:
    if isinstance(node, n.Relative):
        anchor = _anchor(c, node.anchor, time)
        return None if anchor is None else t.RelativeTo(node.op, anchor)
    if isinstance(node, n.DateRange):
        low, high = date_value(c, node.low), date_value(c, node.high)
        if low is None or high is None:
            return None
        low, high = numbers.to_day(low), numbers.to_day(high)
        if isinstance(low, t.Const) and isinstance(high, t.Const) and str(low.value) > str(high.value):
            a, b = show(node.low), show(node.high)
            c.warn("between.swapped", node, swap(node.low, node.high), low=a, high=b)
        return t.Within(low, high)
    return days(c, node)


def swap(low: n.Expr, high: n.Expr) -> Fix:
    a, b = show(low), show(high)
    return Fix("fix.swap", (Edit(low.span, b), Edit(high.span, a)), {"text": f"{b} … {a}"})


def _anchor(c: Checker, node: n.Expr, time: Kind) -> t.TypedExpr | None:
    value = date_value(c, node)
    return numbers.to_day(value) if value is not None and time is Kind.DATE else value
