"""The same talks as other tools take them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from corpus import Talk

MARKDOWN = "mailmerge_template.txt"
_FIELDS = ("email", "title", "speaker", "affiliation", "when", "where", "link")
_TEXTS = ("abstract", "bio")
_TEMPLATE = """\
TO: {{email}}
SUBJECT: {{speaker}}: {{title}}
FROM: Talks <talks@example.edu>
CONTENT-TYPE: text/markdown

# {{title}}

**{{speaker}}**, {{affiliation}}

{{when}}, {{where}} {{link}}

## Abstract

{{abstract}}

## The speaker

{{bio}}
"""


def write_mailmerge(folder: Path, talks: Sequence[Talk]) -> None:
    """Write a message for each talk, in Markdown, which mailmerge makes HTML of."""
    folder.mkdir(parents=True)
    (folder / MARKDOWN).write_text(_TEMPLATE, encoding="utf-8")
    server = "[smtp_server]\nhost = localhost\nport = 25\n"
    (folder / "mailmerge_server.conf").write_text(server, encoding="utf-8")
    path = folder / "mailmerge_database.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow([*_FIELDS, *_TEXTS])
        for talk in talks:
            speaker = talk.speaker
            rows.writerow(
                [
                    f"list-{talk.series}@example.edu",
                    talk.title,
                    speaker.name,
                    speaker.affiliation,
                    f"{talk.start:%A, %d %B %Y, %H:%M} ({talk.zone})",
                    talk.location or "",
                    talk.link or "",
                    talk.abstract,
                    speaker.bio,
                ]
            )
