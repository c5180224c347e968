"""Every form that talks are rendered to, each a module with one ``render``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from announcer.formats import data, feeds, ics, mail, web
from announcer.output import Output
from announcer.talk import Programme
from announcer.templating import Templates


class Format(Protocol):
    """What a module of this folder offers."""

    def render(self, programme: Programme, templates: Templates) -> Iterator[Output]:
        """Yield the finished files, their paths below the build folder."""
        ...


FORMATS: dict[str, Format] = {
    "ics": ics,
    "mail": mail,
    "web": web,
    "feeds": feeds,
    "data": data,
}
