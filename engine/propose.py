"""A first project for a database: its subject, relations, keys and times, proposed from schema and data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from dsl.diagnostics import Diagnostic, QuadrilleError, Value
from dsl.types import Kind
from engine.cancel import Cancelled
from plugins.api import ColumnInfo, Source, TableInfo

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIX = ".quad"
PERSON_WORDS = ("customer", "client", "member", "user", "person", "subscriber", "고객", "회원", "사용자")
TIME_WORDS = ("_at", "_on", "date", "time", "day", "일시", "일자", "날짜", "시각")


@dataclass(frozen=True, slots=True)
class ProposedSubject:
    """Who is segmented: a table and its key, with the tables that refer to the key."""

    table: str
    key: str
    referring: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedRelation:
    """A table of records that belong to the subject by ``key``, or (``of``) to another relation's rows: ``key`` is then
    the column that holds ``parent_key`` of that relation's table."""

    table: str
    key: str
    time: str | None = None
    of: str | None = None
    parent_key: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """All tables with their columns."""

    tables: dict[str, tuple[ColumnInfo, ...]]

    def column(self, table: str, name: str) -> ColumnInfo | None:
        """A column by name, whatever its case."""
        wanted = name.casefold()
        return next((one for one in self.tables[table] if one.name.casefold() == wanted), None)


def survey(source: Source, cancel: Callable[[], bool] | None = None) -> Survey:
    """Read schema and, for untyped files and texts, the values."""
    tables: dict[str, tuple[ColumnInfo, ...]] = {}
    for table in source.tables():
        if cancel is not None and cancel():
            raise Cancelled()
        tables[_used_name(table)] = source.propose(table.qualified)
    return Survey(tables)


def _used_name(table: TableInfo) -> str:
    return table.qualified if table.schema else table.name


def subjects(source: Source, found: Survey) -> list[ProposedSubject]:
    """Tables that could be the subject, the likeliest first: their key is unique and others refer to it."""
    proposals = []
    for table, columns in found.tables.items():
        keys = [one for one in columns if one.primary_key] or [
            one
            for one in columns
            if one.name.casefold() in ("id", "key") or one.name.casefold().endswith(("_id", "id"))
        ]
        for key in keys[:3] if len([one for one in columns if one.primary_key]) <= 1 else []:
            referring = tuple(
                other for other in found.tables if other != table and found.column(other, key.name) is not None
            )
            if is_key(source, table, key.name):
                proposals.append(ProposedSubject(table, key.name, referring))
    return sorted(proposals, key=lambda one: (-_likelihood(one), one.table))


def _likelihood(one: ProposedSubject) -> float:
    words = f"{one.table} {one.key}".casefold()
    return len(one.referring) + (2.5 if any(word in words for word in PERSON_WORDS) else 0)


def is_key(source: Source, table: str, column: str) -> bool:
    """Is every value of the column known and different from the others?"""
    import pyarrow.compute as pc

    values = source.read(table, [column]).read_all().column(0)
    return len(values) > 0 and values.null_count == 0 and pc.count_distinct(values).as_py() == len(values)


def time_column(columns: Sequence[ColumnInfo]) -> str | None:
    """The column that tells when a row happened: the only date, else the first whose name speaks of time."""
    times = [one.name for one in columns if one.type.temporal]
    if len(times) <= 1:
        return times[0] if times else None
    named = [name for name in times if any(word in name.casefold() for word in TIME_WORDS)]
    return (named or times)[0]


def new_project(
    path: Path,
    target: str,
    *,
    table: str | None = None,
    key: str | None = None,
    language: str = "en",
    replace: bool = False,
) -> tuple[Diagnostic, ...]:
    """Write a project for a source and say what was assumed.

    Raises QuadrilleError: ``new.exists``, ``new.no_subject``, ``new.not_a_key``, and what the source raises.
    """
    from engine.project.file import save
    from engine.project.model import Project
    from plugins.registry import open_source

    if path.suffix.lower() != SUFFIX:
        raise QuadrilleError(Diagnostic("new.suffix", "error", params={"file": str(path), "suffix": SUFFIX}))
    if path.exists() and not replace:
        raise QuadrilleError(Diagnostic("new.exists", "error", params={"file": str(path)}))
    with open_source(target) as source:
        found = survey(source)
        subject, notes = _chosen(source, found, table, key)
        plain = plain_project(found, subject, relations_of(found, subject), _source_text(target, path), language)
        notes += source.notices()
    project = Project.model_validate(plain)
    save(path, project, None, overwrite=True)
    return notes


def _chosen(
    source: Source, found: Survey, table: str | None, key: str | None
) -> tuple[ProposedSubject, tuple[Diagnostic, ...]]:
    if table is not None:
        table = _used_name(source.find(table))
    proposals = [
        one
        for one in subjects(source, found)
        if (table is None or one.table == table) and (key is None or one.key.casefold() == key.casefold())
    ]
    if not proposals and table is not None and key is not None:
        source.pick(table, [key])
        raise QuadrilleError(Diagnostic("new.not_a_key", "error", params={"table": table, "column": key}))
    if not proposals:
        raise QuadrilleError(Diagnostic("new.no_subject", "error", params={"tables": tuple(found.tables)}))
    best = proposals[0]
    others = tuple(f"{one.table}.{one.key}" for one in proposals[1:4])
    params: dict[str, Value] = {
        "table": best.table,
        "key": best.key,
        "relations": len(best.referring),
        "others": others,
    }
    return best, (Diagnostic("new.subject", "info", params=params),)


