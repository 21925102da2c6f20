"""Pieces of SQL text that know how tightly they bind, what they read and how deep they are.

A piece is put into a template with a format spec that names the place it goes to, and gets brackets only where that
place binds tighter: ``sql("{:cmp} = {:cmp}", a, b, prec=COMPARE)``; ``{}`` is a place that needs none (an argument,
a branch of CASE). Few brackets keep long rules within the engines' parsers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

OR, AND, NOT, COMPARE, CONCAT, ADD, MUL, ATOM = range(8)

_NEEDED = {
    "": OR,
    "or": AND,
    "and": NOT,
    "not": COMPARE,
    "cmp": CONCAT,
    "cat": ATOM,  # || binds tighter than + on some engines and looser on others
    "add": ADD,
    "sub": MUL,
    "mul": MUL,
    "div": ATOM,
    "atom": ATOM,
}
NOTHING: frozenset[str] = frozenset()
CHAIN = 100
FLAT = 12


@dataclass(frozen=True, slots=True)
class Fragment:
    """``level``: the first layer it can stand in; ``uses``: the columns it reads; ``stack`` and ``height``: upper
    bounds of what a parser has to keep and of the expression tree."""

    text: str
    prec: int = ATOM
    level: int = 0
    uses: frozenset[str] = NOTHING
    stack: int = 1
    height: int = 1

    def __format__(self, spec: str) -> str:
        return self.text if self.prec >= _NEEDED[spec] else f"({self.text})"

    @property
    def plain(self) -> bool:
        """A column or a short literal: may be repeated."""
        return self.prec == ATOM and self.stack == 1


@lru_cache(maxsize=4096)
def _nesting(template: str) -> int:
    depth = deepest = 0
    for word in template.replace("(", " ( ").replace(")", " ) ").split():
        if word in ("(", "CASE"):
            depth += 1
            deepest = max(deepest, depth)
        elif word in (")", "END"):
            depth -= 1
    return deepest


def sql(template: str, *parts: Fragment, prec: int = ATOM) -> Fragment:
    """A piece made of pieces."""
    nesting = _nesting(template)
    return Fragment(
        template.format(*parts),
        prec,
        max((part.level for part in parts), default=0),
        NOTHING.union(*(part.uses for part in parts)),
        max((part.stack for part in parts), default=1) + 3 + 2 * nesting,
        max((part.height for part in parts), default=1) + 1 + nesting,
    )


def chain(word: str, parts: Sequence[Fragment], prec: int, spec: str) -> Fragment:
    """``a AND b AND c``; long chains in groups, so that the tree stays low and the brackets few."""
    if len(parts) == 1:
        return parts[0]
    if len(parts) > CHAIN:
        groups = [chain(word, parts[at : at + CHAIN], prec, spec) for at in range(0, len(parts), CHAIN)]
        bracketed = [
            Fragment(f"({g.text})", ATOM, g.level, g.uses, g.stack + 2, g.height) if g.prec == prec else g
            for g in groups
        ]
        return chain(word, bracketed, prec, spec)
    flat = len(parts) <= FLAT
    return Fragment(
        f" {word} ".join(
            part.text if flat and part.prec == prec and part.height <= FLAT else format(part, spec) for part in parts
        ),
        prec,
        max(part.level for part in parts),
        NOTHING.union(*(part.uses for part in parts)),
        max(part.stack for part in parts) + 3,
        max(part.height for part in parts) + len(parts),
    )
