"""The page that lists the messages, so that they can be looked at before they go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from announcer import urls
from announcer.formats.mail.letter import Letter
from announcer.formats.mail.style import shades
from announcer.output import Output
from announcer.talk import Programme, Talk
from announcer.templating import Templates

INDEX = "mail/index.html"


@dataclass(frozen=True, slots=True)
class Preview:
    """A message as the list names it; its files are ``stem`` + .html, .txt, .eml."""

    stem: str
    talk: Talk
    subject: str
    over: bool
    recipient: str = ""

    def href(self, ending: str) -> str:
        """Return the link from the list to one of the files."""
        return urls.relative(INDEX, self.stem + ending)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A letter that the plan wants to go out: when, why, and whether that is now."""

    letter: Letter
    due: datetime
    reason: str
    is_due: bool


@dataclass(frozen=True, slots=True)
class Announced:
    """A coming message as the list names it; it has a file of its headers besides."""

    stem: str
    subject: str
    recipient: str
    coming: Coming

    def href(self, ending: str) -> str:
        """Return the link from the list to one of the files."""
        return urls.relative(INDEX, self.stem + ending)


def index(
    previews: Iterable[Preview],
    programme: Programme,
    templates: Templates,
    announced: Sequence[Announced] = (),
) -> Output:
    """Return the page that lists the messages.

    First what goes out now and next, then the announcement of every talk, coming and
    past.
    """
    site = programme.site
    page = templates.render(
        "mail/index.html.j2",
        site.language,
        site=site,
        now=programme.now,
        accent=shades(site.theme.accent),
        announced=announced,
        previews=sorted(previews, key=lambda p: (p.talk.start, p.talk.uid, p.stem)),
    )
    return Output(INDEX, page.encode("utf-8"))
