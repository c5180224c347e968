"""Where each value of a record stands in its file, to the letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Any

from announcer.classes import dataclass
from announcer.errors import RecordError
from announcer.record import parsing, simple, tree
from announcer.record.source import Document, fill, split_front_matter

_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Place:
    """A value from its first letter to behind its last, and what lies in it.

    In a block (not ``flow``) each entry has lines of its own. ``keys`` are the offsets
    of the keys of ``entries``.
    """

    start: int
    end: int
    flow: bool = False
    entries: dict[str, Place] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    items: list[Place] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        """Say whether this is a list or a mapping that is written line by line."""
        return not self.flow and bool(self.entries or self.items)


class Written:
    """A record file as it is on the disk: its text, what it says, and where.

    Raises RecordError if it cannot be read. ``body`` is where the text below the front
    matter of a Markdown record stands.
    """

    def __init__(self, path: str, folder: Path, data: bytes) -> None:
        self.path = path
        self.mark = _BOM if data.startswith(_BOM) else b""
        file = Document(path, str(folder))
        is_markdown = path.casefold().endswith(".md")
        node = None
        if fill(file, data) and (not is_markdown or split_front_matter(file)):
            node = simple.parse(file)
        if node is None or file.errors:
            raise RecordError(tuple(file.problems))
        self.text = data.decode("utf-8-sig")
        self.newline = "\r\n" if "\r\n" in self.text.partition("\n")[0] + "\n" else "\n"
        if "\n" not in self.text and "\r" in self.text:
            self.newline = "\r"
        self.says = {key: said(value) for key, (_, value) in node.entries.items()}
        self._offsets = _offsets(self.text)
        self._skipped = file.text.index("\n") if is_markdown else 0
        self._yaml = file.yaml
        events = parsing.events(file)
        self.top = self._place(next(events), events)
        self.body: tuple[int, int] | None = None
        if is_markdown:
            self.body = self._body(file)

    def _body(self, file: Document) -> tuple[int, int]:
        first = len(file.text) if not file.body else file.text.rindex(file.body)
        return self._raw(first), self._raw(first + len(file.body))

    def _raw(self, index: int) -> int:
        return self._offsets[index] if self._offsets else index

    def _at(self, mark: Any) -> int:
        return self._raw(int(mark.index) + self._skipped)

    def _place(self, event: Any, events: Iterator[Any]) -> Place:
        start, kind = self._at(event.start_mark), type(event)
        if kind is parsing.SCALAR:
            raw = self._yaml[event.start_mark.index : event.end_mark.index]
            # to the parser a block ends where the next thing begins
            last = event.start_mark.index + len(raw.rstrip())
            return Place(start, self._raw(last + self._skipped))
        place = Place(start, start, flow=bool(event.flow_style))
        while type(event := next(events)) not in parsing.ENDS:
            if kind is parsing.MAPPING:
                place.keys[event.value] = self._at(event.start_mark)
                inner = place.entries[event.value] = self._place(next(events), events)
            else:
                inner = self._place(event, events)
                place.items.append(inner)
            place.end = inner.end
        if place.flow:
            place.end = self._at(event.end_mark)
        return place


def said(node: tree.Node) -> Any:
    """Return what a value says, as text, lists and mappings."""
    if isinstance(node, tree.Scalar):
        return node.text
    if isinstance(node, tree.Sequence):
        return [said(item) for item in node.items]
    return {key: said(value) for key, (_, value) in node.entries.items()}


def _offsets(text: str) -> list[int]:
    """Return where each letter that the reader sees stands in the text of the file."""
    if "\r" not in text and "\ufeff" not in text:
        return []
    seen = [
        at
        for at, letter in enumerate(text)
        if letter != "\ufeff" and not (letter == "\n" and at and text[at - 1] == "\r")
    ]
    return [*seen, len(text)]
