"""Raw HTML in a text: cut down to an allow-list by nh3, then read for every output.

Only texts that hold raw HTML come here. Headings become bold paragraphs and images
links, as they do in Markdown.
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

import nh3

from announcer.errors import Remark
from announcer.markup.characters import CUT_CLOSE, CUT_OPEN, revealed
from announcer.markup.parsing import unfollowed
from announcer.markup.tags import BOXES, KEPT
from announcer.markup.textwriter import TextWriter

_EVERYWHERE = {"dir", "lang"}
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "a": {"href", "title"},
    "abbr": {"title"},
    "dfn": {"title"},
    "img": {"alt", "src"},
    "li": {"value"},
    "ol": {"start"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_VOID = frozenset({"br", "hr", "wbr", "img"})
_TODAY = {"strike": "s"}  # what an element of old kind is called now


def sanitised(html: str, writer: TextWriter) -> tuple[str, list[Remark]]:
    """Return safe HTML, marks of formulas left in it, and tell ``writer`` its words.

    Addresses that nobody can follow are left out and doubted.
    """
    doubts: list[Remark] = []
    reader = _Reader(writer)
    reader.feed(_clean(html, doubts))
    reader.close()
    return reader.html(), doubts


def _clean(html: str, doubts: list[Remark]) -> str:
    """Cut HTML down to the allow-list; http, https and mailto are the only schemes.

    What is no tag has become text before, so no element is dropped with its words.
    """

    def attribute(tag: str, name: str, value: str) -> str | None:
        kept = _attribute(tag, name, value)
        if kept is None and name in {"href", "src"}:
            doubts.append(unfollowed(value))
        return kept

    return nh3.clean(
        html,
        tags={*KEPT, *BOXES, *_TODAY},
        clean_content_tags=set(),
        attributes=_ATTRIBUTES,
        attribute_filter=attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def _attribute(_tag: str, name: str, value: str) -> str | None:
    """Refuse marks of formulas in attributes, and addresses that lead nowhere."""
    if CUT_OPEN in value or CUT_CLOSE in value:
        return None
    if name in {"href", "src"} and not value.lower().startswith(
        ("http://", "https://", "mailto:")
    ):
        return None
    if name == "class" and value not in {"right", "center"}:
        return None
    return value


class _Reader(HTMLParser):
    """Follow clean, balanced HTML, writing it and its text at the same time."""

    def __init__(self, writer: TextWriter) -> None:
        super().__init__(convert_charrefs=True)
        self.writer = writer
        self._parts: list[str] = []
        self._code: list[str] | None = None
        self._links = 0

    def html(self) -> str:
        return "".join(self._parts).replace("<p></p>", "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: revealed(value or "") for key, value in attrs}
        if tag == "img":
            self._image(found)
            return
        if tag in _HEADINGS:
            self._parts.append("<p><strong>")
            self.writer.open("p", {})
            return
        tag = "div" if tag in BOXES else _TODAY.get(tag, tag)
        self._links += tag == "a"
        written = "".join(f' {key}="{escape(value)}"' for key, value in found.items())
        self._parts.append(f"<{tag}{written}>")
        self._begin(tag, found)

    def _begin(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "br":
            self.writer.line_break()
        elif tag == "hr":
            self.writer.rule()
        elif tag == "pre":
            self._code = []
        elif tag not in _VOID:
            self.writer.open(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if tag in _HEADINGS:
            self._parts.append("</strong></p>")
            self.writer.close("p")
            return
        tag = "div" if tag in BOXES else _TODAY.get(tag, tag)
        self._links -= tag == "a"
        self._parts.append(f"</{tag}>")
        if tag == "pre" and self._code is not None:
            self.writer.code("".join(self._code))
            self._code = None
        else:
            self.writer.close(tag)

    def handle_data(self, data: str) -> None:
        text = revealed(data)
        self._parts.append(escape(text, quote=False))
        if self._code is None:
            self.writer.words(text)
        else:
            self._code.append(text)

    def _image(self, attrs: dict[str, str]) -> None:
        address = attrs.get("src", "")
        name = attrs.get("alt") or address
        if not address or self._links:
            self.handle_data(name)
            return
        rel = ("rel", "noopener noreferrer")
        self.handle_starttag("a", [("href", address), rel])
        self.handle_data(name)
        self.handle_endtag("a")
