"""Names: what a rule names, found in the catalog, or an error with what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable

from dsl import nodes as n
from dsl import typed as t
from dsl.catalog import Band, BandPart, Field, Labels, Measure, Parameter, Place, Relation
from dsl.check.base import Checker, quote, replace_with, show
from dsl.check.index import Entry, Names, normal
from dsl.check.numbers import literal
from dsl.diagnostics import Fix
from dsl.suggest import suggest
from dsl.types import Kind

# A rule full of unknown names gets suggestions for the first of them only, so that it still answers at once.
SUGGESTIONS_PER_RULE = 25


def name(c: Checker, node: n.Name) -> t.TypedExpr | None:
    """A name where a value stands."""
    relation = c.scope.relation
    parts = node.parts
    if len(parts) == 1:
        return _bare(c, node) if relation is None else _bare_column(c, node, relation)
    if len(parts) > 2:
        c.error("name.too_long", node, name=show(node))
        return None
    owner, column = parts
    if normal(owner) in c.index.subject_words and not (relation and relation.id == owner):
        return value_of(c, node, column)
    found = c.index.relations.find(owner)
    if len(found) > 1:
        return _ambiguous(c, node, owner, found)
    if not found:
        unknown(c, node, owner, c.index.catalog.relations, "relation.unknown", keep=f".{quote(column)}")
        return None
    if relation is None:
        return _outside(c, node, found[0], column)
    if found[0].id != relation.id:
        c.error("aggregate.mixed", node, name=show(node), relation=relation.id, other=found[0].id)
        return None
    return column_of(c, node, relation, column)


def _bare(c: Checker, node: n.Name) -> t.TypedExpr | None:
    """A single word outside of aggregates: a field or measure of the subject."""
    word = node.parts[0]
    if c.index.values.find(word):
        return value_of(c, node, word)
    relations = c.index.relations.find(word)
    if relations:
        c.error(
            "name.is_relation",
            node,
            replace_with("fix.use", node, f"count({quote(relations[0].id)})"),
            replace_with("fix.use", node, f"any({quote(relations[0].id)})"),
            name=word,
            relation=relations[0].id,
        )
        return None
    if c.index.parameters.find(word):
        parameter = c.index.parameters.find(word)[0].id
        c.error("name.is_parameter", node, replace_with("fix.use", node, f"${parameter}"), name=parameter)
        return None
    owners = c.index.owners.get(word)
    if owners:
        return _outside(c, node, owners[0], word)
    unknown(c, node, word, (*c.index.values.entries, *c.index.catalog.relations), "name.unknown")
    return None


def _bare_column(c: Checker, node: n.Name, relation: Relation) -> t.TypedExpr | None:
    """A single word within an aggregate: a column of its relation."""
    word = node.parts[0]
    if c.index.columns(relation).find(word):
        return column_of(c, node, relation, word)
    subject = c.index.values.find(word)
    if subject:
        fix = replace_with("fix.use", node, f"subject.{quote(subject[0].id)}")
        c.error("name.of_subject", node, fix, name=word, relation=relation.id)
        return None
    if word in (relation.id, relation.labels.ko, relation.labels.en):
        c.error("name.relation_in_itself", node, name=word)
        return None
    unknown(c, node, word, relation.fields, "column.unknown", relation=relation.id)
    return None


def _outside(c: Checker, node: n.Name, relation: Relation, column: str) -> t.TypedExpr | None:
    """A column outside of an aggregate: which of a subject's rows is meant?"""
    found = c.index.columns(relation).find(column)
    if not found:
        unknown(
            c, node, column, relation.fields, "column.unknown", before=f"{quote(relation.id)}.", relation=relation.id
        )
        return None
    path = f"{quote(relation.id)}.{quote(found[0].id)}"
    ways = ["last", "sum"] if found[0].type.numeric else ["last", "first"]
    fixes = [replace_with("fix.use", node, f"{way}({path})") for way in ways]
    c.error("column.outside", node, *fixes, name=show(node), relation=relation.id)
    return None


def value_of(c: Checker, node: n.Name, word: str) -> t.TypedExpr | None:
    """A field or measure of the subject."""
    found = c.index.values.find(word)
    if not found:
        unknown(c, node, word, c.index.values.entries, "name.unknown", before="subject." if len(node.parts) > 1 else "")
        return None
    if len(found) > 1:
        return _ambiguous(c, node, word, found)
    entry = found[0]
    if isinstance(entry, Measure):
        c.refer("measure", entry.id)
        return t.MeasureValue(entry.id, type=entry.type, span=node.span)
    c.refer("field", entry.id)
    return t.SubjectField(entry.id, type=entry.type, span=node.span)


def column_of(c: Checker, node: n.Name, relation: Relation, word: str) -> t.TypedExpr | None:
    """A column of a relation whose rows are at hand."""
    found = c.index.columns(relation).find(word)
    if not found:
        before = f"{quote(relation.id)}." if len(node.parts) > 1 else ""
        unknown(c, node, word, relation.fields, "column.unknown", before=before, relation=relation.id)
        return None
    if len(found) > 1:
        return _ambiguous(c, node, word, found)
    column = found[0]
    c.refer("column", f"{relation.id}.{column.id}")
    return t.RowField(relation.id, column.id, type=column.type, span=node.span)


