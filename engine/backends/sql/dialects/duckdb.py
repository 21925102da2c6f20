"""DuckDB 1.5: typed columns, 128-bit whole numbers for guards and sums, no extension needed (not even ICU)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from engine import core
from engine.backends.base import Wildcard, like_parts
from engine.backends.sql.dialect import iso_date, iso_time
from engine.backends.sql.dialects.duckdb_times import DuckDBTimes
from engine.backends.sql.fragment import ADD, COMPARE, MUL, Fragment, sql
from engine.core import Core, Kind, PyValue
from engine.plan import Aggregate, ColumnSpec

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope

_WIDE = ("ubigint", "hugeint", "uhugeint", "uint64", "int128", "uint128", "bignum", "varint")
_INTEGERS = (
    *("tinyint", "smallint", "integer", "int", "utinyint", "usmallint", "uinteger", "int1", "int2", "int4"),
    *("int8", "short", "long", "int16", "int32", "int64", "uint8", "uint16", "uint32", "signed"),
)
_DECIMAL = re.compile(r"(?:decimal|numeric)\((\d+),\s*(\d+)\)")
_NUMBER = r"[ ]*[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?[ ]*"
_WHOLE = r"[ ]*[+-]?([0-9]{1,18}([.][0-9]*)?|[.][0-9]+)[ ]*"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WHITE = "\t\n\v\f\r \u00a0\u3000"


class DuckDB(DuckDBTimes):
    name = "duckdb"
    proven = frozenset(core.Core.__args__)
    aggregates = frozenset(
        ("count", "count_distinct", "sum", "float_sum", "min", "max", "exists", "first", "last", "most_common")
    )
    types: ClassVar[dict[Kind, str]] = {
        Kind.BOOL: "BOOLEAN",
        Kind.INT: "BIGINT",
        Kind.FLOAT: "DOUBLE",
        Kind.TEXT: "VARCHAR",
        Kind.DATE: "DATE",
        Kind.TS: "TIMESTAMP",
    }
    max_stack = 300
    max_joins = 200
    max_factor = 2**62
    materialized = "MATERIALIZED "

    # literals and columns
    def character(self, code: int) -> str:
        return f"chr({code})"

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
                value = raw if declared == "double" else sql("CAST({} AS DOUBLE)", raw)
                return sql("CASE WHEN isfinite({}) THEN {} END", value, value)
            case Kind.TEXT:
                value = raw if declared.startswith("varchar") else sql("CAST({} AS VARCHAR)", raw)
                value = replace(sql('{:atom} COLLATE "binary"', value), stack=value.stack)
                return sql("rtrim({}, ' ')", value) if spec.trim else value
            case Kind.DATE | Kind.TS:
                return self.read_time(spec, declared, raw, valid)
            case Kind.BOOL:
                if declared in _INTEGERS or declared == "bigint":
                    return sql("CASE WHEN {:cmp} IN (0, 1) THEN {:cmp} = 1 END", raw, raw)
                return raw if declared == "boolean" else sql("TRY_CAST({} AS BOOLEAN)", raw)
        raise self.refuse("Column")

    def _read_int(self, spec: ColumnSpec, declared: str, raw: Fragment) -> Fragment:
        decimal = _DECIMAL.fullmatch(declared)
        if decimal and int(decimal[1]) > 18:
            digits = sql("replace(CAST({} AS VARCHAR), '.', '')", raw)
            return sql("TRY_CAST({} AS BIGINT)", digits)
        if spec.scale:
            return sql("CAST({:mul} * {} AS BIGINT)", raw, Fragment(str(10**spec.scale)))
        if declared == "bigint":
            return raw
        if declared in _INTEGERS:
            return sql("CAST({} AS BIGINT)", raw)
        if declared in ("double", "float", "real"):
            low, high = Fragment("-9223372036854775808e0"), Fragment("9223372036854775808e0")
            whole = "CASE WHEN {:cmp} >= {} AND {:cmp} < {} AND trunc({}) = {:cmp} THEN CAST({} AS BIGINT) END"
            return sql(whole, raw, low, raw, high, raw, raw, raw)
        if declared.startswith("varchar"):
            return self.null(Kind.INT)
        if declared in ("hugeint", "int128"):
            return self._within(raw)
        return sql("TRY_CAST({} AS BIGINT)", raw)

    def key(self, spec: ColumnSpec, raw: Fragment) -> tuple[Fragment, Fragment | None]:
        declared = spec.declared.lower()
        value = raw if spec.kind is Kind.INT and declared in _INTEGERS else self.read(spec, raw)
        known = spec.kind is not Kind.INT or declared in _INTEGERS or declared == "bigint"
        if not spec.nullable and known:
            return value, None
        return value, sql("{:cmp} IS NOT NULL", value, prec=COMPARE)

    def settled(self, node: Core, value: Fragment) -> Fragment:
        return sql("CAST({} AS BIGINT)", value) if _narrow(node) else value

    # numbers
    def int_op(self, node: core.IntOp, at: Scope) -> Fragment:
        left, right = at.value(node.left), at.value(node.right)
        template, prec = ("{:mul} * {:div}", MUL) if node.op == "*" else (f"{{:add}} {node.op} {{:sub}}", ADD)
        if node.guard:
            return self._within(sql(template, sql("CAST({} AS HUGEINT)", left), right, prec=prec))
        if _narrow(node.left) and _narrow(node.right):
            left = sql("CAST({} AS BIGINT)", left)
        return sql(template, left, right, prec=prec)

    def _within(self, wide: Fragment) -> Fragment:
        """A HUGEINT as BIGINT, NULL outside 64 bits. ``TRY_CAST(wide AS BIGINT) > 0`` alone would not do: the
        optimizer compares the wide value itself, and then there is no NULL."""
        return sql("(TRY_CAST({} AS BIGINT) | 0)", wide)

    def int_mod(self, node: core.IntMod, at: Scope) -> Fragment:
        left, right = at.value(node.left), at.value(node.right)
        if isinstance(node.right, core.Const) and node.right.value not in (0, -1):
            return sql("{:mul} % {:div}", left, right, prec=MUL)
        return sql("CAST(CAST({} AS HUGEINT) % NULLIF({}, 0) AS BIGINT)", left, right)

    def to_float(self, node: core.ToFloat, at: Scope) -> Fragment:
        item = sql("CAST({} AS DOUBLE)", at.value(node.item))
        if not node.scale:
            return item
        return sql("{:mul} / {}", item, self.constant(Kind.FLOAT, float(10**node.scale)), prec=MUL)

    def float_op(self, node: core.FloatOp, at: Scope) -> Fragment:
        value = self._unchecked(node, at)
        if node.op == "/" and isinstance(node.left, core.ToFloat) and isinstance(node.right, core.ToFloat):
            return value  # of whole numbers of 64 bits: always finite
        return self._finite(value)

    def _unchecked(self, node: core.FloatOp, at: Scope) -> Fragment:
        """What leaves the range of doubles does not come back by ``+ - *``: one check behind all of them will do."""
        match node.op:
            case "/":
                left, right = self._checked(node.left, at), self._checked(node.right, at)
                return sql("{:mul} / NULLIF({}, 0)", left, right, prec=MUL)
            case "*":
                return sql("{:mul} * {:div}", self._part(node.left, at), self._part(node.right, at), prec=MUL)
            case _:
                left, right = self._part(node.left, at), self._part(node.right, at)
                return sql(f"{{:add}} {node.op} {{:sub}}", left, right, prec=ADD)

    def _part(self, node: Core, at: Scope) -> Fragment:
        if isinstance(node, core.FloatOp) and node.op != "/":
            return self._unchecked(node, at)
        return self._checked(node, at)

    def _checked(self, node: Core, at: Scope) -> Fragment:
        """DuckDB takes NULLIF for a CASE in which the value stands twice; checks within checks get columns."""
        return at.simple(node) if isinstance(node, core.FloatOp | core.FloatMod) else at.value(node)

    def _finite(self, value: Fragment) -> Fragment:
        """NULL for NaN and infinities; the value is written once."""
        return sql("NULLIF(NULLIF(NULLIF({}, 'Infinity'), '-Infinity'), 'NaN')", value)

    def float_mod(self, node: core.FloatMod, at: Scope) -> Fragment:
        left, right = at.simple(node.left), at.simple(node.right)
        value = sql("{:add} - {:mul} * trunc({:mul} / NULLIF({}, 0))", left, right, left, right, prec=ADD)
        return self._finite(value)

    def floored(self, value: Fragment) -> Fragment:
        return sql("floor({})", value)

    def whole_of(self, value: Fragment) -> Fragment:
        return sql("TRY_CAST({} AS BIGINT)", value)

    def extreme(self, node: core.Extreme, at: Scope) -> Fragment:
        items = [at.value(item) for item in node.items]
        if len(items) == 1:
            return items[0]
        return sql(f"{node.which}({', '.join('{}' for _ in items)})", *items)

    # text
    def match(self, node: core.Match, at: Scope) -> Fragment:
        item, pattern = at.value(node.item), at.value(node.pattern)
        if node.fold:
            item, pattern = self._folded(item, "lower"), self._folded(pattern, "lower")
        if node.how != "like":
            name = {"contains": "contains", "starts": "starts_with", "ends": "ends_with"}[node.how]
            return sql(f"{name}({{}}, {{}})", item, pattern)
        assert isinstance(node.pattern, core.Const)
        parts = like_parts(str(node.pattern.value))
        escaped = "".join(p.sign if isinstance(p, Wildcard) else re.sub(r"([%_!])", r"!\1", p) for p in parts)
        pattern = self.text(escaped)
        if node.fold:
            pattern = self._folded(pattern, "lower")
        return sql("{:cmp} LIKE {:cmp} ESCAPE '!'", item, pattern, prec=COMPARE)

    def length(self, node: core.Length, at: Scope) -> Fragment:
        return sql("length({})", at.value(node.item))

    def _folded(self, value: Fragment, to: str) -> Fragment:
        before, after = (_UPPER, _UPPER.lower()) if to == "lower" else (_UPPER.lower(), _UPPER)
        return sql(f"translate({{}}, '{before}', '{after}')", value)

    def fold(self, node: core.Fold, at: Scope) -> Fragment:
        return self._folded(at.value(node.item), node.to)

    def trim(self, node: core.Trim, at: Scope) -> Fragment:
        return sql("trim({}, {})", at.value(node.item), self.text(WHITE))

    def part(self, node: core.Part, at: Scope) -> Fragment:
        if node.side == "rest":
            return sql(f"substr({{}}, {node.count + 1})", at.value(node.item))
        return sql(f"{node.side}({{}}, {node.count})", at.value(node.item))

    def parse_number(self, node: core.ParseNumber, at: Scope) -> Fragment:
        item = at.simple(node.item)
        if node.scale is None:
            form = "CASE WHEN regexp_full_match({}, {}) THEN TRY_CAST(trim({}, ' ') AS DOUBLE) END"
            return self._finite(sql(form, item, self.text(_NUMBER), item))
        form = (
            f"CASE WHEN regexp_full_match({{}}, {{}}) THEN TRY_CAST(trim({{}}, ' ') AS DECIMAL(38, {node.scale})) END"
        )
        value = sql(form, item, self.text(_WHOLE), item)
        # By way of a text: of a DECIMAL the optimizer would compare the wide value (see ``_within``).
        return sql("TRY_CAST(replace(CAST({} AS VARCHAR), '.', '') AS BIGINT)", value)

    # aggregates
    @staticmethod
    def _filter(call: Fragment, where: Fragment | None) -> Fragment:
        return call if where is None else sql("{} FILTER (WHERE {})", call, where)

    def counted(self, item: Fragment | None, where: Fragment | None, distinct: bool) -> Fragment:
        if item is None:
            return self._filter(Fragment("COUNT(*)"), where)
        return self._filter(sql("COUNT(DISTINCT {})" if distinct else "COUNT({})", item), where)

    def summed(self, agg: Aggregate, item: Fragment, where: Fragment | None, at: Scope) -> Fragment:
        total = sql("COALESCE({}, 0)", self._filter(sql("SUM({})", item), where))
        return sql("CAST({} AS BIGINT)", total) if agg.fits else self._within(total)

    def float_summed(self, item: Fragment, where: Fragment | None) -> Fragment:
        return self._finite(sql("COALESCE({}, 0e0)", self._filter(sql("SUM({})", item), where)))

    def extreme_of(self, which: str, item: Fragment, where: Fragment | None) -> Fragment:
        return self._filter(sql(f"{which.upper()}({{}})", item), where)

    def exists(self, where: Fragment | None) -> Fragment:
        return sql("{} > 0", self.counted(None, where, False), prec=COMPARE)

    def quotient(self, dividend: str, divisor: int) -> str:
        return f"{dividend} // {divisor}"

    def as_int(self, text: str) -> str:
        return f"CAST({text} AS BIGINT)"


def _narrow(node: Core) -> bool:
    """Might DuckDB give the value a type of 32 bits?"""
    match node:
        case core.Const(kind=kind):
            return kind is Kind.INT
        case core.Case(whens=whens, otherwise=otherwise):
            results = [result for _, result in whens] + [otherwise]
            return core.kind_of(node) is Kind.INT and all(_narrow(r) or isinstance(r, core.Null) for r in results)
        case core.Coalesce(items=items) | core.Extreme(items=items):
            return core.kind_of(node) is Kind.INT and all(_narrow(item) for item in items)
        case core.IntMod(left=left, right=right):
            return _narrow(left) and _narrow(right)
        case core.IntDivide(item=item):
            return _narrow(item)
        case _:
            return False
