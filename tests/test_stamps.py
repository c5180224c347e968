"""DTSTAMP and LAST-MODIFIED move whenever an event does, and at no other time.

The last build that stored something is what calendars know.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from announcer import cli
from tests import readers
from tests.conftest import TALK
from tests.examples import examples

NOW = "2021-03-01T09:{:02}"
EVENT = "build/site/wilks/2021-03-08-soudry/talk.ics"
_STAMP = re.compile(rb"(?m)^(DTSTAMP|LAST-MODIFIED):[^\r\n]*\r\n")


class Seen(NamedTuple):
    """What a subscriber reads: the event without its stamps, and these."""

    event: bytes
    stamps: frozenset[str]
    sequence: int


def build(home: Path, minute: int) -> Seen:
    assert cli.run(["-C", str(home), "--now", NOW.format(minute), "build"]) == 0
    data = (home / EVENT).read_bytes()
    names = ("DTSTAMP", "LAST-MODIFIED")
    return Seen(
        event=_STAMP.sub(b"", data[data.index(b"BEGIN:VEVENT") :]),
        stamps=frozenset(readers.value(data, name) for name in names),
        sequence=int(readers.value(data, "SEQUENCE")),
    )


def replaced(path: Path, pattern: str, new: str) -> None:
    path.write_text(re.sub(pattern, new, path.read_text()))


def edits(home: Path, number: int) -> dict[str, Callable[[], object]]:
    """Return ways to change a project; some of them change no event."""
    site, record = home / "talks/site.yaml", home / TALK
    series = home / "talks/wilks/series.yaml"
    own = home / "templates/ics/summary.txt.j2"

    def template() -> None:
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(f"{{{{ talk.title }}}} {number % 2}\n")

    return {
        "title": lambda: replaced(record, "title: .*", f"title: Surprise {number}"),
        "biography": lambda: replaced(
            record,
            "speaker: .*",
            f"speaker: {{name: Daniel Soudry, affiliation: Technion, bio: B{number}}}",
        ),
        "room": lambda: replaced(series, "location: .*", f"location: Hall {number}"),
        "address": lambda: replaced(site, "url: .*", f"url: https://t{number}.org"),
        "template": template,
        "no template": lambda: own.unlink(missing_ok=True),
        "nothing": lambda: None,
    }


@pytest.mark.parametrize("seed", range(examples(1)))
def test_stamps_move_with_the_bytes_of_an_event_and_with_nothing_else(project, seed):
    """Whatever is edited; they never go back, and SEQUENCE goes by the facts alone."""
    chance = random.Random(seed)
    minute = 0
    known = build(project, minute)
    for number in range(1, 12):
        name = chance.choice(sorted(edits(project, number)))
        edits(project, number)[name]()
        minute = max(0, minute + chance.choice([1, 1, 1, 0, -1]))
        seen = build(project, minute)
        assert len(seen.stamps) == 1
        assert (seen.event != known.event) == (seen.stamps != known.stamps), name
        assert max(seen.stamps) >= max(known.stamps)
        is_fact = name in {"title", "room"}
        assert seen.sequence == known.sequence + is_fact, name
        known = seen


def test_a_changed_template_moves_the_stamps_of_the_event_but_no_sequence(project):
    known = build(project, 0)
    edits(project, 1)["template"]()
    seen = build(project, 5)
    assert seen.stamps == {"20210301T140500Z"}
    assert seen.sequence == known.sequence
    assert build(project, 9) == seen


def test_who_only_looks_sees_the_new_stamps_and_notes_none(project, run):
    known = build(project, 0)
    edits(project, 1)["template"]()
    looks = ("show", "soudry", "--as", "ics"), ("check",)
    before = (project / ".announcer/ledger.db").read_bytes()
    for look in looks:
        ran = run("-C", project, "--now", NOW.format(5), *look)
        assert ran.status == 0
    assert (project / ".announcer/ledger.db").read_bytes() == before
    edits(project, 1)["no template"]()
    assert build(project, 9) == known


def test_a_feed_reader_is_shown_nothing_anew_for_a_template(project):
    """Entries of feeds go by what the talk says, not by how it looks in a calendar."""
    build(project, 0)
    before = (project / "build/site/feed.atom").read_bytes()
    edits(project, 1)["template"]()
    build(project, 5)
    assert (project / "build/site/feed.atom").read_bytes() == before
