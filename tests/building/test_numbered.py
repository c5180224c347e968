"""Files have numbers, and are opened when one of them is asked for."""

import pytest

from announcer.building.numbered import Numbered
from announcer.output import Draft, Several


def several(names, opened):
    """Return files that belong together; each time they are listed is noted."""

    def make():
        opened.append(names)
        return (Draft(name, name.encode, (name,)) for name in names)

    return Several([*names], make, ())


def test_a_file_of_any_number_is_the_one_of_that_path():
    """Whether it stands alone or with others, and in whatever order one asks."""
    files = Numbered()
    files.add([several("ab", []), Draft("c", b"c".strip), several("def", [])])
    files.add([Draft("g", b"g".strip)])
    assert files.paths == [*"abcdefg"]
    for number in (6, 0, 3, 2, 5, 1, 4):
        assert files[number].path == files.paths[number]
        assert files[number].make() == files.paths[number].encode()


def test_neighbours_are_opened_together_and_not_all_of_them_stay_open():
    """They would be as much in memory as if they had never been listed together."""
    opened: list[str] = []
    files = Numbered()
    files.add(several(f"{at}x", opened) for at in range(8))
    for number in range(16):
        assert files[number].path == files.paths[number]
    assert opened == [f"{at}x" for at in range(8)]
    assert files[0].path == "0"
    assert len(opened) == 9


def test_those_that_are_opened_together_are_known_without_opening_them():
    """So that one can make all of them, and nobody else need open them."""
    opened: list[str] = []
    files = Numbered()
    files.add([several("ab", opened), Draft("c", b"c".strip), several("def", opened)])
    assert [files.first(number) for number in range(6)] == [0, 0, 2, 3, 3, 3]
    assert not opened


def test_of_what_is_made_nothing_stays_but_its_path():
    """What else stands among them can still be made, and what is made cannot."""
    opened: list[str] = []
    files = Numbered()
    files.add([several("ab", opened), Draft("c", b"c".strip), several("de", opened)])
    files.let_go([0, 1, 2])
    assert [files[number].path for number in range(5)] == [*"abcde"]
    assert opened == ["de"]
    assert files[0].needs is files[2].needs is None
    assert files[4].make() == b"e"
    for number in (1, 2):
        with pytest.raises(AssertionError):
            files[number].make()
