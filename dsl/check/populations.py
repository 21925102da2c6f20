"""Percentiles and tiles: where a value stands among all subjects."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from dsl import nodes as n
from dsl import typed as t
from dsl.check.base import Checker, Scope, number_text, replace_with, show, wrap
from dsl.check.kinds import kind_words
from dsl.check.names import field_of, find_band
from dsl.check.values import condition
from dsl.diagnostics import Edit, Fix
from dsl.types import BOOLEAN, DOUBLE, INTEGER, Kind, Type

PRESET_TILES = {"quintile": 5, "quartile": 4, "decile": 10}
MOST_TILES = 1000


def _everyone(c: Checker, node: n.Node) -> bool:
    """Whether a percentile may stand here: it compares subjects, not rows."""
    if c.scope.relation is None and c.context.relation is None:
        return True
    c.error("population.in_rows", node)
    return False


def population(c: Checker, among: n.Among | None) -> t.Population | None:
    """Over whom; None where it is wrong."""
    if among is None:
        return t.Population()
    if among.condition is None:
        if c.context.stage is None:
            c.error("population.no_stage", among)
            return None
        c.refer("stage", c.context.stage)
        return t.Population(stage=c.context.stage)
    found = condition(c, among.condition)
    return None if found is None else t.Population(found)


def _operand(c: Checker, node: n.Expr, *, dates: bool = True) -> t.TypedExpr | None:
    value = c.expr(node)
    if value is None:
        return None
    if value.type.numeric or (dates and value.type.temporal):
        return value
    fixes = [wrap("fix.use", node, "number(", ")")] if value.type.kind is Kind.TEXT else []
    code = "population.needs_order" if dates else "population.needs_number"
    c.error(code, node, *fixes, name=show(node), **kind_words("kind", value.type.kind))
    return None


# -- in top 30% --------------------------------------------------------------------------------------------


def in_percent(c: Checker, node: n.InPercent) -> t.TypedExpr | None:
    ok = _everyone(c, node)
    operand = _operand(c, node.operand)
    among = population(c, node.among)
    if not _percents(c, node) or not ok or operand is None or among is None:
        return None
    kind = replace(BOOLEAN, optional=operand.type.optional)
    found = t.InPercent(operand, node.side, node.low, node.high, among, type=kind, span=node.span)
    return t.Not(found, type=kind, span=node.span) if node.negated else found


def _percents(c: Checker, node: n.InPercent) -> bool:
    low, high = number_text(node.low, percent=True), number_text(node.high, percent=True)
    if not (0 <= node.low <= 1 and 0 <= node.high <= 1):
        c.error("percent.range", node, low=low, high=high)
        return False
    if node.low == node.high:
        c.error("percent.empty", node, low=low, high=high)
        return False
    if node.low > node.high:
        c.error("percent.order", node, low=low, high=high)
        return False
    return True


def in_band(c: Checker, node: n.InBand) -> t.TypedExpr | None:
    ok = _everyone(c, node)
    operand = _operand(c, node.operand)
    found = find_band(c, node.band)
    if found is None:
        return None
    band, part = found
    among: t.Population | None = t.Population()
    if band.among == "stage":
        among = population(c, n.Among(None, span=node.band.span))
    elif band.among is not None:
        among = _band_population(c, node, band.id, band.among)
    if operand is None or among is None or not ok:
        return None
    entry = field_of(c, operand)
    if entry is not None and band.of and entry.id != band.of:
        fix = replace_with("fix.use", node.operand, band.of)
        c.warn("band.other_value", node.operand, fix, band=band.id, name=show(node.operand), of=band.of)
    kind = replace(BOOLEAN, optional=operand.type.optional)
    inside = t.InPercent(operand, band.side, part.low, part.high, among, type=kind, span=node.span)
    return t.Not(inside, type=kind, span=node.span) if node.negated else inside


def _band_population(c: Checker, node: n.InBand, band: str, rule: n.Rule) -> t.Population | None:
    """The population that the band names; its own mistakes are shown where the band is defined."""
    inner = Checker(c.index, c.context, c.handlers)
    inner.open_bands = c.open_bands | {band}
    if band in c.open_bands:
        c.error("band.cycle", node.band, band=band)
        return None
    with inner.within(Scope()):
        found = condition(inner, rule.expr)
    c.names |= inner.names
    if found is None:
        c.error("band.broken", node.band, band=band)
        return None
    return t.Population(found)


# -- tiles, bins, quantiles --------------------------------------------------------------------------------


def call(c: Checker, node: n.Call) -> t.TypedExpr | None:
    """``tile``, ``quintile``, ``bin``, ``quantile``, ``median``."""
    function = node.function
    ok = _everyone(c, node)
    if node.distinct or node.window is not None or node.where is not None:
        clause = "distinct" if node.distinct else "where" if node.where is not None else "window"
        c.error("call.clause", node, function=function, clause=clause)
        ok = False
    if node.lowest_best and function not in ("tile", *PRESET_TILES):
        c.error("call.clause", node, function=function, clause="lowest best")
        ok = False
    expected = 2 if function in ("tile", "bin", "quantile") else 1
    if len(node.args) != expected:
        c.error("call.arguments", node, function=function, expected=str(expected), given=len(node.args))
        return None
    if function in ("tile", "bin"):
        args = _tiles_first(c, node)
    else:
        args = node.args
    operand = _operand(c, args[-1] if function != "quantile" else args[0], dates=function not in _INTERPOLATED)
    among = population(c, node.among)
    if function in ("quantile", "median"):
        return _quantile(c, node, operand, among, ok)
    k = PRESET_TILES.get(function) or _count(c, args[0], function)
    if k is None or operand is None or among is None or not ok:
        return None
    kind = replace(INTEGER, low=1, high=k, optional=operand.type.optional)
    if function == "bin":
        return t.Bin(k, operand, among, type=kind, span=node.span)
    return t.Tile(k, operand, node.lowest_best, among, type=kind, span=node.span)


_INTERPOLATED = frozenset({"bin", "quantile", "median"})


def _tiles_first(c: Checker, node: n.Call) -> tuple[n.Expr, ...]:
    """``tile(spend, 10)`` is ``tile(10, spend)`` with its arguments swapped: read it so, and say so."""
    first, second = node.args
    if isinstance(second, n.Number) and not isinstance(first, n.Number):
        edits = (Edit(first.span, show(second)), Edit(second.span, show(first)))
        fix = Fix("fix.swap", edits, {"text": f"{node.function}({show(second)}, {show(first)})"})
        if isinstance(first, n.Name | n.Param):
            c.info("call.swapped", node, fix, function=node.function)
        else:
            c.info("call.swapped", node, function=node.function)
        return (second, first)
    return node.args


def _count(c: Checker, node: n.Expr, function: str) -> int | None:
    value = c.expr(node)
    if value is None:
        return None
    k = value.value if isinstance(value, t.Const) and value.type.kind is Kind.INTEGER else None
    if isinstance(k, int) and 2 <= k <= MOST_TILES:
        return k
    c.error("call.tiles", node, function=function, most=MOST_TILES, name=show(node))
    return None


def _quantile(
    c: Checker, node: n.Call, operand: t.TypedExpr | None, among: t.Population | None, ok: bool
) -> t.TypedExpr | None:
    at = Decimal("0.5")
    if node.function == "quantile":
        where = node.args[1]
        value = c.expr(where)
        if value is None:
            return None
        if not isinstance(value, t.Const) or not value.type.exact or not isinstance(value.value, int | Decimal):
            c.error("call.quantile", where, name=show(where))
            return None
        at = Decimal(value.value)
        if not 0 <= at <= 1:
            fixes = []
            if isinstance(where, n.Number) and not where.percent and at <= 100:
                fixes = [replace_with("fix.use", where, f"{show(where)}%")]
            c.error("call.quantile", where, *fixes, name=show(where))
            return None
    if operand is None or among is None or not ok:
        return None
    kind: Type = replace(DOUBLE, percent=operand.type.percent, unit=operand.type.unit)
    return t.Quantile(operand, at, among, type=kind, span=node.span)
