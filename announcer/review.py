"""Doubts about talks that are valid: what an organiser would want to be asked.

Every doubt is a warning with a stable code. Nothing here stops an output.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from itertools import groupby
from urllib.parse import urlsplit

from announcer import access, markup, urls, when
from announcer.catalogue import Catalogue, catalogue_of
from announcer.colour import AA, contrast
from announcer.errors import Problem, Severity
from announcer.facts import Change
from announcer.letter import sender, speaking
from announcer.talk import (
    PERSONAL,
    Kind,
    LinkAccess,
    Programme,
    Series,
    Site,
    Status,
    Talk,
    TellRule,
)

_SOON = timedelta(days=7)
_DISTANT = timedelta(days=3 * 365)
_NIGHT_ENDS = 7
_NIGHT_BEGINS = 22
# Providers that have mail in their name thrown away (DMARC) unless it comes from these
# servers of theirs: nobody else can sign for them.
_FREE_MAIL = {
    domain: tuple(servers.split())
    for domains, servers in (
        ("gmail.com googlemail.com", "gmail.com googlemail.com google.com"),
        ("gmx.de gmx.net gmx.at gmx.ch gmx.com web.de", "gmx.net gmx.com web.de"),
        (
            "outlook.com outlook.de hotmail.com live.com msn.com",
            "outlook.com office365.com",
        ),
        ("yahoo.com yahoo.de yahoo.fr yahoo.co.uk ymail.com", "yahoo.com"),
        ("aol.com", "aol.com"),
        ("icloud.com me.com mac.com", "me.com icloud.com"),
        ("proton.me protonmail.com pm.me", "proton.me protonmail.ch"),
        ("t-online.de", "t-online.de"),
        ("freenet.de", "freenet.de"),
        ("laposte.net", "laposte.net"),
        ("mail.ru", "mail.ru"),
        ("yandex.ru yandex.com", "yandex.ru yandex.com"),
        ("qq.com", "qq.com"),
    )
    for domain in domains.split()
}
_NOON = time(12)  # by then a talk of the whole day has begun
_BEFORE = PERSONAL | {Kind.ANNOUNCEMENT, Kind.REMINDER}
_TO_LISTS = frozenset(Kind) - PERSONAL
_LONG_MAIL = 90_000  # Gmail cuts at 102 kB, and frame and styles come on top


def review(
    programme: Programme,
    changed: Mapping[str, Sequence[Change]] | None = None,
    renamed: Mapping[str, str] | None = None,
) -> Iterator[Problem]:
    """Yield every doubt about the programme, site first, then talk by talk.

    ``changed`` are the facts that the next build would find changed, by uid;
    ``renamed`` are, by uid of a talk whose record is gone, talks that may be it.
    """
    yield from _site_doubts(programme.site)
    yield from _sender_doubts(programme)
    yield from _series_doubts(programme)
    lost = catalogue_of(programme).held
    talks = [talk for talk in programme.talks if talk.uid not in lost]  # with a file
    for talk in talks:
        yield from _text_doubts(talk)
        if not access.is_over(talk, programme.now):
            yield from _coming_doubts(talk, programme)
    yield from _rewritten(programme, changed or {})
    yield from _clashes(_taking_place(talks))
    yield from held(programme, renamed)


def _doubt(talk: Talk, code: str, message: str, hint: str = "") -> Problem:
    return Problem(
        path=talk.source,
        code=code,
        message=message,
        hint=hint,
        severity=Severity.WARNING,
    )


def _site_doubts(site: Site) -> Iterator[Problem]:
    if site.id is None:
        yield Problem(
            path="talks/site.yaml",
            code="no-id",
            message="the site has no lasting name, so identifiers of talks hold its "
            "address",
            hint=f"write `id: {urls.host(site)}` and never change it, whatever becomes "
            "of the address",
            severity=Severity.WARNING,
        )
    reached = contrast(site.theme.accent, "#ffffff")
    if reached < AA:
        yield Problem(
            path="talks/site.yaml",
            code="pale-accent",
            message=f"the accent {site.theme.accent} is hard to read on white "
            f"(contrast {reached:.1f}, at least {AA} is needed)",
            hint="choose a darker colour under `theme: accent:`",
            severity=Severity.WARNING,
        )


def _sender_doubts(programme: Programme) -> Iterator[Problem]:
    """Ask about addresses that mail comes from, once for each."""
    asked: dict[str, tuple[Series, str, str, str]] = {}
    for series in programme.series:
        doubt = _sender_doubt(series, programme.site) if series.tell else None
        if doubt:
            asked.setdefault(sender(series, programme.site).address, (series, *doubt))
    for series, code, message, hint in asked.values():
        yield Problem(
            path="/".join(filter(None, ("talks", series.key, "series.yaml"))),
            code=code,
            message=f"{series.name}: {message}",
            hint=hint,
            severity=Severity.WARNING,
        )


def _sender_doubt(series: Series, site: Site) -> tuple[str, str, str] | None:
    """Return code, message and hint of what speaks against a series' sender."""
    address, via = sender(series, site).address, series.mail.via
    if not series.mail.sender and not speaking(series, site):
        return (
            "no-sender",
            f"nobody said who sends; the mail would come from {address}, "
            "which perhaps nobody has set up",
            "write mail: {from: Talks <talks@example.edu>}, "
            "or an address beside a name in `organizers`",
        )
    servers = _FREE_MAIL.get(address.rpartition("@")[2].casefold())
    host = (urlsplit(via).hostname or "") if via else None
    if servers is None or host is None or f".{host}".endswith(_ends(servers)):
        return None
    return (
        "free-mail-sender",
        f"mail from {address} that another server sends is refused or lost "
        "nearly everywhere (DMARC)",
        f"send it through {servers[0]}'s own server, or write an address of your "
        "own domain in mail: {from: ...} and this one as `reply_to`",
    )


