"""PostgreSQL from 12 on: typed columns, text compared by code point whatever the database's collation.

The server raises where others give NULL: at numbers outside their range, divisions by zero, impossible dates. So
every value here is total; what could fail stands behind a CASE that decides first. Hidden columns are fenced, as the
planner would otherwise copy them to wherever they are read.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, ClassVar

from engine import core
from engine.backends.base import Wildcard, like_parts
from engine.backends.sql import quoting
from engine.backends.sql.dialect import iso_date, iso_time
from engine.backends.sql.dialects.postgres_times import PostgresTimes
from engine.backends.sql.fragment import ADD, ATOM, COMPARE, CONCAT, MUL, Fragment, sql
from engine.core import Core, Kind, PyValue
from engine.plan import Aggregate, ColumnSpec

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope

_SMALL = ("smallint", "integer")
_EXACT = ("numeric", "decimal", "money")
_WORDS = ("text", "character", "varchar", "string")
_DOUBLES = ("double precision", "real", "double", "float")
_NUMERIC = re.compile(r"numeric(?:\((\d+),(-?\d+)\))?")
_NUMBER = r"^[ ]*[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?[ ]*$"
_WHOLE = r"^[ ]*[+-]?([0-9]{1,18}([.][0-9]*)?|[.][0-9]+)[ ]*$"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WHITE = "\t\n\v\f\r \u00a0\u3000"
_LEAST, _GREATEST = -(2**63), 2**63 - 1
_BIGINTS = f"(-{_GREATEST} - 1) AND {_GREATEST}"
# The first number that is no double any more, and the last that rounds to 0.
_BEYOND, _NOTHING = "1.797693134862315807937289714053e308", "2.47032822920623272088e-324"
_DIGITS = 16_000
"""Longer texts are no numbers: the server's own numbers end not far behind."""

NAME_BYTES = 63


