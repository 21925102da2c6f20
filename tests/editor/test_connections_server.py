"""A database server from the window: what a trial says of a wrong password, and signing in where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.null import Keyring
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from editor.app import Desk
from editor.i18n.texts import Words
from editor.viewmodels.tasks import TaskRunner
from editor.views.connection_dialog import ConnectionDialog
from engine.history import store_path
from tests.editor.conftest import until
from tests.support import postgres
from tests.support.postgres import PASSWORD, Server

PROJECT = """\
quadrille: 1
name: Shop
language: en
time_zone: UTC
as_of: 2025-06-30
source: {source}
subject:
  table: members
  key: member_id
  fields: {{member_id: integer, visits: integer}}
matrix:
  stages: [{{id: buy}}]
  levels: [{{id: high}}]
  cells:
    - {{id: "1.1", stage: buy, level: high, criteria: [{{n: 1, rule: visits >= 2}}]}}
"""


@pytest.fixture(scope="module")
def server() -> Server:
    return postgres.needed()


@pytest.fixture
def source(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a small shop whose reader needs a password that nothing on this machine knows."""
    monkeypatch.delenv("PGPASSWORD", raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    schema = server.schema()
    server.owner.execute(f"CREATE TABLE {schema}.members (member_id integer PRIMARY KEY, visits integer)")
    server.owner.execute(f"INSERT INTO {schema}.members VALUES (1, 5), (2, 1), (3, 2)")
    server.owner.execute(f"GRANT USAGE ON SCHEMA {schema} TO reader")
    server.owner.execute(f"GRANT SELECT ON {schema}.members TO reader")
    yield f"{server.tcp()}?schema={schema}"
    keyring.set_keyring(before)


def test_a_trial_with_a_wrong_password_fails_at_signing_in(qapp: QApplication, source: str, tmp_path: Path) -> None:
    runner = TaskRunner()
    dialog = ConnectionDialog(Words("en"), runner.run_task, tmp_path, source)
    dialog.show()
    way = dialog.fields.field("way")
    assert isinstance(way, QComboBox)
    way.setCurrentIndex(way.findData("ask"))
    password = dialog.fields.field("password")
    assert isinstance(password, QLineEdit)
    for typed, signs in (("wrong", "✓✓✗"), (PASSWORD, "✓✓✓✓✓")):
        password.setText(typed)
        QTest.mouseClick(dialog.test, Qt.MouseButton.LeftButton)
        until(lambda: dialog.test.isEnabled())
        steps = [dialog.steps.item(row).text() for row in range(dialog.steps.count())]
        assert "".join(step[0] for step in steps) == signs
        if typed == "wrong":
            assert "Sign in" in steps[-1] and len(steps[-1].splitlines()) > 1
        else:
            assert "3 rows" in steps[-1]
    dialog.accept()
    assert dialog.address == source
    assert dialog.secret == PASSWORD


def test_a_password_that_is_asked_for_opens_the_data_and_is_written_nowhere(
    qapp: QApplication, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "shop.quad"
    path.write_text(PROJECT.format(source=source), encoding="utf-8")
    window = Desk("en", dark=False).open(path)
    assert window is not None
    try:
        session = window.session
        until(lambda: not session.stale)
        assert window.closed.isVisible() and window.closed.password.isVisible()
        assert session.counts is None
        for typed in ("wrong", PASSWORD):
            QTest.keyClicks(window.closed.password, typed)
            QTest.keyClick(window.closed.password, Qt.Key.Key_Return)
            until(lambda: not session.stale)
        assert session.counts is not None
        assert session.counts.cells["1.1"].assigned == 2
        assert not window.closed.isVisible()
        window.run()
        until(lambda: window.runs.state == "done")
        assert window.runs.last is not None
        assert window.runs.last.run.place.dialect == "postgres"
        assert PASSWORD.encode() not in path.read_bytes() + store_path(path).read_bytes()
    finally:
        window.leave()
