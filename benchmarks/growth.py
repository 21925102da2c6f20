"""What more customers and more criteria cost, in time and in memory."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from functools import partial
from itertools import pairwise
from pathlib import Path

from benchmarks import data
from benchmarks.clock import Line, Timing, contest, python
from engine.backends import sql
from engine.execute import execute
from engine.lower import lower
from engine.sample.projects import compose
from engine.workspace import Workspace, open_workspace

MEBIBYTE = 1024
RULES = (
    "visits_90d >= {n}",
    "high_involvement_90d <= {n}",
    "events_1y between 1 and {n}",
    "complaints_2y < {n}",
    "service_visits_1y <> {n}",
    "mileage >= {n}_000",
    "plan_months <= {n}",
    "satisfaction > {n}",
    "purchases_count >= {n} or referrals_count >= {n}",
    "response_rate_1y >= {n}%",
)


def customers(few: int, many: int, rounds: int) -> list[Line]:
    """Ten times the customers."""
    times: dict[str, Timing] = {}
    for count in (few, many):
        with data.opened(data.duckdb_file(count)) as workspace:
            plan = lower(workspace.program, workspace.as_of())
            times |= contest({str(count): partial(execute, plan, workspace.source)}, rounds)
    less, more, factor = times[str(few)], times[str(many)], many / few
    wall, cpu = more.wall / less.wall, more.cpu / less.cpu
    name = f"DuckDB: {many:,} customers : {few:,}"
    detail = f"{more.wall:.2f} s : {less.wall:.2f} s; by processor time {cpu:.1f}"
    return [Line(name, f"{wall:.1f}", f"at most {factor * 1.1:.0f}", wall <= factor * 1.1, detail)]


def project(criteria: int) -> Path:
    """The sample with so many criteria in its 15 cells, all over the same measures."""
    each = criteria // 15
    text = compose("written", "en")
    head, rest = text.split("  cells:\n", 1)
    cells = re.findall(r"- id: '(\d\.\d)'\n\s+stage: (\w+)\n\s+level: (\w+)", rest)
    lines = [head, "  cells:\n"]
    number = 0
    for id_, stage, level in cells:
        lines.append(f"    - {{id: '{id_}', stage: {stage}, level: {level}, match: any, criteria: [")
        for n in range(1, each + 1):
            rule = RULES[number % len(RULES)].format(n=1 + number // len(RULES))
            lines.append(f"{{n: {n}, rule: '{rule}'}}, ")
            number += 1
        lines.append("]}\n")
    path = data.HOME / f"criteria-{criteria}.quad"
    data.HOME.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def _whole(workspace: Workspace) -> object:
    return execute(lower(workspace.program, workspace.as_of()), workspace.source)


def criteria(count: int, rounds: int) -> list[Line]:
    """15, 150 and 1,500 criteria on the same measures: the whole way from the checked project to the outcome."""
    sizes, texts = (15, 150, 1_500), {}
    times: dict[str, Timing] = {}
    for size in sizes:
        with open_workspace(project(size), source=str(data.duckdb_file(count))) as workspace:
            texts[size] = len(sql.compile(lower(workspace.program, workspace.as_of()), "duckdb", comments=False).sql)
            times |= contest({str(size): partial(_whole, workspace)}, rounds)
    found = []
    for less, more in pairwise(sizes):
        wall = times[str(more)].wall / times[str(less)].wall
        detail = (
            f"{times[str(more)].wall:.2f} s : {times[str(less)].wall:.2f} s;"
            f" by processor time {times[str(more)].cpu / times[str(less)].cpu:.1f};"
            f" statement of {texts[more] // 1000:,} kB"
        )
        name = f"DuckDB, {count:,} customers: {more:,} criteria : {less:,}"
        found.append(Line(name, f"{wall:.1f}", "at most 10, no engine's limit", wall <= 10, detail))
    return found


def memory(few: int, many: int) -> list[Line]:
    """What a run's process holds at most, beyond one in which the engine alone carries out the same statement."""
    extra = {}
    for count in (few, many):
        path = str(data.duckdb_file(count))
        peaks = {}
        for how in ("engine", "run"):
            command = python("-m", "benchmarks.growth", how, path)
            peaks[how] = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        extra[count] = (peaks["run"] - peaks["engine"]) // MEBIBYTE
    value = " / ".join(f"{megabytes} MB" for megabytes in extra.values())
    name = f"peak memory of a run beyond the engine's own, {few:,} / {many:,} customers"
    return [Line(name, value, "a constant", extra[many] - extra[few] < 100)]


def _peak(how: str, path: str) -> int:
    """The peak of this process in kB after the run, or after the engine's own work with the same libraries."""
    with data.opened(Path(path)) as workspace:
        plan = lower(workspace.program, workspace.as_of())
        if how == "run":
            execute(plan, workspace.source)
        else:
            workspace.source.query(sql.compile(plan, "duckdb", comments=False).sql).read_all()
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss begins with the peak of the process that started this one
        return int(status.read_text(encoding="utf-8").split("VmHWM:")[1].split()[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


if __name__ == "__main__":
    print(_peak(sys.argv[1], sys.argv[2]))
