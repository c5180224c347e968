"""Who speaks on what, out of the one line that a calendar or feed shows."""

from __future__ import annotations

import re
from dataclasses import field

from announcer.classes import dataclass
from announcer.importers.names import HOME, is_name
from announcer.importers.people import people_of
from announcer.importers.summarywords import (
    AT_END,
    AT_SERIES,
    BEHIND,
    BRACKET,
    DASH,
    GENERIC,
    GIVEN,
    HOMED,
    KIND,
    LEADING,
    NO_NAME,
    NO_PERSON,
    NUMBERED,
    OF_ANY,
    OF_ONE,
    ONE_EVENT,
    PREFIX,
    QUOTED,
    SMALL,
    TALK_BY,
    TALK_OF,
    TALK_ON,
    TRAILING,
    WORDS_OF_KIND,
)
from announcer.importers.titles import cleaned_title

_NO_LINE = 1000  # letters; so long a text is not parted into who speaks and on what
_NO_LIST = 4000  # letters; so long a text names more than people


@dataclass(slots=True)
class Said:
    """What one line says of a talk; ``kind`` is the name of the seminar before it."""

    title: str = ""
    people: list[dict[str, str]] = field(default_factory=list)
    kind: str = ""
    bars: bool = False  # parted by | and no dashes


def summary_of(text: str, known: list[str] | None = None) -> Said:
    """Return the title and the speakers in a line; ``known`` are names said elsewhere."""  # noqa: E501
    text = " ".join(text.split())
    if len(text) > _NO_LINE:
        return Said(title=text)
    text = TRAILING.sub("", text)
    said = Said()
    while bracket := BRACKET.match(text):
        text = text[bracket.end() :]
    if (series := AT_SERIES.search(text)) and is_person(text[: series.start()]):
        text = text[: series.start()] + text[series.end() :]
    text = re.sub(
        r"^\W*(?:cancell?ed|postponed|abgesagt|verschoben|annul[ée]e?|rescheduled|moved|tentative|reminder|בוטל)\b\s*[:–—!-]+\s*",
        "", text, flags=re.IGNORECASE,
    )  # fmt: skip
    prefix = PREFIX.match(text)
    kind = (prefix["kind"] or prefix["kind2"]).strip() if prefix else ""
    if prefix and not is_person(kind) and not _of_somebody(text):
        said.kind, text = kind, text[prefix.end() :]
    _divide(text.strip().rstrip(" :–—-"), known or [], said)
    said.title = (
        cleaned_title(said.title, [one["name"] for one in said.people])
        if said.title
        else ""
    )
    if names_series(said.title) and (said.people or said.kind):
        said.kind, said.title = said.kind or said.title, ""
    return said


def is_generic(title: str) -> bool:
    """Say whether a title only names the kind of event: `Algebra seminar`, `Talk 3`."""
    return bool(GENERIC.match(title) or NUMBERED.match(title))


def names_series(title: str) -> bool:
    """Say whether a generic title is the name of a series: not so `Floating talk`."""
    one = ONE_EVENT.match(title)
    return is_generic(title) and (one is None or bool(OF_ANY.search(one["before"])))


def is_person(text: str) -> bool:
    """Say whether a text is one person or several, each a full name, and no more."""
    people = people_of(text) if len(text) <= _NO_LIST else []
    return bool(people) and all(
        is_name(one["name"]) and not NO_PERSON.search(one["name"]) for one in people
    )


def _of_somebody(text: str) -> re.Match[str] | None:
    for pattern in (TALK_OF, TALK_ON, TALK_BY, OF_ONE):
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
        not one[0].islower() or SMALL.match(one) for one in words
    )


def _is_only_people(text: str) -> bool:
    """Say whether a text names people and their homes, and no title behind them."""
    people = people_of(text)
    if not is_person(text):
        return False
    homes = [one["affiliation"] for one in people if "affiliation" in one]
    if ":" in re.sub(r"\([^()]*\)", "", text):
        return False
    if re.search(r"\([^()]+\)\s*$", text) and not re.search(DASH, text):
        return True
    if re.search(DASH, text) and not all(map(HOME.search, homes)):
        return False
    return all(is_home(one) and not re.search(DASH, one) for one in homes)


