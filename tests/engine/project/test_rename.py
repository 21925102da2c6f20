"""Other names everywhere: no rule means anything else, and nothing else in it is touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dsl.diagnostics import QuadrilleError
from engine.project.catalog import compile_project
from engine.project.compiled import CheckedProject
from engine.project.file import dumps, loads, save
from engine.project.model import Project
from engine.project.rename import Naming, Section, rename
from engine.project.rules import sites
from engine.project.uses import remove, uses
from engine.run import run_workspace
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import open_workspace
from tests.support.projects import sample

SECTIONS: tuple[Section, ...] = ("measures", "scoring", "traits", "parameters", "bands")
NAMES = (
    Naming("renamed", "새이름", "new name"),
    Naming("새_이름", "새 이름", "and"),
    Naming("x", "이상 값", "a.b"),
    Naming("그리고", "가", "5 visits"),
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("rename") / "sample.duckdb"
    write(target, 500, 1)
    return target


@pytest.fixture(scope="module", params=["ko", "en"])
def checked(request: pytest.FixtureRequest, data: Path) -> Iterator[tuple[CheckedProject, object]]:
    with open_workspace(project_path("written", request.param), source=str(data)) as workspace:
        yield workspace.checked, workspace.schema


def entries(project: Project) -> Iterator[tuple[Section, str]]:
    for section in SECTIONS:
        for id in getattr(project, section):
            yield section, id


@pytest.mark.parametrize("naming", NAMES, ids=lambda naming: naming.id)
def test_every_entry_can_be_called_otherwise(checked: tuple[CheckedProject, object], naming: Naming) -> None:
    before, schema = checked
    told = [one for one in before.diagnostics if one.severity == "error"]
    some = list(entries(before.project))[:: 1 if naming is NAMES[0] else 7]
    for section, id in some:
        after = rename(before, section, id, naming, schema)  # type: ignore[arg-type]
        again = compile_project(after, schema)  # type: ignore[arg-type]
        assert [one for one in again.diagnostics if one.severity == "error"] == told, (section, id)
        assert naming.id in getattr(after, section) and id not in getattr(after, section)
        assert list(getattr(after, section)).index(naming.id) == list(getattr(before.project, section)).index(id)
        named = uses(before).get(("measure" if section in SECTIONS[:3] else section[:-1], id), ())
        rules = {site.path: site.text for site in sites(before.project)}
        changed = {site.path for site in sites(after) if rules.get(site.path, site.text) != site.text}
        assert changed <= set(named), (section, id)
        assert len(changed) == len([path for path in named if path in rules and path[:2] != (section, id)])


def test_the_outcome_is_the_same(data: Path, tmp_path: Path) -> None:
    with open_workspace(project_path("written", "ko"), source=str(data)) as workspace:
        before = run_workspace(workspace).outcome
        project, checked = workspace.project, workspace.checked
        for section, id in (("measures", "visits_90d"), ("bands", "satisfaction"), ("parameters", "hot")):
            project = rename(checked, section, id, Naming(f"{id}_2", "다른 이름", "other"), workspace.schema)  # type: ignore[arg-type]
            checked = compile_project(project, workspace.schema)
    file = tmp_path / "renamed.quad"
    file.write_text(dumps(project), encoding="utf-8")
    with open_workspace(file, source=str(data)) as workspace:
        assert run_workspace(workspace).outcome.equals(before)


def small() -> CheckedProject:
    project = sample().project
    assert project is not None
    return compile_project(project)


def rule(project: Project, *path: str | int) -> str:
    return next(site.text for site in sites(project) if site.path == path)


def test_comments_and_layout_stay_and_everything_follows() -> None:
    checked = small()
    after = rename(checked, "scoring", "lead_score", Naming("heat", "열기", "heat"))
    path = ("matrix", "cells", "1.1", "criteria", 2, "rule")
    assert rule(checked.project, *path) == "-- a comment of the rule\nlead_score >= $hot\n"
    assert rule(after, *path) == "-- a comment of the rule\nheat >= $hot\n"
    after = rename(checked, "measures", "visits_90d", Naming("v", "웹방문_90일", "visits"))
    assert rule(after, "measures", "double_visits", "rule") == "v * 2"
    assert rule(after, "scoring", "lead_score", "rules", 0, "when") == "v >= 5"
    assert list(after.tests[0].values) == ["v", "spend"]
    after = rename(checked, "traits", "dna", Naming("kind", "종류", "kind of"))
    assert after.audiences["spring"].traits == {"kind": ("family",)}
    after = rename(checked, "bands", "satisfaction", Naming("joy", "기쁨", "joy"))
    assert rule(after, "matrix", "cells", "1.2", "criteria", 1, "rule") == "satisfaction in band joy.low"
    after = rename(checked, "parameters", "hot", Naming("warm"))
    assert rule(after, *path).endswith(">= $warm\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("웹방문_90일이 5 이상", "클릭이 5 이상"),
        ("`웹방문_90일` >= 5 -- 웹방문_90일", "클릭 >= 5 -- 웹방문_90일"),
        ("고객.웹방문_90일 >= 5", "고객.클릭 >= 5"),
        ("visits_90d >= 5 그리고 웹방문_90일 < 9", "clicks >= 5 그리고 클릭 < 9"),
        ("any(actions where kind = 'visits_90d')", "any(actions where kind = 'visits_90d')"),
    ],
)
def test_only_the_name_is_written_anew(text: str, expected: str) -> None:
    project = sample().project
    assert project is not None
    from engine.project.changes import replace_at

    path = ("matrix", "cells", "1.1", "criteria", 1, "rule")
    checked = compile_project(replace_at(project, path, text))
    assert checked.rules[path].tree is not None, checked.rules[path].diagnostics
    after = rename(checked, "measures", "visits_90d", Naming("clicks", "클릭", "clicks"))
    assert rule(after, *path) == expected


def test_a_name_that_is_taken_is_refused() -> None:
    for naming in (Naming("spend"), Naming("v", "만족도"), Naming("v", "", "lead score")):
        with pytest.raises(QuadrilleError) as caught:
            rename(small(), "measures", "visits_90d", naming)
        assert caught.value.diagnostics[0].code == "project.rename.taken"
    with pytest.raises(QuadrilleError):
        rename(small(), "measures", "visits_90d", Naming(" x"))


def test_what_is_used_is_not_removed() -> None:
    checked = small()
    with pytest.raises(QuadrilleError) as caught:
        remove(checked, "measures", "visits_90d")
    assert caught.value.diagnostics[0].code == "project.remove.used"
    assert "double_visits" not in remove(checked, "measures", "double_visits").measures
    with pytest.raises(QuadrilleError):
        remove(checked, "bands", "satisfaction")


def test_the_file_keeps_its_comments(tmp_path: Path) -> None:
    loaded = sample()
    assert loaded.project is not None
    file = tmp_path / "p.quad"
    from tests.support.projects import TEXT

    file.write_text(TEXT, encoding="utf-8")
    from engine.project.file import load

    loaded = load(file)
    assert loaded.project is not None
    after = rename(compile_project(loaded.project), "measures", "visits_90d", Naming("v", "웹방문_90일", "visits"))
    save(file, after, loaded)
    text = file.read_text(encoding="utf-8")
    for comment in ("# quotes only", "# ①", "# second", "# all | any", "-- a comment of the rule"):
        assert comment in text
    assert loads(text, "p.quad").project == after
