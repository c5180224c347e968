"""Content lines: text, parameters, addresses and times as RFC 5545 writes them.

Written by hand because most of a build's calendar time goes here; the tests hold every
line against the icalendar library and other readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

from announcer import when
from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.mailbox import ascii_host

_LIMIT = 75  # octets in a line without its CRLF (RFC 5545 section 3.1)
_BACKSLASH = 0x5C
_CONTROLS = bytes([*range(0x09), *range(0x0A, 0x20), 0x7F])
_C1_CONTROLS = pattern(rb"\xc2[\x80-\x9f]")
_ESCAPED = pattern(r"\\(.)")
# Beside what RFC 5545 asks for: icalendar loses the space before a bare equals sign.
_NEEDS_QUOTES = pattern(r"[,;:=]")
_ASCII_URI = pattern(r"(?:https?|mailto):[!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]+")
# What may stand in an address as it is; "%" too, for it is encoded already.
_SAFE_IN_MAILBOX = "!$'*+.-_~"
_SAFE = "!#$%&'()*+,./:;=?@[]_~-"


def text(value: str) -> bytes:
    """Escape a text value (RFC 5545 section 3.3.11), as octets, for `fold`."""
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    if "\u2028" in value or "\u2029" in value:
        value = value.replace("\u2028", "\n").replace("\u2029", "\n")
    return (
        value.encode("utf-8", "replace")
        .replace(b"\\", b"\\\\")
        .replace(b";", b"\\;")
        .replace(b",", b"\\,")
        .replace(b"\n", b"\\n")
    )


def read(component: bytes, names: Iterable[str]) -> dict[str, str]:
    """Return the texts of some properties of a component that this room wrote."""
    wanted = set(names)
    found = dict.fromkeys(wanted, "")
    for line in component.replace(b"\r\n ", b"").decode("utf-8").split("\r\n"):
        name, _, value = line.partition(":")
        if name in wanted:
            found[name] = _ESCAPED.sub(_unescaped, value)
    return found


def _unescaped(match: re.Match[str]) -> str:
    char = match.group(1)
    return "\n" if char in "nN" else char


def texts(values: Sequence[str]) -> bytes:
    """Escape a list of text values (RFC 5545 section 3.8.1.2)."""
    return b",".join([text(value) for value in values])


def parameter(value: str) -> str:
    """Encode a parameter's value (RFC 6868) and quote it where it must be.

    A backslash becomes a slash: readers take it for an escape, which it is not here.
    """
    value = " ".join(value.split()).replace("\\", "/")
    value = value.replace("^", "^^").replace('"', "^'")
    return f'"{value}"' if _NEEDS_QUOTES.search(value) else value


@lru_cache(maxsize=512)
def uri(address: str) -> str:
    """Return a web or mail address in ASCII (RFC 3986), or "" for any other scheme."""
    if _ASCII_URI.fullmatch(address):
        return address
    try:
        parts = urlsplit(address.strip())
        netloc = _netloc(parts.netloc)
    except (ValueError, BadValue):
        return ""
    if parts.scheme not in {"http", "https", "mailto"}:
        return ""
    rest = [quote(part, _SAFE) for part in parts[2:]]
    return urlunsplit((parts.scheme, netloc, *rest))


def _netloc(written: str) -> str:
    if written.isascii():
        return written
    user, at, place = written.rpartition("@")
    name, colon, port = place.partition(":")
    return f"{quote(user, _SAFE)}{at}{ascii_host(name)}{colon}{port}"


@lru_cache(maxsize=1024)
def mailto(email: str) -> str:
    """Return a mail address as a URI in ASCII (RFC 5545 section 3.3.3, RFC 6068)."""
    local, _, domain = email.rpartition("@")
    return f"mailto:{quote(local, _SAFE_IN_MAILBOX)}@{quote(domain)}"


def day(value: date) -> str:
    """Write a date (RFC 5545 section 3.3.4)."""
    # by %, which takes half as long as an f-string that pads
    return "%04d%02d%02d" % (value.year, value.month, value.day)  # noqa: UP031


def local(moment: datetime) -> str:
    """Write what the clocks on the wall show (RFC 5545 section 3.3.5, form 1)."""
    clock = moment.hour, moment.minute, moment.second
    return "%sT%02d%02d%02d" % (day(moment), *clock)  # noqa: UP031


@lru_cache(maxsize=4096)
def utc(moment: datetime) -> str:
    """Write a moment in UTC (RFC 5545 section 3.3.5, form 2)."""
    return f"{local(when.utc(moment))}Z"


def fold(line: str | bytes) -> bytes:
    """Return a content line as octets, with its CRLF, in pieces of at most 75 octets.

    A piece never ends inside a character or inside an escape. Control characters,
    which no content line may hold, are left out.
    """
    octets = line.encode("utf-8", "replace") if isinstance(line, str) else line
    data = octets.translate(None, _CONTROLS)
    if b"\xc2" in data:
        data = _C1_CONTROLS.sub(b"", data)
    if len(data) <= _LIMIT:
        return data + b"\r\n"
    pieces = []
    start, end = 0, _LIMIT
    size = len(data)
    while end < size:
        if data[end] & 0xC0 == 0x80 or data[end - 1] == _BACKSLASH:
            end = _good_end(data, start, end)
        pieces.append(data[start:end])
        start, end = end, end + _LIMIT - 1  # the space that a continuation begins with
    pieces.append(data[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def _good_end(data: bytes, start: int, end: int) -> int:
    """Return the last place up to ``end`` inside no character and no escape."""
    while data[end] & 0xC0 == 0x80:
        end -= 1
    if data[end - 1] == _BACKSLASH:
        tail = data[start:end]
        if (len(tail) - len(tail.rstrip(b"\\"))) % 2:
            end -= 1
    return end
