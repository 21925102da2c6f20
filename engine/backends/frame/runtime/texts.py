"""Texts: each function is computed once per word, not once per row."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.backends.frame.runtime.pairs import Array, Pair, Text, both, condition, settled, words_of

# -- words -------------------------------------------------------------------------------------------------


def used_words(x: Text) -> Text:
    """The same texts with only the words in use, where there are many more words than rows."""
    if len(x.words) <= 2 * np.size(x.codes) + 16:
        return x
    used, codes = compact(x.codes, len(x.words))
    return Text(codes, x.words[used])


def change_words(x: Pair, change: Callable[[str], str]) -> Pair:
    """Each text changed."""
    value = used_words(x.value)
    return Pair(Text(value.codes, words_of(map(change, value.words))), x.known)


def read_words(x: Pair, read: Callable[[str], Any], kind: Any) -> Pair:
    """Something read from each text; unknown where ``read`` gives None."""
    value = used_words(x.value)
    found = [read(word) for word in value.words]
    known = np.array([one is not None for one in found], dtype=np.bool_)
    results = np.array([0 if one is None else one for one in found], dtype=kind)
    return Pair(results[value.codes], settled(both(x.known, known[value.codes])))


def compact(codes: Any, limit: int) -> tuple[Array, Any]:
    """The codes (0 … limit - 1) that occur, in order, and each code's place among them."""
    codes = np.asarray(codes)
    if limit > 4 * codes.size + 2**16:
        used, places = np.unique(codes, return_inverse=True)
        return used, places.astype(np.int32).reshape(codes.shape)[()]
    occurs = np.zeros(limit, dtype=np.bool_)
    occurs[codes] = True
    used = np.flatnonzero(occurs)
    if len(used) == limit:
        return used, codes
    places = np.empty(limit, dtype=np.int32)
    places[used] = np.arange(len(used), dtype=np.int32)
    return used, places[codes]


def combinations(texts: list[Text]) -> tuple[list[Array], Any]:
    """The words of each text in every combination that occurs, and the combination of each row."""
    codes: Any = np.asarray(texts[0].codes, dtype=np.int64)
    limit = len(texts[0].words)
    for one in texts[1:]:
        codes = codes * len(one.words) + one.codes
        limit *= len(one.words)
    used, codes = compact(codes, limit)
    words: list[Array] = []
    for one in reversed(texts):
        words.append(one.words[used % len(one.words)])
        used = used // len(one.words)
    return words[::-1], codes


# -- functions ---------------------------------------------------------------------------------------------

UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
SPACES = "\t\n\x0b\x0c\r \xa0\u3000"


def length(x: Pair) -> Pair:
    """Number of code points."""
    return read_words(x, len, np.int64)


def lower(x: Pair) -> Pair:
    """A-Z as a-z, nothing else."""
    return change_words(x, lambda word: word.translate(LOWER))


def upper(x: Pair) -> Pair:
    """a-z as A-Z, nothing else."""
    return change_words(x, lambda word: word.translate(UPPER))


def trimmed(x: Pair) -> Pair:
    """Without leading and trailing white space."""
    return change_words(x, lambda word: word.strip(SPACES))


def left_part(x: Pair, count: int) -> Pair:
    """The first code points."""
    return change_words(x, lambda word: word[:count])


def right_part(x: Pair, count: int) -> Pair:
    """The last code points."""
    return change_words(x, lambda word: word[-count:] if count else "")


def rest_part(x: Pair, count: int) -> Pair:
    """What stands behind the first code points."""
    return change_words(x, lambda word: word[count:])


def joined(*items: Pair) -> Pair:
    """The texts one after another; unknown where one is unknown."""
    waiting: list[Text] = []
    size = 1
    for item in items:
        if size * len(item.value.words) > 2**16 and len(waiting) > 1:
            waiting = [joined_words(waiting)]
            size = len(waiting[0].words)
        waiting.append(item.value)
        size *= len(item.value.words)
    return Pair(joined_words(waiting), both(*(item.known for item in items)))


