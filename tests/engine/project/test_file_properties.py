"""Laws of the file: what is loaded is saved to the byte, edits spare comments, and nothing that is read raises."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import engine.sample
from dsl.diagnostics import QuadrilleError
from engine.project.changes import insert_at, move_at, remove_at, replace_at
from engine.project.file import dumps, loads, place_all
from engine.project.model import Project
from engine.project.text import check_characters
from engine.project.yaml_emit import document_text, flow_text
from engine.project.yaml_nodes import Node, parse_tree, read_tree
from engine.project.yaml_plain import read_plain
from tests.support.projects import TEXT, sample
from tests.support.shared import ROOT

LINES = TEXT.splitlines()
TRICKY = (
    st.sampled_from(
        [
            "",
            " ",
            "a: b",
            "# x",
            "- a",
            "'",
            '"',
            "`불만 접수` = 0",
            "null",
            "true",
            "1.0",
            "2025-01-01",
            "~",
            "<<",
            "=",
            "%a",
        ]
    )
    | st.sampled_from(
        [
            "%a",
            "a\nb",
            "a\n\n b\n",
            "\na",
            "a\n\n",
            "x # y",
            "{a}",
            "[b]",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "@a",
            "30%",
            "e\u0301",
        ]
    )
    | st.sampled_from(
        ["\\n", "a\tb", "\ta", "a\u2028b", "a\u0085b", "007", "0x1F", "1e5", "---", "...", "? a", "a:", ":a", "a ,b"]
    )
)
TEXTS = TRICKY | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
PIECES = st.sampled_from(
    ["a", "b: ", ": ", "- ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ",", "'", '"', "|", ">", "#", " ", "\t", "&x"]
) | st.sampled_from(
    ["*x", "!!t", "%", "@", "?", "---", "...", "\\", "\r", "quadrille: 1", "subject", "matrix:\n  cells:\n", "가", "~"]
)
RULE_PATHS: list[tuple[str | int, ...]] = [
    ("measures", "visits_90d", "rule"),
    ("measures", "double_visits", "rule"),
    ("relations", "quotes", "where"),
    ("scoring", "lead_score", "rules", 0, "when"),
    ("matrix", "cells", "1.1", "criteria", 1, "rule"),
    ("matrix", "cells", "1.1", "criteria", 2, "rule"),
    ("matrix", "cells", "1.2", "criteria", 3, "rule"),
    ("matrix", "stages", "purchase", "entry"),
    ("audiences", "spring", "rule"),
    ("name", "ko"),
    ("matrix", "cells", "1.1", "labels"),
    ("matrix", "cells", "1.1", "note"),
    ("matrix", "cells", "2.2", "criteria", 1, "note", "en"),
    ("measures", "spend_lines", "labels", "en"),
]


def comments(text: str) -> list[str]:
    return [line.split("#", 1)[1] for line in text.splitlines() if "#" in line]


@given(data=st.data())
@settings(max_examples=25)
def test_load_and_save_is_the_identity(data: st.DataObject) -> None:
    """Whatever comments, blank lines and line ends stand in a file."""
    lines = list(LINES)
    for _ in range(data.draw(st.integers(0, 8))):
        at = data.draw(st.integers(0, len(lines)))
        lines.insert(at, data.draw(st.sampled_from(["", "# 주석", "      # deep", "   ", "unknown_key: [1, 'x',  2]"])))
    text = data.draw(st.sampled_from(["\n", "\r\n"])).join(lines) + data.draw(st.sampled_from(["", "\n", "\n\n"]))
    loaded = loads(text)
    assume(loaded.project is not None)
    assert loaded.project is not None
    assert dumps(loaded.project, loaded) == text


def edit(project: Project, data: st.DataObject) -> Project:
    """One change such as the editor makes."""
    kind = data.draw(st.sampled_from(["text", "text", "text", "insert", "remove", "move", "flag", "new", "cell"]))
    cells = [c.id for c in project.matrix.cells]
    cell = data.draw(st.sampled_from(cells)) if cells else ""
    numbers = [c.n for c in project.matrix.cell(cell).criteria] if cells else []  # type: ignore[union-attr]
    criteria = ("matrix", "cells", cell, "criteria")
    if kind == "text":
        return replace_at(project, data.draw(st.sampled_from(RULE_PATHS)), data.draw(TEXTS))
    if kind == "new":
        return replace_at(project, ("measures", f"m{len(project.measures)}"), {"rule": data.draw(TEXTS)})
    if kind == "cell":
        moved = data.draw(st.integers(0, max(0, len(cells) - 1)))
        return move_at(project, ("matrix", "cells", cell), moved)
    if kind == "insert" or not numbers:
        n = max(numbers, default=0) + 1
        before = data.draw(st.sampled_from([None, *numbers]))
        return insert_at(project, criteria, {"n": n, "rule": data.draw(TEXTS)}, before)
    number = data.draw(st.sampled_from(numbers))
    if kind == "remove":
        return remove_at(project, (*criteria, number))
    if kind == "move":
        return move_at(project, (*criteria, number), data.draw(st.integers(0, len(numbers) - 1)))
    return replace_at(project, (*criteria, number, "off"), data.draw(st.booleans()))


@given(data=st.data(), newline=st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_edits_read_back_and_keep_comments(data: st.DataObject, newline: str) -> None:
    loaded = loads(data.draw(st.sampled_from([TEXT, TEXT.replace(">-", "|-")])).replace("\n", newline))
    assert loaded.project is not None
    removed = False
    for _ in range(data.draw(st.integers(1, 4))):
        project = loaded.project
        try:
            changed = edit(project, data)
        except (QuadrilleError, IndexError):
            assume(False)
            return
        removed |= len(criteria_of(changed)) < len(criteria_of(project))
        try:
            text = dumps(changed, loaded)
        except QuadrilleError as error:
            assert [d.code for d in error.diagnostics] == ["project.file.control"]
            return
        again = loads(text)
        assert again.project == changed, again.diagnostics
        if not removed:
            assert [c for c in comments(TEXT) if c not in text] == []
        loaded = again


def criteria_of(project: Project) -> list[tuple[str, int]]:
    return [(cell.id, c.n) for cell in project.matrix.cells for c in cell.criteria]


SCALARS = st.none() | st.booleans() | st.integers() | TEXTS | st.dates()
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS.filter(bool), inner, max_size=4),
    max_leaves=15,
)


@given(value=st.dictionaries(TEXTS, VALUES, min_size=1, max_size=5), newline=st.sampled_from(["\n", "\r\n"]))
def test_what_is_emitted_reads_back(value: dict[str, Any], newline: str) -> None:
    from engine.project.values import plain

    for text in (document_text(value, newline), flow_text(value)):
        assert check_characters(text) is None
        tree = read_tree(text)
        assert tree.root is not None, (text, tree.diagnostics)
        assert plain(tree.root) == value, text


# -- the quick reader reads as the parser does --------------------------------------------------------------


def flat(node: Node, text: str) -> Any:
    """Everything of a tree; blank lines behind a block do not count."""
    end = node.start + len(text[node.start : node.end].rstrip())
    below = [(flat(key, text), flat(value, text)) for key, value in node.entries]
    return (
        (node.kind, node.start, end, node.line, node.column, node.style, node.value),
        below,
        [flat(item, text) for item in node.items],
    )


def same_tree(text: str) -> bool:
    """Whether the quick reader took the text; then it must agree with the parser."""
    quick = read_plain(text)
    if quick is None:
        return False
    full = parse_tree(text)
    assert full.root is not None, (text, full.diagnostics)
    assert flat(quick, text) == flat(full.root, text), text
    return True


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_quick_reader_takes_what_we_write(newline: str) -> None:
    project = sample().project
    assert project is not None
    assert same_tree(TEXT.replace(">-", "|-").replace("\n", newline))
    assert same_tree(document_text(project.plain(), newline))
    for path in Path(engine.sample.__file__).parent.glob("*.quad"):
        assert same_tree(path.read_text("utf-8"))


@given(st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_the_quick_reader_agrees_with_the_parser(chance: random.Random) -> None:
    lines = TEXT.replace(">-", "|-").split("\n")
    at = chance.randrange(len(lines))
    piece = lines[at : at + chance.randrange(1, 12)]
    indent = len(piece[0]) - len(piece[0].lstrip())
    text = "\n".join(line[indent:] if not line[:indent].strip() else line for line in piece)
    extra = [
        "'",
        '"',
        "|",
        " #",
        "- ",
        ": ",
        "\n",
        "\n  ",
        "{",
        "]",
        ", ",
        " ",
        "k: v\n",
        "\\",
        "&a ",
        "-",
        "\r",
        "~",
        "가",
    ]
    for _ in range(chance.randrange(5)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(extra) + text[at + chance.randrange(3) :]
    if check_characters(text) is None:
        same_tree(text)


@given(st.lists(PIECES, max_size=16))
@settings(max_examples=100)
def test_the_quick_reader_agrees_on_noise(pieces: list[str]) -> None:
    same_tree("".join(pieces))
    same_tree("k: " + "".join(pieces))


# -- nothing raises ------------------------------------------------------------------------------------------


def answered(source: str | bytes) -> None:
    """A project, or at least one error that has a place; and all of it can be shown."""
    loaded = loads(source, "x.quad")
    errors = [d for d in loaded.diagnostics if d.severity == "error"]
    assert (loaded.project is None) == bool(errors)
    for diagnostic in place_all(loaded, list(loaded.diagnostics)):
        assert diagnostic.place is not None and diagnostic.place.file == "x.quad"
        assert diagnostic.code.startswith("project.")


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    answered("quadrille: 1\n" + text)
    answered(text)


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(data: bytes) -> None:
    answered(data)


@given(st.lists(PIECES, max_size=40))
@settings(max_examples=100)
def test_yaml_like_noise_is_answered(pieces: list[str]) -> None:
    answered("".join(pieces))


@given(st.randoms(use_true_random=False), st.integers(1, 6))
@settings(max_examples=40)
def test_a_mutilated_project_is_answered(chance: random.Random, times: int) -> None:
    text = TEXT
    for _ in range(times):
        at, length = chance.randrange(len(text)), chance.randrange(30)
        piece = text[at : at + length]
        other = chance.randrange(len(text))
        text = chance.choice(
            [
                text[:at] + text[at + length :],
                text[:other] + piece + text[other:],
                text[:at] + chance.choice("\t'\"{}[]:#&*!|>-%@`\n") + text[at:],
            ]
        )
    answered(text)


@given(st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_wrong_values_anywhere_are_answered(chance: random.Random) -> None:
    """A well-formed file with some value replaced by another sort of value."""
    project = sample().project
    assert project is not None
    data = json.loads(json.dumps(project.plain(), default=str))
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
            places.append((value, key))
            walk(value[key])

    walk(data)
    for _ in range(chance.randint(1, 3)):
        owner, key = chance.choice(places)
        owner[key] = chance.choice([None, True, -1, 1.5, "x", "", [], {}, [[]], [None], {"a": {"b": []}}, "2025-13-45"])
    answered(document_text(data))


def test_deep_and_long_files_are_answered_soon() -> None:
    for text in (
        "[" * 100_000,
        "{a: " * 50_000,
        "a: " * 50_000,
        "- " * 100_000,
        "".join(" " * i + "a:\n" for i in range(500)),
        "quadrille: 1\n" + "x: &a [1]\ny: [*a, *a]\n",
        "? " * 10_000,
        "quadrille: 1\nname: " + "가" * 1_000_000,
        "quadrille: 1\nname: '" + "''" * 200_000,
    ):
        answered(text)


def test_a_rule_of_a_megabyte_is_carried() -> None:
    rule = " or ".join(["visits_90d >= 5"] * 50_000)
    loaded = sample()
    assert loaded.project is not None
    project = replace_at(loaded.project, ("measures", "spend_lines", "rule"), rule[:999_000])
    text = dumps(project, loaded)
    assert loads(text).project == project
    with pytest.raises(QuadrilleError):
        replace_at(loaded.project, ("measures", "spend_lines", "rule"), "x" * 1_000_001)


HOSTILE = ROOT / "hostile" / "files"


@pytest.mark.parametrize("path", sorted(HOSTILE.iterdir()) if HOSTILE.is_dir() else [None])
def test_hostile_files_are_answered(path: Path | None) -> None:
    if path is None:
        pytest.skip("the hostile files of the shared data are not here (set QUADRILLE_SHARED_DATA)")
    if path.stat().st_size > 1_000_000:
        pytest.skip("larger than a test should take")
    answered(path.read_bytes())


def test_naughty_strings_survive_as_labels() -> None:
    path = ROOT / "hostile" / "blns.json"
    if not path.exists():
        pytest.skip("the naughty strings of the shared data are not here (set QUADRILLE_SHARED_DATA)")
    loaded = sample()
    assert loaded.project is not None
    strings = json.loads(path.read_text("utf-8"))
    measures = {f"m{i}": {"rule": text, "note": text[:20_000]} for i, text in enumerate(strings)}
    project = replace_at(loaded.project, ("measures",), {**loaded.project.measures, **measures})
    assert loads(dumps(project, loaded)).project == project
