"""Every form that talks are published in, each a module with one ``drafts``.

Mail is not among them: it is fed by letters, and the others by the programme alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Protocol

from announcer import ical, markup, urls
from announcer.formats import data, feeds, ics, web
from announcer.formats.frontmatter import hugo, jekyll
from announcer.output import Draft, Piece
from announcer.talk import Programme, Talk
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


def pieces(programme: Programme, templates: Templates) -> dict[str, Piece]:
    """Return by the path of a file what comes at hand there and others need too."""
    return {
        f"site/{urls.talk_ics(talk)}": Piece(
            partial(_taken, talk, programme, templates),
            partial(_kept, talk, programme, templates),
        )
        for talk in programme.talks
    }


_Taken = tuple[ical.Taken, list[tuple[str, markup.Rich]]]


def _taken(talk: Talk, programme: Programme, templates: Templates) -> _Taken:
    """Return a talk's event, which feeds and mails show too, and its long texts."""
    texts = [talk.abstract, *(speaker.bio for speaker in talk.speakers)]
    read = [(text, markup.rich(text)) for text in texts if text]
    return ical.written(talk, programme, templates), read


def _kept(
    talk: Talk, programme: Programme, templates: Templates, taken: _Taken
) -> None:
    written, read = taken
    ical.keep_written(talk, programme, templates, written)
    for text, rich in read:
        markup.keep(text, rich)


def drafts(programme: Programme, templates: Templates) -> Iterator[Draft]:
    """Yield every file of every format."""
    return chain.from_iterable(lists(programme, templates))


def lists(programme: Programme, templates: Templates) -> list[Iterator[Draft]]:
    """Return the files of each format, none of them listed yet."""
    return [form.drafts(programme, templates) for form in FORMATS.values()]
