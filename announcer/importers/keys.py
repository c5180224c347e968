"""What the keys of front matter and data files mean, and the entries they make up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from announcer.classes import dataclass
from announcer.importers.found import Doubt
from announcer.importers.headings import exact, plain

# What keys mean here and headings of tables do not, or not so: the same word may be
# another thing in a file about one talk.
_MEANINGS = {
    "start": "event start;time start;start;starts;begin;begins;start time"
    ";start date;dtstart;starts at;start at;talk date;event date"
    ";seminar date;startdate;datetime;talk start;startdatetime"
    ";start datetime",
    "end": "event end;end date;dtend;date end;ends at;enddate;end datetime",
    "posted": "publishdate;publish date;posted;published;lastmod;modified;updated"
    ";created;last modified at;expirydate",
    "title": "talktitle;seminar title",
    "speakers": "speakers name;speaker names;talk speaker;presented by",
    "speakers.affiliation": "inst;speaker org;speaker company;aff;affil",
    "speakers.url": "person url;speaker link;speaker site;website;web",
    "speakers.bio": "about;speaker biography",
    "link": "join;url zoom;url meeting;teams;link to join;webinar;zoom meeting"
    ";livestream link;live;url stream;stream link;live link;url join",
    "slides": "url slides;slides url;url pdf",
    "video": "url video;recording url;youtube url",
    "paper": "url paper;url preprint;paper url;pdf",
    "registration": "url registration;eventbrite",
    "youtube": "youtube id;youtubeid",
    "repeat": "repeat;rrule;recurrence;repeats",
    "page": "permalink page;url event",
    "location": "event location;room number",
    "address": "address",
    "summary": "summary;excerpt;subtitle",
    "series": "event;event name;series name",
    "notice": "note;special note",
    "all day": "all day;event all day",
    "cancelled": "cancelled;canceled;is cancelled",
    "id": "id;uid;guid",
}
_KEY = {key: field for field, keys in _MEANINGS.items() for key in keys.split(";")}
# Words that mean too much to say a field by themselves, and what some are for.
_LOOSE = {
    **{
        word: f"?{word}"
        for word in (
            *("talk", "topic", "subject", "seminar", "from", "tags"),
            *("virtual", "url", "link", "type", "state"),
        )
    },
    "author": "authors",
    "authors": "authors",
    "day": "weekday",
}
_OF_HEADINGS = {
    "speakers.name": "speakers", "source.url": "page", "weekday": "date",
}  # fmt: skip
# How a site of files is laid out, and what makes the page: nothing of a talk.
_OF_THE_PAGE = frozenset({
    "layout", "permalink", "collection", "categories", "category", "draft", "weight",
    "slug", "aliases", "header", "featured", "image", "img", "picture", "photo",
    "avatar", "thumbnail", "cover", "banner", "poster", "filename", "math", "toc",
    "comments", "sitemap", "share", "author profile", "read time", "classes", "teaser",
    "sidebar", "ref", "redirect from", "projects", "profile", "show date",
    "reading time", "commentable", "view", "css", "hidden", "outputs", "cascade",
    "template", "date format", "order", "nav", "mathjax", "katex", "author notes",
    "selected", "highlight", "number", "version", "workflow issue", "lightning",
    "imports", "include", "author", "eleventy", "navigation", "menu", "published",
    "pinned", "icon", "color", "colour", "acronym", "excerpt separator",
    "last modified", "format", "execute", "editor", "bibliography", "csl",
})  # fmt: skip
# Of these fields one text is taken, and each other one may say something else.
_ONCE = frozenset({"abstract", "summary", "notice", "speakers.bio"})
# What says that a file is about a talk and not about the news.
SURE = frozenset({"speakers", "start", "speakers.affiliation"})
# Lists of links, whose names say what they are; and what tells that a talk is off.
LINKS = (
    "links", "url custom", "urls", "resources", "coverage", "materials", "attachments",
)  # fmt: skip
_READ = frozenset({*LINKS, "subtitle", "talk type", "schema"})
# What pages say of themselves to search engines and lists: short for an abstract.
_OF_LISTS = frozenset({
    "description", "beschreibung", "descrizione", "descripcion", "descripción",
    "descrição", "omschrijving",
})  # fmt: skip
SELF = frozenset({"me", "admin"})  # whoever a site of one person belongs to
YES = frozenset({"true", "yes", "1", "y", "on"})


@dataclass(slots=True)
class Entry:
    """Keys of one talk with their values, by what they mean; ``line`` is its place.

    ``body`` is Markdown below it, ``slug`` the name of its file. ``short`` is the key
    of an abstract that may be one for lists alone; ``beside`` are those that another
    key of their kind, or the body, stands for. ``names`` are the keys as they stand.
    """

    values: dict[str, Any]
    line: int = 0
    body: str = ""
    slug: str = ""
    floating: bool = False
    doubts: list[Doubt] = field(default_factory=list)
    short: str = ""
    beside: list[str] = field(default_factory=list)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_by_owner(self) -> bool:
        """Say whether the authors are whoever the site belongs to."""
        authors = self.values.get("authors")
        named = authors if isinstance(authors, list) else [authors]
        return any(flat(one).casefold() in SELF for one in named)

    @property
    def left(self) -> tuple[str, ...]:
        """Return the keys that say something here that nobody takes."""
        unknown = (
            key.removeprefix("?")
            for key, value in self.values.items()
            if key.startswith("?")
            and key.removeprefix("?") not in _OF_THE_PAGE | _READ
            and key.removeprefix("?") not in _LOOSE
            and not isinstance(value, bool)
        )
        return (*unknown, *self.beside)

    def text(self, key: str) -> str:
        """Return the value of a key as a text, empty if there is none."""
        value = self.values.get(key)
        if isinstance(value, list):
            return ", ".join(flat(one) for one in value if flat(one))
        return flat(value)


def flat(value: Any) -> str:
    """Return a value as a text, empty for a list and for nothing."""
    if isinstance(value, Mapping):
        for key in ("name", "title", "text", "value", "venue", "url", "href", "link"):
            if value.get(key):
                return str(value[key])
        return ""
    return "" if value is None or isinstance(value, list) else str(value).strip()


def entry(data: Mapping[str, Any], number: int = 0, **more: Any) -> Entry:
    """Return a mapping of any keys as an entry; the first key of a kind counts."""
    values: dict[str, Any] = {}
    titles: list[Any] = []
    places: dict[str, Any] = {}
    named: dict[str, str] = {}  # the key of each value
    beside: list[str] = []
    for key, value in _sorted(data):
        name = meaning_of(key)
        if name == "title":
            titles.insert(0 if plain(key) != "title" else len(titles), value)
        elif name == "location":
            places[plain(key)] = value
        elif name in _ONCE and name in values:
            beside += [plain(key)] if flat(value) not in flat(values[name]) else []
        else:
            values.setdefault(name or f"?{plain(key)}", value)
            named.setdefault(name, plain(key))
    if titles:
        values["title"] = titles[0]
    elif "start" in values and "summary" in values:  # as calendars call it
        values["title"] = values.pop("summary")
    _place(values, places)
    if isinstance(length := values.get("duration"), Mapping):  # {minutes: 90}
        values["duration"] = " ".join(f"{much} {unit}" for unit, much in length.items())
    short = named.get("abstract", "")
    short = short if short in _OF_LISTS else ""
    made = Entry(values, number, short=short, beside=beside, names=named, **more)
    _seminar_as_title(made)
    return made


def _sorted(data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the keys that say something, those for lists behind the others."""
    said = [pair for pair in data.items() if pair[1] not in (None, "", [], {})]
    return sorted(said, key=lambda pair: plain(pair[0]) in _OF_LISTS)


