"""Our own mails come back as their records also by their text alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer import when
from announcer.formats import mail
from announcer.importers.announcement import read
from announcer.importers.found import Found, Given
from announcer.kinds import Kind
from announcer.letter import Letter
from announcer.plan import Blocked, asked
from announcer.talk import Speaker, Status, Talk
from announcer.templating import Templates
from tests import builders
from tests.examples import examples

TEMPLATES = Templates()
LANGUAGES = ("en", "de", "fr", "he")

words = st.sampled_from(
    [
        "random",
        "walks",
        "trees",
        "graphs",
        "knots",
        "groups",
        "waves",
        "on",
        "of",
        "and",
        "models",
        "fields",
    ]
)
titles = st.lists(words, min_size=2, max_size=7).map(
    lambda some: " ".join(some).capitalize()
)
names = st.tuples(
    st.sampled_from(("Ada", "Bo", "Élise", "Jean-Paul", "Mary J.", "Ludwig van")),
    st.sampled_from(("Brown", "Müller", "O'Neil", "García Ruiz", "Lind")),
).map(" ".join)
homes = st.sampled_from((None, "Technion", "University of Oslo", "MIT, Cambridge"))
people = st.lists(
    st.builds(lambda name, home: Speaker(name=name, affiliation=home), names, homes),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one.name,
).map(tuple)
sentences = st.lists(titles.map(lambda text: f"{text}."), min_size=1, max_size=3)
abstracts = st.none() | sentences.map(" ".join)


@st.composite
def talks(draw: st.DrawFn) -> Talk:
    """Draw a talk of any language, as a series would announce it."""
    series = replace(builders.WILKS, language=draw(st.sampled_from(LANGUAGES)))
    day = draw(st.integers(0, 300))
    minute = draw(st.sampled_from((9 * 60, 12 * 60 + 30, 14 * 60 + 15, 17 * 60)))
    start = builders.moment("2021-03-01 00:00").replace(tzinfo=None)
    start += timedelta(days=day, minutes=minute)
    return builders.talk(
        series=series,
        title=draw(titles),
        speakers=draw(people),
        start=when.localize(start, when.zone("America/New_York")),
        abstract=draw(abstracts),
        location=draw(st.sampled_from((None, "Room B2", "Fine Hall 214"))),
        link=draw(st.sampled_from((None, "https://meet.example.edu/wilks"))),
        status=draw(st.sampled_from((Status.CONFIRMED, Status.CANCELLED))),
        slug="2021-03-01-some",
    )


def letter_about(kind: Kind, talk: Talk) -> Letter:
    programme = builders.programme(talk)
    item, *_ = asked(kind, talk, programme, {})
    return item.letter if isinstance(item, Blocked) else item


def came_back(kind: Kind, talk: Talk) -> Found:
    """Write the mail of a talk and read its text, without the calendar it carries."""
    made = mail.message(letter_about(kind, talk), builders.programme(talk), TEMPLATES)
    message = EmailMessage()
    message["From"], message["To"] = "talks@example.edu", "list@example.edu"
    message["Subject"], message["Date"] = made.subject, "Mon, 1 Mar 2021 09:00:00 +0000"
    message.set_content(made.text)
    (found,) = read(bytes(message), "mail.eml", Given()).talks
    return found


@pytest.mark.parametrize("kind", [Kind.ANNOUNCEMENT, Kind.REMINDER])
@settings(max_examples=examples(15))
@given(talk=talks())
def test_a_mail_comes_back_as_its_record(kind, talk):
    """In every language: title, people, moment, place, link, text and status."""
    found = came_back(kind, talk)
    record, moment = found.record, found.moment
    off = talk.status is Status.CANCELLED
    people = [(one["name"], one.get("affiliation")) for one in record["speakers"]]
    assert record["title"] == talk.title
    assert people == [(one.name, one.affiliation) for one in talk.speakers]
    assert (moment.day, moment.time) == (talk.start.date(), talk.start.time())
    assert moment.end == talk.end.time()
    assert record.get("location") == talk.location
    assert record.get("link") == (None if off else talk.link)
    assert " ".join((record.get("abstract") or "").split()) == (talk.abstract or "")
    assert record.get("status") == ("cancelled" if off else None)
    assert {doubt.code for doubt in found.doubts} == set()
