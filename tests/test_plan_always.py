"""What holds whatever happens: random terms, random edits, random runs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from announcer import when
from announcer.facts import Facts, facts_of
from announcer.formats import mail
from announcer.formats.mail.changed import shown
from announcer.kinds import ALONE, NEWS, Kind
from announcer.letter import Letter
from announcer.plan import is_steady, moments, names, plan, turns
from announcer.plan.moments import moment as moment_of
from announcer.review import review
from announcer.talk import (
    LinkAccess,
    Programme,
    Series,
    Speaker,
    Status,
    Talk,
    Term,
)
from announcer.templating import Templates
from announcer.words import words_for
from tests.builders import NOW, SITE, moment, programme, talk
from tests.examples import examples
from tests.test_plan import Seminar, new_seminar, told_by

TEMPLATES = Templates()

SERIES = told_by(
    "announcement: 7 days before at 09:00",
    "reminder: 1 day before at 18:00",
    "reminder: same day at 08:00",
    "digest: Sundays at 18:00",
    settle=timedelta(hours=2),
)
FIRST = moment("2021-03-01 00:00")

EDITS = st.fixed_dictionaries(
    {},
    optional={
        "location": st.sampled_from(["A1", "B2", None]),
        "title": st.sampled_from(["One", "Two", None]),
        "status": st.sampled_from(list(Status)),
        "start": st.integers(0, 24 * 16).map(lambda h: after(hours=h)),
    },
)
# hours that pass, what an organiser does, and whether the mail server agrees
STEPS = st.lists(
    st.tuples(st.integers(1, 40), EDITS, st.booleans(), st.booleans()), max_size=14
)


def after(hours: int) -> datetime:
    return when.later(FIRST, timedelta(hours=hours))


def live(
    seminar: Seminar, steps: list[tuple[int, dict[str, Any], bool, bool]]
) -> Iterator[tuple[Letter, datetime]]:
    """Run the steps; yield each message with the talk and the clock of its run."""
    one = talk(series=SERIES, location="A1", uid="one@x", slug="one")
    clock = 0
    for hours, edits, fails, gone in steps:
        clock += hours
        one = replace(one, **edits)
        one = replace(one, end=when.later(one.start, timedelta(hours=1)))
        now = f"{after(clock):%Y-%m-%d %H:%M}"
        before = len(seminar.sent)
        talks = () if gone else (one,)
        fail = list(Kind) if fails else ()
        seminar.run(now, *talks, series=[SERIES], fail=fail)
        for item in seminar.sent[before:]:
            yield item, moment(now)


def is_awaited(believed: Facts | None, now: datetime) -> bool:
    """Say whether people still expect a talk, whose record may say that it is past."""
    if believed is None:
        return False
    waits = believed.status == Status.POSTPONED.value
    return waits or datetime.fromisoformat(believed.start) > now


@settings(max_examples=examples(12))
@example(
    [
        (9, {}, False, False),
        (1, {"start": after(0)}, False, False),
        (2, {}, False, False),
    ]
)
@given(STEPS)
def test_nobody_is_told_twice_or_too_late_or_anything_stale(steps):
    """Claims in a real ledger fail loudly where the plan would tell twice."""
    believed: Facts | None = None
    with new_seminar() as seminar:
        for item, now in live(seminar, steps):
            kind = item.kind
            if kind is Kind.DIGEST:
                assert all(listed.start > now for listed in item.talks)
                continue
            (about,) = item.talks
            facts = facts_of(about)
            assert about.start > now or (kind in NEWS and is_awaited(believed, now))
            if kind in NEWS:
                assert believed is None or believed != facts
            if kind in {Kind.CANCELLATION, Kind.POSTPONEMENT}:
                assert believed is None or believed.status != facts.status
            if kind is Kind.REMINDER:
                assert believed == facts, "a reminder must not hide a change"
            if kind is Kind.ANNOUNCEMENT:
                assert about.title is not None
                assert about.status is Status.CONFIRMED
            believed = facts if kind in ALONE else believed


@settings(max_examples=examples(12))
@given(STEPS)
def test_after_a_run_the_audience_believes_what_the_record_says(steps):
    """Unless the talk has begun, was never told, or an update is still settling."""
    with new_seminar() as seminar:
        clock = 0
        one = talk(series=SERIES, location="A1", uid="one@x", slug="one")
        for hours, edits, _, _ in steps:
            clock += hours
            one = replace(one, **edits)
            one = replace(one, end=when.later(one.start, timedelta(hours=1)))
            seminar.run(f"{after(clock):%Y-%m-%d %H:%M}", one)
        quiet = after(clock + 3)
        seminar.run(f"{quiet:%Y-%m-%d %H:%M}", one)
        told = [i for i in seminar.sent if i.kind in ALONE]
        if told and one.start > quiet:
            off = {Status.CANCELLED, Status.POSTPONED}
            last = facts_of(told[-1].talks[0])
            assert last.status == one.status.value
            assert one.status in off or last == facts_of(one)


@settings(max_examples=examples(12))
@given(STEPS)
def test_a_second_run_at_the_same_time_sends_nothing(steps):
    with new_seminar() as seminar:
        clock = 0
        one = talk(series=SERIES, location="A1", uid="one@x", slug="one")
        for hours, edits, _, gone in steps:
            clock += hours
            one = replace(one, **edits)
            one = replace(one, end=when.later(one.start, timedelta(hours=1)))
            talks = () if gone else (one,)
            now = f"{after(clock):%Y-%m-%d %H:%M}"
            seminar.run(now, *talks, series=[SERIES])
            assert seminar.look(now, *talks, series=[SERIES]).due == ()


EVERY_RULE = told_by(
    "request: 10 days before at 09:00",
    "announcement: 7 days before at 09:00",
    "briefing: 1 day before at 12:00",
    "reminder: 1 hour before",
    "thanks: 1 day after at 10:00",
    "thanks_speaker: same day at 20:00",
    "digest: Sundays at 18:00",
    "programme: 7 days before at 09:00",
    settle=timedelta(hours=2),
    tell_people=True,
)
NEW_YORK = "America/New_York"
TERM = Term(name="Spring", start=date(2021, 3, 9), end=date(2021, 5, 1))


@settings(max_examples=examples(20))
@given(STEPS, st.floats(0, 1, exclude_max=True))
def test_until_the_next_turn_a_plan_is_the_same(steps, part):
    """Nobody need plan again before, unless a day has ended where a series lives."""
    speaker = Speaker(name="Ada Alpha", email="ada@example.edu")
    with new_seminar(replace(SITE, terms=(TERM,))) as seminar:
        clock = 0
        one = talk(series=EVERY_RULE, uid="one@x", slug="one", speakers=(speaker,))
        for hours, edits, fails, gone in steps:
            clock += hours
            one = replace(one, **edits)
            one = replace(one, end=when.later(one.start, timedelta(hours=1)))
            now = after(clock)
            known = [] if gone else [one]
            fail = list(Kind) if fails else ()
            seminar.run(f"{now:%Y-%m-%d %H:%M}", *known, series=[EVERY_RULE], fail=fail)
            seen, told, history = seminar.seen(now, *known, series=[EVERY_RULE])
            assert is_steady(told, history.moved, now)
            tomorrow = when.midnight(
                now.date() + timedelta(days=1), when.zone(NEW_YORK)
            )
            until = min(
                turn
                for turn in (tomorrow, *turns(seen, told, history.moved))
                if turn > now
            )
            whole = int((until - now).total_seconds() * part)
            present, later = (
                plan(replace(seen, now=moment), told, moved=history.moved)
                for moment in (now, when.later(now, timedelta(seconds=whole)))
            )
            assert present == later


BOTH = (Speaker(name="Ada Alpha", affiliation="U"), Speaker(name="Emmy Noether"))
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "location": st.sampled_from(["A1", " A1", "Hall 7", "Virtual", None]),
        "title": st.sampled_from(["On $x$", r"On  \(x\)", "Two", None]),
        "status": st.sampled_from(list(Status)),
        "start": st.integers(0, 16 * 96).map(
            lambda n: when.later(FIRST, timedelta(minutes=15 * n))
        ),
        "hours": st.sampled_from([1, 2, 24, 49]),
        "timezone": st.sampled_from(
            ["America/New_York", "US/Eastern", "Europe/London", "Asia/Kolkata"]
        ),
        "all_day": st.booleans(),
        "end_stated": st.booleans(),
        "speakers": st.sampled_from([(), BOTH, BOTH[:1], BOTH[1:], BOTH[::-1]]),
        "link": st.sampled_from(["https://a.example", "https://A.example/", None]),
        "link_access": st.sampled_from(list(LinkAccess)),
        "registration": st.sampled_from(["https://a.example/r", None]),
    },
)


def edited(one: Talk, said: dict[str, Any]) -> Talk:
    """Return a talk with what an organiser may write, and its times on its clocks."""
    said = dict(said)
    length = timedelta(hours=said.pop("hours", 1))
    one = replace(one, **said)
    zone, wall = when.zone(one.timezone), one.start.replace(tzinfo=None)
    if one.all_day:
        start = when.midnight(wall.date(), zone)
        return replace(one, start=start, end=when.midnight(_last(wall, length), zone))
    start = moments.on_clock(wall.date(), wall.time(), one.timezone)
    return replace(one, start=start, end=when.later(start, length))


def _last(wall: datetime, length: timedelta) -> date:
    return wall.date() + timedelta(days=1 + length.days)


@settings(max_examples=examples(20))
@given(st.lists(CHANGES, min_size=1, max_size=4), st.booleans())
def test_an_update_names_at_least_one_change_in_every_language(edits, afar):
    """And in no line stands the same before and after."""
    zones = ("Asia/Tokyo",) if afar else ()
    series = told_by("announcement: 7 days before at 09:00", zones=zones)
    one = talk(series=series, location="A1", uid="one@x", slug="one")
    with new_seminar() as seminar:
        seminar.run("2021-03-01 09:00", one)
        for clock, said in enumerate(edits, 10):
            one = edited(one, said)
            now = f"2021-03-01 {clock}:00"
            before = len(seminar.sent)
            seminar.run(now, one)
            for item in seminar.sent[before:]:
                if item.kind is Kind.UPDATE:
                    assert_names_a_change(item, moment(now))


def assert_names_a_change(item: Letter, now: datetime) -> None:
    for language in ("en", "de", "fr", "he"):
        assert item.series
        series = replace(item.series, language=language)
        letter = replace(item, series=series)
        known = shown(item.changes, item.talks[0], words_for(language))
        assert known
        assert not any(one.old and one.old == one.new for one in known), known
        scene = programme(*item.talks, now=now, series=(series,))
        text = mail.message(letter, scene, TEMPLATES).text
        heading = text.partition("***")[2].partition("***")[0].strip()
        assert heading
        assert series.name not in heading, "it names no change"


WEEKDAYS = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")
HOURS_OF_RULES = (0, 8, 13, 18, 23)
HOURS = st.sampled_from(HOURS_OF_RULES)
DIGESTS = st.builds("digest: {}days at {}:00".format, st.sampled_from(WEEKDAYS), HOURS)
SINGLE = st.builds(
    "{}: {} at {}:00".format,
    st.sampled_from(["announcement", "reminder"]),
    st.sampled_from(["same day", "the day before", "3 days before"]),
    HOURS,
)
# the hour of a talk, and the hours at which its record and its title come
TALKS = st.lists(
    st.tuples(st.integers(60, 24 * 19), st.integers(0, 400), st.integers(0, 400)),
    min_size=1,
    max_size=4,
)


def weeks_of(
    seminar: Seminar, series: Series, talks: list[tuple[int, int, int]]
) -> tuple[list[tuple[Letter, datetime]], dict[str, Talk], set[str]]:
    """Run at the hours of rules for three weeks, and when something changes.

    Return each message with its moment, the talks by uid, and the uids of those that
    were said to be held up.
    """
    clocks = {after(hour) for one in talks for hour in one[1:]} | {
        moment(f"2021-03-{day:02} {hour:02}:00")
        for day in range(1, 21)
        for hour in HOURS_OF_RULES
    }
    sent: list[tuple[Letter, datetime]] = []
    last: dict[str, Talk] = {}
    held: set[str] = set()
    for now in sorted(clocks):
        known = [
            talk(
                series=series,
                uid=f"{number}@x",
                slug=str(number),
                start=after(starts),
                title="One" if after(titled) <= now else None,
            )
            for number, (starts, added, titled) in enumerate(talks)
            if after(added) <= now
        ]
        last |= {one.uid: one for one in known if one.start > now}
        clock = f"{now:%Y-%m-%d %H:%M}"
        found = seminar.look(clock, *known, series=[series])
        held |= {one.talk.uid for one in found.blocked}
        before = len(seminar.sent)
        seminar.send(found, now)
        sent += [(item, now) for item in seminar.sent[before:]]
    return sent, last, held


@settings(max_examples=examples(4))
@given(
    st.lists(DIGESTS, min_size=1, max_size=2),
    # of two talks alike at one time the second is held, and asked about
    st.lists(st.integers(60, 456), max_size=12, unique=True),
)
def test_every_talk_is_named_in_exactly_the_digest_before_it(digests, hours):
    """Whatever the weekday and the hour: two digests in a row leave out no talk."""
    series = told_by(*digests)
    with new_seminar() as seminar:
        sent, talks, _ = weeks_of(seminar, series, [(hour, 0, 0) for hour in hours])
    named = [(one.uid, now) for letter, now in sent for one in letter.talks]
    assert {letter.kind for letter, _ in sent} <= {Kind.DIGEST}
    assert sorted(uid for uid, _ in named) == sorted(talks)
    assert all(now < talks[uid].start for uid, now in named)


@settings(max_examples=examples(4))
@given(DIGESTS, st.lists(SINGLE, max_size=2), TALKS)
def test_nothing_that_shall_be_told_drops_out_in_silence(digest, single, talks):
    """A talk that ever was ready is told, and one that never was is said to be held.

    Of each rule there is the message, a later one that makes it needless, or a doubt of
    ``check``.
    """
    series = told_by(digest, *single)
    with new_seminar() as seminar:
        sent, last, held = weeks_of(seminar, series, talks)
    for one in last.values():
        told = [(item, now) for item, now in sent if one in item.talks]
        alone = [(item, now) for item, now in told if item.kind in ALONE]
        assert all(now < one.start for _, now in told)
        if one.title is None:
            assert told or one.uid in held
            continue
        assert told
        found = review(Programme(site=SITE, series=(series,), talks=(one,), now=NOW))
        late = {doubt.code for doubt in found}
        for rule in (rule for rule in series.tell if rule.kind in ALONE):
            due = moment_of(rule, one)
            needless = any(now >= due for _, now in alone)
            announced = rule.kind == Kind.ANNOUNCEMENT and alone
            assert needless or announced or "too-late" in late


def test_a_plan_asks_the_ledger_about_the_talks_that_matter_only():
    """Ten years of talks are over; only whether its list was told of any matters."""
    old = [
        talk(series=SERIES, uid=f"{n}@x", start=when.later(NOW, -timedelta(days=n)))
        for n in range(100, 200)
    ]
    new = talk(series=SERIES, uid="new@x", start=when.later(NOW, timedelta(days=9)))
    known = Programme(
        site=SITE,
        series=(SERIES,),
        talks=tuple(sorted((*old, new), key=_start)),
        now=NOW,
    )
    asked = {name for name in names(known) if name.endswith("@x")}
    assert asked == {"new@x", "100@x", "101@x", "102@x"}


def _start(one: Talk) -> datetime:
    return one.start
