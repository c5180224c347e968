"""What the description of an event says of its talk: labels, lines, and an abstract."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

from announcer.classes import dataclass
from announcer.importers.afterwards import OF_MEETINGS
from announcer.importers.clocks import clocks_in
from announcer.importers.days import days_in
from announcer.importers.found import Given
from announcer.importers.joining import addresses_in, is_meeting
from announcer.importers.labelkinds import kind_of
from announcer.importers.labelled import Labelled, is_rule, labelled
from announcer.importers.names import HOME, RANKS, is_name, plain_name
from announcer.importers.people import people_of
from announcer.importers.placefields import cleaned_place
from announcer.importers.prose import is_about_links, line, paragraphs
from announcer.importers.shorttexts import is_job, is_note, is_of_event, is_private
from announcer.importers.summaries import is_person
from announcer.importers.titles import cleaned_title
from announcer.record.placeholders import is_placeholder

_PART_OF = re.compile(
    r"^\s*by (?P<who>.+?) as part of (?P<series>.+?)\s*$", re.IGNORECASE | re.MULTILINE
)
_HELD = re.compile(r"^Lecture held in (.+?)\.?[ \t]*$", re.MULTILINE)
_DOTTED = re.compile(
    r"^(?P<name>[^·•|\n]{2,60}?)\s+[·•|]\s+(?P<home>[^·•|\n]+?)(?:\s+[·•|]\s+.*)?$"
)
_QUOTED = re.compile(r"^\W*[\"“„«]\s*([^\"”“»]{5,250}?)\s*[\"”“»]\W*$")
_HOUSE = re.compile(
    rf"^\W*(?:{OF_MEETINGS}|open to (?:all|everyone|the public)|all (?:are )?welcome|everyone|no registration|registration|see (?:the )?(?:seminar )?(?:schedule|website|web page|webpage)"  # noqa: E501
    r"|more (?:information|details|info)|further (?:information|details)|details?|website|webpage|map|lecture held in|room|join|zoom|meeting id|passcode|password|dial|one tap"  # noqa: E501
    r"|organi[sz]ed by|contact|subscribe|to join|attend(?:ance)?|livestream|status|recording|this event|event (?:page|link|url)|topic:?$|time:|when:|where:|click|link to|-{3,}|─{3,}|~{3,}"  # noqa: E501
    r"|microsoft teams|google meet|join with google|learn more|alle |für weitere|weitere informationen|plus d'info|pour plus|interactive livestream|view (?:livestream|slides)"  # noqa: E501
    r"|learn more about)",
    re.IGNORECASE,
)
_LONG = 40  # characters from which on a paragraph may be an abstract
_GIVEN_BY = re.compile(
    r"^(?:presented|given|delivered|held|a talk|talk|lecture|vortrag|expos[ée])"
    r" (?:by|von|de|par)\s+",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"(?:speakers|presenters|referent(?:inn)?en|vortragende|orateurs|intervenants"
    r"|ponentes|relatori|oradores|sprekers|talere|talare|מרצים|דוברים)\W*",
    re.IGNORECASE,
)
_HEADS = 5  # lines at the top that may name the talk
_DASHED = re.compile(r"\W*([^\W\d_][\w ()]{1,24}?)\s+[-–—]\s+(?=\S)")
_SURE = frozenset({"speaker", "abstract", "title", "affiliation", "place", "bio"})
_ADDRESS_KEYS = ("slides", "video", "paper", "registration")


@dataclass(slots=True)
class Described:
    """What a description says; ``left`` are its paragraphs that no label names."""

    title: str = ""
    people: list[dict[str, str]] = field(default_factory=list)
    abstract: str = ""
    bio: str = ""
    place: str = ""
    links: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
    part_of: str = ""
    labelled: bool = False
    left: list[str] = field(default_factory=list)

    def heading(self, people: list[dict[str, str]]) -> str:
        """Take the first short paragraph for the title, where the rest names people."""
        for at, part in enumerate(self.left[:2]):
            words = part.split()
            few = 1 if len(self.left) > at + 1 else 3  # one word above a text is enough
            if (
                "\n" in part
                or not few <= len(words) <= 30
                or addresses_in(part)
                or _HOUSE.match(part)
            ):
                continue
            if part.rstrip().endswith((".", ":", "!")) or any(
                one["name"] in part for one in people
            ):
                continue
            del self.left[at]
            return cleaned_title(part, [])
        return ""

    def leave_out(
        self, title: str, people: list[dict[str, str]], summary: str, url: str
    ) -> None:
        """Settle what of the rest is the abstract: no line that was said before."""
        if self.abstract:
            return
        known = {_plain(one) for one in (title, summary, self.part_of, url) if one}
        names = [one["name"] for one in people]
        kept = []
        for part in self.left:
            lines = [
                one
                for one in part.split("\n")
                if not _is_said(one, known, names) and not _is_house(one)
            ]
            while lines and _is_head(lines[0], names):
                lines = lines[1:]
            text = "\n".join(lines).strip()
            if (
                text
                and not _HOUSE.match(text)
                and not is_about_links(text)
                and not is_rule(text)
            ):
                kept.append(text)
        whole = "\n\n".join(kept)
        if len(whole) >= _LONG or len(kept) > 1:
            self.abstract = whole
        elif not (is_private(whole) or is_note(whole) or is_job(whole)):
            self._take_short(whole)

    def _take_short(self, text: str) -> None:
        """Enter a short text: as the abstract, or as a notice where it is of the event."""  # noqa: E501
        if is_of_event(text):
            self.more["notice"] = line(text)
        else:
            self.abstract = text


def _is_house(text: str) -> bool:
    """Say whether a line is one that services put below: how to join, and strokes."""
    bare = text.strip()
    urls = addresses_in(bare)
    return (
        is_rule(bare)
        or bare.startswith("-::~")
        or (len(bare) < 120 and bool(_HOUSE.match(bare)))
        or bool(urls and is_meeting(urls[0]) and is_about_links(bare))
    )


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _is_said(text: str, known: set[str], names: list[str]) -> bool:
    plain = _plain(line(text))
    if not plain:
        return bool(text.strip())
    if plain in known or (
        len(plain) > 8 and any(one.startswith(plain) for one in known)
    ):
        return True
    short = len(plain.split()) <= 14 and not text.rstrip().endswith(".")
    return short and any(_plain(name) in plain for name in names)


def is_fact(part: str, names: list[str]) -> bool:
    """Say whether a paragraph only tells who speaks, or when: no part of an abstract."""  # noqa: E501
    return len(part) < 200 and _is_head(line(part), names)


def _is_head(text: str, names: list[str]) -> bool:
    """Say whether a line at the top only tells when, where or who."""
    if len(text) > 100 or text.rstrip().endswith("."):
        return bool(is_about_links(text))
    timed = bool(days_in(text, Given()) or clocks_in(text))
    return timed or is_about_links(text) or any(name in text for name in names)


def described(text: str) -> Described:
    """Return what a description in Markdown says of a talk."""
    found = Described()
    part_of = _PART_OF.search(text)
    if part_of:
        found.part_of = part_of["series"]
        found.people = people_of(part_of["who"])
        text = text[: part_of.start()] + "\n" + text[part_of.end() :]
    if held := _HELD.search(text):
        found.place = held[1]
        text = text[: held.start()] + text[held.end() :]
    own = (_labelled(one) for one in text.split("\n") if not one.startswith("-::~"))
    said = labelled(list(enumerate(own, 1)))
    _take_labels(said, found)
    found.left = paragraphs(said.rest)
    if not found.people:
        _take_heads(found)
    return found


def _labelled(text: str) -> str:
    """Return a line with a colon behind its label, where a dash stands: Speaker - X."""
    found = _DASHED.match(text)
    known = found and kind_of(found[1]) in _SURE
    return f"{found[1]}: {text[found.end() :]}" if found and known else text


def _take_labels(said: Labelled, found: Described) -> None:
    found.labelled = bool(
        said.all("abstract") or said.all("speaker") or said.all("title")
    )
    if titles := said.all("title"):
        found.title = cleaned_title(line(titles[0]), [])
    several = any(map(_SEVERAL.fullmatch, said.names.values()))
    for value in said.all("speaker"):
        found.people += [
            one
            for one in (_listed(value) if several else people_of(value))
            if one["name"] not in {p["name"] for p in found.people}
        ]
    if (homes := said.all("affiliation")) and len(found.people) == 1:
        found.people[0].setdefault("affiliation", homes[0])
    texts = (one for one in said.all("abstract") if not is_about_links(one))
    found.abstract = next(texts, "")
    if is_placeholder(found.abstract.partition("\n")[0]):  # TBA, and how to come
        found.abstract = ""
    found.bio = said.first("bio")
    found.place = found.place or cleaned_place(line(said.first("place")))
    found.links = [one for one in said.all("link") if addresses_in(one)]
    found.links += [one for one in said.all("secret") if addresses_in(one)]
    for key in _ADDRESS_KEYS:
        urls = addresses_in(said.first(key))
        if urls and not is_meeting(urls[0]):
            found.more[key] = urls[0]
    host = said.first("host")
    people = people_of(host) if host else []
    if len(people) == 1 and is_name(people[0]["name"]):
        found.more["host"] = people[0]["name"]


def _listed(value: str) -> list[dict[str, str]]:
    """Return the people below a label for several: commas part whole names."""
    parts = value.split(", ")
    if len(parts) > 1 and all(map(_is_somebody, parts)):
        return [person for one in parts for person in people_of(one)]
    *names, home = parts
    if len(names) > 1 and HOME.search(home) and all(map(_is_somebody, names)):
        return [{**one, "affiliation": home} for one in _listed(", ".join(names))]
    return people_of(value)


def _is_somebody(text: str) -> bool:
    return is_name(text) and not HOME.search(text)


def _take_heads(found: Described) -> None:
    """Take the speaker, and a quoted title, from short lines at the top."""
    seen = 0
    if found.left and (people := _at_top(found.left[0])):
        found.people = people
        del found.left[0]
    elif found.left and (both := _over_title(found.left[0])):
        found.people, found.title = both
        del found.left[0]
    for part in found.left:
        for one in part.split("\n"):
            seen += 1
            if seen > _HEADS or (found.people and found.title):
                return
            bare = line(one)
            quoted = _QUOTED.match(bare)
            if quoted and not found.title:
                found.title = quoted[1]
            elif not found.people and len(bare) < 120:
                found.people = _head_people(bare)


def _over_title(paragraph: str) -> tuple[list[dict[str, str]], str] | None:
    """Return who and what stand on two lines, a home in brackets behind the name."""
    lines = [line(one) for one in paragraph.split("\n") if one.strip()]
    if len(lines) != 2:
        return None
    for who, what in (lines, lines[::-1]):
        title = what.strip(' *_"“”„«»')
        plain = title and not title.endswith((".", ":")) and not _HOUSE.match(title)
        homed = re.fullmatch(r"[^()]+\([^()]+\)", who) and is_person(who)
        if homed and plain and not is_fact(title, []):
            return people_of(who), title
    return None


def _at_top(paragraph: str) -> list[dict[str, str]]:
    """Return who is named in the lines of the first paragraph, a home below a name."""
    name, *homes = [line(one) for one in paragraph.split("\n") if one.strip()] or [""]
    if not is_name(name) or not is_person(name) or len(homes) > 2:
        return []
    homes = [one.strip("*_ ") for one in homes if not RANKS.match(one)]
    if not homes:
        return [{"name": plain_name(name)}]
    if HOME.search(homes[0]) and not homes[0].endswith((".", ":")):
        return [{"name": plain_name(name), "affiliation": ", ".join(homes)}]
    return []


def _head_people(bare: str) -> list[dict[str, str]]:
    bare = _GIVEN_BY.sub("", bare)
    dotted = _DOTTED.match(bare)
    if (
        dotted
        and len(dotted["name"].split()) <= 6
        and not re.search(r"\d", dotted["name"])
    ):
        return [{"name": dotted["name"].strip(), "affiliation": dotted["home"].strip()}]
    whole = re.fullmatch(
        r"(?:(?:by|von|par)\s+)?([^(),:;.\d]{4,50}(?:\. [^(),:;\d]+)?)\s*\(([^()]{2,90})\)",  # noqa: E501
        bare,
    )
    if whole and is_name(whole[1]):
        return people_of(bare)
    parts = bare.split(", ")
    if (
        2 <= len(parts) <= 4
        and is_name(parts[0])
        and (not is_name(parts[1]) or HOME.search(parts[1]))
        and (not bare.endswith(".") or HOME.search(parts[1]))
    ):
        return people_of(bare.removesuffix("."))
    return []
