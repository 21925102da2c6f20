"""``python -m benchmarks``: measure, print a table, write build/bench.json."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from benchmarks import data, editor, growth, live, runs, servers, waiting
from benchmarks.clock import Line

LARGE = 10_000_000


def main() -> None:
    given = _arguments()
    size, tenth, rounds = given.customers, max(given.customers // 10, 1_000), given.rounds
    measures: dict[str, Callable[[], list[Line]]] = {
        "duckdb": lambda: runs.duckdb(size, rounds),
        "pandas": lambda: runs.pandas(size, rounds),
        "sqlite": lambda: runs.sqlite(min(100_000, size), rounds),
        "postgres": lambda: servers.postgres(min(100_000, size), rounds),
        "customers": lambda: growth.customers(tenth, size, rounds),
        "criteria": lambda: growth.criteria(tenth, rounds),
        "memory": lambda: growth.memory(tenth, size),
        "checking": lambda: waiting.checking(tenth),
        "live": lambda: live.lines(data.duckdb_file(size), (LARGE,) if size >= 1_000_000 else ()),
        "editor": lambda: [*editor.lines(tenth), *editor.lines(size)],
        "starting": lambda: waiting.starting(rounds),
    }
    if given.large:
        measures["large"] = lambda: growth.customers(size, LARGE, min(rounds, 3))
    found: list[Line] = []
    print(f"{size:,} customers, medians of {rounds}; {os.cpu_count()} processors, {platform.machine()}")
    for name, measure in measures.items():
        if given.only and name not in given.only:
            continue
        for line in measure():
            found.append(line)
            mark = {True: "reached", False: "NOT reached", None: ""}[line.reached]
            print(f"{line.name:84} {line.value:>16}  {line.target:28} {mark:12} {line.detail}", flush=True)
    data.HOME.parent.mkdir(exist_ok=True)
    report = {
        "customers": size,
        "rounds": rounds,
        "processors": os.cpu_count(),
        "lines": [asdict(one) for one in found],
    }
    target = data.HOME.parent / "bench.json"
    target.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"written to {target}")
    if given.document is not None:
        _document(given.document, size, rounds, found)


def _document(document: Path, size: int, rounds: int, lines: list[Line]) -> None:
    """Put the table between the marks of a document."""
    marks = {True: "✓", False: "✗", None: ""}
    table = [
        f"{size:,} customers, medians of {rounds}, {os.cpu_count()} processors, {platform.machine()}, "
        f"Python {platform.python_version()}.",
        "",
        "| what | measured | goal | | details |",
        "|---|---:|---|---|---|",
        *(f"| {one.name} | {one.value} | {one.target} | {marks[one.reached]} | {one.detail} |" for one in lines),
    ]
    text = document.read_text(encoding="utf-8")
    head, _, rest = text.partition("<!-- table -->")
    _, _, tail = rest.partition("<!-- /table -->")
    document.write_text("\n".join([f"{head}<!-- table -->", *table, f"<!-- /table -->{tail}"]), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000, help="size of the sample (default: 1,000,000)")
    parser.add_argument("--quick", action="store_const", const=100_000, dest="customers", help="100,000 customers")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is run (default: 5)")
    parser.add_argument("--large", action="store_true", help="10 million customers as well; needs some 10 GB of disk")
    parser.add_argument("--document", type=Path, metavar="FILE", help="write the table into this document")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="duckdb pandas sqlite postgres customers …")
    return parser.parse_args()


if __name__ == "__main__":
    main()
