"""Every hook that a dialect has. Each refuses until a dialect implements it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from dsl.diagnostics import QuadrilleError
from engine import core
from engine.backends.base import unsupported
from engine.backends.sql import quoting
from engine.backends.sql.fragment import ATOM, COMPARE, CONCAT, Fragment, sql
from engine.core import Core, Kind, PyValue
from engine.names import path
from engine.plan import Aggregate, ColumnSpec

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope


class Hooks:
    """Every hook of every node; each refuses until a dialect implements it."""

    name: ClassVar[str]
    proven: ClassVar[frozenset[type]] = frozenset()
    aggregates: ClassVar[frozenset[str]] = frozenset()
    types: ClassVar[dict[Kind, str]] = {}
    max_stack: ClassVar[int] = 60
    max_height: ClassVar[int] = 400
    max_columns: ClassVar[int] = 1_000_000
    max_joins: ClassVar[int] = 50
    max_compound: ClassVar[int] = 400
    max_factor: ClassVar[int] = 2**31
    materialized: ClassVar[str] = ""
    fence: ClassVar[str] = ""
    nulls_last: ClassVar[str] = " NULLS LAST"
    shares_tables: ClassVar[bool] = True
    """Is a CTE that several places name computed once?"""
    tried: ClassVar[bool] = True
    """Did the engine itself carry out the conformance suite? If not, exported SQL says so."""

    def require(self, node: type) -> None:
        if node not in self.proven:
            raise self.refuse(node.__name__)

    def require_aggregate(self, func: str) -> None:
        if func not in self.aggregates:
            raise self.refuse(func)

    def refuse(self, construct: str) -> QuadrilleError:
        return unsupported("construct", self.name, construct=construct)

    # statements for the day on which they run
    day_literal: ClassVar[re.Pattern[str]] = re.compile("(?!)")
    """How this dialect writes a day (group ``day``) and its first moment (with group ``time``)."""

    def today(self, zone: str) -> str | None:
        """The day in a zone by the engine's clock; None where the engine cannot tell."""
        return None

    def moved(self, day: str, months: int, days: int) -> str:
        """A day moved by months (clamped) or by days."""
        raise self.refuse("today")

    def as_moment(self, day: str) -> str:
        """The first moment of a day."""
        raise self.refuse("today")

    # names, literals, columns
    def identifier(self, name: str) -> str:
        return quoting.identifier(name, self.name)

    def table(self, name: str) -> str:
        return ".".join(self.identifier(part) for part in path(name))

    def character(self, code: int) -> str:
        raise self.refuse("control character")

    def text(self, value: str) -> Fragment:
        parts = [
            self.character(p) if isinstance(p, int) else quoting.string(p, self.name) for p in quoting.pieces(value)
        ]
        if len(parts) == 1:
            return Fragment(parts[0])
        return Fragment(" || ".join(parts) or "''", CONCAT if parts else ATOM, stack=4 if parts else 1)

    def constant(self, kind: Kind, value: PyValue) -> Fragment:
        raise self.refuse("Const")

    def null(self, kind: Kind) -> Fragment:
        return Fragment(f"CAST(NULL AS {self.types[kind]})", stack=2)

    def read(self, spec: ColumnSpec, raw: Fragment, valid: bool = False) -> Fragment:
        """A raw column as its kind and as nothing else. ``valid``: a time that is known to be well formed."""
        raise self.refuse("Column")

    def key(self, spec: ColumnSpec, raw: Fragment) -> tuple[Fragment, Fragment | None]:
        """A key to group by, and the condition under which it is one (None: always)."""
        value = self.read(spec, raw)
        return value, sql("{:cmp} IS NOT NULL", value, prec=COMPARE)

    def equal_columns(
        self, left_spec: ColumnSpec | None, left: Fragment, right_spec: ColumnSpec | None, right: Fragment
    ) -> Fragment:
        """A join's condition on two raw columns, read as their kinds."""
        one = left if left_spec is None else self.read(left_spec, left)
        other = right if right_spec is None else self.read(right_spec, right)
        return sql("{:cmp} = {:cmp}", one, other, prec=COMPARE)

    def same(self, left: Fragment, right: Fragment) -> Fragment:
        """Equal, or both NULL."""
        return sql("{:cmp} IS NOT DISTINCT FROM {:cmp}", left, right, prec=COMPARE)

    def settled(self, node: Core, value: Fragment) -> Fragment:
        """A value in the exact type of its kind, where it becomes a column."""
        return value

    def condition(self, value: Fragment) -> Fragment:
        """A BOOL value where a condition is expected."""
        return value

    # aggregates over rows: each value is what one GROUP BY's group gives
    def counted(self, item: Fragment | None, where: Fragment | None, distinct: bool) -> Fragment:
        raise self.refuse("count")

    def summed(self, agg: Aggregate, item: Fragment, where: Fragment | None, at: Scope) -> Fragment:
        raise self.refuse("sum")

    def float_summed(self, item: Fragment, where: Fragment | None) -> Fragment:
        raise self.refuse("float_sum")

    def extreme_of(self, which: str, item: Fragment, where: Fragment | None) -> Fragment:
        raise self.refuse(which)

    def extreme_flag(self, which: str, item: Fragment, where: Fragment | None) -> Fragment:
        """``extreme_of`` for a BOOL, which orders false before true."""
        return self.extreme_of(which, item, where)

    def exists(self, where: Fragment | None) -> Fragment:
        raise self.refuse("exists")

    def takes_by_time(self, agg: Aggregate) -> bool:
        """Can ``by_time`` give this ``first`` or ``last``? Else a window ranks the rows."""
        return False

    def writes_once(self, agg: Aggregate, at: Scope) -> bool:
        """Does ``by_time`` write item and time so seldom that neither needs a column of its own?"""
        return False

    def by_time(self, agg: Aggregate, item: Fragment, time: Fragment, where: Fragment | None, at: Scope) -> Fragment:
        raise self.refuse(agg.func)

    def quotient(self, dividend: str, divisor: int) -> str:
        """The whole quotient of numbers that are not negative."""
        return f"{dividend} / {divisor}"

    def as_int(self, text: str) -> str:
        """A whole number of whatever width as INT."""
        return text

    # the nodes
    def negation(self, node: core.Not, at: Scope) -> Fragment:
        raise self.refuse("Not")

    def is_true(self, node: core.IsTrue, at: Scope) -> Fragment:
        raise self.refuse("IsTrue")

    def is_null(self, node: core.IsNull, at: Scope) -> Fragment:
        raise self.refuse("IsNull")

    def compare(self, node: core.Compare, at: Scope) -> Fragment:
        raise self.refuse("Compare")

    def in_set(self, node: core.InSet, at: Scope) -> Fragment:
        raise self.refuse("InSet")

    def at_least(self, node: core.AtLeast, at: Scope) -> Fragment:
        raise self.refuse("AtLeast")

    def day_range(self, node: core.DayRange, at: Scope) -> Fragment:
        raise self.refuse("DayRange")

    def day_range_truth(self, node: core.DayRange, at: Scope) -> Fragment:
        raise self.refuse("DayRange")

    def match(self, node: core.Match, at: Scope) -> Fragment:
        raise self.refuse("Match")

    def case(self, node: core.Case, at: Scope) -> Fragment:
        raise self.refuse("Case")

    def coalesce(self, node: core.Coalesce, at: Scope) -> Fragment:
        raise self.refuse("Coalesce")

    def extreme(self, node: core.Extreme, at: Scope) -> Fragment:
        raise self.refuse("Extreme")

    def int_op(self, node: core.IntOp, at: Scope) -> Fragment:
        raise self.refuse("IntOp")

    def int_divide(self, node: core.IntDivide, at: Scope) -> Fragment:
        raise self.refuse("IntDivide")

    def int_mod(self, node: core.IntMod, at: Scope) -> Fragment:
        raise self.refuse("IntMod")

    def to_float(self, node: core.ToFloat, at: Scope) -> Fragment:
        raise self.refuse("ToFloat")

    def float_op(self, node: core.FloatOp, at: Scope) -> Fragment:
        raise self.refuse("FloatOp")

    def float_mod(self, node: core.FloatMod, at: Scope) -> Fragment:
        raise self.refuse("FloatMod")

    def float_to_int(self, node: core.FloatToInt, at: Scope) -> Fragment:
        raise self.refuse("FloatToInt")

    def length(self, node: core.Length, at: Scope) -> Fragment:
        raise self.refuse("Length")

    def fold(self, node: core.Fold, at: Scope) -> Fragment:
        raise self.refuse("Fold")

    def trim(self, node: core.Trim, at: Scope) -> Fragment:
        raise self.refuse("Trim")

    def part(self, node: core.Part, at: Scope) -> Fragment:
        raise self.refuse("Part")

    def concat(self, node: core.Concat, at: Scope) -> Fragment:
        raise self.refuse("Concat")

    def parse_number(self, node: core.ParseNumber, at: Scope) -> Fragment:
        raise self.refuse("ParseNumber")

    def parse_time(self, node: core.ParseTime, at: Scope) -> Fragment:
        raise self.refuse("ParseTime")

    def from_epoch(self, node: core.FromEpoch, at: Scope) -> Fragment:
        raise self.refuse("FromEpoch")

    def shift_zone(self, node: core.ShiftZone, at: Scope) -> Fragment:
        raise self.refuse("ShiftZone")

    def day(self, node: core.Day, at: Scope) -> Fragment:
        raise self.refuse("Day")

    def midnight(self, node: core.Midnight, at: Scope) -> Fragment:
        raise self.refuse("Midnight")

    def days_between(self, node: core.DaysBetween, at: Scope) -> Fragment:
        raise self.refuse("DaysBetween")

    def months_between(self, node: core.MonthsBetween, at: Scope) -> Fragment:
        raise self.refuse("MonthsBetween")

    def date_add(self, node: core.DateAdd, at: Scope) -> Fragment:
        raise self.refuse("DateAdd")

    def date_part(self, node: core.DatePart, at: Scope) -> Fragment:
        raise self.refuse("DatePart")
