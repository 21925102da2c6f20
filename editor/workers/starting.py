"""Work behind the first screen: making the sample, looking at data for a new project, writing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path, user_documents_path

from editor.workers.tasks import Cancel, Report
from engine.cli.commands.demo import make
from engine.project.file import save
from engine.project.model import Project
from engine.propose import (
    ProposedRelation,
    ProposedSubject,
    Survey,
    matrix_of,
    plain_project,
    relations_of,
    subjects,
    survey,
)
from plugins.registry import open_source

CUSTOMERS = 10_000
FOLDER = "Quadrille sample"


def sample_project(language: str, report: Report, cancel: Cancel) -> Path:
    """The sample's project, made with its data in the user's documents unless it is there already.

    Raises QuadrilleError where no folder takes it, Cancelled.
    """
    documents = user_documents_path()
    parent = documents if documents.is_dir() else user_data_path("quadrille", appauthor=False)
    folder = parent / FOLDER
    project = folder / "written.quad"
    if not (project.is_file() and (folder / "sample.duckdb").is_file()):
        parent.mkdir(parents=True, exist_ok=True)
        make(folder, "duckdb", CUSTOMERS, 1, "ko" if language == "ko" else "en", progress=report, cancel=cancel)
    return project


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found in a source: its tables, and who could be the subject, the likeliest first."""

    survey: Survey
    subjects: tuple[ProposedSubject, ...]

    def relations(self, subject: ProposedSubject) -> tuple[ProposedRelation, ...]:
        """The tables that belong to a subject."""
        return relations_of(self.survey, subject)

    def subject(self, table: str, key: str) -> ProposedSubject:
        """A table and key that a person chose; tables with a column of the key's name refer to it."""
        for one in self.subjects:
            if (one.table, one.key) == (table, key):
                return one
        tables = self.survey.tables
        referring = tuple(name for name in tables if name != table and self.survey.column(name, key) is not None)
        return ProposedSubject(table, key, referring)


def look(target: str, base: Path | None, secret: str | None, report: Report, cancel: Cancel) -> Proposal:
    """Read a source's schema, and the values of what has no types; raises QuadrilleError, Cancelled."""
    report(None, "open")
    with open_source(target, base=base, secret=secret) as source:
        report(None, "read")
        found = survey(source, cancel)
        return Proposal(found, tuple(subjects(source, found)))


def write_project(
    path: Path,
    proposal: Proposal,
    subject: ProposedSubject,
    relations: Sequence[ProposedRelation],
    source: str,
    language: str,
    *,
    name: str,
    stages: Sequence[str],
    levels: Sequence[str],
) -> Path:
    """Write the project that was put together. Raises QuadrilleError where the file cannot be written."""
    matrix = matrix_of(stages, levels)
    plain = plain_project(proposal.survey, subject, relations, source, language, name=name, matrix=matrix)
    save(path, Project.model_validate(plain), None, overwrite=True)
    return path
