"""Counting edited programs: a project's data loaded once, and only what an edit changed computed anew."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from dsl.diagnostics import QuadrilleError
from engine.backends.frame.execution import runtime_names
from engine.backends.frame.runtime.rows import KeyProblem
from engine.cancel import Cancelled
from engine.preview import bits, combine, matching, quick
from engine.preview.behind import Behind
from engine.preview.counts import CellCounts, Counts, CriterionCounts, Gap, Sample, StageCounts, State
from engine.preview.data import Data, DataChanged
from engine.preview.environment import Environment
from engine.preview.gaps import gaps_of
from engine.preview.graph import Evaluator, Graph, Wanted
from engine.preview.lowering import Lowering, Nodes
from engine.preview.memory import Memory
from engine.preview.panels import key_problem
from engine.preview.sampling import choose, uses_of
from engine.program import Program
from plugins.api import Source

if TYPE_CHECKING:
    from engine.accounting import Accounting

Cancel = Callable[[], bool]
Progress = Callable[[float | None, str], None]
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "days_held": quick.days_held,
    "days_in": quick.days_in,
    "choose": quick.choose,
    "calculate": quick.calculate,
    "packed": bits.packed,
    "entered": bits.entered,
    "unpacked": bits.unpacked,
    "common": bits.common,
    "combined": matching.combined,
    "effects": matching.effects,
    "stage_tally": combine.stage_tally,
    "whole": combine.whole,
    "first_matches": combine.first_matches,
}
NODE_LIMIT = 200_000
"""With more nodes than this, those that the program at hand does not need are let go."""
GIB = 2**30


class Counting:
    """Counts of a matrix while it is edited. Any thread may call any method; one works at a time.

    memory_limit: bytes that columns may take; where the estimate is above it, a sample of subjects is loaded.
    result_limit: bytes for what is computed from them. seed: of the sample.
    Raises QuadrilleError for what is wrong with the source or with a measure, Cancelled when asked to stop.
    """

    def __init__(
        self,
        program: Program,
        source: Source,
        as_of: date,
        *,
        memory_limit: int = 8 * GIB,
        result_limit: int = 2 * GIB,
        seed: int = 1,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
        blocked: Collection[str] = (),
    ) -> None:
        self.as_of = as_of
        self._source = source
        self._seed = seed
        self._lock = threading.RLock()
        self._generation = 0
        self._lowering: Lowering | None = None
        self._current: Lowering | None = None
        self._program = program
        self._nodes: Nodes | None = None
        self._blocked: frozenset[str] = frozenset()
        self._graph = Graph()
        self._reload = False
        self._memory = Memory(result_limit)
        self._memory_limit = memory_limit
        self._choose(program, cancel)
        self._evaluator = self._new_evaluator()
        self._progress = progress
        self.counts = self.update(program, cancel=cancel, blocked=blocked)
        self._progress = None

    def _choose(self, program: Program, cancel: Cancel | None) -> None:
        """Decide whether all subjects are looked at."""
        self._chosen = choose(program, self._source, self.as_of, self._memory_limit, self._seed, cancel)
        chosen = self._chosen
        self._data = Data(self._source) if chosen is None else Data(self._source, chosen.filter, chosen.links)

    def _new_evaluator(self) -> Evaluator:
        functions = {**runtime_names(), **FUNCTIONS, "table": lambda _, name: name, "column": self._column}
        return Evaluator(self._graph, functions, self._memory)

    def _column(self, table: str, name: str, kind: str, scale: int = 0, **options: Any) -> Any:
        return self._data.column(table, name, kind, scale, **options)

    @property
    def program(self) -> Program:
        """What was counted last."""
        return self._program

    # -- counting --------------------------------------------------------------------------------------------

    def update(self, program: Program, *, cancel: Cancel | None = None, blocked: Collection[str] = ()) -> Counts:
        """The counts of a changed program; only what changed is computed. ``blocked``: cells that are unfinished.

        Raises Cancelled (what was computed until then is kept), QuadrilleError.
        """
        with self._lock:
            try:
                return self._update(program, cancel, blocked)
            except DataChanged:
                self._forget()
                return self._update(program, cancel, blocked)
            except KeyProblem as problem:
                raise key_problem(program, problem) from problem

    def _update(self, program: Program, cancel: Cancel | None, blocked: Collection[str]) -> Counts:
        if len(self._graph.nodes) > NODE_LIMIT:
            self._compact()
        nodes = self._lowered(program, blocked)
        self._load(cancel, nodes)
        counts = self._counted(program, nodes, cancel, blocked)
        self._program, self._nodes, self.counts = program, nodes, counts
        self._current, self._blocked = self._lowering, frozenset(blocked)
        return counts

    def affected(self, program: Program, blocked: Collection[str] = ()) -> frozenset[str]:
        """The cells whose numbers a program may change, found without counting."""
        with self._lock:
            before = self._nodes
            after = self._lowered(program, blocked)
            if before is None:
                return frozenset(after.cells)
            return frozenset(
                id
                for id, nodes in after.cells.items()
                if id not in before.cells
                or nodes.effects != before.cells[id].effects
                or after.stages[nodes.cell.stage] != before.stages.get(before.cells[id].cell.stage)
            )

    def exact(self, program: Program, *, progress: Progress | None = None, cancel: Cancel | None = None) -> Accounting:
        """The ledgers of a full run over all subjects, whatever the sample."""
        from engine.accounting import account
        from engine.execute import execute
        from engine.lower import lower

        plan = lower(program, self.as_of)
        return account(plan, execute(plan, self._source, progress=progress, cancel=cancel))

    def _lowered(self, program: Program, blocked: Collection[str]) -> Nodes:
        lowering = self._lowering
        if (
            lowering is None
            or (lowering.depends_on_cells and program.cells != self._program.cells)
            or lowering.environment != Environment.of(program)
        ):
            if self._chosen is not None and uses_of(program, self.as_of) != self._chosen.uses:
                self._choose(program, None)
                self._forget()
            lowering = Lowering(program, self.as_of, self._graph, lowering)
        nodes = lowering.nodes(program, blocked)
        self._lowering = lowering
        return nodes

    def _load(self, cancel: Cancel | None, nodes: Nodes | None = None) -> None:
        """Read the columns that were asked for and are not there yet, each table once."""
        graph = self._graph
        if self._reload and nodes is not None:
            graph.new_columns = [n for n in graph.reachable(nodes.roots()) if graph.nodes[n].function == "column"]
        wanted: dict[str, list[Wanted]] = {}
        for number in graph.new_columns:
            table, column = graph.column(number)
            wanted.setdefault(table, []).append(column)
        try:
            if wanted:
                self._data.load(wanted, self._progress, cancel)
        except QuadrilleError as problem:
            if not isinstance(problem, Cancelled):
                graph.new_columns = []  # those that can be read are read when they are evaluated
            raise
        graph.new_columns, self._reload = [], self._reload and nodes is None

    def _value(self, number: int, cancel: Cancel | None = None) -> Any:
        return self._evaluator.value(number, cancel)

    def _counted(self, program: Program, nodes: Nodes, cancel: Cancel | None, blocked: Collection[str]) -> Counts:
        value = self._evaluator.value
        assert self._lowering is not None
        size = int(value(self._lowering.size, cancel))
        total = value(nodes.whole, cancel)
        best: dict[str, int] = {}
        if nodes.overall is not None:
            best = dict(zip(nodes.order, value(nodes.overall, cancel), strict=True))
        cells: dict[str, CellCounts] = {}
        stages: dict[str, StageCounts] = {}
        for stage, (_, tally_number) in nodes.stages.items():
            tally = value(tally_number, cancel)
            inside = [id for id, one in nodes.cells.items() if one.cell.stage == stage]
            stages[stage] = StageCounts(
                stage, tally.entered, tally.entered - sum(tally.assigned), tally.overlap, tuple(inside)
            )
            for place, id in enumerate(inside):
                found = nodes.cells[id]
                active = found.cell.active if found.criteria else ()
                effects = value(found.effects, cancel)
                cells[id] = CellCounts(
                    id,
                    stage,
                    _state(id, found.problems, bool(active), blocked),
                    tally.matched[place],
                    tally.assigned[place],
                    tally.overlapping[place],
                    tally.matched[place] / tally.entered if tally.entered else 0.0,
                    tuple(
                        CriterionCounts(
                            id, c.n, e.met, e.not_met, e.no_data, e.alone, e.remaining, e.if_removed, e.only_this_fails
                        )
                        for c, e in zip(active, effects, strict=True)
                    ),
                    best.get(id),
                )
        ordered = {cell.id: cells[cell.id] for cell in program.cells if cell.id in cells}
        self._generation += 1
        return Counts(
            self._generation,
            size,
            total.in_one,
            total.in_several,
            total.unassigned,
            total.in_no_stage,
            stages,
            ordered,
            self._overlaps(nodes, list(ordered), cancel),
            self._sample(size),
            self._gap_finder(nodes, size),
            Behind(nodes, self._lowering.who, size, self._evaluator.value, self._lock),
        )

    def _overlaps(self, nodes: Nodes, cells: list[str], cancel: Cancel | None) -> dict[tuple[str, str], int]:
        found = {}
        empty = {id for id in cells if not nodes.cells[id].criteria}
        for place, one in enumerate(cells):
            if one in empty:
                continue
            for other in cells[place + 1 :]:
                if other not in empty:
                    pair = self._graph.add("common", *sorted((nodes.cells[one].match, nodes.cells[other].match)))
                    both = self._value(pair, cancel)
                    if both:
                        found[one, other] = both
        return found

    def _sample(self, size: int) -> Sample | None:
        return None if self._chosen is None else Sample(size, self._chosen.of, self._seed)

    def _gap_finder(self, nodes: Nodes, size: int) -> Callable[[str, int | None], tuple[Gap, ...]]:
        value = self._evaluator.value

        def find(stage: str, limit: int | None) -> tuple[Gap, ...]:
            with self._lock:
                return gaps_of(nodes, stage, value, size, limit)

        return find

    def _size(self) -> int:
        assert self._current is not None
        return int(self._value(self._current.size))

    # -- memory ----------------------------------------------------------------------------------------------

    def memory(self) -> dict[str, int]:
        """Bytes of the columns and of what was computed from them, and how many calls were computed so far."""
        with self._lock:
            return {
                "columns": self._data.nbytes,
                "results": self._memory.used,
                "nodes": len(self._graph.nodes),
                "computed": self._evaluator.computed,
            }

    def _forget(self) -> None:
        """The source has changed: begin anew."""
        self._data.clear()
        self._memory.clear()
        self._reload = True

    def _compact(self) -> None:
        """Let go of nodes that the last program does not need."""
        roots = list(self._nodes.roots()) if self._nodes is not None else []
        self._graph, numbers = self._graph.compacted(roots)
        self._memory = self._memory.moved(numbers)
        self._lowering = None
        computed, self._evaluator = self._evaluator.computed, self._new_evaluator()
        self._evaluator.computed = computed
        if self._nodes is not None:
            self._nodes = self._lowered(self._program, self._blocked)
            self._current = self._lowering


def _state(id: str, problems: Collection[object], is_defined: bool, blocked: Collection[str]) -> State:
    if id in blocked or problems:
        return "unfinished"
    return "ok" if is_defined else "not_defined"
