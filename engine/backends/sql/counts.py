"""The accounting of a run as a statement: the ledgers of ``engine.accounting``, one line a row."""

from __future__ import annotations

from collections.abc import Mapping

from engine.backends.sql.dialect import Dialect
from engine.backends.sql.layout import select
from engine.backends.sql.quoting import Names
from engine.core import Kind
from engine.plan import Output, Plan

COUNT_COLUMNS = (("ledger", Kind.TEXT), ("place", Kind.TEXT), ("line", Kind.TEXT), ("subjects", Kind.INT))


def counts_body(
    plan: Plan, dialect: Dialect, tables: Names, outcome: str, names: Mapping[Output, str]
) -> tuple[list[tuple[str, str]], str]:
    """CTEs after the outcome, and the final SELECT: (ledger, place, line, subjects).

    overall: subjects, in_one, in_several, unassigned, in_no_stage (by the cells that match); stage: entered,
    unassigned, overlapping; cell: matched, assigned, overlapping (matched by another cell of its stage too);
    criterion (place is ``cell#n``, among those who entered the cell's stage): met, not_met, no_data.
    """
    quote = dialect.identifier
    flag = {o: f"CASE WHEN {quote(n)} THEN 1 ELSE 0 END" for o, n in names.items() if o.role in ("stage", "match")}
    stages = [o for o in plan.outputs if o.role == "stage"]
    matches = [o for o in plan.outputs if o.role == "match"]
    entered = {str(o.of[0]): quote(names[o]) for o in stages}
    within = {}
    counted = []
    for stage in entered:
        cells = [flag[o] for o in matches if str(o.of[1]) == stage]
        within[stage] = quote(f"matches in {stage}")
        counted.append(f"{' + '.join(cells) or '0'} AS {within[stage]}")
    hits, staged = quote("matches"), quote("stages")
    counted.append(f"{' + '.join(flag[o] for o in matches) or '0'} AS {hits}")
    counted.append(f"{' + '.join(flag[o] for o in stages) or '0'} AS {staged}")
    wide = tables.new("accounted")
    body = select([f"{outcome}.*", *counted], outcome)
    lines: list[tuple[str, str, str, str]] = [
        ("overall", "", "subjects", "1 = 1"),
        ("overall", "", "in_one", f"{hits} = 1"),
        ("overall", "", "in_several", f"{hits} > 1"),
        ("overall", "", "unassigned", f"{hits} = 0 AND {staged} > 0"),
        ("overall", "", "in_no_stage", f"{hits} = 0 AND {staged} = 0"),
    ]
    assigned = {str(o.of[0]): quote(names[o]) for o in plan.outputs if o.role == "assigned" and o.of}
    for stage, column in entered.items():
        lines.append(("stage", stage, "entered", column))
        if stage in assigned:
            lines.append(("stage", stage, "unassigned", f"{column} AND {assigned[stage]} IS NULL"))
        lines.append(("stage", stage, "overlapping", f"{within[stage]} > 1"))
    for match in matches:
        cell, stage = str(match.of[0]), str(match.of[1])
        lines.append(("cell", cell, "matched", quote(names[match])))
        if stage in assigned:
            lines.append(("cell", cell, "assigned", f"{assigned[stage]} = {dialect.text(cell).text}"))
        lines.append(("cell", cell, "overlapping", f"{quote(names[match])} AND {within[stage]} > 1"))
    stage_of = {str(o.of[0]): str(o.of[1]) for o in matches}
    for output in plan.outputs:
        if output.role == "criterion":
            column, place = quote(names[output]), f"{output.of[0]}#{output.of[1]}"
            inside = entered[stage_of[str(output.of[0])]]
            lines.append(("criterion", place, "met", f"{inside} AND {column}"))
            lines.append(("criterion", place, "not_met", f"{inside} AND NOT {column}"))
            lines.append(("criterion", place, "no_data", f"{inside} AND {column} IS NULL"))
    return _unpivoted(lines, dialect, tables, wide, body)


def _unpivoted(
    lines: list[tuple[str, str, str, str]], dialect: Dialect, tables: Names, wide: str, body: str
) -> tuple[list[tuple[str, str]], str]:
    """Every line is a column of one row (one pass over the subjects), then a row of its own."""
    quote = dialect.identifier
    row = tables.new("counts")
    sums = [
        f"COUNT(CASE WHEN {condition} THEN 1 END) AS {quote(f'n{number}')}"
        for number, (_, _, _, condition) in enumerate(lines)
    ]
    made = [(quote(wide), body), (quote(row), select(sums, quote(wide)))]
    if not dialect.shares_tables:
        return _chosen(lines, dialect, tables, made, quote(row))
    parts = []
    for number, line in enumerate(lines):
        parts.append(f"SELECT {_said(line, dialect)}, {quote(f'n{number}')} AS {quote('subjects')} FROM {quote(row)}")
    return made, _union(parts, dialect, tables, made)


def _chosen(
    lines: list[tuple[str, str, str, str]], dialect: Dialect, tables: Names, made: list[tuple[str, str]], row: str
) -> tuple[list[tuple[str, str]], str]:
    """The lines as a table that chooses from the row, which is read once."""
    quote = dialect.identifier
    number, named = quote("number"), quote(tables.new("ledgers"))
    parts = [f"SELECT {_said(line, dialect)}, {place} AS {number}" for place, line in enumerate(lines)]
    made.append((named, _union(parts, dialect, tables, made)))
    choice = "\n".join(f"  WHEN {place} THEN {row}.{quote(f'n{place}')}" for place in range(len(lines)))
    columns = [f"{named}.{quote(name)}" for name in ("ledger", "place", "line")]
    columns.append(f"CASE {named}.{number}\n{choice}\nEND AS {quote('subjects')}")
    return made, select(columns, f"{row} CROSS JOIN {named}")


def _said(line: tuple[str, str, str, str], dialect: Dialect) -> str:
    """What a line is about, as columns."""
    names = ("ledger", "place", "line")
    return ", ".join(
        f"{dialect.text(text).text} AS {dialect.identifier(name)}" for text, name in zip(line[:3], names, strict=True)
    )


def _union(parts: list[str], dialect: Dialect, tables: Names, made: list[tuple[str, str]]) -> str:
    """All parts below each other; more of them than an engine takes at once by way of further CTEs."""
    while len(parts) > dialect.max_compound:
        first, parts = parts[: dialect.max_compound], parts[dialect.max_compound :]
        name = dialect.identifier(tables.new("lines"))
        made.append((name, "\nUNION ALL\n".join(first)))
        parts = [f"SELECT * FROM {name}", *parts]
    return "\nUNION ALL\n".join(parts)
