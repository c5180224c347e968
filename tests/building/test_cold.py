"""How much a first build does, counted and not timed."""

from collections import Counter

import pytest

from announcer import disk, markup
from announcer.delivery import files
from announcer.formats import data
from announcer.ical import entries
from announcer.markup import rendering
from announcer.record import reader
from announcer.templating import Templates
from tests.building.conftest import TALKS

FILLED = 106  # mails apart


@pytest.fixture
def counted(monkeypatch):
    """Return how often each of a build's dear things is done."""
    times: Counter[str] = Counter()

    def count(where, name, what, counts=lambda *_: True):
        real = getattr(where, name)

        def counting(*args, **named):
            times[what] += counts(*args)
            return real(*args, **named)

        monkeypatch.setattr(where, name, counting)

    markup.forget()  # what an earlier test rendered
    count(rendering, "parsed_blocks", "parsed")
    count(Templates, "_filled", "filled", lambda _, name, *__: "mail/" not in name)
    count(entries, "write", "events")
    count(reader, "read_values", "records")
    count(data, "_talk", "data")
    count(files.Staging, "put", "put")
    count(files._Run, "_put", "moved alone")
    count(disk, "obstacle", "asked for folders")
    return times


def test_what_a_first_build_does_for_a_fixed_programme(house, counted):
    """A change of these numbers is a change of how long it takes."""
    house.build()
    written = house.files()
    mails = sum(path.startswith("mail/") for path in written)
    assert counted["records"] == len(TALKS) + 3  # the site and two series
    assert counted["parsed"] == 1  # one abstract has Markdown, and nobody else asks
    coming = 4  # of them, whose short lines are written once for all lists
    assert counted["data"] == len(TALKS) + coming
    assert counted["events"] == len(TALKS) + 4  # of mails to who is on stage
    assert counted["put"] == len(written)
    assert counted["moved alone"] == mails  # all others come with their folders
    assert counted["asked for folders"] == 0
    assert counted["filled"] == FILLED
