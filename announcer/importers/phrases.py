"""Words that tell what a line is: a room, a series, a greeting, a quotation."""

from __future__ import annotations

import re

# Words of rooms, a line for each language; they say so in a line of their own.
_HALLS = (
    r"rooms?|hall|auditorium|building|bldg|theat(?:re|er)|library|lounge|boardroom"
    r"|townhall|annexe?|pavilion"
    r"|\w{0,40}h(?:ö|oe?)rsaal|\w{0,40}saal|(?:[\w-]{0,40}(?:seminar|konferenz|besprechungs|sitzungs|übungs"
    r"|vortrags|bespr\.-))?raum|\w*zimmer|audimax|hs|sr"
    r"|salle|amphi(?:th[ée][âa]tre)?|pavillon"
    r"|aula|sala|salone|auditorio|anfiteatro|sal[óo]n|paraninfo|aulario"
    r"|sal[ãa]o|audit[óo]rio"
    r"|\w*zaal|(?:les|college)?lokaal"
    r"|sal[ięa]|auli|posluch[áa]r\w+|učebn[aěy]|místnost\w*|zasedací\w*|sálu?"
    r"|\w*hörsal\w*|(?:seminarie|konferens)?rum|møterom\w*|grupperom|mødelokale\w*"
    r"|lokale"
    r"|luentosali|terem"
)
# Of houses, which say so in most lines.
_HOUSES = (
    r"gallery|forum|campus|floor|cent(?:re|er)|geb[äa]ude|stock|b[âa]timent|edificio"
    r"|piano|bloco|pr[ée]dio|gebouw|budyn\w+|budov\w+"
)
# More of them, which are rooms behind `in` and may be anything elsewhere.
_SPOTS = (
    rf"{_HOUSES}|makerspace|suite|studio|chapel|atrium|foyer|commons?|space|cafe"
    r"|caf[ée]|tent|mus[ée]+um|tower|wing|haus|bibliothek|turm|mensa|[ée]tage|local"
    r"|biblioteca|palazzo|armaz[ée]m|facult[aàé]d?|verdieping|bibliotheek"
    r"|pok(?:ój|oju|\.)|patr[oeu]|knihovn\w+|lokal(?:en)?|aulan"
    r"|sal(?:en)?|rom(?:met)?|huset?|bygg\w*|bygning\w*|etage|plan(?= \d)"
    r"|biblioteke?t?|kino"
    r"|m[ée]diath[èe]que|biblioth[èe]que|maison|librairie|mairie|cin[ée]ma|espace"
    r"|rathaus|schloss|kirche|\w*bibliothek|\w*schule|\w*haus|teatro|palacio|ateneo|casa"
    r"|museo|chiesa|church|parish|hotel|pub|restaurant"
    r"|refectory|refektorium|canteen|cafeteria|kantine|cantine|cloister|kreuzgang|crypt"
    r"|cellar|barn|orangery|planetarium|azotea|terrasse|rooftop|refettorio|chiostro"
    r"|library|school|college|house|office|kitchen|courtyard|terrace|garden"
)
_NUMBER = r"\b[A-Z]\w{0,8} (?!(?:1[5-9]|20)\d\d\b)\d{3,4}[A-Z]?\b(?![.,:]\d)"

ROOM = re.compile(
    rf"\b(?:{_HALLS}|{_HOUSES}|dipartimento|facult[ày]|facultad|virtual(?:ly)?"
    r"|online|zoom|wean|seminario \w|geb|edifício)\b"
    r"|חדר|בניין|אולם|אודיטוריום|בשרייבר|講義室|会議室|セミナー室|号館|教室|ホール"
    r"|\b[A-Z][A-Za-z]{0,6}[ -]?(?!(?:19|20)\d\d\b)\d{2,4}[A-Z]?\b"
    r"|\b\d{3,4}[A-Z]? [A-Z]\w+ Hall",
    re.IGNORECASE,
)
HALL = re.compile(
    rf"\b(?:{_HALLS})\b"
    r"|חדר|בניין|אולם|קומה\b|ספריי?ה|ספריית|רחוב|[א-ת]{3,} \d{1,3}\b|講義室|会議室"
    r"|セミナー室|号館|教室"
    rf"|{_NUMBER}"
    r"|\d{3,4}[A-Z]? \w+ hall\b",
    re.IGNORECASE,
)
SPOT = re.compile(rf"\b(?:{_HALLS}|{_SPOTS})\b", re.IGNORECASE)
# The short name of a room: 4-231, MB 1.20, S.4.21, N-U-4.03, Marlowe 2.11.
CODE = re.compile(
    r"\d{1,2}-\d{3}[A-Z]?"
    r"|[A-Z]{1,4}(?:[-.][A-Z]{1,2})*[-. ]?\d{1,4}(?:[./-]\d{2,4})?[a-zA-Z]?"
    r"|(?!(?i:jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch|s|zo)?|m[äa]rz|apr(?:il)?|may|mai"
    r"|june?|jul[iy]?|aug(?:ust)?|sept?\w*|o[ck]t\w*|nov\w*|de[cz]\w*|weeks?|part"
    r"|talks?"
    r"|lecture|chapter|seminar|vol\w*|version|session|section|question|day|year)\b)"
    r"[A-ZÄÖÜ][A-Za-zäöü]{1,11} (?:\d{1,2}\.\d{2,3}[a-z]?|\d{3,4}[A-Z]?)"
)


