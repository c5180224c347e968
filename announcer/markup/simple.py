"""Markdown as most people write it, read in one pass: the parser's answer, sooner.

Paragraphs and plain lists with emphasis, code, links and bare addresses, each so that
it can mean nothing else. Of any other text this module says that it cannot tell, and
the parser reads it: that is the judge, and a test holds this module to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from announcer.lazy import pattern
from announcer.markup.characters import CUT_OPEN, LESS
from announcer.markup.cutting import Cut, restore
from announcer.markup.signs import REL, escaped, has_signs, trimmed
from announcer.markup.tex import punctuation
from announcer.markup.textwriter import behind, in_lines, item

# A backslash is TeX or an escape, a tag is HTML, the others are for the parser to say.
_OTHER = ("\\", "<", "\t", " \n", "\n ")
_BLANK_LINES = pattern(r"\n\n+")
# What a line may begin with that is no paragraph's, or that decides on one before it.
# (Each pattern begins with plain letters, which are found much sooner.)
_START = pattern(
    r"\n(?:[-+=#:>~|_]|\*(?!\*?[^\W_])|\[(?![^\]\n]*\]\()|``|\d{1,9}[.)](?:\s|$))"
)
_ITEM = pattern(r"(?m)^(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})\.) (?P<words>\S.*)$")
_ADDRESS = r"https?://[a-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9/._~?=#+-]*)?"
_PLAIN_ADDRESS = pattern(_ADDRESS)
_LETTER = r"(?:[^\W_]|\ufdd0)"  # or the mark of a formula, which reads as one
_SPAN = pattern(
    # opened after a space and closed before one, so that neither can be the other
    rf"\*(?<![^\s(\"']\*)(?P<star>\*?)(?P<said>{_LETTER}[^*`\[\]]*"
    r"(?:(?<=[^\W_])|(?<=\ufdd1)))\*(?P=star)(?=[\s.,;:!?)\"'-]|\Z)"
    r"|`(?<!``)(?P<code>[^`'\s](?:[^`'\n]*[^`'\s])?)`(?!`)"
    rf"|\[(?<!!\[)(?P<label>[^\[\]*`]+)\]\((?P<href>{_ADDRESS})\)"
    r"|https?://(?<![^\W_]http://)(?<![^\W_]https://)[^\s<>\"\ufdd0-\ufdd3]+"
)
# What is left in words when all of that is found, and might be something.
_UNSURE = "`*[]_~"
_REFERENCE = pattern("&[#A-Za-z]")


class _UnsureError(Exception):
    """The text may hold more than this module knows."""


def blocks(
    text: str, cuts: tuple[Cut, ...], fill: Callable[[str], str]
) -> tuple[str, str] | None:
    """Return the HTML and the plain text of a text whose formulas are cut.

    ``fill`` puts readable formulas for their marks. None if only the parser can tell.
    """
    text = text.strip("\n")
    if any(map(text.__contains__, _OTHER)) or text[:1].isspace():
        return None
    try:
        read = list(_Reader(cuts, fill).blocks(text))
    except _UnsureError:
        return None
    html = "".join([page for page, _ in read])
    return html, "\n\n".join([said for _, said in read if said])


class _Reader:
    """One walk through a text."""

    def __init__(self, cuts: tuple[Cut, ...], fill: Callable[[str], str]) -> None:
        self._cuts = cuts
        self._fill = fill
        self._said: list[str] = []  # in the block that is open

    def blocks(self, text: str) -> Iterator[tuple[str, str]]:
        was_list = False
        for block in _BLANK_LINES.split(text):
            first = _START.search(f"\n{block}")
            if first is None:
                was_list = False
                yield self._paragraph(block)
                continue
            if was_list and first.start() == 0:
                raise _UnsureError  # the two may be one, parted by blank lines
            if first.start():
                yield self._paragraph(block[: first.start() - 1])
            yield self._list(block[first.start() :])
            was_list = True

    def _paragraph(self, words: str) -> tuple[str, str]:
        return f"<p>{self._line(words)}</p>\n", self._closed()

    def _list(self, lines: str) -> tuple[str, str]:
        items = [_ITEM.fullmatch(line) for line in lines.split("\n")]
        first = items[0]
        if first is None or first["number"] not in {None, "1"}:
            raise _UnsureError
        alike = all(one and one["number"] == "1" for one in items)
        html, said = [], []
        for number, one in enumerate(items, 1):
            if one is None or one["bullet"] != first["bullet"]:
                raise _UnsureError
            if one["number"] not in {None, "1" if alike else f"{number}"}:
                raise _UnsureError  # it may have to keep its own
            if _START.match(f"\n{one['words']}"):
                raise _UnsureError
            html.append(f"<li>{self._line(one['words'])}</li>\n")
            said.append(item(self._closed(), None if first["bullet"] else number))
        tag = "ul" if first["bullet"] else "ol"
        return f"<{tag}>\n{''.join(html)}</{tag}>\n", "\n".join(said)

    def _closed(self) -> str:
        """Return the text of the block that was open."""
        said = in_lines("".join(self._said))
        self._said.clear()
        return said

    def _line(self, words: str) -> str:
        """Return the HTML of what stands in a block."""
        words = words.strip()
        if not words:
            raise _UnsureError
        if not has_signs(words):
            return self._text(words)
        quoted = "“" in words
        if quoted and "`" in words:
            raise _UnsureError  # a quote mark in code opens nothing
        return "".join(self._spans(words, quoted=quoted))

    def _spans(self, words: str, *, quoted: bool) -> Iterator[str]:
        place = 0
        while span := _SPAN.search(words, place):
            yield self._words(words[place : span.start()], quoted=quoted)
            place = span.end()
            if span["said"]:
                tag = "strong" if span["star"] else "em"
                yield f"<{tag}>{self._words(span['said'], quoted=quoted)}</{tag}>"
            elif span["code"]:
                yield f"<code>{self._text(self._whole(span['code']))}</code>"
            elif span["href"]:
                yield self._link(span["href"], span["label"], quoted=quoted)
            else:
                address = trimmed(span.group())
                if not _PLAIN_ADDRESS.fullmatch(address):
                    raise _UnsureError
                place = span.start() + len(address)
                yield self._link(address, "")
        yield self._words(words[place:], quoted=quoted)

    def _link(self, address: str, label: str, *, quoted: bool = False) -> str:
        start = len(self._said)
        inner = self._words(label, quoted=quoted) if label else self._text(address)
        self._said.append(behind("".join(self._said[start:]), address))
        return f'<a href="{address}" rel="{REL}">{inner}</a>'

    def _words(self, text: str, *, quoted: bool) -> str:
        """Return words as HTML, in which nothing may be markup."""
        if any(map(text.__contains__, _UNSURE)):
            raise _UnsureError
        if ("&" in text and _REFERENCE.search(text)) or (":" in text and "://" in text):
            raise _UnsureError
        if quoted or "--" in text:
            text = text.replace(LESS, "<")
            lines = text.split("\n")
            text = "\n".join([punctuation(line, quoted=quoted) for line in lines])
        return self._text(text)

    def _text(self, text: str) -> str:
        shown = text.replace(LESS, "<") if LESS in text else text
        self._said.append(self._fill(shown) if CUT_OPEN in shown else shown)
        return escaped(shown)

    def _whole(self, code: str) -> str:
        return restore(code, self._cuts) if LESS in code or CUT_OPEN in code else code
