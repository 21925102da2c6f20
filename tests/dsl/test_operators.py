"""The operator table: complete, consistent with the words and the checker, and its reference up to date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dsl.check import check
from dsl.check.functions import RESULTS
from dsl.keywords import FUNCTIONS
from dsl.operators import (
    AGGREGATES,
    ARGUMENTS,
    GROUPS,
    OPERATORS,
    POPULATIONS,
    Operator,
    known_functions,
    operators,
)
from dsl.parse import parse
from dsl.reference import EXAMPLE, main, reference
from dsl.types import Kind
from tests.support.rules import CRITERION, tree


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.id)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_examples_are_rules_without_problems(operator: Operator, language: str) -> None:
    text = operator.example.en if language == "en" else operator.example.ko
    found = parse(text)
    assert found.rule is not None and found.diagnostics == ()
    result = check(found.rule, EXAMPLE, CRITERION)
    assert result.diagnostics == ()
    assert result.type is not None and result.type.kind is Kind.BOOLEAN


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.id)
def test_both_languages_say_the_same(operator: Operator) -> None:
    assert tree(operator.example.en) == tree(operator.example.ko)


def test_ids_are_unique_and_texts_are_there() -> None:
    assert len(operators()) == len(OPERATORS)
    for operator in OPERATORS:
        for labels in (operator.shape, operator.help, operator.gives):
            assert labels.en and labels.ko
        assert operator.help.en.endswith(".") and operator.help.ko.endswith(".")
        assert not re.search("[가-힣]", operator.help.en)
    assert {operator.group for operator in OPERATORS} == {group for group, _ in GROUPS}


def test_every_function_is_in_the_table_and_has_words() -> None:
    assert known_functions() <= set(operators())
    assert known_functions() == set(FUNCTIONS)
    assert set(RESULTS) == set(ARGUMENTS)
    for id_ in AGGREGATES | POPULATIONS:
        assert operators()[id_].where == "subject"


def test_examples_use_what_they_explain() -> None:
    for operator in OPERATORS:
        if operator.id in FUNCTIONS and operator.id not in ("any", "none", "count", "time_since", "mod"):
            assert f"{FUNCTIONS[operator.id][0]}(" in operator.example.ko
            assert operator.spelling("en") + "(" in operator.example.en


def test_the_reference_is_up_to_date() -> None:
    assert main(["--check"]) == 0, "run python -m dsl.reference"
    assert Path("docs/language.md").read_text(encoding="utf-8") == reference()


def test_the_references_examples_are_rules() -> None:
    blocks = re.findall(r"```quad\n(.*?)```", reference(), re.S)
    assert len(blocks) == len(OPERATORS)
    for line in "".join(blocks).splitlines():
        tree(line)