def _place(values: dict[str, Any], places: dict[str, Any]) -> None:
    """Enter where a talk is: beside a venue, the location is the town."""
    if "venue" in places and "location" in places and "address" not in values:
        values["address"] = places.pop("location")
    for place in places.values():
        if isinstance(place, Mapping) and place.keys() & {"street", "city", "address"}:
            values.setdefault("address", place)
    said = list(dict.fromkeys(flat(place) for place in places.values()))
    if len(places) == 1:
        values["location"] = next(iter(places.values()))
    elif said:
        values["location"] = ", ".join(
            place
            for place in said
            if not any(place != more and place in more for more in said)
        )


def meaning_of(key: str) -> str:
    """Return what a key stands for, empty if that is not known."""
    name = plain(key)
    if name in _KEY:
        return _KEY[name]
    if name in _LOOSE:
        return _LOOSE[name]
    found = exact(key)
    return _OF_HEADINGS.get(found, found)


def _seminar_as_title(made: Entry) -> None:
    """Take another key for the title where ``title`` names the speaker."""
    title, who = made.text("title"), made.text("speakers")
    others = [made.text(f"?{key}") for key in ("seminar", "talk", "topic", "subject")]
    other = next((one for one in others if len(one.split()) > 1), "")
    if (not title and other) or (other and who and who.casefold() in title.casefold()):
        made.values["title"] = other
