"""The types of values that a rule speaks about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

INT64_MIN = -(2**63)
INT64_MAX = 2**63 - 1
MAX_SCALE = 18
# Decimal places to which doubles are rounded for sum and avg where nobody says otherwise.
DOUBLE_SCALE = 6
# The scale of a double that is added as it is: fast, but not exactly repeatable.
FLOAT = -1


class Kind(StrEnum):
    """What sort of value an expression has.

    ``INTEGER`` and ``DECIMAL`` are exact (a decimal has a scale and 64 bits for its unscaled value);
    ``DOUBLE`` is IEEE 754; ``DURATION`` exists only inside rules (``5 years``), never in data.
    """

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DOUBLE = "double"
    TEXT = "text"
    DATE = "date"
    TIMESTAMP = "timestamp"
    DURATION = "duration"
    MISSING = "missing"


NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.DOUBLE})
TEMPORAL = frozenset({Kind.DATE, Kind.TIMESTAMP})


@dataclass(frozen=True, slots=True)
class Type:
    """A kind with what else is known before any data is read.

    scale: decimal places of a ``DECIMAL``. Of a ``DOUBLE`` it is the scale for sum and avg: 0 is the default of 6,
    -1 is ``float`` (see ``sum_scale``). percent: shown as a percent (30% is the number 0.30).
    unit: unit id of the catalog, such as ``visit`` or ``won``. optional: the value may be missing.
    low, high: inclusive bounds of the *unscaled* integer where they are known (``INTEGER``, ``DECIMAL``);
    they let a compiler leave out guards against 64-bit overflow. A result of arithmetic has both bounds only where
    the checker has shown that it cannot leave 64 bits.
    """

    kind: Kind
    scale: int = 0
    percent: bool = False
    unit: str | None = None
    optional: bool = True
    low: int | None = None
    high: int | None = None

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC

    @property
    def exact(self) -> bool:
        return self.kind in (Kind.INTEGER, Kind.DECIMAL)

    @property
    def temporal(self) -> bool:
        return self.kind in TEMPORAL

    @property
    def sum_scale(self) -> int:
        """Decimal places to which a value is rounded for sum and avg; -1 for ``float`` (not rounded)."""
        if self.kind is not Kind.DOUBLE:
            return self.scale
        return self.scale or DOUBLE_SCALE

    def known(self) -> Type:
        """The same type, never missing."""
        return replace(self, optional=False)


BOOLEAN = Type(Kind.BOOLEAN)
INTEGER = Type(Kind.INTEGER)
DOUBLE = Type(Kind.DOUBLE)
TEXT = Type(Kind.TEXT)
DATE = Type(Kind.DATE)
TIMESTAMP = Type(Kind.TIMESTAMP)
DURATION = Type(Kind.DURATION, optional=False)
MISSING = Type(Kind.MISSING)


def decimal(scale: int, *, percent: bool = False) -> Type:
    """A decimal with ``scale`` places."""
    return Type(Kind.DECIMAL, scale=scale, percent=percent)