class Postgres(PostgresTimes):
    name = "postgres"
    proven = frozenset(core.Core.__args__)
    aggregates = frozenset(
        ("count", "count_distinct", "sum", "float_sum", "min", "max", "exists", "first", "last", "most_common")
    )
    types: ClassVar[dict[Kind, str]] = {
        Kind.BOOL: "boolean",
        Kind.INT: "bigint",
        Kind.FLOAT: "double precision",
        Kind.TEXT: "text",
        Kind.DATE: "date",
        Kind.TS: "timestamp",
    }
    max_stack = 300
    max_joins = 200
    max_columns = 1600
    max_factor = 2**62
    materialized = "MATERIALIZED "
    fence = "OFFSET 0"

    # names, literals, columns
    def identifier(self, name: str) -> str:
        """The server cuts names after 63 bytes, which would make two of one: longer ones end in a mark of their own."""
        if len(name.encode("utf-8", "replace")) > NAME_BYTES:
            mark = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:10]
            kept = name.encode("utf-8", "replace")[: NAME_BYTES - 11].decode("utf-8", "ignore")
            name = f"{kept}~{mark}"
        return quoting.identifier(name, self.name)

    def character(self, code: int) -> str:
        if code == 0:
            raise self.refuse("NUL")
        return f"chr({code})"

    def text(self, value: str) -> Fragment:
        """Backslashes mean the same in E'…' whatever the server's settings are."""
        parts = []
        for part in quoting.pieces(value):
            if isinstance(part, int):
                parts.append(self.character(part))
            elif "\\" in part:
                doubled = part.replace("\\", "\\\\").replace("'", "''")
                parts.append(f"E'{doubled}'")
            else:
                parts.append(quoting.string(part, self.name))
        if len(parts) == 1:
            return Fragment(parts[0])
        return Fragment(" || ".join(parts) or "''", CONCAT if parts else ATOM, stack=4 if parts else 1)

    def constant(self, kind: Kind, value: PyValue) -> Fragment:
        match kind:
            case Kind.BOOL:
                return Fragment("TRUE" if value else "FALSE")
            case Kind.INT:
                whole = int(value)  # type: ignore[arg-type]
                return Fragment(str(whole) if whole > _LEAST else f"(-{_GREATEST} - 1)")
            case Kind.FLOAT:
                return Fragment(f"FLOAT8 '{float(value)!r}'")  # type: ignore[arg-type]
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
                return self._read_float(declared, raw)
            case Kind.TEXT:
                # Also where it is called text: a plan made over a copy of the data calls it as the copy does.
                value = self.by_code(sql("CAST({} AS text)", raw))
                return sql("rtrim({}, ' ')", value) if spec.trim else value
            case Kind.DATE | Kind.TS:
                return self.read_time(spec, raw, valid)
            case Kind.BOOL:
                if declared in (*_SMALL, "bigint"):
                    return sql("CASE WHEN {:cmp} IN (0, 1) THEN {:cmp} = 1 END", raw, raw)
                if declared == "boolean":
                    return raw
                form = "CASE WHEN CAST({} AS text) IN ('true', '1') THEN TRUE"
                return sql(f"{form} WHEN CAST({{}} AS text) IN ('false', '0') THEN FALSE END", raw, raw)
        raise self.refuse("Column")

    def _read_int(self, spec: ColumnSpec, declared: str, raw: Fragment) -> Fragment:
        if declared == "bigint" and not spec.scale:
            return raw
        if declared in (*_SMALL, "oid") and not spec.scale:
            return sql("CAST({} AS bigint)", raw)
        if declared in _DOUBLES:
            low, high = self.constant(Kind.FLOAT, -(2.0**63)), self.constant(Kind.FLOAT, 2.0**63)
            whole = "CASE WHEN {:cmp} >= {} AND {:cmp} < {} AND trunc({}) = {:cmp} THEN CAST({} AS bigint) END"
            return sql(whole, raw, low, raw, high, raw, raw, raw)
        if declared.startswith("bool"):  # 0 and 1 in the copy that the plan was made over
            form = "CASE WHEN CAST({} AS text) IN ('true', '1') THEN 1 WHEN {:cmp} IS NOT NULL THEN 0 END"
            return sql(form, raw, raw)
        value = self._as_numeric(declared, raw)
        if spec.scale:
            value = sql("{:mul} * {}", value, Fragment(str(10**spec.scale)), prec=MUL)
        elif declared == "numeric":
            value = sql("CASE WHEN trunc({}) = {:cmp} THEN {} END", value, value, value)
        return self._within(value)  # NaN counts as greater than all numbers

    def _as_numeric(self, declared: str, raw: Fragment) -> Fragment:
        """A number of whatever type; what is called text (in files all is) as far as it is a number."""
        if _NUMERIC.fullmatch(declared):
            return raw
        if not declared.startswith(_WORDS):
            return sql("CAST({} AS numeric)", raw)
        form = f"CASE WHEN CAST({{}} AS text) ~ {{}} AND length(CAST({{}} AS text)) < {_DIGITS}"
        return sql(f"{form} THEN CAST(CAST({{}} AS text) AS numeric) END", raw, self.text(_NUMBER), raw, raw)

    def _within(self, wide: Fragment) -> Fragment:
        """A numeric as bigint, NULL outside 64 bits."""
        return sql(f"CASE WHEN {{:cmp}} BETWEEN {_BIGINTS} THEN CAST({{}} AS bigint) END", wide, wide)

    def _read_float(self, declared: str, raw: Fragment) -> Fragment:
        if declared.startswith((*_EXACT, *_WORDS)):
            return self._as_double(self._as_numeric(declared, raw))
        if declared in (*_SMALL, "bigint"):
            return sql("CAST({} AS double precision)", raw)
        value = raw if declared == "double precision" else sql("CAST({} AS double precision)", raw)
        return sql("CASE WHEN {:cmp} > '-Infinity' AND {:cmp} < 'Infinity' THEN {} END", value, value, value)

    def _as_double(self, numeric: Fragment) -> Fragment:
        form = (
            f"CASE WHEN abs({{}}) <= {_NOTHING} THEN {{}} WHEN abs({{}}) < {_BEYOND}"
            " THEN CAST({} AS double precision) END"
        )
        return sql(form, numeric, self.constant(Kind.FLOAT, 0.0), numeric, numeric)

    def key(self, spec: ColumnSpec, raw: Fragment) -> tuple[Fragment, Fragment | None]:
        declared = spec.declared.lower().strip()
        plain = spec.kind is Kind.INT and not spec.scale and declared in (*_SMALL, "bigint")
        value = raw if plain else self.read(spec, raw)
        if plain and not spec.nullable:
            return value, None
        return value, sql("{:cmp} IS NOT NULL", value, prec=COMPARE)

    def settled(self, node: Core, value: Fragment) -> Fragment:
        if _narrow(node):
            return sql("CAST({} AS bigint)", value)
        return self.by_code(value) if core.kind_of(node) is Kind.TEXT and not _collated(node) else value

    # conditions
    def compare(self, node: core.Compare, at: Scope) -> Fragment:
        left = at.value(node.left)
        if core.kind_of(node.left) is Kind.TEXT and node.op not in ("=", "<>"):
            left = self.by_code(left)
        return sql(f"{{:cmp}} {node.op} {{:cmp}}", left, at.value(node.right), prec=COMPARE)

    def extreme(self, node: core.Extreme, at: Scope) -> Fragment:
        items = [at.value(item) for item in node.items]
        if len(items) == 1:
            return items[0]
        if core.kind_of(node) is Kind.TEXT:
            items[0] = self.by_code(items[0])
        return sql(f"{node.which.upper()}({', '.join('{}' for _ in items)})", *items)

    # whole numbers
    def int_op(self, node: core.IntOp, at: Scope) -> Fragment:
        template, prec = ("{:mul} * {:div}", MUL) if node.op == "*" else (f"{{:add}} {node.op} {{:sub}}", ADD)
        narrow = _narrow(node.left) and _narrow(node.right)

        def made(left: Fragment, right: Fragment) -> Fragment:
            return sql(template, sql("CAST({} AS bigint)", left) if narrow else left, right, prec=prec)

        if not node.guard:
            return made(at.value(node.left), at.value(node.right))
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(one, core.Const) and not (node.op == "-" and one is node.left):
                limits = _operands(node.op, int(one.value))  # type: ignore[arg-type]
                item = at.simple(other)
                if limits is None:
                    return made(*((at.value(one), item) if one is node.left else (item, at.value(one))))
                low, high = (self.constant(Kind.INT, limit) for limit in limits)
                value = made(*((at.value(one), item) if one is node.left else (item, at.value(one))))
                return sql("CASE WHEN {:cmp} BETWEEN {} AND {} THEN {} END", item, low, high, value)
        left, right = at.simple(node.left), at.simple(node.right)
        value = made(left, right)
        near = 2**31 if node.op == "*" else 2**62
        wide = sql(template, sql("CAST({} AS numeric)", left), right, prec=prec)
        form = (
            f"CASE WHEN {{:cmp}} BETWEEN -{near} AND {near - 1} AND {{:cmp}} BETWEEN -{near} AND {near - 1} THEN {{}}"
            f" WHEN {{:cmp}} BETWEEN {_BIGINTS} THEN {{}} END"
        )
        return sql(form, left, right, value, wide, value)

    def int_mod(self, node: core.IntMod, at: Scope) -> Fragment:
        left, right = at.value(node.left), at.value(node.right)
        if isinstance(node.right, core.Const) and node.right.value:
            return sql("{:mul} % {:div}", left, right, prec=MUL)
        return sql("{:mul} % NULLIF({}, 0)", left, right, prec=MUL)

    def floored(self, value: Fragment) -> Fragment:
        return sql("floor({})", value)

    def whole_of(self, value: Fragment) -> Fragment:
        return sql("CAST({} AS bigint)", value)

    # text
    def match(self, node: core.Match, at: Scope) -> Fragment:
        item = at.value(node.item)
        if node.fold:
            item = self._folded(item, "lower")
        constant = str(node.pattern.value) if isinstance(node.pattern, core.Const) else None
        if constant is not None and node.fold:
            constant = constant.translate(str.maketrans(_UPPER, _UPPER.lower()))
        if node.how == "like":
            assert constant is not None
            parts = like_parts(constant)
            escaped = "".join(p.sign if isinstance(p, Wildcard) else re.sub(r"([%_!])", r"!\1", p) for p in parts)
            return sql("{:cmp} LIKE {:cmp} ESCAPE '!'", item, self.text(escaped), prec=COMPARE)
        pattern = at.simple(node.pattern) if constant is None else self.text(constant)
        if constant is None and node.fold:
            pattern = self._folded(pattern, "lower")
        match node.how:
            case "contains":
                return sql("strpos({}, {}) > 0", item, pattern, prec=COMPARE)
            case "starts":
                return sql("left({}, {}) = {:cmp}", item, self._size(pattern, constant), pattern, prec=COMPARE)
        return sql("right({}, {}) = {:cmp}", item, self._size(pattern, constant), pattern, prec=COMPARE)

    @staticmethod
    def _size(pattern: Fragment, constant: str | None) -> Fragment:
        return sql("length({})", pattern) if constant is None else Fragment(str(len(constant)))

    def length(self, node: core.Length, at: Scope) -> Fragment:
        return sql("length({})", at.value(node.item))

    def _folded(self, value: Fragment, to: str) -> Fragment:
        before, after = (_UPPER, _UPPER.lower()) if to == "lower" else (_UPPER.lower(), _UPPER)
        return sql(f"translate({{}}, '{before}', '{after}')", value)

    def fold(self, node: core.Fold, at: Scope) -> Fragment:
        return self._folded(at.value(node.item), node.to)

    def trim(self, node: core.Trim, at: Scope) -> Fragment:
        return sql("btrim({}, {})", at.value(node.item), self.text(_WHITE))

    def part(self, node: core.Part, at: Scope) -> Fragment:
        count = min(node.count, 2**31 - 2)
        if node.side == "rest":
            return sql(f"substr({{}}, {count + 1})", at.value(node.item))
        return sql(f"{node.side}({{}}, {count})", at.value(node.item))

    def parse_number(self, node: core.ParseNumber, at: Scope) -> Fragment:
        item = at.simple(node.item)
        if node.scale is None:
            form = f"CASE WHEN {{:cmp}} ~ {{}} AND length({{}}) < {_DIGITS} THEN CAST(btrim({{}}, ' ') AS numeric) END"
            return self._as_double(at.keep(sql(form, item, self.text(_NUMBER), item, item)))
        # Digits that far behind the point do not matter.
        number = "round(CAST(left(btrim({}, ' '), 100) AS numeric), {})"
        form = f"CASE WHEN {{:cmp}} ~ {{}} THEN {number} * {{}} END"
        parts = (self.text(_WHOLE), item, Fragment(str(node.scale)), Fragment(str(10**node.scale)))
        return self._within(at.keep(sql(form, item, *parts)))

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
        return sql("CAST({} AS bigint)", total) if agg.fits else self._within(total)

    def extreme_of(self, which: str, item: Fragment, where: Fragment | None) -> Fragment:
        return self._filter(sql(f"{which.upper()}({{}})", item), where)

    def extreme_flag(self, which: str, item: Fragment, where: Fragment | None) -> Fragment:
        return self._filter(sql("bool_and({})" if which == "min" else "bool_or({})", item), where)

    def exists(self, where: Fragment | None) -> Fragment:
        return sql("{} > 0", self.counted(None, where, False), prec=COMPARE)

    def quotient(self, dividend: str, divisor: int) -> str:
        return f"div({dividend}, {divisor})"

    def as_int(self, text: str) -> str:
        return f"CAST({text} AS bigint)"


