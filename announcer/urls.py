"""Where each page and file of the site lives: paths and absolute addresses.

A path is relative to the site's top folder, with ``/`` between its parts. Links between
pages name ``index.html``, so that the site also works from a folder on a disk; public
addresses leave it out.
"""

from __future__ import annotations

import hashlib
import posixpath
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from urllib.parse import quote, urlsplit

from announcer.lazy import pattern
from announcer.mailbox import ascii_host
from announcer.talk import Series, Site, Speaker, Talk

# First parts of paths that the site itself uses; no series folder may have such a name.
RESERVED = frozenset(
    {"archive", "calendar", "embed", "languages", "recordings", "screen", "search"}
    | {"series", "speakers", "static", "subscribe", "talks", "topics"}
)

HOME = "index.html"
ATOM = "feed.atom"
JSON_FEED = "feed.json"
TALKS_JSON = "talks.json"
CALENDAR = "calendar/all.ics"
SUBSCRIBE = "subscribe/index.html"
ALL_SERIES = "series/index.html"
ALL_SPEAKERS = "speakers/index.html"
ALL_TOPICS = "topics/index.html"
ARCHIVE = "archive/index.html"
ALL_LANGUAGES = "languages/index.html"
RECORDINGS = "recordings/index.html"
SEARCH = "search/index.html"
EMBED = "embed/all.html"
UPCOMING = "upcoming.json"
SCREEN = "screen/index.html"
SELECTION = "calendar/selection/index.html"
WEEK = "calendar/week/index.html"
NEXT_WEEK = "calendar/next-week/index.html"

_INDEX = "index.html"
_LONGEST = 160  # octets; file systems allow 255, and prefixes and suffixes come on top
# Names that Windows keeps for devices, and the name of every folder's own page.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "index"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
# Latin letters that have no decomposition in Unicode
_LATIN = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o",
    "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th",
    "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h", "ŋ": "ng", "Ŋ": "ng", "ə": "e",
}  # fmt: skip
_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa"}
    | {"Å": "Aa", "ø": "oe", "Ø": "Oe"}
)
# Signs that are words where somebody reads them aloud, and signs that nobody could.
_SIGNS = str.maketrans(
    {
        "+": " plus ", "#": " sharp ", "*": " star ", "♯": " sharp ", "∞": " infinity ",
        "%": " percent ", "@": " at ", "=": " equals ", "<": " less ", ">": " greater ",
        "−": "-", "∗": " star ", "⋆": " star ", "|": " ", "~": " ",
    }
)  # fmt: skip
_ALL = pattern(r"calendar/all(?:-\d{4}(?:-\d\d)?)?\.ics")
_PART = pattern(r"(?:\A|/)talks-(\d{4}(?:-\d\d)?)\.json\Z")
_UNRESERVED = pattern(r"[A-Za-z0-9_.~/-]*")  # which is most of them, at no cost
_ASCII_WORD = pattern("[a-z0-9]+")
_PLAIN_NAME = pattern(r"[A-Za-z0-9 .,'()&/-]{1,120}")  # nothing in it is lost
_LOST = frozenset({"Sm", "Sc", "So"})
_DROPPED = pattern("['’ʼ`´\u00ad\u200b-\u200f\u2060]")


class Urls:
    """Know every address of one programme's site."""

    def __init__(
        self,
        site: Site,
        *,
        speaker: Callable[[Speaker], str],
        terms: Iterable[str],
    ) -> None:
        self.site = site
        self._slug_of = speaker
        self._pages: dict[int, tuple[Speaker, str]] = {}
        # The organiser's come first, so that a year that slips in moves none of them.
        self._terms = _slugs([*(term.name for term in site.terms), *terms])

    def absolute(self, path: str) -> str:
        """Return the public address of a path."""
        return absolute(self.site, path)

    def speaker(self, speaker: Speaker) -> str:
        """Return the path of the page of the person who speaks."""
        # by identity, for to compare two takes all their texts; held, or it is not one
        known = self._pages.get(id(speaker))
        if known is None:
            page = speaker_page(self._slug_of(speaker))
            known = self._pages[id(speaker)] = (speaker, page)
        return known[1]

    def topic(self, topic: str) -> str:
        """Return the path of a topic's page; spellings of one topic share it."""
        return f"topics/{slug_of_name(topic)}/{_INDEX}"

    def topic_ics(self, topic: str) -> str:
        """Return the path of a topic's calendar."""
        return f"calendar/topics/{slug_of_name(topic)}.ics"

    def term(self, name: str) -> str:
        """Return the path of the page of a term or an academic year."""
        return f"archive/{self._terms[name]}/{_INDEX}"

    def term_anchor(self, name: str) -> str:
        """Return the name of a term's place on the pages that list several."""
        return self._terms[name]

    def term_of_series(self, name: str, series: Series) -> str:
        """Return the path of the page of what a series held in a term."""
        return f"archive/{self._terms[name]}/{series.slug}/{_INDEX}"


