"""A build compares each talk with what was last published of it."""

from __future__ import annotations

import gc
import marshal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from announcer.errors import LedgerError
from announcer.facts import Change, facts_of
from announcer.kinds import Kind
from announcer.ledger import Ledger, Noted, Renamed, history, open_ledger, stamping
from announcer.ledger.comparing import compare
from announcer.ledger.revising import Step
from announcer.ledger.stored import Row, write_time
from announcer.talk import LinkAccess, Revision, Speaker, Stamp, Status, Talk
from tests.builders import WILKS, letter, moment, talk

NOW = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)
AT = write_time(NOW)
HOUR = timedelta(hours=1)
TALK = talk()
UID = TALK.uid
OTHER = talk(start="2021-03-15 12:30", title="Rings", speakers=(Speaker(name="Emmy"),))


@pytest.fixture
def ledger(url: str, tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(url, tmp_path) as opened:
        yield opened


def test_a_new_talk_begins_at_zero(ledger):
    history = ledger.remember([TALK], NOW)
    assert history.revisions == {UID: Revision(sequence=0, created=NOW, modified=NOW)}
    assert history.stored


def test_a_talk_first_seen_cancelled_begins_at_one(ledger):
    history = ledger.remember([replace(TALK, status=Status.CANCELLED)], NOW)
    assert history.revisions[UID].sequence == 1


def test_nothing_changed_moves_nothing(ledger):
    first = ledger.remember([TALK, OTHER], NOW)
    second = ledger.remember([OTHER, TALK], NOW + HOUR)
    assert second.revisions == first.revisions
    assert second.changed == {}


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Ledger]:
    """Return a ledger in a file that was opened for a build."""
    with open_ledger("sqlite:///ledger.db", tmp_path) as opened:
        opened.begin_to_count()
        yield opened


def seen_by(ledger: Ledger, talks: tuple[Talk, ...], now: datetime = NOW) -> Noted:
    """Look at talks as a build does, which finds them stamped anew."""
    found = ledger.foresee(talks, now)
    return Noted(
        talks=talks,
        series=(),
        now=now,
        history=found.revisions,
        seen=ledger.stamps(),
        stamps={one.uid: Stamp(imprint="new", moment=now) for one in talks},
    )


def test_a_build_compares_once_while_nobody_else_changes_the_ledger(
    watching, monkeypatch
):
    noted = seen_by(watching, (TALK, OTHER))
    monkeypatch.setattr(history, "look", pytest.fail)
    monkeypatch.setattr(stamping, "known", pytest.fail)
    assert watching.note_build(noted)
    monkeypatch.undo()
    assert watching.foresee([TALK, OTHER], NOW + HOUR).revisions == noted.history
    assert watching.stamps() == noted.stamps


def test_rows_that_were_worked_out_before_are_stored_as_they_are(
    watching, tmp_path, monkeypatch
):
    noted = seen_by(watching, (TALK, OTHER))
    rows = marshal.loads(marshal.dumps(list(watching.new_rows())))
    monkeypatch.setattr(history, "rows_of", pytest.fail)
    assert watching.note_build(noted, rows=rows)
    monkeypatch.undo()
    with open_ledger("sqlite:///beside.db", tmp_path) as other:
        assert other.note_build(seen_by(other, (TALK, OTHER)))
        assert list(other.export()) == list(watching.export())


def test_what_rows_were_worked_out_of_is_held_no_longer(watching, tmp_path):
    """And the same is stored by a build that throws the rows away."""

    def steps():
        return [one for one in gc.get_objects() if isinstance(one, Step)]

    before = len(steps())
    noted = seen_by(watching, (TALK, OTHER))
    assert len(steps()) == before + 2
    assert len([*watching.new_rows()]) == 2
    assert len(steps()) == before
    assert watching.note_build(noted)
    with open_ledger("sqlite:///beside.db", tmp_path) as other:
        assert other.note_build(seen_by(other, (TALK, OTHER)))
        assert [*other.export()] == [*watching.export()]


def test_rows_of_an_earlier_look_are_left_where_the_ledger_has_changed(
    watching, tmp_path
):
    noted = seen_by(watching, (TALK, OTHER))
    rows = list(watching.new_rows())
    with open_ledger("sqlite:///ledger.db", tmp_path) as other:
        other.remember([TALK], NOW)
    assert watching.note_build(noted, rows=rows)
    assert len(list(watching.log(now=NOW))) == 2


