"""From a plan to one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from dsl.diagnostics import Language
from engine.backends.base import unsupported
from engine.backends.sql.chain import Chain
from engine.backends.sql.counts import COUNT_COLUMNS, counts_body
from engine.backends.sql.dialect import Dialect
from engine.backends.sql.dialects import DIALECTS
from engine.backends.sql.grouping import keys_filter
from engine.backends.sql.layout import indent, select
from engine.backends.sql.quoting import Names, comment, finished
from engine.backends.sql.today import with_today
from engine.core import Core, Kind, Ref, children, kind_of
from engine.lower.today import Today
from engine.names import path
from engine.plan import Gather, GroupRows, JoinRows, Let, Output, Plan, Rows, Statistics

Form = Literal["select", "table", "view", "counts"]
DEFAULT_NAME = "quadrille_outcome"
_UNTRIED: dict[Language, str] = {
    "ko": "이 SQL은 {name}에서 직접 실행해 확인한 적이 없습니다. 쓰기 전에 결과를 확인하세요.",
    "en": "This project has never carried out its SQL on {name} itself. Check the result before you rely on it.",
}


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of the result, in order; ``output`` is what of the plan it holds (None in the accounting)."""

    name: str
    kind: Kind
    output: Output | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, without a semicolon, and the columns that it gives (or that its table or view has)."""

    sql: str
    columns: tuple[ResultColumn, ...]


def compile(
    plan: Plan,
    dialect: str,
    *,
    form: Form = "select",
    name: str = DEFAULT_NAME,
    comments: bool = True,
    language: Language = "ko",
    zone: str = "UTC",
) -> Statement:
    """The plan as one statement of a dialect. Raises ``Unsupported`` for what the dialect was not proven for.

    ``zone``: whose day it is, in a plan for the day on which the statement will run.
    """
    rules = dialect_named(dialect)
    chain = Chain(plan, rules, _uses(plan), comments, Names(set(_tables(plan))))
    for step in plan.steps:
        chain.add(step)
    if form == "counts":
        return _for_today(_counts(plan, chain, language), plan, chain, zone)
    columns, tables = _outcome(plan, chain)
    body = _with(chain, tables[:-1], tables[-1][1])
    if form != "select":
        body = f"CREATE {form.upper()} {rules.table(name)} AS\n{body}"
    return _for_today(Statement(_headed(plan, rules, comments, language) + body, columns), plan, chain, zone)


def _for_today(statement: Statement, plan: Plan, chain: Chain, zone: str) -> Statement:
    statement = replace(statement, sql=finished(statement.sql))
    if not isinstance(plan.as_of, Today):
        return statement
    roots = [*_roots(plan), *([plan.since] if plan.since is not None else [])]
    text = with_today(statement.sql, chain.dialect, plan.as_of, zone, chain.tables.new("cutoffs"), roots)
    return replace(statement, sql=text)


def render(
    plan: Plan,
    dialect: str,
    *,
    form: Form = "select",
    name: str = DEFAULT_NAME,
    language: Language = "ko",
    zone: str = "UTC",
) -> str:
    """The statement as a file's text: commented, and closed by a semicolon."""
    return compile(plan, dialect, form=form, name=name, language=language, zone=zone).sql + ";\n"


def dialect_named(name: str) -> Dialect:
    """The rules of a dialect."""
    found = DIALECTS.get(name)
    if found is None:
        raise unsupported("dialect", name, known=tuple(sorted(DIALECTS)))
    return found()


