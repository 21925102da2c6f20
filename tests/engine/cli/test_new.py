"""``quadrille new``: a project from a database's schema that checks without errors and runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.project.file import load
from engine.sample.write import write
from tests.support.command import quadrille, refused
from tests.support.shared import shared
from tests.support.sources import digest


def started(folder: Path, source: Path, *more: str) -> Path:
    """A new project that checks without errors and runs."""
    project = folder / "new.quad"
    called = quadrille("new", project, "--source", source, *more)
    assert called.code == 0, called.said
    assert str(project) in called.out
    checked = quadrille("check", project, "--json")
    assert checked.json["error"] == 0, [d for d in checked.json["diagnostics"] if d["severity"] == "error"]
    ran = quadrille("run", project, "--json", "--values")
    assert ran.code == 0 and ran.json["adds_up"], ran.said
    return project


@pytest.mark.parametrize("kind", ["duckdb", "sqlite", "parquet", "csv"])
def test_the_sample(kind: str, tmp_path: Path) -> None:
    target = tmp_path / ("sample" if kind in ("parquet", "csv") else f"sample.{kind}")
    write(target, 100, 1, kind=kind)  # type: ignore[arg-type]
    found = load(started(tmp_path, target)).project
    assert found is not None
    assert (found.subject.table, found.subject.key) == ("customers", "customer_id")
    assert found.source == target.name
    times = {name: relation.time for name, relation in found.relations.items()}
    assert times["web_visits"] == "visited_at" and times["purchases"] == "bought_on"
    assert times["campaign_sends"] == "sent_at"


def test_chinook(tmp_path: Path) -> None:
    source = shared("chinook/Chinook_Sqlite.sqlite")
    before = digest(source)
    found = load(started(tmp_path, source)).project
    assert found is not None
    assert (found.subject.table, found.subject.key) == ("Customer", "CustomerId")
    assert found.relations["Invoice"].time == "InvoiceDate"
    assert found.relations["InvoiceLine"].of == "Invoice"
    assert digest(source) == before


def test_telco(tmp_path: Path) -> None:
    found = load(started(tmp_path, shared("telco/telco.sqlite"))).project
    assert found is not None and found.subject.key == "customerID"


def test_cdnow(tmp_path: Path) -> None:
    started(tmp_path, shared("cdnow/cdnow.sqlite"))


def test_what_was_assumed_is_said(tmp_path: Path, sample: dict[str, Path]) -> None:
    source = sample["duckdb"].parent.parent / "sample.duckdb"
    english = quadrille("new", tmp_path / "a.quad", "--source", source, lang="en")
    korean = quadrille("new", tmp_path / "b.quad", "--source", source, lang="ko")
    assert "Subject: customers, key customer_id" in english.err
    assert "대상: customers, 키 customer_id" in korean.err
    first, second = load(tmp_path / "a.quad").project, load(tmp_path / "b.quad").project
    assert first is not None and second is not None
    assert (first.language, second.language) == ("en", "ko")


def test_another_subject_can_be_named(tmp_path: Path, sample: dict[str, Path]) -> None:
    source = sample["duckdb"].parent.parent / "sample.duckdb"
    project = tmp_path / "vehicles.quad"
    assert quadrille("new", project, "--source", source, "--table", "vehicles", "--key", "vehicle_id").code == 0
    found = load(project).project
    assert found is not None and found.subject.table == "vehicles"


def test_what_cannot_be_started(tmp_path: Path, sample: dict[str, Path]) -> None:
    source = sample["duckdb"].parent.parent / "sample.duckdb"
    before = digest(source)
    there = tmp_path / "there.quad"
    there.write_text("mine", encoding="utf-8")
    english, korean = refused("new", there, "--source", source)
    assert "--force" in english and "--force" in korean
    assert there.read_text(encoding="utf-8") == "mine"
    assert quadrille("new", there, "--source", source, "--force").code == 0
    project = tmp_path / "x.quad"
    refused("new", project, "--source", tmp_path / "nothing.duckdb")
    refused("new", project, "--source", source, "--table", "custmers")
    refused("new", project, "--source", source, "--table", "customers", "--key", "gender")
    refused("new", project, "--source", source, "--table", "customers", "--key", "nope")
    refused("new", tmp_path / "no" / "x.quad", "--source", source)
    refused("new", tmp_path / "x.txt", "--source", source)
    # The data itself is never written over, whatever is said.
    refused("new", source, "--source", source, "--force")
    assert digest(source) == before
    assert not project.exists()
