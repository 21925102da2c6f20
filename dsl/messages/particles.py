"""Korean particles that fit the word in front of them."""

from __future__ import annotations

PAIRS: dict[str, tuple[str, str]] = {
    "은는": ("은", "는"),
    "이가": ("이", "가"),
    "을를": ("을", "를"),
    "과와": ("과", "와"),
    "과": ("과", "와"),
    "이라": ("이라", "라"),
    "이나": ("이나", "나"),
    "아야": ("아", "야"),
    "으로": ("으로", "로"),
}
"""Each particle after a consonant and after a vowel."""

_NONE, _OTHER, _RIEUL = 0, 1, 2
_DIGITS = {"0": _OTHER, "1": _RIEUL, "2": _NONE, "3": _OTHER, "4": _NONE, "5": _NONE}
_DIGITS |= {"6": _OTHER, "7": _RIEUL, "8": _RIEUL, "9": _NONE}
_LETTERS = {"l": _RIEUL, "m": _OTHER, "n": _OTHER, "b": _OTHER, "c": _OTHER, "k": _OTHER, "p": _OTHER, "t": _OTHER}
_SIGNS = {"%": _NONE, "$": _NONE}


def final_sound(word: str) -> int:
    """How a word ends when it is read aloud: 0 a vowel, 1 a consonant, 2 the consonant ㄹ."""
    for character in reversed(word):
        if "가" <= character <= "힣":
            final = (ord(character) - 0xAC00) % 28
            return _NONE if final == 0 else _RIEUL if final == 8 else _OTHER
        if character in _DIGITS:
            return _DIGITS[character]
        if character in _SIGNS:
            return _SIGNS[character]
        if character.isalpha():
            return _LETTERS.get(character.lower(), _NONE)
    return _NONE


def particle(word: str, pair: str) -> str:
    """The particle of a pair (``은는``, ``으로`` …) that follows a word."""
    after_consonant, after_vowel = PAIRS[pair]
    sound = final_sound(word)
    if sound == _NONE or (pair == "으로" and sound == _RIEUL):
        return after_vowel
    return after_consonant
