"""From checked values to the frozen nouns: Site, Series and Talk."""

from __future__ import annotations

import unicodedata
from collections.abc import Set
from dataclasses import fields
from datetime import date
from typing import Any
from urllib.parse import quote

from announcer import urls, when
from announcer.lazy import pattern
from announcer.record.clock import span
from announcer.record.datatypes import UID_LIMIT
from announcer.record.folder import RecordFile
from announcer.record.layers import Inherited, Layer
from announcer.record.macros import with_macros
from announcer.record.source import Document, Spot
from announcer.record.table import Values
from announcer.record.zoned import Misfit, settled
from announcer.talk import (
    PLANNED,
    LinkAccess,
    MailSettings,
    Planned,
    Series,
    Site,
    Talk,
)

ROOT_SLUG = "talks"

# A settings file also says what is its talks' alone.
_SITE = frozenset(one.name for one in fields(Site))
_SERIES = frozenset(one.name for one in fields(Series))
_WHEN = frozenset({"date", "time", "duration", "end", "timezone"})
_PLAIN = pattern(r"[a-zA-Z0-9/._~-]+")
_TOP = Spot(1, 1)


def make_site(values: Values) -> Site:
    """Return the site; where its file is wrong, one to go on reading with."""
    good = {key: value for key, value in values.good.items() if key in _SITE}
    good.setdefault("title", "")
    good.setdefault("url", "https://example.invalid")
    return Site(**good | {"mail": MailSettings(**good.get("mail", {}))})


def make_series(key: str, parent: str | None, layer: Layer, site: Site) -> Series:
    """Return a series as it is after the last of its ``changes``."""
    own, latest = layer.own.good, layer.latest().values
    shared = {name: value for name, value in latest.items() if name in _SERIES}
    clock = shared.pop("time", None)
    mail = shared.pop("mail", {})
    return Series(
        key=key,
        slug=series_slug(key),
        name=own.get("name") or _name_of(key) or site.title,
        parent=parent,
        description=own.get("description"),
        url=own.get("url"),
        time=clock.start if clock else None,
        mail=MailSettings(**mail),
        **shared,
    )


def series_slug(key: str) -> str:
    """Return the place of a series on the site."""
    return "/".join(urls.slugify(part) for part in key.split("/")) if key else ROOT_SLUG


def make_talk(  # noqa: PLR0913, PLR0917 - it takes this much to make a talk
    record: RecordFile,
    slug: str,
    file: Document,
    values: Values,
    series: Series,
    layer: Layer,
    site: Site,
) -> Talk | None:
    """Return a talk, or None after noting what does not fit together."""
    own = values.good
    _check_date(values, file)
    if site.macros:
        own = with_macros(own, site.macros, values, file)
    day = own["date"][0] if "date" in own else None
    inherited = layer.at(day) if day else layer.latest()
    kwargs: dict[str, Any] = {**inherited.for_talks, **own}
    if own.get("extra"):
        kwargs["extra"] = {**inherited.values.get("extra", {}), **own["extra"]}
    _check_links(kwargs, values, values.failed | inherited.failed, file)
    uid = kwargs.pop("uid", None) or default_uid(series.key, record.stem, site)
    _check_uid(uid, values, file)
    zone = kwargs.setdefault("timezone", "UTC")
    missing = _WHEN & values.failed or _WHEN & inherited.failed - own.keys()
    tz = None if "timezone" in missing else when.zone(zone)
    own, elsewhere = settled(own, tz)
    for wrong in elsewhere:
        file.refuse(values.nodes[wrong.field], wrong, wrong.code)
    if day is None or tz is None or missing or elsewhere:
        return None
    try:
        moments = span(own, inherited.values, tz)
    except Misfit as wrong:
        file.refuse(values.nodes.get(wrong.field, _TOP), wrong, wrong.code)
        return None
    if file.errors:
        return None
    for key in ("date", "time", "duration", "end", "also"):
        kwargs.pop(key, None)
    speakers = kwargs.pop("speakers", ())
    return Talk(
        uid=uid,
        slug=slug,
        source=record.path,
        series=series,
        title=kwargs.pop("title", None),
        speakers=tuple(one for one in speakers if one.name),
        awaited=tuple(one.affiliation or "" for one in speakers if not one.name),
        start=moments.start,
        end=moments.end,
        all_day=moments.all_day,
        end_stated=moments.end_stated,
        daily=moments.daily,
        **kwargs,
    )


