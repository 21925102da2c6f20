"""Whole numbers that never wrap, and doubles that are always finite."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.backends.frame.runtime.pairs import Array, Pair, both, settled

# -- whole numbers -----------------------------------------------------------------------------------------


def wide(value: Any) -> Any:
    """Whole numbers as 64 bits."""
    return np.asarray(value, dtype=np.int64)


def is_narrow(value: Any) -> bool:
    """Does it fit 32 bits by its type, so that a sum or a product of two fits 64?"""
    if isinstance(value, int):
        return -(2**31) <= value < 2**31
    return bool(value.dtype.itemsize < 8)


def calculate(x: Pair, how: str, y: Pair) -> Pair:
    """``+ - *`` of whole numbers that are known to fit."""
    left, right = wide(x.value), wide(y.value)
    with np.errstate(over="ignore"):
        value = {"+": np.add, "-": np.subtract, "*": np.multiply}[how](left, right)
    return Pair(value, both(x.known, y.known))


def calculate_guarded(x: Pair, how: str, y: Pair) -> Pair:
    """``+ - *`` of whole numbers; unknown outside 64 bits."""
    result = calculate(x, how, y)
    if is_narrow(x.value) and is_narrow(y.value):
        return result
    left, right, value = wide(x.value), wide(y.value), result.value
    if how == "+":
        fits = ((left ^ value) & (right ^ value)) >= 0
    elif how == "-":
        fits = ((left ^ right) & (left ^ value)) >= 0
    else:
        fits = product_fits(left, right)
    return Pair(value, settled(both(result.known, fits)))


def product_fits(left: Any, right: Any) -> Any:
    """Is the product within 64 bits? By doubles; exactly where those cannot tell."""
    size = np.abs(left.astype(np.float64) * right.astype(np.float64))
    fits = np.atleast_1d(size < 9.3e18)
    doubtful = np.flatnonzero(fits & np.atleast_1d(size > 9.2e18))
    if len(doubtful):
        lefts, rights = (np.broadcast_to(one, fits.shape)[doubtful].tolist() for one in (left, right))
        fits[doubtful] = [-(2**63) <= a * b < 2**63 for a, b in zip(lefts, rights, strict=True)]
    return fits.reshape(np.shape(size))[()]


def divide_whole(x: Pair, divisor: int, rounding: str) -> Pair:
    """Division by a positive number, rounded (floor, ceil, trunc, half_away)."""
    value = wide(x.value)
    quotient, rest = np.divmod(value, divisor)
    if rounding == "ceil":
        quotient = quotient + (rest != 0)
    elif rounding == "trunc":
        quotient = quotient + ((rest != 0) & (value < 0))
    elif rounding == "half_away":
        other = divisor - rest
        quotient = quotient + ((rest > other) | ((rest == other) & (value >= 0)))
    return Pair(quotient, x.known)


def remainder(x: Pair, y: Pair) -> Pair:
    """The remainder with the dividend's sign; unknown where the divisor is 0."""
    divisor = wide(y.value)
    allowed = divisor != 0
    value = np.fmod(wide(x.value), np.where(allowed & (divisor != -1), divisor, 1))
    return Pair(value, settled(both(x.known, y.known, allowed)))


# -- doubles -----------------------------------------------------------------------------------------------


def to_double(x: Pair, scale: int = 0) -> Pair:
    """A whole number with a scale as the nearest double."""
    value = np.asarray(x.value).astype(np.float64)
    return Pair(value / float(10**scale) if scale else value, x.known)


def finite(value: Any, *known: Any) -> Pair:
    """A double that is unknown where it is not finite."""
    is_finite = np.isfinite(value)
    if not np.all(is_finite):
        value = np.where(is_finite, value, 0.0)
    return Pair(value, settled(both(*known, is_finite)))


def calculate_double(x: Pair, how: str, y: Pair) -> Pair:
    """``+ - * /`` of doubles; unknown where the result is not finite."""
    operation = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}[how]
    with np.errstate(all="ignore"):
        return finite(operation(x.value, y.value), x.known, y.known)


def remainder_double(x: Pair, y: Pair) -> Pair:
    """The remainder a - b * trunc(a / b); unknown where b is 0 or the result is not finite."""
    with np.errstate(all="ignore"):
        value = x.value - y.value * np.trunc(np.divide(x.value, y.value))
        return finite(value, x.known, y.known)


POWERS = np.array([10.0**e for e in range(15)])
MARGINS = np.array([float(f"5e{e}") for e in range(-16, -1)] + [0.0])


def margin(middle: Array) -> Array:
    """Half a unit of the 15th significant digit of a number k + 0.5; 0 from 1e14 on."""
    return np.asarray(MARGINS[np.searchsorted(POWERS, middle, side="right")])


def to_whole(x: Pair, digits: int, rounding: str) -> Pair:
    """A double times 10**digits as a whole number, rounded in its decimal view at 15 significant digits."""
    source = np.atleast_1d(np.asarray(x.value, dtype=np.float64))
    with np.errstate(all="ignore"):
        size = np.abs(source) * float(10**digits) if digits >= 0 else np.abs(source) / float(10**-digits)
    fits = size < 9.2e18
    size = np.where(fits, size, 0.0)
    floor = np.floor(size)
    rest = size - floor
    up = rest >= 0.5
    if rounding == "half_away":
        near = np.flatnonzero((rest >= 0.4) & (rest < 0.5))
        middle = floor[near] + 0.5
        up[near] = size[near] >= middle - margin(middle)
    else:
        exact = np.abs(size - (floor + up)) <= margin(floor + 0.5)
        negative = source < 0
        away = {"floor": negative, "ceil": ~negative, "trunc": np.zeros_like(negative)}[rounding]
        up = np.where(exact, up, away & (rest > 0))
    value = (floor + up).astype(np.int64)
    value = np.where(source < 0, -value, value)
    shape = np.shape(x.value)
    return Pair(value.reshape(shape)[()], settled(both(x.known, fits.reshape(shape)[()])))
