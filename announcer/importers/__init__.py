"""Talks that people already have, read from what they have: one module for each kind.

An importer reads bytes and says what stands there. It asks nobody, writes nothing, and
adds nothing: what a source does not say stays open, and what looks wrong in it is a
doubt beside the talk.
"""

from __future__ import annotations

from typing import Protocol

from announcer.importers import (
    announcement,
    conferences,
    datafile,
    frontmatter,
    ics,
    indico,
    institutes,
    own,
    pages,
    researchseminars,
    table,
    xmlfile,
)  # fmt: skip
from announcer.importers.found import Doubt, Found, Given, Moment, Origin, Shipment

__all__ = [
    "IMPORTERS", "OURS", "Doubt", "Found", "Given", "Importer", "Moment", "Origin",
    "Shipment",
]  # fmt: skip


OURS = own.SYSTEM  # the name that our own talks come under


class Importer(Protocol):
    """What a module of this folder offers."""

    def recognises(self, content: bytes, name: str) -> bool:
        """Say whether this is a source of its kind; ``name`` is that of the file."""
        ...

    def read(self, content: bytes, name: str, given: Given) -> Shipment:
        """Return the talks; raises AnnouncerError in words for what it cannot read."""
        ...


# In the order in which a source is tried: the sure signs first, prose last.
IMPORTERS: dict[str, Importer] = {
    "ics": ics,
    "researchseminars": researchseminars.IMPORTER,
    "indico": indico.IMPORTER,
    "schedule": conferences.SCHEDULE,
    "sessionize": conferences.SESSIONIZE,
    "inspire": institutes.INSPIRE,
    "talks.ox": institutes.TALKS_OX,
    "talks.json": own.TALKS_JSON,
    "schema.org": pages,
    "xml": xmlfile,
    "front-matter": frontmatter,
    "data": datafile,
    "table": table,
    "announcement": announcement,
}
