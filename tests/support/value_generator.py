"""Random values: fields, literals, calculations, functions, aggregates, standings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.support.rules_generator import ALL, NUMBERS, RELATIONS, TIMELESS, TIMES, Node, Rules

Draw = Callable[[Rules, str, int], Node]


def draw(rules: Rules, kind: str, depth: int) -> Node:
    """A value of a kind."""
    roll = rules.rng.random()
    if depth <= 0 or roll < 0.25:
        return rules.field(kind) if rules.rng.random() < 0.85 else rules.literal(kind)
    options = [*OF_KIND[kind], unknown_free, extreme, case]
    if not rules.scope:
        options += [aggregate, aggregate, aggregate]
        options += [standing] if kind in ("integer", "double") else []
    chosen = rules.rng.choice(options)
    if chosen in (aggregate, standing):
        return heavy(rules, chosen, kind, depth - 1)
    return chosen(rules, kind, depth - 1)


def heavy(rules: Rules, make: Draw, kind: str, depth: int) -> Node:
    """What takes a pass over the data."""
    return rules.once(f"{make.__name__} {kind}", lambda: make(rules, kind, depth)) or rules.field(kind)


# -- any kind ----------------------------------------------------------------------------------------------


def unknown_free(rules: Rules, kind: str, depth: int) -> Node:
    return rules.op("coalesce", kind, kind, "coalesce(", rules.value(kind, depth), ", ", rules.value(kind, 0), ")")


def extreme(rules: Rules, kind: str, depth: int) -> Node:
    word = rules.pick("least", "greatest")
    return rules.op(word, kind, kind, f"{word}(", rules.value(kind, depth), ", ", rules.value(kind, 0), ")")


def case(rules: Rules, kind: str, depth: int) -> Node:
    parts: list[str | Node] = ["(case when ", rules.condition(min(depth, 1)), " then ", rules.value(kind, depth)]
    if rules.rng.random() < 0.6:
        parts += [" else ", rules.value(kind, 0)]
    else:
        parts += [" when ", rules.condition(0), " then ", rules.field(kind)]
    return rules.op("case", kind, kind, *parts, " end)")


# -- numbers -----------------------------------------------------------------------------------------------


def calculation(rules: Rules, kind: str, depth: int) -> Node:
    operator = rules.pick("+", "-", "*")
    left, right = rules.value(kind, 0 if operator == "*" else depth), rules.value(kind, 0)
    if kind == "decimal" and rules.rng.random() < 0.4:
        right = rules.value("integer", 0)
    return rules.op(operator, kind, kind, "(", left, f" {operator} ", right, ")")


def division(rules: Rules, kind: str, depth: int) -> Node:
    of = rules.kinds(*NUMBERS)
    return rules.op("/", of, "double", "(", rules.value(of, depth), " / ", rules.value(of, 0), ")")


def remainder(rules: Rules, kind: str, depth: int) -> Node:
    return rules.op("mod", kind, kind, "mod(", rules.value(kind, depth), ", ", rules.value(kind, 0), ")")


def size(rules: Rules, kind: str, depth: int) -> Node:
    return rules.op("abs", kind, kind, "abs(", rules.value(kind, depth), ")")


def negated(rules: Rules, kind: str, depth: int) -> Node:
    return rules.make(kind, "(-(", rules.value(kind, depth), "))")


def whole(rules: Rules, kind: str, depth: int) -> Node:
    word = rules.pick("floor", "ceil", "round")
    of = rules.kinds(*NUMBERS)
    places = rules.pick("", ", 0", ", -1") if word == "round" else ""
    return rules.op(word, of, "integer", f"{word}(", rules.value(of, depth), places, ")")


def rounded(rules: Rules, kind: str, depth: int) -> Node:
    of = rules.kinds("decimal", "double")
    if of not in ("decimal", "double"):
        return rules.field(kind)
    return rules.op("round", of, "decimal", "round(", rules.value(of, depth), rules.pick(", 1", ", 2"), ")")


def parsed(rules: Rules, kind: str, depth: int) -> Node:
    places = {"integer": ", 0", "decimal": ", 2", "double": ""}[kind]
    if kind == "double" and rules.rng.random() < 0.3:
        of = rules.kinds(*NUMBERS)
        return rules.op("number", of, of, "number(", rules.value(of, 0), ")") if of == "double" else wide(rules, of)
    return rules.op("number", "text", kind, "number(", rules.value("text", depth), places, ")")


def wide(rules: Rules, of: str) -> Node:
    """``number`` of a number is that number; a division makes a double of it."""
    inner = rules.op("number", of, of, "number(", rules.value(of, 0), ")")
    return rules.op("/", of, "double", "(", inner, " / 2)")


# -- whole numbers -----------------------------------------------------------------------------------------


def length(rules: Rules, kind: str, depth: int) -> Node:
    return rules.op("length", "text", "integer", "length(", rules.value("text", depth), ")")


def part_of_day(rules: Rules, kind: str, depth: int) -> Node:
    word, of = rules.pick("year", "quarter", "month", "day", "weekday"), rules.pick(*TIMES)
    return rules.op(word, of, "integer", f"{word}(", rules.value(of, depth), ")")


def apart(rules: Rules, kind: str, depth: int) -> Node:
    word, of = rules.pick("days", "months"), rules.pick(*TIMES)
    return rules.op(
        f"{word}_between", of, "integer", f"{word} between(", rules.value(of, depth), ", ", rules.value(of, 0), ")"
    )


def points(rules: Rules, kind: str, depth: int) -> Node:
    a, b = rules.condition(0), rules.condition(0)
    return rules.op("score", "boolean", "integer", "score(", a, ": ", rules.pick("10", "1", "-5"), ", ", b, ": 3)")


# -- texts -------------------------------------------------------------------------------------------------


def changed(rules: Rules, kind: str, depth: int) -> Node:
    word = rules.pick("lower", "upper", "trim")
    return rules.op(word, "text", "text", f"{word}(", rules.value("text", depth), ")")


def cut(rules: Rules, kind: str, depth: int) -> Node:
    word = rules.pick("left", "right")
    uses = ((word, "text"), (word, "integer"))
    return rules.make(
        "text", f"{word}(", rules.value("text", depth), rules.pick(", 0", ", 1", ", 2", ", 50"), ")", uses=uses
    )


def joined(rules: Rules, kind: str, depth: int) -> Node:
    return rules.op("concat", "text", "text", "concat(", rules.value("text", depth), ", ", rules.value("text", 0), ")")


# -- dates -------------------------------------------------------------------------------------------------


def shifted(rules: Rules, kind: str, depth: int) -> Node:
    return rules.make("date", "(", rules.value("date", depth), rules.pick(" + ", " - "), rules.duration(), ")")


def today(rules: Rules, kind: str, depth: int) -> Node:
    return rules.op(
        "today", "date", "date", rules.pick("today", f"(today - {rules.duration()})", f"(today + {rules.duration()})")
    )


def day_of(rules: Rules, kind: str, depth: int) -> Node:
    of = rules.pick("date", "timestamp", "text", "text", "integer")
    form = {"integer": ", 'YYYYMMDD'", "text": rules.pick("", "", ", 'YYYY-MM-DD'", ", 'YYYYMMDD'")}.get(of, "")
    uses = (("date", of), ("date", "text")) if form else (("date", of),)
    return rules.make("date", "date(", rules.value(of, depth), form, ")", uses=uses)


# -- aggregates --------------------------------------------------------------------------------------------


def inner(rules: Rules, relation: str) -> Rules:
    return replace(rules, scope=relation)


def anchor(rules: Rules, depth: int) -> Node:
    """A window of an aggregate: around the as-of date, or at a date of the subject's."""
    roll = rules.rng.random()
    if roll < 0.5:
        operator, words = rules.window()
        while words.startswith(" after next"):
            operator, words = rules.window()
        return rules.op(
            "window", {"in_last": "last", "in_next": "next", "between_ago": "ago"}[operator], "window", words
        )
    word = rules.pick(" before ", " after ", " on or before ", " on or after ", " on ")
    if roll < 0.65:
        return rules.op("window", "date", "window", word, rules.literal("date"))
    if roll < 0.75:
        return rules.op(
            "window", "date", "window", " between ", rules.value("date", 0), " and ", rules.value("date", 0)
        )
    of = rules.pick(*TIMES)
    if of == "timestamp" and word == " on ":
        word = " after "
    return rules.op("anchor", of, "window", word, rules.value(of, min(depth, 1)))


