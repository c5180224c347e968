"""talks.json: all talks as data for other people's programs.

Version 1 of the file: an object with ``version`` ("1"), ``site``, ``series`` and
``talks``, in their order by time. Keys are the words of the record files; times
are ISO 8601 with their offset beside the IANA name of the zone; addresses are absolute;
``*_text`` is the plain reading of a field that may hold Markdown and LaTeX. What
has no value is left out. New keys may appear in version 1, none will change or go.

Of very many talks it holds those to come and the latest; ``next`` is the address of
the file that goes on with earlier ones. The last file has no ``next``.

upcoming.json, of all and beside the page of each series, is the same file with the next
talks alone and without their longer texts: what a screen or another page shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from announcer import markup, urls
from announcer.access import Channel, attendance, consent, joining
from announcer.catalogue import Part, catalogue_of
from announcer.ical import revision_of
from announcer.output import Draft, Stream
from announcer.talk import Programme, Series, Site, Speaker, Talk
from announcer.templating import Templates
from announcer.urls import Urls
from announcer.words import language_of

VERSION = "1"
_NEXT = 50  # talks: more than any screen or list of coming talks shows
_LONG = frozenset({"abstract", "abstract_text", "extra"})

Record = dict[str, object]

# An encoder is made once; ``json.dumps`` makes one for each talk.
_encode = json.JSONEncoder(ensure_ascii=False).encode


def drafts(programme: Programme, templates: Templates) -> Iterator[Draft]:
    """Yield talks.json; what is not public on the pages is not in it either."""
    catalogue = catalogue_of(programme)
    parts = catalogue.parts
    for number, part in enumerate(parts):
        after = parts[number + 1].name if part is not parts[-1] else ""
        make = Stream(partial(_file, part, after, programme, templates))
        needs = (programme.series, part.talks, after)
        yield Draft(f"site/{urls.talks_part(part.name)}", make, needs)
    shown = {urls.UPCOMING: catalogue.coming}
    for series in programme.series:
        coming, _ = catalogue.parted_by_series[series.key]
        shown[urls.series_upcoming(series)] = coming
    known: dict[str, bytes] = {}
    for path, coming in shown.items():
        short = partial(_upcoming, programme, coming[:_NEXT], known)
        yield Draft(f"site/{path}", short, (programme.series, coming[:_NEXT]))


def _file(
    part: Part, after: str, programme: Programme, templates: Templates
) -> Iterator[bytes]:
    """Yield a part of all talks; ``after`` is the name of the one that goes on."""
    places = catalogue_of(programme).urls
    earlier = templates.earlier
    left = _lines(earlier.left(f"site/{urls.talks_part(part.name)}") or b"")
    lines = (
        (left.get(_name(talk)) if left and earlier.has(talk) else None)
        or _line(_talk(talk, programme, places))
        for talk in part.talks
    )
    goes_on = places.absolute(urls.talks_part(after)) if after else None
    yield from _whole(programme, lines, goes_on)


def _upcoming(
    programme: Programme, coming: Sequence[Talk], known: dict[str, bytes]
) -> bytes:
    """Return the file of these talks; a line is written once for all files."""
    places = catalogue_of(programme).urls
    for talk in coming:
        if talk.uid not in known:
            known[talk.uid] = _line(_shortened(_talk(talk, programme, places)))
    return b"".join(_whole(programme, (known[talk.uid] for talk in coming)))


def _line(record: Record) -> bytes:
    return _encode(record).encode()


def _whole(
    programme: Programme, lines: Iterable[bytes], goes_on: str | None = None
) -> Iterator[bytes]:
    places = catalogue_of(programme).urls
    head: Record = {
        "version": VERSION,
        "site": _site(programme.site, places),
        "series": [_series(series, places) for series in programme.series],
    }
    if goes_on:
        head["next"] = goes_on
    # One talk a line: small enough to load, and a change is one line in a diff.
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    yield b'%b,\n "talks": [\n' % opening.encode()
    before = b""
    for line in lines:
        yield before + line
        before = b",\n"
    yield b"\n]\n}\n"


def _lines(file: bytes) -> dict[bytes, bytes]:
    """Return the lines of a file that was written here, by what each begins with."""
    lines = file.partition(b'\n "talks": [\n')[2].removesuffix(b"\n]\n}\n")
    return {line.partition(b'", ')[0]: line for line in lines.split(b",\n")}


def _name(talk: Talk) -> bytes:
    return f'{{"uid": {_encode(talk.uid)}'.encode()[:-1]


def _site(site: Site, places: Urls) -> Record:
    return _known(
        title=site.title,
        url=places.absolute(urls.HOME),
        description=site.description,
        language=site.language,
        timezone=site.timezone,
        terms=[
            {
                "name": term.name,
                "start": term.start.isoformat(),
                "end": term.end.isoformat(),
            }
            for term in site.terms
        ],
        extra=site.extra,
    )


def _series(series: Series, places: Urls) -> Record:
    return _known(
        key=series.key,
        name=series.name,
        parent=series.parent,
        description=series.description and markup.line(series.description).text,
        page=places.absolute(urls.series_page(series)),
        calendar=places.absolute(urls.series_ics(series)),
        feed=places.absolute(urls.series_atom(series)),
        url=series.url,
        language=series.language,
        timezone=series.timezone,
        extra=series.extra,
    )


def _talk(talk: Talk, programme: Programme, places: Urls) -> Record:
    join = joining(talk, Channel.PUBLIC, programme.now)
    revision = revision_of(talk, programme)
    return _known(
        uid=talk.uid,
        series=talk.series.key,
        also=[series.key for series in talk.also] or None,
        page=places.absolute(urls.talk_page(talk)),
        calendar=places.absolute(urls.talk_ics(talk)),
        title=talk.title,
        title_text=markup.inline(talk.title).text if talk.title else None,
        title_language=talk.title
        and language_of(talk.title, talk.language, programme.site.language),
        speakers=[_speaker(speaker, places) for speaker in talk.speakers],
        start=talk.start.isoformat(),
        end=talk.end.isoformat(),
        all_day=talk.all_day or None,
        daily=talk.daily or None,
        timezone=talk.timezone,
        status=talk.status.value,
        attendance=attendance(talk).value,
        location=talk.location,
        address=talk.address,
        link=join.link,
        registration=join.registration,
        notice=talk.notice,
        host=talk.host.name if talk.host else None,
        topics=list(talk.topics),
        language=talk.language,
        slides=talk.slides,
        video=talk.video,
        paper=talk.paper,
        recording=consent(talk),
        type=talk.type,
        abstract=talk.abstract,
        abstract_text=markup.rich(talk.abstract).text if talk.abstract else None,
        extra=talk.extra,
        previous_start=revision.previous_start.isoformat()
        if revision.previous_start
        else None,
        previous_location=revision.previous_location,
        modified=revision.modified.isoformat(),
        owner=talk.owner.name if talk.owner else None,
        owner_page=talk.owner.url if talk.owner else None,
    )


def _shortened(record: Record) -> Record:
    """Return a talk without its longer texts."""
    speakers: Any = record.get("speakers", [])
    short = [_without(one, {"bio"}) for one in speakers]
    return _without(record, _LONG) | ({"speakers": short} if short else {})


def _without(record: Record, keys: frozenset[str] | set[str]) -> Record:
    return {key: value for key, value in record.items() if key not in keys}


def _speaker(speaker: Speaker, places: Urls) -> Record:
    return _known(
        name=speaker.name,
        affiliation=speaker.affiliation,
        page=places.absolute(places.speaker(speaker)),
        url=speaker.url,
        orcid=speaker.orcid,
        pronouns=speaker.pronouns,
        role=speaker.role.value if speaker.role else None,
        bio=speaker.bio,
    )


def _known(**values: object) -> Record:
    """Leave out what nobody said."""
    return {
        key: value
        for key, value in values.items()
        if value or (value is not None and value not in ([], {}))
    }