def _ends(servers: Iterable[str]) -> tuple[str, ...]:
    return tuple(f".{server}" for server in servers)


def _series_doubts(programme: Programme) -> Iterator[Problem]:
    held = catalogue_of(programme).by_series
    for series in programme.series:
        own = any(talk.series.key == series.key for talk in held[series.key])
        alone = {rule.kind for rule in series.tell} - PERSONAL == {Kind.PROGRAMME}
        doubts = (
            (
                not held[series.key],
                "empty-series",
                f"{series.name} has no talks yet",
                f"announcer new {series.key}".strip(),
            ),
            (
                own and not series.mailing_lists and _rules(series, *_TO_LISTS),
                "no-list",
                "`tell:` says what to send, but there is no `mailing_list`",
                "write `mailing_list: seminar@example.edu`, or `tell: none`",
            ),
            (
                not programme.site.terms and _rules(series, Kind.PROGRAMME),
                "no-terms",
                "a programme is of a term, and the site has no `terms`: it never goes "
                "out",
                "write them in site.yaml: "
                "- {name: Spring 2021, start: 2021-01-25, end: 2021-05-14}",
            ),
            (
                own and alone,
                "programme-alone",
                "of a talk that is added after the programme nobody is told",
                "add a line under `tell:`, such as - digest: Sundays at 18:00",
            ),
        )
        for is_so, code, message, hint in doubts:
            if is_so:
                yield Problem(
                    path="/".join(filter(None, ("talks", series.key))),
                    code=code,
                    message=message,
                    hint=hint,
                    severity=Severity.WARNING,
                )


def _rules(series: Series, *kinds: Kind) -> list[TellRule]:
    return [rule for rule in series.tell if rule.kind in kinds]


def _rule_doubts(talk: Talk) -> Iterator[Problem]:
    """Find rules about single talks that fall due when a talk has begun.

    Only those of its own day can: the others count back from it.
    """
    zone = when.zone(talk.series.timezone)
    begins = _NOON if talk.all_day else when.in_zone(talk.start, zone).time()
    for rule in _rules(talk.series, *_BEFORE):
        if rule.days == 0 and rule.at >= begins:
            yield _doubt(
                talk,
                "too-late",
                f"`{rule.kind}: {rule.text}` comes when the talk has begun "
                f"({begins:%H:%M}): it never goes out",
                "write an earlier time, or count from the start: 1 hour before",
            )


