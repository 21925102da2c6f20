"""Feeding lexemes to the parser: which words are keywords, by what the grammar accepts at their place."""

from __future__ import annotations

from typing import Any

from dsl import keywords
from dsl.build import Builder
from dsl.diagnostics import Diagnostic, Edit, Fix
from dsl.lexemes import Lexed, Lexeme
from dsl.nodes import Span
from dsl.tables import END, Tables

# What calculates or compares: a word in front of it is a name, whatever it spells.
SIGNS = frozenset({"COMPARE", "PLUS", "MINUS", "STAR", "SLASH"})
# Keywords that always are keywords where a value is expected: there, the value is missing.
_RESERVED = frozenset({"AND", "OR", "NOT", "THEN", "ELSE", "WHEN"})
# Behind a value in Korean word order.
POSTFIX = frozenset(
    {"POST_COMPARE", "POST_DATED", "POST_TEXTUAL", "POST_BETWEEN", "POST_NOT", "POST_ONE_OF", "FROM", "UNTIL"}
)
# A word such as "foo" where only keywords and signs can stand; no terminal of the grammar.
UNKNOWN = "UNKNOWN"
_PARTICLES = keywords.PARTICLES
# The commonest keywords, which are nothing else wherever the parser accepts them.
_LINKS = {"and": "AND", "or": "OR", "그리고": "AND", "또는": "OR"}
_SPOKEN_FIRST = frozenset(spoken.split()[0] for spoken in keywords.SPOKEN_FUNCTIONS)


