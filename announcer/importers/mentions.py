"""People whom running text mentions, weighed: which of them speaks.

No form of sentence is asked for here. A name is a speaker where enough beside it says
so, in whatever language: a verb of speaking, a welcome, a title, a home.
"""

from __future__ import annotations

import re

from announcer.classes import dataclass
from announcer.importers.names import (
    AND,
    CAPITAL,
    FULL_STOP,
    HOME,
    HONORIFIC,
    NAME,
    NO_BEGINNING,
    OF,
    RANK,
    is_name,
)
from announcer.importers.people import people_of
from announcer.importers.phrases import HALL, SPOT
from announcer.importers.speech import BY, HOSTS, OTHERS, SPEAKS, TALK

_ARTICLE = (
    r"(?:(?:the|our|an?|guest|speaker|today's|unser(?:en?)?|der|die|den|dem|eine?n?"
    r"|le|la"
    r"|les|il|lo|el|los|o|a|de|het|en|et|den|pani?|pan[aí]?|notre|nostr[oa]|l['’])\s*)*"
)
_PROFESSION = rf"{_ARTICLE}(?:\s*[a-zà-ÿ][\wà-ÿ'’-]*){{0,4}}?\s*"
_MENTION = re.compile(rf"(?<![\w'’-])(?P<title>{HONORIFIC})?(?P<who>{NAME})")
_CONNECTS = (
    r"(?:of|at|and|for|in|on|und|für|der|des|de|di|et|y|e|du|da|do|das|dos|del|della"
    r"|dello|degli|delle|van|het|voor|den|og|och|i|w|we|z|pro|a|the|la|le|los|las)"
)
_PART = rf"(?:{CAPITAL}|[A-Z]{{1,5}}\.)[\w&'’.-]*\w"
_SMALL = (
    r"(?:universit\w+|h[öo]gskol\w+|sjukhus\w*|institut\w*"
    r"|[a-zà-ž]+(?=\s(?:de|di|du|des|der|[A-ZÀ-Ž])))"
)
_INSTITUTE = (
    rf"{_PART}(?:\s(?:{_CONNECTS}[\s'’]){{0,2}}(?:l['’]|d['’])?(?:{_PART}|{_SMALL}))*"
)
_FROM = rf"(?:from|of|at|aus|von der|von|{OF}|di|ved|hos|vid|at the|from the)"
_HOME = re.compile(
    r"\s*\((?P<bracket>[^()]{2,90}(?:\([^()]*\)[^()]*)?)\)"
    rf"|,?\s+{_FROM}(?:\s|(?<=['’]))\s*(?:the |l['’])?(?P<place>{_INSTITUTE})"
    rf"|,\s+(?!who\b|which\b|de[rnm]\b|die\b|qui\b|que\b|che\b|som\b|kter|któr)"
    rf"(?P<comma>[^.;:\"“„«!?()]{{3,110}}?)"
    rf"(?=,?\s+(?:{SPEAKS}|on the topic|über|zum thema|sur|que|qui|som|who)\b"
    r"|,\s+[a-zà-ž]|[.;:\"“„«!?(]|\s(?:במקום|ביום|בתאריך|בשעה|ת?י?תקיים|בנושא)\b|$)"
)
_EMPLOYED = re.compile(
    rf"(?:\b{RANK}\b(?:\s+(?:of|in|für|de|en|di)\s+[^.,;]{{1,50}}?)?"
    rf"\s+(?:at|an der|à l['’]|presso|en la|vid|på|ved|aan de|na|w)(?: the)?"
    rf"|\b(?:works?|arbe[ij][dt]\w*|travaille|lavora|trabaja|trabalha|werkt|pracuje"
    rf"|jobbar|jobber)\b[^.]{{0,60}}?\b(?:at|bei|bei der|chez|à l['’]|presso|en|bij|w"
    rf"|v|hos"
    rf"|på)(?: the| de[rn]| firma(?:et)?)?|with us from the|with us from"
    rf"|visiting from)\s+"
    rf"(?P<place>{_INSTITUTE})"
)
_SENTENCE = re.compile(
    r"(?<!\bdr)(?<!\bDra)(?<!\bDott)(?<!\bhab)(?<!\bMgr)(?<!\bSt)(?<!\b[Nn]r)"
    rf"(?<!\b\w\.\w){FULL_STOP}[\"”“’»]?\s+(?=\W{{0,40}}[A-ZÀ-Žא-ת])"
)
_AND = re.compile(
    rf"\s*(?:,|;|&|,?\s*\b(?:{AND}|with|mit|sowie)\b)\s*(?:{HONORIFIC})?$"
)
_HE = re.compile(
    r"\b(?:he|she|they|er|sie|il|elle|lui|lei|él|ella|ele|ela|hij|zij|han|hun|hon|on"
    r"|ona)"
    rf"\s+(?:{SPEAKS})",
    re.IGNORECASE,
)
_BEFORE_NAME = re.compile(
    rf"\b(?:(?:{HOSTS})[:\s]\s*|(?:{SPEAKS})\s+)(?:{_PROFESSION})$", re.IGNORECASE
)
_BY_NAME = re.compile(
    rf"(?:\b(?:{TALK})\b[^.]{{0,120}}?|[\"”“»],?\s*)\b{BY}\s+(?:{_PROFESSION})$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    rf"\s*,?\s*(?:(?:who|qui|que|che|som|die|der)\s+)?(?:{SPEAKS})\b", re.IGNORECASE
)
_QUOTED = re.compile(r"\s*[:,–—-]\s*[\"“„«]")  # Ann Lee (Rice): "Ants"
_PLACED = re.compile(  # im Alten Speicher
    r"\b(?:im|in(?: the| der| dem)?|at(?: the)?|nel|nella|dans(?: la| le)?|au|en (?:el"
    r"|la)|presso)"
    r"\s+$",
    re.IGNORECASE,
)
_VERB = re.compile(rf"\b(?:{SPEAKS}|{HOSTS})\b", re.IGNORECASE)
_TITLED_WITHIN = re.compile(rf"(?<=\s)(?={HONORIFIC}{CAPITAL})")
_ENOUGH = 4
_SURER = 2  # by so much one name outweighs another that a form of sentence gives
_MOST = 4000  # letters of a paragraph in which who speaks is looked for
_NEAR = 160  # letters before a name, and behind it, that may speak of it


