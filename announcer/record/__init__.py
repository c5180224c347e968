"""The record room: files that people write to checked nouns, and back.

This room alone knows YAML and what may stand in a record.
"""

from announcer.record.reader import Records, read_site

__all__ = ["Records", "read_site"]
