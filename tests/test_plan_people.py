"""What speakers and hosts are asked, told and thanked for, and when not again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from announcer.access import Channel
from announcer.kinds import Kind
from announcer.mailbox import Mailbox
from announcer.plan import Blocked
from announcer.talk import LinkAccess, Person, Recording, Role, Speaker, Status, Talk
from tests.builders import SOUDRY, letter, moment, talk
from tests.test_plan import new_seminar, told_by

HOST = Person(name="Hanna Host", email="hanna@example.edu")
LIST = "stat-seminars@example.edu"
DANIEL = "daniel@technion.example"
ASKS = told_by("request: 21 days before", "request: 7 days before")
EMPTY = Speaker(name="Daniel Soudry", email=DANIEL)
SILENT = Speaker(name="Noa Levi")
TOLD = told_by("announcement: 7 days before at 09:00", tell_people=True)


@pytest.fixture
def seminar():
    with new_seminar() as made:
        yield made


def told(plan):
    """Return what is due: the kinds and whom they go to."""
    return [(one.kind.value, one.address) for one in plan.due]


# Whom a request goes to


def test_a_host_is_asked_for_the_guests_who_have_no_address(seminar):
    one = talk(series=ASKS, title=None, speakers=(EMPTY, SILENT), host=HOST)
    seminar.run("2021-02-15 09:00", one)
    own, hosts = seminar.sent
    assert (own.person, own.as_host, own.guests) == ("Daniel Soudry", False, ())
    assert (hosts.person, hosts.as_host) == ("Hanna Host", True)
    assert hosts.guests == ("Noa Levi",)
    assert hosts.address == "hanna@example.edu"


def test_a_speaker_whom_nobody_can_ask_is_named_beside_those_who_are_asked(seminar):
    one = talk(series=ASKS, title=None, speakers=(EMPTY, SILENT))
    found = seminar.look("2021-02-15 09:00", one)
    assert told(found) == [("request", DANIEL)]
    (blocked,) = found.blocked
    assert blocked.reason == "there is no email address of Noa Levi, nor of a host"


def asked_for(found):
    """Return the addresses that are asked, and for what."""
    return {one.address: one.missing for one in found.due}


def with_role(role):
    return Speaker(name="Noa Levi", email="noa@technion.example", role=role)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.MODERATOR])
def test_who_leads_a_talk_is_asked_for_nothing(seminar, role):
    one = talk(series=ASKS, title=None, speakers=(EMPTY, with_role(role)), host=HOST)
    assert list(asked_for(seminar.look("2021-02-15 09:00", one))) == [DANIEL]


def test_who_answers_a_talk_is_asked_for_a_bio_and_for_no_title(seminar):
    people = (EMPTY, with_role(Role.DISCUSSANT))
    found = seminar.look(
        "2021-02-15 09:00", talk(series=ASKS, title=None, speakers=people)
    )
    asked = asked_for(found)
    assert "title" in asked[DANIEL]
    assert asked["noa@technion.example"] == ("bio", "affiliation", "consent")


def test_a_panel_is_asked_for_the_title_where_nobody_gives_a_talk_beside_it(seminar):
    panel = with_role(Role.PANEL)
    alone = talk(series=ASKS, title=None, speakers=(panel, with_role(Role.CHAIR)))
    asked = asked_for(seminar.look("2021-02-15 09:00", alone))
    assert "title" in asked["noa@technion.example"]
    beside = talk(series=ASKS, title=None, speakers=(EMPTY, panel))
    asked = asked_for(seminar.look("2021-02-15 09:00", beside))
    assert "title" not in asked["noa@technion.example"]


@pytest.mark.parametrize("role", [Role.CHAIR, Role.DISCUSSANT])
def test_a_title_that_nobody_named_gives_is_asked_of_the_host(seminar, role):
    one = talk(series=ASKS, title=None, speakers=(with_role(role),), host=HOST)
    asked = asked_for(seminar.look("2021-02-15 09:00", one))
    assert "title" in asked["hanna@example.edu"]


def test_two_speakers_with_one_address_get_one_letter(seminar):
    both = (EMPTY, replace(EMPTY, name="Noa Levi"))
    one = talk(series=ASKS, title=None, speakers=both)
    (asked,) = seminar.look("2021-02-15 09:00", one).due
    assert asked.person == "Daniel Soudry, Noa Levi"


# What is not asked again


@pytest.fixture
def asked(seminar):
    """Ask a speaker three weeks before his talk, and return it."""
    one = talk(series=ASKS, title=None, speakers=(EMPTY,))
    assert told(seminar.look("2021-02-15 09:00", one)) == [("request", DANIEL)]
    seminar.run("2021-02-15 09:00", one)
    return one


def on(day: str, one: Talk) -> Talk:
    """Return the same talk on another day."""
    start = moment(f"{day} 12:30")
    return replace(one, start=start, end=start + timedelta(hours=1))


def test_a_request_is_not_repeated_because_the_talk_moved_a_day(seminar, asked):
    assert seminar.run("2021-02-16 09:00", on("2021-03-09", asked)) == []
    assert seminar.run("2021-02-16 10:00", on("2021-03-05", asked)) == []


def test_each_rule_asks_once_while_something_is_missing(seminar, asked):
    moved = on("2021-03-09", asked)
    assert len(seminar.run("2021-03-02 09:00", moved)) == 1
    assert seminar.run("2021-03-03 09:00", moved) == []
    assert seminar.run("2021-03-04 09:00", on("2021-03-11", asked)) == []


def test_a_talk_that_moves_by_months_is_asked_about_again(seminar, asked):
    moved = on("2021-05-10", asked)
    assert seminar.run("2021-03-01 09:00", moved) == []
    assert len(seminar.run("2021-04-19 09:00", moved)) == 1
    assert seminar.run("2021-04-20 09:00", moved) == []


def test_what_is_missing_in_addition_is_asked_for_and_less_is_not(seminar, asked):
    fewer = replace(asked, title="Surprises")
    assert seminar.run("2021-02-16 09:00", fewer) == []
    more = replace(asked, abstract=None)
    assert len(seminar.run("2021-02-17 09:00", more)) == 1
    assert seminar.run("2021-02-18 09:00", more) == []


def test_who_speaks_instead_is_asked_also_by_the_same_host(seminar):
    one = talk(series=ASKS, title=None, speakers=(SILENT,), host=HOST)
    seminar.run("2021-02-15 09:00", one)
    assert seminar.run("2021-02-16 09:00", one) == []
    other = replace(one, speakers=(replace(SILENT, name="Ben Cohen"),))
    seminar.run("2021-02-17 09:00", other)
    assert seminar.sent[-1].guests == ("Ben Cohen",)


def test_a_request_of_an_earlier_release_counts(seminar):
    one = talk(series=ASKS, title=None, speakers=(EMPTY,))
    now = moment("2021-02-15 09:00")
    old = letter(
        kind=Kind.REQUEST, uid=one.uid, address=DANIEL, revision="2021-02-15T14:00Z"
    )
    seminar.ledger.confirm(seminar.ledger.claim(old, now), now)
    assert seminar.run("2021-02-16 09:00", on("2021-03-09", one)) == []
    assert len(seminar.run("2021-03-02 09:00", on("2021-03-09", one))) == 1


# Consent to a recording


@pytest.mark.parametrize(
    ("recording", "missing"),
    [
        (Recording.ASKED, ("consent",)),
        (Recording.YES, ()),
        (Recording.NO, ()),
        (None, ()),
    ],
)
def test_consent_is_missing_while_it_was_only_asked_for(seminar, recording, missing):
    one = talk(series=ASKS, recording=recording)
    found = [one.missing for one in seminar.look("2021-02-15 09:00", one).due]
    assert found == ([missing] if missing else [])


def test_who_has_answered_is_not_asked_for_consent_along_with_the_rest(seminar):
    one = talk(series=ASKS, title=None, recording=Recording.NO)
    (asked,) = seminar.look("2021-02-15 09:00", one).due
    assert asked.missing == ("title",)


# News


def announced(seminar, **changes):
    """Announce a talk in room A1 to the list, and return it."""
    one = talk(series=TOLD, **{"location": "A1", **changes})
    assert len(seminar.run("2021-03-01 09:00", one)) == 1
    return one


def test_a_speaker_hears_of_a_changed_room_once(seminar):
    moved = replace(announced(seminar, host=HOST), location="B2")
    assert seminar.run("2021-03-02 09:00", moved) == [
        "update: told room A1 on 1 March; record says B2",
        "notification: told room A1 on 1 March; record says B2",
        "notification: told room A1 on 1 March; record says B2",
    ]
    own, hosts = seminar.sent[-2:]
    assert (own.address, own.as_host) == (DANIEL, False)
    assert (hosts.address, hosts.as_host, hosts.guests) == (
        "hanna@example.edu",
        True,
        ("Daniel Soudry",),
    )
    assert seminar.run("2021-03-02 10:00", moved) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"start": moment("2021-03-08 14:30"), "end": moment("2021-03-08 15:30")},
        {"start": moment("2021-03-15 12:30"), "end": moment("2021-03-15 13:30")},
        {"status": Status.CANCELLED},
        {"status": Status.POSTPONED},
        {"location": None},
    ],
    ids=str,
)
def test_a_speaker_hears_of_hour_day_cancellation_and_postponement(seminar, changes):
    one = replace(announced(seminar), **changes)
    assert ("notification", DANIEL) in told(seminar.look("2021-03-02 09:00", one))
    seminar.run("2021-03-02 09:00", one)
    assert seminar.look("2021-03-02 10:00", one).due == ()


def test_a_speaker_hears_that_the_talk_takes_place_after_all(seminar):
    one = announced(seminar)
    seminar.run("2021-03-02 09:00", replace(one, status=Status.CANCELLED))
    assert told(seminar.look("2021-03-03 09:00", one))[-1] == ("notification", DANIEL)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Another"},
        {"speakers": (replace(SOUDRY, affiliation="MIT"),)},
        {"abstract": "A"},
    ],
    ids=str,
)
def test_a_speaker_does_not_hear_what_he_said_himself(seminar, changes):
    one = replace(announced(seminar), **changes)
    assert ("notification", DANIEL) not in told(seminar.look("2021-03-02 09:00", one))


def test_of_a_talk_that_nobody_was_told_of_nobody_hears(seminar):
    one = talk(series=TOLD, location="A1")
    seminar.run("2021-02-20 09:00", one)
    off = replace(one, status=Status.CANCELLED)
    assert seminar.look("2021-02-21 09:00", off).due == ()


def test_who_was_asked_hears_though_the_list_was_told_nothing(seminar):
    series = told_by("request: 21 days before", tell_people=True)
    one = talk(series=series, title=None, speakers=(EMPTY,), location="A1")
    seminar.run("2021-02-15 09:00", one)
    room = replace(one, location="B2")  # of which a request says nothing
    assert seminar.look("2021-02-16 09:00", room).due == ()
    off = replace(one, status=Status.CANCELLED)
    assert told(seminar.look("2021-02-17 09:00", off)) == [("notification", DANIEL)]


def test_a_series_may_leave_its_speakers_alone(seminar):
    quiet = replace(TOLD, tell_people=False)
    one = replace(announced(seminar), location="B2", series=quiet)
    assert told(seminar.look("2021-03-02 09:00", one)) == [("update", LIST)]


def test_nobody_hears_of_changes_that_an_earlier_release_told(seminar):
    """Its tellings are as old ones are imported: they say nothing of people."""
    one = announced(seminar)
    moved = replace(one, location="B2", series=replace(TOLD, tell_people=False))
    seminar.run("2021-03-02 09:00", moved)
    lines = [
        line.replace('"people":1', '"people":0') for line in seminar.ledger.export()
    ]
    with new_seminar() as updated:
        updated.ledger.import_(lines)
        moved = replace(moved, series=TOLD)
        assert updated.run("2021-03-03 09:00", moved) == []
        again = replace(moved, location="C3")
        found = updated.run("2021-03-04 09:00", again)
        assert "notification: told room B2 on 2 March; record says C3" in found


def test_news_to_a_speaker_waits_until_the_record_is_quiet(seminar):
    series = replace(TOLD, settle=timedelta(minutes=30))
    one = talk(series=series, location="A1")
    seminar.run("2021-03-01 09:00", one)
    moved = replace(one, location="B2")
    assert seminar.look("2021-03-02 09:00", moved).due == ()
    coming = seminar.look("2021-03-02 09:10", moved).upcoming
    assert (Kind.NOTIFICATION, DANIEL) in [(o.kind, o.address) for o in coming]
    assert ("notification", DANIEL) in told(seminar.look("2021-03-02 09:30", moved))
    assert seminar.look("2021-03-02 09:40", one).due == ()


def test_a_slip_of_the_year_is_not_told_to_a_speaker_either(seminar):
    one = on("2020-03-08", announced(seminar))
    found = seminar.look("2021-03-02 09:00", one)
    assert found.due == ()
    assert {o.letter.kind for o in found.blocked} == {Kind.UPDATE, Kind.NOTIFICATION}


def test_news_comes_before_a_briefing(seminar):
    series = told_by(
        "announcement: 7 days before", "briefing: 3 days before", tell_people=True
    )
    one = talk(series=series, location="A1")
    seminar.run("2021-03-01 09:00", one)
    moved = replace(one, location="B2")
    assert ("briefing", DANIEL) not in told(seminar.look("2021-03-05 09:00", moved))
    seminar.run("2021-03-05 09:00", moved)
    assert told(seminar.look("2021-03-05 09:15", moved)) == [("briefing", DANIEL)]


# Briefings and thanks

BRIEFED = told_by("briefing: 3 days before at 10:00", tell_people=True)


@pytest.mark.parametrize("access", LinkAccess)
def test_a_briefing_tells_a_speaker_how_to_join_whoever_else_may_know(seminar, access):
    one = talk(series=BRIEFED, link_access=access, registration="https://r.example/")
    seminar.run("2021-03-05 10:00", one)
    (sent,) = seminar.sent
    assert (sent.kind, sent.address, sent.channel) == (
        Kind.BRIEFING,
        DANIEL,
        Channel.STAGE,
    )
    edited = replace(one, link="https://meet.example.edu/other")
    assert told(seminar.look("2021-03-05 11:00", edited)) == [("notification", DANIEL)]


def test_a_briefing_goes_out_once_also_where_the_talk_moves_a_day(seminar):
    one = talk(series=BRIEFED, speakers=(SOUDRY, SILENT), host=HOST)
    seminar.run("2021-03-05 10:00", one)
    assert [o.address for o in seminar.sent] == [DANIEL, "hanna@example.edu"]
    moved = on("2021-03-09", one)
    seminar.run("2021-03-05 12:00", moved)
    assert seminar.look("2021-03-06 10:00", moved).due == ()


def test_a_speaker_is_thanked_once_and_the_audience_by_a_rule_of_its_own(seminar):
    series = told_by("thanks_speaker: 1 day after at 10:00")
    one = talk(series=series)
    assert seminar.run("2021-03-09 09:00", one) == []
    assert told(seminar.look("2021-03-09 10:00", one)) == [("thanks_speaker", DANIEL)]
    seminar.run("2021-03-09 10:00", one)
    assert seminar.run("2021-03-10 10:00", one) == []
    off = replace(one, status=Status.CANCELLED, uid="other")
    assert seminar.run("2021-03-10 10:00", off) == []


def test_a_host_of_a_speaker_without_an_address_passes_thanks_on(seminar):
    series = told_by("thanks_speaker: 1 day after at 10:00")
    one = talk(series=series, speakers=(SILENT,), host=HOST)
    seminar.run("2021-03-09 10:00", one)
    assert (seminar.sent[0].to, seminar.sent[0].guests) == (
        Mailbox("hanna@example.edu"),
        ("Noa Levi",),
    )
    alone = seminar.look("2021-03-09 10:00", replace(one, host=None, uid="other"))
    assert [isinstance(o, Blocked) for o in alone.blocked] == [True]


# Those who speak no more


def test_who_was_told_and_is_named_no_more_is_named_to_the_organiser(seminar):
    """Their calendars still hold the talk, and only a person knows who left."""
    one = talk(series=BRIEFED)
    seminar.run("2021-03-05 10:00", one)
    instead = replace(one, speakers=(replace(SOUDRY, name="Eva", email="eva@x.org"),))
    (left,) = seminar.look("2021-03-06 10:00", instead).unnamed
    assert (left.address, left.kind) == (DANIEL, Kind.BRIEFING)
    assert seminar.look("2021-03-06 10:00", one).unnamed == ()
    as_host = replace(instead, host=Person(name="Daniel Soudry", email=DANIEL))
    assert seminar.look("2021-03-06 10:00", as_host).unnamed == ()


def test_nobody_is_named_no_more_of_a_talk_that_is_off_or_has_begun(seminar):
    one = talk(series=BRIEFED)
    seminar.run("2021-03-05 10:00", one)
    instead = replace(one, speakers=(SILENT,))
    assert seminar.look("2021-03-08 13:00", instead).unnamed == ()
    off = replace(instead, status=Status.CANCELLED)
    assert seminar.look("2021-03-06 10:00", off).unnamed == ()
