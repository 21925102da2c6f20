"""From a project to its catalog and its checked rules: ``build`` for the language, ``compile_project`` for the engine,
``check_project`` for whoever wants to know what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dsl import typed as t
from dsl.catalog import Catalog, Field
from dsl.check import Checked, check
from dsl.diagnostics import Diagnostic, Place
from engine import program as p
from engine.project.analysis import Analysis, analyse
from engine.project.checks import run_checks
from engine.project.compiled import CheckedProject
from engine.project.memory import Memory
from engine.project.model import Project
from engine.project.problems import Path
from engine.project.relations import DAY, RelationEntry
from engine.project.rules import RuleSite, criterion_path, parse_site, sites
from engine.project.schema_source import SourceSchema, find_column, find_table
from engine.project.static import make_static


@dataclass(frozen=True, slots=True)
class Built:
    """A catalog; the measures, scoring models and traits that could be typed; and what is wrong with any rule."""

    catalog: Catalog
    typed: Mapping[str, Checked] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def build(project: Project, schema: SourceSchema | None = None) -> Built:
    """The catalog for the rules of a project; without a schema only what the project declares is known."""
    analysis = analyse(make_static(project, schema))
    return Built(analysis.catalog, analysis.measures, (*analysis.static.diagnostics, *analysis.diagnostics))


def check_project(project: Project, schema: SourceSchema | None = None) -> list[Diagnostic]:
    """Everything that can be said of a project without its data; places are paths, for ``file.place_all``."""
    return list(compile_project(project, schema).diagnostics)


def compile_project(
    project: Project, schema: SourceSchema | None = None, memory: Memory | None = None
) -> CheckedProject:
    """Checks a project as a whole and gives its typed rules. ``memory``: of the last compile, before an edit; the
    result is the same without it."""
    static = make_static(project, schema)
    analysis = analyse(static, memory)
    entries, criteria, audiences = _conditions(project, analysis)
    blocked = frozenset(
        cell.id
        for cell in project.matrix.cells
        if any((cell.id, c.n) not in criteria for c in cell.active) or ("stage", cell.stage) in analysis.broken
    )
    checked = CheckedProject(
        project,
        analysis.catalog,
        static.fields,
        _measures(analysis),
        entries,
        criteria,
        audiences,
        _relations(analysis, schema),
        analysis.checked,
        blocked,
    )
    found = [*static.diagnostics, *analysis.diagnostics]
    found += run_checks(project, analysis.catalog, schema)
    return replace(checked, diagnostics=_unique(found))


def check_rule(checked: CheckedProject, path: Path, text: str) -> Checked:
    """One rule of a compiled project anew, with another text: what the editor asks for after a keystroke.

    Its own place in the project decides what it may name and must give; spans are in ``text``.
    """
    site = next((s for s in sites(checked.project) if s.path == path), None)
    if site is None:
        return Checked(None, None)
    parsed = parse_site(RuleSite(site.path, text, site.owner, site.context), {})
    if parsed.rule is None:
        return Checked(None, None, parsed.diagnostics)
    found = check(parsed.rule, checked.catalog, site.context)
    return Checked(found.tree, found.type, (*parsed.diagnostics, *found.diagnostics), found.names)


def _conditions(
    project: Project, analysis: Analysis
) -> tuple[dict[str, t.TypedExpr], dict[tuple[str, int], t.TypedExpr], dict[str, t.TypedExpr]]:
    """Entry rules, criteria and audiences that have a tree."""

    def tree(path: Path) -> t.TypedExpr | None:
        found = analysis.checked.get(path)
        return found.tree if found is not None else None

    entries = {
        s.id: rule for s in project.matrix.stages if (rule := tree(("matrix", "stages", s.id, "entry"))) is not None
    }
    criteria = {
        (cell.id, c.n): rule
        for cell in project.matrix.cells
        for c in cell.criteria
        if (rule := tree(criterion_path(cell.id, c.n))) is not None
    }
    audiences = {id: rule for id in project.audiences if (rule := tree(("audiences", id, "rule"))) is not None}
    return entries, criteria, audiences


def _measures(analysis: Analysis) -> dict[str, t.TypedExpr]:
    """Trees of what works, each after what it needs (they were typed in that order)."""
    return {
        id: found.tree
        for id, found in analysis.measures.items()
        if found.tree is not None and ("measure", id) not in analysis.broken
    }


def _relations(analysis: Analysis, schema: SourceSchema | None) -> dict[str, p.RelationDef]:
    out: dict[str, p.RelationDef] = {}
    for id, entry in analysis.static.relations.entries.items():
        if ("relation", id) not in analysis.broken:
            made = _relation(id, entry, analysis, schema)
            if made is not None:
                out[id] = made
    return out


def _relation(id: str, entry: RelationEntry, analysis: Analysis, schema: SourceSchema | None) -> p.RelationDef | None:
    spec = entry.spec
    of = spec.of or ""
    match spec.kind:
        case "base":
            key = _physical(schema, spec.table or "", spec.key or "")
            return p.BaseRelation(id, spec.table or "", key, entry.own_fields, entry.relation.time)
        case "nested":
            parent = {f.id: f for f in analysis.static.relations.entries[of].relation.fields}
            on = tuple(
                (_physical(schema, spec.table or "", own), _parent_column(parent, theirs))
                for own, theirs in spec.join.items()
            )
            return p.NestedRelation(id, of, spec.table or "", on, entry.own_fields)
        case "filtered":
            where = analysis.checked["relations", id, "where"].tree
            return p.FilteredRelation(id, of, where) if where is not None else None
    parent = {f.id: f for f in analysis.static.relations.entries[of].relation.fields}
    by = sorted(entry.by, key=lambda pair: pair[0] != DAY)
    aggregates = []
    for name in spec.fields:
        found = analysis.checked.get(("relations", id, "fields", name, "rule"))
        if found is not None and isinstance(found.tree, t.Aggregate):
            aggregates.append((name, found.tree))
    return p.GroupedRelation(
        id,
        of,
        tuple((name, t.RowField(of, field, type=parent[field].type)) for name, field in by),
        tuple(aggregates),
        entry.relation.time,
    )


def _parent_column(parent: Mapping[str, Field], name: str) -> str:
    """The parent's column: ``join`` may name it by its field's id."""
    return parent[name].physical if name in parent else name


def _physical(schema: SourceSchema | None, table: str, column: str) -> str:
    found = find_table(schema, table) if schema is not None else None
    return (find_column(found, column) if found is not None else None) or column


def _unique(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each problem once; errors first, then in the order in which they were found."""
    seen: dict[str, Diagnostic] = {}
    for diagnostic in found:
        path = (diagnostic.place or Place()).path
        key = f"{diagnostic.code} {diagnostic.span} {sorted(diagnostic.params.items())} {path}"
        seen.setdefault(key, diagnostic)
    order = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(seen.values(), key=lambda d: order[d.severity]))