def absolute(site: Site, path: str) -> str:
    """Return the public address of a path, in ASCII (RFC 3986 section 2.1)."""
    return f"{site.url}/{_public(path)}"


@lru_cache(maxsize=1024)
def _public(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return quoted(path if name != _INDEX else f"{folder}/" if folder else "")


def quoted(path: str) -> str:
    """Return a path as links have it, percent-encoded (RFC 3986 section 2.1)."""
    return path if _UNRESERVED.fullmatch(path) else quote(path)


def talk_page(talk: Talk) -> str:
    """Return the path of a talk's page."""
    return f"{talk_folder(talk)}/{_INDEX}"


def talk_ics(talk: Talk) -> str:
    """Return the path of a talk's calendar file."""
    return f"{talk_folder(talk)}/talk.ics"


def talk_card(talk: Talk) -> str:
    """Return the path of the picture that stands for a talk in social media."""
    return f"{talk_folder(talk)}/card.png"


def speaker_page(slug: str) -> str:
    """Return the path of the page of a person."""
    return f"speakers/{slug}/{_INDEX}"


def speakers_under(letter: str) -> str:
    """Return the path of the page of all whose family name begins with a letter."""
    name = letter.lower() if letter.isalpha() else "other"
    return f"speakers/letters/{name}/{_INDEX}"


def speaker_ics(slug: str) -> str:
    """Return the path of a person's calendar."""
    return f"calendar/speakers/{slug}.ics"


def photo_file(name: str) -> str:
    """Return the path of a speaker's photo; its name tells its content."""
    return f"photos/{name}"


def logo_file(name: str) -> str:
    """Return the path of the site's logo; its name tells its content."""
    return f"static/logo-{name}"


def talk_folder(talk: Talk) -> str:
    """Return the folder of everything about one talk; mails use the same one."""
    return f"{talk.series.slug}/{talk.slug}"


def series_page(series: Series) -> str:
    """Return the path of a series' page."""
    return f"{series.slug}/{_INDEX}"


def series_ics(series: Series) -> str:
    """Return the path of a series' calendar; ``all.ics`` and its parts are taken."""
    path = f"calendar/{series.slug}.ics"
    return f"calendar/series/{series.slug}.ics" if holds_all(path) else path


def calendar_part(name: str) -> str:
    """Return the path of the calendar of a part of all talks."""
    return f"calendar/all-{name}.ics" if name else CALENDAR


def talks_part(name: str) -> str:
    """Return the path of the data of a part of all talks."""
    return f"talks-{name}.json" if name else TALKS_JSON


def holds_all(path: str) -> bool:
    """Say whether this is the calendar of all talks, or of a part of them."""
    return _ALL.fullmatch(path) is not None


def part_after(address: object) -> str:
    """Return the name of the part that an address of `talks_part` ends in, or ""."""
    found = _PART.search(str(address))
    return found[1] if found else ""


def series_atom(series: Series) -> str:
    """Return the path of a series' Atom feed."""
    return f"{series.slug}/feed.atom"


def embed_page(series: Series) -> str:
    """Return the path of a series' page for frames; ``all.html`` itself is taken."""
    path = f"embed/{series.slug}.html"
    return path if path != EMBED else f"embed/series/{series.slug}.html"


def embed_fragment(page: str) -> str:
    """Return the path of the fragment beside a page for frames; it is no page."""
    return page.removesuffix(".html") + ".fragment.txt"


def series_upcoming(series: Series) -> str:
    """Return the path of a series' coming talks as data."""
    return f"{series.slug}/{UPCOMING}"


def series_screen(series: Series) -> str:
    """Return the path of a series' page for a screen at its door."""
    return f"screen/{series.slug}/{_INDEX}"


def month_page(day: date) -> str:
    """Return the path of the page of the month that a day is in."""
    return f"calendar/{day:%Y-%m}/{_INDEX}"


def later_page(path: str, number: int) -> str:
    """Return the path of the second or a later page of a long list."""
    return f"{path.removesuffix(_INDEX)}{number}/{_INDEX}"


def language_page(language: str) -> str:
    """Return the path of the page of all talks in a language."""
    return f"languages/{slugify(language)}/{_INDEX}"


def relative(origin: str, target: str) -> str:
    """Return the link from one path to another, percent-encoded."""
    return quoted(posixpath.relpath(target, posixpath.dirname(origin) or "."))


def host(site: Site) -> str:
    """Return the host of the site's address in ASCII, for identifiers such as UID."""
    name = urlsplit(site.url).hostname or "localhost"
    return name if name.isascii() else ascii_host(name)


@lru_cache(maxsize=65_536)
def slugify(text: str) -> str:
    """Return ``text`` as a slug: lower case, Latin letters without their accents.

    Letters of other scripts stay as they are (NFC). A slug is never empty, never a
    name that Windows reserves, and never longer than 160 octets; it holds letters,
    digits and single hyphens only. Two texts may share a slug: the caller looks out.
    """
    if text.isascii():
        letters = _DROPPED.sub("", text).lower()
    else:
        folded = _DROPPED.sub("", unicodedata.normalize("NFKC", text))
        letters = "".join(map(_bare, folded)).lower()
    if letters.isascii():  # as most names are without their accents
        slug = "-".join(_ASCII_WORD.findall(letters))
    else:
        slug = _hyphenated(unicodedata.normalize("NFC", letters))
    return _allowed(_shortened(slug), text)


def _allowed(slug: str, text: str) -> str:
    """Return the slug of a text, or another where there is none or Windows has it."""
    if not slug:
        return "x" + hashlib.sha256(text.encode(errors="replace")).hexdigest()[:8]
    return f"{slug}-1" if slug in _DEVICES else slug


def spellings(text: str) -> frozenset[str]:
    """Return a text as it is typed where a keyboard has no accents: muller, mueller."""
    return frozenset({slugify(text), slugify(text.translate(_SPELT_OUT))})


@lru_cache(maxsize=65_536)
def slug_of_name(text: str) -> str:
    """Return the slug of a topic or a person, which comes from the text alone.

    Signs that tell one from another are words: C++ and C# are ``c-plus-plus`` and
    ``c-sharp``. What has letters or signs that no slug can hold is told apart by a few
    that come from the whole text. Case, accents and hyphens make no difference.
    """
    if _PLAIN_NAME.fullmatch(text):
        return slugify(text)
    plain = unicodedata.normalize("NFKC", text)
    kinds: set[str] = set()
    if not plain.replace(" ", "").isalpha():  # letters are no signs
        plain = plain.translate(_SIGNS)
        kinds = {unicodedata.category(char) for char in plain}
    slug = slugify(plain)
    cut = len(slug.encode()) > _LONGEST - 8 and slug != _hyphenated(plain).lower()
    if not kinds & _LOST and not cut:
        return slug
    digest = hashlib.sha256(" ".join(plain.casefold().split()).encode(errors="replace"))
    return f"{slug}-{digest.hexdigest()[:4]}"


@lru_cache(maxsize=4096)
def _bare(char: str) -> str:
    """Return a Latin letter without its marks, any other character as it is."""
    if char in _LATIN:
        return _LATIN[char]
    decomposed = unicodedata.normalize("NFKD", char)
    return decomposed[0] if decomposed[0].isascii() else char


def _hyphenated(text: str) -> str:
    """Put one hyphen for whatever is no letter, digit or the mark of a letter."""
    kept = (
        char if char.isalnum() or unicodedata.category(char)[0] == "M" else " "
        for char in text
    )
    return "-".join("".join(kept).split())


def _shortened(slug: str) -> str:
    if len(slug.encode()) <= _LONGEST:
        return slug
    cut = slug.encode()[:_LONGEST].decode(errors="ignore")
    return cut.rpartition("-")[0] or cut


def _slugs(names: Iterable[str]) -> dict[str, str]:
    """Give every different name a different slug; the first to come has the choice."""
    taken: set[str] = set()
    result: dict[str, str] = {}
    for name in dict.fromkeys(names):
        slug = base = slugify(name)
        number = 2
        while slug in taken:
            slug = f"{base}-{number}"
            number += 1
        taken.add(slug)
        result[name] = slug
    return result
