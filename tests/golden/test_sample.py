"""The sample's SQL and script are as they were last reviewed, and name cells and criteria in the project's language."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from engine.project.file import load
from engine.publish import sql_script
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import open_workspace
from tests.golden import made as golden

NAMES = sorted(one.name for one in golden.FOLDER.iterdir())
now = cache(golden.made)


def test_the_files_are_those_that_are_made() -> None:
    assert sorted(now()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_as_reviewed(name: str) -> None:
    reviewed = (golden.FOLDER / name).read_text(encoding="utf-8")
    assert now()[name] == reviewed, "after a review: make golden"


@pytest.mark.parametrize(("dialect", "language"), golden.LANGUAGES)
def test_every_cell_and_every_criterion_is_named(dialect: str, language: str) -> None:
    project = load(project_path("written", language)).project
    assert project is not None
    comments = re.findall(r"/\* (.*?) \*/", now()[f"{dialect}.select.sql"])
    for cell in project.matrix.cells:
        assert f"{cell.id} {cell.labels.catalog().get(language)}" in comments
        for criterion in cell.active:
            label = criterion.labels.catalog().get(language)
            assert f"{cell.id} {chr(0x245F + criterion.n)} {label}" in comments
    for stage in project.matrix.stages:
        assert stage.labels.catalog().get(language) in comments
    if language == "en":
        assert not [one for one in comments if re.search("[가-힣]", one)]


def test_the_script_names_them_too() -> None:
    rules = now()["rules.py.txt"]
    assert "# 2.1 ③ 최근 90일 내 웹사이트 접속 5회 이상" in rules
    assert "# 2.1 구매 가망 고객" in rules


@pytest.mark.parametrize("form", ["table", "view"])
def test_a_table_and_a_view_are_made_of_the_select(form: str, tmp_path: Path) -> None:
    data = tmp_path / "sample.duckdb"
    write(data, 100, 1)
    with open_workspace(project_path("written", "ko"), source=str(data)) as workspace:
        select, made = sql_script(workspace), sql_script(workspace, form=form, name="x")
    head, _, body = select.partition("\n")
    assert made == f'{head}\nCREATE {form.upper()} "x" AS\n{body}'
