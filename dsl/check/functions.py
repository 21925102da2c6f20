"""Scalar functions: what they take is in the operator table, what they give is here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from dsl import nodes as n
from dsl import typed as t
from dsl.catalog import Labels
from dsl.check import aggregates, numbers, populations, times
from dsl.check.base import Checker, replace_with, show, wrap
from dsl.check.kinds import kind_words
from dsl.check.values import unify
from dsl.diagnostics import Fix
from dsl.keywords import FUNCTIONS as SPELLINGS
from dsl.operators import AGGREGATES, ARGUMENTS, POPULATIONS, Argument, known_functions
from dsl.suggest import suggest
from dsl.types import DATE, DOUBLE, INTEGER, MAX_SCALE, TEXT, Kind, Type

MOST_DAYS = 3_652_059  # from the year 1 to the year 9999
MOST_MONTHS = 119_988
MOST_TEXT = 2**31 - 1


def call(c: Checker, node: n.Call) -> t.TypedExpr | None:
    """Any call: an aggregate, a percentile or a scalar function."""
    function = node.function
    if function in AGGREGATES:
        return aggregates.aggregate(c, node)
    if function in POPULATIONS:
        return populations.call(c, node)
    if function == times.TIME_SINCE:
        return times.time_since(c, node)
    if function not in ARGUMENTS:
        return _unknown(c, node)
    if node.window is not None or node.where is not None or node.distinct or node.lowest_best or node.among:
        clause = "window" if node.window else "where" if node.where else "distinct" if node.distinct else "among"
        c.error("call.clause", node, function=function, clause=clause)
        return None
    values = _arguments(c, node, ARGUMENTS[function])
    return None if values is None else RESULTS[function](_Call(c, node, values))


@dataclass(frozen=True, slots=True)
class _Named:
    """A function's name, to be suggested."""

    id: str
    labels: Labels


def _unknown(c: Checker, node: n.Call) -> t.TypedExpr | None:
    names = [_Named(id_, Labels(ko=_korean(id_), en=id_.replace("_", " "))) for id_ in sorted(known_functions())]
    near = suggest(node.function, names)
    if near:
        c.error("function.unknown_similar", node, name=node.function, suggestion=near[0].id)
    else:
        c.error("function.unknown", node, name=node.function)
    for argument in node.args:
        if not isinstance(argument, n.Missing | n.Duration) and not _rows(c, argument):
            c.expr(argument)
    return None


def _korean(function: str) -> str:
    return SPELLINGS[function][0] if function in SPELLINGS else ""


def _rows(c: Checker, node: n.Expr) -> bool:
    return isinstance(node, n.Name) and bool(c.index.relations.find(node.parts[0]))


def _arguments(c: Checker, node: n.Call, takes: tuple[Argument, ...]) -> list[t.TypedExpr] | None:
    """The checked arguments; None where one is wrong or their number is."""
    many = any(argument.many for argument in takes)
    least = sum(not argument.optional for argument in takes)
    given = len(node.args)
    if given < least or (not many and given > len(takes)):
        expected = str(least) if many or least == len(takes) else f"{least}–{len(takes)}"
        code = "call.arguments_many" if many else "call.arguments"
        c.error(code, node, function=node.function, expected=expected, given=given)
        for argument in node.args:
            c.expr(argument)
        return None
    values: list[t.TypedExpr] = []
    for nth, argument in enumerate(node.args):
        value = _argument(c, node.function, argument, takes[min(nth, len(takes) - 1)])
        if value is not None:
            values.append(value)
    return values if len(values) == given else None


def _argument(c: Checker, function: str, node: n.Expr, takes: Argument) -> t.TypedExpr | None:
    value = c.expr(node)
    if value is None:
        return None
    kind = value.type.kind
    if takes.constant and not isinstance(value, t.Const):
        c.error("call.constant", node, function=function, name=show(node))
        return None
    if kind in takes.kinds:
        return value
    fixes: list[Fix] = []
    if isinstance(value, t.Const):
        pass
    elif kind is Kind.TEXT and Kind.INTEGER in takes.kinds:
        fixes.append(wrap("fix.use", node, "number(", ")"))
    elif kind is Kind.TEXT and Kind.DATE in takes.kinds:
        fixes.append(wrap("fix.use", node, "date(", ", 'YYYY-MM-DD')"))
    wanted = next(k for k in (Kind.INTEGER, Kind.DATE, Kind.TEXT, Kind.BOOLEAN) if k in takes.kinds)
    c.error(
        "call.kind",
        node,
        *fixes,
        function=function,
        name=show(node),
        **kind_words("kind", kind),
        **kind_words("wanted", wanted),
    )
    return None


