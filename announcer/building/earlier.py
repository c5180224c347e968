"""What an earlier build made that others need too, and that would come out the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from itertools import chain, count, takewhile

from announcer.building.makings import Makings
from announcer.delivery.files import Before
from announcer.output import Draft, Several
from announcer.talk import Talk
from announcer.templating.earlier import Earlier


class Left(Earlier):
    """What the build before this one left in its folder."""

    def __init__(self, makings: Makings, before: Before) -> None:
        self._makings, self._before = makings, before

    def same(self, draft: Draft) -> bytes | None:
        """Return the bytes of a draft that is made of the same things again."""
        left = self._before.digests.get(draft.path)
        if left is None or left != self._makings.of(draft):
            return None
        return self._before.read(draft.path)

    def left(self, path: str) -> bytes | None:
        """Return a file as that build left it, None if somebody has touched it."""
        return self._before.read(path)

    def named(self, start: str) -> str | None:
        """Return the path of a file that it made and begins so."""
        paths = self._before.digests
        return next((path for path in paths if path.startswith(start)), None)

    def stands(self, several: Several) -> bool:
        """Say whether files that belong together were left that would be the same."""
        if not several.paths or not self._is_of_this_frame:
            return False
        digest = self._makings.of_several(several)
        if digest is None or not self._before.holds(digest, several.paths):
            return False
        self._makings.know(several, digest)
        return True

    def numbered(self, first: str, later: Callable[[int], str]) -> list[str]:
        """Return the paths of a list's pages that it made, as far as they go."""
        paths = chain([first], map(later, count(2)))
        return [*takewhile(self._before.digests.__contains__, paths)]

    @cached_property
    def _is_of_this_frame(self) -> bool:
        """Say whether that build, where it was made of no talk, made what we would."""
        frame = self._makings.of(Draft("", bytes, ()))
        return frame in self._before.digests.values()

    def has(self, talk: Talk) -> bool:
        """Say whether a talk, and all else that is shown of it, is as it was."""
        return self._makings.has_event(talk)
