"""The command ``quadrille`` called within the test's own process, and small projects for it."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.cli import main
from engine.sample.projects import project_path


@dataclass(frozen=True, slots=True)
class Called:
    """What a call printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def quadrille(*arguments: object, lang: str = "en") -> Called:
    """Call the command. Whatever goes wrong, there is never a traceback."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([*map(str, arguments), "--lang", lang] if lang else [*map(str, arguments)])
    called = Called(code, out.getvalue(), err.getvalue())
    assert "Traceback" not in called.said, called.said
    assert code in (0, 1, 2)
    return called


def refused(*arguments: object) -> tuple[str, str]:
    """What a call that must end with exit code 2 says, in English and in Korean; neither is a defect of ours."""
    said = []
    for lang in ("en", "ko"):
        called = quadrille(*arguments, lang=lang)
        assert called.code == 2, called.said
        assert called.err.strip(), arguments
        assert "errors.log" not in called.err, called.err
        said.append(called.err)
    english, korean = said
    assert re.search("[가-힣]", korean), korean
    assert korean.splitlines()[0] != english.splitlines()[0]
    return english, korean


def sample_project(folder: Path, source: str, variant: str = "written", language: str = "en") -> Path:
    """The sample's project beside its data."""
    path = folder / f"{variant}.{language}.quad"
    text = project_path(variant, language).read_text(encoding="utf-8")
    path.write_text(text.replace("source: sample.duckdb", f"source: {source}", 1), encoding="utf-8")
    return path
