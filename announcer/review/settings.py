"""Doubts about a site and its series: their names, senders and rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from announcer import urls
from announcer.catalogue import catalogue_of
from announcer.colour import AA, contrast
from announcer.errors import Problem, doubt
from announcer.kinds import PERSONAL, Kind, TellRule
from announcer.lazy import pattern
from announcer.letter import NO_WAY, NO_WAY_CURE, sender, speaking
from announcer.talk import Programme, Series, Site

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
_RELATIVE = pattern(r"\]\(\s*<?(?!https?:|mailto:)[^)\s]", re.IGNORECASE)
_TO_LISTS = frozenset(Kind) - PERSONAL


def settings(programme: Programme) -> Iterator[Problem]:
    """Yield the doubts about the site, then those about its senders and series."""
    yield from _site_doubts(programme.site)
    yield from _sender_doubts(programme)
    yield from _way_doubts(programme)
    yield from _series_doubts(programme)


def _site_doubts(site: Site) -> Iterator[Problem]:
    if site.id is None:
        yield doubt(
            path="talks/site.yaml",
            code="no-id",
            message="the site has no lasting name, so identifiers of talks hold its "
            "address",
            hint=f"write `id: {urls.host(site)}` and never change it, whatever becomes "
            "of the address",
        )
    if _RELATIVE.search(site.footer or ""):
        yield doubt(
            path="talks/site.yaml",
            code="footer-link",
            message="a link in `footer` is no whole address, so pages show only its "
            "words",
            hint="write it whole, with https:// or mailto: in front",
        )
    reached = contrast(site.theme.accent, "#ffffff")
    if reached < AA:
        yield doubt(
            path="talks/site.yaml",
            code="pale-accent",
            message=f"the accent {site.theme.accent} is hard to read on white "
            f"(contrast {reached:.1f}, at least {AA} is needed)",
            hint="choose a darker colour under `theme: accent:`",
        )


def _sender_doubts(programme: Programme) -> Iterator[Problem]:
    """Ask about addresses that mail comes from, once for each."""
    asked: dict[str, tuple[Series, str, str, str]] = {}
    for series in programme.series:
        found = _sender_doubt(series, programme.site) if series.tell else None
        if found:
            asked.setdefault(sender(series, programme.site).address, (series, *found))
    for series, code, message, hint in asked.values():
        yield doubt(
            path="/".join(filter(None, ("talks", series.key, "series.yaml"))),
            code=code,
            message=f"{series.name}: {message}",
            hint=hint,
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


def _way_doubts(programme: Programme) -> Iterator[Problem]:
    """Ask about mail that rules want and nothing takes, once for all series."""
    found = [one for one in programme.series if one.tell and not one.mail.via]
    if found:
        others = f" and {len(found) - 1} more" if len(found) > 1 else ""
        yield doubt(
            path="talks/site.yaml",
            code="no-way",
            message=f"`tell:` of {found[0].name}{others} wants mail sent, and {NO_WAY}",
            hint=NO_WAY_CURE,
        )


def _series_doubts(programme: Programme) -> Iterator[Problem]:
    talks = catalogue_of(programme).by_series
    for series in programme.series:
        own = any(talk.series.key == series.key for talk in talks[series.key])
        alone = {rule.kind for rule in series.tell} - PERSONAL == {Kind.PROGRAMME}
        doubts = (
            (
                not talks[series.key],
                "empty-series",
                f"{series.name} has no talks yet",
                f"announcer new {series.key}".strip(),
            ),
            (
                own and not series.mailing_lists and rules(series, *_TO_LISTS),
                "no-list",
                "`tell:` says what to send, but there is no `mailing_list`",
                "write `mailing_list: seminar@example.edu`, or `tell: none`",
            ),
            (
                not programme.site.terms and rules(series, Kind.PROGRAMME),
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
                yield doubt(
                    path="/".join(filter(None, ("talks", series.key))),
                    code=code,
                    message=message,
                    hint=hint,
                )


def rules(series: Series, *kinds: Kind) -> list[TellRule]:
    """Return the rules of a series for some kinds of message."""
    return [rule for rule in series.tell if rule.kind in kinds]
