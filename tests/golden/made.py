"""What the sample's project becomes outside the program, for people to read in reviews.

``make golden`` writes the files anew; a test holds them against what is made now. They prove nothing by themselves.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from engine.publish import pandas_script, sql_script
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import open_workspace

FOLDER = Path(__file__).parent / "sample"
CELL = "2.1"
# One language for each engine: comments are in the project's.
LANGUAGES = (("duckdb", "ko"), ("sqlite", "en"))
SERVERS = ("postgres",)
"""What is written for them over DuckDB's file."""


def made() -> dict[str, str]:
    """Each file's name and content."""
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for dialect, language in LANGUAGES:
            data = Path(folder, f"sample.{dialect}")
            write(data, 100, 1)
            with open_workspace(project_path("written", language), source=str(data)) as workspace:
                for form in ("select", "counts"):
                    found[f"{dialect}.{form}.sql"] = sql_script(workspace, form=form)
                found[f"{dialect}.cell.sql"] = sql_script(workspace, cell=CELL)
                found[f"{dialect}.today.sql"] = sql_script(workspace, cell=CELL, as_of="today")
                if dialect == "duckdb":
                    found["rules.py.txt"] = rules_of(pandas_script(workspace))
                    for server in SERVERS:
                        found[f"{server}.select.sql"] = sql_script(workspace, dialect=server)
    return found


def rules_of(script: str) -> str:
    """The script without the functions that it carries along: they are the program's own."""
    head, _, rest = script.partition("# %%")
    _, mark, rules = rest.partition("# %%")
    return head + mark + rules


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    wanted = made()
    for old in FOLDER.iterdir():
        if old.name not in wanted:
            old.unlink()
    for name, content in wanted.items():
        (FOLDER / name).write_text(content, encoding="utf-8", newline="\n")
