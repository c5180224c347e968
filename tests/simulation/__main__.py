"""Simulate many worlds: ``make simulate WORLDS=100 SEED=1``, and print the figures.

    python -m tests.simulation [--worlds N] [--seed FIRST] [--series N] [--days N]
                               [--until SEMINAR_DAYS] [--shrink] [--faults]

A world that fails prints its seed and the events that concern what is wrong, and the
run goes on; its figures do not count. The same seed and size replay the same world.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time

from tests.simulation import faults
from tests.simulation.playing import Failure, play, shrink
from tests.simulation.world import Figures, Size

_EVERY = 5  # worlds between two lines of figures


def main() -> int:
    """Simulate, and return 1 if a world failed."""
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    parser.add_argument("--worlds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--series", type=int, default=20)
    parser.add_argument("--days", type=int, default=112)
    parser.add_argument("--runs", type=float, default=2)
    parser.add_argument("--until", type=int, default=0, metavar="SEMINAR_DAYS")
    parser.add_argument("--shrink", action="store_true")
    parser.add_argument("--faults", action="store_true")
    said = parser.parse_args()
    size = Size(said.series, said.days, said.runs)
    gc.set_threshold(100_000, 50, 100)  # worlds leave few circles
    if said.faults:
        return _plant(size, said.seed, said.worlds)
    total, failed = Figures(), 0
    seed, last = said.seed, said.seed + said.worlds
    while seed < last or total.seminar_days < said.until:
        failed += not _one(seed, size, total, shorter=said.shrink)
        seed += 1
        if (seed - said.seed) % _EVERY == 0:
            _say(total, seed, failed)
    _say(total, seed, failed)
    return int(failed > 0)


def _one(seed: int, size: Size, total: Figures, *, shorter: bool) -> bool:
    """Play a world; say whether it held."""
    try:
        total.add(play(seed, size))
    except Failure as failure:
        found = shrink(seed, size, failure) if shorter else failure
        print(found, flush=True)
        return False
    return True


def _say(total: Figures, seed: int, failed: int) -> None:
    figures = ", ".join(
        f"{n} {name.replace('_', '-')}" for name, n in vars(total).items()
    )
    seconds = time.process_time()
    print(f"up to seed {seed - 1}: {figures}; {failed} failed; {seconds:.0f} seconds",
          flush=True)  # fmt: skip


def _plant(size: Size, seed: int, most: int) -> int:
    """Show how many worlds it takes to catch each planted fault."""
    missed = 0
    for name in faults.PLANTED:
        number, why = faults.worlds_until_caught(name, size, seed, most)
        missed += not number
        print(f"{name}: {number or 'not caught'} ({why[:100]})", flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
