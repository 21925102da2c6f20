"""Commands in the documents with what they really print.

A block of the kind ``console`` holds lines ``$ quadrille …`` and what follows from them; ``| head -N`` shows the first
lines alone, ``…`` stands for the rest. ``python -m tests.support.console`` writes all outputs anew.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.support.command import quadrille

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "docs/terminal.en.md", "docs/terminal.ko.md")
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
SECONDS = re.compile(r"\d+\.\d\d(?= s\b|초)")
PROMPT = "$ "


def commands(document: str) -> list[str]:
    """The commands of a document, in order."""
    text = (ROOT / document).read_text(encoding="utf-8")
    lines = (line for block in BLOCK.findall(text) for line in block.splitlines())
    return [line.removeprefix(PROMPT) for line in lines if line.startswith(PROMPT)]


def rewritten(document: str) -> str:
    """The document with the outputs of today; its commands run one after the other in one empty folder."""
    text = (ROOT / document).read_text(encoding="utf-8")
    language = "ko" if document.endswith(".ko.md") else "en"
    with _somewhere():
        return BLOCK.sub(lambda block: f"```console\n{_answered(block[1], language)}```", text)


def unlike(written: str, now: str) -> bool:
    """Do two texts differ in more than how long something took?"""
    return SECONDS.sub("", written) != SECONDS.sub("", now)


def _answered(block: str, language: str) -> str:
    found = []
    for line in block.splitlines():
        if line.startswith(PROMPT):
            found += [line, *_output(line.removeprefix(PROMPT), language)]
    return "\n".join(found) + "\n"


def _output(line: str, language: str) -> list[str]:
    command, _, head = line.partition(" | head -")
    words = shlex.split(command)
    assert words[0] == "quadrille", line
    called = quadrille(*words[1:], lang=language)
    lines = [one.rstrip() for one in called.said.rstrip("\n").splitlines()]
    return [*lines[: int(head)], "…"] if head and len(lines) > int(head) else lines


@contextlib.contextmanager
def _somewhere() -> Iterator[None]:
    before, columns = Path.cwd(), os.environ.get("COLUMNS")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COLUMNS"] = "80"
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
            if columns is None:
                del os.environ["COLUMNS"]
            else:
                os.environ["COLUMNS"] = columns


if __name__ == "__main__":
    for name in DOCUMENTS:
        path = ROOT / name
        path.write_text(rewritten(name), encoding="utf-8", newline="\n")
