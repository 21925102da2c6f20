"""The sample's matrix: complete in its files, and alive in its data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from ruamel.yaml import YAML

from engine.sample.generate import tables
from engine.sample.projects import LANGUAGES, VARIANTS, compose, project_path
from tests.support.oracle import MET, NO_DATA, NOT_MET, STAGE_OF, STAGES, Answer, Frames, frames, judge

AS_OF_DATES = (date(2025, 6, 30), date(2024, 2, 29), date(2023, 12, 31))
# How many criteria the source gives each cell.
CRITERIA = {
    "1.1": 1, "1.2": 1, "1.3": 1,
    "2.1": 5, "2.2": 5, "2.3": 4,
    "3.1": 1, "3.2": 2, "3.3": 2,
    "4.1": 7, "4.2": 6, "4.3": 5,
    "5.1": 9, "5.2": 9, "5.3": 8,
}  # fmt: skip
FILES = [(variant, language) for variant in VARIANTS for language in LANGUAGES]


@pytest.fixture(scope="module")
def data() -> Frames:
    return frames(tables(10_000, 1))


@pytest.fixture(scope="module", params=AS_OF_DATES, ids=str)
def answer(data: Frames, request: pytest.FixtureRequest) -> Answer:
    return judge(data, request.param)


def test_every_cell_has_customers_and_leaves_some_of_its_stage(answer: Answer) -> None:
    for cell in CRITERIA:
        inside = answer.matches.loc[answer.stages[STAGE_OF[cell]], cell]
        assert 3 <= inside.sum() < len(inside), cell


def test_every_criterion_is_met_by_some_and_not_by_others_of_its_stage(answer: Answer) -> None:
    assert list(answer.criteria) and set(answer.criteria) == {
        f"{cell}/{n}" for cell, count in CRITERIA.items() for n in range(1, count + 1)
    }
    for name in answer.criteria:
        states = answer.criteria.loc[answer.stages[STAGE_OF[name.split("/")[0]]], name]
        assert set(states) <= {MET, NOT_MET, NO_DATA}
        assert (states == MET).sum() >= 5, name
        assert (states == NOT_MET).sum() >= 5, name


def test_some_have_no_data(answer: Answer) -> None:
    for name in ("2.1/2", "2.3/4", "4.3/4", "5.1/2", "5.1/9", "5.3/7"):
        assert (answer.criteria.loc[answer.stages[STAGE_OF[name[:3]]], name] == NO_DATA).any(), name


def test_the_ledgers_add_up(answer: Answer) -> None:
    for stage in STAGES:
        ledger = answer.stage_ledger(stage)
        assert ledger.pop("entered") == sum(ledger.values())
        assert ledger["unassigned"] > 0 or stage == "engage"
    ledger = answer.ledger()
    assert ledger.pop("subjects") == sum(ledger.values())
    assert min(ledger.values()) > 0


def test_the_gaps_of_the_source_are_in_the_data(answer: Answer) -> None:
    unassigned = answer.stages["maintain"] & answer.assigned["cell_maintain"].isna()
    one_visit = answer.criteria["3.2/1"] == MET
    few_enquiries = answer.criteria["3.3/2"] == MET
    no_visit = answer.criteria["3.3/1"] == MET
    assert (unassigned & one_visit & few_enquiries).any()
    assert (unassigned & no_visit & ~few_enquiries).any()


def load(variant: str, language: str) -> Any:
    return YAML(typ="safe").load(project_path(variant, language))


@pytest.mark.parametrize(("variant", "language"), FILES)
def test_the_files_are_what_the_template_says(variant: str, language: str) -> None:
    assert project_path(variant, language).read_text(encoding="utf-8") == compose(variant, language)


@pytest.mark.parametrize(("variant", "language"), FILES)
def test_every_file_has_all_cells_and_criteria(variant: str, language: str) -> None:
    cells = load(variant, language)["matrix"]["cells"]
    assert {cell["id"]: len(cell["criteria"]) for cell in cells} == CRITERIA
    for cell in cells:
        assert [criterion["n"] for criterion in cell["criteria"]] == list(range(1, CRITERIA[cell["id"]] + 1))
        assert cell["stage"] == STAGE_OF[cell["id"]]


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_languages_differ_in_rules_only(variant: str) -> None:
    def without_rules(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: without_rules(value) for key, value in node.items() if key not in _RULES}
        return [without_rules(item) for item in node] if isinstance(node, list) else node

    one, other = (load(variant, language) for language in LANGUAGES)
    assert one.pop("language") == "ko"
    assert other.pop("language") == "en"
    assert without_rules(one) == without_rules(other)


_RULES = ("rule", "entry", "where", "when")


@pytest.mark.parametrize(("variant", "language"), FILES)
def test_all_labels_are_in_both_languages_and_unlike_each_other(variant: str, language: str) -> None:
    project = load(variant, language)
    named = [project["subject"]["fields"], project["relations"], project["measures"], project["scoring"]]
    for kind in ("ko", "en"):
        labels = [item["labels"][kind] for group in named for item in group.values()]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_repair_is_explained(language: str) -> None:
    word = {"ko": "고침:", "en": "Mended:"}[language]
    assert compose("repaired", language).count(word) >= 9
    assert word not in compose("written", language)
