"""Hostile files as projects and as sources, malformed projects, unwritable targets, links that lead in a circle."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.export import write
from tests.engine.hostile.small import people, project
from tests.support.command import quadrille, refused
from tests.support.shared import ROOT, shared
from tests.support.sources import digest

FILES = sorted(one.name for one in (ROOT / "hostile" / "files").iterdir()) if (ROOT / "hostile").exists() else []


# -- as a project ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_as_a_project(name: str) -> None:
    path = shared("hostile", "files", name)
    before = digest(path)
    for command in (["check", path, "--no-data"], ["run", path]):
        for lang in ("en", "ko"):
            called = quadrille(*command, lang=lang)
            assert called.code == 2 and name in called.said and "errors.log" not in called.said, called.said
    assert digest(path) == before


MALFORMED = {
    "empty": "",
    "only a comment": "# nothing\n",
    "a list": "- 1\n- 2\n",
    "a word": "hello",
    "two documents": "quadrille: 1\n---\nquadrille: 1\n",
    "an open bracket": "quadrille: 1\nsubject: {table: t, key: k\n",
    "an open quote": 'quadrille: 1\nname: "x\n',
    "a tab": "quadrille: 1\nsubject:\n\ttable: t\n",
    "an anchor": "quadrille: 1\na: &x [1]\nb: *x\n",
    "a tag": "quadrille: !!python/object/apply:os.system ['touch hacked']\n",
    "a bomb of aliases": "a: &a [x,x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n",
    "deep brackets": "a: " + "[" * 5000,
    "deep blocks": "".join("  " * n + f"k{n}:\n" for n in range(300)),
    "a key twice": "quadrille: 1\nquadrille: 1\n",
    "a merge key": "quadrille: 1\nsubject: {<<: {table: t}, key: k}\n",
    "a number as subject": "quadrille: 1\nsubject: 5\n",
    "a list as matrix": "quadrille: 1\nsubject: {table: t, key: k}\nmatrix: [1]\n",
    "version of the future": "quadrille: 99\nsubject: {table: t, key: k}\n",
    "version as a word": "quadrille: one\n",
    "nan as a version": "quadrille: .nan\n",
    "a directive": "%YAML 9.9\n---\nquadrille: 1\n",
    "a null byte": "quadrille: 1\nname: a\0b\n",
    "an escape sequence": "quadrille: 1\nname: \x1b[31m\n",
    "a complex key": "? [a, b]\n: 1\n",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_project(name: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.quad"
    path.write_text(MALFORMED[name], encoding="utf-8")
    for lang in ("en", "ko"):
        called = quadrille("check", path, "--no-data", lang=lang)
        assert called.code == 2, called.said
        assert "broken.quad" in called.out and "errors.log" not in called.said
        assert "\x1b[31m" not in called.out
    assert not (Path.cwd() / "hacked").exists() and [one.name for one in tmp_path.iterdir()] == ["broken.quad"]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x80abc", bytes(range(256)), b"\x1f\x8b\x08" + b"x" * 100])
def test_bytes_that_are_no_text(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "binary.quad"
    path.write_bytes(data)
    refused("run", path)


def test_a_project_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.quad", tmp_path, tmp_path / "a\0b.quad", tmp_path / ("x" * 400)):
        refused("run", path)
        refused("sql", path)
        refused("explain", path, "1")
    loop = tmp_path / "loop.quad"
    loop.symlink_to(loop)
    refused("run", loop)


def test_a_project_whose_source_is_itself(tmp_path: Path) -> None:
    path = project(tmp_path, "small.quad")
    before = digest(path)
    english, korean = refused("run", path)
    assert "small.quad" in english and "small.quad" in korean
    assert digest(path) == before


@pytest.mark.parametrize(
    "source", ["", " ", "a\\u0000b", "x" * 5000, "nothing.sqlite", "~nobody/x.csv", "?", ":", "//"]
)
def test_a_source_that_cannot_be(source: str, tmp_path: Path) -> None:
    refused("run", project(tmp_path, source.replace("\\u0000", "\0")))


# -- as a source -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_as_a_source(name: str, tmp_path: Path) -> None:
    path = shared("hostile", "files", name)
    before = digest(path)
    target = tmp_path / "new.quad"
    if name != "wide_20000_cols.csv":  # seconds for the writing of so many fields
        called = quadrille("new", target, "--source", path)
        assert "errors.log" not in called.said, called.said
        assert target.exists() == (called.code == 0)
        if called.code == 0:
            assert quadrille("check", target).code in (0, 1)
    table = path.stem
    tried = quadrille("try", "id >= 0", "--source", path, "--table", table, "--key", "id", lang="ko")
    assert "errors.log" not in tried.said, tried.said
    assert digest(path) == before


def test_links_and_folders_that_lead_nowhere(tmp_path: Path) -> None:
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    refused("run", project(tmp_path, "loop.csv"))
    inside = tmp_path / "folder"
    inside.mkdir()
    (inside / "again").symlink_to(inside)
    refused("run", project(tmp_path, "folder"))
    (inside / "people.csv").write_text("id,age,name\n1,10,a\n", encoding="utf-8")
    assert quadrille("run", project(tmp_path, "folder")).code == 0


# -- where things are written ------------------------------------------------------------------------------


def test_nothing_is_written_where_it_cannot(tmp_path: Path) -> None:
    source = people(tmp_path)
    path = project(tmp_path, "people.sqlite")
    before = {one: digest(one) for one in (source, path)}
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    device = tmp_path / "full.csv"
    device.symlink_to("/dev/full")
    below = tmp_path / "no" / "where.csv"
    for command in ("run", "sql", "pandas"):
        for target in (loop, below, tmp_path, tmp_path / f"{'x' * 300}.csv", "a\0b.csv", "/dev/full", source, path):
            refused(command, path, "--out", target)
    refused("run", path, "--out", device)
    refused("run", path, "--out", tmp_path / "out.doc")
    for target in (below.with_suffix(".quad"), tmp_path, loop):
        refused("new", target, "--source", source)
    assert {one: digest(one) for one in before} == before
    assert device.is_symlink() and Path("/dev/full").is_char_device()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["full.csv", "loop.csv", "people.sqlite", "small.quad"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_a_full_disk(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the disk were full when the file is made whole: a message, and nothing lies there."""
    import errno
    import os

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    people(tmp_path)
    path = project(tmp_path, "people.sqlite")
    monkeypatch.setattr(os, "fsync", full)
    english, korean = refused("run", path, "--out", tmp_path / f"out{suffix}")
    assert "No space is left" in english and "남은 공간이 없습니다" in korean
    assert sorted(one.name for one in tmp_path.iterdir()) == ["people.sqlite", "small.quad"]


