"""Pairs of values and where they are known, and three-valued conditions."""

from __future__ import annotations

import operator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Pair(NamedTuple):
    """Values, and where they are known: an array, or one for everyone; ``known`` None means everywhere.

    Conditions are false where they are unknown. Whole numbers may lie in a narrow type. Where nothing is known the
    value means nothing. Texts are ``Text``.
    """

    value: Any
    known: Any = None


class Text:
    """Texts as codes into words (the same word may stand there twice). A single text has one code."""

    __slots__ = ("_ranked", "codes", "words")

    def __init__(self, codes: Any, words: Array) -> None:
        self.codes = codes
        self.words = words
        self._ranked: tuple[Array, Array] | None = None

    def ranked(self) -> tuple[Array, Array]:
        """The rank of each word by code point, equal words having one, and the words by rank."""
        if self._ranked is None:
            words, ranks = np.unique(self.words, return_inverse=True)
            self._ranked = ranks.astype(np.int32), words
        return self._ranked


def words_of(texts: Any) -> Array:
    """Texts as an array of Python strings, never empty."""
    words = list(texts) or [""]
    result = np.empty(len(words), dtype=object)
    result[:] = words
    return result


# -- constants ---------------------------------------------------------------------------------------------


def number(value: float) -> Pair:
    """A whole number or a double."""
    return Pair(value)


def truth(value: bool) -> Pair:
    """True or false."""
    return Pair(np.bool_(value))


def text(value: str) -> Pair:
    """A text."""
    return Pair(Text(0, words_of([value])))


def missing(kind: str) -> Pair:
    """An unknown value of a kind."""
    empty: dict[str, Any] = {"bool": np.False_, "float": 0.0, "text": Text(0, words_of([""]))}
    return Pair(empty.get(kind, 0), np.False_)


# -- where is it known -------------------------------------------------------------------------------------


def both(*known: Any) -> Any:
    """Known where all are known."""
    result = None
    for one in known:
        if one is not None:
            result = one if result is None else result & one
    return result


def settled(known: Any) -> Any:
    """None where everything is known."""
    return None if known is None or np.all(known) else known


def condition(value: Any, known: Any) -> Pair:
    """A condition: false where it is unknown."""
    value = value if isinstance(value, np.ndarray) else np.bool_(value)
    return Pair(value if known is None else value & known, known)


def is_known(x: Pair) -> Pair:
    """Is the value known?"""
    return Pair(np.True_ if x.known is None else x.known)


def is_missing(x: Pair) -> Pair:
    """Is the value unknown?"""
    return Pair(np.False_ if x.known is None else ~x.known)


def is_true(x: Pair) -> Pair:
    """Is the condition true?"""
    return Pair(x.value)


# -- conditions --------------------------------------------------------------------------------------------


def is_false(x: Pair) -> Any:
    """Where the condition is false (and known)."""
    return ~x.value if x.known is None else x.known & ~x.value


def negated(x: Pair) -> Pair:
    """Not: unknown stays unknown."""
    return Pair(is_false(x), x.known)


def all_of(*items: Pair) -> Pair:
    """And: false where one is false, else unknown where one is unknown."""
    value = items[0].value
    for item in items[1:]:
        value = value & item.value
    if all(item.known is None for item in items):
        return Pair(value)
    decided = value
    for item in items:
        decided = decided | is_false(item)
    return Pair(value, settled(decided))


def any_of(*items: Pair) -> Pair:
    """Or: true where one is true, else unknown where one is unknown."""
    value = items[0].value
    for item in items[1:]:
        value = value | item.value
    if all(item.known is None for item in items):
        return Pair(value)
    refused = is_false(items[0])
    for item in items[1:]:
        refused = refused & is_false(item)
    return Pair(value, settled(value | refused))


def tally(*items: Pair) -> Pair:
    """How many of the conditions are true."""
    total: Any = np.int16(0)
    for item in items:
        total = total + item.value
    return Pair(total)


def at_least(least: int, *tallies: Pair) -> Pair:
    """Are at least so many of the tallied conditions true?"""
    total: Any = np.int32(0) if len(tallies) > 1 else np.int16(0)
    for one in tallies:
        total = total + one.value
    return condition(total >= least, None)


# -- comparing ---------------------------------------------------------------------------------------------

