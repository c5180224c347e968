"""What the ledger remembers of events in calendars on servers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from announcer.errors import LedgerError
from announcer.ledger import Synced, open_ledger

NOW = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CALENDAR = "https://cloud.example.edu/dav/talks/"
EVENT = Synced(
    uid="wilks/2021-03-08-soudry@talks.example.edu",
    series="wilks",
    href="/dav/talks/5f.ics",
    etag='"1"',
    digest="d1",
    words="w1",
)
LATER = replace(EVENT, etag='"2"', digest="d2")


def test_an_event_is_remembered_for_its_calendar_until_it_is_forgotten(url, tmp_path):
    with open_ledger(url, tmp_path) as ledger:
        ledger.note_synced(CALENDAR, EVENT, NOW)
        ledger.note_synced(CALENDAR, LATER, NOW + HOUR)
        assert ledger.synced(CALENDAR) == {EVENT.uid: LATER}
        assert ledger.synced("https://other.example.edu/") == {}
        ledger.forget_synced(CALENDAR, EVENT.uid)
        assert ledger.synced(CALENDAR) == {}


def test_it_travels_with_an_export(url, tmp_path):
    with open_ledger("sqlite:///origin.db", tmp_path) as origin:
        origin.note_synced(CALENDAR, EVENT, NOW)
        lines = list(origin.export())
    with open_ledger(url, tmp_path) as ledger:
        ledger.import_([*lines, *lines[1:]])
        assert ledger.synced(CALENDAR) == {EVENT.uid: EVENT}
        assert list(ledger.export()) == lines


@pytest.mark.parametrize("known_before", [EVENT, LATER])
def test_of_two_memories_of_an_event_the_later_one_counts(url, tmp_path, known_before):
    moments = {EVENT: NOW, LATER: NOW + HOUR}
    with open_ledger("sqlite:///origin.db", tmp_path) as origin:
        other = LATER if known_before is EVENT else EVENT
        origin.note_synced(CALENDAR, other, moments[other])
        lines = list(origin.export())
    with open_ledger(url, tmp_path) as ledger:
        ledger.note_synced(CALENDAR, known_before, moments[known_before])
        ledger.import_(lines)
        assert ledger.synced(CALENDAR) == {EVENT.uid: LATER}


def test_a_ledger_that_cannot_be_written_remembers_nothing(url, tmp_path):
    open_ledger(url, tmp_path).close()
    with open_ledger(url, tmp_path, readonly=True) as ledger:
        with pytest.raises(LedgerError):
            ledger.note_synced(CALENDAR, EVENT, NOW)
        assert ledger.synced(CALENDAR) == {}
