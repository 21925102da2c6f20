"""Connections: a form made from what connectors say, a trial that names its step, and where passwords go."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QWidget

from editor.viewmodels.connections import Connection, address, kinds, read_address, short_name, wrong_in
from editor.views.connection_dialog import ConnectionDialog
from editor.views.main_window import MainWindow
from engine import passwords
from tests.editor.conftest import until


class Safe(keyring.backend.KeyringBackend):
    """A keychain in memory, as the system's would be."""

    priority = 9

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


class Plain(Safe):
    """One that writes plain text."""


Plain.__module__ = "keyrings.alt.file"


@pytest.fixture
def keychain() -> Iterator[Safe]:
    before, safe = keyring.get_keyring(), Safe()
    keyring.set_keyring(safe)
    yield safe
    keyring.set_keyring(before)


@pytest.fixture
def dialog(window: MainWindow, sample: Path) -> Iterator[ConnectionDialog]:
    """The connection of the sample, open."""
    session = window.session
    project = session.document.project
    found = ConnectionDialog(session.words, session.run_task, sample, project.source, project, window)
    found.show()
    yield found
    found.reject()
    found.deleteLater()


def fill(dialog: ConnectionDialog, **values: str) -> None:
    for name, value in values.items():
        widget = dialog.fields.field(name)
        if isinstance(widget, QComboBox):
            widget.setCurrentIndex(widget.findData(value))
            continue
        line = widget if isinstance(widget, QLineEdit) else widget.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, value)


def choose(dialog: ConnectionDialog, kind: str) -> None:
    dialog.fields.kind.setCurrentIndex(dialog.fields.kind.findData(kind))


def tried(dialog: ConnectionDialog) -> list[str]:
    QTest.mouseClick(dialog.test, Qt.MouseButton.LeftButton)
    until(lambda: dialog.test.isEnabled())
    return [dialog.steps.item(row).text() for row in range(dialog.steps.count())]


# -- the form ----------------------------------------------------------------------------------------------


def test_every_connector_has_a_form_of_its_own_settings(dialog: ConnectionDialog) -> None:
    for kind in kinds():
        choose(dialog, kind.id)
        for setting in kind.settings:
            widget = dialog.fields.field(setting.name)
            assert widget.accessibleName()
            if setting.kind == "choice":
                assert isinstance(widget, QComboBox)
        names = {"host", "port", "database", "user", "password"} if kind.server else {"path"}
        for name in names:
            assert isinstance(dialog.fields.field(name), QWidget)
    choose(dialog, "csv")
    assert dialog.fields.label("encoding") == "Encoding"


