"""Values for panels: a distribution, sorted values for sliders, one subject's value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from dsl.diagnostics import Diagnostic, QuadrilleError, Value
from dsl.types import Kind, Type
from engine.backends.frame.runtime.pairs import Pair, Text
from engine.backends.frame.runtime.rows import KeyProblem
from engine.program import Program

Side = Literal["<", "<=", "=", ">=", ">"]
EPOCH = datetime(1970, 1, 1)


def key_problem(program: Program, problem: KeyProblem) -> QuadrilleError:
    """What is wrong with the subject's key, as a run says it."""
    params: dict[str, Value] = {
        "table": program.table,
        "key": program.key,
        "examples": tuple(map(str, problem.examples)),
    }
    return QuadrilleError(Diagnostic(f"run.key_{problem.code}", "error", params=params))


def shown(value: Any, type_: Type) -> Any:
    """A number of the preview as a value of its type: decimals as Decimal, days and times as such."""
    match type_.kind:
        case Kind.DECIMAL:
            return Decimal(int(value)).scaleb(-type_.scale)
        case Kind.DATE:
            return (EPOCH + timedelta(days=int(value))).date()
        case Kind.TIMESTAMP:
            return EPOCH + timedelta(microseconds=int(value))
        case Kind.BOOLEAN:
            return bool(value)
        case Kind.DOUBLE:
            return float(value)
        case Kind.TEXT:
            return str(value)
    return int(value)


def number_of(value: Any, type_: Type) -> float | int:
    """A value of a type as the preview's number; decimals may lie between two numbers."""
    match type_.kind:
        case Kind.DECIMAL:
            scaled = Decimal(str(value)).scaleb(type_.scale)
            return int(scaled) if scaled == int(scaled) else float(scaled)
        case Kind.DATE if isinstance(value, date):
            return value.toordinal() - EPOCH.toordinal()
        case Kind.TIMESTAMP if isinstance(value, datetime):
            return (value - EPOCH) // timedelta(microseconds=1)
    number: float | int = float(value) if isinstance(value, Decimal) else value
    return number


def shown_value(pair: Pair, place: int, type_: Type) -> Any:
    """One subject's value; None where it is missing."""
    known = pair.known if np.ndim(pair.known) == 0 else pair.known[place]
    if known is not None and not known:
        return None
    if isinstance(pair.value, Text):
        code = pair.value.codes if np.ndim(pair.value.codes) == 0 else pair.value.codes[place]
        return str(pair.value.words[code])
    return shown(pair.value if np.ndim(pair.value) == 0 else pair.value[place], type_)


Flags = npt.NDArray[np.bool_]


def _known_values(
    pair: Pair, size: int, among: Flags | None = None
) -> tuple[npt.NDArray[Any], npt.NDArray[Any] | None]:
    """The known values (``among``: of these subjects), as numbers or as ranks into words."""
    if isinstance(pair.value, Text):
        ranks, words = pair.value.ranked()
        values = np.broadcast_to(ranks[pair.value.codes], (size,))
    else:
        values, words = np.broadcast_to(np.asarray(pair.value), (size,)), None
    if pair.known is not None:
        known = np.broadcast_to(pair.known, (size,))
        values = values[known if among is None else known & among]
    elif among is not None:
        values = values[among]
    return values, words


@dataclass(frozen=True, slots=True)
class Profile:
    """A distribution. missing: subjects without a value. edges, bins: a histogram (numbers and times only; edges are
    values of the type, one more than bins). commonest: values with their counts, the most frequent first."""

    subjects: int
    missing: int
    distinct: int
    low: Any
    median: Any
    high: Any
    edges: tuple[Any, ...]
    bins: tuple[int, ...]
    commonest: tuple[tuple[Any, int], ...]

    @property
    def missing_share(self) -> float:
        return self.missing / self.subjects if self.subjects else 0.0


