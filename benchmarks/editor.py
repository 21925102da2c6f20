"""The editor as it is waited for: opening, an edit until its counts, the longest stall of the window, memory.

The window is real and drawn into memory; every figure is of the event loop that a person would feel.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import data
from benchmarks.clock import Line
from engine.sample.projects import project_path

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from editor.viewmodels.session import Session
    from editor.views.main_window import MainWindow

EDITS = 7
PASTED = 5_000
SECONDS = 600.0
STALL = 0.1


def lines(customers: int) -> list[Line]:
    """Measured in a process of its own, so that memory and imports are those of the editor alone."""
    command = [sys.executable, "-m", "benchmarks.editor", str(data.duckdb_file(customers).resolve())]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found = dict(line.split("\t") for line in done.stdout.splitlines())
    size = f"editor, {customers:,} customers"
    ms = {name: float(value) for name, value in found.items()}

    def line(what: str, name: str, most: float | None = None, aim: float | None = None, unit: str = "ms") -> Line:
        target = "" if most is None else f"at most {most:g} {unit}" + ("" if aim is None else f", aim {aim:g}")
        return Line(f"{size}: {what}", f"{ms[name]:,.0f} {unit}", target, None if most is None else ms[name] <= most)

    small = customers <= 100_000
    return [
        line("from the call to the window", "window", 2_000, 1_000),
        line("from the call to the first counts", "counted", 3_000 if small else None, 1_500 if small else None),
        line("a key in a rule until all counts are drawn", "edit", 400),
        line("longest stall of the window while it counts", "stall_edit", STALL * 1_000),
        line("longest stall of the window during a run", "stall_run", STALL * 1_000),
        line(f"longest stall while {PASTED:,} values are pasted", "stall_paste"),
        line("memory of the process", "memory", unit="MB"),
    ]


def main() -> None:
    """Print one figure a line: name, tab, value."""
    started = time.perf_counter()
    from PySide6.QtWidgets import QApplication

    from editor.viewmodels.session import Session
    from editor.views.main_window import MainWindow

    folder = Path(sys.argv[1]).parent / "editor"
    folder.mkdir(exist_ok=True)
    project = folder / "bench.quad"
    shutil.copy(project_path("written", "en"), project)
    text = project.read_text(encoding="utf-8").replace("source: sample.duckdb", f"source: {sys.argv[1]}", 1)
    project.write_text(text, encoding="utf-8")
    application = QApplication([])
    session = Session(project, "en")
    window = MainWindow(session, dark=False)
    window.resize(1366, 768)
    window.show()
    application.processEvents()
    window.grab()
    _say("window", (time.perf_counter() - started) * 1_000)
    _turn(application, lambda: not session.stale)
    assert session.counts is not None and session.counts.cells, session.diagnostics
    _say("counted", (time.perf_counter() - started) * 1_000)
    _edits(application, session, window)
    _paste(application, session, window)
    _run(application, window)
    _say("memory", _memory())
    window.close()
    session.close()
    os._exit(0)


def _edits(application: QApplication, session: Session, window: MainWindow) -> None:
    from PySide6.QtTest import QTest

    session.select("2.1", 3)
    taken, stalls = [], []
    rule = window.rule_box.rule
    for number in range(EDITS):
        rule.selectAll()
        start = time.perf_counter()
        QTest.keyClicks(rule, f"visits_90d >= {number + 2}")
        typed = time.perf_counter()
        stalls.append(_turn(application, lambda: not session.stale))
        window.grab()
        taken.append((time.perf_counter() - typed) * 1_000)
        stalls.append((typed - start) / 16)
    _say("edit", median(taken[1:]))
    _say("stall_edit", max(stalls) * 1_000)


def _paste(application: QApplication, session: Session, window: MainWindow) -> None:
    from PySide6.QtGui import QGuiApplication

    values = ", ".join(str(number) for number in range(PASTED))
    QGuiApplication.clipboard().setText(f"visits_90d in ({values})")
    rule = window.rule_box.rule
    rule.selectAll()
    start = time.perf_counter()
    rule.paste()
    pasted = time.perf_counter() - start
    stall = _turn(application, lambda: not session.stale)
    _say("stall_paste", max(pasted, stall) * 1_000)
    session.undo()
    _turn(application, lambda: not session.stale)


def _run(application: QApplication, window: MainWindow) -> None:
    window.run()
    stall = _turn(application, lambda: not window.runs.running)
    assert window.runs.last is not None, window.runs.problems
    _say("stall_run", stall * 1_000)


def _turn(application: QApplication, done: Callable[[], bool]) -> float:
    """Turn the event loop until something holds; the longest time that one turn took, in seconds."""
    end, longest = time.perf_counter() + SECONDS, 0.0
    while True:
        start = time.perf_counter()
        application.processEvents()
        longest = max(longest, time.perf_counter() - start)
        if done():
            return longest
        if time.perf_counter() > end:
            raise TimeoutError("the editor did not come to rest")
        time.sleep(0.001)


def _memory() -> float:
    """Of this process, in MB; what the system reports as its greatest."""
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1024 if sys.platform.startswith("linux") else 1024 * 1024)


def _say(name: str, value: float) -> None:
    print(f"{name}\t{value:.3f}", flush=True)


if __name__ == "__main__":
    main()
