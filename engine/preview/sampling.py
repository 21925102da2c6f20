"""Which subjects are looked at where not all of them fit: chosen by a hash of their key, the same for one seed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from engine.program import Program
from plugins.api import Source

if TYPE_CHECKING:
    import pyarrow as pa

Cancel = Callable[[], bool]


@dataclass(slots=True)
class Chosen:
    of: int
    links: dict[str, Iterable[str]]

    def filter(self, table: str, part: pa.Table) -> pa.Table:
        raise NotImplementedError


def choose(
    program: Program, source: Source, as_of: date, limit: int, seed: int, cancel: Cancel | None = None
) -> Chosen | None:
    """None: all subjects fit."""
    return None
