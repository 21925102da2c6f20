"""A program as nodes: what is asked of every criterion, cell and stage, each found by what it computes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from dsl import typed as t
from dsl.diagnostics import QuadrilleError
from engine.backends.frame.expressions import Expressions as Calls
from engine.backends.frame.rows import RowSource, Source
from engine.backends.frame.values import Level
from engine.core import Column, Core, Kind, Ref
from engine.lower import lower
from engine.lower.expressions import Expressions
from engine.lower.report import Report
from engine.lower.steps import Steps
from engine.plan import ColumnSpec, Gather, Let, Statistics, Step, Table
from engine.preview.environment import Environment, asks_for_cells, needs_of
from engine.preview.graph import Graph
from engine.program import Cell, Program

CELL = "cell "
"""How references to who matches a cell begin; the node's number follows."""
REMEMBERED = 10_000
"""So many rules are known by identity."""


@dataclass(frozen=True, slots=True)
class CellNodes:
    """A cell: who matches it, what its criteria do, and the bits of each active criterion."""

    cell: Cell
    match: int
    effects: int
    criteria: tuple[int, ...]
    problems: tuple[QuadrilleError, ...] = ()


@dataclass(frozen=True, slots=True)
class Nodes:
    """A whole program: its stages with who is in them and their tallies, its cells, everyone together."""

    stages: dict[str, tuple[int, int]]
    cells: dict[str, CellNodes]
    whole: int
    overall: int | None
    order: tuple[str, ...] = ()

    def roots(self) -> Iterator[int]:
        for entered, tally in self.stages.values():
            yield from (entered, tally)
        for nodes in self.cells.values():
            yield from (nodes.match, nodes.effects, *nodes.criteria)
        yield self.whole
        if self.overall is not None:
            yield self.overall


class _Steps(Steps):
    """Steps that tell whether there are new ones: each has a name of its own."""

    def __init__(self) -> None:
        super().__init__(prefilter=False)
        self.made = 0

    def name(self, wish: str) -> str:
        self.made += 1
        return super().name(wish)


@dataclass(slots=True)
class _Known:
    """A criterion's rule, held so that its identity stays its own; what it names; what it reports and its value in a
    cell; its node once it was asked for. One that names cells means something else when they change."""

    rule: t.TypedExpr
    needs: frozenset[tuple[str, str]]
    cores: tuple[Core, Core] | None = None
    node: int | None = None

    @property
    def names_cells(self) -> bool:
        return any(kind == "cell" for kind, _ in self.needs)


