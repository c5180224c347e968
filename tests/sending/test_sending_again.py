"""Quiet and again: what need not be told, and what is told once more on purpose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from announcer.ledger import State
from announcer.ledger.travel import _COURSE, _STRENGTH
from tests.delivery.servers import Inbox
from tests.sending.office import LIST, TALK, read, write_project

MONDAY = "2021-03-01T09:00"
TUESDAY = "2021-03-02T09:00"
TO_ME = "me@example.edu"


@pytest.fixture
def home(tmp_path: Path, serve: Callable[..., str], inbox: Inbox) -> Path:
    return write_project(tmp_path / "project", serve(inbox))


@pytest.fixture
def at(home: Path, run: Callable[..., Any]) -> Callable[..., Any]:
    return lambda now, *words: run("-C", home, "--now", now, *words)


def change(home: Path, old: str, new: str) -> None:
    text = (home / TALK).read_text()
    assert old in text
    (home / TALK).write_text(text.replace(old, new))


def subjects(inbox: Inbox) -> list[str]:
    return [str(read(one)["Subject"]) for one in inbox.messages]


# told


def test_a_mended_typo_need_not_be_mailed(home, at, inbox):
    at(MONDAY, "send", "--yes")
    change(home, "Learning Training", "Learning Trainings")
    assert "update to" in at(TUESDAY, "plan").out
    ran = at(TUESDAY, "told", "soudry")
    assert ran.status == 0
    assert ran.out == (
        f"known: update to {LIST}: {TALK}\nNoted 1 message as told; nothing was sent.\n"
    )
    assert at(TUESDAY, "send", "--yes").out == "Nothing is due.\n"
    assert len(inbox.messages) == 1


def test_a_later_change_is_told_against_what_was_noted(home, at, inbox):
    at(MONDAY, "send", "--yes")
    change(home, "Learning Training", "Learning Trainings")
    at(TUESDAY, "told", "soudry")
    change(home, "A1", "B2")
    at(TUESDAY, "send", "--yes")
    assert subjects(inbox)[1].startswith("Room changed: B2 instead of A1")
    assert "was: Surprises" not in read(inbox.messages[1]).as_string()


def test_told_twice_notes_nothing_more(at):
    assert at(MONDAY, "told", "soudry").out.startswith("known: announcement")
    ran = at(MONDAY, "told", "soudry")
    assert ran.out == "People know all this already; nothing was noted.\n"


def test_whoever_switches_in_mid_term_sends_nothing(home, at, inbox):
    settings = home / "talks/wilks/series.yaml"
    with settings.open("a") as file:
        file.write("  - digest: Sundays at 18:00\n  - request: 14 days before\n")
    (home / TALK).with_name("2021-03-04-noether.yaml").write_text(
        "title: Invariants\ndate: 2021-03-04\n"
        "speaker: {name: Emmy Noether, email: e@example.edu}\n"
    )
    (home / TALK).with_name("2021-04-08-later.yaml").write_text(
        "title: Later\nspeaker: A\ndate: 2021-04-08\n"
    )
    ran = at(MONDAY, "told", "--before", "2021-04-01")
    assert ran.status == 0
    assert "2021-04-08-later" not in ran.out
    assert at(MONDAY, "send", "--yes").out == "Nothing is due.\n"
    at("2021-03-03T09:00", "send", "--yes")
    assert inbox.messages == []
    at("2021-03-04T08:00", "send", "--yes")  # and from then on as ever
    at("2021-04-01T09:00", "send", "--yes")
    assert len(inbox.messages) >= 2


def test_the_talks_of_a_series_are_told_by_its_name(at):
    assert "announcement to" in at(MONDAY, "told", "--series", "wilks").out
    assert at(MONDAY, "send", "--yes").out == "Nothing is due.\n"


def test_a_cancellation_that_people_know_of_is_not_sent(home, at, inbox):
    at(MONDAY, "send", "--yes")
    (home / TALK).write_text((home / TALK).read_text() + "status: cancelled\n")
    assert "known: cancellation" in at(TUESDAY, "told", "soudry").out
    assert at(TUESDAY, "send", "--yes").out == "Nothing is due.\n"
    assert len(inbox.messages) == 1


def test_another_day_of_a_postponed_talk_that_people_know_of_is_known(home, at):
    at(MONDAY, "send", "--yes")
    (home / TALK).write_text((home / TALK).read_text() + "status: postponed\n")
    at(MONDAY, "send", "--yes")
    change(home, "date: 2021-03-08", "date: 2021-03-22")
    assert at(TUESDAY, "told", "soudry").out.startswith("known: postponement")
    (home / TALK).unlink()
    assert "gone (2021-03-22" in at("2021-03-10T09:00", "plan").err


def test_a_talk_whose_news_was_told_by_hand_needs_no_announcement(home, at, inbox):
    settings = home / "talks/wilks/series.yaml"
    text = settings.read_text().replace("7 days", "1 day")
    settings.write_text(text + "  - digest: Fridays at 18:00\n")
    at("2021-03-05T18:00", "send", "--yes", "--first")
    change(home, "A1", "B2")
    assert "known: update" in at("2021-03-06T09:00", "told", "soudry").out
    at("2021-03-07T09:00", "send", "--yes")
    assert [str(one).split(":")[0] for one in subjects(inbox)] == ["Next week"]


def test_what_was_told_by_hand_is_public_also_without_a_list(home, at):
    settings = home / "talks/wilks/series.yaml"
    text = settings.read_text()
    settings.write_text(text.replace(f"mailing_list: {LIST}\n", ""))
    at(MONDAY, "told", "soudry")
    (home / TALK).unlink()
    assert "held: " in at(TUESDAY, "check").err


def test_what_was_told_by_hand_travels_with_the_ledger(home, at, inbox):
    at(MONDAY, "told", "soudry")
    at(MONDAY, "ledger", "export", str(home / "ledger.jsonl"))
    (home / ".announcer/ledger.db").unlink()
    at(MONDAY, "ledger", "import", str(home / "ledger.jsonl"))
    assert at(MONDAY, "send", "--yes").out == "Nothing is due.\n"
    assert "known" in at(MONDAY, "ledger", "log").out


def test_a_merge_of_ledgers_knows_every_state():
    assert sorted(_STRENGTH) == sorted(_COURSE) == sorted(State)


@pytest.mark.parametrize("words", [(), ("soudry", "--series", "wilks")])
def test_told_wants_to_know_which_talks(at, words):
    assert at(MONDAY, "told", *words).status == 2


def test_told_before_what_is_no_date_is_an_error(at):
    ran = at(MONDAY, "told", "--before", "tomorrow")
    assert ran.status == 1
    assert "is not a date" in ran.err


# again


def test_what_has_gone_out_goes_out_again_on_purpose(home, at, inbox):
    at(MONDAY, "send", "--yes")
    shown = at(TUESDAY, "send", "soudry", "--again")
    assert "1 message due. Nothing was sent" in shown.out
    for _ in range(2):
        assert at(TUESDAY, "send", "soudry", "--again", "--yes").status == 0
    first, *others = map(read, inbox.messages)
    assert len({one["Message-ID"] for one in (first, *others)}) == 3
    assert {one["Subject"] for one in others} == {first["Subject"]}
    assert {one["In-Reply-To"] for one in others} == {first["Message-ID"]}
    assert at(TUESDAY, "send", "--yes").out == "Nothing is due.\n"


def test_an_update_goes_out_again_with_what_it_changed(home, at, inbox):
    at(MONDAY, "send", "--yes")
    change(home, "A1", "B2")
    at(TUESDAY, "send", "--yes")
    for _ in range(2):
        assert at(TUESDAY, "send", "soudry", "--again", "--yes").status == 0
    assert len(set(subjects(inbox)[1:])) == 1
    assert len(inbox.messages) == 4


def test_again_is_no_way_around_news(home, at, inbox):
    at(MONDAY, "send", "--yes")
    change(home, "A1", "B2")
    ran = at(TUESDAY, "send", "soudry", "--again", "--yes")
    assert ran.status == 1
    assert "people do not know yet what has changed" in ran.err
    assert len(inbox.messages) == 1


def test_what_never_went_out_cannot_go_out_again(at):
    ran = at(MONDAY, "send", "soudry", "--again", "--yes")
    assert ran.status == 1
    assert "has gone out yet" in ran.err
    assert at(MONDAY, "send", "--again").status == 2


# digests by hand


@pytest.fixture
def weekly(home: Path) -> None:
    settings = home / "talks/wilks/series.yaml"
    text = settings.read_text().partition("tell:")[0]
    settings.write_text(f"{text}tell:\n  - digest: Sundays at 18:00\n")


@pytest.mark.usefixtures("weekly")
def test_a_digest_is_sent_by_hand_before_its_time_and_then_not_by_its_rule(at, inbox):
    words = ("send", "wilks", "--kind", "digest")
    friday = "2021-03-05T12:00"
    assert "asked for by hand" in at(friday, *words).out
    assert at(friday, *words, "--yes").out.endswith("Sent 1 message.\n")
    assert at("2021-03-07T18:00", "send", "--yes").out == "Nothing is due.\n"
    again = at(friday, *words, "--yes")
    assert again.status == 1
    assert "it has gone out already" in again.err
    assert len(inbox.messages) == 1


@pytest.mark.usefixtures("weekly")
def test_a_digest_is_tried_out_on_oneself(at, inbox):
    words = ("send", "wilks", "--kind", "digest", "--to", TO_ME)
    assert "[TEST]" in at("2021-03-05T12:00", *words).out
    assert inbox.messages == []
    assert at("2021-03-05T12:00", *words, "--yes").status == 0
    assert inbox.envelopes[0][1] == [TO_ME]


@pytest.mark.usefixtures("weekly")
def test_a_series_that_does_not_exist_has_no_digest(at):
    ran = at(MONDAY, "send", "nowhere", "--kind", "digest")
    assert ran.status == 2
    assert "there are: wilks" in ran.err


def test_what_is_noted_as_told_is_told_to_no_speaker_either(home, at, inbox):
    change(home, "Daniel Soudry (Technion)", "{name: D. S., email: d@x.example}")
    at(MONDAY, "send", "--yes")
    change(home, "A1", "B2")
    assert "notification to d@x.example" in at(TUESDAY, "plan").out
    at(TUESDAY, "told", "soudry")
    assert at(TUESDAY, "send", "--yes").out == "Nothing is due.\n"
    assert len(inbox.messages) == 1


def test_what_nobody_was_told_in_time_ends_when_they_are_said_to_know(home, at, inbox):
    at(MONDAY, "send", "--yes")
    change(home, "location: A1", "location: B2")
    at("2021-03-08T12:00", "build")
    ran = at("2021-03-08T13:00", "send", "--yes")
    assert ran.status == 1
    assert f"missed: update to {LIST}: {TALK}: it began on 8 March 2021" in ran.err
    assert at("2021-03-08T13:00", "told", "soudry").out.startswith("known: update")
    assert at("2021-03-08T13:00", "send", "--yes").status == 0
    assert len(inbox.messages) == 1


def test_a_series_that_nobody_is_to_hear_of_any_more_can_be_left_alone(home, at, inbox):
    at(MONDAY, "send", "--yes")
    (home / "talks" / "wilks" / "series.yaml").write_text("name: Wilks\n")
    ran = at(TUESDAY, "send", "--yes")
    assert ran.status == 1
    assert "Is talks/wilks/series.yaml gone?" in ran.err
    assert at(TUESDAY, "told", "soudry").status == 0
    assert at(TUESDAY, "send", "--yes").status == 0
    assert len(inbox.messages) == 1
