"""Random rules as text, with a tree behind them that can be cut down. Every production says which operator of the
table it uses on which type, so that coverage is counted where rules are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from tests.support.random_world import CENTS, DOUBLES, INTEGERS, WORDS

NUMBERS = ("integer", "decimal", "double")
TIMES = ("date", "timestamp")
ORDERED = (*NUMBERS, "text", *TIMES)
ALL = (*ORDERED, "boolean")
UNITS = ("day", "week", "month", "year")

# Which operands an operator is to be tried on, where the operator table does not list them.
OPERANDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("and", "or", "not", "at_least", "any_of", "none_of", "all_of"), ("boolean",)),
    **dict.fromkeys(("=", "<>"), ALL),
    **dict.fromkeys(("<", "<=", ">", ">=", "between"), ORDERED),
    "in": ORDERED,
    "is_missing": ALL,
    **dict.fromkeys(("contains", "starts", "ends", "like"), ("text",)),
    **dict.fromkeys(("+", "-", "*", "/"), NUMBERS),
    "case": ALL,
    "score": ("boolean",),
    "today": ("date",),
    **dict.fromkeys(("before", "in_last", "in_next", "between_ago", "time_since"), TIMES),
    "count": ("rows", *ALL),
    **dict.fromkeys(("any", "none", "share"), ("boolean",)),
    **dict.fromkeys(("sum", "avg"), NUMBERS),
    **dict.fromkeys(("min", "max", "first", "last", "most_common"), ALL),
    "window": ("last", "next", "ago", "date"),
    "anchor": TIMES,
    "subject": ALL,
    **dict.fromkeys(("in_percent", "tile", "quintile", "quartile", "decile"), (*NUMBERS, *TIMES)),
    **dict.fromkeys(("bin", "quantile", "median"), NUMBERS),
    "in_band": ("integer",),
    "in_cell": ("cell",),
    "in_stage": ("stage",),
    "name": ALL,
    "parameter": ("integer", "text", "date"),
}

FIELDS = {
    "integer": ("i", "j", "big"), "decimal": ("p", "q", "tm"), "double": ("x", "y"), "text": ("s", "u"),
    "date": ("d", "e", "td"), "timestamp": ("t", "v", "ut", "es"), "boolean": ("b", "c"),
}  # fmt: skip
ROW_FIELDS = {
    "integer": ("i", "j"), "decimal": ("p",), "double": ("x",), "text": ("s",), "date": ("d",), "timestamp": ("t",),
    "boolean": ("b",),
}  # fmt: skip
RELATIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "ev": ROW_FIELDS,
    "good": ROW_FIELDS,
    "st": ROW_FIELDS,
    "hollow": ROW_FIELDS,
    "li": {**ROW_FIELDS, "integer": ("j", "i"), "decimal": ("q", "p"), "text": ("u", "s"), "boolean": ("c", "b")},
    "daily": {"integer": ("n", "most"), "decimal": ("total",), "date": ("day",)},
}
TIMELESS = ("st",)
MEASURES = {"integer": ("visits", "points"), "text": ("sort",), "timestamp": ("lately",), "double": ("rate",)}


@dataclass(frozen=True)
class Node:
    """A piece of a rule. ``kind`` is its type, ``scope`` the relation whose rows it speaks of ('' the subject)."""

    kind: str
    parts: tuple[str | Node, ...]
    uses: tuple[tuple[str, str], ...] = ()
    scope: str = ""

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    def walk(self) -> Iterator[Node]:
        yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.walk()

    @property
    def used(self) -> Counter[tuple[str, str]]:
        return Counter(use for node in self.walk() for use in node.uses)


@dataclass
class Shared:
    """What takes a pass over the data: only so many are made for one plan, then those are used again."""

    left: int = 24
    made: list[tuple[str, Node]] = field(default_factory=list)

    def mark(self) -> tuple[int, int]:
        return self.left, len(self.made)

    def undo(self, mark: tuple[int, int]) -> None:
        self.left = mark[0]
        del self.made[mark[1] :]


@dataclass
class Rules:
    """Draws rules. ``scope`` is the relation of the enclosing aggregate."""

    rng: Random
    scope: str = ""
    shared: Shared = field(default_factory=Shared)

    def once(self, sort: str, make: Callable[[], Node]) -> Node | None:
        """Something new of a sort, or what was made before; None where there is nothing left."""
        known = [node for name, node in self.shared.made if name == sort]
        if known and (self.shared.left <= 0 or self.rng.random() < 0.5):
            return self.rng.choice(known)
        if self.shared.left <= 0:
            return None
        self.shared.left -= 1
        node = make()
        self.shared.made.append((sort, node))
        return node

    def rule(self, depth: int = 4) -> Node:
        return self.condition(depth)

    # -- helpers ---------------------------------------------------------------------------------------------

    def pick(self, *choices: str) -> str:
        return self.rng.choice(choices)

    def make(self, kind: str, *parts: str | Node, uses: tuple[tuple[str, str], ...] = ()) -> Node:
        return Node(kind, parts, uses, self.scope)

    def op(self, operator: str, on: str, kind: str, *parts: str | Node) -> Node:
        return self.make(kind, *parts, uses=((operator, on),))

    def value(self, kind: str, depth: int) -> Node:
        from tests.support.value_generator import draw

        return self.condition(depth) if kind == "boolean" else draw(self, kind, depth)

    def kinds(self, *kinds: str) -> str:
        """One of the kinds that the scope has fields of."""
        fields = RELATIONS[self.scope] if self.scope else FIELDS
        return self.rng.choice([kind for kind in kinds if kind in fields] or list(fields))

    def field(self, kind: str) -> Node:
        fields = RELATIONS[self.scope] if self.scope else FIELDS
        if self.scope and (kind not in fields or self.rng.random() < 0.15):
            return self.op("subject", kind, kind, "subject.", self.rng.choice(FIELDS[kind]))
        if not self.scope and kind in MEASURES and self.rng.random() < 0.15:
            return self.op("name", kind, kind, self.rng.choice(MEASURES[kind]))
        return self.op("name", kind, kind, self.rng.choice(fields[kind]))

    def literal(self, kind: str) -> Node:
        if self.rng.random() < 0.08 and kind in ("integer", "date"):
            return self.op("parameter", kind, kind, "$limit" if kind == "integer" else "$start")
        return self.make(kind, self.spelled(kind))

    def spelled(self, kind: str) -> str:
        rng = self.rng
        match kind:
            case "integer":
                return str(rng.choice((*INTEGERS, 2**63 - 1, 50_000)))
            case "decimal":
                return str(rng.choice(CENTS))
            case "double":
                return f"{rng.choice(DOUBLES):.7f}".rstrip("0") + "0"
            case "text":
                return "'" + rng.choice(WORDS).replace("'", "''") + "'"
            case "date":
                return self.pick("2024-01-31", "2024-02-29", "2023-12-31", "2024-04-01", "2023-03-31", "1970-01-01")
            case "timestamp":
                return self.pick("2024-01-31 12:00", "2024-02-29 00:00:00", "2024-03-31 23:59:59.999999")
        return self.pick("true", "false")

    def duration(self) -> str:
        unit = self.rng.choice(UNITS)
        most = {
            "day": (1, 7, 29, 30, 31, 90, 365),
            "week": (1, 4, 13),
            "month": (1, 2, 3, 6, 12, 13),
            "year": (1, 2, 4),
        }
        amount = self.rng.choice(most[unit])
        return f"{amount} {unit}{'' if amount == 1 else 's'}"

    # -- conditions ------------------------------------------------------------------------------------------

    def condition(self, depth: int) -> Node:
        simple = [
            self.compare,
            self.between,
            self.inside,
            self.missing,
            self.text_match,
            self.dated,
            self.days,
            self.flag,
        ]
        deep = [self.chain, self.chain, self.negation, self.some_of, self.choice]
        of_subject = [self.exists, self.share, self.percent, self.percent, self.place, self.since, self.held]
        options = simple * 2 + (deep if depth > 0 else []) + ([] if self.scope else of_subject)
        return self.rng.choice(options)(depth - 1)

    def compare(self, depth: int) -> Node:
        operator = self.pick("=", "<>", "<", "<=", ">", ">=")
        kind = self.kinds(*(ALL if operator in ("=", "<>") else ORDERED))
        left = self.value(kind, depth)
        other = kind
        if kind in NUMBERS and self.rng.random() < 0.2:
            other = self.kinds(*NUMBERS)
        elif kind == "timestamp" and self.rng.random() < 0.6:
            other = "date"
        right = self.literal(other) if self.rng.random() < 0.7 else self.value(other, depth)
        return self.op(operator, kind, "boolean", "(", left, f" {operator} ", right, ")")

    def about_value(self) -> Node:
        """A value of any type against a constant."""
        kind = self.pick(*ORDERED)
        operator = self.pick("<=", ">")
        return self.op(operator, kind, "boolean", "(", self.value(kind, 3), f" {operator} ", self.literal(kind), ")")

    def between(self, depth: int) -> Node:
        kind = self.kinds(*ORDERED)
        word = self.pick(" between ", " not between ")
        bounds = "date" if kind == "timestamp" and self.rng.random() < 0.5 else kind
        parts = ("(", self.value(kind, depth), word, self.literal(bounds), " and ", self.literal(bounds), ")")
        return self.op("between", kind, "boolean", *parts)

    def inside(self, depth: int) -> Node:
        kind = self.kinds(*ORDERED)
        word = self.pick(" in ", " not in ")
        value = self.value(kind, depth)
        if kind == "text" and self.rng.random() < 0.3:
            uses = (("in", kind), ("parameter", "text"))
            return self.make("boolean", "(", value, word, self.pick("$names", "$names", "$nothing"), ")", uses=uses)
        items = ", ".join(self.spelled(kind) for _ in range(self.rng.randint(1, 4)))
        return self.op("in", kind, "boolean", "(", value, word, "(", items, "))")

    def missing(self, depth: int) -> Node:
        kind = self.kinds(*ALL)
        return self.op(
            "is_missing",
            kind,
            "boolean",
            "((",
            self.value(kind, depth),
            ")",
            self.pick(" is missing", " is not missing"),
            ")",
        )

    def text_match(self, depth: int) -> Node:
        word, operator = self.rng.choice(
            [(" contains ", "contains"), (" starts with ", "starts"), (" ends with ", "ends"), (" like ", "like")]
        )
        pattern: Node = self.literal("text")
        if operator == "like":
            patterns = (
                "'%'",
                "'a%'",
                "'_'",
                "'%b'",
                "'a_'",
                "'\\%'",
                "'%\\_%'",
                "''",
                "'A%'",
                "'한_'",
                "'%%'",
                "'\\\\%'",
            )
            pattern = self.make("text", self.pick(*patterns))
        elif self.rng.random() < 0.2:
            pattern = self.value("text", 0)
        fold = self.pick("", "", " ignoring case")
        negated = " not" if self.rng.random() < 0.2 else ""
        return self.op(operator, "text", "boolean", "(", self.value("text", depth), negated, word, pattern, fold, ")")

    def dated(self, depth: int) -> Node:
        kind = self.kinds(*TIMES)
        if kind not in TIMES:
            return self.compare(depth)
        word = self.pick(" before ", " after ", " on or before ", " on or after ", " on ")
        return self.op("before", kind, "boolean", "(", self.value(kind, depth), word, self.value("date", 0), ")")

    def days(self, depth: int) -> Node:
        kind = self.kinds(*TIMES)
        if kind not in TIMES:
            return self.compare(depth)
        operator, window = self.window()
        return self.op(operator, kind, "boolean", "(", self.value(kind, depth), self.pick("", "", " not"), window, ")")

    def window(self) -> tuple[str, str]:
        """Operator of a test, and the window's words."""
        far, near = sorted((self.rng.choice((180, 365, 90)), self.rng.choice((30, 89, 1))), reverse=True)
        return self.rng.choice(
            [
                ("in_last", f" in last {self.duration()}"),
                ("in_next", f" in next {self.duration()}"),
                ("in_next", f" after next {self.duration()}"),
                ("between_ago", f" between {far} and {near} days ago"),
            ]
        )

    def flag(self, depth: int) -> Node:
        return self.field("boolean")

    def chain(self, depth: int) -> Node:
        word = self.pick("and", "or")
        parts: list[str | Node] = ["(", self.condition(depth)]
        for _ in range(self.rng.randint(1, 2)):
            parts += [f" {word} ", self.condition(depth)]
        return self.op(word, "boolean", "boolean", *parts, ")")

    def negation(self, depth: int) -> Node:
        return self.op("not", "boolean", "boolean", "(not ", self.condition(depth), ")")

    def listed(self, depth: int) -> list[str | Node]:
        count = self.rng.randint(2, 4)
        parts: list[str | Node] = [self.condition(depth)]
        for _ in range(count - 1):
            parts += [", ", self.condition(depth)]
        return parts

    def some_of(self, depth: int) -> Node:
        word = self.pick("any", "none", "all", "k", "k")
        parts = self.listed(depth)
        if word == "k":
            return self.op("at_least", "boolean", "boolean", f"(at least {self.rng.randint(1, 2)} of (", *parts, "))")
        return self.op(f"{word}_of", "boolean", "boolean", f"({word} of (", *parts, "))")

    def choice(self, depth: int) -> Node:
        return self.op(
            "case",
            "boolean",
            "boolean",
            "(case when ",
            self.condition(depth),
            " then ",
            self.condition(depth),
            " else ",
            self.condition(depth),
            " end)",
        )

    # -- of the subject only ---------------------------------------------------------------------------------

    def exists(self, depth: int) -> Node:
        return self.once("exists", lambda: self._exists(depth)) or self.field("boolean")

    def _exists(self, depth: int) -> Node:
        from tests.support.value_generator import rows

        word = self.pick("any", "none")
        return self.op(word, "boolean", "boolean", f"{word}(", *rows(self, depth), ")")

    def share(self, depth: int) -> Node:
        return self.once("share", lambda: self._share(depth)) or self.field("boolean")

    def _share(self, depth: int) -> Node:
        from tests.support.value_generator import rows

        limit = self.pick("0%", "10%", "25%", "30%", "33.3%", "50%", "100%", "0.5")
        operator = self.pick("=", "<", "<=", ">", ">=", "<>")
        return self.op(
            "share", "boolean", "boolean", "(share(", *rows(self, depth, must=True), f") {operator} {limit})"
        )

    def held(self, depth: int) -> Node:
        """A yes or no out of rows, or the first that is known."""
        from tests.support.value_generator import aggregate, heavy, unknown_free

        if self.rng.random() < 0.5:
            return unknown_free(self, "boolean", 0)
        return self.make(
            "boolean",
            "(",
            heavy(self, aggregate, "boolean", max(depth, 0)),
            self.pick(" = true", " <> true", " = false"),
            ")",
        )

    def among(self, depth: int) -> tuple[str | Node, ...]:
        if self.rng.random() < 0.7:
            return ()
        return (" among (", self.condition(0), ")")

    def percent(self, depth: int) -> Node:
        return self.once("percent", lambda: self._percent(depth)) or self.field("boolean")

    def _percent(self, depth: int) -> Node:
        if self.rng.random() < 0.1:
            return self.op(
                "in_band", "integer", "boolean", "(i in band level.", self.pick("high", "middle", "low"), ")"
            )
        kind = self.pick(*NUMBERS, *TIMES)
        side = self.pick(" in top ", " in bottom ", " not in top ")
        low, high = sorted(self.rng.sample((0, 10, 20, 33, 50, 70, 100), 2))
        share = f"{high}%" if low == 0 else f"{low}% to {high}%"
        return self.op(
            "in_percent", kind, "boolean", "(", self.value(kind, min(depth, 1)), side, share, *self.among(depth), ")"
        )

    def place(self, depth: int) -> Node:
        if self.rng.random() < 0.5:
            return self.op(
                "in_cell", "cell", "boolean", self.pick("(in cell '", "(not in cell '"), self.pick("A", "B", "C"), "')"
            )
        return self.op(
            "in_stage",
            "stage",
            "boolean",
            self.pick("(in stage '", "(not in stage '"),
            self.pick("first", "second", "all"),
            "')",
        )

    def since(self, depth: int) -> Node:
        kind = self.pick(*TIMES)
        operator = self.pick(">=", "<=", ">", "<", "=", "<>")
        return self.op(
            "time_since", kind, "boolean", "(time since ", self.value(kind, 0), f" {operator} {self.duration()})"
        )
