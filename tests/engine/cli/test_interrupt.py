"""Ctrl+C: a message, exit code 2 and nothing left behind, within a second."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.sample.write import write
from tests.support.command import sample_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")

# A loaded machine is slow to start what it is to stop; the program's own patience is far below.
SECONDS = 5.0


def interrupted(arguments: list[str], ready: str, folder: Path) -> tuple[int, str, float]:
    """Start the command, interrupt it once the file or folder ``ready`` is there (or at once after its start)."""
    process = subprocess.Popen(
        [sys.executable, "-c", STARTED, *arguments], stderr=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
    )
    assert process.stdout is not None
    process.stdout.readline()
    until = time.monotonic() + 60
    while ready and not list(folder.rglob(ready)) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.2)
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    return process.returncode, err.decode("utf-8"), time.monotonic() - asked


STARTED = """
import sys
from engine.cli import main
import engine.cli.app, engine.workspace, engine.run, engine.sample.write
print("ready", flush=True)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(("lang", "words"), [("en", "Cancelled."), ("ko", "취소했습니다.")])
def test_a_demo_leaves_nothing(lang: str, words: str, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    code, err, seconds = interrupted(
        ["demo", str(folder), "--customers", "1000000", "--lang", lang], ".sample.duckdb*", tmp_path
    )
    assert code == 2 and words in err and "Traceback" not in err
    assert seconds < SECONDS
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("backend", ["sql", "pandas"])
def test_a_run_leaves_nothing(backend: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    write(data / "sample.sqlite", 3000, 1)
    project = sample_project(data, "sample.sqlite")
    before = sorted(one.name for one in data.iterdir())
    out = tmp_path / "out.csv"
    code, err, seconds = interrupted(
        ["run", str(project), "--out", str(out), "--backend", backend, "--lang", "en"], "", tmp_path
    )
    assert code == 2 and "Cancelled." in err and "Traceback" not in err, (code, err)
    assert seconds < SECONDS
    assert sorted(one.name for one in data.iterdir()) == before
    assert not out.exists() and [one.name for one in tmp_path.iterdir()] == ["data"]
