"""From the first announcement to the cancellation, as the audience gets it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from announcer import sending
from announcer.errors import AnnouncerError, LedgerError
from announcer.formats import ics, mail
from announcer.kinds import Kind
from announcer.ledger import Ledger, State, open_ledger
from announcer.letter import Letter
from announcer.mailbox import Mailbox
from announcer.post import Fate
from announcer.sending import Held, Report
from announcer.survey import Survey, survey
from announcer.templating import Templates
from tests.sending.office import LIST, TALK, TEMPLATES, UID, Office, calendar_line, read


def kinds(letters: Iterable[Letter]) -> list[str]:
    return [one.kind.value for one in letters]


def test_a_talk_that_moves_and_is_called_off_is_told_in_one_thread(office, inbox):
    """announce -> move room -> update -> cancel -> cancellation."""
    office.send()
    office.later(days=1)
    office.change("A1", "B2")
    assert kinds(office.due()) == ["update"]
    assert "A1" in office.due()[0].reason
    office.send()
    office.later(days=1)
    (office.folder / TALK).write_text(
        (office.folder / TALK).read_text() + "status: cancelled\n"
    )
    office.send()
    office.later(days=4)  # the day of the talk: no reminder of what is off
    office.send()
    first, update, off = map(read, inbox.messages)
    assert update["In-Reply-To"] == off["In-Reply-To"] == first["Message-ID"]
    assert [m["To"] for m in (first, update, off)] == [LIST] * 3
    assert [calendar_line(m, "SEQUENCE") for m in (first, update, off)] == [
        "SEQUENCE:0",
        "SEQUENCE:1",
        "SEQUENCE:2",
    ]
    assert "A1" in str(update.get_body(("plain",)))
    assert calendar_line(off, "STATUS") == "STATUS:CANCELLED"
    assert office.states() == [State.SENT] * 3


def test_a_second_run_sends_nothing(office, inbox):
    assert len(office.send().outcomes) == 1
    again = office.send()
    assert again.outcomes == ()
    assert len(inbox.messages) == 1


def test_a_run_that_comes_late_sends_the_one_message_that_makes_sense(office, inbox):
    office.later(days=7)  # the day itself, nine o'clock
    office.send()
    office.later(hours=1)
    office.send()
    (only,) = map(read, inbox.messages)
    assert "announcement" in only["Message-ID"]
    office.later(hours=3)  # it has begun
    office.change("A1", "B2")
    office.send()
    assert len(inbox.messages) == 1


def test_a_talk_whose_record_is_gone_is_held_until_a_person_cancels_it(office, inbox):
    office.send()
    (office.folder / TALK).unlink()
    office.later(days=1)
    report = office.send()
    assert report.outcomes == ()
    assert [one.uid for one in sending.untold(report.seen)] == [UID]
    with office.ledger() as ledger:
        ledger.cancel(UID, office.now)
    office.send()
    last = read(inbox.messages[-1])
    assert calendar_line(last, "STATUS") == "STATUS:CANCELLED"
    assert calendar_line(last, "SEQUENCE") == "SEQUENCE:1"


def test_the_mail_and_the_calendars_have_one_sequence(office, inbox):
    """Sending notes the change first; a build that comes later adds nothing."""
    office.send()
    office.change("A1", "B2")
    office.later(days=1)
    office.send()
    office.later(hours=1)
    with office.ledger() as ledger:
        seen = survey(office.records(), ledger, office.now)
    feed = b"".join(
        draft.make()
        for draft in ics.drafts(seen.programme, TEMPLATES)
        if draft.path.endswith("calendar/all.ics")
    )
    sent = read(inbox.messages[-1])
    for name in ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED"):
        assert calendar_line(sent, name).encode() in feed


def test_what_was_shown_is_what_goes_out(office, inbox):
    with office.ledger() as ledger:
        seen = survey(office.records(), ledger, office.now)
    (letter,) = seen.plan.due
    shown = mail.message(letter, seen.programme, TEMPLATES)
    office.send()
    assert inbox.messages == [shown.content]
    assert inbox.envelopes[0][:2] == ("talks@example.edu", [LIST])


def test_a_limit_leaves_the_rest_for_later(office, inbox):
    text = (office.folder / TALK).read_text()
    for day in ("2021-03-05", "2021-03-06"):
        other = (office.folder / TALK).with_name(f"{day}-other.yaml")
        other.write_text(text.replace("2021-03-08", day))
    report = office.send(limit=2)
    assert (len(report.outcomes), report.left) == (2, 1)
    assert len(office.send(limit=2).outcomes) == 1
    assert len(inbox.messages) == 3


def test_many_messages_share_one_connection(office, inbox):
    text = (office.folder / TALK).read_text()
    for day in ("2021-03-05", "2021-03-06"):
        other = (office.folder / TALK).with_name(f"{day}-other.yaml")
        other.write_text(text.replace("2021-03-08", day))
    office.send()
    assert len(inbox.messages) == 3
    assert len(inbox.sessions) == 1


def test_a_message_that_cannot_be_written_is_not_claimed_and_stops_no_other(
    office, inbox
):
    (office.folder / "talks/wilks/2021-03-05-other.yaml").write_text(
        "title: Fine\ndate: 2021-03-05\n"
    )
    templates = office.folder / "templates/mail"
    templates.mkdir(parents=True)
    (templates / "announcement.txt.j2").write_text(
        "{% if 'Surprises' in talk.title %}{{ nonsense }}{% endif %}fine"
    )
    with office.ledger() as ledger:
        report = sending.run(
            office.records(),
            ledger,
            Templates(templates.parent),
            office.means(),
            first=True,
        )
    (stuck,) = report.unwritten
    assert stuck.talk.uid == UID
    assert "nonsense" in stuck.reason
    assert len(inbox.messages) == 1
    assert office.states() == []


def test_without_a_way_out_nothing_is_claimed(office):
    site = office.folder / "talks/site.yaml"
    site.write_text(site.read_text().replace("mail: {smtp", "mail: {list_id: a.b} #"))
    (stuck,) = office.send().unwritten
    assert "smtp: smtp://localhost:25" in stuck.reason
    assert office.states() == []


def test_without_a_memory_nothing_is_sent(office, inbox):
    with (
        open_ledger("sqlite:///none.db", office.folder, readonly=True) as ledger,
        pytest.raises(LedgerError, match="Nothing was sent"),
    ):
        sending.run(office.records(), ledger, TEMPLATES, office.means())
    assert inbox.messages == []


def test_while_one_run_is_at_work_another_does_nothing(office, inbox):
    with office.ledger() as other:
        assert other.lock("send", office.now, sending.LOCKED)
        report = office.send()
        assert report.busy
        assert inbox.messages == []
        other.unlock("send")
    assert len(office.send().outcomes) == 1


def test_a_test_goes_to_oneself_is_marked_and_is_not_remembered(office, inbox):
    with office.ledger() as ledger:
        seen = survey(office.records(), ledger, office.now)
    before = list(office.ledger().export())
    tests = sending.trials(seen.plan.due, Mailbox("me@example.edu"), seen.programme)
    report = sending.try_out(tests, seen, TEMPLATES, office.means())
    assert [one.fate for one in report.outcomes] == [Fate.SENT]
    test = read(inbox.messages[0])
    assert inbox.envelopes[0][1] == ["me@example.edu"]
    assert test["To"] == "me@example.edu"
    assert test["Subject"].startswith("[TEST] ")
    assert list(office.ledger().export()) == before
    office.send()
    real = read(inbox.messages[1])
    assert real["Message-ID"] != test["Message-ID"]
    assert real["To"] == LIST


# By hand


def by_hand(office: Office, kind: Kind) -> tuple[Letter, ...]:
    with office.ledger() as ledger:
        seen = survey(office.records(), ledger, office.now)
        (talk,) = office.records().talks
        return sending.by_hand(talk, kind, seen, ledger)


def send_by_hand(office: Office, kind: Kind) -> Report:
    def choose(
        seen: Survey, ledger: Ledger
    ) -> tuple[tuple[Letter, ...], tuple[Held, ...]]:
        return sending.by_hand(seen.programme.talks[0], kind, seen, ledger), ()

    return office.send(choose=choose)


def test_a_message_asked_for_by_hand_goes_before_its_time_and_only_once(office, inbox):
    office.later(days=-3)
    assert office.due() == ()
    send_by_hand(office, Kind.ANNOUNCEMENT)
    assert len(inbox.messages) == 1
    office.later(days=3)
    assert office.due() == ()  # its rule finds it told
    with pytest.raises(AnnouncerError, match="gone out already"):
        send_by_hand(office, Kind.ANNOUNCEMENT)


def test_what_does_not_fit_the_record_is_not_sent_by_hand_either(office):
    with pytest.raises(AnnouncerError, match="the record says confirmed"):
        by_hand(office, Kind.CANCELLATION)
    with pytest.raises(AnnouncerError, match="not about one talk"):
        by_hand(office, Kind.DIGEST)


def test_a_talk_that_looks_at_its_own_uid_is_told_about_itself(office):
    """The letter, the message and the ledger name one message by one name."""
    office.send()
    (told,) = office.told()
    assert (told.uid, told.address, told.kind) == (UID, LIST, Kind.ANNOUNCEMENT)
    assert told.message_id == read(office.seen[0].message.content)["Message-ID"]
    assert told.subject == office.seen[0].message.subject
    assert told.facts is not None
    assert told.facts.location == "A1"
