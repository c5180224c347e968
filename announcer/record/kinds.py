"""Kinds of values are made here: a way to read, and from the same line JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingType
from dataclasses import field, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias

from announcer import when
from announcer.classes import dataclass
from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.record.placeholders import is_placeholder
from announcer.record.source import Document, Wrong, balanced, clip
from announcer.record.tree import Mapping, Node, Scalar, Sequence, is_empty

LINE_LIMIT = 1_000
TEXT_LIMIT = 50_000
LIST_LIMIT = 500
KNOWN = 4096  # values of a kind that are kept, should another talk say the same

Schema: TypeAlias = dict[str, Any]

# In these YAML joins lines, and a break that is left was a blank line.
_FOLDED = frozenset({"", "'", ">"})
_BLANK_LINE = pattern(r"(?<=\S)\n+(?=\S)")
_FORGETTING: list[Callable[[], None]] = []  # one for each kind that keeps values

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
            "Write it on one line; use > and not | for a long one. "
            "In double quotes \\n is a line break: use single ones.",
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
    if "\n" in text and node.style in _FOLDED and "\n " not in text:
        text = _BLANK_LINE.sub(r"\g<0>\n", text)
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

    _FORGETTING.append(known.cache_clear)

    def read(node: Node, _file: Document) -> Any:
        return known(node.text) if type(node) is Scalar else line(node)

    return read


def once(kind: Kind, *, but: str = "") -> Kind:
    """Make a kind that reads only once what is written alike, unless it has a problem.

    A mapping with the key ``but`` depends on more than what is written, as on files.
    """
    known: dict[Any, Any] = {}
    _FORGETTING.append(known.clear)

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


def forget() -> None:
    """Let go of the values that are kept, since all talks are read.

    They are a tenth of what a reading leaves in memory, and each worker's own copy.
    """
    for forgetting in _FORGETTING:
        forgetting()


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


def unless_open(kind: Kind) -> Kind:
    """Make the kind of a value that is None while it is to be announced."""

    def read(node: Node, file: Document) -> Any:
        is_open = type(node) is Scalar and is_placeholder(node.text)
        return None if is_open else kind.read(node, file)

    return replace(kind, read=read)
