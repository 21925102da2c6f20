"""Pieces of a rule -> lines: what fits stays on one line, the rest breaks where the pieces allow it.

Comments stand behind the leaf that they follow in the tree, so they keep their place whatever the language.
"""

from __future__ import annotations

from dataclasses import dataclass

from dsl.nodes import Comment

INDENT = 4


@dataclass(frozen=True, slots=True)
class Open:
    """Begins a group that is written on one line or breaks at each of its breaks."""

    indent: int = 0


@dataclass(frozen=True, slots=True)
class Close:
    pass


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a group may break; ``flat`` is written where it does not. ``out``: ends its indent."""

    flat: str = " "
    out: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """The end of a leaf of the tree, by which comments are placed."""


Piece = str | Open | Close | Break | Leaf | Comment
LEAF = Leaf()
CLOSE = Close()


def with_comments(pieces: list[Piece], comments: tuple[tuple[int, Comment], ...]) -> list[Piece]:
    """The pieces with each comment behind the leaf that it follows, and behind what closes it."""
    if not comments:
        return pieces
    waiting = sorted(comments, key=lambda pair: pair[0])
    out: list[Piece] = []
    leaves = at = 0
    for piece in pieces:
        closes = isinstance(piece, (Close, Leaf)) or (isinstance(piece, Break) and piece.out)
        closes = closes or (isinstance(piece, str) and piece[:1] in ("", ")", ","))
        if not closes:
            while at < len(waiting) and waiting[at][0] <= leaves:
                out.append(waiting[at][1])
                at += 1
        elif isinstance(piece, Leaf):
            while at < len(waiting) and waiting[at][0] <= leaves:
                out.append(waiting[at][1])
                at += 1
            leaves += 1
        out.append(piece)
    out.extend(comment for _, comment in waiting[at:])
    return out


def lay_out(pieces: list[Piece], width: int) -> str:
    """The text of pieces, at most ``width`` wide where they allow it."""
    return _Writer(pieces, width).run()


class _Writer:
    def __init__(self, pieces: list[Piece], width: int) -> None:
        self.pieces = pieces
        self.width = width
        self.lengths = self._lengths()
        self.out: list[str] = []
        self.column = 0
        self.newline: int | None = None  # the indent of a line that is to begin before the next text

    def _lengths(self) -> dict[int, int]:
        """How long each group is on one line, by the index of its opening; a comment makes it endless."""
        lengths: dict[int, int] = {}
        stack: list[tuple[int, int]] = []
        position = 0
        for index, piece in enumerate(self.pieces):
            if isinstance(piece, str):
                position += len(piece)
            elif isinstance(piece, Break):
                position += len(piece.flat)
            elif isinstance(piece, Comment):
                position += 1_000_000
            elif isinstance(piece, Open):
                stack.append((index, position))
            elif isinstance(piece, Close):
                opened, start = stack.pop()
                lengths[opened] = position - start
        return lengths

    def run(self) -> str:
        groups: list[tuple[bool, int]] = [(False, 0)]
        for index, piece in enumerate(self.pieces):
            broken, indent = groups[-1]
            if isinstance(piece, str):
                self._text(piece)
            elif isinstance(piece, Open):
                fits = self.column + self.lengths[index] <= self.width
                groups.append((not fits, indent if fits else indent + piece.indent))
            elif isinstance(piece, Close):
                groups.pop()
            elif isinstance(piece, Break):
                if broken:
                    self.newline = groups[-2][1] if piece.out else indent
                elif piece.flat:
                    self._text(piece.flat)
            elif isinstance(piece, Comment):
                self._comment(piece, indent)
        return "".join(self.out).strip()

    def _text(self, text: str) -> None:
        if self.newline is not None:
            self.out.append("\n" + " " * self.newline)
            self.column, self.newline = self.newline, None
            text = text.lstrip(" ")
        if text:
            self.out.append(text)
            self.column += len(text)

    def _comment(self, comment: Comment, indent: int) -> None:
        begun = bool(self.out) and self.newline is None
        if begun and comment.own_line:
            self.newline = indent
        if self.newline is None and self.out and not self.out[-1].endswith(" "):
            self.out.append(" ")
        self._text(f"-- {comment.text}".rstrip())
        self.newline = indent
