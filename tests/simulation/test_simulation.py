"""A simulated institute: whatever happens, people know what is true, and once.

Fifty short worlds; ``make examples`` plays more, ``make simulate`` long ones.
"""

import pytest

from tests.examples import examples
from tests.simulation import faults
from tests.simulation.playing import play
from tests.simulation.world import Size

SHORT = Size(series=2, days=6, runs=2)
GROUPS = examples(10)
WORLDS = 5


@pytest.mark.parametrize("group", range(GROUPS))
def test_nobody_believes_what_is_not_so_for_long_and_nothing_is_told_twice(group):
    """A world that fails says its seed, and what led to it."""
    for number in range(WORLDS):
        play(group * WORLDS + number, SHORT)


def test_one_seed_is_one_world():
    assert play(7, SHORT) == play(7, SHORT)


@pytest.mark.parametrize("name", sorted(faults.PLANTED))
def test_the_oracle_catches_a_fault_that_is_planted(name):
    """In one world, if its seed still fits; ``make simulate-faults`` takes others."""
    first, size = faults.QUICK[name]
    number, why = faults.worlds_until_caught(name, size, first, most=12)
    assert number, why
