"""Whether a text holds any markup, and what is the same whoever reads it.

The parser takes long to import, and most texts do without it.
"""

from __future__ import annotations

from announcer.lazy import pattern

REL = "noopener noreferrer"

# Whatever Markdown, HTML or TeX could take for markup; without it a text is words only.
_SIGNS = "\\`*_[<>$|~"
_TRAILING = pattern(r"[?!.,:;*_~'’”]+$")


def has_signs(text: str) -> bool:
    """Say whether a line of a clean text can hold anything but words."""
    # a single sign is found in a tenth of the time that a pattern or two of them take
    if any(map(text.__contains__, _SIGNS)):
        return True
    # what stands for a letter, as &amp; does, has no blank behind its first sign
    if "&" in text and text.count("&") > text.count("& "):
        return True
    if ("-" in text and "--" in text) or ("'" in text and "''" in text):
        return True
    return (":" in text and "://" in text) or ("\n" in text and "  \n" in text)


def trimmed(address: str) -> str:
    """Leave off what ends the sentence, and a bracket that was opened before."""
    while True:
        shorter = _TRAILING.sub("", address)
        for opening, closing in ("()", "[]", "{}"):
            unopened = shorter.count(closing) > shorter.count(opening)
            if shorter.endswith(closing) and unopened:
                shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


def escaped(text: str) -> str:
    """Return text as HTML, as the parser writes it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")
