"""Places as fields have them: with fees, other places and ways to join beside."""

from __future__ import annotations

import re

from announcer.importers.clockwords import OTHER
from announcer.importers.paragraphs import bare, unlink
from announcer.importers.places import place_in
from announcer.importers.zonewords import ALL_TIMES

# What a field says beside its place: what was there before, where else one may listen.
_INSTEAD = re.compile(
    r"\s*[,;]?\s*[(\[]?\s*\b(?:unless (?:otherwise )?\w+|if not (?:noted|stated)\w*"
    r"|instead of|in place of|rather than|formerly|previously"
    r"|not(?= (?:in|at|the|as)\b)|NOT|anstatt|anstelle|statt"
    r"|nicht(?= (?:im|in|wie)\b)|sofern nicht|wenn nicht"
    r"|au lieu d\w*|et non|sauf|invece d\w*|e non|salvo|en (?:lugar|vez) d\w*|y no"
    r"|em vez d\w*|במקום|ולא"
    r"|in plaats van|niet(?= (?:in|de|het)\b)|tenzij|zamiast|a nie|místo|nikoli"
    r"|i stället|i stedet|ikke(?= i\b)|inte(?= i\b)|as (?:usual|always)|the usual"
    r"|wie (?:immer|üblich|gewohnt|gehabt)|comme (?:d['’]habitude|toujours)"
    r"|come (?:sempre|al solito|di consueto)|como (?:siempre|sempre|de costumbre)"
    r"|zoals (?:altijd|gewoonlijk)|jak (?:zwykle|zawsze)|jako (?:vždy|obvykle)"
    r"|som (?:vanligt|sædvanligt?|vanlig))\b.*$"
)
_ELSEWHERE = re.compile(
    r"\s*(?:[,;/|+&]|\b(?:and|or|und|oder|sowie|et|ou|e|o|y|en|of|i|lub|a|nebo|och"
    r"|eller"
    r"|og|also|auch|ainsi qu['’]en)\b)[\s/]*"
    r"(?:(?:or|and|oder|und|ou|et|o|y|e|en|of)\s)?"
    r"(?:(?:join (?:us )?|watch |follow "
    r"|live(?:[ -]?stream(?:ed)?)? )?(?:(?:online )?via|on|per|über"
    r"|auf|sur|su|por"
    r"|op"
    r"|på|przez|live on|also on|by)\s+)?(?:(?:MS|Microsoft|Google)\s+)?"
    r"(?:Zoom|Teams|Webex|BBB|BigBlueButton|Meet|Jitsi|online|remote(?:ly)?|visio\w*"
    r"|en ligne|en l[íi]nea|(?:live[ -]?)?stream\w*"
    r"|em linha|virtual(?:ly)?)(?:\s+\([^()]*\)|:?)\s*$",
    re.IGNORECASE,
)
# Room 2 (or online), חדר 2 (וגם בזום)
_ELSEWHERE_TOO = re.compile(
    r"\s*\((?:(?:and|or|also|und|oder|auch|sowie|et|ou|aussi|e|o|anche|y|u|también|e"
    r"|também|of|ook|hybrid\w*:?|ו?גם|או)\s+){0,3}(?:(?:live|via|per|on|par|en|su|por"
    r"|in|im|über|auf|sur|tramite|a través de)\s+)?(?:(?:MS|Microsoft|Google)\s+)?ב?"
    r"(?:Zoom|Teams|Webex|BBB|Meet|Jitsi|online|remote(?:ly)?|visio\w*|ligne|l[íi]nea"
    r"|(?:live[ -]?)?stream\w*|virtual\w*|hybrid\w*|זום|מקוון)\)\s*$",
    re.IGNORECASE,
)
# Old Barn. All times GMT: what follows is of the clocks.
_ALL_TIMES = re.compile(rf"\s*[.;,(]\s*(?:{ALL_TIMES})\b.*$", re.IGNORECASE)
# What it costs, behind a place: `Entrada` alone may also be a door.
_FEE = re.compile(
    r"\s*[,;|/.(]\s*(?:admission|entry|entrance|eintritt|entr[ée]e|entrada|ingresso"
    r"|toegang|wst[ęe]p|vstup(?:n[ée])?|intr[äa]de|entr[ée]|adgang|tickets?"
    r"|unkostenbeitrag"
    r"|kostenlos\w*|gratis|gratuit\w*|free\b)"
    r"(?:\W*$|\W*(?:is |ist |est |è |es )?(?:free|frei|libre|gratuit\w*|gratis"
    r"|liber[oa]|livre|vrij"
    r"|woln[yae]|voln[ýy]|fri|zdarma|of charge|for all|entry|admission|[£€$]|\d).*$)",
    re.IGNORECASE,
)

