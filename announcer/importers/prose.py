"""Texts of sites and calendars as Markdown: tags, marks and what stands around them."""

from __future__ import annotations

import html
import re

from announcer.importers.hypertext import markdown_of
from announcer.importers.joining import addresses_in

_TAG = re.compile(
    r"</?(?:p|br|a|div|span|b|i|em|strong|ul|ol|li|img|h[1-6]|u|font|table|tr|td|sup|sub"
    r"|center|small|blockquote|hr|figure|iframe|html|body|script|style)\b[^<>]*>",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"<a\b[^<>]*?href\s*=\s*[\"']?([^\"'<>\s]+)[^<>]*>(.*?)</a>",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN_LINK = re.compile(
    r"!?\[([^\]]{0,500})\]\(\s*<?[^()\s]*+(?:\([^()\s]*\))?[^()]*\)"
)
_TEXTILE = re.compile(r"^h([1-6])(?:\([^)]*\))?\. +", re.MULTILINE)
_TEXTILE_LINK = re.compile(r'"([^"\n]+)":(https?://[^\s"]+)')


def prose(text: str) -> str:
    """Return a text as Markdown, whether it is HTML, Markdown, or Markdown with tags."""  # noqa: E501
    text = text.replace("\r\n", "\n").strip()
    if not _TAG.search(text):
        return html.unescape(text) if re.search(r"&(?:\w+|#\d+);", text) else text
    blocks = re.search(r"<(?:p|br|div|ul|ol|h[1-6]|table)\b", text, re.IGNORECASE)
    if blocks and "\n\n" not in re.sub(r">\s+<", "><", text):
        return markdown_of(text)
    text = re.sub(
        r"<(script|style|iframe)\b.*?</\1>", "", text, flags=re.IGNORECASE | re.DOTALL
    )
    text = _LINK.sub(r"[\2](\1)", text)
    text = re.sub(r"</?(?:b|strong)>", "**", text, flags=re.IGNORECASE)
    text = re.sub(r"</?(?:i|em)>", "*", text, flags=re.IGNORECASE)
    text = re.sub(r"<(?:br|/p|/div|/li)\b[^<>]*>", "\n", text, flags=re.IGNORECASE)
    text = re.sub(r"<li\b[^<>]*>", "\n- ", text, flags=re.IGNORECASE)
    text = html.unescape(_TAG.sub("", text))
    text = "\n".join(
        line.strip() if not line.strip() else line.rstrip() for line in text.split("\n")
    )
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def textile(text: str) -> str:
    """Return Textile as Markdown, as far as that is certain: headings and links."""
    text = _TEXTILE.sub(lambda found: "#" * int(found[1]) + " ", text)
    return prose(_TEXTILE_LINK.sub(r"[\1](\2)", text))


def line(text: str) -> str:
    """Return a text as one line of plain words: no tags, no addresses of links."""
    return " ".join(_MARKDOWN_LINK.sub(r"\1", prose(text)).split()).strip()


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text."""
    return [one.strip() for one in re.split(r"\n\s*\n", text) if one.strip()]


def is_about_links(paragraph: str) -> bool:
    """Say whether a paragraph only leads elsewhere: an address and few words."""
    urls = addresses_in(paragraph)
    if not urls:
        return False
    rest = _MARKDOWN_LINK.sub(r"\1", paragraph)
    for url in urls:
        rest = rest.replace(url, "")
    return len(rest.split()) <= 15


def without(text: str, parts: list[str]) -> str:
    """Return a text without some of its paragraphs."""
    return "\n\n".join(one for one in paragraphs(text) if one not in parts)
