"""Making an organiser's colour readable on the paper that it is printed on."""

from __future__ import annotations

import colorsys

# WCAG 2.2, 1.4.3 asks for 4.5; a little more survives rounding and tinted backgrounds.
_ENOUGH = 5.5
_STEPS = 100


def readable(colour: str, paper: str) -> str:
    """Return the colour, darker or lighter until text in it can be read on the paper.

    Both are ``#rrggbb``.
    """
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(colour))
    step = -1 / _STEPS if luminance(paper) > 0.18 else 1 / _STEPS
    shown = colour
    while contrast(shown, paper) < _ENOUGH and 0 <= light + step <= 1:
        light += step
        shown = _hex(colorsys.hls_to_rgb(hue, light, saturation))
    return shown


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + bytes(round(value * 255) for value in channels).hex()
