"""Loading: what is right becomes a model; what is wrong has a code, a line and a column."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from dsl.diagnostics import Diagnostic
from engine.project.file import Loaded, load, loads
from engine.project.text import SIZE_LIMIT
from tests.support.projects import TEXT, sample

HEAD = "quadrille: 1\nsubject: {table: t, key: id}\n"


def first(loaded: Loaded) -> Diagnostic:
    assert loaded.diagnostics
    return loaded.diagnostics[0]


def found(loaded: Loaded) -> list[tuple[str, int | None, int | None]]:
    out = []
    for diagnostic in loaded.diagnostics:
        assert diagnostic.place is not None
        out.append((diagnostic.code, diagnostic.place.line, diagnostic.place.column))
    return out


def test_sample_loads_without_a_word() -> None:
    loaded = sample()
    assert loaded.diagnostics == ()
    project = loaded.project
    assert project is not None
    assert project.name.ko == "고객 매트릭스"
    assert project.subject.fields["spend"].value_type.scale == 2
    assert project.subject.fields["satisfaction"].labels.en == project.subject.fields["satisfaction"].labels.ko
    assert project.parameters["rate"].value == Decimal("0.30")
    assert project.parameters["target_grades"].value == ("VIP", "Gold")
    assert [c.id for c in project.matrix.cells] == ["1.1", "1.2", "2.1", "2.2"]
    cell = project.matrix.cell("1.1")
    assert cell is not None
    assert cell.criteria[0].rule == "visits_90d >= 5 and spend > 100"
    assert cell.criteria[1].rule.startswith("-- a comment")
    assert project.matrix.cells[1].match.at_least == 1
    assert project.matrix.cells[2].match.score == Decimal("2.5")
    assert project.relations["order_lines"].kind == "nested"
    assert project.relations["quotes"].kind == "filtered"
    assert project.relations["visit_days"].kind == "grouped"
    assert project.tests[1].expect.cell == "none"
    assert project.tests[1].values["grade"] is None
    assert project.tests[0].values["spend"] == Decimal("200.50")


def test_order_is_kept() -> None:
    project = loads(HEAD + "measures: {b: {rule: '1'}, a: {rule: '2'}}\n").project
    assert project is not None
    assert list(project.measures) == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "project.file.empty", 1, 1),
        ("# only a comment\n", "project.file.empty", 1, 1),
        ("just words", "project.file.not_a_project", 1, 1),
        ("- a\n- b\n", "project.file.not_a_project", 1, 1),
        ("subject: {table: t, key: k}\n", "project.version.missing", 1, 1),
        ("quadrille: 99\n", "project.version.newer", 1, 12),
        ("quadrille: one\n", "project.version.bad", 1, 12),
        (HEAD + "name:\n\tko: x\n", "project.yaml.tab", 4, 1),
        (HEAD + "name: 'open\nsource: x\n", "project.yaml.quote_open", 3, 7),
        (HEAD + "name: {ko: a\nsource: x\n", "project.yaml.flow", 3, 7),
        (HEAD + "name: `x` = 1\n", "project.yaml.quote", 3, 7),
        (HEAD + "name: score(a: 10)\n", "project.yaml.colon", 3, 14),
        (HEAD + "name: 'x' = 1\n", "project.yaml.indent", 3, 11),
        (HEAD + "name: !!python/object:os.system {}\n", "project.yaml.tag", 3, 7),
        (HEAD + "name: &a x\nsource: *a\n", "project.yaml.alias", 4, 9),
        (HEAD + "---\nname: x\n", "project.yaml.documents", 3, 1),
        (HEAD + "name: x\nname: y\n", "project.yaml.duplicate_key", 4, 1),
        (HEAD + 'name: "a\\qb"\n', "project.yaml.escape", 3, 10),
        (HEAD + "? [a]\n: b\n", "project.yaml.key", 3, 3),
        (HEAD + "name: " + "[" * 100 + "\n", "project.yaml.too_deep", 3, 70),
        (HEAD + "name: a\x07b\n", "project.file.control", 3, 8),
        (HEAD + "matrix: 5\n", "project.value.kind", 3, 9),
        (HEAD + "as_of: tomorrow\n", "project.value.kind", 3, 8),
        (HEAD + "language: jp\n", "project.value.choice", 3, 11),
        ("quadrille: 1\nsubject:\n  table: t\n", "project.key.missing_in", 2, 1),
        ("quadrille: 1\n", "project.key.missing", 1, 1),
        (HEAD + "measures:\n  x: {rule: '1', unit: 'a`b'}\n", "project.id.bad", 4, 25),
        ("quadrille: 1\nsubject: {table: t, key: k, fields: {a: int}}\n", "project.type.unknown_similar", 2, 41),
        (HEAD + "source: mysql://root:hunter2@db/crm\n", "project.source.password", 3, 9),
        (HEAD + "bands: {b: {of: x, parts: {p: [0]}}}\n", "project.value.kind", 3, 28),
        (HEAD + "matrix: {cells: [{id: a, stage: s, level: l, match: most}]}\n", "project.value.kind", 3, 53),
        (
            HEAD + "matrix:\n  cells:\n    - {id: a, stage: s, level: l, criteria: [{n: 0}]}\n",
            "project.value.low",
            5,
            50,
        ),
    ],
)
def test_what_is_wrong_has_a_place(text: str, code: str, line: int, column: int) -> None:
    loaded = loads(text)
    assert loaded.project is None
    assert (code, line, column) in found(loaded), found(loaded)


def test_unknown_keys_are_warnings_and_stay_in_the_file() -> None:
    text = HEAD + "matrix:\n  levls: []\n  extra: {a: 1}\nsuject: x\n"
    loaded = loads(text)
    assert loaded.project is not None
    assert found(loaded) == [
        ("project.key.unknown_similar", 4, 3),
        ("project.key.unknown", 5, 3),
        ("project.key.unknown_similar", 6, 1),
    ]
    suggestions = [d.params.get("suggestion") for d in loaded.diagnostics]
    assert "levels" in suggestions and "subject" in suggestions
    assert all(d.severity == "warning" for d in loaded.diagnostics)
    assert loaded.document.text == text


def test_several_errors_are_told_at_once() -> None:
    loaded = loads(HEAD + "language: jp\nas_of: soon\nmatrx: 1\n")
    assert [d.code for d in loaded.diagnostics] == [
        "project.value.choice",
        "project.value.kind",
        "project.key.unknown_similar",
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("quadrille: 1\nname: 고객\n".encode("cp949"), "project.file.encoding"),
        ("quadrille: 1\n".encode("utf-16"), "project.file.encoding"),
        ("quadrille: 1\n".encode("utf-32"), "project.file.encoding"),
        (b"quadrille: 1\nname: \xff\xfe\xfa\n", "project.file.not_utf8"),
        (b"SQLite format 3\x00\x10\x00", "project.file.binary"),
        (b"quadrille: 1\n" + b"#" * SIZE_LIMIT, "project.file.too_large"),
    ],
)
def test_bytes_that_are_no_project(data: bytes, code: str) -> None:
    loaded = loads(data)
    assert loaded.project is None
    assert first(loaded).code == code


def test_utf8_with_a_byte_order_mark_is_fine() -> None:
    loaded = loads(b"\xef\xbb\xbf" + TEXT.encode())
    assert loaded.project == sample().project
    assert loaded.document.bom


def test_cp949_is_named_with_its_line() -> None:
    diagnostic = first(loads("quadrille: 1\nname: 고객\n".encode("cp949")))
    assert diagnostic.params["encoding"] == "CP949"
    assert diagnostic.place is not None and diagnostic.place.line == 2


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert first(load(tmp_path / "no.quad")).code == "project.file.missing"
    assert first(load(tmp_path)).code == "project.file.folder"
    assert first(load("a\0b")).code == "project.file.unreadable"


def test_numbers_and_dates_may_stand_where_text_is_expected() -> None:
    text = HEAD + "matrix: {stages: [{id: 1, code: 2.10, labels: 2025}]}\nmeasures: {m: {rule: 5}}\n"
    project = loads(text).project
    assert project is not None
    stage = project.matrix.stages[0]
    assert (stage.id, stage.code, stage.labels.ko) == ("1", "2.10", "2025")
    assert project.measures["m"].rule == "5"


def test_names_are_composed() -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", HEAD + "measures:\n  방문: {rule: 나이 > 1}\n")
    project = loads(text).project
    assert project is not None
    assert list(project.measures) == ["방문"]
    assert project.measures["방문"].rule == "나이 > 1"


def test_leading_zeros_and_quoted_percent_stay_text() -> None:
    project = loads(HEAD + "parameters: {a: 007, b: '30%', c: 30%, d: [01, 02]}\n").project
    assert project is not None
    values = {id: p.value for id, p in project.parameters.items()}
    assert values == {"a": "007", "b": "30%", "c": Decimal("0.30"), "d": ("01", "02")}


def test_an_empty_value_is_as_good_as_absent() -> None:
    project = loads(HEAD + "matrix:\nmeasures:\nname:\ntests: []\n").project
    assert project is not None
    assert project.matrix.cells == ()
    assert project.name.empty


@pytest.mark.parametrize(
    ("source", "refused"),
    [
        ("mysql://root:secret@db/crm", True),
        ("postgresql+psycopg://u:p%40x@h/d", True),
        ("postgresql://u@h/d?password=x", True),
        ("Server=x;PWD=abc;Database=d", True),
        ("host=h password='a b'", True),
        ("snowflake://u@h/?token=abc", True),
        ("mysql://root:${DB_PASSWORD}@db/crm", False),
        ("mysql://root@db/crm", False),
        ("mysql://root:@db/crm", False),
        ("sample.duckdb", False),
        (r"C:\data\a@b.duckdb", False),
        ("sqlite:///data.db", False),
    ],
)
def test_passwords_are_refused(source: str, refused: bool) -> None:
    loaded = loads(HEAD + f"source: '{source.replace(chr(39), chr(39) * 2)}'\n")
    assert (loaded.project is None) is refused
    if refused:
        assert "secret" not in repr(first(loaded).params)


def test_characters_that_json_escapes_in_two_halves() -> None:
    text = 'quadrille: 1\nsource: x.duckdb\nname: "\\ud83d\\ude97 car"\nsubject: {table: t, key: k}\n'
    found = loads(text)
    assert found.project is not None and found.project.name.en == "🚗 car"
    half = loads(text.replace("\\ude97", ""))
    assert half.project is None
    assert [(one.code, one.place.line if one.place else 0) for one in half.diagnostics] == [("project.file.control", 3)]
