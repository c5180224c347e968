"""Whether a value that did not come from a file could stand in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from announcer.errors import BadValue, Severity
from announcer.record import tree
from announcer.record.fields import TALK
from announcer.record.people import SPEAKER_FIELDS
from announcer.record.source import Document, Noted


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
        entries = {str(key): (tree.NOWHERE, _node(one)) for key, one in value.items()}
        return tree.Mapping(entries, tree.NOWHERE)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tree.Sequence([_node(one) for one in value], tree.NOWHERE)
    return tree.Scalar(str(value), tree.NOWHERE)