def _source_text(target: str, path: Path) -> str:
    """The source as the project names it: a file relative to the project where that is possible."""
    if "://" in target:
        return target
    absolute = Path(target).expanduser().resolve()
    try:
        return absolute.relative_to(path.resolve().parent).as_posix()
    except ValueError:
        return absolute.as_posix()


def relations_of(found: Survey, subject: ProposedSubject) -> tuple[ProposedRelation, ...]:
    """The tables that belong to a subject: those that hold its key, and lines of those."""
    relations = []
    for name in subject.referring:
        column = found.column(name, subject.key)
        assert column is not None
        relations.append(ProposedRelation(name, column.name, time_column(found.tables[name])))
    for name in found.tables:
        nested = None if name == subject.table or name in subject.referring else _nested(found, subject, name)
        if nested is not None:
            parent, link, parent_link = nested
            relations.append(ProposedRelation(name, link, None, parent, parent_link))
    return tuple(relations)


MATRIX: dict[str, Any] = {
    "stages": [{"id": "stage1", "labels": {"ko": "단계 1", "en": "Stage 1"}}],
    "levels": [
        {"id": "high", "labels": {"ko": "높음", "en": "High"}},
        {"id": "low", "labels": {"ko": "낮음", "en": "Low"}},
    ],
    "cells": [
        {"id": "1.1", "stage": "stage1", "level": "high", "labels": {"ko": "새 셀", "en": "New cell"}},
        {"id": "1.2", "stage": "stage1", "level": "low", "labels": {"ko": "새 셀", "en": "New cell"}},
    ],
}


def matrix_of(stages: Sequence[str], levels: Sequence[str]) -> dict[str, Any]:
    """A matrix of stages and levels by their names, with a cell that is not defined yet wherever two of them meet."""

    def both(name: str) -> dict[str, str]:
        return {"ko": name, "en": name}

    return {
        "stages": [{"id": f"stage{n}", "labels": both(name)} for n, name in enumerate(stages, 1)],
        "levels": [{"id": f"level{n}", "labels": both(name)} for n, name in enumerate(levels, 1)],
        "cells": [
            {
                "id": f"{s}.{n}",
                "stage": f"stage{s}",
                "level": f"level{n}",
                "labels": both(f"{stage} · {level}"),
            }
            for s, stage in enumerate(stages, 1)
            for n, level in enumerate(levels, 1)
        ],
    }


def plain_project(
    found: Survey,
    subject: ProposedSubject,
    relations: Sequence[ProposedRelation],
    source: str,
    language: str,
    *,
    name: str | None = None,
    matrix: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A project as plain data, as its file says it."""
    made: dict[str, Any] = {}
    for one in relations:
        fields = _fields(found.tables[one.table])
        if one.of is not None:
            join = {one.key: one.parent_key}
            made[_id(one.table)] = {"table": one.table, "of": _id(one.of), "join": join, "fields": fields}
            continue
        time = {"time": one.time} if one.time is not None else {}
        made[_id(one.table)] = {"table": one.table, "key": one.key, **time, "fields": fields}
    title = name or _title(source)
    return {
        "quadrille": 1,
        "name": {"ko": title, "en": title},
        "language": language,
        "time_zone": "Asia/Seoul" if language == "ko" else "UTC",
        "as_of": "today",
        "source": source,
        "subject": {
            "table": subject.table,
            "key": subject.key,
            "labels": {"ko": "고객", "en": "customer"},
            "fields": _fields(found.tables[subject.table]),
        },
        "relations": made,
        "matrix": matrix or MATRIX,
    }


def _id(table: str) -> str:
    return table.replace(".", "_")


def _nested(found: Survey, subject: ProposedSubject, table: str) -> tuple[str, str, str] | None:
    """A referring table whose own key stands in this table (lines of orders): (parent, column, parent's column)."""
    for parent in subject.referring:
        for column in found.tables[parent]:
            if column.name.casefold() == subject.key.casefold() or not column.primary_key:
                continue
            own = found.column(table, column.name)
            if own is not None:
                return parent, own.name, column.name
    return None


def _fields(columns: Sequence[ColumnInfo]) -> dict[str, Any]:
    return {one.name: _field(one) for one in columns}


def _field(column: ColumnInfo) -> Any:
    type_ = column.type
    name = str(type_.kind)
    if type_.kind is Kind.DECIMAL:
        name = f"{'percent' if type_.percent else 'decimal'}({type_.scale})"
    extra: dict[str, Any] = {}
    storage = column.storage
    if storage.format and "/" in storage.format and type_.kind is Kind.BOOLEAN:
        extra["true"], extra["false"] = storage.format.split("/", 1)
    elif storage.format and storage.format not in ("text", "01"):
        extra["format"] = storage.format
    if storage.zone:
        extra["zone"] = storage.zone
    return {"type": name, **extra} if extra else name


def _title(source: str) -> str:
    """What to call a project until somebody says better: its file, or its database."""
    if "://" not in source:
        return Path(source).stem
    where, _, _ = source.partition("://")[2].partition("?")
    host, _, database = where.partition("/")
    return unquote(database) or host.rpartition("@")[2] or source