def joined_words(texts: list[Text]) -> Text:
    """The texts one after another, made once per combination."""
    words, codes = combinations(texts)
    result = words[0]
    for one in words[1:]:
        result = result + one
    return Text(codes, words_of(result))


# -- search ------------------------------------------------------------------------------------------------


def search(how: str, x: Pair, pattern: Pair) -> Pair:
    """Does the text contain, start with or end with the pattern? No wildcards."""
    test: Callable[[str, str], bool] = {"starts": str.startswith, "ends": str.endswith}.get(how, str.__contains__)
    value = used_words(x.value)
    if len(pattern.value.words) == 1:
        wanted = pattern.value.words[0]
        hits, codes = [test(word, wanted) for word in value.words], value.codes
    else:
        (words, wanted), codes = combinations([value, pattern.value])
        hits = [test(word, one) for word, one in zip(words, wanted, strict=True)]
    return condition(np.array(hits, dtype=np.bool_)[codes], both(x.known, pattern.known))


def search_folded(how: str, x: Pair, pattern: Pair) -> Pair:
    """The same with A-Z as a-z on both sides."""
    return search(how, lower(x), lower(pattern))


def like(x: Pair, pattern: str, fold: bool = False) -> Pair:
    r"""Does the text match a pattern with ``%``, ``_`` and ``\`` as escape?"""
    if fold:
        x, pattern = lower(x), pattern.translate(LOWER)
    value = used_words(x.value)
    pieces = like_pieces(pattern)
    hits = np.fromiter((is_like(word, pieces) for word in value.words), bool, len(value.words))
    return condition(hits[value.codes], x.known)


def like_pieces(pattern: str) -> list[tuple[re.Pattern[str], int]]:
    """What stands between the ``%`` of a pattern, each with its number of code points."""
    pieces: list[list[str]] = [[]]
    signs = iter(pattern)
    for sign in signs:
        if sign == "%":
            pieces.append([])
        elif sign == "_":
            pieces[-1].append(".")
        else:
            pieces[-1].append(re.escape(next(signs, sign) if sign == "\\" else sign))
    return [(re.compile("".join(piece), re.DOTALL), len(piece)) for piece in pieces]


def is_like(word: str, pieces: list[tuple[re.Pattern[str], int]]) -> bool:
    """Do the pieces stand in the word in order, the first at its start and the last at its end?

    Each piece has a fixed length, so taking the leftmost place for every piece finds a match where there is one.
    """
    (first, place), (last, size) = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return first.fullmatch(word) is not None
    end = len(word) - size
    if end < place or first.match(word) is None or last.match(word, end) is None:
        return False
    for piece, _ in pieces[1:-1]:
        found = piece.search(word, place, end)
        if found is None:
            return False
        place = found.end()
    return True


# -- numbers -----------------------------------------------------------------------------------------------

DOUBLE_FORM = re.compile(r"[ ]*([+-]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)(?:[eE][+-]?[0-9]{1,3})?)[ ]*")
WHOLE_FORM = re.compile(r"[ ]*([+-]?)(?:([0-9]{1,18})(?:[.]([0-9]*))?|[.]([0-9]+))[ ]*")


def parse_double(x: Pair) -> Pair:
    """A text read as a double."""
    return read_words(x, double_of, np.float64)


def double_of(word: str) -> float | None:
    """The double that a word stands for, or None."""
    found = DOUBLE_FORM.fullmatch(word)
    value = float(found[1]) if found else np.inf
    return value if np.isfinite(value) else None


def parse_whole(x: Pair, scale: int) -> Pair:
    """A text read as a whole number times 10**scale, rounded half away from zero."""
    return read_words(x, lambda word: whole_of(word, scale), np.int64)


def whole_of(word: str, scale: int) -> int | None:
    """The scaled whole number that a word stands for, or None."""
    found = WHOLE_FORM.fullmatch(word)
    if found is None:
        return None
    sign, before, after = found[1], found[2] or "0", found[3] or found[4] or ""
    digits = after[:scale].ljust(scale, "0")
    value = int(before + digits) + (after[scale : scale + 1] >= "5")
    value = -value if sign == "-" else value
    return value if -(2**63) <= value < 2**63 else None