@dataclass(slots=True)
class _Mention:
    """A name in a text, with its place, its home and how much says that it speaks."""

    begin: int
    end: int
    name: str
    home: str
    weight: int

    @property
    def person(self) -> dict[str, str]:
        """The name with its home, without what the person is there."""
        for text in (f"{self.name}, {self.home}", f"{self.name} ({self.home})"):
            found = people_of(text) if self.home else []
            if len(found) == 1 and "affiliation" in found[0]:
                return found[0]
        home = {"affiliation": self.home} if self.home else {}
        return {"name": self.name, **home}


def speakers_in(
    flat: str, said: list[dict[str, str]], *, told: bool
) -> list[dict[str, str]]:
    """Return who speaks by a paragraph; ``told`` if it says when.

    ``said`` is who speaks by the form of a sentence: they stay unless another weighs
    more, and where they are from is added.
    """
    found = _mentions(flat[:_MOST], told=told)
    of_said = [one for one in found if said and one.name == said[0]["name"]]
    least = _ENOUGH
    if said:
        least = _SURER + max([one.weight for one in of_said], default=_ENOUGH)
    best = max(found, key=lambda one: one.weight, default=None)
    if best and best.weight >= least:
        people = _beside(flat, found, found.index(best))
        return _homed([one.person for one in people])
    if not of_said:
        return said
    (first, *_), (one, *_) = said, of_said
    more = [each.person for each in _beside(flat, found, found.index(one))]
    if one.home:
        first.setdefault("affiliation", one.person["affiliation"])
    return _homed([first if each["name"] == first["name"] else each for each in more])


