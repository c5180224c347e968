"""What another program's calendar file says of an event, as far as people read it.

By hand: a server may hand out files that no strict reader takes, and may have written
ours anew in its own order, case and folding.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from announcer.ical.lines import fold
from announcer.lazy import pattern

_FOLD = pattern(r"\r?\n[ \t]")
_LINE_END = pattern(r"\r?\n")
_LINE = pattern(r'(?P<name>[\w-]+)(?P<parameters>(?:"[^"]*"|[^":])*):(?P<value>.*)')
_PARAMETER = pattern(r';([\w-]+)=((?:"[^"]*"|[^";])*)')
_ESCAPE = pattern(r"\\(.)")

# What programs and servers keep for themselves; all else somebody may have meant.
_BOOKKEEPING = frozenset(
    {
        *("BEGIN", "END", "UID", "ORGANIZER", "REQUEST-STATUS"),
        *("DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"),
    }
)
# What readers add for themselves, and no edit of what the talk says.
_ADDED = frozenset({"CATEGORIES", "COLOR"})
_COMMA = pattern(r"(?<!\\),")
_COLOR = pattern(rb"(?m)^COLOR:.*\r\n")
_END = b"END:VEVENT\r\n"
OURS = "X-ANNOUNCER-"  # before the names of what we wrote and others may add to
OWNER = f"{OURS}OWNER"  # whose talk it is, where it is followed from elsewhere
_OUR_OWN = frozenset({"X-ALT-DESC", "X-GOOGLE-CONFERENCE"})
_TIMES = frozenset({"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"})


def uid_of(content: str) -> str:
    """Return the UID of the first event, empty if there is none."""
    for depth, name, _, value in _lines(content):
        if depth == ("VEVENT",) and name == "UID":
            return plain(value)
    return ""


def sequences(content: str) -> dict[str, int]:
    """Return by UID the SEQUENCE of every event; 0 where it is not said.

    Events of others that announcer shows are left out: their revisions are not ours.
    """
    found: dict[str, int] = {}
    uid, sequence = "", 0
    for path, name, _, value in _lines(content):
        if path != ("VEVENT",):
            continue
        if name == "BEGIN":
            uid, sequence = "", 0
        elif name == OWNER:
            uid = ""
        elif name == "UID":
            uid = plain(value)
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
        if path != ("VEVENT",) or name in _BOOKKEEPING | _ADDED:
            continue
        if name.startswith("X-"):
            continue
        text = plain(value)
        if text and (name, text.upper()) != ("STATUS", "CONFIRMED"):  # the default
            yield f"{name}{_zone(parameters) if name in _TIMES else ''}:{text}"


def is_cancelled(content: str) -> bool:
    """Say whether an event is shown as cancelled."""
    said = ((name, value.upper()) for _, name, _, value in _event(content))
    return ("STATUS", "CANCELLED") in said


def with_added(ours: bytes, theirs: str) -> bytes:
    """Return our calendar of one event with what others added to it on a server.

    That is alarms, categories, a colour and properties of their own (X-). What we wrote
    there before stands beside it (X-ANNOUNCER-) and is not mistaken for theirs.
    """
    mine, there = _Added(ours.decode()), _Added(theirs)
    known = {*mine.categories, *there.categories_of_ours}
    categories = [one for one in there.categories if one not in known]
    lines = [f"CATEGORIES:{','.join(categories)}"] if categories else []
    if there.color and there.color not in {mine.color, there.color_of_ours}:
        ours = _COLOR.sub(b"", ours)
        lines.append(f"COLOR:{there.color}")
    added = b"".join(map(fold, (*lines, *there.properties, *there.components)))
    return ours.replace(_END, added + _END, 1)


class _Added:
    """What readers may have added to the first event of a calendar file."""

    def __init__(self, content: str) -> None:
        self.categories: list[str] = []
        self.categories_of_ours: list[str] = []
        self.color = self.color_of_ours = ""
        self.properties: list[str] = []
        self.components: list[str] = []
        for path, name, parameters, value in _event(content):
            line = f"{name}{parameters}:{value}"
            if len(path) > 1:  # an alarm
                self.components.append(line)
            elif name == "CATEGORIES":
                self.categories += _COMMA.split(value)
            elif name == f"{OURS}CATEGORIES":
                self.categories_of_ours = _COMMA.split(value)
            elif name == "COLOR":
                self.color = value.lower()
            elif name == f"{OURS}COLOR":
                self.color_of_ours = value.lower()
            elif name.startswith("X-") and name not in _OUR_OWN:
                self.properties.append(line)


def _event(content: str) -> Iterator[tuple[tuple[str, ...], str, str, str]]:
    """Yield the lines of the first event and of what stands in it."""
    for line in _lines(content):
        if line[:2] == (("VEVENT",), "END"):
            return
        if line[0][:1] == ("VEVENT",):
            yield line


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


def properties(event: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield of one VEVENT its own properties: name, parameters and value."""
    content = f"BEGIN:VCALENDAR\n{event.decode('utf-8', 'replace')}"
    for path, name, parameters, value in _lines(content):
        if path == ("VEVENT",):
            yield name, parameters, value


def parameters_of(written: str) -> dict[str, str]:
    """Return the parameters of a property by their names."""
    found = _PARAMETER.findall(written)
    return {name.upper(): value.strip('"') for name, value in found}


def _zone(parameters: str) -> str:
    known = parameters_of(parameters)
    return f";{known['TZID']}" if "TZID" in known else ""


def plain(value: str) -> str:
    """Undo the escapes (RFC 5545 section 3.3.11); white space counts once."""
    unescaped = _ESCAPE.sub(lambda one: " " if one[1] in "nN" else one[1], value)
    return " ".join(unescaped.split())
