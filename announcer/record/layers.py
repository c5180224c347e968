"""Live inheritance: what a site, a series and a folder in it give to their talks."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field, fields
from datetime import date
from hashlib import blake2b
from typing import Any

from announcer.classes import dataclass
from announcer.record.fields import SHARED_WITH_SERIES, SHARED_WITH_TALKS
from announcer.record.source import Document
from announcer.record.table import Values
from announcer.record.tree import Node
from announcer.talk import Talk

# What a file hands down; everything else it says of itself alone.
_HANDED_DOWN = frozenset(
    shared.goes_to for shared in (*SHARED_WITH_TALKS, *SHARED_WITH_SERIES)
)
_FOR_TALKS = _HANDED_DOWN & {one.name for one in fields(Talk)}


@dataclass(slots=True)
class Inherited:
    """Everything that holds in one folder from one day on.

    ``places`` says where each value was written, ``failed`` which of them has a
    problem, so that no talk is blamed for it again.
    """

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[Document, Node]] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()
    for_talks: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Layer:
    """What one settings file says, over what lies above it."""

    file: Document | None
    own: Values
    above: Layer | None = None
    broken: bool = False
    days: list[date] = field(default_factory=list)
    known: dict[int, Inherited] = field(default_factory=dict)

    def __post_init__(self) -> None:
        changed = {change.good["since"] for change in self.own.good.get("changes", ())}
        self.days = sorted(changed.union(self.above.days if self.above else ()))

    def context(self) -> str:
        """Return a digest of what these settings, and those above, may say to a talk.

        Empty if one is wrong.
        """
        above = self.above.context() if self.above else "-"
        if self.broken or not above or (self.file and self.file.errors):
            return ""
        said = ""
        if self.file:
            said = f"{self.file.path}\0{self._text(self.file)}\0{self.file.outside}"
        return blake2b(f"{above}\0{said}".encode(), digest_size=8).hexdigest()

    def _text(self, file: Document) -> str:
        """Return the text but for what the site is called, which no talk takes over.

        It is left out where it stands behind its key: then nothing else moves.
        """
        title = self.own.nodes.get("title")
        if self.above is not None or title is None:
            return file.text
        lines = file.text.split("\n")
        if not lines[title.line - 1].startswith("title:"):
            return file.text
        return "\n".join((*lines[: title.line - 1], "title:", *lines[title.line :]))

    def at(self, day: date) -> Inherited:
        """Return what holds on a day."""
        epoch = bisect_right(self.days, day)
        found = self.known.get(epoch)
        if found is None:
            since = self.days[epoch - 1] if epoch else date.min
            found = self.known[epoch] = self._on(since)
        return found

    def latest(self) -> Inherited:
        """Return what holds after the last change."""
        return self.at(date.max)

    def _on(self, day: date) -> Inherited:
        state = self.above.at(day) if self.above else Inherited()
        changes = self.own.good.get("changes", ())
        for values in (self.own, *(c for c in changes if c.good["since"] <= day)):
            state = _over(state, values, self.file)
        if self.broken:
            state.failed |= {"time", "duration", "timezone"}
        return state


def _over(below: Inherited, values: Values, file: Document | None) -> Inherited:
    """Lay the values of one file or change over what holds already."""
    own = {key: value for key, value in values.good.items() if key in _HANDED_DOWN}
    merged = {**below.values, **own}
    places = dict(below.places)
    if file is not None:
        places |= {key: (file, values.nodes[key]) for key in own}
    for name in ("mail", "extra"):
        if own.get(name):  # each value in it is inherited by itself
            merged[name] = {**below.values.get(name, {}), **own[name]}
    _fit_slot(own, merged, places)
    failed = (below.failed - own.keys()) | values.failed
    for_talks = {key: value for key, value in merged.items() if key in _FOR_TALKS}
    return Inherited(merged, places, failed, for_talks)


def _fit_slot(
    own: dict[str, Any],
    merged: dict[str, Any],
    places: dict[str, tuple[Document, Node]],
) -> None:
    """Let a range of times say the duration, and a new duration shorten the range."""
    length = own["time"].length() if "time" in own else None
    if length:
        merged["duration"] = length
        if "time" in places:
            places["duration"] = places["time"]
    elif "duration" in own and "time" in merged:
        merged["time"] = merged["time"]._replace(end=None)
