"""The look of a mail: CSS moved into the tags, and colours that can be read.

This room alone knows css_inline. Style sheets are thrown away by some mail programs, so
every rule ends in a ``style`` attribute; what stands in ``@media`` stays behind for
those that know dark mode and narrow screens.
"""

from __future__ import annotations

import css_inline

_AA = 4.5  # WCAG 2.2 section 1.4.3
_PAPER = "#ffffff"
_NIGHT = "#1d1f23"

# A style sheet from the network would make two runs differ and tell who is writing.
_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def inlined(html: str) -> str:
    """Return the page with its style rules in the tags they are for."""
    return _INLINER.inline(html)


def shades(accent: str) -> dict[str, str]:
    """Return the accent as ``light`` and ``dark``: readable on paper and at night."""
    return {
        "light": _readable(accent, _PAPER, "#000000"),
        "dark": _readable(accent, _NIGHT, "#ffffff"),
    }


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours ``#rrggbb``, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _readable(colour: str, ground: str, towards: str) -> str:
    """Return the colour, moved towards black or white until it can be read."""
    steps = (_mixed(colour, towards, step / 20) for step in range(20))
    return next((c for c in steps if contrast(c, ground) >= _AA), towards)


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


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
