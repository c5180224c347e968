"""``--now``: a pretended clock shows what will be, and leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from announcer import cli
from tests.delivery.conftest import inbox, serve
from tests.delivery.servers import Inbox
from tests.sending.office import write_project

__all__ = ["inbox", "serve"]

MONDAY = ("--now", "2021-03-01T09:00")
NOTHING = "The clock is pretended (--now), so nothing is remembered."


@pytest.fixture(autouse=True)
def in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANNOUNCER_REHEARSAL")


@pytest.fixture
def home(tmp_path: Path, serve: Callable[..., str], inbox: Inbox) -> Path:
    return write_project(tmp_path / "project", serve(inbox))


@pytest.fixture
def at(home: Path, run: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command on the project on a pretended Monday."""
    return lambda *words: run("-C", home, *MONDAY, *words)


def test_a_build_makes_the_same_and_remembers_nothing(at, home, monkeypatch):
    ran = at("build", "--out", "seen")
    assert ran.status == 0
    assert ran.err == (
        f"warning: {NOTHING} Set ANNOUNCER_REHEARSAL=1 to rehearse as if it were "
        "the time.\n"
    )
    assert not (home / ".announcer/ledger.db").exists()
    monkeypatch.setenv("ANNOUNCER_REHEARSAL", "1")
    assert at("build", "--out", "told").err == ""
    assert (home / ".announcer/ledger.db").exists()
    assert files(home / "seen") == files(home / "told")


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in found
        if not path.name.startswith(".")
    }


@pytest.mark.parametrize(
    "words",
    [
        ("send", "--yes"),
        ("send", "soudry", "--kind", "announcement", "--yes"),
        ("send", "--resolve", "sent"),
        ("sync", "--calendar", "http://127.0.0.1:1/talks/", "--yes"),
        ("publish", "../public", "--build", "--yes"),
        ("ledger", "import", "export.jsonl"),
    ],
    ids=" ".join,
)
def test_what_others_would_see_or_the_ledger_would_keep_is_refused(
    at, home, inbox, words, monkeypatch
):
    monkeypatch.chdir(home)
    (home / "export.jsonl").write_text('{"announcer-ledger":1}\n')
    ran = at(*words)
    assert ran.status == 1
    assert NOTHING in ran.err
    assert inbox.messages == []
    assert not (home / ".announcer/ledger.db").exists()
    assert not (home.parent / "public").exists()


def test_the_plan_and_its_messages_are_shown_all_the_same(at, home):
    assert "Due now:\n  announcement" in at("plan").out
    assert "1 message due. Nothing was sent" in at("send").out
    assert not (home / ".announcer").exists()


def test_a_rehearsal_sends_and_remembers(at, inbox, monkeypatch):
    """The pretended clock counts as the time where somebody said so on purpose."""
    monkeypatch.setenv("ANNOUNCER_REHEARSAL", "1")
    assert at("send", "--yes", "--first").status == 0
    assert at("send", "--yes").out == "Nothing is due.\n"
    assert len(inbox.messages) == 1


def test_a_site_of_a_pretended_clock_is_not_published(at, home, run):
    """Its calendars may have revisions that the ledger does not know."""
    at("build")
    ran = run("-C", home, "publish", "../public", "--yes")
    assert ran.status == 1
    assert "made with a pretended clock" in ran.err
    assert run("-C", home, "publish", "../public", "--build", "--yes").status == 0


@pytest.mark.parametrize(
    "clock",
    [
        "0001-01-01",
        "0001-01-01T00:00+14:00",
        "1969-12-31T23:59",
        "2201-01-01",
        "9999-12-31T23:59",
        "9999-12-31T23:59-12:00",
    ],
)
@pytest.mark.parametrize(
    "name",
    sorted(cli.COMMANDS.keys() - {"fields", "follow", "schema", "serve", "ledger"}),
)
def test_the_ends_of_time_are_a_plain_error(home, run, clock, name):
    words = {
        "init": ("new-talks",),
        "cancel": ("soudry",),
        "import": (home / "talks/wilks/2021-03-08-soudry.yaml",),
        "move": ("soudry", "16:00"),
        "set": ("soudry", "title=x"),
        "show": ("soudry",),
        "told": ("soudry",),
        "publish": ("../public", "--build"),
        "sync": ("--calendar", "http://127.0.0.1:1/talks/"),
    }
    ran = run("-C", home, "--now", clock, name, *words.get(name, ()))
    assert ran.status == 1
    assert ran.err == (
        f"error: --now {clock}: nobody can reckon with so distant a time\n"
        "  Choose a year between 1970 and 2200.\n"
    )


@pytest.mark.parametrize("clock", ["1970-01-01", "2200-12-31T23:59:59-12:00"])
@pytest.mark.parametrize("name", ["list", "check", "plan", "send", "build"])
def test_every_time_between_them_will_do(home, run, clock, name):
    assert run("-C", home, "--now", clock, name).status == 0


@pytest.mark.parametrize("clock", ["10000-01-01", "yesterday", "", "2021-02-30"])
def test_what_is_no_time_is_said_to_be_none(home, run, clock):
    ran = run("-C", home, "--now", clock, "list")
    assert (ran.status, ran.out) == (1, "")
    assert f"--now {clock!r} is not a time; write it like" in ran.err