def tail(rules: Rules, relation: str, depth: int, must: bool = False) -> list[str | Node]:
    """Window and ``where`` of an aggregate."""
    parts: list[str | Node] = []
    if relation not in TIMELESS and rules.rng.random() < 0.5:
        parts.append(anchor(rules, depth))
    if must or rules.rng.random() < 0.4:
        parts += [" where ", inner(rules, relation).condition(min(depth, 1))]
    return parts


def rows(rules: Rules, depth: int, must: bool = False) -> list[str | Node]:
    relation = rules.rng.choice(list(RELATIONS))
    return [relation, *tail(rules, relation, depth, must)]


def argument(rules: Rules, relation: str, kind: str, depth: int) -> Node:
    """A column of the relation, or a calculation of its columns."""
    names = RELATIONS[relation].get(kind)
    assert names is not None
    name = rules.rng.choice(names)
    plain = Node(kind, (f"{relation}.{name}",), ((("name", kind)),), relation)
    if kind in NUMBERS and rules.rng.random() < 0.25:
        other = f"{relation}.{rules.rng.choice(names)}"
        operator = rules.pick("+", "-", "*")
        return Node(kind, (plain, f" {operator} {other}"), ((operator, kind),), relation)
    return plain


def aggregate(rules: Rules, kind: str, depth: int) -> Node:
    if kind == "integer" and rules.rng.random() < 0.4:
        return counted(rules, rules.pick("rows", *ALL), depth)
    if kind == "double" and rules.rng.random() < 0.6:
        return average(rules, rules.pick(*NUMBERS), depth)
    words = ["min", "max", "first", "last", "most_common", *(["sum", "sum"] if kind in NUMBERS else [])]
    word = rules.rng.choice(words)
    of_double = word == "sum" and (kind == "double" or (kind == "decimal" and rules.rng.random() < 0.3))
    return one_of_rows(rules, word, "double" if of_double else kind, depth)


