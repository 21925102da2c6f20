"""What may stand at the cursor of a rule: names, parameters, words and values, the likeliest first. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dsl import keywords
from dsl.catalog import Catalog, Field, Labels, Measure
from dsl.check.index import index_of, normal
from dsl.diagnostics import Language
from dsl.format import quoted_name, quoted_text
from dsl.hangul import has_hangul, keys
from dsl.lexer import tokens
from dsl.suggest import jamo
from dsl.tokens import Token
from dsl.types import Kind

Sort = Literal["field", "measure", "trait", "relation", "column", "parameter", "band", "cell", "stage", "word", "value"]
Commonest = Callable[[str], Iterable[str]]
"""The values of a field or measure in the data, the most frequent first."""

MOST = 40
WORD = re.compile(r"[$\w]\w*(?:\.\w*)*\Z|\w*\Z")
COMPARES = frozenset({"=", "<>", "<", "<=", ">", ">=", "!=", "==", "≥", "≤", "≠"})
# Words that continue a condition after a name, by what the name holds.
_UPPER = frozenset({"AND", "OR", "NOT", "IS", "BETWEEN", "IN", "TEXTUAL", "IGNORING_CASE"})
_SIGNS: dict[str, tuple[str, ...]] = {"number": (">=", "<=", "=", "<>", ">", "<"), "text": ("=", "<>")}


@dataclass(frozen=True, slots=True)
class Candidate:
    """``text`` replaces the word at the cursor; ``label`` and ``detail`` are shown (name, and what it is)."""

    text: str
    label: str
    detail: str
    sort: Sort
    unit: str = ""
    also: tuple[str, ...] = ()
    """Other names by which it is found."""


@dataclass(frozen=True, slots=True)
class Completion:
    """Candidates for the text between ``start`` and ``end``. ``value``: a value is expected here."""

    start: int
    end: int
    candidates: tuple[Candidate, ...] = ()
    value: bool = False


def complete(
    text: str, position: int, catalog: Catalog, language: Language, commonest: Commonest = lambda _: ()
) -> Completion:
    """What may stand at ``position``; nothing within comments."""
    return _Completer(text, position, catalog, language, commonest).run()


class _Completer:
    def __init__(self, text: str, position: int, catalog: Catalog, language: Language, commonest: Commonest) -> None:
        self.text, self.position = text, position
        self.catalog, self.language, self.commonest = catalog, language, commonest
        self.index = index_of(catalog)

    def run(self) -> Completion:
        before = self.text[: self.position]
        found = WORD.search(before)
        start = found.start() if found is not None else self.position
        tokenised = tokens(before)
        if any(one.kind == "comment" and one.span.end >= self.position for one in tokenised):
            return Completion(self.position, self.position)
        last = tokenised[-1] if tokenised else None
        if last is not None and last.kind == "text" and last.span.end >= self.position and self._open(last):
            start = last.span.start
        prefix = before[start:]
        earlier = [one for one in tokenised if one.span.end <= start]
        value = self._operand(earlier) is not None
        ranked = self._ranked(self._candidates(prefix, earlier), prefix)
        if len(ranked) == 1 and ranked[0].text == prefix:
            ranked = []
        return Completion(start, self.position, tuple(ranked[:MOST]), value)

    def _open(self, token: Token) -> bool:
        written = self.text[token.span.start : self.position]
        return len(written) < 2 or written[-1] not in "'’\""

    # -- what is expected ---------------------------------------------------------------------------------

    def _operand(self, earlier: list[Token]) -> Field | Measure | None:
        """The name whose value is expected now: behind ``name =``, ``name in (``, ``name between``."""
        for at in range(len(earlier) - 1, -1, -1):
            one = earlier[at]
            written = self.text[one.span.start : one.span.end]
            if at == len(earlier) - 1 and one.kind == "name":
                return None
            if one.kind == "name":
                return self._entry(written)
            listed = one.kind in ("text", "number", "date") or written in ("(", ",")
            if at == len(earlier) - 1 and one.kind in ("text", "number", "date"):
                return None
            if not (listed or written in COMPARES or one.keyword in ("is one of", "in", "between", "is", "not")):
                return None
            if written == "(" and (at == 0 or earlier[at - 1].keyword not in ("in", "not")):
                return None
        return None

    def _entry(self, written: str) -> Field | Measure | None:
        if "." in written:
            relation, _, column = written.rpartition(".")
            owner = self.index.relations.one(relation.strip("`"))
            return self.index.columns(owner).one(column.strip("`")) if owner is not None else None
        return self.index.values.one(written.strip("`"))

    def _candidates(self, prefix: str, earlier: list[Token]) -> Iterator[Candidate]:
        last = earlier[-1] if earlier else None
        if prefix.startswith("$"):
            yield from self._parameters()
            return
        head, dot, _ = prefix.rpartition(".")
        if dot:
            yield from self._parts(head)
            return
        if last is not None and last.keyword == "in band":
            for band in self.catalog.bands:
                for part in band.parts:
                    name = f"{self._spell(band.id, band.labels)}.{self._spell(part.id, part.labels, first=False)}"
                    yield Candidate(name, name, f"{band.id}.{part.id}", "band")
            return
        if last is not None and last.keyword in ("in cell", "in stage"):
            places = self.catalog.cells if last.keyword == "in cell" else self.catalog.stages
            for place in places:
                label = place.labels.get(self.language, place.id)
                yield Candidate(quoted_text(place.id), f"{place.id} {label}".strip(), place.id, "cell")
            return
        operand = self._operand(earlier)
        if operand is not None:
            yield from self._values(operand)
            yield from self._parameters()
        if prefix[:1] in ("'", '"', "‘"):
            return
        named = last is not None and last.kind == "name"
        if named and last is not None:
            yield from self._operators(self._entry(self.text[last.span.start : last.span.end]))
        if not named or prefix:
            yield from self._names()
        yield from self._words()

    def _parts(self, head: str) -> Iterator[Candidate]:
        """Columns of a relation, parts of a band."""
        relation = self.index.relations.one(head)
        if relation is not None:
            for column in relation.fields:
                yield self._named(column.id, column.labels, column, "column", head + ".")
        band = self.index.bands.one(head)
        if band is not None:
            for part in band.parts:
                name = self._spell(part.id, part.labels, first=False)
                yield Candidate(f"{head}.{name}", name, part.id, "band")

    # -- what there is ------------------------------------------------------------------------------------

    def _spell(self, id_: str, labels: Labels, *, first: bool = True) -> str:
        """How a name is written in the language of the screen: in Korean its label, else its id. ``first``: no dot
        stands before it."""
        label = normal(labels.ko) if self.language == "ko" else ""
        return quoted_name(label or id_, first)

    def _unit(self, unit: str | None) -> str:
        found = self.catalog.units.get(unit or "")
        if found is None:
            return ""
        return found.ko if self.language == "ko" else found.en_many

    def _named(
        self, id_: str, labels: Labels, entry: Field | Measure | None, sort: Sort, before: str = ""
    ) -> Candidate:
        other = id_ if self.language == "ko" else labels.get("en")
        unit = self._unit(entry.type.unit) if entry is not None else ""
        name = self._spell(id_, labels, first=not before)
        also = (id_, labels.ko, labels.en, *(entry.aliases if entry is not None else ()))
        return Candidate(before + name, name, other, sort, unit, also)

    def _names(self) -> Iterator[Candidate]:
        for measure in self.catalog.measures:
            yield self._named(measure.id, measure.labels, measure, "trait" if measure.kind == "trait" else "measure")
        for one in self.catalog.fields:
            yield self._named(one.id, one.labels, one, "field")
        for relation in self.catalog.relations:
            yield self._named(relation.id, relation.labels, None, "relation")

    def _parameters(self) -> Iterator[Candidate]:
        for one in self.catalog.parameters:
            shown = ", ".join(map(str, one.value)) if isinstance(one.value, tuple) else str(one.value)
            yield Candidate(f"${one.id}", f"${one.id}", shown, "parameter", one.labels.get(self.language))

    def _values(self, operand: Field | Measure) -> Iterator[Candidate]:
        kind, detail = operand.type.kind, operand.labels.get(self.language, operand.id)
        unit = self._unit(operand.type.unit)
        if kind is Kind.BOOLEAN:
            for word in ("true", "false"):
                spelled = keywords.spelling("BOOLEAN", word, self.language)
                yield Candidate(spelled, spelled, detail, "value")
            return
        if kind in (Kind.DATE, Kind.TIMESTAMP):
            today = keywords.spelling("TODAY", "today", self.language)
            yield Candidate(today, today, detail, "value")
            return
        known = [one.isoformat() if isinstance(one, date) else str(one) for one in operand.values]
        for value in dict.fromkeys([*self.commonest(operand.id), *known]):
            written = quoted_text(value) if kind is Kind.TEXT else value
            yield Candidate(written, value, detail, "value", unit)

    def _operators(self, entry: Field | Measure | None) -> Iterator[Candidate]:
        kind = entry.type.kind if entry is not None else Kind.TEXT
        if kind is not Kind.BOOLEAN:
            for sign in _SIGNS["text" if kind is Kind.TEXT else "number"]:
                yield Candidate(sign, sign, "", "word")

    def _words(self) -> Iterator[Candidate]:
        seen = set()
        for one in keywords.KEYWORDS:
            spellings = one.ko or one.en if self.language == "ko" else one.en
            if not spellings or spellings[0] in seen:
                continue
            seen.add(spellings[0])
            word = spellings[0].upper() if one.terminal in _UPPER and spellings[0].isascii() else spellings[0]
            yield Candidate(word, word, "", "word")
        for function in keywords.FUNCTIONS:
            name = keywords.function_name(function, self.language)
            yield Candidate(f"{name}(", f"{name}()", function if name != function else "", "word")

    # -- which fit ----------------------------------------------------------------------------------------

    def _ranked(self, candidates: Iterable[Candidate], prefix: str) -> list[Candidate]:
        """Those that fit what is written so far: by the beginning of a name, of one of its words, by its letters
        anywhere; also typed in the other keyboard mode."""
        wanted = prefix.rpartition(".")[2].lstrip("$").strip("'\"‘")
        readings = [jamo(wanted)]
        if has_hangul(wanted):
            readings.append(keys(wanted).casefold())
        found: list[tuple[float, int, Candidate]] = []
        seen: set[str] = set()
        for place, one in enumerate(candidates):
            if one.text in seen:
                continue
            score = min((_score(reading, one, nth) for nth, reading in enumerate(readings)), default=9.0)
            if score < 9:
                seen.add(one.text)
                found.append((score + (0.5 if one.sort == "word" and wanted else 0), place, one))
        found.sort(key=lambda item: item[:2])
        return [one for _, _, one in found]


def _score(wanted: str, one: Candidate, nth: int) -> float:
    """0 is best, 9 is no match."""
    if not wanted:
        return 0.0
    best = 9.0
    for name in (one.label, one.detail, one.text.strip("'"), *one.also):
        spelled = jamo(name)
        if spelled.startswith(wanted):
            best = min(best, 0.0 if name != one.detail else 0.25)
        elif f"_{wanted}" in spelled:
            best = min(best, 1.0)
        elif len(wanted) > 2 and wanted in spelled:
            best = min(best, 2.0)
    return best + nth * 0.1 if best < 9 else best


__all__ = ["Candidate", "Completion", "complete"]
