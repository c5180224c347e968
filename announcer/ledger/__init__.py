"""The memory: how talks changed, and who was told what (the only door to SQLAlchemy).

A room of several modules; the house uses what is named here. A module is imported when
it is asked for: to look at a file takes no SQLAlchemy, which takes long to import.
"""

from typing import TYPE_CHECKING

from announcer.lazy import attach

if TYPE_CHECKING:
    from announcer.ledger.announcing import glance
    from announcer.ledger.comparing import AWAITED, History, Renamed
    from announcer.ledger.door import ledger_file, open_ledger
    from announcer.ledger.exported import is_export, tells_of_anybody
    from announcer.ledger.log import Entry
    from announcer.ledger.naming import local_part
    from announcer.ledger.nouns import (
        Claim,
        Draft,
        End,
        State,
        Telling,
        Wanted,
        draft_id,
    )
    from announcer.ledger.places import may_be_there
    from announcer.ledger.revising import Adopted
    from announcer.ledger.store import OVERTAKEN, Ledger, Noted
    from announcer.ledger.stored import DOUBTFUL
    from announcer.ledger.syncing import Synced
    from announcer.ledger.travel import Imported

__getattr__ = attach(
    __name__,
    {
        "announcing": ("glance",),
        "comparing": ("AWAITED", "History", "Renamed"),
        "door": ("ledger_file", "open_ledger"),
        "exported": ("is_export", "tells_of_anybody"),
        "log": ("Entry",),
        "naming": ("local_part",),
        "nouns": ("Claim", "Draft", "End", "State", "Telling", "Wanted", "draft_id"),
        "places": ("may_be_there",),
        "revising": ("Adopted",),
        "store": ("Ledger", "Noted", "OVERTAKEN"),
        "stored": ("DOUBTFUL",),
        "syncing": ("Synced",),
        "travel": ("Imported",),
    },
)

__all__ = [
    "AWAITED",
    "DOUBTFUL",
    "OVERTAKEN",
    "Adopted",
    "Claim",
    "Draft",
    "End",
    "Entry",
    "History",
    "Imported",
    "Ledger",
    "Noted",
    "Renamed",
    "State",
    "Synced",
    "Telling",
    "Wanted",
    "draft_id",
    "glance",
    "is_export",
    "ledger_file",
    "local_part",
    "may_be_there",
    "open_ledger",
    "tells_of_anybody",
]
