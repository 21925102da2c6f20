"""The syntax tree of a rule: what was written, before names and types are known.

Every node carries its span: offsets in code points into the rule's text, compared by nothing, so that two spellings of
one rule are equal trees. The span of what stood in brackets includes the brackets. Sugar that has an exact plain form
is already gone here (``before D`` is ``<``, ``20 <= age < 40`` is an ``And``, Korean postfix forms are the same nodes).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]
ComparisonOp = Literal["=", "<>", "<", "<=", ">", ">="]
ArithmeticOp = Literal["+", "-", "*", "/"]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points in a rule's text."""

    start: int
    end: int

    def cover(self, other: Span) -> Span:
        return Span(min(self.start, other.start), max(self.end, other.end))


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Node:
    """What every node has."""

    span: Span = field(default=NOWHERE, compare=False, kw_only=True)


# -- values ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A field, measure, relation or trait, as written (NFC): ``order_lines.price``.

    ``alternatives`` are other last parts, to be tried in order where no such name is known: the word without
    its Korean particle (``나이가`` -> ``나이``), which only the catalog can tell from a name that ends so.
    """

    parts: tuple[str, ...]
    alternatives: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Param(Node):
    """A named parameter: ``$hot``."""

    name: str


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A literal number. ``30%`` has value 0.30 and percent; ``5회`` keeps its counter for the unit check.

    The exponent of ``value`` is the scale as written (30% -> 0.30, 30.50% -> 0.3050).
    """

    value: Decimal
    percent: bool = False
    counter: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Text(Node):
    value: str


@dataclass(frozen=True, slots=True)
class Boolean(Node):
    value: bool


@dataclass(frozen=True, slots=True)
class Date(Node):
    value: date


@dataclass(frozen=True, slots=True)
class Timestamp(Node):
    """Local time of the project's zone."""

    value: datetime


@dataclass(frozen=True, slots=True)
class Missing(Node):
    """The word ``missing`` where a value stands; the checker offers IS MISSING."""


@dataclass(frozen=True, slots=True)
class Duration(Node):
    """``5 years``, ``6개월``; amount is a whole number."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Today(Node):
    """The run's as-of date."""


# -- arithmetic and calls ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Negate(Node):
    operand: Expr


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    op: ArithmeticOp
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class When(Node):
    condition: Expr
    result: Expr


@dataclass(frozen=True, slots=True)
class Case(Node):
    whens: tuple[When, ...]
    otherwise: Expr | None


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function or an aggregate; which one is the checker's to say.

    ``function`` is the canonical English id, lower case, words joined by ``_`` (``days_between``, ``time_since``,
    ``most_common``) even where the text was Korean; an unknown function keeps what was written.
    ``distinct``, ``window``, ``where`` and ``lowest_best`` may stand only where the operator table allows them.
    """

    function: str
    args: tuple[Expr, ...]
    distinct: bool = False
    window: Window | None = None
    where: Expr | None = None
    lowest_best: bool = False
    among: Among | None = None


@dataclass(frozen=True, slots=True)
class Points(Node):
    """One part of a score: ``visits_90d >= 5: 10``."""

    condition: Expr
    points: Expr


@dataclass(frozen=True, slots=True)
class Score(Node):
    parts: tuple[Points, ...]


# -- windows -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InLast(Node):
    """``in last 90 days``: after (as-of - 90 days), up to and with the as-of date."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class BetweenAgo(Node):
    """``between 180 and 90 days ago``: after (as-of - far), up to and with (as-of - near)."""

    far: int
    near: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class InNext(Node):
    """``in next 6 months``; ``beyond`` is ``after next 6 months``."""

    amount: int
    unit: Unit
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Relative(Node):
    """Rows whose time stands in this relation to a date: ``after last(carts.added_at)``, ``on or before D``."""

    op: Literal["<", "<=", ">", ">=", "="]
    anchor: Expr


@dataclass(frozen=True, slots=True)
class DateRange(Node):
    """``between D1 and D2``, both days count."""

    low: Expr
    high: Expr


Window = InLast | BetweenAgo | InNext | Relative | DateRange


# -- conditions --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Not(Node):
    operand: Expr


@dataclass(frozen=True, slots=True)
class And(Node):
    """Two or more operands, flat: ``a AND b AND c`` is one node. Brackets make
    a nested node even where they change nothing, so ``(a AND b) AND c`` is an And within an And."""

    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    op: ComparisonOp
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Between(Node):
    """Both ends count."""

    operand: Expr
    low: Expr
    high: Expr
    negated: bool = False


@dataclass(frozen=True, slots=True)
class In(Node):
    """``x IN ('a', 'b')``; a single ``Param`` stands for a list parameter: ``x IN $regions``."""

    operand: Expr
    items: tuple[Expr, ...] | Param
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsMissing(Node):
    """``x IS MISSING``; the operand may be a rule: ``(any rule) IS MISSING``."""

    operand: Expr
    negated: bool = False


@dataclass(frozen=True, slots=True)
class TextMatch(Node):
    kind: Literal["contains", "starts", "ends", "like"]
    operand: Expr
    pattern: Expr
    negated: bool = False
    ignoring_case: bool = False


@dataclass(frozen=True, slots=True)
class InWindow(Node):
    """A date of the subject against a window: ``warranty_end in next 6 months``.

    Only ``InLast``, ``BetweenAgo`` and ``InNext`` occur; ``before D`` is a Comparison.
    """

    operand: Expr
    window: Window
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Among(Node):
    """Over whom a percentile is taken; ``condition`` None is ``among stage``."""

    condition: Expr | None


@dataclass(frozen=True, slots=True)
class InPercent(Node):
    """``in top 30% to 50%``: ``low`` 0.30 and ``high`` 0.50; ``top 30%`` is 0 to 0.30."""

    operand: Expr
    side: Literal["top", "bottom"]
    low: Decimal
    high: Decimal
    among: Among | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class InBand(Node):
    """``in band satisfaction.high``."""

    operand: Expr
    band: Name
    negated: bool = False


@dataclass(frozen=True, slots=True)
class InCell(Node):
    cell: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class InStage(Node):
    stage: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class KOf(Node):
    """``at least 3 of (...)``, ``any of (...)``, ``none of (...)``, ``all of (...)``; k only for at_least."""

    kind: Literal["at_least", "any", "none", "all"]
    k: int
    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Hole(Node):
    """A place where something is missing (``visits_90d >=``); made by error recovery only."""


Expr = (
    Name
    | Param
    | Number
    | Text
    | Boolean
    | Date
    | Timestamp
    | Missing
    | Duration
    | Today
    | Negate
    | Arithmetic
    | Case
    | Call
    | Score
    | Not
    | And
    | Or
    | Comparison
    | Between
    | In
    | IsMissing
    | TextMatch
    | InWindow
    | InPercent
    | InBand
    | InCell
    | InStage
    | KOf
    | Hole
)


@dataclass(frozen=True, slots=True)
class Comment(Node):
    """``-- text`` up to the end of its line; ``own_line``: nothing stood before it on that line."""

    text: str
    own_line: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Rule(Node):
    """A whole rule. Comments are equal only with their place among the values: the number counts the leaves
    of the tree (names, literals, windows of a fixed length, cells and stages) that end in front of the comment,
    because these, unlike brackets and keywords, are the same in every spelling of a rule."""

    expr: Expr
    comments: tuple[tuple[int, Comment], ...] = ()
