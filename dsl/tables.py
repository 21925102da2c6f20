"""The parser's tables: Lark makes them from dsl/grammar.lark; dsl/grammar.json keeps what it made.

They are kept as plain dictionaries of numbers, because a rule is parsed again at every key that is pressed:
Lark's own loop looks rules and names up as objects, which takes several times as long. Making them takes a quarter of
a second, so the file is read instead as long as it is of this grammar. ``python -m dsl.tables`` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

GRAMMAR = Path(__file__).parent / "grammar.lark"
KEPT = Path(__file__).parent / "grammar.json"
END = "$END"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative of the grammar: how many parts it has, what it is, which method of the Builder makes it."""

    size: int
    origin: str
    method: str


@dataclass(frozen=True, slots=True)
class Tables:
    """``states[s][symbol]`` is the next state, or ``-1 - n`` to reduce by ``alternatives[n]``.

    A literal is a primary, is an atom, is a product … before anything happens: ``passed`` and ``skipped``
    remember where such runs of alternatives with one part end (``passed``: those that make no node).
    """

    states: tuple[dict[str, int], ...]
    alternatives: tuple[Alternative, ...]
    start: int
    end: int
    passed: dict[tuple[int, int, str], int] = field(default_factory=dict)
    skipped: dict[tuple[int, int, str], int] = field(default_factory=dict)


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The tables of the grammar."""
    grammar = GRAMMAR.read_text(encoding="utf-8")
    return kept(grammar) or made(grammar)


def kept(grammar: str) -> Tables | None:
    """The tables from the file; None where it is missing or of another grammar."""
    try:
        held = json.loads(KEPT.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if held["grammar"] != _digest(grammar):
        return None
    alternatives = tuple(Alternative(*parts) for parts in held["alternatives"])
    return Tables(tuple(held["states"]), alternatives, held["start"], held["end"])


def made(grammar: str) -> Tables:
    """The tables by Lark. States and alternatives are numbered in an order of our own, as Lark's varies."""
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        """Lark's lexer is not used: dsl/feed.py feeds terminals by what the parser accepts."""

        def __init__(self, conf: Any) -> None:
            pass

        def lex(self, lexer_state: Any, parser_state: Any = None) -> Any:
            return iter(())

    lark = Lark(grammar, parser="lalr", lexer=NoLexer, keep_all_tokens=True, maybe_placeholders=False)
    conf = lark.parse_interactive("").parser_state.parse_conf
    rows = conf.states if isinstance(conf.states, dict) else dict(enumerate(conf.states))
    order = _reached(rows, conf.start_state)
    numbers = {state: number for number, state in enumerate(order)}
    targets = {target for row in rows.values() for _, target in row.values() if not isinstance(target, int)}
    rules = sorted(targets, key=_described)
    places = {rule: -1 - place for place, rule in enumerate(rules)}
    states = tuple(
        {
            str(symbol): numbers[target] if isinstance(target, int) else places[target]
            for symbol, (_, target) in sorted(rows[state].items(), key=lambda entry: str(entry[0]))
        }
        for state in order
    )
    alternatives = tuple(
        Alternative(len(r.expansion), str(r.origin.name), str(r.alias or r.origin.name)) for r in rules
    )
    return Tables(states, alternatives, numbers[conf.start_state], numbers[conf.end_state])


def _reached(rows: Any, start: int) -> list[int]:
    """All states, each behind the one that first leads to it."""
    order, seen = [start], {start}
    for state in order:
        for _, (_, target) in sorted(rows[state].items(), key=lambda entry: str(entry[0])):
            if isinstance(target, int) and target not in seen:
                seen.add(target)
                order.append(target)
    return order


def _described(rule: Any) -> tuple[str, str, list[str]]:
    return str(rule.origin.name), str(rule.alias or ""), [str(symbol.name) for symbol in rule.expansion]


def _digest(grammar: str) -> str:
    return sha256(grammar.encode()).hexdigest()


def keep(grammar: str, found: Tables) -> str:
    """The text of the file, a state a line."""

    def lines(items: Iterable[object]) -> str:
        return "[\n" + ",\n".join(json.dumps(item, separators=(",", ":")) for item in items) + "\n]"

    alternatives = ([one.size, one.origin, one.method] for one in found.alternatives)
    return (
        f'{{"grammar":"{_digest(grammar)}","start":{found.start},"end":{found.end},\n'
        f'"alternatives":{lines(alternatives)},\n"states":{lines(found.states)}}}\n'
    )


if __name__ == "__main__":
    text = GRAMMAR.read_text(encoding="utf-8")
    KEPT.write_text(keep(text, made(text)), encoding="utf-8", newline="\n")
