"""What all pages share: their frame, their links and the rows of their lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from urllib.parse import urlsplit

from markupsafe import Markup

from announcer import catalogue, urls
from announcer.access import Channel, joining
from announcer.catalogue import catalogue_of
from announcer.classes import dataclass
from announcer.formats.web import static
from announcer.lazy import Call
from announcer.output import Draft, Several
from announcer.pictures import Picture
from announcer.talk import Programme, Speaker, Talk
from announcer.templating import Templates
from announcer.when import in_zone, zone
from announcer.words import Words, language_of, words_for

# Stands for the way to the site's top in everything rendered before its page is known.
# No text of a record can hold it: control characters are refused when it is read.
TOP = "\x02"
_TOP = TOP.encode()

# What hosts show for a wrong address.
LOST = "404.html"

_DESCRIPTION = 200
_LOOKED_AT = 300  # unless that is mostly space, the rest is cut anyway

# A card takes ten times as long as its talk's page, and nobody shares an old talk: so
# many of those ahead and just past have their own, and the rest share the site's.
_COMING_CARDS, _PAST_CARDS = 100, 50


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same talks in another form, for ``link rel=alternate``."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands on every page alike, rendered once.

    ``mastheads`` are those of the pages that the masthead itself links to.
    """

    links: Markup
    masthead: Markup
    mastheads: dict[str, Markup]
    colophon: Markup


