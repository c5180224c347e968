"""Talks, series and programmes for tests, complete unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from announcer import when
from announcer.kinds import Kind
from announcer.letter import Letter
from announcer.mailbox import Mailbox
from announcer.talk import (
    MailSettings,
    Person,
    Programme,
    Revision,
    Series,
    Site,
    Speaker,
    Status,
    Talk,
)

NOW = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)
OLGA = Person(name="Olga Org", email="olga@example.edu")

SITE = Site(
    title="Statistics talks",
    id="talks.example.edu",
    url="https://talks.example.edu",
    timezone="America/New_York",
    mail=MailSettings(sender=Mailbox("talks@example.edu", "Talks")),
)

WILKS = Series(
    key="wilks",
    slug="wilks",
    name="Wilks Statistics Seminar",
    timezone="America/New_York",
    organizers=(OLGA,),
    mailing_lists=(Mailbox("stat-seminars@example.edu"),),
    mail=SITE.mail,
)

SOUDRY = Speaker(
    name="Daniel Soudry",
    affiliation="Technion",
    url="https://soudry.example.org",
    bio="Daniel is an assistant professor in the *Electrical Engineering* department.",
    email="daniel@technion.example",
)


def moment(text: str, timezone: str = "America/New_York") -> datetime:
    """Return what the clocks of a zone show: ``2021-03-08 12:30``."""
    return when.localize(datetime.fromisoformat(text), when.zone(timezone))


def talk(**changes: Any) -> Talk:
    """Return the Wilks talk of 8 March 2021, with some fields changed.

    ``start`` and ``end`` may be text such as ``2021-03-08 12:30`` in the talk's zone;
    an end that is not said is an hour after the start.
    """
    timezone = changes.get("timezone", "America/New_York")
    for name in ("start", "end"):
        if isinstance(changes.get(name), str):
            changes[name] = moment(changes[name], timezone)
    start = changes.setdefault("start", moment("2021-03-08 12:30", timezone))
    changes.setdefault("end", when.later(start, timedelta(hours=1)))
    changes.setdefault("slug", f"{start:%Y-%m-%d}-soudry")
    series = changes.setdefault("series", WILKS)
    changes.setdefault("uid", f"{series.slug}/{changes['slug']}@talks.example.edu")
    changes.setdefault("source", f"talks/{series.slug}/{changes['slug']}.yaml")
    return replace(_SOUDRY_TALK, **{"timezone": timezone, **changes})


_SOUDRY_TALK = Talk(
    uid="",
    slug="",
    source="",
    series=WILKS,
    title="Surprises in Deep Learning Training",
    speakers=(SOUDRY,),
    start=NOW,
    end=NOW,
    location="Virtual",
    link="https://meet.example.edu/wilks",
    abstract="We make a *few* interesting observations about $\\alpha_1$ training.",
    topics=("deep learning",),
)


def programme(
    *talks: Talk,
    now: datetime = NOW,
    site: Site = SITE,
    vanished: Iterable[Talk] = (),
    **changes: Any,
) -> Programme:
    """Return a programme of these talks and their series, seen on 1 March 2021."""
    off = tuple(replace(one, status=Status.CANCELLED) for one in vanished)
    talks = (*talks, *off)
    series = {one.series.key: one.series for one in talks}
    known = {
        "series": tuple(series[key] for key in sorted(series)),
        "talks": tuple(sorted(talks, key=lambda one: (one.start, one.uid))),
        "vanished": off,
        **changes,
    }
    return Programme(site=site, now=now, **known)


def letter(**said: Any) -> Letter:
    """Return a letter to a list, as the ledger may claim it; the address is text."""
    address = said.pop("address", "l@x")
    known = {"kind": Kind.UPDATE, "uid": "a@x", "series": None, "talks": (), "due": NOW}
    return Letter(**{"to": Mailbox(address), **known, **said})


def revision(
    sequence: int = 0, modified: datetime = NOW, created: datetime | None = None
) -> Revision:
    """Return what the ledger would know of a talk."""
    return Revision(sequence=sequence, created=created or modified, modified=modified)
