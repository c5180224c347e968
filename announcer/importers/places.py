"""Where a talk is: rooms as sentences name them, and as fields do, with more beside."""

from __future__ import annotations

import re

from announcer.importers.clocks import clocks_in
from announcer.importers.days import days_in
from announcer.importers.found import Given
from announcer.importers.names import CAPITAL, is_name
from announcer.importers.phrases import CODE, HALL, ROOM, SERIES, SPOT
from announcer.importers.streets import STREET

# What stands before a room: in the, im, dans la, nella, en el, no, in de, w, v, i.
_BEFORE = re.compile(
    r"(?:\b(?:in|at|im|en|dans|presso|a|à|nel|nella|nello|negli|nell['’]|all['’]"
    r"|held in|place in|(?-i:w|v|ve|na|no|nos|i)|em|på"
    r"|to(?= (?:room|hall|auditorium|lecture|seminar|building))"
    r"|(?:moved|relocated|switched|transferred) (?:in)?to"
    r"|nach(?= (?:raum|h[öo]rsaal|saal|geb[äa]ude))|al(?= (?:aula|sal[óo]n|edificio)))"
    r"(?:\s+|(?<=['’]))(?:the\s+|de[rmn]\s+|das\s+|die\s+|de\s+|het\s+"
    r"|la\s+|le\s+|el\s+|l['’]\s*)?|(?<![א-ת])ב|(?:הועברה?|עברה?) ל)",
    re.IGNORECASE,
)
_HARD = re.compile(
    r"(?<!\bul)(?<!\bal)(?<!\bSt)(?<!\bProf)(?<!\bDr)"
    r"\.(?=\s+(?!OG|EG|UG|Stock|Etage|Obergeschoss)[^a-zß-ÿ\d]|\s*$)"
    r"|;|:(?=\s|$)|[\"“”„«»\n?!]"
)
# What follows upon a room in a sentence, outside of brackets.
_SOFT = re.compile(
    r"\s+(?:on(?! the \w+ floor)|um|am|at|le|à|il|alle|a las|kl\.?|godz\.?|o|om|às"
    r"|den|ve?|w)"
    r" (?=\W?\d|noon|today|half|quarter|mon|tue|wed|thu|fri|sat|sun|lun|mar|mer"
    r"|jeu|ven|gio)"
    r"|,\s+(?:on|at|or|oder|ou|um|am|and|und|et|but|not|nicht|sondern)\b"
    r"|\s+(?:on|via|or|oder|ou|oppure|and|und|et|e|y|en|og|och|oraz|a)"
    r"\s+(?:on\s+|via\s+|per\s+|sur\s+|su\s+|por\s+|om\s+|um\s+|kl\b|at\s+|also\b|it\b"
    r"|we\b|zoom|teams|online|bbb|webex|stream\w*|hybrid)"
    r"|\s+as (?:part|usual|always)\b|\s+im rahmen\b|\s+kl\.?\s+\d|\s+godz\.?\s"
    r"|\s+(?:has|have|is|are|was|were|will|wird|werden|findet|statt|gehalten"
    r"|über|(?-i:sur|su|sobre)|entitled|titled|for|zum|with|mit|avec"
    r"|instead|rather|anstatt|anstelle|au lieu|invece|en lugar|because|since|where"
    r"|while|wo|weil|denn|omdat|fordi|eftersom|porque|perché|car|about|to|starting|from"
    r"|laden (?:wir|sie|ich)|l[äa]dt|möchten|(?-i:nous|vous)|invit\w+"
    r"|pour|per|para|för|voor|dla|und(?= [a-zäöü])|and(?= (?:we|then|will|there)))\b"
    r"|\s+(?:verlegt|umgezogen|stattfinde[nt])\b|,?\s+(?:vorgesehen|geplant|angek(?:ü|ue)ndigt|angesetzt|anberaumt|stattfindend)"
    r"e[nrs]?\b|\s+(?:pr[ée]vu|annonc[ée]|previst|anunciad|annunciat|programmat"
    r"|programad)"
    r"(?:e|[oa])?\b|,?\s+sondern\b|\s+(?:parl|donn|terr|tendrá|tiendra|aura)\w*"
    r"|\s+(?:an?|eine?n?|une?|un['’]|una|uma|een|en|ett?)\s+(?:\w+\s)?(?:talk|lecture"
    r"|\w*seminar\w*|\w*vortrag|exposé|s[ée]minaire|conf[ée]ren\w+|charla|palestra"
    r"|lezing|föredrag|foredrag|colloqui\w+)\b"
    r"|\s+on\s*$|\s+on\s+(?=[\"“‘'„«])"
    r"|(?:,\s+|\s+(?=(?:il|la|el|le|pani?|die|der)\s))"
    r"(?:il |la |el |le |pani? |pan[ií]? |die |der )?"
    r"(?:frau|herrn?|prof|dra?|dott|mme|mr|mgr)\b"
    r"|\s+(?:la |el |le |l['’])(?:conferenc?[iz]a|charla|seminario|s[ée]minaire|exposé"
    r"|conférence)\b|\s+(?:כדי|לשמוע|על)\b",
    re.IGNORECASE,
)
_NO_MORE = re.compile(  # of a place: not in Room 1, but
    r"\b(?:instead of|rather than|not|nicht|statt|au lieu d[eu]|invece di|en lugar de"
    r"|zamiast|místo|i stedet for|i stället för|in plaats van|dus niet"
    r"|em vez d[eoa]s?)\b"
    r"(?:(?!\bbut\b|\bsondern\b)[^.,;]){0,25}\s*$",
    re.IGNORECASE,
)
# 110 Eckhart, V2-210
_NUMBERED = re.compile(
    r"\d{2,4}[A-Z]? [A-Z][a-z]+(?: Hall| Building)?|[A-Z][A-Z\d]{0,5}[ -]?\d[\w.-]*"
)
# A label within a sentence: Am 4. März um 18 Uhr. Ort: Saal 2.
_AT_LABEL = re.compile(
    r"\b(?:ort|raum|room|place|venue|location|lieu|salle|luogo|aula|lugar|sala|lo[ck]al"
    r"|locatie|zaal|ה?מקום|ה?מיקום|miejsce|místo|plats|sted)"
    r"(?: (?:bleibt|remains|stays|is|ist|reste|est|resta|rimane|è|sigue|es|blijft)"
    r"[^.:,\d]{0,30}| unchanged)?(?:\s*:\s*|\s(?:ist|is|sera|est|è|sarà|es|será"
    r"|wordt)\s(?:wie (?:gehabt|immer|üblich)|weiterhin|unverändert|as (?:usual|before)"
    r"|comme (?:d['’]habitude|prévu|toujours)|come (?:sempre|previsto)|como siempre"
    r"|nun|jetzt|now|diesmal|désormais"
    r"|ora|ahora|agora|nu)\s(?:(?:in|im|der|die|das|the|la|le|el)\s"
    r"|l['’])?)(\S.{0,80})",
    re.IGNORECASE,
)
_NAMED_ROOM = re.compile(
    r"(?:^|[,(]\s*|[.!?]\s+|\s[-–—|·]\s)((?:room|salle|aula|sala|h(?:ö|oe?)rsaal|raum|\w*saal"
    r"|seminarraum|zaal|sal[óo]n|sal"
    r"|amphi(?:th[ée][âa]tre)?|audit[óo]ri\w+|posluchárna|místnost|lokale|חדר|אולם)\s+"
    rf"(?:d[eu]s? |de la |de l['’]|dell['ae’]|dei |degli |del |of |der )?"
    rf"(?-i:{CAPITAL}|\d).{{0,80}}|"
    r"(?!(?:the|a|our|this|same) )[A-Z]\w+ "
    r"(?:hall|auditorium|room|theat(?:re|er)|lounge)(?: \w?\d+\w?)?(?=[.,;)]|$))",
    re.IGNORECASE,
)
# In 4.06: only behind `in`, as 4.06 is an hour elsewhere.
_BARE_NUMBER = re.compile(r"(\d{1,2}\.\d{2,3}[a-z]?)(?:\s*\(.*|\s*)$")
_AHEAD = re.compile(
    rf"(?P<place>{CAPITAL}[^.;:\"“„«]{{4,70}}?),?\s+(?:on|am|le|il|el|den|op|dia|w|v"
    r"|på)\s+(?:[^\W\d_]+,?\s+)?(?:the\s+|den\s+)?\W?",
)
_IN = {"in", "im", "en", "i", "w", "v", "na"}
_NO_PLACE = re.compile(r"(?:19|20)\d\d$")
_LONGEST = 120  # letters of a place in a sentence
_MORE_OF_A_PLACE = re.compile(
    rf"(?:{CAPITAL}|\d|ul\.|via |rue |calle |floor|level|piano|étage|[א-ת])"
)


