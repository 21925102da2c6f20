"""Dates and times read from texts."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import numpy as np

from engine.backends.frame.runtime.numbers import wide
from engine.backends.frame.runtime.pairs import Array, Pair, Text, both, settled, words_of
from engine.backends.frame.runtime.texts import read_words, used_words
from engine.backends.frame.runtime.times import MICROSECONDS, day_of, month_start, time_number

TIME_FIELDS = {
    "%Y": ("year", "([0-9]{4})"),
    "%m": ("month", "([0-9]{2})"),
    "%d": ("day", "([0-9]{2})"),
    "%H": ("hour", "([0-9]{2})"),
    "%M": ("minute", "([0-9]{2})"),
    "%S": ("second", "([0-9]{2})"),
    "%f": ("microsecond", "([0-9]{1,6})"),
}


def number_words(x: Pair) -> Pair:
    """Whole numbers as texts of their decimal digits."""
    values, codes = np.unique(wide(x.value), return_inverse=True)
    codes = codes.astype(np.int32).reshape(np.shape(x.value))[()]
    return Pair(Text(codes, words_of(map(str, values.tolist()))), x.known)


def parse_date(x: Pair, form: str) -> Pair:
    """A text read as a date."""
    return day_of(parse_time(x, form))


def parse_time(x: Pair, form: str) -> Pair:
    """A text read as a time, by a format or as ISO writes it."""
    if not isinstance(x.value, Text):
        x = number_words(x)
    if form == "iso":
        value = used_words(x.value)
        times, read = iso_times(value.words)
        return Pair(times[value.codes], settled(both(x.known, read[value.codes])))
    names, pattern = time_pattern(form)
    return read_words(x, lambda word: time_of(word, names, pattern), np.int64)


def time_pattern(form: str) -> tuple[list[str], re.Pattern[str]]:
    """The fields that a format names, and the expression that finds them."""
    names, pattern = [], ""
    for part in re.split("(%.)", form):
        if part in TIME_FIELDS:
            name, digits = TIME_FIELDS[part]
            names.append(name)
            pattern += digits
        else:
            pattern += re.escape("%" if part == "%%" else part)
    return names, re.compile(pattern)


def time_of(word: str, names: list[str], pattern: re.Pattern[str]) -> int | None:
    """The time that a word stands for, or None."""
    found = pattern.fullmatch(word)
    if found is None:
        return None
    fields = {"year": 1970, "month": 1, "day": 1}
    for name, digits in zip(names, found.groups(), strict=True):
        fields[name] = int(digits.ljust(6, "0") if name == "microsecond" else digits)
    try:
        return time_number(datetime(**fields))  # type: ignore[arg-type]
    except ValueError:
        return None


# -- ISO ---------------------------------------------------------------------------------------------------

WIDEST = 64
"""Longer texts are no times."""


def iso_times(words: Array) -> tuple[Array, Array]:
    """Times written as 2024-01-31, 2024-01-31 15:00, 2024-01-31T15:00:00.25, and where a word is one."""
    times = np.zeros(len(words), dtype=np.int64)
    read = np.zeros(len(words), dtype=np.bool_)
    for start in range(0, len(words), 2**18):
        part = slice(start, start + 2**18)
        times[part], read[part] = iso_times_of(words[part].tolist())
    return times, read


def iso_times_of(words: list[str]) -> tuple[Array, Array]:
    """The same for a number of words that fits memory as a table of signs."""
    size = np.fromiter(map(len, words), np.int64, len(words))
    width = min(max(int(size.max()), 21), WIDEST)
    signs = np.array(words, dtype=f"U{width}").view(np.uint32).reshape(len(words), width).T
    digits = signs - np.uint32(ord("0"))
    is_digit = digits <= 9

    def two(place: int) -> Any:
        return digits[place].astype(np.int64) * 10 + digits[place + 1]

    def all_digits(*places: int) -> Any:
        return np.logical_and.reduce([is_digit[place] for place in places])

    has_minutes, has_seconds, has_fraction = size >= 16, size >= 19, size >= 21
    read = np.isin(size, (10, 16, 19)) | (has_fraction & (size <= WIDEST))
    read &= all_digits(0, 1, 2, 3, 5, 6, 8, 9) & (signs[4] == ord("-")) & (signs[7] == ord("-"))
    minutes = all_digits(11, 12, 14, 15) & (signs[13] == ord(":")) & np.isin(signs[10], (ord(" "), ord("T")))
    read &= minutes | ~has_minutes
    read &= (all_digits(17, 18) & (signs[16] == ord(":"))) | ~has_seconds
    fraction = (signs[19] == ord(".")) & (is_digit[20:] | (np.arange(20, width)[:, None] >= size)).all(axis=0)
    read &= fraction | ~has_fraction

    year, month, day = two(0) * 100 + two(2), two(5), two(8)
    hour, minute, second = np.where(has_minutes, two(11), 0), np.where(has_minutes, two(14), 0), two(17)
    second = np.where(has_seconds, second, 0)
    read &= (year >= 1) & (month >= 1) & (month <= 12) & (hour < 24) & (minute < 60) & (second < 60)
    months = np.where(read, (year - 1970) * 12 + month - 1, 0)
    start = month_start(months)
    read &= (day >= 1) & (day <= month_start(months + 1) - start)
    times = (start + day - 1) * MICROSECONDS + ((hour * 60 + minute) * 60 + second) * 1_000_000
    for place in range(20, min(26, width)):
        times += np.where(has_fraction & is_digit[place], digits[place], 0).astype(np.int64) * 10 ** (25 - place)
    return np.where(read, times, 0), read