def _divide(text: str, known: list[str], said: Said) -> None:  # noqa: C901, PLR0911
    for name in known:  # Title - Name (Home), or Name: Title, of a name that is certain
        if _of_known(text, name, said):
            return
    if (found := TALK_ON.match(text)) and is_person(found["who"]):
        said.people, said.title = people_of(found["who"]), found["title"]
        return
    if (found := TALK_BY.match(text)) and is_person(found["who"]):
        said.people = people_of(found["who"])
        return
    found = TALK_OF.match(text) or OF_ONE.match(text)
    if found and is_person(found["who"]):
        said.people, said.title = people_of(found["who"]), found["title"] or ""
        return
    if _at_quotes(text, said):
        return
    if found := GIVEN.match(text):
        who = found["who"] or found["who2"]
        if is_person(who.replace(" & ", " and ")) or found["who"]:
            said.title, said.people = found["title"] or found["title2"], people_of(who)
            return
    homed = HOMED.match(text)
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


def _at_quotes(text: str, said: Said) -> bool:
    """Take what stands in quotes for the title, if the rest names a person only."""
    quoted = QUOTED.search(text)
    if not quoted:
        return False
    rest = f"{text[: quoted.start()]} {text[quoted.end() :]}".strip(" ,:–—-|")
    rest = LEADING.sub("", rest).strip(" ,:–—-|")
    if not rest or not is_person(rest):
        return False
    said.title, said.people = quoted[1], people_of(rest)
    return True


def _in_brackets(text: str, said: Said) -> bool:
    """Take a person in brackets behind a title: `Trees (Ada Roe, Rice)`."""
    for pattern in (BEHIND, AT_END):
        found = pattern.fullmatch(text)
        if found and not NO_NAME.search(found["who"]) and is_person(found["who"]):
            said.title, said.people = found["title"], people_of(found["who"])
            return True
    return False


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
    return bool(re.search(rf"\b{KIND}\b", text, re.IGNORECASE))


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
            if colon and len(left.split()) <= WORDS_OF_KIND and is_person(who):
                said.kind, said.people, said.title = left, people_of(who), title
                return True  # Tea: Ada Roe: Trees
            return len(left.split()) <= WORDS_OF_KIND and _in_quotes(left, right, said)
    return False


def _in_quotes(left: str, right: str, said: Said) -> bool:
    """Read `Algebra: Ada Roe (Rice), "Trees"`: behind any name of a series."""
    inner = Said()
    if QUOTED.search(right) and _at_quotes(right, inner):
        said.kind, said.people, said.title = left, inner.people, inner.title
        return True
    return False


def _at_dash(text: str, said: Said) -> bool:
    parts = [one for one in re.split(DASH, text) if one]
    said.bars = text.count(" | ") == len(parts) - 1
    if len(parts) == 3 and _in_three(parts, said):
        return True
    cuts = list(re.finditer(DASH, text))
    if cuts and _is_led(text, cuts[0], said):
        left, right = text[: cuts[0].start()], text[cuts[0].end() :]
        said.people, said.title = people_of(left), right
        return True
    for found in reversed(cuts):
        left, right = text[: found.start()], text[found.end() :]
        if _is_only_people(right) and (
            len(people_of(right)) > 1
            or len(right.split()) <= 4
            or set("(,") & set(right)
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
        elif len(first.split()) <= WORDS_OF_KIND:
            said.kind, said.people, said.title = first, people_of(second), third
        else:
            return False
        return True
    if said.bars and is_person(third) and len(first.split()) <= WORDS_OF_KIND:
        said.kind, said.title, said.people = first, second, people_of(third)
        return True
    homed = said.bars and not HOME.search(second) and HOME.search(third)
    if homed and is_person(first) and "(" not in first:  # Name | Title | Home
        said.people, said.title = people_of(f"{first} ({third})"), second
        return True
    if is_person(first) and "(" not in first and HOME.search(second):
        said.people, said.title = people_of(f"{first} ({second})"), third
        return True
    return False
