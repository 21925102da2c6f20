"""The project's relations, in the order in which they build upon each other, as entries of the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dsl.catalog import Field, Labels, Relation
from dsl.check.index import Names
from dsl.diagnostics import Diagnostic
from dsl.types import DATE
from engine.project.data_model import RelationSpec
from engine.project.fields import declared_field, make_fields
from engine.project.graph import key_words
from engine.project.model import Project
from engine.project.problems import Path, problem, suggest
from engine.project.schema_source import SourceSchema, SourceTable, find_column, find_table

DAY = "day"
"""``group_by: day`` is the local day of the parent's time, whatever its columns are called."""

_DAY_LABELS = Labels("날짜", "day")


@dataclass(frozen=True, slots=True)
class RelationEntry:
    """A relation of the catalog, what it was declared as, and of a grouped one the fields it is grouped by."""

    relation: Relation
    spec: RelationSpec
    own_fields: Mapping[str, Field] = field(default_factory=dict)
    by: tuple[tuple[str, str], ...] = ()
    """(id of the new field, id of the parent's field)"""


@dataclass(slots=True)
class Relations:
    """All relations that could be made; those with an error in their definition are in ``broken``."""

    entries: dict[str, RelationEntry] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def source_table(schema: SourceSchema | None, name: str, path: Path, found: list[Diagnostic]) -> SourceTable | None:
    """A table of the source, or a diagnostic that it is not there."""
    if schema is None:
        return None
    table = find_table(schema, name)
    if table is None:
        found.append(problem("table.unknown", path=path, name=name, near=suggest(name, schema)))
    return table


def source_column(table: SourceTable | None, name: str, table_name: str, path: Path, found: list[Diagnostic]) -> str:
    """A column's exact name, or a diagnostic that it is not there."""
    if table is None:
        return name
    real = find_column(table, name)
    if real is None:
        near = suggest(name, table.columns)
        found.append(problem("column.unknown", path=path, name=name, table=table_name, near=near))
    return real or name


def make_relations(project: Project, schema: SourceSchema | None) -> Relations:
    """Every relation after the one it is made of."""
    out = Relations()
    waiting = dict(project.relations)
    while waiting:
        ready = [id for id, spec in waiting.items() if spec.of is None or spec.of not in waiting]
        if not ready:
            cycle = _cycle(waiting)
            english, korean = key_words(("relation", name) for name in (*cycle, cycle[0]))
            path = ("relations", cycle[0], "of")
            out.diagnostics.append(problem("cycle", path=path, path_en=english, path_ko=korean))
            out.broken |= set(waiting)
            break
        for id in ready:
            _make(id, waiting.pop(id), project, schema, out)
    return out


def _cycle(waiting: Mapping[str, RelationSpec]) -> list[str]:
    seen: list[str] = []
    at = next(iter(waiting))
    while at not in seen:
        seen.append(at)
        at = waiting[at].of or at
    return seen[seen.index(at) :]


def _make(id: str, spec: RelationSpec, project: Project, schema: SourceSchema | None, out: Relations) -> None:
    path: Path = ("relations", id)
    before = len(out.diagnostics)
    out.diagnostics += _shape(id, spec, project)
    if len(out.diagnostics) > before:
        out.broken.add(id)
        return
    parent = out.entries.get(spec.of) if spec.of is not None else None
    if spec.of is not None and parent is None:
        out.broken.add(id)
        return
    if spec.kind == "grouped" and parent is not None:
        entry = _grouped(id, spec, parent, path, out.diagnostics)
    elif spec.kind == "filtered" and parent is not None:
        entry = _filtered(id, spec, parent, path, out.diagnostics)
    else:
        entry = _table(id, spec, parent, schema, path, out.diagnostics)
    out.entries[id] = entry


_KINDS = {
    "base": ("a relation with a table of its own", "테이블이 있는 연결 데이터"),
    "filtered": ("a filtered relation", "조건으로 거른 연결 데이터"),
    "nested": ("a nested relation", "다른 연결 데이터에 딸린 연결 데이터"),
    "grouped": ("a grouped relation", "묶은 연결 데이터"),
}


def _misfit(code: str, path: Path, id: str, key: str, spec: RelationSpec) -> Diagnostic:
    """A key that is missing, or that does not belong to this sort of relation."""
    english, korean = _KINDS[spec.kind]
    return problem(code, path=path, name=id, key=key, kind_en=english, kind_ko=korean)


def _shape(id: str, spec: RelationSpec, project: Project) -> list[Diagnostic]:
    """Which keys belong together: a relation is a table, or filtered, nested or grouped."""
    path: Path = ("relations", id)
    found: list[Diagnostic] = []

    def need(key: str) -> None:
        found.append(_misfit("relation.needs", path, id, key, spec))

    def extra(key: str) -> None:
        found.append(_misfit("relation.extra", (*path, key), id, key, spec))

    if spec.of is not None and spec.of not in project.relations:
        near = suggest(spec.of, project.relations)
        found.append(problem("relation.unknown", path=(*path, "of"), name=spec.of, near=near))
    given = {key for key in ("table", "key", "where", "join", "group_by") if getattr(spec, key)}
    needed = {
        "base": ("table", "key"),
        "filtered": ("where",),
        "nested": ("table", "join"),
        "grouped": ("group_by",),
    }[spec.kind]
    allowed = {*needed, *(("key",) if spec.kind == "base" else ())}
    for key in needed:
        if key not in given:
            need(key)
    for key in sorted(given - allowed):
        extra(key)
    return found


