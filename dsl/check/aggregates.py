"""Aggregates: one value per subject out of a relation's rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dsl import nodes as n
from dsl import typed as t
from dsl.catalog import Relation
from dsl.check import times
from dsl.check.base import Checker, Scope, children, quote, replace_with, show, wrap
from dsl.check.index import normal
from dsl.check.kinds import kind_words
from dsl.check.names import relation_of
from dsl.check.values import condition
from dsl.diagnostics import Edit, Fix
from dsl.nodes import Span
from dsl.operators import AGGREGATES
from dsl.types import BOOLEAN, DOUBLE, INTEGER, NUMERIC, TEMPORAL, Kind, Type

# No source has more rows than this, and sums of counts stay exact in doubles.
MOST_ROWS = 2**53
NEED_TIME = frozenset({"first", "last"})
OF_ROWS = frozenset({"any", "none"})


def aggregate(c: Checker, node: n.Call) -> t.TypedExpr | None:
    """``count(...)``, ``sum(...)``, ``any(...)`` and their like."""
    function = node.function
    if c.scope.relation is not None:
        c.error("aggregate.nested", node, function=function, relation=c.scope.relation.id)
        return None
    if node.lowest_best or node.among is not None:
        c.error("call.clause", node, function=function, clause="among" if node.among else "lowest best")
    if len(node.args) != 1:
        c.error("call.arguments", node, function=function, expected="1", given=len(node.args))
        return None
    argument = node.args[0]
    if isinstance(argument, n.Hole):
        return None
    relation, rows = _relation(c, node, argument)
    if relation is None:
        return None
    c.refer("relation", relation.id)
    window = times.window(c, node.window, relation) if node.window is not None else None
    with c.within(Scope(relation, name=relation.id)):
        value = None if rows else c.expr(argument)
        where = condition(c, node.where) if node.where is not None else None
    broken = (
        (node.window is not None and window is None)
        or (node.where is not None and where is None)
        or (not rows and value is None)
    )
    found = _build(c, node, relation, value, window, where)
    if found is None or broken:
        return None
    return found


# -- which relation ----------------------------------------------------------------------------------------


def _names(node: n.Node) -> Iterator[n.Name]:
    """The names in an expression, outside of aggregates within it."""
    stack = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, n.Name):
            yield top
        elif not (isinstance(top, n.Call) and top.function in AGGREGATES):
            stack.extend(reversed(list(children(top))))


def _relation(c: Checker, node: n.Call, argument: n.Expr) -> tuple[Relation | None, bool]:
    """The relation of an aggregate, and whether the aggregate is over its rows rather than over a value."""
    if isinstance(argument, n.Name) and len(argument.parts) == 1:
        word = argument.parts[0]
        if c.index.relations.find(word):
            return relation_of(c, argument, word), True
        _not_a_relation(c, node, argument, word)
        return None, False
    owners: dict[str, tuple[n.Name, Relation]] = {}
    bare: list[n.Name] = []
    for name in _names(argument):
        owner = name.parts[0]
        found = c.index.relations.one(owner)
        if found is not None and (len(name.parts) > 1 or not owners):
            owners.setdefault(found.id, (name, found))
        elif len(name.parts) == 1:
            bare.append(name)
    if len(owners) > 1:
        (_, first), (second_name, second) = list(owners.values())[:2]
        c.error("aggregate.mixed", second_name, name=show(second_name), relation=first.id, other=second.id)
        return None, False
    if owners:
        return next(iter(owners.values()))[1], False
    if isinstance(argument, n.Name) and len(argument.parts) > 1 and not _of_subject(c, argument):
        relation_of(c, argument, argument.parts[0])
    elif bare and (shared := c.index.owners.get(bare[0].parts[0])):
        path = f"{quote(shared[0].id)}.{quote(bare[0].parts[0])}"
        fix = replace_with("fix.use", bare[0], path)
        c.error("aggregate.which_relation", bare[0], fix, name=bare[0].parts[0], relation=shared[0].id)
    else:
        c.error("aggregate.no_relation", argument, function=node.function, name=show(argument))
    return None, False


def _of_subject(c: Checker, name: n.Name) -> bool:
    return normal(name.parts[0]) in c.index.subject_words


def _not_a_relation(c: Checker, node: n.Call, argument: n.Name, word: str) -> None:
    """A single word that is no relation: a column, a field of the subject, or a typing mistake."""
    values = c.index.values.find(word)
    function = node.function
    if values:
        if node.args and function in OF_ROWS and node.window is None and node.where is None:
            # "불만 없음", "points none": a field has no rows, but it may be missing or 0.
            kind = values[0].type
            fixes = []
            name = quote(values[0].id)
            if kind.kind is Kind.BOOLEAN:
                text = name if function == "any" else f"NOT {name}"
                fixes.append(replace_with("fix.use", node, text))
            else:
                if kind.numeric:
                    fixes.append(replace_with("fix.use", node, f"{name} > 0" if function == "any" else f"{name} = 0"))
                words = "IS NOT MISSING" if function == "any" else "IS MISSING"
                fixes.append(replace_with("fix.use", node, f"{name} {words}"))
            c.error("aggregate.exists_of_value", node, *fixes, name=word)
            return
        c.error("aggregate.of_value", argument, name=word, function=function)
        return
    owners = c.index.owners.get(word)
    if owners:
        fixes = [replace_with("fix.use", argument, f"{quote(o.id)}.{quote(word)}") for o in owners[:3]]
        c.error("aggregate.which_relation", argument, *fixes, name=word, relation=owners[0].id)
        return
    relation_of(c, argument, word)


# -- what it gives -----------------------------------------------------------------------------------------


def _build(
    c: Checker,
    node: n.Call,
    relation: Relation,
    value: t.TypedExpr | None,
    window: t.Window | None,
    where: t.TypedExpr | None,
) -> t.TypedExpr | None:
    function = node.function
    argument = node.args[0]
    bare = isinstance(argument, n.Name) and value is None and len(argument.parts) == 1
    if node.distinct and (function != "count" or bare):
        _distinct(c, node, relation, bare)
        return None
    if function in NEED_TIME and relation.time is None:
        c.error("aggregate.no_time", node, function=function, relation=relation.id)
        return None
    made = _Maker(node, relation, window)
    if function == "count":
        if value is not None and value.type.kind is Kind.BOOLEAN and not isinstance(argument, n.Name):
            c.error("aggregate.count_condition", argument, relation=relation.id)
            return None
        unit = relation.counter if not node.distinct else None
        kind = replace(INTEGER, optional=False, low=0, high=MOST_ROWS, unit=unit)
        return made(kind, value, where, distinct=node.distinct)
    if function in OF_ROWS:
        return _exists(c, made, value, where, bare)
    if function == "share":
        return _share(c, made, value, where, bare)
    if bare:
        _which_column(c, node, relation)
        return None
    if value is None:
        return None
    if function in ("sum", "avg") and not value.type.numeric:
        fixes = [wrap("fix.use", argument, "number(", ")")] if value.type.kind is Kind.TEXT else []
        c.error(
            "aggregate.needs_number",
            argument,
            *fixes,
            function=function,
            name=show(argument),
            **kind_words("kind", value.type.kind),
        )
        return None
    return made(_kind(function, value.type), value, where)


class _Maker:
    """Builds the node once its parts are known."""

    def __init__(self, node: n.Call, relation: Relation, window: t.Window | None) -> None:
        self.node = node
        self.relation = relation
        self.window = window

    def __call__(
        self,
        kind: Type,
        argument: t.TypedExpr | None,
        where: t.TypedExpr | None,
        *,
        distinct: bool = False,
    ) -> t.TypedExpr:
        return t.Aggregate(
            self.node.function,
            self.relation.id,
            argument,
            distinct,
            self.window,
            where,
            type=kind,
            span=self.node.span,
        )


def _kind(function: str, of: Type) -> Type:
    """The type of an aggregate over values of a type."""
    if function == "sum":
        if of.kind is not Kind.DOUBLE:
            return replace(of, low=None, high=None, optional=True)
        if of.sum_scale < 0:
            return replace(of, optional=True)
        return Type(Kind.DECIMAL, scale=of.sum_scale, percent=of.percent, unit=of.unit)
    if function == "avg":
        scale = of.sum_scale if of.kind is Kind.DOUBLE else 0
        return replace(DOUBLE, scale=scale, percent=of.percent, unit=of.unit)
    return replace(of, optional=True)


def _exists(
    c: Checker, made: _Maker, value: t.TypedExpr | None, where: t.TypedExpr | None, bare: bool
) -> t.TypedExpr | None:
    kind = replace(BOOLEAN, optional=False)
    argument = made.node.args[0]
    if bare:
        return made(kind, None, where)
    if value is None:
        return None
    if value.type.kind is not Kind.BOOLEAN:
        fix = replace_with("fix.use", argument, quote(made.relation.id))
        c.error("aggregate.exists_column", argument, fix, name=show(argument), relation=made.relation.id)
        return None
    both = value if where is None else t.And((value, where), type=BOOLEAN, span=made.node.span)
    return made(kind, None, both)


def _share(
    c: Checker, made: _Maker, value: t.TypedExpr | None, where: t.TypedExpr | None, bare: bool
) -> t.TypedExpr | None:
    kind = replace(DOUBLE, percent=True)
    node = made.node
    if bare:
        if node.where is None:
            columns = [f.id for f in made.relation.fields if f.type.kind is Kind.BOOLEAN]
            end = Span(max(node.span.end - 1, node.span.start), max(node.span.end - 1, node.span.start))
            fixes = [
                Fix("fix.use", (Edit(end, f" where {quote(name)}"),), {"text": f"where {name}"}) for name in columns[:3]
            ]
            c.error("aggregate.share_of_what", node, *fixes, relation=made.relation.id)
            return None
        return made(kind, where, None) if where is not None else None
    if value is None:
        return None
    argument = node.args[0]
    if value.type.kind is not Kind.BOOLEAN:
        c.error("aggregate.share_condition", argument, name=show(argument), **kind_words("kind", value.type.kind))
        return None
    if where is not None:
        # Rows outside of `where` take no part: neither true nor known.
        absent = t.MissingValue(kind=Kind.BOOLEAN, type=BOOLEAN, span=value.span)
        value = t.Case(((where, value),), absent, type=BOOLEAN, span=value.span)
    return made(kind, value, None)


def _distinct(c: Checker, node: n.Call, relation: Relation, bare: bool) -> None:
    if node.function != "count":
        c.error("aggregate.distinct", node, function=node.function)
        return
    fixes = [
        replace_with("fix.use", node.args[0], f"{quote(relation.id)}.{quote(column.id)}")
        for column in relation.fields[:3]
        if column.id != relation.time
    ]
    c.error("aggregate.distinct_rows", node, *fixes, relation=relation.id)
    del bare


def _which_column(c: Checker, node: n.Call, relation: Relation) -> None:
    """``sum(purchases)``: of which column?"""
    kinds = NUMERIC if node.function in ("sum", "avg") else NUMERIC | TEMPORAL
    if node.function in ("first", "last", "most_common"):
        kinds = frozenset(Kind)
    columns = [column.id for column in relation.fields if column.type.kind in kinds]
    fixes = [replace_with("fix.use", node.args[0], f"{quote(relation.id)}.{quote(column)}") for column in columns[:5]]
    c.error("aggregate.which_column", node.args[0], *fixes, function=node.function, relation=relation.id)
