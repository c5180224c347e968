"""The table of a page, as rows with strokes between their cells."""

from __future__ import annotations

import re
from functools import lru_cache

from announcer.importers.encoding import text_of
from announcer.importers.hypertext import is_html, markdown_of

_TABLE = re.compile(r"<table\b", re.IGNORECASE)


@lru_cache(maxsize=2)
def unpaged(content: bytes) -> bytes:
    """Return a page with one table as text; all else as it is."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return content
    text = text_of(content)
    if not is_html(text) or len(_TABLE.findall(text)) != 1:
        return content
    return markdown_of(text).encode()
