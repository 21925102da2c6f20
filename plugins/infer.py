"""What a column of text holds: numbers, dates, words. Exact, over all values; a single other value makes it text.

Import this late; it needs pyarrow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dsl.catalog import Storage
from dsl.types import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, Kind, Type, decimal
from plugins.arrow import MAX_DIGITS, arrow_type
from plugins.source import ColumnInfo, Source

NULL_WORDS = frozenset(
    ("NULL", "null", "Null", "(null)", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "None", "nil", "\\N", "-", "#NULL!")
)
"""Spellings of "missing" that are looked for; they are only read so where that is asked for."""

MAX_SCALE = 6
"""Columns with more decimal places than this are measured, not counted: they are doubles."""

_PAIRS = {
    frozenset(pair): pair
    for pair in (("yes", "no"), ("y", "n"), ("t", "f"), ("예", "아니오"), ("예", "아니요"), ("o", "x"), ("유", "무"))
}

_INTEGER = r"^(0|-?[1-9][0-9]*)$"
_DECIMAL = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
_DOUBLE = r"^-?(0|[1-9][0-9]*)(\.[0-9]+([eE][+-]?[0-9]+)?|[eE][+-][0-9]+)?$"
_GROUPED = {  # decimal mark -> (pattern, pattern that only this mark explains)
    ",": (r"^-?([0-9]{1,3}(\.[0-9]{3})+|0|[1-9][0-9]*)(,[0-9]+)?$", r"(,[0-9]{1,2}|,[0-9]{4,}|\..*,[0-9]+)$|\..*\."),
    ".": (r"^-?([0-9]{1,3}(,[0-9]{3})+|0|[1-9][0-9]*)(\.[0-9]+)?$", r"(,.*\.[0-9]+)$|,.*,"),
}
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?"
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]" + _TIME + r"(Z|[+-][0-9]{2}:?[0-9]{2})?)?$"
# format of the date -> (pattern of the date, how it becomes year-month-day)
_FORMATS = {
    "%Y/%m/%d": (r"([0-9]{4})/([0-9]{2})/([0-9]{2})", r"\1-\2-\3"),
    "%Y.%m.%d": (r"([0-9]{4})\.([0-9]{2})\.([0-9]{2})", r"\1-\2-\3"),
    "%d/%m/%Y": (r"([0-9]{2})/([0-9]{2})/([0-9]{4})", r"\3-\2-\1"),
    "%m/%d/%Y": (r"([0-9]{2})/([0-9]{2})/([0-9]{4})", r"\3-\1-\2"),
    "%d.%m.%Y": (r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})", r"\3-\2-\1"),
}
_CLOCKS = {
    "": "",
    " %H:%M": r" ([01][0-9]|2[0-3]):[0-5][0-9]",
    " %H:%M:%S": r" ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]",
}
_DIGITS8 = r"^(19|20)[0-9]{6}$"
_MANY = 5  # eight digits are taken for dates only where at least so many values all are


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column of text holds. ``mark`` is the decimal mark; ``null_words`` are spellings of "missing" among
    its values; ``ambiguous`` is what it would be if something were known (``date``, ``number``, a kind)."""

    type: Type
    storage: Storage = Storage()
    stored: Kind | None = None
    mark: str = "."
    null_words: tuple[str, ...] = ()
    null_count: int = 0
    ambiguous: str = ""

    @property
    def physical(self) -> Kind:
        return self.stored or self.type.kind


