"""Facts, their changes, fingerprints, and talks that outlive their records."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer.facts import (
    FACT_FIELDS,
    Change,
    Facts,
    changes,
    digest,
    facts_json,
    facts_of,
    restore,
    snapshot,
    snapshot_json,
)
from announcer.mailbox import Mailbox
from announcer.talk import (
    LinkAccess,
    MailSettings,
    Person,
    Recording,
    Role,
    Series,
    Speaker,
    Status,
    Talk,
)
from tests.examples import examples

EST = timezone(timedelta(hours=-5), "EST")
SERIES = Series(
    key="wilks",
    slug="wilks",
    name="Wilks Statistics Seminar",
    organizers=(Person(name="Olga Org", email="olga@example.edu"),),
    mailing_lists=(Mailbox("stat-seminars@example.edu"),),
)
TALK = Talk(
    uid="wilks/2021-03-08-soudry@talks.example.edu",
    slug="2021-03-08-soudry",
    source="talks/wilks/2021-03-08-soudry.yaml",
    series=SERIES,
    title="On the *bias* of $L_2$",
    speakers=(
        Speaker(name="Daniel Soudry", affiliation="Technion", email="d@example.edu"),
        Speaker(name="Emmy Noether"),
    ),
    start=datetime(2021, 3, 8, 12, 30, tzinfo=EST),
    end=datetime(2021, 3, 8, 13, 30, tzinfo=EST),
    timezone="America/New_York",
    location="A1",
    link="https://meet.example.edu/wilks",
    abstract="Words.",
    topics=("optimisation", "learning"),
)


def but(**said: Any) -> Talk:
    """Return the talk with other values."""
    return dataclasses.replace(TALK, **said)


def test_facts_are_what_an_attendee_relies_on():
    assert facts_of(TALK) == Facts(
        speakers=("Daniel Soudry (Technion)", "Emmy Noether"),
        title="On the *bias* of $L_2$",
        start="2021-03-08T12:30:00-05:00",
        end="2021-03-08T13:30:00-05:00",
        all_day=False,
        timezone="America/New_York",
        location="A1",
        link="https://meet.example.edu/wilks",
        link_access="public",
        status="confirmed",
    )


def test_the_end_of_facts_is_a_moment_again():
    assert facts_of(TALK).ends == TALK.end


def test_a_change_names_the_fact_and_both_values():
    old, new = facts_of(TALK), facts_of(but(location="B2", status=Status.TENTATIVE))
    assert changes(old, new) == (
        Change("location", "A1", "B2"),
        Change("status", "confirmed", "tentative"),
    )
    assert changes(old, old) == ()


@pytest.mark.parametrize(
    "said",
    [
        {"title": None},
        {"speakers": ()},
        {"start": TALK.start + timedelta(hours=1)},
        {"end": TALK.end + timedelta(minutes=1)},
        {"all_day": True},
        {"location": None},
        {"link": None},
        {"link_access": LinkAccess.MEMBERS},
        {"registration": "https://example.edu/register"},
        {"status": Status.CANCELLED},
    ],
    ids=lambda said: next(iter(said)),
)
def test_every_fact_counts(said):
    field = next(iter(said))
    found = changes(facts_of(TALK), facts_of(but(**said)))
    assert [change.field for change in found] == [field]
    assert digest(but(**said)) != digest(TALK)


@pytest.mark.parametrize(
    "said",
    [
        {"timezone": "US/Eastern"},
        {"location": "\u200bA1 "},
        {"location": "a 1"},
        {"speakers": (dataclasses.replace(TALK.speakers[0], name="DANIEL Soudry"),)},
        {"title": "On the  *bias* of $L_2$\u00ad"},
        {"link": "https://MEET.example.edu:443/wilks"},
        {"speakers": TALK.speakers[::-1]},
        {"speakers": (dataclasses.replace(TALK.speakers[0], affiliation="MIT"),)},
    ],
)
def test_what_means_the_same_is_no_change(said):
    one = (
        but(speakers=TALK.speakers[:1]) if len(said.get("speakers", "..")) < 2 else TALK
    )
    assert changes(facts_of(one), facts_of(dataclasses.replace(one, **said))) == ()


def test_a_zone_is_a_change_where_its_clocks_show_something_else():
    london = TALK.start.replace(tzinfo=UTC)
    moved = but(start=london, end=london + timedelta(hours=1), timezone="Europe/London")
    found = [change.field for change in changes(facts_of(TALK), facts_of(moved))]
    assert found == ["start", "end", "timezone"]


def test_the_zone_of_a_whole_day_makes_no_difference():
    first, last = datetime(2021, 3, 8, tzinfo=EST), datetime(2021, 3, 9, tzinfo=EST)
    one = but(all_day=True, start=first, end=last)
    begin, end = first.replace(tzinfo=UTC), last.replace(tzinfo=UTC)
    two = dataclasses.replace(one, start=begin, end=end, timezone="UTC")
    assert changes(facts_of(one), facts_of(two)) == ()


def test_what_an_earlier_release_did_not_write_is_no_change():
    """Its facts keep their line too, so that exports of then and now agree."""
    known = json.loads(facts_of(TALK).to_json())
    del known["link_access"]
    line = json.dumps(known, separators=(",", ":"), sort_keys=True)
    assert Facts.from_json(line).to_json() == line
    later = facts_of(but(registration="https://example.edu/register"))
    assert changes(Facts.from_json(line), later) == ()


def test_facts_travel_as_one_ascii_line():
    facts = facts_of(but(title="Über\u2028Élie\n\ud800", location=None))
    line = facts.to_json()
    assert line.isascii()
    assert "\n" not in line
    assert Facts.from_json(line) == facts


def test_facts_of_another_release_can_be_read():
    """An unknown fact is passed over, and one that was unknown then is its default."""
    line = '{"speakers":[],"title":null,"start":"s","end":"e","mood":"good"}'
    assert Facts.from_json(line) == Facts(speakers=(), title=None, start="s", end="e")


def other(field: dataclasses.Field[Any], value: object) -> Any:
    """Return a value of the same type that is not ``value``."""
    choices: dict[str, object] = {
        "Series": dataclasses.replace(SERIES, name="Another seminar"),
        "tuple[Speaker, ...]": (Speaker(name="Somebody"),),
        "tuple[str, ...]": ("other",),
        "tuple[Series, ...]": (dataclasses.replace(SERIES, key="another"),),
        "tuple[Person, ...]": (Person(name="Somebody"),),
        "datetime": datetime(2031, 1, 1, tzinfo=UTC),
        "bool": not value,
        "LinkAccess": LinkAccess.MEMBERS,
        "Status": Status.POSTPONED,
        "Person | None": Person(name="Somebody"),
    }
    return choices.get(str(field.type), "something else")


@pytest.mark.parametrize("field", dataclasses.fields(Talk), ids=lambda f: f.name)
def test_every_field_of_a_talk_but_where_it_lies_is_in_the_fingerprint(field):
    changed = but(**{field.name: other(field, getattr(TALK, field.name))})
    assert (digest(changed) == digest(TALK)) == (field.name in {"source", "imported"})


@pytest.mark.parametrize("field", dataclasses.fields(Speaker), ids=lambda f: f.name)
def test_every_field_of_a_speaker_but_the_address_is_in_the_fingerprint(field):
    first, *rest = TALK.speakers
    other_value: dict[str, Any] = {field.name: "something else"}
    first = dataclasses.replace(first, **other_value)
    changed = but(speakers=(first, *rest))
    assert (digest(changed) == digest(TALK)) == (field.name == "email")


@pytest.mark.parametrize("name", ["name", "key", "slug", "url", "color", "organizers"])
def test_what_is_shown_of_the_series_is_in_the_fingerprint(name):
    field = next(f for f in dataclasses.fields(Series) if f.name == name)
    series = dataclasses.replace(SERIES, **{name: other(field, None)})
    assert digest(but(series=series)) != digest(TALK)


def test_when_a_series_tells_is_not_in_the_fingerprint():
    series = dataclasses.replace(SERIES, settle=timedelta(hours=1), time=time(9))
    assert digest(but(series=series)) == digest(TALK)


def test_the_fingerprint_is_the_same_in_every_release():
    """If this moves, every published calendar entry says that it was edited."""
    assert digest(TALK) == (
        "93ccc1e4cc788a7d206b61590a86576ea715c3c40a7d2a73c5e226ce701e93df"
    )


def test_a_talk_survives_as_json_without_its_speakers_addresses():
    written = json.loads(json.dumps(snapshot(TALK)))
    bare = tuple(dataclasses.replace(s, email=None) for s in TALK.speakers)
    assert restore(written, SERIES) == but(speakers=bare)
    assert "d@example.edu" not in json.dumps(written)


def test_a_restored_talk_keeps_its_wall_time_and_the_name_of_its_zone():
    start = restore(snapshot(TALK), SERIES).start
    assert (start.hour, start.minute, start.tzname()) == (12, 30, "EST")


def test_a_talk_survives_its_series_too():
    series = restore(snapshot(TALK)).series
    assert series == SERIES


def test_a_snapshot_of_a_release_that_knew_of_one_list_can_be_read():
    written = snapshot(TALK)
    (only,) = written["series"].pop("mailing_lists")
    written["series"]["mailing_list"] = only
    assert restore(written).series.mailing_lists == SERIES.mailing_lists


def test_who_sends_counts_where_nobody_else_speaks_for_the_series():
    """The calendar entry names the sender then, so it is not what it was."""
    box = Mailbox("talks@example.edu")
    named = replace(SERIES, mail=MailSettings(sender=box))
    nameless = replace(SERIES, organizers=())
    sent = replace(nameless, mail=MailSettings(sender=box))
    assert digest(replace(TALK, series=named)) == digest(replace(TALK, series=SERIES))
    assert digest(replace(TALK, series=sent)) != digest(replace(TALK, series=nameless))


def test_a_joint_talk_without_its_record_is_still_one_of_each_series():
    joint = replace(TALK, also=(Series(key="a", slug="a", name="Algebra"),))
    assert restore(json.loads(json.dumps(snapshot(joint))), SERIES).also == joint.also


def test_a_snapshot_of_a_later_release_can_be_read():
    written = snapshot(TALK) | {"mood": "good"}
    written["speakers"][0]["mood"] = "good"
    written["series"]["mood"] = "good"
    assert restore(written).uid == TALK.uid


@pytest.mark.parametrize("missing", ["uid", "start", "end", "series"])
def test_what_is_not_a_snapshot_is_refused(missing):
    written = snapshot(TALK)
    del written[missing]
    with pytest.raises((KeyError, TypeError, ValueError)):
        restore(written)


texts = st.text(max_size=12)
maybe = st.none() | texts
offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
walls = st.builds(
    datetime,
    st.integers(1950, 2100),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 23),
    st.integers(0, 59),
)
moments = st.builds(lambda wall, zone: wall.replace(tzinfo=zone), walls, offsets)
people = st.builds(Person, name=texts, email=maybe, url=maybe)
speakers = st.builds(Speaker, name=texts, affiliation=maybe, bio=maybe, email=st.none())
talks = st.builds(
    Talk,
    uid=texts,
    slug=texts,
    source=texts,
    series=st.just(SERIES),
    title=maybe,
    speakers=st.lists(speakers, max_size=2).map(tuple),
    start=moments,
    end=moments,
    all_day=st.booleans(),
    end_stated=st.booleans(),
    location=maybe,
    link_access=st.sampled_from(LinkAccess),
    abstract=maybe,
    status=st.sampled_from(Status),
    host=st.none() | people,
    topics=st.lists(texts, max_size=2).map(tuple),
)


@settings(max_examples=examples(50))
@given(talks, talks)
def test_any_talk_survives_and_only_equal_ones_have_equal_fingerprints(one, two):
    again = restore(json.loads(json.dumps(snapshot(one))), SERIES)
    assert again == one
    assert digest(again) == digest(one)
    assert facts_of(again) == facts_of(one)
    assert Facts.from_json(facts_of(one).to_json()) == facts_of(one)
    when = {"start": one.start, "end": one.end, "source": one.source}
    two = dataclasses.replace(two, **when)
    assert (digest(one) == digest(two)) == (one == two)


def test_fact_fields_are_the_fields_of_facts():
    assert tuple(field.name for field in dataclasses.fields(Facts)) == FACT_FIELDS


def stated(thing: Any, *without: str) -> dict[str, Any]:
    """Return the fields of a noun that are not as they are where nobody fills them."""
    found = {}
    for one in dataclasses.fields(thing):
        default = None if one.default is dataclasses.MISSING else one.default
        if one.default_factory is not dataclasses.MISSING:
            default = one.default_factory()
        value = getattr(thing, one.name)
        if one.name not in without and value != default:
            found[one.name] = value
    return found


APART = ("start", "end", "status", "speakers", "host", "owner", "also", "series")
SHOWN = ("key", "slug", "name", "url", "color")
KEPT = ("parent", "description", "timezone", "language")


def shown(talk: Talk) -> dict[str, Any]:
    """Return what is shown of a talk, as the first release put it into JSON."""
    written = stated(talk, *APART, "source", "imported")
    written["start"], written["end"] = talk.start.isoformat(), talk.end.isoformat()
    written["status"] = talk.status.value
    written["speakers"] = [stated(one, "email") for one in talk.speakers]
    for name in ("host", "owner"):
        if getattr(talk, name) is not None:
            written[name] = stated(getattr(talk, name))
    if talk.also:
        written["also"] = [series_of(one, SHOWN) for one in talk.also]
    written["series"] = series = series_of(talk.series, SHOWN)
    if talk.series.organizers:
        series["organizers"] = [stated(one) for one in talk.series.organizers]
    elif talk.series.mail.sender:
        series["sender"] = str(talk.series.mail.sender)
    return written


def series_of(series: Series, names: tuple[str, ...]) -> dict[str, Any]:
    """Return these fields of a series, in this order, as far as they say something."""
    said = stated(series)
    return {name: said[name] for name in names if name in said}


boxes = st.builds(Mailbox, st.just("a@example.edu"), texts)
series = st.builds(
    Series,
    key=texts,
    slug=texts,
    name=texts,
    url=maybe,
    color=maybe,
    parent=maybe,
    description=maybe,
    timezone=texts,
    language=texts,
    organizers=st.lists(people, max_size=2).map(tuple),
    mailing_lists=st.lists(boxes, max_size=2).map(tuple),
    mail=st.builds(MailSettings, sender=st.none() | boxes),
)
fuller = st.builds(
    replace,
    talks,
    series=series,
    also=st.lists(series, max_size=2).map(tuple),
    owner=st.none() | people,
    daily=st.booleans(),
    link=maybe,
    registration=maybe,
    recording=st.none() | st.sampled_from(Recording),
    awaited=st.lists(texts, max_size=2).map(tuple),
    extra=st.dictionaries(texts, st.recursive(texts, st.lists), max_size=2),
    speakers=st.lists(
        st.builds(Speaker, name=texts, role=st.none() | st.sampled_from(Role)),
        max_size=2,
    ).map(tuple),
)


@settings(max_examples=examples(100))
@given(fuller)
def test_what_is_written_of_a_talk_is_what_json_makes_of_its_fields(one):
    """Ledgers of every release hold it: not a byte may move."""
    dense = json.dumps(shown(one), separators=(",", ":"), sort_keys=True)
    assert digest(one) == sha256(dense.encode()).hexdigest()
    written = shown(one)
    written["series"] |= series_of(one.series, KEPT)
    if one.series.mailing_lists:
        written["series"]["mailing_lists"] = list(map(str, one.series.mailing_lists))
    written["source"] = one.source
    written["zone_names"] = [one.start.tzname(), one.end.tzname()]
    assert snapshot_json(one) == json.dumps(written)
    assert facts_json(one) == facts_of(one).to_json()
