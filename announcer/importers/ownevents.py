"""Events that announcer wrote itself, read by the words that it writes them in.

An event whose words are not ours, for somebody has templates of his own, is read as
that of anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from announcer import markup
from announcer.classes import dataclass
from announcer.ical.foreign import Component, unescaped
from announcer.importers.hypertext import markdown_of
from announcer.importers.own import is_open, tongues, unmarked
from announcer.importers.people import balanced, outside
from announcer.words import Words

_STANDING = {
    "cancelled": "This talk will not take place.",
    "postponed": "This talk is postponed. A new date will be announced.",
    "tentative": "This talk is not yet confirmed.",
}
_RECORDED = {
    "yes": "This talk will be recorded.",
    "no": "This talk will not be recorded.",
}
_LABELS = {
    "location": "Where", "link": "Join online", "registration": "Register",
    "host": "Host", "slides": "Slides", "video": "Recording", "paper": "Paper",
}  # fmt: skip
_AND = r",\s+|\s+(?:and|und|et)\s+|\s+ו־?(?=\S)"
_SECTION = re.compile(
    r"<h2[^>]*>(.*?)</h2>(.*?)(?=<h2|<p><a href=\"[^\"]*\">[^<]*</a></p>|$)", re.DOTALL
)


@dataclass(slots=True)
class Told:
    """What the description of an event tells; ``series`` is the name of its series."""

    record: dict[str, Any] = field(default_factory=dict)
    who: str = ""
    series: str = ""


def told_of(event: Component) -> Told | None:
    """Return all that an event says beside its times; None if it is not ours."""
    text = event.text("DESCRIPTION")
    for words in tongues():
        if found := _Reading(words, text).told():
            found.record |= _headed(event, found)
            _with_marks(event, found.record)
            return found
    return None


def _headed(event: Component, told: Told) -> dict[str, Any]:
    """Return what other properties say: the title, and the topics."""
    whole = unmarked(event.text("SUMMARY"))
    title = whole.removesuffix(f" - {told.who}") if told.who else whole
    is_series = whole == f"{told.series}: {told.who}" or (
        whole.startswith(f"{told.series}: ") and is_open(whole[len(told.series) + 2 :])
    )
    found: dict[str, Any] = {} if is_series else {"title": title}
    categories = event.first("CATEGORIES")
    if categories:
        names = [unescaped(one) for one in re.split(r"(?<!\\),", categories[1])]
        found["topics"] = names[1:]
    return found


def _with_marks(event: Component, record: dict[str, Any]) -> None:
    """Put the marks of Markdown back in long texts, where the HTML beside has them."""
    pairs = list(event.all("X-ALT-DESC"))
    html = unescaped(pairs[0][1]) if pairs else ""
    texts = [_as_markdown(part) for _, part in _SECTION.findall(html)]
    holders = [record, *record.get("speakers", ())]
    for holder in holders:
        for key in {"abstract", "bio"} & holder.keys():
            plain = holder[key]
            fitting = (one for one in texts if markup.rich(one).text.strip() == plain)
            holder[key] = next(fitting, plain)


def _as_markdown(html: str) -> str:
    return markdown_of(html) if html.strip() else ""


class _Reading:
    """One description, read in one language."""

    def __init__(self, words: Words, text: str) -> None:
        self.words, self.lines = words, text.split("\n")
        self.found = Told(record={"language": words.language})

    def told(self) -> Told | None:
        """Return what it says, or None if it is not in our words of this language."""
        when = self._at(f"{self.words.gettext('When')}: ")
        if when is None:
            return None
        self._above(self.lines[:when])
        rest = self._facts(when + 1)
        if rest is None:
            return None
        self._below("\n".join(rest).split("\n\n"))
        return self.found

    def _at(self, label: str) -> int | None:
        found = (n for n, line in enumerate(self.lines) if line.startswith(label))
        return next(found, None)

    def _above(self, lines: list[str]) -> None:
        """Read how the talk stands, what is to be noted, and who speaks."""
        record, words = self.found.record, self.words
        labels = {
            f"{words.ngettext('Speaker', 'Speakers', number)}: " for number in (1, 2, 5)
        }
        standing = {words.gettext(said): status for status, said in _STANDING.items()}
        who = (n for n, line in enumerate(lines) if line.startswith(tuple(labels)))
        at = next(who, None)
        top = "\n".join(lines if at is None else lines[:at]).split("\n\n")
        for part in filter(None, map(str.strip, top)):
            if part in standing:
                record["status"] = standing[part]
            else:
                record["notice"] = part
        if at is not None:
            self.found.who = lines[at].partition(": ")[2]
            record["speakers"] = [
                *_people(self.found.who),
                *self._others(lines[at + 1 :]),
            ]

    def _others(self, lines: list[str]) -> Iterator[dict[str, str]]:
        """Yield who leads or answers: `Chair: Name, Home`."""
        roles = {word: role for role, word in self.words.roles.items()}
        for line in lines:
            role, _, who = line.partition(": ")
            name, _, home = who.partition(", ")
            if role in roles:
                one = {"name": name, "role": roles[role], "affiliation": home}
                yield {key: value for key, value in one.items() if value}

    def _facts(self, at: int) -> list[str] | None:
        """Read the labels, and return the lines below the name of the series."""
        record, words = self.found.record, self.words
        labels = {words.gettext(msgid): key for key, msgid in _LABELS.items()}
        recorded = {words.gettext(said): key for key, said in _RECORDED.items()}
        for number, line in enumerate(self.lines[at:], at):
            label, colon, value = line.partition(": ")
            if colon and label in labels:
                key = labels[label]
                record[key] = {"name": value} if key == "host" else value
            elif line in recorded:
                record["recording"] = recorded[line]
            else:
                self.found.series = line
                return self.lines[number + 1 :]
        return None

    def _below(self, parts: list[str]) -> None:
        """Read the abstract and who the speakers are; last comes the page."""
        record, words = self.found.record, self.words
        about = {
            words.gettext("About %(name)s") % {"name": one["name"]}: one
            for one in record.get("speakers", ())
        }
        holder: dict[str, Any] | None = None
        key = "bio"
        for part in filter(None, (one.strip("\n") for one in parts[:-1])):
            if part == words.gettext("Abstract"):
                holder, key = record, "abstract"
            elif part in about:
                holder, key = about[part], "bio"
            elif holder is not None:
                holder[key] = f"{holder[key]}\n\n{part}" if key in holder else part


def _people(who: str) -> list[dict[str, str]]:
    """Return the people of a list such as `A (Home), B and C`."""
    found = []
    for part in filter(None, outside(who, _AND)):
        whole = re.fullmatch(r"([^(]+?) \((.+)\)", part.strip())
        if whole and balanced(whole[2]):
            found.append({"name": whole[1], "affiliation": whole[2]})
        else:
            found.append({"name": part.strip()})
    return found
