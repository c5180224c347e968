"""Babel's words for dates, of which none depends on where this machine is.

While it is imported Babel looks for this machine's zone, and for that at the files of
all six hundred: a third of the import, unless ``TZ`` names UTC. Every moment here
brings its own zone.
"""

from __future__ import annotations

import os

_before = os.environ.pop("TZ", None)
os.environ["TZ"] = "UTC"
try:
    from babel.dates import DateTimeFormat, format_interval, parse_pattern
finally:
    del os.environ["TZ"]
    if _before is not None:
        os.environ["TZ"] = _before

__all__ = ["DateTimeFormat", "format_interval", "parse_pattern"]
