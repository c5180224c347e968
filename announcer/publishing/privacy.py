"""A last look at what goes out: no private link, passcode or speaker's address.

The formats leave them out already (``access``); this looks at the bytes, whoever wrote
them: a template of the project, a file put beside the pages, an abstract.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from announcer import access
from announcer.classes import dataclass
from announcer.lazy import pattern
from announcer.output import media_type
from announcer.record import Records
from announcer.release import Release, content
from announcer.talk import Person, Talk

_BETWEEN = pattern(r"[\s<>()\[\]{},;:\\\"'=/?&|!*`]+")
_WEB = pattern(r"https?://", re.IGNORECASE)
# of JSON and of calendars
_ESCAPES = {
    r"\/": "/",
    r"\,": ",",
    r"\;": ";",
    r"\u0026": "&",
    r"\u003d": "=",
    r"\u003D": "=",
    r"\u0040": "@",
}


@dataclass(frozen=True, slots=True)
class _Secrets:
    """What may not go out, each with the record that it belongs to."""

    links: dict[str, str]
    hosts: set[str]
    codes: dict[str, str]
    emails: dict[str, str]
    others: dict[str, str]


def leaks(release: Release, records: Records) -> tuple[str, ...]:
    """Say which files hold something private, and of which record; never what."""
    secrets = _secrets(records)
    if not (secrets.links or secrets.emails or secrets.others):
        return ()
    return tuple(
        f"{path} holds {what}"
        for path, file in release.files.items()
        if media_type(path) not in {"image/png", "image/jpeg", "image/webp"}
        for what in sorted(set(_found(_plain(content(file)), secrets)))
    )


def _found(text: str, secrets: _Secrets) -> Iterator[str]:
    yield from (what for other, what in secrets.others.items() if other in text)
    if any(host in text for host in secrets.hosts):
        for link, source in secrets.links.items():
            if link in text and re.search(re.escape(link) + access.ENDS, text):
                yield f"the private link of {source}"
    # one pass however many secrets there are: sites have thousands of files
    words = set(_BETWEEN.split(text))
    words |= {word.strip(".") for word in words if word.endswith(".")}
    for word in secrets.codes.keys() & words:
        yield f"the passcode of {secrets.codes[word]}"
    written = {word.casefold() for word in words if "@" in word}
    for email in secrets.emails.keys() & written:
        yield f"the address of a speaker of {secrets.emails[email]}"


def _plain(content: bytes) -> str:
    """Undo what calendars, pages, JSON and addresses do to letters."""
    text = content.decode("utf-8", "replace")
    if "\n " in text or "\n\t" in text:
        # folded lines, RFC 5545 section 3.1
        text += "\n" + re.sub(r"\r?\n[ \t]", "", text)
    if "\\" in text:
        for written, meant in _ESCAPES.items():
            text = text.replace(written, meant)
    if "&" in text:
        text = unescape(text)
    return f"{text}\n{unquote(text)}" if "%" in text else text


def _secrets(records: Records) -> _Secrets:
    public = set(_public_links(records))
    known = set(_public_addresses(records))
    found = _Secrets({}, set(), {}, {}, {})
    for talk in records.talks:
        for name, value in access.private(talk):
            if _bare(value) in public or value.casefold() in known:
                continue
            if _WEB.match(value):
                _hide_link(value, talk.source, found)
            elif name == access.PASSCODE:
                found.codes[value.strip(".")] = talk.source
            elif name == "email":
                found.emails[value.casefold()] = talk.source
            else:
                found.others[value] = f"the private {name} of {talk.source}"
    return found


def _hide_link(link: str, source: str, found: _Secrets) -> None:
    bare = _bare(link)
    found.links[bare] = found.links[unquote(bare)] = source
    found.hosts.update(
        re.split(r"[/?#]", one, maxsplit=1)[0] for one in (bare, unquote(bare))
    )


def _bare(link: str) -> str:
    return _WEB.sub("", link, count=1).rstrip("/")


def _public_links(records: Records) -> Iterator[str]:
    """Yield addresses that are public in one place, whatever they are in another."""
    for talk in records.talks:
        shown = [talk.registration, talk.slides, talk.video, talk.paper]
        shown += [value for _, value, hidden in access.guarded(talk) if not hidden]
        shown += [speaker.url for speaker in talk.speakers]
        yield from map(_bare, filter(None, shown))
    yield from (_bare(series.url) for series in records.series if series.url)
    yield _bare(records.site.url)


def _public_addresses(records: Records) -> Iterator[str]:
    """Yield the addresses of those who run things: calendars and pages name them."""
    site = records.site
    people = [*site.organizers, *_hosts(records.talks)]
    boxes = [site.mail.sender, site.mail.reply_to]
    for series in records.series:
        people += series.organizers
        boxes += [*series.mailing_lists, series.mail.sender, series.mail.reply_to]
    addresses = [site.mail.unsubscribe_mailto, *(person.email for person in people)]
    addresses += [box.address for box in boxes if box]
    addresses += [
        talk.registration.partition(":")[2].partition("?")[0]
        for talk in records.talks
        if talk.registration and talk.registration.casefold().startswith("mailto:")
    ]
    yield from (address.casefold() for address in addresses if address)


def _hosts(talks: Iterable[Talk]) -> Iterator[Person]:
    return (talk.host for talk in talks if talk.host)
