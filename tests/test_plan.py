"""Terms, clocks, and what people must be told: each test is a small seminar."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from announcer import when
from announcer.facts import facts_of
from announcer.kinds import Kind
from announcer.ledger import History, Telling, open_ledger
from announcer.letter import Letter
from announcer.mailbox import Mailbox
from announcer.plan import Blocked, Plan, asked, names, plan
from announcer.talk import (
    LinkAccess,
    MailSettings,
    Person,
    Programme,
    Series,
    Site,
    Speaker,
    Status,
    Talk,
    Term,
)
from tests.builders import SITE, SOUDRY, WILKS, letter, moment, talk

RULES = ("announcement: 7 days before at 09:00", "reminder: same day at 08:00")
LIST = "stat-seminars@example.edu"


def told_by(*rules: str, **changes: Any) -> Series:
    """Return the Wilks seminar with these lines under ``tell:``.

    Its speakers hear nothing of it by themselves: see ``test_plan_people.py``.
    """
    tell = tuple(when.parse_tell(*rule.split(": ", 1)) for rule in rules or RULES)
    return replace(WILKS, **{"tell": tell, "tell_people": False, **changes})


class Seminar:
    """A real ledger and the runs of ``announcer send --yes`` on it."""

    def __init__(self, folder: Path, site: Site = SITE) -> None:
        self.ledger = open_ledger("sqlite:///ledger.db", folder)
        self.site = site
        self.sent: list[Letter] = []

    def look(self, clock: str, *talks: Talk, series: Iterable[Series] = ()) -> Plan:
        """Return the plan at a time in New York."""
        programme, told, history = self.seen(moment(clock), *talks, series=series)
        return plan(programme, told, moved=history.moved, renamed=history.renamed)

    def seen(
        self, now: datetime, *talks: Talk, series: Iterable[Series] = ()
    ) -> tuple[Programme, Mapping[str, Sequence[Telling]], History]:
        """Return what a plan is made of."""
        known = {one.series.key: one.series for one in talks}
        known |= {one.key: one for one in series}
        history = self.ledger.remember(talks, now, known.values())
        every = (*talks, *history.held, *history.vanished)
        programme = Programme(
            site=self.site,
            series=tuple(known[key] for key in sorted(known)),
            talks=tuple(sorted(every, key=lambda one: (one.start, one.uid))),
            now=now,
            history=history.revisions,
            vanished=history.vanished,
            held=history.held,
        )
        return programme, self.ledger.told(names(programme), now), history

    def run(
        self,
        clock: str,
        *talks: Talk,
        series: Iterable[Series] = (),
        fail: Iterable[str] = (),
    ) -> list[str]:
        """Send what is due and say it as ``kind to address: reason`` lines."""
        found = self.look(clock, *talks, series=series)
        self.send(found, moment(clock), fail)
        return [f"{one.kind}: {one.reason}" for one in found.due]

    def send(self, found: Plan, now: datetime, fail: Iterable[str] = ()) -> None:
        """Claim and send what is due; what is of the kinds to fail is released."""
        for item in found.due:
            name = f"<{len(self.sent)}@talks.example.edu>"
            claim = self.ledger.claim(item, now, message_id=name)
            assert claim is not None, f"told twice: {item}"
            if item.kind in fail:
                self.ledger.release(claim, "451 later")
                continue
            self.ledger.confirm(claim, now)
            self.sent.append(item)


@contextmanager
def new_seminar(site: Site = SITE) -> Iterator[Seminar]:
    """Open a seminar whose ledger lies in memory where there is such a folder."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        made = Seminar(Path(folder), site)
        yield made
        made.ledger.close()


@pytest.fixture
def seminar():
    with new_seminar() as made:
        yield made


def kinds(said: list[str]) -> list[str]:
    return [line.partition(":")[0] for line in said]


def coming(found: Plan) -> list[str]:
    return [f"{one.kind} {one.due:%m-%d %H:%M}" for one in found.upcoming]


TALK = talk(series=told_by(), location="A1")  # Monday, 8 March 2021, 12:30


def at(start: str, one: Talk = TALK) -> Talk:
    """Return a talk moved to another hour of New York."""
    begin = moment(start)
    return replace(one, start=begin, end=when.later(begin, timedelta(hours=1)))


# The ordinary way of a talk


def test_a_talk_is_announced_and_remembered_once(seminar):
    runs = {
        "2021-02-28 09:00": [],
        "2021-03-01 08:59": [],
        "2021-03-01 09:00": ["announcement: never announced; talk in 7 days"],
        "2021-03-01 09:05": [],
        "2021-03-05 09:00": [],
        "2021-03-08 07:59": [],
        "2021-03-08 08:00": ["reminder: same day at 08:00; talk today at 12:30"],
        "2021-03-08 08:05": [],
        "2021-03-08 12:30": [],
        "2021-03-09 09:00": [],
    }
    assert {clock: seminar.run(clock, TALK) for clock in runs} == runs


def test_what_comes_next_is_shown_with_its_time(seminar):
    assert coming(seminar.look("2021-02-28 09:00", TALK)) == [
        "announcement 03-01 09:00",
        "reminder 03-08 08:00",
    ]


