"""SQLite: text by code point. Its text functions stop at a NUL character; where that matters they are not used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import core
from engine.backends.base import Wildcard, like_parts
from engine.backends.sql.fragment import ADD, AND, COMPARE, Fragment, sql
from engine.backends.sql.recipes import Rounding

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope

_WHITE = "char(9, 10, 11, 12, 13, 32, 160, 12288)"
# The places of the bytes that start a code point, for a text {} with a NUL in it.
_STARTS = (
    "WITH RECURSIVE b(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM b WHERE i < length(CAST({0} AS BLOB)))"
    " SELECT i FROM b WHERE substr(hex(substr(CAST({0} AS BLOB), i, 1)), 1, 1) NOT IN ('8', '9', 'A', 'B')"
)
_DIGITS = "{0} NOT GLOB '*[^0-9.]*' AND {0} GLOB '*[0-9]*' AND length({0}) - length(replace({0}, '.', '')) <= 1"
_UNSIGNED = "CASE WHEN substr({0}, 1, 1) IN ('+', '-') THEN substr({0}, 2) ELSE {0} END"


class SQLiteText(Rounding):
    def match(self, node: core.Match, at: Scope) -> Fragment:
        if node.how == "like":
            return self._like(node, at)
        constant = node.pattern.value if isinstance(node.pattern, core.Const) else None
        item, pattern = at.value(node.item), at.value(node.pattern)
        if node.fold:
            item, pattern = sql("lower({})", item), sql("lower({})", pattern)
        return self._found(node.how, item, pattern, str(constant) if constant is not None else None, at)

    def _found(self, how: str, item: Fragment, pattern: Fragment, constant: str | None, at: Scope) -> Fragment:
        if how == "contains":
            return sql("instr({}, {}) > 0", item, pattern, prec=COMPARE)
        if how == "starts":
            if constant and "\x00" not in constant:
                return sql(f"substr({{}}, 1, {len(constant)}) = {{:cmp}}", item, pattern, prec=COMPARE)
            return sql("instr({}, {}) = 1", item, pattern, prec=COMPARE)
        # Of an empty BLOB there is no part, not even an empty one.
        tail = "{:cmp} <> '' AND substr(CAST({} AS BLOB), -length(CAST({} AS BLOB))) = CAST({} AS BLOB)"
        if constant:
            item = at.plain(item)
            return sql(tail, item, item, pattern, pattern, prec=AND)
        item, pattern = at.plain(item), at.plain(pattern)
        return sql(
            f"CASE WHEN {{:cmp}} IS NOT NULL THEN {{:cmp}} = '' OR ({tail}) END",
            item,
            pattern,
            item,
            item,
            pattern,
            pattern,
        )

    def _like(self, node: core.Match, at: Scope) -> Fragment:
        assert isinstance(node.pattern, core.Const)
        text = str(node.pattern.value)
        if node.fold:
            text = "".join(c.lower() if c.isascii() else c for c in text)
        item = at.value(node.item)
        if node.fold:
            item = sql("lower({})", item)
        parts = like_parts(text)
        literals = [part for part in parts if isinstance(part, str)]
        signs = [part.sign if isinstance(part, Wildcard) else "x" for part in parts]
        simple = {"x": "", "x%": "starts", "%x": "ends", "%x%": "contains", "": ""}.get("".join(signs))
        if simple == "":
            return sql("{:cmp} = {:cmp}", item, self.text("".join(literals)), prec=COMPARE)
        if simple is not None:
            return self._found(simple, item, self.text(literals[0]), literals[0], at)
        return sql("{:cmp} GLOB {:cmp}", item, self.text("".join(map(_glob, parts))), prec=COMPARE)

    def length(self, node: core.Length, at: Scope) -> Fragment:
        item = at.simple(node.item)
        form = "CASE WHEN instr({}, char(0)) > 0 THEN (SELECT COUNT(*) FROM ({})) ELSE length({}) END"
        return sql(form, item, sql(_STARTS, item), item)

    def fold(self, node: core.Fold, at: Scope) -> Fragment:
        return sql(f"{node.to}({{}})", at.value(node.item))

    def trim(self, node: core.Trim, at: Scope) -> Fragment:
        return sql(f"trim({{}}, {_WHITE})", at.value(node.item))

    def part(self, node: core.Part, at: Scope) -> Fragment:
        item, count = at.simple(node.item), node.count
        if not count:
            return item if node.side == "rest" else sql("CASE WHEN {:cmp} IS NOT NULL THEN '' END", item)
        starts, size = sql(_STARTS, item), sql("length(CAST({} AS BLOB))", item)
        match node.side:
            case "left":
                plain = f"substr({{}}, 1, {count})"
                end = sql(f"(SELECT i - 1 FROM ({{}}) ORDER BY i LIMIT 1 OFFSET {count})", starts)
                exact = sql("substr(CAST({} AS BLOB), 1, COALESCE({}, {}))", item, end, size)
            case "right":
                plain = f"substr({{}}, -{count})"
                start = sql(f"(SELECT i FROM ({{}}) ORDER BY i DESC LIMIT 1 OFFSET {count - 1})", starts)
                exact = sql("substr(CAST({} AS BLOB), COALESCE({}, 1))", item, start)
            case _:
                plain = f"substr({{}}, {count + 1})"
                start = sql(f"(SELECT i FROM ({{}}) ORDER BY i LIMIT 1 OFFSET {count})", starts)
                exact = sql("substr(CAST({} AS BLOB), COALESCE({}, {} + 1))", item, start, size)
        form = f"CASE WHEN instr({{}}, char(0)) > 0 THEN CAST({{}} AS TEXT) ELSE {plain} END"
        return sql(form, item, exact, item)

    # numbers in text
    def parse_number(self, node: core.ParseNumber, at: Scope) -> Fragment:
        item = at.simple(node.item)
        trimmed = at.keep(sql("trim({}, ' ')", item))
        bare = at.keep(sql(_UNSIGNED, trimmed))
        clean = sql("instr({}, char(0)) = 0", item, prec=COMPARE)
        if node.scale is None:
            return self._parsed_float(trimmed, bare, clean, at)
        return self._parsed_int(trimmed, bare, clean, node.scale, at)

    def _parsed_float(self, trimmed: Fragment, bare: Fragment, clean: Fragment, at: Scope) -> Fragment:
        place = at.keep(sql("instr(lower({}), 'e')", bare))
        digits = at.keep(sql("CASE WHEN {:cmp} > 0 THEN substr({}, 1, {} - 1) ELSE {} END", place, bare, place, bare))
        power = at.keep(sql("CASE WHEN {:cmp} > 0 THEN substr({}, {} + 1) END", place, bare, place))
        power = at.keep(sql(_UNSIGNED, power))
        valid = sql(
            f"{{0}} AND {_DIGITS.replace('{0}', '{1}')} AND ({{2}} = 0 OR {{3}} GLOB '[0-9]' OR {{3}} GLOB '[0-9][0-9]'"
            " OR {3} GLOB '[0-9][0-9][0-9]')",
            *(clean, digits, place, power),
        )
        # Up to 15 digits and without exponent the quotient of two exact numbers is the nearest double.
        behind = at.keep(sql("CASE WHEN instr({0}, '.') > 0 THEN length({0}) - instr({0}, '.') ELSE 0 END", digits))
        number = at.keep(sql("replace({}, '.', '')", digits))
        value = sql(
            "CASE WHEN {0} = 0 AND {1} <= 22 AND length(ltrim({2}, '0')) <= 15"
            " THEN CAST({2} AS INTEGER) / CAST('1' || substr('0000000000000000000000', 1, {1}) || '.0' AS REAL)"
            " ELSE NULLIF(CAST({3} AS REAL), 9e999) END",
            *(place, behind, number, bare),
        )
        value = at.keep(sql("CASE WHEN {} THEN {} END", valid, value))
        return sql("CASE WHEN substr({}, 1, 1) = '-' THEN -{:atom} ELSE {} END", trimmed, value, value)

    def _parsed_int(self, trimmed: Fragment, bare: Fragment, clean: Fragment, scale: int, at: Scope) -> Fragment:
        if scale > 18:
            raise self.refuse("ParseNumber")
        whole = at.keep(
            sql("CASE WHEN instr({0}, '.') > 0 THEN substr({0}, 1, instr({0}, '.') - 1) ELSE {0} END", bare)
        )
        rest = at.keep(sql("CASE WHEN instr({0}, '.') > 0 THEN substr({0}, instr({0}, '.') + 1) ELSE '' END", bare))
        valid = sql(f"{{0}} AND {_DIGITS.replace('{0}', '{1}')} AND length({{2}}) <= 18", clean, bare, whole)
        sign = at.keep(sql("CASE WHEN substr({}, 1, 1) = '-' THEN -1 ELSE 1 END", trimmed))
        value = sql(
            f"{{0}} * CAST({{1}} AS INTEGER) * {10**scale}"
            f" + {{0}} * (CAST(substr({{2}} || '{'0' * scale}', 1, {scale}) AS INTEGER)"
            f" + (substr({{2}}, {scale + 1}, 1) >= '5'))",
            *(sign, whole, rest),
            prec=ADD,
        )
        value = at.keep(sql("CASE WHEN {} THEN {} END", valid, value))
        return sql("CASE WHEN typeof({}) = 'integer' THEN {} END", value, value)


def _glob(part: str | Wildcard) -> str:
    if isinstance(part, Wildcard):
        return "*" if part.sign == "%" else "?"
    return "".join(f"[{character}]" if character in "*?[" else character for character in part)