class Edition:
    """One rendering of one programme: what every page needs, worked out once."""

    def __init__(self, programme: Programme, templates: Templates) -> None:
        self.programme = programme
        self.templates = templates
        self.language = programme.site.language
        self.words: Words = words_for(self.language)
        self.catalogue = catalogue_of(programme)
        self.urls = self.catalogue.urls
        coming, past = self.catalogue.coming, self.catalogue.past
        shared = (*coming[:_COMING_CARDS], *past[:_PAST_CARDS])
        self.carded = {talk.uid: talk for talk in shared}
        self.ornaments = templates.ornaments
        self.logo = templates.pictures.logo(programme)
        self._portraits: dict[str, Picture | None] = {}
        # as octets: one letter of another script makes all of a text twice as large
        self._rows: dict[tuple[str, bool], dict[str, bytes]] = {}
        self._titles: dict[str, Markup] = {}
        self._common = self._context()

    def page(  # noqa: PLR0913 - a page's head has this many parts
        self,
        path: str,
        template: str,
        *,
        title: str,
        description: str,
        alternates: tuple[Alternate, ...] = (),
        linked: Mapping[str, object] | None = None,
        kind: str = "website",
        card: str = static.CARD,
        fetches: bool = False,
        **context: object,
    ) -> bytes:
        """Return a finished page; a script of one that ``fetches`` may load data."""
        context |= self._common
        context |= {
            "path": path,
            "address": self.urls.absolute(path),
            "page_title": title,
            "description": shortened(description),
            "alternates": alternates,
            "linked": linked,
            "kind": kind,
            "card": self.urls.absolute(card),
            "fetches": fetches,
        }
        html = self.templates.fill(f"web/{template}.html.j2", self.language, context)
        return html.encode().replace(_TOP, b"../" * path.count("/"))

    def file(self, name: str, **context: object) -> bytes:
        """Return a finished file that has no frame."""
        return self.templates.render(f"{name}.j2", self.language, **context).encode()

    def lost(self) -> bytes:
        """Return the page for wrong addresses, which is shown below any path."""
        html = self.templates.render(
            "web/404.html.j2",
            self.language,
            **self._common,
            path=LOST,
            address=None,
            page_title=self.words.gettext("Page not found"),
            description=self.words.gettext("There is nothing at this address."),
            alternates=(),
            linked=None,
            kind="website",
            fetches=False,
        )
        # Relative links would start from the wrong address that somebody typed.
        return html.replace(TOP, urlsplit(self.urls.site.url).path + "/").encode()

    def rows(self, talks: tuple[Talk, ...], *, named: bool = True) -> tuple[str, ...]:
        """Return a list entry for each talk; ``named`` ones say their series."""
        return self._entries("row", talks, named=named)

    def lines(
        self, talks: tuple[Talk, ...], *, named: bool = True, dated: bool = False
    ) -> tuple[str, ...]:
        """Return one line for each talk, for lists of what is over.

        Where no heading says the year, ``dated`` ones do.
        """
        return self._entries("line" if not dated else "dated", talks, named=named)

    def slots(self, talks: tuple[Talk, ...]) -> tuple[str, ...]:
        """Return an entry for each talk under its day: hour and room in a column."""
        return self._entries("slot", talks, named=True)

    def titled(self, *parts: str) -> str:
        """Return a page's title, which ends with that of the site."""
        return " · ".join((*parts, self.programme.site.title))

    def said(self, text: str, **words: str) -> str:
        """Return a translated text with the site's title and other words put in."""
        return text % {"title": self.programme.site.title, **words}

    def card(self, talk: Talk) -> str:
        """Return the path of the picture that is shown where a talk is shared."""
        return urls.talk_card(talk) if talk.uid in self.carded else static.CARD

    def portrait(self, speaker: Speaker) -> Picture | None:
        """Return the photo of a speaker that pages can show."""
        name = speaker.photo or ""
        if name not in self._portraits:
            shown = self.templates.pictures.portrait(self.programme, speaker)
            self._portraits[name] = shown
        return self._portraits[name]

    def title(self, talk: Talk) -> str:
        """Return a talk's title in plain text, or words that stand for it."""
        if not talk.title and talk.speakers and self.catalogue.over(talk):
            return self.words.gettext("Talk by %(who)s") % {"who": self.who(talk)}
        return catalogue.title(talk, self.words)

    @property
    def today(self) -> date:
        """Return the day of the build where the site is."""
        return in_zone(self.programme.now, zone(self.programme.site.timezone)).date()

    def by_invitation(self, talk: Talk) -> bool:
        """Say whether members of the mailing list are sent a link that is not shown."""
        now = self.programme.now
        return (
            joining(talk, Channel.MEMBERS, now).link is not None
            and joining(talk, Channel.PUBLIC, now).link is None
        )

    def who(self, talk: Talk) -> str:
        """Return the names of those who speak, in plain text."""
        return self.words.join(catalogue.names(talk))

    def marked_language(self, talk: Talk, text: str) -> dict[str, str]:
        """Return ``lang`` and ``dir`` for words of a talk.

        The direction is that of the words: the language is what is spoken, and a talk
        in Hebrew may have an English title.
        """
        attributes = {"dir": "auto"}
        if language := language_of(text, talk.language, self.language):
            attributes["lang"] = language
        return attributes

    def _entries(
        self, form: str, talks: tuple[Talk, ...], *, named: bool
    ) -> tuple[str, ...]:
        one_series = bool(self._common["one_series"])
        # of several, what does not say which stands on the pages of that one alone
        shared = named or one_series
        named = named and not one_series
        return tuple(
            [self._entry(form, talk, named=named, shared=shared) for talk in talks]
        )

    def _entry(self, form: str, talk: Talk, *, named: bool, shared: bool) -> str:
        """Return an entry; one that stands on one list alone is not kept."""
        rows = self._rows.setdefault((form, named), {})
        kept = rows.get(talk.uid)
        if kept is None:
            made = self.templates.fill(
                f"web/{'line' if form == 'dated' else form}.html.j2",
                self.language,
                self._common | {"talk": talk, "named": named, "dated": form == "dated"},
            )
            # what is over stands in full where its speakers have their pages
            is_alone = form == "row" and self.catalogue.over(talk)
            if shared and (not is_alone or len(talk.speakers) > 1):
                rows[talk.uid] = made.encode()
            return made
        return kept.decode()

    def _titled(self, talk: Talk) -> Markup:
        """Return the title of a talk as its own page and several others show it."""
        known = self._titles.get(talk.uid)
        if known is None:
            given = self._common | {"talk": talk}
            html = self.templates.fill("web/title.html.j2", self.language, given)
            known = self._titles[talk.uid] = Markup(html)  # noqa: S704 - of a template
        return known

    def _context(self) -> dict[str, object]:
        return {
            "site": self.programme.site,
            "programme": self.programme,
            "now": self.programme.now,
            "today": self.today,
            "to": to,
            "places": self.urls,
            "mark": self.catalogue.mark,
            "title_of": self.title,
            "titled": self._titled,
            "own": self.marked_language,
            "moved_from": self.catalogue.moved_from,
            "room_before": self.catalogue.room_before,
            "frame": self._frame(),
            "portrait": self.portrait,
            "by_invitation": self.by_invitation,
            "names": catalogue.names,
            "one_series": len(self.programme.series) < 2,
        }

    def _frame(self) -> Frame:
        navigation = self._navigation()

        def fill(name: str, current: str | None = None) -> Markup:
            html = self.templates.render(
                f"web/{name}.html.j2",
                self.language,
                site=self.programme.site,
                to=to,
                navigation=navigation,
                current=current,
                everything=self._everything(),
                style=static.STYLE,
                script=static.SCRIPT,
                icon=static.ICON,
                logo=self.logo,
                has_talks=bool(self.programme.talks),
            )
            return Markup(html.strip())  # noqa: S704 - of a template

        linked = [urls.HOME, *(path for _, path in navigation)]
        return Frame(
            links=fill("links"),
            masthead=fill("masthead"),
            mastheads={path: fill("masthead", path) for path in linked},
            colophon=fill("colophon"),
        )

    def _navigation(self) -> tuple[tuple[str, str], ...]:
        gettext = self.words.gettext
        links = [
            (gettext("Series"), urls.ALL_SERIES),
            (gettext("Archive"), urls.ARCHIVE),
        ]
        if self.catalogue.people.persons:
            links.append((gettext("Speakers"), urls.ALL_SPEAKERS))
        if self.catalogue.by_topic:
            links.append((gettext("Topics"), urls.ALL_TOPICS))
        if self.programme.talks:
            links.append((gettext("Search"), urls.SEARCH))
        links.append((gettext("Subscribe"), urls.SUBSCRIBE))
        return tuple(links)

    def _everything(self) -> tuple[Alternate, ...]:
        title = self.programme.site.title
        return (
            Alternate(urls.ATOM, f"{title} (Atom)"),
            Alternate(urls.JSON_FEED, f"{title} (JSON Feed)"),
            Alternate(urls.CALENDAR, title),
        )


