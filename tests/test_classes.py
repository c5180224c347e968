"""Our dataclasses do what Python's do, as far as the house asks them to."""

import copy
import dataclasses
import inspect
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


def plain(decorator, **options):
    @decorator(**options)
    class Room:
        """A room whose fields have defaults at most."""

        _: dataclasses.KW_ONLY
        number: int
        floor: int = 0

    @decorator(**options)
    class Place:
        """The same with arguments that need no name, and some that do."""

        number: int
        floor: int = 1
        _: dataclasses.KW_ONLY
        town: str
        land: str = "CH"

    for one in (Room, Place):
        one.__qualname__ = one.__name__
        one.__init__.__qualname__ = f"{one.__name__}.__init__"
    return Room, Place


def outcome(cls, positional, named):
    try:
        return repr(cls(*positional, **named))
    except TypeError as error:
        return str(error)


PLAIN = [
    pair
    for options in [*CASES, {"frozen": True, "kw_only": True}]
    for pair in zip(
        plain(dataclasses.dataclass, **options),
        plain(classes.dataclass, **options),
        strict=True,
    )
]


@pytest.mark.parametrize(("theirs", "ours"), PLAIN)
@given(
    st.lists(st.integers(), max_size=3),
    st.dictionaries(
        st.sampled_from(["number", "floor", "town", "land", "x"]), st.none()
    ),
)
def test_plain_ones_are_made_and_refused_as_pythons_are(theirs, ours, places, named):
    """One ``__init__`` is compiled for all that have as many fields."""
    assert outcome(ours, places, named) == outcome(theirs, places, named)
    shown = [
        [(one.name, one.kind, one.default) for one in signature.parameters.values()]
        for signature in map(inspect.signature, (theirs, ours))
    ]
    assert shown[0] == shown[1]


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


def test_a_class_without_words_is_described_by_its_name():
    """Python would write its signature, which nobody reads and which takes long."""

    @classes.dataclass(frozen=True)
    class Room:
        seats: int

    assert Room.__doc__ == "Room"
