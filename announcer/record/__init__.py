"""The record room: files that people write to checked nouns, and back.

This room alone knows YAML and what may stand in a record.
"""

from announcer.record.amend import amended
from announcer.record.drafts import new_talk, next_slot, starter
from announcer.record.fields import schema
from announcer.record.origins import Origin
from announcer.record.reader import Records, read_site
from announcer.record.unread import Unread
from announcer.record.write import scalar, to_yaml

__all__ = [
    "Origin",
    "Records",
    "Unread",
    "amended",
    "new_talk",
    "next_slot",
    "read_site",
    "scalar",
    "schema",
    "starter",
    "to_yaml",
]
