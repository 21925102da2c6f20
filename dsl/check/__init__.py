"""Names and types of a rule, checked once, before anything is compiled."""

from __future__ import annotations

from dataclasses import dataclass

from dsl import nodes as n
from dsl import typed as t
from dsl.catalog import Catalog
from dsl.check import compare, conditions, functions, lists, names, numbers, populations, times, values
from dsl.check.base import Checker, Context, Handler, Reference, Scope, show
from dsl.check.index import index_of
from dsl.check.kinds import kind_words
from dsl.diagnostics import Diagnostic
from dsl.types import BOOLEAN, NUMERIC, Kind, Type

__all__ = ["Checked", "Context", "Reference", "check", "dependencies"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a rule: its tree and type (None where there are errors), all problems in the order of the
    text, and everything that it names."""

    tree: t.TypedExpr | None
    type: Type | None
    diagnostics: tuple[Diagnostic, ...] = ()
    names: frozenset[Reference] = frozenset()


ANYWHERE = Context()

HANDLERS: dict[type, Handler] = {
    n.Name: names.name,
    n.Param: names.parameter,
    n.Number: values.number,
    n.Text: values.text,
    n.Boolean: values.boolean,
    n.Date: values.day,
    n.Timestamp: values.moment,
    n.Missing: values.missing,
    n.Duration: values.duration,
    n.Today: values.today,
    n.Negate: values.negate,
    n.Arithmetic: values.arithmetic,
    n.Case: values.case,
    n.Call: functions.call,
    n.Score: values.score,
    n.Not: conditions.not_,
    n.And: conditions.and_,
    n.Or: conditions.or_,
    n.Comparison: compare.comparison,
    n.Between: compare.between,
    n.In: lists.in_,
    n.IsMissing: compare.is_missing,
    n.TextMatch: compare.text_match,
    n.InWindow: times.in_window,
    n.InPercent: populations.in_percent,
    n.InBand: populations.in_band,
    n.InCell: conditions.in_cell,
    n.InStage: conditions.in_stage,
    n.KOf: conditions.k_of,
    n.Hole: values.hole,
}


def check(rule: n.Rule, catalog: Catalog, context: Context = ANYWHERE) -> Checked:
    """Check a rule against a catalog. Every problem is reported once."""
    checker = Checker(index_of(catalog), context, HANDLERS)
    try:
        tree = _check(checker, rule.expr, context)
    except RecursionError:
        checker.error("nesting.too_deep", rule.expr, limit=64)
        tree = None
    diagnostics = checker.diagnostics
    if any(diagnostic.severity == "error" for diagnostic in diagnostics):
        tree = None
    return Checked(tree, tree.type if tree is not None else None, diagnostics, frozenset(checker.names))


def dependencies(rule: n.Rule, catalog: Catalog, context: Context = ANYWHERE) -> frozenset[Reference]:
    """What a rule names, as far as it can be told, also where it has errors."""
    return check(rule, catalog, context).names


def _check(c: Checker, node: n.Expr, context: Context) -> t.TypedExpr | None:
    if context.relation is not None:
        relation = c.index.relations.one(context.relation)
        if relation is None:
            c.error("relation.unknown", node, name=context.relation)
            return None
        c.scope = Scope(relation, name=relation.id)
    if context.expects is BOOLEAN.kind:
        return values.condition(c, node)
    tree = c.expr(node)
    if tree is None or context.expects is None:
        return tree
    wanted, kind = context.expects, tree.type.kind
    if kind is wanted or (wanted in NUMERIC and kind in NUMERIC):
        return tree
    if wanted is Kind.DATE and kind is Kind.TIMESTAMP:
        return numbers.to_day(tree)
    words = {**kind_words("kind", kind), **kind_words("wanted", wanted)}
    c.error("rule.kind", node, name=show(node), **words)
    return None
