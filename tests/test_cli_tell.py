# ruff: noqa: ARG002, N802 - the server calls its hooks by these names
"""``plan`` and ``send``: what they show, what they send, and how they end."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from announcer.ledger import open_ledger
from announcer.record import folder, reader
from tests.delivery.conftest import inbox, serve
from tests.delivery.servers import Answers, Inbox, free_port
from tests.sending.office import LIST, TALK, UID, read, write_project
from tests.sending.office import MONDAY as NINE

__all__ = ["inbox", "serve"]

CREDIT = "Daniel Soudry: Surprises in Deep Learning Training"
MONDAY = ("--now", "2021-03-01T09:00")
TUESDAY = ("--now", "2021-03-02T09:00")


def begin(*words: str) -> tuple[str, ...]:
    """Return the words of a command; one that sends says that it is the first."""
    return (*words, "--first") if "--yes" in words else words


@pytest.fixture
def home(tmp_path: Path, serve: Callable[..., str], inbox: Inbox) -> Path:
    return write_project(tmp_path / "project", serve(inbox))


@pytest.fixture
def at(home: Path, run: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command on the project at nine o'clock on Monday, or at another time."""

    def run_at(*words: str, now: tuple[str, str] = MONDAY) -> Any:
        return run("-C", home, *now, *begin(*words))

    return run_at


def move(home: Path, room: str) -> None:
    path = home / TALK
    path.write_text(re.sub("location: .*", f"location: {room}", path.read_text()))


# plan


def test_plan_says_what_is_due_to_whom_and_why(at):
    ran = at("plan")
    assert ran.status == 0
    assert ran.out.splitlines() == [
        "Due now:",
        f"  announcement to {LIST}: {TALK}",
        f"    {CREDIT}",
        "    never announced; talk in 7 days",
        "Next:",
        "  Mon 2021-03-08",
        f"    08:00  reminder to {LIST}: {TALK}",
        f"           {CREDIT}",
        "           same day at 08:00; talk in 7 days",
    ]


@pytest.mark.parametrize(("kind", "due"), [("announcement", False), ("reminder", True)])
def test_plan_foresees_a_template_that_cannot_be_filled(at, home, kind, due):
    """Of what is due, and of the next message of each kind, with its place."""
    broken = home / f"templates/mail/{kind}.txt.j2"
    broken.parent.mkdir(parents=True)
    broken.write_text("{{ talkk.title }}\n")
    ran = at("plan")
    assert ran.status == 1
    assert ran.err == (
        f"blocked: {kind} to {LIST}: {TALK}: templates/mail/{kind}.txt.j2:1: "
        "'talkk' is undefined\n"
    )
    assert ran.out.startswith("Due now:") is due
    plan = json.loads(at("plan", "--format", "json").out)
    assert [one["kind"] for one in plan["blocked"]] == [kind]
    assert bool(plan["due"]) == due


@pytest.mark.parametrize(
    "words",
    [("plan",), ("send",), ("send", "--yes"), ("send", "--to", "me@example.edu")],
)
def test_whoever_looks_or_sends_hears_that_nobody_said_how_mail_leaves(at, home, words):
    site = home / "talks/site.yaml"
    site.write_text(re.sub("(?m)^mail: .*\n", "", site.read_text()))
    ran = at(*words)
    assert ran.status == 1
    assert ran.err.startswith("blocked: announcement to ")
    assert "nobody said how mail shall leave; write `mail: " in ran.err


def test_plan_says_what_people_were_told_and_what_is_so(at, home):
    at("send", "--yes")
    move(home, "B2")
    ran = at("plan", now=TUESDAY)
    assert "told room A1 on 1 March; record says B2" in ran.out


def test_a_told_talk_whose_record_is_gone_is_held_and_ends_the_run_with_1(at, home):
    """It is neither reminded of nor cancelled; the two ways on are said."""
    at("send", "--yes")
    (home / TALK).unlink()
    for words in (("plan",), ("send",), ("send", "--yes")):
        ran = at(*words, now=TUESDAY)
        assert ran.status == 1
        assert f"held: the record of a talk to come is gone (2021-03-08, {UID})" in (
            ran.err
        )
        assert f"`announcer cancel {UID}`" in ran.err
        assert f"add `uid: {UID}`" in ran.err
    plan = json.loads(at("plan", "--format", "json", now=TUESDAY).out)
    assert (plan["due"], plan["held_talks"]) == ([], [UID])
    assert at("plan", now=("--now", "2021-03-09")).status == 0


