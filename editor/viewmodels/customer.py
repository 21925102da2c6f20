"""One customer against every cell: what they have, what is asked, and the smallest change that would bring them in."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dsl import nodes as n
from dsl import typed as t
from dsl.catalog import Catalog, Scalar
from dsl.nodes import Span
from dsl.parse import parse
from dsl.phrase import phrase
from dsl.types import Kind
from editor.i18n.texts import Words
from editor.viewmodels.criteria_model import circled
from editor.viewmodels.threshold_words import number_text, unit_text, value_text
from editor.viewmodels.tree_model import Branch
from engine.explain import CellExplained, Condition, CriterionExplained, Explained, operands_of
from engine.program import Program
from engine.project.model import Project
from engine.way_in import Turn, Turns, way_in

SIGNS = {True: ("✓", "met"), False: ("✗", "not_met"), None: ("?", "no_data")}


@dataclass(frozen=True, slots=True)
class Seen:
    """A customer as explained by one state of the project."""

    found: Explained
    program: Program
    project: Project
    catalog: Catalog
    day: date
    ways: dict[str, Turns | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of the tree stands for."""

    cell: str
    n: int | None = None


def see(found: Explained, program: Program, project: Project, catalog: Catalog, day: date) -> Seen:
    """Adds the smallest changes to an explanation."""
    cells = {cell.id: cell for cell in program.cells}
    ways = {one.cell: way_in(cells[one.cell], one) for one in found.cells if found.stages[one.stage]}
    return Seen(found, program, project, catalog, day, ways)


def branches(seen: Seen, words: Words) -> tuple[Branch, ...]:
    """A line for each cell, its criteria below it."""
    return tuple(_Teller(seen, words).cell(one) for one in seen.found.cells)


def change_text(seen: Seen, cell: str, words: Words) -> str:
    """The smallest change that would bring the customer into a cell, in words."""
    return _Teller(seen, words).change(next(one for one in seen.found.cells if one.cell == cell))


