"""What sentences say of a place: the talk is elsewhere now, or the door is locked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from announcer.importers.found import Doubt
from announcer.importers.paragraphs import bare
from announcer.importers.placefields import CHANGED, ROOM_WORD, place_changed_to
from announcer.importers.places import place_in

_LONG = 250  # letters; a longer text only mentions that something moves
# The room has changed; Raumänderung: which one it is now may stand beside, or not.
_NEW_PLACE = re.compile(
    rf"\b{ROOM_WORD}\s+(?:[^\W\d_]+\s+){{0,3}}?{CHANGED}\b|\b{ROOM_WORD} change\b"
    rf"|\b(?:change|changement|cambio|mudança|wijziging) (?:of|d[eio]|della|van)"
    rf" {ROOM_WORD}\b|\b(?:raum|orts|saal|h[öo]rsaal)(?:ä|ae)nderung|\braumwechsel"
    r"|ה(?:חדר|מקום|מיקום|אולם) (?:ה?שתנה|הוחלף)|שינוי (?:חדר|מקום)",
    re.IGNORECASE,
)
# The talk has moved; der Vortrag wurde verlegt: to another place, or another day.
_MOVED = re.compile(
    r"\b(?:been|was|is|are|has|have|we|it|talk|seminar|lecture|colloquium)"
    r" (?:moved|relocated|switched|transferred)\b"
    r"|\b(?:wird|wurde|ist|sind|worden|wir)\b.*\b(?:verlegt|umgezogen)\b"
    r"|\b(?:est|été|sera|è|stat[oa]|ha|han|se|foi|is|wordt)"
    rf" (?:stat[oa] |été |ha )?{CHANGED}|הועברה? ל",
    re.IGNORECASE,
)
# The room is locked; es gibt Kaffee im Saal: a sentence, and no name of a place.
_TELLS = re.compile(
    rf"^\W*(?:there is|es gibt|il y a)\s|^\W*(?:the|this|our|der|die|das|dieser|unser"
    rf"|la|le|l['’]|cette|il|lo|questa|el|esta|o|a|de|het|ה)\s?(?:{ROOM_WORD}|building"
    r"|geb[äa]ude|b[âa]timent|edificio|door|tür|entrance|eingang|entrée)"
    r"\s(?:is|was|has|will|opens|seats|ist|hat|wird|wurde"
    r"|bleibt|liegt|befindet|fasst|est|a|sera|se trouve|è|ha|sarà|si trova|es|está|será"
    r"|se encuentra|heeft|wordt|ligt)\b",
    re.IGNORECASE,
)


def told_place(line: str) -> str | None:
    """Return the place that a sentence says a talk has now, or "" if it names none.

    None of a line that is no such sentence: it may be the name of a place.
    """
    if len(line) > _LONG or not any(
        one.search(line) for one in (_NEW_PLACE, _MOVED, _TELLS)
    ):
        return None
    changed = place_changed_to(line)
    return place_in(line) if changed == line else changed


def doubts_of_place(
    lines: Iterable[tuple[int, str]], location: str | None
) -> list[Doubt]:
    """Doubt a place that is said to have changed, where another one stands, or none."""
    news = [(at, bare(line)) for at, line in lines if len(line) <= _LONG]
    told = [(at, told_place(line) or "") for at, line in news if _is_news(line)]
    named = [(at, place) for at, place in told if place]
    if told and not named and not location:
        text = "the place has changed, it says, and the new one is not named"
        return [Doubt("place", text, "Write the place by hand.", told[0][0])]
    return [
        Doubt(
            "places",
            f"two places stand here: `{location}`, which is taken, and `{place}`,"
            " where the talk is said to have moved",
            "",
            at,
        )
        for at, place in named[:1]
        if location and not _is_same(location, place)
    ]


def _is_news(line: str) -> bool:
    return bool(_NEW_PLACE.search(line) or (_MOVED.search(line) and place_in(line)))


def _is_same(one: str, other: str) -> bool:
    """Say whether of two places one is the other, perhaps with more beside it."""
    plain = [re.sub(r"[\W_]+", "", text.casefold()) for text in (one, other)]
    return plain[0] in plain[1] or plain[1] in plain[0]
