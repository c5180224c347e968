"""Plain characters: what no output may carry, how wide text is, and wrapping it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Noncharacters are never for interchange (Unicode 16, section 23.7), so the room may
# use two of them to mark where a formula was cut out of a text.
from announcer.lazy import pattern

CUT_OPEN = "\ufdd0"
CUT_CLOSE = "\ufdd1"
LESS = "\ufdd3"  # a < that begins no tag

_LINE_ENDS = pattern("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = pattern(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}-{chr(plane * 0x10000 + 0xFFFF)}"
        for plane in range(1, 17)
    )
    + "]"
)

_NARROW = pattern(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u2070-\u20bf\u2100-\u2319]*"
)
_SPACES = pattern(r"[ \t\n]+")
_HIDDEN = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd2-\ufdef\ufffd]")

_LEAD = pattern(r"[ \t]*(?:> ?)*[ \t]*(?:(?:[-*+•]|\d{1,3}[.)])[ ]+)?")
_GAPS = pattern(r"[ \t]+")  # no-break spaces are part of a word
# a line may not begin with these, nor end with those (UAX 14, classes CL, EX, NS, OP)
_NOT_FIRST = (
    "、。，．・：；？！）」』】〕〉》〗〙〛ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
_NOT_LAST = "（「『【〔〈《〖〘〚"


def clean(text: str) -> str:
    """Drop control characters, lone surrogates and noncharacters; make line ends LF.

    Tabs stay. Vertical tabs and form feeds, which word processors use for line breaks,
    become line ends too, as do U+0085, U+2028 and U+2029.
    """
    if text.replace("\n", "").isprintable() and "\ufffd" not in text:
        return text  # nearly always, and ten times as fast
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))


def folded(text: str) -> str:
    """Make one space of every run of spaces, tabs and line ends; no-break ones stay."""
    if "\n" in text or "  " in text or "\t" in text:
        return _SPACES.sub(" ", text)
    return text


def revealed(text: str) -> str:
    """Put a space for each control character that an entity such as ``&#12;`` hid.

    The marks of formulas, which ``clean`` would drop, stay.
    """
    if text.isprintable() and "\ufffd" not in text:
        return text
    return _HIDDEN.sub(" ", text)


def display_width(text: str) -> int:
    """Return the columns that a terminal or mail reader gives to ``text``.

    East Asian wide characters count two, combining and format characters none.
    """
    if is_narrow(text):
        return len(text)
    return sum(map(_columns, text))


def is_narrow(text: str) -> bool:
    """Say whether every character surely takes one column: Latin, Greek, Cyrillic."""
    return text.isascii() or _NARROW.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _columns(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in {"Mn", "Me", "Cf"} else 1


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
        if "  " in text or "\t" in text:
            text = " ".join(_GAPS.split(text))
        return _fill_narrow(text, width, first, hang)
    lines: list[str] = []
    current, columns, empty = first, display_width(first), True
    for space, piece, needed in _pieces(text):
        if not empty and columns + len(space) + needed > width:
            lines.append(current.rstrip())
            current, columns, empty = hang, display_width(hang), True
        if not empty:
            current, columns = current + space, columns + len(space)
        current, columns, empty = current + piece, columns + needed, False
    lines.append(current)
    return lines


def _fill_narrow(text: str, width: int, first: str, hang: str) -> list[str]:
    """Do the same with words one space apart, of characters one column wide."""
    lines: list[str] = []
    lead, start, size = first, 0, len(text)
    room = width - display_width(lead)
    while size - start > room:
        end = text.rfind(" ", start, start + max(room, 0) + 1)
        if end < 0:  # a word that fits on no line has one of its own
            end = text.find(" ", start)
        if end < 0:
            break
        lines.append((lead + text[start:end]).rstrip())
        lead, start = hang, end + 1
        room = width - display_width(lead)
    lines.append(lead + text[start:])
    return lines


def _pieces(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield what may not be broken, with the space that stands before it, its width."""
    for word in _GAPS.split(text):
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
