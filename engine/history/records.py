"""One run as it is kept: who ran what on which data, and every count. No customer's key or value is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.project.model import Project
from engine.project.secrets import without_password
from plugins.api import redact

if TYPE_CHECKING:
    from engine.run import Run

WORDS = frozenset(
    "labels description definition purpose name note targets language source campaigns audiences tests aliases".split()
)
"""Parts of a project that no count depends on."""


@dataclass(frozen=True, slots=True)
class CellRecord:
    """The counts of one cell; ``name`` in the project's language at the time of the run."""

    cell: str
    stage: str
    name: str
    matched: int
    assigned: int
    overlapping: int


@dataclass(frozen=True, slots=True)
class StageRecord:
    """The ledger of one stage."""

    stage: str
    name: str
    entered: int
    unassigned: int
    overlapping: int


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run. ``id`` is 0 until it is kept. at: when it began, UTC. project: ``project_id``. fingerprint: of the
    rules. source: without a password. rules: place -> text of every rule. seconds: how long it took."""

    project: str
    name: str
    path: str
    fingerprint: str
    as_of: date
    source: str
    place: str
    dialect: str
    hit_policy: str
    seconds: float
    subjects: int
    in_one: int
    in_several: int
    unassigned: int
    in_no_stage: int
    stages: tuple[StageRecord, ...] = ()
    cells: tuple[CellRecord, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    id: int = 0

    def cell(self, cell: str) -> CellRecord | None:
        """The counts of a cell; None where there was no such cell."""
        return next((one for one in self.cells if one.cell == cell), None)


def project_id(path: Path) -> str:
    """What tells one project from another: where its file lies."""
    return hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def rules_fingerprint(project: Project) -> str:
    """A text that is the same for two versions of a project if no count can differ between them on the same data."""
    plain = json.dumps(_rules_only(project.model_dump(mode="json")), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _rules_only(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rules_only(part) for key, part in value.items() if key not in WORDS}
    return [_rules_only(part) for part in value] if isinstance(value, list) else value


def rules_of(project: Project) -> dict[str, str]:
    """Every rule by its place: measures, entry rules, criteria (``2.1③``)."""
    from engine.publish import circled

    found = {name: measure.rule for name, measure in project.measures.items()}
    for stage in project.matrix.stages:
        if stage.entry is not None:
            found[stage.id] = stage.entry
    for cell in project.matrix.cells:
        for one in cell.criteria:
            found[f"{cell.id}{circled(one.n)}"] = one.rule
    return found


def record_of(run: Run, project: Project, path: Path, seconds: float, *, source: str | None = None) -> RunRecord:
    """A run as it is kept. ``source``: what it ran on, where that was not the project's own."""
    accounting, matrix, language = run.accounting, project.matrix, project.language
    stages = {one.id: one.labels.catalog().get(language, one.id) for one in matrix.stages}
    cells = {one.id: one.labels.catalog().get(language, "").removeprefix(one.id).strip() for one in matrix.cells}
    return RunRecord(
        project=project_id(path),
        name=project.name.catalog().get(language, path.stem),
        path=str(path.resolve()),
        fingerprint=rules_fingerprint(project),
        as_of=run.as_of,
        source=redact(without_password(source if source is not None else project.source)),
        place=run.place.where,
        dialect=run.place.dialect or "",
        hit_policy=matrix.hit_policy,
        seconds=round(seconds, 3),
        subjects=accounting.subjects,
        in_one=accounting.in_one,
        in_several=accounting.in_several,
        unassigned=accounting.unassigned,
        in_no_stage=accounting.in_no_stage,
        stages=tuple(
            StageRecord(one.stage, stages.get(one.stage, one.stage), one.entered, one.unassigned, one.overlapping)
            for one in accounting.stages
        ),
        cells=tuple(
            CellRecord(one.cell, stage.stage, cells.get(one.cell, ""), one.matched, one.assigned, one.overlapping)
            for stage in accounting.stages
            for one in stage.cells
        ),
        rules=rules_of(project),
    )
