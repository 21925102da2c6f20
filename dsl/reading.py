"""Literals: how numbers, Korean amounts, dates and texts are read, and what is wrong with them."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from dsl.diagnostics import Diagnostic, Edit, Fix, Value
from dsl.keywords import MAGNITUDES
from dsl.nodes import Span

# Numbers beyond this many digits are not numbers of customers, visits or won.
MOST_DIGITS = 400


@dataclass(frozen=True, slots=True)
class Amount:
    """What a number token means."""

    value: Decimal
    percent: bool = False
    counter: str | None = None


# Not the calendar module's: its names follow the machine's locale.
_MONTHS = "January February March April May June July August September October November December".split()


def nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def decimal_of(digits: str) -> Decimal | None:
    """The exact number of ``50_000``, ``3.5`` or ``1e3``, never in exponent form; None when it is out of size."""
    plain = digits.replace("_", "").replace(",", "")
    mantissa, _, power = plain.lower().partition("e")
    if len(mantissa) > MOST_DIGITS:
        return None
    if power and (len(power) > 5 or abs(int(power)) > MOST_DIGITS):
        return None
    if not power:
        return Decimal(mantissa)
    sign, figures, exponent = Decimal(mantissa).as_tuple()
    assert isinstance(exponent, int)
    return settle(sign, figures, exponent + int(power))


def settle(sign: int, figures: tuple[int, ...], exponent: int) -> Decimal:
    """A decimal of these digits whose exponent is at most 0, so that it prints without an ``E``."""
    if exponent > 0:
        figures, exponent = (*figures, *([0] * exponent)), 0
    return Decimal((sign, figures, exponent))


def shifted(value: Decimal, places: int) -> Decimal:
    """``value`` with its decimal point moved, exactly: 30 by -2 is 0.30."""
    sign, figures, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    return settle(sign, figures, exponent + places)


_PIECE = re.compile(r"\s*([0-9][0-9_,]*(?:\.[0-9]+)?)([십백천만억조]*)")


@lru_cache(maxsize=4096)
def korean_amount(text: str) -> Decimal | None:
    """``1억 5천만`` -> 150000000, ``3만 5000`` -> 35000; None when the parts do not descend."""
    total = section = Decimal(0)
    ceiling = 99
    for digits, magnitudes in _PIECE.findall(text):
        number = decimal_of(digits)
        if number is None:
            return None
        for magnitude in magnitudes:
            places = MAGNITUDES[magnitude]
            if places < 4:
                number = shifted(number, places)
                continue
            if places >= ceiling:
                return None
            ceiling = places
            total, section, number = total + shifted(section + number, places), Decimal(0), Decimal(0)
        section += number
    whole = total + section
    return settle(*_parts(whole.normalize() if whole == whole.to_integral_value() else whole))


def _parts(value: Decimal) -> tuple[int, tuple[int, ...], int]:
    sign, figures, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    return sign, figures, exponent


def calendar_day(year: int, month: int, day: int, span: Span) -> tuple[date | None, Diagnostic | None]:
    """A date, or the diagnostic that offers the month's last day."""
    if not 1 <= month <= 12 or not 1 <= day <= 31 or not 1 <= year <= 9999:
        written = f"{year:04}-{month:02}-{day:02}"
        return None, Diagnostic("date.impossible", "error", span, {"date": written})
    last = calendar.monthrange(year, month)[1]
    if day <= last:
        return date(year, month, day), None
    end = f"{year:04}-{month:02}-{last:02}"
    fix = Fix("fix.date_last_day", (Edit(span, end),), {"date": end})
    params: dict[str, Value] = {"day": day, "month_en": _MONTHS[month - 1], "month_ko": f"{month}월", "last": end}
    return None, Diagnostic("date.no_such_day", "error", span, params, (fix,))


def clock_time(day: date, clock: str) -> datetime | None:
    """``10:30``, ``10:30:00``, ``10:30:00.123456`` on a day; None when there is no such time."""
    hours, minutes, *rest = clock.split(":")
    seconds, _, fraction = (rest[0] if rest else "0").partition(".")
    try:
        micro = int(fraction.ljust(6, "0")) if fraction else 0
        return datetime(day.year, day.month, day.day, int(hours), int(minutes), int(seconds), micro)
    except ValueError:
        return None


def disordered_date(text: str, span: Span) -> Diagnostic:
    """The diagnostic for 22/11/2025, 2025/11/22, 2025.11.22: year first, with one fix for each reading."""
    a, b, c = (int(part) for part in re.split(r"[-./]", text))
    if a > 31 or len(re.split(r"[-./]", text)[0]) == 4:
        orders = [(a, b, c)]
    else:
        # Day before month, as most of the world has it, then the other where it exists.
        orders = [(c, b, a), (c, a, b)]
    days: list[str] = []
    for year, month, day in orders:
        if calendar_day(year, month, day, span)[0] is not None:
            written = f"{year:04}-{month:02}-{day:02}"
            if written not in days:
                days.append(written)
    fixes = tuple(Fix("fix.date_write", (Edit(span, day),), {"date": day}) for day in days)
    if not days:
        return Diagnostic("date.impossible", "error", span, {"date": text})
    return Diagnostic("date.order", "error", span, {"date": days[0]}, fixes)


def text_problems(value: str, span: Span) -> Diagnostic | None:
    """NUL and lone surrogates cannot be stored or sent to a database."""
    if value.isascii():
        bad = "\x00" in value
    else:
        bad = any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in value)
    return Diagnostic("text.unusable_character", "error", span) if bad else None


def usable(value: str) -> str:
    """``value`` without the characters that ``text_problems`` reports."""
    return "".join(char for char in value if char != "\x00" and not "\ud800" <= char <= "\udfff")
