"""What a build costs, counted and not timed: little where little has changed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from announcer import disk, markup
from announcer.building import Built
from announcer.formats.web import index
from announcer.ical import entries
from announcer.markup import rendering
from announcer.record import reader, store
from announcer.templating import Templates
from tests.building.conftest import SITE, House

TALKS = 120
SERIES = 8
# Talks of one file of the search, and of a feed, whose texts are read together.
SHARE, FEED = 32, 40
CHANGED = "s3/t43.yaml"
TICK = 0.012  # seconds; the clock of a file system goes in steps of up to ten


def written(folder: Path) -> House:
    """Return a project of talks that are over, each with words of its own."""
    house = House(folder)
    house.write("site.yaml", SITE)
    for number in range(SERIES):
        house.write(f"s{number}/series.yaml", f"name: Series {number}\n")
    for number in range(TALKS):
        day = date(2020, 1, 1) + timedelta(days=number)
        house.write(
            f"s{number % SERIES}/t{number}.yaml",
            f"title: Title {number}\nspeaker: Ada {number}\ndate: {day}\n"
            f"time: '14:00'\nabstract: An *abstract*, number {number}.\n",
        )
    return house


Costs = dict[str, tuple[Counter[str], Built]]


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> Costs:
    """Return what three builds did: of all, of nothing new, and of one new title."""
    counted: Counter[str] = Counter()
    house = written(tmp_path_factory.mktemp("costs") / "home")
    found: Costs = {}
    with pytest.MonkeyPatch.context() as patch:

        def count(where: object, name: str, what: str) -> None:
            real = getattr(where, name)

            def counting(*arguments: Any, **named: Any) -> Any:
                counted[what] += 1
                return real(*arguments, **named)

            patch.setattr(where, name, counting)

        count(rendering, "parsed_blocks", "parsed")
        count(entries, "write", "events")
        count(Templates, "_filled", "filled")
        count(disk, "read", "read")
        count(reader, "read_values", "records")
        count(index, "_told", "cut")
        patch.setattr(store, "QUIET", 0)
        for name in ("all", "nothing", "one"):
            if name == "one":
                house.swap(CHANGED, "Title", "Another title")
            sleep(TICK)
            counted.clear()
            markup.forget()
            built = house.build(keep=True)
            found[name] = Counter(counted), built
    return found


def test_a_first_build_parses_every_text_and_writes_every_event_once(costs):
    counted, built = costs["all"]
    assert (counted["parsed"], counted["events"]) == (TALKS, TALKS)
    assert counted["read"] < 10
    assert len(built.written.written) == built.written.made


def test_a_build_of_nothing_new_parses_fills_and_writes_nothing(costs):
    counted, built = costs["nothing"]
    assert (counted["parsed"], counted["events"], built.written.made) == (0, 0, 0)
    assert counted["records"] == 1 + SERIES  # the settings
    assert counted["filled"] < 15  # the frame of all pages
    assert counted["read"] < 5


def test_one_change_parses_and_writes_what_stands_beside_it_alone(costs):
    """Its events are those of one talk; texts of the search are read by the share."""
    counted, built = costs["one"]
    assert counted["events"] == 1
    assert counted["records"] == 1 + SERIES + 1
    assert counted["parsed"] <= SHARE + FEED
    assert counted["read"] < built.written.made + 10  # what may be as it was
    assert len(built.written.written) < 40
    places = (path.split("/") for path in built.written.written)
    touched = {parts[2] for parts in places if len(parts) == 4 and parts[1] == "s3"}
    assert touched == {"t35", "t43", "t51"}  # and its neighbours in the series


def test_one_change_looks_at_the_terms_of_one_talk_as_it_was_and_is(costs):
    assert costs["all"][0]["cut"] == TALKS
    assert costs["one"][0]["cut"] == 2


@pytest.mark.parametrize(
    "change",
    [
        ("abstract: An *abstract*,", "abstract: On Müller's"),  # with another form
        ("Title 43", "An abstract of number 43"),  # which it mentions
        ("speaker: Ada 43", "speaker: Emmy Noether"),
    ],
)
def test_terms_that_are_put_right_are_those_of_a_clean_build(tmp_path, change):
    house = written(tmp_path / "home")
    house.build()
    house.swap(CHANGED, *change)
    house.build()
    assert house.files() == house.clean()
