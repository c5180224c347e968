"""The look of a mail: CSS moved into the tags, and colours that can be read.

This room alone knows css_inline. Style sheets are thrown away by some mail programs, so
every rule ends in a ``style`` attribute; what stands in ``@media`` stays behind for
those that know dark mode and narrow screens.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import css_inline

from announcer.colour import AA, readable

_PAPER = "#ffffff"
_NIGHT = "#1d1f23"
_AT_NIGHT = 6.0  # thin letters on a dark ground look fainter than the number says
_STEP = 0.02

_HEAD, _HEAD_END, _STYLE_END = "<head>", "</head>", "</style>"
# A style sheet from the network would make two runs differ and tell who is writing.
_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def inlined(html: str) -> str:
    """Return the page with its style rules in the tags they are for."""
    return _charset_first(_INLINER.inline(html))


def _charset_first(html: str) -> str:
    """Put the style that was kept last in the head: the charset comes first.

    HTML section 4.2.5.4; the library writes it first.
    """
    start = html.find(f"{_HEAD}<style>") + len(_HEAD)
    style_end = html.find(_STYLE_END, start) + len(_STYLE_END)
    end = html.find(_HEAD_END, style_end)
    if not len(_HEAD) <= start < style_end <= end:
        return html
    return html[:start] + html[style_end:end] + html[start:style_end] + html[end:]


class Shades(NamedTuple):
    """A colour as it is readable on paper, and at night."""

    light: str
    dark: str


@lru_cache(maxsize=64)
def shades(accent: str) -> Shades:
    """Return the accent in its two shades."""
    return Shades(
        light=readable(accent, _PAPER, AA, _STEP),
        dark=readable(accent, _NIGHT, _AT_NIGHT, _STEP),
    )
