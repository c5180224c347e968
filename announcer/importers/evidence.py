"""All that a message says of one talk, before it is weighed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field

from announcer.classes import dataclass
from announcer.importers.clocks import clocks_in
from announcer.importers.days import days_in
from announcer.importers.found import Doubt, Given
from announcer.importers.guesses import Guess
from announcer.importers.labelled import Labelled, Line, labelled
from announcer.importers.labels import TELLING
from announcer.importers.letters import Letter
from announcer.importers.names import HONORIFIC, NAME, is_name
from announcer.importers.notices import CLOSED, NO_TALK, SLOT_OFF
from announcer.importers.paragraphs import bare
from announcer.importers.people import people_of
from announcer.importers.spans import Placed, Span, blanked
from announcer.importers.unlabelled import guess
from announcer.importers.years import Years

_ENTRY = re.compile(
    rf"(?P<who>(?:{HONORIFIC})?{NAME}\s*\([^()]+\))\s*(?:[:;,]|-+|–|—)\s+(?P<title>\S.{{4,}})"
)
_QUOTED = re.compile(
    rf"(?P<who>(?:{HONORIFIC})?{NAME}(?:\s*\([^()]+\)|,\s[^,:\"“„«]{{3,60}})?)\s*(?:[:;,]|-+|–|—)?\s*"
    r"[\"“„«]\s*(?P<title>[^\"”“»]{4,})[\"”“»]\W*"
)
_NEWSGROUP = re.compile(r"[a-z][\w-]*(?:\.[\w-]+)+$")
_DAY_AHEAD = re.compile(
    r"^[\s\d./:,–-]*(?:\w+day|\w{3,9})?[\s\d./:,–-]*(?:th|st|nd|rd)?[\s:,–-]*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What holds for all talks of a message unless one says otherwise."""

    time: str = ""
    place: str = ""
    link: str = ""
    day: str = ""


@dataclass(slots=True, kw_only=True)
class Evidence:
    """The lines of one talk: their labels, what they say without, and the rest.

    ``quoted`` is what an answer cites, if the answer does not say it all itself.
    """

    letter: Letter
    given: Given
    years: Years
    lines: list[Line]
    several: bool
    common: Common
    said: Labelled
    quoted: Labelled
    guess: Guess
    line: int = 0
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, code: str, text: str, way_on: str = "") -> None:
        """Note what looks wrong."""
        self.doubts.append(Doubt(code, text, way_on, self.line))

    def is_weak(self, line: int) -> bool:
        """Say whether a title is the subject of a mail that a board calls its topic."""
        lines = (at for at, name in self.said.names.items() if name.startswith("topic"))
        return line == min(lines, default=-1) and _board(self.said)

    def named(self) -> list[str]:
        """Return the names of those who speak, as far as they are known."""
        values = self.said.all("speaker")
        people = [one for value in values for one in people_of(value)]
        return [one["name"] for one in (*people, *self.guess.people)]

    @property
    def is_off(self) -> bool:
        """Say whether one of several is called off beside its day: `8 May - OFF`."""
        top = [bare(text) for _, text in self.lines if text.strip()][:2]
        days = [days_in(text, self.given) for text in top]
        beside = (
            blanked(text, _places(found, clocks_in(text)))
            for text, found in zip(top, days, strict=True)
            if found
        )
        return self.several and any(map(SLOT_OFF.match, beside))

    def nothing(self) -> Doubt | None:
        """Return why this is no talk, if it says so."""
        if self.said.all("speaker"):
            return None
        top = [bare(text) for _, text in self.lines[:4] if text.strip()]
        heads = (*self.said.all("title")[:1], *self.guess.headings[:2], *top)
        for head in heads:
            rest = _DAY_AHEAD.sub("", head)
            off = self.several and (SLOT_OFF.match(rest) or CLOSED.search(rest))
            if off and self.is_off and self.guess.people:
                continue  # a talk that is called off
            if off or NO_TALK.match(head) or NO_TALK.match(rest):
                return Doubt("no-talk", f"{head.strip()!r} is no talk", line=self.line)
        return None


def _places(*finds: Sequence[Placed]) -> list[Span]:
    return [one.place for found in finds for one in found]


def evidence_of(
    letter: Letter,
    lines: list[Line],
    given: Given,
    years: Years,
    common: Common | None = None,
) -> Evidence:
    """Read the lines of one talk; ``common`` holds if a message has several."""
    said = labelled(lines)
    _take_entry(said)
    cited = [(0, line) for line in letter.quoted.split("\n")]
    whole = said.all("title") and said.all("speaker")
    known = said.kinds
    found = Evidence(
        letter=letter,
        given=given,
        years=years,
        lines=lines,
        several=common is not None,
        common=common or Common(),
        said=said,
        quoted=Labelled() if whole or common else labelled(cited),
        guess=Guess(),
        line=next((number for number, text in lines if text.strip()), 0),
    )
    if all(found.is_weak(line) for _, line in said.values.get("title", [])):
        known -= {"title"}
    found.guess = guess(said.loose, known, found.named(), given, below=_foot(said))
    return found


def _take_entry(said: Labelled) -> None:
    """Part `Talk: Ann Lee (Rice) - Ants` into who speaks and the title."""
    kind = "title" if said.all("title") else "series"  # Seminar: Ann Lee - "Ants"
    titles = [one for one in said.values.get(kind, []) if one[0]]
    if len(titles) != 1 or said.all("speaker"):
        return
    ((value, line),) = titles
    flat = " ".join(value.split())
    entry = _QUOTED.fullmatch(flat) or (
        _ENTRY.fullmatch(flat) if kind == "title" else None
    )
    people = people_of(entry["who"]) if entry else []
    if entry and len(people) == 1 and is_name(people[0]["name"]):
        said.values["title"] = [(entry["title"], line)]
        said.values["speaker"].append((entry["who"], line))


def _foot(said: Labelled) -> int:
    """Return the last line of labels that tell of a talk, if there are several."""
    at = {kind: said.values[kind][-1][1] for kind in TELLING if said.all(kind)}
    return max(at.values()) if len(at) > 2 else 0


def _board(said: Labelled) -> bool:
    """Say whether the labels are those of a bulletin board, above a mail's own text."""
    return any(_NEWSGROUP.match(value) for value in said.all("series"))
