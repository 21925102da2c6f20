"""SQLite from 3.35 on, in any client: no math functions, no functions of our own, dynamic types guarded.

BOOL is 0 or 1, DATE is ``YYYY-MM-DD``, TS is ``YYYY-MM-DD HH:MM:SS`` with ``.ffffff`` only where it is not zero, so
that texts compare as times do. Values that a clause guards are plain; raw columns never are.
"""

from __future__ import annotations

from decimal import Decimal
from math import frexp
from typing import TYPE_CHECKING, ClassVar

from engine import core
from engine.backends.sql.dialect import iso_date, iso_time
from engine.backends.sql.dialects.sqlite_text import SQLiteText
from engine.backends.sql.dialects.sqlite_times import SQLiteTimes
from engine.backends.sql.fragment import ADD, COMPARE, MUL, Fragment, sql
from engine.core import Kind, PyValue
from engine.plan import Aggregate, ColumnSpec

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope

_INFINITY = "9e999"
_TOP = str(2**63 - 1)
_ARGUMENTS = 100
_REPEATED = 150
"""Computing so short a guard twice costs less than handing rows from one SELECT to another."""


class SQLite(SQLiteText, SQLiteTimes):
    name = "sqlite"
    proven = frozenset(core.Core.__args__)
    aggregates = frozenset(
        ("count", "count_distinct", "sum", "float_sum", "min", "max", "exists", "first", "last", "most_common")
    )
    types: ClassVar[dict[Kind, str]] = {
        Kind.BOOL: "INTEGER",
        Kind.INT: "INTEGER",
        Kind.FLOAT: "REAL",
        Kind.TEXT: "TEXT",
        Kind.DATE: "TEXT",
        Kind.TS: "TEXT",
    }
    slash = "/"
    max_stack = 45
    max_height = 400
    max_columns = 2000
    max_joins = 50
    max_factor = 2**31
    materialized = "MATERIALIZED "
    fence = "LIMIT -1 OFFSET 0"

    # literals and columns
    def character(self, code: int) -> str:
        return f"char({code})"

    def null(self, kind: Kind) -> Fragment:
        return Fragment("NULL")

    def constant(self, kind: Kind, value: PyValue) -> Fragment:
        match kind:
            case Kind.BOOL:
                return Fragment("TRUE" if value else "FALSE")
            case Kind.INT:
                whole = int(value)  # type: ignore[arg-type]
                return Fragment(str(whole) if whole > -(2**63) else f"(-{_TOP} - 1)")
            case Kind.FLOAT:
                return Fragment(exact_double(float(value)))  # type: ignore[arg-type]
            case Kind.DATE:
                return Fragment(f"'{iso_date(value)}'")  # type: ignore[arg-type]
            case Kind.TS:
                return Fragment(f"'{iso_time(value)}'")  # type: ignore[arg-type]
        return self.text(str(value))

    def read(self, spec: ColumnSpec, raw: Fragment, valid: bool = False) -> Fragment:
        match spec.kind:
            case Kind.INT:
                return self._read_int(spec, raw)
            case Kind.FLOAT:
                form = "CASE typeof({}) WHEN 'real' THEN {} WHEN 'integer' THEN CAST({} AS REAL) END"
                return sql(form, raw, self._finite(raw), raw)
            case Kind.TEXT:
                return sql(
                    "CASE WHEN typeof({}) = 'text' THEN {} END", raw, sql("rtrim({}, ' ')", raw) if spec.trim else raw
                )
            case Kind.BOOL:
                return sql("CASE WHEN typeof({}) = 'integer' AND {:cmp} IN (0, 1) THEN {} END", raw, raw, raw)
            case Kind.DATE:
                return self.iso_date_of(raw, valid)
            case Kind.TS:
                return self.iso_time_of(raw, valid)
        raise self.refuse("Column")

    def _read_int(self, spec: ColumnSpec, raw: Fragment) -> Fragment:
        if spec.scale:
            factor = Fragment(str(10**spec.scale))
            scaled, double = sql("{:mul} * {}", raw, factor, prec=MUL), sql("{:mul} * {}.0", raw, factor, prec=MUL)
            form = (
                "CASE typeof({}) WHEN 'integer' THEN CASE WHEN typeof({}) = 'integer' THEN {} END"
                " WHEN 'real' THEN CASE WHEN abs({}) < 9200000000000000000.0 THEN CAST(round({}) AS INTEGER) END END"
            )
            return sql(form, raw, scaled, scaled, double, double)
        if _keeps_whole(spec.declared):
            return sql("CASE WHEN typeof({}) = 'integer' THEN {} END", raw, raw)
        whole = "{:cmp} >= -9223372036854775808.0 AND {:cmp} < 9223372036854775808.0 AND CAST({} AS INTEGER) = {:cmp}"
        form = (
            "CASE typeof({}) WHEN 'integer' THEN {} WHEN 'real' THEN"
            f" CASE WHEN {whole} THEN CAST({{}} AS INTEGER) END END"
        )
        return sql(form, raw, raw, raw, raw, raw, raw, raw)

    def key(self, spec: ColumnSpec, raw: Fragment) -> tuple[Fragment, Fragment | None]:
        """As the column lies, where that is the same, so that an index can give the groups in order."""
        if spec.kind is Kind.INT and not spec.scale and "int" in spec.declared.lower():
            return raw, sql("typeof({}) = 'integer'", raw, prec=COMPARE)
        if spec.kind is Kind.TEXT and not spec.trim:
            return sql("{:atom} COLLATE BINARY", raw), sql("typeof({}) = 'text'", raw, prec=COMPARE)
        return super().key(spec, raw)

    def equal_columns(
        self, left_spec: ColumnSpec | None, left: Fragment, right_spec: ColumnSpec | None, right: Fragment
    ) -> Fragment:
        """The columns as they lie, so that an index helps, and as they are read."""
        read = super().equal_columns(left_spec, left, right_spec, right)
        specs = [spec for spec in (left_spec, right_spec) if spec is not None]
        if not specs or any(spec.kind in (Kind.DATE, Kind.TS) or spec.trim or spec.scale for spec in specs):
            return read
        if specs[0].kind is Kind.TEXT:
            return sql("{:cmp} COLLATE BINARY = {:cmp} AND {:and}", left, right, read, prec=2)
        return sql("{:cmp} = {:cmp} AND {:and}", left, right, read, prec=2)

    def same(self, left: Fragment, right: Fragment) -> Fragment:
        return sql("{:cmp} IS {:cmp}", left, right, prec=COMPARE)

    # conditions
    def is_true(self, node: core.IsTrue, at: Scope) -> Fragment:
        if at.known(node.item):
            return at.value(node.item)
        return sql("{:cmp} IS TRUE", at.truth(node.item), prec=COMPARE)

    def extreme(self, node: core.Extreme, at: Scope) -> Fragment:
        items = [at.simple(item) for item in node.items]
        name = "min" if node.which == "least" else "max"
        while len(items) > 1:
            first, items = items[:_ARGUMENTS], items[_ARGUMENTS:]
            known = at.plain(self.first_known(first))
            arguments = [piece for item in first for piece in (item, known)]
            found = sql(f"{name}({', '.join('COALESCE({}, {})' for _ in first)})", *arguments)
            if not items:
                return found
            items.insert(0, at.plain(found))
        return items[0]

    def coalesce(self, node: core.Coalesce, at: Scope) -> Fragment:
        items = [at.value(item) for item in node.items]
        while len(items) > _ARGUMENTS:
            items = [self.first_known(items[:_ARGUMENTS]), *items[_ARGUMENTS:]]
        return self.first_known(items)

    # numbers
    def int_op(self, node: core.IntOp, at: Scope) -> Fragment:
        template, prec = ("{:mul} * {:div}", MUL) if node.op == "*" else (f"{{:add}} {node.op} {{:sub}}", ADD)
        if not node.guard:
            return sql(template, at.value(node.left), at.value(node.right), prec=prec)
        value = sql(template, at.simple(node.left), at.simple(node.right), prec=prec)
        return sql("CASE WHEN typeof({}) = 'integer' THEN {} END", value, value)

    def int_mod(self, node: core.IntMod, at: Scope) -> Fragment:
        return sql("{:mul} % {:div}", at.value(node.left), at.value(node.right), prec=MUL)

    def to_float(self, node: core.ToFloat, at: Scope) -> Fragment:
        item = sql("CAST({} AS REAL)", at.value(node.item))
        return sql(f"{{:mul}} / {10**node.scale}.0", item, prec=MUL) if node.scale else item

    def _finite(self, value: Fragment) -> Fragment:
        return sql(f"NULLIF(NULLIF({{}}, {_INFINITY}), -{_INFINITY})", value)

    def float_op(self, node: core.FloatOp, at: Scope) -> Fragment:
        template, prec = ("{:mul} %s {:div}", MUL) if node.op in "*/" else ("{:add} %s {:sub}", ADD)
        return self._finite(sql(template % node.op, at.value(node.left), at.value(node.right), prec=prec))

    def float_mod(self, node: core.FloatMod, at: Scope) -> Fragment:
        left, right = at.simple(node.left), at.simple(node.right)
        ratio = at.plain(sql("{:mul} / {:div}", left, right, prec=MUL))
        whole = "CASE WHEN abs({}) < 9007199254740992.0 THEN CAST(CAST({} AS INTEGER) AS REAL) ELSE {} END"
        return self._finite(sql("{:add} - {:mul} * {}", left, right, sql(whole, ratio, ratio, ratio), prec=ADD))

    def floored(self, value: Fragment) -> Fragment:
        return sql("CAST({} AS INTEGER)", value)

    def whole_of(self, value: Fragment) -> Fragment:
        return sql("CAST({} AS INTEGER)", value)

    # aggregates
    @staticmethod
    def _where(item: Fragment, where: Fragment | None) -> Fragment:
        return item if where is None else sql("CASE WHEN {} THEN {} END", where, item)

    def counted(self, item: Fragment | None, where: Fragment | None, distinct: bool) -> Fragment:
        if item is None:
            return Fragment("COUNT(*)") if where is None else sql("COUNT({})", self._where(Fragment("1"), where))
        return sql("COUNT(DISTINCT {})" if distinct else "COUNT({})", self._where(item, where))

    def summed(self, agg: Aggregate, item: Fragment, where: Fragment | None, at: Scope) -> Fragment:
        if agg.fits:
            return sql("COALESCE(SUM({}), 0)", self._where(item, where))
        if len(item.text) > _REPEATED:
            item = at.plain(item)
        # The upper and lower 32 bits apart: neither sum can leave 64 bits, so nothing is ever rounded or refused.
        upper = sql("COALESCE(SUM({}), 0)", self._where(sql("{:atom} >> 32", item, prec=ADD), where))
        lower = sql("COALESCE(SUM({}), 0)", self._where(sql("{:atom} & 4294967295", item, prec=ADD), where))
        carried = sql("{:add} + ({} >> 32)", upper, lower, prec=ADD)
        form = "CASE WHEN {} BETWEEN -2147483648 AND 2147483647 THEN (({}) << 32) | ({} & 4294967295) END"
        return sql(form, carried, carried, lower)

    def float_summed(self, item: Fragment, where: Fragment | None) -> Fragment:
        return self._finite(sql("COALESCE(SUM({}), 0.0)", self._where(item, where)))

    def extreme_of(self, which: str, item: Fragment, where: Fragment | None) -> Fragment:
        return sql(f"{which.upper()}({{}})", self._where(item, where))

    def exists(self, where: Fragment | None) -> Fragment:
        return sql("{} > 0", self.counted(None, where, False), prec=COMPARE)

    def takes_by_time(self, agg: Aggregate) -> bool:
        return agg.item is not None and core.kind_of(agg.item) is not Kind.FLOAT

    def case(self, node: core.Case, at: Scope) -> Fragment:
        """A column that is told by its whole numbers is looked at once, as it lies: nothing else equals them."""
        items = {when.left if isinstance(when, core.Compare) and when.op == "=" else None for when, _ in node.whens}
        item = next(iter(items), None)
        if len(items) != 1 or not isinstance(item, core.Column) or item.kind is not Kind.INT:
            return super().case(node, at)
        raw = at.raw(item)
        values = [when.right for when, _ in node.whens if isinstance(when, core.Compare)]
        whole = raw.spec is not None and not raw.spec.scale and _keeps_whole(raw.spec.declared)
        if not whole or not all(isinstance(value, core.Const) for value in values):
            return super().case(node, at)
        inner = " ".join("WHEN {} THEN {}" for _ in values)
        parts = [
            at.value(part) for value, (_, result) in zip(values, node.whens, strict=True) for part in (value, result)
        ]
        return sql(f"CASE {{}} {inner} ELSE {{}} END", raw.text, *parts, at.value(node.otherwise))

    def writes_once(self, agg: Aggregate, at: Scope) -> bool:
        """Whether a column is an integer is asked twice more quickly than rows are written between two queries."""
        return agg.func == "last" and isinstance(agg.item, core.Column) and agg.item.kind is Kind.INT

    def by_time(self, agg: Aggregate, item: Fragment, time: Fragment, where: Fragment | None, at: Scope) -> Fragment:
        """The greatest text of time and item; for ``first`` the time counts backwards."""
        assert agg.time is not None and agg.item is not None
        width, stamp = self.stamp(agg.func, core.kind_of(agg.time), time)
        kind = core.kind_of(agg.item)
        coded = sql(_ENCODED, item, item, Fragment(_TOP)) if kind is Kind.INT else item
        best = sql("MAX({})", self._where(sql("{:cat} || {:cat}", stamp, coded, prec=4), where))
        start = Fragment(str(width + 1))
        match kind:
            case Kind.INT:
                sign, digits = sql("substr({}, {}, 1)", best, start), sql(f"substr({{}}, {width + 2})", best)
                offset = f"CASE {{}} WHEN '1' THEN 0 ELSE {_TOP} END"
                less = "CASE {} WHEN '0' THEN 1 ELSE 0 END"
                return sql(f"CAST({{}} AS INTEGER) - {offset} - {less}", digits, sign, sign, prec=ADD)
            case Kind.BOOL:
                return sql("CAST(substr({}, {}) AS INTEGER)", best, start)
            case Kind.TEXT:  # by bytes, as a text may hold a NUL
                return sql("CAST(substr(CAST({} AS BLOB), {}) AS TEXT)", best, start)
            case _:
                return sql("substr({}, {})", best, start)


