"""Values, records and windows as phrases, in English or Korean: the nouns of ``dsl/phrase.py``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from decimal import Decimal
from typing import Self

from dsl import nodes as n
from dsl.catalog import Field, Labels, Measure, Parameter, Relation, Scalar
from dsl.check.index import Index, normal
from dsl.diagnostics import Language
from dsl.hangul import with_particle
from dsl.keywords import FUNCTIONS, unit_name
from dsl.operators import AGGREGATES
from dsl.types import TEMPORAL

# Longer lists are cut; the sentence says how many more there are.
SHOWN = 6


class Values(ABC):
    """Makes phrases in one language. ``relation`` is the one whose rows are spoken about, if any."""

    def __init__(self, index: Index, language: Language, relation: Relation | None = None) -> None:
        self.index = index
        self.language = language
        self.ko = language == "ko"
        self.relation = relation

    def say(self, en: str, ko: str) -> str:
        return ko if self.ko else en

    def label(self, labels: Labels, fallback: str) -> str:
        return labels.get(self.language, fallback)

    def listed(self, words: list[str], total: int) -> str:
        text = ", ".join(words)
        more = total - len(words)
        if more <= 0:
            return text
        return text + self.say(f" and {more:,} more", f" 외 {more:,}개")

    @abstractmethod
    def condition(self, node: n.Expr) -> str:
        """A condition, or any other expression where none is needed."""

    def about(self, relation: Relation | None) -> Self:
        """The same, within the rows of a relation."""
        return type(self)(self.index, self.language, relation)

    def among(self, among: n.Among | None) -> str:
        who = self.say(
            self.index.catalog.subject.en + "s" if self.index.catalog.subject.en else "everyone",
            self.index.catalog.subject.ko or "대상",
        )
        if among is None:
            return self.say(f" (of all {who})", f"(전체 {who} 중)")
        if among.condition is None:
            return self.say(f" (of the {who} in the same stage)", f"(같은 단계 {who} 중)")
        inner = self.condition(among.condition)
        return self.say(f" (of the {who} where {inner})", f"(다음에 해당하는 {who} 중: {inner})")

    def exists(self, node: n.Call) -> str:
        rows = self.rows(node)
        if node.function == "any":
            return self.say(f"any {rows}", f"{rows} 있음")
        return self.say(f"no {rows}", f"{rows} 없음")

    # -- values ------------------------------------------------------------------------------------------------

    def value(self, node: n.Expr) -> str:
        """A value as a noun."""
        match node:
            case n.Name():
                return self.name(node)
            case n.Param(name=name):
                return self.parameter(name)
            case n.Number(value=value, percent=percent, counter=counter):
                return number_words(value, percent) + (counter or "")
            case n.Text(value=text):
                return text if text and text == text.strip() and not text.isdigit() else f"'{text}'"
            case n.Boolean(value=flag):
                return self.say("yes", "예") if flag else self.say("no", "아니요")
            case n.Date(value=day):
                return day.isoformat()
            case n.Timestamp(value=moment):
                return moment.isoformat(" ")
            case n.Missing():
                return self.say("missing", "결측")
            case n.Duration(amount=amount, unit=unit):
                return self.length(amount, unit)
            case n.Today():
                return self.say("today", "오늘")
            case n.Negate(operand=operand):
                return f"-{self.operand(operand)}"
            case n.Arithmetic(op=op, left=left, right=right):
                sign = {"*": "×", "/": "÷", "-": "−", "+": "+"}[op]
                if isinstance(right, n.Duration):
                    moved = self.length(right.amount, right.unit)
                    en = f"{moved} {'after' if op == '+' else 'before'} {self.operand(left)}"
                    return self.say(en, f"{self.operand(left)}부터 {moved} {'뒤' if op == '+' else '전'}")
                return f"{self.operand(left)} {sign} {self.operand(right)}"
            case n.Case():
                return self.case(node)
            case n.Score(parts=parts):
                points = "; ".join(
                    f"{self.condition(part.condition)}: {self.value(part.points)}{self.say('', '점')}" for part in parts
                )
                return self.say(f"score ({points})", f"점수({points})")
            case n.Call():
                return self.call(node)
            case n.Hole():
                return "…"
        return f"({self.condition(node)})"

    def operand(self, node: n.Expr) -> str:
        text = self.value(node)
        return f"({text})" if isinstance(node, n.Arithmetic | n.Case) else text

    def name(self, node: n.Name) -> str:
        parts = node.parts
        entry: Field | Measure | Relation | None
        if len(parts) == 1:
            if self.relation is not None and (entry := self.index.columns(self.relation).one(parts[0])):
                return self.label(entry.labels, entry.id)
            entry = self.index.values.one(parts[0]) or self.index.relations.one(parts[0])
            return self.label(entry.labels, entry.id) if entry else parts[0]
        if normal(parts[0]) in self.index.subject_words and len(parts) == 2:
            entry = self.index.values.one(parts[1])
            word = self.label(entry.labels, entry.id) if entry else parts[1]
            who = self.label(self.index.catalog.subject, parts[0])
            return self.say(f"the {who}'s {word}", f"{who}의 {word}") if self.relation else word
        owner = self.index.relations.one(parts[0])
        if owner is None or len(parts) > 2:
            return ".".join(parts)
        entry = self.index.columns(owner).one(parts[1])
        word = self.label(entry.labels, entry.id) if entry else parts[1]
        if self.relation is owner:
            return word
        return self.say(
            f"{word} of {self.label(owner.labels, owner.id)}", f"{self.label(owner.labels, owner.id)}의 {word}"
        )

    def relation_named(self, node: n.Expr) -> bool:
        return isinstance(node, n.Name) and not self.relation and not self.index.values.find(node.parts[-1])

    def parameter(self, name: str) -> str:
        found = self.index.parameters.one(name)
        if found is None:
            return f"${name}"
        values = found.value if isinstance(found.value, tuple) else (found.value,)
        shown = self.listed([self.scalar(found, value) for value in values[:SHOWN]], len(values)) or "–"
        label = self.label(found.labels, "") or f"${found.id}"
        return self.say(f"{label} ({shown})", f"{label}({shown})")

    def scalar(self, parameter: Parameter, value: Scalar) -> str:
        if isinstance(value, bool):
            return self.say("yes", "예") if value else self.say("no", "아니요")
        if isinstance(value, int | Decimal):
            return number_words(Decimal(value), parameter.type.percent)
        return str(value)

    def length(self, amount: int, unit: n.Unit) -> str:
        word = unit_name(unit, abs(amount), self.language)
        return self.say(f"{amount:,} {word}", f"{amount:,}{word}")

    def amount(self, node: n.Expr, of: n.Expr, *, bare: bool = False) -> str:
        """A value that something is compared with, in the unit of that thing."""
        literal = node.operand if isinstance(node, n.Negate) else node
        if not isinstance(literal, n.Number) or literal.percent:
            return self.value(node)
        value = -literal.value if literal is not node else literal.value
        if isinstance(of, n.Call) and of.function in _DATE_PARTS:
            return self.date_part(of.function, value)
        number = number_words(value, False)
        unit = self.index.catalog.units.get(self.unit(of) or "")
        if unit is None or bare:
            return number + (literal.counter or "" if not bare and self.ko else "")
        if self.ko:
            return number + (unit.ko if not unit.ko.isascii() else f" {unit.ko}" if unit.ko else "")
        word = unit.en_one if abs(literal.value) == 1 else unit.en_many
        counted = isinstance(of, n.Call) and of.function == "count"
        if counted or not word or word.casefold() in self.value(of).casefold():
            return number
        return f"{number} {word}"

    def date_part(self, part: str, value: Decimal) -> str:
        """2024년, Monday."""
        if part == "weekday" and value in range(1, 8):
            day = int(value) - 1
            return self.say(_WEEKDAYS[day], f"{'월화수목금토일'[day]}요일")
        return f"{value}{self.say('', _DATE_PARTS[part])}"

    def unit(self, node: n.Expr) -> str | None:
        """The unit in which something is counted."""
        entry = self.entry(node)
        if entry is not None:
            return entry.type.unit
        if not isinstance(node, n.Call) or not node.args:
            return None
        if node.function == "count":
            owner = self.owner(node)
            return owner.counter if owner and not node.distinct else None
        if node.function in ("days_between", "months_between"):
            return None
        if node.function in AGGREGATES:
            inner = self.about(self.owner(node))
            return inner.unit(node.args[0])
        return self.unit(node.args[0]) if node.function in ("round", "coalesce", "abs", "quantile", "median") else None

    def entry(self, node: n.Expr) -> Field | Measure | None:
        """The catalog's entry of a plain name."""
        if not isinstance(node, n.Name):
            return None
        if len(node.parts) == 1:
            column = self.index.columns(self.relation).one(node.parts[0]) if self.relation else None
            return column or self.index.values.one(node.parts[0])
        owner = self.index.relations.one(node.parts[0])
        if owner is not None:
            return self.index.columns(owner).one(node.parts[1])
        return self.index.values.one(node.parts[-1])

    def temporal(self, node: n.Expr) -> bool:
        """Whether something is a date."""
        entry = self.entry(node)
        if entry is not None:
            return entry.type.kind in TEMPORAL
        if isinstance(node, n.Date | n.Timestamp | n.Today):
            return True
        if isinstance(node, n.Arithmetic):
            return isinstance(node.right, n.Duration)
        if not isinstance(node, n.Call) or not node.args:
            return False
        if node.function in ("first", "last", "min", "max", "most_common"):
            return self.about(self.owner(node)).temporal(node.args[0])
        return node.function == "date" or (
            node.function in ("coalesce", "least", "greatest") and self.temporal(node.args[0])
        )

    # -- calls -------------------------------------------------------------------------------------------------

    def owner(self, node: n.Call) -> Relation | None:
        """The relation that an aggregate is about."""
        stack: list[n.Expr] = list(node.args)
        while stack:
            top = stack.pop(0)
            if isinstance(top, n.Name):
                found = self.index.relations.one(top.parts[0])
                if found is not None:
                    return found
            elif isinstance(top, n.Arithmetic | n.Comparison):
                stack += [top.left, top.right]
            elif isinstance(top, n.Negate | n.Not | n.IsMissing | n.In | n.Between | n.TextMatch | n.InWindow):
                stack.append(top.operand)
            elif isinstance(top, n.And | n.Or):
                stack += top.operands
            elif isinstance(top, n.Call) and top.function not in AGGREGATES:
                stack += top.args
        return None

    def rows(self, node: n.Call, *, noun: str | None = None) -> str:
        """The records of an aggregate: web visits in the last 90 days where …"""
        owner = self.owner(node)
        written = node.args[0] if node.args else None
        name = self.label(owner.labels, owner.id) if owner else self.value(written) if written is not None else "…"
        inner = self.about(owner)
        window = self.window(node.window) if node.window is not None else ""
        name = noun or name
        conditions = [inner.condition(node.where)] if node.where is not None else []
        plain = isinstance(written, n.Name) and len(written.parts) == 1
        if node.function in ("any", "none") and written is not None and not plain:
            conditions.insert(0, inner.condition(written))
        where = self.say(" and ", " 그리고 ").join(conditions)
        if self.ko:
            return f"{window} {name}".strip() + (f"({where})" if where else "")
        return f"{name} {window}".strip() + (f" where {where}" if where else "")

    def call(self, node: n.Call) -> str:
        if node.function in ("any", "none"):
            return f"({self.exists(node)})"
        if node.function in AGGREGATES and node.args:
            return self.aggregate(node)
        if not node.args:
            return f"{node.function}()"
        argument = self.value(node.args[0])
        function = node.function
        among = self.among(node.among) if function in _POPULATIONS else ""
        lowest = self.say(", lowest best", "(낮을수록 좋음)") if node.lowest_best else ""
        match function, node.args:
            case "time_since", _:
                return self.say(f"time since {argument}", f"{argument}부터 경과 기간")
            case (("year" | "quarter" | "month" | "day" | "weekday"), _):
                return self.say(f"{function} of {argument}", f"{argument}의 {FUNCTIONS[function][0]}")
            case (("days_between" | "months_between"), [_, other]):
                end = self.value(other)
                unit = self.say(function.split("_")[0], FUNCTIONS[function][0])
                return self.say(f"{unit} from {argument} to {end}", f"{argument}부터 {end}까지의 {unit}")
            case (("quintile" | "quartile" | "decile"), _):
                return (
                    self.say(f"{function} of {argument}{lowest}", f"{argument} {FUNCTIONS[function][0]}{lowest}")
                    + among
                )
            case (("tile" | "bin"), [k, x]):
                name = self.say("tile" if function == "tile" else "bin", FUNCTIONS[function][0])
                what, parts = self.value(x), self.value(k)
                return self.say(f"{name} of {parts} for {what}{lowest}", f"{what} {parts}{name}{lowest}") + among
            case "quantile", [_, at]:
                return (
                    self.say(f"{self.value(at)} quantile of {argument}", f"{argument}의 {self.value(at)} 분위수")
                    + among
                )
            case "median", _:
                return self.say(f"median of {argument}", f"{argument}의 중앙값") + among
            case "coalesce", [_, other]:
                return self.say(
                    f"{argument} (or {self.value(other)} where missing)", f"{argument}(값 없으면 {self.value(other)})"
                )
        name = FUNCTIONS[function][0] if self.ko and function in FUNCTIONS else function.replace("_", " ")
        return f"{name}({', '.join(self.value(arg) for arg in node.args)})"

    def aggregate(self, node: n.Call) -> str:
        owner = self.owner(node)
        inner = self.about(owner)
        written = node.args[0]
        plain = isinstance(written, n.Name) and len(written.parts) == 1
        rows = self.rows(node)
        if node.function == "count":
            if plain:
                return rows
            column = inner.value(written)
            if node.distinct:
                return self.say(f"different {column} in {rows}", f"{rows}의 서로 다른 {column} 수")
            return self.say(f"{rows} with a known {column}", f"{with_particle(column, '이가')} 있는 {rows}")
        if node.function == "share":
            condition = node.where if plain else written
            if condition is None:
                return self.say(f"share of {rows}", f"{rows} 비율")
            bare = n.Call("share", node.args, window=node.window)
            whole = self.rows(bare if plain else node)
            part = inner.value(condition) if isinstance(condition, n.Name) else inner.condition(condition)
            return self.say(f"share of {whole} with {part}", f"{whole} 중 {part} 비율")
        column = inner.value(written) if not plain else "…"
        en, ko = _AGGREGATES.get(node.function, (node.function, node.function))
        return self.say(f"{en} {column} of {rows}", f"{rows}의 {ko.format(column)}")

    def case(self, node: n.Case) -> str:
        parts = [
            self.say(
                f"{self.value(when.result)} if {self.condition(when.condition)}",
                f"{self.condition(when.condition)}이면 {self.value(when.result)}",
            )
            for when in node.whens
        ]
        if node.otherwise is not None:
            rest = self.value(node.otherwise)
            parts.append(self.say(f"otherwise {rest}", f"그 외 {rest}"))
        return f"({'; '.join(parts)})"

    # -- windows -----------------------------------------------------------------------------------------------

    def window(self, window: n.Window) -> str:
        match window:
            case n.InLast(amount=amount, unit=unit):
                length = self.length(amount, unit)
                return self.say(f"in the last {length}", f"최근 {length} 내")
            case n.InNext(amount=amount, unit=unit, beyond=beyond):
                length = self.length(amount, unit)
                if beyond:
                    return self.say(f"after the next {length}", f"향후 {length} 이후")
                return self.say(f"in the next {length}", f"향후 {length} 내")
            case n.BetweenAgo(far=far, near=near, unit=unit):
                return self.say(
                    f"between {far:,} and {self.length(near, unit)} ago",
                    f"{self.length(far, unit)} 전부터 {self.length(near, unit)} 전까지",
                )
            case n.Relative(op=op, anchor=anchor):
                words = DATED[op]
                date = self.value(anchor)
                return self.say(f"{words[0]} {date}", f"{date} {words[1] or '당일'}")
            case n.DateRange(low=low, high=high):
                return self.say(
                    f"from {self.value(low)} to {self.value(high)}", f"{self.value(low)}부터 {self.value(high)}까지"
                )
        raise AssertionError(window)


DATED = {
    ">=": ("on or after", "이후"),
    ">": ("after", "후"),
    "<=": ("on or before", "이전"),
    "<": ("before", "전"),
    "=": ("on", ""),
}
_AGGREGATES = {
    "sum": ("total", "{} 합계"),
    "avg": ("average", "{} 평균"),
    "min": ("smallest", "{} 최솟값"),
    "max": ("largest", "{} 최댓값"),
    "first": ("first", "첫 {}"),
    "last": ("last", "마지막 {}"),
    "most_common": ("most common", "가장 흔한 {}"),
}
_DATE_PARTS = {"year": "년", "quarter": "분기", "month": "월", "day": "일", "weekday": ""}
_DATE_PARTS = {"year": "년", "quarter": "분기", "month": "월", "day": "일", "weekday": ""}
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_POPULATIONS = frozenset({"tile", "quintile", "quartile", "decile", "bin", "quantile", "median"})


def number_words(value: Decimal, percent: bool) -> str:
    if percent:
        value = value.scaleb(2)
    if not value.is_finite() or abs(value.adjusted()) > 60:
        return str(value)
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}%" if percent else text


def percent_words(value: Decimal) -> str:
    return number_words(value, True)
