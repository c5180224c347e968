"""Taking over the talks that people already have: read, settle, compare, write."""

from announcer.importing.columns import read_map, suggested_map
from announcer.importing.comparing import Comparison, Entry, Fate
from announcer.importing.data import as_data
from announcer.importing.proposing import Goal, new_series, proposed
from announcer.importing.reading import Delivery, Source, read, sources
from announcer.importing.settling import Settled, settle
from announcer.importing.wording import record_of
from announcer.importing.writing import write

__all__ = [
    "Comparison",
    "Delivery",
    "Entry",
    "Fate",
    "Goal",
    "Settled",
    "Source",
    "as_data",
    "new_series",
    "proposed",
    "read",
    "read_map",
    "record_of",
    "settle",
    "sources",
    "suggested_map",
    "write",
]
