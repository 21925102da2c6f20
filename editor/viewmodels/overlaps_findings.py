"""What there is to mend in a matrix: exact combinations of cells, gaps of each stage, near misses. Plain Python."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from editor.i18n.texts import Words
from editor.viewmodels.criteria_model import circled
from editor.viewmodels.tree_model import Branch
from engine.preview import Combination, Counts, Gap, Who
from engine.project.model import Project

SHOWN = 20
"""So many combinations and so many gaps a stage."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All of one count, found in the background."""

    counts: Counts
    combinations: tuple[Combination, ...]
    gaps: dict[str, tuple[Gap, ...]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A line: whom it counts, and the cell and criterion to go to."""

    who: Who | None
    subjects: int
    cell: str | None = None
    n: int | None = None


def find(counts: Counts) -> Findings:
    """Everything that is shown, from the counts alone."""
    combinations = counts.behind.combinations("", SHOWN) if counts.behind is not None else ()
    return Findings(counts, combinations, {stage: counts.gaps(stage, SHOWN) for stage in counts.stages})


def branches(found: Findings, project: Project, words: Words) -> tuple[Branch, ...]:
    """The lines: near misses, gaps and combinations, each under its heading."""
    return (*_gaps(found, project, words), _near(found, project, words), _combined(found, words))


def _line(key: Hashable, text: str, finding: Finding, children: tuple[Branch, ...] = (), tip: str = "") -> Branch:
    return Branch(key, (text, f"{finding.subjects:,}"), children, finding, tip)


def _combined(found: Findings, words: Words) -> Branch:
    lines = tuple(
        _line(("together", one.cells), " + ".join(one.cells), Finding(Who(one.cells, exactly=True), one.subjects))
        for one in found.combinations
    )
    return _line(("together",), words("overlaps.together"), Finding(None, found.counts.in_several), lines)


def _gaps(found: Findings, project: Project, words: Words) -> tuple[Branch, ...]:
    lines = []
    for stage in project.matrix.stages:
        if stage.id not in found.gaps:
            continue
        name = stage.labels.catalog().get(words.language, stage.id)
        number = found.counts.stages[stage.id].unassigned
        inside = []
        for gap in found.gaps[stage.id]:
            failing = [f"{cell}{circled(n)}" for cell, n in gap.failing]
            text = words("gaps.fails", criteria=" ".join(failing)) if failing else words("gaps.fails_none")
            tip = "\n".join(_named(project, cell, n, words) for cell, n in gap.failing)
            cell, n = gap.failing[0] if gap.failing else (None, None)
            finding = Finding(Who(stage=stage.id, gap=gap), gap.subjects, cell, n)
            inside.append(_line(("gap", stage.id, gap.failing), text, finding, (), tip))
        finding = Finding(Who(stage=stage.id), number)
        lines.append(_line(("gaps", stage.id), words("gaps.in_no_cell", stage=name), finding, tuple(inside)))
    return tuple(lines)


def _near(found: Findings, project: Project, words: Words) -> Branch:
    lines = []
    for cell in found.counts.cells:
        for n, number in sorted(found.counts.near_misses(cell).items()):
            text = words("near.only", cell=cell, n=circled(n))
            finding = Finding(Who(near=(cell, n)), number, cell, n)
            lines.append(_line(("near", cell, n), text, finding, (), _named(project, cell, n, words)))
    lines.sort(key=lambda line: -line.data.subjects)
    # Somebody may miss several cells by one criterion each: a sum would count them again and again.
    return Branch(("near",), (words("near"), ""), tuple(lines), Finding(None, 0))


def _named(project: Project, cell: str, n: int, words: Words) -> str:
    """A criterion with its label, or else its rule."""
    found = project.matrix.cell(cell)
    one = next((one for one in found.criteria if one.n == n), None) if found is not None else None
    if one is None:
        return f"{cell}{circled(n)}"
    return f"{cell}{circled(n)} {one.labels.catalog().get(words.language, '') or ' '.join(one.rule.split())}"