def profile(pair: Pair, type_: Type, size: int, bins: int, commonest: int, among: Flags | None = None) -> Profile:
    """The distribution of a value per subject (``among``: of these)."""
    values, words = _known_values(pair, size, among)
    if among is not None:
        size = int(np.count_nonzero(among))
    if not len(values):
        return Profile(size, size, 0, None, None, None, (), (), ())
    found, counts = np.unique(values, return_counts=True)
    order = np.argsort(-counts, kind="stable")[:commonest]
    spelled = (lambda one: str(words[one])) if words is not None else (lambda one: shown(one, type_))
    common = tuple((spelled(found[i]), int(counts[i])) for i in order)
    middle = found[np.searchsorted(np.cumsum(counts), (len(values) + 1) // 2)]
    edges: tuple[Any, ...] = ()
    heights: tuple[int, ...] = ()
    if words is None and type_.kind is not Kind.BOOLEAN:
        edges, heights = _histogram(found, counts, type_, bins)
    return Profile(
        size,
        size - len(values),
        len(found),
        spelled(found[0]),
        spelled(middle),
        spelled(found[-1]),
        edges,
        heights,
        common,
    )


def _histogram(
    found: npt.NDArray[Any], counts: npt.NDArray[Any], type_: Type, bins: int
) -> tuple[tuple[Any, ...], tuple[int, ...]]:
    """Bins of equal width; whole ones where the values are whole numbers."""
    low, high = found[0].item(), found[-1].item()
    if isinstance(low, float):
        borders = np.linspace(low, high if high > low else low + 1.0, bins + 1)
    else:
        width = max(1, -(-(high - low + 1) // bins))
        borders = np.array([low + width * i for i in range(-(-(high - low + 1) // width) + 1)], dtype=object)
        borders = np.clip(borders, None, 2**63 - 1).astype(np.int64)
    places = np.clip(np.searchsorted(borders, found, side="right") - 1, 0, len(borders) - 2)
    heights = np.bincount(places, counts, minlength=len(borders) - 1)
    return tuple(shown(one, type_) for one in borders), tuple(int(one) for one in heights)


class Thresholds:
    """Sorted known values of a measure: the count behind any threshold by one search."""

    def __init__(self, values: npt.NDArray[Any], type_: Type) -> None:
        self._values = np.sort(values)
        self._type = type_

    def __len__(self) -> int:
        return len(self._values)

    def count(self, op: Side, value: Any) -> int:
        """How many known values compare so with a value of the measure's type."""
        number = number_of(value, self._type)
        low = int(np.searchsorted(self._values, number, side="left"))
        high = int(np.searchsorted(self._values, number, side="right"))
        return {
            "<": low,
            "<=": high,
            "=": high - low,
            ">=": len(self._values) - low,
            ">": len(self._values) - high,
        }[op]

    @property
    def low(self) -> Any:
        """The least known value; None without values."""
        return shown(self._values[0], self._type) if len(self._values) else None

    @property
    def high(self) -> Any:
        """The greatest known value; None without values."""
        return shown(self._values[-1], self._type) if len(self._values) else None

    def within(self, share: Decimal, side: Literal["top", "bottom"] = "top") -> tuple[Any, int]:
        """The last value that ``in top 30%`` takes, and how many it takes: all with fewer than that share (0 to 1) of
        the known values before them; None where it takes nobody."""
        n = len(self._values)
        limit = min(n, ceil(share * n))
        if limit <= 0:
            return None, 0
        if side == "top":
            border = self._values[n - limit]
            return shown(border, self._type), n - int(np.searchsorted(self._values, border, side="left"))
        border = self._values[limit - 1]
        return shown(border, self._type), int(np.searchsorted(self._values, border, side="right"))

    def top(self, share: float) -> Any:
        """The least value among the best ``share`` (0 to 1) of the known values; None without values."""
        if not len(self._values):
            return None
        place = min(len(self._values) - 1, max(0, len(self._values) - max(1, round(share * len(self._values)))))
        return shown(self._values[place], self._type)


def thresholds(pair: Pair, type_: Type, size: int, among: Flags | None = None) -> Thresholds:
    """A value per subject (``among``: of these), sorted. Texts have no thresholds: TypeError."""
    values, words = _known_values(pair, size, among)
    if words is not None:
        raise TypeError("texts have no thresholds")
    return Thresholds(values, type_)


@dataclass(frozen=True, slots=True)
class CriterionValues:
    """The values behind one criterion that compares a number with a threshold.

    stage: of the cell's stage. swing: of those whom the cell matches if they meet the criterion, and not otherwise;
    always: how many it matches either way. near: of those whom only this criterion keeps out.
    """

    stage: Thresholds
    swing: Thresholds
    always: int
    near: Thresholds
    near_subjects: int
    profile: Profile

    def alone(self, op: Side, value: Any) -> int:
        """How many of the stage a threshold lets in by itself."""
        return self.stage.count(op, value)

    def in_cell(self, op: Side, value: Any) -> int:
        """How many the cell would match."""
        return self.always + self.swing.count(op, value)
