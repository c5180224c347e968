"""The guard: which words of a text, as it was written, a form of it does not show.

It reads the source in its own simple way and not with the parser that it watches.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from html import unescape

from announcer.errors import Remark
from announcer.lazy import pattern
from announcer.markup.characters import CUT_CLOSE, CUT_OPEN, LESS, clean, folded
from announcer.markup.cutting import Cut, cut
from announcer.markup.formulas import formula
from announcer.markup.rendering import IN_LINES, Rich, inline, line, rich
from announcer.markup.tags import ELEMENTS
from announcer.markup.tex import READ, accents

_WORD = pattern(r"[^\W_]+")
_MARK = pattern(f"{CUT_OPEN}[0-9]+{CUT_CLOSE}")
_NOT_WORDS = pattern(
    r"^[ \t>]*(?:`{3,}|~{3,})[^\n]*$"  # the name of a language
    r"|^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?=\s|$)[ \t>]*)+"  # a list counts itself
    r"|^[ \t>]*\[[^\]\n]+\]:[^\n]*$"
    r"|(?<=\])\((?:<[^>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\s*\)"
    r"|\\href\s*\{[^{}\s]+\}",
    re.MULTILINE,
)
_LABEL = pattern(r"(?<=\])\[[^\]\n]*\]")
_COMMAND = pattern(rf"\\(?:{READ})(?![A-Za-z])")
_MARKUP = pattern(r"<(?!https?:)(?![\w.+-]+@)[^<>]*>", re.IGNORECASE)
_ENTITY = pattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w*);")
_TEX = pattern(
    r"\\(?:begin|end)\{[^{}]*\}(?:\[\w?\])?(?:\{[^{}]*\})?|\\(?:hspace|vspace|kern)\*?"
    r"\s*(?:\{[^{}]*\}|-?[\d.]+[a-z]{2})|\\[vh]?phantom\s*\{[^{}]*\}|\\\\\[[^\]]*\]|\\[A-Za-z]+|\\."
)
_PLACES = {"html": "the page", "mail_html": "the mail in HTML", "text": "plain text"}


def lost(source: str, kind: str) -> Iterator[Remark]:
    """Yield what some form of a text does not show of its words.

    ``kind`` is ``rich``, ``line`` or ``inline``, as the text is rendered.
    """
    render, elements = _KINDS[kind]
    made = render(source)
    text = clean(source) if kind == "rich" else folded(clean(source)).strip(" ")
    marked = cut(text, elements, blocks=kind == "rich")
    words = list(_words(marked.text))
    for form, place in _PLACES.items():
        missing = next(_missing(words, _letters(_shown(made, form))), None)
        if missing:
            said = f"the word {missing} is left out of {place}"
            yield Remark(said, "Write it in another way.", missing, 0, len(missing))
    for one in marked.cuts:
        yield from _lost_in(one)


def _shown(made: Rich, form: str) -> str:
    shown: str = getattr(made, form)
    return shown if form == "text" else unescape(_MARKUP.sub("", shown))


def _words(marked: str) -> Iterator[str]:
    """Yield the words of a text outside of formulas, tags, commands and addresses."""
    text = _NOT_WORDS.sub(" ", accents(_MARK.sub(" ", marked)))
    text = _MARKUP.sub(" ", _LABEL.sub(" ", text)).replace(LESS, "<")
    text = _COMMAND.sub(" ", text)
    for match in _WORD.finditer(_plain(_ENTITY.sub(" ", text))):
        yield match.group()


def _plain(text: str) -> str:
    """Return a text without accents and with plain letters for styled ones."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char))


def _letters(text: str) -> str:
    return "".join(_WORD.findall(_plain(text)))


def _missing(words: list[str], letters: str) -> Iterator[str]:
    """Yield the words that do not come in their order."""
    place = 0
    for word in words:
        found = letters.find(word, place)
        if found < 0:
            yield word
        else:
            place = found + len(word)


def _lost_in(one: Cut) -> Iterator[Remark]:
    """Doubt a formula some of whose letters and digits are not shown."""
    made = formula(one.tex, display=one.display, source=one.source)
    if made.warning or made.doubts:
        return
    shown = Counter(_letters(made.text))
    needed = Counter(_letters(_TEX.sub(" ", one.tex)))
    missing = "".join((needed - shown).elements())
    if missing:
        said = f"{missing} in the formula {one.source} is left out"
        hint = "Write it in another way."
        yield Remark(said, hint, one.source, 0, len(one.source))


_KINDS: dict[str, tuple[Callable[[str], Rich], Collection[str]]] = {
    "rich": (rich, ELEMENTS),
    "line": (line, IN_LINES),
    "inline": (inline, ()),
}
