"""Checks of a project: each has an example that it finds, and nothing is found in a project that is right."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import engine.project
from dsl.diagnostics import Language
from dsl.messages import render
from dsl.messages.project import TEXTS
from engine.project.catalog import check_project
from engine.project.checks import CHECKS
from engine.project.file import loads, place_all
from tests.support.projects import TEXT

CELL = "    - {id: '3', stage: purchase, level: middle, criteria: [{n: 1, rule: active}]}\n"

EXAMPLES: list[tuple[str, str, str]] = [
    # code, what is written in the sample project, what stands there instead
    ("project.zone.unknown_similar", "time_zone: Asia/Seoul", "time_zone: Seoul"),
    ("project.zone.unknown", "time_zone: Asia/Seoul", "time_zone: UTC+9"),
    ("project.source.none", "source: sample.duckdb\n", ""),
    ("project.label.no_english", "labels: {ko: 봄, en: spring}", "labels: {ko: 봄}"),
    ("project.label.no_korean", "labels: {ko: 봄, en: spring}", "labels: {en: spring}"),
    ("project.id.duplicate", "- {id: low, labels: {ko: 낮음, en: Low}}", "- {id: high}\n    - {id: low}"),
    ("project.criterion.duplicate", "{n: 3, rule: 'grade in", "{n: 1, rule: 'grade in"),
    ("project.id.taken", "  lead_score:\n", "  visits_90d:\n    rules: []\n  lead_score:\n"),
    ("project.id.taken", "  spend_lines: {", "  grade: {rule: spend}\n  spend_lines: {"),
    ("project.label.ambiguous", "ko: 주문금액", "ko: 만족도"),
    ("project.unit.unknown_similar", "    unit: visit\n", "    unit: visits\n"),
    ("project.unit.unknown", "    counter: visit\n", "    counter: xyzzy\n"),
    ("project.field.value", "values: [VIP, Gold]", "values: [VIP, 5]"),
    ("project.band.of_similar", "of: satisfaction,", "of: satisfactoin,"),
    ("project.band.of", "of: satisfaction,", "of: q,"),
    ("project.band.range", "low: [30, 100]", "low: [100, 30]"),
    ("project.band.range", "low: [30, 100]", "low: [30, 130]"),
    ("project.band.overlap", "low: [30, 100]", "low: [20, 100]"),
    ("project.band.gap", "low: [30, 100]", "low: [40, 100]"),
    ("project.band.open", "low: [30, 100]", "low: [30, 90]"),
    ("project.cell.stage_similar", "stage: purchase\n      level: high", "stage: purchas\n      level: high"),
    ("project.cell.stage", "stage: purchase\n      level: high", "stage: x\n      level: high"),
    ("project.cell.level_similar", "stage: purchase\n      level: high", "stage: purchase\n      level: hihg"),
    ("project.cell.level", "stage: purchase\n      level: high", "stage: purchase\n      level: x"),
    ("project.cell.place", "stage: purchase\n      level: high", "stage: purchase\n      level: low"),
    ("project.cell.none", "stage: purchase\n      level: high", "stage: purchase\n      level: low"),
    ("project.stage.no_entry", ', entry: "any(quotes)"', ""),
    ("project.priority.unused", "  hit_policy: per_stage\n", "  hit_policy: per_stage\n  priority: ['1.1']\n"),
    ("project.priority.rest", "  hit_policy: per_stage\n", "  hit_policy: overall\n  priority: ['1.1']\n"),
    ("project.priority.twice", "  hit_policy: per_stage\n", "  hit_policy: overall\n  priority: ['1.1', '1.1']\n"),
    ("project.priority.unknown_similar", "  hit_policy: per_stage\n", "  hit_policy: overall\n  priority: ['1.1.']\n"),
    ("project.cell.undefined", "criteria: [{n: 1, rule: none(quotes in last 1 year)}]", "criteria: []"),
    ("project.cell.too_many", "match: {at_least: 1}", "match: {at_least: 2}"),
    ("project.cell.score_high", "match: {score: 2.5}", "match: {score: 2.6}"),
    ("project.criterion.weight", "match: {score: 2.5}", "match: any"),
    ("project.criterion.no_weight", "rule: \"in cell '1.1'\", weight: 1}", "rule: \"in cell '1.1'\"}"),
    ("project.criterion.weight_required", "weight: 1.5}", "weight: 1.5, required: true}"),
    ("project.cell.unknown_similar", "cells: ['1.1'], traits", "cells: ['1.11'], traits"),
    ("project.trait.unknown_similar", "traits: {dna: [family]}", "traits: {dnaa: [family]}"),
    ("project.trait.class_similar", "traits: {dna: [family]}", "traits: {dna: [famly]}"),
    ("project.audience.unknown_similar", "audience: spring,", "audience: sprng,"),
    ("project.audience.everyone", "cells: ['1.1'], traits: {dna: [family]}, rule: spend > 10}", "note: x}"),
    ("project.test.value_similar", "values: {visits_90d: 6,", "values: {visit_90d: 6,"),
    ("project.test.type", "values: {visits_90d: 6,", "values: {visits_90d: six,"),
    ("project.cell.unknown_similar", "expect: {cell: '1.1'}, stage", "expect: {cell: '1.111'}, stage"),
    ("project.stage.unknown_similar", "expect: {cell: '1.1'}, stage: engage", "expect: {cell: '1.1'}, stage: engag"),
    ("project.test.stage", "expect: {cell: '1.1'}, stage: engage", "expect: {cell: '1.1'}, stage: purchase"),
    ("project.test.nothing", "expect: {cell: '1.1'}, stage: engage", "expect: {}, stage: engage"),
    ("project.trait.class_similar", "expect: {cell: '1.1'}", "expect: {cell: '1.1', traits: {dna: othr}}"),
]


def test_a_project_that_is_right_is_left_alone() -> None:
    project = loads(TEXT).project
    assert project is not None
    assert check_project(project) == []


@pytest.mark.parametrize(("code", "old", "new"), EXAMPLES, ids=[f"{c}-{i}" for i, (c, _, _) in enumerate(EXAMPLES)])
def test_each_check_finds_its_example(code: str, old: str, new: str) -> None:
    assert old in TEXT
    loaded = loads(TEXT.replace(old, new, 1), "x.quad")
    assert loaded.project is not None, loaded.diagnostics
    found = place_all(loaded, check_project(loaded.project))
    hits = [d for d in found if d.code == code]
    assert len(hits) >= 1, [d.code for d in found]
    assert len(hits) == 1 or code == "project.criterion.weight"
    place = hits[0].place
    assert place is not None and place.path and place.line is not None and place.line > 0


def test_a_repeated_number_is_told_at_the_cell() -> None:
    loaded = loads(TEXT.replace("{n: 3, rule: 'grade in", "{n: 1, rule: 'grade in"))
    assert loaded.project is not None
    found = [d for d in check_project(loaded.project) if d.severity == "error"]
    assert [d.code for d in found] == ["project.criterion.duplicate"]


def test_every_check_says_what_it_looks_for() -> None:
    assert all(check.__doc__ for check in CHECKS)


def test_messages_are_complete() -> None:
    """No parameter is left in braces, in either language."""
    texts = [TEXT.replace(old, new, 1) for _, old, new in EXAMPLES]
    texts += [TEXT[: len(TEXT) // 20 * i] + end for i in range(20) for end in ("", "'", "{", "\t: x", "\n- &a *b !c\n")]
    texts += ["", "x", "quadrille: x", "quadrille: 5", "a: 1\na: 2", "quadrille: 0\ncustomers: {table: t, key: k}"]
    texts += [
        re.sub(key, f"{key}x", TEXT) for key in ("table", "rule", "type", "labels", "id", "decimal", "all", "date")
    ]
    texts += [
        TEXT.replace(old, "[]") for old in ("high", "5", "count", "Asia/Seoul", "per_stage", "true", "1.5", "'1.1'")
    ]
    seen = set()
    for text in texts:
        loaded = loads(text, "x.quad")
        found = list(loaded.diagnostics)
        if loaded.project is not None:
            found += check_project(loaded.project)
        for diagnostic in found:
            if diagnostic.code.startswith("project."):
                seen.add(diagnostic.code)
                for language in LANGUAGES:
                    said = render(diagnostic, language)
                    assert not re.search(r"\{[a-z_]+(:\|?[가-힣]+)?\}", said), said
                    assert diagnostic.code not in said
    assert len(seen) > 60


# -- messages ------------------------------------------------------------------------------------------------

SOURCES = sorted(Path(engine.project.__file__).parent.rglob("*.py"))
LANGUAGES: tuple[Language, ...] = ("ko", "en")
MAKERS = {"problem": 0, "at_line": 0, "_refuse": 0, "_misfit": 0}


def codes_in_the_source() -> set[str]:
    """Every code that a call of a maker names, or that stands as a text that looks like one of ours."""
    known = {code.removeprefix("project.") for code in TEXTS}
    areas = {code.split(".")[0] for code in known}
    out = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                first = node.args[0] if node.args else None
                if name in MAKERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    out.add(first.value)
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if re.fullmatch(r"[a-z]+\.[a-z_0-9]+", text) and text.split(".")[0] in areas:
                out.add(text)
    return out


def test_every_code_has_a_text_and_every_text_a_use() -> None:
    used = codes_in_the_source() - {"subject.fields"}
    texts = {code.removeprefix("project.").removesuffix("_similar") for code in TEXTS}
    derived = {"file.unreadable_permission", "file.unwritable_permission"}
    assert used - texts == set()
    assert texts - used - derived == set()


def test_texts_are_there_in_both_languages() -> None:
    for code, (english, korean) in TEXTS.items():
        assert english and korean, code
        assert re.search("[가-힣]", korean), code
        assert not re.search("[가-힣]", re.sub(r"\{\{.*?\}\}", "", english)), code
        names = [set(re.findall(r"(?<!\{)\{([a-z_]+)(?::[^}]*)?\}(?!\})", text)) for text in (english, korean)]
        assert {n.removesuffix("_en") for n in names[0]} == {n.removesuffix("_ko") for n in names[1]}, code
