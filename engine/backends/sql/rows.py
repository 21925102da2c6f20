"""Rows of relations as something to select from: one alias, whose raw columns are collected as they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from engine.backends.base import unsupported
from engine.backends.sql.dialect import Dialect
from engine.backends.sql.fragment import AND, Fragment, chain
from engine.backends.sql.layout import indent
from engine.backends.sql.quoting import Names
from engine.backends.sql.scope import Raw
from engine.core import Column, Ref
from engine.plan import ColumnSpec, JoinRows, Table, TableRows

ALIAS = "r"
SUBJECT = "s"


class Source(Protocol):
    """What an alias reads. ``render`` comes last: it lists the columns that were asked for."""

    def raw(self, column: Column) -> Raw: ...

    def ref(self, ref: Ref) -> tuple[Fragment, bool]: ...

    def key(self) -> Raw: ...

    def render(self) -> str: ...


def qualified(dialect: Dialect, alias: str, name: str) -> Fragment:
    text = f"{dialect.identifier(alias)}.{dialect.identifier(name)}"
    return Fragment(text, uses=frozenset({name}))


def spec_of(table: Table, name: str, dialect: Dialect) -> ColumnSpec:
    for spec in table.columns:
        if spec.name == name:
            return spec
    raise unsupported("column", dialect.name, table=table.name, column=name)


@dataclass(slots=True)
class TableSource:
    """One table under the alias; with ``exports`` its columns come under other names."""

    dialect: Dialect
    rows: TableRows
    alias: str = ALIAS
    exports: Exports | None = None

    def raw(self, column: Column) -> Raw:
        spec = spec_of(self.rows.table, column.name, self.dialect)
        if self.exports is not None:
            return self.exports.give(Raw(qualified(self.dialect, "t", column.name), spec), column.name)
        return Raw(qualified(self.dialect, self.alias, column.name), spec)

    def ref(self, ref: Ref) -> tuple[Fragment, bool]:
        raise KeyError(ref.name)

    def key(self) -> Raw:
        return self.raw(self.rows.key)

    def render(self) -> str:
        table = self.dialect.table(self.rows.table.name)
        if self.exports is not None:
            return derived(self.dialect, self.exports.lines(), f"FROM {table} AS {self.dialect.identifier('t')}")
        return f"{table} AS {self.dialect.identifier(self.alias)}"


@dataclass(slots=True)
class Exports:
    """The columns that a derived table hands out under new names."""

    dialect: Dialect
    names: Names = field(default_factory=lambda: Names(set()))
    chosen: dict[str, str] = field(default_factory=dict)

    def give(self, inner: Raw, wanted: str) -> Raw:
        name = self.chosen.get(inner.text.text)
        if name is None:
            name = self.names.new(wanted)
            self.chosen[inner.text.text] = name
        return Raw(qualified(self.dialect, ALIAS, name), inner.spec)

    def lines(self) -> str:
        if not self.chosen:
            return "1"
        return ",\n".join(f"{text} AS {self.dialect.identifier(name)}" for text, name in self.chosen.items())


@dataclass(slots=True)
class JoinSource:
    """Rows of a table with the rows they belong to."""

    dialect: Dialect
    rows: JoinRows
    parent: Source
    exports: Exports

    def _inner(self, column: Column) -> Raw:
        if column.owner == self.rows.table.alias:
            text = qualified(self.dialect, "t", column.name)
            return Raw(text, spec_of(self.rows.table, column.name, self.dialect))
        return self.parent.raw(column)

    def raw(self, column: Column) -> Raw:
        return self.exports.give(self._inner(column), column.name)

    def ref(self, ref: Ref) -> tuple[Fragment, bool]:
        raise KeyError(ref.name)

    def key(self) -> Raw:
        return self.exports.give(self.parent.key(), "key")

    def render(self) -> str:
        pairs = []
        for own, other in self.rows.on:
            left, right = self._inner(own), self._inner(other)
            pairs.append(self.dialect.equal_columns(left.spec, left.text, right.spec, right.text))
        table = f"{self.dialect.table(self.rows.table.name)} AS {self.dialect.identifier('t')}"
        on = chain("AND", pairs, AND, "and").text
        body = f"FROM {self.parent.render()}\nJOIN {table} ON {on}"
        return derived(self.dialect, self.exports.lines(), body)


@dataclass(slots=True)
class TextSource:
    """A finished SELECT whose columns are clean values."""

    dialect: Dialect
    body: str
    key_name: str
    columns: dict[str, str]

    def raw(self, column: Column) -> Raw:
        if column.name not in self.columns:
            raise unsupported("column", self.dialect.name, table=column.owner, column=column.name)
        return Raw(qualified(self.dialect, ALIAS, self.columns[column.name]), None)

    def ref(self, ref: Ref) -> tuple[Fragment, bool]:
        raise KeyError(ref.name)

    def key(self) -> Raw:
        return Raw(qualified(self.dialect, ALIAS, self.key_name), None)

    def render(self) -> str:
        return f"(\n{indent(self.body)}\n) AS {self.dialect.identifier(ALIAS)}"


@dataclass(slots=True)
class SubjectSource:
    """Rows with the values of the subject they belong to, out of a layer of the statement. ``values`` are the
    layer's columns (or constants) for the subject columns and earlier values that the expressions name."""

    dialect: Dialect
    inner: Source
    layer: str
    layer_key: str
    values: Mapping[Column | Ref, tuple[Fragment, bool]]
    exports: Exports

    def raw(self, column: Column) -> Raw:
        if column.owner == "":
            return Raw(self._given(column)[0], None)
        return self.exports.give(self.inner.raw(column), column.name)

    def ref(self, ref: Ref) -> tuple[Fragment, bool]:
        return self._given(ref)

    def _given(self, node: Column | Ref) -> tuple[Fragment, bool]:
        value, known = self.values[node]
        if not value.uses:
            return replace(value, level=0), known
        return self.exports.give(Raw(value, None), node.name).text, known

    def key(self) -> Raw:
        return self.exports.give(Raw(qualified(self.dialect, SUBJECT, self.layer_key), None), "key")

    def render(self) -> str:
        own = qualified(self.dialect, SUBJECT, self.layer_key)
        key = self.inner.key()
        on = self.dialect.equal_columns(None, own, key.spec, key.text)
        layer = f"{self.dialect.identifier(self.layer)} AS {self.dialect.identifier(SUBJECT)}"
        return derived(self.dialect, self.exports.lines(), f"FROM {self.inner.render()}\nJOIN {layer} ON {on.text}")


def derived(dialect: Dialect, columns: str, body: str) -> str:
    return f"(\n  SELECT\n{indent(columns, 2)}\n{indent(body)}\n) AS {dialect.identifier(ALIAS)}"
