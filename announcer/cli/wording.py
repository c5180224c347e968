"""What is due, what was sent and what is wrong, in lines for people and programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import click

from announcer import sending, when
from announcer.cli.shown import in_words, number, unreadable
from announcer.formats.mail import Message
from announcer.ledger import Draft, Telling
from announcer.letter import Letter
from announcer.plan import Blocked, Missed
from announcer.post import Fate
from announcer.record import Records
from announcer.sending import Awaiting, Earlier, Held, Outcome
from announcer.talk import Site, Talk

_FATES = {
    Fate.SENT: "sent",
    Fate.REFUSED: "refused",
    Fate.DEFERRED: "not sent",
    Fate.UNKNOWN: "unknown",
}
_COLORS = {
    "sent": "green",
    "blocked": "yellow",
    "missed": "yellow",
    "to approve": "yellow",
    "withdrawn": "yellow",
    "held": "yellow",
    "waiting": "yellow",
    "refused": "red",
    "lost": "red",
    "not sent": "red",
    "unknown": "red",
}


def line(word: str, text: str) -> str:
    """Return such as ``blocked: no title``, the first word in its colour."""
    return f"{click.style(f'{word}:', fg=_COLORS.get(word))} {text}"


def clock(moment: datetime, site: Site) -> str:
    """Write a moment; its zone only where that is not the site's."""
    return f"{moment:%a %Y-%m-%d} {hour(moment, site)}"


def hour(moment: datetime, site: Site) -> str:
    """Write the hour of a moment; its zone only where that is not the site's."""
    there = when.in_zone(moment, when.zone(site.timezone))
    same = there.utcoffset() == moment.utcoffset()
    return f"{moment:%H:%M}" + ("" if same else f" {moment:%Z}")


def about(talks: Iterable[Talk]) -> str:
    """Name the talk of a message by its record, several by their number."""
    found = tuple(talks)
    if len(found) == 1:
        return found[0].source or found[0].uid
    return number(len(found), "talk")


def letter(one: Letter) -> str:
    """Say what a message is, to whom, and about what."""
    return f"{one.kind} to {one.address}: {about(one.talks)}"


def blocked(one: Blocked) -> str:
    """Say what cannot go out, and why."""
    to = f" to {one.letter.address}" if one.letter.address else ""
    text = f"{one.letter.kind}{to}: {about(one.letter.talks)}: {one.reason}"
    words = {Awaiting: "to approve", Missed: "missed"}
    return line(words.get(type(one), "blocked"), text)


def late(one: Draft) -> str:
    """Say which message nobody approved as long as it was of use."""
    return line("lost", f"{sending.never_approved(one)} ({one.uid})")


def needless(one: Draft) -> str:
    """Say which message waited for approval and is wanted no more."""
    text = f"{one.kind} to {one.address}: {one.subject}: it is not due any more"
    return line("withdrawn", text)


def held(one: Held, site: Site) -> str:
    """Say what waits after a refusal, and until when."""
    until = when.in_zone(one.until, when.zone(site.timezone))
    text = f"{letter(one.letter)}: {one.reason}; tried again {clock(until, site)}"
    return line("waiting", text)


def unread(records: Records) -> str:
    """Say about what nothing is told because its record cannot be read."""
    text = f"{unreadable(records)}. Nothing is told of it until it is mended"
    return line("held", f"{text}; all the rest is told.")


def unbegun(place: str, earlier: Earlier) -> str:
    """Say that a ledger knows less than another may have, and the ways on."""
    if earlier.is_copy:
        return "\n".join(
            (
                line("held", f"the {place} is an older copy: {earlier.said}."),
                "  Is there a newer one, or an export? Bring back what it knows:",
                "    announcer ledger import FILE",
                "  Was some of this told? Note that, and what calendars have seen:",
                "    announcer told TALK...",
                "    announcer ledger adopt --yes",
                "  Then let the rest go out, this once:",
                "    announcer send --yes --first",
            )
        )
    return "\n".join(
        (
            line("held", f"the {place} has told nobody yet, but {earlier.said}."),
            "  Was the memory lost, moved or renamed? Bring it back first:",
            "    announcer ledger import FILE",
            "  Was nobody told anything? Then say so, this once:",
            "    announcer send --yes --first",
        )
    )