class TextColumn:
    """Looks at a column batch by batch; ``guess`` tells what all of it is."""

    def __init__(self) -> None:
        self.known = 0
        self.missing = False
        self._nulls: dict[str, int] = {}
        self._level: str | None = "integer"
        self._digits = 0
        self._scale = 0
        self._marks: dict[str, list[int]] = {",": [0, 0, 0], ".": [0, 0, 0]}  # evidence, digits, scale
        self._iso = True
        self._timed = False
        self._zoned: set[bool] = set()
        self._formats = {date + clock for date in _FORMATS for clock in _CLOCKS}
        self._eight = True
        self._words: set[str] | None = set()

    def feed(self, values: Any) -> None:
        """``values``: text; null and the empty text are missing."""
        here = pc.and_kleene(pc.is_valid(values), pc.not_equal(values, ""))
        known = values.filter(here, null_selection_behavior="drop")
        if len(known) < len(values):
            self.missing = True
        if not len(known):
            return
        if self._alive or self._nulls:
            known = self._without_null_words(known)
            if not len(known):
                return
        self.known += len(known)
        if not self._alive:
            return
        if self._level or self._marks or self._iso or self._formats:
            if _all(known, "^-?[0-9]"):
                self._figures(known)
            else:
                self._level, self._marks, self._iso, self._formats, self._eight = None, {}, False, set(), False
        self._look_at_words(known)

    def _figures(self, known: Any) -> None:
        plain = self._plain(known)
        if plain:  # then no value is a date
            self._iso, self._formats, self._words = False, set(), None
        if plain == "integer":
            for state in self._marks.values():
                state[1] = max(state[1], self._digits)
            return
        self._grouped(known)
        if self._iso:
            self._iso_dates(known)
        if self._formats:
            self._formats = {form for form in self._formats if _dates(known, form) is not None}

    @property
    def _alive(self) -> bool:
        return bool(self._level or self._marks or self._iso or self._formats or self._words is not None)

    def _without_null_words(self, known: Any) -> Any:
        spelled = pc.is_in(known, value_set=pa.array(sorted(NULL_WORDS), known.type))
        if not pc.any(spelled).as_py():
            return known
        for entry in pc.value_counts(known.filter(spelled)).to_pylist():
            self._nulls[entry["values"]] = self._nulls.get(entry["values"], 0) + entry["counts"]
        return known.filter(pc.invert(spelled))

    def _plain(self, known: Any) -> str:
        """At which level all of the batch are numbers with a decimal point; empty if they are not."""
        if self._level == "integer":
            if _all(known, _INTEGER):
                longest = pc.max(pc.utf8_length(known)).as_py()
                if longest > MAX_DIGITS and not _casts(known, pa.int64()):
                    self._level, self._marks = None, {}  # numbers that long are names of things
                self._digits = max(self._digits, min(longest, MAX_DIGITS))
                self._eight = self._eight and longest == 8 and _all(known, _DIGITS8) and _eight(known)
                return "integer"
            self._level, self._eight = "decimal", False
        if self._level == "decimal":
            if _all(known, _DECIMAL):
                self._digits, self._scale = _extent(known, ".", "", self._digits, self._scale)
                return "decimal"
            self._level = "double"
        if self._level == "double":
            if _all(known, _DOUBLE) and _finite(known):
                return "double"
            self._level = None
        return ""

    def _grouped(self, known: Any) -> None:
        for mark in tuple(self._marks):
            pattern, evidence = _GROUPED[mark]
            if not _all(known, pattern):
                del self._marks[mark]
                continue
            state = self._marks[mark]
            state[0] = state[0] or int(pc.any(pc.match_substring_regex(known, evidence)).as_py())
            state[1], state[2] = _extent(known, mark, "." if mark == "," else ",", state[1], state[2])

    def _iso_dates(self, known: Any) -> None:
        if not _all(known, _ISO) or not _casts(pc.utf8_slice_codeunits(known, 0, 10), pa.date32()):
            self._iso = False
            return
        timed = pc.greater(pc.utf8_length(known), 10)
        if pc.any(timed).as_py():
            self._timed = True
            zoned = pc.match_substring_regex(known.filter(timed), r"(Z|[+-][0-9]{2}:?[0-9]{2})$")
            self._zoned |= set(pc.unique(zoned).to_pylist())

    def _look_at_words(self, known: Any) -> None:
        if self._words is None:
            return
        if pc.max(pc.utf8_length(known)).as_py() > 5:
            self._words = None
            return
        self._words |= set(pc.unique(known).to_pylist())
        if len({word.lower() for word in self._words}) > 2:
            self._words = None

    # -- the answer ------------------------------------------------------------------------------------------

    def guess(self, *, strict: bool = True) -> Guess:
        """``strict``: only what cannot be meant otherwise; else also eight-digit dates and yes/no words.
        Where words such as NULL stand among the values, the column is text, and ``ambiguous`` tells what else."""
        found = self._guess(strict) if self.known else Guess(TEXT)
        words, count = tuple(sorted(self._nulls)), sum(self._nulls.values())
        if words:
            would = found.type.kind.value if found.type.kind is not Kind.TEXT else ""
            return Guess(TEXT, null_words=words, null_count=count, ambiguous=would)
        return found

    def _guess(self, strict: bool) -> Guess:
        if self._level == "integer":
            if self._eight and not strict and self.known >= _MANY:
                return Guess(DATE, Storage("%Y%m%d"), Kind.INTEGER)
            return Guess(INTEGER)
        if self._level == "decimal" and self._scale <= MAX_SCALE and self._digits + self._scale <= MAX_DIGITS:
            return Guess(decimal(self._scale) if self._scale else INTEGER)
        if self._level is not None:
            return Guess(DOUBLE)
        told = [mark for mark, state in self._marks.items() if state[0]]
        if len(told) == 1:
            _, digits, scale = self._marks[told[0]]
            if digits + scale <= MAX_DIGITS and scale <= MAX_SCALE:
                return Guess(decimal(scale) if scale else INTEGER, mark=told[0])
            return Guess(DOUBLE, mark=told[0])
        if self._marks:
            return Guess(TEXT, ambiguous="number")
        if self._iso and self._zoned == {True} and self._timed:
            return Guess(TIMESTAMP, Storage(zone="UTC"))
        if self._iso and len(self._zoned) < 2:
            return Guess(TIMESTAMP if self._timed else DATE, Storage("iso"), Kind.TEXT)
        if self._formats:
            return self._dated()
        return self._worded(strict)

    def _dated(self) -> Guess:
        if len(self._formats) > 1:
            return Guess(TEXT, ambiguous="date")
        form = next(iter(self._formats))
        return Guess(TIMESTAMP if "%H" in form else DATE, Storage(form), Kind.TEXT)

    def _worded(self, strict: bool) -> Guess:
        words = self._words or set()
        folded = {word.lower() for word in words}
        if folded and folded <= {"true", "false"}:
            return Guess(BOOLEAN)
        pair = _PAIRS.get(frozenset(folded))
        if strict or pair is None or len(words) != 2:
            return Guess(TEXT)
        spelled = {word.lower(): word for word in words}
        return Guess(BOOLEAN, Storage(f"{spelled[pair[0]]}/{spelled[pair[1]]}"), Kind.TEXT)


