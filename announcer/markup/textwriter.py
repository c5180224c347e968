"""Plain text from the events of a document: something opens, has words, closes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from announcer.classes import dataclass
from announcer.lazy import pattern
from announcer.markup.characters import CUT_OPEN, display_width, folded
from announcer.markup.filling import BREAK
from announcer.markup.letters import lowered, raised

_WIDEST = 72  # columns up to which the cells of a table are lined up
_BREAKS = pattern(rf" *{BREAK} *")

_BLOCKS = frozenset(
    {"p", "div", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption"}
    | {"thead", "tbody", "tfoot"}
)
# Without a sign of it a text would say what is struck out.
_AROUND = {"q": ("“", "”"), "s": ("~~", "~~"), "del": ("~~", "~~")}


@dataclass(slots=True)
class _Box:
    """An open block: what it holds so far, and how its lines will begin."""

    tag: str
    blocks: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    number: int = 0
    loose: bool = False
    rows: list[list[str]] = field(default_factory=list)


class TextWriter:
    """Build readable plain text; every ``open`` is followed by its ``close``.

    ``fill`` puts readable formulas for their marks.
    """

    def __init__(self, fill: Callable[[str], str]) -> None:
        self._fill = fill
        self._boxes = [_Box("document")]
        self._links: list[tuple[int, str]] = []
        self._shifts: list[int] = []

    def open(self, tag: str, attrs: dict[str, str]) -> None:
        """Begin a block or a span."""
        if tag in _BLOCKS:
            self._flush()
            if tag == "li":
                parent = self._boxes[-1]
                parent.number = _number(attrs.get("value"), parent.number)
            self._boxes.append(_Box(tag, number=_number(attrs.get("start"), 1)))
        elif tag == "tr":
            self._boxes[-1].rows.append([])
        elif tag in {"td", "th"}:
            self._boxes.append(_Box(tag))
        elif tag == "a":
            self._links.append((len(self._inline), attrs.get("href", "")))
        elif tag in {"sub", "sup"}:
            self._shifts.append(len(self._inline))
        elif tag in _AROUND:
            self.words(_AROUND[tag][0])

    def words(self, text: str) -> None:
        """Add words to the block that is open; white space is folded at its end."""
        self._inline.append(self._fill(text) if CUT_OPEN in text else text)

    def line_break(self) -> None:
        """Break the line, as ``br`` does."""
        self._inline.append(BREAK)

    def rule(self) -> None:
        """Draw the line that parts two sections."""
        self._flush()
        self._boxes[-1].blocks.append("———")

    def code(self, text: str) -> None:
        """Add lines of code as they are, a little indented."""
        self._flush()
        lines = text.expandtabs(4).rstrip("\n").split("\n")
        block = "\n".join(f"    {line}".rstrip() for line in lines)
        self._boxes[-1].blocks.append(block)

    def close(self, tag: str) -> None:
        """End what ``open`` began."""
        if tag in _BLOCKS:
            self._close_block()
        elif tag in {"td", "th"}:
            self._close_cell()
        elif tag == "a":
            self._close_link()
        elif tag in {"sub", "sup"}:
            self._close_shift(tag)
        elif tag in _AROUND:
            self.words(_AROUND[tag][1])

    def text(self) -> str:
        """Return the whole, its blocks parted by blank lines."""
        self._flush()
        return "\n\n".join(self._boxes[0].blocks)

    @property
    def _inline(self) -> list[str]:
        return self._boxes[-1].inline

    def _flush(self) -> None:
        """Make the words so far a block of their own."""
        box = self._boxes[-1]
        if not box.inline:
            return
        text = in_lines("".join(box.inline))
        box.inline.clear()
        if text:
            box.blocks.append(text)

    def _close_block(self) -> None:
        self._flush()
        box = self._boxes.pop()
        parent = self._boxes[-1]
        if box.tag == "li":
            parent.blocks.append(_item(box, parent))
            parent.number += 1
            parent.loose = parent.loose or box.loose
            return
        if box.tag in {"thead", "tbody", "tfoot"}:
            parent.rows.extend(box.rows)
            return
        lines = _lines(box)
        if lines:
            parent.blocks.append(lines)
            parent.loose = parent.loose or box.tag == "p"

    def _close_cell(self) -> None:
        self._flush()
        cell = self._boxes.pop()
        text = " ".join(" ".join(cell.blocks).split("\n"))
        if self._boxes[-1].rows:
            self._boxes[-1].rows[-1].append(text)

    def _close_link(self) -> None:
        """Say where a link leads, unless its words are the address."""
        start, href = self._links.pop()
        if address := behind("".join(self._inline[start:]), href):
            self.words(address)

    def _close_shift(self, tag: str) -> None:
        start = self._shifts.pop()
        text = "".join(self._inline[start:])
        del self._inline[start:]
        shifted = raised(text) if tag == "sup" else lowered(text)
        mark = "^" if tag == "sup" else "_"
        plain = f"{mark}({text})" if len(text) > 1 else mark + text
        self.words(shifted or (plain if text else ""))


def _lines(box: _Box) -> str:
    if box.tag == "table":
        return "\n".join([*box.blocks, *_table(box.rows)])
    if box.tag in {"ul", "ol"}:
        return ("\n\n" if box.loose else "\n").join(box.blocks)
    text = ("\n" if box.tag == "dl" else "\n\n").join(box.blocks)
    if box.tag == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    return _indented(text, "    ", "    ") if box.tag == "dd" else text


def _item(box: _Box, parent: _Box) -> str:
    text = ("\n\n" if box.loose and len(box.blocks) > 1 else "\n").join(box.blocks)
    return item(text, parent.number if parent.tag == "ol" else None)


def item(text: str, number: int | None) -> str:
    """Return the text of an item of a list; without a number it has a dash."""
    mark = "- " if number is None else f"{number}. "
    return _indented(text, mark, " " * len(mark)).rstrip()


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        [first + lines[0], *(f"{rest}{line}".rstrip() for line in lines[1:])]
    )


def _table(rows: list[list[str]]) -> list[str]:
    """Line up the columns if they fit on a line, else part the cells by bars."""
    count = max(map(len, rows), default=0)
    full = [row + [""] * (count - len(row)) for row in rows if row]
    widths = [
        max(display_width(row[column]) for row in full) for column in range(count)
    ]
    if sum(widths) + 3 * (count - 1) > _WIDEST:
        return [" | ".join(row).rstrip() for row in full]
    return [
        " | ".join(
            cell + " " * (width - display_width(cell))
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in full
    ]


def behind(label: str, href: str) -> str:
    """Return what is told of an address behind its words, unless they say it."""
    label = in_lines(label)
    bare = href.removeprefix("mailto:")
    if not href or label in {href, bare, bare.removesuffix("/")}:
        return ""
    return f" ({bare})" if label else bare


def in_lines(text: str) -> str:
    """Return the words of a block, folded but for the breaks that were meant."""
    text = folded(text)
    return _BREAKS.sub("\n", text).strip(" \n") if BREAK in text else text.strip(" ")


def _number(value: str | None, default: int) -> int:
    try:
        return int(value) if value else default
    except ValueError:
        return default
