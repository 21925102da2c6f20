"""``quadrille run``: exit codes, JSON, files that read back equal to the outcome, tables, findings."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from engine.run import run_workspace
from engine.workspace import open_workspace
from tests.support.command import quadrille, refused
from tests.support.sources import digest

KEYS = {
    "as_of",
    "where",
    "dialect",
    "subjects",
    "in_one_cell",
    "in_several_cells",
    "in_stage_without_cell",
    "in_no_stage",
    "adds_up",
    "stages",
    "criteria",
    "overlaps",
    "report",
    "findings",
    "notes",
}


def outcome_of(project: Path, values: bool = True) -> Any:
    with open_workspace(project) as workspace:
        return run_workspace(workspace, values=values).outcome


def test_the_matrix_and_both_ledgers_are_printed(sample: dict[str, Path]) -> None:
    english, korean = (quadrille("run", sample["duckdb"], lang=lang) for lang in ("en", "ko"))
    assert english.code == korean.code == 0
    for words in ("2.1 Likely buyer", "unassigned", "in several cells", "subjects"):
        assert words in english.out
    for words in ("2.1 구매 가망 고객", "미배정", "여러 셀에", "대상"):
        assert words in korean.out
    assert english.err == korean.err == ""
    assert "1 subjects came after 2025-06-30" in english.out


def test_json_has_stable_keys_and_adds_up(sample: dict[str, Path]) -> None:
    called = quadrille("run", sample["duckdb"], "--json")
    found = called.json
    assert called.code == 0
    assert set(found) == KEYS
    assert found["adds_up"] is True
    parts = ("in_one_cell", "in_several_cells", "in_stage_without_cell", "in_no_stage")
    assert found["subjects"] == sum(found[part] for part in parts) == 299
    for stage in found["stages"]:
        assert set(stage) == {"stage", "entered", "unassigned", "overlapping", "cells"}
        assert stage["entered"] == stage["unassigned"] + sum(cell["assigned"] for cell in stage["cells"])
    assert len(found["criteria"]) == 66
    assert found["report"] is None


def test_an_error_is_json_too_where_json_was_asked_for(tmp_path: Path) -> None:
    called = quadrille("run", tmp_path / "none.quad", "--json")
    assert called.code == 2
    assert [one["code"] for one in called.json["diagnostics"]] == ["project.file.missing"]
    assert "none.quad" in called.err


@pytest.mark.parametrize("option", ["--backend", "--as-of", "--source"])
def test_wrong_values_are_answered(option: str, sample: dict[str, Path]) -> None:
    english, korean = refused("run", sample["duckdb"], option, "nonsense")
    assert "nonsense" in english and "nonsense" in korean


def test_the_backends_agree(sample: dict[str, Path]) -> None:
    reference = quadrille("run", sample["duckdb"], "--json").json
    for project, backend in (("duckdb", "pandas"), ("sqlite", "sql"), ("sqlite", "pandas")):
        found = quadrille("run", sample[project], "--json", "--backend", backend).json
        assert found["where"] == ("pandas" if backend == "pandas" else "database")
        for key in ("subjects", "stages", "criteria", "overlaps"):
            assert found[key] == reference[key], (project, backend, key)


def test_the_as_of_date_is_honoured(sample: dict[str, Path]) -> None:
    early = quadrille("run", sample["duckdb"], "--as-of", "2024-02-29", "--json").json
    assert early["as_of"] == "2024-02-29"
    assert early["subjects"] < 299
    assert any(note["code"] == "run.later" for note in early["notes"])


# -- the outcome as a file ---------------------------------------------------------------------------------


def test_parquet_reads_back_equal(sample: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "outcome.parquet"
    called = quadrille("run", sample["duckdb"], "--out", target, "--values")
    assert called.code == 0 and str(target) in called.out
    outcome = outcome_of(sample["duckdb"]).sort_by("customer_id")
    assert pq.read_table(target).equals(outcome)
    names = outcome.column_names
    assert names[0] == "customer_id"
    assert {"cell_engage", "cell_repurchase", "cells", "c_2.1_1", "value_spend"} <= set(names)


def test_values_are_left_out_unless_asked_for(sample: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "outcome.parquet"
    quadrille("run", sample["duckdb"], "--out", target)
    assert not [name for name in pq.read_table(target).column_names if name.startswith("value_")]


def test_csv_reads_back_equal(sample: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "outcome.csv"
    assert quadrille("run", sample["duckdb"], "--out", target, "--values").code == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    found = list(csv.reader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    outcome = outcome_of(sample["duckdb"]).sort_by("customer_id")
    assert found[0] == outcome.column_names
    for row, wanted in zip(found[1:], outcome.to_pylist(), strict=True):
        for text, value in zip(row, wanted.values(), strict=True):
            assert _read(text, value) == value, (text, value)


def _read(text: str, value: Any) -> Any:
    if value is None:
        return None if text == "" else text
    if isinstance(value, bool):
        return text == "true"
    if isinstance(value, int | float | Decimal):
        return type(value)(text)
    return type(value).fromisoformat(text) if hasattr(value, "isoformat") else text


def test_excel_reads_back_equal(sample: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "outcome.xlsx"
    assert quadrille("run", sample["duckdb"], "--out", target, "--values").code == 0
    found = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    outcome = outcome_of(sample["duckdb"]).sort_by("customer_id")
    assert found[0] == outcome.column_names
    for row, wanted in zip(found[1:], outcome.to_pylist(), strict=True):
        for cell, value in zip(row, wanted.values(), strict=True):
            if isinstance(value, float):
                assert cell == pytest.approx(value, rel=1e-14)
            else:
                assert (None if cell == "" else cell) == (float(value) if isinstance(value, Decimal) else value)


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
def test_a_file_is_replaced_whole_and_nothing_lies_beside_it(
    suffix: str, sample: dict[str, Path], tmp_path: Path
) -> None:
    target = tmp_path / f"결과{suffix}"
    target.write_text("old")
    assert quadrille("run", sample["duckdb"], "--out", target).code == 0
    assert [one.name for one in tmp_path.iterdir()] == [target.name]
    assert target.stat().st_size > 1000


# -- the outcome as a table --------------------------------------------------------------------------------


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def tables_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as db:
            names = [name for (name,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
            return {name: db.execute(f"SELECT * FROM {quoted(name)} ORDER BY ALL").fetchall() for name in names}
    with closing(sqlite3.connect(path)) as lite:
        names = [name for (name,) in lite.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(lite.execute(f"SELECT * FROM {quoted(name)}").fetchall(), key=repr) for name in names}


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
def test_a_result_table_is_the_only_change(kind: str, sample: dict[str, Path], tmp_path: Path) -> None:
    data = tmp_path / f"sample.{kind}"
    data.write_bytes((sample[kind].parent.parent / f"sample.{kind}").read_bytes())
    project = sample[kind]
    before = tables_of(data)
    called = quadrille("run", project, "--source", data, "--table", '세그먼트 "1"', "--values")
    assert called.code == 0, called.said
    after = tables_of(data)
    made = after.pop('세그먼트 "1"')
    assert after == before
    outcome = outcome_of(project)
    assert len(made) == outcome.num_rows
    assert {row[0] for row in made} == set(outcome.column("customer_id").to_pylist())
    # A table that exists is replaced only when that is said.
    again, korean = refused("run", project, "--source", data, "--table", '세그먼트 "1"')
    assert "already" in again and "이미" in korean
    assert len(tables_of(data)['세그먼트 "1"']) == outcome.num_rows
    assert quadrille("run", project, "--source", data, "--table", '세그먼트 "1"', "--force").code == 0
    assert len(tables_of(data)['세그먼트 "1"'][0]) < len(made[0]), "without the values"


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
@pytest.mark.parametrize("name", ["customers", "Web_Visits"])
def test_a_table_that_the_project_reads_is_never_replaced(kind: str, name: str, sample: dict[str, Path]) -> None:
    data = sample[kind].parent.parent / f"sample.{kind}"
    before = tables_of(data)
    english, korean = refused("run", sample[kind], "--table", name, "--force")
    assert "never written over" in english and "덮어쓰지 않습니다" in korean
    assert tables_of(data) == before


def test_what_fails_to_be_written_changes_nothing(sample: dict[str, Path], tmp_path: Path) -> None:
    data = sample["duckdb"].parent.parent / "sample.duckdb"
    before = digest(data)
    for target in (tmp_path, tmp_path / "no" / "x.csv", tmp_path / "x.txt", tmp_path / f"{'x' * 300}.csv", data):
        refused("run", sample["duckdb"], "--out", target)
    refused("run", sample["duckdb"], "--out", "a\0b.csv")
    assert list(tmp_path.iterdir()) == []
    assert digest(data) == before


# -- findings ----------------------------------------------------------------------------------------------


def test_overlaps_under_unique_are_a_finding(sample: dict[str, Path], tmp_path: Path) -> None:
    project = tmp_path / "unique.quad"
    text = sample["duckdb"].read_text(encoding="utf-8")
    source = sample["duckdb"].parent.parent / "sample.duckdb"
    text = text.replace("source: ../sample.duckdb", f"source: {source}", 1)
    text = text.replace("hit_policy: per_stage", "hit_policy: unique", 1)
    assert "hit_policy: unique" in text
    # Two cells of one stage with the same rule.
    text = text.replace("rule: service_visits_1y = 1", "rule: service_visits_1y >= 2")
    text = text.replace("rule: enquiries_1y >= 2", "rule: enquiries_1y >= 0")
    project.write_text(text, encoding="utf-8")
    called = quadrille("run", project)
    assert called.code == 1
    assert "match more than one cell" in called.out
    found = quadrille("run", project, "--json")
    assert found.code == 1
    [finding] = found.json["findings"]
    assert finding["code"] == "run.overlap" and finding["severity"] == "error"
    assert "unique" in finding["message"]
