"""Which language a tag means, and which script a text is in."""

from __future__ import annotations

import unicodedata
from collections import Counter
from difflib import get_close_matches

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers

from announcer.errors import BadValue
from announcer.lazy import pattern

_LETTER = pattern("[A-Za-z]")


def locale_of(language: str) -> Locale:
    """Return what Babel knows of a language. Raises BadValue if nobody knows it."""
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        raise _unknown(language) from None


def script_of(text: str) -> str:
    """Return the script of most letters of a text: ``LATIN``, ``HEBREW``."""
    if text.isascii():
        return "LATIN" if _LETTER.search(text) else ""
    scripts: Counter[str] = Counter()
    for char, number in Counter(text).items():  # a long text has few different letters
        if char.isalpha():
            scripts[unicodedata.name(char, "").partition(" ")[0]] += number
    most = scripts.most_common(1)[0][0] if scripts else ""
    return "CJK" if most in ("HIRAGANA", "KATAKANA") else most


def _unknown(language: str) -> BadValue:
    message = f"there is no language {language!r}"
    names = {str(name).casefold(): tag for tag, name in Locale("en").languages.items()}
    tags = {name.replace("_", "-") for name in locale_identifiers()}
    wanted = language.strip().replace("_", "-")
    meant = names.get(wanted.casefold())
    if meant is None:
        folded = {tag.casefold(): tag for tag in tags}
        close = get_close_matches(wanted.casefold(), sorted(folded), n=1, cutoff=0.8)
        meant = folded[close[0]] if close else None
    hint = (
        f"Did you mean {meant}?" if meant else "Write a tag such as en, de, fr or he."
    )
    return BadValue(message, hint)
