"""Names: that each means one thing, and that what is named is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from dsl.catalog import Field, Labels, Measure
from dsl.check.index import normal
from dsl.diagnostics import Diagnostic
from engine.project.checks.subject import Check, Subject
from engine.project.problems import Path, problem, suggest
from engine.project.static import measure_kind
from engine.project.units import units_of

_SECTIONS = {"measure": "measures", "score": "scoring", "trait": "traits"}


def duplicate_ids(subject: Subject) -> Iterator[Diagnostic]:
    """Lists whose items have ids: each id once."""
    matrix = subject.project.matrix
    lists: list[tuple[Path, Iterable[str]]] = [
        (("matrix", "stages"), [s.id for s in matrix.stages]),
        (("matrix", "levels"), [x.id for x in matrix.levels]),
        (("matrix", "cells"), [c.id for c in matrix.cells]),
    ]
    for id, trait in subject.project.traits.items():
        classes = [c.id for c in trait.classes]
        lists.append((("traits", id, "classes"), classes))
    for path, ids in lists:
        for id, times in Counter(ids).items():
            if times > 1:
                yield problem("id.duplicate", path=(*path, id), name=id)


def duplicate_numbers(subject: Subject) -> Iterator[Diagnostic]:
    """The criteria of a cell: each number once."""
    for cell in subject.project.matrix.cells:
        for n, times in Counter(c.n for c in cell.criteria).items():
            if times > 1:
                path = ("matrix", "cells", cell.id, "criteria", n)
                yield problem("criterion.duplicate", path=path, n=n, cell=cell.id)


def one_value_each(subject: Subject) -> Iterator[Diagnostic]:
    """A measure, scoring model, trait or declared field of the same id: a rule could not tell them apart."""
    project = subject.project
    known: dict[str, str] = dict.fromkeys(project.subject.fields, "subject.fields")
    for section, ids in (("measures", project.measures), ("scoring", project.scoring), ("traits", project.traits)):
        for id in ids:
            if id in known:
                yield problem("id.taken", path=(section, id), name=id, other=known[id])
            known.setdefault(id, section)


def hides_a_column(subject: Subject) -> Iterator[Diagnostic]:
    """A measure with the name of a column that the project does not declare."""
    project = subject.project
    measures = {m.id: m for m in subject.catalog.measures}
    for field in subject.catalog.fields:
        if field.id in measures and field.id not in project.subject.fields:
            section = _SECTIONS[measures[field.id].kind]
            yield problem("id.taken", path=(section, field.id), name=field.id, other=project.subject.table)


def ambiguous_labels(subject: Subject) -> Iterator[Diagnostic]:
    """A label or alias that several values share, or that is another one's id: it cannot be used in a rule."""
    catalog = subject.catalog
    declared = [f for f in catalog.fields if f.id in subject.project.subject.fields]
    yield from _ambiguous([*declared, *catalog.measures], subject)
    for relation in catalog.relations:
        spec = subject.project.relations.get(relation.id)
        if spec is not None and spec.of is None:
            yield from _ambiguous(
                [f for f in relation.fields if f.id in spec.fields], subject, ("relations", relation.id, "fields")
            )


def _ambiguous(
    entries: Iterable[Field | Measure], subject: Subject, within: Path | None = None
) -> Iterator[Diagnostic]:
    words: dict[str, list[Field | Measure]] = {}
    entries = list(entries)
    ids = {entry.id for entry in entries}
    for entry in entries:
        for word in {normal(w) for w in (*_words(entry.labels), *entry.aliases) if w} - {entry.id}:
            words.setdefault(word, []).append(entry)
    for word, owners in words.items():
        others = [e.id for e in owners] + ([word] if word in ids else [])
        if len(others) > 1:
            path = _path_of(owners[-1], subject) if within is None else (*within, owners[-1].id)
            yield problem("label.ambiguous", "warning", path, name=word, owners=tuple(sorted(set(others))))


def _path_of(entry: Field | Measure, subject: Subject) -> Path:
    if isinstance(entry, Field):
        return ("subject", "fields", entry.id)
    return (_SECTIONS[measure_kind(subject.project, entry.id)], entry.id)


def _words(labels: Labels) -> tuple[str, ...]:
    return (labels.ko, labels.en)


def units(subject: Subject) -> Iterator[Diagnostic]:
    """Units and counters that are neither built in nor the project's."""
    project = subject.project
    known = units_of(project.units)
    used: list[tuple[Path, str | None]] = []
    used += [(("subject", "fields", id, "unit"), spec.unit) for id, spec in project.subject.fields.items()]
    for id, relation in project.relations.items():
        used.append((("relations", id, "counter"), relation.counter))
        used += [(("relations", id, "fields", name, "unit"), spec.unit) for name, spec in relation.fields.items()]
    used += [(("measures", id, "unit"), spec.unit) for id, spec in project.measures.items()]
    used += [(("scoring", id, "unit"), spec.unit) for id, spec in project.scoring.items()]
    for path, unit in used:
        if unit is not None and unit not in known:
            yield problem("unit.unknown", path=path, name=unit, near=suggest(unit, known))


def values_fit(subject: Subject) -> Iterator[Diagnostic]:
    """The listed values of a field are of its type."""
    from engine.project.fields import fits

    project = subject.project
    tables: list[tuple[Path, Mapping[str, Field]]] = [
        (("subject", "fields"), {f.id: f for f in subject.catalog.fields if f.id in project.subject.fields})
    ]
    for relation in subject.catalog.relations:
        spec = project.relations.get(relation.id)
        if spec is not None and spec.kind in ("base", "nested"):
            own = {f.id: f for f in relation.fields if f.id in spec.fields}
            tables.append((("relations", relation.id, "fields"), own))
    for path, fields in tables:
        for id, field in fields.items():
            for value in field.values:
                if not fits(value, field.type):
                    where = (*path, id, "values")
                    yield problem("field.value", path=where, name=id, value=str(value), type=str(field.type.kind))
                    break


CHECKS: tuple[Check, ...] = (
    duplicate_ids,
    duplicate_numbers,
    one_value_each,
    hides_a_column,
    ambiguous_labels,
    units,
    values_fit,
)
