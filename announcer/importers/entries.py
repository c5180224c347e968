"""Talks kept as keys and values: front matter, data files, lists in JSON.

The keys are those that people make up; what they mean is known from tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from announcer.errors import BadValue
from announcer.importers.clocks import duration_of
from announcer.importers.dates import clock_of, moment_of
from announcer.importers.found import Doubt, Found, Given, Moment, Origin
from announcer.importers.headings import known, meanings, plain
from announcer.importers.joining import addresses_in, is_meeting, is_registration
from announcer.importers.moments import between, stamp, wall
from announcer.importers.notices import NO_TALK, status_of
from announcer.importers.onetalk import cleaned_title
from announcer.importers.people import HOME, is_name, people_of
from announcer.importers.prose import line, prose
from announcer.importers.summaries import summary_of
from announcer.when import zone as zone_named

# What keys mean here, beside what headings of tables do: the same word may be another
# thing in a file about one talk.
_MEANINGS = {
    "start": "event start;time start;start;starts;begin;begins;start time;start date"
    ";dtstart;starts at;start at;talk date;event date;seminar date;startdate;datetime"
    ";talk start;startdatetime;start datetime",
    "end": "event end;time end;end;ends;end time;end date;dtend;date end;ends at;enddate"  # noqa: E501
    ";end datetime;finish",
    "posted": "publishdate;publish date;posted;published;lastmod;modified;updated"
    ";created;last modified at;expirydate",
    "title": "talk title;title of talk;talktitle;paper title;seminar title;vortragstitel",  # noqa: E501
    "speakers": "speaker;speakers;presenter;presenters;speaker name;speakers name;name"
    ";speaker names;talk speaker;lecturer;referent;referentin;referenten;intervenant"
    ";orateur;relatore;ponente;guest;invited speaker;presented by",
    "speakers.affiliation": "affiliation;affiliations;institution;university;speaker "
    "affiliation;speaker institution;speaker inst;lab;organisation;organization;company"
    ";inst;institute;speaker org;speaker company;aff;affil",
    "speakers.url": "speaker webpage;speaker url;speaker website;speaker homepage"
    ";homepage;person url;personal site;speaker page;speaker link;speaker site;website"
    ";personal website;web",
    "speakers.bio": "bio;biography;speaker bio;about;about the speaker;speaker biography",  # noqa: E501
    "speakers.email": "speaker email;email",
    "link": "zoom;zoom link;zoom url;meeting link;meeting url;join;join url;url zoom"
    ";url meeting;teams;teams link;online link;link to join;webinar;zoom meeting;join link"  # noqa: E501
    ";stream;livestream;livestream link;live;url stream;stream link;live link;url join",
    "slides": "slides;url slides;slides link;slides url;presentation;url pdf",
    "video": "video;recording;url video;youtube;video link;recording link;video url"
    ";recording url;youtube link;youtube url",
    "paper": "paper;url paper;url preprint;paper link;paper url;preprint;arxiv;pdf",
    "registration": "registration;register;registration url;registration link;rsvp"
    ";url registration;eventbrite;sign up",
    "page": "event url;permalink page;page;url event",
    "location": "location;room;venue;place;where;ort;raum;lieu;salle;building;event "
    "location;luogo;aula;room number",
    "address": "address",
    "summary": "summary;excerpt;subtitle",
    "series": "series;seminar series;event;event name;series name",
    "notice": "notice;special message;note;special note",
    "all day": "all day;event all day",
    "topics": "topics;keywords",
    "cancelled": "cancelled;canceled;is cancelled",
    "host": "host;hosts;hosted by",
    "id": "id;uid;guid",
}
_KEY = {key: field for field, keys in _MEANINGS.items() for key in keys.split(";")}
# What says that a file is about a talk and not about the news.
SURE = frozenset({"speakers", "start", "speakers.affiliation"})
_STATUSES = {
    "cancelled": "cancelled", "canceled": "cancelled", "postponed": "postponed",
    "tentative": "tentative", "confirmed": "confirmed",
}  # fmt: skip
_YES = frozenset({"true", "yes", "1", "y", "on"})
_SELF = frozenset({"me", "admin"})
_POSTED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:(?!00)\d\d")
_TEXTS = ("abstract", "notice")
_ADDRESSES = ("slides", "video", "paper", "registration")


@dataclass(slots=True)
class Entry:
    """Keys of one talk with their values, by what they mean; ``line`` is its place.

    ``body`` is Markdown below it, ``slug`` the name of its file.
    """

    values: dict[str, Any]
    line: int = 0
    body: str = ""
    slug: str = ""
    floating: bool = False
    doubts: list[Doubt] = field(default_factory=list)

    def text(self, key: str) -> str:
        """Return the value of a key as a text, empty if there is none."""
        value = self.values.get(key)
        if isinstance(value, list):
            return ", ".join(_flat(one) for one in value if _flat(one))
        return _flat(value)


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        for key in ("name", "title", "text", "value", "url", "href", "link"):
            if value.get(key):
                return str(value[key])
        return ""
    return "" if value is None or isinstance(value, list) else str(value).strip()


def entry(data: Mapping[str, Any], number: int = 0, **more: Any) -> Entry:
    """Return a mapping of any keys as an entry; the first key of a kind counts."""
    values: dict[str, Any] = {}
    titles: list[Any] = []
    for key, value in data.items():
        if value in (None, "", [], {}):
            continue
        name = meaning_of(key)
        if name == "title":
            titles.insert(0 if plain(key) != "title" else len(titles), value)
        elif name and name not in values:
            values[name] = value
        elif not name:
            values.setdefault(f"?{plain(key)}", value)
    if titles:
        values["title"] = titles[0]
    made = Entry(values, number, **more)
    _seminar_as_title(made)
    return made


def meaning_of(key: str) -> str:
    """Return what a key stands for, empty if that is not known."""
    name = plain(key)
    if name in _KEY:
        return _KEY[name]
    found = meanings([key])[0] if known([key]) else ""
    found = {"speakers.name": "speakers", "source.url": "page"}.get(found, found)
    if name in {
        "talk",
        "topic",
        "subject",
        "seminar",
        "author",
        "authors",
        "from",
        "tags",
        "day",
        "virtual",
        "url",
        "link",
        "type",
        "state",
    }:
        return {"author": "authors", "authors": "authors", "day": "weekday"}.get(
            name, f"?{name}"
        )
    return found


def _seminar_as_title(made: Entry) -> None:
    """Take another key for the title where ``title`` names the speaker."""
    title, who = made.text("title"), made.text("speakers")
    others = [made.text(f"?{key}") for key in ("seminar", "talk", "topic", "subject")]
    other = next((one for one in others if len(one.split()) > 1), "")
    if (not title and other) or (other and who and who.casefold() in title.casefold()):
        made.values["title"] = other


def found_of(made: Entry, given: Given, system: str) -> Found | Doubt | None:  # noqa: C901, PLR0912
    """Return the talk of an entry, why it is none, or None for one that says nothing."""  # noqa: E501
    title = line(made.text("title"))
    people = _people(made)
    if NO_TALK.match(title) and not people:
        return Doubt("no-talk", f"`{title}` is no talk", "", made.line)
    if not title and not people:
        return None
    record: dict[str, Any] = {}
    if title:
        title = cleaned_title(title, [])
        said = summary_of(title, [one["name"] for one in people])
        if said.people and not people and "authors" not in made.values:
            people, title = said.people, said.title
        elif said.people and len(people) == len(said.people) == 1:
            title = said.title if said.title != title else title
            for key, value in said.people[0].items():
                people[0].setdefault(key, value)
        record["title"] = title
    if people:
        record["speakers"] = people
    _bios(made, people)
    _places(made, record)
    for key in _ADDRESSES:
        urls = addresses_in(made.text(key))
        if urls:
            record[key] = urls[0]
    _links(made, record)
    for key in _TEXTS:
        if text := prose(made.text(key)):
            record[key] = text
    if (
        not record.get("abstract")
        and (text := prose(made.text("summary")))
        and len(text) > 150
    ):
        record["abstract"] = text
    if made.text("language"):
        record["language"] = made.text("language")
    topics = made.values.get("topics")
    if isinstance(topics, list):
        record["topics"] = [_flat(one) for one in topics]
    elif topics:
        record["topics"] = re.split(r"\s*[,;]\s*", str(topics))
    if host := line(made.text("host")):
        record["host"] = {"name": host}
    if status := _status(made):
        record["status"] = status
    moment, doubts = _moment(made, given)
    updated = made.text("posted") or None
    page = addresses_in(made.text("page"))
    return Found(
        record={key: value for key, value in record.items() if value},
        moment=moment,
        origin=Origin(
            system=system,
            id=made.text("id") or made.slug or None,
            url=page[0] if page else None,
            updated=updated,
        ),
        series=line(made.text("series")) or None,
        line=made.line,
        doubts=tuple(
            replace(one, line=one.line or made.line) for one in (*made.doubts, *doubts)
        ),
    )


def _people(made: Entry) -> list[dict[str, str]]:  # noqa: C901
    value = made.values.get("speakers")
    if value is None:
        value = _authors(made)
    people: list[dict[str, str]] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Mapping):
            people += _structured(one)
        elif one:
            people += _named(line(str(one)))
    homes = made.values.get("speakers.affiliation")
    if homes and people:
        listed = (
            homes if isinstance(homes, list) else re.split(r"\s*[|;]\s*", str(homes))
        )
        if len(listed) != len(people):
            listed = [made.text("speakers.affiliation")] * len(people)
        for person, home in zip(people, listed, strict=True):
            person.setdefault("affiliation", line(_flat(home)))
    if len(people) == 1:
        if urls := addresses_in(made.text("speakers.url")):
            people[0].setdefault("url", urls[0])
        if "@" in made.text("speakers.email"):
            people[0].setdefault("email", made.text("speakers.email"))
    return [
        {key: text for key, text in one.items() if text}
        for one in people
        if one.get("name")
    ]


def _authors(made: Entry) -> Any:
    """Return the authors where they are the speakers: never those of a post."""
    authors = made.values.get("authors")
    listed = authors if isinstance(authors, list) else [authors]
    names = [str(one) for one in listed if one and not isinstance(one, Mapping)]
    full = [one for one in names if " " in one.strip() and one.casefold() not in _SELF]
    if "start" in made.values and full:
        return full
    return None


def _structured(one: Mapping[str, Any]) -> list[dict[str, str]]:
    said = entry_keys(one)
    name = line(said.get("speakers", "") or said.get("title", ""))
    person = {"name": name}
    for key in ("affiliation", "url", "bio", "email"):
        text = said.get(f"speakers.{key}") or (said.get("page") if key == "url" else "")
        if text:
            person[key] = (
                prose(text) if key == "bio" else line(text) if key != "url" else text
            )
    return [person] if name else []


def entry_keys(one: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of a mapping by what its keys mean."""
    found: dict[str, str] = {}
    for key, value in one.items():
        text = _flat(value)
        if text:
            found.setdefault(meaning_of(key) or f"?{plain(key)}", text)
    first, last = found.get("speakers.first_name"), found.get("speakers.last_name")
    if (first or last) and "speakers" not in found:
        found["speakers"] = " ".join(filter(None, (first, last)))
    return found