def test_who_wants_reports_is_written_to_once_about_what_is_held(at, home, inbox):
    with (home / "talks/wilks/series.yaml").open("a") as file:
        file.write("mail: {report_to: olga@example.edu}\n")
    at("send", "--yes")
    (home / TALK).unlink()
    for _ in range(2):
        assert at("send", "--yes", now=TUESDAY).status == 0
    last = read(inbox.messages[-1])
    assert len(inbox.messages) == 2
    assert (last["To"], last["Subject"]) == ("olga@example.edu", f"Held: {TALK}")


def test_plan_speaks_json(at, home):
    at("send", "--yes")
    move(home, "B2")
    ran = at("plan", "--format", "json", now=TUESDAY)
    plan = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    (update,) = plan["due"]
    assert update["kind"] == "update"
    assert update["to"] == LIST
    assert update["talks"] == [UID]
    assert update["sources"] == [TALK]
    assert update["changes"] == ["location A1 -> B2"]
    assert update["due"] == "2021-03-02T09:00:00-05:00"
    assert [one["kind"] for one in plan["upcoming"]] == ["reminder"]
    assert (plan["blocked"], plan["unresolved"], plan["waiting"]) == ([], [], [])


def test_plan_changes_nothing(at, home):
    at("plan")
    assert not (home / ".announcer").exists()


def test_a_talk_that_is_not_ready_is_said_loudly(at, home, inbox):
    (home / TALK).write_text("speaker: A\ndate: 2021-03-08\n")
    for command in (("plan",), ("send",), ("send", "--yes", "--quiet")):
        ran = at(*command)
        assert ran.status == 1
        assert ran.err == (
            f"blocked: announcement to {LIST}: {TALK}: not ready: no title\n"
        )
    assert inbox.messages == []


def test_a_quiet_run_says_what_is_blocked_once_a_day(home, run):
    """Cron makes a mail of every word: today 96 a day. The exit status stays 1."""
    (home / TALK).write_text("speaker: A\ndate: 2021-03-08\n")
    broken = (home / TALK).with_name("2021-03-09-noether.yaml")
    broken.write_text("nonsense: 1\ndate: 2021-03-09\n")

    def quiet(now: str) -> Any:
        return run("-C", home, "--now", now, "send", "--yes", "--quiet")

    first = quiet("2021-03-01T09:00")
    assert "not ready: no title" in first.err
    assert "noether.yaml:1:1: error: " in first.err
    for now in ("2021-03-01T09:15", "2021-03-02T08:45"):
        ran = quiet(now)
        assert (ran.status, ran.out, ran.err) == (1, "", "")
        assert "not ready: no title" in run("-C", home, "--now", now, "plan").err
    assert quiet("2021-03-02T09:00").err == first.err


def test_what_is_blocked_for_another_reason_is_said_at_once(at, home):
    (home / TALK).write_text("speaker: A\ndate: 2021-03-08\n")
    at("send", "--yes", "--quiet")
    (home / TALK).write_text("title: T\nstatus: tentative\ndate: 2021-03-08\n")
    assert "not ready: tentative" in at("send", "--yes", "--quiet").err


def test_what_was_blocked_and_went_out_by_hand_is_blocked_no_more(at, home, inbox):
    """The way on that a blocked message names ends well."""
    (home / TALK).write_text("speaker: A\ndate: 2021-03-08\n")
    assert "not ready: no title" in at("send", "--yes").err
    ran = at("send", "soudry", "--kind", "announcement", "--yes")
    assert (ran.status, ran.err, len(inbox.messages)) == (0, "", 1)


def test_the_organiser_who_wants_it_gets_a_mail_instead_once(at, home, inbox):
    site = home / "talks/site.yaml"
    site.write_text(
        site.read_text().replace("from:", "report_to: o@example.edu, from:")
    )
    (home / TALK).write_text("speaker: A\ndate: 2021-03-08\n")
    ran = at("plan")
    assert ran.status == 0
    assert "not ready: no title" in ran.err
    for _ in range(2):
        assert at("send", "--yes", "--quiet").status == 0
    (sent,) = map(read, inbox.messages)
    assert sent["To"] == "o@example.edu"
    assert sent["Subject"] == f"Not sent: the announcement of {TALK}"
    assert "not ready: no title" in sent.get_content()
    (home / TALK).write_text("title: T\nspeaker: A\ndate: 2021-03-08\n")
    at("send", "--yes")
    assert read(inbox.messages[-1])["To"] == LIST


