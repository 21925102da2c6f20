"""What needs what: everything within reach, and what goes round in a circle."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

N = TypeVar("N", bound=Hashable)
Key = tuple[str, str]
"""What a rule belongs to and what rules may name: ('measure', id), ('band', id), ('relation', id), ('stage', id),
('cell', id), ('audience', id)."""
KEY_WORDS = {
    "measure": ("measure", "지표"),
    "band": ("band", "구간"),
    "relation": ("relation", "연결 데이터"),
    "stage": ("stage", "단계"),
    "cell": ("cell", "셀"),
    "audience": ("audience", "타깃"),
}


def key_words(keys: Iterable[Key], between: str = " → ") -> tuple[str, str]:
    """How keys are called in messages, English and Korean."""
    pairs = [(*KEY_WORDS[kind], name) for kind, name in keys]
    return between.join(f"{en} {name}" for en, _, name in pairs), between.join(f"{ko} {name}" for _, ko, name in pairs)


def reach(start: Iterable[N], links: Callable[[N], set[N]]) -> set[N]:
    """The start and everything that can be reached from it."""
    seen: set[N] = set()
    todo = list(start)
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo += links(node) - seen
    return seen


def cycles(nodes: Iterable[N], links: Callable[[N], set[N]]) -> list[tuple[N, ...]]:
    """One circle for each group of nodes that need each other, each node in one circle at most; in a stable order."""
    found: list[tuple[N, ...]] = []
    done: set[N] = set()
    for start in sorted(nodes, key=str):
        if start in done:
            continue
        on_path: dict[N, int] = {start: 0}
        path = [start]
        stack = [iter(sorted(links(start), key=str))]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                last = path.pop()
                del on_path[last]
                done.add(last)
            elif child in on_path:
                circle = tuple(path[on_path[child] :])
                if not any(set(circle) & set(known) for known in found):
                    found.append(circle)
            elif child not in done:
                on_path[child] = len(path)
                path.append(child)
                stack.append(iter(sorted(links(child), key=str)))
    return found
