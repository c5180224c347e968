"""What search engines read: schema.org's words for our nouns, as JSON-LD data.

The table at the border: talk -> EducationEvent, series -> EventSeries, site -> WebSite,
speaker -> Person. It says what the page says, and of links only what everybody may see.
"""

from __future__ import annotations

from announcer import markup, urls
from announcer.access import Channel, attendance, is_off, joining
from announcer.formats.web.page import Edition, shortened
from announcer.talk import LEADING, Attendance, Series, Speaker, Status, Talk
from announcer.when import in_zone, last_day, zone

Node = dict[str, object]

_CONTEXT = "https://schema.org"
_STATUS = {
    Status.CONFIRMED: "EventScheduled",
    Status.TENTATIVE: "EventScheduled",
    Status.POSTPONED: "EventPostponed",
    Status.CANCELLED: "EventCancelled",
}
_MODE = {
    Attendance.ONSITE: "OfflineEventAttendanceMode",
    Attendance.ONLINE: "OnlineEventAttendanceMode",
    Attendance.MIXED: "MixedEventAttendanceMode",
}


def website(edition: Edition) -> Node:
    """Return the site as a WebSite."""
    site = edition.programme.site
    node: Node = {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": site.title,
        "url": edition.urls.absolute(urls.HOME),
        "inLanguage": site.language,
    }
    if site.description:
        node["description"] = site.description
    return node


def series(edition: Edition, each: Series) -> Node:
    """Return a series as an EventSeries."""
    node: Node = {
        "@context": _CONTEXT,
        "@type": "EventSeries",
        "name": each.name,
        "url": edition.urls.absolute(urls.series_page(each)),
        "inLanguage": each.language,
    }
    if each.description:
        node["description"] = markup.line(each.description).text
    return node


def person(edition: Edition, speaker: Speaker, page: str) -> Node:
    """Return who has a page as a Person; never with an email address."""
    return {"@context": _CONTEXT, **_person(edition, speaker, page)}


def event(edition: Edition, talk: Talk) -> Node:
    """Return a talk as an EducationEvent (Google, Event structured data).

    Nobody says in a record what a talk costs, and half an offer is worse than none.
    """
    page = edition.urls.absolute(urls.talk_page(talk))
    organizer = _organizer(edition, talk.series)
    if talk.owner:
        organizer = {"@type": "Organization", "name": talk.owner.name}
        organizer["url"] = talk.owner.url or page
    node: Node = {
        "@context": _CONTEXT,
        "@type": "EducationEvent",
        "@id": page,
        "url": page,
        "name": edition.title(talk),
        "description": _description(edition, talk),
        "inLanguage": talk.language,
        **_times(talk),
        **_status(edition, talk),
        "eventAttendanceMode": f"{_CONTEXT}/{_MODE[attendance(talk)]}",
        "location": _location(edition, talk, page),
        "image": edition.urls.absolute(edition.card(talk)),
        "organizer": organizer,
        "performer": [_speaker(edition, s) for s in _performing(talk)] or organizer,
        "superEvent": {
            "@type": "EventSeries",
            "name": talk.series.name,
            "url": edition.urls.absolute(urls.series_page(talk.series)),
        },
    }
    leading = [s for s in talk.speakers if s.role in LEADING]
    if leading:
        node["contributor"] = [_speaker(edition, s) for s in leading]
    if talk.topics:
        node["keywords"] = list(talk.topics)
    return node


def _performing(talk: Talk) -> list[Speaker]:
    """Return who performs: not who leads, for a chair presents others' work."""
    return [speaker for speaker in talk.speakers if speaker.role not in LEADING]


def _description(edition: Edition, talk: Talk) -> str:
    if talk.abstract:
        return shortened(markup.rich(talk.abstract).text)
    if talk.speakers:
        return f"{edition.who(talk)}: {edition.title(talk)}"
    return f"{talk.series.name}: {edition.title(talk)}"


def _times(talk: Talk) -> Node:
    if talk.all_day:
        return {
            "startDate": talk.start.date().isoformat(),
            "endDate": last_day(talk.end).isoformat(),
        }
    return {"startDate": talk.start.isoformat(), "endDate": talk.end.isoformat()}


def _status(edition: Edition, talk: Talk) -> Node:
    moved = edition.catalogue.moved_from(talk)
    if moved is None or is_off(talk):
        return {"eventStatus": f"{_CONTEXT}/{_STATUS[talk.status]}"}
    before = in_zone(moved, zone(talk.timezone))
    return {
        "eventStatus": f"{_CONTEXT}/EventRescheduled",
        "previousStartDate": before.date().isoformat()
        if talk.all_day
        else before.isoformat(),
    }


def _location(edition: Edition, talk: Talk, page: str) -> list[Node]:
    """Return the room, the online place or both; a private link is the talk's page."""
    mode = attendance(talk)
    places: list[Node] = []
    if mode is not Attendance.ONLINE:
        name = talk.location or edition.words.gettext("To be announced")
        # of a room without an address its name is all that leads there
        places.append({"@type": "Place", "name": name, "address": talk.address or name})
    if mode is not Attendance.ONSITE:
        join = joining(talk, Channel.PUBLIC, edition.programme.now)
        address = join.link or join.registration or page
        if not address.startswith("http"):
            address = page
        places.append({"@type": "VirtualLocation", "url": address})
    return places


def _organizer(edition: Edition, each: Series) -> Node:
    return {
        "@type": "Organization",
        "name": each.name,
        "url": each.url or edition.urls.absolute(urls.series_page(each)),
    }


def _speaker(edition: Edition, speaker: Speaker) -> Node:
    return _person(edition, speaker, edition.urls.speaker(speaker))


def _person(edition: Edition, speaker: Speaker, page: str) -> Node:
    node: Node = {
        "@type": "Person",
        "name": speaker.name,
        "url": speaker.url or edition.urls.absolute(page),
    }
    if speaker.affiliation:
        node["affiliation"] = {"@type": "Organization", "name": speaker.affiliation}
    photo = edition.portrait(speaker)
    if photo:
        largest = urls.photo_file(photo.sizes[-1].name)
        node["image"] = edition.urls.absolute(largest)
    if speaker.orcid:
        node["sameAs"] = f"https://orcid.org/{speaker.orcid}"
    return node
