"""Units that every project knows; a project adds its own or words them differently."""

from __future__ import annotations

from collections.abc import Mapping

from dsl.catalog import UnitOfMeasure
from engine.project.data_model import UnitSpec

_WORDS = (
    ("visit", "회", "visit", "visits"),
    ("time", "회", "time", "times"),
    ("person", "명", "person", "people"),
    ("case", "건", "case", "cases"),
    ("piece", "개", "piece", "pieces"),
    ("car", "대", "car", "cars"),
    ("won", "원", "won", "won"),
    ("point", "점", "point", "points"),
    ("year", "년", "year", "years"),
    ("month", "개월", "month", "months"),
    ("week", "주", "week", "weeks"),
    ("day", "일", "day", "days"),
    ("hour", "시간", "hour", "hours"),
    ("minute", "분", "minute", "minutes"),
    ("second", "초", "second", "seconds"),
    ("mile", "마일", "mile", "miles"),
    ("km", "km", "km", "km"),
    ("usd", "달러", "dollar", "dollars"),
    ("eur", "유로", "euro", "euros"),
)
BUILT_IN: Mapping[str, UnitOfMeasure] = {id: UnitOfMeasure(id, ko, one, many) for id, ko, one, many in _WORDS}


def units_of(own: Mapping[str, UnitSpec]) -> dict[str, UnitOfMeasure]:
    """The built-in units and the project's."""
    units = dict(BUILT_IN)
    for id, spec in own.items():
        one = spec.en[0] if spec.en else spec.ko or id
        units[id] = UnitOfMeasure(id, spec.ko or one, one, spec.en[-1] if spec.en else one)
    return units
