"""How well a few typed letters fit a name: in both languages, by initial consonants, in the other keyboard mode."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from dsl.hangul import FIRST_SYLLABLE, has_hangul, is_syllable, keys
from dsl.suggest import jamo

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
NO = 9.0


def initials(text: str) -> str:
    """The initial consonant of each syllable: 셀 복사 -> ㅅ ㅂㅅ; other characters stay."""
    return "".join(INITIALS[(ord(char) - FIRST_SYLLABLE) // 588] if is_syllable(char) else char for char in text)


def score(wanted: str, names: Iterable[str]) -> float | None:
    """How well each word of ``wanted`` fits one of the names: 0 is best; None: some word fits none."""
    words = unicodedata.normalize("NFC", wanted).casefold().split()
    listed = [unicodedata.normalize("NFC", one).casefold() for one in names]
    total = 0.0
    for word in words:
        best = min((_fit(word, name) + 0.01 * place for place, name in enumerate(listed)), default=NO)
        if has_hangul(word):
            best = min([best, *(_fit(keys(word).casefold(), name) + 0.6 for name in listed)])
        if best >= NO:
            return None
        total += best
    return total


def _fit(word: str, name: str) -> float:
    """One word and one name."""
    if all(char in INITIALS for char in word):
        return _part(word, initials(name), 0.5)
    found = _part(word, name, 0.0)
    if found >= NO:
        found = _part(jamo(word), jamo(name), 0.3)  # a syllable that is not finished yet
    if found >= NO and len(word) > 1:
        found = _scattered(word, name)
    return found


def _part(word: str, name: str, base: float) -> float:
    at = name.find(word)
    if at < 0:
        return NO
    begins = at == 0 or not name[at - 1].isalnum() or f" {word}" in name
    return base + (0.0 if at == 0 else 0.2 if begins else 1.0)


def _scattered(word: str, name: str) -> float:
    """The letters in their order, with others between them."""
    at, gaps = -1, 0
    for char in word:
        following = name.find(char, at + 1)
        if following < 0:
            return NO
        gaps += following - at - 1 if at >= 0 else 0
        at = following
    return min(3.0 + 0.1 * gaps, NO - 0.1) if gaps <= 3 * len(word) else NO
