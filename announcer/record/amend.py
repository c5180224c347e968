"""A record with some of its values changed, and every other line as it was written."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from announcer.errors import BadValue, RecordError
from announcer.output import Output
from announcer.record import tree
from announcer.record.source import Document, fill, split_front_matter
from announcer.record.write import scalar
from announcer.talk import Talk

_REMARK = re.compile(r"\s+#[^'\"]*$")


def amended(folder: Path, talk: Talk, values: Mapping[str, str]) -> Output:
    """Return the record of a talk with these values, which are text on one line.

    Comments and layout stay. Raises RecordError if the file has gone wrong since it was
    read, and BadValue if it is written in a way that only a person can change.
    """
    data = (folder / talk.source).read_bytes()
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    before = _read(talk.source, folder, data)
    lines = list(io.StringIO(data.decode("utf-8-sig"), newline=""))
    for key, value in values.items():
        _put(lines, before, key, f"{key}: {scalar(value)}")
        written = "".join(lines).encode()
        before = _expected(talk.source, folder, written, before, key, value)
    return Output(talk.source, mark + "".join(lines).encode())


def _expected(  # noqa: PLR0913, PLR0917 - what was, what is, and what was meant
    path: str,
    folder: Path,
    data: bytes,
    before: tree.Entries,
    key: str,
    value: str,
) -> tree.Entries:
    """Return what the changed file says, if that is what was meant and no more."""
    meant = {name: _said(node) for name, (_, node) in before.items()} | {key: value}
    with suppress(RecordError):
        after = _read(path, folder, data)
        if {name: _said(node) for name, (_, node) in after.items()} == meant:
            return after
    raise BadValue(
        f"{path} is written in a way that only a person can change",
        f"Write `{key}: {scalar(value)}` into it yourself.",
    )


def _read(path: str, folder: Path, data: bytes) -> tree.Entries:
    file = Document(path, str(folder))
    if fill(file, data) and (not path.endswith(".md") or split_front_matter(file)):
        node = tree.parse(file)
        if node is not None and not file.errors:
            return node.entries
    raise RecordError(tuple(file.problems))


def _put(lines: list[str], entries: tree.Entries, key: str, written: str) -> None:
    """Replace the lines of a key; a new one stands before the date, which all have."""
    place = entries.get(key, entries.get("date"))
    first = place[0].line if place else len(lines)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    if key not in entries:
        lines.insert(first, f"{written}{end}")
        return
    last = first + 1
    while last < len(lines) and lines[last][0] in " \t":
        last += 1
    remark = _REMARK.search(lines[first].rstrip("\r\n"))
    lines[first:last] = [f"{written}{remark[0] if remark else ''}{end}"]


def _said(node: tree.Node) -> object:
    if isinstance(node, tree.Scalar):
        return node.text
    if isinstance(node, tree.Sequence):
        return [_said(item) for item in node.items]
    return {key: _said(value) for key, (_, value) in node.entries.items()}