def test_a_terminal_that_takes_no_more(tmp_path: Path) -> None:
    import subprocess
    import sys

    people(tmp_path)
    path = project(tmp_path, "people.sqlite")
    for lang, words in (("en", "no space is left on the disk"), ("ko", "디스크에 남은 공간이 없습니다")):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "engine.cli", "run", str(path), "--lang", lang],
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        err = done.stderr.decode("utf-8")
        assert done.returncode == 2 and words in err and "Traceback" not in err and "Exception ignored" not in err


def test_cells_that_spreadsheets_would_run(tmp_path: Path) -> None:
    """A text that begins like a formula is made safe in CSV and Excel; numbers stay numbers; Parquet is left alone."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from python_calamine import CalamineWorkbook

    texts = ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", "\n=1", "＝1", "=cmd|' /C calc'!A0", "a=1", "plain", "", None]
    table = pa.table({"key": pa.array(texts, pa.string()), "=n": pa.array(range(-6, 7), pa.int64())})
    for suffix in (".csv", ".xlsx", ".parquet"):
        write(table, tmp_path / f"out{suffix}")
    import csv
    import io

    rows = list(csv.reader(io.StringIO((tmp_path / "out.csv").read_bytes().decode("utf-8-sig"), newline="")))
    assert rows[0] == ["key", "'=n"]
    safe = [f"'{text}" if text and text[0] in "=+-@\t\r\n＝" else text for text in texts]
    assert [row[0] for row in rows[1:]] == [text or "" for text in safe]
    assert [int(row[1]) for row in rows[1:]] == list(range(-6, 7))
    sheet = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_index(0).to_python()
    assert [row[1] for row in sheet[1:]] == list(range(-6, 7))
    assert [str(row[0])[:1] for row in sheet[1:10]] == ["'"] * 9
    assert [row[0] for row in sheet[10:12]] == ["a=1", "plain"]
    assert pq.read_table(tmp_path / "out.parquet").equals(table)
