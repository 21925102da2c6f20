"""Calls of functions as numbered nodes: the same call with the same operands is the same node, so that a result that
is known is found again whatever program it first belonged to."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.backends.frame.values import Level, Values
from engine.cancel import Cancelled
from engine.preview.memory import MISSING, Memory, Worth

Cancel = Callable[[], bool]
PASSING = frozenset(
    ("group", "take", "take_places", "rows_where", "rows_of_rows", "of_subject", "unpacked", "first_rows", "truth")
)
"""What these give is quickly made again."""
LINKS = frozenset("subjects find joined_rows own_rows parent_rows cells cell_places cell_rows days_held".split())
"""Whose rows are whose, and their days: slow to make, and needed for every edit of a measure."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column as the runtime is to read it: its name, kind, decimal places, and named options."""

    name: str
    kind: str
    scale: int = 0
    options: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A call. Numbers among ``args`` are nodes; texts are source of constants."""

    function: str
    args: tuple[str | int, ...]
    level: Level

    @property
    def inputs(self) -> tuple[int, ...]:
        return tuple(arg for arg in self.args if isinstance(arg, int))


class Graph(Values):
    """All nodes that were ever asked for. It takes the place of a script's values: the same writers fill it."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self.new_columns: list[int] = []
        """Columns that were asked for since this was last cleared."""
        self._known: dict[tuple[str, tuple[str | int, ...]], int] = {}

    def add(self, function: str, *args: str | int, level: Level | None = None, prefix: str = "x") -> int:
        """The node of a call; its level is the highest among its operands unless it is given."""
        if function == "times_in" and isinstance(args[0], int) and self.nodes[args[0]].function == "column":
            # Windows are whole days: a column of days is compared in half the time of one of microseconds.
            function, args = "days_in", (self.add("days_held", args[0]), *args[1:])
        key = (function, args)
        number = self._known.get(key)
        if number is None:
            if level is None:
                levels = [self.nodes[arg].level for arg in args if isinstance(arg, int)]
                level = max(levels, default=Level.SINGLE)
            number = self._known[key] = len(self.nodes)
            self.nodes.append(Node(function, args, level))
            if function == "column":
                self.new_columns.append(number)
        return number

    def column(self, number: int) -> tuple[str, Wanted]:
        """The table of a column's node, and how the column is read."""
        node = self.nodes[number]
        table = parsed(str(self.nodes[int(node.args[0])].args[1]))[1]
        given = [parsed(str(arg)) for arg in node.args[1:]]
        name, kind, *scale = [value for title, value in given if not title]
        options = tuple(sorted((title, value) for title, value in given if title))
        return table, Wanted(name, kind, scale[0] if scale else 0, options)

    def level(self, number: int) -> Level:
        return self.nodes[number].level

    def keep(self, number: int, prefix: str) -> None:
        """Names are for scripts."""

    def reachable(self, roots: Iterable[int]) -> list[int]:
        """These nodes and all that they need, each after its operands."""
        seen: set[int] = set()
        waiting = list(roots)
        while waiting:
            number = waiting.pop()
            if number not in seen:
                seen.add(number)
                waiting.extend(self.nodes[number].inputs)
        return sorted(seen)

    def compacted(self, roots: Iterable[int]) -> tuple[Graph, dict[int, int]]:
        """A graph of these nodes only, and their new numbers."""
        graph, numbers = Graph(), dict[int, int]()
        for old in self.reachable(roots):
            node = self.nodes[old]
            args = tuple(numbers[arg] if isinstance(arg, int) else arg for arg in node.args)
            numbers[old] = graph.add(node.function, *args, level=node.level)
        return graph, numbers


class Evaluator:
    """Finds the results of nodes, from what is remembered where it can."""

    def __init__(self, graph: Graph, functions: Mapping[str, Callable[..., Any]], memory: Memory) -> None:
        self.graph = graph
        self.memory = memory
        self._functions = functions
        self.computed = 0

    def value(self, root: int, cancel: Cancel | None = None) -> Any:
        """The result of a node. ``cancel`` is asked before each call; raises Cancelled."""
        found = self.memory.get(root)
        if found is not MISSING:
            return found
        held: dict[int, Any] = {}
        waiting = [root]
        while waiting:
            number = waiting[-1]
            if number not in held:
                found = self.memory.get(number)
                if found is MISSING:
                    node = self.graph.nodes[number]
                    needed = [arg for arg in node.inputs if arg not in held]
                    if needed:
                        waiting.extend(needed)
                        continue
                    if cancel is not None and cancel():
                        raise Cancelled()
                    found = self._call(node, held)
                    self.memory.put(number, found, _worth(node))
                held[number] = found
            waiting.pop()
        return held[root]

    def _call(self, node: Node, held: Mapping[int, Any]) -> Any:
        self.computed += 1
        given: list[Any] = []
        named: dict[str, Any] = {}
        for arg in node.args:
            if isinstance(arg, int):
                given.append(held[arg])
            else:
                name, constant = parsed(arg)
                if name:
                    named[name] = constant
                else:
                    given.append(constant)
        return self._functions[node.function](*given, **named)


def _worth(node: Node) -> Worth:
    if node.level is Level.SINGLE:
        return Worth.SMALL
    if node.function in LINKS:
        return Worth.LINKS
    if node.function in PASSING:
        return Worth.PASSING
    return Worth.ROWS if node.level is Level.ROW else Worth.SUBJECTS


@lru_cache(maxsize=50_000)
def parsed(source: str) -> tuple[str, Any]:
    """A constant from its source, and its name where it is a named argument (``trim=True``)."""
    if source == "tables":
        return "", None
    if source.isidentifier() or "=" not in source or source[0] in "'\"([{":
        return "", ast.literal_eval(source)
    name, _, rest = source.partition("=")
    return name, ast.literal_eval(rest)
