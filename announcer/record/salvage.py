"""What is left of a record when the lines that are no YAML are taken out."""

from __future__ import annotations

# What is said of a file that holds no fields at all, before or after.
from announcer.lazy import pattern

SHAPELESS = ("empty-file", "not-a-mapping")
# After these nothing can be read, whatever is taken out.
HOPELESS = frozenset({"too-deep", "too-many-values", "multi-document", *SHAPELESS})

_WORD = pattern(r"\s*[\"']?([\w-]+)")
_KEY = pattern(r"\s*[\"']?[\w-]+[\"']?\s*:(\s|$)")
_BARE = pattern(r"[^:]*:\s*(#.*)?$")  # a key whose value stands below it
_SLIPPED = frozenset({"indentation", "tab"})


def without(text: str, line: int, code: str) -> tuple[str, str]:
    """Return a text without the field that a problem lies in, and the field's key.

    Its lines stay as blank ones. A key that slipped to the right is taken out alone.
    """
    lines = text.split("\n")
    margin = _margin(lines)
    at = min(line, len(lines)) - 1
    first, last = at, at + 1
    while first and not _begins(lines[first], margin):
        first -= 1
    slipped = code in _SLIPPED and first < at and _KEY.match(lines[at])
    if slipped and not _BARE.match(lines[first]):
        first = at
    while last < len(lines) and not _begins(lines[last], margin):
        last += 1
    word = _WORD.match(lines[first])
    lines[first:last] = [""] * (last - first)
    return "\n".join(lines), word[1] if word else ""


def is_blank(text: str) -> bool:
    """Say whether a text holds nothing but remarks."""
    return all(not line.strip() or line.lstrip()[0] == "#" for line in text.split("\n"))


def _margin(lines: list[str]) -> int:
    """Return how far the first key is from the edge."""
    for line in lines:
        if _KEY.match(line):
            return len(line) - len(line.lstrip())
    return 0


def _begins(line: str, margin: int) -> bool:
    """Say whether a line begins a field of the record itself."""
    bare = line.lstrip()
    return bool(bare) and len(line) - len(bare) <= margin and bare[0] not in "#-]}:"
