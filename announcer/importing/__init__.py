"""Taking over the talks that people already have: read, settle, compare, write."""

from announcer.importing.columns import read_map, suggested_map
from announcer.importing.data import as_data
from announcer.importing.reading import Delivery, Source, read, sources
from announcer.importing.settling import Settled, settle

__all__ = [
    "Delivery",
    "Settled",
    "Source",
    "as_data",
    "read",
    "read_map",
    "settle",
    "sources",
    "suggested_map",
]
