"""JSON as it comes: with a callback around it, cut short, or none at all."""

from __future__ import annotations

import json
import re
from typing import Any

from announcer.errors import BadValue
from announcer.importers.encoding import text_of


def is_json(content: bytes) -> bool:
    """Say whether some bytes begin as JSON does."""
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:80]
    return bool(re.match(rb"(?:[\w$.]{1,40}\()?\s*(?:\{\s*[\"}]|\[\s*[{\]])", head))


def parsed_json(content: bytes) -> Any:
    """Return what JSON says, with a callback around it or not; raises BadValue."""
    text = text_of(content).strip()
    wrapped = re.fullmatch(r"[\w$.]{1,60}\((.*)\)\s*;?", text, re.DOTALL)
    try:
        return json.loads(wrapped[1] if wrapped else text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        cut = error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg
        if cut:
            raise BadValue(
                f"{where}: this JSON breaks off in the middle",
                "Save or download it again.",
            ) from None
        raise BadValue(f"{where}: this is no JSON: {error.msg}") from None
