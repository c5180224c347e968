"""The tables of a page, as rows with strokes between their cells."""

from __future__ import annotations

import re
from functools import lru_cache

from announcer.importers.encoding import text_of
from announcer.importers.hypertext import is_html, markdown_of

_TABLE = re.compile(r"<table\b", re.IGNORECASE)


@lru_cache(maxsize=2)
def unpaged(content: bytes) -> bytes:
    """Return a page with tables as text, and all else as it is."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return content
    text = text_of(content)
    if not _TABLE.search(text) or not is_html(text):
        return content
    return markdown_of(text, tables=True).encode()
