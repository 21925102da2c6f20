"""Hangul by its letters: final sounds for particles, and what a key sequence types in the other mode."""

from __future__ import annotations

import re

FIRST_SYLLABLE = 0xAC00
LAST_SYLLABLE = 0xD7A3

# The 2-set keyboard: the keys of each initial, vowel and final, in Unicode's order.
INITIALS = "r R s e E f a q Q t T d w W c z x v g".split()
VOWELS = "k o i O j p u P h hk ho hl y n nj np nl b m ml l".split()
FINALS = ["", *"r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g".split()]
# Letters that stand alone (ㄱ … ㅣ), as Unicode's compatibility block orders them.
LETTERS = (
    "r R rt s sw sg e E f fr fa fq ft fx fv fg a q Q qt t T d w W c z x v g "
    "k o i O j p u P h hk ho hl y n nj np nl b m ml l"
).split()
FIRST_LETTER = 0x3131

# How the digits and the Latin letters end when Koreans read them aloud: 1 일, 3 삼, 6 육, L 엘, M 엠 …
_FINAL_OF_DIGIT = {"0": "ㅇ", "1": "ㄹ", "3": "ㅁ", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ"}
_FINAL_OF_LATIN = {"l": "ㄹ", "r": "ㄹ", "m": "ㅁ", "n": "ㄴ"}
_FINAL_OF_SIGN = {"%": ""}

_RIEUL = 8
_HANGUL = re.compile("[가-힣ㄱ-ㅣ]")


def is_syllable(char: str) -> bool:
    return FIRST_SYLLABLE <= ord(char) <= LAST_SYLLABLE


def has_hangul(text: str) -> bool:
    """Whether a word holds a syllable or a letter of Hangul."""
    return _HANGUL.search(text) is not None


def keys(text: str) -> str:
    """The keys that type ``text`` on a Korean keyboard: 뭉 -> and, 그리고 -> rmflrh; other characters stay."""
    out: list[str] = []
    for char in text:
        code = ord(char)
        if FIRST_SYLLABLE <= code <= LAST_SYLLABLE:
            index = code - FIRST_SYLLABLE
            out.append(INITIALS[index // 588] + VOWELS[index % 588 // 28] + FINALS[index % 28])
        elif FIRST_LETTER <= code < FIRST_LETTER + len(LETTERS):
            out.append(LETTERS[code - FIRST_LETTER])
        else:
            out.append(char)
    return "".join(out)


def final_sound(text: str) -> str:
    """How ``text`` ends when read aloud: ``""`` a vowel, ``"ㄹ"``, or ``"ㅇ"`` for any other consonant."""
    if text[-2:].lower() == "ng":
        return "ㅇ"
    for char in reversed(text):
        if is_syllable(char):
            final = (ord(char) - FIRST_SYLLABLE) % 28
            return "" if final == 0 else "ㄹ" if final == _RIEUL else "ㅇ"
        if char in _FINAL_OF_SIGN:
            return _FINAL_OF_SIGN[char]
        if char.isascii() and char.isalnum():
            sound = _FINAL_OF_DIGIT.get(char, _FINAL_OF_LATIN.get(char.lower(), ""))
            return sound if sound in ("", "ㄹ") else "ㅇ"
        if char.isalnum():
            return ""
    return ""


# Pairs: after a consonant, after a vowel. 로 follows ㄹ as well.
PARTICLES = {
    "은는": ("은", "는"),
    "이가": ("이", "가"),
    "을를": ("을", "를"),
    "과와": ("과", "와"),
    "으로": ("으로", "로"),
    "과": ("과", "와"),
    "아야": ("아", "야"),
    "이나": ("이나", "나"),
    "이라": ("이라", "라"),
}


def particle(text: str, pair: str) -> str:
    """The particle of a pair (은는, 이가, 을를, 으로 …) that goes with how ``text`` ends."""
    closed, opened = PARTICLES[pair]
    sound = final_sound(text)
    if pair == "으로":
        return closed if sound == "ㅇ" else opened
    return closed if sound else opened


def with_particle(text: str, pair: str) -> str:
    return text + particle(text, pair)


# What may follow a name without being part of it, with the final sounds that it may follow.
_AFTER_NAME: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("에서", ("", "ㄹ", "ㅇ")),
    ("으로", ("ㅇ",)),
    ("로", ("", "ㄹ")),
    ("은", ("ㄹ", "ㅇ")),
    ("는", ("",)),
    ("이", ("ㄹ", "ㅇ")),
    ("가", ("",)),
    ("을", ("ㄹ", "ㅇ")),
    ("를", ("",)),
    ("의", ("", "ㄹ", "ㅇ")),
    ("도", ("", "ㄹ", "ㅇ")),
)


def strip_particle(word: str) -> str | None:
    """``word`` without its last particle, where it can have one: 나이가 -> 나이, but 나이 and 평가 stay (None)."""
    for tail, sounds in _AFTER_NAME:
        if word.endswith(tail) and len(word) > len(tail):
            stem = word[: -len(tail)]
            if stem[-1] == "_" or (final_sound(stem) in sounds):
                return stem
    return None