@pytest.mark.parametrize("what", ["revision", "stamp"])
def test_a_build_sees_what_another_noted_since_it_looked(watching, tmp_path, what):
    """Also where it watches, and where the other stores what it would store itself."""
    noted = seen_by(watching, (TALK,))
    with open_ledger("sqlite:///ledger.db", tmp_path) as other:
        if what == "revision":
            other.remember([TALK], NOW - HOUR)
        else:
            other.stamp({UID: Stamp(imprint="other", moment=NOW)})
    assert not watching.note_build(noted)
    assert watching.note_build(seen_by(watching, (TALK,), NOW + HOUR))


def test_what_was_foreseen_of_other_talks_is_not_noted(watching):
    noted = seen_by(watching, (TALK,))
    watching.foresee((OTHER,), NOW)
    assert watching.note_build(noted)
    assert set(watching.foresee([], NOW).revisions) <= {UID}


def test_a_changed_fact_raises_the_sequence_and_says_what_changed(ledger):
    ledger.remember([TALK], NOW)
    history = ledger.remember([talk(location="B2")], NOW + HOUR)
    found = history.revisions[UID]
    assert (found.sequence, found.modified, found.created) == (1, NOW + HOUR, NOW)
    assert history.changed == {UID: (Change("location", "Virtual", "B2"),)}


def test_a_zone_by_another_name_or_with_new_rules_moves_nothing_but_the_calendar(
    ledger,
):
    """The hour on the wall is the same, so that no page says "moved"."""
    ledger.remember([TALK], NOW)
    renamed = replace(TALK, timezone="US/Eastern")
    history = ledger.remember([renamed], NOW + HOUR)
    assert history.revisions[UID].sequence == 0
    start, end = (
        one.replace(tzinfo=timezone(-4 * HOUR)) for one in (TALK.start, TALK.end)
    )
    history = ledger.remember([replace(renamed, start=start, end=end)], NOW + 2 * HOUR)
    found = history.revisions[UID]
    assert (found.sequence, found.previous_start) == (1, None)


def test_what_an_earlier_release_did_not_write_down_may_have_changed(ledger):
    """Who was shown the link: a message about that has a sequence of its own."""
    line = facts_of(TALK).to_json().replace('"link_access":"public",', "")
    row = Row(UID, 3, AT, "", AT, AT, AT, None, 1)
    closed = replace(TALK, link_access=LinkAccess.MEMBERS)
    for one, sequence in ((closed, 4), (replace(TALK, abstract="Fewer."), 3)):
        history, _ = compare({UID: row}, [one], (), NOW, {}, lambda _: {UID: line})
        assert history.revisions[UID].sequence == sequence


def test_a_typo_moves_the_time_but_not_the_sequence(ledger):
    ledger.remember([TALK], NOW)
    history = ledger.remember([talk(abstract="Fewer.")], NOW + HOUR)
    found = history.revisions[UID]
    assert (found.sequence, found.modified) == (0, NOW + HOUR)
    assert history.changed == {}


def test_a_change_taken_back_is_a_change(ledger):
    ledger.remember([TALK], NOW)
    ledger.remember([talk(location="B2")], NOW + HOUR)
    history = ledger.remember([TALK], NOW + 2 * HOUR)
    assert history.revisions[UID].sequence == 2


def test_a_moved_talk_knows_where_it_stood(ledger):
    ledger.remember([TALK], NOW)
    later = replace(
        TALK, start=moment("2021-03-09 12:30"), end=moment("2021-03-09 14:00")
    )
    history = ledger.remember([later], NOW + HOUR)
    assert history.revisions[UID].previous_start == TALK.start
    typo = replace(later, abstract="Fewer.")
    history = ledger.remember([typo], NOW + 2 * HOUR)
    assert history.revisions[UID].previous_start == TALK.start


def test_a_clock_set_back_never_turns_a_talk_back(ledger):
    ledger.remember([TALK], NOW)
    history = ledger.remember([talk(abstract="Fewer.")], NOW - 100 * HOUR)
    assert history.revisions[UID].modified == NOW + timedelta(seconds=1)


def test_two_edits_in_one_second_are_a_second_apart(ledger):
    ledger.remember([TALK], NOW)
    ledger.remember([talk(abstract="Fewer.")], NOW)
    history = ledger.remember([talk(abstract="Less.")], NOW)
    assert history.revisions[UID].modified == NOW + timedelta(seconds=2)


