"""What another program's calendar file says of an event, as far as people read it.

By hand: a server may hand out files that no strict reader takes, and may have written
ours anew in its own order, case and folding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE_END = re.compile(r"\r?\n")
_LINE = re.compile(r'(?P<name>[\w-]+)(?P<parameters>(?:"[^"]*"|[^":])*):(?P<value>.*)')
_PARAMETER = re.compile(r';([\w-]+)=((?:"[^"]*"|[^";])*)')
_ESCAPE = re.compile(r"\\(.)")

# What programs and servers keep for themselves; all else somebody may have meant.
_BOOKKEEPING = frozenset(
    {
        *("BEGIN", "END", "UID", "ORGANIZER", "REQUEST-STATUS"),
        *("DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"),
    }
)
_TIMES = frozenset({"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"})


def uid_of(content: str) -> str:
    """Return the UID of the first event, empty if there is none."""
    for depth, name, _, value in _lines(content):
        if depth == ("VEVENT",) and name == "UID":
            return _plain(value)
    return ""


def sequences(content: str) -> dict[str, int]:
    """Return by UID the SEQUENCE of every event; 0 where it is not said."""
    found: dict[str, int] = {}
    uid, sequence = "", 0
    for path, name, _, value in _lines(content):
        if path != ("VEVENT",):
            continue
        if name == "BEGIN":
            uid, sequence = "", 0
        elif name == "UID":
            uid = _plain(value)
        elif name == "SEQUENCE" and value.strip().isdigit():
            sequence = int(value)
        elif name == "END" and uid:
            found[uid] = sequence
    return found


def words_digest(content: str) -> str:
    """Return a digest of what people read in the events of a calendar file.

    Two files with one digest say the same to people, however they are written.
    """
    said = sorted(_said(content))
    return sha256("\n".join(said).encode("utf-8", "surrogatepass")).hexdigest()


def _said(content: str) -> Iterator[str]:
    for path, name, parameters, value in _lines(content):
        if name == "BEGIN" and len(path) == 2 and path[0] == "VEVENT":
            yield path[1]  # an alarm
        if path != ("VEVENT",) or name in _BOOKKEEPING or name.startswith("X-"):
            continue
        text = _plain(value)
        if text and (name, text.upper()) != ("STATUS", "CONFIRMED"):  # the default
            yield f"{name}{_zone(parameters) if name in _TIMES else ''}:{text}"


def _lines(content: str) -> Iterator[tuple[tuple[str, ...], str, str, str]]:
    """Yield for each line the components it is in, its name, parameters and value."""
    inside: list[str] = []
    for line in _LINE_END.split(_FOLD.sub("", content)):
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name, value = found["name"].upper(), found["value"]
        if name == "BEGIN":
            inside.append(value.strip().upper())
        yield tuple(inside[1:]), name, found["parameters"], value
        if name == "END" and inside:
            inside.pop()


def _zone(parameters: str) -> str:
    known = {
        name.upper(): value.strip('"') for name, value in _PARAMETER.findall(parameters)
    }
    return f";{known['TZID']}" if "TZID" in known else ""


def _plain(value: str) -> str:
    """Undo the escapes (RFC 5545 section 3.3.11); white space counts once."""
    unescaped = _ESCAPE.sub(lambda one: " " if one[1] in "nN" else one[1], value)
    return " ".join(unescaped.split())