def _named(text: str) -> list[dict[str, str]]:
    """Return the people of a value: commas part them where each part is a full name."""
    people = people_of(text)
    parts = re.split(r"\s*,\s*(?![^()]*\))", text)
    if len(people) == 1 and len(parts) > 1 and all(map(_is_full, parts)):
        people = [one for part in parts for one in people_of(part)]
    return people


def _is_full(text: str) -> bool:
    bare = re.sub(r"\([^()]*\)", "", text).strip()
    return is_name(bare) and not HOME.search(bare)


def _bios(made: Entry, people: list[dict[str, str]]) -> None:
    bio = prose(made.text("speakers.bio"))
    if bio and people:
        people[0].setdefault("bio", bio)


def _places(made: Entry, record: dict[str, Any]) -> None:
    place = line(made.text("location"))
    urls = addresses_in(made.text("location"))
    for url in urls:
        place = place.replace(url, "").strip(" ,;:()|-–")
    address = made.values.get("address")
    if isinstance(address, Mapping):
        parts = [
            str(address[key])
            for key in ("street", "city", "region", "postcode", "country")
            if address.get(key)
        ]
        record["address"] = ", ".join(parts)
    elif address:
        record["address"] = line(str(address))
    if place:
        record["location"] = place
    joins = [url for url in urls if is_meeting(url)]
    if joins:
        record["link"] = joins[0]


