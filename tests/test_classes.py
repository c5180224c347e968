"""Dataclasses that are made quickly do what those of the library do; so do patterns."""

import copy
import dataclasses
import inspect
import pickle
import re
from dataclasses import FrozenInstanceError, field

import pytest

from announcer import talk
from announcer.classes import dataclass
from announcer.lazy import pattern


def made(decorator, **options):
    """Return a class with every kind of field that we have, made by this decorator."""

    @decorator(**options)
    class Noun:
        """A noun."""

        name: str
        size: int = 3
        notes: list[str] = field(default_factory=list, hash=False)
        seen: int = field(default=0, compare=False, repr=False)

    return Noun


FORMS = [
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"frozen": True},
    {"slots": True},
    {"frozen": True, "slots": True, "eq": False, "weakref_slot": True},
]


@dataclass(frozen=True, slots=True)
class Point:
    """A class that pickle can find."""

    x: int
    y: int = 0


@dataclass(frozen=True, slots=True)
class Dot(Point):
    """One that has a field more than the class it comes from."""

    colour: str = "black"


@dataclass(slots=True)
class Knot:
    """One that can hold itself."""

    inside: object = None


@pytest.mark.parametrize("options", FORMS, ids=str)
def test_it_looks_compares_and_hashes_as_the_library_has_it(options):
    """Two ways of making one class cannot be told apart by its instances."""
    ours, theirs = made(dataclass, **options), made(dataclasses.dataclass, **options)
    for says in ({"name": "a"}, {"name": "b", "size": 4, "notes": ["c"], "seen": 5}):
        one, other = ours(**says), theirs(**says)
        assert repr(one) == repr(other)
        assert dataclasses.asdict(one) == dataclasses.asdict(other)
        assert (one == ours(**says | {"seen": 7})) == (other == theirs(**says))
        assert one != ours(**says | {"size": 7}), "a field that is compared"
        assert one != other, "another class"
        assert dataclasses.replace(one, size=9).size == 9
        assert (ours.__hash__ is None) == (theirs.__hash__ is None)
        if options.get("frozen") and options.get("eq", True):
            assert hash(one) == hash(other)
    assert ours.__match_args__ == theirs.__match_args__
    assert hasattr(ours, "__slots__") == hasattr(theirs, "__slots__")


def test_a_list_that_nobody_gave_is_each_ones_own():
    """What a factory makes is made for every instance."""
    noun = made(dataclass, slots=True)
    noun("a").notes.append("b")
    assert noun("c").notes == []


@pytest.mark.parametrize(
    "wrong", [{}, {"name": "a", "colour": 1}, {"size": 3}], ids=str
)
@pytest.mark.parametrize("options", FORMS, ids=str)
def test_what_cannot_be_made_is_refused_in_the_same_words(options, wrong):
    """A parameter that is missing or unknown is named as by the library."""
    said = []
    for decorator in (dataclass, dataclasses.dataclass):
        for _ in range(2):  # the first call writes what the second one uses
            with pytest.raises(TypeError) as error:
                made(decorator, **options)(**wrong)
            said.append(str(error.value))
    assert len({*said}) == 1


def test_what_is_frozen_stays_as_it_is():
    """Nothing of it can be set or deleted."""
    point = Point(1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'x'"):
        point.x = 2  # type: ignore[misc]  # that is what is tried
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'x'"):
        del point.x


@pytest.mark.parametrize("point", [Point(1), Dot(1, 2, "red")], ids=str)
def test_it_comes_back_from_another_process_and_from_a_copy(point):
    """What is pickled or copied is equal to what it was."""
    for other in (pickle.loads(pickle.dumps(point)), copy.copy(point)):
        assert other == point
        assert repr(other) == repr(point)


def test_a_class_keeps_the_methods_that_it_has():
    """What a class says of itself is not written over."""

    @dataclass(frozen=True, slots=True)
    class Odd:
        """A class with words of its own."""

        name: str

        def __repr__(self) -> str:
            return "odd"

        def __hash__(self) -> int:
            return 7

    assert (repr(Odd("a")), hash(Odd("a"))) == ("odd", 7)


def test_what_comes_after_the_fields_is_done():
    """A class that works something out of its fields does so."""

    @dataclass(slots=True)
    class Sum:
        """Two numbers, and both together."""

        one: int
        other: int
        both: int = field(init=False)
        parts: list[int] = field(init=False, default_factory=list)
        known: int = field(init=False, default=2)

        def __post_init__(self) -> None:
            self.both = self.one + self.other
            assert self.parts == []

    assert [Sum(1, 2).both, Sum(2, 3).both] == [3, 5]
    assert (Sum(1, 2).parts, Sum(1, 2).known) == ([], 2)
    with pytest.raises(TypeError):
        Sum(1, 2, 3)  # type: ignore[call-arg]  # that is what is tried


def test_what_holds_itself_is_shown_once():
    """A circle has an end when it is shown."""
    knot = Knot()
    knot.inside = knot
    assert repr(knot) == "Knot(inside=...)"


def test_every_noun_takes_what_the_library_would_take():
    """The parameters of each noun are its fields, with their defaults."""
    nouns = [one for one in vars(talk).values() if hasattr(one, "__dataclass_fields__")]
    assert len(nouns) > 10
    for noun in nouns:
        fields: list[tuple[str, object, object]] = [
            (one.name, one.type, field(default=one.default, kw_only=one.kw_only))
            if one.default_factory is dataclasses.MISSING
            else (one.name, one.type, field(default_factory=dict, kw_only=one.kw_only))
            for one in dataclasses.fields(noun)
        ]
        theirs = inspect.signature(dataclasses.make_dataclass("Noun", fields))
        with pytest.raises(TypeError):
            noun(unknown=1)  # from here on its own are there
        ours = inspect.signature(noun)
        assert [*ours.parameters] == [*theirs.parameters]
        assert [one.kind for one in ours.parameters.values()] == [
            one.kind for one in theirs.parameters.values()
        ]


def test_a_pattern_is_compiled_when_it_is_first_used(monkeypatch):
    """Until then it is only its text; afterwards it finds what any pattern finds."""
    compiled = []
    real = re.compile

    def watched(text, flags):
        compiled.append((text, flags))
        return real(text, flags)

    monkeypatch.setattr(re, "compile", watched)
    vowel = pattern("[aeiou]", re.IGNORECASE)
    assert (vowel.pattern, compiled) == ("[aeiou]", [])
    assert vowel.sub("-", "Ada") == "-d-"
    assert vowel.findall("Ida") == ["I", "a"]
    assert vowel.fullmatch("x") is None
    assert compiled == [("[aeiou]", re.IGNORECASE)]
