"""A build says how long it holds: before that moment no other would differ."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer import when
from announcer.errors import RecordError
from tests.building.conftest import House, furnished
from tests.building.edits import EDITS, NOETHER
from tests.building.test_incremental import MANY

BERLIN = when.zone("Europe/Berlin")
RULES = """\
name: Algebra
mailing_list: algebra@example.edu
tell:
  - announcement: 3 days before at 10:00
  - reminder: 2 hours before
  - thanks: same day at 18:00
"""


@settings(
    max_examples=MANY,
)
@given(
    series=st.lists(st.sampled_from(sorted(EDITS)), max_size=5),
    part=st.floats(0, 1, exclude_max=True),
)
def test_until_it_says_a_build_is_the_same(series, part):
    with tempfile.TemporaryDirectory() as place:
        house = furnished(Path(place) / "home")
        house.write("algebra/series.yaml", RULES)
        for name in series:
            EDITS[name](house)
        try:
            until = house.build().until
        except RecordError:
            return  # two edits that make no sense together
        if until is None:
            return  # a template of its own that may show anything
        left = when.in_zone(until, BERLIN).replace(tzinfo=None) - house.now
        house.now += timedelta(seconds=int(left.total_seconds() * part))
        assert house.clean() == house.files()


def until(house: House) -> datetime:
    """Return when a build will read otherwise, on the clocks of the site."""
    found = house.build().until
    assert found is not None
    return when.in_zone(found, BERLIN).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2021-03-01T09:00", "2021-03-01T10:00"),  # Thursday's talks are announced
        ("2021-03-01T10:00", "2021-03-01T12:00"),  # a reminder
        ("2021-03-01T12:00", "2021-03-01T14:00"),  # a talk begins,
        ("2021-03-01T14:00", "2021-03-01T15:00"),  # and is over
        ("2021-04-08T09:00", "2021-04-08T10:00"),  # a talk is less than six weeks away
        ("2021-04-30T09:00", "2021-05-01T00:00"),  # nothing but the end of the day
    ],
)
def test_a_build_holds_until_something_happens(house, now, expected):
    house.path(NOETHER).unlink()
    house.write("algebra/series.yaml", RULES)
    house.now = datetime.fromisoformat(now)
    assert until(house).isoformat(timespec="minutes") == expected


def test_a_build_holds_no_longer_while_a_message_is_under_way(house):
    """Its process may end at any time, and then nobody knows whether it went out."""
    house.write("algebra/series.yaml", RULES)
    house.now += timedelta(hours=1)
    house.tell(finish=False)
    assert house.build().until is None


def test_a_build_holds_no_longer_while_the_clock_is_set_back(house):
    house.build()
    house.swap(NOETHER, "Rings", "Ideals")
    house.build()
    house.now -= timedelta(days=1)
    assert house.build().until is None
