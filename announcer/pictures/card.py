"""The card of a talk: what is shown beside a link to it where somebody shares one."""

from __future__ import annotations

import struct
import zlib

from PIL import Image, ImageChops, ImageDraw

from announcer.classes import dataclass
from announcer.colour import channels
from announcer.pictures.lettering import Face, drawable, runs_from_right, seen
from announcer.pictures.nouns import Card

WIDTH, HEIGHT = 1200, 630  # what social networks ask for (ogp.me, 1.91:1)

_LEFT, _RIGHT = 90, 1110
_MEASURE = _RIGHT - _LEFT
_TOP, _FOOT = 112, 552  # base lines of the first line and of the last
_ROOM_TOP, _ROOM = _TOP + 24, 344  # what title and names share
_GAP = 18
_ASCENT = 0.9
_INK, _SOFT, _FAINT = 255, 214, 96
_LEVELS = 16  # of ink on the ground: enough for smooth letters, and a small file
_PALETTE, _UP = 3, 2  # of pixels and of filters (PNG, sections 11.2.1 and 9.2)
# Sizes of a title, and the most lines that look well at each.
_TITLES = ((84, 2), (72, 3), (62, 3), (54, 4), (46, 5), (42, 5))


def drawn(words: Card) -> bytes:
    """Return the card as a PNG of 1200 by 630 pixels.

    Words with letters that no font here has are left out: better a card that says less
    than one with empty boxes.
    """
    return _png(_drawn(words), words)


def plain(words: Card) -> bytes:
    """Return a card in the same colours on which nothing is said."""
    return _png(Image.new("L", (WIDTH, HEIGHT), 0), words)


def _drawn(words: Card) -> Image.Image:
    """Return how much ink stands where, 0 to 255."""
    image = Image.new("L", (WIDTH, HEIGHT), 0)
    title = next((text for each in words.titles if (text := drawable(each))), "")
    from_right = runs_from_right(f"{title} {words.heading}")
    sheet = _Sheet(ImageDraw.Draw(image), from_right=from_right)
    heading = drawable(words.heading) or ""
    small, names = Face(32), Face(38)
    if heading and heading != title:
        sheet.set(small, _TOP, small.shortened(heading, _MEASURE), _SOFT)
    _foot(sheet, words, small)
    who = names.shortened(drawable(words.who) or "", _MEASURE, 2)
    below = _GAP + names.height(len(who)) if who else 0
    face, broken = _title(title, _ROOM - below)
    # a little above the middle of what is left, where the eye expects it
    spare = _ROOM - below - face.height(len(broken))
    top = _ROOM_TOP + max(0.0, spare * 0.42)
    sheet.set(face, top + face.size * _ASCENT, broken, _INK)
    top += face.height(len(broken)) + _GAP
    sheet.set(names, top + names.size * _ASCENT, who, _SOFT)
    return image


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is drawn on, and from which side."""

    pen: ImageDraw.ImageDraw
    from_right: bool

    def set(
        self, face: Face, base: float, texts: list[str], fill: int, *, end: bool = False
    ) -> None:
        """Set the lines of a text at its side of the card, or at the opposite one."""
        for number, text in enumerate(seen(texts)):
            left = float(_LEFT)
            if self.from_right != end:
                left = _RIGHT - face.width(text)
            at = (left, round(base + face.height(number)))
            face.draw(self.pen, at, text, fill)


def _title(title: str, room: float) -> tuple[Face, list[str]]:
    """Return the largest letters in which a title has room, and its lines."""
    for size, most in _TITLES:
        face = Face(size, bold=True)
        broken = face.lines(title, _MEASURE, most)
        if broken is not None and face.height(len(broken)) <= room:
            return face, broken
    return face, face.shortened(title, _MEASURE, int(room // face.height(1)))


def _foot(sheet: _Sheet, words: Card, face: Face) -> None:
    """Draw a thin line, the date below it and the place on the other side."""
    sheet.pen.rectangle((_LEFT, _FOOT - 56, _RIGHT, _FOOT - 55), fill=_FAINT)
    when = face.shortened(drawable(words.when) or "", _MEASURE)
    place = drawable(words.place) or ""
    if face.width("".join(when) + place) > _MEASURE - 48:
        place = ""
    sheet.set(face, _FOOT, when, _INK)
    sheet.set(face, _FOOT, [place], _SOFT, end=bool(when))


def _png(inked: Image.Image, words: Card) -> bytes:
    """Return the drawing in its two colours and the steps between them.

    Pillow tries every filter on every row, which takes twice as long and finds a tenth.
    """
    step = 255 / (_LEVELS - 1)
    image = inked.point([round(value / step) for value in range(256)])
    ground, ink = channels(words.ground), channels(words.ink)
    palette = [
        round(low + (high - low) * level / (_LEVELS - 1))
        for level in range(_LEVELS)
        for low, high in zip(ground, ink, strict=True)
    ]
    image.putpalette(palette)
    packing = zlib.compressobj(strategy=zlib.Z_RLE)
    packed = packing.compress(_rows(image)) + packing.flush()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">2I5B", WIDTH, HEIGHT, 4, _PALETTE, 0, 0, 0)),
            _chunk(b"PLTE", bytes(palette)),
            _chunk(b"IDAT", packed),
            _chunk(b"IEND", b""),
        )
    )


def _rows(image: Image.Image) -> bytes:
    """Return pixels of four bits, each row by how it differs from the one above it."""
    rows = Image.frombytes("L", (WIDTH // 2, HEIGHT), image.tobytes("raw", "P;4"))
    above = ImageChops.offset(rows, 0, 1)  # the last one comes first: nothing is in it
    filtered = Image.new("L", (1 + WIDTH // 2, HEIGHT), _UP)
    filtered.paste(ImageChops.subtract_modulo(rows, above), (1, 0))
    return filtered.tobytes()


def _chunk(kind: bytes, content: bytes) -> bytes:
    """Return a part of a PNG with its length and its sum (PNG, section 5.3)."""
    whole = kind + content
    return (
        struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))
    )
