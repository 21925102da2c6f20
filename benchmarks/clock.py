"""Timing: contenders take turns, and medians are compared, so that a busy machine harms all of them alike."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians of several runs: seconds by the clock, and seconds of processor time."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. ``target``: what to reach, in words; ``reached``: None where there is no target."""

    name: str
    value: str
    target: str = ""
    reached: bool | None = None
    detail: str = ""


def contest(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Timing]:
    """Run all contenders in turn, ``rounds`` times after one round that does not count."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, run in contenders.items():
            gc.collect()
            wall, cpu = time.perf_counter(), time.process_time()
            run()
            taken = (time.perf_counter() - wall, time.process_time() - cpu)
            if number:
                found[name].append(taken)
    return {
        name: Timing(statistics.median(w for w, _ in taken), statistics.median(c for _, c in taken))
        for name, taken in found.items()
    }


def child(command: Sequence[str], rounds: int) -> Timing:
    """The same for a command: what it takes from its start to its end. One that says nothing did not do its work."""
    taken = []
    for number in range(rounds + 1):
        before, wall = os.times(), time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        after = os.times()
        if not done.stdout.strip() or "Traceback" in done.stderr:
            raise SystemExit(f"{' '.join(command)} failed: {done.stderr[-500:]}")
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        if number:
            taken.append((time.perf_counter() - wall, cpu))
    return Timing(statistics.median(w for w, _ in taken), statistics.median(c for _, c in taken))


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def ratio(name: str, one: Timing, other: Timing, target: str, limit: float, *, least: bool = False) -> Line:
    """How many times longer ``one`` takes. ``limit``: at most (``least``: at least) so many times."""
    wall, cpu = one.wall / other.wall, one.cpu / other.cpu
    reached = wall >= limit if least else wall <= limit
    detail = f"{one.wall:.2f} s : {other.wall:.2f} s; by processor time {cpu:.2f}"
    return Line(name, f"{wall:.2f}", target, reached, detail)