class _Teller:
    def __init__(self, seen: Seen, words: Words) -> None:
        self.seen, self.words, self.catalog = seen, words, seen.catalog

    def cell(self, one: CellExplained) -> Branch:
        words, definition = self.words, self.seen.project.matrix.cell(one.cell)
        name = definition.labels.catalog().get(words.language, "") if definition is not None else ""
        title = f"{one.cell} {name.removeprefix(one.cell).strip()}".strip()
        result, change = self.result(one), self.change(one)
        stage = self.seen.project.matrix.stage(one.stage)
        stage_name = stage.labels.catalog().get(words.language, one.stage) if stage is not None else one.stage
        children = tuple(self.criterion(one.cell, criterion) for criterion in one.criteria)
        spoken = ", ".join(part for part in (title, stage_name, result, change) if part)
        key: Hashable = ("cell", one.cell)
        return Branch(key, (title, stage_name, change, result), children, Line(one.cell), spoken, spoken)

    def result(self, one: CellExplained) -> str:
        words = self.words
        if not self.seen.found.stages[one.stage]:
            return "– " + words("customer.not_in_stage")
        if not one.criteria:
            return "– " + words("customer.not_counted")
        if not one.matched:
            return "✗ " + words("customer.not_in_cell")
        return "✓ " + words("customer.assigned" if one.assigned else "customer.matched")

    def criterion(self, cell: str, one: CriterionExplained) -> Branch:
        words, rule = self.words, self.rule(cell, one.n)
        label = one.labels.get(words.language, "") or " ".join(rule.split())
        sign, code = ("–", "customer.off") if one.off else SIGNS[one.state]
        key: Hashable = ("criterion", cell, one.n)
        single = len(one.conditions) == 1
        value = self.value(one.conditions[0]) if single else ""
        name = f"{circled(one.n)} {label}" + (f" ({words('column.required')})" if one.required else "")
        needed = self.phrase(rule, None)
        inside = (
            ()
            if single or one.off
            else tuple(self.condition(cell, one.n, place, condition) for place, condition in enumerate(one.conditions))
        )
        result = f"{sign} {words(code)}"
        spoken = ", ".join(part for part in (name, value, needed, words(code)) if part)
        return Branch(key, (name, value, needed, result), inside, Line(cell, one.n), spoken, spoken)

    def condition(self, cell: str, number: int, place: int, one: Condition) -> Branch:
        sign, code = SIGNS[one.state]
        needed = self.phrase(self.rule(cell, number), one.span)
        texts = (needed, self.value(one), needed, f"{sign} {self.words(code)}")
        spoken = ", ".join((texts[0], texts[1], self.words(code)))
        return Branch(("condition", cell, number, place), texts, (), Line(cell, number), spoken, spoken)

    def value(self, one: Condition) -> str:
        types = [operand.type for operand in operands_of(one.node)]
        shown = []
        for actual, type_ in zip(one.actual, types, strict=True):
            shown.append(value_text(actual, type_, self.words, self.catalog))
        return ", ".join(shown)

    def rule(self, cell: str, number: int) -> str:
        found = self.seen.project.matrix.cell(cell)
        return next((one.rule for one in found.criteria if one.n == number), "") if found is not None else ""

    def phrase(self, rule: str, span: Span | None) -> str:
        """A rule, or the part of it that stands somewhere, read out."""
        parsed = parse(rule).rule
        if parsed is None:
            return " ".join(rule.split())
        expr = parsed.expr if span is None else _at(parsed.expr, span)
        if expr is None:
            return " ".join(rule[span.start : span.end].split()) if span is not None else ""
        return phrase(n.Rule(expr), self.catalog, self.words.language)

    # -- the smallest change -------------------------------------------------------------------------------------

    def change(self, one: CellExplained) -> str:
        words = self.words
        if not self.seen.found.stages[one.stage]:
            stage = self.seen.project.matrix.stage(one.stage)
            return words("customer.enter", rule=self.phrase(stage.entry or "", None)) if stage is not None else ""
        turns = self.seen.ways.get(one.cell)
        if turns is None:
            return "" if not one.criteria else words("customer.no_way")
        return " · ".join(f"{circled(turn.n)} {self.turn(one.cell, turn)}" for turn in turns)

    def turn(self, cell: str, turn: Turn) -> str:
        words, condition = self.words, turn.condition
        text = self.phrase(self.rule(cell, turn.n), condition.span)
        if not turn.wanted:
            text = words("customer.must_not", text=text)
        if len(condition.actual) != 1:
            return text
        operand = operands_of(condition.node)[0]
        actual = condition.actual[0]
        now = value_text(actual, operand.type, words, self.catalog)
        if operand.type.kind is Kind.BOOLEAN:
            return text
        more = _distance(condition.node, actual, turn.wanted)
        if more is None:
            return words("customer.now", text=text, now=now)
        amount = number_text(abs(more), percent=operand.type.percent)
        unit = unit_text(operand.type, words.language, self.catalog, one=abs(more) == 1)
        code = "customer.now_more" if more > 0 else "customer.now_less"
        return words(code, text=text, now=now, amount=amount + unit)


def _distance(node: t.TypedExpr, actual: Scalar | None, wanted: bool) -> Any:
    """By how much a number has to grow for a comparison to hold (negative: to shrink); None where that says nothing."""
    if not isinstance(node, t.Comparison) or not wanted or not isinstance(node.right, t.Const):
        return None
    limit = node.right.value
    if isinstance(actual, bool) or not isinstance(actual, int | float | Decimal):
        return None
    if isinstance(limit, bool) or not isinstance(limit, int | float | Decimal):
        return None
    far = Decimal(str(limit)) - Decimal(str(actual))
    if node.op in ("<", ">"):
        if not isinstance(actual, int):
            return None
        far += 1 if node.op == ">" else -1
    return far if far and node.op != "<>" else None


def _at(node: Any, span: Span) -> Any:
    """The part of a rule that stands exactly there; None where there is none."""
    if isinstance(node, n.Expr) and node.span == span:
        return node
    parts: tuple[Any, ...] = ()
    if isinstance(node, tuple):
        parts = node
    elif is_dataclass(node) and not isinstance(node, type):
        parts = tuple(getattr(node, item.name) for item in fields(node) if item.name != "span")
    return next((found for part in parts if (found := _at(part, span)) is not None), None)