def _operands(op: str, constant: int) -> tuple[int, int] | None:
    """The least and the greatest other operand whose result lies within 64 bits; None: every one."""
    if op == "*":
        if constant in (0, 1):
            return None
        edges = sorted((_truncated(_LEAST, constant), _truncated(_GREATEST, constant)))
        return max(edges[0], _LEAST), min(edges[1], _GREATEST)
    shift = constant if op == "+" else -constant
    return max(_LEAST, _LEAST - shift), min(_GREATEST, _GREATEST - shift)


def _truncated(dividend: int, divisor: int) -> int:
    size = abs(dividend) // abs(divisor)
    return size if (dividend < 0) == (divisor < 0) else -size


def _narrow(node: Core) -> bool:
    """Might the server give the value a type of 32 bits?"""
    match node:
        case core.Const(kind=kind):
            return kind is Kind.INT
        case core.Length() | core.DaysBetween() | core.MonthsBetween() | core.DatePart():
            return True
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


def _collated(node: Core) -> bool:
    """Does the text come from a column, which brings its comparison by code point along?"""
    match node:
        case core.Column() | core.Ref():
            return True
        case core.Case(whens=whens, otherwise=otherwise):
            return any(_collated(result) for _, result in whens) or _collated(otherwise)
        case core.Coalesce(items=items) | core.Extreme(items=items) | core.Concat(items=items):
            return any(_collated(item) for item in items)
        case core.Fold(item=item) | core.Trim(item=item) | core.Part(item=item):
            return _collated(item)
        case _:
            return False
