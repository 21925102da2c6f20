"""Naive local times of one zone as naive local times of another, by one table that every backend uses.

Engines carry zone data of different ages, or none. So the shifts are computed here, once, from ``zoneinfo``: a
sorted table of (start, shift). A local time that occurs twice is its first occurrence, one that never occurs is read
with the offset before the gap (``fold=0``). Before 1900 and after 2200 the nearest entry holds.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

FIRST = datetime(1900, 1, 1)
LAST = datetime(2200, 1, 1)
_PROBE = timedelta(days=3)
_SECOND = timedelta(seconds=1)

Step = tuple[datetime, int]
Interval = tuple[datetime | None, datetime | None]


def _offset(zone: ZoneInfo, instant: datetime) -> int:
    offset = instant.replace(tzinfo=UTC).astimezone(zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


def _between(zone: ZoneInfo, low: datetime, high: datetime) -> list[datetime]:
    """The instants (naive UTC, whole seconds) after ``low`` up to ``high`` at which the offset changes."""
    if _offset(zone, low) == _offset(zone, high):
        return []
    start = low
    before = _offset(zone, low)
    while high - low > _SECOND:
        middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return [high, *_between(zone, high, start + _PROBE)] if start + _PROBE > high else [high]


@cache
def _transitions(name: str) -> tuple[tuple[datetime, int, int], ...]:
    """(instant in naive UTC, offset before, offset after), in seconds."""
    zone = ZoneInfo(name)
    found = []
    low = FIRST
    while low < LAST:
        found += _between(zone, low, low + _PROBE)
        low += _PROBE
    return tuple((at, _offset(zone, at - _SECOND), _offset(zone, at)) for at in found)


def _shift(source: ZoneInfo, target: ZoneInfo, local: datetime) -> int:
    there = local.replace(tzinfo=source).astimezone(UTC).astimezone(target)
    return int((there.replace(tzinfo=None) - local).total_seconds())


@cache
def steps(source_zone: str, target_zone: str) -> tuple[Step, ...]:
    """(start, shift): from the naive time ``start`` of the source zone on, up to the next start, ``shift`` seconds
    lead to the target zone. The first entry also holds for every earlier time; there is always one."""
    source, target = ZoneInfo(source_zone), ZoneInfo(target_zone)
    starts = {FIRST}
    for at, before, after in _transitions(source_zone):
        starts |= {at + timedelta(seconds=before), at + timedelta(seconds=after)}
    for at, _, _ in _transitions(target_zone):
        starts |= {at + timedelta(seconds=offset) for offset in (_offset(source, at), _offset(source, at - _SECOND))}
    table: list[Step] = []
    for start in sorted(starts):
        shift = _shift(source, target, start)
        if not table or table[-1][1] != shift:
            table.append((start, shift))
    return tuple(table)


def shift(local: datetime, source_zone: str, target_zone: str) -> datetime | None:
    """One naive time moved from zone to zone; None outside the years 1 to 9999."""
    table = steps(source_zone, target_zone)
    place = max(bisect_right(table, local, key=lambda step: step[0]) - 1, 0)
    try:
        return local + timedelta(seconds=table[place][1])
    except OverflowError:
        return None


def reaching(source_zone: str, target_zone: str, moment: datetime) -> tuple[Interval, ...]:
    """The source times whose target time is at or after ``moment``, as sorted half-open intervals (None is open).

    Nearly always one interval: a comparison with a shifted column is then a comparison of the column itself.
    """
    table = steps(source_zone, target_zone)
    found: list[Interval] = []
    for number, (start, seconds) in enumerate(table):
        low = None if number == 0 else start
        high = table[number + 1][0] if number + 1 < len(table) else None
        try:
            bound: datetime | None = moment - timedelta(seconds=seconds)
        except OverflowError:
            bound = datetime.min if moment.year < 5000 else None
            if bound is None:
                continue
        if bound is not None and high is not None and bound >= high:
            continue
        if bound is not None and (low is None or bound > low):
            low = bound
        if found and found[-1][1] == low and low is not None:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return tuple(found)


def fixed_offset(zone: str) -> int | None:
    """Seconds ahead of UTC of a zone whose clock has not changed since 2000 and is not planned to; else None."""
    if any(at >= datetime(2000, 1, 1) for at, _, _ in _transitions(zone)):
        return None
    return _offset(ZoneInfo(zone), datetime(2020, 1, 1))
