"""Text -> lexemes: words, numbers, texts, dates and signs, with their place in the original text.

Words stay words here: which of them are keywords is decided by the parser (dsl/parse.py), because every
keyword is soft. Full-width letters, digits and signs are one code point each, so they are mapped before
scanning and every offset stays true. What is written inside quotes is taken from the original text.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from dsl import keywords, reading
from dsl.diagnostics import Diagnostic, Edit, Fix
from dsl.lexemes import Lexed, Lexeme
from dsl.nodes import Comment, Span
from dsl.scan import (
    CLOSERS,
    DOUBLE,
    FLAT,
    GROUPING,
    HANGUL,
    MAGNITUDES,
    MOST_DOTS,
    MOST_NESTING,
    MOST_PROBLEMS,
    NEXT_PIECE,
    NOT_SPACED,
    OPENING,
    PERCENT,
    SCAN,
    SCANNED,
    SIGN_HINTS,
    SIGNS,
    SINGLE,
    SPACED_HANGUL,
    number_suffix,
    quoted,
    tail_words,
    ticked,
)

if TYPE_CHECKING:
    from dsl.tokens import Token


def lex(text: str) -> Lexed:
    """All lexemes of a text; what cannot be read is reported and left out. Never raises."""
    return _Lexer(text).run()


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = text if text.isascii() else text.translate(FLAT)
        self.out: list[Lexeme] = []
        self.comments: list[Comment] = []
        self.problems: list[Diagnostic] = []
        self.unknown = self.hints = 0
        self.absent: set[str] = set()  # closing quotes that do not occur any more
        self.brackets: list[bool] = []  # whether commas separate there

    def run(self) -> Lexed:
        flat, pos, size = self.flat, 0, len(self.text)
        match = SCAN.match
        methods = {kind: getattr(self, f"_{kind}") for kind in SCANNED}
        while pos < size and len(self.brackets) <= MOST_NESTING:
            if flat[pos] == " ":
                pos += 1
                continue
            found = match(flat, pos)
            if found is None:
                pos = self._unknown(pos)
                continue
            pos = methods[str(found.lastgroup)](found)
        if len(self.brackets) > MOST_NESTING:
            params = {"limit": MOST_NESTING}
            self.problems = [Diagnostic("nesting.too_deep", "error", self.out[-1].span, params)]
        return Lexed(self.out, self.comments, self.problems)

    # -- helpers ----------------------------------------------------------------------------------------

    def _add(self, kind: str, start: int, end: int, value: object = None) -> Lexeme:
        glued = bool(self.out) and self.out[-1].end == start
        lexeme = Lexeme(kind, start, end, value, glued)
        self.out.append(lexeme)
        return lexeme

    def _problem(self, diagnostic: Diagnostic) -> None:
        self.problems.append(diagnostic)

    def _hint(self, start: int, end: int, meant: str, code: str = "read.as") -> None:
        """Something was read as meant: offer the canonical spelling."""
        self.hints += 1
        if self.hints > MOST_PROBLEMS:
            return
        span = Span(start, end)
        params = {"written": self.text[start:end], "meant": meant}
        written = meant
        if meant.isalpha():
            # A word in the place of a sign does not touch what stands around it.
            before, after = self.flat[start - 1 : start], self.flat[end : end + 1]
            written = " " * bool(before.strip()) + meant + " " * bool(after.strip())
        fix = Fix("fix.read_write", (Edit(span, written),), {"text": meant})
        self._problem(Diagnostic(code, "info", span, params, (fix,)))

    def _hint_if_wide(self, start: int, end: int) -> None:
        if self.flat is not self.text and self.text[start:end] != self.flat[start:end]:
            self._hint(start, end, self.flat[start:end])

    def _tail(self, start: int, end: int, pieces: tuple[str, ...]) -> None:
        """Keywords that are glued behind a value; ``end`` is where the last of them ends."""
        at = start
        for piece in pieces:
            at = self.flat.find(piece, at, end)
            self._add("word", at, at + len(piece), piece)
            at += len(piece)

    def _unknown(self, pos: int) -> int:
        char = self.text[pos]
        span = Span(pos, pos + 1)
        self.unknown += 1
        if self.unknown > MOST_PROBLEMS:
            return pos + 1
        if char == "\x00" or "\ud800" <= char <= "\udfff":
            self._problem(Diagnostic("text.unusable_character", "error", span))
        else:
            self._problem(Diagnostic("syntax.unknown_character", "error", span, {"character": char}))
        return pos + 1

    # -- one method for each group of the pattern -------------------------------------------------------

    def _blank(self, found: re.Match[str]) -> int:
        return found.end()

    def _comment(self, found: re.Match[str]) -> int:
        start, end = found.span()
        line = self.text.rfind("\n", 0, start) + 1
        own = not self.text[line:start].strip()
        self.comments.append(Comment(self.text[start + 2 : end].strip(), own_line=own, span=Span(start, end)))
        return end

    def _wrong(self, found: re.Match[str]) -> int:
        start, end = found.span()
        self._problem(reading.disordered_date(found.group(), Span(start, end)))
        self._add("HOLE", start, end, "reported")
        return end

    def _date(self, found: re.Match[str]) -> int:
        start, end = found.span()
        clock = found.group("clock")
        stop = found.start("clock") if clock else end
        year, month, day = (int(part) for part in self.flat[start:stop].rstrip(" T").split("-"))
        self._dated(start, end, year, month, day, clock)
        return end

    def _day(self, found: re.Match[str]) -> int:
        start, end = found.span()
        year, month, day = (int(part) for part in re.findall("[0-9]+", found.group()))
        self._dated(start, end, year, month, day, None)
        return end

    def _dated(self, start: int, end: int, year: int, month: int, day: int, clock: str | None) -> None:
        value, problem = reading.calendar_day(year, month, day, Span(start, end))
        if problem is not None:
            self._problem(problem)
        moment: object = value
        if clock is not None and value is not None:
            moment = reading.clock_time(value, clock)
            if moment is None:
                params = {"time": clock}
                self._problem(Diagnostic("date.no_such_time", "error", Span(start, end), params))
        if moment is None:
            self._add("HOLE", start, end, "reported")
            return
        self._add("DATE", start, end, moment)
        plain = f"{year:04}-{month:02}-{day:02}"
        if clock is None and self.text[start:end] != plain:
            self._hint(start, end, plain)

    def _unclear(self, found: re.Match[str]) -> int:
        low, high = re.findall(r"[0-9.]+", found.group())
        start, end = found.span()
        self._add("UNCLEAR", start, end, (low, high))
        return end

    def _number(self, found: re.Match[str]) -> int:
        start, end = found.span()
        digits = found.group()
        value = reading.decimal_of(digits)
        magnitudes = MAGNITUDES.match(self.flat, end) if self.flat is not self.text or end < len(self.text) else None
        if magnitudes is not None:
            stop = self._amount(start, magnitudes.end())
            if stop:
                value = reading.korean_amount(self.flat[start:stop])
                digits, end = "", stop
        if value is None:
            self._problem(Diagnostic("number.too_large", "error", Span(start, end)))
            self._add("HOLE", start, end, "reported")
            return end
        percent = PERCENT.match(self.flat, end)
        if percent is not None:
            end = percent.end()
            value = reading.shifted(value, -2)
        if "," in digits:
            self._grouped(start, end, digits, value, percent is not None)
        else:
            self._hint_if_wide(start, end)
        amount = self._add("NUMBER", start, end, reading.Amount(value, percent is not None))
        return self._suffix(amount, end)

    def _amount(self, start: int, end: int) -> int:
        """The end of an amount such as ``1억 5천만`` whose first part ends at ``end``; 0 if it is none."""
        after = HANGUL.match(self.flat, end)
        if after is not None and number_suffix(after.group()) is None:
            return 0
        while after is None and (piece := NEXT_PIECE.match(self.flat, end)) is not None:
            if reading.korean_amount(self.flat[start : piece.end()]) is None:
                break
            after = HANGUL.match(self.flat, piece.end())
            suffix = number_suffix(after.group()) if after is not None else None
            if not piece.group(1) and after is not None and (suffix is None or suffix[1] == "unit"):
                break
            end = piece.end()
        return end

    def _grouped(self, start: int, end: int, digits: str, value: Decimal, percent: bool) -> None:
        plain = digits.replace(",", "") + ("%" if percent else "")
        span = Span(start, end)
        if not (self.brackets and self.brackets[-1]):
            self._hint(start, end, plain, "read.number")
            return
        apart = ", ".join(digits.split(",")) + ("%" if percent else "")
        fixes = (
            Fix("fix.number_one", (Edit(span, plain),), {"text": plain}),
            Fix("fix.number_several", (Edit(span, apart),), {"text": apart}),
        )
        params = {"written": self.text[start:end], "one": plain, "several": apart}
        self._problem(Diagnostic("number.grouped_in_list", "error", span, params, fixes))

    def _suffix(self, number: Lexeme, end: int) -> int:
        """Counter, unit, particle and keywords that are glued to a number (``5회이상``)."""
        hangul = HANGUL.match(self.flat, end)
        if hangul is None:
            spaced = SPACED_HANGUL.match(self.flat, end)
            if spaced is not None and not number.value.percent:  # type: ignore[attr-defined]
                parsed = number_suffix(spaced.group(1))
                if parsed is not None and parsed[1] == "counter" and spaced.group(1) not in NOT_SPACED:
                    return self._counted(number, parsed, spaced.start(1), spaced.end(1))
            return end
        if re.match(r"\w", self.flat[hangul.end() : hangul.end() + 1]):
            return end
        parsed = number_suffix(hangul.group())
        return end if parsed is None else self._counted(number, parsed, hangul.start(), hangul.end())

    def _counted(self, number: Lexeme, parsed: tuple[str, str, tuple[str, ...]], start: int, end: int) -> int:
        word, kind, rest = parsed
        if kind == "counter":
            amount = number.value
            assert isinstance(amount, reading.Amount)
            number.value = reading.Amount(amount.value, amount.percent, word)
            number.end = start + len(word)
        elif kind == "unit":
            self._add("word", start, start + len(word), word)
        self._tail(start + len(word), end, rest)
        return end

    def _param(self, found: re.Match[str]) -> int:
        start, end = found.span()
        name = found.group()[1:]
        plain = re.match(r"[A-Za-z0-9_]+", name)
        if plain is not None and plain.end() < len(name):
            rest = tail_words(name[plain.end() :])
            if rest is not None:
                stop = start + 1 + plain.end()
                self._add("PARAM", start, stop, plain.group())
                self._tail(stop, end, rest)
                return end
        self._add("PARAM", start, end, reading.nfc(name))
        return end

    def _word(self, found: re.Match[str]) -> int:
        start, end = found.span()
        word = reading.nfc(found.group())
        if self.flat is self.text:
            self._add("word", start, end, word)
            return end
        self._hint_if_wide(start, end)
        before = self.out[-1] if self.out else None
        if before is not None and before.end == start and (before.kind != "word" or before.quoted):
            rest = tail_words(word)
            if rest is not None and before.kind not in OPENING:
                self._tail(start, end, rest)
                return end
        if word.isascii() or len(word) != end - start or word in keywords.phrases():
            self._add("word", start, end, word)
            return end
        stem = re.match(r"[A-Za-z0-9_]+", word)
        cut = stem.end() if stem is not None else 0
        rest = tail_words(word[cut:]) if cut else None
        if rest is None:
            cut = next((len(word) - len(link) for link in keywords.LINKS if word.endswith(link)), 0)
            rest = (word[cut:],) if cut > 1 else None
        if rest is None:
            self._add("word", start, end, word)
            return end
        self._add("word", start, start + cut, word[:cut])
        self._tail(start + cut, end, rest)
        return end

    def _dot(self, found: re.Match[str]) -> int:
        """Joins ``order_lines.price``; a dot that joins nothing is reported."""
        start, end = found.span()
        before = self.out[-1] if self.out else None
        size = len(self.out)
        if before is not None and before.kind == "word" and before.end == start and before.dots < MOST_DOTS:
            following = SCAN.match(self.flat, end)
            if following is not None and following.lastgroup in ("word", "tick"):
                stop = self._tick(following) if following.lastgroup == "tick" else self._plain(following)
                after = self.out.pop(size) if len(self.out) > size else None
                if after is not None:
                    before.parts = (*(before.parts or (str(before.value),)), *(after.parts or (str(after.value),)))
                    before.end, before.quoted, before.bare = after.end, True, after.bare
                    before.value = ".".join(before.parts)
                    before.dots += 1
                    return stop
        return self._unknown(start)

    def _plain(self, found: re.Match[str]) -> int:
        """A word after a dot: a name whatever it is; only a particle behind Latin letters is cut off."""
        self._word(found)
        return found.end()

    def _quote(self, found: re.Match[str]) -> int:
        start, opener = found.start(), found.group()
        closers = CLOSERS[opener]
        value, end = quoted(self.text, start + 1, closers, self.absent)
        if end < 0:
            same = SINGLE if opener in SINGLE or opener == "‚" else DOUBLE
            value, end = quoted(self.text, start + 1, same, self.absent)
        span = Span(start, end)
        if end < 0:
            line = self.text.find("\n", start)
            end = line if line >= 0 else len(self.text)
            value = self.text[start + 1 : end].rstrip()
            end = start + 1 + len(value)
            span = Span(start, end)
            fix = Fix("fix.text_close", (Edit(Span(end, end), "'" if opener == "'" else closers[0]),))
            self._problem(Diagnostic("text.unclosed", "error", span, fixes=(fix,)))
        elif opener != "'" or self.text[end - 1] != "'":
            self._hint(start, end, "'" + value.replace("'", "''") + "'", "read.quotes")
        problem = reading.text_problems(value, span)
        if problem is not None:
            self._problem(problem)
            value = reading.usable(value)
        self._add("TEXT", start, end, reading.nfc(value))
        return end

    def _tick(self, found: re.Match[str]) -> int:
        start = found.start()
        value, end = ticked(self.text, self.flat, start + 1, found.group() == "`")
        if end < 0 and found.group() == "`":
            value, end = ticked(self.text, self.flat, start + 1, False)
        if end < 0:
            if found.group() == "₩" and re.match("[0-9]", self.flat[start + 1 : start + 2]):
                return start + 1  # ₩50000: the sign of the currency
            span = Span(start, start + 1)
            self._problem(Diagnostic("name.unclosed", "error", span))
            return start + 1
        span = Span(start, end)
        problem = reading.text_problems(value, span)
        if problem is not None:
            self._problem(problem)
            value = reading.usable(value)
        name = reading.nfc(value).strip()
        if not name:
            self._problem(Diagnostic("name.empty", "error", span))
            self._add("HOLE", start, end, "reported")
            return end
        lexeme = self._add("word", start, end, name)
        lexeme.quoted, lexeme.bare, lexeme.parts = True, False, (name,)
        if "₩" in (self.flat[start], self.flat[end - 1]):
            self._hint(start, end, "`" + name.replace("`", "``") + "`")
        return end

    def _sign(self, found: re.Match[str]) -> int:
        start, end = found.span()
        terminal, meant = SIGNS[found.group()]
        written = self.text[start:end]
        if terminal == "LPAR":
            self._open()
        elif terminal == "RPAR" and self.brackets:
            self.brackets.pop()
        if written != meant and terminal != "HOLE" and written != "~":
            self._hint(start, end, meant, SIGN_HINTS.get(meant, "read.as"))
        self._add(terminal, start, end, meant if terminal == "COMPARE" else meant.lower())
        return end

    def _open(self) -> None:
        before = self.out[-1] if self.out else None
        if before is None or before.kind != "word":
            self.brackets.append(False)
            return
        entries = keywords.phrases().get(str(before.value).lower(), ())
        self.brackets.append(not any(reading[0] in GROUPING for _, reading in entries))


def tokens(text: str) -> tuple[Token, ...]:
    """What each piece of a text is (dsl/tokens.py)."""
    from dsl import tokens as module

    return module.tokens(text)
