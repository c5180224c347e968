"""Colours ``#rrggbb``: how far two of them stand apart, and one that can be read."""

from __future__ import annotations

import colorsys

PATTERN = r"#[0-9A-Fa-f]{6}"
AA = 4.5  # the least contrast of text (WCAG 2.2, 1.4.3)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, ground: str, wanted: float = AA, step: float = 0.01) -> str:
    """Return the colour, in steps darker or lighter until it can be read on the ground.

    ``wanted`` is the contrast to reach; on a ground of middle lightness it may not be.
    """
    hue, light, saturation = colorsys.rgb_to_hls(*_shares(colour))
    if _luminance(ground) > 0.18:
        step = -step
    while contrast(colour, ground) < wanted and 0 <= light + step <= 1:
        light += step
        shares = colorsys.hls_to_rgb(hue, light, saturation)
        colour = "#" + bytes(round(share * 255) for share in shares).hex()
    return colour


def channels(colour: str) -> bytes:
    """Return red, green and blue, each 0 to 255."""
    return bytes.fromhex(colour.removeprefix("#"))


def _shares(colour: str) -> tuple[float, float, float]:
    red, green, blue = channels(colour)
    return red / 255, green / 255, blue / 255


def _luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in _shares(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
