"""The house's rules: who may import whom, and what no file of the repository says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("dsl", "engine", "plugins", "editor")
LINT = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    # With -c, Python looks into the working directory first: the packages of `folder` come before the installed ones.
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", "--no-logo", "--config", "pyproject.toml"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_contracts_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


# A contract that cannot fail holds nothing: each of these lines, written into the file, has to break one.
BREACHES = [
    ("dsl/breach.py", "import engine", "house"),
    ("engine/breach.py", "import editor.document", "house"),
    ("plugins/registry.py", "import engine", "house"),
    ("plugins/api.py", "import plugins.registry", "house"),
    ("engine/breach.py", "import plugins.builtin", "nobody imports"),
    ("plugins/breach.py", "import plugins.builtin", "nobody imports"),
    ("plugins/builtin/breach.py", "import engine", "built-in connectors import"),
    ("plugins/builtin/breach.py", "import plugins.registry", "built-in connectors import"),
    ("engine/breach.py", "from PySide6 import QtCore", "Qt stays"),
    ("editor/document/breach.py", "from PySide6 import QtCore", "Qt stays"),
    ("engine/breach.py", "import sqlglot", "sqlglot stays"),
    ("engine/backends/frame/breach.py", "from sqlglot import exp", "sqlglot stays"),
    ("editor/document/breach.py", "import editor.commands", "inside the editor"),
    ("editor/viewmodels/breach.py", "import editor.views", "inside the editor"),
    ("editor/workers/breach.py", "import editor.views", "workers touch"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in HOUSE:
        for source in (ROOT / package).rglob("*.py"):
            target = folder / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            # Only the packages themselves: the contracts are tried on an empty house, whatever the real one holds.
            if source.name == "__init__.py":
                target.write_text('"""Empty."""\n', encoding="utf-8")
    for module in ("plugins/registry.py", "plugins/api.py", "engine/backends/sql/allowed.py"):
        (folder / module).write_text("", encoding="utf-8")
    (folder / "engine/backends/sql/allowed.py").write_text("import sqlglot\n", encoding="utf-8")
    return folder


def test_empty_house_is_fine(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("path", "line", "contract"), BREACHES, ids=[f"{path}: {line}" for path, line, _ in BREACHES])
def test_a_breach_is_found(copy: Path, path: str, line: str, contract: str) -> None:
    file = copy / path
    before = file.read_text(encoding="utf-8") if file.exists() else None
    file.write_text(line + "\n", encoding="utf-8")
    try:
        result = lint(copy)
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_text(before, encoding="utf-8")
    broken = [text for text in result.stdout.splitlines() if " BROKEN" in text]
    assert result.returncode == 1, result.stdout + result.stderr
    wanted = "editor -> engine" if contract == "house" else contract
    assert any(text.startswith(wanted) for text in broken), result.stdout


def tracked() -> list[Path]:
    """What git keeps; without git (an unpacked archive) there is nothing to look at."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout, so there is no list of tracked files")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" in data:
            continue
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()[:160]}")
    return found


def words(*parts: str) -> str:
    """A word put together here, so that this file does not say it."""
    return "".join(parts)


def test_no_machine_paths() -> None:
    tops = [words("wo", "rk"), words("ro", "ot"), words("opt/", "wheels"), words("opt/", "pypi"), words("Us", "ers")]
    pattern = re.compile(rf"(?<![\w.$}}~*-])/(?:{'|'.join(tops)}|{words('ho', 'me')}/\w+)/(?!\*)")
    assert lines_matching(pattern) == []


def test_no_registry_hosts() -> None:
    hosts = [
        words("py", "pi.org"),
        words("python", "hosted.org"),
        words("registry.np", "mjs.org"),
        words("registry.ya", "rnpkg.com"),
        words("deb.de", "bian.org"),
        words("proxy.go", "lang.org"),
        words("conda.ana", "conda.org"),
    ]
    options = [words("--index", "-url"), words("--extra-index", "-url"), words("--find", "-links")]
    assert lines_matching(re.compile("|".join(map(re.escape, hosts)))) == []
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert [option for option in options if option in requirements] == []


def test_python_is_not_pinned_to_one_version() -> None:
    assert [path.name for path in tracked() if path.name == words(".python-", "version")] == []


def test_every_postponed_thing_says_why() -> None:
    """The mark, its reason in brackets, a colon and what is to come: fine. A bare one is not."""
    marks = words("TO", "DO") + "|" + words("FIX", "ME")
    assert lines_matching(re.compile(rf"\b(?:{marks})\b(?!\([^)]{{8,}}\): \S)")) == []


def test_tests_have_no_init() -> None:
    """One would shadow the package of the same name."""
    found = [p.relative_to(ROOT).as_posix() for p in (ROOT / "tests").rglob("__init__.py")]
    # The sample of a third party is a distribution with a package of its own.
    assert [name for name in found if not name.startswith("tests/plugins/sample_source/")] == []


def test_no_dependency_ships_our_names() -> None:
    """A distribution with a top-level ``plugins`` or ``tests`` would silently stand in for ours."""
    ours = {*HOUSE, "tests", "benchmarks"}
    taken = {
        f"{dist.metadata['Name']}: {name}"
        for dist in distributions()
        if dist.metadata["Name"] != "quadrille"
        for file in dist.files or ()
        if (name := file.parts[0].removesuffix(".py")) in ours
    }
    assert taken == set()


def test_every_pin_has_a_hash() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    pins = [block for block in blocks if not block.startswith("#")]
    assert len(pins) > 50
    assert [pin.splitlines()[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_every_dependency_is_pinned() -> None:
    """Whoever adds a dependency also runs ``make lock``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    for extra in ("editor", "db", "verify", "dev"):
        wanted += project["optional-dependencies"][extra]

    def normal(name: str) -> str:
        return re.sub(r"[-_.]+", "-", name).lower()

    names = {normal(re.match(r"[\w.-]+", line)[0]) for line in wanted}  # type: ignore[index]
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = {normal(name) for name in re.findall(r"^([\w.-]+)==", requirements, re.MULTILINE)}
    assert names - pinned == set()
