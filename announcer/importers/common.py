"""What stands above several talks, or beside their list, and holds for each."""

from __future__ import annotations

import re

from announcer.importers.clocks import Trust, clocks_in
from announcer.importers.days import days_in
from announcer.importers.evidence import Common
from announcer.importers.found import Given
from announcer.importers.joining import addresses_in, is_meeting, joining
from announcer.importers.labelled import Line, labelled
from announcer.importers.paragraphs import unlink
from announcer.importers.places import place_in
from announcer.importers.unlabelled import guess

_REGULAR = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b|\b(?:typically|usually|each|every"
    r"|normally|always|all (?:talks|seminars|lectures|meetings|sessions)"
    r"|unless otherwise|jeden|immer|jeweils"
    r"|les (?:expos[ée]s|s[ée]ances|s[ée]minaires)|die (?:vorträge|seminare|sitzungen)"
    r"|gli incontri|i seminari|las (?:charlas|sesiones)|los seminarios|alle (?:lezingen"
    r"|vorträge|föredrag|foredrag)|wszystkie|každ\w+|sempre às|todas as|todos os"
    r"|tous les|chaque|ogni|cada|todos los|meets?)\b",
    re.IGNORECASE,
)
_SHORT = 120  # letters; a longer sentence tells the hours of all only in words


def common_of(top: list[Line], whole: str, given: Given) -> Common:
    """Return what the lines above all talks say; ``whole`` is all of the message."""
    said = labelled(top)
    text = "\n".join(line for _, line in top)
    times = said.first("time") or said.first("when")
    if not clocks_in(times, Trust.DATE):
        # also below a list of talks: All seminars are Tuesdays 2-3pm in Room 4
        above = filter(_is_regular, _sentences(text))
        usual = filter(_is_usual, _sentences(whole))
        times = next(iter([*above, *usual]), "")
    spoken = guess(said.loose, set(said.values), [], given)
    regular = (place_in(one) for one in _sentences(whole) if _REGULAR.search(one))
    places = [*said.all("place"), *spoken.places, place_in(times), *regular]
    place = next(filter(None, places), "")
    day = said.first("when")
    if not days_in(day, given):
        days = {str(one.day) for one in days_in(text, given)}
        day = text if len(days) == 1 else ""
    links = [one for one in addresses_in(whole) if is_meeting(one)]
    alone = links[0] if len(links) == 1 else ""
    link = joining(said.all("link"), text) or alone
    return Common(time=times, place=place, link=link, day=day)


def _sentences(text: str) -> list[str]:
    return re.split(r"\n|(?<=[.!?])\s", unlink(text))


def _is_usual(sentence: str) -> bool:
    """Say whether a sentence tells the hours of all talks in words."""
    return bool(_REGULAR.search(sentence) and clocks_in(sentence))


def _is_regular(sentence: str) -> bool:
    """Say whether a sentence above all talks tells their hours."""
    return bool(clocks_in(sentence)) and (len(sentence) < _SHORT or _is_usual(sentence))
