"""Jobs that go to workers of a cluster, which import them from here."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any


def fits() -> str:
    """Say that everybody may do them."""
    return ""


class Numbers:
    """Says each number in words; ``kills`` ends the worker that does it, so often."""

    def __init__(self, folder: Path, kills: dict[int, int], wrong: int = -1) -> None:
        self.folder, self.kills, self.wrong = folder, kills, wrong
        self.home = os.getpid()
        self.notes: dict[Any, Any] = {}
        self.carried: dict[str, Any] = {}
        self.fits = fits

    def __call__(self, number: int) -> tuple[str, dict[str, Any]]:
        if number == self.wrong:
            raise ValueError(f"number {number}")
        if os.getpid() != self.home and number in self.kills:
            times = len(list(self.folder.glob(f"{number}-*")))
            if times < self.kills[number]:
                (self.folder / f"{number}-{times}").touch()
                os.kill(os.getpid(), signal.SIGKILL)
        if number % 7 == 0:
            self.notes.setdefault(number % 5, number)
        return str(number), dict(self.carried)

    def take_over(self, carried: dict[str, Any]) -> None:
        self.carried = dict(carried)
