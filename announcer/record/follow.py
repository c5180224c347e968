"""What a site follows: the entries of ``follow:``."""

from __future__ import annotations

import re
from typing import Any

from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.record.addresses import web
from announcer.record.datatypes import (
    BOOLEAN,
    LINE,
    TOPICS,
    WORDS,
    ZONE,
)
from announcer.record.kinds import Kind, listed, patterned
from announcer.record.source import SECRET, Document, Wrong
from announcer.record.table import Field, Values, nested, table
from announcer.record.tree import Node, Sequence
from announcer.secret import has_password
from announcer.talk import Addition, Follow

_WEBCAL = pattern("webcal://", re.IGNORECASE)
_FEED = r"([hH][tT][tT][pP][sS]?|[wW][eE][bB][cC][aA][lL])://[^\s<>\"\\]+"


def _feed(text: str) -> str:
    if has_password(text):
        raise Wrong(
            SECRET,
            "a password stands in this file",
            "Leave it out: what is followed is what everybody can see.",
        )
    return web(_WEBCAL.sub("https://", text, count=1))


def _key(text: str) -> str:
    key = text.removeprefix("talks/").strip("/")
    if not key:
        raise BadValue("talks of others need a series", "Write for example as: guests.")
    return key


ADDITION = nested(
    "bad-follow",
    table(
        (
            Field(
                "talk",
                LINE,
                "its uid, or the name of its page, as `announcer follow` prints it",
                required=True,
            ),
            Field("topics", TOPICS, "topics that it gets here"),
            Field("notice", LINE, "one line that is shown first here"),
        )
    ),
    lambda values: Addition(**values.good),
)


def _follow(values: Values) -> Follow:
    return Follow(**values.good)


ENTRY = nested(
    "bad-follow",
    table(
        (
            Field(
                "url",
                patterned("bad-url", _feed, _FEED),
                "where their talks are, such as https://example.edu/calendar/all.ics",
                required=True,
            ),
            Field("name", WORDS, "who they are, such as Mathematics", required=True),
            Field(
                "as",
                patterned("bad-series", _key, r".*[^\s/].*"),
                "the series that shows them, such as guests",
                name="series",
                required=True,
            ),
            Field("timezone", ZONE, "the zone of times for which they say none"),
            Field("topics", TOPICS, "topics that all of them get"),
            Field(
                "add",
                listed(ADDITION, limit=500),
                "what single talks get here: - {talk: 2026-03-09-meitner, notice: ...}",
            ),
            Field("mail", BOOLEAN, "whether they are told as your own: yes or no"),
        )
    ),
    _follow,
)
_ENTRIES = listed(ENTRY, limit=50)


def _entries(node: Node, file: Document) -> tuple[Any, ...]:
    if type(node) is not Sequence:
        raise Wrong(
            "not-a-list",
            "`follow` is a list",
            "Write - {url: https://example.edu/calendar/all.ics, name: Mathematics, "
            "as: guests}.",
        )
    entries: tuple[Follow, ...] = _ENTRIES.read(node, file)
    urls = [one.url for one in entries]
    twice = next((url for url in urls if urls.count(url) > 1), None)
    if twice:
        raise Wrong("both", f"{twice} is followed twice", "Keep one of them.")
    return entries


FOLLOW = Kind("bad-follow", _entries, _ENTRIES.schema["anyOf"][1])
