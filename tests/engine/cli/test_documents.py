"""The documents say what the program does: every command in them is run, and prints what stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.cli.app import COMMANDS
from engine.cli.reference import reference
from tests.support import console


@pytest.mark.parametrize("document", console.DOCUMENTS)
def test_every_output_is_of_today(document: str) -> None:
    assert len(console.commands(document)) >= 3
    written = (console.ROOT / document).read_text(encoding="utf-8")
    assert not console.unlike(written, console.rewritten(document)), "make golden writes the outputs anew"


def test_the_reference_of_commands_is_up_to_date() -> None:
    assert (console.ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == reference(), "make golden"


def test_the_readme_s_two_commands_are_targets_that_do_so() -> None:
    readme = (console.ROOT / "README.md").read_text(encoding="utf-8")
    make = (console.ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"^make (\w+) +#", readme, re.MULTILINE) == ["run", "test"]
    assert re.search(r"^run: install.*\n\t\$\(BIN\)/quadrille demo \$\(SAMPLE\)$", make, re.MULTILINE)
    assert re.search(r"^test: install", make, re.MULTILINE)


def test_links_between_documents_lead_somewhere() -> None:
    for path in [console.ROOT / "README.md", *(console.ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_command_that_a_document_names_exists() -> None:
    known = {name.removesuffix("_rule") for name in COMMANDS}
    for path in [console.ROOT / "README.md", console.ROOT / "CHANGELOG.md", *(console.ROOT / "docs").glob("*.md")]:
        if path.name == "commands.md":
            continue
        for name in re.findall(r"`quadrille (\w+)", Path(path).read_text(encoding="utf-8")):
            assert name in known or name == "COMMAND" or not name.isascii(), f"{path.name}: {name}"
