"""The parser's tables: Lark makes them from dsl/grammar.lark, once, when the first rule is parsed.

They are kept as plain dictionaries of numbers, because a rule is parsed again at every key that is pressed:
Lark's own loop looks rules and names up as objects, which takes several times as long.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

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
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        """Lark's lexer is not used: dsl/feed.py feeds terminals by what the parser accepts."""

        def __init__(self, conf: Any) -> None:
            pass

        def lex(self, lexer_state: Any, parser_state: Any = None) -> Any:
            return iter(())

    grammar = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    lark = Lark(grammar, parser="lalr", lexer=NoLexer, keep_all_tokens=True, maybe_placeholders=False)
    conf = lark.parse_interactive("").parser_state.parse_conf
    numbers: dict[Any, int] = {}
    alternatives: list[Alternative] = []
    states: list[dict[str, int]] = []
    for row in conf.states.values() if isinstance(conf.states, dict) else conf.states:
        plain: dict[str, int] = {}
        for symbol, (_, target) in row.items():
            if isinstance(target, int):
                plain[str(symbol)] = target
                continue
            if target not in numbers:
                numbers[target] = len(alternatives)
                method = str(target.alias or target.origin.name)
                alternatives.append(Alternative(len(target.expansion), str(target.origin.name), method))
            plain[str(symbol)] = -1 - numbers[target]
        states.append(plain)
    return Tables(tuple(states), tuple(alternatives), conf.start_state, conf.end_state)
