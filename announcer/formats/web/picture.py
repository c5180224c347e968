"""The picture that stands for the site where a link to it is shared.

A card of the site's colour with the lines of an announcement, drawn without letters, so
that it needs no font: the words stand beside it in every preview.
"""

from __future__ import annotations

import struct
import zlib

_WIDTH, _HEIGHT = 1200, 630
# Lines of a notice as (top, height, width): a label, two of the title, one of the name.
_LINES = ((170, 18, 180), (226, 56, 820), (308, 56, 560), (412, 26, 420))
_LEFT = 140


def card(ground: str, ink: str) -> bytes:
    """Return the card as a PNG of 1200 by 630 pixels; both colours are ``#rrggbb``."""
    palette = bytes.fromhex(ground.removeprefix("#") + ink.removeprefix("#"))
    plain = bytes(1 + _WIDTH)
    rows = [plain] * _HEIGHT
    for top, height, width in _LINES:
        line = bytes(1 + _LEFT) + b"\1" * width + bytes(_WIDTH - _LEFT - width)
        rows[top : top + height] = [line] * height
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", palette),
            _chunk(b"IDAT", zlib.compress(b"".join(rows), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
