"""What importers of talk systems have in common: data in JSON, and talks put together."""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from announcer import when
from announcer.classes import dataclass
from announcer.errors import BadValue
from announcer.importers.encoding import guessed
from announcer.importers.found import Doubt, Found, Given, Moment, Origin, Shipment
from announcer.importers.gaps import is_gap
from announcer.importers.joining import addresses_in, is_meeting
from announcer.importers.jsontext import is_json, parsed_json
from announcer.importers.moments import between
from announcer.importers.notices import NO_TALK, status_of

# The first word of a title, set off from it.
_OFF = re.compile(r"\W{0,3}[^\W\d_]{5,12}(?:\s*[:!\])–—]+\s*|\s+-+\s+)(?=\S)")
Made = Found | Doubt


@lru_cache(maxsize=4)
def _data(content: bytes) -> Any:
    try:
        return parsed_json(content)
    except BadValue:
        return None


@dataclass(frozen=True, slots=True)
class OfJson:
    """An importer of one shape of JSON: whether data has it, and the talks in it."""

    fits: Callable[[Any], bool]
    talks: Callable[[Any, Given], Iterable[Made]]

    def recognises(self, content: bytes, name: str) -> bool:  # noqa: ARG002 - the shape of importers
        """Say whether this is JSON of that shape."""
        return is_json(content) and self.fits(_data(content))

    def read(self, content: bytes, name: str, given: Given) -> Shipment:  # noqa: ARG002 - the shape of importers
        """Return the talks; raises BadValue with the place where the JSON is broken."""
        data = parsed_json(content)
        if not self.fits(data):
            raise BadValue("this JSON is not of that system", "Leave out --from.")
        return replace(shipped(self.talks(data, given)), doubts=guessed(content))


def shipped(made: Iterable[Made]) -> Shipment:
    """Return talks, and apart from them what is none."""
    talks: list[Found] = []
    skipped: list[Doubt] = []
    for one in made:
        if isinstance(one, Doubt):
            skipped.append(one)
        else:
            talks.append(one)
    return Shipment(talks=tuple(talks), skipped=tuple(skipped))


def untaken(one: Mapping[str, Any], known: Iterable[str]) -> tuple[str, ...]:
    """Return the fields of an entry that say something and are not among those known.

    What is no more than a number or a yes is not told: it means something there only.
    """
    named = {*known}
    return tuple(
        key
        for key, value in one.items()
        if key not in named
        and not key.startswith(("_", "$"))
        and not isinstance(value, bool | int | float)
        and says(value)
    )


def talk(  # noqa: PLR0913
    record: Mapping[str, Any],
    moment: Moment,
    origin: Origin,
    series: str | None = None,
    doubts: Iterable[Doubt] = (),
    *,
    moved: bool = False,
    before: Moment | None = None,
    line: int = 0,
    left: tuple[str, ...] = (),
) -> Made:
    """Return a talk of what is said about it, or why it is none."""
    known = {key: value for key, value in record.items() if says(value)}
    _part_status(known)
    title = str(known.get("title", ""))
    if NO_TALK.match(title) and not known.get("speakers"):
        return Doubt("no-talk", f"`{title}` is no talk", "", line)
    if not title and not known.get("speakers"):
        return Doubt(
            "no-talk", "neither a title nor a speaker is given: a free slot", "", line
        )
    return Found(
        record=known, moment=moment, origin=origin, series=series or None, line=line,
        doubts=tuple(doubts), moved=moved, before=before, left=left,
    )  # fmt: skip


def _part_status(record: dict[str, Any]) -> None:
    """Take out of a title that the talk is off: `CANCELLED: Trees`."""
    found = _OFF.match(record.get("title", ""))
    if found is None:
        return
    status, _ = status_of(found[0], "")
    if status and (title := record["title"][found.end() :].strip()):
        record["title"] = title
        record.setdefault("status", status)


def says(value: Any) -> bool:
    """Say whether a value says anything: placeholders of systems do not."""
    if isinstance(value, str):
        bare = value.strip(" *.()[]")
        return bool(bare) and not is_gap(bare)
    return bool(value)


def person(name: Any, home: Any = None, **more: Any) -> dict[str, str]:
    """Return a speaker with what is said of them, empty where no name is."""
    if not says(str(name or "")):
        return {}
    found = {"name": " ".join(str(name).split())}
    if says(str(home or "")):
        found["affiliation"] = " ".join(str(home).split())
    found.update({key: str(value) for key, value in more.items() if value})
    return found


def people(found: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Return the speakers that have a name."""
    return [one for one in found if one]


def web(value: Any) -> str | None:
    """Return a value if it is an address on the web."""
    urls = addresses_in(str(value or ""))
    return urls[0] if urls else None


def by_name(links: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return links by what their names say they lead to; the first of a kind counts.

    Those of no kind, and further ones, stand by their names in ``extra``.
    """
    found: dict[str, Any] = {}
    more: dict[str, str] = {}
    for name, url in links:
        if not web(url):
            continue
        kind = _kind_of(f"{name} {url}")
        if kind and found.setdefault(kind, url) == url:
            continue
        if url not in found.values():
            more.setdefault(" ".join(name.split()) or "link", url)
    return found | ({"extra": more} if more else {})


def with_more(record: dict[str, Any], **more: Any) -> None:
    """Put into ``extra`` of a record what it has no field of its own for."""
    said = {key: value for key, value in more.items() if says(value)}
    if said:
        record["extra"] = {**record.get("extra", {}), **said}


def _kind_of(text: str) -> str:
    if is_meeting(text):
        return "link"
    for kind, words in (
        ("slides", r"slides?|folien|présentation"),
        ("video", r"video|recording|aufzeichnung|youtube|enregistrement"),
        ("paper", r"paper|preprint|arxiv|article"),
    ):
        if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE):
            return kind
    return ""


def at_place(
    start: Any, end: Any, zone: str | None, **more: Any
) -> tuple[Moment, list[Doubt]]:
    """Return a moment in a zone, unless the offset contradicts it: then that is doubted."""  # noqa: E501
    moment = between(start, end, zone, **more)
    if moment.instant is None or not zone:
        return moment, []
    try:
        shown = when.in_zone(moment.instant, when.zone(zone))
    except BadValue as wrong:
        return between(start, end, None, **more), [
            Doubt("timezone", wrong.message, wrong.hint)
        ]
    if shown.utcoffset() == moment.instant.utcoffset():
        return moment, []
    text = (
        f"the offset of {moment.instant.isoformat()} contradicts the time zone {zone}"
    )
    return between(start, end, None, **more), [
        Doubt("offset", text, "The moment is taken; say its zone: --timezone.")
    ]