def test_the_ledger_knows_when_a_fact_last_changed(ledger):
    """By the clock, so that a series can let changes settle before it tells them."""
    ledger.remember([TALK], NOW)
    ledger.remember([talk(location="B2")], NOW + HOUR)
    ledger.remember([talk(location="B2", abstract="Fewer.")], NOW + 2 * HOUR)
    history = ledger.remember([talk(location="B2", abstract="Fewer.")], NOW + 3 * HOUR)
    assert history.moved[UID] == NOW + HOUR


def test_two_talks_with_one_uid_are_refused_and_nothing_is_stored(ledger):
    with pytest.raises(LedgerError, match=f"Two talks have the uid `{UID}`"):
        ledger.remember([OTHER, TALK, TALK], NOW)
    later = NOW + HOUR
    assert ledger.foresee([OTHER], later).revisions[OTHER.uid].created == later


def known(ledger: Ledger, *talks: Talk) -> None:
    """Let the ledger know talks that people have seen."""
    ledger.remember(talks, NOW)
    ledger.publish({one.uid: None for one in talks})


def test_a_record_that_is_gone_is_held_and_changes_nothing(ledger):
    known(ledger, TALK, OTHER)
    before = ledger.foresee([TALK, OTHER], NOW)
    history = ledger.remember([OTHER], NOW + HOUR)
    (held,) = history.held
    assert (held.uid, held.status, held.title) == (UID, Status.CONFIRMED, TALK.title)
    assert history.revisions == before.revisions
    assert not history.changed
    assert history.vanished == ()


def test_what_was_never_public_leaves_no_ghost(ledger):
    ledger.remember([TALK], NOW)
    history = ledger.remember([], NOW + HOUR)
    assert (history.held, history.vanished, history.revisions) == ((), (), {})


def test_a_talk_whose_record_is_gone_still_says_that_its_room_is_new(ledger):
    """An absent file changes nothing of what readers see of its talk."""
    for room in ("A1", "B2"):
        ledger.remember([replace(TALK, location=room)], NOW)
        ledger.publish({UID: None})
    assert ledger.remember([], NOW + HOUR).revisions[UID].previous_location == "A1"


def test_another_spelling_of_a_room_is_no_room_before(ledger):
    for room in ("MR14", "MR 14"):
        ledger.remember([replace(TALK, location=room)], NOW)
        ledger.publish({UID: None})
    found = ledger.remember([replace(TALK, location="mr 14")], NOW + HOUR)
    assert found.revisions[UID].previous_location is None
    assert not found.revisions[UID].sequence


def test_a_held_talk_stands_as_it_was_last_public_and_not_as_it_was_looked_at(ledger):
    known(ledger, TALK)
    ledger.remember([talk(location="B2")], NOW + HOUR)
    (held,) = ledger.remember([], NOW + 2 * HOUR).held
    assert held.location == TALK.location


def test_what_was_told_is_public(ledger):
    ledger.remember([TALK], NOW)
    told = letter(uid=UID, kind=Kind.ANNOUNCEMENT, facts=facts_of(TALK).to_json())
    claim = ledger.claim(told, NOW)
    assert ledger.foresee([], NOW).held  # nobody knows yet whether it went out
    ledger.release(claim, "451 later")
    assert ledger.foresee([], NOW).held == ()
    ledger.confirm(ledger.claim(told, NOW), NOW)
    assert ledger.foresee([], NOW).held


def test_a_talk_that_slipped_into_the_past_and_then_lost_its_record_is_held(ledger):
    """People wait for the day that they know, whatever the last look has seen."""
    ledger.remember([TALK], NOW)
    ledger.publish({UID: None})
    ledger.remember([talk(start="2020-03-08 12:30", uid=UID)], NOW + HOUR)
    (held,) = ledger.remember([], NOW + 2 * HOUR).held
    assert held.start == TALK.start


@pytest.mark.parametrize("resolved", [False, True])
def test_what_a_killed_run_left_open_is_what_people_may_know(ledger, resolved):
    """A talk without a record keeps the day that such a message told of."""
    known(ledger, TALK)
    moved = talk(start="2021-03-22 12:30", uid=UID)
    ledger.remember([moved], NOW + HOUR)
    facts = facts_of(moved).to_json()
    told = letter(uid=UID, facts=facts, revision="1", sequence=1)
    claim = ledger.claim(told, NOW + HOUR)  # and the program ends
    later = NOW + 3 * HOUR
    if resolved:
        ledger.resolve(claim.id, later, sent=True)
    else:
        ledger.remember([moved], later)
    (held,) = ledger.foresee([], TALK.end + HOUR).held
    assert held.start == moved.start


