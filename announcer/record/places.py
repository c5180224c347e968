"""Where a piece of a text stands in its file, in whatever quotes or block."""

from __future__ import annotations

import re

from announcer.errors import Remark
from announcer.lazy import pattern
from announcer.record.fields import TALK
from announcer.record.folder import RecordFile, read_values
from announcer.record.layers import Layer
from announcer.record.source import Document, Spot, spot
from announcer.record.table import Values
from announcer.record.tree import Mapping, Node, Scalar, Sequence
from announcer.talk import Talk

# Line and column, from 1 (0: unknown), and the line itself.
Place = tuple[int, int, str]

_PARTS = pattern(r"\s+|.", re.DOTALL)
_QUOTED = {
    '"': {"\\": r"\\\\", '"': r'\\"'},
    "'": {"'": "''"},
}


def in_talk(project: str, talk: Talk, field: str, remark: Remark) -> Place:
    """Return where that piece of a text of a talk stands; reads its file again.

    ``field`` is a name of a field, or ``bio`` and the number of the speaker, from 0.
    """
    stem, _, ending = talk.source.rpartition(".")
    record = RecordFile(talk.source, stem, f".{ending.casefold()}")
    file, values = read_values(project, record, TALK)
    if values is None:
        return 0, 0, ""
    if field == "abstract" and field not in values.nodes:
        start = file.text.rfind(file.body)
        return _shown(file, _found(file.text, start, "", remark) or Spot(1, 1))
    return _placed(file, _node(values, field), remark)


def in_settings(layer: Layer, field: str, remark: Remark) -> Place:
    """Return where that piece of a text of a series or the site stands."""
    if layer.file is None:
        return 0, 0, ""
    return _placed(layer.file, layer.own.nodes.get(field), remark)


def _node(values: Values, field: str) -> Node | None:
    name, _, number = field.partition(" ")
    if name != "bio":
        return values.nodes.get(name)
    node = values.nodes.get("speakers")
    if isinstance(node, Sequence):
        node = node.items[int(number)] if int(number) < len(node.items) else None
    if isinstance(node, Mapping) and "bio" in node.entries:
        return node.entries["bio"][1]
    return node


def _placed(file: Document, node: Node | None, remark: Remark) -> Place:
    if node is None:
        return 0, 0, ""
    found = None
    if isinstance(node, Scalar):
        found = _found(*node.mark, node.style, remark)
    return _shown(file, found or Spot(node.line, node.column))


def _shown(file: Document, place: Spot) -> Place:
    return place.line, place.column, file.excerpt(place.line)


def _found(text: str, start: int, style: str, remark: Remark) -> Spot | None:
    """Return the place of a piece that begins after ``start``, as it is written there.

    A line may be folded, and quotes double some signs.
    """
    if not remark.written:
        return None
    signs = _QUOTED.get(style, {})
    pattern = "".join(
        r"(?:\s|\\n|\\\n)+" if part.isspace() else signs.get(part) or re.escape(part)
        for part in _PARTS.findall(remark.written)
    )
    all_found = re.compile(pattern, re.IGNORECASE).finditer(text, start)
    for number, match in enumerate(all_found):
        if number == remark.number:
            return spot(text, match.start())
    return None
