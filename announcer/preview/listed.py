"""Files that can be made, listed as far as somebody has asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from announcer.output import Draft


class Listed:
    """The files of one state of a project.

    The lists of each kind are gone through in turn, a file of each: so one that is
    asked for need not wait for all that stand in another list. A list that breaks off
    leaves its error in ``errors``.
    """

    def __init__(self, lists: Iterable[Iterator[Draft]]) -> None:
        self._waiting = deque(lists)
        self._found: dict[str, Draft] = {}
        self.errors: list[Exception] = []
        self._told = 0

    def find(self, path: str) -> Draft | None:
        """Return the draft of a file, None if there is no such file."""
        while path not in self._found and self._waiting:
            files = self._waiting.popleft()
            try:
                draft = next(files)
            except StopIteration:
                continue
            except Exception as mistake:  # noqa: BLE001 - a page shows it
                self.errors.append(mistake)
                continue
            self._found[draft.path] = draft
            self._waiting.append(files)
        return self._found.get(path)

    def news(self) -> list[Exception]:
        """Return the errors that were not returned before."""
        new = self.errors[self._told :]
        self._told = len(self.errors)
        return new
