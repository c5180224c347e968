"""Cutting text into the terms that are looked for, in any script.

The script of the search page cuts what is typed in the same way; a test holds the two
against each other in a browser.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# Letters that keep a mark when they are taken apart, and signs that mean the same.
from announcer.lazy import pattern

_SAME = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    "ı": "i", "ħ": "h", "ς": "σ",
}  # fmt: skip
# What people type for letters that their keyboard does not have: Mueller.
_SPELT = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_DROPPED = frozenset("'\u05f4\u00ad\u200b\u200c\u200d\u200e\u200f\u2060")
_APOSTROPHE = pattern("[’‘ʼʻ`´′＇\u05f3]")
# The mark of Hebrew abbreviations, as keyboards have it.
_GERSHAYIM = pattern('([א-ת])["“”″](?=[א-ת])')
# TeX's marks of an index: L^2 is what L² is, and H_1 what H₁ is.
_POWER = pattern(r"\^\{?([a-z0-9]{1,3})\}?")
_INDEX = pattern(r"(?<=[a-z0-9])_\{?([a-z0-9])\}?(?![a-z0-9_])")
_LATIN = "a-z\u00df-\u024f"
# French and Italian hang short words before a word: l'analyse, dell'algebra.
_AFTER = pattern(f"[{_LATIN}]'([{_LATIN}]{{3,}})")
_SPELT_OUT = pattern(f"[{''.join(_SPELT)}]")
_WITH_SPELT = pattern(f"[{_LATIN}]*[{''.join(_SPELT)}][{_LATIN}]*")
# Accents, and the vowel signs that Hebrew and Arabic are mostly written without. Marks
# of other scripts are letters in their own right.
_ACCENTS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670"
)
_ACCENT = pattern(f"[{_ACCENTS}]")
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Han.
_CLOSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = pattern(f"([{_CLOSE}]+)|[^ {_CLOSE}]+")
_HAS_CLOSE = pattern(f"[{_CLOSE}]")
_PARTED = pattern(f"([{_CLOSE}]) +(?=([{_CLOSE}]))")
# A space for all else in a text of lower case.
_ASCII = bytes(c if chr(c).isalnum() and c < 128 else 32 for c in range(256))


class _Letters(dict[int, str]):
    """What becomes of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        lower = char.lower()
        if char in _DROPPED or _ACCENT.match(char):
            kept = ""
        elif lower in _SAME:
            kept = _SAME[lower]
        else:
            kept = lower if unicodedata.category(char)[0] in "LNM" else " "
        self[code] = kept
        return kept


_LETTERS = _Letters()


class Cut(NamedTuple):
    """A text folded, with single spaces, and other forms of some of its words.

    These are what stands behind an apostrophe, and the spelling without umlauts.
    """

    bare: str
    forms: str

    @property
    def terms(self) -> list[str]:
        """Return the terms of the text in their order, the other forms last.

        Where words are not parted by spaces every two neighbours are a term, and so is
        the last character of all.
        """
        return _terms(self.bare) + self.forms.split()


def terms(text: str) -> list[str]:
    """Return the terms of a text in their order, without accents, in lower case."""
    return cut(text).terms


def cut(text: str) -> Cut:
    """Cut a text."""
    text = _plainer(text)
    if text.isascii():
        words = text.encode("ascii").translate(_ASCII, b"'").decode("ascii")
        more = _AFTER.findall(text) if "'" in text else []
        return Cut(" ".join(words.split()), " ".join(more))
    bare = " ".join(_bare(text).split())
    return Cut(bare, " ".join(_other_forms(text)))


def _terms(bare: str) -> list[str]:
    if bare.isascii() or not _HAS_CLOSE.search(bare):
        return bare.split()
    found: list[str] = []
    for run in _RUN.finditer(bare):
        pairs = (run[0][at : at + 2] for at in range(len(run[0])))
        found += pairs if run[1] else [run[0]]
    # 佐藤 花子 is found as 佐藤花子 too
    found += (before + after for before, after in _PARTED.findall(bare))
    return found


def _bare(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    return unicodedata.normalize("NFC", bare)


def _plainer(text: str) -> str:
    """Return a text in lower case with one apostrophe for all, without marks of TeX."""
    text = text.lower()
    if not text.isascii():
        text = _APOSTROPHE.sub("'", unicodedata.normalize("NFC", text))
        text = _GERSHAYIM.sub(r"\1", text)
    text = text.replace("`", "'")
    if "^" in text or "_" in text:
        text = _INDEX.sub(r"\1", _POWER.sub(r"\1", text))
    return text


def _other_forms(text: str) -> Iterator[str]:
    """Yield more terms for words of a text that people ask for in another form."""
    if "'" in text:
        yield from map(_bare, _AFTER.findall(text))
    # each is looked for at every letter of a text, so look first whether one is there
    if not _SPELT_OUT.search(text):
        return
    for word in _WITH_SPELT.findall(text):
        spelt = "".join(_SPELT.get(char, char) for char in word)
        yield _bare(spelt)
