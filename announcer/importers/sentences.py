"""Who speaks and where, as sentences of many languages say it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from announcer.importers.mentions import speakers_in
from announcer.importers.names import NAME, NO_BEGINNING, is_name
from announcer.importers.people import people_of

_PERSON = (
    rf"(?P<who>(?:(?:(?i:prof|dr|dott|dra|professore?|professeur)|Mr|Mrs|Ms"
    rf"|Herrn?|Frau|Mme|M|PD|ing)\.?(?:ssa)?[ ]){{0,6}}{NAME})"
)


_FROM = (
    r"(?P<home>\s*\([^()]{2,90}(?:\([^()]*\)[^()]*)?\)|,\s+(?:"
    r"(?:from|of|at) )?[^,.;:\"“]{3,80}?,?(?= (?:will|is going"
    r"|gives|presents|spricht|hält|wird|donnera|parlera|terrà|dará))"
    r"|,?\s+(?:from|of|at|von der|vom|aus|de l['’]|de la|dell['’]"
    r"|della|de)\s*(?:the )?(?:(?:St|Univ|Inst|U|Dept|[A-Z])\."
    r"|[A-Z][\w&'’-]*)(?:[ ](?:(?:St|Univ|Inst|U|Dept|[A-Z])\."
    r"|[A-Z][\w&'’-]*|(?:of|at|de|di|la|the|in|für|der|and|und)"
    r"(?=[ ](?:the |la )?[A-Z])|the(?=[ ][A-Z])))*)?"
)


_SPEAKS = (
    r"(?:will (?:be )?(?:giv|deliver|present|speak|talk|lectur"
    r"|discuss|tell|visit|lead)\w*|is (?:giving|speaking|presenting|visiting"
    r"|going to)|gives|presents|speaks|talks|spricht|hält|wird"
    r"|trägt|referiert|donnera|parlera|présentera|exposera|terrà"
    r"|parlerà|presenterà|dará|hablará|impartirá|presentará"
    r"|soutien(?:dra|t)|defends|verteidigt|defenderá|discuterà|racconterà|illustrerà"
    r"|évoquera|expondrá|disertará)"
)


ACTIVE = re.compile(
    rf"{_PERSON}{_FROM},?\s+(?:who )?(?:(?:nos|nous|ci|uns|vi) )?{_SPEAKS}\b"
)


PASSIVE = re.compile(
    rf"(?i:\b(?:talk|lecture|seminar|[ck]olloquium|presentation"
    rf"|speech|vortrag|expos[ée]|s[ée]minaire|conf[ée]rence"
    rf"|seminario|conferenza|charla|conferencia|ponencia)"
    rf"(?:\s+(?:will be |to be )?(?:given|presented|delivered"
    rf"|held|tenuto|tenuta|impartida|donné))?\s+(?:by|von|vom"
    rf"|de|di|del|du|da|por|par|of|d['’])\s*(?:(?:the|our|il"
    rf"|la|el|guest|speaker|frau|herrn?)\s+)*)(?:(?P<solo>(?:Prof"
    rf"|Dr)\.?(?: Dr\.?)? [A-ZÄÖÜÉ][\w-]+\b(?! [A-Z]))|{_PERSON}){_FROM}"
)


INVERSE = re.compile(
    rf"(?:spricht|hält|speaker[^.\n]{{0,40}}? (?:is|will be)"
    rf"|impartid[oa] por|a cargo de|a cura di|dictad[oa] por|tenut[oa] da(?:l|lla)?"
    rf"|donnée? par|gehalten von|(?:seminar|talk|lecture|colloquium)[^.\n]{{4,40}}"
    rf" with|[Ss]eminar[^\n]{{4,60}}? mit|[Ss][ée]minaire[^\n]{{4,60}}? avec"
    rf"|(?:plaisir|joie) d['’]\w+|accueill\w+|[ée]couter|recev(?:ons|rons)"
    rf"|begrüßen(?: wir| zu dürfen)?|zu Gast (?:ist|sein wird)|recibiremos a"
    rf"|contaremos con|ospit(?:a|iamo|eremo|erà)"
    rf"|(?:pleased|happy|delighted|glad|honou?red) to (?:have|host|announce)"
    rf"|will host|welcome|talk from|hear from|redet|vorträgt"
    rf"|parlera|speaker this week is|interviene|hosting)\s+"
    rf"(?:(?:Frau|Herr|our|Prof\.|la|el|il|le)\s+)*{_PERSON}{_FROM}"
)


_ABOUT = re.compile(
    rf"(?:presentation|talk|lecture|hear|with|von|of)\s+(?:of\s+"
    rf"|by\s+)?{_PERSON}{_FROM}\s+(?:about|on|über|zum thema"
    rf"|sur|su|sobre)\b"
)


_OWN = re.compile(
    rf"{_PERSON}(?:['’]s|(?<=s)['’])(?P<home>) (?:\w+ )?(?:talk|lecture|seminar"
    rf"|presentation|colloquium)\b"
)


_LATE = re.compile(  # hält am Montag Frau Dr. Eva Klein (Wien) einen Vortrag
    rf"(?:Frau|Herrn?|Prof\.|Dr\.)\s+{_PERSON}{_FROM},?\s+(?:uns )?(?:einen|den|ihren"
    rf"|seinen|über|im Rahmen|zum Thema|mit dem (?:Thema|Titel)|einen)\b"
)


_TITLED = re.compile(
    rf"[\"”“»],?\s+(?:by|von|par|di|de|da|por)\s+(?:(?:the|der|la|il)\s+)?{_PERSON}{_FROM}"
)


HEBREW = re.compile(
    r"(?:^|(?<=[\s.,]))(?P<who>(?:(?:ד[\"״]ר|פרופ['׳]|פרופסור|גב['׳]|מר) )*"
    r"[א-ת'׳״-]+(?: [א-ת'׳״-]+){1,2}?)(?P<home>\s*\([^()]+\))?,? "
    r"(?:י|ת)(?:דבר|רצה|ציג|ספר) (?:על\b|בנושא|את\b)"
)


_HEBREW = re.compile(
    r"(?:הרצאתו|הרצאתה|ה?הרצאה|ההרצאה|הרצאתם|הרצאת) של"
    r" (?P<who>(?:(?:ד[\"״]ר|פרופ['׳]|פרופסור|גב['׳]|מר) )*[א-ת'׳\"״-]+"
    r"(?: [א-ת'׳\"״-]+){1,2}?)(?P<home>\s*\([^()]+\)"
    r"|,? מ(?=ה?(?:אוניברסיט|טכניון|מכון|מכלל|חברת|בית|מרכז|מוזיאון|פקולט|מחלק))"
    r"[א-ת\"'׳-]+(?: [א-ת\"'׳-]+){0,3}?)?(?:,?\s+(?:[\"“„]|על\b"
    r"|בנושא|תחת|ש?נקבעה|שתוכננה|בוטלה|נדחתה|ש?תתקיים|ש?תיערך|מיום|ביום)|(?=[.,;])|$)"
)


_FORMS = (ACTIVE, _ABOUT, INVERSE, PASSIVE, _OWN, _LATE, _TITLED, HEBREW, _HEBREW)


HELD = re.compile(
    r"\bfindet\b|\bstattfinde[nt]\b|takes? place|(?:be|is) held|aur(?:a|ont) lieu"
    r"|we (?:will )?meet\b"
    r"|si (?:terrà|svolger)|tendrá lugar|terá lugar|decorrerá|vindt plaats|odbędzie się"
    r"|se koná|koná se|hålls|äger rum|finder sted|foregår|finner sted"
    r"|wir treffen uns|nous nous retrouv|rendez-vous|ci vediamo|nos vemos|we beginnen"
    r"|spotykamy się|sejdeme se|vi ses|vi träffas|vi mødes|los geht|we are in"
    r"|(?:talk|lecture|seminar|we|it) (?:begins?|starts?)\b|der vortrag beginnt"
    r"|תתקיים|תיערך|תערך",
    re.IGNORECASE,
)


def speaking(flat: str, *, told: bool = False) -> list[dict[str, str]]:
    """Return who speaks, where a sentence says so; ``told`` if it also says when."""
    said = (people for pattern in _FORMS for people in _told(pattern, flat))
    return speakers_in(flat, next(said, []), told=told)


def tells_by(flat: str) -> bool:
    """Say whether a sentence names a talk by somebody: `a lecture by Ann Lee`."""
    return any(True for _ in _told(PASSIVE, flat))


def _told(pattern: re.Pattern[str], flat: str) -> Iterator[list[dict[str, str]]]:
    """Yield who speaks by one pattern, wherever it fits what has the form of a name."""
    position = 0
    while who := pattern.search(flat, position):
        position = who.start() + 1
        if NO_BEGINNING.match(who["who"] or ""):
            continue
        home = home_of((who["home"] or "").strip())
        solo = who.groupdict().get("solo")  # Prof. Lang
        name = str(who["who"] or solo)
        people = people_of(f"{name} ({home})" if home else name)
        if people and (
            solo or pattern in {HEBREW, _HEBREW} or is_name(people[0]["name"])
        ):
            yield people


def home_of(text: str) -> str:
    """Return where somebody is from, without the words that say so."""
    bare_text = text.strip("() ,") if text.startswith("(") else text.lstrip(" ,")
    cut = (
        r"^(?:(?:from|of|at|von der|vom|aus|della|de) |de l['’]|dell['’])?"
        r"(?:the |la |el |l['’])?|^מ(?=ה?(?:אוניברסיט|טכניון|מכון|מכלל|חברת|בית|מרכז))"
    )
    return re.sub(cut, "", bare_text).strip(" ,")
