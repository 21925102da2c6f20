"""A plan as Python source: one straight line of calls, each shared value computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.backends.frame.expressions import Expressions, literal
from engine.backends.frame.rows import RowSource, Source
from engine.backends.frame.values import Level, Values
from engine.core import Column, Core, Kind, Ref, children, kind_of
from engine.plan import Gather, Let, Output, Plan, Statistics, Step


@dataclass(frozen=True, slots=True)
class Body:
    """The statements of a script: the title of each step, and its lines."""

    steps: tuple[tuple[str, tuple[str, ...]], ...]


Emit = Callable[[Values, int, Output, int, int], None]
"""Adds the statement that hands over an output: values, its position, the output, its value, how many rows."""


def show(values: Values, position: int, output: Output, number: int, size: int) -> None:
    """An output as a column of a data frame."""
    kind = kind_of(output.value)
    scale = [repr(output.scale)] if output.scale else []
    values.effect(f"columns[{output.name!r}]", "shown", number, size, repr(kind.value), *scale)


def hand_over(values: Values, position: int, output: Output, number: int, size: int) -> None:
    """An output as a pair, given to whoever runs the plan."""
    values.effect("", "hand_over", repr(position), number, size)


def body(plan: Plan, emit: Emit = show, *, normal: bool = False) -> Body:
    """The statements of a plan. ``normal``: texts of the data are made NFC when they are read."""
    writer = _Plan(plan, emit, normal)
    writer.write()
    return Body(tuple((title, tuple(lines)) for title, lines in writer.values.source()))


class _Plan:
    """Writes the steps of one plan."""

    def __init__(self, plan: Plan, emit: Emit, normal: bool) -> None:
        self.values = Values()
        self._plan = plan
        self._emit = emit
        self._source = Source(self.values, normal)
        self._refs: dict[str, int] = {}
        self._seen: int | None = None
        self._subjects = Expressions(self.values, self._subject_column, self._ref)

    def write(self) -> None:
        plan = self._plan
        if plan.since is not None:
            everyone = Expressions(self.values, self._any_subject_column, self._ref)
            self._seen = self.values.add("rows_where", everyone.value(plan.since))
        self._source.subjects = self.values.add("subjects", self._subject_column(plan.key), prefix="who")
        self.values.keep(self._source.subjects, "who")
        size = self.values.add("size_of", self._source.subjects, level=Level.SINGLE, prefix="size")
        self.values.keep(size, "size")
        chosen, chosen_size = self._chosen(size)
        waiting = self._outputs_by_step()
        self._give(waiting.get(-1, []), chosen, chosen_size)
        for place, step in enumerate(plan.steps):
            self.values.start(self._title(step))
            self._step(step, size)
            self._give(waiting.get(place, []), chosen, chosen_size)

    # -- subjects ------------------------------------------------------------------------------------------

    def _any_subject_column(self, column: Column) -> int:
        return self._source.column(self._plan.subject, column, Level.SUBJECT)

    def _subject_column(self, column: Column) -> int:
        return self._source.taken(self._any_subject_column(column), self._seen)

    def _ref(self, ref: Ref) -> int:
        return self._refs[ref.name]

    def _chosen(self, size: int) -> tuple[int | None, int]:
        """The subjects whose rows are given (None: all), and how many there are."""
        keys = self._plan.keys
        if keys is None:
            return None, size
        kind = self._plan.key.kind
        wanted = [key for key in keys if isinstance(key, str) == (kind is Kind.TEXT)]
        literals = [literal(kind, key) for key in wanted]
        chosen = self.values.add("numbers_of", self._source.subjects, *literals)
        return chosen, self.values.add("size_of", chosen, level=Level.SINGLE, prefix="size")

    # -- steps ---------------------------------------------------------------------------------------------

    def _title(self, step: Step) -> str:
        match step:
            case Gather(rows=rows):
                return self._source.title(rows)
            case Let(name=name, title=title):
                return title or name
            case Statistics():
                return ""

    def _step(self, step: Step, size: int) -> None:
        match step:
            case Gather():
                self._gather(step)
            case Let(name=name, value=value):
                self._refs[name] = self._subjects.value(value)
                self.values.keep(self._refs[name], "m")
            case Statistics():
                self._statistics(step, size)

    def _gather(self, step: Gather) -> None:
        rows = RowSource(self._source, self._subject_column, self._ref)
        some = rows.of(step.rows)
        found = rows.selected(some, step.where, needs_subject=step.subject)
        for name, number in rows.aggregates(found, step.aggregates, Level.SUBJECT):
            self._refs[name] = number
            self.values.keep(number, "m")

    def _statistics(self, step: Statistics, size: int) -> None:
        item = self._subjects.value(step.item)
        population = "None" if step.population is None else self._subjects.value(step.population)
        ranks = self.values.add("ranking", item, population, size, level=Level.SUBJECT, prefix="ranks")
        for rank in step.ranks:
            details = (rank.count, rank.op, rank.num, rank.den, rank.pick)
            self._single(rank.name, "border", ranks, *map(repr, details))
        for edge in step.quantiles:
            for name, part in ((edge.low, "low"), (edge.high, "high"), (edge.rest, "rest")):
                self._single(name, "quantile", ranks, repr(edge.num), repr(edge.den), repr(part))

    def _single(self, name: str, function: str, *args: str | int) -> None:
        number = self.values.add(function, *args, level=Level.SINGLE)
        self.values.keep(number, "s")
        self._refs[name] = number

    # -- outputs -------------------------------------------------------------------------------------------

    def _outputs_by_step(self) -> dict[int, list[int]]:
        """Each output by the step after which it can be given, so that nothing is held longer than needed."""
        defined: dict[str, int] = {}
        for place, step in enumerate(self._plan.steps):
            defined.update(dict.fromkeys(_names(step), place))
        found: dict[int, list[int]] = {}
        for position, output in enumerate(self._plan.outputs):
            place = max((defined[name] for name in _refs(output.value)), default=-1)
            found.setdefault(place, []).append(position)
        return found

    def _give(self, positions: list[int], chosen: int | None, size: int) -> None:
        for position in positions:
            output = self._plan.outputs[position]
            number = self._source.taken(self._subjects.value(output.value), chosen)
            self._emit(self.values, position, output, number, size)


def _names(step: Step) -> Iterable[str]:
    match step:
        case Gather(aggregates=aggregates):
            return [name for name, _ in aggregates]
        case Let(name=name):
            return [name]
        case Statistics(ranks=ranks, quantiles=quantiles):
            return [*(r.name for r in ranks), *(name for q in quantiles for name in (q.low, q.high, q.rest))]


def _refs(root: Core) -> Iterable[str]:
    """The names that an expression refers to."""
    waiting, seen = [root], {id(root)}
    while waiting:
        node = waiting.pop()
        if isinstance(node, Ref):
            yield node.name
        for child in children(node):
            if id(child) not in seen:
                seen.add(id(child))
                waiting.append(child)