def test_a_project_without_talks_has_nothing_due(at, home):
    (home / TALK).unlink()
    assert at("plan").out.splitlines() == [
        "Nothing is due.",
        "Nothing comes within a year.",
    ]
    assert at("send").out == "Nothing is due.\n"


# send


def test_send_shows_and_sends_nothing(at, home, inbox):
    ran = at("send")
    assert ran.status == 0
    for words in (
        f"To:      {LIST}",
        "From:    talks@example.edu",
        "Subject: Wilks Statistics Seminar",
        "Why:     never announced; talk in 7 days",
        "SPEAKER: Daniel Soudry, Technion",
        "1 message due. Nothing was sent; `announcer send --yes` sends.",
    ):
        assert words in ran.out
    assert inbox.messages == []
    assert not (home / ".announcer").exists()


def test_yes_sends_and_says_so_in_a_line(at, inbox):
    ran = at("send", "--yes")
    assert (ran.status, ran.err) == (0, "")
    first, last = ran.out.splitlines()
    assert first.startswith(f"sent: announcement to {LIST}: Wilks Statistics Seminar")
    assert last == "Sent 1 message."
    assert len(inbox.messages) == 1


def test_a_record_that_a_run_of_sending_has_read_is_not_opened_by_the_next(
    at, home, monkeypatch
):
    old = (home / TALK).stat().st_mtime_ns - 10**10
    os.utime(home / TALK, ns=(old, old))
    read = []

    def noting(project, record, *rest):
        read.append(record.path)
        return folder.read_values(project, record, *rest)

    monkeypatch.setattr(reader, "read_values", noting)
    found = []
    for command in (("send",), ("send", "--yes"), ("send", "--yes")):
        read.clear()
        assert at(*command).status == 0
        found.append(TALK in read)
    assert found == [True, True, False]


FRIDAY = ("--now", "2021-03-05T09:00")
WAYS_ON = (
    "  Was the memory lost, moved or renamed? Bring it back first:\n"
    "    announcer ledger import FILE\n"
    "  Was nobody told anything? Then say so, this once:\n"
    "    announcer send --yes --first\n"
)
LEDGER = ".announcer/ledger.db"


def lose(home: Path) -> None:
    (home / LEDGER).unlink()


def rename(home: Path) -> None:
    site = home / "talks/site.yaml"
    site.write_text(site.read_text() + "ledger: sqlite:///.announcer/new.db\n")


def empty(home: Path) -> None:
    (home / LEDGER).write_bytes(b"")


def test_a_ledger_that_is_lost_while_it_sends_repeats_nothing_unasked(
    home, run, inbox, monkeypatch
):
    """The run says what it could not write down, and the next one asks."""

    async def lose_all(*_: object) -> str:
        shutil.rmtree(home / ".announcer")
        return "250 OK"

    with monkeypatch.context() as patch:
        patch.setattr(inbox, "handle_DATA", lose_all)
        ran = run("-C", home, *FRIDAY, "send", "--yes")
    assert (ran.status, "went out, but" in ran.err) == (1, True)
    ran = run("-C", home, *FRIDAY, "send", "--yes")
    assert (ran.status, "told people from here before" in ran.err) == (1, True)
    assert inbox.messages == []


def test_a_ledger_that_got_nothing_out_is_no_earlier_memory(home, run, inbox):
    """Days without a way out are followed by the first message, and by no question."""
    (home / "away").mkdir()
    site = home / "talks/site.yaml"
    text = site.read_text()
    site.write_text(re.sub("smtp: [^,}\n]*", "maildir: away", text))
    ran = run("-C", home, *MONDAY, "send", "--yes")
    assert (ran.status, "away is no Maildir folder" in ran.err) == (1, True)
    site.write_text(text)
    ran = run("-C", home, *FRIDAY, "send", "--yes")
    assert (ran.status, ran.err) == (0, "")
    assert len(inbox.messages) == 1


