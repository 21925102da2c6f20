"""What one look at a project leaves for the next: rules that were read and checked, so that after an edit only what the
edit changed is looked at again. The result is the same as without it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeVar

from dsl.catalog import Catalog
from dsl.check import Checked, Context, check
from dsl.nodes import Rule
from dsl.parse import Parsed, parse

V = TypeVar("V")


class _Kept(dict[Hashable, Any]):
    """Values by key; what was not asked for between two ``turn``s is forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self.old: dict[Hashable, Any] = {}

    def turn(self) -> None:
        self.old = dict(self)
        self.clear()

    def find(self, key: Hashable) -> Any:
        """The value, which stays; None where it is not known."""
        if key not in self and key in self.old:
            self[key] = self.old[key]
        return self.get(key)


class Memory:
    """One for each project that is edited; not shared between threads. It holds what the newest project needs."""

    def __init__(self) -> None:
        self._parsed, self._checked, self._rules = _Kept(), _Kept(), _Kept()
        self._catalogs: list[Catalog] = []
        self._older: list[Catalog] = []
        self.reused = self.made = 0

    def turn(self) -> None:
        """A project is looked at anew: what the last one did not need is forgotten."""
        for kept in (self._parsed, self._checked, self._rules):
            kept.turn()
        self._older, self._catalogs = self._catalogs, []
        self.reused = self.made = 0

    def parse(self, text: str) -> Parsed:
        """A rule as it is read."""
        found = self._parsed.find(text)
        if found is None:
            found = self._parsed[text] = parse(text)
        return found  # type: ignore[no-any-return]

    def rule(self, owner: Hashable, source: tuple[object, ...], made: Rule | None) -> Rule | None:
        """A rule that was made of others: the one that was made before of the very same ``source``."""
        found = self._rules.find(owner)
        if found is not None and _same(found[0], source) and found[1] == made:
            return found[1]  # type: ignore[no-any-return]
        self._rules[owner] = (source, made)
        return made

    def catalog(self, made: Catalog) -> Catalog:
        """The catalog that is known already, where it says the same."""
        for known in (*self._catalogs, *self._older):
            if known is made or (known == made and _same(_rules(known), _rules(made))):
                if not any(one is known for one in self._catalogs):
                    self._catalogs.append(known)
                return known
        self._catalogs.append(made)
        return made

    def check(self, rule: Rule, catalog: Catalog, context: Context) -> Checked:
        """A rule as it is checked. Rules and catalogs are told apart by identity: trees that are equal may stand at
        different places of a text."""
        key = (id(rule), id(catalog), context)
        found = self._checked.find(key)
        if found is not None and found[0] is rule and found[1] is catalog:
            self.reused += 1
            return found[2]  # type: ignore[no-any-return]
        self.made += 1
        checked = check(rule, catalog, context)
        self._checked[key] = (rule, catalog, checked)
        return checked


def _rules(catalog: Catalog) -> tuple[object, ...]:
    return tuple(one.rule for one in catalog.measures)


def _same(left: tuple[object, ...], right: tuple[object, ...]) -> bool:
    return len(left) == len(right) and all(one is other for one, other in zip(left, right, strict=True))
