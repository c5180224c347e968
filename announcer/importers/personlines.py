"""Lines that are of people: by whom, and below it where they are from."""

from __future__ import annotations

import re

from announcer.importers.entrylines import ENTRY, NAMED, read_entry
from announcer.importers.guesses import Guess
from announcer.importers.names import (
    CAPITAL,
    HOME,
    RANK,
    RANK_AT,
    RANKS,
    is_name,
    is_phrase_with,
    plain_name,
)
from announcer.importers.paragraphs import bare
from announcer.importers.people import leads, people_of
from announcer.importers.phrases import (
    GREETING,
    HALL,
    QUOTED,
    SERIES,
    is_room,
    quoted_in,
)
from announcer.importers.streets import is_street

_LONGEST_HOME = 90  # letters

# A talk by, mit, avec: what stands before a name in a line of its own.
BY = re.compile(
    r"^[*_\s]*(?:(?:an?|the|ein|une?|un['’]?|una|uma|en|ett|et)?\s*"
    r"(?:(?:illustrated|public|guest|invited|free|short)\s+)?"
    r"(?:talk|lecture|presentation|paper|seminar|vortrag|exposé|conférence|conferenza"
    r"|charla"
    r"|conferencia|palestra|lezing|foredrag|föredrag|wykład|přednáška)\s+)?"
    r"(?:(?:[\w&'’.]+ ){1,6}(?:presents|présente|presenta|präsentiert)\s*:|by|von|par"
    r"|di|de|por|speaker|with|mit|avec|con|com|door|av|af|przez|מאת)\s+"
    r"(?P<who>.+)$",
    re.IGNORECASE,
)
_ABOUT = re.compile(  # Ann Lee (Rice) on
    r"(?<=[\w)])[\s,]+(?:spricht |talks? |speaks? |will (?:speak|talk) |parlera "
    r"|parlerà )?"
    r"(?:über|ueber|on|about|sur|su|sobre|over|om|na temat|zum thema"
    r"|mit dem titel)[^\w)]*$",
    re.IGNORECASE,
)
_RANKED = re.compile(  # Senior Data Engineer, Vistula Rail
    rf"(?:[\w&-]+ ){{0,4}}?(?i:{RANK})(?: (?:of|for|in|für|de|di|en) [^,]{{2,40}})?,\s+"
    rf"(?P<home>(?:the )?{CAPITAL}[^,;:]{{2,60}})"
)
_OPEN = re.compile(r"\bTB[ACD]\b|\bN\.\s?N\.")
_NUMBER = re.compile(r"\d")
_LISTED = re.compile(r"\s*(?:[*•‣▪·–-]|\d{1,2}[.)])\s+\S")


def is_next(text: str, found: Guess) -> bool:
    """Say whether a line below a person may be of the next: in a list, titled."""
    if _LISTED.match(text) or len(found.people) > 1:
        return True
    line = bare(text)
    titled = plain_name(line) != " ".join(line.split()) or line.endswith(")")
    return titled and "affiliation" in found.people[-1]


def of_another(line: str, found: Guess) -> str:
    """Read a line of a list that is of one more person, with a home of their own."""
    people = people_of(line)
    other = len(people) == 1 and "affiliation" in people[0] and leads(plain_name(line))
    found.people += people if other else []
    return "who" if other else ""


def is_in_capitals(line: str, below: str) -> bool:
    """Say whether a line is a name in capitals, with a home below it."""
    bare_name = plain_name(line)
    if not bare_name.isupper() or SERIES.search(line) or is_room(line):
        return False
    titled = bare_name != " ".join(line.split()).strip(" ,") and is_name(
        bare_name.title()
    )
    home = HOME.search(below) and not SERIES.search(below) and not is_room(below)
    return bool(titled or (home and is_name(bare_name.title())))


