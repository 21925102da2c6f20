"""The journal: nothing that was edited is lost for more than 30 seconds, and no file is ever half written."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from editor.commands import edits
from editor.document.document import Document, load_document
from editor.document.journal import QUIET, SECONDS, Journal
from engine.project.file import load
from engine.sample.projects import project_path

KILLS = 10

LOOP = """
import sys, time
from pathlib import Path
from editor.commands import edits
from editor.document.document import load_document
path = Path(sys.argv[1])
document = load_document(path)
number = int(document.project.matrix.cell("2.1").criteria[2].rule.split()[-1])
print("ready", flush=True)
while True:
    number += 1
    document.apply(edits.set_rule(document.project, "2.1", 3, f"visits_90d >= {number}"))
    document.journal.write()
    print(number, flush=True)
    if number % 3 == 0:
        document.save()
"""


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Document:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "project.quad"
    path.write_bytes(project_path("written", "ko").read_bytes())
    return load_document(path)


def set_rule(document: Document, text: str) -> None:
    document.apply(edits.set_rule(document.project, "2.1", 3, text))


def test_recovery_offers_what_was_not_saved(document: Document) -> None:
    assert document.path is not None and document.journal is not None
    set_rule(document, "visits_90d >= 77")
    document.journal.write()
    again = load_document(document.path)
    found = again.recovery
    assert found is not None
    assert [(one.place, one.after) for one in found.changes] == [("2.1.3", "visits_90d >= 77")]
    assert not found.other_file
    again.recover()
    assert again.project == document.project
    assert again.modified
    again.undo()
    assert not again.modified


def test_saving_and_closing_leave_no_journal(document: Document) -> None:
    assert document.journal is not None
    set_rule(document, "visits_90d >= 77")
    document.journal.write()
    assert document.journal.path.exists()
    document.save()
    assert not document.journal.path.exists()
    set_rule(document, "visits_90d >= 78")
    document.journal.write()
    document.close()
    assert not document.journal.path.exists()


def test_a_journal_is_at_most_half_a_minute_old(document: Document) -> None:
    assert document.path is not None
    clock = Clock()
    journal = Journal(document.path, clock)
    for second in range(60):
        clock.now = float(second)
        set_rule(document, f"visits_90d >= {second}")
        journal.note(document.project)
        journal.tick()
        if second >= SECONDS:
            found = journal.recovery(load(document.path).project)  # type: ignore[arg-type]
            assert found is not None
            age = second - int(str(found.changes[0].after).split()[-1])
            assert age <= SECONDS
    clock.now += QUIET
    journal.tick()
    found = journal.recovery(load(document.path).project)  # type: ignore[arg-type]
    assert found is not None
    assert found.project == document.project


def test_a_broken_journal_is_no_obstacle(document: Document) -> None:
    assert document.path is not None and document.journal is not None
    document.journal.path.parent.mkdir(parents=True, exist_ok=True)
    for data in (b"", b"{", b'{"journal": 1}\n', b'{"journal": 1}\n\xff\xff', b"[]\nx", b'{"journal": 9}\nx'):
        document.journal.path.write_bytes(data)
        assert load_document(document.path).recovery is None


def test_a_disk_that_takes_nothing_keeps_the_edit_for_later(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert document.journal is not None
    set_rule(document, "visits_90d >= 77")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("editor.document.journal.write_atomic", full)
        assert not document.journal.write()
    assert document.journal.write()
    assert document.journal.path.exists()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")
def test_killed_at_random_moments_the_file_is_whole_and_the_journal_has_the_rest(
    document: Document, tmp_path: Path
) -> None:
    path = document.path
    assert path is not None
    set_rule(document, "visits_90d >= 0")
    document.save()
    chance = random.Random(7)
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", LOOP, str(path)], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.02, 0.5))
        process.kill()
        said = process.stdout.read().split("\n")[:-1]
        process.wait()
        last = int(said[-1]) if said else None
        again = load_document(path)  # raises where the file is not whole
        if again.recovery is not None:
            again.recover()
        cell = again.project.matrix.cell("2.1")
        assert cell is not None
        kept = int(cell.criteria[2].rule.split()[-1])
        if last is not None:
            assert kept >= last
        again.save()
