"""The project's own settings: time zone, source, names in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from dsl.diagnostics import Diagnostic
from engine.project.base import Labels
from engine.project.checks.subject import Check, Subject
from engine.project.problems import Path, problem, suggest

_OFFSET = re.compile(r"(?i)(utc|gmt)?\s*[+-]\d{1,2}(:?\d{2})?|kst|jst|[a-z]{3,4}t")
_ALIASES = {"kst": "Asia/Seoul", "seoul": "Asia/Seoul", "korea": "Asia/Seoul", "jst": "Asia/Tokyo"}


def known_zone(name: str) -> bool:
    """Whether a time zone is in the IANA list."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def time_zones(subject: Subject) -> Iterator[Diagnostic]:
    """The project's zone and those of its fields."""
    project = subject.project
    zones: list[tuple[Path, str]] = [(("time_zone",), project.time_zone)]
    tables: list[tuple[Path, dict[str, str | None]]] = [
        (("subject", "fields"), {id: spec.zone for id, spec in project.subject.fields.items()})
    ]
    for id, relation in project.relations.items():
        tables.append((("relations", id, "fields"), {name: spec.zone for name, spec in relation.fields.items()}))
    for path, fields in tables:
        zones += [((*path, name, "zone"), zone) for name, zone in fields.items() if zone is not None]
    for where, zone in zones:
        if not known_zone(zone):
            yield problem("zone.unknown", path=where, name=zone, near=near_zones(zone))


def near_zones(name: str) -> tuple[str, ...]:
    """What may have been meant by a zone that is not in the list."""
    alias = _ALIASES.get(name.strip().casefold())
    if alias is not None:
        return (alias,)
    if _OFFSET.fullmatch(name.strip()):
        return ()
    from zoneinfo import available_timezones

    zones = available_timezones()
    city = name.rsplit("/", 1)[-1].replace(" ", "_").casefold()
    ends = tuple(sorted(zone for zone in zones if zone.casefold().endswith("/" + city)))
    return ends[:3] or suggest(name, zones)


def source_named(subject: Subject) -> Iterator[Diagnostic]:
    """A project without a source can be checked, not run."""
    if not subject.project.source.strip():
        yield problem("source.none", "info", ("source",))


def labels_in_both_languages(subject: Subject) -> Iterator[Diagnostic]:
    """A name that only one language has is shown in the other as it is."""
    for path, labels in all_labels(subject):
        if bool(labels.ko) != bool(labels.en):
            code = "label.no_english" if labels.ko else "label.no_korean"
            yield problem(code, "info", path, name=labels.ko or labels.en)


def all_labels(subject: Subject) -> Iterator[tuple[Path, Labels]]:
    """The labels of everything that has some."""
    project = subject.project
    yield ("name",), project.name
    yield ("subject", "labels"), project.subject.labels
    for id, spec in project.subject.fields.items():
        yield ("subject", "fields", id, "labels"), spec.labels
    for id, relation in project.relations.items():
        yield ("relations", id, "labels"), relation.labels
        for name, spec in relation.fields.items():
            yield ("relations", id, "fields", name, "labels"), spec.labels
    named: dict[str, Mapping[str, Any]] = {
        "measures": project.measures,
        "parameters": project.parameters,
        "scoring": project.scoring,
        "bands": project.bands,
        "traits": project.traits,
        "audiences": project.audiences,
        "campaigns": project.campaigns,
    }
    for section, entries in named.items():
        for id, entry in entries.items():
            yield (section, id, "labels"), entry.labels
    for id, band in project.bands.items():
        for name, part in band.parts.items():
            yield ("bands", id, "parts", name, "labels"), part.labels
    for id, trait in project.traits.items():
        for item in trait.classes:
            yield ("traits", id, "classes", item.id, "labels"), item.labels
    matrix = project.matrix
    for stage in matrix.stages:
        yield ("matrix", "stages", stage.id, "labels"), stage.labels
    for level in matrix.levels:
        yield ("matrix", "levels", level.id, "labels"), level.labels
    for cell in matrix.cells:
        yield ("matrix", "cells", cell.id, "labels"), cell.labels
        for criterion in cell.criteria:
            yield ("matrix", "cells", cell.id, "criteria", criterion.n, "labels"), criterion.labels


CHECKS: tuple[Check, ...] = (time_zones, source_named, labels_in_both_languages)
