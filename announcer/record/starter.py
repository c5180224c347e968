"""The files of a whole new project, to begin with."""

from __future__ import annotations

from datetime import date, timedelta

from announcer.output import Output
from announcer.record.folder import TALKS

_EXAMPLE = date(2021, 3, 1)


def starter(
    today: date = _EXAMPLE, name: str = "talks.example.edu"
) -> tuple[Output, ...]:
    """Return the files of a new project, with one talk on the Monday after next.

    ``name`` is the lasting name of the site, which no other site should have.
    """
    monday = today + timedelta(days=14 - today.weekday())
    texts = {
        f"{TALKS}/site.yaml": _SITE.replace("id: @", f"id: {name}"),
        f"{TALKS}/seminar/series.yaml": _SERIES,
        f"{TALKS}/seminar/{monday}-noether.yaml": _TALK.format(day=monday),
        "templates/README.md": _TEMPLATES,
        "README.md": _README,
        ".gitignore": _IGNORED,
        ".gitattributes": _ATTRIBUTES,
    }
    return tuple(Output(path, text.encode()) for path, text in texts.items())


_SITE = """\
# Everything that all series share. What a series or a talk says itself comes first.
title: Our talks
url: https://talks.example.edu
# The lasting name of the site, part of the identifier of every talk. Never change it,
# whatever becomes of the address.
id: @
language: en
# The time zone by its city: https://en.wikipedia.org/wiki/List_of_tz_database_time_zones
timezone: Europe/Berlin

# terms:
#   - {name: Spring 2027, start: 2027-01-25, end: 2027-05-14}

# mail:
#   smtp: smtp://localhost:25
#   from: Talks <talks@example.edu>
"""

_SERIES = """\
# A folder is a series; these are the defaults of its talks.
name: The Seminar
weekday: Monday
time: 12:30-13:30
location: Room 101

# link: https://meet.example.edu/seminar
# link_access: members  # the link is in the mail to the list and nowhere else

# organizers:
#   - Olga Org <olga@example.edu>
# mailing_list: seminar@example.edu

# tell:
#   - announcement: 7 days before at 09:00
#   - reminder: same day at 08:00
"""

_TALK = """\
title: Invariant variation problems
speaker: Emmy Noether (Göttingen)
date: {day}
abstract: |
  Markdown and LaTeX are welcome: every symmetry $q \\mapsto q + \\epsilon\\,\\delta q$
  of the action gives a conserved quantity.
"""

_TEMPLATES = """\
Templates of your own come first, file by file: copy one that `announcer` ships to the
same place below this folder and change it. Names end in `.html.j2` or `.txt.j2`.
"""

_IGNORED = """\
build/
# The ledger, which knows who was told what. `git clean -fdX` removes ignored files; an
# export (`announcer ledger export ledger.jsonl`) keeps the memory.
.announcer/
"""

# Both branches are right: announcer takes the stronger of two lines about one thing.
_ATTRIBUTES = """\
ledger.jsonl merge=union
"""

_README = """\
# Our talks

- `talks/` holds one file for each talk.
- `announcer new` begins a talk on the next free slot.
- `announcer check` tells what is wrong or doubtful.
- `announcer build` makes pages, calendars and mails in `build/`.
- `.announcer/ledger.db` is the memory of what people were told. Git ignores it, and
  `git clean -fdX` removes it: keep a copy with `announcer ledger export ledger.jsonl`.
"""
