"""One record file: from the disk to checked values."""

from __future__ import annotations

from announcer.record import tree
from announcer.record.folder import RecordFile, reason
from announcer.record.kinds import bounded
from announcer.record.source import (
    FILE_LIMIT,
    Document,
    Spot,
    Wrong,
    fill,
    split_front_matter,
)
from announcer.record.table import Table, Values, read_fields

_TOP = Spot(1, 1)


def read_values(
    project: str, record: RecordFile, fields: Table
) -> tuple[Document, Values | None]:
    """Read one file by a table; the values are None where it is no record at all."""
    file = Document(record.path, project)
    node = _node(file, record)
    if node is None:
        return file, None
    values = read_fields(node, file, fields)
    if record.ending == ".md":
        _take_body(file, values)
    return file, values


def _node(file: Document, record: RecordFile) -> tree.Mapping | None:
    try:
        with open(f"{file.project}/{record.path}", "rb", buffering=0) as stream:  # noqa: PTH123 - a quarter of the time of Path.open
            data = stream.read(FILE_LIMIT + 1)
    except OSError as error:
        file.blame(
            None,
            f"this file cannot be read: {reason(error)}",
            "Check its permissions.",
            code="unreadable",
        )
        return None
    if not fill(file, data or b""):
        return None
    if record.ending == ".md" and not split_front_matter(file):
        return None
    return tree.parse(file)


def _take_body(file: Document, values: Values) -> None:
    if not file.body:
        return
    if "abstract" in values.nodes:
        file.blame(
            values.nodes["abstract"],
            "`abstract` stands here, and the text below the front matter is one, too",
            "Keep one of the two.",
            code="both",
        )
        return
    try:
        values.good["abstract"] = bounded(file.body)
    except Wrong as wrong:
        file.refuse(_TOP, wrong, wrong.code)
