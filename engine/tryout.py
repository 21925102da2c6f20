"""One rule over one table, without a project: fields and relations are taken from the source's own schema."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dsl.catalog import Catalog, Relation
from dsl.check import Context, check
from dsl.diagnostics import Diagnostic, QuadrilleError
from dsl.parse import parse
from dsl.typed import TypedExpr
from dsl.types import Kind
from engine.program import BaseRelation, Program
from engine.schema import TableSchema, table_schema
from plugins.api import Source

RULE = "rule"
"""The name of the tried rule among a program's conditions."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule checked over a table; ``tree`` is None where ``diagnostics`` hold errors."""

    program: Program
    catalog: Catalog
    tree: TypedExpr | None
    diagnostics: tuple[Diagnostic, ...]


def trial(source: Source, table: str, key: str, rule: str, *, time_zone: str = "UTC") -> Trial:
    """Check a rule over a table of the source. Other tables that have the key's column are relations.

    Raises SourceError for an unknown table or key column.
    """
    found = source.find(table)
    subject = table_schema(source, found.qualified, thorough=True)
    source.pick(found.qualified, [key])
    relations: dict[str, BaseRelation] = {}
    tables = {found.qualified: subject.columns}
    for other in source.tables():
        if other.qualified == found.qualified:
            continue
        schema = table_schema(source, other.qualified, thorough=True)
        own = next((name for name in schema.columns if name.casefold() == key.casefold()), None)
        if own is not None:
            relations[other.name] = BaseRelation(
                other.name, other.qualified, own, dict(schema.fields), time_field(schema)
            )
            tables[other.qualified] = schema.columns
    catalog = Catalog(
        fields=tuple(subject.fields.values()),
        relations=tuple(Relation(r.id, tuple(r.fields.values()), r.time) for r in relations.values()),
    )
    parsed = parse(rule)
    diagnostics = list(parsed.diagnostics)
    tree = None
    if parsed.rule is not None:
        checked = check(parsed.rule, catalog, Context(expects=Kind.BOOLEAN))
        diagnostics += checked.diagnostics
        tree = checked.tree
    if any(one.severity == "error" for one in diagnostics):
        tree = None
    program = Program(
        table=found.qualified,
        key=key,
        fields=dict(subject.fields),
        relations=relations,
        conditions={} if tree is None else {RULE: tree},
        tables=tables,
        time_zone=time_zone,
    )
    return Trial(program, catalog, tree, tuple(diagnostics))


def time_field(schema: TableSchema) -> str | None:
    """The one column of a table that tells when its rows happened; None where there are several or none."""
    times = [item.id for item in schema.fields.values() if item.type.temporal]
    return times[0] if len(times) == 1 else None


def matching(source: Source, tried: Trial, as_of: date, backend: str = "auto") -> list[object]:
    """The keys of the subjects for which the rule is met, in the source's order. Raises the trial's errors."""
    from engine.execute import backend_of, execute
    from engine.lower import lower

    if tried.tree is None:
        raise QuadrilleError(*[one for one in tried.diagnostics if one.severity == "error"])
    plan = lower(tried.program, as_of, conditions=(RULE,), matrix=False)
    outcome = execute(plan, source, backend_of(backend))
    keys = outcome.column("key").to_pylist()
    states = outcome.column(RULE).to_pylist()
    return [key for key, state in zip(keys, states, strict=True) if state]
