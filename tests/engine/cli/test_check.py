"""``quadrille check``: the file, its rules, the data behind it, the test customers."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import quadrille, refused

PROJECT = """\
quadrille: 1
name: {{ko: 검사, en: Checked}}
language: en
time_zone: UTC
as_of: 2025-06-30
source: {source}
subject:
  table: people
  key: id
  fields:
    id: integer
    grade: {{type: text, values: [gold, silver], optional: false}}
    city: text
    rate: percent(2)
    score: integer
    flat: integer
    joined: {{type: date, format: iso}}
    amount: decimal(2)
matrix:
  stages: [{{id: all, labels: {{ko: 모두, en: All}}}}]
  levels: [{{id: high, labels: {{ko: 높음, en: High}}}}, {{id: low, labels: {{ko: 낮음, en: Low}}}}]
  cells:
    - {{id: '1.1', stage: all, level: high, criteria: [{{n: 1, rule: {high}}}]}}
    - {{id: '1.2', stage: all, level: low, criteria: [{{n: 1, rule: {low}}}]}}
{tests}
"""
GOOD = [(n, "gold" if n % 2 else "silver", "서울", n / 100, n, 7, "2024-01-02", f"{n}.50") for n in range(20)]


def made(
    folder: Path,
    rows: list[tuple[Any, ...]] = GOOD,
    *,
    high: str = "score in top 30%",
    low: str = "score >= 0",
    tests: str = "",
    key: str = "id INTEGER PRIMARY KEY NOT NULL",
) -> Path:
    """A project over a small table."""
    with closing(sqlite3.connect(folder / "people.sqlite")) as db, db:
        db.execute("DROP TABLE IF EXISTS people")
        db.execute(
            f"CREATE TABLE people ({key}, grade TEXT, city TEXT, rate REAL, score INTEGER, flat INTEGER, "
            "joined TEXT, amount TEXT)"
        )
        db.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    path = folder / "checked.quad"
    path.write_text(PROJECT.format(source="people.sqlite", high=high, low=low, tests=tests), encoding="utf-8")
    return path


def changed(column: int, *values: Any) -> list[tuple[Any, ...]]:
    """The good rows with other values in the first of them."""
    rows = [list(row) for row in GOOD]
    for row, value in zip(rows, values, strict=False):
        row[column] = value
    return [tuple(row) for row in rows]


def codes(project: Path) -> dict[str, dict[str, Any]]:
    found = quadrille("check", project, "--json").json
    assert set(found) == {"error", "warning", "info", "tests", "diagnostics"}
    return {one["code"]: one for one in found["diagnostics"]}


def test_nothing_to_say(tmp_path: Path) -> None:
    for lang, words in (("en", "No problems found."), ("ko", "문제가 없습니다.")):
        called = quadrille("check", made(tmp_path), lang=lang)
        assert (called.code, called.out.strip()) == (0, words), called.said


@pytest.mark.parametrize(
    ("column", "values", "code", "params"),
    [
        (2, ["\u1109\u1165\u110b\u116e\u11af"] * 3, "data.not_nfc", {"field": "city", "rows": 3}),
        (6, ["gestern", "2024-13-01"], "data.unreadable", {"field": "joined", "rows": 2, "type": "date"}),
        (7, ["12,5", "zwei", "zwei"], "data.unreadable", {"field": "amount", "rows": 3, "type": "decimal"}),
        (1, [None, None], "data.missing_in_required", {"field": "grade", "rows": 2}),
        (1, ["bronze", "VIP"], "data.unlisted", {"field": "grade", "values": ["bronze", "VIP"]}),
        (3, [30.0, 5.0], "data.rate_over_one", {"field": "rate", "value": "30"}),
    ],
)
def test_each_problem_of_the_data_is_found(
    column: int, values: list[Any], code: str, params: dict[str, Any], tmp_path: Path
) -> None:
    project = made(tmp_path, changed(column, *values))
    found = codes(project)
    assert list(found) == [code], found
    assert {name: found[code]["params"][name] for name in params} == params
    assert found[code]["place"]["line"] is not None
    for lang in ("en", "ko"):
        called = quadrille("check", project, lang=lang)
        assert called.code == (0 if found[code]["severity"] == "info" else 1)
        assert str(params["field"]) in called.out and code not in called.out


def test_ties_at_a_band_are_found(tmp_path: Path) -> None:
    tied = changed(4, *[19] * 12)
    found = codes(made(tmp_path, tied))
    assert found["data.band_ties"]["params"]["wanted"] == "30%"
    assert found["data.band_ties"]["params"]["actual"] == "65.0%"
    equal = codes(made(tmp_path, high="flat in top 30%"))
    assert list(equal) == ["data.all_equal"]


def test_missing_keys_and_repeated_keys_are_errors_with_examples(tmp_path: Path) -> None:
    rows = changed(0, None, 7, 7, 9)
    found = codes(made(tmp_path, rows, key="id INTEGER"))
    assert found["key.missing"]["params"]["rows"] == 1
    assert found["key.duplicate"]["params"]["values"] == ["7", "9"]
    assert quadrille("check", tmp_path / "checked.quad").code == 1
    english, korean = refused("run", tmp_path / "checked.quad")
    assert "7, 9" in english and "7, 9" in korean


@pytest.mark.parametrize(
    ("rule", "code"),
    [("scroe >= 5", "name.unknown"), ("score >= 'x'", ""), ("score >=", ""), ("(score > 1", "")],
)
def test_problems_of_rules_stand_at_their_place(rule: str, code: str, tmp_path: Path) -> None:
    project = made(tmp_path, high=rule)
    found = codes(project)
    assert len(found) >= 1
    first = next(iter(found.values()))
    assert first["severity"] == "error" and code in first["code"]
    assert first["place"]["file"] == str(project) and first["place"]["line"] == 23
    called = quadrille("check", project)
    assert called.code == 1 and f"{project}:23:" in called.out
    refused("run", project)


def test_a_misspelt_field_gets_a_suggestion_and_a_fix(tmp_path: Path) -> None:
    project = made(tmp_path, high="scroe >= 5")
    assert "Did you mean score?" in quadrille("check", project).out
    assert "score인가요?" in quadrille("check", project, lang="ko").out
    [found] = [one for one in codes(project).values() if one["severity"] == "error"]
    assert found["fixes"][0]["edits"] == [{"span": [0, 5], "text": "score"}]


def test_without_its_data(tmp_path: Path) -> None:
    project = made(tmp_path)
    (tmp_path / "people.sqlite").unlink()
    assert quadrille("check", project, "--no-data").code == 0
    english, korean = (quadrille("check", project, lang=lang) for lang in ("en", "ko"))
    assert english.code == korean.code == 1
    assert "people.sqlite" in english.out and "people.sqlite" in korean.out


def test_what_is_no_project_at_all(tmp_path: Path) -> None:
    path = tmp_path / "broken.quad"
    path.write_text("quadrille: [1", encoding="utf-8")
    for lang in ("en", "ko"):
        called = quadrille("check", path, lang=lang)
        assert called.code == 2 and "broken.quad:" in called.out
    assert quadrille("check", tmp_path / "none.quad").code == 2


def test_notes_are_shown_in_short_unless_all_are_asked_for(sample: dict[str, Path], tmp_path: Path) -> None:
    rule = "'" + " and ".join(["score => 0"] * 9) + "'"
    project = made(tmp_path, high=rule)
    short, full = quadrille("check", project), quadrille("check", project, "--all")
    assert short.code == full.code == 0
    assert "more such notes (--all shows them)" in short.out
    assert len(short.out.splitlines()) < len(full.out.splitlines())


# -- test customers ----------------------------------------------------------------------------------------


def customers(*lines: str) -> str:
    return "tests:\n" + "\n".join(f"  - {line}" for line in lines)


@pytest.mark.parametrize(
    ("line", "passes"),
    [
        # 20 customers with scores 0 … 19; the best 30% are 14 and more, also for those who stand between two.
        ("{name: a, values: {score: 14}, expect: {cell: '1.1'}}", True),
        ("{name: a, values: {score: 13}, expect: {cell: '1.2'}}", True),
        ("{name: a, values: {score: 900}, expect: {cell: '1.1'}}", True),
        ("{name: a, values: {score: 14}, expect: {cell: '1.2'}}", False),
        ("{name: a, values: {score: 14}, expect: {cells: ['1.1', '1.2']}}", True),
        ("{name: a, values: {score: 13}, expect: {cells: ['1.1', '1.2']}}", False),
        ("{name: a, values: {score: -1}, expect: {cell: null}}", True),
        ("{name: a, values: {score: -1}, expect: {cell: none}}", True),
        ("{name: a, values: {score: 3}, expect: {cell: none}}", False),
        ("{name: a, values: {score: null}, expect: {cell: none}}", True),
        ("{name: a, stage: all, values: {score: 14}, expect: {cell: '1.1'}}", True),
        ("{name: a, as_of: 2024-02-29, values: {score: 14}, expect: {cell: '1.1'}}", True),
    ],
)
def test_a_test_customer_lands_as_expected(line: str, passes: bool, tmp_path: Path) -> None:
    project = made(tmp_path, tests=customers(line))
    called = quadrille("check", project, "--json")
    assert called.json["tests"] == {"total": 1, "passed": int(passes)}, called.out
    assert called.code == (0 if passes else 1)
    if not passes:
        [found] = called.json["diagnostics"]
        assert found["code"] == "test.wrong_cell" and found["place"]["line"] == 26
        for lang, words in (("en", "Test customer a lands in"), ("ko", "시험 고객 a")):
            assert words in quadrille("check", project, lang=lang).out


def test_a_value_that_no_field_can_have(tmp_path: Path) -> None:
    project = made(tmp_path, tests=customers("{name: 김가망, values: {score: many}, expect: {cell: none}}"))
    called = quadrille("check", project, "--json")
    assert called.code == 1
    assert called.json["tests"]["passed"] == 0
    assert all(one["severity"] == "error" for one in called.json["diagnostics"])
    assert len(called.json["diagnostics"]) == 1, called.out
    assert "김가망" in quadrille("check", project, lang="ko").out or "score" in quadrille("check", project).out


def test_the_sample_s_own_test_customers_pass(sample: dict[str, Path]) -> None:
    called = quadrille("check", sample["duckdb"], "--json")
    assert called.code == 0, called.out[:3000]
    assert called.json["tests"] == {"total": 6, "passed": 6}