@lru_cache(maxsize=1024)
def to(path: str) -> str:
    """Return the link to a path of the site, from wherever it will stand."""
    return TOP + urls.quoted(path)


def draft(
    path: str,
    make: Callable[..., bytes],
    *arguments: object,
    needs: Sequence[object] = (),
) -> Draft:
    """Return a file of the site that ``make`` will make of the arguments.

    ``needs`` are what its bytes depend on, beside what every page does.
    """
    return Draft(f"site/{path}", Call(make, *arguments), needs)


def several(
    paths: Iterable[str],
    make: Callable[..., Iterable[Draft]],
    *arguments: object,
    needs: Sequence[object],
) -> Several:
    """Return files of the site that ``make`` will list, given the arguments.

    ``needs`` are what all they need comes from.
    """
    return Several([f"site/{path}" for path in paths], partial(make, *arguments), needs)


def credit(speaker: Speaker) -> str:
    """Return the name of a speaker, with the affiliation if it is known."""
    home = speaker.affiliation
    return f"{speaker.name} ({home})" if home else speaker.name


def shortened(text: str) -> str:
    """Return the text on one line, cut at a word to fit a search result."""
    line = text[:_LOOKED_AT].strip()
    if not line.isprintable() or "  " in line:  # other spaces than those of words
        line = " ".join(line.split())
    if len(line) <= _DESCRIPTION < len(text):
        line = " ".join(text.split())
    if len(line) <= _DESCRIPTION:
        return line
    return line[: line.rfind(" ", 0, _DESCRIPTION)].rstrip(" ,;:.") + "…"
