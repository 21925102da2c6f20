"""Every rule of a project with its place, what it belongs to, and what it must give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from dsl import nodes as n
from dsl.check import Context
from dsl.diagnostics import Diagnostic
from dsl.parse import Parsed, parse
from dsl.types import Kind
from engine.project.data_model import ScoringSpec, TraitSpec
from engine.project.graph import Key
from engine.project.model import Project
from engine.project.problems import Path
from engine.project.relations import RelationEntry

STAGE_WORD = "stage"
"""``among: stage`` of a band is not a rule."""
ANYWHERE = Context()
CONDITION = Context(expects=Kind.BOOLEAN)


@dataclass(frozen=True, slots=True)
class RuleSite:
    """A rule's text where it stands. ``active``: it counts; an error in one that is off blocks nothing."""

    path: Path
    text: str
    owner: Key
    context: Context = ANYWHERE
    active: bool = True


@dataclass(frozen=True, slots=True)
class ParsedRule:
    """A rule as read; ``rule`` is None where it cannot be checked."""

    site: RuleSite
    rule: n.Rule | None
    diagnostics: tuple[Diagnostic, ...] = ()
    empty: bool = False


def sites(project: Project) -> Iterator[RuleSite]:
    """All rules, in the order of the document's model."""
    yield from _relation_sites(project)
    for id, measure in project.measures.items():
        yield RuleSite(("measures", id, "rule"), measure.rule, ("measure", id))
    for id, scoring in project.scoring.items():
        for i, part in enumerate(scoring.rules):
            yield RuleSite(("scoring", id, "rules", i, "when"), part.when, ("measure", id), CONDITION, not part.off)
    for id, band in project.bands.items():
        if band.among is not None and band.among.strip() != STAGE_WORD:
            yield RuleSite(("bands", id, "among"), band.among, ("band", id), CONDITION)
    for id, trait in project.traits.items():
        for item in trait.classes:
            yield RuleSite(("traits", id, "classes", item.id, "rule"), item.rule, ("measure", id), CONDITION)
    for stage in project.matrix.stages:
        if stage.entry is not None:
            yield RuleSite(("matrix", "stages", stage.id, "entry"), stage.entry, ("stage", stage.id), CONDITION)
    for cell in project.matrix.cells:
        context = replace(CONDITION, stage=cell.stage)
        for criterion in cell.criteria:
            path = criterion_path(cell.id, criterion.n)
            yield RuleSite(path, criterion.rule, ("cell", cell.id), context, not criterion.off)
    for id, audience in project.audiences.items():
        if audience.rule is not None:
            context = replace(CONDITION, audience=True)
            yield RuleSite(("audiences", id, "rule"), audience.rule, ("audience", id), context)


def _relation_sites(project: Project) -> Iterator[RuleSite]:
    for id, spec in project.relations.items():
        if spec.kind == "filtered" and spec.where is not None:
            context = Context(expects=Kind.BOOLEAN, relation=spec.of)
            yield RuleSite(("relations", id, "where"), spec.where, ("relation", id), context)
        elif spec.kind == "grouped":
            for name, column in spec.fields.items():
                if column.rule is not None:
                    yield RuleSite(("relations", id, "fields", name, "rule"), column.rule, ("relation", id))


def criterion_path(cell: str, number: int) -> Path:
    return ("matrix", "cells", cell, "criteria", number, "rule")


def parse_site(
    site: RuleSite, relations: Mapping[str, RelationEntry], read: Callable[[str], Parsed] = parse
) -> ParsedRule:
    """Reads a rule; the aggregate of a grouped relation is led back to its parent's rows."""
    if not site.text.strip():
        return ParsedRule(site, None, empty=True)
    parsed = read(site.text)
    wrong = any(d.severity == "error" for d in parsed.diagnostics)
    rule = None if wrong else parsed.rule
    if rule is not None and site.path[0] == "relations" and site.path[2] == "fields":
        entry = relations.get(str(site.path[1]))
        parent = entry.spec.of if entry is not None else None
        rule = replace(rule, expr=over_rows(rule.expr, parent)) if parent is not None else None
    return ParsedRule(site, rule, parsed.diagnostics)


def over_rows(expr: n.Expr, relation: str) -> n.Expr:
    """``count()`` and ``sum(price)`` as an aggregate over a relation: ``count(r)``, ``sum(r.price)``."""
    if not isinstance(expr, n.Call):
        return expr
    whole = n.Name((relation,), span=expr.span)
    if not expr.args:
        return replace(expr, args=(whole,))
    first = expr.args[0]
    if isinstance(first, n.Name) and len(first.parts) == 1 and first.parts[0] != relation:
        name = n.Name((relation, first.parts[0]), first.alternatives, span=first.span)
        return replace(expr, args=(name, *expr.args[1:]))
    return expr


def score_rule(spec: ScoringSpec, parts: Mapping[int, n.Rule]) -> n.Rule | None:
    """A scoring model as one rule: the points of those rules that are on."""
    points = tuple(
        n.Points(parts[i].expr, n.Number(Decimal(part.points)))
        for i, part in enumerate(spec.rules)
        if not part.off and i in parts
    )
    return n.Rule(n.Score(points)) if points else None


def trait_rule(spec: TraitSpec, parts: Mapping[str, n.Rule]) -> n.Rule | None:
    """A trait as one rule: the first class that holds, else ``otherwise``, else missing."""
    whens = tuple(n.When(parts[item.id].expr, n.Text(item.id)) for item in spec.classes if item.id in parts)
    otherwise = n.Text(spec.otherwise.id) if spec.otherwise is not None else None
    return n.Rule(n.Case(whens, otherwise)) if whens else None


@dataclass(slots=True)
class RuleBook:
    """All rules of a project as read, by path and by what they belong to."""

    rules: dict[Path, ParsedRule] = field(default_factory=dict)
    owned: dict[Key, list[Path]] = field(default_factory=dict)

    def add(self, parsed: ParsedRule) -> None:
        self.rules[parsed.site.path] = parsed
        self.owned.setdefault(parsed.site.owner, []).append(parsed.site.path)

    def of(self, owner: Key) -> list[ParsedRule]:
        return [self.rules[path] for path in self.owned.get(owner, ())]
