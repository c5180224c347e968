"""Questions to others on the wire, who may never answer."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import Generic, TypeVar, cast

T = TypeVar("T")


class Question(Generic[T]):
    """A call that may wait for ever, made by a thread that nobody has to wait for."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._answered = Event()
        self._said: T | None = None
        self._error: Exception | None = None
        Thread(target=self._ask, args=(call,), daemon=True).start()

    def _ask(self, call: Callable[[], T]) -> None:
        try:
            self._said = call()
        except Exception as error:  # noqa: BLE001 - raised by who asked
            self._error = error
        self._answered.set()

    def is_answered(self, seconds: float) -> bool:
        """Wait so long at most, and say whether the call has come to its end."""
        return self._answered.wait(max(seconds, 0))

    def answer(self, seconds: float) -> T:
        """Return what the call returns; raises what it raises, and TimeoutError."""
        if not self.is_answered(seconds):
            raise TimeoutError
        if self._error is not None:
            raise self._error
        return cast("T", self._said)