_STAYS = re.compile(  # Der Raum (Aula, EG) bleibt; nella stessa sede (Sala Blu)
    r"\b(?:same|selben?|gleichen?|même|stess[ao]|mism[ao]|mesm[ao]|zelfde|der|the)\s(?:ort|raum|saal|room|place|venue|location|lieu|salle|luogo|sede|aula|lugar|sala"
    r"|zaal|מקום|חדר)\s*\((?P<place>[^()]{2,70})\)",
    re.IGNORECASE,
)


_LANE = re.compile(
    r"\b(?:Lane|Street|Road|Way|Close|Drive|Terrace|House|Court|Gardens|Square|Mews|Row"
    r"|Yard|Wharf|Quay|Park|Green|Avenue)\W*$"
)


def is_numbered(text: str) -> bool:
    """Say whether a text is a number with a building, or a short name: `104 Palmer`."""
    plain = text.strip(" .,")
    if _NO_PLACE.search(plain):
        return False
    return bool(_NUMBERED.fullmatch(plain) or CODE.fullmatch(plain))


def staying_in(flat: str) -> str:
    """Return the room in brackets that a sentence says to be the same as before."""
    found = _STAYS.search(flat)
    return found["place"].strip(" ,") if found else ""


def place_in(flat: str) -> str:
    """Return the room that a sentence says the talk is in, or nothing."""
    return staying_in(flat) or _at_label(flat) or _place_in(flat)


