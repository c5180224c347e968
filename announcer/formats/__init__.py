"""Every form that talks are published in, each a module with one ``drafts``.

Mail is not among them: it is fed by letters, and the others by the programme alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

from announcer import ical, markup, urls
from announcer.classes import dataclass
from announcer.formats import data, feeds, ics, web
from announcer.output import Draft, Piece, Several
from announcer.talk import Programme, Talk
from announcer.templating import Templates

__all__ = [
    "EXPORTS",
    "FORMATS",
    "Format",
    "forget",
    "listed",
    "lists",
    "of_talks",
    "pieces",
]


class Format(Protocol):
    """What a module of this folder offers.

    One of very many files offers ``listed`` too, which yields the same, those that
    belong together as one.
    """

    def drafts(self, programme: Programme, templates: Templates) -> Iterator[Draft]:
        """Yield the files, their paths below the build folder, each made when asked."""
        ...


FORMATS: dict[str, Format] = {
    "ics": ics,
    "web": web,
    "feeds": feeds,
    "data": data,
}

if TYPE_CHECKING:
    EXPORTS: dict[str, Format]


def __getattr__(name: str) -> dict[str, Format]:
    """Return ``EXPORTS``: what is written into a site of somebody else's, if asked.

    No build needs it.
    """
    if name != "EXPORTS":
        raise AttributeError(name)
    from announcer.formats.frontmatter import hugo, jekyll  # noqa: PLC0415

    return {
        "hugo": hugo,
        "jekyll": jekyll,
    }


def pieces(programme: Programme, templates: Templates) -> dict[str, Piece]:
    """Return by the path of a file what comes at hand there and others need too."""
    return {
        f"site/{urls.talk_ics(talk)}": _OfTalk(talk, programme, templates)
        for talk in programme.talks
    }


# The event, and then the texts.
_Taken = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _OfTalk:
    """A talk's event, which feeds and mails show too, and its long texts."""

    talk: Talk
    programme: Programme
    templates: Templates

    def take(self) -> _Taken:
        """Return them, as plain values."""
        event = ical.written(self.talk, self.programme, self.templates)
        texts = [markup.packed(markup.rich(text)) for text in self._texts()]
        return (event, *texts)

    def keep(self, later: Callable[[], _Taken]) -> None:
        """Have those who show them get them from ``later``."""
        event = _Event(later)
        ical.keep_written(self.talk, self.programme, self.templates, event)
        for number, text in enumerate(self._texts(), 1):
            markup.keep(text, _Text(later, number))

    def _texts(self) -> Iterator[str]:
        if self.talk.abstract:
            yield self.talk.abstract
        yield from (one.bio for one in self.talk.speakers if one.bio)


def forget(programme: Programme, templates: Templates) -> None:
    """Ask nobody any more for pieces that were kept."""
    ical.forget_written(programme, templates)
    markup.forget()


@dataclass(frozen=True, slots=True)
class _Event:
    """An event that comes from ``later``; a Call would have a tuple besides."""

    later: Callable[[], _Taken]

    def __call__(self) -> ical.Taken:
        event: ical.Taken = self.later()[0]
        return event


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of that number that comes from ``later``."""

    later: Callable[[], _Taken]
    number: int

    def __call__(self) -> markup.Rich:
        return markup.unpacked(self.later()[self.number])


def listed(programme: Programme, templates: Templates) -> Iterator[Draft | Several]:
    """Yield every file of every format, those that belong together as one."""
    for form in FORMATS.values():
        yield from getattr(form, "listed", form.drafts)(programme, templates)


def lists(programme: Programme, templates: Templates) -> list[Iterator[Draft]]:
    """Return the files of each format, none of them listed yet."""
    return [form.drafts(programme, templates) for form in FORMATS.values()]


def of_talks(programme: Programme, templates: Templates) -> Iterator[Several]:
    """Yield of all these files those about one talk each, which lie beside its event.

    They are known long before all others are listed.
    """
    yield from ics.of_talks(programme, templates)
    yield from web.of_talks(programme, templates)
