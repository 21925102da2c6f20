"""What a name in a rule is: said where the mouse rests on it. Plain Python."""

from __future__ import annotations

from dsl import nodes as n
from dsl.catalog import Field, Measure, Parameter, Relation
from dsl.check.index import index_of
from dsl.lexer import tokens
from dsl.parse import parse
from dsl.tree import walk
from editor.i18n.texts import Words
from editor.viewmodels.places import spoken_place
from engine.project.compiled import CheckedProject

SHOWN = 8
"""So many places that use a name are listed."""


def name_tip(checked: CheckedProject, text: str, position: int, words: Words) -> str:
    """The name at a position of a rule: labels in both languages, what it is, unit, type and who uses it."""
    token = next((one for one in tokens(text) if one.span.start <= position < one.span.end), None)
    if token is None or token.kind not in ("name", "parameter"):
        return ""
    written = text[token.span.start : token.span.end]
    index = index_of(checked.catalog)
    if written.startswith("$"):
        parameter = index.parameters.one(written[1:])
        return _parameter(parameter, words) if parameter is not None else ""
    head, dot, last = written.rpartition(".")
    entry: Field | Measure | Relation | None
    if dot:
        relation = index.relations.one(head.strip("`"))
        entry = index.columns(relation).one(last.strip("`")) if relation is not None else None
    else:
        name = written.strip("`")
        relation = index.relations.one(_within(text, position))
        column = index.columns(relation).one(name) if relation is not None else None
        entry = column or index.values.one(name) or index.relations.one(name)
    return "\n".join(_lines(entry, checked, words)) if entry is not None else ""


def _within(text: str, position: int) -> str:
    """The relation whose columns are meant at a position: that of the ``where`` around it."""
    rule = parse(text).rule
    for node in walk(rule.expr) if rule is not None else ():
        if isinstance(node, n.Call) and node.where is not None and node.args:
            name = node.args[0]
            if node.where.span.start <= position < node.where.span.end and isinstance(name, n.Name):
                return name.parts[0]
    return ""


def _parameter(one: Parameter, words: Words) -> str:
    value = ", ".join(map(str, one.value)) if isinstance(one.value, tuple) else str(one.value)
    return f"${one.id} = {value}\n{one.labels.get(words.language, one.id)} · {words('sort.parameter')}"


def _lines(entry: Field | Measure | Relation, checked: CheckedProject, words: Words) -> list[str]:
    label = entry.labels.get(words.language, entry.id)
    lines = [label if label == entry.id else f"{label} ({entry.id})"]
    if isinstance(entry, Relation):
        lines.append(words("sort.relation"))
    else:
        unit = checked.catalog.units.get(entry.type.unit or "")
        sort = "field" if isinstance(entry, Field) else "trait" if entry.kind == "trait" else "measure"
        parts = [words(f"sort.{sort}"), words(f"kind.{entry.type.kind.value}")]
        if unit is not None:
            parts.append(unit.ko if words.language == "ko" else unit.en_many)
        lines.append(" · ".join(parts))
    description = entry.description.get(words.language, "")
    if description:
        lines.append(description)
    sort = "relation" if isinstance(entry, Relation) else "measure" if isinstance(entry, Measure) else "field"
    used = used_in(checked, (sort, entry.id), words.language)
    if used:
        more = f" … ({len(used)})" if len(used) > SHOWN else ""
        lines.append(words("tip.used_in", places=", ".join(used[:SHOWN]) + more))
    return lines


def used_in(checked: CheckedProject, name: tuple[str, str], language: str) -> list[str]:
    """The places whose rules name something: (field, measure or relation; its id)."""
    return [
        spoken_place(checked.project, path, language) for path, found in checked.rules.items() if name in found.names
    ]
