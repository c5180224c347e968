"""The page that lists the messages, so that they can be looked at before they go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from announcer import urls
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


def index(
    previews: Iterable[Preview], programme: Programme, templates: Templates
) -> Output:
    """Return the page that lists the messages: coming talks first, then past ones."""
    site = programme.site
    page = templates.render(
        "mail/index.html.j2",
        site.language,
        site=site,
        now=programme.now,
        accent=shades(site.theme.accent),
        previews=sorted(previews, key=lambda p: (p.talk.start, p.talk.uid, p.stem)),
    )
    return Output(INDEX, page.encode("utf-8"))
