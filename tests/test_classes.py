"""Our dataclasses do what Python's do, as far as the house asks them to."""

import copy
import dataclasses
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from announcer import classes


def both(**options):
    """Return the same class by Python's decorator, and by ours."""

    def made(decorator):
        @decorator(**options)
        class Talk:
            """A talk."""

            title: str
            room: int = 0
            notes: list[int] = dataclasses.field(default_factory=list, hash=False)
            secret: str = dataclasses.field(default="", repr=False, compare=False)

        Talk.__qualname__ = "Talk"
        return Talk

    return made(dataclasses.dataclass), made(classes.dataclass)


CASES = [
    {},
    {"frozen": True},
    {"slots": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"frozen": True, "slots": True, "eq": False, "weakref_slot": True},
]
values = st.fixed_dictionaries(
    {"title": st.sampled_from("ab")},
    optional={
        "room": st.integers(0, 1),
        "notes": st.lists(st.integers(0, 1), max_size=1),
        "secret": st.sampled_from("xy"),
    },
)


@pytest.mark.parametrize("options", CASES, ids=str)
@given(values, values)
def test_they_compare_hash_and_show_as_pythons_do(options, one, other):
    theirs, ours = both(**options)
    assert repr(ours(**one)) == repr(theirs(**one))
    assert (ours(**one) == ours(**other)) == (theirs(**one) == theirs(**other))
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)
    if options.get("frozen") and options.get("eq", True):
        assert hash(ours(**one)) == hash(theirs(**one))
    assert ours(**one) != theirs(**one)


@pytest.mark.parametrize("options", CASES, ids=str)
def test_they_are_dataclasses(options):
    theirs, ours = both(**options)
    names = [
        [field.name for field in dataclasses.fields(one)] for one in (theirs, ours)
    ]
    assert names[0] == names[1]
    assert ours.__match_args__ == theirs.__match_args__
    assert hasattr(ours(title="a"), "__dict__") is not options.get("slots", False)
    moved = dataclasses.replace(copy.copy(ours(title="a", room=1)), title="b")
    assert (moved.title, moved.room) == ("b", 1)


def test_what_a_class_says_of_itself_stays():
    @classes.dataclass(frozen=True, slots=True)
    class Room:
        number: int

        def __repr__(self):
            return f"room {self.number}"

        def __eq__(self, other):
            return isinstance(other, Room) and self.number % 100 == other.number % 100

        def __hash__(self):
            return self.number % 100

    assert str(Room(101)) == "room 101"
    assert len({Room(101), Room(201)}) == 1


def test_every_dataclass_of_the_house_is_made_so():
    """One that is not costs every command that imports it half a millisecond."""
    house = Path(classes.__file__).parent
    slow = re.compile(
        r"from dataclasses import .*\bdataclass\b|@dataclasses\.dataclass"
    )
    found = [path for path in house.rglob("*.py") if slow.search(path.read_text())]
    assert found == [house / "classes.py"]
