"""Records as most people write them, read line by line: the parser's answer, sooner.

Keys with a value on their line, texts below a ``|``, and lists and mappings of them,
each so that it can mean nothing else. Of any other file this module says that it cannot
tell, and libyaml reads it: that is the judge, and a test holds this module to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from announcer.lazy import pattern
from announcer.record import tree
from announcer.record.source import Document
from announcer.record.tree import Mapping, Node, Scalar, Sequence

_LONGEST, _DEEPEST = tree.MAX_NODES, tree.MAX_DEPTH // 2  # so that no bound is met
# A colon before a space parts a key from its value, and a # may begin a comment.
_PLAIN = r"\w[^\n\t:#]*(?::[^\s:#][^\n\t:#]*)*(?<! )"
_QUOTED = r"\"[^\"\\\n]*\"|'[^'\n]*'"
_LIST = r"\[[^\[\]{}:?#\t\n]*\]"
_KEY = r"[A-Za-z][\w-]{0,40}"
_ENTRY = rf"{_KEY}: (?:\w[^\[\]{{}},:?#\t\n]*(?<! )|{_QUOTED})"
_MAPPING = rf"\{{ *{_ENTRY} *(?:, *{_ENTRY} *)*\}}"
_TEXT = r"\|(?:\n(?:\2  .*)?)+"  # its lines begin further to the right than the key
_LINE = pattern(
    rf"((?:#.*\n|\n)*( *)(- )?(?:({_KEY}):(?: |(?=\n)))?"
    rf"({_PLAIN}|{_QUOTED}|{_LIST}|{_MAPPING}|{_TEXT}|(?<=:))\n)"
    r"|(?s:.+)"  # from a line of another kind on it is all the same
)
_END = pattern(r"\n(?:#.*\n|\n)*\Z")  # comments below all else
_IN_BRACES = pattern(_ENTRY)
_SIGNS = frozenset("\"'[{|")  # what a value begins with that is none of plain words
_Holder = TypeVar("_Holder", Mapping, Sequence)


class _UnsureError(Exception):
    """The file may say more than this module knows."""


def parse(document: Document) -> Mapping | None:
    """Return the record of a file as ``parsing.parse`` does, or what that returns."""
    found = record(document.yaml)
    if found is None:
        from announcer.record import parsing  # noqa: PLC0415 - PyYAML is slow

        found = parsing.parse(document)
    return found


def record(text: str) -> Mapping | None:
    """Return the record of a text, or None if only the parser can tell."""
    if len(text) > _LONGEST or not text.endswith("\n"):
        return None
    try:
        return _Reader(text).record()
    except _UnsureError:
        return None


class _Reader:
    """One walk through the lines of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        # what is open, with the column in which its entries begin
        self._open: list[tuple[int, Mapping | Sequence]] = []
        # the mapping and the key whose value may begin on the next line
        self._waiting: tuple[Mapping, str] | None = None

    def record(self) -> Mapping:
        top = self._begin(0, Mapping({}, (self._text, 0)))
        body = self._text.rstrip("\n") + "\n"
        if "\n#" in body:
            body = _END.sub("\n", body, 1)
        place = 0
        for line, indent, dash, key, value in _LINE.findall(body):
            place += len(line)
            self._read(len(indent), dash, key, value, place - 1 - len(value))
        if place != len(body):
            raise _UnsureError
        top.mark, _ = next(iter(top.entries.values()))
        return top

    def _read(self, column: int, dash: str, key: str, value: str, place: int) -> None:
        """Take over one line, whose value stands at a place."""
        node: Node = Scalar(value, (self._text, place))
        if value[:1] in _SIGNS:
            node = self._value(value, place, column)
        if dash and value.startswith("|"):
            raise _UnsureError  # it may end where the next key begins
        if not key:
            self._list(column, dash, place).items.append(node)
            return
        mark = self._text, place - len(key) - (2 if value else 1)
        at, holder = self._open[-1]
        if dash or at != column or not isinstance(holder, Mapping):
            holder = self._mapping(column, dash, mark)
        if key in holder.entries:
            raise _UnsureError
        holder.entries[key] = mark, node
        self._waiting = None if value else (holder, key)

    def _list(self, column: int, dash: str, place: int) -> Sequence:
        """Return the list of an item that begins at a place, behind its dash."""
        if not dash:
            raise _UnsureError
        return self._holder(column, Sequence([], (self._text, place - len(dash))))

    def _mapping(self, column: int, dash: str, mark: tree.Mark) -> Mapping:
        """Return the mapping of a key, which is new behind a dash."""
        fresh = Mapping({}, mark)
        if not dash:
            return self._holder(column, fresh)
        self._list(column, dash, mark[1]).items.append(fresh)
        return self._begin(column + len(dash), fresh)

    def _holder(self, column: int, fresh: _Holder) -> _Holder:
        """Return what an entry in a column belongs to: ``fresh`` if it is the first."""
        while self._open[-1][0] > column:
            self._open.pop()
        at, holder = self._open[-1]
        if at == column and type(holder) is Sequence and type(fresh) is Mapping:
            self._open.pop()  # a list may stand in the column of its key
            at, holder = self._open[-1]
        if at == column and isinstance(holder, type(fresh)):
            return holder
        if self._waiting is None or self._waiting[0] is not holder:
            raise _UnsureError
        mapping, key = self._waiting
        mapping.entries[key] = mapping.entries[key][0], fresh
        return self._begin(column, fresh)

    def _begin(self, column: int, fresh: _Holder) -> _Holder:
        if len(self._open) > _DEEPEST:
            raise _UnsureError
        self._open.append((column, fresh))
        self._waiting = None
        return fresh

    def _value(self, written: str, place: int, column: int) -> Node:
        """Return what is written in quotes, brackets or lines of its own."""
        mark, sign, inner = (self._text, place), written[0], written[1:-1]
        if sign == "[":
            return Sequence(list(self._items(inner, place + 1)), mark)
        if sign == "{":
            return self._braced(written, place)
        return Scalar(_lines(written, column + 2) if sign == "|" else inner, mark, sign)

    def _braced(self, written: str, place: int) -> Mapping:
        """Return the mapping that stands on one line."""
        entries: tree.Entries = {}
        for found in _IN_BRACES.finditer(written):
            key, _, value = found[0].partition(": ")
            if key in entries:
                raise _UnsureError
            begin, sign = place + found.start(), value[0] if value[0] in "\"'" else ""
            node = Scalar(
                value[1:-1] if sign else value,
                (self._text, begin + len(key) + 2),
                sign,
            )
            entries[key] = (self._text, begin), node
        return Mapping(entries, (self._text, place))

    def _items(self, written: str, place: int) -> Iterator[Node]:
        for part in written.split(",") if written.strip(" ") else ():
            item = part.strip(" ")
            if not item[:1].isalnum():
                raise _UnsureError
            yield Scalar(item, (self._text, place + part.index(item)))
            place += len(part) + 1


def _lines(written: str, margin: int) -> str:
    """Return the text below a ``|``, without the margin of its lines."""
    break_ = "\n" + margin * " "
    begin = 1 + len(break_)
    if not written.startswith(break_, 1) or not written[begin : begin + 1].strip():
        raise _UnsureError
    return written[begin:].replace(break_, "\n").rstrip("\n") + "\n"