@pytest.mark.parametrize("harm", [lose, rename, empty])
def test_a_ledger_that_was_lost_repeats_nothing_unasked(home, run, inbox, harm):
    """Whoever lost a ledger would tell everything again."""
    run("-C", home, *MONDAY, "send", "--yes")
    harm(home)
    place = "ledger .announcer/" + ("new.db" if harm is rename else "ledger.db")
    said = f"held: the {place} has told nobody yet, but the ledger {LEDGER} told "
    send = ("-C", home, *FRIDAY, "send", "--yes", "--quiet")
    for _ in range(2):
        ran = run(*send)
        assert ran.status == 1
        assert ran.out == "1 message due. Nothing was sent.\n"
        held = f"held: announcement to {LIST}: {TALK}\n"
        assert ran.err == f"{held}{said}people from here before.\n{WAYS_ON}"
    assert len(inbox.messages) == 1
    assert run(*send, "--first").out.endswith("Sent 1 message.\n")
    assert (run(*send).status, len(inbox.messages)) == (0, 2)


@pytest.fixture
def restored(home: Path, run: Callable[..., Any], inbox: Inbox) -> Callable[..., Any]:
    """Put back the ledger as it was before its last messages; return what sends."""

    def send(now: str, *words: str) -> Any:
        return run("-C", home, "--now", now, "send", "--yes", *words)

    send("2021-03-01T09:00")
    copy = (home / LEDGER).read_bytes()
    newer = home.parent / "newer.jsonl"
    other = (home / TALK).with_name("2021-03-09-noether.yaml")
    other.write_text("title: Rings\nspeaker: Emmy Noether\ndate: 2021-03-09\n")
    move(home, "B2")
    send("2021-03-02T09:00")
    assert run("-C", home, "ledger", "export", newer).status == 0
    (home / LEDGER).write_bytes(copy)
    assert len(inbox.messages) == 3
    return send


def test_an_older_copy_of_a_ledger_repeats_nothing_unasked(home, run, restored, inbox):
    """What went out since is forgotten, and due again, by hand too."""
    for command in ("plan", "send"):
        ran = run("-C", home, "--now", "2021-03-02T09:15", command)
        assert "is an older copy: the last message that went out" in ran.err
    for talk in ("", "soudry"):
        ran = restored("2021-03-02T09:15", *filter(None, [talk]))
        assert ran.status == 1
        assert "due. Nothing was sent.\n" in ran.out
        assert f"held: update to {LIST}: {TALK}\n" in ran.err
    assert len(inbox.messages) == 3


def test_what_an_older_copy_lacks_is_brought_back_by_a_newer_one(
    home, run, restored, inbox
):
    run("-C", home, "ledger", "import", home.parent / "newer.jsonl")
    ran = restored("2021-03-02T09:15")
    assert (ran.status, ran.out, ran.err) == (0, "Nothing is due.\n", "")


def test_an_older_copy_is_asked_about_until_a_person_begins_with_it(
    home, run, restored, inbox
):
    """Also after a word about one talk, be it the last that was told of."""
    assert run("-C", home, *TUESDAY, "told", "noether").status == 0
    assert restored("2021-03-02T09:30").status == 1
    assert len(inbox.messages) == 3
    assert restored("2021-03-02T09:45", "--first").status == 0
    move(home, "C3")
    assert restored("2021-03-02T10:00").status == 0
    assert len(inbox.messages) == 5


def test_a_new_project_needs_no_word_to_begin(home, run, inbox):
    """Nothing speaks for an earlier memory, however late the first run comes."""
    ran = run("-C", home, *FRIDAY, "send", "--yes")
    assert (ran.status, ran.err, len(inbox.messages)) == (0, "", 1)


def test_an_export_beside_an_empty_ledger_speaks_for_a_memory(home, run, inbox):
    """A fresh clone knows what was told only once the export is imported."""
    run("-C", home, *MONDAY, "send", "--yes")
    file = home / "ledger.jsonl"
    run("-C", home, "ledger", "export", file)
    shutil.rmtree(home / ".announcer")
    send = ("-C", home, *FRIDAY, "send", "--yes")
    ran = run(*send)
    assert ran.status == 1
    assert "ledger.jsonl holds what people were told before" in ran.err
    assert run("-C", home, "ledger", "import", file).status == 0
    assert run(*send).out == "Nothing is due.\n"
    assert len(inbox.messages) == 1