SERIES = re.compile(
    r"\b(?:\w*seminar(?! (?:room|raum))|seminars|colloqui(?:um|a)|kolloquium"
    r"|oberseminar"
    r"|forschungsseminar|lecture series|series|s[ée]minaire"
    r"|seminario|seminari|coloquio|workshop|meeting(?! room)|group|news"
    r"(?:letter)?|bulletin|club|talk|vortrag|lecture(?! (?:hall|room|theat))|tagung"
    r"|thesis (?:proposal|defen[cs]e|oral)|brown ?bag|webinar|symposium|soutenance"
    r"|lectures|\w+ (?:coffee|lunch|tea)(?=\W*$)"
    r"|(?:ph\.?d\.?|doctoral|dissertation) defen[cs]e|notice|einladung|ank[üu]ndigung"
    r"|announcement|reminder|invitation"
    r"|avviso|annonce|anuncio|convegno|journ[ée]e|conf[ée]rence(?! (?:room|hall|cent))"
    r"|conferenza|charla|note)\b"
    r"|סמינר|הרצאה|מפגש|קולוקוויום",
    re.IGNORECASE,
)


GREETING = re.compile(
    r"^\W*(?:dear|hi|hello|hey|all\b|liebe|sehr geehrte|hallo"
    r"|guten|ch[eè]re?s?|bonjour|gentil[ie]|car[ie]|buongiorno"
    r"|estimad[oa]s?|querid[oa]s?|hola|שלום|colleagues|folks"
    r"|reminder|this week|next week|today|tomorrow|upcoming"
    r"|all are|please|we are|note\b|attention|important|the next"
    r"|welcome)",
    re.IGNORECASE,
)


_QUOTES = (
    r"(?:(?<![א-ת])\"(?P<q1>[^\"\n]{4,300}?)\"|(?<![\w.!?…])“(?P<q2>[^”“]{4,300}?)[”“]"
    r"|„(?P<q3>[^“”\"]{4,300}?)[“”\"]|«\s*(?P<q4>[^»]{4,300}?)\s*»"
    r"|``(?P<q5>.{4,300}?)''|(?<!\w)'(?P<q6>[A-Z][^'\n]{6,200}?)'"
    r"(?!\w)|‘(?P<q7>[^’]{6,200})’(?!\w))"
)


QUOTED = re.compile(_QUOTES, re.DOTALL)


WHOLE = re.compile(
    rf"^[*_\s]*(?:[\w ]{{0,20}}:\s*)?[*_\s]*{_QUOTES}[*_\s.,]*$", re.DOTALL
)


_NAMES_SERIES = re.compile(
    r"(?:seminar|[ck]olloquium|series|reihe|club|course|s[ée]minaire|seminario"
    r"|(?:author|editor) of|(?:the|a|h[ei][rs]) (?:book|novel|column|blog"
    r"|film)(?: called)?"
    r"|autor(?:in)? (?:von|des|der)|auteure? d[eu]|autrice di|autore di"
    r"|autora? d[eo])\s*$",
    re.IGNORECASE,
)


_NEAR = 120  # letters before a quotation that say what it names
# Her seminar "Ants", il seminario "Ants" di Ann Lee: the title, and no series.
_OWNED = re.compile(
    r"\b(?:h[ei][rs]|their|ihr(?:en|em)?|sein(?:en|em)?|son|sa|su|suo|sua|seu|zijn|haar)\s+"
    r"\w+\s*$",
    re.IGNORECASE,
)
_BY = re.compile(
    r",?\s+(?:by|von|di|de|par|del|della|of)\s+(?:(?:prof|dott|dr|dra|mme|m|frau|herrn?)"
    r"(?:\.?ssa)?\.?\s+)*(?-i:[A-ZÀ-Þ])",
    re.IGNORECASE,
)


def inside(found: re.Match[str]) -> str:
    """Return what stands between the quotes."""
    text = next(value for value in (found[f"q{n}"] for n in range(1, 8)) if value)
    return " ".join(text.split()).strip(" .,")


def quoted_in(text: str) -> str:
    """Return the first quotation that is not the name of a seminar."""
    for one in QUOTED.finditer(text):
        ahead = text[max(0, one.start() - _NEAR) : one.start()]
        owned = _OWNED.search(ahead) or _BY.match(text, one.end())
        if owned or not _NAMES_SERIES.search(ahead):
            return inside(one)
    return ""


def is_room(line: str) -> bool:
    """Say whether a line names a room, a hall or a building."""
    return (
        len(line) < 110
        and bool(HALL.search(line))
        and not re.search(
            r"(?<!\d)(?<!Dept)(?<!Bldg)"
            r"(?i:(?<!bât)(?<!geb)(?<!edif)(?<!str)(?<!\bst))[.!?] \w",
            line,
        )
    )


def is_place(text: str) -> bool:
    """Say whether a text names a place, and not only a series."""
    return bool(ROOM.search(text) and (not SERIES.search(text) or HALL.search(text)))
