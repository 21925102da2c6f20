"""MySQL and MariaDB: text by code point, whatever the collation of the column, the database or the connection.

A text is compared by the collation that its columns carry; a value without any column in it (a literal, a choice
between literals) would bring the connection's, so it is given one where it is compared or becomes a column.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from engine import core
from engine.backends.base import Wildcard, like_parts
from engine.backends.sql.fragment import ADD, COMPARE, Fragment, sql
from engine.backends.sql.recipes import Rounding
from engine.core import Core, Kind

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope

_WHITE = "_utf8mb4 x'090A0B0C0D20C2A0E38080'"
# No backslash (its meaning depends on the session), and no $, before which a line end may stand.
END = "(?!.)"
_NUMBER = f"(?s)^ *[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{{1,3}})? *{END}"
_WHOLE = f"(?s)^ *[+-]?([0-9]{{1,18}}([.][0-9]*)?|[.][0-9]+) *{END}"
_UNSIGNED = "TRIM(LEADING '+' FROM TRIM(LEADING '-' FROM {0}))"
_TOP = 2**1024 - 2**970
"""From here on a number is nearer to infinity than to the greatest double."""
_TOP_POWER = len(str(_TOP)) - 1
_DIGITS = 400


class MySQLText(Rounding):
    collation: ClassVar[str]

    # literals
    def text(self, value: str) -> Fragment:
        pieces = [self._piece(piece) for piece in re.findall(r"[\x00-\x1f\x7f\\]+|[^\x00-\x1f\x7f\\]+", value)]
        if len(pieces) == 1:
            return Fragment(pieces[0], stack=1 if pieces[0].endswith("'") else 4)
        return Fragment(f"CONCAT({', '.join(pieces)})", stack=4) if pieces else Fragment("''")

    @staticmethod
    def _piece(piece: str) -> str:
        """Backslashes by their number too: whether they escape is a setting of the session."""
        if piece[0] == "\\" or ord(piece[0]) < 32 or piece[0] == "\x7f":
            return f"CHAR({', '.join(str(ord(c)) for c in piece)} USING utf8mb4)"
        quoted = "'" + piece.replace("'", "''") + "'"
        return quoted if piece.isascii() else f"_utf8mb4{quoted}"

    # collations
    def collated(self, node: Core, at: Scope) -> bool:
        """Does the text of a node carry the collation that compares code points?"""
        match node:
            case core.Column():
                return True
            case core.Ref():
                return bool(at.ref(node)[0].uses)
            case core.Case(whens=whens, otherwise=otherwise):
                return any(self.collated(item, at) for item in (*(result for _, result in whens), otherwise))
            case core.Coalesce(items=items) | core.Extreme(items=items) | core.Concat(items=items):
                return any(self.collated(item, at) for item in items)
            case core.Fold():
                return True
            case core.Trim(item=item) | core.Part(item=item):
                return self.collated(item, at)
            case _:
                return False

    def by_code_point(self, value: Fragment) -> Fragment:
        return sql(f"{{:atom}} COLLATE {self.collation}", value)

    def comparable(self, node: Core, *others: Core, at: Scope) -> Fragment:
        """A value that, compared with the others, is compared by code point."""
        value = at.value(node)
        if core.kind_of(node) is not Kind.TEXT or any(self.collated(item, at) for item in (node, *others)):
            return value
        return self.without_column(value)

    def without_column(self, value: Fragment) -> Fragment:
        """A text that is made of literals only, which may have come in the character set of the connection."""
        if value.text.startswith("'"):
            return self.by_code_point(replace(value, text=f"_utf8mb4{value.text}"))
        return self.by_code_point(sql("CONVERT({} USING utf8mb4)", value))

    # conditions
    def compare(self, node: core.Compare, at: Scope) -> Fragment:
        left = self.comparable(node.left, node.right, at=at)
        return sql(f"{{:cmp}} {node.op} {{:cmp}}", left, at.value(node.right), prec=COMPARE)

    def in_set(self, node: core.InSet, at: Scope) -> Fragment:
        values = [self.constant(value.kind, value.value).text for value in node.values]
        item = self.comparable(node.item, at=at)
        return sql("{:cmp} IN ({})", item, Fragment(", ".join(values)), prec=COMPARE)

    def match(self, node: core.Match, at: Scope) -> Fragment:
        if node.how == "like":
            return self._like(node, at)
        constant = node.pattern.value if isinstance(node.pattern, core.Const) else None
        item = self.comparable(node.item, node.pattern, at=at)
        pattern = at.value(node.pattern)
        if node.fold:
            item = self._folded(item, "lower")
            pattern = self.text(_lower(str(constant))) if constant is not None else self._folded(pattern, "lower")
        if node.how == "contains":
            return sql("LOCATE({}, {}) > 0", pattern, item, prec=COMPARE)
        side = {"starts": "LEFT", "ends": "RIGHT"}[node.how]
        if constant is not None:
            return sql(f"{side}({{}}, {len(str(constant))}) = {{:cmp}}", item, pattern, prec=COMPARE)
        pattern = at.plain(pattern)
        return sql(f"{side}({{}}, CHAR_LENGTH({{}})) = {{:cmp}}", item, pattern, pattern, prec=COMPARE)

    def _like(self, node: core.Match, at: Scope) -> Fragment:
        assert isinstance(node.pattern, core.Const)
        text = str(node.pattern.value)
        parts = like_parts(_lower(text) if node.fold else text)
        escaped = "".join(p.sign if isinstance(p, Wildcard) else re.sub(r"([%_!])", r"!\1", p) for p in parts)
        item = self.comparable(node.item, at=at)
        if node.fold:
            item = self._folded(item, "lower")
        return sql("{:cmp} LIKE {:cmp} ESCAPE '!'", item, self.text(escaped), prec=COMPARE)

    # functions
    def length(self, node: core.Length, at: Scope) -> Fragment:
        return sql("CHAR_LENGTH({})", at.value(node.item))

    def _folded(self, value: Fragment, to: str) -> Fragment:
        """In a set of 8 bits whose only letters with two cases are A to Z: what else there is keeps its bytes."""
        form = f"CONVERT(CAST({to.upper()}(CONVERT(CAST({{}} AS BINARY) USING tis620)) AS BINARY) USING utf8mb4)"
        return self.by_code_point(sql(form, value))

    def fold(self, node: core.Fold, at: Scope) -> Fragment:
        return self._folded(at.value(node.item), node.to)

    def trim(self, node: core.Trim, at: Scope) -> Fragment:
        pattern = f"CONCAT('(?s)^[', {_WHITE}, ']+|[', {_WHITE}, ']+{END}')"
        return sql(f"REGEXP_REPLACE({{}}, {pattern}, '')", self.comparable(node.item, at=at))

    def part(self, node: core.Part, at: Scope) -> Fragment:
        item = at.value(node.item)
        if node.side == "rest":
            return sql(f"SUBSTRING({{}}, {node.count + 1})", item)
        return sql(f"{node.side.upper()}({{}}, {node.count})", item)

    def concat(self, node: core.Concat, at: Scope) -> Fragment:
        return sql(f"CONCAT({', '.join('{}' for _ in node.items)})", *(at.value(item) for item in node.items))

    # numbers in text
    def parse_number(self, node: core.ParseNumber, at: Scope) -> Fragment:
        item = at.plain(self.comparable(node.item, at=at))
        if node.scale is None:
            return self._parsed_float(item, at)
        return self._parsed_int(item, node.scale, at)

    def _parsed_float(self, item: Fragment, at: Scope) -> Fragment:
        """Read by the engine where it is within the range of doubles, which the digits tell beforehand."""
        given = at.keep(sql("CASE WHEN {} REGEXP {} THEN TRIM({}) END", item, self.text(_NUMBER), item))
        bare = at.keep(sql(_UNSIGNED, given))
        mantissa = at.keep(sql("SUBSTRING_INDEX(REPLACE({}, 'E', 'e'), 'e', 1)", bare))
        power = sql("SUBSTRING({0}, CHAR_LENGTH({1}) + 2)", bare, mantissa)
        power = at.keep(
            sql("CASE WHEN CHAR_LENGTH({0}) > CHAR_LENGTH({1}) THEN {2} ELSE '0' END", bare, mantissa, power)
        )
        digits = at.keep(sql("REPLACE({}, '.', '')", mantissa))
        known = at.keep(sql("TRIM(LEADING '0' FROM {})", digits))
        size = at.keep(
            sql(
                "CAST({} AS SIGNED) + CHAR_LENGTH(SUBSTRING_INDEX({}, '.', 1)) - CHAR_LENGTH({}) + CHAR_LENGTH({}) - 1",
                *(power, mantissa, digits, known),
                prec=ADD,
            )
        )
        top = str(_TOP).ljust(_DIGITS, "0")
        return sql(
            f"CASE WHEN {{0}} = '' OR {{1}} < -330 THEN 0e0 WHEN {{1}} < {_TOP_POWER}"
            f" OR ({{1}} = {_TOP_POWER} AND RPAD({{0}}, {_DIGITS}, '0') < '{top}') THEN CAST({{2}} AS DOUBLE) END",
            *(known, size, given),
        )

    def _parsed_int(self, item: Fragment, scale: int, at: Scope) -> Fragment:
        given = at.keep(sql("CASE WHEN {} REGEXP {} THEN TRIM({}) END", item, self.text(_WHOLE), item))
        bare = at.keep(sql(_UNSIGNED, given))
        whole = at.keep(sql("SUBSTRING_INDEX({}, '.', 1)", bare))
        rest = sql("RPAD(SUBSTRING({}, CHAR_LENGTH({}) + 2), {}, '0')", bare, whole, Fragment(str(scale + 1)))
        rest = at.keep(rest)
        value = at.keep(
            sql(
                f"CAST(CONCAT('0', {{0}}, LEFT({{1}}, {scale})) AS DECIMAL(38, 0))"
                f" + CASE WHEN SUBSTRING({{1}}, {scale + 1}, 1) >= '5' THEN 1 ELSE 0 END",
                *(whole, rest),
                prec=ADD,
            )
        )
        return sql(
            f"CASE WHEN LEFT({{0}}, 1) = '-' AND {{1}} <= {2**63} THEN CAST(-{{1}} AS SIGNED)"
            f" WHEN {{1}} < {2**63} THEN CAST({{1}} AS SIGNED) END",
            *(given, value),
        )


def _lower(text: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in text)