def of_people(line: str, found: Guess, known: set[str], before: str) -> str:
    """Read a line of a speaker, or of where the one above is from; say which."""
    fresh = "speaker" not in known and not found.people
    colon = ":" in line and ENTRY.match(line)
    opened = QUOTED.match(line)  # "Ants", Ann Lee, Rice College
    entry = bool(colon or opened or (quoted_in(line) and NAMED.match(line)))
    if fresh and entry and read_entry(line, found, known):
        return "entry"
    by = BY.match(line)
    if by and line[:4].casefold() in {"mit ", "von "} and is_phrase_with(by["who"]):
        by = None
    who = _ABOUT.sub("", by["who"] if by else line)
    follows = before == "who" and found.people
    if not follows and is_of_person(who, by=bool(by)):
        if _is_hebrew_title(who, found):
            return ""
        people = people_of(who)
        names = {one["name"] for one in found.people}
        if names and not names & {one["name"] for one in people}:
            return "none"  # who signs, or is called in the next line
        found.people = _joint(found.people, people)
        return "entry" if line.endswith(":") else "who"  # Ann Lee: and her title below
    ranked = before == "who" and RANKS.match(line)  # and the home is still to come
    return "who" if ranked or (before == "who" and _adds_home(line, found)) else ""


def _is_hebrew_title(who: str, found: Guess) -> bool:
    """Say whether Hebrew words, most of which have the form of a name, are none."""
    known = {one["name"] for one in found.people}
    return bool(known and re.match(r"[א-ת]", who) and plain_name(who) not in known)


def _adds_home(line: str, found: Guess) -> bool:
    """Give who stands above the home in a line; say whether it is one."""
    person = found.people[-1] if found.people else {}
    home = person.get("affiliation", "")
    bare_line = line.strip(" (),")
    if _OPEN.search(line):
        return False  # Title TBA
    if person and not home and RANK_AT.match(line) and len(line) < _LONGEST_HOME:
        person["affiliation"] = RANK_AT.sub("", bare_line)
    elif person and not home and (ranked := _RANKED.fullmatch(bare_line)):
        person["affiliation"] = ranked["home"]
    elif person and not home and _is_bracketed(line):
        person["affiliation"] = bare_line
    elif not person or not HOME.search(line):
        return False
    elif not home and not is_room(line):
        person["affiliation"] = bare_line
    elif HOME.search(home) and len(line) < 70 and not HALL.search(line):
        person["affiliation"] = f"{home}, {bare_line}"
    else:
        return False
    return True


def _is_bracketed(line: str) -> bool:
    """Say whether a line below a name is only a home in brackets: `(GeoLab Lahr)`."""
    inner = re.fullmatch(r"\(([^()]{2,80})\)", line.strip(" ,"))
    return bool(inner) and not re.search(r"\d|https?:", line)


def _joint(
    people: list[dict[str, str]], more: list[dict[str, str]]
) -> list[dict[str, str]]:
    """Return those who are known, with homes that a line of the same names adds."""
    homes = {one["name"]: one["affiliation"] for one in more if "affiliation" in one}
    return [
        {**one, **({"affiliation": homes[one["name"]]} if one["name"] in homes else {})}
        for one in people
    ] or more


def _is_homed(who: str) -> bool:
    """Say whether a name has a home that sounds like a room: `(Trinity Hall)`."""
    head, _, home = who.partition("(")
    closed = home.rstrip(" .,*").endswith(")") and not _NUMBER.search(home)
    return closed and leads(who) and not is_room(head)


def is_of_person(who: str, *, by: bool) -> bool:
    """Say whether a line begins with a name and is not of another kind."""
    if len(who) > 130 or GREETING.match(who):
        return False
    if is_street(who) or (is_room(who) and not _is_homed(who)):
        return False
    return (by or not SERIES.search(who)) and (
        leads(plain_name(who)) or _are_several(who)
    )


def _are_several(who: str) -> bool:
    """Say whether a line names two people and where both are from, and no more."""
    people = people_of(who) if who.rstrip(" .,").endswith(")") else []
    named = [one for one in people if is_name(one["name"]) and "affiliation" in one]
    return 1 < len(people) == len(named)
