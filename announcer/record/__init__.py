"""The record room: files that people write to checked nouns, and back.

This room alone knows YAML and what may stand in a record.
"""

from announcer.record.amend import Amendment, amended
from announcer.record.changes import checked, moved, with_fields
from announcer.record.drafts import Known, free_path, new_talk, next_slot, term_talks
from announcer.record.fields import schema
from announcer.record.imported import source_value
from announcer.record.loose import Lined, loose
from announcer.record.objections import objection
from announcer.record.origins import Origin
from announcer.record.reader import Records, read_site
from announcer.record.starter import starter
from announcer.record.unread import Unread
from announcer.record.write import Value, scalar, to_yaml

__all__ = [
    "Amendment",
    "Known",
    "Lined",
    "Origin",
    "Records",
    "Unread",
    "Value",
    "amended",
    "checked",
    "free_path",
    "loose",
    "moved",
    "new_talk",
    "next_slot",
    "objection",
    "read_site",
    "scalar",
    "schema",
    "source_value",
    "starter",
    "term_talks",
    "to_yaml",
    "with_fields",
]