def _outcome(plan: Plan, chain: Chain) -> tuple[tuple[ResultColumn, ...], list[tuple[str, str]]]:
    """The result's columns, and all CTEs with the final SELECT as the last."""
    dialect, names = chain.dialect, Names(set())
    chosen = []
    for output in plan.outputs:
        value = dialect.settled(output.value, chain.scope.value(output.value))
        chosen.append((names.new(output.name), value, output))
    level = max([chain.scope.height, len(chain.layers) - 1, *(value.level for _, value, _ in chosen)])
    wanted: set[str] = set().union(*(value.uses for _, value, _ in chosen))
    limit = ""
    if plan.keys is not None and any(isinstance(step, Statistics) for step in plan.steps):
        wanted.add(chain.key)
        limit = f"WHERE {keys_filter(dialect, chain.scope.column(chain.key), plan.keys).text}"
    tables = chain.tables_for(level, wanted)
    lines = []
    for name, value, output in chosen:
        note = comment(output.title) if chain.comments else ""
        lines.append(f"{value.text} AS {dialect.identifier(name)}{' ' + note if note else ''}")
    if len(lines) > dialect.max_columns:
        raise unsupported("columns", dialect.name, count=len(lines), limit=dialect.max_columns)
    source = f"{dialect.identifier(chain.layers[level])} AS {dialect.identifier(chain.scope.alias)}"
    tables.append(("", select(lines, source, limit)))
    return tuple(ResultColumn(name, kind_of(o.value), o) for name, _, o in chosen), tables


def _with(chain: Chain, tables: list[tuple[str, str]], final: str) -> str:
    """WITH …, each CTE kept as a table of its own where more than one reads it."""
    bodies = [body for _, body in tables] + [final]
    lines = []
    for number, (name, body) in enumerate(tables):
        read = sum(_reads(later, name) for later in bodies[number + 1 :])
        kept = chain.dialect.materialized if read > 1 else ""
        lines.append(f"{name} AS {kept}(\n{indent(body)}\n)")
    return f"WITH {', '.join(lines)}\n{final}" if lines else final


def _reads(body: str, table: str) -> int:
    return sum(
        line.lstrip().startswith((f"FROM {table}", f"JOIN {table}", f"LEFT JOIN {table}", f"CROSS JOIN {table}"))
        for line in body.split("\n")
    )


def _counts(plan: Plan, chain: Chain, language: Language) -> Statement:
    columns, tables = _outcome(plan, chain)
    outcome = chain.tables.new("outcome")
    quoted = chain.dialect.identifier(outcome)
    tables[-1] = (quoted, tables[-1][1])
    names = {column.output: column.name for column in columns if column.output is not None}
    more, final = counts_body(plan, chain.dialect, chain.tables, quoted, names)
    text = _headed(plan, chain.dialect, chain.comments, language) + _with(chain, tables + more, final)
    return Statement(text, tuple(ResultColumn(name, kind) for name, kind in COUNT_COLUMNS))


def _headed(plan: Plan, dialect: Dialect, comments: bool, language: Language) -> str:
    if not comments:
        return ""
    words = "기준일" if language == "ko" else "as of"
    day = "today" if isinstance(plan.as_of, Today) else plan.as_of.isoformat()
    head = comment(f"Quadrille, {words} {day}") + "\n"
    return head if dialect.tried else f"{head}{comment(_UNTRIED[language].format(name=dialect.name))}\n"


def _uses(plan: Plan) -> dict[str, int]:
    """How often each Ref is read."""
    found: dict[str, int] = {}
    stack: list[Core] = list(_roots(plan))
    while stack:
        node = stack.pop()
        if isinstance(node, Ref):
            found[node.name] = found.get(node.name, 0) + 1
        stack.extend(children(node))
    return found


def _roots(plan: Plan) -> Iterable[Core]:
    yield from (output.value for output in plan.outputs)
    for step in plan.steps:
        match step:
            case Let():
                yield step.value
            case Statistics():
                yield step.item
                if step.population is not None:
                    yield step.population
            case Gather():
                yield from (part for part in (step.where,) if part is not None)
                for _, agg in step.aggregates:
                    yield from (part for part in (agg.item, agg.where, agg.time) if part is not None)


def _tables(plan: Plan) -> Iterable[str]:
    """The names of the source's tables, which no CTE may take."""
    yield path(plan.subject.name)[-1]
    for step in plan.steps:
        if isinstance(step, Gather):
            yield from _row_tables(step.rows)


def _row_tables(rows: Rows) -> Iterable[str]:
    while True:
        match rows:
            case GroupRows():
                rows = rows.of
            case JoinRows():
                yield path(rows.table.name)[-1]
                rows = rows.parent
            case _:
                yield path(rows.table.name)[-1]
                return
