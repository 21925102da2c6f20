"""Changed copies: by path, validated, and sharing what did not change."""

from __future__ import annotations

import pytest

from dsl.diagnostics import QuadrilleError
from engine.project.changes import insert_at, move_at, remove_at, replace_at, update_at, value_at
from engine.project.model import Project
from tests.support.projects import sample


@pytest.fixture(scope="module")
def project() -> Project:
    found = sample().project
    assert found is not None
    return found


def test_items_are_named_by_id_number_or_index(project: Project) -> None:
    assert value_at(project, ("matrix", "cells", "1.1", "criteria", 2)).n == 2
    assert value_at(project, ("matrix", "stages", "engage", "labels", "ko")) == "참여"
    assert value_at(project, ("scoring", "lead_score", "rules", 0, "points")) == 70
    assert value_at(project, ("tests", 1, "expect", "cell")) == "none"
    assert value_at(project, ()) is project


def test_the_rest_is_shared(project: Project) -> None:
    changed = replace_at(project, ("matrix", "cells", "1.1", "criteria", 1, "rule"), "a > 1")
    assert changed.measures is project.measures
    assert changed.matrix.cells[1] is project.matrix.cells[1]
    assert changed.matrix.cells[0].criteria[1] is project.matrix.cells[0].criteria[1]
    assert project.matrix.cells[0].criteria[0].rule != "a > 1"


def test_values_are_validated_where_they_are_put(project: Project) -> None:
    for path, value in [
        (("matrix", "cells", "1.1", "criteria", 1, "n"), 0),
        (("matrix", "cells", "1.1", "match"), "most"),
        (("measures", "x"), {"rul": "1"}),
        (("as_of",), "soon"),
        (("subject", "fields", "x"), "int"),
        (("matrix", "cells", "1.1", "criteria"), [{"rule": "x"}]),
    ]:
        with pytest.raises(QuadrilleError) as caught:
            replace_at(project, path, value)
        place = caught.value.diagnostics[0].place
        assert place is not None and place.path[: len(path) - 1] == path[:-1]


def test_paths_that_are_not_there(project: Project) -> None:
    for path in [("matrix", "cells", "9.9"), ("nothing",), ("matrix", "cells", "1.1", "criteria", 7), ("tests", 5)]:
        with pytest.raises(QuadrilleError) as caught:
            value_at(project, path)
        assert caught.value.diagnostics[0].code == "project.path.unknown"
    with pytest.raises(QuadrilleError):
        replace_at(project, ("matrix", "cells", "9.9"), {})
    with pytest.raises(QuadrilleError):
        remove_at(project, ("measures", "nothing"))


def test_insert_remove_move(project: Project) -> None:
    path = ("matrix", "cells", "1.1", "criteria")
    more = insert_at(project, path, {"n": 5, "rule": "x"}, before=2)
    assert [c.n for c in value_at(more, path)] == [1, 5, 2]
    assert [c.n for c in value_at(move_at(more, (*path, 5), 0), path)] == [5, 1, 2]
    assert [c.n for c in value_at(remove_at(more, (*path, 1)), path)] == [5, 2]
    assert remove_at(more, (*path, 5)) == project
    assert list(remove_at(project, ("measures", "visits_90d")).measures) == ["spend_lines", "double_visits"]


def test_removing_an_attribute_gives_its_default(project: Project) -> None:
    assert remove_at(project, ("matrix", "stages", "engage", "entry")).matrix.stages[0].entry is None
    with pytest.raises(QuadrilleError) as caught:
        remove_at(project, ("subject", "key"))
    assert caught.value.diagnostics[0].code == "project.key.missing_in"


def test_several_attributes_at_once(project: Project) -> None:
    changed = update_at(project, ("matrix", "cells", "1.1"), labels={"ko": "새", "en": "new"}, match="any")
    assert (changed.matrix.cells[0].labels.ko, changed.matrix.cells[0].match.mode) == ("새", "any")


def test_a_project_is_frozen(project: Project) -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(project, "source", "x")  # noqa: B010
