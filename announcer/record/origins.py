"""Where every value of a talk was written: in its record, its series or the site."""

from __future__ import annotations

from collections.abc import Mapping

from announcer.classes import dataclass
from announcer.errors import RecordError
from announcer.record.fields import SHARED_WITH_TALKS, TALK
from announcer.record.folder import RecordFile, read_values
from announcer.record.layers import Layer
from announcer.record.nouns import inherited_for
from announcer.record.source import Document, clip
from announcer.record.tree import Node, Scalar
from announcer.talk import Planned, Talk

_SHARED = [field.key for field in SHARED_WITH_TALKS]
_OWN = list(dict.fromkeys(field.goes_to for field in TALK.values()))


@dataclass(frozen=True, slots=True)
class Origin:
    """A value as it was written and its place; no path: nobody wrote it, a default."""

    value: str
    path: str = ""
    line: int = 0


def origins(
    project: str, layer: Layer, talk: Talk | Planned, links: Mapping[str, str]
) -> dict[str, Origin]:
    """Return the origin of every field of a talk that has one.

    Reads the talk's file again. Raises RecordError if it has gone wrong since.
    """
    stem, _, ending = talk.source.rpartition(".")
    record = RecordFile(talk.source, stem, f".{ending.casefold()}")
    file, values = read_values(project, record, TALK, links=links)
    if values is None or file.errors:
        raise RecordError(tuple(file.problems))
    inherited = inherited_for(layer, values)
    found = {
        key: _origin(*inherited.places[key])
        for key in _SHARED
        if key in inherited.places
    }
    found |= {key: _origin(file, node) for key, node in values.nodes.items()}
    if "abstract" in values.good and "abstract" not in found:
        line = file.text[: file.text.rfind(file.body)].count("\n") + 1
        found["abstract"] = Origin(clip(file.body, 80), file.path, line)
    defaults = {"uid": talk.uid}
    if isinstance(talk, Talk):
        defaults |= {"timezone": talk.timezone, "language": talk.language}
        defaults |= {"status": talk.status, "link_access": talk.link_access}
        if not talk.end_stated:
            defaults["duration"] = "60 min"
    for key, value in defaults.items():
        found.setdefault(key, Origin(str(value)))
    return {key: found[key] for key in _OWN if key in found}


def _origin(file: Document, node: Node) -> Origin:
    text = (
        node.text
        if isinstance(node, Scalar)
        else file.excerpt(node.line)[node.column - 1 :]
    )
    return Origin(clip(text, 80), file.path, node.line)
