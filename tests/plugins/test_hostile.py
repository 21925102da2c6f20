"""Every file of the hostile collection: an answer or a clear error, fast, in bounded memory, the file untouched."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from plugins.registry import open_source
from tests.support.shared import ROOT, shared
from tests.support.sources import codes, digest, failure, rows, types

READ: dict[str, dict[str, list[Any]]] = {
    "bom_utf16le.csv": {"id": [1], "name": ["가"]},
    "cp949_korean.csv": {"고객번호": [1, 2], "이름": ["홍길동", "뷁"], "등급": ["우수", "일반"]},
    "dup_headers.csv": {"id": [1], "id_2": [2], "column_3": [3], "name": [4], "name_2": [5]},
    "header_only.csv": {"id": [], "name": []},
    "ids_leading_zero.csv": {"id": ["001", "002", "003"], "zip": ["00420", "1e5", "12345678901234567890"]},
    "latin1.csv": {"id": [1], "name": ["café"]},
    "mixed_eol.csv": {"id": [1, 2, 3], "name": ["a", "b", "c"]},
    "nul_bytes.csv": {"id": [1], "name": ["ab"]},
    "quotes_in_header.csv": {'id "x"': [1], "na;me": [2], "a\nb": [3]},
    "semicolon_decimal_comma.csv": {"id": [1, 2], "amount": [Decimal("1234.56"), Decimal("7.50")]},
}
REFUSED: dict[str, tuple[str, int | None]] = {
    "empty.csv": ("source.empty_file", None),
    "ragged.csv": ("source.long_rows", 3),
    "unclosed_quote.csv": ("source.unclosed_quote", 2),
    "truncated.xlsx": ("source.corrupt", None),
    "xxe_entity.xlsx": ("source.corrupt", None),
    "last_cell_XFD1048576.xlsx": ("source.excel_range", None),
    "zipbomb_300MB.xlsx": ("source.excel_bomb", None),
}


@pytest.mark.parametrize("name", READ)
def test_read(name: str) -> None:
    path = shared("hostile", "files", name)
    before = digest(path)
    with open_source(str(path)) as source:
        assert rows(source) == READ[name]
        list(source.probe_steps())
    assert digest(path) == before


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    path = shared("hostile", "files", name)
    before = digest(path)

    def use() -> None:
        with open_source(str(path)) as source:
            rows(source)

    code, line = REFUSED[name]
    problem = failure(use)
    assert (problem.code, problem.params.get("line")) == (code, line)
    assert digest(path) == before


def test_mixed_dates_stay_text() -> None:
    with open_source(str(shared("hostile", "files", "dates_mixed.csv"))) as source:
        assert types(source) == {"id": "integer", "d": "text"}
        assert codes(source) == ["source.null_words"]


def test_spelled_nulls_are_told() -> None:
    path = shared("hostile", "files", "nulls_spelled.csv")
    with open_source(str(path)) as source:
        rows(source)
        [notice] = source.notices()
        assert notice.params["count"] == 7
    with open_source(f"{path}?nulls=NULL|null|NaN|N/A|-|None|%23N/A") as source:
        assert rows(source)["v"] == [None] * 9


def test_twenty_thousand_columns() -> None:
    with open_source(str(shared("hostile", "files", "wide_20000_cols.csv"))) as source:
        assert len(source.columns("wide_20000_cols")) == 20_000
        assert source.read("wide_20000_cols", ["c19999"]).read_all().num_rows == 1


def test_formulas_give_their_saved_values() -> None:
    with open_source(str(shared("hostile", "files", "formulas.xlsx"))) as source:
        assert source.row_count("S") == 1


def test_nothing_is_extracted() -> None:
    path = shared("hostile", "files", "zip_slip.xlsx")
    evil = [path.parent / "../../evil.txt", Path.cwd() / "../../evil.txt", Path.cwd().parent / "evil.txt"]
    with open_source(str(path)) as source:
        rows(source)
    assert not any(found.exists() for found in evil)


def test_every_file_gives_an_answer_or_a_clear_error() -> None:
    shared("hostile", "files")
    for path in sorted((ROOT / "hostile" / "files").iterdir()):
        before = digest(path)
        try:
            with open_source(str(path)) as source:
                for table in source.tables():
                    source.read(table.qualified).read_all()
        except Exception as problem:
            assert type(problem).__name__ == "SourceError", (path.name, problem)
        assert digest(path) == before, path.name


# -- the same attacks, made here, in a program with little memory ---------------------------------------------

LIMITED = """
import resource, sys
import plugins.builtin.excel.source, plugins.registry as registry
from plugins.api import SourceError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    with registry.open_source(sys.argv[1]) as source:
        for table in source.tables():
            source.read(table.name).read_all()
    code = "read"