def test_a_held_talk_is_simply_over_when_it_has_ended(ledger):
    known(ledger, TALK)
    assert ledger.remember([], TALK.end - timedelta(seconds=1)).held
    history = ledger.remember([], TALK.end)
    assert (history.held, history.revisions) == ((), {})


def test_a_record_that_comes_back_is_as_it_was(ledger):
    known(ledger, TALK)
    ledger.remember([], NOW + HOUR)
    history = ledger.remember([TALK], NOW + 2 * HOUR)
    assert history.revisions[UID].sequence == 0
    assert (history.held, history.changed) == ((), {})


def test_a_cancelled_talk_whose_record_vanishes_stays_cancelled(ledger):
    off = talk(status=Status.CANCELLED)
    known(ledger, off)
    history = ledger.remember([], NOW + HOUR)
    assert [one.uid for one in history.vanished] == [UID]
    assert history.held == ()
    assert history.revisions == ledger.foresee([off], NOW).revisions


def test_a_person_may_cancel_a_talk_whose_record_is_gone(ledger):
    known(ledger, TALK)
    ledger.cancel(UID, NOW + HOUR, "The speaker is ill.")
    history = ledger.remember([], NOW + 2 * HOUR)
    (off,) = history.vanished
    assert (off.status, off.notice) == (Status.CANCELLED, "The speaker is ill.")
    assert history.revisions[UID].sequence == 1
    assert history.held == ()
    with pytest.raises(LedgerError, match="knows no talk"):
        ledger.cancel("other@x", NOW)


def test_a_withdrawn_cancellation_is_no_news_when_the_record_goes_again(ledger):
    known(ledger, TALK)
    ledger.cancel(UID, NOW + HOUR)
    ledger.publish({UID: None})
    ledger.remember([TALK], NOW + 2 * HOUR)
    history = ledger.remember([], NOW + 3 * HOUR)
    assert history.vanished == ()
    (held,) = history.held
    assert held.status is Status.CANCELLED  # as calendars last had it


def test_who_waits_for_a_postponed_talk_hears_after_its_old_day_that_it_is_off(ledger):
    known(ledger, replace(TALK, status=Status.POSTPONED))
    ledger.cancel(UID, NOW + HOUR)
    after = TALK.end + HOUR
    (gone,) = ledger.foresee([], after).vanished
    assert gone.status is Status.CANCELLED
    assert ledger.foresee([], after + timedelta(days=40)).vanished == ()


def test_what_is_forgotten_leaves_nothing_behind(ledger):
    known(ledger, TALK)
    ledger.forget(UID, NOW + HOUR)
    assert ledger.foresee([], NOW + HOUR).held == ()
    back = ledger.remember([TALK], NOW + 2 * HOUR)
    assert back.revisions[UID].sequence == 0
    assert ledger.foresee([], NOW + 2 * HOUR).held == ()
    with pytest.raises(LedgerError, match="knows no talk"):
        ledger.forget("other@x", NOW)


def test_what_is_forgotten_stays_so_when_an_older_export_comes_back(ledger):
    known(ledger, TALK)
    export = list(ledger.export())
    ledger.forget(UID, NOW + HOUR)
    ledger.import_(export)
    assert ledger.foresee([], NOW + HOUR).held == ()


def test_a_held_talk_stands_in_its_series_as_it_is_now(ledger):
    known(ledger, TALK)
    renamed = replace(WILKS, name="Wilks Seminar")
    assert ledger.foresee([], NOW, [renamed]).held[0].series == renamed
    assert ledger.foresee([], NOW).held[0].series.name == WILKS.name


@pytest.mark.parametrize(
    "uid",
    [
        "wilks/2021-03-08-soudry@www.example.org",
        "wilks.2021-03-08-soudry@talks.example.edu",
        "wilks.2021-03-08-soudry@another-name",
    ],
)
def test_a_talk_keeps_its_uid_whatever_the_site_is_called_now(ledger, uid):
    known(ledger, TALK)
    history = ledger.remember([replace(TALK, uid=uid), OTHER], NOW + HOUR)
    assert history.aliases == {uid: UID}
    assert history.revisions.keys() == {UID, OTHER.uid}
    assert history.changed == {}
    assert (history.held, history.vanished) == ((), ())


