"""What is shown is what is sent: the same bytes at the same clock, of every kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from announcer.kinds import PERSONAL, SEVERAL, Kind
from tests.sending.office import (
    LIST,
    TALK,
    Office,
    read,
    tell_something_else,
    undated,
)

EARLY = "2021-02-20T09:00"  # before any rule
MONDAY = "2021-03-01T09:00"  # the announcement is due
WEDNESDAY = "2021-03-03T10:05"  # five minutes after the rules for people
AFTER = "2021-03-09T10:00"
ONE = [kind for kind in Kind if kind not in SEVERAL]
# When a message goes out by hand and by its rule, and the rules that are not there yet.
BY_HAND = {
    Kind.ANNOUNCEMENT: EARLY,
    Kind.REQUEST: EARLY,
    Kind.FORWARD: EARLY,
    Kind.THANKS: AFTER,
    Kind.BRIEFING: EARLY,
    Kind.THANKS_SPEAKER: AFTER,
}
BY_RULE = {
    Kind.ANNOUNCEMENT: MONDAY,
    Kind.REMINDER: "2021-03-08T08:10",
    Kind.THANKS: AFTER,
    Kind.THANKS_SPEAKER: AFTER,
}
RULES = {
    Kind.REQUEST: "  - request: 5 days before at 10:00\n",
    Kind.FORWARD: "  - forward: 5 days before at 10:00\n",
    Kind.THANKS: "  - thanks: 1 day after at 10:00\n",
    Kind.BRIEFING: "  - briefing: 5 days before at 10:00\n",
    Kind.THANKS_SPEAKER: "  - thanks_speaker: 1 day after at 10:00\n",
}


@pytest.fixture
def at(office: Office, run: Callable[..., Any]) -> Callable[..., bytes]:
    """Run a command at a time; return what it printed, byte for byte."""
    tell_something_else(office.folder)

    def run_at(now: str, *words: str) -> bytes:
        ran = run("-C", office.folder, "--now", now, *words)
        assert ran.status == 0, ran.err
        return bytes(ran.out, "utf-8")

    return run_at


def as_sent(shown: bytes) -> bytes:
    """Return what was printed with the line ends of mail."""
    return re.sub(rb"\r?\n", b"\r\n", shown)


def prepare(office: Office, kind: Kind, at: Callable[..., bytes]) -> None:
    """Bring a talk to where a kind of message makes sense."""
    if kind in PERSONAL:
        speaker = "{name: D. S., email: daniel@technion.example}"
        office.change("Daniel Soudry (Technion)", speaker)
    if kind is Kind.NOTIFICATION or kind not in PERSONAL | {Kind.ANNOUNCEMENT}:
        at(MONDAY, "send", "--yes")
    if kind in {Kind.UPDATE, Kind.NOTIFICATION}:
        office.change("A1", "B2")
    if kind is Kind.THANKS:
        office.change("location", "slides: https://a.example/s\nlocation")
    if kind in {Kind.CANCELLATION, Kind.POSTPONEMENT}:
        status = "cancelled" if kind is Kind.CANCELLATION else "postponed"
        office.change("location", f"status: {status}\nlocation")


@pytest.mark.parametrize("kind", ONE)
def test_what_show_shows_is_what_send_sends_by_hand(office, inbox, at, kind):
    prepare(office, kind, at)
    now = BY_HAND.get(kind, WEDNESDAY)
    shown = at(now, "show", "soudry", "--as", "eml", "--kind", kind)
    assert read(shown)["Message-ID"].startswith(f"<{kind}.")
    at(now, "send", "soudry", "--kind", kind, "--yes")
    assert inbox.messages[-1] == as_sent(shown)


@pytest.mark.parametrize("kind", ONE)
def test_what_show_shows_is_what_goes_out_by_its_rule(office, inbox, at, kind):
    prepare(office, kind, at)
    series = (office.folder / TALK).with_name("series.yaml")
    series.write_text(series.read_text() + RULES.get(kind, ""))
    now = BY_RULE.get(kind, WEDNESDAY)
    shown = at(now, "show", "soudry", "--as", "eml", "--kind", kind)
    at(now, "send", "--yes")
    assert as_sent(shown) in inbox.messages


@pytest.mark.parametrize("kind", ONE)
def test_the_preview_of_a_build_is_the_same_message(office, at, kind):
    prepare(office, kind, at)
    now = BY_HAND.get(kind, WEDNESDAY)
    shown = at(now, "show", "soudry", "--as", "eml", "--kind", kind)
    at(now, "build")
    built = office.folder / "build/mail/wilks/2021-03-08-soudry" / f"{kind}.eml"
    if kind in {Kind.ANNOUNCEMENT, Kind.CANCELLATION, Kind.POSTPONEMENT}:
        assert undated(built.read_bytes()) == undated(as_sent(shown))
    else:
        assert not built.exists()


@pytest.mark.parametrize(
    ("rule", "now", "coming"),
    [
        ("digest: Sundays at 18:00", "2021-03-07T18:00", "2021-03-07T17:00"),
        ("programme: 7 days before at 09:00", "2021-02-22T09:00", "2021-02-20T09:00"),
    ],
    ids=["digest", "programme"],
)
def test_the_preview_of_several_talks_is_what_goes_out(  # noqa: PLR0917 - its cases
    office, inbox, at, rule, now, coming
):
    """Now, and before its time: the clock of a preview is that of the message."""
    site = office.folder / "talks/site.yaml"
    term = "terms:\n  - {name: Spring, start: 2021-03-01, end: 2021-05-14}\n"
    site.write_text(site.read_text() + term)
    series = (office.folder / TALK).with_name("series.yaml")
    text = series.read_text()
    series.write_text(f"{text[: text.index('tell:')]}tell:\n  - {rule}\n")
    kind = rule.partition(":")[0]
    previews = []
    for clock in (coming, now):
        at(clock, "build")
        (preview,) = (office.folder / "build/mail/coming").glob(f"{kind}.*.eml")
        previews.append(preview.read_bytes())
    at(now, "send", "--yes")
    assert inbox.messages == [previews[1]]
    assert message_ids(previews[:1]) == message_ids(previews[1:])


def message_ids(contents: list[bytes]) -> list[str]:
    return [read(content)["Message-ID"] for content in contents]


def test_what_has_gone_out_is_shown_as_it_went(office, inbox, at):
    """It has its own name and answers no message: not even itself."""
    at(MONDAY, "send", "--yes")
    assert as_sent(at(MONDAY, "show", "soudry", "--as", "eml")) == inbox.messages[0]
    office.change("A1", "B2")
    at(WEDNESDAY, "send", "--yes")
    again = at(WEDNESDAY, "show", "soudry", "--as", "eml", "--kind", "update")
    assert message_ids([again]) == message_ids(inbox.messages[1:])
    assert read(again)["In-Reply-To"] == read(inbox.messages[0])["Message-ID"]


def test_a_letter_without_anybody_to_get_it_is_shown_too(office, at):
    series = (office.folder / TALK).with_name("series.yaml")
    series.write_text(series.read_text().replace(f"mailing_list: {LIST}\n", ""))
    shown = read(at(EARLY, "show", "soudry", "--as", "eml"))
    assert shown["To"] == shown["From"] == "Talks <talks@example.edu>"
    asked = read(at(EARLY, "show", "soudry", "--as", "eml", "--kind", "request"))
    assert asked["To"] == "Talks <talks@example.edu>"


def test_of_several_letters_the_others_are_named(office, run):
    office.change(
        "speaker: Daniel Soudry (Technion)",
        "speakers:\n  - {name: A, email: a@x.example}\n"
        "  - {name: B, email: b@x.example}",
    )
    ran = run(
        *("-C", office.folder, "--now", EARLY),
        *("show", "soudry", "--as", "eml", "--kind", "request"),
    )
    assert read(ran.out.encode())["To"] == "a@x.example"
    assert ran.err == "There is another one, to b@x.example.\n"


@pytest.mark.parametrize("kind", sorted(SEVERAL))
def test_what_is_about_several_talks_is_not_shown_of_one(office, run, kind):
    at = ("-C", office.folder, "--now", EARLY, "show", "soudry", "--kind", kind)
    ran = run(*at)
    assert ran.status == 1
    assert f"`announcer send SERIES --kind {kind}`" in ran.err
    assert run(*at, "--as", "json").status == 2