def _links(made: Entry, record: dict[str, Any]) -> None:  # noqa: C901
    """Enter links by their field, and those of lists of links by their names."""
    said = addresses_in(made.text("link"))
    if said and not is_registration(said[0]):
        record["link"] = said[0]
    elif said:
        record.setdefault("registration", said[0])
    for name, url in _listed_links(made):
        kind = meaning_of(name)
        if kind in {
            "slides",
            "video",
            "paper",
            "registration",
            "link",
        } and addresses_in(url):
            record.setdefault(kind, url)
        elif is_meeting(url):
            record.setdefault("link", url)
    for key in ("?url", "?link"):
        urls = addresses_in(made.text(key))
        if urls and is_meeting(urls[0]):
            record.setdefault("link", urls[0])
        elif urls and "page" not in made.values:
            made.values["page"] = urls[0]


def _listed_links(made: Entry) -> Iterable[tuple[str, str]]:
    for key in ("?links", "?url custom", "?urls", "?resources"):
        value = made.values.get(key)
        if isinstance(value, Mapping):
            value = [{"name": name, "url": url} for name, url in value.items()]
        for one in value if isinstance(value, list) else []:
            if isinstance(one, Mapping):
                name = str(
                    one.get("name")
                    or one.get("type")
                    or one.get("title")
                    or one.get("label")
                    or ""
                )
                yield (
                    name,
                    str(one.get("url") or one.get("link") or one.get("href") or ""),
                )


