"""Bytes of a source as text: in the encoding they are in, or in one that is guessed."""

from __future__ import annotations

import re

from announcer.importers.found import Doubt

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]*(?:charset|encoding)=[\"']?([\w-]+)", re.IGNORECASE
)
_HEAD = 2048  # bytes in which a page says its encoding


def decoded(content: bytes) -> tuple[str, list[Doubt]]:
    """Return a text in UTF-8, UTF-16, or what a page says, else in Windows-1252.

    The last is a guess, and so a doubt.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), []
    noughts = content[:200].count(0)
    if noughts and noughts * 3 > len(content[:200]):
        order = "be" if content[:1] == b"\0" else "le"
        return content.decode(f"utf-16-{order}", "replace"), []
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    if (text := _as_declared(content)) is not None:
        return text, []
    said = "it is not in UTF-8; it is read as Windows-1252"
    way = "Look at the letters with accents; save it as UTF-8 if they are wrong."
    return content.decode("cp1252", "replace"), [Doubt("encoding", said, way, line)]


def text_of(content: bytes) -> str:
    """Return the same text with line ends of one kind, without the doubt."""
    return decoded(content)[0].replace("\r\n", "\n").replace("\r", "\n")


def guessed(content: bytes) -> tuple[Doubt, ...]:
    """Return the doubt about a text whose encoding is a guess."""
    return tuple(decoded(content)[1])


def _as_declared(content: bytes) -> str | None:
    found = _DECLARED.search(content[:_HEAD])
    if found is None:
        return None
    try:
        return content.decode(found[1].decode("ascii"))
    except (LookupError, UnicodeError):
        return None
