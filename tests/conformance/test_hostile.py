"""Names and labels that try to break out of a statement; limits of depth and length; sources stay as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dsl.catalog import Labels
from engine.backends import sql
from engine.lower import lower
from engine.program import Cell, Criterion, MeasureDef, Stage
from plugins.api import Source
from tests.support.backends_under_test import ENGINES, Engine
from tests.support.cases import by_key, plan_of
from tests.support.shared import shared
from tests.support.sources import digest
from tests.support.world import Data, World, bind, column, rows_of

NAMES = (
    "'; DROP TABLE t; --",
    '"',
    "*/ x",
    "a\nb",
    "한 글",
    "select",
    "x\\",
    "%s",
    "a;b",
    "]",
    "`",
    "key",
    "r",
    "s",
    "subject",
)
COLUMNS = tuple(column(name, spec) for name, spec in {"id": "integer", "x": "integer", "s": "text"}.items())
ROWS = rows_of(COLUMNS, [[1, 5, "a"], [2, None, "b"], [3, 7, None]])
ENGINE = pytest.mark.parametrize(
    "engine", [pytest.param(e(), id=e.name, marks=pytest.mark.backend(e.name)) for e in ENGINES]
)


@pytest.fixture
def plain(engine: Engine, tmp_path: Path) -> Iterator[tuple[World, Source]]:
    world = World((Data("people", COLUMNS, ROWS, key="id"),))
    with engine.load(world, tmp_path) as source:
        yield world, source


@ENGINE
@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_table_and_columns(engine: Engine, tmp_path: Path, name: str) -> None:
    columns = tuple(replace(c, physical=f"{c.name}{name}") for c in COLUMNS)
    rows = Data("rows", columns, ROWS, key="id", physical=f"r {name}")
    world = World((Data("people", columns, ROWS, key="id", physical=name), rows))
    with engine.load(world, tmp_path) as source:
        # The key is given by its physical name, everything else by ids.
        bound = bind(replace(world, tables=(world.subject, replace(rows, key=f"id{name}"))), source)
        rules = {"a": "x > 5", "b": "any(rows where s = 'a') and sum(rows.x) = 5", "c": "x in top 50%"}
        plan = plan_of(bound, {name: bound.rule(text) for name, text in rules.items()})
        found = by_key(plan, engine.run(plan, source))
    assert found["a"] == {1: False, 2: None, 3: True}
    assert found["b"] == {1: True, 2: False, 3: False}
    assert found["c"] == {1: False, 2: None, 3: True}


@ENGINE
@pytest.mark.parametrize(
    "label", ["*/ DROP TABLE people; /*", "-- x\n; DELETE FROM people; --", "'\"`\\", "한글\u2028x", "\x00"]
)
def test_labels_and_ids_of_cells_stay_comments_and_texts(
    engine: Engine, plain: tuple[World, Source], label: str
) -> None:
    world, source = plain
    bound = bind(world, source)
    labels = Labels(label, label)
    cell = label.replace("\x00", "")
    program = replace(
        bound.program,
        measures={"m": MeasureDef("m", bound.value("x + 1"), labels)},
        stages=(Stage("all", None, labels),),
        cells=(Cell(cell, "all", "1", (Criterion(1, bound.rule("x > 5"), labels=labels),), labels=labels),),
    )
    plan = lower(program, world.as_of, measures=["m"])
    found = by_key(plan, engine.run(plan, source))
    assert found["cell_all"] == {1: None, 2: None, 3: cell}
    assert found["cells"] == {1: "", 2: "", 3: cell}
    if source.dialect is not None:
        with_comments = sql.compile(plan, source.dialect, comments=True).sql
        assert source.query(with_comments).read_all().num_rows == 3


@ENGINE
def test_naughty_texts_are_found_and_nothing_else(engine: Engine, tmp_path: Path) -> None:
    """515 texts as data and as literals: each equals itself and nothing else, and the files stay as they were."""
    import json
    import unicodedata

    texts = [
        unicodedata.normalize("NFC", text) for text in json.loads(shared("hostile", "blns.json").read_text("utf-8"))
    ]
    texts = list(dict.fromkeys(text for text in texts if "\x00" not in text))
    rows = tuple((n, n, text) for n, text in enumerate(texts))
    world = World((Data("people", COLUMNS, rows, key="id"),))
    with engine.load(world, tmp_path) as source:
        files = {path: digest(path) for path in tmp_path.iterdir()}
        bound = bind(world, source)
        literals = ["'" + text.replace("'", "''") + "'" for text in texts]
        rules = {f"e{n}": bound.rule(f"s = {literal}") for n, literal in enumerate(literals)}
        rules |= {f"c{n}": bound.rule(f"s contains {literal}") for n, literal in enumerate(literals)}
        plan = plan_of(bound, rules)
        found = by_key(plan, engine.run(plan, source))
    for n, text in enumerate(texts):
        assert [key for key, state in found[f"e{n}"].items() if state] == [n], text
        assert [key for key, state in found[f"c{n}"].items() if state] == [
            k for k, t in enumerate(texts) if text in t
        ], text
    assert files == {path: digest(path) for path in tmp_path.iterdir() if path in files}


# -- limits ------------------------------------------------------------------------------------------------


@ENGINE
def test_lists_and_chains_of_ten_thousand_terms(engine: Engine, plain: tuple[World, Source]) -> None:
    world, source = plain
    bound = bind(world, source)
    rules = {
        "list": f"x in ({', '.join(str(n) for n in range(6, 10_006))})",
        "texts": f"s in ({', '.join(repr(f't{n}') for n in range(9_999))}, 'b')",
        "or": " or ".join(f"x = {n}" for n in range(6, 10_006)),
        "and": " and ".join(f"x <> {n}" for n in range(7, 10_007)),
        "of": f"at least 3 of ({', '.join(f'x > {n}' for n in range(2, 402))})",
    }
    plan = plan_of(bound, {name: bound.rule(text) for name, text in rules.items()})
    found = by_key(plan, engine.run(plan, source))
    assert found["list"] == {1: False, 2: None, 3: True}
    assert found["texts"] == {1: False, 2: True, 3: None}
    assert found["or"] == {1: False, 2: None, 3: True}
    assert found["and"] == {1: True, 2: None, 3: False}
    assert found["of"] == {1: True, 2: None, 3: True}


@ENGINE
def test_sixty_levels_of_nesting(engine: Engine, plain: tuple[World, Source]) -> None:
    world, source = plain
    bound = bind(world, source)
    rule, value, case = "x > 5", "x", "x"
    for n in range(30):
        rule = f"not ({rule} or x = {n + 100})" if n % 2 else f"(x < 100 and ({rule}))"
    for _ in range(30):
        value = f"coalesce({value} + 1, 0)"
        case = f"case when x > 0 then {case} else 0 end"
    rules = {"rule": bound.rule(rule), "value": bound.rule(f"{value} = 35"), "case": bound.rule(f"{case} = 7")}
    plan = plan_of(bound, rules)
    found = by_key(plan, engine.run(plan, source))
    odd_negations = 15 % 2 == 1
    assert found["rule"] == {1: odd_negations, 2: None, 3: not odd_negations}
    assert found["value"] == {1: True, 2: False, 3: False}
    assert found["case"] == {1: False, 2: None, 3: True}


def test_deeper_nesting_is_a_clear_error() -> None:
    bound = bind(World((Data("people", COLUMNS, (), key="id"),)))
    for text in ("(" * 10_000 + "x > 1" + ")" * 10_000, "not " * 10_000 + "x > 1"):
        tree, said = bound.check(text)
        assert tree is None
        assert any("deep" in d.code for d in said), [d.code for d in said]


def test_a_rule_of_one_megabyte_answers() -> None:
    bound = bind(World((Data("people", COLUMNS, (), key="id"),)))
    tree, _ = bound.check("s in (" + ", ".join(f"'{n:0100}'" for n in range(9_500)) + ")")
    assert tree is not None