COMPARISONS = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(x: Pair, how: str, y: Pair) -> Pair:
    """A comparison; texts by code point."""
    test, left, right = COMPARISONS[how], x.value, y.value
    known = both(x.known, y.known)
    if isinstance(left, Text):
        if len(right.words) == 1:
            word = right.words[0]
            hits = np.fromiter((test(one, word) for one in left.words), bool, len(left.words))
            return condition(hits[left.codes], known)
        (left, right), _ = common_ranks([left, right])
    return condition(test(left, right), known)


def one_of(x: Pair, *values: Any) -> Pair:
    """Is the value one of these?"""
    if isinstance(x.value, Text):
        wanted = set(values)
        hits = np.fromiter((one in wanted for one in x.value.words), bool, len(x.value.words))
        return condition(hits[x.value.codes], x.known)
    if len(values) <= 4:
        found: Any = x.value == values[0]
        for one in values[1:]:
            found = found | (x.value == one)
        return condition(found, x.known)
    return condition(np.isin(x.value, np.array(values)), x.known)


def common_ranks(texts: list[Text]) -> tuple[list[Any], Array]:
    """Texts as ranks by code point that can be compared with each other, and the words by rank."""
    if len(texts) == 1:
        ranks, words = texts[0].ranked()
        return [ranks[texts[0].codes]], words
    words, places = np.unique(np.concatenate([one.words for one in texts]), return_inverse=True)
    places = places.astype(np.int32)
    result, start = [], 0
    for one in texts:
        result.append(places[start : start + len(one.words)][one.codes])
        start += len(one.words)
    return result, words


# -- choosing ----------------------------------------------------------------------------------------------


def shape_of(*pairs: Pair) -> tuple[int, ...]:
    """The number of rows, or () where all are single values."""
    for pair in pairs:
        for part in (pair.value.codes if isinstance(pair.value, Text) else pair.value, pair.known):
            if isinstance(part, np.ndarray) and part.ndim:
                return (len(part),)
    return ()


def side_by_side(values: list[Any]) -> tuple[list[Any], Any, Array | None]:
    """Values of one kind ready to be copied into one array: codes or numbers, their type, and words for codes."""
    if isinstance(values[0], Text):
        starts = np.cumsum([0, *(len(one.words) for one in values)])
        codes = [one.codes + int(start) for one, start in zip(values, starts, strict=False)]
        return codes, np.int32, np.concatenate([one.words for one in values])
    kinds = {np.asarray(value).dtype.kind for value in values}
    return values, np.float64 if "f" in kinds else np.bool_ if kinds == {"b"} else np.int64, None


def choose(*parts: Pair) -> Pair:
    """Condition, value, condition, value, …, otherwise: the value of the first condition that is true."""
    conditions, choices = parts[0:-1:2], [*parts[1:-1:2], parts[-1]]
    values, kind, words = side_by_side([one.value for one in choices])
    shape = shape_of(*parts)
    value = np.empty(shape, dtype=kind)
    value[...] = values[-1]
    known = None
    if any(one.known is not None for one in choices):
        known = np.empty(shape, dtype=np.bool_)
        known[...] = True if choices[-1].known is None else choices[-1].known
    for test, choice, one in zip(conditions[::-1], choices[-2::-1], values[-2::-1], strict=True):
        np.copyto(value, one, where=test.value)
        if known is not None:
            np.copyto(known, True if choice.known is None else choice.known, where=test.value)
    return Pair(value if words is None else Text(value, words), settled(known))


def first_known(*items: Pair) -> Pair:
    """The first value that is known."""
    parts: list[Pair] = []
    for item in items[:-1]:
        parts += [is_known(item), item]
    return choose(*parts, items[-1])


def extreme(which: str, *items: Pair) -> Pair:
    """The least or greatest of the known values; unknown only where all are."""
    values, words = [item.value for item in items], None
    if isinstance(values[0], Text):
        values, words = common_ranks(values)
    values = [np.asarray(value) for value in values]
    best, known = values[0], is_known(items[0]).value
    for item, value in zip(items[1:], values[1:], strict=True):
        better = COMPARISONS["<" if which == "least" else ">"](value, best)
        take = is_known(item).value & (better | ~known)
        best, known = np.where(take, value, best), known | take
    return Pair(best if words is None else Text(best, words), settled(known))
