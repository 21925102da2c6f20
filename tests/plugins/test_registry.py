from __future__ import annotations

import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.discovery import Found
from plugins.registry import Registry, list_plugins, open_source, probe
from tests.support.sources import failure, rows

Maker = Callable[..., Found]


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    """Write a module of a third party and give its entry point."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def make(name: str, code: str, manifest: str | None = None, *, id: str = "", origin: str = "other") -> Found:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").write_text(textwrap.dedent(code), encoding="utf-8")
        if manifest is not None:
            (folder / "manifest.toml").write_text(manifest, encoding="utf-8")

        def load() -> object:
            return getattr(__import__(name), "PLUGIN")  # noqa: B009

        return Found(id or name, f"{name}:PLUGIN", origin, "1.0", load)

    return make


GOOD = """
    from plugins.api import Manifest, Source, SourcePlugin, Target

    class Plugin(SourcePlugin):
        manifest = Manifest.parse('id = "%s"')

        def open(self, target, *, read_only=True):
            raise RuntimeError("password=s3cret")

    PLUGIN = Plugin()
"""


def test_builtins_are_known_without_being_loaded() -> None:
    found = {info.id: info for info in Registry().plugins()}
    assert {"sqlite", "duckdb", "csv", "excel", "parquet", "frame"} <= set(found)
    assert all(info.state == "found" and info.manifest is not None for info in found.values() if info.builtin)
    assert found["csv"].manifest is not None
    assert found["csv"].manifest.title.ko


def test_every_builtin_has_both_languages() -> None:
    for info in list_plugins():
        assert info.manifest is not None
        for labels in (info.manifest.title, *(setting.labels for setting in info.manifest.settings)):
            assert labels.ko
            assert labels.en


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("raise ValueError('broken')", "broken"),
        ("import sys; sys.exit(3)", "SystemExit"),
        ("import no_such_library_at_all", "no_such_library_at_all"),
        ("PLUGIN = 3", "SourcePlugin"),
        ("x = (", "SyntaxError"),
    ],
)
def test_a_plugin_that_fails_is_left_out(plugin: Maker, code: str, word: str) -> None:
    registry = Registry(lambda: [plugin("shop_fails", code, 'id = "shop_fails"\nsuffixes = [".shop"]')])
    sys.modules.pop("shop_fails", None)
    problem = failure(lambda: registry.get("shop_fails"))
    assert problem.code == "source.plugin_failed"
    assert word in str(problem.params["reason"])
    assert registry.plugins()[0].state == "failed"
    assert failure(lambda: registry.get("shop_fails")) == problem


def test_a_plugin_that_hangs_is_left_out(plugin: Maker) -> None:
    release = threading.Event()
    sys.modules["shop_release"] = release  # type: ignore[assignment]
    code = "import sys\nsys.modules['shop_release'].wait(30)"
    registry = Registry(lambda: [plugin("shop_hangs", code, 'id = "shop_hangs"')], seconds=0.2)
    try:
        assert failure(lambda: registry.get("shop_hangs")).code == "source.plugin_timeout"
        assert next(p.code for p in registry.problems()) == "source.plugin_timeout"
    finally:
        release.set()
        del sys.modules["shop_release"]


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        ('id = "other"', "source.plugin_failed"),
        ("id = ", "source.plugin_failed"),
        ('id = "shop_odd"\napi = 99', "source.plugin_api"),
    ],
)
def test_a_wrong_manifest_is_reported_without_importing(plugin: Maker, manifest: str, code: str) -> None:
    registry = Registry(lambda: [plugin("shop_odd", "raise AssertionError", manifest)])
    assert next(p.code for p in registry.problems()) == code
    assert "shop_odd" not in sys.modules


def test_without_a_manifest_file_the_module_tells(plugin: Maker) -> None:
    registry = Registry(lambda: [plugin("shop_bare", GOOD % "shop_bare")])
    assert registry.plugins()[0].manifest is None
    assert registry.get("shop_bare").manifest.id == "shop_bare"


def test_duplicates_are_reported(plugin: Maker) -> None:
    first = plugin("shop_a", GOOD % "shop", id="shop", origin="quadrille")
    second = plugin("shop_b", GOOD % "shop", id="shop", origin="stranger")
    registry = Registry(lambda: [first, second])
    [problem] = registry.problems()
    assert problem.code == "source.plugin_duplicate"
    assert problem.params["ignored"] == "stranger 1.0"
    assert registry.plugins()[0].builtin


def test_plugins_of_others_are_named_as_having_full_rights(plugin: Maker) -> None:
    registry = Registry(lambda: [plugin("shop_c", GOOD % "shop_c")])
    assert [p.code for p in registry.problems()] == ["source.plugin_rights"]


def test_an_error_of_a_plugin_is_no_traceback_and_shows_no_password(plugin: Maker, tmp_path: Path) -> None:
    registry = Registry(lambda: [plugin("shop_d", GOOD % "shop_d", 'id = "shop_d"\nsuffixes = [".shop"]')])
    (tmp_path / "a.shop").touch()
    problem = failure(lambda: registry.open(str(tmp_path / "a.shop")))
    assert problem.code == "source.open_failed"
    assert "s3cret" not in str(problem)


# -- targets -------------------------------------------------------------------------------------------------


def test_targets(tmp_path: Path) -> None:
    (tmp_path / "a;b.csv").write_text("x|y\n1|2\n", encoding="utf-8")
    (tmp_path / "data.txt").write_text("x;y\n1;2\n", encoding="utf-8")
    (tmp_path / "odd?name.csv").write_text("q\n1\n", encoding="utf-8")
    assert rows(open_source("a;b.csv", base=tmp_path)) == {"x": [1], "y": [2]}
    assert rows(open_source("csv:data.txt", base=tmp_path)) == {"x": [1], "y": [2]}
    assert rows(open_source("csv:data.txt?header=no&delimiter=tab", base=tmp_path)) == {"column_1": ["x;y", "1;2"]}
    assert rows(open_source((tmp_path / "a;b.csv").as_uri())) == {"x": [1], "y": [2]}
    assert rows(open_source("odd?name.csv", base=tmp_path)) == {"q": [1]}


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("", "source.not_found"),
        ("nothing.csv", "source.not_found"),
        ("nothing", "source.not_found"),
        ("there.pdf", "source.unknown_suffix"),
        ("sqlit:x.db", "source.unknown_scheme_similar"),
        ("hive://ann:s3cret@host/db", "source.unknown_scheme"),
        ("there.csv?colour=1", "source.setting_unknown"),
        (".", "source.empty_folder"),
    ],
)
def test_targets_that_cannot_be_opened(tmp_path: Path, target: str, code: str) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    if target != ".":
        folder = tmp_path
        (tmp_path / "there.pdf").touch()
        (tmp_path / "there.csv").write_text("a\n1\n", encoding="utf-8")
    problem = failure(lambda: open_source(target, base=folder))
    assert problem.code == code
    assert "s3cret" not in str(problem)


def test_a_scheme_is_suggested(tmp_path: Path) -> None:
    assert failure(lambda: open_source("sqlit:x.db", base=tmp_path)).params["suggestion"] == "sqlite"


def test_what_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n", encoding="utf-8")
    assert failure(lambda: open_source("a.csv", False, tmp_path)).code == "source.read_only"


def test_probe_names_the_step_that_failed(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text("a\n1\n2\n", encoding="utf-8")
    (tmp_path / "bad.db").write_bytes(b"no database" * 100)
    (tmp_path / "ragged.csv").write_text("a,b\n1,2,3\n", encoding="utf-8")

    def steps(target: str) -> list[tuple[str, bool]]:
        return [(step.name, step.ok) for step in probe(target, base=tmp_path)]

    assert steps("good.csv") == [("find", True), ("open", True), ("schema", True), ("rows", True)]
    assert list(probe("good.csv", base=tmp_path))[-1].rows == 2
    assert steps("good.what") == [("find", False)]
    assert steps("missing.csv") == [("find", True), ("open", False)]
    assert steps("bad.db") == [("find", True), ("open", False)]
    assert steps("ragged.csv") == [("find", True), ("open", True), ("schema", False)]
    assert steps(".") == [("find", True), ("open", True), ("schema", False)]