def _all(values: Any, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(values, pattern)).as_py())


def _casts(values: Any, kind: pa.DataType) -> bool:
    try:
        pc.cast(values, kind)
    except pa.ArrowInvalid:
        return False
    return True


def _finite(values: Any) -> bool:
    try:
        return bool(pc.all(pc.is_finite(pc.cast(values, pa.float64()))).as_py())
    except pa.ArrowInvalid:
        return False


def _extent(values: Any, mark: str, group: str, digits: int, scale: int) -> tuple[int, int]:
    """The most digits before and behind the decimal mark, so far."""
    point = "\\" + mark
    behind = pc.replace_substring_regex(values, rf"^[^{point}]*{point}?", "")
    before = pc.replace_substring_regex(values, rf"{point}.*$|^-" + (rf"|\{group}" if group else ""), "")
    longest, places = pc.max(pc.utf8_length(before)).as_py(), pc.max(pc.utf8_length(behind)).as_py()
    return max(digits, longest), max(scale, places)


def _eight(values: Any) -> bool:
    return _casts(pc.replace_substring_regex(values, r"^(....)(..)(..)$", r"\1-\2-\3"), pa.date32())


def _dates(values: Any, form: str) -> Any:
    """Text in one of the formats as dates, or None where one value is not."""
    date, _, clock = form.partition(" ")
    pattern, parts = _FORMATS[date]
    whole = f"^{pattern}{_CLOCKS[' ' + clock] if clock else ''}$"
    if not _all(values, whole):
        return None
    try:
        return pc.cast(pc.replace_substring_regex(values, whole, parts), pa.date32())
    except pa.ArrowInvalid:
        return None


def convert(values: Any, guess: Guess) -> Any:
    """Text as the values that were found in it; the empty text is missing."""
    values = pc.if_else(pc.equal(values, ""), pa.scalar(None, values.type), values)
    if guess.physical is Kind.TEXT:
        return values
    if guess.physical is Kind.BOOLEAN:
        return pc.cast(pc.utf8_lower(values), pa.bool_())
    if guess.physical is Kind.TIMESTAMP:
        instants = pc.cast(pc.replace_substring(values, " ", "T"), pa.timestamp("us", tz="UTC"))
        return pc.cast(instants, pa.timestamp("us"))
    if guess.mark == ",":
        values = pc.replace_substring(pc.replace_substring(values, ".", ""), ",", ".")
    elif guess.type.numeric and pc.any(pc.match_substring(values, ",")).as_py():
        values = pc.replace_substring(values, ",", "")
    return pc.cast(values, arrow_type(guess.physical, guess.type.scale))


def propose(source: Source, table: str) -> tuple[ColumnInfo, ...]:
    """A source's columns, with text columns judged by all their values."""
    infos = source.columns(table)
    texts = [c.name for c in infos if c.type.kind is Kind.TEXT]
    whole = [c.name for c in infos if c.type.kind is Kind.INTEGER and c.physical is Kind.INTEGER]
    looks = {name: TextColumn() for name in (*texts, *whole)}
    if not looks:
        return infos
    for batch in source.read(table, list(looks)):
        for name, look in looks.items():
            look.feed(pc.cast(batch.column(name), pa.string()))
    return tuple(_proposed(info, looks.get(info.name)) for info in infos)


def _proposed(info: ColumnInfo, look: TextColumn | None) -> ColumnInfo:
    if look is None or not look.known:
        return info
    guess = look.guess(strict=False)
    if info.type.kind is Kind.INTEGER:
        if guess.type.kind is not Kind.DATE:
            return info
        return replace(info, type=guess.type, storage=guess.storage, stored=Kind.INTEGER)
    if guess.type.numeric:
        if guess.mark == "," or guess.type.kind is Kind.DOUBLE:
            return info
        return replace(info, type=guess.type, storage=replace(info.storage, format="text"), stored=Kind.TEXT)
    if guess.type.kind is Kind.TEXT or guess.storage.zone is not None:
        return info  # text with an offset from UTC cannot be read in place
    form = guess.storage.format or "true/false"
    return replace(info, type=guess.type, storage=replace(info.storage, format=form), stored=Kind.TEXT)
