"""A series that lost its file tells nothing, and least of all the list around it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from announcer.kinds import Kind
from announcer.mailbox import Mailbox
from announcer.plan import asked
from announcer.talk import Status
from tests.builders import moment, talk
from tests.test_plan import kinds, new_seminar, told_by

AROUND = told_by(mailing_lists=(Mailbox("all@example.edu"),))
OWN = replace(
    AROUND,
    key="wilks/algebra",
    slug="wilks/algebra",
    parent="wilks",
    name="Algebra",
    mailing_lists=(Mailbox("algebra@example.edu"),),
)
LOST = replace(OWN, mailing_lists=AROUND.mailing_lists)
TOLD = talk(series=OWN, uid="a@x", location="A1")  # Monday, 8 March 2021, 12:30
NEXT = talk(series=OWN, uid="b@x", start="2021-03-15 12:30", title="Rings")


def lost(one, **changes):
    return replace(one, series=LOST, **changes)


@pytest.fixture
def seminar():
    """Yield a seminar that told the list of the inner series of one talk."""
    with new_seminar() as made:
        made.run("2021-03-01 09:00", TOLD, NEXT, series=[AROUND])
        yield made


def test_what_was_told_and_what_was_not_wait_until_a_person_says_what_is_so(seminar):
    """Nor is the room that went with the file news to anybody."""
    two = lost(TOLD, location=None), lost(NEXT)
    found = seminar.look("2021-03-08 09:00", *two, series=[AROUND])
    assert (found.due, len(found.blocked)) == ((), 2)
    for one in found.blocked:
        assert one.reason.startswith("algebra@example.edu was told of talks of this")
        assert "Is talks/wilks/algebra/series.yaml gone? Bring it back" in one.reason


def test_what_is_still_to_come_says_that_it_would_wait(seminar):
    found = seminar.look("2021-03-02 09:00", lost(TOLD), lost(NEXT), series=[AROUND])
    assert not any(one.ready for one in found.upcoming)
    assert "told algebra@example.edu until now" in found.upcoming[0].reason


def test_when_the_file_is_back_all_goes_on(seminar):
    seminar.run("2021-03-02 09:00", lost(TOLD), lost(NEXT), series=[AROUND])
    said = seminar.run("2021-03-08 09:00", TOLD, NEXT, series=[AROUND])
    assert sorted(kinds(said)) == ["announcement", "reminder"]


def test_a_word_to_the_list_around_it_lets_the_others_follow(seminar):
    now, both = moment("2021-03-08 09:00"), (lost(TOLD), lost(NEXT))
    programme, told, _ = seminar.seen(now, *both, series=[AROUND])
    (said,) = asked(Kind.ANNOUNCEMENT, both[1], programme, told)
    seminar.ledger.confirm(seminar.ledger.claim(said, now), now)
    found = seminar.look("2021-03-08 09:05", *both, series=[AROUND])
    assert found.blocked == ()
    assert "all@example.edu" in {one.address for one in found.due}


def test_a_series_that_falls_back_on_the_list_of_the_site_is_asked_about():
    """There is no series around it, but another one that has that list already."""
    other = replace(AROUND, key="site", slug="site")
    own = replace(OWN, key="algebra", parent=None)
    outer = talk(series=other, uid="d@x", title="Knots", start="2021-03-07 12:30")
    inner = replace(TOLD, series=own)
    gone = replace(inner, series=replace(own, mailing_lists=other.mailing_lists))
    with new_seminar() as made:
        made.run("2021-03-01 08:00", outer)
        made.run("2021-03-01 09:00", outer, inner)
        (found,) = made.look("2021-03-02 09:00", outer, gone).blocked
        assert "Is talks/algebra/series.yaml gone?" in found.reason


def test_of_two_lists_one_may_be_dropped():
    both = replace(OWN, mailing_lists=(*AROUND.mailing_lists, *OWN.mailing_lists))
    outer = talk(series=AROUND, uid="d@x", title="Knots", start="2021-03-07 12:30")
    with new_seminar() as made:
        made.run("2021-03-01 08:00", outer)
        made.run("2021-03-01 09:00", outer, replace(TOLD, series=both))
        assert made.look("2021-03-02 09:00", outer, lost(TOLD)).blocked == ()


def test_a_talk_that_was_given_to_another_series_is_told_there(seminar):
    """Its old list is still that of a series, so no file is gone."""
    given = replace(TOLD, series=replace(LOST, key="wilks/rings", slug="wilks/rings"))
    found = seminar.look("2021-03-02 09:00", given, series=[AROUND, OWN])
    assert found.blocked == ()
    assert [one.address for one in found.due] == ["all@example.edu"]


def test_that_a_talk_is_off_is_told_to_those_who_knew_of_it(seminar):
    off = lost(TOLD, status=Status.CANCELLED)
    (found,) = seminar.look("2021-03-02 09:00", off, series=[AROUND]).due
    assert (found.kind, found.address) == (Kind.CANCELLATION, "algebra@example.edu")


def test_the_address_of_a_list_that_others_share_may_change():
    inherits = replace(OWN, mailing_lists=AROUND.mailing_lists)
    outer = talk(series=AROUND, uid="d@x", title="Knots")
    inner = replace(TOLD, series=inherits)
    moved = (Mailbox("new@example.edu"),)
    with new_seminar() as made:
        made.run("2021-03-01 09:00", outer, inner)
        now = [
            replace(one, series=replace(one.series, mailing_lists=moved))
            for one in (outer, inner)
        ]
        found = made.look("2021-03-02 09:00", *now)
        assert found.blocked == ()
        assert {one.address for one in found.due} == {"new@example.edu"}
