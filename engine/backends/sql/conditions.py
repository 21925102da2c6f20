"""What may go into the WHERE in front of a GROUP BY: whatever all aggregates ask for, and the span of their windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from engine.backends.sql.ranges import innermost
from engine.core import And, Core, DayRange, IsTrue
from engine.plan import Aggregate

Named = tuple[str, Aggregate]


@dataclass(frozen=True, slots=True)
class Filters:
    """``conditions`` hold for every row that is left; ``valid`` are times that are therefore well formed."""

    conditions: tuple[Core, ...]
    valid: frozenset[Core] = field(default=frozenset())


def conjuncts(node: Core | None) -> list[Core]:
    """The conditions that must all be true for the node to be true."""
    match node:
        case None:
            return []
        case And(items=items):
            return [part for item in items for part in conjuncts(item)]
        case IsTrue(item=item):
            return conjuncts(item)
        case _:
            return [node]


def conjunction(parts: Sequence[Core]) -> Core | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _span(windows: list[DayRange]) -> tuple[date | None, date | None]:
    firsts = [window.first for window in windows]
    lasts = [window.last for window in windows]
    low = None if None in firsts else min(first for first in firsts if first is not None)
    high = None if None in lasts else max(last for last in lasts if last is not None)
    return low, high


def filters(where: Core | None) -> Filters:
    """The conditions of a WHERE as it stands."""
    return _filters(conjuncts(where))


def _filters(conditions: list[Core]) -> Filters:
    valid = {innermost(item).item for item in conditions if isinstance(item, DayRange)}
    return Filters(tuple(conditions), frozenset(valid))


def factored(aggregates: Sequence[Named], where: Core | None) -> tuple[Filters, list[Named]]:
    """The conditions for all rows, and the aggregates with what is left to ask of each. Groups in which no
    aggregate takes part are lost, so this is only for subjects, whose missing rows have a meaning."""
    common = conjuncts(where)
    parts = [conjuncts(agg.where) for _, agg in aggregates]
    for item in parts[0] if parts else []:
        if item not in common and all(item in part for part in parts):
            common.append(item)
    parts = [[item for item in part if item not in common] for part in parts]
    for item in _windowed(parts):
        low, high = _span([w for part in parts for w in part if isinstance(w, DayRange) and w.item == item])
        if low is not None or high is not None:
            common.append(DayRange(item, low, high))
    known = {item.item: item for item in common if isinstance(item, DayRange)}
    left = [[_shorter(item, known) for item in part] for part in parts]
    rest = [
        (name, replace(agg, where=conjunction([item for item in part if item is not None])))
        for (name, agg), part in zip(aggregates, left, strict=True)
    ]
    return _filters(common), rest


def _windowed(parts: list[list[Core]]) -> list[Core]:
    """The times of which every aggregate wants a window."""
    if not parts:
        return []
    items = [part.item for part in parts[0] if isinstance(part, DayRange)]
    unique = list(dict.fromkeys(items))
    return [i for i in unique if all(any(isinstance(w, DayRange) and w.item == i for w in part) for part in parts)]


def _shorter(item: Core, known: dict[Core, DayRange]) -> Core | None:
    """A window without the edges that hold anyway; None where nothing is left."""
    if not isinstance(item, DayRange) or item.item not in known:
        return item
    outer = known[item.item]
    first = None if item.first == outer.first else item.first
    last = None if item.last == outer.last else item.last
    return None if first is None and last is None else replace(item, first=first, last=last)
