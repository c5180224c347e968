"""Doubts about talks that are valid: what an organiser would want to be asked.

Every doubt is a warning with a stable code. Nothing here stops an output.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from itertools import groupby

from announcer import access, markup, when
from announcer.catalogue import Catalogue, catalogue_of
from announcer.errors import Problem, doubt
from announcer.facts import Change
from announcer.kinds import PERSONAL, THANKING, Kind
from announcer.review import texts
from announcer.review.exposed import exposed, secretive
from announcer.review.lost import held
from announcer.review.off import off_in_words
from announcer.review.people import people
from announcer.review.settings import rules, settings
from announcer.talk import LinkAccess, Programme, Series, Site, Status, Talk

__all__ = ["exposed", "held", "review", "secretive", "unreadable"]

_SOON = timedelta(days=7)
_DISTANT = timedelta(days=3 * 365)
_NIGHT_ENDS = 7
_NIGHT_BEGINS = 22
_NOON = time(12)  # by then a talk of the whole day has begun
_BEFORE = (PERSONAL - THANKING) | {Kind.ANNOUNCEMENT, Kind.REMINDER}
_LONG_MAIL = 90_000  # Gmail cuts at 102 kB, and frame and styles come on top


def review(
    programme: Programme,
    changed: Mapping[str, Sequence[Change]] | None = None,
    renamed: Mapping[str, str] | None = None,
    place: texts.Finder = texts.nowhere,
) -> Iterator[Problem]:
    """Yield every doubt about the programme, site first, then talk by talk.

    ``place`` says where a piece of a text stands in its file. ``changed`` are the facts
    that the next build would find changed, by uid; ``renamed`` are, by uid of a talk
    whose record is gone, talks that may be it.
    """
    yield from settings(programme)
    yield from texts.of_site(programme.site, place)
    known = {series.key: series for series in programme.series}
    for series in programme.series:
        around: Series | Site = programme.site
        if series.parent is not None:
            around = known.get(series.parent, around)
        yield from texts.of_series(series, around, place)
    lost = catalogue_of(programme).held
    talks = [talk for talk in programme.talks if talk.uid not in lost]  # with a file
    for talk in talks:
        yield from texts.of_talk(talk, place)
        if not access.is_over(talk, programme.now):
            yield from _coming_doubts(talk, programme)
    yield from _rewritten(programme, changed or {})
    yield from people(talks, programme)
    yield from _clashes(_taking_place(talks), catalogue_of(programme))
    yield from held(programme, renamed)


def unreadable(
    programme: Programme, place: texts.Finder = texts.nowhere
) -> Iterator[Problem]:
    """Yield the formulas of talks to come that are shown as they were written."""
    catalogue = catalogue_of(programme)
    for talk in catalogue.coming:
        if talk.uid not in catalogue.held:
            doubts = texts.of_talk(talk, place, only_formulas=True)
            yield from (one for one in doubts if one.code == "formula")


def _doubt(talk: Talk, code: str, message: str, hint: str = "") -> Problem:
    return doubt(talk.source, code, message, hint)


def _rule_doubts(talk: Talk) -> Iterator[Problem]:
    """Find rules about single talks that fall due when a talk has begun.

    Only those of its own day can: the others count back from it.
    """
    zone = when.zone(talk.series.timezone)
    begins = _NOON if talk.all_day else when.in_zone(talk.start, zone).time()
    for rule in rules(talk.series, *_BEFORE):
        if rule.days == 0 and rule.at >= begins:
            yield _doubt(
                talk,
                "too-late",
                f"`{rule.kind}: {rule.text}` comes when the talk has begun "
                f"({begins:%H:%M}): it never goes out",
                "write an earlier time, or count from the start: 1 hour before",
            )


def _coming_doubts(talk: Talk, programme: Programme) -> Iterator[Problem]:
    if talk.status is Status.CANCELLED:
        return
    soon = talk.start - programme.now < _SOON
    yield from _slot_doubts(talk, catalogue_of(programme))
    yield from _link_doubts(talk, soon=soon)
    yield from _rule_doubts(talk)
    yield from off_in_words(talk)
    if soon and talk.title is None:
        yield _doubt(talk, "untitled", "the talk is within a week and has no title")
    if soon and talk.status is Status.TENTATIVE:
        yield _doubt(
            talk,
            "tentative",
            "the talk is within a week and still tentative",
            "take out `status: tentative` once it is certain",
        )
    if _mail_length(talk) > _LONG_MAIL:
        yield _doubt(
            talk,
            "long-mail",
            "its mail is so long that some readers will cut it off (over 100 kB)",
            "shorten the abstract or the bios",
        )
    if not talk.speakers and talk.title is None:
        yield _doubt(talk, "nobody", "the talk has neither a title nor a speaker")


def _mail_length(talk: Talk) -> int:
    """Return about how many octets the HTML of its mail has, without the frame."""
    texts = [talk.abstract, *(speaker.bio for speaker in talk.speakers)]
    return sum(len(markup.rich(text).mail_html.encode()) for text in texts if text)


def _slot_doubts(talk: Talk, catalogue: Catalogue) -> Iterator[Problem]:
    usual = talk.series.weekday
    if usual is not None and talk.start.weekday() != usual:
        yield _doubt(
            talk,
            "unusual-weekday",
            f"{talk.start:%A} is not the series' usual {when.WEEKDAYS[usual]}",
        )
    if not talk.all_day and not _NIGHT_ENDS <= talk.start.hour < _NIGHT_BEGINS:
        yield _doubt(
            talk,
            "at-night",
            f"it starts at {talk.start:%H:%M} in {talk.timezone}, at night",
            "is `time` or `timezone` right?",
        )
    if talk.start - catalogue.now > _DISTANT:
        yield _doubt(talk, "distant", "it is more than three years away")
    if usual is not None and _between_terms(talk.start.date(), catalogue):
        yield _doubt(talk, "outside-terms", "its date lies in no term of the site")


def _between_terms(day: date, catalogue: Catalogue) -> bool:
    """Say whether the day is before the end of the last term, but in none of them."""
    known = any(day <= term.end for term in catalogue.site.terms)
    return known and catalogue.term_of(day) is None


def _link_doubts(talk: Talk, *, soon: bool) -> Iterator[Problem]:
    online_only = not access.has_room(talk) and talk.location is not None
    if soon and online_only and not talk.link and not talk.registration:
        yield _doubt(talk, "no-link", "it is online, within a week, and has no link")
    public = talk.link_access is LinkAccess.PUBLIC
    if talk.link and public and access.passcodes(talk.link):
        yield _doubt(
            talk,
            "public-passcode",
            "the link holds its passcode and everybody can see it",
            "say `link_access: members` to keep it to the mailing list",
        )
    if talk.link_access is LinkAccess.REGISTRATION and not talk.registration:
        yield _doubt(
            talk,
            "no-registration",
            "`link_access: registration` hides the link, but there is no "
            "`registration` to go to",
        )


def _rewritten(
    programme: Programme, changed: Mapping[str, Sequence[Change]]
) -> Iterator[Problem]:
    """Find talks that are over and would be told differently from now on."""
    for talk in programme.talks:
        if not access.is_over(talk, programme.now):
            continue
        facts = [change.field for change in changed.get(talk.uid, ())]
        known = programme.history.get(talk.uid)
        was = known.previous_start if known else None
        if was and was > programme.now:
            before = when.in_zone(was, when.zone(talk.timezone))
            same_day = before.date() == talk.start.date()
            form = "%Y-%m-%d %H:%M" if same_day else "%Y-%m-%d"
            yield _doubt(
                talk,
                "into-the-past",
                f"the talk was to be on {before:{form}}, and its record now says "
                f"{talk.start:{form}}, which is past",
                "is its `time` right?"
                if same_day
                else "is its `date` right, and the year?",
            )
        elif facts:
            yield _doubt(
                talk,
                "rewrites-the-past",
                f"the talk is over, and its {', '.join(facts)} would change",
                "if a default changed, write it in series.yaml under `changes:`, "
                "such as - {since: 2026-10-01, location: Room B2}",
            )


def _taking_place(talks: Iterable[Talk]) -> list[Talk]:
    return [talk for talk in talks if not access.is_off(talk) and not talk.all_day]


def _clashes(talks: list[Talk], catalogue: Catalogue) -> Iterator[Problem]:
    """Find one room or one person in two talks at once; ``talks`` are in order."""
    places = [
        (access.room_key(talk.location), talk.location, talk)
        for talk in talks
        if talk.location and access.has_room(talk)
    ]
    yield from _overlaps(places, "room-clash", "{0} is taken by {1} at that time")
    slug = catalogue.people.slug
    spoken = [(slug(s), s.name, talk) for talk in talks for s in talk.speakers]
    yield from _overlaps(spoken, "speaker-clash", "{0} also gives {1} at that time")


def _overlaps(
    held: list[tuple[str, str, Talk]], code: str, message: str
) -> Iterator[Problem]:
    """Find talks that hold one thing at once: its key, its name and the talk."""
    in_order = sorted(held, key=lambda one: (one[0], one[2].start))
    for _, group in groupby(in_order, key=lambda one: one[0]):
        latest: Talk | None = None
        for _, name, talk in group:
            if latest and latest.uid != talk.uid and talk.start < latest.end:
                yield _doubt(talk, code, message.format(name, latest.source))
            if latest is None or talk.end > latest.end:
                latest = talk
