"""Announcements: mails, pages and posts that tell people of a talk."""

from __future__ import annotations

import re
from dataclasses import replace

from announcer.classes import dataclass
from announcer.errors import AnnouncerError, BadValue
from announcer.importers import ics
from announcer.importers.agendas import uncounted
from announcer.importers.announcing import other_kind
from announcer.importers.calledoff import CalledOff, called_off, moved_to, without
from announcer.importers.clocks import clocks_in
from announcer.importers.common import common_of
from announcer.importers.days import days_in
from announcer.importers.digests import messages_of
from announcer.importers.enclosed import together
from announcer.importers.evidence import evidence_of
from announcer.importers.found import Doubt, Found, Given, Shipment
from announcer.importers.labelled import labelled
from announcer.importers.labels import with_colons
from announcer.importers.letters import Letter, letter_of
from announcer.importers.onetalk import SYSTEM, found_of
from announcer.importers.sections import foot_of, sections_of
from announcer.importers.weeks import spelt_out
from announcer.importers.years import Years, order_of, years_of

_WAY = "Does it announce one? Put `Speaker:` and `Title:` before what they are."
_FOOT = 120  # letters; a longer paragraph is of the last talk
_ENDINGS = (".txt", ".md", ".markdown", ".html", ".htm", ".eml", ".text")
_BINARY = (b"%PDF-", b"PK\3\4", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")


def recognises(content: bytes, name: str) -> bool:
    """Say whether it is text that may be an announcement; ``name`` is its file's."""
    if _is_binary(content) or not content.strip():
        return False
    return name.casefold().endswith(_ENDINGS) or content.lstrip()[:1] not in b"{["


def _is_binary(content: bytes) -> bool:
    return content.startswith(_BINARY) or b"\0" in content[:4096]


def read(content: bytes, name: str, given: Given) -> Shipment:
    """Read the talks of a mail, a page or a post; raises AnnouncerError for no text."""
    if _is_binary(content):
        raise AnnouncerError(
            f"{name} is not text. Save the announcement as text or HTML,"
            " and import that."
        )
    if mails := messages_of(content):
        return _of_digest(mails, name, given)
    return _of_letter(letter_of(content), name, given)


def _of_digest(mails: list[tuple[bytes, int]], name: str, given: Given) -> Shipment:
    """Return the talks of all mails of a digest, with their lines in it."""
    talks: list[Found] = []
    left: list[Doubt] = []
    for content, above in mails:
        one = _of_letter(letter_of(content), name, given)
        talks += (replace(talk, line=talk.line + above) for talk in one.talks)
        left += (
            replace(doubt, line=doubt.line + above if doubt.line else above + 1)
            for doubt in (*one.skipped, *one.doubts)
        )
    return Shipment(talks=tuple(talks), skipped=tuple(left))


def _of_letter(letter: Letter, name: str, given: Given) -> Shipment:
    if kind := _other_kind(letter):
        text = f"this looks like {kind}, and no talk is taken from it"
        return Shipment(doubts=(*letter.doubts, Doubt("nothing", text, _WAY)))
    given = replace(given, day_first=order_of(letter, given))
    found = _Message(letter, given, years_of(letter, given)).shipment()
    return together(found, _enclosed(letter, name, given))


def _enclosed(letter: Letter, name: str, given: Given) -> Shipment:
    try:
        return ics.read(letter.calendar, name, given) if letter.calendar else Shipment()
    except BadValue:  # the text may do
        return Shipment()


def _other_kind(letter: Letter) -> str:
    """Return what a message is instead, if it labels no speaker."""
    kind = other_kind(letter.text)
    if not kind:
        return ""
    said = labelled(list(enumerate(letter.text.split("\n"), 1)))
    told = said.all("speaker") and (said.all("title") or said.all("abstract"))
    return "" if told else kind


@dataclass(frozen=True, slots=True)
class _Message:
    """One message, which may tell of several talks."""

    letter: Letter
    given: Given
    years: Years

    def shipment(self) -> Shipment:
        """Return every talk, and what is none."""
        off = called_off(self.letter, self.given, self.years, SYSTEM)
        return (self._beside(off) if off else None) or self._parts()

    def _parts(self) -> Shipment:
        lines = list(enumerate(self.letter.text.split("\n"), 1))
        lines = uncounted(spelt_out(with_colons(lines), self.given))
        top, parts = sections_of(lines, self.given)
        if len(parts) > 1:
            top = [*top, *foot_of(parts)]
        common = (
            common_of(top, self.letter.text, self.given) if len(parts) > 1 else None
        )
        talks: list[Found] = []
        skipped: list[Doubt] = []
        for part in parts:
            evidence = evidence_of(self.letter, part, self.given, self.years, common)
            if nothing := evidence.nothing():
                skipped.append(nothing)
                continue
            found, day = found_of(evidence)
            if found:
                talks.append(found)
            elif day:
                text = "a day without title and speaker is left out"
                skipped.append(Doubt("nothing", text, line=evidence.line))
            if common and day:  # the next talk may be of the same day
                common = replace(common, day=day)
        if not talks and not skipped:
            text = "no talk is told of here: neither a title, nor a speaker and a day"
            return Shipment(doubts=(*self.letter.doubts, Doubt("nothing", text)))
        talks = self._at_one_place(talks)
        return Shipment(
            talks=tuple(self._on_one_day(talks)),
            skipped=tuple(skipped),
            doubts=self.letter.doubts,
        )

    def _beside(self, off: list[CalledOff]) -> Shipment | None:
        """Return talks that are off and others that are announced, if it tells both."""
        days = {str(one.day.day) for one in off}
        beside = replace(self, letter=without(self.letter, off))
        rest = beside.shipment()
        others = [
            one
            for one in rest.talks
            if one.moment.day and str(one.moment.day) not in days and one.before is None
        ]
        if len(off) == 1 and not rest.talks:
            later = moved_to(off[0], beside.letter.text, self.given, self.years)
            if later is None and not self._parts().talks:
                later = off[0].talk
            return Shipment(talks=(later,)) if later else None
        if not others or len(others) < len(rest.talks):
            return None
        return replace(rest, talks=(*(one.talk for one in off), *others))

    def _at_one_place(self, talks: list[Found]) -> list[Found]:
        """Give all talks the place that stands alone at the foot of the message."""
        placed = [one.record["location"] for one in talks if "location" in one.record]
        foot = re.split(r"\n\s*\n", self.letter.text.strip())[-1]
        if len(talks) < 2 or len(placed) != 1 or "location" not in talks[-1].record:
            return talks
        if placed[0] not in foot or clocks_in(foot) or len(foot) > _FOOT:
            return talks
        return [
            replace(one, record={**one.record, "location": placed[0]}) for one in talks
        ]

    def _on_one_day(self, talks: list[Found]) -> list[Found]:
        """Give talks without a day the only one that the message names."""
        days = {str(one.day): one for one in days_in(self.letter.text, self.given)}
        if len(talks) < 2 or len(days) != 1:
            return talks
        (day,) = days.values()
        return [
            one
            if one.moment.day
            else replace(
                one,
                moment=replace(one.moment, day=self.years.dated(day).day),
                doubts=tuple(doubt for doubt in one.doubts if doubt.code != "date"),
            )
            for one in talks
        ]