def relation_of(c: Checker, node: n.Node, word: str) -> Relation | None:
    """A relation by name, reported where there is none."""
    found = c.index.relations.find(word)
    if len(found) == 1:
        return found[0]
    if found:
        _ambiguous(c, node, word, found)
    else:
        unknown(c, node, word, c.index.catalog.relations, "relation.unknown")
    return None


def find_parameter(c: Checker, node: n.Param) -> Parameter | None:
    """A parameter by name, reported where there is none."""
    found = c.index.parameters.find(node.name)
    if not found:
        unknown(c, node, node.name, c.index.catalog.parameters, "parameter.unknown", before="$", quoted=False)
        return None
    c.refer("parameter", found[0].id)
    return found[0]


def parameter(c: Checker, node: n.Param) -> t.TypedExpr | None:
    """A parameter where a value stands: its constant."""
    found = find_parameter(c, node)
    if found is None:
        return None
    if isinstance(found.value, tuple):
        c.error("parameter.is_list", node, name=found.id)
        return None
    const = literal(found.value, percent=found.type.percent, unit=found.type.unit, span=node.span)
    if const is None:
        c.error("number.range", node, number=str(found.value))
    return const


def find_band(c: Checker, node: n.Name) -> tuple[Band, BandPart] | None:
    """A part of a band, ``satisfaction.high``."""
    owner = node.parts[0]
    band = c.index.bands.one(owner)
    if band is None:
        keep = "." + ".".join(quote(part) for part in node.parts[1:]) if len(node.parts) > 1 else ""
        unknown(c, node, owner, c.index.catalog.bands, "band.unknown", keep=keep)
        return None
    c.refer("band", band.id)
    if len(node.parts) != 2:
        fixes = [replace_with("fix.use", node, f"{quote(band.id)}.{quote(part.id)}") for part in band.parts]
        c.error("band.part", node, *fixes, band=band.id, parts=tuple(part.id for part in band.parts))
        return None
    part = Names(band.parts).one(node.parts[1])
    if part is None:
        before = f"{quote(band.id)}."
        unknown(c, node, node.parts[1], band.parts, "band.unknown_part", before=before, band=band.id)
        return None
    return band, part


def place(c: Checker, node: n.Expr, kind: str, word: str, places: Names[Place]) -> str | None:
    """The id of a cell or stage."""
    found = places.find(word)
    if len(found) == 1:
        c.refer(kind, found[0].id)
        return found[0].id
    if found:
        c.error("name.ambiguous", node, name=word, choices=tuple(entry.id for entry in found))
        return None
    near = suggest(word, places.entries)
    negation = "not " if getattr(node, "negated", False) else ""
    fixes = [replace_with("fix.use", node, f"{negation}in {kind} '{s.id}'") for s in near]
    c.error(f"{kind}.unknown", node, *fixes, name=word, choices=tuple(entry.id for entry in places.entries[:20]))
    return None


def _ambiguous(c: Checker, node: n.Node, word: str, found: Iterable[Entry]) -> t.TypedExpr | None:
    ids = tuple(dict.fromkeys(entry.id for entry in found))
    fixes = []
    for id_ in ids:
        written = node.parts if isinstance(node, n.Name) else (word,)
        parts = tuple(quote(id_) if part == word else quote(part) for part in written)
        fixes.append(replace_with("fix.use", node, ".".join(parts)))
    c.error("name.ambiguous", node, *(fixes if len(ids) > 1 else ()), name=word, choices=ids)
    return None


def unknown(
    c: Checker,
    node: n.Node,
    word: str,
    candidates: Iterable[Entry],
    code: str,
    *,
    before: str = "",
    keep: str = "",
    quoted: bool = True,
    **params: str,
) -> None:
    """Report a name that nothing has; ``before`` and ``keep`` are what the fix keeps around the name."""
    if c.unknown_names >= SUGGESTIONS_PER_RULE:
        c.error(code, node, name=word, **params)
        return
    c.unknown_names += 1
    near = suggest(word, candidates)
    if not near:
        c.error(code, node, name=word, **params)
        return
    fixes: list[Fix] = []
    for suggestion in near:
        id_ = quote(suggestion.id) if quoted else suggestion.id
        fixes.append(replace_with("fix.use", node, f"{before}{id_}{keep}"))
    first = near[0]
    c.error(
        f"{code}_similar",
        node,
        *fixes,
        name=word,
        suggestion=before + first.id if before == "$" else first.id,
        suggestion_en=labelled(first.id, first.labels, "en"),
        suggestion_ko=labelled(first.id, first.labels, "ko"),
        **params,
    )


def labelled(id_: str, labels: Labels, language: str) -> str:
    """An id with its label: visits_90d (site visits, 90 days)."""
    label = labels.get(language)
    if not label or label == id_:
        return id_
    return f"{id_} ({label})" if language == "en" else f"{id_}({label})"


def field_of(c: Checker, value: t.TypedExpr) -> Field | Measure | None:
    """The catalog's entry behind a plain name, for its labels and values."""
    match value:
        case t.SubjectField(id=id_) | t.MeasureValue(id=id_):
            return c.index.values.one(id_)
        case t.RowField(relation=relation, id=id_):
            owner = c.index.relations.one(relation)
            return c.index.columns(owner).one(id_) if owner else None
        case t.Aggregate(argument=argument) if argument is not None and value.type.kind is Kind.TEXT:
            return field_of(c, argument)
    return None
