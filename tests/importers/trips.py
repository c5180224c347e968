"""Programmes as people have them, and what each form of ours brings back of a talk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from fnmatch import fnmatch
from typing import Any, TypeAlias

from hypothesis import strategies as st

from announcer import markup, when
from announcer.access import Channel, has_room
from announcer.formats import EXPORTS, FORMATS, mail
from announcer.importers import Given
from announcer.importing import Source, as_data, read, settle
from announcer.kinds import Kind
from announcer.letter import Letter
from announcer.plan import Blocked, asked
from announcer.report import report_on
from announcer.talk import OFF, Person, Programme, Speaker, Status, Talk
from announcer.templating import Templates
from tests import builders

TEMPLATES = Templates()
Row: TypeAlias = "Mapping[str, Any]"
_AS_IT_IS = (
    "location", "address", "notice", "slides", "video", "paper", "type", "language",
)  # fmt: skip
LANGUAGES = ("en", "de", "fr", "he")
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kolkata", "Asia/Jerusalem")

# What talks are called: with colons, dashes, quotes, formulas, names, numbers and
# words that elsewhere begin something else.
TITLES = (
    "Random walks on trees",
    "C*-algebras and their friends",
    "Trees: a survey",
    "Old and new - part 2",
    "A proof by induction",
    "Is P = NP? A report from 2020",
    "Why a<b and c>d",
    r"The ring $R_1$ of an integer",
    "On a conjecture of Erdős",
    "Talk is cheap",
    "Room for improvement",
    "“Quoted” results, and others",
    "Counting (mostly) graphs",
    "Learning at 9:30 in the morning",
    "גרפים אקראיים",
    "Über Äpfel – und Birnen",
    "Les ondes d’Einstein",
)
NAMES = (
    "Ada Brown", "Bo Müller", "Élise O'Neil", "Jean-Paul García Ruiz", "Mary J. Lind",
    "Ludwig van der Berg", "דנה לוי", "Xu Li",
)  # fmt: skip
HOMES = (
    None, "Technion", "University of Oslo", "MIT, Cambridge", "TU Wien",
    "Université de Lyon (ICJ)",
)  # fmt: skip
ABSTRACTS = (
    None,
    "We count trees. Then we count them again, and compare.",
    "Trees are *old*. We show that\n\n- there are many,\n- they grow.\n\nSee it.",
    "A bound $n^2$ is shown. Title: nothing. On Monday we all rest.",
)
BIOS = (None, "Ada is a professor at a place by the sea.")
PLACES = (None, "Room B2", "Fine Hall 214", "Virtual", "Hörsaal 3, Hauptgebäude")
LINK = "https://meet.example.edu/wilks"
NOTICES = (None, "Please note the unusual room.")

speakers = st.lists(
    st.builds(
        lambda name, home, bio: Speaker(name=name, affiliation=home, bio=bio),
        st.sampled_from(NAMES),
        st.sampled_from(HOMES),
        st.sampled_from(BIOS),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one.name,
).map(tuple)
statuses = st.sampled_from(
    (Status.CONFIRMED, Status.CONFIRMED, Status.CANCELLED, Status.POSTPONED)
)


@st.composite
def talks(draw: st.DrawFn, number: int = 0, language: str = "en") -> Talk:
    """Draw a talk; one with another number has another day, and another name."""
    zone = draw(st.sampled_from(ZONES))
    series = replace(builders.WILKS, language=language, timezone=zone)
    start = datetime(2021, 3, 2) + timedelta(  # noqa: DTZ001 - a wall time
        days=number * 40 + draw(st.integers(0, 39))
    )
    start += timedelta(minutes=draw(st.sampled_from((570, 720, 735, 840, 1050))))
    all_day = draw(st.integers(0, 9)) == 0
    length = timedelta(minutes=draw(st.sampled_from((45, 60, 90))))
    if all_day:
        start, length = datetime.combine(start, datetime.min.time()), timedelta(days=1)
    begin = when.localize(start, when.zone(zone))
    place = draw(st.sampled_from(PLACES))
    url = st.none() | st.sampled_from(("https://files.example.edu/a.pdf",))
    return builders.talk(
        series=series,
        slug=f"{start:%Y-%m-%d}-t{number}",
        title=draw(st.sampled_from(TITLES)),
        speakers=draw(speakers),
        timezone=zone,
        start=begin,
        end=when.localize(start + length, when.zone(zone)),
        all_day=all_day,
        abstract=draw(st.sampled_from(ABSTRACTS)),
        location=place,
        address=draw(st.none() | st.just("Main Street 1, Oslo")) if place else None,
        link=draw(st.sampled_from((None, LINK))),
        status=draw(statuses),
        language=language,
        notice=draw(st.sampled_from(NOTICES)),
        host=draw(st.none() | st.just(Person(name="Hanna Host"))),
        slides=draw(url),
        video=draw(st.none() | st.just("https://video.example.edu/v")),
        paper=draw(st.none() | st.just("https://arxiv.org/abs/2101.00001")),
        registration=draw(st.none() | st.just("https://forms.example.edu/register")),
        topics=draw(st.sampled_from(((), ("trees",), ("deep learning", "graphs")))),
        type=draw(st.sampled_from((None, "keynote"))),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """Draw a few talks of one series, as a term has them."""
    language = draw(st.sampled_from(LANGUAGES))
    count = draw(st.integers(1, 3))
    some = [draw(talks(number, language)) for number in range(count)]
    series = some[0].series
    some = [replace(one, series=replace(series, timezone=one.timezone)) for one in some]
    some = [replace(one, series=series) for one in some]
    site = replace(builders.SITE, language=language, timezone=series.timezone)
    return builders.programme(*some, site=site)


def letter_about(kind: Kind, talk: Talk, programme: Programme, **said: Any) -> Letter:
    """Return what would be written about a talk, due or not."""
    item, *_ = asked(kind, talk, programme, {})
    letter = item.letter if isinstance(item, Blocked) else item
    return replace(letter, channel=Channel.MEMBERS, **said)


def mailed(letter: Letter, programme: Programme) -> bytes:
    return mail.message(letter, programme, TEMPLATES).content


def files(programme: Programme, *patterns: str, form: str = "") -> dict[str, bytes]:
    """Return what a build, or an export, writes at paths of these patterns."""
    forms = [EXPORTS[form]] if form else FORMATS.values()
    return {
        draft.path: draft.make()
        for one in forms
        for draft in one.drafts(programme, TEMPLATES)
        if any(fnmatch(draft.path, pattern) for pattern in patterns)
    }


def back(content: bytes, name: str, zone: str | None = None) -> list[Row]:
    """Import a file, and return the talks in it as data."""
    given = Given(timezone=zone)
    delivery = read(Source(name, content), given)
    assert delivery
    return [
        as_data(settle(found, name, given, zone, date(2021, 3, 1)))
        for found in delivery.shipment.talks
    ]


def read_as(text: str | None) -> str | None:
    """Return how a text with marks and formulas is read."""
    return " ".join(markup.rich(text).text.split()) if text else None


def with_address(talk: Talk) -> str | None:
    """Return the place as a calendar has it, with the address of a room."""
    if talk.address and has_room(talk):
        return f"{talk.location}, {talk.address}"
    return talk.location


def venue(talk: Talk, programme: Programme) -> str | None:
    """Return the place as a report has it."""
    (entry,) = report_on([talk], programme, title="").entries
    return entry.venue


def said_of(talk: Talk) -> dict[str, Any]:
    """Return what comes back of a talk where nothing is lost."""
    off = talk.status in OFF
    day = talk.all_day
    return {
        "title": talk.title and " ".join(markup.inline(talk.title).text.split()),
        "speakers": [(one.name, one.affiliation) for one in talk.speakers],
        "bio": [one.bio for one in talk.speakers],
        "start": f"{talk.start:%Y-%m-%d}" if day else f"{talk.start:%Y-%m-%dT%H:%M}",
        "end": None if day else f"{talk.end:%Y-%m-%dT%H:%M}",
        "timezone": None if day else talk.timezone,
        "status": None if talk.status is Status.CONFIRMED else talk.status.value,
        "link": None if off else talk.link,
        "registration": None if off else talk.registration,
        "abstract": read_as(talk.abstract),
        "host": talk.host.name if talk.host else None,
        "topics": list(talk.topics),
        **{key: getattr(talk, key) for key in _AS_IT_IS},
    }


def said_in(row: Row) -> dict[str, Any]:
    """Return the same of a talk that was imported."""
    title, status = row["title"], row.get("status")
    return {
        "title": title and " ".join(markup.inline(title).text.split()),
        "speakers": [(one["name"], one.get("affiliation")) for one in row["speakers"]],
        "bio": [one.get("bio") for one in row["speakers"]],
        "start": row["start"],
        "end": row["end"],
        "timezone": row["timezone"] if "T" in (row["start"] or "") else None,
        "status": None if status in {"confirmed", "rescheduled"} else status,
        "link": row["link"],
        "registration": row.get("registration"),
        "abstract": read_as(row["abstract"]),
        "host": (row.get("host") or {}).get("name"),
        "topics": row.get("topics", []),
        **{key: row.get(key) for key in _AS_IT_IS},
    }
