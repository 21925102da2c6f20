"""Law: a project compiled after edits with what the last compile has left is the project compiled afresh."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.diagnostics import QuadrilleError
from engine.project.catalog import compile_project
from engine.project.changes import remove_at, replace_at, value_at
from engine.project.file import load
from engine.project.memory import Memory
from engine.project.model import Project
from engine.project.rules import sites
from engine.sample.projects import project_path


def sample() -> Project:
    project = load(project_path("written", "ko")).project
    assert project is not None
    return project


PROJECT = sample()
PATHS = [site.path for site in sites(PROJECT)]
TEXTS = [
    *sorted({site.text for site in sites(PROJECT)}),
    "visits_90d >= 5",
    "  visits_90d  >=  5",
    "visits_90d >=",
    "visit_90d >= 5",
    "lead_score >= $hot",
    "in cell '2.1'",
    "dna = 'family'",
    "spend in top 10% among stage",
    "((",
    "",
]
EDITS = st.one_of(
    st.tuples(st.just("rule"), st.sampled_from(PATHS), st.sampled_from(TEXTS)),
    st.tuples(st.just("space"), st.sampled_from(PATHS), st.just(" ")),
    st.tuples(st.just("off"), st.sampled_from([path for path in PATHS if path[1] == "cells"]), st.booleans()),
    st.tuples(st.just("parameter"), st.just(("parameters", "hot", "value")), st.integers(1, 90)),
    st.tuples(st.just("remove"), st.sampled_from([("measures", id) for id in PROJECT.measures]), st.none()),
    st.tuples(st.just("points"), st.just(("scoring", "lead_score", "rules", 0, "points")), st.integers(1, 50)),
    st.tuples(
        st.just("label"), st.sampled_from([path[:5] for path in PATHS if path[1] == "cells"]), st.text(max_size=3)
    ),
)


def edited(project: Project, edit: tuple[str, Any, Any]) -> Project:
    kind, path, value = edit
    try:
        match kind:
            case "space":
                return replace_at(project, path, value + value_at(project, path))
            case "off":
                return replace_at(project, (*path[:-1], "off"), value)
            case "remove":
                return remove_at(project, path)
            case "label":
                return replace_at(project, (*path, "labels"), {"ko": value, "en": value})
        return replace_at(project, path, value)
    except QuadrilleError:  # what it names is gone
        return project


@settings(max_examples=25, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=6))
def test_what_is_remembered_changes_nothing(edits: list[tuple[str, Any, Any]]) -> None:
    memory, project = Memory(), PROJECT
    compile_project(project, None, memory)
    for edit in edits:
        project = edited(project, edit)
        found, fresh = compile_project(project, None, memory), compile_project(project)
        assert found == fresh
        assert found.diagnostics == fresh.diagnostics
        assert repr(found.rules) == repr(fresh.rules), "spans, too"
        assert repr(found.criteria) == repr(fresh.criteria)
        assert repr(found.measures) == repr(fresh.measures)


def test_an_edit_of_one_criterion_checks_only_that_one_again() -> None:
    memory = Memory()
    compile_project(PROJECT, None, memory)
    path = ("matrix", "cells", "2.1", "criteria", 3, "rule")
    compile_project(replace_at(PROJECT, path, "visits_90d >= 7"), None, memory)
    assert memory.made == 1
    assert memory.reused > 100
