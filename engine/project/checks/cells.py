"""A cell's criteria and how they are combined."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dsl.diagnostics import Diagnostic
from engine.project.checks.subject import Check, Subject
from engine.project.problems import problem


def defined(subject: Subject) -> Iterator[Diagnostic]:
    """Without an active criterion a cell is not defined: nobody is in it, and never everyone."""
    for cell in subject.project.matrix.cells:
        if not cell.active:
            yield problem("cell.undefined", "info", ("matrix", "cells", cell.id), cell=cell.id)


def enough_for_k(subject: Subject) -> Iterator[Diagnostic]:
    """``at_least: k`` with fewer than k criteria that it could count."""
    for cell in subject.project.matrix.cells:
        counted = [c for c in cell.active if not c.required]
        k = cell.match.at_least
        if cell.match.mode == "at_least" and k is not None and cell.active and k > len(counted):
            path = ("matrix", "cells", cell.id, "match")
            yield problem("cell.too_many", path=path, cell=cell.id, k=k, active=len(counted))


def reachable_score(subject: Subject) -> Iterator[Diagnostic]:
    """A threshold above what all weights together give."""
    for cell in subject.project.matrix.cells:
        score = cell.match.score
        if cell.match.mode != "score" or score is None or not cell.active:
            continue
        most = sum((c.weight or Decimal(0) for c in cell.active if not c.required and (c.weight or 0) > 0), Decimal(0))
        path = ("matrix", "cells", cell.id, "match")
        if score > most:
            yield problem("cell.score_high", path=path, cell=cell.id, score=f"{score:f}", most=f"{most:f}")


def weights(subject: Subject) -> Iterator[Diagnostic]:
    """Weights act in score mode only; there, every criterion that is not required needs one."""
    for cell in subject.project.matrix.cells:
        for criterion in cell.criteria:
            path = ("matrix", "cells", cell.id, "criteria", criterion.n)
            scored = cell.match.mode == "score"
            if criterion.weight is not None and not scored:
                yield problem("criterion.weight", "warning", (*path, "weight"), n=criterion.n, cell=cell.id)
            elif criterion.weight is not None and criterion.required:
                yield problem("criterion.weight_required", "warning", (*path, "weight"), n=criterion.n, cell=cell.id)
            elif scored and criterion.weight is None and not criterion.required and not criterion.off:
                yield problem("criterion.no_weight", "warning", path, n=criterion.n, cell=cell.id)


CHECKS: tuple[Check, ...] = (defined, enough_for_k, reachable_score, weights)
