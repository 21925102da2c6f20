"""The one import for authors of connectors.

A connector is a module with a ``manifest.toml`` beside it and a ``SourcePlugin`` object that an entry point
of the group ``quadrille.sources`` names. See docs/plugins.md. Nothing heavy is imported here: what needs
pyarrow is fetched when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from dsl.catalog import Labels, Storage
from dsl.diagnostics import Diagnostic
from dsl.types import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, Kind, Type, decimal
from plugins.errors import (
    Notices,
    SourceCancelled,
    SourceError,
    cancelled,
    closest,
    error,
    first_line,
    problem,
    redact,
    said,
)
from plugins.manifest import API, Manifest, Setting, SourcePlugin, Target
from plugins.source import Cancel, ColumnInfo, ProbeStep, Progress, Source, TableInfo, stamp

if TYPE_CHECKING:
    from plugins.arrow import arrow_schema, arrow_type, normalise_text, skipped, tidy
    from plugins.infer import Guess, TextColumn, convert
    from plugins.tables import TableSource, unique_names

_LATE = {
    "arrow_schema": "plugins.arrow",
    "skipped": "plugins.arrow",
    "unique_names": "plugins.tables",
    "arrow_type": "plugins.arrow",
    "normalise_text": "plugins.arrow",
    "tidy": "plugins.arrow",
    "Guess": "plugins.infer",
    "TextColumn": "plugins.infer",
    "convert": "plugins.infer",
    "TableSource": "plugins.tables",
}

__all__ = [
    "API",
    "BOOLEAN",
    "DATE",
    "DOUBLE",
    "INTEGER",
    "TEXT",
    "TIMESTAMP",
    "Cancel",
    "ColumnInfo",
    "Diagnostic",
    "Guess",
    "Kind",
    "Labels",
    "Manifest",
    "Notices",
    "ProbeStep",
    "Progress",
    "Setting",
    "Source",
    "SourceCancelled",
    "SourceError",
    "SourcePlugin",
    "Storage",
    "TableInfo",
    "TableSource",
    "Target",
    "TextColumn",
    "Type",
    "arrow_schema",
    "arrow_type",
    "cancelled",
    "closest",
    "convert",
    "decimal",
    "error",
    "first_line",
    "normalise_text",
    "problem",
    "redact",
    "said",
    "skipped",
    "stamp",
    "tidy",
    "unique_names",
]


def __getattr__(name: str) -> object:
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
