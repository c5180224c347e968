"""What people were not told in time is said to who can still tell them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from announcer.kinds import Kind
from announcer.plan import Missed
from announcer.talk import Status
from tests.builders import talk
from tests.test_plan import TALK, at, new_seminar, told_by

NEXT = talk(
    series=told_by(),
    location="A1",
    start="2021-03-15 12:30",
    title="Curves",
    speakers=(),
)
DIGEST = told_by("digest: Fridays at 18:00")


@pytest.fixture
def seminar():
    """Yield a seminar that told its list of one talk, and knows of the next."""
    with new_seminar() as made:
        made.run("2021-03-01 09:00", TALK, NEXT)
        yield made


def missed(seminar, clock, *talks):
    found = [one for one in seminar.look(clock, *talks).blocked if type(one) is Missed]
    return [(one.letter.kind, one.reason.partition("; ")[0]) for one in found]


def test_a_talk_that_nothing_ran_for_is_said_once_it_has_begun(seminar):
    assert seminar.look("2021-03-15 12:29", TALK, NEXT).blocked == ()
    assert missed(seminar, "2021-03-15 12:30", TALK, NEXT) == [
        (Kind.ANNOUNCEMENT, "it began on 15 March 2021, and nobody was told of it")
    ]


def test_it_is_said_for_a_week_from_the_first_message_after_it(seminar):
    """So whoever switches the machine on again after three weeks hears of it."""
    third = talk(series=told_by(), start="2021-04-12 12:30", title="Knots")
    every = (TALK, NEXT, third)
    assert missed(seminar, "2021-04-05 08:59", *every)
    seminar.run("2021-04-05 09:00", *every)
    assert missed(seminar, "2021-04-12 08:59", *every)
    assert not missed(seminar, "2021-04-12 09:00", *every)


def test_it_is_said_for_a_month_while_nothing_goes_out(seminar):
    assert missed(seminar, "2021-04-15 12:29", TALK, NEXT)
    assert not missed(seminar, "2021-04-15 12:30", TALK, NEXT)


def test_a_list_that_was_told_before_a_long_break_expects_the_next_talk():
    old = talk(series=told_by(), start="2021-01-04 12:30", title="Knots")
    with new_seminar() as made:
        made.run("2020-12-28 09:00", old, NEXT)
        assert missed(made, "2021-03-15 13:00", old, NEXT)


def test_it_is_said_where_digests_tell(seminar):
    weekly = replace(NEXT, series=DIGEST)
    assert missed(seminar, "2021-03-15 13:00", TALK, weekly)


def test_a_talk_whose_digest_was_refused_to_the_end_is_said(seminar):
    weekly = replace(NEXT, series=DIGEST)
    seminar.run("2021-03-12 18:00", TALK, weekly, fail=["digest"])
    assert missed(seminar, "2021-03-15 13:00", TALK, weekly)


@pytest.mark.parametrize(
    "changes",
    [{"title": None}, {"status": Status.TENTATIVE}, {"status": Status.CANCELLED}],
)
def test_what_nobody_was_to_be_told_of_is_not_missed(seminar, changes):
    other = replace(NEXT, **changes)
    assert not missed(seminar, "2021-03-15 13:00", TALK, other)


def test_a_record_that_comes_after_its_talk_is_not_missed(seminar):
    late = talk(series=told_by(), start="2021-03-10 12:30", title="Surfaces")
    assert not missed(seminar, "2021-03-11 09:00", TALK, NEXT, late)


def test_a_list_that_is_younger_than_the_talk_has_missed_nothing():
    with new_seminar() as made:
        made.run("2021-03-01 08:00", TALK)
        assert not missed(made, "2021-03-08 13:00", TALK)


def test_a_talk_that_was_announced_is_not_missed_without_its_reminder(seminar):
    assert not missed(seminar, "2021-03-08 13:00", TALK)


def test_a_room_that_was_seen_to_change_and_told_to_nobody_is_said(seminar):
    moved = replace(TALK, location="B2")
    seminar.look("2021-03-08 12:00", moved)
    assert missed(seminar, "2021-03-08 13:00", moved) == [
        (Kind.UPDATE, "it began on 8 March 2021, and nobody was told of this in time")
    ]


def test_a_cancellation_that_was_seen_and_told_to_nobody_is_said(seminar):
    off = replace(TALK, status=Status.CANCELLED)
    seminar.look("2021-03-08 12:00", off)
    assert [kind for kind, _ in missed(seminar, "2021-03-08 13:00", off)] == [
        Kind.CANCELLATION
    ]


AFTERWARDS = [{"location": "B2"}, {"title": "Curves"}, {"status": Status.CANCELLED}]


@pytest.mark.parametrize("changes", AFTERWARDS)
def test_what_is_set_right_after_the_talk_is_not_missed(seminar, changes):
    seminar.run("2021-03-08 08:00", TALK)
    assert not missed(seminar, "2021-03-08 13:00", replace(TALK, **changes))


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"location": "B2"}, Kind.UPDATE),
        ({"status": Status.CANCELLED}, Kind.CANCELLATION),
    ],
)
def test_what_may_have_changed_while_nothing_ran_is_said(seminar, changes, kind):
    """The reminder of that day did not go out either."""
    other = replace(TALK, **changes)
    assert [kind for kind, _ in missed(seminar, "2021-03-20 09:00", other)] == [kind]


@pytest.mark.parametrize("runs", [(), ("2021-03-08 08:00",)])
@pytest.mark.parametrize("day", ["2021-03-10", "2021-03-03", "2020-03-08"])
def test_another_day_that_is_seen_when_both_are_over_is_said(seminar, runs, day):
    for clock in runs:
        seminar.run(clock, TALK)
    moved = at(f"{day} 12:30", TALK)
    (found,) = seminar.look("2021-03-20 09:00", moved).blocked
    assert type(found) is Missed
    assert "told start 2021-03-08 12:30 on " in found.reason
    assert f"; record says {day} 12:30" in found.reason


def test_a_day_that_was_set_right_long_after_the_talk_is_not_said(seminar):
    moved = at("2021-03-10 12:30", TALK)
    assert not missed(seminar, "2021-04-12 09:00", moved)


def test_a_title_that_changed_kept_nobody_away(seminar):
    other = replace(TALK, title="Curves")
    seminar.look("2021-03-08 12:00", other)
    assert not missed(seminar, "2021-03-08 13:00", other)


def test_news_that_was_refused_to_the_end_is_said_in_words_of_its_own(seminar):
    moved = replace(TALK, location="B2")
    seminar.run("2021-03-08 12:00", moved, fail=["update"])
    assert not missed(seminar, "2021-03-08 13:00", moved)