def with_field(of: str, *, timed: bool = False) -> list[str]:
    return [name for name, fields in RELATIONS.items() if of in fields and not (timed and name in TIMELESS)]


def average(rules: Rules, of: str, depth: int) -> Node:
    relation = rules.rng.choice(with_field(of))
    parts = (argument(rules, relation, of, depth), *tail(rules, relation, depth))
    return rules.op("avg", of, "double", "avg(", *parts, ")")


def one_of_rows(rules: Rules, word: str, of: str, depth: int) -> Node:
    """One value out of rows; the sum of doubles is a decimal."""
    relation = rules.rng.choice(with_field(of, timed=word in ("first", "last")))
    gives = "decimal" if word == "sum" and of == "double" else of
    parts = (argument(rules, relation, of, depth), *tail(rules, relation, depth))
    return rules.op(word, of, gives, f"{word}(", *parts, ")")


def counted(rules: Rules, of: str, depth: int) -> Node:
    if of == "rows":
        return rules.op("count", "rows", "integer", "count(", *rows(rules, depth), ")")
    relation = rules.rng.choice(with_field(of))
    name = rules.rng.choice(RELATIONS[relation][of])
    word = rules.pick("", "distinct ")
    return rules.op("count", of, "integer", f"count({word}{relation}.{name}", *tail(rules, relation, depth), ")")


# -- standings ---------------------------------------------------------------------------------------------


def standing(rules: Rules, kind: str, depth: int) -> Node:
    if kind == "double":
        return level(rules, rules.pick("quantile", "median"), rules.pick(*NUMBERS), depth)
    if rules.rng.random() < 0.3:
        return binned(rules, "bin", rules.pick(*NUMBERS), depth)
    return tiled(rules, rules.pick("tile", "quintile", "quartile", "decile"), rules.pick(*NUMBERS, *TIMES), depth)


def level(rules: Rules, word: str, of: str, depth: int) -> Node:
    share = rules.pick(", 80%", ", 33.3%", ", 0%") if word == "quantile" else ""
    return rules.op(word, of, "double", f"{word}(", rules.value(of, min(depth, 1)), share, *rules.among(depth), ")")


def binned(rules: Rules, word: str, of: str, depth: int) -> Node:
    return rules.op(
        word, of, "integer", f"bin({rules.pick('2', '3', '5')}, ", rules.value(of, 0), *rules.among(depth), ")"
    )


def tiled(rules: Rules, word: str, of: str, depth: int) -> Node:
    first = rules.pick("3, ", "10, ") if word == "tile" else ""
    best = rules.pick("", "", ", lowest best")
    parts = (rules.value(of, min(depth, 1)), best, *rules.among(depth))
    return rules.op(word, of, "integer", f"{word}({first}", *parts, ")")


def aimed(rules: Rules, word: str, of: str) -> Node | None:
    """A condition about a certain aggregate or standing of a certain type; None for other operators."""
    if word in ("quantile", "median"):
        found = level(rules, word, of, 1)
    elif word == "bin":
        found = binned(rules, word, of, 1)
    elif word in ("tile", "quintile", "quartile", "decile"):
        found = tiled(rules, word, of, 1)
    elif word == "count":
        found = counted(rules, of, 1)
    elif word == "avg":
        found = average(rules, of, 1)
    elif word in ("sum", "min", "max", "first", "last", "most_common"):
        found = one_of_rows(rules, word, of, 1)
    else:
        return None
    rules.shared.left -= 1
    rules.shared.made.append((f"aimed {found.kind}", found))
    operator = rules.pick("=", "<>") if found.kind == "boolean" else rules.pick("<=", ">")
    return rules.op(operator, found.kind, "boolean", "(", found, f" {operator} ", rules.literal(found.kind), ")")


OF_KIND: dict[str, list[Draw]] = {
    "integer": [calculation, calculation, remainder, size, negated, whole, parsed, length, part_of_day, apart, points],
    "decimal": [calculation, calculation, remainder, size, negated, rounded, parsed],
    "double": [calculation, division, division, remainder, size, negated, parsed],
    "text": [changed, changed, cut, joined],
    "date": [shifted, today, day_of],
    "timestamp": [],
    "boolean": [],
}