except SourceError as error:
    code = error.diagnostics[0].code
print(code, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""

TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="{target}"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>"""
BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"""
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"


def workbook(path: Path, data: str, extra: dict[str, str] | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", TYPES)
        book.writestr("_rels/.rels", RELS.format(target="xl/workbook.xml", kind="officeDocument"))
        book.writestr("xl/workbook.xml", BOOK)
        book.writestr("xl/_rels/workbook.xml.rels", RELS.format(target="worksheets/sheet1.xml", kind="worksheet"))
        book.writestr("xl/worksheets/sheet1.xml", HEAD + data + TAIL)
        for name, content in (extra or {}).items():
            book.writestr(name, content)
    return path


def used(path: Path) -> tuple[str, int]:
    """What became of the file in a program of its own, and by how many megabytes its memory grew."""
    pytest.importorskip("resource")
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr
    code, grown = run.stdout.split()
    return code, int(grown)


def cell(reference: str, value: str = "1") -> str:
    return f'<c r="{reference}"><v>{value}</v></c>'


def test_a_small_workbook_made_the_same_way_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", f'<row r="1">{cell("A1")}{cell("B1", "2.5")}</row>')
    with open_source(str(path)) as source:
        assert rows(source) == {"column_1": [1], "column_2": [Decimal("2.5")]}


SPARSE = {
    "two cells": f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>',
    "with spaces": f'<row>{cell("A1")}</row><row><c r = "xfd1048576" ><v>1</v></c></row>',
    "single quotes": f"<row>{cell('A1')}</row><row><c r='XFD1048576'><v>1</v></c></row>",
    "prefix": f'<x:row xmlns:x="a">{cell("A1")}<x:c r="XFD1048576"><v>1</v></x:c></x:row>',
    "beyond": f"<row>{cell('A1')}{cell('ZZZZ1048576')}</row>",
    "no names": "<row>" + "<c><v>1</v></c>" * 16384 + "</row>" + "<row><c><v>1</v></c></row>" * 20000,
    "wide": f'<row r="1">{cell("A1")}{cell("XFD1")}</row><row r="9000">{cell("A9000")}</row>',
}


@pytest.mark.parametrize("kind", SPARSE)
def test_cells_far_apart_take_no_memory(tmp_path: Path, kind: str) -> None:
    code, grown = used(workbook(tmp_path / "x.xlsx", SPARSE[kind]))
    assert code == "source.excel_range"
    assert grown < 100


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/app.xml"])
def test_zip_bombs_take_no_memory(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path / "x.xlsx", cell("A1"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book, book.open(part, "w", force_zip64=True) as out:
        for _ in range(300):
            out.write(b"\0" * (1 << 20))
    code, grown = used(path)
    assert code in ("source.excel_bomb", "source.corrupt")
    assert grown < 100


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_part_that_is_larger_than_it_claims(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path / "x.xlsx", f"<row>{cell('A1')}</row>")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book, book.open(part, "w") as out:
        for _ in range(300):
            out.write(b" " * (1 << 20))
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(part.encode()))
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    path.write_bytes(data)
    code, grown = used(path)
    assert code in ("source.corrupt", "source.excel_bomb")
    assert grown < 100


def test_shared_bombs_take_no_memory() -> None:
    for name in ("zipbomb_300MB.xlsx", "last_cell_XFD1048576.xlsx"):
        code, grown = used(shared("hostile", "files", name))
        assert code in ("source.excel_bomb", "source.excel_range")
        assert grown < 100


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("s3cret")
    data = '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    path = workbook(tmp_path / "x.xlsx", data)
    whole = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + HEAD + data + TAIL
    with zipfile.ZipFile(tmp_path / "y.xlsx", "w") as book, zipfile.ZipFile(path) as old:
        for name in old.namelist():
            book.writestr(name, whole if "sheet1" in name else old.read(name))
    try:
        with open_source(str(tmp_path / "y.xlsx")) as source:
            assert "s3cret" not in str(rows(source))
    except Exception as problem:
        assert type(problem).__name__ == "SourceError"


def test_paths_in_the_archive_are_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    path = workbook(folder / "x.xlsx", f"<row>{cell('A1')}</row>", {"../../evil.txt": "x", "/evil.txt": "x"})
    monkeypatch.chdir(folder)
    with open_source(str(path)) as source:
        rows(source)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a", "b", "x.xlsx"]
