"""What a check looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dsl.catalog import Catalog
from dsl.diagnostics import Diagnostic
from engine.project.model import Project
from engine.project.schema_source import SourceSchema


@dataclass(frozen=True, slots=True)
class Subject:
    """A project with its catalog. ``schema`` is None where the source is not known."""

    project: Project
    catalog: Catalog
    schema: SourceSchema | None = None


Check = Callable[[Subject], Iterator[Diagnostic]]
