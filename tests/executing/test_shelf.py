"""What one process lays down, and others take: whole, whoever wrote it."""

from __future__ import annotations

import pytest

from announcer.copies import can_copy
from announcer.executing import Forked, Shelf

THINGS = [("text", ("é" * 5000, b"\r\n" * 9000)), (), None, 3, {"a": (1.5, True)}]


@pytest.fixture
def shelf(tmp_path):
    """Return an empty shelf, closed when all is done."""
    made = Shelf(tmp_path)
    yield made
    made.close()


def test_what_was_laid_down_comes_back_in_any_order(shelf):
    """And again, however often it is asked for."""
    places = [shelf.put(thing) for thing in THINGS]
    for _ in range(2):
        assert [shelf.get(one) for one in reversed(places)] == THINGS[::-1]


def test_a_thing_can_be_got_later_from_where_it_lies(shelf):
    """Each time that it is asked for."""
    first, second = [shelf.later(shelf.put(thing)) for thing in THINGS[:2]]
    assert [first(), second(), first()] == [THINGS[0], THINGS[1], THINGS[0]]


@pytest.mark.skipif(not can_copy(), reason="there are no copies of a process here")
def test_what_workers_lay_down_others_read(shelf, tmp_path):
    """Several at once, each in its own file, and each reads those of the others."""
    own = shelf.put("before")

    def lay(number):
        return shelf.put((number, shelf.get(own)))

    slices = [[number] for number in range(40)]
    places = dict(Forked(3).run(slices, lay, {}))

    def read(number):
        return shelf.get(places[39 - number])

    assert len(list(tmp_path.iterdir())) > 2  # our own among them
    found = dict(Forked(3).run(slices, read, {}))
    assert found == {number: (39 - number, "before") for number in range(40)}
