"""Whether a value that did not come from a file could stand in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from announcer.errors import BadValue, Severity
from announcer.record import tree
from announcer.record.fields import TALK
from announcer.record.people import SPEAKER_FIELDS
from announcer.record.source import Document, Noted


class _Mark(NamedTuple):
    """The place of a value that stands nowhere yet."""

    line: int = 0
    column: int = 0


def objection(key: str, value: Any) -> BadValue | None:
    """Return why a talk cannot have a value, as the reader of records would say it.

    ``key`` is a field of a talk, or one of its people such as ``speakers.name``.
    """
    above, _, inner = key.partition(".")
    field = SPEAKER_FIELDS[inner] if inner else TALK[above]
    file = Document("", "")
    try:
        field.kind.read(_node(value), file)
    except Noted:
        pass
    except BadValue as wrong:
        return wrong
    for problem in file.problems:
        if problem.severity is Severity.ERROR:
            return BadValue(problem.message, problem.hint)
    return None


def _node(value: Any) -> tree.Node:
    if isinstance(value, Mapping):
        entries = {str(key): (_Mark(), _node(one)) for key, one in value.items()}
        return tree.Mapping(entries, 0, 0)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tree.Sequence([_node(one) for one in value], 0, 0)
    return tree.Scalar(str(value), _Mark())