@dataclass(frozen=True, slots=True)
class _Call:
    """A call whose arguments have been checked."""

    c: Checker
    node: n.Call
    args: list[t.TypedExpr]

    def make(self, kind: Type, *args: t.TypedExpr, function: str | None = None) -> t.TypedExpr:
        return t.Call(function or self.node.function, args or tuple(self.args), type=kind, span=self.node.span)

    @property
    def optional(self) -> bool:
        return any(arg.type.optional for arg in self.args)

    def constant(self, nth: int, default: int) -> int:
        """The whole number that is the nth argument."""
        if nth >= len(self.args):
            return default
        value = self.args[nth]
        assert isinstance(value, t.Const) and isinstance(value.value, int)
        return value.value


# -- numbers -----------------------------------------------------------------------------------------------


def _round(call: _Call) -> t.TypedExpr | None:
    places = call.constant(1, 0)
    if not -MAX_SCALE <= places <= MAX_SCALE:
        call.c.error("call.places", call.node.args[1], places=places, most=MAX_SCALE)
        return None
    value = call.args[0]
    kind = value.type
    if kind.exact and places >= kind.scale:
        return value
    scale = max(0, places)
    low = high = None
    if kind.exact and kind.low is not None and kind.high is not None:
        # Rounding moves a value by at most half a step, so one step beyond the bounds is safe.
        step = 10 ** (kind.scale - places)
        low = (kind.low // step - 1) * 10 ** (scale - places)
        high = (kind.high // step + 2) * 10 ** (scale - places)
        low, high = numbers.bounded(low, high)
    result = Type(
        Kind.DECIMAL if scale else Kind.INTEGER,
        scale=scale,
        percent=kind.percent,
        unit=kind.unit,
        optional=kind.optional or kind.kind is Kind.DOUBLE or low is None or high is None,
        low=low,
        high=high,
    )
    return call.make(result, value, numbers.const_int(places, span=call.node.span), function="round")


def _to_whole(call: _Call) -> t.TypedExpr:
    """Floor and ceil: whole numbers."""
    value = call.args[0]
    kind = value.type
    if kind.kind is Kind.INTEGER:
        return value
    step = 10**kind.scale if kind.exact else 1
    low = kind.low // step if kind.exact and kind.low is not None else None
    high = -(-kind.high // step) if kind.exact and kind.high is not None else None
    optional = kind.optional or kind.kind is Kind.DOUBLE
    return call.make(replace(INTEGER, unit=kind.unit, low=low, high=high, optional=optional))


def _abs(call: _Call) -> t.TypedExpr:
    kind = call.args[0].type
    if not kind.exact:
        return call.make(kind)
    low, high = numbers.interval(kind, kind.scale)
    least = 0 if low <= 0 <= high else min(abs(low), abs(high))
    low_, high_ = numbers.bounded(least, max(abs(low), abs(high)))
    return call.make(replace(kind, low=low_, high=high_, optional=kind.optional or high_ is None))


def _mod(call: _Call) -> t.TypedExpr:
    left, right = call.args
    if isinstance(right, t.Const) and right.value == 0:
        call.c.warn("division.by_zero", call.node.args[1])
    if Kind.DOUBLE in (left.type.kind, right.type.kind):
        scale = numbers.double_scale(left.type, right.type)
        kind = replace(DOUBLE, scale=scale, unit=left.type.unit)
        return call.make(kind, numbers.to_double(left), numbers.to_double(right))
    scale = max(left.type.scale, right.type.scale)
    if Kind.DECIMAL in (left.type.kind, right.type.kind):
        left, right = numbers.to_scale(left, scale), numbers.to_scale(right, scale)
    kind = replace(left.type, low=None, high=None, optional=True, scale=scale)
    return call.make(kind, left, right)


# -- choice ------------------------------------------------------------------------------------------------


def _unified(call: _Call) -> tuple[Type, tuple[t.TypedExpr, ...]] | None:
    pairs = list(zip(call.node.args, call.args, strict=True))
    kind = unify(call.c, "call.mixed", pairs)
    if kind is None:
        return None
    return kind, tuple(numbers.convert(value, kind) for value in call.args)


def _first_known(call: _Call) -> t.TypedExpr | None:
    """coalesce, least, greatest: missing only where all are."""
    found = _unified(call)
    if found is None:
        return None
    kind, args = found
    return call.make(replace(kind, optional=all(arg.type.optional for arg in args)), *args)


# -- text --------------------------------------------------------------------------------------------------


def _length(call: _Call) -> t.TypedExpr:
    return call.make(replace(INTEGER, low=0, high=MOST_TEXT, optional=call.optional))


def _text(call: _Call) -> t.TypedExpr:
    return call.make(replace(TEXT, optional=call.optional))


def _part(call: _Call) -> t.TypedExpr | None:
    count = call.constant(1, 0)
    if not 0 <= count <= MOST_TEXT:
        call.c.error("call.length", call.node.args[1], function=call.node.function, number=str(count))
        return None
    return _text(call)


def _number(call: _Call) -> t.TypedExpr | None:
    value = call.args[0]
    if value.type.numeric:
        fix = replace_with("fix.use", call.node, show(call.node.args[0]))
        call.c.warn("call.number_already", call.node, fix, name=show(call.node.args[0]))
        return value
    if len(call.args) == 1:
        return call.make(DOUBLE)
    places = call.constant(1, 0)
    if not 0 <= places <= MAX_SCALE:
        call.c.error("call.places", call.node.args[1], places=places, most=MAX_SCALE)
        return None
    return call.make(Type(Kind.DECIMAL, scale=places) if places else INTEGER)


# -- dates -------------------------------------------------------------------------------------------------

_TOKENS = {"YYYY": "%Y", "MM": "%m", "DD": "%d", "HH": "%H", "hh": "%H", "SS": "%S", "ss": "%S"}
_TOKENS |= {"yyyy": "%Y", "dd": "%d", "mi": "%M", "mm": "%M"}
_TOKEN = re.compile("YYYY|yyyy|MM|DD|dd|HH|hh|mi|mm|SS|ss")
_KNOWN = frozenset("YmdHMSf")


def date_format(text: str) -> str | None:
    """A format in ``%Y-%m-%d`` style: from that, or from ``YYYY-MM-DD``; None where it is neither."""
    if text == "iso":
        return text
    if "%" not in text:
        text = _TOKEN.sub(lambda found: _TOKENS[found.group()], text)
    letters = re.findall("%(.?)", text)
    if not set(letters) <= _KNOWN or len(set(letters)) != len(letters):
        return None
    return text if {"Y", "m", "d"} <= set(letters) else None


def _date(call: _Call) -> t.TypedExpr | None:
    value = call.args[0]
    if value.type.temporal:
        if len(call.args) > 1:
            call.c.error("call.date_already", call.node.args[1], name=show(call.node.args[0]))
            return None
        return numbers.to_day(value)
    written = "iso"
    if len(call.args) > 1:
        given = call.args[1]
        assert isinstance(given, t.Const)
        written = str(given.value)
    elif value.type.kind is Kind.INTEGER:
        call.c.error("call.date_format_needed", call.node, name=show(call.node.args[0]))
        return None
    found = date_format(written)
    if found is None:
        call.c.error("call.date_format", call.node.args[1], format=written)
        return None
    const = numbers.literal(found, span=call.node.span)
    assert const is not None
    return call.make(DATE, value, const)


def _day_part(low: int, high: int) -> Callable[[_Call], t.TypedExpr]:
    def part(call: _Call) -> t.TypedExpr:
        day = numbers.to_day(call.args[0])
        return call.make(replace(INTEGER, low=low, high=high, optional=call.optional), day)

    return part


def _apart(most: int) -> Callable[[_Call], t.TypedExpr]:
    def apart(call: _Call) -> t.TypedExpr:
        days = (numbers.to_day(call.args[0]), numbers.to_day(call.args[1]))
        return call.make(replace(INTEGER, low=-most, high=most, optional=call.optional), *days)

    return apart


RESULTS: dict[str, Callable[[_Call], t.TypedExpr | None]] = {
    "round": _round,
    "floor": _to_whole,
    "ceil": _to_whole,
    "abs": _abs,
    "mod": _mod,
    "coalesce": _first_known,
    "least": _first_known,
    "greatest": _first_known,
    "length": _length,
    "lower": _text,
    "upper": _text,
    "trim": _text,
    "left": _part,
    "right": _part,
    "concat": _text,
    "number": _number,
    "date": _date,
    "year": _day_part(1, 9999),
    "quarter": _day_part(1, 4),
    "month": _day_part(1, 12),
    "day": _day_part(1, 31),
    "weekday": _day_part(1, 7),
    "days_between": _apart(MOST_DAYS),
    "months_between": _apart(MOST_MONTHS),
}
