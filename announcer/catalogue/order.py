"""Names of people in the order in which a list of them is looked through."""

from __future__ import annotations

import re

from announcer.lazy import pattern
from announcer.urls import slugify

# What stands before a family name and belongs to it.
_PARTICLES = frozenset(
    {"von", "vom", "van", "der", "den", "de", "del", "della", "di", "da", "dos", "du"}
    | {"la", "le", "los", "las", "ten", "ter", "zu", "zur", "zum", "af", "av", "el"}
    | {"ben", "bin", "ibn", "bat", "al", "abu", "st", "st.", "san", "santa"}
    | {"בן", "בר", "בת", "אבו", "אבן", "דה", "די", "ון", "ואן"}
)
_BRACKETS = pattern(r"\s*[(\[\"“].*?[)\]\"”]\s*")
_SUFFIX = pattern(
    r"[,\s]+(?:jr|jnr|sr|snr|ii|iii|iv|ph\.?\s?d|m\.?d|msc|esq|frs)\.?\s*$",
    re.IGNORECASE,
)
_SUFFIXES = frozenset(
    {"jr", "jnr", "sr", "snr", "ii", "iii", "iv", "d", "phd", "md", "msc", "esq", "frs"}
)
_ARTICLE = pattern("^(?:al|el|as|ash|an|ar|at|ad|ibn)[-‐](?=.)")
# Scripts in which the family name comes first, and often without a space behind it.
_FAMILY_FIRST = pattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def in_order(name: str) -> tuple[str, str]:
    """Return what a list of names is put in order by: the family name, then all of it.

    A particle in small letters does not count (von Neumann stands at N), one with a
    capital does (De Morgan at D), and neither does ``Jr.`` or a name in brackets.
    """
    return slugify(family_name(name)), slugify(name)


def family_name(name: str) -> str:
    """Return the family name without particles in small letters."""
    return _last(name) or _bare(name)


def _last(name: str) -> str:
    """Return the last of several plain words, as in most names; else nothing."""
    first, *between = words = name.split(" ")
    last = between.pop() if between else ""
    is_odd = (
        not last.isascii()
        or last.lower() in _SUFFIXES
        or not all(map(str.isalpha, words))
        or any(map(str.isupper, words))
        or any(one.casefold() in _PARTICLES for one in between)
        or _comes_first(first)
    )
    return "" if is_odd else last


def _bare(name: str) -> str:
    """Return the family name in a name of any other form."""
    bare = _BRACKETS.sub(" ", name).strip() or name
    while _SUFFIX.search(bare) and _SUFFIX.sub("", bare).strip():
        bare = _SUFFIX.sub("", bare)
    family, comma, _ = bare.partition(",")
    words = _family(family.split() if comma else bare.split(), turned=bool(comma))
    while len(words) > 1 and words[0].islower() and words[0] in _PARTICLES:
        words = words[1:]
    return _ARTICLE.sub("", " ".join(words)) or name


def _family(words: list[str], *, turned: bool) -> list[str]:
    """Return the words of a name that are the family's, with their particles."""
    if turned or len(words) < 2:
        return words
    if _comes_first(words[0]):
        return words[:1]
    if _is_loud(words[0]) and not any(map(_is_loud, words[1:])):  # ZHANG Wei
        return words[:1]
    for at, word in enumerate(words[1:-1], 1):
        if word.casefold() in _PARTICLES:
            return words[at:]
    return words[-1:]


def _comes_first(word: str) -> bool:
    """Say whether the first word of a name in such letters is the family's."""
    # most names need no pattern of so many letters, which takes 4 ms to compile
    return word >= "\u3040" and _FAMILY_FIRST.match(word) is not None


def _is_loud(word: str) -> bool:
    return len(word) > 1 and word.isupper() and "." not in word
