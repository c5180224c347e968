"""One cell that says several things: who speaks and on what, and where from."""

from __future__ import annotations

import re
from collections.abc import Mapping

from announcer.importers.descriptions import Described, described
from announcer.importers.gaps import is_gap
from announcer.importers.names import HOME, NAME
from announcer.importers.people import people_of
from announcer.importers.prose import line, prose
from announcer.importers.summaries import Said, is_person, summary_of
from announcer.importers.titles import cleaned_title
from announcer.importers.whoandwhat import who_and_what

_WHO = frozenset({"speakers.name", "speakers.first_name", "speakers.last_name"})
_ENTRY = re.compile(rf"(?P<who>{NAME}\s*\([^()]+\))\s*[,:.;–—-]+\s*(?P<title>\S.*)")
_PARTED = re.compile(
    r"(?P<who>[^,;:]+,\s[^:]+?)\s*:\s+(?P<title>\S.*)"
)  # Name, Home: T
_TAGS = re.compile(
    r"</(?:p|b|i|em|strong|a|span|div|su[bp]|u|li|ul|ol|h\d)>|<br ?/?>", re.IGNORECASE
)
_LINK = re.compile(r"\]\(")
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?P<text>[^*_]+)(?P=mark)")


def told(text: str) -> str:
    """Return the text of a cell, which is Markdown unless there are tags in it."""
    return prose(text) if _TAGS.search(text) else text


def title_of(text: str) -> str:
    """Return the title in a cell as one line, without marks of a page around it."""
    is_marked = _TAGS.search(text) or _LINK.search(text)
    flat = line(text) if is_marked else " ".join(text.split())
    whole = _EMPHASIS.fullmatch(flat)
    return whole["text"].strip() if whole else flat


def cleaned(text: str) -> str:
    """Return a cell as one line."""
    return ", ".join(filter(None, (one.strip(" ,;") for one in text.split("\n"))))


def parted(values: Mapping[str, str]) -> Mapping[str, str]:
    """Return a row with the speaker and the title apart, where one cell says both."""
    if "talk" in values:
        return _with({**values}, _both(values["talk"]), values["talk"])
    if not _WHO & values.keys() and "title" in values:
        return _of_summary(values)
    name = values.get("speakers.name", "")
    if "title" not in values and (":" in name or "\n" in name or "„" in name):
        said = _both(name)
        if said.people and said.title and not HOME.search(said.title):
            return _with({**values}, said, "")
    return values


def _of_summary(values: Mapping[str, str]) -> Mapping[str, str]:
    """Return a row of a calendar, whose title may name the speaker, or its text."""
    found = dict(values)
    said, text = _both(values["title"]), values.get("abstract", "")
    read = described(prose(text))
    if not said.people and (read.labelled or read.people):
        said = who_and_what(line(values["title"]), read)
    if not said.people:
        return found
    if text:
        _take_text(found, said, read)
    return _with(found, said, values["title"])


def _take_text(found: dict[str, str], said: Said, read: Described) -> None:
    """Enter what the text of an event says, in place of the text."""
    read.leave_out(said.title, said.people, found["title"], "")
    if read.labelled or read.links or read.abstract:
        found.pop("abstract")
    more = (
        ("abstract", read.abstract),
        ("link", next(iter(read.links), "")),
        ("location", read.place),
        ("speakers.bio", read.bio),
    )
    for key, value in more:
        if value:
            found.setdefault(key, value)


def _with(found: dict[str, str], said: Said, whole: str) -> dict[str, str]:
    """Return a row with what a cell says; ``whole`` is its title if it says nobody."""
    found.pop("talk", None)
    if not said.people:
        found.setdefault("title", whole)
        return found
    found["speakers.name"] = "\n".join(one["name"] for one in said.people)
    homes = [one.get("affiliation", "") for one in said.people]
    if any(homes) and "speakers.affiliation" not in found:
        named = zip(found["speakers.name"].split("\n"), homes, strict=True)
        found["speakers.name"] = "\n".join(
            f"{name} ({home})" if home else name for name, home in named
        )
    found.pop("title", None)
    if said.title and not is_gap(said.title):
        found["title"] = said.title
    return found


def _both(text: str) -> Said:
    """Return who speaks and on what, from a cell that says both."""
    lines = [one.strip(" ,;") for one in text.split("\n") if one.strip(" ,;")]
    if len(lines) > 1 and (said := _of_lines(lines)):
        return said
    if len(lines) > 1 and all(map(is_person, lines)):
        return Said(people=people_of(text))
    flat = line(text)
    for pattern in (_ENTRY, _PARTED):
        found = pattern.fullmatch(flat)
        if found and is_person(found["who"]):
            title = cleaned_title(found["title"], [])
            return Said(title=title, people=people_of(found["who"]))
    return summary_of(flat)


def _of_lines(lines: list[str]) -> Said | None:
    """Return a name, perhaps its home, and a title that stand in lines of their own."""
    first, *rest = lines
    if all(map(is_person, lines)):
        return None
    if is_person(first):
        people = people_of(first)
        if len(rest) > 1 and len(people) == 1 and HOME.search(rest[0]):
            people[0].setdefault("affiliation", rest[0])
            rest = rest[1:]
        return Said(title=cleaned_title(" ".join(rest), []), people=people)
    *before, last = lines
    if is_person(last):
        return Said(title=cleaned_title(" ".join(before), []), people=people_of(last))
    return None
