"""What a person must see first: held, shown, released, and what becomes of the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.sending.office import TALK, UID, Office, read, tell_something_else

FRIDAY = "2021-03-05T10:00"  # the briefing is due
LATER = "2021-03-05T12:00"
DANIEL = "daniel@technion.example"
SPEAKER = f"{{name: Daniel Soudry, email: {DANIEL}}}"


@pytest.fixture
def at(office: Office, run: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command at a time, in a seminar that wants to see its briefings."""
    tell_something_else(office.folder)
    office.change("Daniel Soudry (Technion)", SPEAKER)
    series = (office.folder / TALK).with_name("series.yaml")
    text = series.read_text()
    rule = "tell:\n  - briefing: 3 days before at 10:00\n    approve: yes\n"
    series.write_text(text[: text.index("tell:")] + rule)

    def run_at(now: str, *words: str) -> Any:
        return run("-C", office.folder, "--now", now, *words)

    return run_at


def planned(at: Callable[..., Any], now: str) -> Any:
    return json.loads(at(now, "plan", "--format", "json").out)


def code_of(at: Callable[..., Any], now: str) -> str:
    (held,) = planned(at, now)["to_approve"]
    code: str = held["code"]
    return code


@pytest.fixture
def held(at: Callable[..., Any]) -> str:
    """Hold the briefing; return the name of its text."""
    ran = at(FRIDAY, "send", "--yes")
    assert ran.status == 1
    return code_of(at, FRIDAY)


def test_what_needs_approval_is_held_and_not_sent(inbox, at):
    before = at(FRIDAY, "plan")
    assert "To be approved:\n  briefing to daniel@" in before.out
    ran = at(FRIDAY, "send", "--yes")
    assert ran.status == 1
    assert inbox.messages == []
    code = code_of(at, FRIDAY)
    assert "to approve: briefing to daniel@technion.example" in ran.err
    assert f"`announcer send --approve {code}`" in ran.err
    found = planned(at, LATER)
    assert found["due"] == []
    (waiting,) = found["to_approve"]
    assert (waiting["kind"], waiting["to"]) == ("briefing", DANIEL)
    assert waiting["person"] == "Daniel Soudry"
    assert waiting["reason"].startswith("it waits for a person")
    assert at(LATER, "plan").status == 1


def test_a_second_person_sees_it_in_full_and_releases_it(inbox, at, held):
    shown = at(LATER, "send", "--approve", "soudry")
    assert shown.status == 0
    assert "Here is what you need to know for your talk" in shown.out
    assert f"`announcer send --approve {held} --yes` sends it" in shown.out
    assert inbox.messages == []
    ran = at(LATER, "send", "--approve", held, "--yes")
    assert ran.status == 0, ran.err
    (message,) = inbox.messages
    assert read(message)["To"] == DANIEL
    assert planned(at, LATER)["to_approve"] == []
    assert at(LATER, "send", "--yes").out == "Nothing is due.\n"


def test_the_talk_names_it_too(inbox, at, held):
    assert held
    assert at(LATER, "send", "--approve", "soudry", "--yes").status == 0
    assert len(inbox.messages) == 1


def test_what_nobody_can_have_seen_is_not_approved(inbox, at):
    ran = at(FRIDAY, "send", "--approve", "soudry", "--yes")
    assert ran.status == 1
    assert inbox.messages == []
    assert at(LATER, "send", "--approve", "soudry", "--yes").status == 0


def test_another_text_needs_another_approval(office, inbox, at, held):
    office.change("A1", "B2")
    ran = at(LATER, "send", "--approve", held, "--yes")
    assert ran.status == 1
    assert inbox.messages == []
    assert "its text has changed since it was held" in ran.err
    new = code_of(at, LATER)
    assert new != held
    assert at(LATER, "send", "--approve", new, "--yes").status == 0
    assert b"B2" in inbox.messages[0]


def test_approval_that_came_before_a_crash_holds(office, inbox, at, held):
    """The approval is written down before anything is sent."""
    from announcer.ledger import open_ledger  # noqa: PLC0415 - this test alone
    from tests.builders import moment  # noqa: PLC0415

    with open_ledger("sqlite:///.announcer/ledger.db", office.folder) as ledger:
        (draft,) = ledger.drafts().values()
        assert ledger.approve(draft, moment("2021-03-05 11:00"))
    office.change("A1", "A1 ")  # no other text
    ran = at("2021-03-06T09:00", "send", "--yes")
    assert ran.status == 0, ran.err
    assert len(inbox.messages) == 1
    assert held


