"""Print what a feed costs, ours and that of the bare icalendar library: one process.

    python benchmarks/feed.py TALKS

* library: icalendar writes the same properties with the same words, which it is given;
* cold: our feed from the talks, with templates, Markdown and LaTeX and all;
* warm: the same feed again, as those of series, speakers and topics ask for.

Seconds of processor, as JSON, and with ``cpu`` those of the whole process.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import icalendar
from corpus import write_corpus

from announcer import ical
from announcer.access import Channel
from announcer.ical.wording import Wording, wording
from announcer.record import read_site
from announcer.talk import Programme, Talk
from announcer.templating import Templates

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        write_corpus(Path(name), int(sys.argv[1]))
        records = read_site(Path(name))
    programme = Programme(
        site=records.site, series=records.series, talks=records.talks, now=NOW
    )
    templates = Templates()
    spent = {
        "cold": _timed(lambda: _feed(programme, templates)),
        "warm": _timed(lambda: _feed(programme, templates)),
    }
    talks = programme.talks
    said = [wording(talk, programme, Channel.PUBLIC, templates) for talk in talks]
    spent["library"] = _timed(lambda: _bare(talks, said))
    print(json.dumps({**spent, "cpu": process_time()}))


def _feed(programme: Programme, templates: Templates) -> bytes:
    return ical.calendar(
        programme.talks, programme, templates, channel=Channel.PUBLIC, name="All"
    )


def _bare(talks: Sequence[Talk], said: Sequence[Wording]) -> bytes:
    """Write the same events with icalendar alone, the words being there already."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//announcer//talk-announcer//EN")
    for talk, words in zip(talks, said, strict=True):
        entry = icalendar.Event()
        entry.add("uid", talk.uid)
        for name in ("dtstamp", "created", "last-modified"):
            entry.add(name, NOW)
        entry.add("sequence", 0)
        entry.add("dtstart", talk.start)
        entry.add("dtend", talk.end)
        entry.add("summary", words.summary)
        entry.add("location", words.location)
        entry.add("description", words.description)
        entry.add("x-alt-desc", words.html, parameters={"FMTTYPE": "text/html"})
        entry.add("url", words.page)
        entry.add("categories", [talk.series.name, *talk.topics])
        if words.join.link:
            link = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join online"}
            entry.add("conference", icalendar.vUri(words.join.link, params=link))
            entry.add("x-google-conference", words.join.link)
        entry.add("status", "CANCELLED" if talk.status == "cancelled" else "CONFIRMED")
        entry.add("transp", "OPAQUE")
        entry.add("class", "PUBLIC")
        calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content


def _timed(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


if __name__ == "__main__":
    main()
