"""Everything that a rule may name, as lines of a tree: fields, relations, measures, parameters, bands, traits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dsl.catalog import Catalog, Field, Labels, Measure
from dsl.check.base import Reference
from dsl.check.index import normal
from dsl.format import quoted_name, quoted_text
from dsl.suggest import jamo
from dsl.types import Type
from editor.i18n.texts import Words
from editor.viewmodels.criteria_model import circled
from editor.viewmodels.threshold_words import number_text, value_text
from editor.viewmodels.tree_model import Branch
from engine.preview import Profile
from engine.project.model import Project
from engine.project.problems import Path
from engine.project.rename import Section

Sort = Literal["field", "relation", "column", "measure", "trait", "class", "parameter", "band", "part"]
Key = tuple[str, ...]
SECTIONS = ("measures", "fields", "relations", "traits", "bands", "parameters")
PROFILED = frozenset({"field", "column", "measure", "trait"})
COMMON = 4


@dataclass(frozen=True, slots=True)
class Item:
    """What a line stands for. text: what is written into a rule for it. section: where the project holds it, None for
    what is no definition of the project's own. type: of its values, None where it has none."""

    sort: Sort
    id: str
    key: Key
    label: str
    text: str
    type: Type | None = None
    section: Section | None = None
    reference: Reference | None = None
    shown: str = ""


def branches(catalog: Catalog, project: Project, words: Words, search: str = "") -> tuple[Branch, ...]:
    """The tree; with a search only the lines that fit, and what they belong to."""
    wanted = jamo(search.strip())
    found, made = [], _Lines(catalog, project, words)
    for section in SECTIONS:
        lines = tuple(_fitting(made.of(section), wanted))
        if lines or not wanted:
            found.append(Branch(("section", section), (words(f"browser.{section}"), ""), lines))
    return tuple(found)


def _fitting(lines: Iterator[Branch], wanted: str) -> Iterator[Branch]:
    for line in lines:
        item: Item = line.data
        inside = tuple(_fitting(iter(line.children), wanted))
        if not wanted or wanted in jamo(item.label) or wanted in jamo(item.id):
            yield line
        elif inside:
            yield Branch(line.key, line.texts, inside, item, line.tip, line.spoken)


class _Lines:
    """The lines of each section, in the language that is chosen now."""

    def __init__(self, catalog: Catalog, project: Project, words: Words) -> None:
        self.catalog, self.project, self.words = catalog, project, words

    def of(self, section: str) -> Iterator[Branch]:
        makers = {
            "fields": self.fields,
            "relations": self.relations,
            "measures": self.measures,
            "traits": self.traits,
            "bands": self.bands,
            "parameters": self.parameters,
        }
        return makers[section]()

    def spelled(self, id: str, labels: Labels, *, first: bool = True) -> str:
        """How a rule names it."""
        return quoted_name((normal(labels.ko) if self.words.language == "ko" else "") or id, first)

    def label(self, id: str, labels: Labels) -> str:
        return labels.get(self.words.language, id)

    def line(self, item: Item, children: tuple[Branch, ...] = ()) -> Branch:
        extra = f"  {item.id}" if item.label != item.id and item.sort not in ("part", "class") else ""
        value = f" = {item.shown}" if item.shown else ""
        spoken = f"{item.label}{value}, {self.words(f'sort.{item.sort}')} {item.id}"
        return Branch(item.key, (f"{item.label}{value}{extra}", ""), children, item, spoken, spoken)

    def fields(self) -> Iterator[Branch]:
        for one in self.catalog.fields:
            name, text = self.label(one.id, one.labels), self.spelled(one.id, one.labels)
            yield self.line(_field(one, ("field", one.id), "field", name, text))

    def relations(self) -> Iterator[Branch]:
        for relation in self.catalog.relations:
            owner = self.spelled(relation.id, relation.labels)
            columns = []
            for one in relation.fields:
                text = f"{owner}.{self.spelled(one.id, one.labels, first=False)}"
                place = ("column", relation.id, one.id)
                columns.append(self.line(_field(one, place, "column", self.label(one.id, one.labels), text)))
            key, name = ("relation", relation.id), self.label(relation.id, relation.labels)
            yield self.line(Item("relation", relation.id, key, name, owner, reference=key), tuple(columns))

    def measures(self) -> Iterator[Branch]:
        for one in self.catalog.measures:
            if one.kind != "trait":
                yield self.line(_measure(one, self.label(one.id, one.labels), self.spelled(one.id, one.labels)))

    def traits(self) -> Iterator[Branch]:
        for one in self.catalog.measures:
            if one.kind == "trait":
                text, spec = self.spelled(one.id, one.labels), self.project.traits.get(one.id)
                classes = []
                for part in spec.classes if spec is not None else ():
                    name = self.label(part.id, part.labels.catalog())
                    key = ("class", one.id, part.id)
                    classes.append(self.line(Item("class", part.id, key, name, f"{text} = {quoted_text(part.id)}")))
                yield self.line(_measure(one, self.label(one.id, one.labels), text), tuple(classes))

    def bands(self) -> Iterator[Branch]:
        entries: tuple[Field | Measure, ...] = (*self.catalog.measures, *self.catalog.fields)
        for band in self.catalog.bands:
            of = next((one for one in entries if one.id == band.of), None)
            of_text = self.spelled(of.id, of.labels) if of is not None else band.of
            word = "구간" if self.words.language == "ko" else "IN BAND"
            how = f"{of_text} {word} {self.spelled(band.id, band.labels)}"
            parts = []
            for part in band.parts:
                shown = f"{number_text(part.low * 100)}–{number_text(part.high * 100)}%"
                text = f"{how}.{self.spelled(part.id, part.labels, first=False)}"
                name = self.label(part.id, part.labels)
                parts.append(self.line(Item("part", part.id, ("part", band.id, part.id), name, text, shown=shown)))
            key, name = ("band", band.id), self.label(band.id, band.labels)
            yield self.line(Item("band", band.id, key, name, how, None, "bands", key), tuple(parts))

    def parameters(self) -> Iterator[Branch]:
        for one in self.catalog.parameters:
            value: Any = one.value
            shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value_text(value, None, self.words)
            key, name = ("parameter", one.id), self.label(one.id, one.labels)
            yield self.line(Item("parameter", one.id, key, name, f"${one.id}", None, "parameters", key, shown))


