r"""Cutting formulas out of a text before Markdown reads it, and putting them back.

Recognised are ``$…$``, ``$$…$$``, ``\(…\)``, ``\[…\]`` and the display environments of
amsmath. Code, addresses and HTML tags are stepped over. What was cut is marked by two
noncharacters around its number, which Markdown takes for a letter of a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from markdown_it.common.html_re import HTML_TAG_RE

from announcer.markup.formulas import Formula, formula
from announcer.markup.plain import CUT_CLOSE, CUT_OPEN
from announcer.markup.tex import QUOTED

LONGEST = 4000  # characters between two delimiters; anything longer is not a formula
BREAK = "\ufdd2"  # a line break that was meant, in text whose spaces are still to fold

_MARK = re.compile(f"{CUT_OPEN}([0-9]+){CUT_CLOSE}([.,;:!?]?)")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]")
_BREAK_AT_EDGE = re.compile(r"(<(?:p|li|td|th|div|dd)>)\s*<br>|<br>\s*(?=</)")

_ENVIRONMENTS = r"(equation|align|alignat|gather|multline|eqnarray|displaymath|math)"
_START = re.compile(
    r"(?P<fence>^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?"
    r"(?P<bar>`{3,}(?=[^`\n]*$)|~{3,}))"
    r"|\\(?P<open>[(\[])"
    rf"|\\begin\{{(?P<environment>{_ENVIRONMENTS}\*?)\}}"
    r"|\\(?s:.)"
    r"|(?P<dollars>\$\$?)"
    r"|(?P<ticks>`+)"
    r"|(?P<address>(?i:https?)://[^\s<>]+|\]\((?:<[^>\n]*>|[^\s()]*))"
    r"|(?P<tag><)",
    re.MULTILINE,
)
_DELIMITERS = ("$", r"\(", r"\[", r"\begin{")
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")
_DOLLAR_BODY = re.compile(r"(?:\\[^\n]|[^$\\])+")
_PRICE = re.compile(r"\d[^\\^_{}=<>+]*\s[^\W\d_]{2}")
_QUOTE_MARKS = re.compile(r"\n[ \t]*(?:>[ \t]?)+")


@dataclass(frozen=True, slots=True)
class Cut:
    """A formula as written: its TeX, whether it stands apart, and the whole source."""

    tex: str
    display: bool
    source: str


def cut(text: str) -> tuple[str, tuple[Cut, ...]]:
    """Return ``text`` with a mark for each formula, and the formulas."""
    if not any(delimiter in text for delimiter in _DELIMITERS):
        return text, ()
    cuts: list[Cut] = []
    pieces: list[str] = []
    place = kept = 0
    while match := _START.search(text, place):
        start = match.start()
        found = _formula(text, match)
        if found is None:
            place = max(_step_over(text, match), start + 1)
            continue
        one, place = found
        pieces.append(f"{text[kept:start]}{CUT_OPEN}{len(cuts)}{CUT_CLOSE}")
        cuts.append(one)
        kept = place
    pieces.append(text[kept:])
    return "".join(pieces), tuple(cuts)


def restore(text: str, cuts: tuple[Cut, ...]) -> str:
    """Put the sources of formulas back, where a formula cannot stand (code, titles)."""
    if CUT_OPEN not in text:
        return text

    def source(match: re.Match[str]) -> str:
        number = int(match[1])
        return (cuts[number].source if number < len(cuts) else "") + match[2]

    return _MARK.sub(source, text)


def with_formulas(text: str, write: Callable[[Cut], str]) -> str:
    """Return clean Markdown with each formula as ``write`` writes it."""
    marked, cuts = cut(text)
    return _MARK.sub(lambda mark: write(cuts[int(mark[1])]) + mark[2], marked)


class Filling:
    """The formulas of one text; each is converted when an output first needs it."""

    def __init__(self, cuts: tuple[Cut, ...], text: str, *, inline: bool) -> None:
        self._cuts = cuts
        self._inline = inline
        self._rtl = bool(cuts) and _RTL.search(text) is not None
        self._used: dict[int, Formula] = {}

    def page(self, html: str) -> str:
        """Put MathML for each mark."""
        return _MARK.sub(self._page, html)

    def mail(self, html: str) -> str:
        """Put readable text for each mark, for mail programs drop MathML."""
        return _BREAK_AT_EDGE.sub(r"\1", _MARK.sub(self._mail, html))

    def words(self, text: str) -> str:
        """Put readable text for each mark, isolated in a text from right to left."""
        return _MARK.sub(self._words, text)

    def warnings(self) -> list[str]:
        """Return what was wrong with the formulas that were shown."""
        return [used.warning for used in self._used.values() if used.warning]

    def _get(self, mark: re.Match[str]) -> Formula | None:
        number = int(mark[1])
        if number >= len(self._cuts):
            return None  # somebody wrote the noncharacters as HTML entities
        if number not in self._used:
            cut = self._cuts[number]
            display = cut.display and not self._inline
            self._used[number] = formula(cut.tex, display=display, source=cut.source)
        return self._used[number]

    def _page(self, mark: re.Match[str]) -> str:
        found = self._get(mark)
        page = (found.html if found else "") + mark[2]
        if not mark[2] or found is None or found.warning or self._stands_apart(mark):
            return page
        # browsers would begin a line with the full stop behind a formula
        return f'<span class="keep">{page}</span>'

    def _mail(self, mark: re.Match[str]) -> str:
        found = self._get(mark)
        if found is None:
            return mark[2]
        if found.warning:
            return found.html + mark[2]
        direction = ' dir="ltr"' if self._rtl else ""
        shown = f"<i{direction}>{escape(found.text, quote=False)}</i>{mark[2]}"
        return f"<br>{shown}<br>" if self._stands_apart(mark) else shown

    def _words(self, mark: re.Match[str]) -> str:
        found = self._get(mark)
        if found is None:
            return mark[2]
        text = f"\u2066{found.text}\u2069" if self._rtl else found.text
        text += mark[2]
        return f"{BREAK}{text}{BREAK}" if self._stands_apart(mark) else text

    def _stands_apart(self, mark: re.Match[str]) -> bool:
        return self._cuts[int(mark[1])].display and not self._inline


def _formula(text: str, match: re.Match[str]) -> tuple[Cut, int] | None:
    """Return the formula that begins at ``match`` and its end, if there is one."""
    begin = match.end()
    if match["dollars"] == "$":
        return _between_dollars(text, begin)
    if match["dollars"]:
        closer = "$$"
    elif match["open"]:
        closer = r"\)" if match["open"] == "(" else r"\]"
    elif match["environment"]:
        closer = rf"\end{{{match['environment']}}}"
    else:
        return None
    end = text.find(closer, begin, begin + LONGEST)
    if end < 0 or not text[begin:end].strip() or _BLANK_LINE.search(text, begin, end):
        return None
    end += len(closer)
    source = text[match.start() : end]
    tex = source if match["environment"] else source[2:-2]
    if "\n" in tex:
        tex = _QUOTE_MARKS.sub("\n", tex)
    return Cut(tex.strip(), match["open"] != "(", source), end


def _between_dollars(text: str, begin: int) -> tuple[Cut, int] | None:
    """Follow pandoc: no space inside the dollars, no digit after them.

    A sum of money that runs on in words ("$5 for members, 10$ for guests") is none.
    """
    body = _DOLLAR_BODY.match(text, begin, begin + LONGEST)
    if body is None:
        return None
    tex, end = body.group(), body.end()
    if text[end : end + 1] != "$" or text[end + 1 : end + 2].isdigit():
        return None
    if tex[0].isspace() or tex[-1].isspace() or _BLANK_LINE.search(tex):
        return None
    if _PRICE.match(tex):
        return None
    return Cut(tex, display=False, source=f"${tex}$"), end + 1


def _step_over(text: str, match: re.Match[str]) -> int:
    """Return where to look on after something that is not a formula."""
    if match["fence"]:
        bar = re.escape(match["bar"])
        end = re.compile(rf"^[ \t>]*{bar}{bar[-1]}*[ \t]*$", re.MULTILINE).search(
            text, match.end()
        )
        return end.end() if end else len(text)
    if match["ticks"]:
        return _after_code(text, match)
    if match["tag"]:
        tag = HTML_TAG_RE.match(text[match.start() : match.start() + LONGEST])
        return match.start() + tag.end() if tag else match.end()
    return match.end()


def _after_code(text: str, match: re.Match[str]) -> int:
    """Return the end of the code span that begins here, or of its opening marks."""
    ticks = match["ticks"]
    if QUOTED.match(text, match.start()):
        return match.end()
    closing = re.compile(rf"(?<!`){ticks}(?!`)")
    end = closing.search(text, match.end(), match.end() + LONGEST)
    if end is None or _BLANK_LINE.search(text, match.end(), end.start()):
        return match.end()
    return end.end()
