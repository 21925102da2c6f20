"""MariaDB from 10.5 on, and MySQL from 8.0.19 on, in any client and under any ``sql_mode``, collation and time zone.

BOOL is 0 or 1. What would raise an error (an overflow, a text that is no number, a zero date) is asked beforehand and
never computed: a strict session makes errors even of warnings where a table is created. Rows are handed from one
SELECT to the next through a LIMIT that limits nothing, or the engines would put the expressions into each other and
compute them again and again.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, ClassVar

from engine import core
from engine.backends.base import unsupported
from engine.backends.sql.dialect import iso_date, iso_time
from engine.backends.sql.dialects.mysql_times import MySQLTimes
from engine.backends.sql.fragment import ADD, COMPARE, MUL, NOT, Fragment, sql
from engine.backends.sql.quoting import LINE_END
from engine.core import Core, Kind, PyValue
from engine.plan import Aggregate, ColumnSpec

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope

_LOW, _HIGH = -(2**63), 2**63 - 1
_DECIMAL = re.compile(r"(?:decimal|numeric|dec|fixed)\((\d+)(?:,\s*(\d+))?\)(?: unsigned)?(?: zerofill)?")
_DOUBLES = ("double", "float", "real")
_GREATEST = "1.7976931348623157e308"
_DOWN = repr(2.0**-512)
_UP = repr(2.0**512)
_NAME_LENGTH = 64


class MySQL(MySQLTimes):
    name = "mysql"
    collation = "utf8mb4_0900_bin"
    proven = frozenset(core.Core.__args__)
    aggregates = frozenset(
        ("count", "count_distinct", "sum", "float_sum", "min", "max", "exists", "first", "last", "most_common")
    )
    types: ClassVar[dict[Kind, str]] = {
        Kind.BOOL: "SIGNED",
        Kind.INT: "SIGNED",
        Kind.FLOAT: "DOUBLE",
        Kind.DATE: "DATE",
        Kind.TS: "DATETIME(6)",
    }
    slash = "DIV"
    max_stack = 300
    max_columns = 4000
    max_joins = 50
    max_factor = 2**62
    fence = "LIMIT 18446744073709551615"
    nulls_last = ""
    tried = False

    # names, literals and columns
    def identifier(self, name: str) -> str:
        """A name in backticks. What no table or column can be called is a name of ours and may be replaced."""
        if not name or "\x00" in name:
            raise unsupported("name", self.name, name=name.replace("\x00", "\\0"))
        if len(name) > _NAME_LENGTH or name.endswith(" ") or any(ord(c) > 0xFFFF for c in name):
            mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            kept = "".join(c for c in name if ord(c) <= 0xFFFF)
            name = f"{kept[: _NAME_LENGTH - 9].rstrip()}~{mark}"
        return "`" + name.replace("`", "``").replace("\n", LINE_END) + "`"

    def null(self, kind: Kind) -> Fragment:
        if kind is Kind.TEXT:
            return self.by_code_point(Fragment("CONVERT(NULL USING utf8mb4)"))
        return super().null(kind)

    def constant(self, kind: Kind, value: PyValue) -> Fragment:
        match kind:
            case Kind.BOOL:
                return Fragment("TRUE" if value else "FALSE")
            case Kind.INT:
                return Fragment(str(int(value)))  # type: ignore[arg-type]
            case Kind.FLOAT:
                text = repr(float(value))  # type: ignore[arg-type]
                return Fragment(text if "e" in text else f"{text}e0")
            case Kind.DATE:
                return Fragment(f"DATE '{iso_date(value)}'")  # type: ignore[arg-type]
            case Kind.TS:
                return Fragment(f"TIMESTAMP '{iso_time(value)}'")  # type: ignore[arg-type]
        return self.text(str(value))

    def read(self, spec: ColumnSpec, raw: Fragment, valid: bool = False) -> Fragment:
        declared = spec.declared.lower().strip()
        match spec.kind:
            case Kind.INT:
                return self._read_int(spec, declared, raw)
            case Kind.FLOAT:
                return raw if declared.startswith("double") else sql("CAST({} AS DOUBLE)", raw)
            case Kind.TEXT:
                value = self.by_code_point(sql("CONVERT({} USING utf8mb4)", raw))
                return sql("TRIM(TRAILING ' ' FROM {})", value) if spec.trim else value
            case Kind.BOOL:
                number = sql("{:add} + 0", raw, prec=ADD) if declared.startswith("bit") else raw
                return sql("CASE WHEN {:cmp} IN (0, 1) THEN {} END", number, number)
            case Kind.DATE | Kind.TS:
                return self.read_time(spec, declared, raw, valid)
        raise self.refuse("Column")

    def _read_int(self, spec: ColumnSpec, declared: str, raw: Fragment) -> Fragment:
        decimal = _DECIMAL.fullmatch(declared)
        scaled = sql(f"{{:mul}} * {10**spec.scale}", raw, prec=MUL) if spec.scale else raw
        if decimal or spec.scale:
            whole = sql("CAST({} AS SIGNED)", scaled)
            return whole if decimal and int(decimal[1]) <= 18 else self._within(scaled, whole)
        if declared.startswith(_DOUBLES):
            low, high = Fragment(f"{_LOW}e0"), Fragment(f"{-_LOW}e0")
            form = "CASE WHEN {:cmp} >= {} AND {:cmp} < {} AND FLOOR({}) = {:cmp} THEN CAST({} AS SIGNED) END"
            return sql(form, raw, low, raw, high, raw, raw, raw)
        if declared.startswith("bigint") and "unsigned" in declared:
            return sql(f"CASE WHEN {{:cmp}} <= {_HIGH} THEN CAST({{}} AS SIGNED) END", raw, raw)
        if declared.startswith("bit"):
            return sql(f"CASE WHEN {{0:add}} + 0 <= {_HIGH} THEN CAST({{0}} AS SIGNED) END", raw)
        if "char" in declared or "text" in declared:
            return self.null(Kind.INT)
        return sql("CAST({} AS SIGNED)", raw) if "unsigned" in declared or declared.startswith("year") else raw

    @staticmethod
    def _within(wide: Fragment, value: Fragment) -> Fragment:
        """A value where the wide one is within 64 bits, else NULL."""
        return sql(f"CASE WHEN {{:cmp}} BETWEEN {_LOW} AND {_HIGH} THEN {{}} END", wide, value)

    def same(self, left: Fragment, right: Fragment) -> Fragment:
        return sql("{:cmp} <=> {:cmp}", left, right, prec=COMPARE)

    def settled(self, node: Core, value: Fragment) -> Fragment:
        return value if core.kind_of(node) is not Kind.TEXT or self._settled(value) else self.without_column(value)

    def _settled(self, value: Fragment) -> bool:
        """A column, which carries its collation, or something that was given one."""
        return (bool(value.uses) and value.plain) or value.text.endswith(f"COLLATE {self.collation}")

    # conditions
    def negation(self, node: core.Not, at: Scope) -> Fragment:
        """With brackets always: how tightly NOT binds is a setting of the session."""
        return sql("NOT ({})", at.value(node.item), prec=NOT)

    def is_true(self, node: core.IsTrue, at: Scope) -> Fragment:
        if at.known(node.item):
            return at.value(node.item)
        return sql("{:cmp} IS TRUE", at.truth(node.item), prec=COMPARE)

    def extreme(self, node: core.Extreme, at: Scope) -> Fragment:
        items = [at.simple(item) for item in node.items]
        if len(items) == 1:
            return items[0]
        known = at.plain(self.first_known(items))
        if core.kind_of(node) is Kind.TEXT and not self.collated(node, at):
            known = self.without_column(known)
        arguments = [piece for item in items for piece in (item, known)]
        return sql(f"{node.which.upper()}({', '.join('COALESCE({}, {})' for _ in items)})", *arguments)

    # numbers
    def int_op(self, node: core.IntOp, at: Scope) -> Fragment:
        template, prec = ("{:mul} * {:div}", MUL) if node.op == "*" else (f"{{:add}} {node.op} {{:sub}}", ADD)
        if not node.guard:
            return sql(template, at.value(node.left), at.value(node.right), prec=prec)
        left, right = at.simple(node.left), at.simple(node.right)
        wide = sql(template, sql("CAST({} AS DECIMAL(20, 0))", left), right, prec=prec)
        return self._within(wide, sql(template, left, right, prec=prec))

    def int_mod(self, node: core.IntMod, at: Scope) -> Fragment:
        left, right = at.value(node.left), at.value(node.right)
        if isinstance(node.right, core.Const) and node.right.value != 0:
            return sql("{:mul} % {:div}", left, right, prec=MUL)
        return sql("{:mul} % NULLIF({}, 0)", left, right, prec=MUL)

    def to_float(self, node: core.ToFloat, at: Scope) -> Fragment:
        item = sql("CAST({} AS DOUBLE)", at.value(node.item))
        if not node.scale:
            return item
        return sql("{:mul} / {}", item, self.constant(Kind.FLOAT, float(10**node.scale)), prec=MUL)

    def float_op(self, node: core.FloatOp, at: Scope) -> Fragment:
        if isinstance(node.left, core.ToFloat) and isinstance(node.right, core.ToFloat):
            template, prec = ("{:mul} %s {:div}", MUL) if node.op in "*/" else ("{:add} %s {:sub}", ADD)
            right = at.value(node.right)
            if node.op == "/":
                right = sql("NULLIF({}, 0)", right)
            return sql(template % node.op, at.value(node.left), right, prec=prec)
        left, right = at.simple(node.left), at.simple(node.right)
        match node.op:
            case "*":
                return self._product(left, right)
            case "/":
                return self._quotient(left, right)
            case _:
                half = f"ABS({{0}} * 0.5e0 {node.op} {{1}} * 0.5e0)"
                return sql(f"CASE WHEN {half} < {2.0**1023!r} THEN {{0}} {node.op} {{1}} END", left, right)

    @staticmethod
    def _product(left: Fragment, right: Fragment) -> Fragment:
        """Scaled down by powers of two, which rounds nothing near the limit, the product tells whether it fits."""
        return sql(f"CASE WHEN ABS(({{0}} * {_DOWN}) * ({{1}} * {_DOWN})) < 1e0 THEN {{0}} * {{1}} END", left, right)

    @staticmethod
    def _quotient(left: Fragment, right: Fragment) -> Fragment:
        form = (
            "CASE WHEN ABS({1}) >= 1e0 THEN {0} / {1}"
            f" WHEN {{1}} <> 0e0 AND ABS(({{0}} * {_DOWN}) / NULLIF({{1}} * {_UP}, 0e0)) < 1e0"
            " THEN {0} / NULLIF({1}, 0e0) END"
        )
        return sql(form, left, right)

    def float_mod(self, node: core.FloatMod, at: Scope) -> Fragment:
        left, right = at.simple(node.left), at.simple(node.right)
        # The sum makes it a double of any width again; as a column, TRUNCATE alone would hold 17 digits.
        whole = at.keep(sql("TRUNCATE({}, 0) + 0e0", self._quotient(left, right), prec=ADD))
        return sql("{:add} - {:atom}", left, at.keep(self._product(right, whole)), prec=ADD)

    def sized(self, item: Fragment, digits: int) -> Fragment:
        """Beyond what any rounding gives, nothing is computed: the product might leave the range of doubles."""
        if digits <= 0:
            return super().sized(item, digits)
        limit = self.constant(Kind.FLOAT, 1e300 / 10**digits)
        return sql("CASE WHEN ABS({}) < {} THEN {} END", item, limit, super().sized(item, digits))

    def floored(self, value: Fragment) -> Fragment:
        return sql("FLOOR({}) + 0e0", value, prec=ADD)

    def whole_of(self, value: Fragment) -> Fragment:
        return sql("CAST({} AS SIGNED)", value)

    # aggregates
    @staticmethod
    def _where(item: Fragment, where: Fragment | None) -> Fragment:
        return item if where is None else sql("CASE WHEN {} THEN {} END", where, item)

    def counted(self, item: Fragment | None, where: Fragment | None, distinct: bool) -> Fragment:
        if item is None:
            return Fragment("COUNT(*)") if where is None else sql("COUNT({})", self._where(Fragment("1"), where))
        return sql("COUNT(DISTINCT {})" if distinct else "COUNT({})", self._where(item, where))

    def summed(self, agg: Aggregate, item: Fragment, where: Fragment | None, at: Scope) -> Fragment:
        total = sql("COALESCE(SUM({}), 0)", self._where(item, where))
        whole = sql("CAST({} AS SIGNED)", total)
        return whole if agg.fits else self._within(total, whole)

    def float_summed(self, item: Fragment, where: Fragment | None) -> Fragment:
        total = sql("COALESCE(SUM({}), 0e0)", self._where(item, where))
        return sql(f"CASE WHEN ABS({{}}) <= {_GREATEST} THEN {{}} END", total, total)

    def extreme_of(self, which: str, item: Fragment, where: Fragment | None) -> Fragment:
        return sql(f"{which.upper()}({{}})", self._where(item, where))

    def exists(self, where: Fragment | None) -> Fragment:
        return sql("{} > 0", self.counted(None, where, False), prec=COMPARE)

    def quotient(self, dividend: str, divisor: int) -> str:
        return f"{dividend} DIV {divisor}"

    def as_int(self, text: str) -> str:
        return f"CAST({text} AS SIGNED)"


class MariaDB(MySQL):
    """Computes a CTE anew for each place that names it."""

    name = "mariadb"
    collation = "utf8mb4_nopad_bin"
    tried = True
    shares_tables = False
