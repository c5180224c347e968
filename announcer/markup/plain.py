"""Plain characters: removing what no output may carry, and measuring what is left."""

from __future__ import annotations

import re
import unicodedata

# Noncharacters are never for interchange (Unicode 16, section 23.7), so the room may
# use two of them to mark where a formula was cut out of a text.
CUT_OPEN = "\ufdd0"
CUT_CLOSE = "\ufdd1"

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}-{chr(plane * 0x10000 + 0xFFFF)}"
        for plane in range(1, 17)
    )
    + "]"
)

_NARROW = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u2070-\u20bf\u2100-\u2319]*"
)
_SPACES = re.compile(r"[ \t\n]+")
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd2-\ufdef\ufffd]")


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


def _columns(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in {"Mn", "Me", "Cf"} else 1