def make_planned(
    record: RecordFile, slug: str, values: Values, series: Series, site: Site
) -> Planned:
    """Return a talk that has no date yet."""
    own = values.good
    return Planned(
        uid=own.get("uid") or default_uid(series.key, record.stem, site),
        slug=slug,
        source=record.path,
        series=series,
        title=own.get("title"),
        speakers=own.get("speakers", ()),
        host=own.get("host"),
        imported=own.get("imported"),
    )


def _check_date(values: Values, file: Document) -> None:
    is_planned = values.good.get("status") == PLANNED
    has_date = "date" in values.nodes
    if is_planned and has_date:
        file.blame(
            values.nodes["status"],
            "a planned talk has no date yet, and here is one",
            "Take out `status: planned`; a date that may change is status: tentative.",
            code="planned-date",
        )
    elif not is_planned and not values.failed & {"date", "status"} and not has_date:
        file.blame(
            _TOP,
            "`date` is missing",
            f"Add the line {_day_of_name(file.path)}; while it is open, write status: "
            "planned.",
            code="missing",
        )


def _day_of_name(path: str) -> str:
    """Return the line that says the day of a file's name, or how to write any day."""
    try:
        day = date.fromisoformat(path.rpartition("/")[2][:10])
    except ValueError:
        return "`date:` with 2021-03-08, or 2022-11-17 to 2022-11-18"
    return f"date: {day}, as the name of the file has it"


def default_uid(key: str, stem: str, site: Site) -> str:
    """Return ``<folder>.<file stem>@<id>`` in ASCII and without white space.

    A slash stops some calendar servers, and a host does not last (RFC 7986 section
    5.3): it stands in only where a site has no ``id`` yet. Whatever an earlier release
    or another address made of a file, the ledger knows and keeps.
    """
    name = f"{key}/{stem}".replace("/", ".") if key else stem
    if not _PLAIN.fullmatch(name):
        # disks differ in how they spell an accent; the identifier must not
        name = quote(unicodedata.normalize("NFC", name))
    return f"{name}@{site.id or urls.host(site)}"


def _name_of(key: str) -> str:
    words = key.rpartition("/")[2].replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _check_links(
    kwargs: dict[str, Any], values: Values, failed: Set[str], file: Document
) -> None:
    if kwargs.get("link_access") is not LinkAccess.REGISTRATION:
        return
    if kwargs.get("registration") is None and "registration" not in failed:
        file.blame(
            values.nodes.get("link_access", _TOP),
            "`link_access` is registration, but nobody can register",
            "Write registration: and the address to register at.",
            code="registration-missing",
        )


def _check_uid(uid: str, values: Values, file: Document) -> None:
    place = values.nodes.get("uid", _TOP)
    if len(uid) > UID_LIMIT:
        file.blame(
            place,
            f"the uid from folder and file name is longer than {UID_LIMIT} bytes",
            "Shorten the file's name, or write a uid:.",
            code="bad-uid",
        )
    elif not uid.isascii():
        file.doubt(
            place,
            "this uid has letters that some calendars change",
            "Use ASCII letters, digits, - and @.",
            "uid-not-ascii",
        )


def inherited_for(layer: Layer, values: Values) -> Inherited:
    """Return what a talk with these values takes from its series."""
    date = values.good.get("date")
    return layer.at(date[0]) if date else layer.latest()
