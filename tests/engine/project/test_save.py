"""Saving: byte for byte what was there, apart from what changed; all or nothing on disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from dsl.diagnostics import QuadrilleError
from engine.project.changes import insert_at, move_at, remove_at, replace_at, update_at
from engine.project.file import Loaded, dumps, load, loads, save
from engine.project.model import Project
from tests.support.projects import TEXT, sample

FIRST_RULE = ("matrix", "cells", "1.1", "criteria", 1, "rule")


def changed_lines(new: str, old: str = TEXT) -> tuple[list[str], list[str]]:
    """Lines that went and lines that came."""
    import difflib

    lines = list(difflib.ndiff(old.splitlines(), new.splitlines()))
    return [x[2:] for x in lines if x.startswith("- ")], [x[2:] for x in lines if x.startswith("+ ")]


def project_of(loaded: Loaded) -> Project:
    assert loaded.project is not None, loaded.diagnostics
    return loaded.project


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.rstrip("\n"),
        TEXT + "\n\n# the end\n",
        TEXT.replace("subject:", "unknown: {a: [1, 2]}   # kept\nsubject:"),
        "---\n" + TEXT + "...\n",
    ],
)
def test_nothing_changed_nothing_written_differently(text: str, tmp_path: Path) -> None:
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode()):
        path = tmp_path / "a.quad"
        path.write_bytes(data)
        loaded = load(path)
        save(path, project_of(loaded), loaded)
        assert path.read_bytes() == data


def test_a_changed_rule_changes_its_lines_only() -> None:
    loaded = sample()
    project = replace_at(project_of(loaded), ("measures", "visits_90d", "rule"), "count(web_visits in last 60 days)")
    gone, come = changed_lines(dumps(project, loaded))
    assert gone == ["    rule: count(web_visits in last 90 days)   # the rule"]
    assert come == ["    rule: count(web_visits in last 60 days)   # the rule"]


def test_a_block_stays_a_block() -> None:
    loaded = sample()
    path = ("matrix", "cells", "1.1", "criteria", 2, "rule")
    project = replace_at(project_of(loaded), path, "-- a comment of the rule\nlead_score >= 50\n")
    gone, come = changed_lines(dumps(project, loaded))
    assert gone == ["            lead_score >= $hot"]
    assert come == ["            lead_score >= 50"]


def test_quoting_is_kept_where_it_fits() -> None:
    loaded = sample()
    text = dumps(replace_at(project_of(loaded), ("relations", "quotes", "where"), "kind = 'order'"), loaded)
    assert """where: "kind = 'order'"}""" in text
    text = dumps(replace_at(project_of(loaded), ("measures", "visits_90d", "rule"), "a: b # c"), loaded)
    assert "rule: 'a: b # c'   # the rule" in text


def test_comments_beside_a_text_survive_its_change_of_form() -> None:
    loaded = sample()
    project = replace_at(project_of(loaded), ("measures", "visits_90d", "rule"), "a\nb")
    text = dumps(project, loaded)
    assert "    rule: |-   # the rule\n      a\n      b\n" in text
    again = loads(text)
    assert again.project == project
    text = dumps(replace_at(project, ("measures", "visits_90d", "rule"), "c"), again)
    assert "    rule: |-   # the rule\n      c\n" in text
    text = dumps(replace_at(project, ("measures", "visits_90d", "rule"), "  c"), again)
    assert "    rule: '  c'   # the rule\n" in text


def test_line_ends_are_kept() -> None:
    loaded = loads(TEXT.replace("\n", "\r\n"))
    project = update_at(project_of(loaded), ("measures", "spend_lines"), note="주의")
    project = replace_at(project, ("measures", "fresh"), {"rule": "a\nb\n", "note": {"ko": "가", "en": "n"}})
    text = dumps(project, loaded)
    assert "\n" not in text.replace("\r\n", "")
    assert loads(text).project == project


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (FIRST_RULE, "a"),
        (FIRST_RULE, "a\n\n  b\n"),
        (FIRST_RULE, "\n leading"),
        (FIRST_RULE, ""),
        (FIRST_RULE, "tab\there"),
        (FIRST_RULE, "trailing  \nspace \n"),
        (FIRST_RULE, "many newlines\n\n\n"),
        (("matrix", "cells", "1.2", "criteria", 1, "rule"), "x in ('a', \"b\") -- {c}: [d]\n and e"),
        (("matrix", "cells", "1.1", "match"), {"at_least": 2}),
        (("matrix", "cells", "1.2", "match"), "any"),
        (("matrix", "cells", "1.1", "targets"), {}),
        (("matrix", "cells", "1.1", "targets", "click_rate"), 0.25),
        (("matrix", "cells", "2.2", "criteria", 1, "off"), True),
        (("matrix", "cells", "2.2", "labels"), {"ko": "새 이름", "en": "New: name"}),
        (("matrix", "priority"), ("1.2", "1.1")),
        (("matrix", "stages"), ()),
        (("subject", "fields", "joined_on"), {"type": "date", "labels": "가입일"}),
        (("subject", "fields", "grade"), "text"),
        (("parameters", "hot"), [1, 2, 3]),
        (("parameters", "target_grades"), 5),
        (("parameters", "rate"), "30%"),
        (("parameters", "rate"), True),
        (("units", "visit", "en"), ("visit",)),
        (("units", "visit", "en"), "visits"),
        (("bands", "satisfaction", "parts"), {"all": {"range": (0, 100), "labels": "x"}}),
        (("bands", "satisfaction", "among"), "stage"),
        (("traits", "dna", "otherwise"), None),
        (("traits", "dna", "otherwise"), {"id": "rest", "labels": "rest"}),
        (("as_of",), "today"),
        (("matrix", "cells", "1.1", "note"), "a\n\n"),
        (("matrix", "cells", "1.1", "note"), {"ko": "a\n", "en": "b\n\n\nc"}),
        (("name",), {"ko": "예: 이름", "en": "# not a comment"}),
        (("tests",), ()),
        (("tests", 0, "values"), {"visits_90d": None, "grade": "30%", "active": False}),
        (("campaigns", "spring_sms", "results"), None),
        (("relations", "visit_days", "group_by"), ("day", "channel")),
        (("source",), "C:\\data\\x.duckdb"),
        (("description",), "한 줄\n두 줄\n"),
    ],
)
def test_any_value_reads_back(path: tuple[str | int, ...], value: Any) -> None:
    loaded = sample()
    project = replace_at(project_of(loaded), path, value)
    text = dumps(project, loaded)
    again = loads(text)
    assert again.project == project, again.diagnostics
    comments = [line.split("#", 1)[1] for line in TEXT.splitlines() if "#" in line]
    if value == () and path == ("matrix", "stages"):
        comments.remove(" the second stage")
    assert all(comment in text for comment in comments)


def test_moved_items_take_their_comments_along() -> None:
    loaded = sample()
    project = move_at(project_of(loaded), ("matrix", "stages", "purchase"), 0)
    text = dumps(project, loaded)
    assert loads(text).project == project
    lines = text.splitlines()
    at = lines.index("    # the second stage")
    assert lines[at + 1].startswith("    - {id: purchase") and lines[at + 2].startswith("    - {id: engage")


def test_inserted_and_removed_items() -> None:
    loaded = sample()
    project = project_of(loaded)
    project = insert_at(project, ("matrix", "cells", "1.1", "criteria"), {"n": 9, "rule": "a > 1"}, before=2)
    project = remove_at(project, ("matrix", "cells", "1.2", "criteria", 1))
    project = remove_at(project, ("measures", "double_visits"))
    project = insert_at(project, ("matrix", "levels"), {"id": "middle", "labels": "중간"}, before="low")
    project = insert_at(project, ("matrix", "cells", "2.2", "criteria"), {"n": 2, "rule": "b"})
    text = dumps(project, loaded)
    assert loads(text).project == project
    gone, come = changed_lines(text)
    assert gone[0] == "  double_visits: {rule: visits_90d * 2}"
    assert "    - {id: middle, labels: 중간}" in come
    assert "        - {n: 9, rule: a > 1}" in come
    assert len(gone) == 3 and len(come) == 3


def test_the_last_entry_of_a_section_may_go() -> None:
    loaded = sample()
    project = project_of(loaded)
    for path in (("audiences", "spring"), ("bands", "satisfaction"), ("units", "visit"), ("parameters", "hot")):
        project = remove_at(project, path)
    text = dumps(project, loaded)
    assert loads(text).project == project
    assert "# ①" in text


def test_a_new_project_is_written_whole() -> None:
    project = project_of(sample())
    text = dumps(project)
    assert loads(text).project == project
    assert loads(text).diagnostics == ()
    assert text.startswith("quadrille: 1\n")


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.quad"
    path.write_text(TEXT, "utf-8")
    path.chmod(0o640)
    link = tmp_path / "link.quad"
    link.symlink_to(path)
    loaded = load(link)
    project = replace_at(project_of(loaded), ("as_of",), "today")
    saved = save(link, project, loaded)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert saved.project == project == load(path).project
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.quad", "link.quad"]
    # What save gives back can be saved again.
    save(link, replace_at(project, ("as_of",), "2025-01-01"), saved)


def test_a_file_that_changed_on_disk_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.quad"
    path.write_text(TEXT, "utf-8")
    loaded = load(path)
    other = TEXT + "# somebody else\n"
    path.write_text(other, "utf-8")
    project = replace_at(project_of(loaded), ("as_of",), "today")
    with pytest.raises(QuadrilleError) as caught:
        save(path, project, loaded)
    assert caught.value.diagnostics[0].code == "project.file.changed"
    assert path.read_text("utf-8") == other
    save(path, project, loaded, overwrite=True)
    assert load(path).project == project


def test_a_password_is_never_written(tmp_path: Path) -> None:
    loaded = sample()
    project = replace_at(project_of(loaded), ("source",), "mysql://u:geheim@h/d")
    path = tmp_path / "a.quad"
    with pytest.raises(QuadrilleError) as caught:
        save(path, project, loaded)
    assert caught.value.diagnostics[0].code == "project.source.password"
    assert not path.exists()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.quad"
    path.write_text(TEXT, "utf-8")
    loaded = load(path)

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(QuadrilleError) as caught:
        save(path, replace_at(project_of(loaded), ("as_of",), "today"), loaded)
    assert caught.value.diagnostics[0].code == "project.file.unwritable"
    assert path.read_text("utf-8") == TEXT
    assert [p.name for p in tmp_path.iterdir()] == ["a.quad"]


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(QuadrilleError) as caught:
        save("/nowhere/at/all/a.quad", project_of(sample()))
    assert caught.value.diagnostics[0].code == "project.file.missing"
