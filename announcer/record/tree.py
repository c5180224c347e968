"""What a record file says, with places; every scalar stays the text that was typed."""

from __future__ import annotations

from typing import TypeAlias

from announcer.classes import dataclass
from announcer.record.source import spot

MAX_DEPTH = 12
MAX_NODES = 20_000

_ABSENT = frozenset({"", "~"})

# Where something was written, as an index into a text: lines are counted for messages.
Mark: TypeAlias = tuple[str, int]
NOWHERE: Mark = "", 0  # of a value that stands in no file


class _Placed:
    __slots__ = ()
    mark: Mark

    @property
    def line(self) -> int:
        """Return the line, from 1."""
        return spot(*self.mark).line

    @property
    def column(self) -> int:
        """Return the column, from 1."""
        return spot(*self.mark).column


@dataclass(slots=True)
class Scalar(_Placed):
    """A piece of text; ``style`` is its quote, ``|``, ``>`` or empty."""

    text: str
    mark: Mark
    style: str = ""


@dataclass(slots=True)
class Sequence(_Placed):
    """A list."""

    items: list[Node]
    mark: Mark


@dataclass(slots=True)
class Mapping(_Placed):
    """Keys with the marks of their places, and values."""

    entries: Entries
    mark: Mark


Node: TypeAlias = Scalar | Sequence | Mapping
Entries: TypeAlias = "dict[str, tuple[Mark, Node]]"  # of a mapping


def is_empty(node: Node) -> bool:
    """Tell whether a value was left out: nothing, an empty text, ``~`` or ``null``."""
    if type(node) is not Scalar:
        return False
    return node.text.strip() in _ABSENT or (node.text == "null" and not node.style)