def _field(one: Field, key: Key, sort: Literal["field", "column"], label: str, text: str) -> Item:
    return Item(sort, one.id, key, label, text, one.type, reference=(sort, ".".join(key[1:])))


def _measure(one: Measure, label: str, text: str) -> Item:
    section: Section = "measures" if one.kind == "measure" else "scoring" if one.kind == "score" else "traits"
    sort: Sort = "trait" if one.kind == "trait" else "measure"
    return Item(sort, one.id, (sort, one.id), label, text, one.type, section, ("measure", one.id))


def summary(profile: Profile, type_: Type | None, words: Words, catalog: Catalog) -> tuple[str, ...]:
    """A distribution in a few lines: range or commonest values, missing, distinct."""
    lines = []

    def said(value: Any) -> str:
        return value_text(value, type_, words, catalog)

    if profile.bins:
        lines.append(
            words("browser.range", low=said(profile.low), median=said(profile.median), high=said(profile.high))
        )
    elif profile.commonest:
        common = ", ".join(f"{said(value)} {number:,}" for value, number in profile.commonest[:COMMON])
        lines.append(words("browser.common", values=common))
    lines.append(words("browser.missing", share=f"{profile.missing_share:.1%}", n=profile.distinct))
    return tuple(lines)


def place_text(path: Path, project: Project, catalog: Catalog, words: Words) -> str:
    """Where a rule stands, as a person calls it."""
    language = words.language
    match path:
        case ("matrix", "cells", cell, "criteria", n, *_):
            found = project.matrix.cell(str(cell))
            one = next((one for one in found.criteria if one.n == n), None) if found is not None else None
            label = one.labels.catalog().get(language, "") if one is not None else ""
            return f"{cell}{circled(int(n))} {label}".strip()
        case ("matrix", "stages", id, *_):
            stage = project.matrix.stage(str(id))
            return words("browser.at.entry", name=stage.labels.catalog().get(language, str(id)) if stage else str(id))
        case ("measures" | "scoring" | "traits", id, *_):
            entry = next((one for one in catalog.measures if one.id == id), None)
            name = entry.labels.get(language, str(id)) if entry is not None else str(id)
            part = f" {path[3] + 1 if isinstance(path[3], int) else path[3]}" if len(path) > 3 else ""
            return words("browser.at.measure", name=name) + part
        case ("tests", i, *_):
            return words("browser.at.test", n=int(i) + 1)
        case (section, id, *_):
            return f"{words(f'browser.at.{section}')} {id}"
    return ".".join(map(str, path))