ADDRESSES = [
    "sample.duckdb",
    "sub/데이터.sqlite",
    "data.csv?encoding=cp949&header=no",
    "postgresql://anna@db.example:5433/crm",
    "postgresql://anna@db.example/crm?sslmode=require",
    "postgresql://an%20na:${DB_PASSWORD}@[::1]:5432/%EA%B3%A0%EA%B0%9D",
    "mariadb://reader@db.example/shop",
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_survives_the_form(text: str, tmp_path: Path, window: MainWindow) -> None:
    read = read_address(text, tmp_path)
    assert wrong_in(read) == ""
    if "://" in text:
        assert address(read, tmp_path).replace("mysql://", "mariadb://") == text
    else:
        assert address(read, tmp_path) == text
    session = window.session
    form = ConnectionDialog(session.words, session.run_task, tmp_path, text)
    shown = address(form.connection, tmp_path)
    assert shown == address(read, tmp_path)
    form.deleteLater()


def test_a_file_is_named_from_the_project(tmp_path: Path) -> None:
    inside = Connection("duckdb", path=str(tmp_path / "data" / "sample.duckdb"))
    assert address(inside, tmp_path) == "data/sample.duckdb"
    outside = Connection("duckdb", path="/elsewhere/sample.duckdb")
    assert address(outside, tmp_path) == "/elsewhere/sample.duckdb"
    assert short_name("postgresql://anna@db.example:5433/crm") == "db.example/crm"


@pytest.mark.parametrize(
    ("wrong", "connection"),
    [
        ("path", Connection("duckdb")),
        ("host", Connection("postgres", database="crm")),
        ("port", Connection("postgres", host="db", port="70000")),
        ("variable", Connection("postgres", host="db", way="variable", variable="no name")),
        ("timeout", Connection("postgres", host="db", settings={"timeout": "soon"})),
    ],
)
def test_what_is_not_filled_in_is_named(wrong: str, connection: Connection) -> None:
    assert wrong_in(connection) == wrong


def test_what_is_not_filled_in_gets_the_focus(dialog: ConnectionDialog) -> None:
    choose(dialog, "postgres")
    QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert "Server" in dialog.message.text()
    assert QApplication.focusWidget() is dialog.fields.field("host")


# -- the trial ---------------------------------------------------------------------------------------------


def test_a_trial_reads_schema_and_rows(dialog: ConnectionDialog) -> None:
    steps = tried(dialog)
    assert [step[0] for step in steps] == ["✓"] * 5
    assert "tables" in steps[2] and "rows" in steps[3]
    assert dialog.message.text() == "The connection works."


def test_a_file_that_is_not_there_fails_in_its_step(dialog: ConnectionDialog, tmp_path: Path) -> None:
    fill(dialog, path=str(tmp_path / "none.duckdb"))
    steps = tried(dialog)
    assert steps[-1].startswith("✗")
    assert "none.duckdb" in steps[-1]


def test_a_server_that_does_not_answer_fails_at_reaching_it(dialog: ConnectionDialog) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    choose(dialog, "postgres")
    fill(dialog, host="127.0.0.1", port=str(port), database="crm", user="anna", password="s3cret")
    steps = tried(dialog)
    assert [step[:1] for step in steps] == ["✓", "✗"]
    assert "Reach the server" in steps[-1]
    assert len(steps[-1].splitlines()) > 1
    assert "s3cret" not in "\n".join(steps) + dialog.message.text()


def test_tables_that_the_project_needs_and_the_source_lacks_are_listed(
    dialog: ConnectionDialog, tmp_path: Path
) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "other.sqlite") as connection:
        connection.execute("CREATE TABLE customers (customer_id INTEGER PRIMARY KEY)")
    connection.close()
    choose(dialog, "sqlite")
    fill(dialog, path=str(tmp_path / "other.sqlite"))
    steps = tried(dialog)
    assert steps[-1].startswith("✗") and "web_visits" in steps[-1] and "customers" not in steps[-1]


