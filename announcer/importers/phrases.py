"""Words that tell what a line is: a room, a series, a greeting, a quotation."""

from __future__ import annotations

import re

ROOM = re.compile(
    r"\b(?:rooms?|hall|auditori(?:um|o)|building|bldg|theat(?:er"
    r"|re)|lounge|amphith[ée][âa]tre|amphi|salle|sala|aula"
    r"|\w*h[öo]rsaal|seminarraum|raum|geb[äa]ude|lecture room"
    r"|library|campus|floor|stock|piano|edificio|b[âa]timent"
    r"|centre|center|dipartimento|facult[ày]|virtual(?:ly)?"
    r"|online|zoom|conference room|wean|audimax|seminario \w"
    r"|geb)\b"
    r"|חדר|בניין|אולם|אודיטוריום|בשרייבר"
    r"|\b[A-Z][A-Za-z]{0,6}[ -]?(?!(?:19|20)\d\d\b)\d{2,4}[A-Z]?\b"
    r"|\b\d{3,4}[A-Z]? [A-Z]\w+ Hall",
    re.IGNORECASE,
)


HALL = re.compile(
    r"\b(?:room|hall|auditori(?:um|o)|building|salle|sala|aula|sal[óo]n|\w*h[öo]rsaal"
    r"|seminarraum|raum|amphi\w*|theat(?:er|re)|library|lounge)\b"
    r"|חדר|בניין|אולם|[א-ת]{3,} \d{1,3}\b"
    r"|\b[A-Z]\w{0,8} (?!(?:19|20)\d\d\b)\d{3,4}[A-Z]?\b"
    r"|\d{3,4}[A-Z]? \w+ hall\b",
    re.IGNORECASE,
)


SERIES = re.compile(
    r"\b(?:seminar(?! (?:room|raum))|seminars|colloqui(?:um|a)|kolloquium|oberseminar"
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
    r"(?:(?<![א-ת])\"(?P<q1>[^\"\n]{4,300}?)\"|“(?P<q2>[^”“]{4,300}?)[”“]"
    r"|„(?P<q3>[^“”\"]{4,300}?)[“”\"]|«\s*(?P<q4>[^»]{4,300}?)\s*»"
    r"|``(?P<q5>.{4,300}?)''|(?<!\w)'(?P<q6>[A-Z][^'\n]{6,200}?)'"
    r"(?!\w)|‘(?P<q7>[^’]{6,200})’(?!\w))"
)


QUOTED = re.compile(_QUOTES, re.DOTALL)


WHOLE = re.compile(
    rf"^[*_\s]*(?:[\w ]{{0,20}}:\s*)?[*_\s]*{_QUOTES}[*_\s.,]*$", re.DOTALL
)


_NAMES_SERIES = re.compile(
    r"(?:seminar|[ck]olloquium|series|reihe|club|course|s[ée]minaire|seminario)\s*$",
    re.IGNORECASE,
)


def inside(found: re.Match[str]) -> str:
    """Return what stands between the quotes."""
    text = next(value for value in (found[f"q{n}"] for n in range(1, 8)) if value)
    return " ".join(text.split()).strip(" .,")


def quoted_in(text: str) -> str:
    """Return the first quotation that is not the name of a seminar."""
    for one in QUOTED.finditer(text):
        if not _NAMES_SERIES.search(text[: one.start()]):
            return inside(one)
    return ""


def is_room(line: str) -> bool:
    """Say whether a line names a room, a hall or a building."""
    return (
        bool(HALL.search(line))
        and len(line) < 110
        and not re.search(r"[.!?] \w", line.replace("Dept. ", "").replace("Bldg. ", ""))
    )


def is_place(text: str) -> bool:
    """Say whether a text names a place, and not only a series."""
    return bool(ROOM.search(text) and (not SERIES.search(text) or HALL.search(text)))
