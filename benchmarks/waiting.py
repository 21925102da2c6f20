"""What a person waits for at each key and at each command."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from benchmarks import data
from benchmarks.clock import Line, child, python
from engine.project.catalog import check_rule, compile_project
from engine.project.file import load
from engine.project.rules import criterion_path
from engine.sample.projects import compose, project_path
from engine.workspace import used_schema

RULE = "visits_90d >= {n} and complaints_2y = 0 and any(actions in last {n} days where kind = 'quote')"
"""Twenty words and signs."""


def checking(customers: int) -> list[Line]:
    """One criterion of a cell of 100 after a keystroke; all 100 for the first time."""
    path = _hundred()
    project = load(path).project
    assert project is not None
    with data.opened(data.duckdb_file(customers)) as workspace:
        checked = compile_project(project, used_schema(project, workspace.source))
    places = [criterion_path("1.1", n) for n in range(1, 101)]
    wall = time.perf_counter()
    cold = [check_rule(checked, place, RULE.format(n=1_000 + n)) for n, place in enumerate(places)]
    everything = (time.perf_counter() - wall) * 1_000
    assert all(one.tree is not None for one in cold)
    taken = []
    for n in range(200):
        text = RULE.format(n=2_000 + n)
        wall = time.perf_counter()
        check_rule(checked, places[n % 100], text)
        taken.append((time.perf_counter() - wall) * 1_000)
    name = "check after a keystroke, one criterion of 20 words in a cell of 100"
    return [
        Line(name, f"{median(taken):.1f} ms", "at most 16 ms, aim 3", median(taken) <= 16),
        Line("check of all 100, for the first time", f"{everything:.0f} ms"),
    ]


def _hundred() -> Path:
    head, rest = compose("written", "en").split("      criteria:\n", 1)
    rest = rest[rest.index("    - id: '1.2'") :]
    rules = "".join(f'        - {{n: {n}, rule: "{RULE.format(n=n)}"}}\n' for n in range(1, 101))
    path = data.HOME / "hundred.quad"
    data.HOME.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{head}      criteria:\n{rules}{rest}", encoding="utf-8")
    return path


def _untested() -> Path:
    """The sample's project without its test customers: checking it runs nothing."""
    text = compose("written", "en")
    start = text.index("\ntests:") + 1
    end = text.find("\n", start)
    while end != -1 and text[end + 1 : end + 2] in (" ", "\n", "-", "#"):
        end = text.find("\n", end + 1)
    path = data.HOME / "untested.quad"
    data.HOME.mkdir(parents=True, exist_ok=True)
    path.write_text(text[:start] + ("" if end == -1 else text[end + 1 :]), encoding="utf-8")
    return path


def starting(rounds: int) -> list[Line]:
    """The command line without a run, and what it costs to import the parts."""
    program = "from engine.cli import main; main()"
    found = []
    for name, words in (
        ("quadrille --help", ("--help",)),
        ("quadrille check --no-data, the rules of the sample", ("check", "--no-data", str(_untested()))),
    ):
        taken = child(python("-c", program, *words), rounds)
        detail = f"processor time {taken.cpu:.2f} s"
        found.append(Line(name, f"{taken.wall:.2f} s", "at most 0.5 s, aim 0.2", taken.wall <= 0.5, detail))
    taken = child(python("-c", program, "check", "--no-data", str(project_path("written", "en"))), rounds)
    name = "quadrille check --no-data, with its test customers run"
    found.append(Line(name, f"{taken.wall:.2f} s", detail=f"processor time {taken.cpu:.2f} s"))
    for module in ("dsl.parse", "engine.cli.app", "engine.workspace", "engine.run", "pandas", "duckdb", "pyarrow"):
        code = f"import time; t = time.process_time(); import {module}; print(time.process_time() - t)"
        taken = child(python("-c", code), rounds)
        found.append(Line(f"start of Python with {module}", f"{taken.cpu:.2f} s", detail="processor time"))
    return found