def test_a_trial_can_be_stopped(dialog: ConnectionDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    from editor.views import connection_dialog

    ended = threading.Event()

    def endless(*given: object, cancel: object, **named: object) -> bool:
        while not cancel() and not ended.wait(0.01):  # type: ignore[operator]
            pass
        return False

    monkeypatch.setattr(connection_dialog, "attempt", endless)
    QTest.mouseClick(dialog.test, Qt.MouseButton.LeftButton)
    assert dialog.bar.isVisible()
    QTest.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    until(lambda: dialog.test.isEnabled())
    assert dialog.message.text() == "The test was stopped."


# -- passwords ---------------------------------------------------------------------------------------------


def server(dialog: ConnectionDialog, **more: str) -> None:
    choose(dialog, "postgres")
    fill(dialog, host="db.example", database="crm", user="anna", **more)


def test_a_password_goes_to_the_keychain_under_the_name_that_connectors_look_for(
    dialog: ConnectionDialog, keychain: Safe
) -> None:
    server(dialog, password="s3cret")
    QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert keychain.held == {("quadrille", "postgresql://anna@db.example/crm"): "s3cret"}
    assert dialog.address == "postgresql://anna@db.example/crm"
    assert dialog.secret is None
    from plugins.api import Target
    from plugins.registry import default

    plugin = default().get("postgres")
    module = __import__("importlib").import_module("plugins.builtin.server.address")
    found = module.read_address(Target(dialog.address), scheme="postgresql", variable="NO_SUCH", example="")
    assert plugin is not None and found.password == "s3cret"


def test_a_keychain_of_plain_text_is_refused(dialog: ConnectionDialog) -> None:
    before = keyring.get_keyring()
    plain = Plain()
    keyring.set_keyring(plain)
    try:
        server(dialog, password="s3cret")
        assert passwords.keychain() == "plain"
        assert "not used" in dialog.keychain.text()
        QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()
        assert "environment variable" in dialog.message.text()
        assert plain.held == {}
        fill(dialog, way="ask")
        assert dialog.keychain.text() == ""
        QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
        assert dialog.secret == "s3cret"
        assert plain.held == {}
    finally:
        keyring.set_keyring(before)


def test_a_variable_is_named_and_not_written_out(dialog: ConnectionDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_PASSWORD", "s3cret")
    server(dialog)
    fill(dialog, way="variable", variable="CRM_PASSWORD")
    assert not dialog.fields.field("password").isVisible()
    QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    assert dialog.address == "postgresql://anna:${CRM_PASSWORD}@db.example/crm"
    assert dialog.secret is None


def test_no_password_is_in_project_log_or_history(
    window: MainWindow, keychain: Safe, sample: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def filled(dialog: ConnectionDialog) -> int:
        server(dialog, password="s3cret")
        dialog.accept()
        return int(dialog.result())

    monkeypatch.setattr(ConnectionDialog, "exec", filled)
    monkeypatch.setattr(passwords, "remember", lambda name, password: None)
    session = window.session
    with caplog.at_level(logging.DEBUG):
        window.source.click()
        until(lambda: not session.stale)
    assert session.document.project.source == "postgresql://anna@db.example/crm"
    from engine.project.file import dumps

    assert "s3cret" not in dumps(session.document.project) + caplog.text
    assert "s3cret" not in "".join(str(one) for one in session.diagnostics)


# -- another source ------------------------------------------------------------------------------------------


def test_another_source_is_one_undo_and_is_counted(window: MainWindow, sample: Path, tmp_path: Path) -> None:
    from engine.sample.write import write

    other = sample / "small.duckdb"
    if not other.exists():
        write(other, 200, 1)
    session = window.session
    before = session.counts.subjects if session.counts is not None else 0
    from editor.commands.source import set_source

    session.apply(set_source(session.document.project, "small.duckdb"))
    assert window.source.text() == "small.duckdb"
    until(lambda: not session.stale)
    assert session.counts is not None and session.counts.subjects < before
    session.undo()
    until(lambda: not session.stale)
    assert session.counts is not None and session.counts.subjects == before
    assert window.source.text() == "sample.duckdb"


def test_a_project_saved_elsewhere_keeps_its_data(
    window: MainWindow, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    from PySide6.QtWidgets import QFileDialog

    from editor.app import Desk

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    here, there = sample / "own.quad", tmp_path / "elsewhere" / "copy.quad"
    there.parent.mkdir()
    shutil.copy(sample / "written.quad", here)
    own = Desk("en", dark=False).open(here)
    assert own is not None
    try:
        session = own.session
        until(lambda: not session.stale)
        assert session.counts is not None
        before = session.counts.subjects
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(there), ""))
        assert own.save_as()
        until(lambda: not session.stale)
        assert session.counts is not None and session.counts.subjects == before
        assert session.document.project.source == (sample / "sample.duckdb").as_posix()
        assert not session.document.modified
        blocked = tmp_path / "no folder" / "copy.quad"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(blocked), ""))
        monkeypatch.setattr(own, "_say", lambda error: None)
        assert not own.save_as()
        assert session.document.path == there
        assert not session.document.modified
    finally:
        own.leave()


def test_data_that_cannot_be_opened_is_said_with_a_way_out(window: MainWindow) -> None:
    from editor.commands.source import set_source

    session = window.session
    assert not window.closed.isVisible()
    session.apply(set_source(session.document.project, "gone.duckdb"))
    until(lambda: not session.stale)
    assert window.closed.isVisible()
    assert "gone.duckdb" in window.closed.text.text()
    assert session.counts is None
    session.undo()
    until(lambda: not session.stale)
    assert not window.closed.isVisible()
