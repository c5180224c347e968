"""What single values are in whatever field: text, days, zones, topics, uids."""

from __future__ import annotations

import re
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from announcer import when
from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.record.kinds import (
    LINE_LIMIT,
    Kind,
    any_case,
    line,
    listed,
    meant,
    of_line,
    once,
    padded,
    paragraphs,
    patterned,
    text_kind,
    unless_open,
)
from announcer.record.source import Document, Wrong, clip
from announcer.record.tree import Mapping, Node, Sequence, is_empty
from announcer.urls import slug_of_name

TITLE_LIMIT = 500
UID_LIMIT = 255

_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
_ZONE = r"[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*"
_TRUE = frozenset({"yes", "true", "on"})
_FALSE = frozenset({"no", "false", "off"})
_MARKED = pattern(r"[\\<]|\$.*\$|&#?\w+;")
# Marks of direction that markup puts around formulas: a name needs none.
_NO_MARKS = dict.fromkeys((0x200E, 0x200F, *range(0x2066, 0x206A)))


def _boolean(text: str) -> bool:
    word = text.casefold()
    if word not in _TRUE | _FALSE:
        raise BadValue(f"`{clip(text)}` is neither yes nor no", "Write yes or no.")
    return word in _TRUE


def _weekday(text: str) -> int:
    word = text.casefold()
    for number, name in enumerate(when.WEEKDAYS):
        if word in {name.casefold(), name[:3].casefold()}:
            return number
    hint = meant(text.capitalize(), when.WEEKDAYS)
    close = get_close_matches(word.capitalize(), when.WEEKDAYS, 1)
    if close:
        hint = f"Did you mean {close[0]}?"
    raise BadValue(f"`{clip(text)}` is not a day of the week", hint)


def _language(text: str) -> str:
    if not re.fullmatch(_LANGUAGE, text):
        raise BadValue(
            f"`{clip(text)}` is not a language tag",
            "Write for example en, de or pt-BR.",
        )
    primary, *rest = text.split("-")
    return "-".join([primary.lower(), *rest])


def _zone(text: str) -> str:
    when.zone(text)
    return text


def _days(text: str) -> tuple[date, ...]:
    try:
        first, last = when.parse_date(text)
    except BadValue as wrong:
        if "," in text:
            wrong.hint = f"Write a list: [{text.strip('[] ')}]."
        raise
    if (last - first).days > 400:
        raise BadValue("this is more than a year", "Write shorter stretches.")
    count = (last - first).days + 1
    return tuple(first + timedelta(days=number) for number in range(count))


def _day(text: str) -> date:
    first, last = when.parse_date(text)
    if first != last:
        raise BadValue("one day is meant here", f"Write {first}.")
    return first


def letters(text: str) -> str:
    r"""Turn TeX and HTML in a name or a place into letters: ``Erd\H{o}s``."""
    if not _MARKED.search(text):
        return text
    # whoever only lists talks should not wait for the readers of Markdown
    from announcer.markup import plain  # noqa: PLC0415 - heavy, rarely needed

    return plain(text).translate(_NO_MARKS)


LINE = text_kind(LINE_LIMIT)
WORDS = Kind("bad-text", of_line(letters), LINE.schema)
TITLE = unless_open(
    Kind("bad-title", lambda node, _file: line(node, TITLE_LIMIT), LINE.schema)
)
PLACE = once(unless_open(WORDS))
TEXT = Kind("bad-text", paragraphs, {"type": ["string", "number", "boolean"]})
PROSE = unless_open(TEXT)
BOOLEAN = Kind(
    "bad-boolean",
    of_line(_boolean),
    {
        "anyOf": [
            {"type": "boolean"},
            {"type": "string", "pattern": padded(any_case(sorted(_TRUE | _FALSE)))},
        ]
    },
)
WEEKDAY = patterned(
    "bad-weekday",
    _weekday,
    any_case(word for name in when.WEEKDAYS for word in (name, name[:3])),
    examples=list(when.WEEKDAYS),
)
LANGUAGE = patterned("bad-language", _language, _LANGUAGE)
ZONE = patterned(
    "bad-timezone", _zone, _ZONE, examples=["Europe/Berlin", "America/New_York"]
)
DAY = patterned("bad-date", _day, r"\d{4}-\d{2}-\d{2}")
DAYS = patterned("bad-date", _days, when.DATE_PATTERN)
PERIOD = patterned("bad-period", when.parse_period, when.PERIOD_PATTERN)
DURATION = patterned(
    "bad-duration",
    when.parse_duration,
    when.DURATION_PATTERN,
    examples=["60 min", "1h30"],
)


def _topics(node: Node, file: Document) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for topic in map(letters, _TOPIC_LIST.read(node, file)):
        found.setdefault(slug_of_name(topic), topic)
    return tuple(found.values())


def _extra(node: Node, file: Document) -> dict[str, Any]:
    if type(node) is not Mapping:
        raise Wrong(
            "not-a-mapping",
            "`extra` holds fields of your own, each with a name",
            "Write extra: {sponsor: Example Ltd}.",
        )
    return {
        key.strip(): _own_value(value, file)
        for key, (_, value) in node.entries.items()
        if not is_empty(value)
    }


def _own_value(node: Node, file: Document) -> Any:
    if type(node) is Sequence:
        return [_own_value(item, file) for item in node.items if not is_empty(item)]
    return _extra(node, file) if type(node) is Mapping else paragraphs(node, file)


def _uid(text: str) -> str:
    if re.search(r"\s", text):
        raise BadValue("a uid holds no white space", "Write it without spaces.")
    if len(text.encode()) > UID_LIMIT:
        raise BadValue(
            f"this uid is too long: at most {UID_LIMIT} bytes", "Shorten it."
        )
    return text


def _keys(node: Node, file: Document) -> tuple[str, ...]:
    keys: tuple[str, ...] = _KEY_LIST.read(node, file)
    return tuple(dict.fromkeys(key.strip("/") for key in keys))


_KEY_LIST = listed(text_kind(LINE_LIMIT), split=",", limit=20)
SERIES_KEYS = Kind("bad-series", _keys, _KEY_LIST.schema, ())
_TOPIC_LIST = listed(text_kind(100), split=",")
TOPICS = once(Kind("bad-topics", _topics, _TOPIC_LIST.schema, ()))
EXTRA = Kind("bad-extra", _extra, {"type": "object"}, {})
UID = Kind(
    "bad-uid",
    lambda node, _file: _uid(line(node)),
    {
        "type": ["string", "number", "boolean"],
        "pattern": padded(rf"\S{{1,{UID_LIMIT}}}"),
    },
)
