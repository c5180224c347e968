"""The coming talks for other people's pages: in a frame, as a fragment, by a script.

Of each series, and of all: ``embed/NAME.html`` is a page made for a frame, and beside
it ``embed/NAME.fragment.txt`` the same list as HTML to include on a server, in ASCII,
so that it fits a page in any encoding. It is no page and is not called one.
``embed/announcer-talks.js`` defines the element ``<announcer-talks>``, which reads
talks.json. All show what the public pages show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from announcer import urls
from announcer.classes import dataclass
from announcer.formats.web import static
from announcer.formats.web.page import Edition, draft, shortened
from announcer.lazy import pattern
from announcer.output import Draft
from announcer.talk import Talk

SCRIPT = "embed/announcer-talks.js"

# A frame is small; whoever wants more follows the link below the list.
_SHOWN = 12
_BEYOND_ASCII = pattern("[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Source:
    """Whose talks are shown: of a series, or all (``key`` is None)."""

    key: str | None
    name: str
    page: str
    path: str


def sources(edition: Edition) -> tuple[Source, ...]:
    """Return everything that can be shown elsewhere: all talks, then each series."""
    site = edition.programme.site
    everything = Source(None, site.title, urls.HOME, urls.EMBED)
    return (
        everything,
        *(
            Source(each.key, each.name, urls.series_page(each), urls.embed_page(each))
            for each in edition.programme.series
        ),
    )


def pages(edition: Edition) -> Iterator[Draft]:
    """Yield the pages for frames."""
    for source in sources(edition):
        needs = _needs(edition, source)
        yield draft(source.path, _page, edition, source, needs=needs)


def files(edition: Edition) -> Iterator[Draft]:
    """Yield the fragments and the script."""
    for source in sources(edition):
        path = urls.embed_fragment(source.path)
        needs = _needs(edition, source)
        yield draft(path, _fragment, edition, source, needs=needs)
    yield draft(SCRIPT, _script, edition)


def _needs(edition: Edition, source: Source) -> tuple[object, ...]:
    return (source, _coming(edition, source), edition.today)


def _page(edition: Edition, source: Source) -> bytes:
    def to(path: str) -> str:
        return urls.relative(source.path, path)

    gettext = edition.words.gettext
    label = gettext("Coming talks")
    text = gettext("Coming talks, to be shown on other pages: %(title)s")
    if source.key is None:
        label = gettext("All coming talks")
        text = gettext("All coming talks, to be shown on other pages: %(title)s")
    return _filled(
        edition,
        "page.html",
        source,
        to=to,
        address=edition.urls.absolute(source.path),
        page_title=f"{label} · {source.name}",
        description=shortened(text % {"title": source.name}),
        card=edition.urls.absolute(static.CARD),
        style=static.EMBED_STYLE,
        script=static.EMBED_SCRIPT,
        icon=static.ICON,
    )


def _fragment(edition: Edition, source: Source) -> bytes:
    filled = _filled(edition, "fragment.html", source, to=edition.urls.absolute)
    return filled.decode().encode("ascii", "xmlcharrefreplace")


def _filled(
    edition: Edition, template: str, source: Source, **context: object
) -> bytes:
    talks = _coming(edition, source)
    return edition.file(
        f"embed/{template}",
        site=edition.programme.site,
        source=source,
        talks=talks[:_SHOWN],
        more=len(talks) > _SHOWN,
        more_ends=[int(talk.end.timestamp()) for talk in talks[_SHOWN:]],
        today=edition.today,
        named=source.key is None and len(edition.programme.series) > 1,
        mark=edition.catalogue.mark,
        title_of=edition.title,
        own=edition.marked_language,
        places=edition.urls,
        **context,
    )


def _coming(edition: Edition, source: Source) -> tuple[Talk, ...]:
    catalogue = edition.catalogue
    if source.key is None:
        return catalogue.coming
    return catalogue.parted_by_series[source.key][0]


def _script(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    spoken = {
        "language": edition.language,
        "direction": edition.words.direction,
        "untitled": gettext("Title to be announced"),
        "nothing": gettext("Nothing is planned yet."),
        "now": gettext("Now"),
        "online": gettext("Online"),
        "today": gettext("Today"),
        "roles": edition.words.roles,
        "marks": dict(edition.words.marks),
    }
    script = edition.file("embed/announcer-talks.js", spoken=spoken).decode()
    # a page elsewhere may be in any encoding, and reads a script in its own
    return _BEYOND_ASCII.sub(_escaped, script).encode("ascii")


def _escaped(found: re.Match[str]) -> str:
    """Return a character as a script writes it in ASCII, in two halves if need be."""
    halves = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{halves[at : at + 4]}" for at in range(0, len(halves), 4))
