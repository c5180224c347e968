"""Kinds of values: how each is read and, from the same line, its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias

from announcer import when
from announcer.errors import BadValue
from announcer.record.placeholders import is_placeholder
from announcer.record.source import Document, Wrong, balanced, clip
from announcer.record.tree import Mapping, Node, Scalar, Sequence, is_empty
from announcer.urls import slug_of_name

TITLE_LIMIT = 500
LINE_LIMIT = 1_000
TEXT_LIMIT = 50_000
LIST_LIMIT = 500
UID_LIMIT = 255
KNOWN = 4096  # values of a kind that are kept, should another talk say the same

Schema: TypeAlias = dict[str, Any]

_WEEKDAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
_ZONE = r"[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*"
_TRUE = frozenset({"yes", "true", "on"})
_FALSE = frozenset({"no", "false", "off"})
_MARKED = re.compile(r"[\\<]|\$.*\$|&#?\w+;")
# Marks of direction that markup puts around formulas: a name needs none.
_NO_MARKS = dict.fromkeys((0x200E, 0x200F, *range(0x2066, 0x206A)))


# A value that was left out.
NOTHING: Schema = {
    "anyOf": [{"type": "null"}, {"type": "string", "pattern": r"^\s*~?\s*$"}]
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to read a value; problems without a code of their own get ``code``.

    ``none`` is what the word none stands for where a field allows it. ``fields`` is the
    table of a kind that is a mapping.
    """

    code: str
    read: Callable[[Node, Document], Any]
    schema: Schema = field(default_factory=dict)
    none: Any = None
    fields: MappingType[str, Any] = field(default_factory=dict)


def line(node: Node, limit: int = LINE_LIMIT) -> str:
    """Return a text of one line."""
    if type(node) is not Scalar:
        raise Wrong(
            "not-text",
            "a list or mapping stands where one line of text is meant",
            "Quote the text if it begins with [, { or -.",
        )
    return one_line(node.text, limit)


def one_line(written: str, limit: int = LINE_LIMIT) -> str:
    """Return what was written on one line, without white space around it."""
    text = written.strip()
    if "\n" in text or "\r" in text:
        raise Wrong(
            "line-break",
            "there is a line break where one line of text is meant",
            "Write it on one line; use > and not | for a long one.",
        )
    if "\t" in text:
        text = text.replace("\t", " ")
    if len(text) > limit:
        raise Wrong(
            "too-long",
            f"this text is too long: {len(text)} characters, at most {limit}",
            "Long texts belong in the abstract.",
        )
    return balanced(text)


def paragraphs(node: Node, _file: Document) -> str:
    """Return a text of any number of lines."""
    if type(node) is not Scalar:
        raise Wrong(
            "not-text",
            "a list or mapping stands where text is meant",
            "Begin the text with | on the line of the key, or quote it.",
        )
    text = node.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return bounded(text.strip("\n").rstrip())


def bounded(text: str) -> str:
    """Refuse a text that no page or mail could show."""
    if len(text) > TEXT_LIMIT:
        raise Wrong(
            "too-long",
            f"this text is too long: {len(text)} characters, at most {TEXT_LIMIT}",
            "Link to a paper instead.",
        )
    return balanced(text)


def of_line(convert: Callable[[str], Any]) -> Callable[[Node, Document], Any]:
    """Return a reader of lines that converts each only once.

    Talks share rooms, zones and topics, and so they also share the values in memory.
    """

    @lru_cache(maxsize=KNOWN)
    def known(written: str) -> Any:
        return convert(one_line(written))

    def read(node: Node, _file: Document) -> Any:
        return known(node.text) if type(node) is Scalar else line(node)

    return read


def once(kind: Kind, *, but: str = "") -> Kind:
    """Make a kind that reads only once what is written alike, unless it has a problem.

    A mapping with the key ``but`` depends on more than what is written, as on files.
    """
    known: dict[Any, Any] = {}

    def read(node: Node, file: Document) -> Any:
        written = _written(node, but)
        if written in known:
            return known[written]
        value = kind.read(node, file)
        if written is not None and not file.problems:
            if len(known) >= KNOWN:
                known.clear()
            known[written] = value
        return value

    return replace(kind, read=read)


def _written(node: Node, but: str) -> tuple[Any, ...] | None:
    """Return all that is written of a value, to compare; None if ``but`` is in it."""
    if type(node) is Scalar:
        return node.text, node.style
    if type(node) is Mapping:
        inner = [_written(one, but) for _, one in node.entries.values()]
        there = but in node.entries or None in inner
        return None if there else (Mapping, *node.entries, *inner)
    inner = [_written(item, but) for item in node.items]  # type: ignore[union-attr]
    return None if None in inner else (Sequence, *inner)


