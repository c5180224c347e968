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
from typing import Any, NamedTuple

from bidi import get_display
from bidi.mirror import MIRRORED
from PIL import ImageDraw, ImageFont

from announcer.lazy import pattern

_FOLDER = Path(__file__).parent / "fonts"
_REGULAR = ("NotoSerif-Regular", "NotoSerifHebrew-Regular", "NotoSansMath-Regular")
_BOLD = ("NotoSerif-Bold", "NotoSerifHebrew-Bold", "NotoSansMath-Regular")
_NO_LETTER = "\ufffe"  # no character (Unicode, section 23.7): every font draws a box
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
        pieces = self._measured(_PIECE.findall(text))
        widest = max(
            (needed for _, needed, is_gap in pieces if not is_gap), default=0.0
        )
        if widest > width or len(found := _filled(pieces, width)) > most:
            return None
        low, high = width / 2, width
        while len(found) > 1 and high - low > 8:
            middle = (low + high) / 2
            if widest <= middle and len(tried := _filled(pieces, middle)) <= len(found):
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
        if len(lines := _filled(self._measured(pieces), width)) <= most:
            return lines
        low, high = 0, len(pieces)
        while low < high:
            middle = (low + high + 1) // 2
            cut = self._pieces(_cut(pieces[:middle]), width)
            if len(_filled(self._measured(cut), width)) <= most:
                low = middle
            else:
                high = middle - 1
        cut = self._pieces(_cut(pieces[:low]), width)
        return _filled(self._measured(cut), width)

    def _measured(self, pieces: Iterable[str]) -> list[tuple[str, float, bool]]:
        """Return pieces of a text with how wide each is, and whether it is a gap."""
        return [(piece, self._about(piece), piece.isspace()) for piece in pieces]

    def _pieces(self, text: str, width: float) -> Iterator[str]:
        """Part a text where lines may end, and words that have no room anywhere."""
        for piece in _PIECE.findall(text):
            if not piece.isspace() and self._about(piece) > width:
                yield from _LETTER.findall(piece)
            else:
                yield piece

    def _runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        drawn = (letter for letter in text if letter not in _TURNS)
        for name, letters in groupby(drawn, key=partial(_has, self._names)):
            yield _font(name or self._names[0], self.size), "".join(letters)


def _filled(pieces: Iterable[tuple[str, float, bool]], width: float) -> list[str]:
    """Put measured pieces of a text on lines; those that are wider stand alone."""
    lines, taken, most = [""], 0.0, 0.99 * width
    for piece, needed, is_gap in pieces:
        if is_gap or taken + needed <= most:
            lines[-1] += piece
            taken += needed
        else:
            lines.append(piece)
            taken = needed
    return [line.strip() for line in lines if line.strip()]


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
    ink = pen.draw.draw_ink(fill)
    for letter in _apart(font, text):
        place = (round(left + letter.left), round(base + letter.top))
        pen.draw.draw_bitmap(place, letter.ink, ink)
        left += letter.step


def _apart(font: ImageFont.FreeTypeFont, text: str) -> list[_Letter]:
    """Part a text into its letters, but where one reaches into others, as an f may.

    An accent may reach over several.
    """
    parts: list[tuple[int, float, _Letter]] = []  # where each begins, how far it goes
    left = 0.0
    for at, char in enumerate(text):
        letter = _letter(font, char)
        first, start = at, left + letter.left
        end = start + letter.width
        left += letter.step
        while parts and start < parts[-1][1]:
            first, reach, _ = parts.pop()
            end = max(end, reach)
        if first < at:
            letter = _letter(font, text[first : at + 1])
        parts.append((first, end, letter))
    return [letter for _, _, letter in parts]


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
    clean = " ".join(unicodedata.normalize("NFC", _POINTS.sub("", text)).split())
    letters = {letter: _is_drawn(letter) for letter in {*clean}}
    if None in letters.values():
        return None
    return " ".join("".join(filter(letters.get, clean)).split())


@lru_cache(maxsize=8192)
def _is_drawn(letter: str) -> bool | None:
    """Say whether a sign is drawn or left out; None for a letter that no font has."""
    kind = unicodedata.category(letter)
    if letter in _TURNS or (kind != "Cf" and _has(_REGULAR, letter)):
        return True
    return None if kind[0] in "LN" else False


@lru_cache(maxsize=8192)
def _has(names: tuple[str, ...], letter: str) -> str | None:
    """Return the first font that has a letter."""
    for name in names:
        font = _font(name, _PROBE)
        if letter.isspace() or _drawn(font, letter) != _absent(font):
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

    ink: Any  # as Pillow's pen takes it
    width: int
    left: float
    top: float
    step: float


@lru_cache(maxsize=4096)
def _letter(font: ImageFont.FreeTypeFont, letter: str) -> _Letter:
    ink, (left, top) = font.getmask2(letter, mode="L", anchor="ls")
    return _Letter(ink, ink.size[0], left, top, font.getlength(letter))


def _drawn(font: ImageFont.FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter, mode="1")
    return mask.size, bytes(mask)


@lru_cache(maxsize=8)
def _absent(font: ImageFont.FreeTypeFont) -> tuple[tuple[int, int], bytes]:
    """Return what a font draws for letters that it has not."""
    return _drawn(font, _NO_LETTER)


@lru_cache(maxsize=64)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    path = _FOLDER / f"{name}.ttf"
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def _cut(pieces: list[str]) -> str:
    return "".join(pieces).rstrip(" ,;:.–-") + _ELLIPSIS
