"""The values of a generated script: each distinct call is one value, and becomes one statement or part of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

WIDTH = 110
INLINE_LENGTH = 64
INLINE_DEPTH = 3
HELD = 8
"""So many values per subject may be held after their last use, before one line forgets them."""


class Level(IntEnum):
    """What a value is made for: one for everyone, one per subject, one per row."""

    SINGLE = 0
    SUBJECT = 1
    ROW = 2


@dataclass(slots=True)
class Value:
    """A call of a runtime function. Numbers among ``args`` are other values; texts are source."""

    function: str
    args: tuple[str | int, ...]
    level: Level
    prefix: str = "x"
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """A call for what it does; ``target`` is source to assign to, or empty."""

    target: str
    function: str
    args: tuple[str | int, ...]


Entry = int | Effect


@dataclass(slots=True)
class Part:
    """The entries of one step, in order."""

    title: str
    entries: list[Entry] = field(default_factory=list)


class Values:
    """All values of a script, in parts. The same call with the same arguments is the same value."""

    def __init__(self) -> None:
        self._values: list[Value] = []
        self._numbers: dict[tuple[str, tuple[str | int, ...]], int] = {}
        self.parts: list[Part] = [Part("")]

    def start(self, title: str) -> None:
        """Begin a new part."""
        self.parts.append(Part(title))

    def add(self, function: str, *args: str | int, level: Level | None = None, prefix: str = "x") -> int:
        """The value of a call; its level is the highest among its arguments unless it is given."""
        key = (function, args)
        if key not in self._numbers:
            if level is None:
                level = max((self.level(arg) for arg in args if isinstance(arg, int)), default=Level.SINGLE)
            self._numbers[key] = len(self._values)
            self._values.append(Value(function, args, level, prefix))
            self.parts[-1].entries.append(self._numbers[key])
        return self._numbers[key]

    def level(self, number: int) -> Level:
        return self._values[number].level

    def keep(self, number: int, prefix: str) -> None:
        """Give the value a statement of its own and a name that begins so."""
        value = self._values[number]
        if not value.kept and value.args:
            value.kept, value.prefix = True, prefix

    def effect(self, target: str, function: str, *args: str | int) -> None:
        self.parts[-1].entries.append(Effect(target, function, args))

    # -- source --------------------------------------------------------------------------------------------

    def source(self) -> list[tuple[str, list[str]]]:
        """Each part's title and lines."""
        return _Writer(self._values, self.parts).write()


@dataclass(frozen=True, slots=True)
class _Statement:
    lines: list[str]
    uses: tuple[int, ...]
    defines: int | None = None


class _Writer:
    """Turns values into statements, and forgets each variable after its last use."""

    def __init__(self, values: Sequence[Value], parts: Sequence[Part]) -> None:
        self._values = values
        self._parts = parts
        self._uses = [0] * len(values)
        self._part_of = [-1] * len(values)
        self._text: dict[int, tuple[str, int]] = {}
        self._used_by_text: dict[int, tuple[int, ...]] = {}
        self._names: dict[int, str] = {}
        self._counts: dict[str, int] = {}

    def write(self) -> list[tuple[str, list[str]]]:
        self._count_uses()
        statements = [self._statements(part) for part in self._parts]
        last: dict[int, tuple[int, int]] = {}
        for part, some in enumerate(statements):
            for place, statement in enumerate(some):
                for number in (*statement.uses, *([] if statement.defines is None else [statement.defines])):
                    last[number] = (part, place)
        return [
            (self._parts[part].title, self._lines(part, some, last)) for part, some in enumerate(statements) if some
        ]

    def _count_uses(self) -> None:
        for number, part in enumerate(self._parts):
            for entry in part.entries:
                if isinstance(entry, int):
                    self._part_of[entry] = number
                call = self._values[entry] if isinstance(entry, int) else entry
                for arg in call.args:
                    if isinstance(arg, int):
                        self._uses[arg] += 1
                        if self._part_of[arg] != number:
                            self._uses[arg] += 1  # never moved into a later part

    def _statements(self, part: Part) -> list[_Statement]:
        found: list[_Statement] = []
        for entry in part.entries:
            if isinstance(entry, Effect):
                args, uses, _ = self._arguments(entry.args)
                found.append(_Statement(_call(entry.target, entry.function, args), uses))
            else:
                found += self._value(entry)
        return found

    def _value(self, number: int) -> Iterable[_Statement]:
        value = self._values[number]
        args, uses, depth = self._arguments(value.args)
        text = f"{value.function}({', '.join(args)})"
        is_constant = not any(isinstance(arg, int) for arg in value.args) and value.level is Level.SINGLE
        is_short = self._uses[number] <= 1 and len(text) <= INLINE_LENGTH and depth < INLINE_DEPTH
        if not value.kept and (is_constant or is_short):
            self._text[number] = (text, depth + 1)
            self._used_by_text[number] = uses
            return []
        self._counts[value.prefix] = self._counts.get(value.prefix, 0) + 1
        name = self._names[number] = f"{value.prefix}{self._counts[value.prefix]}"
        self._text[number] = (name, 0)
        self._used_by_text[number] = (number,)
        return [_Statement(_call(name, value.function, args), uses, number)]

    def _arguments(self, args: tuple[str | int, ...]) -> tuple[list[str], tuple[int, ...], int]:
        texts: list[str] = []
        uses: list[int] = []
        deepest = 0
        for arg in args:
            if isinstance(arg, str):
                texts.append(arg)
                continue
            text, depth = self._text[arg]
            texts.append(text)
            uses += self._used_by_text[arg]
            deepest = max(deepest, depth)
        return texts, tuple(uses), deepest

    def _lines(self, part: int, statements: list[_Statement], last: dict[int, tuple[int, int]]) -> list[str]:
        """The lines of a part; values of rows go at once after their last use, those of subjects some at a time."""
        lines: list[str] = []
        later: dict[str, None] = {}
        for place, statement in enumerate(statements):
            lines += statement.lines
            numbers = (*statement.uses, *([] if statement.defines is None else [statement.defines]))
            gone = dict.fromkeys(number for number in numbers if last[number] == (part, place))
            at_once = [self._names[number] for number in gone if self._values[number].level is Level.ROW]
            if at_once:
                lines += _call("", "del", at_once)
            later.update((self._names[n], None) for n in gone if self._values[n].level is Level.SUBJECT)
            if len(later) > HELD:
                lines += _call("", "del", list(later))
                later.clear()
        if later:
            lines += _call("", "del", list(later))
        return lines


def _call(target: str, function: str, args: list[str]) -> list[str]:
    """A statement, broken into lines where it is long."""
    start = f"{target} = " if target else ""
    opening, closing = (f"{start}{function} ", "") if function == "del" else (f"{start}{function}(", ")")
    line = f"{opening}{', '.join(args)}{closing}"
    if len(line) <= WIDTH:
        return [line]
    if function == "del":
        opening, closing = "del (", ")"
    lines, current = [opening], "   "
    for arg in args:
        if len(current) + len(arg) + 2 > WIDTH and current.strip():
            lines.append(current)
            current = "   "
        current += f" {arg},"
    return [*lines, current, closing]