_ENCODED = "CASE WHEN {:cmp} < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || ({:atom} & {}), -19)"


def exact_double(value: float) -> str:
    """A double as an expression that every SQLite computes exactly; its own reading of literals may be one bit off."""
    if value == int(value) and abs(value) < 2**53:
        return f"{int(value)}.0"
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    assert isinstance(exponent, int)
    whole = int("".join(map(str, digits))) * (-1 if sign else 1)
    if abs(whole) < 2**53 and abs(exponent) <= 22:
        return f"({whole} {'*' if exponent > 0 else '/'} 1{'0' * abs(exponent)}.0)"
    fraction, power = frexp(value)
    text, power = f"{int(fraction * 2**53)}.0", power - 53
    while power:
        step = max(-62, min(62, power))
        text += f" {'*' if step > 0 else '/'} {2 ** abs(step)}.0"
        power -= step
    return f"({text})"


def _keeps_whole(declared: str) -> bool:
    """Does SQLite keep every whole number of such a column as an integer? So it does with affinity INTEGER or NUMERIC.

    Source: SQLite, "Datatypes In SQLite", 3.1. ANY is without affinity in a STRICT table.
    """
    name = declared.lower()
    others = ("char", "clob", "text", "blob", "real", "floa", "doub")
    return "int" in name or not (name in ("", "any") or any(part in name for part in others))
