"""Who speaks in a row of a table: names, and homes in their order, from its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping

from announcer.importers.cells import told
from announcer.importers.names import AND, HOME, is_name
from announcer.importers.people import leads, people_of

_DASHED = re.compile(r"(.+?)\s+[–—-]\s+")
_CAPITALS = re.compile(r"([A-ZÀ-Þ][A-ZÀ-Þ'’-]+) ([A-ZÀ-Þ][a-zß-ÿ][\w-]*)")
_OPEN = re.compile(r"(?:[,/&(;-]| and| of| und| et)$")
_SHARED = re.compile(  # A, B (both Rice)
    r"\s*\((?:both|all|beide|alle|tous|toutes|entramb[ie]|ambos|ambas)[ ,:]+"
    r"(?:(?:at|from|von|de|di)\s+)?([^()]+)\)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"\s*,\s*(?:(?:{AND}|&)\s+)?(?![^()]*\))|\s+(?:{AND}|&)\s+(?![^()]*\))"
)
_TURNED = re.compile(
    r"(?P<last>[^,()]+),\s*(?P<first>[^\s,()]+)(?:\s*\((?P<home>[^()]+)\))?"
)
_PARTICLES = re.compile(
    r"(?:(?:de|di|da|del|della|dos|das|van|von|der|den|ter|le|la|du|al|el|mac|san|st\.?)"
    r"(?: |$))+",
    re.IGNORECASE,
)
NOWHERE = "\0"  # in a list of homes, that of somebody who names none
_LISTED = re.compile(r"\s*(?:\n|;|\||；)\s*")


def people_in(values: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the speakers of a row, each with what its columns say of them."""
    people = _named(told(_name(values)))
    if not people and "speakers.affiliation" in values:
        people = [{}]
    for key in ("affiliation", "bio", "url", "email"):
        text = values.get(f"speakers.{key}", "")
        if not text:
            continue
        parts = _LISTED.split(text) if key != "bio" else [text]
        if len(parts) != len(people):
            parts = (
                [_shown(text)] * len(people)
                if key == "affiliation" or len(people) == 1
                else []
            )
        for person, part in zip(people, parts, strict=False):
            if part.strip(NOWHERE) and (
                key != "affiliation" or "affiliation" not in person
            ):
                person[key] = part
    return people


def _shown(text: str) -> str:
    """Return homes that are not one for each, without the signs of none."""
    return "\n".join(one for one in text.split("\n") if one != NOWHERE)


def _name(values: Mapping[str, str]) -> str:
    """Return the name of a row, also where it stands in two columns."""
    first = values.get("speakers.name") or values.get("speakers.first_name") or ""
    last = values.get("speakers.last_name") or ""
    is_whole = last.casefold() in first.casefold()  # Name: Ada Roe, Surname: Roe
    return first if is_whole else f"{first} {last}".strip()


def _named(text: str) -> list[dict[str, str]]:
    """Return the people of a cell; commas part them where each part is a whole name."""
    people: list[dict[str, str]] = []
    for one in map(_plainer, _each(text)):
        shared = _SHARED.search(one)
        bare = one[: shared.start()] if shared else one
        parts = _BETWEEN.split(bare)
        if len(parts) > 1 and all(map(_is_full, parts)):
            home = {"affiliation": shared[1]} if shared else {}
            people += ({**who, **home} for part in parts for who in people_of(part))
        elif turned := _TURNED.fullmatch(one):
            people += _of_turned(turned) or people_of(one)
        elif caps := _CAPITALS.fullmatch(one):
            people.append({"name": f"{caps[2]} {caps[1]}"})  # ROE Ada
        else:
            people += people_of(one) or [{"name": one.strip()}]
    return people


def _plainer(text: str) -> str:
    """Return what a cell says of one person, with the home as it is understood."""
    text = re.sub(r"\[([^\[\]]+)\]$", r"(\1)", text.strip())
    found = _DASHED.match(text)
    if found and "," in text[found.end() :] and is_name(found[1]):
        return f"{found[1]}, {text[found.end() :]}"
    return text


def _of_turned(found: re.Match[str]) -> list[dict[str, str]]:
    """Return the person of `Roe, Ada (Rice)`, if that is what it is."""
    last, first, home = found["last"], found["first"], found["home"]
    if not (_is_surname(last) and _is_word(first)):
        return []
    person = {"name": f"{first} {last}"}
    return [{**person, "affiliation": home} if home else person]


def _each(text: str) -> list[str]:
    """Return what a cell says of each person; what follows a name says where from."""
    lines = list(filter(None, _LISTED.split(text)))
    if len(lines) < 2 or all(map(leads, lines)) or not leads(lines[0]):
        return lines
    grouped: list[str] = []
    for one in lines:
        if grouped and (not leads(one) or _OPEN.search(grouped[-1])):
            glue = " " if _OPEN.search(grouped[-1]) or one[0] in "(," else ", "
            grouped[-1] += f"{glue}{one}"
        else:
            grouped.append(one)
    return grouped


def _is_surname(text: str) -> bool:
    """Say whether a text is a family name, also one of `De Angelis-Krupp`."""
    head, _, rest = text.rpartition(" ")
    return _is_word(rest) and (not head or bool(_PARTICLES.fullmatch(head)))


def _is_full(name: str) -> bool:
    """Say whether a text is a given and a family name, and no institution."""
    bare = re.sub(r"\s*\([^()]*\)$", "", name)
    *first, last = bare.split() or [""]
    whole = bool(first) and len(last) > 1 and first[0].casefold() != "uni"
    return whole and is_name(bare) and not HOME.search(bare)


def _is_word(text: str) -> bool:
    """Say whether a text is one half of a name, and no letters of an institution."""
    return " " not in text and text[:1].isupper() and not text.isupper()