def test_talks_that_are_over_speak_for_a_memory(home, run, inbox):
    """Whoever begins in mid-term has told people by other means until now."""
    early = (home / TALK).with_name("2021-03-01-noether.yaml")
    early.write_text("title: Rings\nspeaker: Emmy Noether\ndate: 2021-03-01\n")
    ran = run("-C", home, *FRIDAY, "send", "--yes")
    assert ran.status == 1
    assert "but a talk is over that its rules told of, and it knows of none" in ran.err
    assert inbox.messages == []


def test_what_falls_due_just_now_is_never_a_repeat(home, run, inbox):
    """A new ledger may tell what an earlier one cannot have told."""
    run("-C", home, "--now", "2021-02-20T09:00", "build", "--quiet")
    (home / "ledger.jsonl").write_text('{"announcer-ledger":1}\n{"telling":{}}\n')
    assert run("-C", home, *MONDAY, "send", "--yes").status == 0
    assert len(inbox.messages) == 1


@pytest.mark.parametrize("command", ["plan", "send"])
def test_who_only_looks_is_told_of_a_memory_that_was_lost(home, run, command):
    run("-C", home, *MONDAY, "send", "--yes")
    lose(home)
    ran = run("-C", home, *FRIDAY, command)
    assert ran.status == 0
    assert ran.err.startswith("held: ")
    assert ran.err.endswith(WAYS_ON)


def test_where_nothing_is_due_a_new_ledger_is_nothing_to_speak_of(home, run):
    early = ("--now", "2021-02-01T09:00")
    for command in (("plan",), ("send",), ("send", "--yes")):
        ran = run("-C", home, *early, *command)
        assert (ran.status, ran.err) == (0, "")


def test_the_text_that_send_shows_is_the_text_that_goes_out(at, inbox):
    shown = at("send").out
    at("send", "--yes")
    body = read(inbox.messages[0]).get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").strip() in shown


def test_quiet_is_quiet_where_nothing_is_due(at, inbox):
    assert at("send", "--yes", "--quiet").out.endswith("Sent 1 message.\n")
    ran = at("send", "--yes", "--quiet")
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert at("send", "--yes").out == "Nothing is due.\n"
    assert len(inbox.messages) == 1


def test_a_server_that_is_down_is_a_failed_delivery(home, run):
    site = home / "talks/site.yaml"
    down = f"smtp://127.0.0.1:{free_port()}"
    site.write_text(re.sub(r"smtp://[^']*", down, site.read_text()))
    ran = run("-C", home, *MONDAY, *begin("send", "--yes", "--quiet"))
    assert ran.status == 1
    assert ran.err.startswith(f"not sent: announcement to {LIST}")
    assert f"cannot reach {down}" in ran.err
    assert ran.out == "Sent 0 messages; 1 not sent, will be tried again.\n"


def test_a_refusal_is_a_failed_delivery_and_waits(tmp_path, serve, run):
    home = write_project(tmp_path / "p", serve(Answers(rcpt=["550 not on this list"])))
    ran = run("-C", home, *MONDAY, *begin("send", "--yes"))
    assert ran.status == 1
    assert "550 not on this list" in ran.err
    assert ran.out == "Sent 0 messages; 1 refused.\n"
    again = run("-C", home, *MONDAY, "send", "--yes", "--quiet")
    assert again.status == 1
    assert "tried again Mon 2021-03-01 09:15" in again.err
    plan = json.loads(run("-C", home, *MONDAY, "plan", "--format", "json").out)
    assert [one["kind"] for one in plan["waiting"]] == ["announcement"]
    assert plan["due"] == []


def test_one_talk_or_one_kind_can_be_sent_alone(at, home, inbox):
    other = (home / TALK).with_name("2021-03-05-noether.yaml")
    other.write_text("title: Invariants\nspeaker: Emmy Noether\ndate: 2021-03-05\n")
    assert at("send", "--kind", "reminder", "--yes").out == "Nothing is due.\n"
    assert at("send", "noether", "--yes").out.endswith("Sent 1 message.\n")
    (sent,) = inbox.messages
    assert "Noether" in read(sent)["Subject"]
    assert at("send", "--limit", "1", "--yes").status == 0
    assert len(inbox.messages) == 2


