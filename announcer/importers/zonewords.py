"""Time zones as people name them in words: `heure de Bruxelles`, `Eastern`, IST.

Letters that several countries share mean the one that the message itself names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from announcer.importers.monthnames import folded
from announcer.when.named import is_zone, places, short

# Cities and countries with one clock, as languages other than English name them.
_PLACES = {
    "Europe/Brussels": "bruxelles brussel belgique",
    "Europe/Paris": "paris pariser france francaise french franzosische"
    " franzosischer פריז",
    "Europe/Berlin": "berlin berliner deutschland deutsche deutscher deutschen german"
    " germany allemagne allemande alemana tedesca ברלין גרמניה",
    "Europe/Vienna": "wien wiener vienna vienne viena osterreich osterreichische"
    " osterreichischer austria austrian",
    "Europe/Zurich": "zurich zurcher schweiz schweizer suisse swiss geneve genf"
    " svizzera",
    "Europe/Rome": "rom roma rome italia italiana italian italie italienische"
    " italienischer רומא",
    "Europe/Madrid": "madrid peninsular espana espanola spanish spanische peninsula",
    "Europe/Lisbon": "lisboa lisbonne lissabon",
    "Europe/London": "londres londra london londoner uk british britische לונדון",
    "Europe/Amsterdam": "amsterdam nederland nederlandse dutch",
    "Europe/Warsaw": "warszawa warszawy polskiego polski varsovie warschau",
    "Europe/Prague": "praha prahy praze prag prague praga",
    "Europe/Copenhagen": "kobenhavn kopenhagen copenhague dansk",
    "Europe/Stockholm": "stockholm svensk",
    "Europe/Oslo": "oslo norsk",
    "Europe/Helsinki": "helsinki suomen",
    "Europe/Budapest": "budapest",
    "Europe/Athens": "athen athenes atenas athens",
    "Asia/Jerusalem": "israel israele israeli israelische israelischer israelienne"
    " israeliana jerusalem jerusalemer ישראל ירושלים תלאביב",
    "Asia/Kolkata": "india inde indien indian mumbai newdelhi kolkata",
    "Asia/Tokyo": "tokyo tokio japan japon giappone osaka",
    "Asia/Seoul": "seoul korea",
    "Asia/Shanghai": "beijing pekin peking china shanghai",
    "Asia/Singapore": "singapore singapur",
    "America/Mexico_City": "mexico cdmx",
    "America/Bogota": "bogota colombia",
    "America/Lima": "lima peru",
    "America/Santiago": "santiago chile",
    "America/Argentina/Buenos_Aires": "buenosaires argentina",
    "America/Montevideo": "montevideo uruguay",
    "America/Sao_Paulo": "brasilia saopaulo",
    "America/Toronto": "toronto montreal ottawa",
    "America/New_York": "newyork nuevayork ניויורק",
    "America/Chicago": "chicago",
    "America/Los_Angeles": "losangeles",
    "America/Vancouver": "vancouver",
}  # fmt: skip
_ZONE = {word: zone for zone, words in _PLACES.items() for word in words.split()}
_SMALL = frozenset({
    "de", "la", "le", "el", "da", "do", "di", "du", "d", "l", "del", "della",
    "dell", "van", "des", "der", "of", "the", "ciudad", "city", "ville", "cidade",
})  # fmt: skip
_CLOCK = re.compile(
    r"[\s,]*[(\[]?\s*(?P<words>"
    r"(?:hora|heure|ora|hor[áa]rio|ore|czasu|času)\s+(?:(?:de la|de los|del|della|de"
    r"|da|do|di|du)\s+|d['’]|dell['’])?"
    r"[^\W\d_][^\W\d_-]*(?:[ ](?:de|do|d['’]|the|City|York|Aires|Paulo|M[ée]xico"
    r"|Angeles|espa[ñn]ola))*"
    r"(?:[ ][^\W\d_][^\W\d_]*)?"
    r"|(?:[^\W\d_]{3,30}|UK|US)[ ](?:Zeit|Ortszeit|tijd|tid)\b"
    r"|(?:[A-Z][a-z]{2,20}|UK)(?:[ ][A-Z][a-z]{2,20})?[ ](?:local[ ])?[Tt]ime\b"
    r"|(?:לפי[ ])?שעון[ ](?:(?:קיץ|חורף)[ ])?[א-ת]+(?:[ ](?:יורק|אביב))?"
    r")[)\]]?"
)
# 05:00 PM Amsterdam, Berlin, Rome: how Zoom names a zone, at the end of a line.
_OF_ZOOM = re.compile(
    r"(?<=[AaPp][Mm])[ ](?P<city>[A-Z][a-z]+(?:[ ][A-Z][a-z]+)?)"
    r"(?:,[ ][A-Z][a-z]+(?:[ ][A-Z][a-z]+)?)*"
    r"(?=[ \t]*(?:$|\n))"
)
# What says of all times of a message that they are of one zone; as a piece of patterns.
ALL_TIMES = (
    r"all (?:the )?(?:times|hours)(?: (?:given|stated|listed|shown|below|here))*"
    r"|times|alle (?:zeiten|uhrzeiten|angaben|tijden|tider)|(?:uhr)?zeiten"
    r"|(?:tous |toutes )?les (?:horaires|heures)|tutti gli orari|gli orari"
    r"|todas las horas|todos los horarios|las horas|todos os horários"
    r"|wszystkie godziny|všechny časy|כל השעות"
)
_TOLD_OF_ALL = re.compile(
    rf"(?:^|[.;,(*]\s{{0,80}}|\n[^\S\n]{{0,80}})(?:{ALL_TIMES})\s+"
    r"(?:(?:are|sind|sont|sono|son|são|in|im|en|em|according to|nach"
    r"|gelten|zijn|för|w|v|ve|of|given|listed|the|the local|local"
    r"|expressed|exprimées?|indiqué\w*|indicat\w+|espress\w+|expresad\w+|à|all['’])\s+)"
    r"{0,4}(?P<zone>[^\s.,;()][^.,;()\n]{0,40})",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:UTC|GMT)\s?[+−-]\s?\d{1,2}(?::?\d\d)?")
_NEAR = 12  # letters behind such words in which an offset may stand
_CANADIAN = {
    "hae": "EDT", "hne": "EST", "hap": "PDT", "hnp": "PST", "hac": "CDT", "hnc": "CST",
}  # fmt: skip
_AMERICAN = re.compile(
    r"(?:US )?(?P<region>eastern|central|mountain|pacific)(?: (?P<half>standard"
    r"|daylight))?"
    r"(?: time)?",
    re.IGNORECASE,
)
# What tells which country shared letters are of, anywhere in a message.
_HINTS = {
    "Asia/Kolkata": r"india|bengaluru|bangalore|mumbai|delhi|chennai|kolkata|hyderabad"
    r"|pune|kanpur|kharagpur|madras|bombay|\biit\b|\biisc\b|tifr|\.in\b|sir/madam",
    "Asia/Jerusalem": r"israel|jerusalem|tel[ -]aviv|haifa|technion|weizmann|[א-ת]{3}"
    r"|\.il\b",
    "Europe/Dublin": r"ireland|dublin|galway|maynooth|\bcork\b|\.ie\b",
    "Europe/London": r"\buk\b|united kingdom|england|scotland|wales|london|oxford"
    r"|cambridge|edinburgh|\.ac\.uk\b|\.uk\b",
    "Asia/Dhaka": r"bangladesh|dhaka",
    "America/Halifax": r"halifax|nova scotia|new brunswick|canada",
    "Asia/Riyadh": r"riyadh|saudi|kuwait|qatar|\bkaust\b",
    "Asia/Shanghai": r"china|beijing|shanghai|\.cn\b",
    "America/Chicago": r"chicago|texas|illinois|minnesota|wisconsin|\busa\b",
    "America/Havana": r"havana|cuba",
    "Asia/Manila": r"manila|philippines",
    "Australia/Brisbane": r"brisbane|queensland",
    "Australia/Sydney": r"sydney|melbourne|canberra|victoria|nsw",
}
_HINT = {zone: re.compile(one, re.IGNORECASE) for zone, one in _HINTS.items()}


def zone_at(text: str, position: int) -> tuple[str, int] | None:
    """Return the zone that words behind a time name, and where they end."""
    if cities := _OF_ZOOM.match(text, position):
        zone = zone_of(cities["city"])
        return (zone, cities.end()) if zone else None
    found = _CLOCK.match(text, position)
    zone = zone_of(found["words"]) if found else ""
    return (zone, found.end()) if found and zone else None


@lru_cache(maxsize=2)  # of a message, for each of its talks
def zone_of_all(text: str) -> str:
    """Return the words for the zone that a text says all its times are of."""
    found = _TOLD_OF_ALL.search(text)
    if found is None:
        return ""
    words = re.sub(r"^local(?: time)?\W*", "", " ".join(found["zone"].split()))
    if named := _OFFSET.search(text[found.start() : found.end() + _NEAR]):
        return named[0].replace(" ", "")
    letters = re.match(r"[A-Z]{2,5}\b(?:[+-]\d+)?", words)
    if letters and is_zone_word(letters[0]):
        return letters_of(letters[0])
    plain = re.sub(r"\s+(?:time|zeit)$", "", words, flags=re.IGNORECASE)
    return (letters_of(plain) if is_zone_word(plain) else "") or zone_of(words)


def zone_of(words: str) -> str:
    """Return the IANA name of a zone by words that name its city or country."""
    plain = folded(re.sub(r"['’-]", " ", words)).split()
    kept = [one for one in plain if one not in _SMALL]
    for one in (*("".join(pair) for pair in pairwise(kept)), *kept):
        if one in _ZONE:
            return _ZONE[one]
    return ""


def letters_of(words: str) -> str:
    """Return letters for what else stands for them: Eastern is ET, HAE is EDT."""
    if known := _CANADIAN.get(words.casefold()):
        return known
    found = _AMERICAN.fullmatch(words)
    if not found:  # MEZ stays as it was written
        return short(words) if "European" in words else words
    half = (found["half"] or "")[:1].upper()
    return f"{found['region'][0].upper()}{half}T"


def shared(letters: str, text: str) -> str:
    """Return the zone of letters that several share, if a message names its country."""
    meant = places(letters)
    if len(meant) < 2:
        return ""
    named = [zone for zone in meant if zone in _HINT and _HINT[zone].search(text)]
    return named[0] if len(named) == 1 else ""


def is_zone_word(words: str) -> bool:
    """Say whether words beside a time name a zone, also letters of other languages."""
    known = words.casefold() in _CANADIAN or _AMERICAN.fullmatch(words) is not None
    return known or is_zone(words)
