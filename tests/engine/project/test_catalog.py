"""From a project to its catalog and checked rules: types, order, circles, what is blocked, the program."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine.sample
from dsl import typed as t
from dsl.catalog import Storage
from dsl.diagnostics import Diagnostic
from dsl.types import BOOLEAN, INTEGER, Kind, Type, decimal
from dsl.types import TEXT as TEXT_TYPE
from engine import program as p
from engine.project.catalog import build, check_project, check_rule, compile_project
from engine.project.changes import remove_at, replace_at
from engine.project.compiled import CheckedProject, to_program
from engine.project.file import load, loads, place_all, rule_place
from engine.project.model import Project
from engine.project.schema_source import Table, table
from tests.support.projects import TEXT

HEAD = "quadrille: 1\nsubject: {table: t, key: id, fields: {a: integer, b: integer, day: date, word: text}}\n"


def project_of(text: str) -> Project:
    loaded = loads(text)
    assert loaded.project is not None, loaded.diagnostics
    return loaded.project


def compiled(text: str) -> CheckedProject:
    return compile_project(project_of(text))


def errors(found: CheckedProject) -> list[Diagnostic]:
    return [d for d in found.diagnostics if d.severity == "error"]


def codes(text: str) -> list[str]:
    return [d.code for d in errors(compiled(text))]


def test_the_sample_project_is_whole() -> None:
    found = compiled(TEXT)
    assert found.diagnostics == ()
    assert set(found.measures) == {"visits_90d", "spend_lines", "double_visits", "lead_score", "dna"}
    assert set(found.criteria) == {("1.1", 1), ("1.1", 2), ("1.2", 1), ("1.2", 3), ("2.1", 1), ("2.1", 2), ("2.2", 1)}
    assert all(tree.type.kind is Kind.BOOLEAN for tree in found.criteria.values())
    assert found.blocked == frozenset()


def test_measures_come_after_what_they_need() -> None:
    found = compiled(HEAD + "measures: {c: {rule: b2 + a1}, b2: {rule: a1 * 2}, a1: {rule: a + 1}}\n")
    assert list(found.measures) == ["a1", "b2", "c"]
    types = {m.id: m.type.kind for m in found.catalog.measures}
    assert types == {"a1": Kind.INTEGER, "b2": Kind.INTEGER, "c": Kind.INTEGER}


def test_types_units_and_kinds_of_measures() -> None:
    built = build(project_of(TEXT))
    measures = {m.id: m for m in built.catalog.measures}
    assert measures["visits_90d"].type.unit == "visit"
    assert measures["lead_score"].kind == "score" and isinstance(built.typed["lead_score"].tree, t.Score)
    assert measures["dna"].kind == "trait" and isinstance(built.typed["dna"].tree, t.Case)
    assert measures["dna"].values == ("family", "other")
    assert not measures["dna"].type.optional
    assert built.catalog.bands[0].parts[0].high == decimal_of("0.3")


def decimal_of(text: str) -> object:
    from decimal import Decimal

    return Decimal(text)


def test_parameters_have_exact_types() -> None:
    found = compiled(
        HEAD + "parameters: {i: 5, d: 2.50, p: 12.5%, t: x, l: [1, 2.5], f: 1e3, b: true, e: [], s: 2025-01-01}\n"
    )
    types = {q.id: (q.type.kind, q.type.scale, q.type.percent) for q in found.catalog.parameters}
    assert types == {
        "i": (Kind.INTEGER, 0, False),
        "d": (Kind.DECIMAL, 2, False),
        "p": (Kind.DECIMAL, 3, True),
        "t": (Kind.TEXT, 0, False),
        "l": (Kind.DECIMAL, 1, False),
        "f": (Kind.DOUBLE, 0, False),
        "b": (Kind.BOOLEAN, 0, False),
        "e": (Kind.TEXT, 0, False),
        "s": (Kind.DATE, 0, False),
    }
    assert codes(HEAD + "parameters: {m: [1, x]}\n") == ["project.parameter.mixed"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("measures: {x: {rule: x + 1}}", "measure x → measure x"),
        ("measures: {x: {rule: y + 1}, y: {rule: x + 1}, z: {rule: y > 1}}", "measure x → measure y → measure x"),
        (
            "measures: {x: {rule: a in band top.high}}\nbands: {top: {of: a, among: x, parts: {high: [0, 50]}}}",
            "measure x → band top → measure x",
        ),
        (
            "measures: {x: {rule: case when in cell '1' then 1 else 0 end}}\n"
            "matrix: {stages: [{id: s}], levels: [{id: l}], "
            "cells: [{id: '1', stage: s, level: l, criteria: [{n: 1, rule: x > 0}]}]}",
            "measure x → cell 1 → measure x",
        ),
        (
            "matrix: {stages: [{id: s, entry: in cell '1'}], levels: [{id: l}], "
            "cells: [{id: '1', stage: s, level: l, criteria: [{n: 1, rule: a > 0}]}]}",
            "cell 1 → stage s → cell 1",
        ),
        (
            "relations: {r: {of: q, where: a > 1}, q: {of: r, where: a > 1}}",
            "relation r → relation q → relation r",
        ),
    ],
)
def test_a_circle_is_one_error_that_names_the_path(text: str, path: str) -> None:
    found = errors(compiled(HEAD + text + "\n"))
    assert [d.code for d in found] == ["project.cycle"]
    assert found[0].params["path_en"] == path
    assert found[0].place is not None and found[0].place.path


def test_what_needs_something_broken_is_blocked_and_not_reported_twice() -> None:
    text = HEAD + (
        "measures: {x: {rule: nothing_such > 1}, y: {rule: x + 1}, good: {rule: a}}\n"
        "matrix: {stages: [{id: s}, {id: u, entry: x}], levels: [{id: l}], cells: ["
        "{id: '1', stage: s, level: l, criteria: [{n: 1, rule: y > 1}, {n: 2, rule: good > 1}]}, "
        "{id: '2', stage: u, level: l, criteria: [{n: 1, rule: good > 1}]}]}\n"
    )
    found = compiled(text)
    assert [(d.code, d.place.path[:2]) for d in errors(found) if d.place] == [("name.unknown", ("measures", "x"))]
    blocked = [d.place.path for d in found.diagnostics if d.code == "project.rule.blocked" and d.place]
    assert blocked == [
        ("measures", "y", "rule"),
        ("matrix", "stages", "u", "entry"),
        ("matrix", "cells", "1", "criteria", 1, "rule"),
    ]
    assert set(found.measures) == {"good"}
    assert found.blocked == {"1", "2"}
    program = to_program(found)
    assert [(c.id, len(c.criteria)) for c in program.cells] == [("1", 0), ("2", 0)]
    entry = program.stages[1].entry
    assert isinstance(entry, t.Const) and entry.value is False


def test_a_criterion_that_is_off_blocks_nothing() -> None:
    text = HEAD + (
        "matrix: {stages: [{id: s}], levels: [{id: l}], cells: ["
        "{id: '1', stage: s, level: l, criteria: [{n: 1, rule: nope > 1, off: true}, {n: 2, rule: a > 1}]}]}\n"
    )
    found = compiled(text)
    assert errors(found) == []
    assert found.blocked == frozenset()
    assert [c.n for c in to_program(found).cells[0].criteria] == [2]


def test_an_unwritten_rule_blocks_its_cell() -> None:
    found = compile_project(replace_at(project_of(TEXT), ("matrix", "cells", "1.1", "criteria", 1, "rule"), " "))
    assert [d.code for d in errors(found)] == ["project.rule.empty"]
    assert found.blocked == {"1.1", "2.1"} or found.blocked == {"1.1"}
    assert ("2.1", 2) not in found.criteria


def test_a_rule_must_give_what_its_place_needs() -> None:
    text = HEAD + "matrix: {stages: [{id: s, entry: a + 1}], levels: [], cells: []}\n"
    assert len(codes(text)) == 1


def test_scoring_and_traits_report_at_their_own_rules() -> None:
    text = HEAD + (
        "scoring: {s: {rules: [{when: a > 1, points: 5}, {when: nope > 1, points: 5}]}}\n"
        "traits: {t: {classes: [{id: x, rule: word > 1}]}}\n"
    )
    found = compiled(text)
    paths = [d.place.path for d in errors(found) if d.place]
    assert paths == [("scoring", "s", "rules", 1, "when"), ("traits", "t", "classes", "x", "rule")]
    assert all(d.span.start < 8 for d in errors(found))


def test_derived_relations() -> None:
    relations = compiled(TEXT).relations
    assert isinstance(relations["web_visits"], p.BaseRelation) and relations["web_visits"].time == "visited_at"
    quotes = relations["quotes"]
    assert isinstance(quotes, p.FilteredRelation) and isinstance(quotes.where, t.Comparison)
    lines = relations["order_lines"]
    assert isinstance(lines, p.NestedRelation) and lines.on == (("order_id", "order_id"),)
    days = relations["visit_days"]
    assert isinstance(days, p.GroupedRelation) and days.time == "day"
    assert [name for name, _ in days.by] == ["day"]
    assert days.aggregates[0][1] == t.Aggregate("count", "web_visits")
    catalog = {r.id: r for r in compiled(TEXT).catalog.relations}
    assert [f.id for f in catalog["order_lines"].fields] == ["price", "order_id", "ordered_on"]
    assert catalog["order_lines"].time == "ordered_on"
    assert [f.id for f in catalog["visit_days"].fields] == ["day", "visits"]


@pytest.mark.parametrize(
    ("relation", "code"),
    [
        ("{table: x}", "project.relation.needs"),
        ("{of: base}", "project.relation.needs"),
        ("{of: bose, where: k > 1}", "project.relation.unknown_similar"),
        ("{of: base, table: x}", "project.relation.needs"),
        ("{of: base, where: k > 1, key: id}", "project.relation.extra"),
        ("{of: base, group_by: day}", "project.relation.no_day"),
        ("{of: base, group_by: kind}", "project.field.unknown"),
        ("{of: base, group_by: k, fields: {n: integer}}", "project.relation.no_rule"),
        ("{of: base, group_by: k, fields: {n: {type: text, rule: count()}}}", "project.relation.field_type"),
        ("{of: base, group_by: k, fields: {n: {type: integer, rule: k + 1}}}", "name.of_relation"),
        ("{table: x, key: id, time: at}", "project.relation.no_time"),
        ("{table: x, key: id, time: at, fields: {at: text}}", "project.relation.bad_time"),
        ("{of: base, where: nothing = 1}", "name.unknown"),
        ("{of: base, where: k + 1}", "rule.condition"),
    ],
)
def test_relations_that_are_not_right(relation: str, code: str) -> None:
    text = HEAD + f"relations: {{base: {{table: b, key: id, fields: {{k: integer}}}}, r: {relation}}}\n"
    found = codes(text)
    assert found, found
    if code.startswith("project."):
        assert found == [code]


def test_a_schema_proposes_what_the_project_leaves_open() -> None:
    project = project_of(
        "quadrille: 1\nsubject: {table: T, key: ID, fields: {나이: {type: integer, column: AGE}, d: date}}\n"
    )
    schema = {
        "t": table(
            [
                ("ID", INTEGER.known()),
                ("AGE", Type(Kind.INTEGER, low=0, high=200, optional=False)),
                ("불만 접수", INTEGER),
                ("d", TEXT_TYPE),
                ("flag", BOOLEAN),
            ],
            {"flag": Storage("01")},
        )
    }
    found = compile_project(project, schema)
    assert errors(found) == []
    fields = {f.id: f for f in found.catalog.fields}
    assert list(fields) == ["나이", "d", "ID", "불만 접수", "flag"]
    assert (fields["나이"].type.high, fields["나이"].type.optional) == (200, False)
    assert fields["d"].storage.format == "iso"
    assert fields["flag"].storage.format == "01"
    program = to_program(found, schema)
    assert program.tables["T"]["AGE"].type.low == 0


def test_a_schema_contradicts() -> None:
    project = project_of(TEXT)
    schema = {
        "customers": table(
            [("customer_id", INTEGER), ("grade", INTEGER), ("joined_on", INTEGER), ("spent", decimal(2))]
        ),
        "web_visit": Table(),
    }
    found = {(d.code, d.place.path) for d in check_project(project, schema) if d.place and d.severity == "error"}
    assert ("project.column.unknown_similar", ("subject", "fields", "spend")) in found
    assert ("project.field.type", ("subject", "fields", "grade")) in found
    assert ("project.field.format", ("subject", "fields", "joined_on")) in found
    assert ("project.table.unknown_similar", ("relations", "web_visits", "table")) in found
    assert ("project.table.unknown", ("campaigns", "spring_sms", "results", "table")) in found


def test_weights_are_made_whole() -> None:
    program = to_program(compiled(TEXT))
    cell = next(c for c in program.cells if c.id == "2.1")
    assert cell.mode == p.Mode("score", 25)
    assert [c.weight for c in cell.criteria] == [15, 10]
    assert [c.id for c in program.cells] == ["1.1", "1.2", "2.1", "2.2"]
    assert program.priority == ("1.1", "1.2", "2.1", "2.2")
    assert program.since == "joined_on"


def test_places_in_the_file() -> None:
    loaded = loads(TEXT.replace("and spend > 100", "and spendd > 100"), "x.quad")
    assert loaded.project is not None
    found = place_all(loaded, check_project(loaded.project))
    assert [(d.code, d.place.line, d.place.column) for d in found if d.place and d.severity == "error"] == [
        ("name.unknown_similar", TEXT.splitlines().index("            and spend > 100") + 1, 17)
    ]


@pytest.mark.parametrize(
    ("written", "offset", "shown"),
    [
        ("rule: ab cd", 3, "cd"),
        ("rule: 'it''s x'", 5, "x'"),
        ('rule: "a\\u00e9 x"', 3, 'x"'),
        ('rule: "a\\\n     b"', 1, 'b"'),
        ("rule: |\n    ab\n    cd", 4, "d"),
        ("rule: |\n    ab\n      cd", 3, "  cd"),
        ("rule: >-\n    ab\n    cd", 4, "d"),
        ("rule: ab\n     cd", 4, "d"),
        ("rule: 'ab\n\n     cd'", 4, "d'"),
        ("rule: |  # why\n\n    ab", 1, "ab"),
        ("rule: cafe\u0301 ab", 5, "ab"),
    ],
)
def test_characters_of_rules_in_the_file(written: str, offset: int, shown: str) -> None:
    text = HEAD + f"measures:\n x:\n  {written}\n"
    loaded = loads(text)
    place = rule_place(loaded, ("measures", "x", "rule"), offset)
    assert place.line is not None and place.column is not None
    assert text.split("\n")[place.line - 1][place.column - 1 :] == shown


def test_a_rule_that_is_not_there_is_placed_nearby() -> None:
    loaded = loads(HEAD + "measures:\n x: {unit: day}\n")
    place = rule_place(loaded, ("measures", "x", "rule"), 3)
    assert (place.line, place.column) == (4, 5)


def test_one_rule_anew() -> None:
    found = compiled(TEXT)
    path = ("matrix", "cells", "1.1", "criteria", 1, "rule")
    good = check_rule(found, path, "visits_90d >= 6 and in stage 'engage'")
    assert good.tree is not None and ("measure", "visits_90d") in good.names
    bad = check_rule(found, path, "visits_90")
    assert bad.tree is None and bad.diagnostics
    assert check_rule(found, path, "visits_90d >= ").diagnostics
    assert check_rule(found, ("nothing",), "x").tree is None


@pytest.mark.parametrize("path", sorted(Path(engine.sample.__file__).parent.glob("*.quad")), ids=lambda p: p.name)
def test_the_shipped_samples_are_whole(path: Path) -> None:
    loaded = load(path)
    assert loaded.project is not None and loaded.diagnostics == ()
    found = compile_project(loaded.project)
    assert [d for d in found.diagnostics if d.severity != "info"] == []
    assert len(found.project.matrix.cells) == 15 and found.blocked == frozenset()
    assert all(tree.type.kind is Kind.BOOLEAN for tree in found.criteria.values())
    assert to_program(found).measures


def test_doubles_that_are_summed_otherwise() -> None:
    found = compiled(
        "quadrille: 1\nsubject: {table: t, key: id, fields: {x: float, y: {type: double, scale: 2}, z: double}}\n"
    )
    assert {id: field.type.sum_scale for id, field in found.fields.items()} == {"x": -1, "y": 2, "z": 6}


def test_nothing_but_a_subject_is_a_project() -> None:
    found = compiled("quadrille: 1\nsubject: {table: t, key: id}\n")
    assert errors(found) == []
    assert to_program(found).cells == ()
    assert remove_at(found.project, ("matrix",)).matrix.cells == ()
