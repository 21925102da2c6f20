"""Where expressions stand: what names mean there, and the layers of columns that grow on top.

A scope is one alias over growing layers of SELECTs. Layer 0 is what the alias reads; a column that is defined at
layer n can be used from layer n + 1 on, still through the same alias. A node whose operand would have to be written
several times, or whose expression grows too deep for the engine's parser, makes a hidden column of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from engine.backends.sql.dialect import Dialect
from engine.backends.sql.emit import emit, emit_truth, is_known
from engine.backends.sql.fragment import Fragment
from engine.backends.sql.quoting import Names
from engine.core import Column, Core, Kind, Ref, kind_of
from engine.plan import ColumnSpec


@dataclass(frozen=True, slots=True)
class Raw:
    """A raw column: how to write it and what is promised of it; no spec: a clean value of its kind."""

    text: Fragment
    spec: ColumnSpec | None


@dataclass(slots=True)
class Definition:
    """A column that a layer defines."""

    name: str
    value: Fragment
    title: str = ""


@dataclass(slots=True)
class Scope:
    """``raw`` and ``ref`` say what columns and earlier values are called; ``valid`` are raw dates that are known to
    be well formed here (a WHERE in front has seen to it)."""

    dialect: Dialect
    alias: str
    names: Names
    raw: Callable[[Column], Raw]
    ref: Callable[[Ref], tuple[Fragment, bool]]
    definitions: dict[int, list[Definition]] = field(default_factory=dict)
    valid: set[Core] = field(default_factory=set)
    _memo: dict[Core, Fragment] = field(default_factory=dict)
    _kept: dict[str, Fragment] = field(default_factory=dict)

    def value(self, node: Core) -> Fragment:
        """The node's value."""
        found = self._memo.get(node)
        if found is None:
            found = self._low(emit(node, self), kind_of(node))
            self._memo[node] = found
        return found

    def truth(self, node: Core) -> Fragment:
        """A condition that is true exactly where the node is; elsewhere it is false or NULL, whichever is shorter."""
        return self._low(emit_truth(node, self), Kind.BOOL)

    def simple(self, node: Core) -> Fragment:
        """The node's value as something that may be written several times."""
        found = self.value(node)
        return found if found.plain else self.keep(self.dialect.settled(node, found))

    def known(self, node: Core) -> bool:
        """Is the value never NULL?"""
        return is_known(node, self)

    def column(self, name: str, level: int = 0) -> Fragment:
        """A column of this scope's alias."""
        text = f"{self.dialect.identifier(self.alias)}.{self.dialect.identifier(name)}"
        return Fragment(text, level=level, uses=frozenset({name}))

    def define(self, name: str, value: Fragment, title: str = "") -> Fragment:
        """Make a column of a value as early as it can be computed."""
        self.definitions.setdefault(value.level, []).append(Definition(name, value, title))
        return self.column(name, value.level + 1)

    def keep(self, value: Fragment) -> Fragment:
        """A hidden column (once for the same text)."""
        found = self._kept.get(value.text)
        if found is None:
            found = self.define(self.names.new("step"), value)
            self._kept[value.text] = found
        return found

    def plain(self, value: Fragment) -> Fragment:
        """The value itself where it may be repeated, else a hidden column of it."""
        return value if value.plain else self.keep(value)

    def _low(self, value: Fragment, kind: Kind) -> Fragment:
        if value.stack > self.dialect.max_stack or value.height > self.dialect.max_height:
            return self.keep(value)
        return value

    @property
    def height(self) -> int:
        """How many layers have definitions, up to the last."""
        return max(self.definitions, default=-1) + 1


def uses_only(value: Fragment, level: int) -> Fragment:
    """The same piece, said to stand at a layer."""
    return replace(value, level=max(level, value.level))
