"""Checks of a project beside its rules: small functions, one a question, gathered by subject."""

from __future__ import annotations

from dsl.catalog import Catalog
from dsl.diagnostics import Diagnostic
from engine.project.checks import bands, campaigns, cells, matrix, names, settings, tests
from engine.project.checks.subject import Check, Subject
from engine.project.model import Project
from engine.project.schema_source import SourceSchema

CHECKS: tuple[Check, ...] = (
    *settings.CHECKS,
    *names.CHECKS,
    *bands.CHECKS,
    *matrix.CHECKS,
    *cells.CHECKS,
    *campaigns.CHECKS,
    *tests.CHECKS,
)


def run_checks(project: Project, catalog: Catalog, schema: SourceSchema | None = None) -> list[Diagnostic]:
    """All checks, in the order of the document."""
    subject = Subject(project, catalog, schema)
    return [diagnostic for check in CHECKS for diagnostic in check(subject)]