def unresolved(one: Telling, site: Site) -> str:
    """Say of which message nobody knows whether it went out."""
    return line("unknown", told(one, site))


def lost(one: Telling) -> str:
    """Say which message never went out, and is of no use any more."""
    about = f"{one.kind} to {one.address}: {one.uid}"
    text = f"{about}: it could not be delivered before the talk began: {one.error}"
    return line("lost", text)


def unnamed(one: Telling) -> str:
    """Say who was written to about a talk and is named in it no more."""
    return line("not told", f"{one.uid}: {sending.named_no_more(one)}")


def told(one: Telling, site: Site) -> str:
    """Say which message that was: to whom, when, and what is wrong with it."""
    at = clock(when.in_zone(one.claimed_at, when.zone(site.timezone)), site)
    return f"{one.kind} to {one.address}: {one.uid}, {at}: {one.error} [{one.id}]"


def outcome(one: Outcome) -> str:
    """Say what became of a message, in one line."""
    message = one.message
    text = f"{message.letter.kind} to {message.recipient}: {message.subject}"
    if one.fate is None:
        return line("left alone", f"{text}: {one.reason}")
    reason = "" if one.fate is Fate.SENT else f": {one.reason}"
    return line(_FATES[one.fate], text + reason)


def whole(message: Message) -> str:
    """Return a message as a reader will see it, with its reason."""
    rows = (
        ("To", message.recipient),
        ("From", message.sender),
        ("Subject", message.subject),
        ("Why", message.letter.reason),
    )
    head = "\n".join(
        click.style(f"{name}:".ljust(9), bold=True) + text for name, text in rows
    )
    return f"{head}\n\n{message.text.rstrip()}\n"


def as_data(one: Letter | Blocked) -> dict[str, Any]:
    """Return a message of the plan as values that JSON can hold."""
    about = one.letter if isinstance(one, Blocked) else one
    row: dict[str, Any] = {
        "kind": about.kind.value,
        "to": about.address,
        "due": about.due.isoformat(),
        "reason": one.reason,
        "talks": [talk.uid for talk in about.talks],
        "sources": [talk.source for talk in about.talks],
    }
    if isinstance(one, Awaiting):
        at = one.draft.held_at.isoformat() if one.draft else None
        row |= {"code": one.code or None, "held_at": at}
    if about.person:
        row |= {"person": about.person, "as_host": about.as_host}
    if about.guests:
        row["guests"] = list(about.guests)
    if isinstance(one, Blocked):
        return row
    row |= {
        "revision": about.revision,
        "sequence": about.sequence,
        "ready": about.ready,
    }
    if about.changes:
        row["changes"] = [in_words(change) for change in about.changes]
    if about.missing:
        row["missing"] = list(about.missing)
    return row


def message_data(one: Message) -> dict[str, Any]:
    """Return a message that may go out as values that JSON can hold."""
    headers = {"subject": one.subject, "message_id": one.message_id}
    return as_data(one.letter) | headers


def held_data(one: Held) -> dict[str, Any]:
    """Return a message that waits after a refusal as values that JSON can hold."""
    waits = {"refusal": one.reason, "until": one.until.isoformat()}
    return as_data(one.letter) | waits


def told_data(one: Telling) -> dict[str, Any]:
    """Return an unresolved message as values that JSON can hold."""
    return {
        "id": one.id,
        "kind": one.kind.value,
        "to": one.address,
        "uid": one.uid,
        "claimed": one.claimed_at.isoformat(),
        "error": one.error,
    }
