from __future__ import annotations

import threading

import pytest

from dsl.messages import render
from plugins.api import SourceCancelled, SourceError, Target
from plugins.builtin.server.address import Address, read_address
from plugins.builtin.server.watch import Watch


def read(text: str, secret: str | None = None) -> Address:
    return read_address(
        Target(text, secret=secret), scheme="postgresql", variable="PGPASSWORD", example="postgresql://a@b/c"
    )


@pytest.fixture(autouse=True)
def _no_password_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("postgresql://ann@db.example:5433/shop", ("db.example", 5433, "ann", "shop")),
        ("postgresql://db.example/shop?sslmode=require", ("db.example", 0, "", "shop")),
        ("postgresql:///shop", ("", 0, "", "shop")),
        ("postgresql://", ("", 0, "", "")),
        ("postgresql://ann%40corp@[::1]:5432/%EA%B0%80%20b", ("::1", 5432, "ann@corp", "가 b")),
        ("postgresql://ann@corp@h/d", ("h", 0, "ann@corp", "d")),
    ],
)
def test_an_address_is_taken_apart(text: str, parts: tuple[str, int, str, str]) -> None:
    found = read(text)
    assert (found.host, found.port, found.user, found.database) == parts
    assert found.password is None


@pytest.mark.parametrize("text", ["postgresql://h:port/d", "postgresql://h:99999/d", "postgresql://h:0/d", "h/d", "::"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(SourceError) as told:
        read(text)
    assert told.value.diagnostics[0].code == "source.server_address"


@pytest.mark.parametrize("written", ["hunter2", "hun@ter2", "hun%40ter2", "hun:ter2"])
def test_a_password_in_an_address_is_refused_and_not_repeated(written: str) -> None:
    with pytest.raises(SourceError) as told:
        read(f"postgresql://ann:{written}@h/d")
    (found,) = told.value.diagnostics
    assert found.code == "source.server_password"
    for language in ("ko", "en"):
        assert "PGPASSWORD" in render(found, language)
    assert "hun" not in repr(told.value) + str(found) + render(found, "en") + render(found, "ko")


def test_passwords_come_from_the_caller_a_named_variable_or_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "named")
    monkeypatch.setenv("PGPASSWORD", "usual")
    assert read("postgresql://ann:${SHOP_PASSWORD}@h/d").password == "named"
    assert read("postgresql://ann@h/d").password == "usual"
    assert read("postgresql://ann:${SHOP_PASSWORD}@h/d", secret="given").password == "given"
    assert "named" not in repr(read("postgresql://ann:${SHOP_PASSWORD}@h/d"))
    with pytest.raises(SourceError) as told:
        read("postgresql://ann:${NOT_SET_ANYWHERE}@h/d")
    assert told.value.diagnostics[0].code == "source.server_variable"


def test_the_keychain_is_asked_last_and_by_the_address_that_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backend import KeyringBackend

    asked: list[tuple[str, str]] = []

    class Keychain(KeyringBackend):
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            asked.append((service, username))
            return "kept"

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

        def delete_password(self, service: str, username: str) -> None:
            raise NotImplementedError

    before = keyring.get_keyring()
    keyring.set_keyring(Keychain())
    try:
        assert read("postgresql://ann@h:1/d?schema=x").password == "kept"
        monkeypatch.setenv("PGPASSWORD", "usual")
        assert read("postgresql://ann@h:1/d").password == "usual"
    finally:
        keyring.set_keyring(before)
    assert asked == [("quadrille", "postgresql://ann@h:1/d")]


def test_cancelling_is_repeated_until_the_statement_is_over() -> None:
    asked = threading.Semaphore(0)
    watch = Watch(asked.release)
    watch.stop()
    for _ in range(3):
        assert asked.acquire(timeout=20)
    with pytest.raises(SourceCancelled):
        watch.step()
    watch.close()
    while asked.acquire(blocking=False):
        pass
    assert not asked.acquire(timeout=0.2), "nothing is cancelled behind the end"


def test_cancel_is_asked_and_progress_told_while_a_statement_runs() -> None:
    told, stopped = threading.Event(), threading.Event()
    watch = Watch(stopped.set, lambda share: told.set(), lambda: told.is_set())
    assert stopped.wait(20) and told.is_set()
    watch.close()


def test_a_statement_that_ends_is_not_cancelled() -> None:
    asked: list[None] = []
    watch = Watch(lambda: asked.append(None))
    watch.close()
    assert not asked and not watch.stopped