def text_kind(limit: int) -> Kind:
    """Make the kind of a line of text that may hold anything."""
    return Kind(
        "bad-text",
        lambda node, _file: line(node, limit),
        {"type": ["string", "number", "boolean"], "pattern": r"^\s*[^\r\n]*\s*$"},
    )


def patterned(
    code: str, convert: Callable[[str], Any], pattern: str, **more: object
) -> Kind:
    """Make the kind of a line that is converted; ``pattern`` tells its shape."""
    schema = {"type": "string", "pattern": padded(pattern), **more}
    return Kind(code, of_line(convert), schema)


def padded(pattern: str) -> str:
    """Allow white space around a pattern, as the reader does."""
    return rf"^\s*(?:{pattern.removeprefix('^').removesuffix('$')})\s*$"


def one_of(code: str, convert: Callable[[str], Any], words: list[str]) -> Kind:
    """Make the kind of a word out of a few."""
    return Kind(code, of_line(convert), {"enum": words})


def choice(enum: type[StrEnum], code: str, *more: str) -> Kind:
    """Make the kind of a word out of a few, of which some stand for themselves."""
    words = [*(str(member) for member in enum), *more]

    def convert(text: str) -> str:
        try:
            return text if text in more else enum(text)
        except ValueError:
            raise Wrong(
                code, f"`{clip(text)}` is not known here", meant(text, words)
            ) from None

    return one_of(code, convert, words)


def listed(item: Kind, *, split: str = "", limit: int = LIST_LIMIT) -> Kind:
    """Make the kind of a list that may also be one value or, with ``split``, a line."""

    def read(node: Node, file: Document) -> tuple[Any, ...]:
        nodes: Iterable[Node] = (node,)
        if type(node) is Sequence:
            nodes = node.items
        elif split and type(node) is Scalar:
            parts = (part.strip() for part in line(node).split(split))
            nodes = [Scalar(p, node.mark) for p in parts if p]
        values = tuple(_each(item, nodes, file))
        if len(values) > limit:
            raise Wrong(
                "too-many", f"this list has {len(values)} items, at most {limit}"
            )
        return values

    items = {"anyOf": [item.schema, *NOTHING["anyOf"]]}
    schema = {"anyOf": [item.schema, {"type": "array", "items": items}]}
    return Kind(item.code, read, schema, ())


def _each(item: Kind, nodes: Iterable[Node], file: Document) -> Iterable[Any]:
    for node in nodes:
        if is_empty(node):
            continue
        try:
            yield item.read(node, file)
        except BadValue as wrong:
            file.refuse(node, wrong, item.code)


def meant(text: str, words: Iterable[str]) -> str:
    """Return ``Did you mean ...?`` for a near miss, or the choice there is."""
    known = list(words)
    if len(text) <= 40:
        close = get_close_matches(text.casefold(), known, 1, 0.6)
        if close:
            return f"Did you mean {close[0]}?"
    return f"Choose one of: {', '.join(known)}."


def any_case(words: Iterable[str]) -> str:
    """Return a pattern that matches words however their letters are cased."""
    return "|".join(when.any_case(re.escape(word.lower())) for word in words)


def _boolean(text: str) -> bool:
    word = text.casefold()
    if word not in _TRUE | _FALSE:
        raise BadValue(f"`{clip(text)}` is neither yes nor no", "Write yes or no.")
    return word in _TRUE


def _weekday(text: str) -> int:
    word = text.casefold()
    for number, name in enumerate(_WEEKDAYS):
        if word in {name.casefold(), name[:3].casefold()}:
            return number
    hint = meant(text.capitalize(), _WEEKDAYS)
    close = get_close_matches(word.capitalize(), _WEEKDAYS, 1)
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
    first, last = when.parse_date(text)
    if (last - first).days > 400:
        raise BadValue("this is more than a year", "Write shorter stretches.")
    count = (last - first).days + 1
    return tuple(first + timedelta(days=number) for number in range(count))


def _day(text: str) -> date:
    first, last = when.parse_date(text)
    if first != last:
        raise BadValue("one day is meant here", f"Write {first}.")
    return first


def unless_open(kind: Kind) -> Kind:
    """Make the kind of a value that is None while it is to be announced."""

    def read(node: Node, file: Document) -> Any:
        is_open = type(node) is Scalar and is_placeholder(node.text)
        return None if is_open else kind.read(node, file)

    return replace(kind, read=read)


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
    any_case(word for name in _WEEKDAYS for word in (name, name[:3])),
    examples=list(_WEEKDAYS),
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