class Lowering:
    """Lowers the cells of programs that share an environment. Raises QuadrilleError for columns that cannot be read
    as their fields."""

    def __init__(self, program: Program, as_of: date, graph: Graph, before: Lowering | None = None) -> None:
        self.environment = Environment.of(program)
        self.depends_on_cells = asks_for_cells(program)
        self.as_of = as_of
        self.graph = graph
        self._program = program
        self._steps = _Steps()
        self._steps_done = 0
        for reserved in (program.key, "key"):
            self._steps.reserve(reserved)
        self._expressions = Expressions(program, as_of, self._steps)
        self._expressions.match = self._matched
        self._report = Report(self._expressions)
        self._source = Source(graph, False)
        self._refs: dict[str, int] = {}
        self._calls = Calls(graph, self._subject_column, self._ref)
        self._by_identity: dict[int, tuple[t.TypedExpr, _Known]] = {}
        self._by_rule: dict[t.TypedExpr, _Known] = {}
        self._entered: dict[str, int] = {}
        self._cells: dict[str, CellNodes] = {}
        self._blocked: Collection[str] = ()
        self._start(program, as_of)
        if before is not None and before.graph is graph and before.environment.base == self.environment.base:
            self._take_over(before)

    def _take_over(self, before: Lowering) -> None:
        """Keep what a changed measure or entry rule has nothing to do with."""
        if self.depends_on_cells or before.depends_on_cells:
            return
        changed = before.environment.changed(self.environment)
        for rule, known in before._by_rule.items():
            if known.node is not None and not known.names_cells and not known.needs & changed:
                self._by_rule[rule] = known
        self._entered = {id: node for id, node in before._entered.items() if ("stage", id) not in changed}

    def _start(self, program: Program, as_of: date) -> None:
        """The subjects that are seen, numbered."""
        plan = lower(program, as_of, matrix=False)
        self._specs = {column.name: column for column in plan.subject.columns}
        self._seen: int | None = None
        if plan.since is not None:
            everyone = Calls(self.graph, self._any_subject_column, self._ref)
            self._seen = self.graph.add("rows_where", everyone.value(plan.since))
        self.who = self.graph.add("subjects", self._subject_column(plan.key))
        self._source.subjects = self.who
        self.size = self.graph.add("size_of", self.who, level=Level.SINGLE)

    # -- columns and references ------------------------------------------------------------------------------

    def _any_subject_column(self, column: Column) -> int:
        specs: dict[str, ColumnSpec] = {**self._expressions.subject_columns, **self._specs}
        table = Table("", self._program.table, tuple(specs.values()))
        return self._source.column(table, column, Level.SUBJECT)

    def _subject_column(self, column: Column) -> int:
        return self._source.taken(self._any_subject_column(column), self._seen)

    def _ref(self, ref: Ref) -> int:
        if ref.name.startswith(CELL):
            return self.graph.add("unpacked", int(ref.name[len(CELL) :]), self.size, level=Level.SUBJECT)
        return self._refs[ref.name]

    # -- steps -----------------------------------------------------------------------------------------------

    def node(self, core: Core) -> int:
        """The node of a value per subject, once the steps that it needs have theirs."""
        if self._steps_done != self._steps.made:
            self._steps_done = self._steps.made
            for step in self._steps.ordered():
                self._step(step)
        return self._calls.value(core)

    def _step(self, step: Step) -> None:
        match step:
            case Let(name=name, value=value):
                if name not in self._refs:
                    self._refs[name] = self._calls.value(value)
            case Gather(aggregates=aggregates):
                new = tuple(one for one in aggregates if one[0] not in self._refs)
                if new:
                    rows = RowSource(self._source, self._subject_column, self._ref)
                    some = rows.selected(rows.of(step.rows), step.where, needs_subject=step.subject)
                    self._refs.update(rows.aggregates(some, new, Level.SUBJECT))
            case Statistics():
                self._statistics(step)

    def _statistics(self, step: Statistics) -> None:
        ranks = [rank for rank in step.ranks if rank.name not in self._refs]
        quantiles = [edge for edge in step.quantiles if edge.rest not in self._refs]
        if not ranks and not quantiles:
            return
        item = self._calls.value(step.item)
        population = "None" if step.population is None else self._calls.value(step.population)
        ranking = self.graph.add("ranking", item, population, self.size, level=Level.SUBJECT)
        for rank in ranks:
            details = map(repr, (rank.count, rank.op, rank.num, rank.den, rank.pick))
            self._refs[rank.name] = self.graph.add("border", ranking, *details, level=Level.SINGLE)
        for edge in quantiles:
            for name, part in ((edge.low, "low"), (edge.high, "high"), (edge.rest, "rest")):
                details = map(repr, (edge.num, edge.den, part))
                self._refs[name] = self.graph.add("quantile", ranking, *details, level=Level.SINGLE)

    # -- the matrix ------------------------------------------------------------------------------------------

    def nodes(self, program: Program, blocked: Collection[str] = ()) -> Nodes:
        """The nodes of a program of this environment. ``blocked``: cells that are unfinished and match nobody."""
        self._program = self._expressions.program = program
        self._cells = {}
        self._blocked = blocked
        self._wanted = {cell.id: cell for cell in program.cells}
        self._prepare(program)
        entered = {stage.id: self.entered(stage.id) for stage in program.stages}
        cells = {cell.id: self._cell(cell.id) for cell in program.cells}
        stages = {}
        for stage, within in entered.items():
            inside = [nodes.match for nodes in cells.values() if nodes.cell.stage == stage]
            stages[stage] = (within, self.graph.add("stage_tally", within, *inside, level=Level.SUBJECT))
        tallies = [tally for _, tally in stages.values()]
        everyone = self.graph.add(
            "whole", self.size, repr(len(stages)), *entered.values(), *tallies, level=Level.SUBJECT
        )
        order: tuple[str, ...] = ()
        overall = None
        if program.hit_policy == "overall":
            listed = [cell for cell in program.priority if cell in cells]
            order = (*listed, *(cell.id for cell in program.cells if cell.id not in program.priority))
            overall = self.graph.add("first_matches", *(cells[cell].match for cell in order), level=Level.SUBJECT)
        return Nodes(stages, cells, everyone, overall, order)

    def entered(self, stage: str) -> int:
        """Who is in a stage, as bits."""
        if stage not in self._entered:
            value = self.node(self._expressions.stage(stage))
            self._entered[stage] = self.graph.add("entered", value, self.size, level=Level.SUBJECT)
        return self._entered[stage]

    def _matched(self, cell: str) -> Core:
        name = f"{CELL}{self._cell(cell).match}"
        self._steps.reserve(name)
        return Ref(name, Kind.BOOL)

    def _cell(self, id: str) -> CellNodes:
        if id not in self._cells:
            self._cells[id] = self._made(self._wanted[id])
        return self._cells[id]

    def _made(self, cell: Cell) -> CellNodes:
        within = self.entered(cell.stage)
        criteria: list[int] = []
        problems: list[QuadrilleError] = []
        active = () if cell.id in self._blocked else cell.active
        for criterion in active:
            try:
                criteria.append(self.criterion(criterion.rule))
            except QuadrilleError as problem:
                problems.append(problem)
        if problems:
            active, criteria = (), []
        parts = repr([(criterion.required, criterion.weight) for criterion in active])
        mode = (repr(cell.mode.how), repr(cell.mode.k), parts)
        match = self.graph.add("combined", within, *mode, *criteria, level=Level.SUBJECT)
        effects = self.graph.add("effects", within, match, *mode, *criteria, level=Level.SUBJECT)
        return CellNodes(cell, match, effects, tuple(criteria), tuple(problems))

    def _prepare(self, program: Program) -> None:
        """Lower what is new in one go, so that steps are ordered once."""
        for stage in program.stages:
            if stage.id not in self._entered:
                self._expressions.stage(stage.id)
        for cell in program.cells:
            for criterion in cell.active:
                known = self._known(criterion.rule)
                if known.node is None and known.cores is None and not known.names_cells:
                    with suppress(QuadrilleError):
                        known.cores = self._cores(known.rule)

    def criterion(self, rule: t.TypedExpr) -> int:
        """A criterion's bits; the same rule is lowered once."""
        known = self._known(rule)
        if known.names_cells:
            return self._packed(*self._cores(rule))
        if known.node is None:
            known.node = self._packed(*(known.cores or self._cores(rule)))
            known.cores = None
        return known.node

    def _known(self, rule: t.TypedExpr) -> _Known:
        known = self._by_identity.get(id(rule))
        if known is None or known[0] is not rule:
            same = self._by_rule.get(rule)
            if same is None:
                same = self._by_rule[rule] = _Known(rule, needs_of(rule))
            if len(self._by_identity) > REMEMBERED:
                self._by_identity.clear()
            known = self._by_identity[id(rule)] = (rule, same)
        return known[1]

    def _cores(self, rule: t.TypedExpr) -> tuple[Core, Core]:
        return self._report.state(rule), self._expressions.subject(rule)

    def _packed(self, state: Core, verdict: Core) -> int:
        reported, value = self.node(state), self.node(verdict)
        return self.graph.add("packed", value, reported, self.size, level=Level.SUBJECT)

    # -- values ----------------------------------------------------------------------------------------------

    def value(self, rule: t.TypedExpr) -> int:
        """A rule's value per subject (exact numbers at the scale of its type)."""
        if rule.type.exact:
            return self.node(self._expressions.exact(rule, None).core)
        return self.node(self._expressions.subject(rule))

    def reported(self, rule: t.TypedExpr) -> int:
        """What a condition reports per subject: met, not met, or no data."""
        return self.node(self._report.state(rule))
