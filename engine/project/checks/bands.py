"""Bands: that their parts are shares of the whole, and share it out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dsl.catalog import Field, Measure
from dsl.check.index import Names
from dsl.diagnostics import Diagnostic
from engine.project.checks.subject import Check, Subject
from engine.project.problems import problem, suggest


def _percent(value: object) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def what_of(subject: Subject) -> Iterator[Diagnostic]:
    """A band is over a field or measure that has an order."""
    entries: tuple[Field | Measure, ...] = (*subject.catalog.fields, *subject.catalog.measures)
    names: Names[Field | Measure] = Names(entries)
    for id, band in subject.project.bands.items():
        found = names.find(band.of)
        if not found:
            near = suggest(band.of, (entry.id for entry in entries))
            yield problem("band.of", path=("bands", id, "of"), name=band.of, near=near)
        elif len(found) > 1:
            owners = tuple(entry.id for entry in found)
            yield problem("label.ambiguous", path=("bands", id, "of"), name=band.of, owners=owners)


def ranges(subject: Subject) -> Iterator[Diagnostic]:
    """Each part from 0 to 100, the lower edge first."""
    for id, band in subject.project.bands.items():
        for name, part in band.parts.items():
            low, high = part.range
            if not 0 <= low < high <= 100:
                yield problem(
                    "band.range", path=("bands", id, "parts", name), name=name, low=_percent(low), high=_percent(high)
                )


def neighbours(subject: Subject) -> Iterator[Diagnostic]:
    """Parts neither overlap nor leave a gap, and they reach from 0 to 100."""
    for id, band in subject.project.bands.items():
        parts = sorted(band.parts.items(), key=lambda item: item[1].range)
        for (one, left), (other, right) in pairwise(parts):
            path = ("bands", id, "parts", other)
            end, start = left.range[1], right.range[0]
            if start < end:
                yield problem(
                    "band.overlap", "warning", path, one=one, other=other, low=_percent(start), high=_percent(end)
                )
            elif start > end:
                yield problem(
                    "band.gap", "warning", path, one=one, other=other, low=_percent(end), high=_percent(start)
                )
        first, last = parts[0][1].range[0], max(part.range[1] for _, part in parts)
        if first > 0:
            yield problem("band.open", "info", ("bands", id, "parts"), low="0", high=_percent(first))
        if last < 100:
            yield problem("band.open", "info", ("bands", id, "parts"), low=_percent(last), high="100")


CHECKS: tuple[Check, ...] = (what_of, ranges, neighbours)
