"""What was copied, or lost with a file, is asked about before anybody is told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from announcer.kinds import Kind
from announcer.talk import Status
from tests.builders import WILKS, talk
from tests.test_plan import TALK, at, new_seminar, told_by

COPY = replace(
    TALK, uid="copy", slug="copy", source="talks/wilks/2021-03-08-soudry (1).yaml"
)
LOST = replace(WILKS, mailing_lists=(), tell=())  # as without its series.yaml


@pytest.fixture
def seminar():
    with new_seminar() as made:
        yield made


def blocked(found):
    return [(one.talk.slug, one.reason.partition(". ")[0]) for one in found.blocked]


def test_a_copy_of_a_record_is_not_announced_beside_it(seminar):
    found = seminar.look("2021-03-01 09:00", TALK, COPY)
    assert [one.talks[0].slug for one in found.due] == [TALK.slug]
    said = f"it is the same talk as {TALK.source}, at the same time"
    assert blocked(found) == [("copy", said)]


def test_of_two_copies_that_is_the_talk_which_people_were_told_of(seminar):
    seminar.run("2021-03-01 09:00", COPY)
    found = seminar.look("2021-03-02 09:00", replace(TALK, location="B2"), COPY)
    assert found.due == ()
    assert [slug for slug, _ in blocked(found)] == [TALK.slug]


def test_a_copy_is_foreseen(seminar):
    found = seminar.look("2021-02-28 09:00", TALK, COPY)
    ready = {one.talks[0].slug: one.ready for one in found.upcoming}
    assert ready == {TALK.slug: True, "copy": False}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Curves"},
        {"title": None},
        {"speakers": ()},
        {"series": replace(told_by(), key="other", slug="other")},
        {"status": Status.CANCELLED},
    ],
)
def test_what_differs_in_more_than_its_room_is_no_copy(seminar, changes):
    other = replace(COPY, location="B2", **changes)
    found = seminar.look("2021-03-01 09:00", TALK, other)
    assert not [one for _, one in blocked(found) if "same talk" in one]


def test_parallel_sessions_without_a_speaker_are_no_copies(seminar):
    two = [replace(one, speakers=()) for one in (TALK, replace(COPY, location="B2"))]
    assert len(seminar.look("2021-03-01 09:00", *two).due) == 2


def test_a_series_that_lost_its_list_and_rules_is_asked_about_and_tells_nothing(
    seminar,
):
    seminar.run("2021-03-01 09:00", TALK)
    bare = replace(TALK, series=LOST, location=None)
    found = seminar.look("2021-03-02 09:00", bare)
    assert found.due == ()
    (one,) = found.blocked
    assert "Is talks/wilks/series.yaml gone? Bring it back" in one.reason
    assert seminar.run("2021-03-03 09:00", TALK) == []


def test_a_talk_that_is_called_off_is_told_wherever_its_series_is(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    off = replace(TALK, series=LOST, status=Status.CANCELLED)
    found = seminar.look("2021-03-02 09:00", off)
    assert found.due[0].kind is Kind.CANCELLATION


def test_a_series_that_never_told_anybody_is_not_asked_about(seminar):
    assert seminar.look("2021-03-02 09:00", talk(series=LOST)).blocked == ()


@pytest.mark.parametrize("day", ["2022-03-08", "2024-03-11"])
def test_a_slip_into_a_later_year_is_loud_and_told_to_nobody(seminar, day):
    seminar.run("2021-03-01 09:00", TALK)
    later = at(f"{day} 12:30")
    assert seminar.run("2021-03-02 09:00", later) == []
    (one,) = seminar.look("2021-03-02 09:00", later).blocked
    assert "people were told 8 March 2021, the record says" in one.reason


def test_a_talk_that_is_put_off_to_the_next_spring_is_told(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    (said,) = seminar.run("2021-03-02 09:00", at("2022-03-14 12:30"))
    assert said.startswith("update")


def test_a_copy_stands_in_no_digest_and_is_not_told_after_it(seminar):
    weekly = told_by("digest: Sundays at 18:00")
    both = [replace(one, series=weekly) for one in (TALK, COPY)]
    (digest,) = seminar.look("2021-03-07 18:00", *both).due
    assert [one.slug for one in digest.talks] == [TALK.slug]
    seminar.run("2021-03-07 18:00", *both)
    assert seminar.run("2021-03-08 09:00", *both) == []
