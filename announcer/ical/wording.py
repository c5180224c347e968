"""What people read in a calendar: the words of templates/ics, rendered once a talk."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from announcer import urls
from announcer.access import Channel, Join, joining
from announcer.talk import LinkAccess, Programme, Talk
from announcer.templating import Templates
from announcer.words import words_for

_BLANK_LINES = re.compile(r"\n\s*\n")
# markup puts these around a formula in Hebrew or Arabic; old calendars show them
_ISOLATES = re.compile("[\u2066-\u2069]")
_ISOLATE_ENDS = "\u2069"


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one talk for one channel, plain but for ``html``."""

    summary: str
    location: str
    description: str
    html: str
    page: str
    join: Join


@dataclass(slots=True)
class Shelf:
    """What has been rendered for one programme, so that every feed can use it again.

    Talks are kept beside what was made of them: their ids stay theirs.
    """

    programme: Programme
    urls: urls.Urls
    wordings: dict[tuple[int, Channel], tuple[Talk, Wording]] = field(
        default_factory=dict
    )
    events: dict[tuple[int, Channel], tuple[Talk, bytes]] = field(default_factory=dict)


_SHELVES: WeakKeyDictionary[Templates, Shelf] = WeakKeyDictionary()


def shelf_of(programme: Programme, templates: Templates) -> Shelf:
    """Return the shelf of this programme; another programme clears it."""
    shelf = _SHELVES.get(templates)
    if shelf is None or shelf.programme is not programme:
        shelf = Shelf(programme, urls.Urls(programme))
        _SHELVES[templates] = shelf
    return shelf


def view(talk: Talk, channel: Channel) -> Channel:
    """Return the channel that decides: only a members' link makes a difference."""
    if talk.link_access is LinkAccess.MEMBERS:
        return channel
    return Channel.PUBLIC


def wording(
    talk: Talk, programme: Programme, channel: Channel, templates: Templates
) -> Wording:
    """Return what this channel reads about the talk.

    The clock plays no part: an entry must not change because its talk is over, so
    joining is judged as of the talk's start.
    """
    shelf = shelf_of(programme, templates)
    key = (id(talk), view(talk, channel))
    kept = shelf.wordings.get(key)
    if kept is None:
        kept = (talk, _render(talk, shelf, key[1], templates))
        shelf.wordings[key] = kept
    return kept[1]


def _render(
    talk: Talk, shelf: Shelf, channel: Channel, templates: Templates
) -> Wording:
    join = joining(talk, channel, talk.start)
    page = shelf.urls.absolute(urls.talk_page(talk))
    credited = [
        f"{s.name} ({s.affiliation})" if s.affiliation else s.name
        for s in talk.speakers
    ]
    context: dict[str, object] = {
        "talk": talk,
        "series": talk.series,
        "site": shelf.programme.site,
        "join": join,
        "page": page,
        "who": words_for(talk.language).join(credited),
    }

    def fill(name: str) -> str:
        filled = templates.render(f"ics/{name}", talk.language, **context)
        return _ISOLATES.sub("", filled) if _ISOLATE_ENDS in filled else filled

    context["when"] = _one_line(fill("when.txt.j2"))
    return Wording(
        summary=_one_line(fill("summary.txt.j2")),
        location=_one_line(fill("location.txt.j2")),
        description=_BLANK_LINES.sub("\n\n", fill("description.txt.j2")).strip(),
        html=_compact(fill("description.html.j2")),
        page=page,
        join=join,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _compact(html: str) -> str:
    """Join the lines: Outlook shows the line breaks of an HTML description."""
    return html.strip() if "<pre" in html else html.strip().replace("\n", " ")