def _text_doubts(talk: Talk) -> Iterator[Problem]:
    texts = [("title", talk.title), ("abstract", talk.abstract)]
    texts += [(f"bio of {s.name}", s.bio) for s in talk.speakers]
    for name, text in texts:
        if text:
            parsed = markup.inline(text) if name == "title" else markup.rich(text)
            for warning in parsed.warnings:
                yield _doubt(talk, "formula", f"{name}: {warning}")


def _coming_doubts(talk: Talk, programme: Programme) -> Iterator[Problem]:
    if talk.status is Status.CANCELLED:
        return
    soon = talk.start - programme.now < _SOON
    yield from _slot_doubts(talk, catalogue_of(programme))
    yield from _link_doubts(talk, soon=soon)
    yield from _rule_doubts(talk)
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
            f"{talk.start:%A} is not the series' usual {_day_name(usual)}",
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


def _day_name(weekday: int) -> str:
    return f"{date(2024, 1, 1) + timedelta(days=weekday):%A}"


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
            day = when.in_zone(was, when.zone(talk.timezone))
            yield _doubt(
                talk,
                "into-the-past",
                f"the talk was to be on {day:%Y-%m-%d}, and its record now says "
                f"{talk.start:%Y-%m-%d}, which is past",
                "is its `date` right, and the year?",
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


def _clashes(talks: list[Talk]) -> Iterator[Problem]:
    """Find one room or one person in two talks at once; ``talks`` are in order."""
    places = [(talk.location or "", talk) for talk in talks if access.has_room(talk)]
    yield from _overlaps(places, "room-clash", "{0} is taken by {1} at that time")
    people = [(s.name, talk) for talk in talks for s in talk.speakers]
    yield from _overlaps(people, "speaker-clash", "{0} also gives {1} at that time")


def _overlaps(
    held: list[tuple[str, Talk]], code: str, message: str
) -> Iterator[Problem]:
    by_name = sorted(held, key=lambda pair: (pair[0].casefold(), pair[1].start))
    for _, group in groupby(by_name, key=lambda pair: pair[0].casefold()):
        latest: Talk | None = None
        for name, talk in group:
            if latest and latest.uid != talk.uid and talk.start < latest.end:
                yield _doubt(talk, code, message.format(name, latest.source))
            if latest is None or talk.end > latest.end:
                latest = talk


def held(
    programme: Programme, renamed: Mapping[str, str] | None = None
) -> Iterator[Problem]:
    """Yield what is held because its record is gone, and the ways on.

    Several talks of one folder are one doubt: a folder is lost as a whole. ``renamed``
    are, by uid, talks that may be one of them.
    """
    newer = renamed or {}
    for folder, talks in catalogue_of(programme).held_by_folder.items():
        alone = talks[0] if len(talks) == 1 else None
        yield Problem(
            path=alone.source if alone else folder,
            code="held",
            message=_gone(alone) if alone else _all_gone(talks),
            hint=_ways_on(alone, newer.get(alone.uid))
            if alone
            else "bring them back; or, if they are off, `announcer cancel` each of "
            "them; or, if they were renamed, add `uid:` to the new files",
            severity=Severity.WARNING,
        )


_SHOWN = 3
_HELD = (
    "calendars and pages keep what was last public, and nothing is told of {} until "
    "you say what is so"
)


def _gone(talk: Talk) -> str:
    start = when.in_zone(talk.start, when.zone(talk.timezone))
    which = f"({start:%Y-%m-%d}, {talk.uid})"
    return f"held: the record of a talk to come is gone {which}; {_HELD.format('it')}"


def _all_gone(talks: Sequence[Talk]) -> str:
    names = [talk.uid for talk in talks[:_SHOWN]]
    names += [f"{len(talks) - _SHOWN} more"] if len(talks) > _SHOWN else []
    return (
        f"held: the records of {len(talks)} talks to come are gone "
        f"({', '.join(names)}); {_HELD.format('them')}"
    )


def _ways_on(talk: Talk, newer: str | None) -> str:
    where = f"the new record, such as that of {newer}" if newer else "the new file"
    return (
        f"bring it back; renamed? add `uid: {talk.uid}` to {where}; "
        f"off? `announcer cancel {talk.uid}`"
    )
