"""The end of an operation that its user cancelled."""

from __future__ import annotations

from dsl.diagnostics import Diagnostic, QuadrilleError


class Cancelled(QuadrilleError):
    """Raised out of a long operation once it was asked to stop; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(Diagnostic("run.cancelled", "info"))