def _at_label(flat: str) -> str:
    """Return the room behind a word for it in a sentence: `Ort: Saal 2`."""
    said = _AT_LABEL.search(flat)
    place = _first_pieces(_upto_end(said[1])) if said else ""
    return place if SPOT.search(place) or HALL.search(place) else ""


def _place_in(flat: str) -> str:
    """Return the room behind `in`, at the begin of a sentence, or by its name."""
    for where in _BEFORE.finditer(flat):
        if _NO_MORE.search(flat[: where.start()]):
            continue
        text = _upto_end(flat[where.end() : where.end() + _LONGEST + 40])
        if where[0][-1] in "בל" and not re.match(
            r"חדר|אולם|בניין|אודיטוריום|[א-ת]+ \d{1,3}\b", text
        ):
            continue
        bare_number = _BARE_NUMBER.match(text)
        if bare_number and where[0].casefold().strip() in _IN:
            return bare_number[1]
        if _is_room(text) and (place := _first_pieces(text)):
            return re.sub(r"^(?:the|de[rmn]|das|die|de|het) ", "", place)
    if place := _ahead_of_day(flat) or _behind_hour(flat):
        return place
    named = _NAMED_ROOM.search(flat)
    return _first_pieces(_upto_end(named[1])) if named else ""


def _ahead_of_day(flat: str) -> str:
    """Return the place that a sentence begins with: The Barn, on Monday, 5 May."""
    days = days_in(flat[:_LONGEST], Given())
    head = flat[: days[0].place[0]] if days else ""
    found = _AHEAD.fullmatch(head)
    place = found["place"].strip(" ,") if found else ""
    return place if SPOT.search(place) and not SERIES.search(place) else ""


_UPSTAIRS = re.compile(
    r"\W{0,3}(?:(?:upstairs|downstairs|in the (?:basement|back room)|oben|unten"
    r"|hinten)\s+)?"
    r"(?:at|in|im|chez|au|à la|à l['’]|all['’]|al|alla|en el|en la|en)\s+(?:the\s+"
    r"|le\s+|la\s+)?"
    rf"(?={CAPITAL})"
)


def _behind_hour(flat: str) -> str:
    """Return the place that follows an hour beside its day: at 6 pm, at the Cannery."""
    days, hours = days_in(flat, Given()), clocks_in(flat)
    if not days or not hours:
        return ""
    end = max(hours[0].place[1], days[0].place[1])
    found = _UPSTAIRS.match(flat, end)
    place = _first_pieces(_upto_end(flat[found.end() :])) if found else ""
    other = is_name(place) or SERIES.search(place) or len(place) > _LONGEST / 2
    return "" if other else place


def _upto_end(text: str) -> str:
    """Return what a sentence says of a place, up to a verb, a time, a title."""
    if hard := _HARD.search(text):
        text = text[: hard.start()]
    closed = next((at for at in range(len(text)) if _is_beyond(text, at)), None)
    text = text[:closed]
    for soft in _SOFT.finditer(text):
        before = text[: soft.start()]
        if before.count("(") <= before.count(")"):
            return before.strip(" ,")
    return text.strip(" ,")


def _is_beyond(text: str, at: int) -> bool:
    """Say whether a bracket is closed that was opened before the place."""
    return text[at] == ")" and text.count(")", 0, at) >= text.count("(", 0, at)


def _is_room(text: str) -> bool:
    """Say whether a text behind `in` names a room, and no other `in` comes first."""
    head = text.partition(",")[0]
    if len(head) >= _LONGEST or _NO_PLACE.search(head):
        return False
    if is_numbered(head):
        return True
    named = SPOT.search(head) or HALL.search(head) or STREET.search(head)
    inner = _BEFORE.search(head)
    return bool(named) and not (inner and named and inner.start() < named.start())


def _first_pieces(text: str) -> str:
    """Return a place with its building, and without what a sentence adds to it."""
    pieces = re.split(r",\s+(?![^()]*\))", text)
    kept = pieces[:1]
    for piece in pieces[1:]:
        other = is_name(piece) and not ROOM.search(piece) and not HALL.search(piece)
        dated = days_in(piece, Given()) or clocks_in(piece)
        more = _MORE_OF_A_PLACE.match(piece) or SPOT.match(piece)
        other = other and not _LANE.search(piece)
        if other or dated or not more:
            break
        kept.append(piece)
    place = ", ".join(kept).strip(" ,")
    if len(place) > _LONGEST:
        return ""
    if place.count("(") != place.count(")"):
        place = place.partition("(")[0].strip(" ,")
    hours = re.sub(r"\b(?:\d{1,2}\.\d{2,4}|[A-Z]{1,3} \d{1,3})\b", "", place)
    return "" if clocks_in(hours) else place
