"""Results as tables for a terminal: the matrix, the ledgers, diagnostics."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dsl.diagnostics import Diagnostic
from engine.accounting import Accounting, CellCount
from engine.cli.texts import Language, text
from engine.program import Cell, Program

if TYPE_CHECKING:
    from rich.console import Console

INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode's categories of what nobody sees but a terminal obeys."""

SEVERITY_STYLE = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def console(*, stderr: bool = False) -> Console:
    """A terminal; narrow ones get at least 100 columns when the output is a file or a pipe."""
    from rich.console import Console

    terminal = Console(stderr=stderr, highlight=False)
    if not terminal.is_terminal:
        terminal = Console(stderr=stderr, highlight=False, width=max(terminal.width, 120))
    return terminal


def share(part: int, whole: int) -> str:
    """A share as a percent with one decimal; nothing of nothing is a dash."""
    return f"{100 * part / whole:.1f}%" if whole else "–"


def matrix_table(
    program: Program, accounting: Accounting, language: Language, levels: Sequence[tuple[str, str]]
) -> Any:
    """The matrix: a column a stage, a row a level, and the ledger of each stage below."""
    from rich import box
    from rich.table import Table

    counts = {count.cell: count for stage in accounting.stages for count in stage.cells}
    ledgers = {ledger.stage: ledger for ledger in accounting.stages}
    cells: dict[tuple[str, str], list[Cell]] = {}
    for cell in program.cells:
        cells.setdefault((cell.stage, cell.level), []).append(cell)
    table = Table(box=box.ROUNDED, show_lines=True, pad_edge=False)
    table.add_column("", style="bold")
    for stage in program.stages:
        table.add_column(escaped(stage.labels.get(language, stage.id)), justify="right", ratio=1)
    for level, label in levels:
        row = [escaped(label)]
        for stage in program.stages:
            entered = ledgers[stage.id].entered
            found = cells.get((stage.id, level), [])
            row.append("\n".join(_card(cell, counts[cell.id], entered, language) for cell in found))
        table.add_row(*row)
    ledger = [ledgers[stage.id] for stage in program.stages]
    table.add_row(text("unassigned", language), *(_with_share(one.unassigned, one.entered) for one in ledger))
    table.add_row(text("entered", language), *(f"[bold]{one.entered:,}[/bold]" for one in ledger))
    table.add_row(text("overlap", language), *(f"{one.overlapping:,}" for one in ledger))
    return table


def _card(cell: Cell, count: CellCount, entered: int, language: Language) -> str:
    title = escaped(f"{cell.id} {_name(cell, language)}")
    if not cell.active:
        return f"{title}\n[dim]{text('not_defined', language)}[/dim]"
    return f"{title}\n[bold]{count.assigned:,}[/bold]  {share(count.assigned, entered)}"


def _name(cell: Cell, language: Language) -> str:
    label = cell.labels.get(language, "")
    return label.removeprefix(cell.id).strip()


def _with_share(part: int, whole: int) -> str:
    return f"{part:,}  {share(part, whole)}"


def overall_table(accounting: Accounting, language: Language) -> Any:
    """The overall ledger, one line a place, adding up to everyone."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, title=text("ledger.overall", language), title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right")
    for code, count in (
        ("in_one", accounting.in_one),
        ("in_several", accounting.in_several),
        ("in_stage_no_cell", accounting.unassigned),
        ("in_no_stage", accounting.in_no_stage),
        ("subjects", accounting.subjects),
    ):
        style = "bold" if code == "subjects" else None
        table.add_row(text(code, language), f"{count:,}", share(count, accounting.subjects), style=style)
    return table


def overlap_lines(program: Program, accounting: Accounting, language: Language) -> list[str]:
    """Pairs of cells of one stage that share subjects, the largest first."""
    stage_of = {cell.id: cell.stage for cell in program.cells}
    within = [(count, pair) for pair, count in accounting.overlaps.items() if stage_of[pair[0]] == stage_of[pair[1]]]
    return [f"{one} ∩ {other}: {count:,}" for count, (one, other) in sorted(within, reverse=True)]


def print_diagnostics(
    terminal: Console, found: Iterable[Diagnostic], language: Language, *, notes: int | None = None
) -> None:
    """Each problem on its own lines: severity, place, what is wrong and what to do.

    ``notes``: show no more than so many notes of one kind, and say how many there are besides.
    """
    from dsl.messages import fix_title, render

    seen: Counter[str] = Counter()
    hidden = 0
    for diagnostic in found:
        seen[diagnostic.code] += 1
        if notes is not None and diagnostic.severity == "info" and seen[diagnostic.code] > notes:
            hidden += 1
            continue
        style = SEVERITY_STYLE[diagnostic.severity]
        said = render(diagnostic, language)
        where = place_text(diagnostic)
        place = diagnostic.place
        if not where and place is not None and place.file and place.file not in said:
            where = place.file
        prefix = f"{escaped(where)}: " if where else ""
        message = escaped(said)
        terminal.print(f"{prefix}[{style}]{text(diagnostic.severity, language)}[/{style}]: {message}", soft_wrap=True)
        for fix in diagnostic.fixes[:3]:
            terminal.print(f"    {escaped(text('fix', language, title=fix_title(fix, language)))}", soft_wrap=True)
    if hidden:
        terminal.print(text("more_notes", language, n=hidden))


def place_text(diagnostic: Diagnostic) -> str:
    """Where a problem is: file, line and column, else the path in the project."""
    place = diagnostic.place
    if place is None:
        return ""
    path = " › ".join(str(part) for part in place.path)
    if place.file and place.line:
        at = f"{place.file}:{place.line}:{place.column or 1}"
        return f"{at} ({path})" if path else at
    return path


def diagnostic_json(diagnostic: Diagnostic, language: Language) -> dict[str, Any]:
    """A problem for a program to read."""
    from dsl.messages import fix_title, render

    place = diagnostic.place
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": render(diagnostic, language),
        "params": {name: list(v) if isinstance(v, tuple) else v for name, v in diagnostic.params.items()},
        "span": [diagnostic.span.start, diagnostic.span.end],
        "place": None
        if place is None
        else {"path": list(place.path), "file": place.file, "line": place.line, "column": place.column},
        "fixes": [
            {
                "title": fix_title(fix, language),
                "edits": [{"span": [e.span.start, e.span.end], "text": e.text} for e in fix.edits],
            }
            for fix in diagnostic.fixes
        ],
    }


def visible(value: str) -> str:
    """A text for the terminal: what would move the cursor, change colours or turn the direction is spelt out."""
    return "".join(_spelt(sign) if unicodedata.category(sign) in INVISIBLE else sign for sign in value)


def _spelt(sign: str) -> str:
    # Joiners belong to the spelling of emoji and of some scripts.
    return sign if sign in "\n\t\u200c\u200d" else f"\\u{ord(sign):04x}"


def escaped(value: str) -> str:
    """A text from outside as it may stand between the marks of styles."""
    from rich.markup import escape

    return escape(visible(value))