def test_a_message_says_to_whom_it_goes_and_what_it_tells(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    (sent,) = seminar.sent
    assert sent.address == LIST
    assert sent.to == Mailbox(LIST)
    assert sent.talks == (TALK,)
    assert '"location":"A1"' in sent.facts
    assert sent.due == moment("2021-03-01 09:00")


def test_a_late_run_announces_on_the_day_and_does_not_remind(seminar):
    said = seminar.run("2021-03-08 09:30", TALK)
    assert said == ["announcement: never announced; talk today at 12:30"]
    assert seminar.run("2021-03-08 09:35", TALK) == []
    assert seminar.run("2021-03-08 12:00", TALK) == []


def test_a_late_run_reminds_once_by_the_last_reminder(seminar):
    rules = (*RULES, "reminder: 1 day before at 18:00", "reminder: 1 hour before")
    one = talk(series=told_by(*rules))
    seminar.run("2021-03-01 09:00", one)
    assert kinds(seminar.run("2021-03-08 10:00", one)) == ["reminder"]
    assert seminar.run("2021-03-08 11:00", one) == []
    assert kinds(seminar.run("2021-03-08 11:30", one)) == ["reminder"]


def test_a_second_announcement_is_one_message_of_its_own(seminar):
    one = talk(
        series=told_by("announcement: 14 days before", "announcement: 3 days before")
    )
    assert kinds(seminar.run("2021-02-22 09:00", one)) == ["announcement"]
    assert seminar.run("2021-03-05 08:59", one) == []
    assert kinds(seminar.run("2021-03-05 09:00", one)) == ["announcement"]
    assert seminar.run("2021-03-06 09:00", one) == []


def test_a_failed_message_is_due_again(seminar):
    seminar.run("2021-03-01 09:00", TALK, fail=["announcement"])
    assert kinds(seminar.run("2021-03-01 10:00", TALK)) == ["announcement"]


def test_a_message_whose_fate_is_unknown_is_not_sent_again(seminar):
    (item,) = seminar.look("2021-03-01 09:00", TALK).due
    claim = seminar.ledger.claim(item, moment("2021-03-01 09:00"))
    assert claim is not None
    seminar.ledger.doubt(claim, "no answer")
    assert seminar.run("2021-03-01 10:00", TALK) == []
    seminar.ledger.resolve(claim.id, moment("2021-03-01 11:00"), sent=False)
    assert kinds(seminar.run("2021-03-01 12:00", TALK)) == ["announcement"]


def test_a_talk_that_has_begun_is_never_announced(seminar):
    assert seminar.run("2021-03-08 12:30", TALK) == []
    assert seminar.run("2021-03-09 09:00", TALK) == []


def test_no_rule_means_nothing_is_said(seminar):
    assert seminar.run("2021-03-08 09:00", talk()) == []


# Clocks


def test_rules_follow_the_clocks_of_the_series_across_a_change(seminar):
    """New York springs forward on 14 March 2021."""
    one = talk(series=told_by(), start="2021-03-15 12:30")
    (announcement, reminder) = seminar.look("2021-03-07 12:00", one).upcoming
    assert announcement.due.isoformat() == "2021-03-08T09:00:00-05:00"
    assert reminder.due.isoformat() == "2021-03-15T08:00:00-04:00"


@pytest.mark.parametrize(
    ("rule", "day", "due"),
    [
        ("reminder: same day at 02:30", "2021-03-14", "2021-03-14T03:30:00-04:00"),
        ("reminder: same day at 01:30", "2021-11-07", "2021-11-07T01:30:00-04:00"),
        ("reminder: 24 hours before", "2021-03-14", "2021-03-13T11:30:00-05:00"),
        ("reminder: 26 hours before", "2021-03-14", "2021-03-13T09:30:00-05:00"),
    ],
)
def test_a_wall_time_that_does_not_exist_or_exists_twice(seminar, rule, day, due):
    one = talk(series=told_by(rule), start=f"{day} 12:30")
    found = seminar.look(f"{day} 00:05", one)
    assert [item.due.isoformat() for item in (*found.upcoming, *found.due)] == [due]


def test_a_talk_elsewhere_is_told_by_the_clocks_of_its_series(seminar):
    one = talk(series=told_by(), timezone="Asia/Tokyo", start="2021-03-09 09:00")
    found = seminar.look("2021-03-01 08:00", one)  # 8 March, 19:00 in New York
    assert coming(found) == ["announcement 03-01 09:00", "reminder 03-08 08:00"]


def test_an_all_day_talk_is_remembered_in_the_morning_and_not_in_the_evening(seminar):
    day = {"start": "2021-03-08 00:00", "end": "2021-03-10 00:00", "all_day": True}
    one = talk(series=told_by(), **day)
    seminar.run("2021-03-01 09:00", one)
    assert seminar.run("2021-03-08 08:00", one) == [
        "reminder: same day at 08:00; talk today"
    ]
    assert seminar.run("2021-03-08 19:00", one) == []


# News


def test_a_moved_room_is_told_at_once_in_words(seminar):
    seminar.run("2021-03-02 09:00", TALK)
    moved = replace(TALK, location="B2")
    assert seminar.run("2021-03-03 15:00", moved) == [
        "update: told room A1 on 2 March; record says B2"
    ]
    (change,) = seminar.sent[-1].changes
    assert (change.field, change.old, change.new) == ("location", "A1", "B2")
    assert seminar.run("2021-03-03 15:05", moved) == []


def test_several_changes_become_one_update(seminar):
    seminar.run("2021-03-02 09:00", TALK)
    for clock, room in (
        ("2021-03-03 09:00", "B2"),
        ("2021-03-03 10:00", "B3"),
    ):
        seminar.look(clock, replace(TALK, location=room))
    last = replace(TALK, location="C4", title="Another title")
    said = seminar.run("2021-03-03 11:00", last)
    assert said == [
        "update: told title Surprises in Deep Learning Training, room A1 on 2 March; "
        "record says Another title, C4"
    ]
    assert [change.old for change in seminar.sent[-1].changes][1] == "A1"


def test_a_change_that_is_taken_back_before_anybody_heard_is_no_news(seminar):
    seminar.run("2021-03-02 09:00", TALK)
    seminar.look("2021-03-03 09:00", replace(TALK, location="B2"))
    assert seminar.run("2021-03-03 10:00", TALK) == []


def test_a_change_that_is_taken_back_after_people_heard_is_news(seminar):
    seminar.run("2021-03-02 09:00", TALK)
    seminar.run("2021-03-03 09:00", replace(TALK, location="B2"))
    assert seminar.run("2021-03-03 10:00", TALK) == [
        "update: told room B2 on 3 March; record says A1"
    ]


def test_what_goes_to_and_fro_is_told_no_more(seminar):
    """Two machines read different records: no list hears of that every few minutes."""
    old, new = TALK, replace(TALK, location="B2")
    clocks = [f"2021-03-0{day} 09:{minute}" for day in (3, 4) for minute in (10, 25)]
    seminar.run("2021-03-02 09:00", old)
    said = []
    for clock in clocks:
        said += kinds(seminar.run(clock, new))
        said += kinds(seminar.run(clock, old))
    assert said == ["update"] * 3
    assert seminar.run("2021-03-04 10:00", replace(TALK, location="C3")) != []


def test_who_changes_his_mind_and_changes_it_once_more_is_told_of(seminar):
    seminar.run("2021-03-02 09:00", TALK)
    for hour, room in ((9, "B2"), (10, "A1"), (11, "B2")):
        one = replace(TALK, location=room)
        assert kinds(seminar.run(f"2021-03-03 {hour:02}:00", one)) == ["update"]


def test_of_what_goes_to_and_fro_the_plan_says_the_same_each_time(seminar):
    """Its complaint is one, however often each of the machines notes the change."""
    old, new = TALK, replace(TALK, location="B2")
    for clock, one in (("02 09", old), ("03 09", new), ("04 09", old), ("04 10", new)):
        seminar.run(f"2021-03-{clock}:00", one)
    found = []
    for clock in ("2021-03-04 10:15", "2021-03-04 10:30"):
        (item,) = seminar.look(clock, old).blocked
        found.append((item.letter.due, item.reason))
        seminar.look(clock, new)
    assert found[0] == found[1]
    assert found[0][1].startswith("told room B2 on 4 March; record says A1; that was")


def test_a_room_that_changes_back_after_days_may_change_again(seminar):
    old, new = TALK, replace(TALK, location="B2")
    seminar.run("2021-03-01 09:00", old)
    seminar.run("2021-03-02 09:00", new)
    seminar.run("2021-03-05 09:00", old)
    seminar.run("2021-03-05 10:00", new)
    assert kinds(seminar.run("2021-03-05 11:00", old)) == ["update"]


def test_that_a_talk_is_off_is_told_however_often_it_was_taken_back(seminar):
    off = replace(TALK, status=Status.CANCELLED)
    seminar.run("2021-03-02 09:00", TALK)
    for clock in ("2021-03-03 09:00", "2021-03-03 10:00"):
        assert kinds(seminar.run(clock, off)) == ["cancellation"]
        seminar.run(clock, TALK)


def test_what_nobody_was_told_is_no_news(seminar):
    seminar.run("2021-02-20 09:00", TALK)
    assert seminar.run("2021-02-21 09:00", replace(TALK, location="B2")) == []


def test_a_typo_in_the_abstract_is_no_news(seminar):
    seminar.run("2021-03-02 09:00", TALK)
    assert seminar.run("2021-03-03 09:00", replace(TALK, abstract="Better.")) == []


def test_a_private_link_is_in_no_reason(seminar):
    seminar.run("2021-03-02 09:00", TALK)
    moved = replace(TALK, link="https://meet.example.edu/secret?pwd=42")
    (said,) = seminar.run("2021-03-03 09:00", moved)
    assert said == "update: told another link on 2 March; record says another link"


def test_news_stands_in_for_a_reminder_that_is_due_too(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    moved = replace(TALK, location="B2")
    assert kinds(seminar.run("2021-03-08 08:00", moved)) == ["update"]
    assert seminar.run("2021-03-08 08:30", moved) == []


def test_a_reminder_after_a_move_is_about_the_new_time(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    seminar.run("2021-03-08 08:00", TALK)
    later = at("2021-03-15 14:00")
    assert kinds(seminar.run("2021-03-08 09:00", later)) == ["update"]
    assert seminar.run("2021-03-12 08:00", later) == []
    said = seminar.run("2021-03-15 08:00", later)
    assert said == ["reminder: same day at 08:00; talk today at 14:00"]


def test_a_move_within_the_day_needs_no_second_reminder(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    seminar.run("2021-03-08 08:00", TALK)
    later = at("2021-03-08 15:00")
    assert kinds(seminar.run("2021-03-08 09:00", later)) == ["update"]
    assert seminar.run("2021-03-08 10:00", later) == []


@pytest.mark.parametrize("day", ["2021-03-02", "2020-03-08"])
def test_a_slip_of_the_date_into_the_past_is_loud_and_told_to_nobody(seminar, day):
    seminar.run("2021-03-01 09:00", TALK)
    before = at(f"{day} 12:30")
    assert seminar.run("2021-03-03 09:00", before) == []
    (blocked,) = seminar.look("2021-03-08 08:00", before).blocked
    assert blocked.letter.kind is Kind.UPDATE
    assert "people were told 8 March 2021, the record says" in blocked.reason
    assert seminar.look("2021-03-08 12:31", before).blocked == ()


def test_a_slip_stays_loud_until_the_day_that_people_were_told(seminar):
    rules = ("announcement: 90 days before at 09:00",)
    one = talk(series=told_by(*rules), start="2021-05-28 12:30")
    seminar.run("2021-03-01 09:00", one)
    slipped = at("2020-05-28 12:30", one)
    assert len(seminar.look("2021-03-02 09:00", slipped).blocked) == 1
    assert len(seminar.look("2021-05-27 09:00", slipped).blocked) == 1


def test_a_cancellation_under_a_slipped_date_is_not_sent_either(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    off = replace(at("2020-03-08 12:30"), status=Status.CANCELLED)
    assert seminar.run("2021-03-03 09:00", off) == []
    assert len(seminar.look("2021-03-03 09:00", off).blocked) == 1


@pytest.mark.parametrize("clock", ["10:10", "10:15", "10:30", "12:29"])
def test_a_talk_that_is_brought_forward_is_told_while_people_believe_later(
    seminar, clock
):
    seminar.run("2021-03-01 09:00", TALK)
    seminar.run("2021-03-08 08:00", TALK)
    early = at("2021-03-08 10:15")
    (said,) = seminar.run(f"2021-03-08 {clock}", early)
    assert "told start 2021-03-08 12:30" in said
    assert said.endswith("it has begun") == (clock != "10:10")
    assert seminar.sent[-1].until == TALK.start
    assert seminar.run("2021-03-08 12:29", early) == []


def test_who_was_told_the_time_that_has_passed_is_not_told_again(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    assert seminar.run("2021-03-08 12:30", at("2021-03-08 10:15")) == []


def test_news_of_a_talk_of_several_days_is_owed_until_its_end(seminar):
    day = {"start": "2021-03-08 09:00", "end": "2021-03-10 17:00"}
    one = talk(series=told_by(), location="A1", **day)
    seminar.run("2021-03-01 09:00", one)
    assert kinds(seminar.run("2021-03-09 12:00", replace(one, location="B2"))) == [
        "update"
    ]
    short = replace(one, location="B2", end=moment("2021-03-09 17:00"))
    assert kinds(seminar.run("2021-03-09 18:00", short)) == ["update"]
    assert seminar.run("2021-03-10 17:00", replace(short, location="C3")) == []


def test_news_goes_out_before_the_told_time_however_long_it_should_settle(seminar):
    one = replace(TALK, series=told_by(settle=timedelta(hours=1)))
    seminar.run("2021-03-01 09:00", one)
    seminar.run("2021-03-08 08:00", one)
    assert kinds(seminar.run("2021-03-08 12:10", at("2021-03-08 16:00", one))) == [
        "update"
    ]


def test_news_does_not_wait_for_a_clock_that_was_set_back(seminar):
    one = replace(TALK, series=told_by(settle=timedelta(hours=1)))
    seminar.run("2021-03-01 09:00", one)
    moved = replace(one, location="B2")
    seminar.look("2021-03-05 09:00", moved)  # a build by a clock that is wrong
    assert kinds(seminar.run("2021-03-02 09:00", moved)) == ["update"]


def test_nothing_is_news_once_the_talk_has_begun(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    for changes in ({"location": "B2"}, {"status": Status.CANCELLED}):
        assert seminar.run("2021-03-08 12:31", replace(TALK, **changes)) == []


def test_a_told_talk_that_has_passed_can_still_move_into_the_future(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    later = at("2021-03-22 12:30")
    assert kinds(seminar.run("2021-03-09 09:00", later)) == ["update"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(Status.CANCELLED, "cancellation"), (Status.POSTPONED, "postponement")],
)
def test_a_talk_that_is_off_is_told_at_once_and_nothing_else(seminar, status, kind):
    seminar.run("2021-03-01 09:00", TALK)
    off = replace(TALK, status=status)
    assert seminar.run("2021-03-03 09:00", off) == [
        f"{kind}: told on 1 March; the record says {status}"
    ]
    for clock in ("2021-03-03 09:05", "2021-03-08 08:00"):
        assert seminar.run(clock, replace(off, location="B2")) == []
    assert coming(seminar.look("2021-03-04 09:00", off)) == []


def test_a_talk_that_is_off_before_anybody_heard_is_never_mentioned(seminar):
    for status in (Status.CANCELLED, Status.POSTPONED):
        for clock in ("2021-03-01 09:00", "2021-03-08 08:00"):
            assert seminar.run(clock, replace(TALK, status=status)) == []


def test_a_cancelled_talk_that_takes_place_after_all_is_news(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    off = replace(TALK, status=Status.CANCELLED)
    seminar.run("2021-03-02 09:00", off)
    assert seminar.run("2021-03-03 09:00", TALK) == [
        "update: told status cancelled on 2 March; record says confirmed"
    ]
    assert kinds(seminar.run("2021-03-04 09:00", off)) == ["cancellation"]
    assert seminar.run("2021-03-05 09:00", off) == []


def test_a_postponed_talk_with_a_new_date_is_one_update_and_a_new_reminder(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    seminar.run("2021-03-02 09:00", replace(TALK, status=Status.POSTPONED))
    later = at("2021-04-12 12:30")
    assert kinds(seminar.run("2021-03-20 09:00", later)) == ["update"]
    assert seminar.run("2021-04-05 09:00", later) == []
    assert kinds(seminar.run("2021-04-12 08:00", later)) == ["reminder"]


def test_a_postponed_talk_that_is_cancelled_after_its_old_date_is_told(seminar):
    """A postponed talk has never begun: people still wait for its new date."""
    seminar.run("2021-03-01 09:00", TALK)
    seminar.run("2021-03-02 09:00", replace(TALK, status=Status.POSTPONED))
    off = replace(TALK, status=Status.CANCELLED)
    assert kinds(seminar.run("2021-09-01 09:00", off)) == ["cancellation"]
    assert seminar.run("2021-09-02 09:00", off) == []


def test_what_was_called_off_long_ago_is_not_dug_out(seminar):
    """An earlier release kept silent about it."""
    seminar.run("2021-03-01 09:00", TALK)
    seminar.run("2021-03-02 09:00", replace(TALK, status=Status.POSTPONED))
    off = replace(TALK, status=Status.CANCELLED)
    seminar.look("2021-04-01 09:00", off)
    assert seminar.run("2021-09-01 09:00", off) == []


def test_a_postponed_talk_that_is_dated_into_the_past_is_loud(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    seminar.run("2021-03-02 09:00", replace(TALK, status=Status.POSTPONED))
    (blocked,) = seminar.look("2021-03-20 09:00", TALK).blocked
    assert "people were told that it is postponed" in blocked.reason


# What is no difference to a reader


@pytest.mark.parametrize(
    "same",
    [
        {"timezone": "US/Eastern"},
        {"location": " A1\u00a0"},
        {"title": "Surprises in  Deep Learn\u00ading Training"},
        {"link": "HTTPS://Meet.Example.edu:443/wilks"},
        {"speakers": (replace(SOUDRY, affiliation="Princeton"),)},
    ],
    ids=lambda said: next(iter(said)),
)
def test_what_reads_the_same_is_no_news(seminar, same):
    seminar.run("2021-03-01 09:00", TALK)
    assert seminar.run("2021-03-02 09:00", replace(TALK, **same)) == []


def test_a_formula_that_is_written_otherwise_is_no_news(seminar):
    one = replace(TALK, title="On $L^2$")
    seminar.run("2021-03-01 09:00", one)
    assert seminar.run("2021-03-02 09:00", replace(one, title=r"On \(L^2\)")) == []


NEW_RULES: dict[str, Any] = {
    "start": datetime.fromisoformat("2021-03-08T12:30-04:00"),
    "end": datetime.fromisoformat("2021-03-08T13:30-04:00"),
}


def test_new_rules_of_a_zone_are_news_only_to_those_who_follow_from_others(seminar):
    here = replace(TALK, link=None)
    seminar.run("2021-03-01 09:00", here)
    assert seminar.run("2021-03-02 09:00", replace(here, **NEW_RULES)) == []
    afar = replace(TALK, uid="afar@x", series=told_by(zones=("Asia/Tokyo",)))
    new = replace(here, **NEW_RULES)
    assert kinds(seminar.run("2021-03-02 09:00", new, afar)) == ["announcement"]
    (said,) = seminar.run("2021-03-03 09:00", new, replace(afar, **NEW_RULES))
    assert said == (
        "update: told start 2021-03-08 12:30 -0500 on 2 March; "
        "record says 2021-03-08 12:30 -0400"
    )


# Who was shown what


CLOSED = replace(
    TALK, link_access=LinkAccess.REGISTRATION, registration="https://x.example/a"
)


def test_an_edited_link_that_nobody_is_shown_is_nobodys_news(seminar):
    seminar.run("2021-03-01 09:00", CLOSED)
    other = replace(CLOSED, link="https://meet.example.edu/other")
    assert seminar.run("2021-03-02 09:00", other) == []
    assert "meet.example.edu" not in seminar.sent[0].facts


def test_a_changed_address_to_register_is_everybodys_news(seminar):
    seminar.run("2021-03-01 09:00", CLOSED)
    moved = replace(CLOSED, registration="https://x.example/b")
    (said,) = seminar.run("2021-03-02 09:00", moved)
    assert "told registration https://x.example/a" in said


def test_a_link_that_becomes_public_is_news_to_those_who_were_not_shown_it(seminar):
    seminar.run("2021-03-01 09:00", CLOSED)
    seminar.run("2021-03-02 09:00", replace(CLOSED, link_access=LinkAccess.PUBLIC))
    (change,) = seminar.sent[-1].changes
    assert (change.field, change.old, change.new) == ("link", None, TALK.link)
    members = replace(TALK, uid="members@x", link_access=LinkAccess.MEMBERS)
    seminar.run("2021-03-02 09:00", members)
    public = replace(members, link_access=LinkAccess.PUBLIC)
    assert seminar.run("2021-03-03 09:00", public) == []


def test_what_an_earlier_release_wrote_down_is_no_news_by_itself(seminar):
    """Its facts name the link whoever was shown it, and no registration."""
    now = moment("2021-03-01 09:00")
    (first,) = seminar.look("2021-03-01 09:00", CLOSED).due
    old = json.loads(facts_of(CLOSED).to_json())
    del old["link_access"], old["registration"]
    claim = seminar.ledger.claim(replace(first, facts=json.dumps(old)), now)
    assert claim is not None
    seminar.ledger.confirm(claim, now)
    assert seminar.run("2021-03-02 09:00", CLOSED) == []
    assert kinds(seminar.run("2021-03-02 10:00", replace(CLOSED, location="B2"))) == [
        "update"
    ]


def test_a_talk_that_is_moved_and_cancelled_at_once_is_known_by_its_told_day(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    off = replace(at("2021-03-15 12:30"), status=Status.CANCELLED, location="B2")
    assert kinds(seminar.run("2021-03-02 09:00", off)) == ["cancellation"]
    fields = [change.field for change in seminar.sent[-1].changes]
    assert fields == ["start", "end"]


def test_nothing_is_told_of_a_talk_whose_record_is_gone(seminar):
    """Neither a cancellation nor a reminder: an absent file is never news by itself."""
    seminar.run("2021-03-01 09:00", TALK)
    assert seminar.run("2021-03-02 09:00", series=[TALK.series]) == []
    assert seminar.run("2021-03-08 08:00", series=[TALK.series]) == []


def test_a_talk_without_a_record_that_a_person_cancels_is_told_as_cancelled(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    seminar.ledger.cancel(TALK.uid, moment("2021-03-02 08:00"))
    assert seminar.run("2021-03-02 09:00", series=[TALK.series]) == [
        "cancellation: told on 1 March; somebody cancelled it"
    ]
    assert seminar.run("2021-03-02 10:00", series=[TALK.series]) == []


def test_no_digest_says_that_a_held_talk_takes_place_or_not(seminar):
    series = told_by("digest: Sundays at 18:00", weekday=0)
    one = replace(TALK, series=series)
    around = [
        at(f"2021-03-{day} 12:30", replace(one, uid=f"{day}@x")) for day in ("01", "15")
    ]
    seminar.look("2021-02-26 09:00", one, *around)
    seminar.ledger.publish({one.uid: None})
    assert seminar.run("2021-03-07 18:00", *around, series=[series]) == []


def test_a_talk_that_seems_renamed_is_neither_cancelled_nor_announced(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    renamed = replace(TALK, uid="wilks/2021-03-08-daniel@talks.example.edu")
    found = seminar.look("2021-03-02 09:00", renamed)
    assert found.due == ()
    (blocked,) = found.blocked
    assert "whose record is gone" in blocked.reason
    assert f"add `uid: {TALK.uid}` to it" in blocked.reason


def test_people_who_were_told_under_another_address_hear_the_news(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    new = replace(
        TALK, series=told_by(mailing_lists=(Mailbox("new-list@example.edu"),))
    )
    assert kinds(seminar.run("2021-03-02 09:00", new)) == ["announcement"]
    off = replace(new, status=Status.CANCELLED)
    assert kinds(seminar.run("2021-03-03 09:00", off)) == ["cancellation"] * 2
    assert [one.address for one in seminar.sent[-2:]] == [
        "new-list@example.edu",
        LIST,
    ]


def test_each_list_of_a_series_is_told_once(seminar):
    lists = (Mailbox(LIST), Mailbox("all@example.edu"))
    digest = "digest: Sundays at 18:00"
    both = told_by("announcement: 7 days before at 09:00", digest, mailing_lists=lists)
    one = replace(TALK, series=both)
    assert kinds(seminar.run("2021-03-01 09:00", one)) == ["announcement"] * 2
    assert kinds(seminar.run("2021-03-01 09:10", one)) == []
    assert kinds(seminar.run("2021-03-07 18:00", one)) == ["digest"] * 2
    seminar.run("2021-03-07 18:10", replace(one, location="B2"))
    told = [(one.kind, one.address) for one in seminar.sent]
    assert len(told) == len(set(told)) == 6


def test_a_joint_talk_is_told_once_to_each_list_by_the_series_whose_it_is(seminar):
    """Also to a list that both write to; news and answers go the same ways."""
    shared, own = Mailbox("all@example.edu"), Mailbox("algebra@example.edu")
    algebra = replace(
        told_by(mailing_lists=(own, shared)), key="algebra", slug="algebra", name="A"
    )
    home = told_by(mailing_lists=(Mailbox(LIST), shared))
    joint = replace(TALK, series=home, also=(algebra,))
    found = seminar.look("2021-03-01 09:00", joint).due
    voices = {(one.address, one.series.key) for one in found if one.series}
    assert voices == {
        (LIST, "wilks"),
        (shared.address, "wilks"),
        (own.address, "algebra"),
    }
    assert kinds(seminar.run("2021-03-01 09:00", joint)) == ["announcement"] * 3
    assert kinds(seminar.run("2021-03-01 09:10", joint)) == []
    off = replace(joint, status=Status.CANCELLED)
    assert kinds(seminar.run("2021-03-02 09:00", off)) == ["cancellation"] * 3


def test_a_list_that_joins_later_is_told_by_itself(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    lists = (Mailbox(LIST), Mailbox("all@example.edu"))
    both = replace(TALK, series=told_by(mailing_lists=lists))
    assert kinds(seminar.run("2021-03-02 09:00", both)) == ["announcement"]
    assert seminar.sent[-1].address == "all@example.edu"


def test_answers_go_under_the_first_announcement(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    seminar.run("2021-03-02 09:00", replace(TALK, location="B2"))
    seminar.run("2021-03-03 09:00", replace(TALK, location="C3"))
    assert [one.in_reply_to for one in seminar.sent] == [
        None,
        *["<0@talks.example.edu>"] * 2,
    ]


# Quiet


def test_an_update_waits_until_the_record_has_been_quiet(seminar):
    series = told_by(settle=timedelta(minutes=30))
    one = replace(TALK, series=series)
    seminar.run("2021-03-01 09:00", one)
    assert seminar.run("2021-03-02 09:00", replace(one, location="B2")) == []
    assert seminar.run("2021-03-02 09:20", replace(one, location="B3")) == []
    found = seminar.look("2021-03-02 09:40", replace(one, location="B3"))
    assert coming(found)[0] == "update 03-02 09:50"
    said = seminar.run("2021-03-02 09:50", replace(one, location="B3"))
    assert said == ["update: told room A1 on 1 March; record says B3"]


def test_a_cancellation_waits_for_nothing(seminar):
    one = replace(TALK, series=told_by(settle=timedelta(minutes=30)))
    seminar.run("2021-03-01 09:00", one)
    off = replace(one, status=Status.CANCELLED)
    assert kinds(seminar.run("2021-03-02 09:00", off)) == ["cancellation"]


def test_an_update_does_not_wait_beyond_the_talk(seminar):
    one = replace(TALK, series=told_by(settle=timedelta(minutes=30)))
    seminar.run("2021-03-01 09:00", one)
    seminar.run("2021-03-08 08:00", one)
    assert kinds(seminar.run("2021-03-08 12:10", replace(one, location="B2"))) == [
        "update"
    ]


def test_no_reminder_goes_out_while_an_update_waits(seminar):
    one = replace(TALK, series=told_by(settle=timedelta(minutes=30)))
    seminar.run("2021-03-01 09:00", one)
    moved = replace(one, location="B2")
    assert seminar.run("2021-03-08 07:50", moved) == []
    assert seminar.run("2021-03-08 08:00", moved) == []
    assert kinds(seminar.run("2021-03-08 08:20", moved)) == ["update"]
    assert seminar.run("2021-03-08 08:30", moved) == []


# Not ready


@pytest.mark.parametrize(
    ("changes", "allowed", "why"),
    [
        ({"title": None}, "announce_untitled", "not ready: no title"),
        ({"status": Status.TENTATIVE}, "announce_tentative", "not ready: tentative"),
    ],
)
def test_a_talk_that_is_not_ready_is_reported_when_it_is_due(
    seminar, changes, allowed, why
):
    one = replace(TALK, **changes)
    early = seminar.look("2021-02-28 09:00", one)
    assert early.blocked == ()
    assert early.upcoming[0].reason.endswith(why)
    late = seminar.look("2021-03-01 09:00", one)
    assert late.due == ()
    assert [(b.letter.kind, b.reason) for b in late.blocked] == [("announcement", why)]
    willing = replace(one, series=told_by(**{allowed: True}))
    assert kinds(seminar.run("2021-03-01 10:00", willing)) == ["announcement"]


def test_a_series_without_a_mailing_list_is_reported_when_it_is_due(seminar):
    one = replace(TALK, series=told_by(mailing_lists=()))
    assert seminar.look("2021-02-28 09:00", one).blocked == ()
    (blocked,) = seminar.look("2021-03-01 09:00", one).blocked
    assert "no `mailing_list`" in blocked.reason


# Digests


def week(*days: str, series: Series, **changes: Any) -> list[Talk]:
    return [talk(series=series, start=f"{day} 12:30", **changes) for day in days]


SUNDAYS = told_by("digest: Sundays at 18:00")


def test_a_digest_lists_the_talks_of_the_week_to_come_once(seminar):
    talks = week("2021-03-05", "2021-03-08", "2021-03-12", "2021-03-15", series=SUNDAYS)
    assert seminar.run("2021-03-07 17:59", *talks) == []
    assert seminar.run("2021-03-07 18:00", *talks) == [
        "digest: digest of 8 March to 14 March: 2 talks"
    ]
    (sent,) = seminar.sent
    assert sent.talks == (talks[1], talks[2])
    assert sent.span == (date(2021, 3, 8), date(2021, 3, 14))
    assert seminar.run("2021-03-07 18:05", *talks) == []
    assert kinds(seminar.run("2021-03-14 18:00", *talks)) == ["digest"]


@pytest.mark.parametrize(
    ("rule", "clock", "first"),
    [
        ("digest: Mondays at 08:00", "2021-03-08 08:00", date(2021, 3, 8)),
        ("digest: Thursdays at 08:00", "2021-03-11 08:00", date(2021, 3, 11)),
        ("digest: Fridays at 16:00", "2021-03-05 16:00", date(2021, 3, 8)),
    ],
)
def test_a_digest_is_about_the_days_to_come_or_from_friday_on_the_next_week(
    seminar, rule, clock, first
):
    talks = week("2021-03-12", series=told_by(rule))
    seminar.run(clock, *talks)
    span = seminar.sent[0].span
    assert span is not None
    assert span[0] == first


def test_a_late_digest_has_only_what_is_still_to_come(seminar):
    talks = week("2021-03-08", "2021-03-12", series=SUNDAYS)
    seminar.run("2021-03-10 09:00", *talks)
    assert seminar.sent[0].talks == (talks[1],)
    assert seminar.run("2021-03-13 09:00", *talks) == []


def test_an_empty_digest_is_silent(seminar):
    assert seminar.run("2021-03-07 18:00", *week("2021-04-19", series=SUNDAYS)) == []


def test_series_that_share_a_list_share_a_digest(seminar):
    other = replace(SUNDAYS, key="algebra", slug="algebra", name="Algebra")
    talks = [*week("2021-03-08", series=SUNDAYS), *week("2021-03-09", series=other)]
    assert len(seminar.run("2021-03-07 18:00", *talks)) == 1
    assert seminar.sent[0].talks == tuple(talks)
    assert seminar.sent[0].series is None


NONE_ON_THE_8TH = replace(SUNDAYS, weekday=0, skip=(date(2021, 3, 8),))


def test_a_day_without_a_slot_is_said_where_the_series_says_so(seminar):
    assert seminar.run("2021-03-07 18:00", series=[NONE_ON_THE_8TH]) == [
        "digest: digest of 8 March to 14 March: no talk; "
        "Wilks Statistics Seminar off on 8 March"
    ]
    assert [gap.day for gap in seminar.sent[0].gaps] == [date(2021, 3, 8)]


@pytest.mark.parametrize("status", [None, Status.CANCELLED])
def test_a_slot_that_nobody_has_filled_yet_is_no_gap(seminar, status):
    """Perhaps there will be a talk; of one that is off its own message has told."""
    mondays = replace(SUNDAYS, weekday=0)
    talks = week("2021-03-01", "2021-03-15", series=mondays)
    if status is not None:
        talks += week("2021-03-08", series=mondays, status=status)
    assert seminar.run("2021-03-07 18:00", *talks) == []


def test_a_skipped_day_is_said_beside_the_talk_of_another_day_or_series(seminar):
    within = replace(SUNDAYS, key="wilks/minis", slug="wilks/minis", name="Minis")
    talks = [
        *week("2021-03-10", series=NONE_ON_THE_8TH),
        *week("2021-03-08", series=within),
    ]
    seminar.run("2021-03-07 18:00", *talks)
    (sent,) = seminar.sent
    assert [gap.series.name for gap in sent.gaps] == ["Wilks Statistics Seminar"]
    assert len(sent.talks) == 2


def test_a_skipped_day_on_which_there_is_a_talk_all_the_same_is_no_gap(seminar):
    seminar.run("2021-03-07 18:00", *week("2021-03-08", series=NONE_ON_THE_8TH))
    assert not seminar.sent[0].gaps


def test_a_skipped_day_that_a_folder_hands_down_is_said_once(seminar):
    within = replace(NONE_ON_THE_8TH, key="wilks/minis", slug="wilks/minis")
    seminar.run("2021-03-07 18:00", series=[NONE_ON_THE_8TH, within])
    assert [gap.series.key for gap in seminar.sent[0].gaps] == ["wilks"]


def test_every_second_week_has_no_slot_to_skip(seminar):
    """The series met on 1 March and meets on the 15th."""
    fortnightly = replace(NONE_ON_THE_8TH, every=2)
    talks = week("2021-03-01", "2021-03-15", series=fortnightly)
    assert seminar.run("2021-03-07 18:00", *talks) == []
    skipped = replace(fortnightly, skip=(date(2021, 3, 15),))
    talks = week("2021-03-01", "2021-03-29", series=skipped)
    assert kinds(seminar.run("2021-03-14 18:00", *talks)) == ["digest"]


WEDNESDAYS = told_by("digest: Wednesdays at 08:00")


def test_two_digests_in_a_row_leave_out_no_day(seminar):
    days = [f"2021-03-{day}" for day in range(10, 24)]
    talks = week(*days, series=WEDNESDAYS)
    talks[7] = at("2021-03-17 08:00", talks[7])  # too early for the digest of its day
    for clock in ("2021-03-10 08:00", "2021-03-17 08:00"):
        assert kinds(seminar.run(clock, *talks)) == ["digest"]
    first, second = seminar.sent
    assert first.talks == tuple(talks[:8])
    assert second.talks == tuple(talks[8:])
    assert first.span == (date(2021, 3, 10), date(2021, 3, 17))
    assert second.span == (date(2021, 3, 17), date(2021, 3, 23))


def test_the_week_of_a_digest_begins_on_the_first_day_of_its_readers(seminar):
    """On Saturday night in Jerusalem the next week is the one that begins tomorrow."""
    hebrew = told_by("digest: Saturdays at 20:00", language="he")
    (sunday,) = week("2021-03-07", series=hebrew)
    assert kinds(seminar.run("2021-03-06 20:00", sunday)) == ["digest"]
    assert seminar.sent[0].span == (date(2021, 3, 7), date(2021, 3, 13))


@pytest.mark.parametrize(
    "rule", ["Sundays at 17:00", "Fridays at 16:00", "Mondays at 20:00"]
)
def test_a_digest_whose_rule_moves_is_not_told_again(seminar, rule):
    """It is known by its list and week, and not by its moment."""
    talks = week("2021-03-09", "2021-03-12", series=SUNDAYS)
    assert kinds(seminar.run("2021-03-07 18:00", *talks)) == ["digest"]
    moved = told_by(f"digest: {rule}")
    talks = [replace(one, series=moved) for one in talks]
    for clock in ("2021-03-07 18:05", "2021-03-08 20:00", "2021-03-12 09:00"):
        assert seminar.run(clock, *talks) == []


def test_a_digest_of_the_middle_of_a_week_leaves_out_what_its_beginning_told(seminar):
    talks = week("2021-03-11", "2021-03-16", series=SUNDAYS)
    seminar.run("2021-03-07 18:00", *talks)
    talks = [replace(one, series=WEDNESDAYS) for one in talks]
    assert kinds(seminar.run("2021-03-10 08:00", *talks)) == ["digest"]
    assert seminar.sent[-1].talks == (talks[1],)


@pytest.mark.parametrize(
    ("name", "list_"),
    [
        ("digest:stat-seminars@example.edu", LIST),
        ("digest:stat@bücher.example", "stat@xn--bcher-kva.example"),
    ],
)
def test_what_an_earlier_release_named_after_its_moment_counts(seminar, name, list_):
    """And so does the spelling of a domain that it took from the record."""
    series = told_by("digest: Sundays at 17:00", mailing_lists=(Mailbox(list_),))
    skipped = replace(series, weekday=0, skip=(date(2021, 3, 8),))
    told = letter(
        kind=Kind.DIGEST, uid=name, address=list_, revision="2021-03-07T23:00Z"
    )
    now = moment("2021-03-07 18:00")
    claim = seminar.ledger.claim(told, now)
    seminar.ledger.confirm(claim, now)
    talks = week("2021-03-09", series=skipped)
    said = seminar.run("2021-03-07 18:05", *talks)
    assert kinds(said) == ["announcement"], "it did not name this talk"
    assert seminar.run("2021-03-07 18:06", *talks) == []
    assert kinds(seminar.run("2021-03-14 17:00", *week("2021-03-16", series=skipped)))


def test_a_programme_is_not_told_again_when_its_term_begins_on_another_day(seminar):
    term = Term(name="Spring 2021", start=date(2021, 3, 1), end=date(2021, 5, 14))
    seminar.site = replace(SITE, terms=(term,))
    talks = week("2021-04-12", series=told_by("programme: 7 days before at 10:00"))
    assert kinds(seminar.run("2021-02-22 10:00", *talks)) == ["programme"]
    seminar.site = replace(SITE, terms=(replace(term, start=date(2021, 3, 3)),))
    assert seminar.run("2021-02-24 10:00", *talks) == []


def test_what_comes_after_the_digest_is_told_alone_where_nothing_else_tells_it(seminar):
    (early,) = week("2021-03-09", series=SUNDAYS)
    (late,) = week("2021-03-12", series=SUNDAYS, title=None)
    seminar.run("2021-03-07 18:00", early, late)
    found = seminar.look("2021-03-08 09:00", early, late)
    assert [one.reason for one in found.blocked] == [
        "came after the digest of 8 March to 14 March; not ready: no title"
    ]
    titled = replace(late, title="Late")
    assert seminar.run("2021-03-08 09:00", early, titled) == [
        "announcement: came after the digest of 8 March to 14 March; talk in 4 days"
    ]
    assert seminar.sent[-1].talks == (titled,)
    assert seminar.run("2021-03-08 09:05", early, titled) == []


def test_what_comes_after_the_digest_waits_until_the_record_is_quiet(seminar):
    quiet = replace(SUNDAYS, settle=timedelta(hours=1))
    talks = week("2021-03-09", "2021-03-12", series=quiet)
    seminar.run("2021-03-07 18:00", talks[0])
    assert seminar.run("2021-03-08 09:00", *talks) == []
    assert coming(seminar.look("2021-03-08 09:30", *talks))[0] == (
        "announcement 03-08 10:00"
    )
    assert kinds(seminar.run("2021-03-08 10:00", *talks)) == ["announcement"]


def test_what_comes_after_the_digest_waits_for_its_rule_where_there_is_one(seminar):
    both = told_by("digest: Sundays at 18:00", "reminder: same day at 08:00")
    talks = week("2021-03-09", "2021-03-12", series=both)
    seminar.run("2021-03-07 18:00", talks[0])
    assert seminar.run("2021-03-08 09:00", *talks) == []


def test_a_digest_that_goes_out_late_needs_nothing_beside_it(seminar):
    """Nothing was there to be told on Sunday, so it is this talk's digest."""
    assert seminar.run("2021-03-07 18:00", series=[SUNDAYS]) == []
    talks = week("2021-03-12", series=SUNDAYS)
    assert kinds(seminar.run("2021-03-08 09:00", *talks)) == ["digest"]


def test_a_new_title_is_news_where_only_a_digest_has_told_the_old_one(seminar):
    (one,) = week("2021-03-12", series=SUNDAYS)
    seminar.run("2021-03-07 18:00", one)
    better = replace(one, title="Better")
    assert kinds(seminar.run("2021-03-08 09:00", better)) == ["update"]


def test_series_that_write_differently_write_apart_to_one_list(seminar):
    """A Hebrew digest has no English talks, and each leaves by its own way."""
    hebrew = replace(SUNDAYS, key="he", slug="he", name="Kolloquium", language="he")
    other = replace(SUNDAYS, key="z", slug="z", mail=MailSettings(via="smtp://z"))
    talks = [
        talk(series=series, start="2021-03-08 12:30", slug=series.slug)
        for series in (SUNDAYS, hebrew, other)
    ]
    said = seminar.run("2021-03-07 18:00", *talks)
    assert kinds(said) == ["digest"] * 3
    assert {one.series for one in seminar.sent} == {SUNDAYS, hebrew, other}
    assert len({one.revision for one in seminar.sent}) == 3
    assert seminar.run("2021-03-07 18:05", *talks) == []


def test_a_digest_of_a_folder_bears_its_name(seminar):
    """What several series share is what the one around them says."""
    within = [
        replace(SUNDAYS, key=f"wilks/{name}", slug=f"wilks/{name}", parent="wilks")
        for name in ("a", "b")
    ]
    talks = [
        *week("2021-03-08", series=within[0]),
        *week("2021-03-09", series=within[1]),
    ]
    seminar.run("2021-03-07 18:00", *talks, series=[WILKS])
    assert seminar.sent[0].series == WILKS


def test_nobody_is_reminded_of_a_talk_without_title_and_speaker(seminar):
    """There is nothing to remind of, even where untitled talks are announced."""
    series = told_by(announce_untitled=True)
    empty = replace(TALK, series=series, title=None, speakers=())
    assert kinds(seminar.run("2021-03-01 09:00", empty)) == ["announcement"]
    found = seminar.look("2021-03-08 08:00", empty)
    assert found.due == ()
    assert [one.reason for one in found.blocked] == [
        "not ready: neither a title nor a speaker"
    ]
    somebody = replace(empty, speakers=(SOUDRY,))
    assert kinds(seminar.run("2021-03-08 08:01", somebody)) == ["update"]


def test_a_digest_without_a_list_is_said(seminar):
    talks = week("2021-03-08", series=replace(SUNDAYS, mailing_lists=()))
    found = seminar.look("2021-03-07 18:00", *talks)
    assert found.due == ()
    assert [one.reason for one in found.blocked] == [
        "left out of the digest; the series has no `mailing_list` to tell"
    ]


def test_a_talk_that_moves_after_the_digest_is_news_and_its_title_is_not(seminar):
    both = told_by("digest: Sundays at 18:00", "announcement: 1 day before at 09:00")
    (one,) = week("2021-03-12", series=both, location="A1")
    seminar.run("2021-03-07 18:00", one)
    assert seminar.run("2021-03-08 09:00", replace(one, title="Better")) == []
    moved = replace(one, title="Better", location="B2")
    assert kinds(seminar.run("2021-03-09 09:00", moved)) == ["update"]
    assert kinds(seminar.run("2021-03-11 09:00", moved)) == ["announcement"]


def test_a_digest_does_not_swallow_an_update_that_waits(seminar):
    rules = ("digest: Sundays at 18:00", "announcement: 10 days before at 09:00")
    series = told_by(*rules, settle=timedelta(hours=1))
    (one,) = week("2021-03-12", series=series, location="A1")
    seminar.run("2021-03-02 09:00", one)
    moved = replace(one, location="B2")
    assert kinds(seminar.run("2021-03-07 18:00", moved)) == ["digest"]
    assert seminar.run("2021-03-07 19:00", moved) == [
        "update: told room A1 on 2 March; record says B2"
    ]
    assert seminar.run("2021-03-07 19:05", moved) == []


def test_a_digest_leaves_out_what_is_not_ready_and_says_so(seminar):
    talks = week("2021-03-08", series=SUNDAYS, title=None)
    found = seminar.look("2021-03-07 18:00", *talks)
    assert found.due == ()
    assert found.blocked[0].reason == "left out of the digest; not ready: no title"


# A term


def test_the_programme_of_a_term_goes_out_once_with_talks_that_have_no_title(seminar):
    spring = Term(name="Spring 2021", start=date(2021, 3, 1), end=date(2021, 5, 14))
    seminar.site = replace(SITE, terms=(spring,))
    series = told_by("programme: 7 days before at 10:00")
    talks = week("2021-03-08", "2021-04-12", "2021-06-01", series=series)
    talks[1] = replace(talks[1], title=None)
    assert seminar.run("2021-02-22 09:59", *talks) == []
    assert seminar.run("2021-02-22 10:00", *talks) == [
        "programme: programme of Spring 2021: 2 talks"
    ]
    assert seminar.sent[0].term == "Spring 2021"
    assert seminar.run("2021-02-23 10:00", *talks) == []


def test_a_term_that_is_long_under_way_gets_no_programme(seminar):
    spring = Term(name="Spring 2021", start=date(2021, 1, 25), end=date(2021, 5, 14))
    seminar.site = replace(SITE, terms=(spring,))
    series = told_by("programme: 7 days before at 10:00")
    assert seminar.run("2021-03-01 10:00", *week("2021-03-08", series=series)) == []


def test_of_a_talk_in_a_programme_only_a_new_date_is_news(seminar):
    spring = Term(name="Spring 2021", start=date(2021, 3, 1), end=date(2021, 5, 14))
    seminar.site = replace(SITE, terms=(spring,))
    (one,) = week("2021-04-12", series=told_by("programme: 7 days before at 10:00"))
    seminar.run("2021-02-22 10:00", one)
    assert seminar.run("2021-03-01 10:00", replace(one, location="B2")) == []
    later = at("2021-04-19 12:30", one)
    assert kinds(seminar.run("2021-03-02 10:00", later)) == ["update"]


# Single people


ASKS = told_by("request: 21 days before", "announcement: 7 days before")
EMPTY = Speaker(name="Daniel Soudry", email="daniel@technion.example")


def test_a_speaker_is_asked_for_what_is_missing_until_the_announcement(seminar):
    one = talk(series=ASKS, title=None, speakers=(EMPTY,))
    (said,) = seminar.run("2021-02-15 09:00", one)
    assert said == "request: missing: title, bio, affiliation, consent; talk in 21 days"
    (sent,) = seminar.sent
    assert sent.address == "daniel@technion.example"
    assert (sent.person, sent.by) == ("Daniel Soudry", date(2021, 3, 1))
    assert not sent.to_list
    assert seminar.run("2021-02-16 09:00", one) == []


def test_a_speaker_who_has_given_all_is_not_asked(seminar):
    assert seminar.run("2021-02-15 09:00", talk(series=ASKS)) == []


def test_the_host_is_asked_where_the_speaker_has_no_address(seminar):
    host = Person(name="Hanna Host", email="hanna@example.edu")
    silent = replace(SOUDRY, email=None, bio=None)
    one = talk(series=ASKS, speakers=(silent,), host=host)
    seminar.run("2021-02-15 09:00", one)
    assert seminar.sent[0].person == "Hanna Host"
    (blocked,) = seminar.look("2021-02-15 09:00", replace(one, host=None)).blocked
    assert blocked.reason == (
        "there is no email address of Daniel Soudry, nor of a host"
    )


def test_a_request_does_not_count_as_telling_the_audience(seminar):
    one = talk(series=ASKS, title=None, location="A1")
    seminar.run("2021-02-15 09:00", one)
    off = replace(one, status=Status.CANCELLED)
    assert seminar.run("2021-02-16 09:00", off) == []


def test_a_speaker_gets_a_text_to_pass_on(seminar):
    one = talk(series=told_by("forward: 7 days before"))
    assert kinds(seminar.run("2021-03-01 09:00", one)) == ["forward"]
    assert seminar.run("2021-03-02 09:00", one) == []


# Afterwards


THANKS = told_by(*RULES, "thanks: 1 day after at 10:00")


def test_thanks_go_out_once_when_there_is_something_to_show(seminar):
    one = replace(TALK, series=THANKS)
    seminar.run("2021-03-01 09:00", one)
    assert seminar.run("2021-03-09 10:00", one) == []
    assert coming(seminar.look("2021-03-09 10:00", one)) == ["thanks 03-09 10:00"]
    shown = replace(one, slides="https://talks.example.edu/slides.pdf")
    assert kinds(seminar.run("2021-03-10 10:00", shown)) == ["thanks"]
    assert seminar.run("2021-03-11 10:00", shown) == []


def test_nobody_is_thanked_for_old_or_unknown_talks(seminar):
    one = replace(TALK, series=THANKS, video="https://video.example.edu/1")
    assert seminar.run("2021-03-09 10:00", one) == []
    seminar.run("2021-03-01 09:00", one)
    assert seminar.run("2021-03-24 10:00", one) == []
    assert seminar.run("2021-03-22 10:00", replace(one, status=Status.CANCELLED)) == []


# By hand


def ask(seminar: Seminar, clock: str, kind: Kind, one: Talk) -> Letter | Blocked:
    now = moment(clock)
    history = seminar.ledger.remember([one], now)
    known = Programme(
        site=SITE,
        series=(one.series,),
        talks=(one,),
        now=now,
        history=history.revisions,
    )
    (found,) = asked(kind, one, known, seminar.ledger.told({one.uid}, now))
    return found


def test_an_announcement_asked_for_by_hand_is_the_one_the_plan_would_send(seminar):
    early = ask(seminar, "2021-02-10 09:00", Kind.ANNOUNCEMENT, TALK)
    assert isinstance(early, Letter)
    now = moment("2021-02-10 09:00")
    claim = seminar.ledger.claim(early, now)
    assert claim is not None
    seminar.ledger.confirm(claim, now)
    assert seminar.run("2021-03-01 09:00", TALK) == []


@pytest.mark.parametrize(
    ("kind", "clock", "why"),
    [
        (Kind.ANNOUNCEMENT, "2021-03-02 09:00", "gone out already"),
        (Kind.ANNOUNCEMENT, "2021-03-08 13:00", "has begun"),
        (Kind.UPDATE, "2021-03-02 09:00", "people know all"),
        (Kind.THANKS, "2021-03-02 09:00", "not over yet"),
        (Kind.DIGEST, "2021-03-02 09:00", "not about one talk"),
        (Kind.REQUEST, "2021-03-02 09:00", "nothing is missing"),
    ],
)
def test_asking_does_not_make_sense_of_a_message_that_has_none(
    seminar, kind, clock, why
):
    seminar.run("2021-03-01 09:00", TALK)
    found = ask(seminar, clock, kind, TALK)
    assert isinstance(found, Blocked)
    assert why in found.reason


def test_an_update_asked_for_by_hand_does_not_wait(seminar):
    one = replace(TALK, series=told_by(settle=timedelta(minutes=30)))
    seminar.run("2021-03-01 09:00", one)
    found = ask(seminar, "2021-03-02 09:00", Kind.UPDATE, replace(one, location="B2"))
    assert isinstance(found, Letter)
    assert [change.new for change in found.changes] == ["B2"]


def test_a_reminder_asked_for_by_hand_stands_in_for_one_that_was_due(seminar):
    seminar.run("2021-03-01 09:00", TALK)
    found = ask(seminar, "2021-03-08 08:30", Kind.REMINDER, TALK)
    assert isinstance(found, Letter)
    assert seminar.ledger.claim(found, moment("2021-03-08 08:30")) is not None
    assert seminar.run("2021-03-08 08:35", TALK) == []


@pytest.mark.parametrize(
    ("kind", "changes", "why"),
    [
        (Kind.CANCELLATION, {}, "the record says confirmed"),
        (Kind.REMINDER, {"status": Status.CANCELLED}, "the record says cancelled"),
        (Kind.REMINDER, {"location": "B2"}, "do not know yet what has changed"),
    ],
)
def test_nothing_asked_for_by_hand_contradicts_the_record(seminar, kind, changes, why):
    seminar.run("2021-03-01 09:00", TALK)
    found = ask(seminar, "2021-03-02 09:00", kind, replace(TALK, **changes))
    assert isinstance(found, Blocked)
    assert why in found.reason
