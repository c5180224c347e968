"""Who speaks on what, out of the one line that a calendar or feed shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from announcer.importers.names import HOME, is_name
from announcer.importers.onetalk import cleaned_title
from announcer.importers.people import people_of

_KIND = (
    r"(?:\w*seminar|colloqui(?:um|a)|\w*kolloquium|talk|lecture|webinar|workshop"
    r"|\w*vortrag|\w*vorlesung|s[ée]minaire|expos[ée]|seminario|conferenza|charla"
    r"|colloque|coloquio|conf[ée]rence|conferencia|palestra|lezing|foredrag|föredrag"
    r"|סמינר|הרצאה|קולוקוויום|reading group|journal club|series|\w*reihe|\w*kreis"
    r"|circle|cercle|c[ií]rc[ou]lo|stammtisch|arbeitsgemeinschaft)s?"
)
_BY = r"(?:\s+(?:by|with|von|mit|par|avec|di|con|de)\s+|\s+d['’])"
_PREFIX = re.compile(
    rf"^(?P<kind>[^:|–—\"“]*?\b{_KIND}\b[^:|–—\"“]{{0,25}}?)\s*(?::|\||–|—|\s-\s)\s*(?=\S)",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"^\s*\[[^\]]{1,40}\]\s*(?=\S)")
_TRAILING = re.compile(
    r"\s*[\[(](?:cancell?ed|postponed|online|hybrid|virtual|zoom|in person|abgesagt|verschoben|moved|rescheduled)[\])]\s*$",  # noqa: E501
    re.IGNORECASE,
)
_GENERIC = re.compile(
    rf"^(?:[\w&/’'. -]+ )?{_KIND}(?:[\s:#–-]+(?:week|woche|no|nr|number|session|part|talk|day|semaine)?\.?\s*(?:no\.?|nr\.?)?\s*\d*)?\W*$",  # noqa: E501
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^(?:week|woche|talk|session|part|lecture|semaine|settimana|semana)\s*(?:no\.?|nr\.?|#)?\s*\d+\W*$",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"\b(?:meet-?ups?|day|night|party|meetings?|hackathon|lunch|picnic|committee|social|hour|hours|summer|winter|spring|autumn|fall|open|event|retreat|symposium|congress|kickoff|kick-off|exam|defen[cs]e|forum|circle|cercle|\w*kreis|stammtisch|\w*gruppe|\w*runde|groupe|gruppo|grupo|club|network|community|discussion|tutorial|training|introduction|overview|general|annual|weekly|monthly|science|data|computing|mathematics|physics)\b"
    r"|(?-i:\b[A-Z]{2,}\b(?!\.))",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"^(?P<title>.+?)[\s,]+(?:given|presented|delivered|held) by\s+(?P<who>.+)$"
    r"|^(?P<title2>.+?)\s*,?\s+(?:by|von|par|di)\s+(?P<who2>(?:(?:Prof|Dr|Mr|Ms|Mrs)[.\w]* )*[^\W\d_].+)$",  # noqa: E501
    re.IGNORECASE | re.DOTALL,
)
_TALK_BY = re.compile(
    rf"^(?:[\w&/’' -]{{0,50}}?\s)?{_KIND}{_BY}(?P<who>.+)$",
    re.IGNORECASE,
)
_TALK_ON = re.compile(
    rf"^(?:[\w&/’' -]{{0,50}}?\s)?{_KIND}{_BY}"
    r"(?P<who>.+?)(?:\s+(?:on|about|über|zum thema|sur|su|sobre)\s+|\s*[:–—]\s*|\s+-\s+)(?P<title>\S.+)$",  # noqa: E501
    re.IGNORECASE,
)
_TALK_OF = re.compile(  # Seminar Ada Roe (Rice): Trees
    rf"^(?:[\w&/’' -]{{0,50}}?\s)?{_KIND}\s+"
    r"(?P<who>[^():\"“„«]+\([^()]+\)|(?:Prof|Dr|PD|Dott|Mme|Frau|Herr)\b[^():\"“„«–—]+?)"
    r"(?:(?:\s*[:–—]\s*|\s+-\s+)(?P<title>\S.+))?$",
    re.IGNORECASE,
)
_HOMED = re.compile(
    r"^(?P<who>[^()]+\([^()]+\))(?:\s+[-–—]|\s*[,:;–—])\s+(?P<title>\S.+)$"
)
_WORDS_OF_KIND = 4
# Behind a name: at whose seminar it is.
_AT_SERIES = re.compile(
    rf"\s+(?:@|at the|in the)\s+[^:–—|]*\b{_KIND}\b[^:–—|]*?"
    r"(?=\s*(?::|–|—|\||\s-\s|$))",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"(?P<title>.{4,}?)\s*\((?P<who>[^()]+(?:\([^()]*\))?)\)")
_NO_NAME = re.compile(  # in brackets behind a title
    r"\b(?:part|session|room|link|only|version|remote|live|recorded|english|deutsch"
    r"|new|neue?r?|free|guest|speaker|talk|via|with|mit|teil)\b",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"^(?:of|the|at|for|and|in|on|de|du|des|la|le|les|l|d|del|della|di|da|do|dos|das"
    r"|für|der|die|und|von|van|zu|am|an|et|y|e|i|en|och|og|für|im|a&m)$"
)
_DASH = r"\s+[-–—|]+\s+|\s*[–—]\s*"
_QUOTED = re.compile(r"[\"“„«]\s*([^\"”“»]{5,250}?)\s*[\"”“»]")


@dataclass(slots=True)
class Said:
    """What one line says of a talk; ``kind`` is the name of the seminar before it."""

    title: str = ""
    people: list[dict[str, str]] = field(default_factory=list)
    kind: str = ""


def summary_of(text: str, known: list[str] | None = None) -> Said:
    """Return the title and the speakers in a line; ``known`` are names said elsewhere."""  # noqa: E501
    text = _TRAILING.sub("", " ".join(text.split()))
    said = Said()
    while bracket := _BRACKET.match(text):
        text = text[bracket.end() :]
    text = _AT_SERIES.sub("", text)
    text = re.sub(
        r"^\W*(?:cancell?ed|postponed|abgesagt|verschoben|annul[ée]e?|rescheduled|moved|tentative|reminder|בוטל)\b\s*[:–—!-]+\s*",
        "", text, flags=re.IGNORECASE,
    )  # fmt: skip
    prefix = _PREFIX.match(text)
    if prefix and not is_person(prefix["kind"]) and not _of_somebody(text):
        said.kind, text = prefix["kind"].strip(), text[prefix.end() :]
    _divide(text.strip(), known or [], said)
    said.title = (
        cleaned_title(said.title, [one["name"] for one in said.people])
        if said.title
        else ""
    )
    if is_generic(said.title) and (said.people or said.kind):
        said.kind, said.title = said.kind or said.title, ""
    return said


def is_generic(title: str) -> bool:
    """Say whether a title only names the kind of event: `Algebra seminar`, `Talk 3`."""
    return bool(_GENERIC.match(title) or _NUMBERED.match(title))


def is_person(text: str) -> bool:
    """Say whether a text is one person or several, each a full name, and no more."""
    people = people_of(text)
    return bool(people) and all(
        is_name(one["name"]) and not _NO_PERSON.search(one["name"]) for one in people
    )


def _of_somebody(text: str) -> re.Match[str] | None:
    for pattern in (_TALK_OF, _TALK_ON, _TALK_BY):
        found = pattern.match(text)
        if found and is_person(found["who"]):
            return found
    return None


def is_home(text: str) -> bool:
    """Say whether what follows a name is where it is from, and no title."""
    if HOME.search(text):
        return True
    words = re.findall(r"[^\W\d_][\w'’-]*", text)
    return bool(words) and all(
        not one[0].islower() or _SMALL.match(one) for one in words
    )


def _is_only_people(text: str) -> bool:
    """Say whether a text names people and their homes, and no title behind them."""
    people = people_of(text)
    if not is_person(text):
        return False
    homes = [one["affiliation"] for one in people if "affiliation" in one]
    if re.search(r"\([^()]+\)\s*$", text) and not re.search(_DASH, text):
        return True
    if re.search(_DASH, text) and not all(map(HOME.search, homes)):
        return False
    return all(is_home(one) and not re.search(_DASH, one) for one in homes)


def _divide(text: str, known: list[str], said: Said) -> None:  # noqa: C901, PLR0911
    for name in known:  # Title - Name (Home), or Name: Title, of a name that is certain
        if _of_known(text, name, said):
            return
    if (found := _TALK_ON.match(text)) and is_person(found["who"]):
        said.people, said.title = people_of(found["who"]), found["title"]
        return
    if (found := _TALK_BY.match(text)) and is_person(found["who"]):
        said.people = people_of(found["who"])
        return
    found = _TALK_OF.match(text)
    if found and is_person(found["who"]):
        said.people, said.title = people_of(found["who"]), found["title"] or ""
        return
    quoted = _QUOTED.search(text)
    if quoted and is_person(
        rest := (text[: quoted.start()] + " " + text[quoted.end() :]).strip(" ,:–—-|")
        or "-"
    ):
        said.title, said.people = (
            quoted[1],
            people_of(re.sub(r"^(?:by|von|par|di)\s+", "", rest)),
        )
        return
    if found := _GIVEN.match(text):
        who = found["who"] or found["who2"]
        if is_person(who.replace(" & ", " and ")) or found["who"]:
            said.title, said.people = found["title"] or found["title2"], people_of(who)
            return
    homed = _HOMED.match(text)
    if homed and is_person(homed["who"]) and not is_person(homed["title"]):
        said.people, said.title = people_of(homed["who"]), homed["title"]
        return
    if _is_only_people(text) and (
        len(people_of(text)) > 1 or len(text.split()) <= 4 or "(" in text or "," in text
    ):
        said.people = people_of(text)
        return
    if _at_colon(text, said) or _at_dash(text, said) or _in_brackets(text, said):
        return
    said.title = text


def _in_brackets(text: str, said: Said) -> bool:
    """Take a person in brackets behind a title: `Trees (Ada Roe, Rice)`."""
    found = _BEHIND.fullmatch(text)
    if not found or _NO_NAME.search(found["who"]) or not is_person(found["who"]):
        return False
    said.title, said.people = found["title"], people_of(found["who"])
    return True


def _of_known(text: str, name: str, said: Said) -> bool:
    if name.casefold() not in text.casefold():
        return False
    at = text.casefold().index(name.casefold())
    before, after = text[:at], text[at + len(name) :]
    home = re.match(
        r"\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)|,\s*([^:–—]+?)(?=\s*(?::|–|—|\s-\s|$))",
        after,
    )
    rest = after[home.end() :] if home else after
    person = {"name": name}
    if home and (home[1] or home[2]):
        person["affiliation"] = (home[1] or home[2]).strip()
    if re.search(
        r"(?:\s[-–—|]+|[–—:,]|\bby|\bvon)\s*(?:(?:Prof|Dr)[.\w]*\s*)*$", before
    ) and not re.match(r"\s*[:–—]\s*\w", rest):
        said.title = re.sub(
            r"\s*(?:[-–—|:,]+|\bby|\bvon)\s*(?:(?:Prof|Dr)[.\w]*\s*)*$", "", before
        )
        said.people = [person]
        return True
    if not before.strip(" .").replace("Prof", "").replace("Dr", "").strip(
        " ."
    ) and re.match(r"\s*[:–—-]\s*\S", rest):
        said.title, said.people = re.sub(r"^\s*[:–—-]+\s*", "", rest), [person]
        return True
    if not before.strip() and not rest.strip(" ."):
        said.people = [person]
        return True
    return False


def _is_kind(text: str) -> bool:
    return bool(re.search(rf"\b{_KIND}\b", text, re.IGNORECASE))


def _at_colon(text: str, said: Said) -> bool:
    for found in re.finditer(r"\s*:\s+", text):
        left, right = text[: found.start()], text[found.end() :]
        if left.count("(") == left.count(")"):
            if is_person(left) and not _is_kind(left):
                said.people, said.title = people_of(left), right
                return True
            if re.fullmatch(r"[^()]+\([^()]+\)", right) and is_person(right):
                said.people, said.kind = people_of(right), left
                return True
            who, colon, title = right.partition(": ")
            if colon and len(left.split()) <= _WORDS_OF_KIND and is_person(who):
                said.kind, said.people, said.title = left, people_of(who), title
                return True  # Tea: Ada Roe: Trees
            break
    return False


def _at_dash(text: str, said: Said) -> bool:
    parts = [one for one in re.split(_DASH, text) if one]
    if len(parts) == 3 and _in_three(parts, said):
        return True
    cuts = list(re.finditer(_DASH, text))
    if cuts and _is_led(text, cuts[0], said):
        left, right = text[: cuts[0].start()], text[cuts[0].end() :]
        said.people, said.title = people_of(left), right
        return True
    for found in reversed(cuts):
        left, right = text[: found.start()], text[found.end() :]
        if _is_only_people(right) and (
            re.search(r"\(", right) or len(right.split()) <= 4 or "," in right
        ):
            said.people, said.title = people_of(right), left
            return True
    if cuts:
        left, right = text[: cuts[0].start()], text[cuts[0].end() :]
        if is_person(left):
            said.people, said.title = people_of(left), right
            return True
    return False


def _is_led(text: str, cut: re.Match[str], said: Said) -> bool:
    """Say whether the person stands first where both sides may be one.

    So it is behind the name of a seminar, and in Hebrew, where all words look alike.
    """
    left = text[: cut.start()]
    hebrew = "א" <= left[:1] <= "ת"
    return (bool(said.kind) or hebrew) and is_person(left)


def _in_three(parts: list[str], said: Said) -> bool:
    """Read `Series - Name - Title`, `Title - Name - Home` and `Name - Home - Title`."""
    first, second, third = parts
    if is_person(second) and not (is_person(first) and not _is_kind(first)):
        if "(" not in second and HOME.search(third):
            said.title, said.people = first, people_of(f"{second} ({third})")
        elif len(first.split()) <= _WORDS_OF_KIND:
            said.kind, said.people, said.title = first, people_of(second), third
        else:
            return False
        return True
    if is_person(first) and "(" not in first and HOME.search(second):
        said.people, said.title = people_of(f"{first} ({second})"), third
        return True
    return False
