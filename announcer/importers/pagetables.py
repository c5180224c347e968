"""The tables of a page, as rows with strokes between their cells."""

from __future__ import annotations

import re
from functools import lru_cache

from announcer.importers.encoding import text_of
from announcer.importers.hypertext import is_html, markdown_of

_TABLE = re.compile(r"<(/?)table\b", re.IGNORECASE)


@lru_cache(maxsize=2)
def unpaged(content: bytes) -> bytes:
    """Return a page with tables as text; all else, and tables in tables, as it is."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return content
    text = text_of(content)
    if not is_html(text) or not _beside_each_other(_TABLE.findall(text)):
        return content
    return markdown_of(text, tables=True).encode()


def _beside_each_other(tags: list[str]) -> bool:
    """Say whether there are tables, and none inside another, as pages are laid out."""
    opened = [at for at, tag in enumerate(tags) if not tag]
    return bool(opened) and all("/" in tags[at + 1 : at + 2] for at in opened[:-1])