def _status(made: Entry) -> str | None:
    if made.text("cancelled").casefold() in _YES:
        return "cancelled"
    said = _STATUSES.get(plain(made.text("status")))
    return (
        said or status_of(" ".join((made.text("?subtitle"), made.text("title"))), "")[0]
    )


def _moment(made: Entry, given: Given) -> tuple[Moment, list[Doubt]]:
    start, when, clock = made.text("start"), made.text("date"), made.text("time")
    if start and stamp(start) is None and not moment_of(start, given)[0].day:
        clock, start = clock or start, ""  # a time of day
    if not start and when and _POSTED.match(when) and not clock:
        text = f"`{when}` is when this was posted, and no day of a talk is given"
        return Moment(), [Doubt("posted", text)]
    zone, doubts = _zone(made)
    text = start or when
    exact = stamp(text)
    if isinstance(exact, datetime):
        midnight = exact.time() == time(0)
        if not (midnight and (clock or not start) and not made.text("end")):
            return _exact(made, exact, zone, doubts)
        exact = exact.date()  # the midnight of a program that knows no day alone
    moment, more = _spoken(made, exact, text, clock, given)
    if made.text("all day").casefold() in _YES:
        moment = replace(moment, all_day=True, time=None)
    if zone and moment.day:
        moment = replace(moment, zone=zone)
    return _with_end(moment, made), [*doubts, *more]


def _exact(
    made: Entry, start: datetime, zone: str | None, doubts: list[Doubt]
) -> tuple[Moment, list[Doubt]]:
    """Return when a talk is by a time that a program wrote."""
    end = stamp(made.text("end"))
    begin: date | datetime | None = start
    if start.tzinfo and made.floating:
        text = f"the offset of {start.isoformat()} is written whatever the time zone is"
        doubts = [*doubts, Doubt("offset", text, "Say the zone: --timezone.")]
        begin, end = wall(start), wall(end)
    ends = end if isinstance(end, datetime) else None
    return _with_end(between(begin, ends, zone), made), doubts


def _spoken(
    made: Entry, day: date | None, text: str, clock: str, given: Given
) -> tuple[Moment, list[Doubt]]:
    """Return when a talk is by a day, and a time in words."""
    weekday = made.text("weekday")
    if day is None:
        words = " ".join(filter(None, (weekday, text)))
        return moment_of(words or clock, given, clock if words else "")
    moment, doubts = moment_of(f"{day}", given, clock)
    if weekday:
        doubts = [*doubts, *moment_of(f"{weekday} {day}", given)[1]]
    return moment, doubts


def _with_end(moment: Moment, made: Entry) -> Moment:
    """Return a moment with its end, from keys for that or for its length."""
    if moment.end is not None or (moment.time is None and moment.instant is None):
        last = stamp(made.text("end"))
        if (
            moment.end is None
            and isinstance(last, date)
            and isinstance(moment.day, date)
        ):
            last = last.date() if isinstance(last, datetime) else last
            return replace(moment, last_day=last if last > moment.day else None)
        return moment
    ends = stamp(made.text("end"))
    if isinstance(ends, datetime):
        day = (
            ends.date()
            if ends.date() != moment.day and moment.instant is None
            else None
        )
        return replace(moment, end=ends.time(), last_day=day)
    said = made.text("end")
    if said and ends is None and (end := clock_of(said)[0].time):
        return replace(moment, end=end)
    length = made.text("duration")
    if length:
        minutes = f"{length} min" if length.isdigit() else length
        return replace(moment, duration=duration_of(minutes))
    return moment


def _zone(made: Entry) -> tuple[str | None, list[Doubt]]:
    name = made.text("timezone")
    if not name:
        return None, []
    try:
        zone_named(name)
    except BadValue as wrong:
        return None, [Doubt("timezone", wrong.message, wrong.hint)]
    return name, []
