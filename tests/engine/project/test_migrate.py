"""Older formats are read, and become today's when they are saved."""

from __future__ import annotations

from pathlib import Path

from engine.project.file import load, loads, save
from engine.project.migrate import STEPS
from engine.project.model import VERSION

OLD = """\
# an early project
quadrille: 0   # the format
customers: {table: t, key: id}
events:
  visits: {table: v, key: id}   # events of customers
measures:
  many:
    formula: count(visits) > 3  # the old word
matrix:
  stages: [{id: s}]
  levels: [{id: l}]
  segments:
    - id: '1'
      stage: s
      level: l
      mode: any
      criteria:
        - {number: 1, condition: many}
"""


def test_version_0_is_read() -> None:
    loaded = loads(OLD)
    assert loaded.project is not None, loaded.diagnostics
    assert loaded.project.version == VERSION
    assert loaded.project.measures["many"].rule == "count(visits) > 3"
    cell = loaded.project.matrix.cells[0]
    assert (cell.match.mode, cell.criteria[0].n, cell.criteria[0].rule) == ("any", 1, "many")
    assert [(d.code, d.severity) for d in loaded.diagnostics] == [("project.version.migrated", "info")]
    assert loaded.document.migrated_from == 0


def test_saving_writes_the_new_words_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.quad"
    path.write_text(OLD, "utf-8")
    loaded = load(path)
    assert loaded.project is not None
    assert path.read_text("utf-8") == OLD
    save(path, loaded.project, loaded)
    new = path.read_text("utf-8")
    assert new.startswith("# an early project\nquadrille: 1   # the format\nsubject: {table: t, key: id}\nrelations:\n")
    assert "    rule: count(visits) > 3  # the old word\n" in new
    assert len(new.splitlines()) == len(OLD.splitlines())
    assert load(path).diagnostics == ()
    assert load(path).project == loaded.project


def test_every_older_version_has_a_step() -> None:
    assert sorted(STEPS) == list(range(VERSION))


def test_new_words_win_where_both_are_there() -> None:
    text = "quadrille: 0\ncustomers: {table: old, key: id}\nsubject: {table: new, key: id}\n"
    loaded = loads(text)
    assert loaded.project is not None
    assert loaded.project.subject.table == "new"
    assert "project.key.unknown" in [d.code for d in loaded.diagnostics]


def test_odd_old_files_are_answered() -> None:
    for text in ("quadrille: 0\n", "quadrille: 0\nmatrix: []\nmeasures: 5\n", "quadrille: 0\nmatrix: {segments: x}\n"):
        loaded = loads(text)
        assert loaded.project is None
        assert loaded.diagnostics


def test_a_file_without_version_is_still_checked() -> None:
    loaded = loads("subject: {table: t, key: id}\nlanguage: jp\n")
    assert {d.code for d in loaded.diagnostics} == {"project.version.missing", "project.value.choice"}
