"""The operators of the language: one table that feeds the checker, completion and the language reference.

An entry says how an operator is written in both languages, what it takes and gives, what becomes of missing
values, where it may stand, and an example. How words are spelled for the parser: ``dsl/keywords.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from dsl.catalog import Labels
from dsl.keywords import FUNCTIONS as SPELLINGS
from dsl.types import NUMERIC, TEMPORAL, Kind

Group = Literal[
    "logic", "comparison", "text", "date", "window", "aggregate", "percentile", "choice", "number", "place", "value"
]
# strict: missing in, missing out. kleene: three-valued. skips: missing values are left out. never: the result is
# always known. decides: the operator is about missing itself.
Missing = Literal["strict", "kleene", "skips", "never", "decides"]
# value: wherever a value may stand. subject: not on the rows within an aggregate. rows: within an aggregate only.
Where = Literal["anywhere", "subject", "rows"]


@dataclass(frozen=True, slots=True)
class Argument:
    """What a function takes at one place."""

    name: Labels
    kinds: frozenset[Kind]
    constant: bool = False
    optional: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A rule in both languages, over the reference's catalog, and what it gives on the reference's one customer
    (None where that takes rows or other customers)."""

    en: str
    ko: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator, function or aggregate."""

    id: str
    group: Group
    shape: Labels
    gives: Labels
    missing: Missing
    help: Labels
    example: Example
    takes: tuple[Argument, ...] = ()
    where: Where = "anywhere"

    @property
    def least(self) -> int:
        """The smallest number of arguments."""
        return sum(not argument.optional for argument in self.takes)

    @property
    def most(self) -> int | None:
        """The largest number of arguments; None where there is no end."""
        return None if any(argument.many for argument in self.takes) else len(self.takes)

    def spelling(self, language: str) -> str:
        """What completion writes: the function's name, or the shape."""
        if language == "ko" and self.id in SPELLINGS:
            return SPELLINGS[self.id][0]
        return self.id.replace("_between", " between") if self.id in SPELLINGS else self.shape.get(language)


AGGREGATES = frozenset({"count", "sum", "avg", "min", "max", "any", "none", "share", "first", "last", "most_common"})
POPULATIONS = frozenset({"tile", "quintile", "quartile", "decile", "bin", "quantile", "median"})

_NUMBER = NUMERIC
_TEXT = frozenset({Kind.TEXT})
_DATE = TEMPORAL
_WHOLE = frozenset({Kind.INTEGER})
_ORDERED = NUMERIC | TEMPORAL | _TEXT
_ANY = _ORDERED | {Kind.BOOLEAN}


def _x(kinds: frozenset[Kind], *, many: bool = False, en: str = "x", ko: str = "x") -> Argument:
    return Argument(Labels(ko, en), kinds, many=many)


def _n(en: str, ko: str, *, optional: bool = False, kinds: frozenset[Kind] = _WHOLE) -> Argument:
    return Argument(Labels(ko, en), kinds, constant=True, optional=optional)


# What scalar functions take; dsl/check/functions.py knows what they give.
ARGUMENTS: dict[str, tuple[Argument, ...]] = {
    "round": (_x(_NUMBER), _n("places", "자릿수", optional=True)),
    "floor": (_x(_NUMBER),),
    "ceil": (_x(_NUMBER),),
    "abs": (_x(_NUMBER),),
    "mod": (_x(_NUMBER, en="a", ko="a"), _x(_NUMBER, en="b", ko="b")),
    "coalesce": (_x(_ANY, many=True),),
    "least": (_x(_ORDERED, many=True),),
    "greatest": (_x(_ORDERED, many=True),),
    "length": (_x(_TEXT),),
    "lower": (_x(_TEXT),),
    "upper": (_x(_TEXT),),
    "trim": (_x(_TEXT),),
    "left": (_x(_TEXT), _n("length", "길이")),
    "right": (_x(_TEXT), _n("length", "길이")),
    "concat": (_x(_TEXT, many=True),),
    "number": (_x(_TEXT | NUMERIC), _n("places", "자릿수", optional=True)),
    "date": (_x(_TEXT | _DATE | _WHOLE), _n("format", "형식", optional=True, kinds=_TEXT)),
    "year": (_x(_DATE),),
    "quarter": (_x(_DATE),),
    "month": (_x(_DATE),),
    "day": (_x(_DATE),),
    "weekday": (_x(_DATE),),
    "days_between": (_x(_DATE, en="a", ko="a"), _x(_DATE, en="b", ko="b")),
    "months_between": (_x(_DATE, en="a", ko="a"), _x(_DATE, en="b", ko="b")),
}


@cache
def known_functions() -> frozenset[str]:
    """Everything that may be called."""
    return frozenset(ARGUMENTS) | AGGREGATES | POPULATIONS | {"time_since"}
