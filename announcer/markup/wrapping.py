"""Wrapping plain text for mails: by display width, and never inside a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from announcer.markup.plain import display_width, is_narrow

_LEAD = re.compile(r"[ \t]*(?:> ?)*[ \t]*(?:(?:[-*+•]|\d{1,3}[.)])[ ]+)?")
_SPACES = re.compile(r"[ \t]+")  # no-break spaces are part of a word
# a line may not begin with these, nor end with those (UAX 14, classes CL, EX, NS, OP)
_NOT_FIRST = (
    "、。，．・：；？！）」』】〕〉》〗〙〛ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
_NOT_LAST = "（「『【〔〈《〖〘〚"


def wrap(text: str, width: int = 72, first_indent: str = "", indent: str = "") -> str:
    """Break every line of ``text`` that is wider than ``width`` columns.

    Each line is a paragraph of its own. ``first_indent`` stands before the very first
    line, ``indent`` before all others; what follows a list mark or quote mark hangs
    below it. Words, and so addresses, are never broken: a longer one gets a line of
    its own. Chinese and Japanese text may break between characters.
    """
    done: list[str] = []
    for line in text.split("\n"):
        lead = indent if done else first_indent
        done.extend(_wrap_line(line.rstrip(), width, lead, indent))
    return "\n".join(done)


def _wrap_line(line: str, width: int, first: str, rest: str) -> list[str]:
    if not line:
        return [first.rstrip()]
    if display_width(first) + display_width(line) <= width:
        return [first + line]
    match = _LEAD.match(line)
    mark = match.group() if match else ""
    hang = rest + "".join(char if char in ">\t" else " " for char in mark)
    return _fill(line[len(mark) :], width, first + mark, hang)


def _fill(text: str, width: int, first: str, hang: str) -> list[str]:
    """Put words on lines until each is full; the greedy way, as mail readers expect."""
    if is_narrow(text):
        pieces: Iterable[tuple[str, str, int]] = (
            (" ", word, len(word)) for word in _SPACES.split(text)
        )
    else:
        pieces = _pieces(text)
    lines: list[str] = []
    current, columns, empty = first, display_width(first), True
    for space, piece, needed in pieces:
        if not empty and columns + len(space) + needed > width:
            lines.append(current.rstrip())
            current, columns, empty = hang, display_width(hang), True
        if not empty:
            current, columns = current + space, columns + len(space)
        current, columns, empty = current + piece, columns + needed, False
    lines.append(current)
    return lines


def _pieces(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield what may not be broken, with the space that stands before it, its width."""
    for word in _SPACES.split(text):
        space = " "
        for part in [word] if is_narrow(word) else _between_ideographs(word):
            yield space, part, display_width(part)
            space = ""


def _between_ideographs(word: str) -> Iterator[str]:
    start = 0
    for place in range(1, len(word)):
        before, after = word[place - 1], word[place]
        if after in _NOT_FIRST or before in _NOT_LAST:
            continue
        if _is_ideograph(before) and _is_ideograph(after):
            yield word[start:place]
            start = place
    yield word[start:]


def _is_ideograph(char: str) -> bool:
    """Say whether a line may break beside ``char``; emoji and Hangul stay whole."""
    if char in _NOT_FIRST or char in _NOT_LAST:
        return True
    wide = unicodedata.east_asian_width(char) == "W"
    return wide and unicodedata.category(char) == "Lo" and not "가" <= char <= "힣"
