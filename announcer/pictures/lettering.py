"""Setting text in pixels: fonts that have its letters, lines, direction.

Everything is set in Pillow's basic layout with the fonts in this folder, so that the
same words give the same picture on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from bidi import get_display
from bidi.mirror import MIRRORED
from PIL import Image, ImageDraw, ImageFont

from announcer.lazy import pattern

_FOLDER = Path(__file__).parent / "fonts"
_REGULAR = ("NotoSerif-Regular", "NotoSerifHebrew-Regular", "NotoSansMath-Regular")
_BOLD = ("NotoSerif-Bold", "NotoSerifHebrew-Bold", "NotoSansMath-Regular")
_ABSENT = "\ufffe"  # no character (Unicode, section 23.7): every font draws a box
_PROBE = 24
# Hebrew points and accents, which need shaping and which readers do without.
_POINTS = pattern("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")
# Where Chinese and Japanese may break a line: between any two of their characters.
_PIECE = pattern(
    "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]"
    "|[^\\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]+|\\s+"
)
# A letter with its accents, which no line may part.
_LETTER = pattern("(?s:.)[\u0300-\u036f]*")
_FROM_RIGHT = frozenset({"R", "AL"})
# Marks that say which way text runs and draw nothing (UAX 9, section 2).
_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BRACKET = pattern("[" + re.escape("".join(MIRRORED)) + "]")
# A mark runs the way of what it stands behind, of a bracket too (UAX 9, W1 and N0).
_BEHIND = "\U000e01ef"
_TURNED = pattern(f"{_BRACKET.pattern}{_BEHIND}|{_BEHIND}{_BRACKET.pattern}")
_LEADING = 1.16
_ELLIPSIS = "…"


class Face:
    """Letters of one size and weight, from the first font that has each of them."""

    def __init__(self, size: int, *, bold: bool = False) -> None:
        self.size = size
        self._names = _BOLD if bold else _REGULAR

    def height(self, lines: int) -> float:
        """Return how high so many lines are, in pixels."""
        return lines * self.size * _LEADING

    def width(self, text: str) -> float:
        """Return how wide a line of text will be drawn, in pixels."""
        return sum(_steps(font, part) for font, part in self._runs(text))

    def _about(self, text: str) -> float:
        """Return nearly the same, much sooner: without what pairs of letters take."""
        return _length(self._names, text, self.size)

    def draw(
        self, pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, fill: int
    ) -> None:
        """Draw letters in the order given, beginning on the base line at ``at``."""
        left, base = at
        for font, part in self._runs(text):
            draw_letters(pen, (round(left), base), part, fill, font)
            left += _steps(font, part)

    def lines(self, text: str, width: float, most: int) -> list[str] | None:
        """Break a text into at most so many lines, about equally long, or None."""
        found = self._broken(text, width)
        if found is None or len(found) > most:
            return None
        low, high = width / 2, width
        while high - low > 8:
            middle = (low + high) / 2
            tried = self._broken(text, middle)
            if tried is not None and len(tried) <= len(found):
                found, high = tried, middle
            else:
                low = middle
        return found

    def shortened(self, text: str, width: float, most: int = 1) -> list[str]:
        """Break a text into lines and cut what is left after the last one."""
        lines = self.lines(text, width, most)
        if lines is not None:
            return lines
        pieces = list(self._pieces(text, width))
        if len(lines := self._filled(pieces, width)) <= most:
            return lines
        low, high = 0, len(pieces)
        while low < high:
            middle = (low + high + 1) // 2
            cut = self._pieces(_cut(pieces[:middle]), width)
            if len(self._filled(cut, width)) <= most:
                low = middle
            else:
                high = middle - 1
        return self._filled(self._pieces(_cut(pieces[:low]), width), width)

    def _broken(self, text: str, width: float) -> list[str] | None:
        """Break a text where a line is full; None if a word is wider than a line."""
        pieces = _PIECE.findall(text)
        if any(self._is_wide(piece, width) for piece in pieces):
            return None
        return self._filled(pieces, width)

    def _filled(self, pieces: Iterable[str], width: float) -> list[str]:
        """Put pieces of a text on lines; those that are wider stand alone."""
        lines, taken = [""], 0.0
        for piece in pieces:
            needed = self._about(piece)
            if piece.isspace() or taken + needed <= 0.99 * width:
                lines[-1] += piece
                taken += needed
            else:
                lines.append(piece)
                taken = needed
        return [line.strip() for line in lines if line.strip()]

    def _pieces(self, text: str, width: float) -> Iterator[str]:
        """Part a text where lines may end, and words that have no room anywhere."""
        for piece in _PIECE.findall(text):
            if self._is_wide(piece, width):
                yield from _LETTER.findall(piece)
            else:
                yield piece

    def _is_wide(self, piece: str, width: float) -> bool:
        return not piece.isspace() and self._about(piece) > width

    def _runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        drawn = (letter for letter in text if letter not in _TURNS)
        for name, letters in groupby(drawn, key=partial(_has, self._names)):
            yield _font(name or self._names[0], self.size), "".join(letters)


def draw_letters(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    fill: int,
    font: ImageFont.FreeTypeFont,
) -> None:
    """Draw text of one font as Pillow does, which fits each letter to the pixels anew.

    Our fonts have steps of whole pixels and no pairs.
    """
    left, base = at
    for part in _apart(font, text):
        letter = _letter(font, part)
        place = (round(left + letter.left), round(base + letter.top))
        pen.bitmap(place, letter.ink, fill=fill)
        left += letter.step


def _apart(font: ImageFont.FreeTypeFont, text: str) -> list[str]:
    """Part a text into its letters, but where one reaches into others, as an f may.

    An accent may reach over several.
    """
    parts: list[tuple[int, float]] = []  # where each begins, and how far it reaches
    left = 0.0
    for at, char in enumerate(text):
        letter = _letter(font, char)
        first, start = at, left + letter.left
        end = start + letter.ink.width
        while parts and start < parts[-1][1]:
            first, reach = parts.pop()
            end = max(end, reach)
        parts.append((first, end))
        left += letter.step
    ends = [first for first, _ in parts[1:]]
    return [text[a:b] for (a, _), b in zip(parts, [*ends, len(text)], strict=True)]


def seen(lines: list[str]) -> list[str]:
    """Return the lines of a text with their letters as they stand from left to right.

    The first letter says which way the text runs (UAX 9, P2 and P3).
    """
    text = "".join(lines)
    if not _FROM_RIGHT.intersection(map(unicodedata.bidirectional, text)):
        return lines
    base = "R" if runs_from_right(text) else "L"
    return [_reordered(line, base) for line in lines]


def runs_from_right(text: str) -> bool:
    """Say which way a text runs: as its first letter, like ``dir="auto"`` in HTML."""
    ways = map(unicodedata.bidirectional, text)
    first = next((way for way in ways if way == "L" or way in _FROM_RIGHT), "L")
    return first != "L"


def _reordered(line: str, base: str) -> str:
    """Put a line in the order it is seen in, and turn brackets in what runs leftwards.

    The library orders and does not turn: what stood behind a bracket and is now before
    it tells us which to turn.
    """
    marked = _BRACKET.sub(rf"\g<0>{_BEHIND}", line.replace(_BEHIND, ""))
    ordered = str(get_display(marked, base_dir=base))
    return _TURNED.sub(lambda found: _turned(found[0]), ordered)


def _turned(found: str) -> str:
    """Return a bracket with the mark that stands before or behind it, without that."""
    bracket = found.strip(_BEHIND)
    return MIRRORED[bracket] if found[0] == _BEHIND else bracket


def drawable(text: str) -> str | None:
    """Return the text as it can be drawn, or None if a letter of it cannot.

    Signs that no font has (an emoji) are left out; letters that none has are not.
    """
    clean = unicodedata.normalize("NFC", _POINTS.sub("", text))
    drawn = []
    for letter in " ".join(clean.split()):
        kind = unicodedata.category(letter)
        if letter in _TURNS or (kind != "Cf" and _has(_REGULAR, letter)):
            drawn.append(letter)
        elif kind[0] in "LN":
            return None
    return " ".join("".join(drawn).split())


@lru_cache(maxsize=8192)
def _has(names: tuple[str, ...], letter: str) -> str | None:
    """Return the first font that has a letter."""
    for name in names:
        font = _font(name, _PROBE)
        if letter.isspace() or _drawn(font, letter) != _drawn(font, _ABSENT):
            return name
    return None


@lru_cache(maxsize=16_384)
def _advance(names: tuple[str, ...], letter: str, size: int) -> float:
    """Return how far a letter takes the pen, in pixels."""
    if letter in _TURNS:
        return 0.0
    return _font(_has(names, letter) or names[0], size).getlength(letter)


@lru_cache(maxsize=4096)
def _length(names: tuple[str, ...], text: str, size: int) -> float:
    """Return how far a word takes the pen, which is asked at every width tried."""
    return sum(_advance(names, letter, size) for letter in text)


def _steps(font: ImageFont.FreeTypeFont, text: str) -> float:
    return sum([_letter(font, letter).step for letter in text])


class _Letter(NamedTuple):
    """A letter in pixels, or some that are one: its ink and where, the pen's step."""

    ink: Image.Image
    left: float
    top: float
    step: float


@lru_cache(maxsize=4096)
def _letter(font: ImageFont.FreeTypeFont, letter: str) -> _Letter:
    left, top, right, bottom = font.getbbox(letter, anchor="ls")
    ink = Image.new("L", (round(right - left), round(bottom - top)), 0)
    pen = ImageDraw.Draw(ink)
    pen.text((-left, -top), letter, fill=255, font=font, anchor="ls")
    return _Letter(ink, left, top, font.getlength(letter))


def _drawn(font: ImageFont.FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter, mode="1")
    return mask.size, bytes(mask)


@lru_cache(maxsize=64)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    path = _FOLDER / f"{name}.ttf"
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def _cut(pieces: list[str]) -> str:
    return "".join(pieces).rstrip(" ,;:.–-") + _ELLIPSIS
