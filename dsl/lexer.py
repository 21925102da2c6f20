"""Text -> lexemes: words, numbers, texts, dates and signs, with their place in the original text.

Words stay words here: which of them are keywords is decided by the parser (dsl/parse.py), because every
keyword is soft. Full-width letters, digits and signs are one code point each, so they are mapped before
scanning and every offset stays true. What is written inside quotes is taken from the original text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from dsl import keywords, reading
from dsl.diagnostics import Diagnostic, Edit, Fix
from dsl.nodes import Comment, Span

if TYPE_CHECKING:
    from dsl.tokens import Token


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


_FLAT = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "＂＇"}
_FLAT.update({ord("￦"): ord("₩"), ord("－"): ord("-"), ord("〜"): ord("~"), ord("∼"): ord("~"), ord("、"): ord(",")})

_CLOSERS = {"'": "'", '"': '"', "‘": "’", "’": "’", "‚": "’‘", "“": "”", "”": "”", "„": "”“", "＂": "＂", "＇": "＇"}
_SINGLE, _DOUBLE = "'‘’＇", "\"“”＂"

# Signs that are not written as the language prints them -> (terminal, canonical spelling).
_SIGNS: dict[str, tuple[str, str]] = {
    "=": ("COMPARE", "="), "<>": ("COMPARE", "<>"), "<": ("COMPARE", "<"), "<=": ("COMPARE", "<="),
    ">": ("COMPARE", ">"), ">=": ("COMPARE", ">="), "==": ("COMPARE", "="), "!=": ("COMPARE", "<>"),
    "=>": ("COMPARE", ">="), "=<": ("COMPARE", "<="), "≥": ("COMPARE", ">="), "≤": ("COMPARE", "<="),
    "≧": ("COMPARE", ">="), "≦": ("COMPARE", "<="), "⩾": ("COMPARE", ">="), "⩽": ("COMPARE", "<="),
    "≠": ("COMPARE", "<>"), "&&": ("AND", "AND"), "||": ("OR", "OR"), "&": ("AND", "AND"),
    "|": ("OR", "OR"), "!": ("NOT", "NOT"), "(": ("LPAR", "("), ")": ("RPAR", ")"), ",": ("COMMA", ","),
    ":": ("COLON", ":"), "+": ("PLUS", "+"), "-": ("MINUS", "-"), "−": ("MINUS", "-"), "–": ("MINUS", "-"), "—": ("MINUS", "-"),
    "*": ("STAR", "*"), "×": ("STAR", "*"), "/": ("SLASH", "/"), "÷": ("SLASH", "/"), "~": ("TO", "~"),
    "…": ("HOLE", "…"), "?": ("HOLE", "…"),
}  # fmt: skip

# Signs whose meaning is told in words as well.
_SIGN_HINTS = {">=": "read.at_least", "<=": "read.at_most", "<>": "read.unequal"}

_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_SCAN = re.compile(
    rf"""
    (?P<blank>[\s\u200b\u200c\u200d\u2060\ufeff\u00ad\u3164]+)
  | (?P<comment>--[^\r\n]*)
  | (?P<wrong>(?<![\w.])(?:[0-9]{{1,2}}(?P<sep1>[-./])[0-9]{{1,2}}(?P=sep1)[0-9]{{4}}|[0-9]{{4}}(?P<sep2>[./])[0-9]{{1,2}}(?P=sep2)[0-9]{{1,2}})(?![\w]|[./-][0-9]))
  | (?P<date>[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}(?![0-9])
        (?:(?:[ ]+|T)(?P<clock>[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:\.[0-9]{{1,6}})?)?)(?!:?[0-9]))?)
  | (?P<day>[0-9]{{4}}년[ ]?[0-9]{{1,2}}월[ ]?[0-9]{{1,2}}일)
  | (?P<unclear>[0-9]+(?:\.[0-9]+)?%?(?:[ ]?[–—][ ]?|-)[0-9]+(?:\.[0-9]+)?%)
  | (?P<number>(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9]|\.[0-9]*[^\W0-9])|[0-9][0-9_]*|(?=\.[0-9]))
        (?:\.[0-9]+)?(?:[eE][+-]?[0-9]+(?!\w))?)
  | (?P<param>\$[^\W][\w{_MARKS}]*)
  | (?P<word>[^\W0-9][\w{_MARKS}]*)
  | (?P<quote>['"‘’‚“”„＂＇])
  | (?P<tick>[`₩])
  | (?P<sign>=>|>=|=<|<=|==|<>|!=|&&|\|\||[=<>≥≤≧≦⩾⩽≠&|!(),:+\-−–—*×/÷~…?])
  | (?P<dot>\.)
    """,
    re.VERBOSE,
)
_SCANNED = ("blank", "comment", "wrong", "date", "day", "unclear", "number", "param", "word", "quote", "tick", "sign", "dot")
_HANGUL = re.compile(r"[가-힣]+")
_SPACED_HANGUL = re.compile(r"[ ]([가-힣]+)(?!\w)")
_MAGNITUDES = re.compile(r"[십백천만억조]+")
_NEXT_PIECE = re.compile(r"[ ]?[0-9][0-9_,]*(?:\.[0-9]+)?([십백천만억조]*)(?![0-9.%])")
_TICK = re.compile("[`\n]")
_TICK_OR_WON = re.compile("[`₩\n]")
_PERCENT = re.compile(r"[ ]?%")

MOST_NESTING = 64
MOST_DOTS = 8
MOST_PROBLEMS = 20

# After these words a bracket groups; after any other word it holds a list or arguments.
_GROUPING = frozenset({"AND", "OR", "NOT", "WHERE", "WHEN", "THEN", "ELSE", "AMONG", "BETWEEN", "TEXTUAL", "DATED"})


@lru_cache(maxsize=4096)
def tail_words(tail: str) -> tuple[str, ...] | None:
    """What is glued behind a value, as keywords (``이상이고`` -> 이상, 이고), particles dropped; None: no such thing."""
    if not tail or tail in keywords.PARTICLES:
        return ()
    if len(tail) > _LONGEST_TAIL:
        return None
    if _is_korean_keyword(tail):
        return (tail,)
    for cut in range(len(tail) - 1, 0, -1):
        head = tail[:cut]
        if head in keywords.PARTICLES or _is_korean_keyword(head):
            rest = tail_words(tail[cut:])
            if rest is not None:
                return (head, *rest) if head not in keywords.PARTICLES else rest
    return None


def _is_korean_keyword(word: str) -> bool:
    entries = keywords.phrases().get(word, ())
    return any(len(words) == 1 and reading[0] != "UNIT" for words, reading in entries)


@lru_cache(maxsize=64)
def _any_of(chars: str) -> re.Pattern[str]:
    return re.compile("[" + re.escape(chars) + "]")


@lru_cache(maxsize=4096)
def _number_suffix(suffix: str) -> tuple[str, str, tuple[str, ...]] | None:
    """``회이상`` -> ("회", "counter", ("이상",)); None where the suffix is not one of a number."""
    for words, kind in ((_UNIT_WORDS, "unit"), (keywords.COUNTERS, "counter"), (("",), "")):
        for word in words:
            if suffix.startswith(word):
                rest = tail_words(suffix[len(word) :])
                if rest is not None:
                    return word, kind, rest
    return None


_LONGEST_TAIL = 16
_UNIT_WORDS = tuple(sorted((w for _, korean in keywords.UNITS.values() for w in korean), key=len, reverse=True))


def lex(text: str) -> Lexed:
    """All lexemes of a text; what cannot be read is reported and left out. Never raises."""
    return _Lexer(text).run()


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = text if text.isascii() else text.translate(_FLAT)
        self.out: list[Lexeme] = []
        self.comments: list[Comment] = []
        self.problems: list[Diagnostic] = []
        self.unknown = self.hints = 0
        self.absent: set[str] = set()  # closing quotes that do not occur any more
        self.brackets: list[bool] = []  # whether commas separate there

    def run(self) -> Lexed:
        flat, pos, size = self.flat, 0, len(self.text)
        match = _SCAN.match
        methods = {kind: getattr(self, f"_{kind}") for kind in _SCANNED}
        while pos < size and len(self.brackets) <= MOST_NESTING:
            if flat[pos] == " ":
                pos += 1
                continue
            found = match(flat, pos)
            if found is None:
                pos = self._unknown(pos)
                continue
            pos = methods[found.lastgroup](found)
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
        magnitudes = _MAGNITUDES.match(self.flat, end) if self.flat is not self.text or end < len(self.text) else None
        if magnitudes is not None:
            stop = self._amount(start, magnitudes.end())
            if stop:
                value = reading.korean_amount(self.flat[start:stop])
                digits, end = "", stop
        if value is None:
            self._problem(Diagnostic("number.too_large", "error", Span(start, end)))
            self._add("HOLE", start, end, "reported")
            return end
        percent = _PERCENT.match(self.flat, end)
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
        after = _HANGUL.match(self.flat, end)
        if after is not None and _number_suffix(after.group()) is None:
            return 0
        while after is None and (piece := _NEXT_PIECE.match(self.flat, end)) is not None:
            if reading.korean_amount(self.flat[start : piece.end()]) is None:
                break
            after = _HANGUL.match(self.flat, piece.end())
            suffix = _number_suffix(after.group()) if after is not None else None
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
        hangul = _HANGUL.match(self.flat, end)
        if hangul is None:
            spaced = _SPACED_HANGUL.match(self.flat, end)
            if spaced is not None and not number.value.percent:  # type: ignore[attr-defined]
                parsed = _number_suffix(spaced.group(1))
                if parsed is not None and parsed[1] == "counter" and spaced.group(1) not in _NOT_SPACED:
                    return self._counted(number, parsed, spaced.start(1), spaced.end(1))
            return end
        if re.match(r"\w", self.flat[hangul.end() : hangul.end() + 1]):
            return end
        parsed = _number_suffix(hangul.group())
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
            if rest is not None and before.kind not in _OPENING:
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
            following = _SCAN.match(self.flat, end)
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
        closers = _CLOSERS[opener]
        value, end = self._quoted(start + 1, closers)
        if end < 0:
            same = _SINGLE if opener in _SINGLE or opener == "‚" else _DOUBLE
            value, end = self._quoted(start + 1, same)
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

    def _quoted(self, start: int, closers: str) -> tuple[str, int]:
        """The text up to one of ``closers`` (doubled ones stay single) and where it ends, or -1."""
        if closers in self.absent:
            return "", -1
        pieces: list[str] = []
        at = start
        search = _any_of(closers).search
        while True:
            found = search(self.text, at)
            if found is None:
                # Nor is there one behind any later quote: looking again each time would take for ever.
                self.absent.add(closers)
                return "", -1
            stop, closer = found.start(), found.group()
            pieces.append(self.text[at:stop])
            if closer in "'\"" and self.text[stop + 1 : stop + 2] == closer:
                pieces.append(closer)
                at = stop + 2
                continue
            return "".join(pieces), stop + 1

    def _tick(self, found: re.Match[str]) -> int:
        start = found.start()
        value, end = self._ticked(start + 1, _TICK if found.group() == "`" else _TICK_OR_WON)
        if end < 0 and found.group() == "`":
            value, end = self._ticked(start + 1, _TICK_OR_WON)
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

    def _ticked(self, start: int, closer: re.Pattern[str]) -> tuple[str, int]:
        """The name up to its closing sign on the same line and where that ends, or -1."""
        pieces: list[str] = []
        at = start
        while True:
            found = closer.search(self.flat, at)
            if found is None or found.group() == "\n":
                return "", -1
            stop = found.start()
            pieces.append(self.text[at:stop])
            if self.flat[stop : stop + 2] == "``":
                pieces.append("`")
                at = stop + 2
                continue
            return "".join(pieces), stop + 1

    def _sign(self, found: re.Match[str]) -> int:
        start, end = found.span()
        terminal, meant = _SIGNS[found.group()]
        written = self.text[start:end]
        if terminal == "LPAR":
            self._open()
        elif terminal == "RPAR" and self.brackets:
            self.brackets.pop()
        if written != meant and terminal != "HOLE" and written != "~":
            self._hint(start, end, meant, _SIGN_HINTS.get(meant, "read.as"))
        self._add(terminal, start, end, meant if terminal == "COMPARE" else meant.lower())
        return end

    def _open(self) -> None:
        before = self.out[-1] if self.out else None
        if before is None or before.kind != "word":
            self.brackets.append(False)
            return
        entries = keywords.phrases().get(str(before.value).lower(), ())
        self.brackets.append(not any(reading[0] in _GROUPING for _, reading in entries))


_OPENING = frozenset({"LPAR", "COMMA", "COLON", "COMPARE", "PLUS", "MINUS", "STAR", "SLASH", "AND", "OR", "NOT"})
# Words that mean something else when a blank stands before them.
_NOT_SPACED = frozenset({"대", "인", "등", "위", "차"})


def tokens(text: str) -> tuple[Token, ...]:
    """What each piece of a text is (dsl/tokens.py)."""
    from dsl import tokens as module

    return module.tokens(text)
