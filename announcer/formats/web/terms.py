"""Cutting text into the terms that are looked for, in any script.

The script of the search page cuts what is typed in the same way; a test holds the two
against each other in a browser.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
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
_HEBREW = pattern("[א-ת]")
# TeX's marks of an index: L^2 is what L² is, and H_1 what H₁ is.
_POWER = pattern(r"\^\{?([a-z0-9]{1,3})\}?")
_INDEX = pattern(r"(?<=[a-z0-9])_\{?([a-z0-9])\}?(?![a-z0-9_])")
_LATIN = "a-z\u00df-\u024f"
# French and Italian hang short words before a word: l'analyse, dell'algebra.
_AFTER = pattern(f"[{_LATIN}]'([{_LATIN}]{{3,}})")
_SPELT_OUT = pattern(f"[{''.join(_SPELT)}]")
# from the beginning of a word, or each would be looked through from all its letters
_WITH_SPELT = pattern(f"(?<![{_LATIN}])[{_LATIN}]*[{''.join(_SPELT)}][{_LATIN}]*")
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
_FOREIGN = pattern("[^\x00-\x7f]+")
# A space for all else in a text of lower case; octets of other letters stay.
_ASCII = bytes(c if chr(c).isalnum() or c > 127 else 32 for c in range(256))


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
    """The words of a text, folded, and other forms of some of them in one string.

    These are what stands behind an apostrophe, and the spelling without umlauts.
    """

    words: Sequence[str]
    forms: str

    @property
    def terms(self) -> list[str]:
        """Return the terms of the text in their order, the other forms last.

        Where words are not parted by spaces every two neighbours are a term, and so is
        the last character of all.
        """
        return [*_terms(self.words), *self.forms.split()]


# Between what a talk is about, what it tells, and other forms of words of both: no
# words in quotes go across.
_BREAK = " \n "
NOTHING = Cut((), ""), Cut((), "")


def joined(said: Cut, told: Cut) -> str:
    """Return two texts as one, with the other forms of their words behind them."""
    bare = [" ".join(one.words) for one in (said, told)]
    return _BREAK.join((*bare, said.forms, told.forms)).rstrip()


def parted(text: str) -> tuple[Cut, Cut]:
    """Return again what was joined."""
    said, told, forms, more = (*text.split(_BREAK), "", "", "")[:4]
    return Cut(said.split(), forms), Cut(told.split(), more)


def terms(text: str) -> list[str]:
    """Return the terms of a text in their order, without accents, in lower case."""
    return cut(text).terms


def cut(text: str) -> Cut:
    """Cut a text."""
    text = text.lower()
    foreign = ""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        # a text is long, and few of its signs are looked for
        foreign = "".join(set(_FOREIGN.findall(text)))
    text = _plainer(text, foreign)
    return Cut(_bare(text).split(), " ".join(_other_forms(text, foreign)))


def _terms(words: Sequence[str]) -> Sequence[str]:
    bare = " ".join(words)
    if bare.isascii() or not _HAS_CLOSE.search(bare):
        return words
    found: list[str] = []
    for run in _RUN.finditer(bare):
        pairs = (run[0][at : at + 2] for at in range(len(run[0])))
        found += pairs if run[1] else [run[0]]
    # 佐藤 花子 is found as 佐藤花子 too
    found += (before + after for before, after in _PARTED.findall(bare))
    return found


def _bare(text: str) -> str:
    """Return the letters of a text of lower case, with spaces for all else."""
    if text.isascii():
        return text.encode().translate(_ASCII, b"'").decode()
    octets = _FOREIGN.sub(_letters, text).encode().translate(_ASCII, b"'")
    return unicodedata.normalize("NFC", octets.decode())


def _letters(run: re.Match[str]) -> str:
    return _folded(run[0])


@lru_cache(maxsize=1024)  # a language has few letters of its own
def _folded(run: str) -> str:
    """Return what is no ASCII taken apart, and of it the letters."""
    return unicodedata.normalize("NFKD", run).translate(_LETTERS)


def _plainer(text: str, foreign: str) -> str:
    """Return a text of lower case with one apostrophe for all, without marks of TeX."""
    if _APOSTROPHE.search(foreign):
        text = _APOSTROPHE.sub("'", text)
    if _HEBREW.search(foreign):
        text = _GERSHAYIM.sub(r"\1", text)
    text = text.replace("`", "'")
    if "^" in text:
        text = _POWER.sub(r"\1", text)
    if "_" in text:
        text = _INDEX.sub(r"\1", text)
    return text


def _other_forms(text: str, foreign: str) -> Iterator[str]:
    """Yield more terms for words of a text that people ask for in another form."""
    if "'" in text:
        yield from map(_bare, _AFTER.findall(text))
    if foreign and _SPELT_OUT.search(text):
        yield from map(_spelt, _WITH_SPELT.findall(text))


@lru_cache(maxsize=1024)  # mostly of names, which stand in many texts
def _spelt(word: str) -> str:
    return _bare("".join(_SPELT.get(char, char) for char in word))