class Feeder:
    """One run of the parser over one rule's lexemes."""

    def __init__(self, tables: Tables, builder: Builder, lexed: Lexed, text: str) -> None:
        self.tables = tables
        self.states = tables.states
        # What to do for each alternative: how many values to take, what they make, by which method.
        self.reductions = [(a.size, a.origin, getattr(builder, a.method, None)) for a in tables.alternatives]
        self.state_stack = [tables.start]
        self.value_stack: list[Any] = []
        self.builder = builder
        self.text = text
        self.lexemes = lexed.lexemes
        self.end = Lexeme(END, len(text), len(text))
        self.end.type = END
        self.at = 0
        self.fed: list[Lexeme] = []
        self.open: list[Lexeme] = []
        self.guessed = False  # something was skipped or made up: the tree is not what was meant
        self.made_up = 0
        self.left_out = 0
        self.skipping = False
        self.done: Any = None

    def run(self) -> Any:
        """The tree, or None where what is left of the text means nothing certain."""
        from dsl.recover import recover

        size = len(self.lexemes)
        while True:
            if self.at >= size:
                if self.feed(self.end):
                    return None if self.guessed else self.done
                words = 0
                lexeme = self.end
            else:
                lexeme, words = self.terminal(self.at)
                if words and self.feed(lexeme):
                    self.at += words
                    self.made_up = 0
                    self.skipping = False
                    continue
                if not words:  # nothing of the grammar's: a particle
                    self.at += 1
                    continue
            if not recover(self, lexeme, words):
                return None

    # -- the parser -------------------------------------------------------------------------------------

    def accepts(self, terminal: str) -> bool:
        return terminal in self.states[self.state_stack[-1]]

    def feed(self, lexeme: Lexeme) -> bool:
        """Feeds one terminal; False where the grammar does not allow it here."""
        kind = lexeme.type
        states, stack, values = self.states, self.state_stack, self.value_stack
        sure = kind in ("AND", "OR", "COMPARE")
        while True:
            action = states[stack[-1]].get(kind)
            if action is None:
                return False
            if action >= 0:
                break
            # What is built cannot be taken back: look ahead before the first step.
            if not sure and not self.can(kind):
                return False
            sure = True
            size, origin, method = self.reductions[-1 - action]
            if method is None:
                # The alternative only passes its one part on.
                following = self._pass(stack[-2], stack[-1], kind)
                stack[-1] = following
            else:
                parts = values[-size:]
                del stack[-size:], values[-size:]
                values.append(method(parts))
                following = states[stack[-1]][origin]
                stack.append(following)
            if kind == END and following == self.tables.end:
                self.done = values[-1]
                return True
        stack.append(action)
        values.append(lexeme)
        self.fed.append(lexeme)
        if kind == "LPAR":
            self.open.append(lexeme)
        elif kind == "RPAR":
            self.open.pop()
        return True

    def _pass(self, below: int, state: int, kind: str) -> int:
        """The state after all alternatives in a row that only pass their part on."""
        key = (below, state, kind)
        known = self.tables.passed.get(key)
        if known is not None:
            return known
        while True:
            action = self.states[state].get(kind)
            if action is None or action >= 0 or self.reductions[-1 - action][2] is not None:
                break
            state = self.states[below][self.reductions[-1 - action][1]]
            if state == self.tables.end:
                break
        self.tables.passed[key] = state
        return state

    def _skip(self, below: int, state: int, kind: str) -> int:
        """The state after all alternatives in a row that have one part."""
        key = (below, state, kind)
        known = self.tables.skipped.get(key)
        if known is not None:
            return known
        while True:
            action = self.states[state].get(kind)
            if action is None or action >= 0 or self.reductions[-1 - action][0] != 1:
                break
            state = self.states[below][self.reductions[-1 - action][1]]
            if state == self.tables.end:
                break
        self.tables.skipped[key] = state
        return state

    def can(self, *terminals: str) -> bool:
        """Whether the parser could go on with these terminals, one after the other."""
        states, reductions = self.states, self.reductions
        stack = self.state_stack
        # A stack that shares all but its top with the real one: ``depth`` states of that, then ``top``.
        depth, top = len(stack) - 1, [stack[-1]]
        for terminal in terminals:
            while True:
                action = states[top[-1]].get(terminal)
                if action is None:
                    return False
                if action >= 0:
                    top.append(action)
                    break
                size, origin, _ = reductions[-1 - action]
                if size == 1:
                    top[-1] = self._skip(top[-2] if len(top) > 1 else stack[depth - 1], top[-1], terminal)
                elif size < len(top):
                    del top[-size:]
                    top.append(states[top[-1]][origin])
                else:
                    depth -= size - len(top)
                    top = [states[stack[depth - 1]][origin]]
                if terminal == END and top[-1] == self.tables.end:
                    return True
        return True

    # -- words ------------------------------------------------------------------------------------------

    def peek(self, index: int) -> Lexeme:
        return self.lexemes[index] if index < len(self.lexemes) else self.end

    def terminal(self, index: int) -> tuple[Lexeme, int]:
        """The terminal that the lexeme at ``index`` is here, and how many lexemes it takes."""
        lexeme = self.lexemes[index]
        if lexeme.kind != "word":
            if lexeme.kind == "UNCLEAR":
                return self._unclear(lexeme), 1
            lexeme.type = lexeme.kind
            return lexeme, 1
        if lexeme.quoted:
            lexeme.type = "NAME"
            return lexeme, 1
        word = str(lexeme.value)
        low = word.lower()
        actions = self.states[self.state_stack[-1]]
        value_here = "NAME" in actions
        if low in _LINKS and self.can(_LINKS[low]):
            return self._keyword(index, 1, _LINKS[low], _LINKS[low].lower())
        # The tables say what may come after some reductions; with both, ask them exactly.
        sign_here = "COMPARE" in actions
        if value_here and sign_here:
            sign_here, value_here = self.can("COMPARE"), self.can("NAME")
        entries = keywords.phrases().get(low, ())
        called = self.peek(index + 1).kind == "LPAR"
        if low in _SPOKEN_FIRST and "FUNCTION" in actions:
            spoken = self._spoken(index, low)
            if spoken is not None:
                return spoken
        for words, (terminal, meaning) in entries:
            if terminal not in actions or (len(words) > 1 and not self._spelled(index, words)):
                continue
            if not self.can(terminal):
                continue
            if value_here and not self._is_keyword(terminal, index, len(words), called, sign_here):
                continue
            return self._keyword(index, len(words), terminal, meaning)
        if value_here and not sign_here:
            if entries and (found := self._value_missing(index, entries, called)) is not None:
                return found
            return self._name(lexeme, low, called), 1
        if lexeme.glued and low in _PARTICLES and self.fed and self.fed[-1].type != "NAME":
            return lexeme, 0
        if value_here and self._postfix_ahead(index):
            return self._name(lexeme, low, called), 1
        for words, (terminal, meaning) in entries:
            if len(words) == 1 or self._spelled(index, words):
                return self._keyword(index, len(words), terminal, meaning)
        lexeme.type = UNKNOWN
        return lexeme, 1

    def _name(self, lexeme: Lexeme, low: str, called: bool) -> Lexeme:
        if not called:
            lexeme.type = "NAME"
            return lexeme
        lexeme.type = "FUNCTION"
        lexeme.value = keywords.function_ids().get(low, lexeme.value)
        return lexeme

    def _keyword(self, index: int, words: int, terminal: str, meaning: str) -> tuple[Lexeme, int]:
        first, last = self.lexemes[index], self.lexemes[index + words - 1]
        found = Lexeme(terminal, first.start, last.end, meaning, first.glued)
        found.type = terminal
        return found, words

    def _spelled(self, index: int, words: tuple[str, ...]) -> bool:
        """Whether these words stand here, unquoted."""
        for offset, word in enumerate(words):
            lexeme = self.peek(index + offset)
            if lexeme.kind != "word" or lexeme.quoted or str(lexeme.value).lower() != word:
                return False
        return True

    def _spoken(self, index: int, low: str) -> tuple[Lexeme, int] | None:
        """A function of two words: ``days between(``; behind a number, ``0 days between (a)`` has a unit there."""
        if index > 0 and self.peek(index - 1).kind == "NUMBER":
            return None
        for spelling, function in keywords.SPOKEN_FUNCTIONS.items():
            words = tuple(spelling.split())
            if words[0] == low and self.peek(index + len(words)).kind == "LPAR" and self._spelled(index, words):
                return self._keyword(index, len(words), "FUNCTION", function)
        return None

    def _is_keyword(self, terminal: str, index: int, words: int, called: bool, sign_here: bool) -> bool:
        """Whether a word is meant as a keyword where it could be a name as well."""
        following = self.peek(index + words)
        if terminal in ("PRE_LAST", "PRE_NEXT"):
            return following.kind == "NUMBER"
        if terminal in ("IN_CELL", "IN_STAGE"):
            return following.kind == "TEXT" or words > 1
        if terminal == "CASE":
            return self.means(index + words, "WHEN")
        if terminal in ("SCORE", "EACH_OF"):
            return following.kind == "LPAR"
        if terminal == "AT_LEAST":
            return following.kind in ("NUMBER", "word")
        if terminal == "TIME_SINCE" or sign_here:
            return True
        if terminal in ("DISTINCT", "WHEN"):
            starts = ("word", "NUMBER", "PARAM", "LPAR", "TEXT", "DATE", "NOT", "HOLE", "UNCLEAR")
            return following.kind in starts and not self._operates(index + words)
        return not called or terminal == "NOT" or self._word(index) not in keywords.function_ids()

    def _word(self, index: int) -> str:
        return str(self.lexemes[index].value).lower()

    def means(self, index: int, *terminals: str) -> bool:
        """Whether a word can mean one of these terminals."""
        lexeme = self.peek(index)
        if lexeme.kind != "word" or lexeme.quoted:
            return False
        entries = keywords.phrases().get(str(lexeme.value).lower(), ())
        return any(reading[0] in terminals for words, reading in entries if self._spelled(index, words))

    def _operates(self, index: int) -> bool:
        """Whether what stands here makes the word in front of it a name."""
        lexeme = self.peek(index)
        if lexeme.kind in SIGNS or lexeme.kind in ("RPAR", "COMMA", "COLON", END):
            return True
        return self.means(
            index, "IS", "IN", "BETWEEN", "TEXTUAL", "DATED", "AND", "OR", "BAND", "IN_BAND", "POST_MISSING"
        )

    def _value_missing(self, index: int, entries: Any, called: bool) -> tuple[Lexeme, int] | None:
        """A keyword where a value is expected: ``visits >= AND …``; None where it is a name after all."""
        for words, (terminal, meaning) in entries:
            if len(words) > 1 and not self._spelled(index, words):
                continue
            following = self.peek(index + len(words))
            if called and terminal not in ("AND", "OR", "NOT"):
                continue
            if terminal in _RESERVED:
                if following.kind in SIGNS and terminal not in ("AND", "OR"):
                    continue
                return self._keyword(index, len(words), terminal, meaning)
            if not self.can("HOLE", terminal):
                continue
            if terminal == "END" and following.kind not in SIGNS:
                return self._keyword(index, len(words), terminal, meaning)
            if not self._operates(index + len(words)):
                return self._keyword(index, len(words), terminal, meaning)
        return None

    def _postfix_ahead(self, index: int) -> bool:
        """Whether a word behind a value begins the second value of a Korean form: 지출이 *평균* 이상."""
        level = 0
        for at in range(index + 1, min(index + 60, len(self.lexemes))):
            lexeme = self.lexemes[at]
            if lexeme.kind == "LPAR":
                level += 1
            elif lexeme.kind == "RPAR":
                level -= 1
                if level < 0:
                    return False
            elif level:
                continue
            elif lexeme.kind in ("COMPARE", "COMMA", "COLON", "AND", "OR"):
                return False
            elif lexeme.kind == "word" and self.means(at, *POSTFIX):
                return True
            elif lexeme.kind == "word" and self.means(at, "AND", "OR"):
                return False
        return False

    # -- what has two readings --------------------------------------------------------------------------

    def _unclear(self, lexeme: Lexeme) -> Lexeme:
        """``10-30%``: a range or a difference? Both are offered; the place is a hole until one is chosen."""
        assert isinstance(lexeme.value, tuple)
        low, high = (str(part) for part in lexeme.value)
        korean = self.builder.korean
        written = self.text[lexeme.start : lexeme.end]
        before = self.fed[-1] if self.fed else None
        span = lexeme.span
        values = f"{low}%에서 {high}% 사이" if korean else f"BETWEEN {low}% AND {high}%"
        if before is not None and before.type == "BAND":
            whole = Span(before.start, lexeme.end)
            ranks = f"{low}~{high}%" if korean else f"{low}% to {high}%"
            fixes = (
                Fix("fix.range_share", (Edit(span, ranks),), {"text": ranks}),
                Fix("fix.range_values", (Edit(whole, values),), {"text": values}),
            )
            params = {"written": written, "first": ranks, "second": values}
        else:
            sign = "%" if "%" in written[: written.index(low) + len(low) + 1] else ""
            difference = f"{low}{sign} - {high}%"
            whole = Span(before.start, lexeme.end) if before is not None and before.type == "COMPARE" else span
            fixes = (
                Fix("fix.range_values", (Edit(whole, values),), {"text": values}),
                Fix("fix.range_difference", (Edit(span, difference),), {"text": difference}),
            )
            params = {"written": written, "first": values, "second": difference}
        self.builder.problems.append(Diagnostic("range.unclear", "error", span, params, fixes))
        hole = Lexeme("HOLE", lexeme.start, lexeme.end, "reported")
        hole.type = "HOLE"
        return hole