def test_a_talk_can_be_told_by_hand_before_its_time(at, inbox):
    early = ("--now", "2021-02-20T09:00")
    shown = at("send", "soudry", "--kind", "announcement", now=early)
    assert "asked for by hand" in shown.out
    assert (
        at("send", "soudry", "--kind", "announcement", "--yes", now=early).status == 0
    )
    assert len(inbox.messages) == 1
    again = at("send", "soudry", "--kind", "announcement", "--yes")
    assert again.status == 1
    assert "this announcement has gone out already" in again.err
    assert at("send", "--yes", "--quiet").out == ""


@pytest.mark.parametrize("written", [LIST, LIST.upper(), f"Talks <{LIST}>"])
def test_a_test_never_goes_to_a_list(at, inbox, written):
    ran = at("send", "--to", written)
    assert ran.status == 1
    assert "is the mailing list of" in ran.err
    assert inbox.messages == []


def test_a_test_is_shown_and_not_sent_until_told(at, inbox):
    ran = at("send", "--to", "me@example.edu")
    assert ran.status == 0
    assert "To:      me@example.edu\n" in ran.out
    assert "Subject: [TEST] " in ran.out
    assert ran.out.endswith(
        "1 test to me@example.edu. Nothing was sent; add --yes to send.\n"
    )
    assert inbox.messages == []


def test_a_test_goes_to_oneself_and_is_forgotten(at, home, inbox):
    ran = at("send", "--to", "me@example.edu", "--yes")
    assert ran.status == 0
    assert "Sent 1 test; nothing was remembered." in ran.out
    assert read(inbox.messages[0])["Subject"].startswith("[TEST] ")
    assert inbox.envelopes[0][1] == ["me@example.edu"]
    assert not (home / ".announcer").exists()
    assert at("plan").out.startswith("Due now:")


@pytest.mark.parametrize(
    "kind", ["announcement", "reminder", "update", "cancellation", "thanks"]
)
def test_any_kind_can_be_tested_due_or_not(at, inbox, kind):
    ran = at("send", "next", "--kind", kind, "--to", "me@example.edu", "--yes")
    assert ran.status == 0
    assert inbox.envelopes[0][1] == ["me@example.edu"]


def test_a_test_to_what_is_no_address_is_refused(at):
    ran = at("send", "--to", "me")
    assert ran.status == 1
    assert "'me' is not an email address" in ran.err


def test_options_that_do_not_go_together_are_wrong_usage(at):
    assert at("send", "--resolve", "--yes").status == 2
    assert at("send", "--limit", "0").status == 2
    assert at("send", "--kind", "gossip").status == 2


def test_while_another_run_sends_nothing_is_done(at, home, inbox):
    with open_ledger("sqlite:///.announcer/ledger.db", home) as other:
        assert other.lock("send", NINE, timedelta(hours=1))
        ran = at("send", "--yes")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out == "Another run is sending just now; nothing was done.\n"
        assert at("send", "--yes", "--quiet").out == ""
    assert inbox.messages == []


# What nobody knows


class Rude(Inbox):
    """Take the message and hang up without a word."""

    async def handle_DATA(self, server, session, envelope):
        self.keep(envelope)
        server.transport.abort()
        return "250 OK"


@pytest.fixture
def doubtful(tmp_path: Path, serve: Callable[..., str], run: Any) -> Any:
    """Return a runner on a project with one message that may have gone out."""
    inbox = Rude()
    home = write_project(tmp_path / "doubtful", serve(inbox))

    def run_it(*words: str) -> Any:
        return run("-C", home, *MONDAY, *begin(*words))

    ran = run_it("send", "--yes", "--quiet")
    assert ran.status == 1
    assert ran.out == "Sent 0 messages; 1 unknown.\n"
    assert "no answer after the whole message" in ran.err
    assert "announcer send --resolve" in ran.err
    return run_it


def test_what_nobody_knows_is_asked_again_and_again_but_not_sent(doubtful):
    for command in (("plan",), ("send",), ("send", "--yes", "--quiet")):
        ran = doubtful(*command)
        assert ran.status == 1
        assert f"unknown: announcement to {LIST}: {UID}" in ran.err
    (one,) = json.loads(doubtful("plan", "--format", "json").out)["unresolved"]
    assert (one["uid"], one["to"]) == (UID, LIST)


