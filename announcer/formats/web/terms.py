"""Cutting text into the terms that people search for, in any script.

The script of the search page cuts what is typed in the same way (``terms`` in
``static/search.js``); a test holds the two against each other in a browser.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that keep a mark when they are taken apart, and signs that mean the same.
_SAME = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    "ı": "i", "ħ": "h", "ς": "σ",
}  # fmt: skip
_DROPPED = frozenset("'’ʼ`´\u00ad\u200b\u200c\u200d\u200e\u200f\u2060")
# Accents, and the vowel signs that Hebrew and Arabic are mostly written without. Marks
# of other scripts are letters in their own right.
_ACCENTS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670"
)
_ACCENT = re.compile(f"[{_ACCENTS}]")
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Han.
_CLOSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"([{_CLOSE}]+)|[^ {_CLOSE}]+")
_HAS_CLOSE = re.compile(f"[{_CLOSE}]")
_ASCII = re.compile(r"[a-z0-9]+")


class _Letters(dict[int, str]):
    """What becomes of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        lower = char.lower()
        if char in _DROPPED:
            kept = ""
        elif lower in _SAME:
            kept = _SAME[lower]
        else:
            kept = lower if unicodedata.category(char)[0] in "LNM" else " "
        self[code] = kept
        return kept


_LETTERS = _Letters()


def terms(text: str) -> list[str]:
    """Return the terms of a text in their order, without accents, in lower case.

    Where words are not parted by spaces every two neighbours are a term, and so is the
    last character of all.
    """
    if text.isascii():
        return _ASCII.findall(text.lower().replace("'", "").replace("`", ""))
    bare = folded(text)
    if not _HAS_CLOSE.search(bare):
        return bare.split()
    found: list[str] = []
    for run in _RUN.finditer(bare):
        found += _pairs(run[0]) if run[1] else [run[0]]
    return found


def folded(text: str) -> str:
    """Return a text in lower case without accents, its words parted by spaces."""
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare.translate(_LETTERS))


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run))]
