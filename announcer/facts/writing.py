"""Talks as JSON: their fingerprint, and all that shows one whose record is gone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from hashlib import sha256
from itertools import compress
from json.encoder import encode_basestring_ascii as quoted
from operator import attrgetter, ne
from typing import Any

from announcer.access import always_private
from announcer.mailbox import remembered
from announcer.talk import (
    LinkAccess,
    Person,
    Recording,
    Role,
    Series,
    Speaker,
    Status,
    Talk,
)

Way = Callable[[Any], str]
DENSE = json.JSONEncoder(separators=(",", ":"), sort_keys=True)

# A link in an export that not everybody may see: known again, and not to be read.
VEIL = "sha256:"


def is_veiled(link: str | None) -> bool:
    """Say whether a link is no address but the digest of one."""
    return bool(link) and str(link).startswith(VEIL)


def credit(speaker: Speaker) -> str:
    """Return how facts name a speaker."""
    if speaker.affiliation:
        return f"{speaker.name} ({speaker.affiliation})"
    return speaker.name


def facts_json(talk: Talk) -> str:
    """Write the facts of a talk as they write themselves, in a third of the time."""
    speakers = ",".join([quoted(credit(speaker)) for speaker in talk.speakers])
    later = f'"registration":{quoted(talk.registration)},' if talk.registration else ""
    return (
        f'{{"all_day":{_truth(talk.all_day)},"end":{_moment(talk.end)},'
        f'"link":{_or_null(talk.link)},"link_access":{quoted(talk.link_access)},'
        f'"location":{_or_null(talk.location)},{later}"speakers":[{speakers}],'
        f'"start":{_moment(talk.start)},"status":{quoted(talk.status)},'
        f'"timezone":{quoted(talk.timezone)},"title":{_or_null(talk.title)}}}'
    )


def digest(talk: Talk) -> str:
    """Return a fingerprint of everything that is shown of a talk (SHA-256, hex).

    Its record's path, where it was imported from, and what is always private, such as
    its speakers' addresses, do not count.
    A field that a later release adds does not count either until somebody fills it in.
    """
    return sha256(_shown()(talk).encode("ascii")).hexdigest()


def snapshot(talk: Talk) -> dict[str, Any]:
    """Return all that ``restore`` needs, as values that JSON can hold."""
    written: dict[str, Any] = json.loads(snapshot_json(talk))
    return written


def snapshot_json(talk: Talk) -> str:
    """Write all that ``restore`` needs, as one line of ASCII.

    What is always private is left out, such as the speakers' addresses: nothing that is
    still written about a talk without a record needs it.
    """
    names = _zone_names(talk.start.tzname(), talk.end.tzname())
    return f'{_kept()(talk)[:-1]}, "zone_names": {names}}}'


@lru_cache(maxsize=256)
def _zone_names(*names: str | None) -> str:
    return json.dumps(names)


def restore(written: Mapping[str, Any], series: Series | None = None) -> Talk:
    """Return the talk of a snapshot, in its series or, without one, in what is known.

    Start and end keep their wall times and stand in a fixed offset that bears the
    zone's abbreviation; a link of which only a digest is left is none. Raises KeyError,
    TypeError or ValueError if ``written`` is not a snapshot.
    """
    if is_veiled(written.get("link")):
        written = {**written, "link": None}
    names = written.get("zone_names", (None, None))
    known = {name: written[name] for name in _TALK_NAMES if name in written}
    known |= {
        name: read(written[name]) for name, read in _READ.items() if name in known
    }
    known["series"] = series or _read_series(written["series"])
    known["start"] = _read_moment(written["start"], names[0])
    known["end"] = _read_moment(written["end"], names[1])
    return Talk(**{"title": None, "speakers": (), **known})


def _moment(moment: datetime) -> str:
    return f'"{moment.isoformat()}"'


def _truth(value: bool) -> str:  # noqa: FBT001 - a value
    return "true" if value else "false"


def _or_null(text: str | None) -> str:
    return "null" if text is None else quoted(text)


def _named(thing: object) -> str:
    return quoted(str(thing))


def _form(
    noun: type,
    paths: Iterable[str],
    encoder: json.JSONEncoder,
    ways: Mapping[str, Way],
    always: str = "",
) -> Way:
    """Return what writes a noun as the encoder would, without what says nothing.

    A field that is as it is where nobody fills it in is left out, but for one that is
    ``always`` there. ``ways`` say by its type how a field is written that JSON cannot
    hold as it is, or that is soon written: ten thousand talks are written at once.
    """
    known: dict[str, Field[Any]] = {f.name: f for f in fields(noun)}
    named = {path.rpartition(".")[2]: path for path in paths}
    if encoder.sort_keys:
        named = dict(sorted(named.items()))
    get, comma = attrgetter(*named.values()), encoder.item_separator
    defaults = [None if n == always else _default(known.get(n)) for n in named]
    kinds = [known[n].type if n in known else "Mailbox" for n in named]
    ways_ = [_way(str(kind), ways, encoder) for kind in kinds]
    heads = [f'"{name}"{encoder.key_separator}' for name in named]
    parts = [*zip(heads, ways_, strict=True)]

    def write(thing: Any) -> str:
        values = get(thing)
        stated = compress(zip(parts, values, strict=True), map(ne, values, defaults))
        return f"{{{comma.join([head + way(value) for (head, way), value in stated])}}}"

    return write


def _way(kind: str, ways: Mapping[str, Way], encoder: json.JSONEncoder) -> Way:
    """Return what writes values of a type, as an annotation names it."""
    kind = kind.removesuffix(" | None")
    if kind in ways or not kind.startswith("tuple["):
        return ways.get(kind, encoder.encode)
    each, comma = ways[kind[len("tuple[") : -len(", ...]")]], encoder.item_separator
    return lambda them: f"[{comma.join(map(each, them))}]"


def _default(field: Field[Any] | None) -> Any:
    if field and field.default_factory is not MISSING:
        return field.default_factory()
    return None if field is None or field.default is MISSING else field.default


def _names(noun: type, *without: str) -> tuple[str, ...]:
    apart = {*without, *always_private(noun)}
    return tuple(f.name for f in fields(noun) if f.name not in apart)


# In the order of the first release, which snapshots keep.
_LAST = ("start", "end", "status", "speakers", "host", "owner", "also", "series")
_TALK = (*_names(Talk, *_LAST, "source", "imported"), *_LAST)
_SERIES_SHOWN = ("key", "slug", "name", "url", "color")
_SERIES_KEPT = ("parent", "description", "timezone", "language")
_TALK_NAMES = tuple(f.name for f in fields(Talk))
_SPEAKER_NAMES, _PERSON_NAMES = _names(Speaker), _names(Person)
_SERIES_NAMES = frozenset(_SERIES_SHOWN + _SERIES_KEPT)


@cache
def _shown() -> Way:
    """Return what writes all that is shown of a talk."""
    return _writer(DENSE, _TALK)


@cache
def _kept() -> Way:
    """Return what writes that and what is needed to show it again."""
    kept = (*_SERIES_KEPT, "mailing_lists")
    return _writer(json.JSONEncoder(), (*_TALK, "source"), kept)


def _writer(
    encoder: json.JSONEncoder, names: Iterable[str], kept: Iterable[str] = ()
) -> Way:
    texts = ("str", "Status", "LinkAccess", "Recording", "Role")
    ways: dict[str, Way] = dict.fromkeys(texts, quoted)
    ways |= {"bool": _truth, "datetime": _moment, "Mailbox": _named}
    ways["Person"] = _form(Person, _PERSON_NAMES, encoder, ways)
    ways["Speaker"] = _form(Speaker, _SPEAKER_NAMES, encoder, ways)
    ways["Series"] = _form(Series, _SERIES_SHOWN, encoder, ways)
    ways["tuple[Series, ...]"] = _way("tuple[Series, ...]", ways, encoder)
    led = _form(Series, (*_SERIES_SHOWN, "organizers", *kept), encoder, ways)
    # who sends stands in the talk's calendar entry where nobody leads the series
    sent = _form(Series, (*_SERIES_SHOWN, "mail.sender", *kept), encoder, ways)
    ways["Series"] = lambda series: (led if series.organizers else sent)(series)
    return _form(Talk, names, encoder, ways, always="status")


def _read_series(written: Mapping[str, Any]) -> Series:
    known = {name: value for name, value in written.items() if name in _SERIES_NAMES}
    people = tuple(map(_read_person, written.get("organizers", ())))
    # one list, as releases wrote it that knew of no more
    old = filter(None, [written.get("mailing_list")])
    lists = tuple(map(remembered, written.get("mailing_lists", old)))
    return Series(**{"key": "", **known, "organizers": people, "mailing_lists": lists})


def _read_speaker(written: Mapping[str, Any]) -> Speaker:
    known = {k: v for k, v in written.items() if k in _SPEAKER_NAMES}
    if "role" in known:
        known["role"] = Role(known["role"])
    return Speaker(**known)


def _read_person(written: Mapping[str, Any]) -> Person:
    return Person(**{k: v for k, v in written.items() if k in _PERSON_NAMES})


def _read_moment(text: str, name: str | None) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=_fixed(moment.utcoffset(), name))


def _fixed(offset: timedelta | None, name: str | None) -> tzinfo:
    if offset is None:
        raise ValueError("a time without an offset from UTC")
    return timezone(offset, name) if name else timezone(offset)


_READ: dict[str, Callable[[Any], Any]] = {
    "speakers": lambda written: tuple(map(_read_speaker, written)),
    "host": _read_person,
    "owner": _read_person,
    "also": lambda written: tuple(map(_read_series, written)),
    "topics": tuple,
    "status": Status,
    "link_access": LinkAccess,
    "recording": Recording,
}