def test_a_text_that_changed_after_its_approval_is_not_sent(office, inbox, at, held):
    from announcer.ledger import open_ledger  # noqa: PLC0415 - this test alone
    from tests.builders import moment  # noqa: PLC0415

    with open_ledger("sqlite:///.announcer/ledger.db", office.folder) as ledger:
        (draft,) = ledger.drafts().values()
        assert ledger.approve(draft, moment("2021-03-05 11:00"))
    office.change("A1", "B2")
    ran = at(LATER, "send", "--yes")
    assert (ran.status, inbox.messages) == (1, [])
    assert "must be seen again" in ran.err
    assert code_of(at, LATER) != held


def test_what_a_cancellation_overtakes_is_withdrawn_once(office, inbox, at, held):
    assert held
    office.change("location", "status: cancelled\nlocation")
    ran = at(LATER, "send", "--yes", "--quiet")
    assert "withdrawn: briefing to daniel@technion.example" in ran.err
    assert planned(at, LATER)["to_approve"] == []
    assert at(LATER, "send", "--yes", "--quiet").err == ""
    assert inbox.messages == []


def test_what_nobody_approved_in_time_is_said_once(inbox, at, held):
    assert held
    late = "2021-03-08T13:00"
    assert "was not approved in time" in at(late, "plan").err
    ran = at(late, "send", "--yes")
    assert ran.status == 1
    assert "lost: briefing to daniel@technion.example was not approved in" in ran.err
    assert at(late, "send", "--yes").status == 0
    assert at(late, "send", "--approve", "soudry", "--yes").status == 1
    assert inbox.messages == []


def test_the_organiser_gets_it_by_mail_once_a_day(office, inbox, at):
    site = office.folder / "talks/site.yaml"
    text = site.read_text()
    site.write_text(text.replace("mail: {", "mail: {report_to: o@x.example, "))
    assert at(FRIDAY, "send", "--yes").status == 0
    at(LATER, "send", "--yes")
    (report,) = map(read, inbox.messages)
    assert report["To"] == "o@x.example"
    assert report["Subject"].startswith("To approve: the briefing of talks/wilks/")
    part = report.get_body(("plain",))
    assert part is not None
    body = part.get_content()
    assert "Here is what you need to know for your talk" in body
    assert f"announcer send --approve {code_of(at, LATER)}" in " ".join(body.split())
    at("2021-03-06T12:00", "send", "--yes")
    assert len(inbox.messages) == 2


def test_what_is_asked_for_by_hand_waits_as_well(inbox, at):
    early = "2021-03-02T10:00"
    hand = ("send", "soudry", "--kind", "briefing", "--yes")
    assert at(early, *hand).status == 1
    assert inbox.messages == []
    code = code_of(at, early)
    assert at("2021-03-02T11:00", "send", "--approve", code, "--yes").status == 0
    assert len(inbox.messages) == 1


def test_a_test_to_oneself_needs_no_approval(inbox, at):
    ran = at(FRIDAY, "send", "--to", "me@x.example", "--yes")
    assert ran.status == 0, ran.err
    assert len(inbox.messages) == 1


def test_a_held_text_travels_with_the_ledger(inbox, at, held, tmp_path):
    export = tmp_path / "ledger.jsonl"
    at(FRIDAY, "ledger", "export", str(export))
    assert f'"digest":"{held}' in export.read_text()
    at(LATER, "send", "--approve", held, "--yes")
    assert at(LATER, "ledger", "import", str(export)).status == 0
    assert planned(at, LATER)["to_approve"] == []
    assert len(inbox.messages) == 1


def test_a_record_that_cannot_be_read_withdraws_nothing(office, inbox, at, held):
    whole = (office.folder / TALK).read_text()
    office.change("location", "locatoin")
    assert "withdrawn" not in at(LATER, "send", "--yes").err
    (office.folder / TALK).write_text(whole)
    assert at(LATER, "send", "--approve", held, "--yes").status == 0
    assert len(inbox.messages) == 1


@pytest.mark.parametrize("by_mail", [False, True])
def test_a_speaker_who_was_replaced_is_named_to_the_organiser_once(
    office, inbox, at, held, by_mail
):
    """The calendar of the one who left still holds the talk."""
    at(LATER, "send", "--approve", held, "--yes")
    office.change(SPEAKER, "Eva Else")
    if by_mail:
        site = office.folder / "talks/site.yaml"
        text = site.read_text()
        site.write_text(text.replace("mail: {", "mail: {report_to: o@x.example, "))
    said = f"not told: {UID}: {DANIEL} had a briefing about this talk"
    ran = at("2021-03-06T10:00", "send", "--yes")
    assert (ran.status, said in ran.err) == (1, True)
    assert said in at("2021-03-06T10:00", "plan").err
    again = at("2021-03-06T11:00", "send", "--yes")
    assert said not in again.err
    subjects = [read(one)["Subject"] for one in inbox.messages]
    assert subjects.count(f"Not told: {DANIEL} is named no more") == int(by_mail)
