"""The look of a mail: CSS moved into the tags, and colours that can be read.

This room alone knows css_inline. Style sheets are thrown away by some mail programs, so
every rule ends in a ``style`` attribute; what stands in ``@media`` stays behind for
those that know dark mode and narrow screens.
"""

from __future__ import annotations

import re
from functools import lru_cache

import css_inline

from announcer.colour import AA, readable

_PAPER = "#ffffff"
_NIGHT = "#1d1f23"
_AT_NIGHT = 6.0  # thin letters on a dark ground look fainter than the number says
_STEP = 0.02

# What was kept comes first in the head, but the charset must (HTML section 4.2.5.4).
_KEPT_FIRST = re.compile(r"(<head>)(<style>.*?</style>)(.*?)(?=</head>)", re.DOTALL)
# A style sheet from the network would make two runs differ and tell who is writing.
_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def inlined(html: str) -> str:
    """Return the page with its style rules in the tags they are for."""
    return _KEPT_FIRST.sub(r"\1\3\2", _INLINER.inline(html))


@lru_cache(maxsize=64)
def shades(accent: str) -> dict[str, str]:
    """Return the accent as ``light`` and ``dark``: readable on paper and at night."""
    return {
        "light": readable(accent, _PAPER, AA, _STEP),
        "dark": readable(accent, _NIGHT, _AT_NIGHT, _STEP),
    }
