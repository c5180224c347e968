"""What formats may take over from an earlier build instead of making it again."""

from __future__ import annotations

from collections.abc import Callable

from announcer.output import Draft, Several
from announcer.talk import Talk


class Earlier:
    """Nothing; who knows what an earlier build left says more."""

    def same(self, draft: Draft) -> bytes | None:
        """Return the bytes of a draft that would come out as they were left."""
        del draft
        return None

    def left(self, path: str) -> bytes | None:
        """Return a file as it was left, whatever it would be now."""
        del path
        return None

    def named(self, start: str) -> str | None:
        """Return the path of a file that was left and begins so."""
        del start
        return None

    def stands(self, several: Several) -> bool:
        """Say whether files that belong together were left that would be the same."""
        del several
        return False

    def numbered(self, first: str, later: Callable[[int], str]) -> list[str]:
        """Return the paths of a list's pages that were left, as far as they go."""
        del first, later
        return []

    def has(self, talk: Talk) -> bool:
        """Say whether what the files left show of a talk would come out the same."""
        del talk
        return False
