"""Where a talk was taken over from: ``source:``, which `announcer import` writes."""

from __future__ import annotations

import re

from announcer.errors import BadValue
from announcer.record.datatypes import LINE
from announcer.record.kinds import Kind, patterned
from announcer.record.source import clip
from announcer.record.table import Field, Values, nested, table
from announcer.talk import Imported

_DIGEST = "[a-z_]+=[0-9a-f]{8}"


def _digests(text: str) -> tuple[tuple[str, str], ...]:
    if not re.fullmatch(rf"{_DIGEST}(?: +{_DIGEST})*", text):
        raise BadValue(
            f"`{clip(text)}` is not what `announcer import` wrote here",
            "Take the line out: the next import then changes no field of this talk.",
        )
    pairs = (pair.split("=") for pair in text.split())
    return tuple((name, digest) for name, digest in pairs)


_TAKEN = patterned("bad-source", _digests, rf"{_DIGEST}( +{_DIGEST})*")

IMPORTED_FIELDS = table(
    (
        Field("system", LINE, "what the talk comes from: ics, table", required=True),
        Field("id", LINE, "its lasting name there"),
        Field("url", LINE, "its page there"),
        Field("updated", LINE, "when it was changed there"),
        Field("taken", _TAKEN, "what was taken over, field by field", name="digests"),
    )
)


def _imported(values: Values) -> Imported:
    return Imported(**values.good)


SOURCE: Kind = nested("bad-source", IMPORTED_FIELDS, _imported)


def source_value(imported: Imported) -> dict[str, str]:
    """Return what stands below ``source:`` in a record."""
    known = {
        "system": imported.system,
        "id": imported.id,
        "url": imported.url,
        "updated": imported.updated,
        "taken": " ".join(f"{name}={digest}" for name, digest in imported.digests),
    }
    return {key: text for key, text in known.items() if text}
