"""What a terminal shows: colours, columns as wide as they look, and lines that fit.

In a pipe nothing is coloured and nothing cut: a program reads it, or a file keeps it.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence

import click

# What may be markup in a title; all others are shown as they were written.
from announcer.lazy import pattern

_MARKUP = pattern(r"[$\\`~{]|--|''")
_FIRST_COMBINING = "\u0300"
_SHORTEST, _TITLE = 8, 32  # columns of a room, and of speaker and title, that say it


def colour() -> bool | None:
    """Return False where nobody wants any (no-color.org), None: as the stream is."""
    unwanted = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return False if unwanted else None


def width() -> int | None:
    """Return the columns of the terminal, None where output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def readable(title: str) -> str:
    """Return a title on one line as people read it: no raw TeX."""
    text = " ".join(title.split())
    if not _MARKUP.search(text):
        return text
    from announcer import markup  # noqa: PLC0415 - heavy, and most titles need none

    return markup.inline(text).text


def columns(text: str) -> int:
    """Return how many columns a terminal gives to a text."""
    if text.isascii() or max(text) < _FIRST_COMBINING:
        return len(text)
    from announcer.markup.characters import display_width  # noqa: PLC0415 - heavy

    return display_width(text)


def padded(text: str, size: int) -> str:
    """Return a text followed by spaces up to so many columns."""
    return text + " " * (size - columns(text))


def cut(text: str, size: int) -> str:
    """Return as much of a text as fits into so many columns."""
    if columns(text) <= size:
        return text
    mark = "…" if "utf" in (sys.stdout.encoding or "").casefold() else "..."
    kept, taken = "", len(mark)
    for char in text:
        taken += columns(char)
        if taken > size:
            break
        kept += char
    return kept.rstrip() + mark


def table(rows: Sequence[Sequence[str]], styles: Sequence[dict[str, object]]) -> None:
    """Write rows in columns, the first word of each in its own style.

    On a terminal what is too long in the last column is cut, and that keeps as much
    room as a title needs: those between it and the first two are cut before.
    """
    screen = width()
    sizes = [max(map(columns, cells)) for cells in zip(*rows, strict=True)]
    if screen:
        middle = [size for size in sizes[2:-1] if size]
        rest = screen - sum(size + 2 for size in sizes[:2])
        most = (rest - _TITLE) // (len(middle) or 1) - 2
        sizes[2:-1] = [min(size, max(most, _SHORTEST)) for size in sizes[2:-1]]
        rest -= sum(size + 2 for size in sizes[2:-1] if size)
        sizes[-1] = max(rest, _SHORTEST)
    for row, style in zip(rows, styles, strict=True):
        short = zip(row, sizes, strict=True)
        cells = [cut(cell, size) if screen else cell for cell, size in short]
        spaced = [
            padded(cell, size)
            for cell, size in zip(cells[:-1], sizes[:-1], strict=True)
            if size
        ]
        if style:
            spaced[0] = click.style(spaced[0], **style)  # type: ignore[arg-type]
        click.echo("  ".join((*spaced, cells[-1])).rstrip())
