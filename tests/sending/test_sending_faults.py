"""Faults stay where they are: one broken record stops only what reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from announcer.errors import RecordError
from announcer.record import read_site
from tests.delivery.servers import Inbox
from tests.sending.office import LIST, TALK, write_project

MONDAY = "2021-03-01T09:00"
TUESDAY = "2021-03-02T09:00"
OTHER = "others@example.edu"
BROKEN = "title: One\ntitle: Two\nspeaker: A\ndate: 2021-03-08\n"


@pytest.fixture
def home(tmp_path: Path, serve: Callable[..., str], inbox: Inbox) -> Path:
    """Return a project of two series, each with a talk in a week and its own list."""
    home = write_project(tmp_path / "project", serve(inbox))
    (home / "talks/other").mkdir()
    for file in ("series.yaml", TALK.rpartition("/")[2]):
        text = (home / "talks/wilks" / file).read_text()
        (home / "talks/other" / file).write_text(text.replace(LIST, OTHER))
    return home


@pytest.fixture
def at(home: Path, run: Callable[..., Any]) -> Callable[..., Any]:
    return lambda now, *words: run("-C", home, "--now", now, *words)


def went_to(inbox: Inbox) -> list[str]:
    return sorted(to for envelope in inbox.envelopes for to in envelope[1])


def test_a_broken_record_stops_only_what_reads_it(home, at, inbox):
    """Every other series is told as usual, and the run says what it left out."""
    (home / TALK).write_text(BROKEN)
    for command in (["plan"], ["send"], ["send", "--yes"]):
        ran = at(MONDAY, *command)
        assert ran.status == 1
        assert f"{TALK}:2:1: error: " in ran.err
        assert ran.err.endswith(
            "held: 1 record cannot be read (1 error). Nothing is told of it until it "
            "is mended; all the rest is told.\n"
        )
        assert OTHER in ran.out
        assert LIST not in ran.out
    assert went_to(inbox) == [OTHER]


def test_a_talk_whose_record_breaks_is_not_called_off(home, at, inbox):
    """It cannot be read, and so nobody knows whether it is gone."""
    at(MONDAY, "send", "--yes")
    good = (home / TALK).read_text()
    for broken in (BROKEN, "title: [\n", "uid: another@x\ntitle: A: b\n"):
        (home / TALK).write_text(broken)
        assert at(TUESDAY, "send", "--yes").status == 1
    (home / TALK).write_text(good)
    assert at(TUESDAY, "send", "--yes").out == "Nothing is due.\n"
    assert went_to(inbox) == [OTHER, LIST]


def test_a_talk_renamed_and_broken_at_once_is_not_called_off(home, at, inbox):
    at(MONDAY, "send", "--yes")
    (home / TALK).unlink()
    (home / TALK).with_name("soudry.yaml").write_text("title: A: b\n")
    assert at(TUESDAY, "send", "--yes").status == 1
    assert went_to(inbox) == [OTHER, LIST]


def test_broken_settings_of_a_series_hold_the_series_and_what_is_in_it(home, at, inbox):
    at(MONDAY, "send", "--yes")
    inner = home / "talks/wilks/inner"
    inner.mkdir()
    (inner / "2021-03-08-noether.yaml").write_text("title: A\ndate: 2021-03-08\n")
    with (home / "talks/wilks/series.yaml").open("a") as file:
        file.write("nonsense: 1\n")
    for path in (TALK, TALK.replace("wilks", "other")):
        (home / path).write_text((home / path).read_text().replace("A1", "B2"))
    ran = at(TUESDAY, "send", "--yes")
    assert ran.status == 1
    assert "held: all of talks/wilks cannot be read (1 error)." in ran.err
    assert went_to(inbox) == [OTHER, OTHER, LIST]


def test_a_broken_site_stops_everything(home, at, inbox):
    (home / "talks/site.yaml").write_text("title: T\nurl: nowhere at all\n")
    for command in (["plan"], ["send", "--yes"]):
        ran = at(MONDAY, *command)
        assert (ran.status, ran.out) == (1, "")
        assert "talks/site.yaml:2:6: error: " in ran.err
    assert inbox.messages == []


def test_of_two_records_with_one_uid_neither_is_believed(home, at, inbox):
    """A copied record must not move the talk that it was copied from."""
    (home / TALK).write_text((home / TALK).read_text() + "uid: x@example.edu\n")
    at(MONDAY, "send", "--yes")
    copy = (home / TALK).with_name("2021-03-01-copy.yaml")
    copy.write_text((home / TALK).read_text().replace("A1", "B2"))
    ran = at(TUESDAY, "send", "--yes")
    assert ran.status == 1
    assert "this talk has the uid of" in ran.err
    assert went_to(inbox) == [OTHER, LIST]


def test_a_digest_waits_for_the_record_of_a_talk_in_its_week(home, at, inbox):
    """It would say that there is nothing, or leave a talk out for good."""
    for name in ("wilks", "other"):
        settings = home / f"talks/{name}/series.yaml"
        text = settings.read_text().partition("tell:")[0]
        settings.write_text(f"{text}tell:\n  - digest: Sundays at 18:00\n")
    (home / TALK).with_name("2021-03-09-noether.yaml").write_text(
        "title: Invariants\nspeaker: Emmy Noether\ndate: 2021-03-09\n"
    )
    good = (home / TALK).read_text()
    (home / TALK).write_text(BROKEN)
    sunday = "2021-03-07T18:00"
    ran = at(sunday, "send", "--yes")
    assert ran.status == 1
    assert f"blocked: digest to {LIST}: " in ran.err
    assert "a record in talks/wilks cannot be read" in ran.err
    assert went_to(inbox) == [OTHER]
    (home / TALK).write_text(good)
    assert at(sunday, "send", "--yes").status == 0
    assert went_to(inbox) == [OTHER, LIST]


def test_a_digest_does_not_wait_for_a_record_of_another_week(home, at, inbox):
    settings = home / "talks/wilks/series.yaml"
    text = settings.read_text().partition("tell:")[0]
    settings.write_text(f"{text}tell:\n  - digest: Sundays at 18:00\n")
    broken = (home / TALK).with_name("2021-05-03-noether.yaml")
    broken.write_text("title: T\nnonsense: 1\ndate: 2021-05-03\n")
    assert at("2021-03-07T18:00", "send", "--yes").status == 1
    assert went_to(inbox) == [OTHER, LIST]


def test_the_ledger_is_kept_and_read_while_a_record_is_broken(home, at):
    at(MONDAY, "send", "--yes")
    (home / TALK).write_text(BROKEN)
    assert "announcement to" in at(TUESDAY, "ledger", "log").out
    assert at(TUESDAY, "ledger", "export").status == 0


def test_whoever_builds_or_checks_is_stopped_by_a_broken_record(home, at):
    """A site without one of its talks would be a lie, and nobody hurries."""
    (home / TALK).write_text(BROKEN)
    for command in ("check", "build", "list"):
        assert at(MONDAY, command).status == 1
    with pytest.raises(RecordError):
        read_site(home)
