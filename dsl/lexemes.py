"""The pieces of a rule's text."""

from __future__ import annotations

from dataclasses import dataclass, field

from dsl.diagnostics import Diagnostic
from dsl.nodes import Comment, Span


@dataclass(slots=True)
class Lexeme:
    """A piece of text. ``kind``: ``word``, or a terminal of the grammar (NUMBER, TEXT, COMPARE …).

    value: NFC text of a word, the meaning of a literal, the canonical spelling of a sign.
    parts: of a dotted or quoted name. quoted: it is a name whatever it spells. bare: its last part stands
    without quotes, so that it may end in a particle. glued: it follows the one before without a blank.
    """

    kind: str
    start: int
    end: int
    value: object = None
    glued: bool = False
    parts: tuple[str, ...] | None = None
    quoted: bool = False
    bare: bool = True
    dots: int = 0
    # Filled in by the parser when the lexeme becomes a terminal.
    type: str = ""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(slots=True)
class Lexed:
    lexemes: list[Lexeme]
    comments: list[Comment] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