def test_a_uid_that_another_record_has_taken_is_no_alias(ledger):
    known(ledger, TALK)
    new = replace(OTHER, uid="wilks.2021-03-08-soudry@name", slug="new")
    history = ledger.remember([TALK, new], NOW + HOUR)
    assert history.aliases == {}
    assert history.revisions.keys() == {UID, new.uid}


@pytest.mark.parametrize(
    "new",
    [
        replace(TALK, uid="new@x", title="Other", speakers=()),
        replace(TALK, uid="new@x", start=OTHER.start, end=OTHER.end, speakers=()),
        replace(TALK, uid="new@x", start=OTHER.start, end=OTHER.end, title=None),
    ],
    ids=["same time", "same title", "same speaker"],
)
def test_a_similar_new_talk_is_suspected_to_be_the_one_that_is_held(ledger, new):
    known(ledger, TALK)
    for hours in (1, 2):
        history = ledger.remember([new], NOW + hours * HOUR)
        assert history.renamed == (Renamed(UID, "new@x"),)


def test_two_talks_that_swapped_their_days_are_each_suspected_of_being_itself(ledger):
    """What is said tells more than when: so neither is announced as a new one."""
    known(ledger, TALK, OTHER)
    swapped = [
        replace(TALK, uid="t@x", start=OTHER.start, end=OTHER.end),
        replace(OTHER, uid="o@x", start=TALK.start, end=TALK.end),
    ]
    history = ledger.remember(swapped, NOW + HOUR)
    assert history.successors == {UID: "t@x", OTHER.uid: "o@x"}


def test_an_older_or_different_talk_is_not_suspected(ledger):
    older = replace(TALK, uid="older@x")
    known(ledger, TALK, older)
    history = ledger.remember([older, OTHER], NOW + HOUR)
    assert history.renamed == ()


def test_foreseeing_stores_nothing(ledger):
    foreseen = ledger.foresee([TALK], NOW)
    assert not foreseen.stored
    assert ledger.foresee([TALK], NOW) == foreseen
    assert replace(ledger.remember([TALK], NOW), stored=False) == foreseen


def test_ten_thousand_talks_are_remembered_with_few_statements(ledger):
    """The count of statements is what grows when somebody asks talk by talk."""
    from sqlalchemy import event  # noqa: PLC0415 - only this test looks inside

    talks = [replace(TALK, uid=f"{n}@x", slug=f"t{n}") for n in range(2_000)]
    statements: list[str] = []
    event.listen(
        ledger._database.engine,
        "before_cursor_execute",
        lambda *said: statements.append(said[2]),
    )
    ledger.remember(talks, NOW)
    history = ledger.remember(talks, NOW + HOUR)
    assert len(history.revisions) == 2_000
    assert len(statements) < 12


def test_the_log_tells_what_happened_in_order(ledger):
    known(ledger, TALK)
    ledger.remember([talk(location="B2")], NOW + HOUR)
    ledger.remember([talk(location="B2", abstract="Fewer.")], NOW + 2 * HOUR)
    ledger.remember([talk(location="B2", abstract="Fewer."), OTHER], NOW + 3 * HOUR)
    found = ledger.log(now=NOW)
    assert [(entry.at, entry.uid, entry.what) for entry in found] == [
        (NOW, UID, "published"),
        (NOW + HOUR, UID, "changed"),
        (NOW + 2 * HOUR, UID, "edited"),
        (NOW + 3 * HOUR, OTHER.uid, "noted"),
    ]
    assert found[1].changes == (Change("location", "Virtual", "B2"),)
    assert [entry.uid for entry in ledger.log(OTHER.uid, now=NOW)] == [OTHER.uid]


def test_a_broken_record_is_not_gone_under_whatever_uid_it_is_known(ledger):
    """The ledger may know it by a uid with a slash, of an earlier release."""
    known = talk(uid="wilks/2021-03-08-soudry@talks.example.edu")
    ledger.remember([known], NOW)
    ledger.publish({known.uid: None})
    broken = "wilks.2021-03-08-soudry@talks-1"
    assert ledger.foresee([], NOW).held
    assert ledger.foresee([], NOW, unread={broken}).held == ()
