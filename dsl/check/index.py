"""A catalog by name: ids first, then labels and aliases, as a rule may write them."""

from __future__ import annotations

import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable
from functools import cached_property
from typing import Generic, TypeVar

from dsl.catalog import Band, BandPart, Catalog, Field, Labels, Measure, Parameter, Place, Relation
from dsl.hangul import strip_particle

Entry = Field | Measure | Relation | Parameter | Band | BandPart | Place
E = TypeVar("E", bound=Entry)


def normal(name: str) -> str:
    """NFC, blanks as underscores: how labels are compared with what was written."""
    return "_".join(unicodedata.normalize("NFC", name).split())


def entry_labels(entry: Entry) -> Labels:
    return entry.labels


class Names(Generic[E]):
    """Entries of one sort by id and, after that, by label or alias."""

    def __init__(self, entries: Iterable[E]) -> None:
        self.entries = tuple(entries)
        self._ids: dict[str, list[E]] = {}
        self._other: dict[str, list[E]] = {}
        for entry in self.entries:
            self._ids.setdefault(unicodedata.normalize("NFC", entry.id), []).append(entry)
        for entry in self.entries:
            aliases = getattr(entry, "aliases", ())
            keys = {normal(name) for name in (entry.id, entry.labels.ko, entry.labels.en, *aliases) if name}
            for key in keys:
                self._other.setdefault(key, []).append(entry)

    def find(self, name: str) -> list[E]:
        """What a name may mean: nothing, one thing, or several that share a label."""
        found = self._ids.get(name) or self._other.get(normal(name))
        if found:
            return found
        stem = strip_particle(name)
        return (self._ids.get(stem) or self._other.get(normal(stem)) or []) if stem else []

    def one(self, name: str) -> E | None:
        found = self.find(name)
        return found[0] if len(found) == 1 else None


class Index:
    """Everything of a catalog by name. Built once for a catalog, then shared."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.values: Names[Field | Measure] = Names((*catalog.fields, *catalog.measures))
        self.relations = Names(catalog.relations)
        self.parameters = Names(catalog.parameters)
        self._columns: dict[str, Names[Field]] = {}

    @cached_property
    def bands(self) -> Names[Band]:
        return Names(self.catalog.bands)

    @cached_property
    def stages(self) -> Names[Place]:
        return Names(self.catalog.stages)

    @cached_property
    def cells(self) -> Names[Place]:
        return Names(self.catalog.cells)

    @cached_property
    def subject_words(self) -> frozenset[str]:
        """What stands for the subject in ``subject.age``."""
        labels = self.catalog.subject
        return frozenset({"subject", "대상", *(normal(word) for word in (labels.ko, labels.en) if word)})

    @cached_property
    def owners(self) -> dict[str, list[Relation]]:
        """The relations that have a column of some name."""
        table: dict[str, list[Relation]] = {}
        for relation in self.catalog.relations:
            for column in relation.fields:
                for name in {column.id, normal(column.labels.ko), normal(column.labels.en)} - {""}:
                    table.setdefault(name, []).append(relation)
        return table

    def columns(self, relation: Relation) -> Names[Field]:
        """The columns of a relation."""
        found = self._columns.get(relation.id)
        if found is None:
            found = self._columns[relation.id] = Names(relation.fields)
        return found


_RECENT: OrderedDict[int, Index] = OrderedDict()
_LOCK = threading.Lock()
_KEPT = 8


def index_of(catalog: Catalog) -> Index:
    """The index of this very catalog; the last few are kept."""
    with _LOCK:
        found = _RECENT.get(id(catalog))
        if found is not None and found.catalog is catalog:
            _RECENT.move_to_end(id(catalog))
            return found
        built = _RECENT[id(catalog)] = Index(catalog)
        while len(_RECENT) > _KEPT:
            _RECENT.popitem(last=False)
        return built
