"""The sample's four project files, composed from one template: as written or repaired, in Korean or in English.

A template line may begin with tags and a bar, and then goes only into the files it names:

    en| # Site visits
    ko| # 웹 방문
    repaired.ko| # 바뀐 까닭

Tags before one bar are joined by dots and must all fit the file; a line without tags goes into every file.
"""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATE = Path(__file__).with_name("matrix.template")
LANGUAGES = ("ko", "en")
VARIANTS = ("written", "repaired")

_TAGGED = re.compile(r"^((?:ko|en|written|repaired)(?:\.(?:ko|en))?)\|(?: |$)(.*)$")


def project_path(variant: str, language: str) -> Path:
    """Where a shipped project file is. variant: ``written`` or ``repaired``; language: ``ko`` or ``en``."""
    if variant not in VARIANTS or language not in LANGUAGES:
        raise ValueError(f"no sample project {variant}.{language}")
    return Path(__file__).with_name(f"{variant}.{language}.quad")


def compose(variant: str, language: str) -> str:
    """The text of a project file, from the template."""
    lines: list[str] = []
    for line in TEMPLATE.read_text(encoding="utf-8").splitlines():
        tagged = _TAGGED.match(line)
        if tagged is None:
            lines.append(line)
        elif set(tagged[1].split(".")) <= {variant, language}:
            lines.append(tagged[2])
    return "\n".join(lines) + "\n"


def write_projects() -> None:
    """Write all four files beside the template."""
    for variant in VARIANTS:
        for language in LANGUAGES:
            project_path(variant, language).write_text(compose(variant, language), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_projects()
