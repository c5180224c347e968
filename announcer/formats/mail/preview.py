"""Messages to look at before they go: their files, and the page that lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from typing import NamedTuple

from announcer import urls, when
from announcer.formats.mail.body import subject
from announcer.formats.mail.message import Message, message
from announcer.formats.mail.style import shades
from announcer.kinds import Kind
from announcer.letter import Letter, message_id, timezone
from announcer.output import Draft
from announcer.talk import Programme, Talk
from announcer.templating import Templates

_INDEX = "mail/index.html"
_FORMS = (".eml", ".txt", ".html")
_NAMED = 50  # messages that were sent, the last ones


class Sent(NamedTuple):
    """A message that has gone out; the list names it, newest first."""

    at: datetime
    kind: Kind
    address: str
    subject: str


def drafts(
    about: Iterable[Letter],
    coming: Iterable[Letter],
    sent: Iterable[Sent],
    programme: Programme,
    templates: Templates,
) -> Iterator[Draft]:
    """Yield messages as .eml, .txt and .html, each made when asked for, and their list.

    ``about`` are letters about one coming talk each, ``coming`` those that go out now
    and next: these are shown as they will be at their time, with their headers. Of what
    was ``sent`` the list names the last ones.
    """
    gone = sorted(sent, reverse=True)
    desk = _Desk(programme, templates)
    asked = [replace(one, due=_since(one, programme, asked=True)) for one in about]
    known = [_Preview(one, _stem(one), *desk.present(one)) for one in asked]
    due, upcoming = [], []
    for one in coming:
        stem = _coming_stem(one, programme)
        if one.is_due(programme.now):
            due.append(_Preview(one, stem, *desk.present(one)))
        else:
            # other templates, or what was rendered for the present would be thrown away
            then = replace(programme, now=one.due, talks=one.talks)
            upcoming.append(_Preview(one, stem, then, copy(templates)))
    for preview in known:
        yield from preview.drafts(*_FORMS)
    for preview in (*due, *upcoming):
        yield from preview.drafts(*_FORMS, ".headers.txt")
    lists = {
        "due": due,
        "next": upcoming,
        "coming": sorted(known, key=lambda p: (p.talk.start, p.talk.uid, p.stem)),
    }
    make = partial(_listed, lists, gone, programme, templates)
    listed = [[one.needs for one in some] for some in lists.values()]
    yield Draft(_INDEX, make, [listed, gone])


class _Desk:
    """Where letters of the present are written: those of one clock at one place."""

    def __init__(self, programme: Programme, templates: Templates) -> None:
        self._programme, self._templates = programme, templates
        self._places: dict[datetime, tuple[Programme, Templates]] = {}

    def present(self, letter: Letter) -> tuple[Programme, Templates]:
        """Return what a letter is written with now, since when it reads as it does.

        With another clock every look would date it anew, and nothing else in it.
        """
        clock = _since(letter, self._programme)
        if clock not in self._places:
            then = replace(self._programme, now=clock)
            self._places[clock] = then, copy(self._templates)
        return self._places[clock]


def _since(letter: Letter, programme: Programme, *, asked: bool = False) -> datetime:
    """Return the last moment at which a letter may have come to read otherwise.

    A day began somewhere, one of its talks began or ended, or it fell due, unless
    somebody only asks for it now.
    """
    now, site = programme.now, programme.site
    names = {site.timezone, timezone(letter, site)}
    names |= {talk.timezone for talk in letter.talks}
    zones = [when.zone(name) for name in names]
    days = [when.midnight(when.in_zone(now, zone).date(), zone) for zone in zones]
    times = [time for talk in letter.talks for time in (talk.start, talk.end)]
    due = () if asked else (letter.due,)
    past = [one for one in (*due, *times, *days) if one <= now]
    return when.in_zone(max(past, default=now), when.zone(site.timezone))


def _stem(letter: Letter) -> str:
    return f"mail/{urls.talk_folder(letter.talks[0])}/{letter.kind}"


def _coming_stem(letter: Letter, programme: Programme) -> str:
    named = message_id(letter, programme.site).strip("<>")
    return f"mail/coming/{named.partition('@')[0]}"


class _Preview:
    """One message, written when somebody wants to see it; ``stem`` names its files."""

    def __init__(
        self, letter: Letter, stem: str, programme: Programme, templates: Templates
    ) -> None:
        self.letter, self.stem = letter, stem
        self._programme, self._templates = programme, templates
        self._subject: str | None = None  # kept of what was written: the rest is large

    @property
    def talk(self) -> Talk:
        return self.letter.talks[0]

    @property
    def recipient(self) -> str:
        return self.letter.address

    @property
    def subject(self) -> str:
        if self._subject is None:
            self._subject = subject(self.letter, self._programme, self._templates)
        return self._subject

    @property
    def needs(self) -> list[object]:
        return [self.letter, self._programme.now]

    def href(self, ending: str) -> str:
        """Return the link from the list to one of the files."""
        return urls.relative(_INDEX, self.stem + ending)

    def drafts(self, *endings: str) -> Iterator[Draft]:
        """Yield the files with these endings; the forms are made together."""
        written = cache(self._written)
        for ending in endings:
            yield Draft(self.stem + ending, partial(_form, written, ending), self.needs)

    def _written(self) -> Message:
        made = message(self.letter, self._programme, self._templates)
        self._subject = made.subject
        return made


def _form(written: Callable[[], Message], ending: str) -> bytes:
    made = written()
    if ending == ".headers.txt":
        return made.content.partition(b"\r\n\r\n")[0] + b"\r\n"
    if ending == ".eml":
        return made.content
    return (made.text if ending == ".txt" else made.html).encode("utf-8")


def _listed(
    lists: Mapping[str, Sequence[_Preview]],
    sent: Sequence[Sent],
    programme: Programme,
    templates: Templates,
) -> bytes:
    """Make the list: what goes out now and next, each coming talk, what was sent."""
    site = programme.site
    here = when.zone(site.timezone)
    page = templates.render(
        "mail/index.html.j2",
        site.language,
        site=site,
        now=programme.now,
        accent=shades(site.theme.accent),
        sent=[one._replace(at=when.in_zone(one.at, here)) for one in sent[:_NAMED]],
        more=len(sent[_NAMED:]),
        **lists,
    )
    return page.encode("utf-8")
