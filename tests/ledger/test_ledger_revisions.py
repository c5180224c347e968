"""A build compares each talk with what was last published of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from announcer.errors import LedgerError
from announcer.facts import Change, facts_of
from announcer.ledger import Ledger, Renamed, open_ledger
from announcer.ledger.revising import Row, compare
from announcer.ledger.schema import write_time
from announcer.talk import LinkAccess, Revision, Speaker, Status
from tests.builders import WILKS, moment, talk

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
    row = Row(UID, 3, AT, "", AT, AT, AT, AT, None, line)
    closed = replace(TALK, link_access=LinkAccess.MEMBERS)
    for one, sequence in ((closed, 4), (replace(TALK, abstract="Fewer."), 3)):
        history, _ = compare({UID: row}, [one], (), NOW)
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


def test_a_vanished_talk_is_cancelled_once(ledger):
    ledger.remember([TALK, OTHER], NOW)
    first = ledger.remember([OTHER], NOW + HOUR)
    (gone,) = first.vanished
    assert (gone.uid, gone.status, gone.title) == (UID, Status.CANCELLED, TALK.title)
    assert first.revisions[UID].sequence == 1
    assert first.changed[UID] == (Change("status", "confirmed", "cancelled"),)
    again = ledger.remember([OTHER], NOW + 2 * HOUR)
    assert again.vanished == first.vanished
    assert again.revisions == first.revisions
    assert not again.changed


def test_a_vanished_talk_is_forgotten_when_it_is_over(ledger):
    ledger.remember([TALK], NOW)
    assert ledger.remember([], TALK.end - timedelta(seconds=1)).vanished
    history = ledger.remember([], TALK.end)
    assert (history.vanished, history.revisions) == ((), {})


def test_a_record_that_comes_back_revives_its_talk(ledger):
    ledger.remember([TALK], NOW)
    ledger.remember([], NOW + HOUR)
    history = ledger.remember([TALK], NOW + 2 * HOUR)
    assert history.revisions[UID].sequence == 2
    assert history.vanished == ()
    assert history.changed[UID] == (Change("status", "cancelled", "confirmed"),)


def test_a_cancelled_talk_whose_record_vanishes_does_not_change(ledger):
    off = talk(status=Status.CANCELLED)
    first = ledger.remember([off], NOW)
    history = ledger.remember([], NOW + HOUR)
    assert [one.uid for one in history.vanished] == [UID]
    assert history.revisions == first.revisions


def test_a_vanished_talk_stands_in_its_series_as_it_is_now(ledger):
    ledger.remember([TALK], NOW)
    renamed = replace(WILKS, name="Wilks Seminar")
    assert ledger.foresee([], NOW, [renamed]).vanished[0].series == renamed
    assert ledger.foresee([], NOW).vanished[0].series.name == WILKS.name


@pytest.mark.parametrize(
    "new",
    [
        replace(TALK, uid="new@x", title="Other", speakers=()),
        replace(TALK, uid="new@x", start=OTHER.start, end=OTHER.end, speakers=()),
        replace(TALK, uid="new@x", start=OTHER.start, end=OTHER.end, title=None),
    ],
    ids=["same time", "same title", "same speaker"],
)
def test_a_similar_new_talk_is_suspected_to_be_the_vanished_one(ledger, new):
    ledger.remember([TALK], NOW)
    for hours in (1, 2):
        history = ledger.remember([new], NOW + hours * HOUR)
        assert history.renamed == (Renamed(UID, "new@x"),)


def test_an_older_or_different_talk_is_not_suspected(ledger):
    older = replace(TALK, uid="older@x")
    ledger.remember([TALK, older], NOW)
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
    ledger.remember([TALK], NOW)
    ledger.remember([talk(location="B2")], NOW + HOUR)
    ledger.remember([talk(location="B2", abstract="Fewer.")], NOW + 2 * HOUR)
    ledger.remember([talk(location="B2", abstract="Fewer."), OTHER], NOW + 3 * HOUR)
    found = ledger.log(now=NOW)
    assert [(entry.at, entry.uid, entry.what) for entry in found] == [
        (NOW, UID, "published"),
        (NOW + HOUR, UID, "changed"),
        (NOW + 2 * HOUR, UID, "edited"),
        (NOW + 3 * HOUR, OTHER.uid, "published"),
    ]
    assert found[1].changes == (Change("location", "Virtual", "B2"),)
    assert [entry.uid for entry in ledger.log(OTHER.uid, now=NOW)] == [OTHER.uid]
