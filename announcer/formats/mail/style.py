"""The look of a mail: CSS moved into the tags, and colours that can be read.

This room alone knows css_inline. Style sheets are thrown away by some mail programs, so
every rule ends in a ``style`` attribute; what stands in ``@media`` stays behind for
those that know dark mode and narrow screens.
"""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls
from functools import lru_cache

import css_inline

_AA = 4.5  # WCAG 2.2 section 1.4.3
_AT_NIGHT = 6.0  # thin letters on a dark ground look fainter than the number says
_PAPER = "#ffffff"
_NIGHT = "#1d1f23"

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
        "light": _readable(accent, _PAPER, _AA, -0.02),
        "dark": _readable(accent, _NIGHT, _AT_NIGHT, 0.02),
    }


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours ``#rrggbb``, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _readable(colour: str, ground: str, wanted: float, step: float) -> str:
    """Return the colour, made darker or lighter until it stands out enough."""
    hue, light, full = rgb_to_hls(*(c / 255 for c in _channels(colour)))
    while contrast(colour, ground) < wanted:
        light += step
        channels = hls_to_rgb(hue, min(max(light, 0), 1), full)
        colour = "#" + "".join(f"{round(c * 255):02x}" for c in channels)
    return colour


def _channels(colour: str) -> tuple[int, int, int]:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
