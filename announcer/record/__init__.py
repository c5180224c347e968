"""The record room: files that people write to checked nouns, and back.

This room alone knows YAML and what may stand in a record. What writes records is
imported when it is asked for: most commands only read.
"""

from typing import TYPE_CHECKING

from announcer.lazy import attach
from announcer.record.addresses import LINK_NAME
from announcer.record.feeds import STORE as FOLLOWED
from announcer.record.feeds import Feed, Followed, path_of
from announcer.record.reader import read_site
from announcer.record.records import Records
from announcer.record.starter import starter  # bears the name of its module
from announcer.record.store import Store
from announcer.record.unread import Unread

if TYPE_CHECKING:
    from announcer.record.amend import Amendment, amended
    from announcer.record.changes import checked, moved, with_fields
    from announcer.record.drafts import (
        Known,
        free_path,
        new_talk,
        next_slot,
        term_talks,
    )
    from announcer.record.fields import schema
    from announcer.record.followed import dump, load
    from announcer.record.guide import Entry, Section, explained
    from announcer.record.imported import source_value
    from announcer.record.lenient import Lined, loose
    from announcer.record.objections import objection
    from announcer.record.origins import Origin
    from announcer.record.stored import said
    from announcer.record.write import Value, scalar, to_yaml

__getattr__ = attach(
    __name__,
    {
        "amend": ("Amendment", "amended"),
        "changes": ("checked", "moved", "with_fields"),
        "drafts": ("Known", "free_path", "new_talk", "next_slot", "term_talks"),
        "fields": ("schema",),
        "followed": ("dump", "load"),
        "guide": ("Entry", "Section", "explained"),
        "imported": ("source_value",),
        "lenient": ("Lined", "loose"),
        "objections": ("objection",),
        "origins": ("Origin",),
        "stored": ("said",),
        "write": ("Value", "scalar", "to_yaml"),
    },
)

__all__ = [
    "FOLLOWED",
    "LINK_NAME",
    "Amendment",
    "Entry",
    "Feed",
    "Followed",
    "Known",
    "Lined",
    "Origin",
    "Records",
    "Section",
    "Store",
    "Unread",
    "Value",
    "amended",
    "checked",
    "dump",
    "explained",
    "free_path",
    "load",
    "loose",
    "moved",
    "new_talk",
    "next_slot",
    "objection",
    "path_of",
    "read_site",
    "said",
    "scalar",
    "schema",
    "source_value",
    "starter",
    "term_talks",
    "to_yaml",
    "with_fields",
]
