"""What a rule's text is made of: the pattern that finds its pieces, signs, quotes, and words glued to values."""

from __future__ import annotations

import re
from functools import lru_cache

from dsl import keywords

FLAT = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "＂＇"}
FLAT.update({ord(wide): ord(plain) for wide, plain in zip("￦－〜∼、", "₩-~~,", strict=True)})

CLOSERS = {
    "'": "'", '"': '"', "‘": "’", "’": "’", "‚": "’‘", "“": "”", "”": "”", "„": "”“", "＂": "＂", "＇": "＇",
}  # fmt: skip
SINGLE, DOUBLE = "'‘’＇", '"“”＂'

# Signs that are not written as the language prints them -> (terminal, canonical spelling).
SIGNS: dict[str, tuple[str, str]] = {
    "=": ("COMPARE", "="), "<>": ("COMPARE", "<>"), "<": ("COMPARE", "<"), "<=": ("COMPARE", "<="),
    ">": ("COMPARE", ">"), ">=": ("COMPARE", ">="), "==": ("COMPARE", "="), "!=": ("COMPARE", "<>"),
    "=>": ("COMPARE", ">="), "=<": ("COMPARE", "<="), "≥": ("COMPARE", ">="), "≤": ("COMPARE", "<="),
    "≧": ("COMPARE", ">="), "≦": ("COMPARE", "<="), "⩾": ("COMPARE", ">="), "⩽": ("COMPARE", "<="),
    "≠": ("COMPARE", "<>"), "&&": ("AND", "AND"), "||": ("OR", "OR"), "&": ("AND", "AND"),
    "|": ("OR", "OR"), "!": ("NOT", "NOT"), "(": ("LPAR", "("), ")": ("RPAR", ")"), ",": ("COMMA", ","),
    ":": ("COLON", ":"), "+": ("PLUS", "+"), "-": ("MINUS", "-"), "−": ("MINUS", "-"), "–": ("MINUS", "-"),
    "—": ("MINUS", "-"),
    "*": ("STAR", "*"), "×": ("STAR", "*"), "/": ("SLASH", "/"), "÷": ("SLASH", "/"), "~": ("TO", "~"),
    "…": ("HOLE", "…"), "?": ("HOLE", "…"),
}  # fmt: skip

# Signs whose meaning is told in words as well.
SIGN_HINTS = {">=": "read.at_least", "<=": "read.at_most", "<>": "read.unequal"}

_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
SCAN = re.compile(
    rf"""
    (?P<blank>[\s\u200b\u200c\u200d\u2060\ufeff\u00ad\u3164]+)
  | (?P<comment>--[^\r\n]*)
  | (?P<wrong>(?<![\w.])(?:
        [0-9]{{1,2}}(?P<sep1>[-./])[0-9]{{1,2}}(?P=sep1)[0-9]{{4}}
      | [0-9]{{4}}(?P<sep2>[./])[0-9]{{1,2}}(?P=sep2)[0-9]{{1,2}}
    )(?![\w]|[./-][0-9]))
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
SCANNED = tuple("blank comment wrong date day unclear number param word quote tick sign dot".split())
HANGUL = re.compile(r"[가-힣]+")
SPACED_HANGUL = re.compile(r"[ ]([가-힣]+)(?!\w)")
MAGNITUDES = re.compile(r"[십백천만억조]+")
NEXT_PIECE = re.compile(r"[ ]?[0-9][0-9_,]*(?:\.[0-9]+)?([십백천만억조]*)(?![0-9.%])")
TICK = re.compile("[`\n]")
TICK_OR_WON = re.compile("[`₩\n]")
PERCENT = re.compile(r"[ ]?%")

MOST_NESTING = 64
MOST_DOTS = 8
MOST_PROBLEMS = 20

# After these words a bracket groups; after any other word it holds a list or arguments.
GROUPING = frozenset({"AND", "OR", "NOT", "WHERE", "WHEN", "THEN", "ELSE", "AMONG", "BETWEEN", "TEXTUAL", "DATED"})


@lru_cache(maxsize=4096)
def tail_words(tail: str) -> tuple[str, ...] | None:
    """What is glued behind a value as keywords (``이상이고`` -> 이상, 이고), without particles; None: nothing such."""
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
def any_of(chars: str) -> re.Pattern[str]:
    return re.compile("[" + re.escape(chars) + "]")


@lru_cache(maxsize=4096)
def number_suffix(suffix: str) -> tuple[str, str, tuple[str, ...]] | None:
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

OPENING = frozenset({"LPAR", "COMMA", "COLON", "COMPARE", "PLUS", "MINUS", "STAR", "SLASH", "AND", "OR", "NOT"})
# Words that mean something else when a blank stands before them.
NOT_SPACED = frozenset({"대", "인", "등", "위", "차"})


def quoted(text: str, start: int, closers: str, absent: set[str]) -> tuple[str, int]:
    """The text up to one of ``closers`` (doubled ones stay single) and where it ends, or -1.

    ``absent`` remembers closers that do not occur any more: looking again at each quote would take for ever.
    """
    if closers in absent:
        return "", -1
    pieces: list[str] = []
    at = start
    search = any_of(closers).search
    while True:
        found = search(text, at)
        if found is None:
            absent.add(closers)
            return "", -1
        stop, closer = found.start(), found.group()
        pieces.append(text[at:stop])
        if closer in "'\"" and text[stop + 1 : stop + 2] == closer:
            pieces.append(closer)
            at = stop + 2
            continue
        return "".join(pieces), stop + 1


def ticked(text: str, flat: str, start: int, only_backtick: bool) -> tuple[str, int]:
    """The name up to its closing backtick (or ₩) on the same line and where that ends, or -1."""
    pieces: list[str] = []
    at = start
    closer = TICK if only_backtick else TICK_OR_WON
    while True:
        found = closer.search(flat, at)
        if found is None or found.group() == "\n":
            return "", -1
        stop = found.start()
        pieces.append(text[at:stop])
        if flat[stop : stop + 2] == "``":
            pieces.append("`")
            at = stop + 2
            continue
        return "".join(pieces), stop + 1