_ARTICLE = r"(?:(?:the|der|die|das|den|dem|la|le|el|il|lo|o|a|de|het)\s+|l['’]\s*)?"
ROOM_WORD = (
    r"(?:(?:lecture |seminar )?(?:room|hall)|venue|location|place|(?:seminar)?raum|ort"
    r"|veranstaltungsort|(?:h[öo]r)?saal|salle|lieu|aula|sala|luogo|sede|lugar|zaal"
    r"|locatie|local)"
)
CHANGED = (
    r"(?:chang\w*|moved|relocated|switched|geändert|verlegt|changé\w*|déplacé\w*"
    r"|cambi\w+|spostat\w+|traslad\w+|mud(?:ou|ad[oa])|gewijzigd|verplaatst)"
)
_NOW = r"(?:now|nun|jetzt|neu|désormais|maintenant|ora|adesso|ahora|agora|nu)"
_IS = r"(?:is|ist|est|è|es|é)"
_ONTO = (
    r"(?:\s*:|\s+(?:to|into|in|auf|nach|zu|en|à|a|al|alla|all['’]|nel\w*|para"
    r"|naar)\b)"
)
# The room has changed from HS 1 to HS 3; neuer Raum: HS 3; now HS 3.
_CHANGED = re.compile(
    rf"\W*(?:please note(?: that)?:?\s+|there is a\s+)?(?:"
    rf"{_ARTICLE}{ROOM_WORD}\s+(?:[^\W\d_]+\s+){{0,3}}?{CHANGED}"
    rf"(?:\s+(?:from|von|vom|de|du|da)\s.{{1,40}}?)?{_ONTO}"
    rf"|{_ARTICLE}{ROOM_WORD}\s+{_IS}(?:\s+{_NOW})?(?:\s+in\b)?:?"
    rf"|{_ARTICLE}(?:new|neuer?|nouve(?:au|lle)|nuov[ao]|nuev[ao]|nov[ao])\s+{ROOM_WORD}"
    rf"(?:\s*:|\s+{_IS}\b:?)|{CHANGED}{_ONTO}|{_NOW}(?:\s+in\b|:|(?=\s))"
    rf")\s*{_ARTICLE}(?P<place>(?:{ROOM_WORD}\s+)?(?-i:[A-ZÀ-Þ\d]).*)$",
    re.IGNORECASE,
)


def place_changed_to(text: str) -> str:
    """Return the place that a sentence says the talk has moved to, or the text."""
    found = _CHANGED.match(text)
    return place_in(f"in {found['place']}") or found["place"] if found else text


def without_fee(text: str) -> str:
    """Return a place without what it costs to come."""
    return _FEE.sub("", text)


def without_coffee(text: str) -> str:
    """Return a place without brackets that say what is served there."""
    inner = re.search(r"\s*\(([^()]*)\)\W*$", text)
    return text[: inner.start()] if inner and OTHER.search(inner[1]) else text


def cleaned_place(value: str) -> str:
    """Return a place without addresses to join, marks, and what was there before."""
    text = place_changed_to(unlink(" ".join(value.split())))
    text = re.sub(r"[(<\[]?\bhttps?://\S+", "", text)
    text = bare(text)
    text = re.sub(
        r"\(\s*(?:note|new|changed|fall|spring|autumn|summer)\b[^)]*\)|!{2,}",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = re.split(r"\s+(?:Meeting ID|Passcode|Password|ID:)", text)[0]
    text = re.sub(r"\(\s*\)|\s+(?:at|via|link|and|und|et|e|y|[:+&])\s*$", "", text)
    text = re.split(
        r"\.\s+(?:register|please|contact|join|use|see|sign)\b",
        text,
        flags=re.IGNORECASE,
    )[0]
    text = re.sub(
        r"^(?:im|in der|in the|in|at the|at|dans la|en la|presso) (?=\S)"
        r"|^ב(?=(?:חדר|אולם|בניין|אודיטוריום)\b)",
        "",
        text,
        flags=re.IGNORECASE,
    )
    for more in (_FEE, _INSTEAD, _ELSEWHERE, _ELSEWHERE_TOO, _ALL_TIMES):
        if (shorter := more.sub("", text).strip(" ,.;:-–(")) and len(shorter) > 2:
            text = shorter
    return text.strip(" ,.;:!-–(|/")
