from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from plugins.registry import open_source
from tests.support.sources import codes, digest, failure, rows, types

Sheets = dict[str, list[list[Any]]]


@pytest.fixture
def book(tmp_path: Path) -> Callable[[Sheets], Path]:
    def make(sheets: Sheets) -> Path:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as written:
            for name, lines in sheets.items():
                sheet = written.add_worksheet(name)
                for row, line in enumerate(lines):
                    for column, value in enumerate(line):
                        if isinstance(value, tuple):
                            sheet.write_formula(row, column, value[0], None, value[1])
                        elif value is not None:
                            sheet.write(row, column, value)
        return path

    return make


def test_types_and_values(book: Callable[[Sheets], Path]) -> None:
    path = book(
        {
            "고객": [
                ["번호", "금액", "비율", "가입일", "시각", "코드", "동의", "혼합", "수식", "글날짜", "빈칸"],
                [1, 19.99, 0.123456789, dt.date(2024, 1, 2), dt.datetime(2024, 1, 2, 3, 4), "001", True, "a",
                 ("=1+1", 2), "2024-01-02"],
                [2, 5, 1, dt.date(2024, 2, 29), dt.datetime(2024, 1, 3), "002", False, 7, ("=1/0", "#DIV/0!"),
                 "2024-02-29"],
                [None, None, None, None, None, None, None, None, None, None],
                [3, None, None, None, None, None, None, 1.5, None, None],
            ]
        }
    )  # fmt: skip
    with open_source(str(path)) as source:
        assert types(source) == {
            "번호": "integer",
            "금액": "decimal(2)",
            "비율": "double",
            "가입일": "date",
            "시각": "timestamp",
            "코드": "text",
            "동의": "boolean",
            "혼합": "text",
            "수식": "integer",
            "글날짜": "date iso",
            "빈칸": "text",
        }
        read = rows(source)
        assert read["번호"] == [1, 2, 3]
        assert read["금액"] == [Decimal("19.99"), Decimal("5.00"), None]
        assert read["가입일"] == [dt.date(2024, 1, 2), dt.date(2024, 2, 29), None]
        assert read["시각"] == [dt.datetime(2024, 1, 2, 3, 4), dt.datetime(2024, 1, 3), None]
        assert read["혼합"] == ["a", "7", "1.5"]
        assert read["수식"] == [2, None, None]
        assert read["글날짜"] == ["2024-01-02", "2024-02-29", None]
        assert read["빈칸"] == [None] * 3
        assert codes(source) == ["source.mixed_types"]
        assert source.row_count("고객") == 3


def test_sheets_are_tables(book: Callable[[Sheets], Path]) -> None:
    path = book({"a": [["x"], [1]], "b b": [["y"], ["2"]], "비었음": []})
    with open_source(str(path)) as source:
        assert [t.name for t in source.tables()] == ["a", "b b", "비었음"]
        assert rows(source, "b b") == {"y": ["2"]}
        assert source.columns("비었음") == ()
        assert source.row_count("비었음") == 0
        assert [(step.name, step.ok) for step in source.probe_steps()] == [("schema", True), ("rows", True)]


def test_names_that_collide_and_tables_that_start_elsewhere(book: Callable[[Sheets], Path]) -> None:
    path = book({"a": [[], [], [None, "id", "ID", None, 2024], [None, 1, 2, 3, 4]]})
    with open_source(str(path)) as source:
        assert rows(source) == {"id": [1], "ID_2": [2], "column_3": [3], "2024": [4]}


def test_without_a_header(book: Callable[[Sheets], Path]) -> None:
    path = book({"a": [[1, "x"], [2, "y"]]})
    with open_source(str(path)) as source:
        assert rows(source) == {"column_1": [1, 2], "column_2": ["x", "y"]}
        assert codes(source) == ["source.no_header"]
    with open_source(f"{path}?header=yes") as source:
        assert rows(source) == {"1": [2], "x": ["y"]}


def test_text_is_nfc(book: Callable[[Sheets], Path]) -> None:
    path = book({"a": [["\u1100\u1161"], ["\u1112\u1161\u11ab"]]})
    with open_source(str(path)) as source:
        assert rows(source) == {"가": ["한"]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "source.empty_file"),
        (b"a,b\n1,2\n", "source.not_a_database"),
        (b"PK\x03\x04 and then nothing", "source.corrupt"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "source.excel_locked"),
    ],
)
def test_no_workbook(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    assert failure(lambda: open_source("x.xlsx", base=tmp_path)).code == code


def test_every_truncation_is_a_clear_error(book: Callable[[Sheets], Path], tmp_path: Path) -> None:
    whole = book({"a": [["x"], [1]]}).read_bytes()
    for size in range(1, len(whole), 97):
        (tmp_path / "cut.xlsx").write_bytes(whole[:size])
        problem = failure(lambda: open_source("cut.xlsx", base=tmp_path))
        assert problem.code in ("source.corrupt", "source.not_a_database"), size


def test_damage_is_a_clear_error_or_harmless(book: Callable[[Sheets], Path], tmp_path: Path) -> None:
    whole = book({"a": [["x", "y"], [1, "text"]]}).read_bytes()
    for position in range(0, len(whole), 61):
        data = bytearray(whole)
        data[position] ^= 0xFF
        (tmp_path / "bad.xlsx").write_bytes(data)
        try:
            with open_source("bad.xlsx", base=tmp_path) as source:
                for table in source.tables():
                    rows(source, table.name)
        except Exception as problem:
            assert type(problem).__name__ == "SourceError", (position, problem)


def test_vanished_and_unchanged(book: Callable[[Sheets], Path]) -> None:
    path = book({"a": [["x"], [1]], "b": [["x"], [1]]})
    before = digest(path)
    with open_source(str(path)) as source:
        assert rows(source, "a") == {"x": [1]}
        assert digest(path) == before
        path.unlink()
        assert failure(lambda: rows(source, "b")).code in ("source.vanished", "source.not_found")