def _table(
    id: str,
    spec: RelationSpec,
    parent: RelationEntry | None,
    schema: SourceSchema | None,
    path: Path,
    found: list[Diagnostic],
) -> RelationEntry:
    """A table of its own, or one whose rows belong to another relation's rows."""
    name = spec.table or ""
    table = source_table(schema, name, (*path, "table"), found)
    made = make_fields(spec.fields, table, name, (*path, "fields"))
    found += made.diagnostics
    own = dict(made.fields)
    if parent is None:
        source_column(table, spec.key or "", name, (*path, "key"), found)
        time = _time(spec, own, path, found)
        relation = _relation(id, spec, tuple(own.values()), time, None)
        return RelationEntry(relation, spec, own)
    for column in spec.join:
        source_column(table, column, name, (*path, "join", column), found)
    if spec.time is not None:
        found.append(_misfit("relation.extra", (*path, "time"), id, "time", spec))
    inherited = {f.id: f for f in parent.relation.fields if f.id not in own}
    time = parent.relation.time
    if time is not None and time in own:
        # The parent's time is what counts; a column of the same name would hide it.
        found.append(problem("relation.hides_time", path=(*path, "fields", time), name=time, parent=parent.relation.id))
    return RelationEntry(_relation(id, spec, (*own.values(), *inherited.values()), time, parent), spec, own)


def _time(spec: RelationSpec, fields: Mapping[str, Field], path: Path, found: list[Diagnostic]) -> str | None:
    """The id of the time field; the file may also name its column."""
    if spec.time is None:
        return None
    field_ = fields.get(spec.time) or next((f for f in fields.values() if f.physical == spec.time), None)
    if field_ is None:
        near = suggest(spec.time, fields)
        found.append(problem("relation.no_time", path=(*path, "time"), name=spec.time, near=near))
        return None
    if not field_.type.temporal:
        found.append(problem("relation.bad_time", path=(*path, "time"), name=spec.time, type=str(field_.type.kind)))
        return None
    return field_.id


def _filtered(id: str, spec: RelationSpec, parent: RelationEntry, path: Path, found: list[Diagnostic]) -> RelationEntry:
    """The parent's fields; labels may be given anew."""
    fields = {f.id: f for f in parent.relation.fields}
    for name, own in spec.fields.items():
        if name not in fields:
            near = suggest(name, fields)
            found.append(problem("field.unknown", path=(*path, "fields", name), name=name, near=near))
        elif not own.labels.empty:
            fields[name] = replace(fields[name], labels=own.labels.catalog(), aliases=own.aliases)
    relation = _relation(id, spec, tuple(fields.values()), parent.relation.time, parent)
    return RelationEntry(relation, spec)


def _grouped(id: str, spec: RelationSpec, parent: RelationEntry, path: Path, found: list[Diagnostic]) -> RelationEntry:
    """One row per subject and group: the fields it is grouped by, then its aggregates."""
    names = Names(parent.relation.fields)
    by: list[tuple[str, str]] = []
    fields: dict[str, Field] = {}
    for word in spec.group_by:
        if word == DAY:
            if parent.relation.time is None:
                found.append(problem("relation.no_day", path=(*path, "group_by"), name=id, parent=parent.relation.id))
                continue
            time = next(f for f in parent.relation.fields if f.id == parent.relation.time)
            by.append((DAY, time.id))
            fields[DAY] = Field(DAY, replace(DATE, optional=time.type.optional), labels=_DAY_LABELS)
            continue
        column = names.one(word)
        if column is None:
            near = suggest(word, (f.id for f in parent.relation.fields))
            found.append(problem("field.unknown", path=(*path, "group_by"), name=word, near=near))
            continue
        by.append((column.id, column.id))
        fields[column.id] = replace(column, column="")
    for name, own in spec.fields.items():
        where = (*path, "fields", name)
        if own.rule is None:
            if name in fields:
                known = declared_field(name, own, name, None, None)
                fields[name] = replace(fields[name], labels=known.labels, aliases=known.aliases)
            else:
                found.append(problem("relation.no_rule", path=where, name=name))
            continue
        if name in fields:
            found.append(problem("id.duplicate", path=where, name=name))
            continue
        fields[name] = declared_field(name, own, name, None, None)
    time_id = DAY if DAY in fields else None
    relation = _relation(id, spec, tuple(fields.values()), time_id, None)
    return RelationEntry(relation, spec, by=tuple(by))


def _relation(
    id: str, spec: RelationSpec, fields: tuple[Field, ...], time: str | None, parent: RelationEntry | None
) -> Relation:
    counter = spec.counter
    if counter is None and parent is not None and spec.kind == "filtered":
        counter = parent.relation.counter
    return Relation(id, fields, time, spec.labels.catalog(), spec.aliases, counter, spec.description.catalog())
