"""Conformance cases: files with tables, rules and the answers that the language's definition gives.

A file (``tests/conformance/cases/*.yaml``) holds ``tables`` (the first is the subject's), perhaps ``as_of``, ``zone``,
``measures`` and so on, and ``cases``. A case has an ``id`` and one of

- ``rule`` with ``met`` (keys) and perhaps ``no_data`` (keys),
- ``value`` with ``gives`` (a value for each subject, in the order of the rows),
- ``rule`` or ``value`` with ``error`` (code of a diagnostic),

and perhaps ``also`` (other spellings of the same rule), ``says`` (code of a hint or warning), ``gap`` (backend -> why
its answer is known to be wrong).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from dsl.check import Context
from dsl.types import Kind, Type
from engine.lower import lower
from engine.plan import Plan
from tests.support.backends_under_test import Engine
from tests.support.world import Bound, Data, Value, World, bind, column, rows_of, to_value

FOLDER = Path(__file__).parents[1] / "conformance" / "cases"


@dataclass(frozen=True)
class Case:
    """One rule or value with its answer."""

    id: str
    suite: str
    text: str
    is_rule: bool
    met: tuple[Value, ...] = ()
    no_data: tuple[Value, ...] = ()
    gives: tuple[Value, ...] = ()
    error: str | None = None
    says: str | None = None
    also: tuple[str, ...] = ()
    gap: Mapping[str, str] = field(default_factory=dict)

    def answer(self, keys: list[Value], type_: Type) -> dict[Value, Value]:
        """What each subject gets."""
        if not self.is_rule:
            return {key: to_value(type_, value) for key, value in zip(keys, self.gives, strict=True)}
        return {key: None if key in self.no_data else key in self.met for key in keys}


@dataclass(frozen=True)
class Suite:
    """The cases of one file (or of one part of it), which share their tables."""

    name: str
    world: World
    cases: tuple[Case, ...]
    unseen: frozenset[Value] = frozenset()

    @property
    def keys(self) -> list[Value]:
        """The subjects that a run sees."""
        return [key for key in self.world.keys if key not in self.unseen]


def load(path: Path) -> list[Suite]:
    """A file is one suite; several documents in it are several suites."""
    documents = [d for d in YAML(typ="safe").load_all(path.read_text(encoding="utf-8")) if d]
    return [_suite(f"{path.stem}{'' if n == 0 else f'-{n + 1}'}", document) for n, document in enumerate(documents)]


@cache
def suites() -> tuple[Suite, ...]:
    return tuple(suite for path in sorted(FOLDER.glob("*.yaml")) for suite in load(path))


def _suite(name: str, given: Mapping[str, Any]) -> Suite:
    tables = tuple(_table(table, spec) for table, spec in given["tables"].items())
    extra: dict[str, Any] = {key: given[key] for key in ("zone", "as_of", "hit_policy") if key in given}
    for key in ("measures", "parameters", "stages"):
        if key in given:
            extra[key] = given[key]
    if "filtered" in given:
        extra["filtered"] = {k: (v["of"], v["where"]) for k, v in given["filtered"].items()}
    if "grouped" in given:
        extra["grouped"] = {k: (v["of"], v["by"], v.get("with", {})) for k, v in given["grouped"].items()}
    if "bands" in given:
        extra["bands"] = {k: (v["of"], {i: tuple(b) for i, b in v["parts"].items()}) for k, v in given["bands"].items()}
    if "cells" in given:
        extra["cells"] = {str(k): (v["stage"], tuple(v["criteria"])) for k, v in given["cells"].items()}
    world = World(tables, **extra)
    cases = tuple(_case(name, n, case) for n, case in enumerate(given["cases"]))
    return Suite(name, world, cases, frozenset(given.get("unseen", ())))


def _table(name: str, given: Mapping[str, Any]) -> Data:
    columns = tuple(column(id, spec) for id, spec in given["columns"].items())
    return Data(
        name,
        columns,
        rows_of(columns, given.get("rows") or []),
        key=given.get("key", ""),
        time=given.get("time"),
        since=given.get("since"),
        of=given.get("of"),
        on=tuple((given.get("on") or {}).items()),
        physical=given.get("table", ""),
        counter=given.get("counter"),
    )


def _case(suite: str, number: int, given: Mapping[str, Any]) -> Case:
    known = {"id", "rule", "value", "met", "no_data", "gives", "error", "says", "also", "gap"}
    assert set(given) <= known, f"{suite}: unknown keys {set(given) - known} in case {number}"
    text = given["rule"] if "rule" in given else given["value"]
    id_ = str(given.get("id") or text)
    return Case(
        id_,
        suite,
        text,
        "rule" in given,
        tuple(given.get("met") or ()),
        tuple(given.get("no_data") or ()),
        tuple(given.get("gives") or ()),
        given.get("error"),
        given.get("says"),
        tuple(given.get("also") or ()),
        given.get("gap") or {},
    )


# -- carrying out ------------------------------------------------------------------------------------------


@dataclass
class Answers:
    """What an engine said for the cases of a suite: values by key, or why there are none."""

    by_case: dict[str, dict[Value, Value] | Exception]
    types: dict[str, Type]


class Bench:
    """Loads each suite once into one engine and runs its cases together; what fails together is run apart."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._folders = tempfile.TemporaryDirectory(prefix="quadrille-cases-")
        self._answers: dict[str, Answers] = {}

    def answers(self, suite: Suite) -> Answers:
        if suite.name not in self._answers:
            try:
                self._answers[suite.name] = self._run(suite)
            except Exception as failure:
                self._answers[suite.name] = Answers({case.id: failure for case in suite.cases}, {})
        return self._answers[suite.name]

    def close(self) -> None:
        self._folders.cleanup()

    def _run(self, suite: Suite) -> Answers:
        folder = Path(self._folders.name, suite.name)
        folder.mkdir()
        with self.engine.load(suite.world, folder) as source:
            bound = bind(suite.world, source)
            trees: dict[str, Any] = {}
            found = Answers({}, {})
            for case in suite.cases:
                if case.error is not None:
                    continue
                try:
                    trees[case.id] = bound.rule(case.text) if case.is_rule else bound.value(case.text)
                    found.types[case.id] = trees[case.id].type
                except Exception as failure:
                    found.by_case[case.id] = failure
            cases = [case for case in suite.cases if case.id in trees]
            try:
                found.by_case.update(self._together(bound, cases, trees, source))
            except Exception as failure:
                if len(cases) == 1:
                    found.by_case[cases[0].id] = failure
                    return found
                for case in cases:
                    try:
                        found.by_case.update(self._together(bound, [case], trees, source))
                    except Exception as failure:
                        found.by_case[case.id] = failure
        return found

    def _together(
        self, bound: Bound, cases: list[Case], trees: dict[str, Any], source: Any
    ) -> dict[str, dict[Value, Value]]:
        plan = plan_of(
            bound, {c.id: trees[c.id] for c in cases if c.is_rule}, {c.id: trees[c.id] for c in cases if not c.is_rule}
        )
        table = self.engine.run(plan, source)
        return by_key(plan, table)


def plan_of(bound: Bound, rules: Mapping[str, Any], values: Mapping[str, Any] | None = None) -> Plan:
    """A plan that answers several rules and values at once."""
    from dataclasses import replace

    program = replace(bound.program, conditions=dict(rules))
    return lower(program, bound.world.as_of, conditions=list(rules), values=values or {}, matrix=bool(program.cells))


def by_key(plan: Plan, table: Any) -> dict[str, dict[Value, Value]]:
    """The answers of each output by the subject's key; decimals as decimals."""
    keys = table.column("key").to_pylist()
    found = {}
    for output in plan.outputs:
        values = table.column(output.name).to_pylist()
        if output.scale:
            values = [None if value is None else Decimal(value).scaleb(-output.scale) for value in values]
        found[output.name] = dict(zip(keys, values, strict=True))
    return found


def all_cases() -> Iterator[tuple[Suite, Case]]:
    for suite in suites():
        for case in suite.cases:
            yield suite, case


def refused(suite: Suite, case: Case) -> list[str]:
    """Codes of everything that is said about a case's text."""
    bound = bind(suite.world)
    _, said = bound.check(case.text, Context(expects=Kind.BOOLEAN) if case.is_rule else Context())
    return [d.code for d in said]
