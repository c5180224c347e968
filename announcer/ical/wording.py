"""What people read in a calendar: the words of templates/ics, filled in."""

from __future__ import annotations

from typing import NamedTuple

from announcer import urls
from announcer.access import Channel, Join, joining
from announcer.catalogue import speaking
from announcer.lazy import pattern
from announcer.talk import Programme, Talk
from announcer.templating import Templates
from announcer.words import words_for

_WIDE_GAPS = pattern(r"\n\s+\n")  # more than one blank line
# markup puts these around a formula in Hebrew or Arabic; old calendars show them
ISOLATES = pattern("[\u2066-\u2069]")
_ISOLATE_ENDS = "\u2069"


class Wording(NamedTuple):
    """The texts of one talk for one channel, plain but for ``html``."""

    summary: str
    location: str
    description: str
    html: str
    page: str
    join: Join


def wording(
    talk: Talk, programme: Programme, channel: Channel, templates: Templates
) -> Wording:
    """Return what this channel reads about the talk.

    The clock plays no part: an entry must not change because its talk is over, so
    joining is judged as of the talk's start.
    """
    join = joining(talk, channel, talk.start)
    page = urls.absolute(programme.site, urls.talk_page(talk))
    if talk.owner and talk.owner.url:  # whose page tells what is so
        page = talk.owner.url
    spoken = speaking(talk)
    credited = [
        f"{s.name} ({s.affiliation})" if s.affiliation else s.name for s in spoken
    ]
    said = templates.texts(
        "ics/event.txt.j2",
        talk.language,
        talk=talk,
        series=talk.series,
        site=programme.site,
        join=join,
        page=page,
        others=[s for s in talk.speakers if s not in spoken],
        who=words_for(talk.language).join(credited),
    )
    return Wording(
        summary=_one_line(_bare(said["summary"])),
        location=_one_line(_bare(said["location"])),
        description=_WIDE_GAPS.sub("\n\n", _bare(said["description"])).strip(),
        html=_compact(_bare(said["html"])),
        page=page,
        join=join,
    )


def _bare(text: str) -> str:
    return ISOLATES.sub("", text) if _ISOLATE_ENDS in text else text


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _compact(html: str) -> str:
    """Join the lines: Outlook shows the line breaks of an HTML description."""
    return html.strip() if "<pre" in html else html.strip().replace("\n", " ")