def _homed(people: list[dict[str, str]]) -> list[dict[str, str]]:
    """Give all the home of the last, if only that has one: A and B (both Acme)."""
    home = people[-1].get("affiliation") if people else None
    if not home or any("affiliation" in one for one in people[:-1]):
        return people
    return [{**one, "affiliation": home} for one in people]


def _beside(flat: str, found: list[_Mention], at: int) -> list[_Mention]:
    """Return a mention with those that stand beside it: A, B and C."""
    first = last = at
    while first and _AND.fullmatch(flat[found[first - 1].end : found[first].begin]):
        first -= 1
    while last + 1 < len(found) and _AND.fullmatch(
        flat[found[last].end : found[last + 1].begin]
    ):
        last += 1
    return found[first : last + 1]


def _mentions(flat: str, *, told: bool) -> list[_Mention]:
    """Return the names in a text that are of people, each weighed."""
    found: list[_Mention] = []
    position = 0
    while one := _MENTION.search(flat, position):
        position = one.start("who") + len(one["who"].split()[0])
        if within := _TITLED_WITHIN.search(one["who"]):
            position = one.start("who") + within.start()
            continue
        end = _end_of_name(flat, one)
        name = flat[one.start("who") : end]
        if _is_person(name) and not _is_quoted(flat, one.start()):
            found.append(_weighed(flat, one, end, told=told))
            position = max(position, found[-1].end)
    return found


def _end_of_name(flat: str, one: re.Match[str]) -> int:
    """Return where a name ends: before `del Politecnico`, but behind `del Rio`."""
    for gap in re.finditer(r"\s+(?=[a-zà-ž])", one["who"]):
        end = one.start("who") + gap.start()
        home = _HOME.match(flat, end)
        place = (home["place"] or "") if home else ""
        if HOME.search(place) or re.match(r"[A-ZÀ-Þ]{2,}\b", place):
            return end
    return one.end()


def _is_person(name: str) -> bool:
    """Say whether what has the form of a name is neither a place nor a sentence."""
    other = NO_BEGINNING.match(name) or HALL.search(name) or HOME.search(name)
    other = other or SPOT.match(name)  # Palazzo Vannucci
    return is_name(name) and not other


def _is_quoted(flat: str, at: int) -> bool:
    """Say whether a place in a text is inside a quotation."""
    before = flat[:at]
    return (
        before.count('"') % 2 == 1
        or before.count("«") > before.count("»")
        or before.count("„") > before.count("“") + before.count("”")
        or ("„" not in before and before.count("“") > before.count("”"))
    )


def _weighed(flat: str, one: re.Match[str], end: int, *, told: bool) -> _Mention:
    """Return a name with its home, and how much says that it is who speaks."""
    begin = one.start()
    before = flat[max(0, begin - _NEAR) : begin]
    before = _SENTENCE.split(before)[-1]
    home = _HOME.match(flat, end)
    place = (home["bracket"] or home["place"] or home["comma"] or "") if home else ""
    if home and home["comma"] and not HOME.search(place):
        home, place = None, ""
    behind = home.end() if home else end
    after, *more = _SENTENCE.split(flat[behind : behind + 2 * _NEAR], maxsplit=2)
    if not place and (works := _EMPLOYED.search(after)):
        place = works["place"]
    weight = int(told) + (2 if one["title"] else 0)
    weight += (2 if HOME.search(place) else 1) if place else 0
    if (
        _QUOTED.match(flat, behind)
        or _AFTER_NAME.match(after)
        or _BEFORE_NAME.search(before)
        or _BY_NAME.search(before)
    ):
        weight += 3
    elif _VERB.search(before):
        weight += 2
    elif _VERB.search(after):
        weight += 1
    if more and not before.strip() and _HE.search(" ".join(more)):
        weight += 3
    placed = not one["title"] and _PLACED.search(before)
    if OTHERS.search(before) or placed:
        weight -= 6
    name = flat[one.start("who") : end]
    return _Mention(begin, behind, name, place.strip(" ,"), weight)
