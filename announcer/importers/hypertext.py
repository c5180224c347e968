"""HTML as Markdown: what a reader sees, and nothing of scripts and hidden parts."""

from __future__ import annotations

import re
from typing import Any

from announcer.errors import AnnouncerError
from announcer.importers.endtags import with_end_tags
from announcer.importers.labelkinds import kind_of
from announcer.importers.labels import label_of
from announcer.importers.pagecells import spread, unnest

_GONE = ("script", "style", "head", "template", "noscript", "iframe", "svg", "object")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_LOOKS = re.compile(
    r"<(?:!doctype html|html|body|head|div|p|br|table|t[rdh]|ul|d[ltd]|ol|li|section"
    r"|article|main|blockquote|h[1-6]|span|a\s)[^<>]*>",
    re.IGNORECASE,
)
# What is made of <dt> and <dd>.
_DEFINED = re.compile(
    r"^(?P<name>\S[^\n]{0,60})\n+:   (?P<text>[^\n]*(?:\n+    [^\n]*)*)", re.MULTILINE
)
_SIGNS = 2  # tags that make a text one of HTML


def is_html(text: str) -> bool:
    """Say whether a text is HTML, whole or a piece, and not Markdown with a tag."""
    begin = text.lstrip("\ufeff \t\r\n")[:300]
    tags = _LOOKS.findall(text)
    return bool(_LOOKS.match(begin)) and len(tags) >= _SIGNS


def markdown_of(html: str, *, tables: bool = False) -> str:
    """Return HTML as Markdown; raises AnnouncerError where its library is missing.

    With ``tables`` its tables are to be read by their rows and columns.
    """
    try:
        from bs4 import BeautifulSoup, Comment  # noqa: PLC0415 - of an extra
        from markdownify import MarkdownConverter  # noqa: PLC0415 - of an extra
    except ImportError:
        raise AnnouncerError(
            "reading HTML needs the library markdownify, which is not installed."
            " Install it: pip install 'talk-announcer[import]'"
        ) from None
    page = BeautifulSoup(with_end_tags(html), "html.parser")
    for comment in page.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in page.find_all(_GONE):
        tag.decompose()
    for tag in page.find_all(_is_hidden):
        tag.extract()
    unnest(page)
    if tables:
        spread(page)
    for cell in page.find_all("td"):
        for broken in cell.find_all("br"):
            broken.replace_with(", ")
    converter: Any = MarkdownConverter(
        heading_style="atx", bullets="-", escape_misc=False, escape_underscores=False,
        escape_asterisks=False, newline_style="backslash", strip=["img"],
    )  # fmt: skip
    text = str(converter.convert_soup(page)).replace("\u00a0", " ")
    text = _DEFINED.sub(_defined, re.sub(r"\\\n", "\n", text))
    return re.sub(r"\n[ \t]*\n(?:[ \t]*\n)+", "\n\n", text).strip()


def _defined(found: re.Match[str]) -> str:
    """Return a term and its definition as a label and its value, or as lines below."""
    name = found["name"].strip()
    lines = [line.removeprefix("    ") for line in found["text"].split("\n")]
    if kind_of(name.strip("*_ :")) and not label_of(lines[0]):
        return f"{name.rstrip(' :')}: {found['text']}"
    return "\n".join([name, *lines])


def _is_hidden(tag: Any) -> bool:
    return bool(tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style") or "")))
