"""What the lines without labels say: blocks of short lines, banners and sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from announcer.importers.clocks import clocks_in
from announcer.importers.dates import days_in
from announcer.importers.found import Given
from announcer.importers.joining import addresses_in
from announcer.importers.labelled import Line, is_rule, is_stop, text_of
from announcer.importers.people import HOME, NAME, is_name, leads, people_of, plain_name

_ROOM = re.compile(
    r"\b(?:rooms?|hall|auditorium|building|bldg|theat(?:er"
    r"|re)|lounge|amphith[ée][âa]tre|amphi|salle|sala|aula"
    r"|h[öo]rsaal|seminarraum|raum|geb[äa]ude|lecture room"
    r"|library|campus|floor|stock|piano|edificio|b[âa]timent"
    r"|centre|center|dipartimento|facult[ày]|virtual(?:ly)?"
    r"|online|zoom|conference room|wean|audimax|seminario \w"
    r"|geb)\b"
    r"|חדר|בניין|אולם|אודיטוריום|בשרייבר|\b[A-Z][A-Za-z]{0,6}[ -]?\d{2,4}[A-Z]?\b"
    r"|\b\d{3,4}[A-Z]? [A-Z]\w+ Hall",
    re.IGNORECASE,
)
_HALL = re.compile(
    r"\b(?:room|hall|auditorium|building|salle|sala|aula|h[öo]rsaal"
    r"|seminarraum|raum|amphi\w*|theat(?:er|re)|library|lounge)\b"
    r"|חדר|בניין|אולם|[א-ת]{3,} \d{1,3}\b|\b[A-Z]\w{0,8} \d{3,4}[A-Z]?\b"
    r"|\d{3,4}[A-Z]? \w+ hall\b",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"\b(?:seminar|seminars|colloqui(?:um|a)|kolloquium|oberseminar"
    r"|forschungsseminar|lecture series|series|s[ée]minaire"
    r"|seminario|seminari|coloquio|workshop|meeting|group|news"
    r"(?:letter)?|bulletin|club|talk|vortrag|lecture|tagung"
    r"|einladung|ank[üu]ndigung|announcement|reminder|invitation"
    r"|avviso|annonce|anuncio|convegno|journ[ée]e|conf[ée]rence"
    r"|conferenza|charla|note)\b"
    r"|סמינר|הרצאה|מפגש|קולוקוויום",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\W*(?:dear|hi|hello|hey|all\b|liebe|sehr geehrte|hallo"
    r"|guten|ch[eè]re?s?|bonjour|gentil[ie]|car[ie]|buongiorno"
    r"|estimad[oa]s?|querid[oa]s?|hola|שלום|colleagues|folks"
    r"|reminder|this week|next week|today|tomorrow|upcoming"
    r"|all are|please|we are|note\b|attention|important|the next"
    r"|welcome)",
    re.IGNORECASE,
)
_QUOTES = (
    r"(?:\"(?P<q1>[^\"\n]{4,300}?)\"|“(?P<q2>[^”“]{4,300}?)[”“]"
    r"|„(?P<q3>[^“”\"]{4,300}?)[“”\"]|«\s*(?P<q4>[^»]{4,300}?)\s*»"
    r"|``(?P<q5>.{4,300}?)''|(?<!\w)'(?P<q6>[A-Z][^'\n]{6,200}?)'"
    r"(?!\w)|‘(?P<q7>[^’]{6,200})’(?!\w))"
)
_QUOTED = re.compile(_QUOTES, re.DOTALL)
_WHOLE = re.compile(
    rf"^[*_\s]*(?:[\w ]{{0,20}}:\s*)?[*_\s]*{_QUOTES}[*_\s.,]*$", re.DOTALL
)
_PERSON = (
    rf"(?P<who>(?:(?:Prof|Dr|Mr|Mrs|Ms|Dott|Professor|Professeur"
    rf"|Herr|Frau|Mme|M|Dra|PD|ing)\.?(?:ssa)?[ ])*{NAME})"
)
_FROM = (
    r"(?P<home>\s*\([^()]{2,90}(?:\([^()]*\)[^()]*)?\)|,\s+(?:"
    r"(?:from|of|at) )?[^,.;:\"“]{3,80}?,?(?= (?:will|is going"
    r"|gives|presents|spricht|hält|wird|donnera|parlera|terrà|dará))"
    r"|\s+(?:from|of|at|von der|vom|aus|de l['’]|de la|dell['’]"
    r"|della|de)\s*(?:the )?(?:(?:St|Univ|Inst|U|Dept|[A-Z])\."
    r"|[A-Z][\w&'’-]*)(?:[ ](?:(?:St|Univ|Inst|U|Dept|[A-Z])\."
    r"|[A-Z][\w&'’-]*|(?:of|at|de|di|la|the|in|für|der|and|und)"
    r"(?=[ ](?:the |la )?[A-Z])|the(?=[ ][A-Z])))*)?"
)
_SPEAKS = (
    r"(?:will (?:be )?(?:giv|deliver|present|speak|talk|lectur"
    r"|discuss|tell|visit|lead)\w*|is (?:giving|speaking|presenting"
    r"|going to)|gives|presents|speaks|talks|spricht|hält|wird"
    r"|trägt|referiert|donnera|parlera|présentera|exposera|terrà"
    r"|parlerà|presenterà|dará|hablará|impartirá|presentará)"
)
_ACTIVE = re.compile(rf"{_PERSON}{_FROM},?\s+(?:who )?{_SPEAKS}\b")
_PASSIVE = re.compile(
    rf"(?i:\b(?:talk|lecture|seminar|[ck]olloquium|presentation"
    rf"|speech|vortrag|expos[ée]|s[ée]minaire|conf[ée]rence"
    rf"|seminario|conferenza|charla|conferencia|ponencia)"
    rf"(?:\s+(?:will be |to be )?(?:given|presented|delivered"
    rf"|held|tenuto|tenuta|impartida|donné))?\s+(?:by|von|vom"
    rf"|de|di|del|du|da|por|par|of|d['’])\s*(?:(?:the|our|il"
    rf"|la|el|guest|speaker|frau|herrn?)\s+)*)(?:(?P<solo>(?:Prof"
    rf"|Dr)\.?(?: Dr\.?)? [A-ZÄÖÜÉ][\w-]+(?! [A-Z]))|{_PERSON}){_FROM}"
)
_INVERSE = re.compile(
    rf"(?:spricht|hält|speaker[^.\n]{{0,40}}? (?:is|will be)"
    rf"|impartid[oa] por|dictad[oa] por|tenut[oa] da(?:l|lla)?"
    rf"|donnée? par|gehalten von|(?:seminar|talk|lecture|colloquium)[^.\n]{{4,40}}"
    rf" with|will host|welcome|talk from|hear from|redet|vorträgt"
    rf"|parlera|speaker this week is|interviene|hosting)\s+"
    rf"(?:(?:Frau|Herr|our|Prof\.)\s+)*{_PERSON}{_FROM}"
)
_ABOUT = re.compile(
    rf"(?:presentation|talk|lecture|hear|with|von|of)\s+(?:of\s+"
    rf"|by\s+)?{_PERSON}{_FROM}\s+(?:about|on|über|zum thema"
    rf"|sur|su|sobre)\b"
)
_HEBREW = re.compile(
    r"(?:הרצאתו|הרצאתה|הרצאה|הרצאתם) של (?P<who>[א-ת'׳\"״-]+"
    r"(?: [א-ת'׳\"״-]+){1,2}?)(?P<home>\s*\([^()]+\))? (?:על"
    r"|בנושא|תחת)"
)
_BY = re.compile(
    r"^[*_\s]*(?:by|von|par|di|de|von|por|speaker|with|מאת)\s+(?P<who>.+)$",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"(?:\b(?:in|at|im|en|dans|presso|a|held in|place in)\s+"
    r"(?:the\s+|der\s+|dem\s+|la\s+|le\s+|l['’])?|(?<![א-ת])ב)"
    r"(?P<place>[^.;\n]*?)(?=\.(?:\s|$)|;|\s+(?:on|um|am|at"
    r"|le|à|il|alle|a las) (?:\d|mon|tue|wed|thu|fri|sat|sun"
    r"|lun|mar|mer|jeu|ven)|,\s+(?:on|at) |$|\n\n|\s+as part"
    r"|\s+im rahmen|\s+(?:has|have|is|are|was|were|will|wird"
    r"|über|sur|su|sobre|entitled|titled|to|for|zum|with|parl"
    r"|donn|terr)\b)",
    re.IGNORECASE,
)


_NAMES_SERIES = re.compile(
    r"(?:seminar|[ck]olloquium|series|reihe|club|course|s[ée]minaire|seminario)\s*$",
    re.IGNORECASE,
)
_WILL = re.compile(r"\b(?:will|wird|donnera|terrà|dará)\b")
_ABOUT_LINK = re.compile(r"(?:about|on|über|sur|su|sobre|על)\s+\[([^\]]{4,120})\]\(")


@dataclass(slots=True)
class Guess:
    """What unlabelled lines say; each value with how sure it is (0 to 10)."""

    titles: list[tuple[int, str]] = field(default_factory=list)
    people: list[dict[str, str]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    moments: list[tuple[str, int]] = field(default_factory=list)
    abstract: str = ""
    bio: str = ""
    headings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Paragraph:
    lines: list[Line]
    ruled: bool = False

    @property
    def text(self) -> str:
        return " ".join(" ".join(line for _, line in self.lines).split())

    @property
    def is_text(self) -> bool:
        """Say whether it is running text, not a few short lines."""
        long = [line for _, line in self.lines if len(line.strip()) > 55]
        flat = self.text
        words = len(flat.split())
        sentence = bool(re.search(r"[.!?:][\"”’')]?$", flat)) and words > 12
        return (
            (len(long) >= 2 and words > 22)
            or (words > 25 and sentence)
            or (sentence and len(self.lines) <= 2 and words > 14)
        )


def paragraphs_of(lines: list[Line]) -> list[_Paragraph]:
    """Return lines between blank ones and rules; a number apart begins another."""
    out: list[_Paragraph] = []
    current: list[Line] = []
    ruled = False
    last = -1
    for number, line in [*lines, (-1, "")]:
        rule = is_rule(line)
        heading = line.lstrip().startswith("#")
        gap = current and number != last + 1 and number > 0
        if (not line.strip() or rule or heading or gap) and current:
            out.append(_Paragraph(current, ruled=ruled and rule))
            current, ruled = [], rule
        elif rule:
            ruled = True
        if line.strip() and not rule:
            current.append((number, line))
            if heading:
                out.append(_Paragraph(current))
                current, ruled = [], False
        last = number
    return out


def bare(line: str) -> str:
    """Return a line without the marks of headings, lists and emphasis."""
    text = re.sub(r"^\s*(?:#+|[*•-](?=\s)|>)\s*", "", line.strip())
    text = re.sub(
        r"^\*{1,3}|\*{1,3}$|^_{1,3}(?=\S)|(?<=\S)_{1,3}$|^~+|~+$", "", text.strip()
    ).strip()
    return re.sub(r"\s*#+$", "", re.sub(r"(?:\*\*)+", "", text)).strip()


def unlink(text: str) -> str:
    """Return a text with the words of its links alone."""
    return re.sub(
        r"!?\[([^\]]*)\]\((?:[^()\s]|\([^()]*\))*(?: \"[^\"]*\")?\)", r"\1", text
    )


def guess(lines: list[Line], known: set[str], names: list[str], given: Given) -> Guess:
    """Read the loose lines of an announcement; ``known`` kinds stand at labels."""
    found = Guess()
    body: list[_Paragraph] = []
    in_body = False
    for paragraph in paragraphs_of(lines):
        if in_body and not _is_head(paragraph, given):
            body.append(paragraph)
        elif _read(paragraph, found, known, given):
            body.append(paragraph)
            in_body = in_body or bool(found.titles or "title" in known)
    _parted(body, found, [*names, *(person["name"] for person in found.people)])
    return found


def _read(paragraph: _Paragraph, found: Guess, known: set[str], given: Given) -> bool:
    """Read a paragraph; say whether it is text about the matter of the talk."""
    flat = unlink(paragraph.text)
    whole = _WHOLE.match(flat)
    if paragraph.ruled and len(flat) < 200 and not days_in(flat, given):
        found.titles.append((7, bare(flat)))
    elif whole and len(paragraph.lines) <= 4:
        found.titles.append((8, _inside(whole)))
    elif not (paragraph.is_text or _is_sentence(flat, found)):
        _short(paragraph, found, known, given)
    else:
        dated = bool(days_in(flat, given))
        told = dated or bool(_WILL.search(flat) and _QUOTED.search(flat))
        _sentences(flat, found, known, told=told)
        if told and (linked := _ABOUT_LINK.search(paragraph.text)):
            found.titles.append((5, linked[1]))
        of_event = dated and (clocks_in(flat) or len(flat) < 350)
        return not (of_event or is_stop(flat) or _GREETING.match(flat))
    return False


def _is_sentence(flat: str, found: Guess) -> bool:
    """Say whether a short paragraph is a sentence, and no block of lines."""
    if _ACTIVE.search(flat) or _INVERSE.search(flat):
        return True
    below_title = found.titles and len(flat.split()) > 7 and flat.endswith(".")
    return bool(below_title or (len(flat) > 60 and _PASSIVE.search(flat)))


def _is_head(paragraph: _Paragraph, given: Given) -> bool:
    flat = paragraph.text
    return len(flat) < 160 and bool(days_in(flat, given)) and bool(clocks_in(flat))


def _inside(found: re.Match[str]) -> str:
    text = next(value for value in (found[f"q{n}"] for n in range(1, 8)) if value)
    return " ".join(text.split()).strip(" .,")


def _sentences(flat: str, found: Guess, known: set[str], *, told: bool) -> None:
    """Read what full sentences say, as far as it is certain."""
    if told:
        found.moments.append((flat, 4))
    if "speaker" not in known and not found.people:
        found.people = _speaking(flat)
    quoted = _quoted_in(flat)
    if quoted and (told or found.people):
        found.titles.append((6, quoted))
    place = place_in(flat) if told and "place" not in known else ""
    if place:
        found.places.append(place)


def _quoted_in(text: str) -> str:
    """Return the first quotation that is not the name of a seminar."""
    for one in _QUOTED.finditer(text):
        if not _NAMES_SERIES.search(text[: one.start()]):
            return _inside(one)
    return ""


def _speaking(flat: str) -> list[dict[str, str]]:
    """Return who speaks, where a sentence says so."""
    for pattern in (_ACTIVE, _ABOUT, _INVERSE, _PASSIVE, _HEBREW):
        who = pattern.search(flat)
        if who is None:
            continue
        home = home_of((who["home"] or "").strip())
        solo = who.groupdict().get("solo")  # Prof. Lang
        name = str(who["who"] or solo)
        people = people_of(f"{name} ({home})" if home else name)
        if people and (solo or pattern is _HEBREW or is_name(people[0]["name"])):
            return people
    return []


_NAMED_ROOM = re.compile(
    r"[,(]\s*((?:room|salle|aula|sala|h[öo]rsaal|raum|seminarraum"
    r"|amphith[ée][âa]tre|חדר)\s+[A-Z0-9][^.,;()]{0,40}|[A-Z]\w+ "
    r"(?:hall|auditorium)(?: \w?\d+\w?)?)(?=[.,;)]|$)",
    re.IGNORECASE,
)


def home_of(text: str) -> str:
    """Return where somebody is from, without the words that say so."""
    bare_text = text.strip("() ,") if text.startswith("(") else text.lstrip(" ,")
    cut = r"^(?:(?:from|of|at|von der|vom|aus|della|de) |de l['’]|dell['’])?(?:the )?"
    return re.sub(cut, "", bare_text).strip(" ,")


def place_in(flat: str) -> str:
    """Return the room that a sentence says the talk is in, or nothing."""
    position = 0
    while where := _WHERE.search(flat, position):
        position = where.start() + 1
        text = where["place"].strip(" ,")
        if flat[where.start()] == "ב" and not re.match(
            r"חדר|אולם|בניין|אודיטוריום|[א-ת]+ \d{1,3}\b", text
        ):
            continue
        if _HALL.search(text) and len(text) < 120 and not clocks_in(text):
            return re.sub(r"^(?:the|der|dem) ", "", text)
        comma = re.search(r",? (?:on|at|um|am) ", text)
        if (
            comma
            and _HALL.search(text[: comma.start()])
            and len(text[: comma.start()]) < 120
        ):
            return text[: comma.start()].strip(" ,")
    named = _NAMED_ROOM.search(flat)
    return named[1].strip(" ,") if named else ""


def _short(paragraph: _Paragraph, found: Guess, known: set[str], given: Given) -> None:
    """Read a block of short lines: a date, a place, a speaker, a title."""
    left: list[str] = []
    before = ""
    block = _joined([unlink(line) for _, line in paragraph.lines])
    for text, below in zip(block, [*block[1:], ""], strict=True):
        line = bare(text)
        if not line:
            continue
        kind = _of_line(line, found, known, given) or _of_people(
            line, found, known, before
        )
        if not kind and not found.people and _is_in_capitals(line, below):
            found.people, kind = people_of(line), "who"
        if not kind and is_room(line) and not _SERIES.search(line):
            found.places.append(line.strip(" ,."))
            kind = "where"
        if not kind:
            left.append(text)
        before = kind
    _titled(left, paragraph, found)


def _is_in_capitals(line: str, below: str) -> bool:
    """Say whether a line is a name in capitals, with a home below it."""
    bare_name = plain_name(line)
    if not bare_name.isupper() or _SERIES.search(line) or is_room(line):
        return False
    titled = bare_name != " ".join(line.split()).strip(" ,") and is_name(
        bare_name.title()
    )
    home = HOME.search(below) and not _SERIES.search(below) and not is_room(below)
    return bool(titled or (home and is_name(bare_name.title())))


def _of_line(line: str, found: Guess, known: set[str], given: Given) -> str:
    """Read a line that is a title in quotes, or has a time; say what it was."""
    if (whole := _WHOLE.match(line)) and len(line) > 8:
        found.titles.append((8, _inside(whole)))
        return "title"
    days, times = days_in(line, given), clocks_in(line)
    if days or times:
        found.moments.append((line, 7 if days and times else 5))
        spans = [one.place for one in days] + [one.place for one in times]
        _remainder(_rest(line, spans), found, known)
        return "when"
    return "none" if is_stop(line) or addresses_in(line) or "@" in line else ""


def _of_people(line: str, found: Guess, known: set[str], before: str) -> str:
    """Read a line of a speaker, or of where the one above is from; say which."""
    fresh = "speaker" not in known and not found.people
    if ":" in line and fresh and _ENTRY.match(line) and _entry(line, found, known):
        return "entry"
    by = _BY.match(line)
    who = by["who"] if by else line
    follows = before == "who" and found.people
    if not follows and _is_of_person(who, by=bool(by)):
        found.people = found.people or people_of(who)
        return "who"
    if before != "who" or not found.people or not HOME.search(line):
        return ""
    home = found.people[-1].get("affiliation", "")
    if not home and not is_room(line):
        found.people[-1]["affiliation"] = line.strip(" (),")
        return "who"
    if HOME.search(home) and len(line) < 70 and not _HALL.search(line):
        found.people[-1]["affiliation"] = f"{home}, {line.strip(' (),')}"
        return "who"
    return ""


def _is_of_person(who: str, *, by: bool) -> bool:
    """Say whether a line begins with a name and is not of another kind."""
    if len(who) > 130 or is_room(who) or _GREETING.match(who):
        return False
    return (by or not _SERIES.search(who)) and leads(plain_name(who))


def _joined(lines: list[str]) -> list[str]:
    """Join the lines of a quotation that was broken."""
    out: list[str] = []
    for line in lines:
        opened = out and (
            out[-1].count("“") + out[-1].count("„")
            > out[-1].count("”") + (out[-1].count("“") if "„" in out[-1] else 0)
            or out[-1].count('"') % 2 == 1
        )
        broken = (
            out
            and re.search(r"(?:\b(?:in|at|the|of|and|for|on)|,)$", out[-1].rstrip())
            and line.strip()[:1].isalpha()
            and len(out[-1].strip()) > 50
        )
        if opened or broken or (out and out[-1].count("(") > out[-1].count(")")):
            out[-1] = f"{out[-1].rstrip()} {line.strip()}"
        else:
            out.append(line)
    return out


def is_room(line: str) -> bool:
    """Say whether a line names a room, a hall or a building."""
    return (
        bool(_HALL.search(line))
        and len(line) < 110
        and not re.search(r"[.!?] \w", line.replace("Dept. ", "").replace("Bldg. ", ""))
    )


def _titled(left: list[str], paragraph: _Paragraph, found: Guess) -> None:
    """Take a heading, or centred lines, for the title, if they name no series."""
    found.headings += [bare(line) for line in left]
    left = [
        line
        for line in left
        if not _GREETING.match(bare(line))
        and not (_SERIES.search(bare(line)) and len(bare(line).split()) < 9)
    ]
    if not left:
        return
    centred = all(len(line) - len(line.lstrip()) >= 6 for line in left)
    heading = (
        left[0].lstrip().startswith("#")
        or bool(re.match(r"\s*(?:\*\*|__).*(?:\*\*|__)\s*$", left[0]))
        or bool(re.match(r"\s*\*.+\*\s*$", left[0]))
    )
    text = " ".join(bare(line) for line in left) if centred else bare(left[0])
    if _GREETING.match(text) or len(text) < 5 or len(text) > 220 or is_stop(text):
        return
    if _SERIES.search(text) and (len(text.split()) < 9 or text.isupper()):
        return
    if re.match(r"\s*\*{2,}", paragraph.lines[0][1]) and paragraph.lines[0][
        1
    ].rstrip().endswith("***"):
        return
    sure = 6 if heading else 5 if centred else 3
    if (
        not heading
        and not centred
        and (text.endswith((".", "!", ",", ":")) or len(left) > 3)
    ):
        return
    found.titles.append((sure, text))


def _rest(line: str, spans: list[tuple[int, int]]) -> str:
    for begin, end in spans:
        line = line[:begin] + "\0" * (end - begin) + line[end:]
    return line


_EMPTY = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so"
    r"|lun|mar|mer|jeu|ven|sam|dim|gio|sab|dom|jue|mié|mie"
    r"|vie)\w*\.?,?$|^(?:at|on|from|um|am|den|h\.?|ore|alle"
    r"|le|à|de|il|il giorno|um|uhr|the|and|when|starting|date"
    r"|time|ב|בשעה|יום \S+|ביום \S+|[ap]m|by)$",
    re.IGNORECASE,
)


def _remainder(rest: str, found: Guess, known: set[str]) -> None:
    """Read what stands beside a date and a time in their line: most often the place."""
    for piece in re.split(r"\0+", rest):
        text = _stripped(piece)
        if len(text) < 3 or _EMPTY.match(text) or "@" in text or addresses_in(text):
            continue
        fresh = "speaker" not in known and not found.people
        if fresh and _entry(piece, found, known):
            continue
        names = leads(text) and not is_room(text) and not _SERIES.search(text)
        if fresh and names:
            found.people = people_of(text)
        elif "place" not in known and _is_place(text):
            found.places.append(text)
        elif found_title := _quoted_in(text):
            found.titles.append((6, found_title))


def _is_place(text: str) -> bool:
    return bool(_ROOM.search(text) and (not _SERIES.search(text) or _HALL.search(text)))


def _stripped(piece: str) -> str:
    """Return what stands beside a date without weekdays, prepositions, series."""
    text = piece.strip(" ,;:[]–—-|.*_")
    if text.count("(") != text.count(")"):
        text = text.strip("() ,;:")
    elif text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    text = re.sub(r"^room:?\s+(?=\S)", "Room ", text, flags=re.IGNORECASE)
    for pattern in (_AHEAD, _BEHIND, _WEEKDAY, _AHEAD):
        text = pattern.sub("", text).strip(" ,;:-–—")
    if _SERIES.search(text) and "," in text:
        parts = text.split(", ")
        kept = [one for one in parts if not _SERIES.search(one) or _HALL.search(one)]
        text = ", ".join(kept)
    return text


_AHEAD = re.compile(
    r"^(?:in|at|im|location:?|place:?|@|en|presso|dans|in der|in the"
    r"|on|am|uhr)\s+(?=\S)",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s+(?:at|on|from|um|am|den|ore|alle|le|à|in|h\.?)$", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"^(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b,?\s*"
    r"|,?\s*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day$"
    r"|^(?:montag|dienstag|mittwoch|donnerstag|freitag|lundi|mardi|mercredi|jeudi|vendredi"
    r"|lunes|martes|miércoles|jueves|viernes|lunedì|martedì|mercoledì|giovedì|venerdì)\b"
    r",?\s*(?:den|le|il|el)?\s*",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    rf"(?P<before>.*?)(?P<who>{NAME}\s*\((?P<home>[^()]+)\))\s*[*_]*[,:.;–—-]*"
    rf"\s*(?P<title>.*)$"
)
_NAMED = re.compile(
    rf"^\W*(?P<who>{NAME}(?:, [^:*“\"]{{2,60}})?)\s*(?::|\s[–—-]\s"
    rf"|,?\s*(?=[*_“\"„«]))\s*(?P<title>\S.*)$"
)


def names_somebody(text: str) -> bool:
    """Say whether a line holds an entry such as `Name (Home), Title`."""
    return bool(_ENTRY.search(text))


def _entry(piece: str, found: Guess, known: set[str]) -> bool:
    """Read an entry of one line: `Room 201: Name (Home), Title`."""
    if len(piece) > 260 or _SERIES.search(piece[:25]):
        return False
    entry = _ENTRY.search(piece) or _NAMED.search(piece)
    if entry is None or is_room(entry["who"]):
        return False
    people = people_of(entry["who"])
    if not people or not is_name(people[0]["name"]):
        return False
    found.people = people
    title = bare(entry["title"]).strip(" ,.;")
    quoted = _QUOTED.search(title)
    if len(title) > 4 and "title" not in known:
        found.titles.append((6, _inside(quoted) if quoted else title.strip("*_ ")))
    before = (entry.groupdict().get("before") or "").strip(" ,;:.*–-")
    if before and _ROOM.search(before) and "place" not in known:
        found.places.append(before)
    return True


def _parted(body: list[_Paragraph], found: Guess, names: list[str]) -> None:
    """Part running text into the abstract and what is said of the speaker."""
    body = [one for one in body if len(one.text.split()) > 5]
    stops = [place for place, one in enumerate(body) if is_stop(one.text)]
    while stops and stops[0] == 0:
        body = body[1:]
        stops = [place - 1 for place in stops[1:]]
    body = body[: stops[0]] if stops else body
    about = [_is_bio(one.text, names) for one in body]
    for place in range(1, len(body)):
        goes_on = re.match(
            r"(?:he|she|his|her|they|er|sie|il|elle)\b", body[place].text, re.IGNORECASE
        )
        about[place] = about[place] or (about[place - 1] and bool(goes_on))
    if all(about) and body and len(body[0].text) < 150:
        about = [False] * len(body)
    pairs = list(zip(body, about, strict=True))
    found.abstract = _texts([one for one, bio in pairs if not bio])
    found.bio = _texts([one for one, bio in pairs if bio])


def _texts(paragraphs: list[_Paragraph]) -> str:
    return "\n\n".join(text_of([line for _, line in one.lines]) for one in paragraphs)


def _is_bio(flat: str, names: list[str]) -> bool:
    words = {
        word
        for name in names
        for word in (name, name.split()[-1], name.split()[0])
        if len(word) > 2
    }
    if not words:
        return False
    begin = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return bool(re.match(
        rf"(?:(?:Prof|Dr|Professor|Mr|Ms|Mrs)\.?\s+)*(?:\S+\s+){{0,2}}?"
        rf"(?:{begin})\b[^.]{{0,60}}?\s(?:is|was|received|has"
        rf"|joined|earned|obtained|holds|studied|works|graduated"
        rf"|got|ist|war|hat|studierte|est|a|è|es)\s",
        flat,
    ))  # fmt: skip
