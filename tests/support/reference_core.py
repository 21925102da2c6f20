"""Core expressions in plain Python: exact ints, IEEE doubles, None for missing."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from engine import core, zones
from engine.core import Column, Core, Kind, Ref

Leaf = Callable[[Column | Ref], Any]
WHITE = "\t\n\v\f\r \u00a0\u3000"
_EPOCH = datetime(1970, 1, 1)
_FLOAT = re.compile(r"[ ]*([+-]?)([0-9]+(?:[.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?[ ]*")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.]([0-9]+))?)?)?")


def int64(value: int) -> int | None:
    return value if -(2**63) <= value < 2**63 else None


def finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def folded(text: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in text)


def parse_iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction = match.groups()
    try:
        clock = (int(hour or 0), int(minute or 0), int(second or 0), int((fraction or "0")[:6].ljust(6, "0")))
        return datetime(int(year), int(month), int(day), *clock)
    except ValueError:
        return None


def _parse_format(text: str, form: str) -> datetime | None:
    codes = {"Y": "[0-9]{4}", "m": "[0-9]{2}", "d": "[0-9]{2}", "H": "[0-9]{2}", "M": "[0-9]{2}", "S": "[0-9]{2}"}
    codes["f"] = "[0-9]{1,6}"
    pattern = ""
    parts = re.split(r"%([YmdHMSf])", form)
    for place, part in enumerate(parts):
        pattern += f"(?P<{part}>{codes[part]})" if place % 2 else re.escape(part)
    match = re.fullmatch(pattern, text)
    if match is None:
        return None
    got = match.groupdict()
    try:
        year, month, day = (int(got.get(code) or least) for code, least in zip("Ymd", (1900, 1, 1), strict=True))
        hour, minute, second = (int(got.get(code) or 0) for code in "HMS")
        return datetime(year, month, day, hour, minute, second, int((got.get("f") or "0").ljust(6, "0")))
    except ValueError:
        return None


def _round_half_away(size: float) -> tuple[int, float]:
    """The rounded size and the tolerance used."""
    floor = math.floor(size)
    middle = floor + 0.5
    tolerance = 0.0
    if middle < 1e14:
        exponent = -1
        while float(f"1e{exponent + 1}") <= middle:
            exponent += 1
        tolerance = 0.5 * float(f"1e{exponent - 14}")
    return (floor + 1 if size >= middle - tolerance else floor), tolerance


def scaled_float(value: float, digits: int, rounding: str = "half_away") -> int | None:
    if not math.isfinite(value):
        return None
    factor = float(10 ** abs(digits))
    size = abs(value) * factor if digits >= 0 else abs(value) / factor
    if size >= 9.2e18:
        return None
    if size >= 2**52:
        result = int(size)
    else:
        near, tolerance = _round_half_away(size)
        floor = math.floor(size)
        if rounding == "half_away" or abs(size - near) <= tolerance:
            result = near
        elif rounding == "trunc" or (rounding == "floor") == (value >= 0):
            result = floor
        else:
            result = floor + (1 if size > floor else 0)
    return -result if value < 0 else result


def _like(pattern: str) -> str:
    out, place = "", 0
    while place < len(pattern):
        if pattern[place] == "\\" and place + 1 < len(pattern):
            place += 1
            out += re.escape(pattern[place])
        else:
            out += {"%": ".*", "_": "."}.get(pattern[place], re.escape(pattern[place]))
        place += 1
    return out


def _logic(node: core.And | core.Or, leaf: Leaf) -> bool | None:
    values = [compute(item, leaf) for item in node.items]
    decisive = isinstance(node, core.Or)
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _compare(op: str, left: Any, right: Any) -> bool:
    match op:
        case "=":
            return bool(left == right)
        case "<>":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
    return bool(left >= right)


def _divide_int(value: int, divisor: int, rounding: str) -> int:
    quotient, rest = divmod(abs(value), divisor)
    sign = -1 if value < 0 else 1
    if rounding == "floor":
        return value // divisor
    if rounding == "ceil":
        return -(-value // divisor)
    return sign * (quotient + (1 if rounding == "half_away" and 2 * rest >= divisor else 0))


def _float_op(op: str, left: float, right: float) -> float | None:
    try:
        match op:
            case "+":
                return finite(left + right)
            case "-":
                return finite(left - right)
            case "*":
                return finite(left * right)
        return None if right == 0 else finite(left / right)
    except OverflowError:
        return None


def _float_mod(left: float, right: float) -> float | None:
    if right == 0 or math.isinf(left / right):
        return None
    return finite(left - right * float(math.trunc(left / right)))


def _parse_number(text: str, scale: int | None) -> int | float | None:
    match = _FLOAT.fullmatch(text)
    if match is None:
        return None
    sign, digits, exponent = match.groups()
    if scale is None:
        return finite(float(sign + digits + (exponent or "")))
    if exponent or len(digits.split(".")[0]) > 18:
        return None
    exact = Decimal(sign + digits).scaleb(scale)
    return int64(int(exact.quantize(Decimal(1), ROUND_HALF_UP)))


def _months(start: date, end: date) -> int:
    if end < start:
        return -_months(end, start)
    return (end.year * 12 + end.month) - (start.year * 12 + start.month) - (1 if end.day < start.day else 0)


def _add(day: date, amount: int, unit: str) -> date | None:
    if unit == "day":
        try:
            return day + timedelta(days=amount)
        except OverflowError:
            return None
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _part(part: str, value: Any) -> int:
    match part:
        case "quarter":
            return int((value.month + 2) // 3)
        case "weekday":
            return int(value.isoweekday())
    return int(getattr(value, part))


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def _from_epoch(count: int, unit: str) -> datetime | None:
    try:
        return _EPOCH + timedelta(microseconds=count * {"s": 10**6, "ms": 10**3, "us": 1}[unit])
    except OverflowError:
        return None


def compute(node: Core, leaf: Leaf) -> Any:
    """The value of a node; ``leaf`` gives columns and refs."""
    match node:
        case core.Const():
            return float(node.value) if node.kind is Kind.FLOAT else node.value  # type: ignore[arg-type]
        case core.Null():
            return None
        case core.Column() | core.Ref():
            return leaf(node)
        case core.And() | core.Or():
            return _logic(node, leaf)
        case core.IsTrue():
            return compute(node.item, leaf) is True
        case core.IsNull():
            return compute(node.item, leaf) is None
        case core.AtLeast():
            return sum(compute(item, leaf) is True for item in node.items) >= node.k
        case core.Case():
            for condition, result in node.whens:
                if compute(condition, leaf) is True:
                    return compute(result, leaf)
            return compute(node.otherwise, leaf)
        case core.Coalesce():
            return next((value for item in node.items if (value := compute(item, leaf)) is not None), None)
        case core.Extreme():
            known = [value for item in node.items if (value := compute(item, leaf)) is not None]
            return (min if node.which == "least" else max)(known, default=None)
    values = [compute(item, leaf) for item in core.children(node)]
    return None if None in values else _strict(node, values)


def _strict(node: Core, values: list[Any]) -> Any:
    """Nodes that are NULL where an operand is."""
    one = values[0]
    match node:
        case core.Not():
            return not one
        case core.Compare():
            return _compare(node.op, one, values[1])
        case core.InSet():
            return one in values[1:]
        case core.DayRange():
            day = _day(one)
            return (node.first is None or day >= node.first) and (node.last is None or day <= node.last)
        case core.IntOp():
            return int64({"+": one + values[1], "-": one - values[1], "*": one * values[1]}[node.op])
        case core.IntDivide():
            return _divide_int(one, node.divisor, node.rounding)
        case core.IntMod():
            return None if values[1] == 0 else int(math.copysign(1, one)) * (abs(one) % abs(values[1]))
        case core.ToFloat():
            return float(one) / float(10**node.scale)
        case core.FloatOp():
            return _float_op(node.op, one, values[1])
        case core.FloatMod():
            return _float_mod(one, values[1])
        case core.FloatToInt():
            return scaled_float(one, node.digits, node.rounding)
        case core.ParseNumber():
            return _parse_number(one, node.scale)
        case _:
            return _text_or_time(node, values)


def _match(node: core.Match, item: str, pattern: str) -> bool:
    if node.fold:
        item, pattern = folded(item), folded(pattern)
    match node.how:
        case "contains":
            return pattern in item
        case "starts":
            return item.startswith(pattern)
        case "ends":
            return item.endswith(pattern)
    return re.fullmatch(_like(pattern), item, re.DOTALL) is not None


def _text_or_time(node: Core, values: list[Any]) -> Any:
    one = values[0]
    match node:
        case core.Match():
            return _match(node, one, values[1])
        case core.Length():
            return len(one)
        case core.Fold():
            if node.to == "lower":
                return folded(one)
            return "".join(c.upper() if c.isascii() else c for c in one)
        case core.Trim():
            return one.strip(WHITE)
        case core.Part():
            if node.side == "left":
                return one[: node.count]
            if node.side == "rest":
                return one[node.count :]
            return one[-node.count :] if node.count else ""
        case core.Concat():
            return "".join(values)
        case core.ParseTime():
            moment = parse_iso(str(one)) if node.format == "iso" else _parse_format(str(one), node.format)
            return moment if moment is None or node.to is Kind.TS else moment.date()
        case core.FromEpoch():
            return _from_epoch(one, node.unit)
        case core.ShiftZone():
            return zones.shift(one, node.source, node.target)
        case core.Day():
            return one.date()
        case core.Midnight():
            return datetime(one.year, one.month, one.day)
        case core.DaysBetween():
            return (values[1] - one).days
        case core.MonthsBetween():
            return _months(one, values[1])
        case core.DateAdd():
            return _add(one, node.amount, node.unit)
        case core.DatePart():
            return _part(node.part, one)
    raise AssertionError(f"{type(node).__name__} is not in the reference")
