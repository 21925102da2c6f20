"""Many random rules in one plan, on every engine; where they disagree, the smallest rule and rows that still do."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from dsl.operators import OPERATORS
from dsl.typed import TypedExpr
from engine.execute import execute
from engine.plan import Plan
from plugins.api import Source
from tests.support import mariadb, postgres
from tests.support.backends_under_test import Duckdb, Engine, Mariadb, Postgres, Sqlite
from tests.support.cases import by_key, plan_of
from tests.support.random_world import random_world
from tests.support.rules_generator import OPERANDS, Node, Rules, Shared
from tests.support.value_generator import aimed
from tests.support.world import Data, World, bind

BACKENDS = (
    "pandas",
    "sqlite",
    "duckdb",
    *([] if mariadb.missing() else ["mariadb"]),
    *([] if postgres.missing() else ["postgres"]),
)
States = dict[Any, bool | None]
Trees = Mapping[str, TypedExpr]


def needed() -> set[tuple[str, str]]:
    """Every row of the operator table with every type that it takes."""
    found = set()
    for operator in OPERATORS:
        kinds = OPERANDS.get(operator.id) or tuple(
            {kind.value for argument in operator.takes for kind in argument.kinds}
        )
        assert kinds, f"the generator knows no operands for {operator.id}"
        found |= {(operator.id, kind) for kind in kinds}
    return found


@dataclass
class Coverage:
    """What the rules so far used, and how they chose."""

    used: Counter[tuple[str, str]] = field(default_factory=Counter)
    rules: int = 0
    selective: int = 0
    answers: Counter[str] = field(default_factory=Counter)

    def add(self, node: Node, states: States) -> None:
        self.used += node.used
        self.rules += 1
        met = sum(state is True for state in states.values())
        self.selective += 0 < met < len(states)
        self.answers.update(str(state) for state in states.values())

    def merge(self, other: Coverage) -> None:
        self.used += other.used
        self.rules += other.rules
        self.selective += other.selective
        self.answers += other.answers

    def table(self) -> str:
        """Operator x type, how often each was tried."""
        kinds = sorted({kind for _, kind in needed()})
        lines = [f"{'':14}" + "".join(f"{kind[:9]:>10}" for kind in kinds)]
        for operator in OPERATORS:
            cells = [(operator.id, kind) for kind in kinds]
            shown = [str(self.used[cell]) if cell in needed() else "·" for cell in cells]
            lines.append(f"{operator.id:14}" + "".join(f"{text:>10}" for text in shown))
        share = 100 * self.selective / max(1, self.rules)
        lines.append(f"{self.rules} rules, {share:.0f}% choose neither none nor all; answers {dict(self.answers)}")
        return "\n".join(lines)


def draw_rules(rng: Random, count: int) -> list[Node]:
    """Rules; the first half is drawn until each uses a certain operator on a certain type."""
    found: list[Node] = []
    heavy = {operator.id for operator in OPERATORS if operator.group in ("aggregate", "window", "percentile")}
    cells = rng.sample(sorted(needed()), len(needed()))
    aims = [c for c in cells if c[0] in heavy][:20] + [c for c in cells if c[0] not in heavy]
    shared = Shared()
    for number in range(count):
        mark = shared.mark()
        node = Rules(rng, shared=shared).rule()
        if number < count // 2:
            aim = aims[number % len(aims)]
            shared.undo(mark)
            node = aimed(Rules(rng, shared=shared), *aim) or Rules(rng, shared=shared).rule()
            for attempt in range(150):
                if aim in node.used:
                    break
                shared.undo(mark)
                rules = Rules(rng, shared=shared)
                node = rules.about_value() if attempt % 3 else rules.rule()
        found.append(node)
    return found


# -- carrying out ------------------------------------------------------------------------------------------


@dataclass
class Loaded:
    """A world in every database; pandas reads one of them."""

    world: World
    sources: Mapping[str, Source]

    def plan(self, backend: str, trees: Trees) -> tuple[Plan, Source]:
        source = self.sources[backend]
        return plan_of(bind(self.world, source), trees), source

    def run(self, backend: str, trees: Trees) -> dict[str, States]:
        plan, source = self.plan(backend, trees)
        table = execute(plan, source, "pandas" if backend == "pandas" else "sql")
        found = by_key(plan, table)
        return {name: found[name] for name in trees}


class Worlds:
    """Loads worlds; ``with Worlds() as worlds``."""

    def __enter__(self) -> Worlds:
        self._folder = tempfile.TemporaryDirectory(prefix="quadrille-properties-")
        self._open: list[Source] = []
        self._count = 0
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self._folder.cleanup()

    def close(self) -> None:
        for source in self._open:
            source.close()
        self._open.clear()

    def load(self, world: World, pandas_reads: type[Engine] = Duckdb) -> Loaded:
        self._count += 1
        folder = Path(self._folder.name, str(self._count))
        folder.mkdir()
        engines = [engine for engine in (Sqlite, Duckdb, Mariadb, Postgres) if engine.name in BACKENDS]
        sources = {engine.name: engine().load(world, folder) for engine in engines}
        self._open += sources.values()
        return Loaded(world, {**sources, "pandas": sources[pandas_reads.name]})


@dataclass(frozen=True)
class Disagreement:
    """A rule over which engines differ, or that one of them cannot carry out."""

    seed: int
    node: Node
    world: World
    found: Mapping[str, States | str]

    def __str__(self) -> str:
        lines = [f"seed {self.seed}: {self.node.text}", f"as of {self.world.as_of}, zone {self.world.zone}"]
        for data in self.world.tables:
            used = [
                n
                for n, c in enumerate(data.columns)
                if c.name in self.node.text or c.name in ("id", "who", "no", "ev_no")
            ]
            if data is self.world.subject or data.name in self.node.text or data.rows:
                names = [data.columns[n].name for n in used]
                lines.append(f"  {data.name} {names}: {[tuple(row[n] for n in used) for row in data.rows]}")
        lines += [f"  {backend}: {states}" for backend, states in self.found.items()]
        return "\n".join(lines)


def batch(worlds: Worlds, seed: int, count: int, coverage: Coverage) -> list[Disagreement]:
    """Draw a world and rules, run them on every engine, give what differs (already made small)."""
    rng = Random(seed)
    world = random_world(seed)
    nodes = draw_rules(rng, count)
    loaded = worlds.load(world, Sqlite if seed % 2 else Duckdb)
    nodes, trees = checked(world, nodes)
    found = {backend: _answers(loaded, backend, trees) for backend in BACKENDS}
    wrong = []
    for name, node in zip(trees, nodes, strict=True):
        states = {backend: found[backend][name] for backend in BACKENDS}
        if differ(states):
            wrong.append(name)
        else:
            coverage.add(node, states["pandas"])  # type: ignore[arg-type]
    worlds.close()
    return [smallest(worlds, seed, world, nodes[int(name[1:])]) for name in wrong[:3]]


def checked(world: World, nodes: list[Node]) -> tuple[list[Node], dict[str, TypedExpr]]:
    """The rules with their checked trees. Only constants that add up to more than 64 bits may be refused."""
    bound = bind(world)
    kept: list[Node] = []
    trees: dict[str, TypedExpr] = {}
    for node in nodes:
        tree, diagnostics = bound.check(node.text)
        refused = {d.code for d in diagnostics if d.severity == "error"}
        assert refused <= {"number.range"}, (node.text, diagnostics)
        if tree is not None:
            trees[f"r{len(kept)}"] = tree
            kept.append(node)
    return kept, trees


def _answers(loaded: Loaded, backend: str, trees: Trees) -> dict[str, States | str]:
    """All together; where that fails, in halves, so that the guilty rule is found soon."""
    try:
        return dict(loaded.run(backend, trees))
    except Exception as failure:
        if len(trees) == 1:
            return dict.fromkeys(trees, f"{type(failure).__name__}: {said(failure)}")
        names = list(trees)
        halves = (names[: len(names) // 2], names[len(names) // 2 :])
        return {k: v for half in halves for k, v in _answers(loaded, backend, {n: trees[n] for n in half}).items()}


def said(failure: Exception) -> str:
    """What an exception says, with the parameters of its diagnostics."""
    diagnostics = getattr(failure, "diagnostics", ())
    return "; ".join(f"{d.code} {dict(d.params)}" for d in diagnostics) or str(failure)


def differ(states: Mapping[str, States | str]) -> bool:
    values = list(states.values())
    return any(isinstance(value, str) for value in values) or any(value != values[0] for value in values[1:])


# -- making small ------------------------------------------------------------------------------------------


def smallest(worlds: Worlds, seed: int, world: World, node: Node) -> Disagreement:
    """Cut the rule and the rows as long as the engines still differ."""

    def states(world: World, node: Node) -> Mapping[str, States | str]:
        try:
            tree = bind(world).rule(node.text)
        except Exception:
            return {}
        loaded = worlds.load(world, Sqlite if seed % 2 else Duckdb)
        try:
            return {backend: _answers(loaded, backend, {"r": tree})["r"] for backend in BACKENDS}
        finally:
            worlds.close()

    def still(world: World, node: Node) -> bool:
        found = states(world, node)
        return bool(found) and differ(found)

    plain = replace(world, cells={}, stages={})
    if still(plain, node):
        world = plain
    node = _shrink(node, lambda smaller: still(world, smaller))
    world = shrink_rows(world, lambda smaller: still(smaller, node))
    return Disagreement(seed, node, world, states(world, node))


def _shrink(node: Node, fails: Callable[[Node], bool], budget: int = 150) -> Node:
    """The first smaller rule that still fails, again and again."""
    progress = True
    while progress and budget > 0:
        progress = False
        for smaller in sorted(variants(node), key=lambda one: len(one.text)):
            budget -= 1
            if len(smaller.text) < len(node.text) and fails(smaller):
                node, progress = smaller, True
                break
            if budget <= 0:
                break
    return node


def variants(node: Node) -> Iterator[Node]:
    """The rule with one piece replaced by a piece of that piece which has the same type and speaks of the same."""
    for inner in list(node.walk())[1:]:
        if inner.kind == node.kind and inner.scope == node.scope:
            yield inner
    for place, part in enumerate(node.parts):
        if isinstance(part, Node):
            for smaller in variants(part):
                yield replace(node, parts=(*node.parts[:place], smaller, *node.parts[place + 1 :]))


def shrink_rows(world: World, fails: Callable[[World], bool]) -> World:
    """Leave out rows, half of a table at a time, then fewer."""
    for place, data in enumerate(world.tables):
        rows, chunk = data.rows, max(1, len(data.rows) // 2)
        while rows:
            for start in range(0, len(rows), chunk):
                fewer = rows[:start] + rows[start + chunk :]
                smaller = _with(world, place, replace(data, rows=fewer))
                if fails(smaller):
                    rows, world = fewer, smaller
                    break
            else:
                if chunk == 1:
                    break
                chunk //= 2
    return world


def _with(world: World, place: int, data: Data) -> World:
    return replace(world, tables=(*world.tables[:place], data, *world.tables[place + 1 :]))


# -- a third opinion ---------------------------------------------------------------------------------------


def reference_batch(worlds: Worlds, seed: int, count: int) -> list[str]:
    """Rules for which DuckDB and the row-by-row evaluator differ."""
    from tests.support.reference import evaluate

    rng = Random(seed)
    world = random_world(seed)
    loaded = worlds.load(world)
    drawn, trees = checked(world, draw_rules(rng, count))
    nodes = dict(zip(trees, drawn, strict=True))
    plan, _ = loaded.plan("duckdb", trees)
    names = {data.stored_as: [column.stored_as for column in data.columns] for data in world.tables}
    rows = {
        data.stored_as: [dict(zip(names[data.stored_as], row, strict=True)) for row in data.rows]
        for data in world.tables
    }
    by_hand = {row["key"]: row for row in evaluate(plan, rows)}
    found = loaded.run("duckdb", trees)
    wrong = []
    for name, states in found.items():
        differing = {k: (state, by_hand[k][name]) for k, state in states.items() if by_hand[k][name] is not state}
        if differing:
            wrong.append(f"seed {seed}: {nodes[name].text}: (engine, by hand) {dict(list(differing.items())[:3])}")
    return wrong
