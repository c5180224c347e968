"""Slugs: names that are safe as a folder, a file and a part of an address."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from announcer.markup.plain import clean
from announcer.markup.tex import accents

_LONGEST = 160  # octets; file systems allow 255, and prefixes and suffixes come on top
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "index"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
# Latin letters that have no decomposition in Unicode
_LATIN = str.maketrans(
    {
        "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o",
        "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th",
        "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h", "ŋ": "ng", "Ŋ": "ng", "ə": "e",
    }
)  # fmt: skip
_DROPPED = re.compile("['’ʼ`´\u00ad\u200b-\u200f\u2060]")
_BETWEEN = re.compile(r"[\W_]+")


@lru_cache(maxsize=65_536)
def slugify(text: str) -> str:
    """Return ``text`` as a slug: lower case, Latin letters without their accents.

    Letters of other scripts stay as they are (NFC). A slug is never empty, never a
    name that Windows reserves, and never longer than 160 octets; it holds letters,
    digits and single hyphens only. Two texts may share a slug: the caller looks out.
    """
    folded = unicodedata.normalize("NFKC", accents(clean(text)))
    folded = _DROPPED.sub("", folded.translate(_LATIN))
    letters = "".join(map(_bare, folded)).lower()
    slug = _shortened(_hyphenated(unicodedata.normalize("NFC", letters)))
    if not slug:
        return "x" + hashlib.sha256(text.encode(errors="replace")).hexdigest()[:8]
    return f"{slug}-1" if slug in _RESERVED else slug


def _bare(char: str) -> str:
    """Return a Latin letter without its marks, any other character as it is."""
    decomposed = unicodedata.normalize("NFKD", char)
    return decomposed[0] if decomposed[0].isascii() else char


def _hyphenated(text: str) -> str:
    """Put one hyphen for whatever is no letter, digit or the mark of a letter."""
    kept = (
        char if char.isalnum() or unicodedata.category(char)[0] == "M" else " "
        for char in text
    )
    return "-".join("".join(kept).split())


def _shortened(slug: str) -> str:
    if len(slug.encode()) <= _LONGEST:
        return slug
    cut = slug.encode()[:_LONGEST].decode(errors="ignore")
    return cut.rpartition("-")[0] or cut
