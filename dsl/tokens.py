"""What each piece of a rule's text is, for highlighting and completion: as the parser took it, where it could."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dsl import keywords
from dsl.hangul import has_hangul
from dsl.lexemes import Lexeme
from dsl.lexer import lex
from dsl.nodes import Span

TokenKind = Literal["keyword", "name", "function", "parameter", "number", "text", "date", "sign", "comment", "unknown"]

_KINDS: dict[str, TokenKind] = {
    "NAME": "name",
    "FUNCTION": "function",
    "PARAM": "parameter",
    "NUMBER": "number",
    "UNCLEAR": "number",
    "TEXT": "text",
    "DATE": "date",
    "HOLE": "unknown",
    "UNKNOWN": "unknown",
    "COMPARE": "sign",
    "LPAR": "sign",
    "RPAR": "sign",
    "COMMA": "sign",
    "COLON": "sign",
    "PLUS": "sign",
    "MINUS": "sign",
    "STAR": "sign",
    "SLASH": "sign",
}


@dataclass(frozen=True, slots=True)
class Token:
    """``keyword`` is the canonical English spelling of a keyword, or the id of a function; else empty."""

    kind: TokenKind
    span: Span
    keyword: str = ""


def tokens(text: str) -> tuple[Token, ...]:
    """All pieces of a text in order, comments among them; blanks are left out."""
    from dsl.build import Builder
    from dsl.feed import Feeder
    from dsl.tables import tables

    lexed = lex(text)
    feeder = Feeder(tables(), Builder(text, has_hangul(text)), lexed, text)
    if lexed.lexemes:
        feeder.run()
    taken = {lexeme.start: lexeme for lexeme in feeder.fed if lexeme.end > lexeme.start}
    found = [Token("comment", comment.span) for comment in lexed.comments]
    end = 0
    for lexeme in lexed.lexemes:
        if lexeme.start < end:
            continue
        read = taken.get(lexeme.start)
        if read is None:
            read = lexeme
            read.type = _alone(lexeme)
        found.append(_token(read))
        end = read.end
    return tuple(sorted(found, key=lambda token: token.span.start))


def _token(lexeme: Lexeme) -> Token:
    kind = _KINDS.get(lexeme.type, "keyword")
    if kind == "keyword":
        return Token(kind, lexeme.span, _canonical(lexeme.type, str(lexeme.value)))
    return Token(kind, lexeme.span, str(lexeme.value) if kind == "function" else "")


def _canonical(terminal: str, value: str) -> str:
    if terminal == "UNIT":
        return value
    for keyword in keywords.KEYWORDS:
        if keyword.terminal == terminal and keyword.value == value:
            return keyword.word("en")
    return terminal.lower()


def _alone(lexeme: Lexeme) -> str:
    """What a word is that the parser did not come to."""
    if lexeme.kind != "word":
        return lexeme.kind
    entries = keywords.phrases().get(str(lexeme.value).lower(), ())
    if lexeme.quoted or not entries:
        return "NAME"
    single = [reading for words, reading in entries if len(words) == 1]
    terminal, value = (single or [reading for _, reading in entries])[0]
    lexeme.value = value
    return terminal
