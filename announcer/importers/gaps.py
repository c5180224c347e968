"""What stands where something is not known yet: no title, no name, no text.

The list is that of records; here are only words that a person would not write there.
"""

from __future__ import annotations

import re

from announcer.record.placeholders import is_placeholder

_MORE = re.compile(
    r"\W*(?:n/?a|none|unknown|not ?(?:yet ?)?known|to ?be ?(?:announced|determined"
    r"|confirmed|decided)|title to follow|title/speakers? (?:tb[acd]|to be (?:announced"
    r"|confirmed))|various speakers|open slot|da (?:definire|annunciare)"
    r"|por (?:confirmar|anunciar|definir))?\W*",
    re.IGNORECASE,
)


def is_gap(text: str) -> bool:
    """Say whether a text, which may be empty, says only that nothing is known yet."""
    return _MORE.fullmatch(text) is not None or is_placeholder(text)
