"""How long a feed takes, measured against the bare icalendar library in the same run.

Run by hand: ``python benchmarks/bench_ics.py [TALKS]``. It prints ratios, which travel
between machines better than seconds.

* library: icalendar writes the same properties with the same texts, which it is given;
* whole: our feed from the talks, with templates, Markdown and LaTeX and all;
* feed: our feed where each abstract was read before, as a build does once for all;
* written: our events with words rendered before: what the library does, by hand;
* again: the same feed once more, as the feeds of series, speakers and topics ask for;
* every calendar file: one for each talk and every feed, the events being there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import repeat
from time import process_time

import icalendar

from announcer import ical, when
from announcer.access import Channel
from announcer.formats import ics
from announcer.ical.events import write
from announcer.ical.wording import Wording, wording
from announcer.output import finished
from announcer.talk import Person, Programme, Series, Site, Speaker, Talk
from announcer.templating import Templates

NOW = datetime(2026, 9, 1, tzinfo=UTC)
SITE = Site(title="Talks", url="https://talks.example.edu", timezone="Europe/Berlin")
FORMULAS = (
    "We show that $\\alpha_{number} \\le \\sqrt{{n}}$ for *almost every* graph, which "
    "answers a question of Erdős, and give an algorithm; it runs in time $O(n^2)$, and "
    "its constants are small. "
)
PROSE = (
    "The talk begins with examples; no knowledge of the subject is needed in the first "
    "half, and little of it after that, for all is built from pictures, games and "
    "two or three ideas that are older than the theory. "
)


def corpus(number: int) -> Programme:
    """Return that many talks in ten series, every abstract different."""
    series = tuple(
        Series(
            key=f"series-{index}",
            slug=f"series-{index}",
            name=f"Seminar, number {index}",
            timezone="Europe/Berlin",
            organizers=(Person(name="Olga Org", email="olga@example.edu"),),
        )
        for index in range(10)
    )
    talks = sorted(
        (_talk(index, series[index % 10]) for index in range(number)),
        key=lambda talk: (talk.start, talk.uid),
    )
    return Programme(site=SITE, series=series, talks=tuple(talks), now=NOW)


def _talk(index: int, series: Series) -> Talk:
    zone = when.zone("Europe/Berlin")
    naive = datetime(2025, 9, 1, 14, 15) + timedelta(days=index % 700)  # noqa: DTZ001
    start = when.localize(naive, zone)
    slug = f"{start:%Y-%m-%d}-{index}"
    return Talk(
        uid=f"{series.slug}/{slug}@talks.example.edu",
        slug=slug,
        source=f"talks/{series.slug}/{slug}.yaml",
        series=series,
        title=f"Graphs, colours and the number {index}",
        speakers=(
            Speaker(name=f"Ada Noether {index % 3000}", affiliation="Göttingen"),
        ),
        start=start,
        end=when.later(start, timedelta(hours=1)),
        timezone="Europe/Berlin",
        location=f"Room {index % 40}",
        link="https://meet.example.edu/talks",
        abstract=FORMULAS.replace("{number}", str(index)) + PROSE * 4,
        topics=("graphs", "algorithms"),
    )


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    programme = corpus(number)
    templates = Templates()

    talks = programme.talks
    whole = _timed(lambda: _feed(programme, templates))
    templates = Templates()
    feed = _timed(lambda: _feed(programme, templates))
    again = _timed(lambda: _feed(programme, templates))
    links = _timed(lambda: [_links(talk, programme, templates) for talk in talks])
    everything = _timed(
        lambda: sum(1 for _ in finished(ics.drafts(programme, templates)))
    )
    said = [wording(talk, programme, Channel.PUBLIC, templates) for talk in talks]
    written = _timed(
        lambda: list(
            map(write, talks, repeat(programme), said, repeat(templates.pictures))
        )
    )
    library = _timed(lambda: _bare(talks, said))

    print(f"{number} talks: seconds of processor, and ratio to the bare library")
    for name, seconds in (
        ("library", library),
        ("whole", whole),
        ("feed", feed),
        ("written", written),
        ("again", again),
        ("every calendar file", everything),
        ("links to add every talk", links),
    ):
        print(f"{name:32} {seconds:8.2f} {seconds / library:8.3f}")


def _feed(programme: Programme, templates: Templates) -> bytes:
    return ical.calendar(
        programme.talks, programme, templates, channel=Channel.PUBLIC, name="All"
    )


def _links(talk: Talk, programme: Programme, templates: Templates) -> object:
    return ical.add_links(talk, programme, Channel.PUBLIC, templates)


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
        entry.add(
            "conference",
            icalendar.vUri(
                words.join.link or "",
                params={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join online"},
            ),
        )
        entry.add("x-google-conference", words.join.link)
        organizer = icalendar.vCalAddress("mailto:olga@example.edu")
        organizer.params["CN"] = "Olga Org"
        entry.add("organizer", organizer)
        entry.add("contact", "Olga Org, olga@example.edu")
        entry.add("status", "CONFIRMED")
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
