"""Putting formulas in their places again, in the form that each output has for them."""

from __future__ import annotations

import re

from announcer.errors import Remark
from announcer.lazy import pattern
from announcer.markup.cutting import MARK, Cut
from announcer.markup.formulas import Formula, formula

BREAK = "\ufdd2"  # a line break that was meant, in text whose spaces are still to fold

_CURE = (
    "Mend the formula; commands of your own stand below `macros:` in site.yaml, such "
    "as RR: '\\mathbb{R}'."
)
_RTL = pattern("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]")
_BREAK_AT_EDGE = pattern(r"(<(?:p|li|td|th|div|dd)>)\s*<br>|<br>\s*(?=</)")


class Filling:
    """The formulas of one text; each is converted when an output first needs it."""

    def __init__(self, cuts: tuple[Cut, ...], text: str, *, inline: bool) -> None:
        self.cuts = cuts
        self._text = text
        self._inline = inline
        is_plain = not cuts or text.isascii()
        self._rtl = not is_plain and _RTL.search(text) is not None
        self._used: dict[int, Formula] = {}

    def page(self, html: str) -> str:
        """Put MathML for each mark."""
        return MARK.sub(self._page, html)

    def mail(self, html: str) -> str:
        """Put readable text for each mark, for mail programs drop MathML."""
        filled = MARK.sub(self._mail, html)
        return _BREAK_AT_EDGE.sub(r"\1", filled) if "<br>" in filled else filled

    def words(self, text: str) -> str:
        """Put readable text for each mark, isolated in a text from right to left."""
        return MARK.sub(self._words, text)

    def warnings(self) -> list[Remark]:
        """Return what was wrong with the formulas that were shown."""
        return [
            Remark(said, _CURE, self._text, *self._place(number))
            for number, used in self._used.items()
            for said in filter(None, (used.warning, *used.doubts))
        ]

    def _place(self, number: int) -> tuple[int, int]:
        """Return where a formula stands in the text."""
        end = 0
        for one in self.cuts[: number + 1]:
            start = self._text.find(one.source, end)
            end = start + len(one.source)
        return start, end

    def _get(self, mark: re.Match[str]) -> Formula | None:
        number = int(mark[1])
        if number >= len(self.cuts):
            return None  # somebody wrote the noncharacters as HTML entities
        if number not in self._used:
            cut = self.cuts[number]
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
        shown = f'<span dir="ltr">{found.mail}</span>' if self._rtl else found.mail
        shown += mark[2]
        return f"<br>{shown}<br>" if self._stands_apart(mark) else shown

    def _words(self, mark: re.Match[str]) -> str:
        found = self._get(mark)
        if found is None:
            return mark[2]
        text = f"\u2066{found.text}\u2069" if self._rtl else found.text
        text += mark[2]
        return f"{BREAK}{text}{BREAK}" if self._stands_apart(mark) else text

    def _stands_apart(self, mark: re.Match[str]) -> bool:
        return self.cuts[int(mark[1])].display and not self._inline