def test_a_script_may_resolve_it(doubtful):
    ran = doubtful("send", "soudry", "--resolve", "sent")
    assert (ran.status, ran.out) == (0, f"announcement to {LIST}: sent\n")
    assert doubtful("send", "--yes", "--quiet").status == 0
    assert doubtful("send", "--resolve").out == "There is nothing to resolve.\n"


def test_what_did_not_arrive_is_due_again(doubtful):
    doubtful("send", "--resolve", "unsent")
    assert doubtful("plan").out.startswith("Due now:\n  announcement")


def test_resolve_asks(doubtful, monkeypatch):
    def answer(text: str) -> Any:
        reader, writer = os.pipe()
        os.write(writer, text.encode())
        os.close(writer)
        with os.fdopen(reader) as file:
            monkeypatch.setattr("sys.stdin", file)
            return doubtful("send", "--resolve")

    ran = answer("skip\n")
    assert ran.status == 1
    assert "did it arrive? (sent, unsent, skip)" in ran.out
    assert answer("perhaps\nsent\n").status == 0
    assert "1 unknown" not in doubtful("ledger", "log").out
    assert f"announcement to {LIST}: sent" in doubtful("ledger", "log").out


def test_a_message_that_is_not_in_doubt_is_not_resolved(doubtful):
    ran = doubtful("send", "nobody@example.edu", "--resolve", "unsent")
    assert ran.status == 1
    assert ran.out == "There is nothing to resolve.\n"


# Passwords

SECRET = "correct horse"


class Guard:
    def __call__(self, server, session, envelope, mechanism, data):
        good = data.login == b"olga" and data.password == SECRET.encode()
        return AuthResult(success=good, handled=False)


@pytest.fixture
def guarded(tmp_path: Path, serve: Callable[..., str], inbox: Inbox) -> Path:
    address = serve(
        inbox,
        user="olga@",
        authenticator=Guard(),
        auth_require_tls=False,
    )
    return write_project(tmp_path / "guarded", address)


def send(home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Send in a process of its own, as cron does."""
    words = ["-C", str(home), *MONDAY, *begin("send", "--yes")]
    return subprocess.run(
        [sys.executable, "-m", "announcer", *words],
        env={
            "PATH": os.environ["PATH"],
            "ANNOUNCER_REHEARSAL": "1",
            **environment,
        },
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def files_with(text: str, folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and text.encode() in path.read_bytes()
    ]


def test_a_password_from_the_environment_is_used_and_left_nowhere(guarded, inbox):
    ran = send(guarded, ANNOUNCER_SMTP_PASSWORD=SECRET)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(inbox.messages) == 1
    assert SECRET not in ran.stdout
    assert files_with(SECRET, guarded) == []


def test_a_password_from_a_command_is_used_and_left_nowhere(guarded, inbox, tmp_path):
    kept = tmp_path / "kept"
    kept.write_text(SECRET + "\n")
    site = guarded / "talks/site.yaml"
    command = f"password_command: cat {kept}, from: "
    site.write_text(site.read_text().replace("from: ", command))
    ran = send(guarded)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(inbox.messages) == 1
    assert files_with(SECRET, guarded) == []


def test_a_wrong_password_is_said_without_saying_it(guarded, inbox):
    ran = send(guarded, ANNOUNCER_SMTP_PASSWORD="wrong horse")
    assert ran.returncode == 1
    assert "does not let olga in" in ran.stderr
    assert "wrong horse" not in ran.stdout + ran.stderr
    assert files_with("wrong horse", guarded) == []
    assert inbox.messages == []


def test_a_command_that_gives_no_password_stops_before_anything_is_claimed(
    guarded, inbox
):
    site = guarded / "talks/site.yaml"
    site.write_text(
        site.read_text().replace("from: ", "password_command: 'false', from: ")
    )
    ran = send(guarded)
    assert ran.returncode == 1
    assert "gave no password" in ran.stderr
    assert inbox.messages == []
    plan = send(guarded, ANNOUNCER_SMTP_PASSWORD=SECRET)
    assert plan.returncode == 0
