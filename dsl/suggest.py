"""Which name was meant: by id, label and alias, in Latin letters, in Hangul, and in the wrong keyboard mode."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from dsl.catalog import Labels
from dsl.hangul import FIRST_SYLLABLE, has_hangul, is_syllable, keys

MOST = 3


class Named(Protocol):
    """Whatever has an id and labels."""

    @property
    def id(self) -> str: ...

    @property
    def labels(self) -> Labels: ...


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that may have been meant; 0 is the same name in another case or keyboard mode."""

    id: str
    labels: Labels
    distance: float


def jamo(text: str) -> str:
    """Hangul syllables as their letters, so that 방믄 is one letter away from 방문; other characters folded."""
    out: list[str] = []
    for char in text.casefold():
        if is_syllable(char):
            index = ord(char) - FIRST_SYLLABLE
            out.append(chr(0x1100 + index // 588))
            out.append(chr(0x1161 + index % 588 // 28))
            if index % 28:
                out.append(chr(0x11A7 + index % 28))
        else:
            out.append("_" if char.isspace() or char in "-." else char)
    return "".join(out)


def distance(left: str, right: str, limit: int) -> int:
    """Edits from one text to the other (insert, delete, replace, swap neighbours); ``limit + 1`` where more."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return last[-1]


def _readings(written: str) -> list[str]:
    """What the writer may have meant to type: the word itself, and its keys in the other mode."""
    word = unicodedata.normalize("NFC", written)
    readings = [jamo(word)]
    if has_hangul(word):
        readings.append(keys(word).casefold())
    return readings


def _distance(readings: Sequence[str], written: str, candidate: str) -> float | None:
    """How far a name is from what was written; None where it is too far to be meant."""
    spelled = jamo(candidate)
    best: float | None = None
    for nth, reading in enumerate(readings):
        limit = max(1, min(len(reading), len(spelled)) // 3)
        found = distance(reading, spelled, limit)
        if found <= limit and (best is None or found + nth * 0.25 < best):
            best = found + nth * 0.25
    # Hangul that was typed in English mode: skdl -> 나이.
    if has_hangul(candidate) and not has_hangul(written):
        typed = keys(candidate).casefold()
        found = distance(readings[0], typed, max(1, len(typed) // 5))
        if found <= max(1, len(typed) // 5) and (best is None or found + 0.25 < best):
            best = found + 0.25
    if best is None and min(len(written), len(candidate)) >= 3:
        left, right = readings[0], spelled
        if left in right or right in left:
            best = 2.0 + abs(len(left) - len(right)) / 10
        else:
            ours, theirs = set(left.split("_")) - {""}, set(right.split("_")) - {""}
            if len(ours) > 1 and ours == theirs:
                best = 1.5
            elif len(left) >= 4:
                # A part of the name, with a typing mistake: vists -> visits_90d.
                near = [distance(left, part, 1) for part in theirs if len(part) >= 4]
                if near and min(near) <= 1:
                    best = 2.5 + len(theirs) / 10
    return best


def suggest(written: str, candidates: Iterable[Named], most: int = MOST) -> list[Suggestion]:
    """The likeliest names for what was written, the nearest first."""
    readings = _readings(written)
    found: dict[str, Suggestion] = {}
    for candidate in candidates:
        names = (
            candidate.id,
            candidate.labels.ko,
            candidate.labels.en,
            *getattr(candidate, "aliases", ()),
        )
        distances = [d for name in names if name and (d := _distance(readings, written, name)) is not None]
        if distances:
            near = Suggestion(candidate.id, candidate.labels, min(distances))
            known = found.get(candidate.id)
            if known is None or near.distance < known.distance:
                found[candidate.id] = near
    return sorted(found.values(), key=lambda s: (s.distance, s.id))[:most]
