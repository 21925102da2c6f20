"""A connector in a distribution of its own is built, installed and used, through the public door only."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent / "sample_source"
USE = """
import json, sys
import plugins.registry as registry
from plugins.api import SourceError

before = {info.id: info for info in registry.list_plugins()}["jsonl"]
assert (before.state, before.builtin, before.origin) == ("found", False, "quadrille-jsonl 1.0"), before
assert before.manifest.title.ko and not [m for m in sys.modules if m.startswith("quadrille_jsonl")]
with registry.open_source(sys.argv[1]) as source:
    table = source.tables()[0].name
    seen = {
        "columns": [[c.name, c.type.kind.value] for c in source.columns(table)],
        "rows": source.read(table).read_all().to_pylist(),
        "steps": [[step.name, step.ok] for step in registry.probe(sys.argv[1])],
    }
with registry.open_source(sys.argv[1] + "?limit=1") as source:
    seen["limited"] = source.row_count(table)
try:
    registry.open_source(sys.argv[2]).columns("bad")
except SourceError as error:
    seen["error"] = dict(error.diagnostics[0].params)
seen["rights"] = [p.code for p in registry.problems()]
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    subprocess.run([*pip, "--target", str(target), str(SAMPLE)], check=True, env=environment, capture_output=True)
    return target


@pytest.mark.slow
def test_a_third_party_adds_a_source(installed: Path, tmp_path: Path) -> None:
    good = tmp_path / "고객.jsonl"
    good.write_text('{"id": 1, "name": "\u1100\u1161"}\n{"id": 2, "name": null}\n', encoding="utf-8")
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": 1}\n{"id":\n', encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(installed)}
    run = subprocess.run(
        [sys.executable, "-c", USE, str(good), str(bad)], capture_output=True, text=True, env=environment, check=False
    )
    assert run.returncode == 0, run.stderr
    seen = json.loads(run.stdout)
    assert seen["columns"] == [["id", "integer"], ["name", "text"]]
    assert seen["rows"] == [{"id": 1, "name": "가"}, {"id": 2, "name": None}]
    assert seen["limited"] == 1
    assert all(ok for _, ok in seen["steps"])
    assert "Line 2" in seen["error"]["en"]
    assert "2번째" in seen["error"]["ko"]
    assert seen["rights"] == ["source.plugin_rights"]


def test_it_imports_the_public_door_only() -> None:
    for path in SAMPLE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            for name in names:
                assert name.split(".")[0] not in ("dsl", "engine", "editor"), name
                assert name == "plugins.api" or not name.startswith("plugins"), name


def test_the_guide_shows_the_sample_as_it_is() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "plugins.md").read_text(encoding="utf-8")
    blocks = [block.split("\n", 1)[1] for block in guide.split("```")[1::2]]
    manifest = (SAMPLE / "quadrille_jsonl" / "manifest.toml").read_text(encoding="utf-8")
    assert manifest in blocks
    pyproject = (SAMPLE / "pyproject.toml").read_text(encoding="utf-8")
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SAMPLE.rglob("*.py")))
    for block in blocks:
        if block == manifest or "class JsonLinesSource" in block:
            continue
        for line in filter(None, map(str.strip, block.splitlines())):
            assert line in pyproject or line in code, line
