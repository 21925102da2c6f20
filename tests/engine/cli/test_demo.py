"""``quadrille demo``: all formats, both variants, both languages, the same counts; a changed project is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.cli.commands.demo import TARGETS
from tests.support.command import quadrille, refused

SMALL = ("--customers", 100, "--seed", 3)


@pytest.mark.parametrize("variant", ["written", "repaired"])
def test_the_same_counts_whatever_the_format_and_the_language(variant: str, tmp_path: Path) -> None:
    found = []
    for number, kind in enumerate(TARGETS):
        lang = "ko" if number % 2 else "en"
        called = quadrille("demo", tmp_path / kind, *SMALL, "--format", kind, "--variant", variant, "--json", lang=lang)
        assert called.code == 0, called.said
        assert (tmp_path / kind / TARGETS[kind]).exists()
        assert called.json["project"] == str(tmp_path / kind / f"{variant}.quad")
        assert called.json["kept"] == []
        found.append({key: called.json[key] for key in ("subjects", "stages", "criteria", "overlaps")})
        again = quadrille("run", tmp_path / kind / f"{variant}.quad", "--json")
        assert {key: again.json[key] for key in found[-1]} == found[-1]
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize(("lang", "words"), [("en", "Likely buyer"), ("ko", "구매 가망 고객")])
def test_the_projects_are_in_the_user_s_language(lang: str, words: str, tmp_path: Path) -> None:
    called = quadrille("demo", tmp_path, *SMALL, lang=lang)
    assert words in called.out
    for variant in ("written", "repaired"):
        text = (tmp_path / f"{variant}.quad").read_text(encoding="utf-8")
        assert f"language: {lang}" in text


def test_the_same_seed_makes_the_same_customers(tmp_path: Path) -> None:
    first, second, other = (
        quadrille("demo", tmp_path / name, "--customers", 100, "--seed", seed, "--json").json
        for name, seed in (("a", 5), ("b", 5), ("c", 6))
    )
    assert first["criteria"] == second["criteria"] != other["criteria"]


def test_a_project_that_somebody_changed_is_kept(tmp_path: Path) -> None:
    quadrille("demo", tmp_path, *SMALL)
    project = tmp_path / "written.quad"
    mine = project.read_text(encoding="utf-8").replace("Likely buyer", "My buyer")
    project.write_text(mine, encoding="utf-8")
    for lang, words in (("en", "is kept as it is"), ("ko", "그대로 두었습니다")):
        called = quadrille("demo", tmp_path, *SMALL, lang=lang)
        assert words in called.out and "My buyer" in called.out + mine
        assert project.read_text(encoding="utf-8") == mine
    assert quadrille("demo", tmp_path, *SMALL, "--force").code == 0
    assert project.read_text(encoding="utf-8") != mine


def test_what_cannot_be_made(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    refused("demo", file, *SMALL)
    refused("demo", file / "below", *SMALL)
    refused("demo", tmp_path / ("x" * 300), *SMALL)
    others = tmp_path / "others"
    (others / "sample-csv").mkdir(parents=True)
    (others / "sample-csv" / "mine.txt").write_text("mine", encoding="utf-8")
    refused("demo", others, *SMALL, "--format", "csv")
    (others / "sample.duckdb").mkdir()
    refused("demo", others, *SMALL)
    assert file.read_text(encoding="utf-8") == "mine"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "others"]
