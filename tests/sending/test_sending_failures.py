# ruff: noqa: ARG002, N802 - the server calls its hooks by these names
"""Servers that fail in every way: what was not sent will be, what may be is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from announcer import sending
from announcer.delivery import Screened
from announcer.errors import AnnouncerError, LedgerError
from announcer.formats import mail
from announcer.kinds import Kind
from announcer.ledger import State
from announcer.post import Fate
from announcer.sending import Report
from announcer.survey import survey
from announcer.templating import Templates
from tests.delivery.servers import Answers, Hangs, Inbox, free_port
from tests.sending.office import FIRST, LIST, TALK, TEMPLATES, UID, Office, read


def fates(report: Report) -> list[Fate | None]:
    return [one.fate for one in report.outcomes]


def send(office, templates=None, **changes):
    with office.ledger() as ledger:
        return sending.run(
            office.records(),
            ledger,
            templates or TEMPLATES,
            office.means(**changes),
            **FIRST,
        )


def test_a_server_that_is_down_is_said_at_once_and_nothing_is_claimed(office_at):
    office = office_at(f"smtp://127.0.0.1:{free_port()}")
    report = office.send()
    assert fates(report) == [Fate.DEFERRED]
    assert "cannot reach" in report.outcomes[0].reason
    assert office.slept == []
    assert office.told() == []


def test_what_could_not_be_sent_goes_out_with_the_next_run(office_at, serve):
    office = office_at(f"smtp://127.0.0.1:{free_port()}")
    office.send()
    inbox = Inbox()
    site = office.folder / "talks/site.yaml"
    site.write_text(re.sub(r"smtp://[^']*", serve(inbox), site.read_text()))
    assert fates(office.send()) == [Fate.SENT]
    assert len(inbox.messages) == 1


@pytest.mark.parametrize("at", ["mail", "rcpt", "data"])
def test_greylisting_is_waited_out(office_at, serve, at):
    inbox = Answers(**{at: ["451 try again later", "451 try again later"]})
    office = office_at(serve(inbox))
    assert fates(office.send()) == [Fate.SENT]
    assert office.slept == [15, 60]
    assert len(inbox.messages) == 1
    (told,) = office.told()
    assert (told.state, told.attempts) == (State.SENT, 3)


def test_while_one_waits_nothing_is_in_doubt(office_at, serve):
    """Killed between two attempts, a run leaves its message unsent and not unknown."""
    office = office_at(serve(Answers(rcpt=["451 later"] * 9)))
    states = []

    def sleep(seconds):
        states.extend(office.states())

    send(office, sleep=sleep)
    assert states == [State.FAILED] * 3


def test_a_server_that_never_agrees_is_tried_by_the_next_run(office_at, serve):
    inbox = Answers(rcpt=["451 later"] * 4)
    office = office_at(serve(inbox))
    assert fates(office.send()) == [Fate.DEFERRED]
    assert office.states() == [State.FAILED]
    assert fates(office.send()) == [Fate.SENT]
    assert len(inbox.messages) == 1


def test_a_talk_that_begins_while_its_message_waits_is_not_announced(office_at, serve):
    inbox = Answers(rcpt=["451 later"])
    office = office_at(serve(inbox))
    office.later(days=7, hours=3, minutes=29, seconds=50)
    assert fates(office.send()) == [Fate.DEFERRED]
    assert office.slept == [15]
    assert inbox.messages == []


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (datetime(2021, 3, 8, 17, 29, tzinfo=UTC), "its time was over"),  # 12:29 there
        (
            datetime(2021, 3, 8, 4, 59, tzinfo=UTC),
            "on another day",
        ),  # 23:59, "tomorrow"
    ],
)
def test_what_is_no_longer_true_when_its_turn_comes_is_left_to_the_next_run(
    office, inbox, at, why
):
    """One message takes two minutes, as where a laptop sleeps in between."""
    add_series(office)
    office.now = at

    report = send(office, watch=office.linger)
    assert fates(report) == [Fate.SENT, Fate.DEFERRED]
    assert why in report.outcomes[1].reason
    office.later(minutes=30)
    assert fates(send(office)) == ([Fate.SENT] if "day" in why else [])


def test_news_that_waits_is_sent_as_long_as_people_believe_a_later_time(
    office_at, serve
):
    """The talk begins while the server says "later", and they would come at 12:30."""
    inbox = Answers(rcpt=["250 OK", "451 later"])
    office = office_at(serve(inbox))
    office.send()
    office.now = datetime(2021, 3, 8, 16, 29, 50, tzinfo=UTC)  # 11:29:50 there
    with (office.folder / TALK).open("a") as file:
        file.write("time: 11:30\n")
    assert fates(office.send()) == [Fate.SENT]
    assert len(inbox.messages) == 2


def test_news_of_a_talk_that_ended_while_the_run_slept_is_written_anew(office, inbox):
    """Brought forward, and over before its turn: the old text says how to join."""
    add_series(office)
    office.send()
    for path in (TALK, TALK.replace("wilks", "other")):
        with (office.folder / path).open("a") as file:
            file.write("time: 9:00-9:30\n")
    office.now = datetime(2021, 3, 8, 14, 29, tzinfo=UTC)  # 9:29 there

    report = send(office, watch=office.linger)
    assert fates(report) == [Fate.SENT, Fate.DEFERRED]
    assert "its talk ended meanwhile" in report.outcomes[1].reason
    assert fates(send(office)) == [Fate.SENT]


def test_a_digest_of_a_talk_that_began_while_the_run_slept_is_written_anew(
    office, inbox
):
    """What is to come is in it, and who reads of what has begun comes too late."""
    home = office.folder / "talks/wilks"
    rules = home / "series.yaml"
    rules.write_text(
        rules.read_text().partition("tell:")[0]
        + "tell:\n  - digest: Mondays at 09:00\n"
    )
    later = "title: Sets\nspeaker: Emmy Noether\ndate: 2021-03-10\n"
    add_series(office)
    for one in ("wilks", "other"):
        (office.folder / f"talks/{one}/2021-03-10-noether.yaml").write_text(later)
    office.now = datetime(2021, 3, 8, 17, 29, tzinfo=UTC)  # 12:29 there

    report = send(office, watch=office.linger)
    assert fates(report) == [Fate.SENT, Fate.DEFERRED]
    assert "a talk in it began meanwhile" in report.outcomes[1].reason
    assert fates(send(office)) == [Fate.SENT]
    assert b"March 8th" not in inbox.messages[-1]


def test_a_refusal_is_not_repeated_at_once_and_is_tried_again_later(office_at, serve):
    inbox = Answers(rcpt=["550 you may not write to this list"] * 2)
    office = office_at(serve(inbox))
    assert fates(office.send()) == [Fate.REFUSED]
    assert office.slept == []
    office.later(minutes=5)
    report = office.send()
    assert report.outcomes == ()
    (held,) = report.held
    assert "550 you may not write to this list" in held.reason
    assert inbox.calls == 1
    office.later(minutes=10)
    assert fates(office.send()) == [Fate.REFUSED]  # and now twice as long
    office.later(minutes=29)
    assert office.send().outcomes == ()
    office.later(minutes=1)
    assert fates(office.send()) == [Fate.SENT]
    assert len(inbox.messages) == 1


def test_a_refusal_never_waits_for_more_than_a_day(office_at, serve):
    office = office_at(serve(Answers(rcpt=["550 no"] * 99)))
    office.later(days=-7)
    home = (office.folder / TALK).parent / "series.yaml"
    home.write_text(home.read_text().replace("7 days", "14 days"))
    waits = []
    for _ in range(9):
        office.send()
        (held,) = office.send().held
        waits.append(held.until - office.now)
        office.now = held.until
    assert waits[0] == timedelta(minutes=15)
    assert waits[-1] == timedelta(days=1)


def test_a_refusal_by_a_clock_far_ahead_holds_up_nothing(office_at, serve):
    """Once the clock is right again, nobody waits for the year that it showed."""
    office = office_at(serve(Answers(rcpt=["550 no"])))
    home = (office.folder / TALK).parent / "series.yaml"
    home.write_text(home.read_text().replace("7 days", "14 days"))
    assert fates(office.send()) == [Fate.REFUSED]
    office.later(days=-3)
    assert fates(office.send()) == [Fate.SENT]


def test_one_refused_list_does_not_keep_the_others_from_their_mail(office_at, serve):
    class Picky(Inbox):
        async def handle_RCPT(self, server, session, envelope, address, options):
            if address == LIST:
                return "550 no such list"
            envelope.rcpt_tos.append(address)
            return "250 OK"

    inbox = Picky()
    office = office_at(serve(inbox))
    other = office.folder / "talks/other"
    other.mkdir()
    for name in ("series.yaml", TALK.rpartition("/")[2]):
        text = (office.folder / "talks/wilks" / name).read_text()
        (other / name).write_text(text.replace(LIST, "others@example.edu"))
    report = office.send()
    assert sorted(map(str, fates(report))) == ["refused", "sent"]
    assert [envelope[1] for envelope in inbox.envelopes] == [["others@example.edu"]]


def add_series(office: Office, name: str = "other", extra: str = "") -> None:
    """Add a series like the first one, with a list of its own."""
    other = office.folder / "talks" / name
    other.mkdir()
    for file in ("series.yaml", TALK.rpartition("/")[2]):
        text = (office.folder / "talks/wilks" / file).read_text()
        (other / file).write_text(text.replace(LIST, f"{name}@example.edu"))
    with (other / "series.yaml").open("a") as settings:
        settings.write(extra)


def went_to(inbox: Inbox) -> list[str]:
    return sorted(to for envelope in inbox.envelopes for to in envelope[1])


def test_a_broken_template_of_one_kind_keeps_back_no_other(office, inbox):
    own = office.folder / "templates/mail"
    own.mkdir(parents=True)
    (own / "reminder.txt.j2").write_text("{{ nothing.at_all }}\n")
    home = office.folder / "talks/wilks"
    (home / "2021-03-01-noether.yaml").write_text(
        "title: Invariants\nspeaker: Emmy Noether\ndate: 2021-03-01\n"
    )
    rules = (home / "series.yaml").read_text().replace("announcement: 7", "reminder: 7")
    (home / "series.yaml").write_text(rules)
    add_series(office)
    settings = office.folder / "talks/other/series.yaml"
    settings.write_text(settings.read_text().replace("reminder: 7", "announcement: 7"))
    report = send(office, templates=Templates(office.folder / "templates"))
    assert went_to(inbox) == ["other@example.edu"]
    assert {one.letter.kind for one in report.unwritten} == {Kind.REMINDER}
    assert "templates/mail/reminder.txt.j2" in report.unwritten[0].reason


def test_a_mistake_of_our_own_in_one_message_keeps_back_no_other(
    office, inbox, monkeypatch
):
    add_series(office)
    write = mail.message

    def stumble(letter, programme, templates):
        if letter.address == LIST:
            raise ZeroDivisionError
        return write(letter, programme, templates)

    monkeypatch.setattr(mail, "message", stumble)
    report = office.send()
    assert went_to(inbox) == ["other@example.edu"]
    assert "a mistake of its own" in report.unwritten[0].reason


def test_a_series_without_a_way_out_fails_alone(office, inbox):
    site = office.folder / "talks/site.yaml"
    site.write_text(re.sub(r"mail: .*\n", "", site.read_text()))
    add_series(office, extra="mail: {sendmail: /usr/sbin/no-such-sendmail}\n")
    report = office.send()
    assert [one.letter.address for one in report.unwritten] == [LIST]
    assert "nobody said how mail shall leave" in report.unwritten[0].reason
    assert [one.message.recipient for one in report.outcomes] == ["other@example.edu"]


def test_a_way_whose_password_nobody_knows_fails_alone(office_at, serve):
    inbox, elsewhere = Inbox(), Inbox()
    office = office_at(serve(inbox))
    there = serve(elsewhere)
    add_series(office, extra=f"mail: {{smtp: '{there}', from: o@example.edu}}\n")

    def secret(settings):
        if settings.via == there:
            raise AnnouncerError("the keyring is locked")

    report = send(office, secret=secret)
    assert went_to(inbox) == [LIST]
    assert elsewhere.messages == []
    assert sorted(map(str, fates(report))) == ["deferred", "sent"]


def test_a_limit_is_not_used_up_by_what_cannot_be_written(office, inbox, monkeypatch):
    add_series(office)
    write = mail.message

    def stumble(letter, programme, templates):
        if letter.address != LIST:
            raise ZeroDivisionError
        return write(letter, programme, templates)

    monkeypatch.setattr(mail, "message", stumble)
    assert fates(office.send(limit=1)) == [Fate.SENT]
    assert went_to(inbox) == [LIST]


def report_to(office: Office, address: str) -> None:
    site = office.folder / "talks/site.yaml"
    text = site.read_text().replace("from:", f"report_to: {address}, from:")
    site.write_text(text)


def test_a_report_that_is_refused_is_paused_like_other_mail(office_at, serve):
    inbox = Answers(rcpt=["550 nobody here"] * 2)
    office = office_at(serve(inbox))
    report_to(office, "o@example.edu")
    (office.folder / TALK).write_text("speaker: A\ndate: 2021-03-08\n")
    assert fates(office.send()) == [Fate.REFUSED]
    office.later(minutes=5)
    report = office.send()
    assert report.outcomes == ()
    (held,) = report.held
    assert held.letter.address == "o@example.edu"
    office.later(minutes=10)
    assert fates(office.send()) == [Fate.REFUSED]
    assert inbox.calls == 2


def test_what_was_refused_until_the_talk_began_is_reported_once_for_good(
    office_at, serve, run
):
    """By mail where somebody wants it, and on standard error."""
    inbox = Answers(rcpt=["550 no such list"] * 2)
    office = office_at(serve(inbox))
    report_to(office, "o@example.edu")
    office.send()
    office.later(days=7, hours=2)
    office.send()
    assert inbox.messages == []
    command = ("-C", office.folder, "--now", "2021-03-08T12:30", "send", "--yes")
    ran = run(*command)
    assert ran.status == 1
    assert ran.err == (
        f"lost: announcement to {LIST}: {UID}: it could not be delivered before the "
        "talk began: refused: 550 no such list\n"
    )
    (mail_,) = map(read, inbox.messages)
    assert mail_["To"] == "o@example.edu"
    assert mail_["Subject"] == f"Never sent: the announcement of {TALK}"
    again = run(*command)
    assert (again.status, again.err, len(inbox.messages)) == (0, "", 1)


def test_a_connection_lost_before_the_data_means_not_sent(office_at, serve):
    class Breaks(Answers):
        async def handle_RCPT(self, server, session, envelope, address, options):
            server.transport.abort()
            return "250 OK"

    office = office_at(serve(Breaks()))
    report = office.send()
    assert fates(report) == [Fate.DEFERRED]
    assert office.states() == [State.FAILED]
    assert report.unresolved == ()


def test_one_message_that_breaks_the_connection_does_not_stop_the_others(
    office_at, serve
):
    class Breaks(Inbox):
        async def handle_RCPT(self, server, session, envelope, address, options):
            if not self.sessions and not self.messages and not hasattr(self, "broke"):
                self.broke = True
                server.transport.abort()
            envelope.rcpt_tos.append(address)
            return "250 OK"

    inbox = Breaks()
    office = office_at(serve(inbox))
    other = (office.folder / TALK).with_name("2021-03-05-other.yaml")
    other.write_text("title: Another\ndate: 2021-03-05\n")
    # the first is tried twice, as the connection may have been an old one
    office.send()
    office.send()
    assert len(inbox.messages) == 2


def test_a_connection_lost_after_the_final_dot_is_asked_about(office_at, serve):
    class Rude(Inbox):
        async def handle_DATA(self, server, session, envelope):
            self.keep(envelope)
            server.transport.abort()
            return "250 OK"

    inbox = Rude()
    office = office_at(serve(inbox))
    report = office.send()
    assert fates(report) == [Fate.UNKNOWN]
    (open_,) = report.unresolved
    assert open_.uid == UID
    again = office.send()
    assert again.outcomes == ()  # never again by itself
    assert again.unresolved == report.unresolved
    assert len(inbox.messages) == 1


@pytest.mark.parametrize(("sent", "mails"), [(True, 1), (False, 2)])
def test_what_somebody_found_out_decides(office_at, serve, sent, mails):
    class Once(Inbox):
        async def handle_DATA(self, server, session, envelope):
            self.keep(envelope)
            if len(self.messages) == 1:
                server.transport.abort()
            return "250 OK"

    inbox = Once()
    office = office_at(serve(inbox))
    (open_,) = office.send().unresolved
    with office.ledger() as ledger:
        ledger.resolve(open_.id, office.now, sent=sent)
    report = office.send()
    assert report.unresolved == ()
    assert len(inbox.messages) == mails
    assert inbox.messages[0] == inbox.messages[-1]


@pytest.mark.parametrize(
    ("at", "fate", "state"),
    [
        ("MAIL", Fate.DEFERRED, State.FAILED),
        ("DATA", Fate.UNKNOWN, State.UNKNOWN),
    ],
)
def test_a_server_that_hangs(office_at, serve, at, fate, state):
    """Before the data it has nothing; after it, it may have everything."""
    office = office_at(serve(Hangs(at)))
    report = send(office, timeout=0.3, final_timeout=0.3)
    assert fates(report) == [fate]
    assert office.states() == [state]


def test_a_run_that_is_stopped_while_it_sends_leaves_a_doubt(office_at, serve):
    """Ctrl-C in mid-sentence: nobody knows how far the message came."""
    office = office_at(serve(Inbox()))

    class Stops:
        def deliver(self, message, sender, recipient):
            raise KeyboardInterrupt

    messages, way = _messages(office), Screened(Stops(), 1)
    with office.ledger() as ledger:
        assert ledger.lock(sending.LOCK, office.now, sending.LOCKED)
        with pytest.raises(KeyboardInterrupt):
            sending.posting._together(messages, way, ledger, office.means())
        (open_,) = ledger.unresolved(office.now)
    assert "stopped" in open_.error


def test_a_mail_that_went_out_but_could_not_be_noted_is_asked_about(
    office, inbox, monkeypatch
):
    """The ledger fails after the final dot: no repeat, and the run stops loudly."""
    messages = _messages(office)
    with office.ledger() as ledger:
        monkeypatch.setattr(ledger, "settle", _fails)
        with pytest.raises(LedgerError, match="went out, but"):
            _post(office, messages, ledger)
        office.later(hours=2)
        assert [one.uid for one in ledger.unresolved(office.now)] == [UID]
    assert office.send().outcomes == ()
    assert len(inbox.messages) == 1


def _fails(*_):
    raise LedgerError("The disk is full.")


def _messages(office):
    with office.ledger() as ledger:
        seen = survey(office.records(), ledger, office.now)
    return [mail.message(one, seen.programme, TEMPLATES) for one in seen.plan.due]


def _post(office, messages, ledger):
    return sending.post(messages, office.records().site, ledger, office.means())


def test_two_runs_that_know_nothing_of_each_other_do_not_both_send(office, inbox):
    """Even without the lock: the claim lets only one of them through."""
    messages = _messages(office)
    with office.ledger() as ledger:
        first = _post(office, messages, ledger)
        second = _post(office, messages, ledger)
    assert [one.fate for one in (*first, *second)] == [Fate.SENT, None]
    assert len(inbox.messages) == 1


def test_a_run_that_lost_its_lock_stops(office, inbox):
    """It stood still for longer than a lock lasts, and another one is at work."""
    messages = _messages(office)
    with office.ledger() as other, office.ledger() as ledger:
        assert other.lock(sending.LOCK, office.now, sending.LOCKED)
        with pytest.raises(LedgerError, match="Another run has taken over"):
            _post(office, messages, ledger)
    assert inbox.messages == []


def test_messages_for_two_servers_go_to_each_by_one_connection(office_at, serve):
    here, there = Inbox(), Inbox()
    office = office_at(serve(here))
    (message,) = _messages(office)
    own = message.letter.series
    mail_there = replace(own.mail, via=serve(there))
    letter = replace(message.letter, series=replace(own, mail=mail_there))
    elsewhere = replace(message, letter=letter)
    outcomes = _post(office, [message, elsewhere, message], None)
    assert [one.fate for one in outcomes] == [Fate.SENT] * 3
    assert (len(here.messages), len(there.messages)) == (2, 1)
