"""Passwords come from outside, in one order, and are never shown."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from announcer.cli.secrets import password
from announcer.errors import AnnouncerError

HOST, USER = "cloud.example.edu", "olga"


class _Ring(KeyringBackend):
    """A keyring that knows one password, or is locked."""

    priority = 1.0
    locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("hunter2")
        return "from the ring" if (service, username) == (HOST, USER) else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Ring]:
    monkeypatch.delenv("ANNOUNCER_SMTP_PASSWORD", raising=False)
    before, ring = keyring.get_keyring(), _Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_the_environment_comes_first_then_the_command_then_the_keyring(
    ring, monkeypatch
):
    assert password("SMTP", HOST, USER) == "from the ring"
    assert password("SMTP", HOST, USER, "echo 'from the command'") == "from the command"
    monkeypatch.setenv("ANNOUNCER_SMTP_PASSWORD", "from outside")
    assert password("SMTP", HOST, USER, "false") == "from outside"


def test_each_purpose_has_its_own_variable(ring, monkeypatch):
    monkeypatch.setenv("ANNOUNCER_IMAP_PASSWORD", "other")
    assert password("SMTP", HOST, USER) == "from the ring"


def test_nobody_may_know_one(ring):
    assert password("SMTP", "mail.example.edu", USER) is None
    assert password("SMTP", HOST, None) is None


def test_a_locked_keyring_says_so_and_nothing_else(ring):
    ring.locked = True
    with pytest.raises(AnnouncerError, match="the keyring cannot be read") as error:
        password("SMTP", HOST, USER)
    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize("command", ["false", "true", "/does/not/exist", "'", "   "])
def test_a_command_that_gives_no_password_is_a_mistake(ring, command):
    with pytest.raises(AnnouncerError, match="`password_command`"):
        password("SMTP", HOST, USER, command)


def test_what_a_failing_command_printed_is_not_repeated(ring):
    with pytest.raises(AnnouncerError) as error:
        password("SMTP", HOST, USER, "sh -c 'echo hunter2; exit 3'")
    assert "hunter2" not in str(error.value)
    assert "exit status 3" in str(error.value)
