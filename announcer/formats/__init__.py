"""Every form that talks are published in, each a module with one ``drafts``.

Mail is not among them: it is fed by letters, and the others by the programme alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from announcer.formats import data, feeds, ics, web
from announcer.formats.frontmatter import hugo, jekyll
from announcer.output import Draft
from announcer.talk import Programme
from announcer.templating import Templates


class Format(Protocol):
    """What a module of this folder offers."""

    def drafts(self, programme: Programme, templates: Templates) -> Iterator[Draft]:
        """Yield the files, their paths below the build folder, each made when asked."""
        ...


FORMATS: dict[str, Format] = {
    "ics": ics,
    "web": web,
    "feeds": feeds,
    "data": data,
}

# What is written into a site of somebody else's, when it is asked for.
EXPORTS: dict[str, Format] = {
    "hugo": hugo,
    "jekyll": jekyll,
}


def drafts(programme: Programme, templates: Templates) -> Iterator[Draft]:
    """Yield every file of every format."""
    for form in FORMATS.values():
        yield from form.drafts(programme, templates)
