from __future__ import annotations

import subprocess
import sys

import pytest

from plugins.api import Manifest, Notices, Setting, Target, error, redact, said
from tests.support.sources import failure


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://ann:s3cret@host/db", "postgresql://ann:***@host/db"),
        ("postgresql://ann:p@ss/w:rd@host/db?x=1", "postgresql://ann:***@host/db?x=1"),
        ("host=h password=abc user=ann", "host=h password=*** user=ann"),
        ("pwd='a b';uid=x", "pwd=***;uid=x"),
        ("mysql://h/db?token=abc&x=1", "mysql://h/db?token=***&x=1"),
        ("C:/data/sample.duckdb", "C:/data/sample.duckdb"),
        ("고객 password: 비밀", "고객 password: ***"),
    ],
)
def test_no_password_is_shown(text: str, shown: str) -> None:
    assert redact(text) == shown


def test_no_password_in_errors_and_reprs() -> None:
    target = Target("postgresql://ann:s3cret@host/db", secret="s3cret", value="s3cret")
    assert "s3cret" not in repr(target) + target.name
    problem = error("source.not_found", path=target.text, candidates=("x://u:s3cret@h",)).diagnostics[0]
    assert "s3cret" not in str(problem)
    assert "s3cret" not in str(said("x://u:s3cret@h", "password=s3cret").diagnostics[0])


MANIFEST = """
id = "shop"
title = { ko = "가게", en = "Shop" }
suffixes = [".SHOP"]
[[settings]]
name = "limit"
kind = "integer"
default = 5
[[settings]]
name = "mode"
kind = "choice"
choices = ["a", "b"]
required = true
[[settings]]
name = "password"
kind = "secret"
"""


def test_manifest() -> None:
    manifest = Manifest.parse(MANIFEST)
    assert manifest.suffixes == (".shop",)
    assert manifest.options({"mode": "a", "limit": "12"}) == {"limit": 12, "mode": "a"}
    schema = manifest.schema("ko")
    assert schema["title"] == "가게"
    assert schema["properties"]["password"]["format"] == "password"
    assert schema["required"] == ["mode"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "source.setting_missing"),
        ({"mode": "c"}, "source.setting_choice"),
        ({"mode": "a", "limit": "many"}, "source.setting_value"),
        ({"mode": "a", "limti": 1}, "source.setting_unknown_similar"),
    ],
)
def test_settings_are_checked(given: dict[str, object], code: str) -> None:
    assert failure(lambda: Manifest.parse(MANIFEST).options(given)).code == code


def test_a_misspelt_setting_is_suggested() -> None:
    problem = failure(lambda: Manifest.parse(MANIFEST).options({"limti": 1}))
    assert problem.params["suggestion"] == "limit"


def test_secret_values_are_not_repeated() -> None:
    assert Setting("pin", "secret").read("1234") == "1234"


@pytest.mark.parametrize(
    "text",
    [
        "id = 3",
        "id = 'Upper'",
        "id='a'\nsuffixes=['csv']",
        "id='a'\ncolour=1",
        "id='a'\n[[settings]]\nkind='text'",
        "x",
    ],
)
def test_wrong_manifests_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Manifest.parse(text)


def test_things_are_noticed_once() -> None:
    notices = Notices()
    for _ in range(3):
        notices.note("source.delimiter_found", path="a", delimiter=";")
    assert len(notices.all()) == 1


def test_the_interface_is_light() -> None:
    """Neither the interface nor the list of plugins imports a library of any connector."""
    code = (
        "import sys, plugins.api, plugins.registry as r; assert len(r.list_plugins()) >= 6;"
        "print(*[m for m in ('pyarrow', 'pandas', 'duckdb', 'sqlite3', 'python_calamine', 'plugins.builtin.sqlite')"
        " if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
