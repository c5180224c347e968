"""The script of the site in a real browser: passing time and the reader's own clock.

Skipped, with the reason printed, where there is no Chromium.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from announcer.formats import web
from announcer.talk import Person, Programme, Role, Speaker, Status
from tests.browser import in_chromium, served, written
from tests.builders import SITE, WILKS, programme, talk
from tests.formats.web_reader import TEMPLATES, site

TALK = "wilks/2021-03-08-soudry/"

pytestmark = in_chromium


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Serve a site of three talks: the next, one that is off, one after it."""
    folder = tmp_path_factory.mktemp("site")
    files = site(
        programme(
            talk(),
            talk(start="2021-03-10 12:30", slug="off", status=Status.CANCELLED),
            talk(start="2021-03-15 20:00", slug="second", title="Second"),
        )
    )
    with served(written(files, folder)) as where:
        yield f"{where}/"


@pytest.fixture
def open_at(new_page, address):
    """Return a function that opens a page at a moment, as seen from a zone."""

    def opened(path: str, moment: str, zone: str, **options: Any) -> Page:
        page: Page = new_page(timezone_id=zone, **options)
        page.clock.set_fixed_time(moment)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + path)
        assert all(url.startswith(address) for url in asked)
        assert not page.context.cookies()
        return page

    return opened


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Tokyo", "(2:30am your time, +1 day)"),
        ("Pacific/Honolulu", "(7:30am your time)"),
        ("Asia/Kolkata", "(11:00pm your time)"),
    ],
)
def test_a_time_stands_beside_that_of_the_readers_own_clock(open_at, zone, shown):
    page = open_at(TALK, "2021-03-01T12:00:00Z", zone)
    assert page.locator(".yours").inner_text().strip() == shown


def test_a_reader_in_the_talks_zone_is_told_nothing_twice(open_at):
    page = open_at(TALK, "2021-03-01T12:00:00Z", "America/New_York")
    assert page.locator(".yours").count() == 0


def test_what_has_passed_moves_and_the_next_talk_takes_its_place(open_at):
    page = open_at("", "2021-03-09T12:00:00Z", "America/New_York")
    assert page.locator(".next h3").inner_text() == "Second"
    assert (
        page.locator(".passed h3").inner_text() == "Surprises in Deep Learning Training"
    )
    assert not page.locator(".nothing").is_visible()


def test_when_all_has_passed_the_page_says_so_kindly(open_at):
    page = open_at("", "2021-04-01T12:00:00Z", "America/New_York")
    assert page.locator(".nothing").is_visible()
    assert not page.locator(".next").is_visible()
    assert page.locator(".passed li").count() == 3


def test_a_series_page_stays_right_as_well(open_at):
    page = open_at("wilks/", "2021-03-09T12:00:00Z", "America/New_York")
    assert page.locator(".next h3").inner_text() == "Second"
    assert page.locator(".coming li").count() == 1
    assert page.locator(".passed li").count() == 1


@pytest.fixture(scope="module")
def stale(tmp_path_factory):
    """Write a site of 45 talks, one every second day; the first page has 31 of them."""
    folder = tmp_path_factory.mktemp("stale")
    first = datetime(2021, 3, 2, 12, 0, tzinfo=UTC)
    every = [first + timedelta(days=2 * n) for n in range(45)]
    talks = [
        talk(slug=f"n{n}", start=f"{start:%Y-%m-%d %H:%M}", title=f"Number {n}")
        for n, start in enumerate(every)
    ]
    wanted = ("site/index.html", "site/wilks/index.html", "site/static/", "site/embed/")
    for one in web.drafts(programme(*talks), TEMPLATES):
        if one.path.startswith(wanted):
            (folder / one.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / one.path).write_bytes(one.make())
    return (folder / "site").as_uri()


@pytest.fixture
def stale_at(new_page, stale):
    """Return a function that opens a page of it when the clock shows a moment."""

    def opened(path: str, moment: str) -> Page:
        page: Page = new_page()
        page.clock.set_fixed_time(moment)
        page.goto(f"{stale}/{path}")
        return page

    return opened


def test_a_page_that_nobody_built_does_not_say_that_nothing_is_planned(stale_at):
    page = stale_at("index.html", "2021-05-12T12:00:00Z")
    assert not page.locator(".nothing").is_visible()
    assert not page.locator(".next").is_visible()
    assert page.locator(".onward.more").inner_text() == "More talks are planned"


def test_nor_does_the_page_of_a_series_that_has_some_in_one_line_each(stale_at):
    page = stale_at("wilks/index.html", "2021-05-12T12:00:00Z")
    assert page.get_by_text("Number 44").is_visible()
    assert not page.locator(".nothing").is_visible()


@pytest.mark.parametrize("path", ["index.html", "wilks/index.html"])
def test_it_says_so_when_all_of_them_are_over(stale_at, path):
    page = stale_at(path, "2021-07-12T12:00:00Z")
    assert page.locator(".nothing").is_visible()
    assert not page.locator(".onward.more").is_visible()


def test_it_counts_what_it_does_not_show_while_that_is_true(stale_at):
    page = stale_at("index.html", "2021-03-02T12:00:00Z")
    assert page.locator(".onward.more").inner_text() == "14 more talks are planned"


@pytest.mark.parametrize(
    ("moment", "talks", "nothing", "more"),
    [
        ("2021-03-20T15:00:00Z", 3, False, True),
        ("2021-05-12T12:00:00Z", 0, False, True),
        ("2021-07-12T12:00:00Z", 0, True, False),
    ],
)
def test_a_frame_drops_what_is_over(stale_at, moment, talks, nothing, more):
    page = stale_at("embed/wilks.html", moment)
    assert page.locator(".announcer-talk").count() == talks
    assert page.locator(".announcer-nothing").is_visible() is nothing
    assert page.locator(".announcer-more").is_visible() is more


@pytest.mark.parametrize("path", ["index.html", "wilks/index.html", "embed/wilks.html"])
def test_a_page_says_of_which_day_it_speaks(stale_at, path):
    page = stale_at(path, "2021-05-12T12:00:00Z")
    assert "As of Monday, March 1st, 2021" in page.locator("body").inner_text()


def test_a_talk_that_has_passed_is_neither_joined_nor_noted_down(open_at):
    page = open_at(TALK, "2021-03-08T17:00:00Z", "America/New_York")
    assert page.get_by_text("Calendar file").count() == 1
    assert page.locator(".facts a[href^='https://meet.example']").count() == 1
    page = open_at(TALK, "2021-05-01T12:00:00Z", "America/New_York")
    assert page.get_by_text("Calendar file").count() == 0
    assert page.locator(".facts a[href^='https://meet.example']").count() == 0
    assert page.locator(".facts .when").is_visible()


def test_a_page_that_stays_open_keeps_up(open_at):
    page = open_at("", "2021-03-08T18:29:30Z", "America/New_York")
    assert page.locator(".passed li").count() == 0
    page.clock.set_fixed_time("2021-03-08T18:31:00Z")
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    assert page.locator(".passed li").count() == 1


def test_without_javascript_everything_can_be_read(open_at):
    page = open_at("", "2021-03-01T12:00:00Z", "Asia/Tokyo", java_script_enabled=False)
    text = page.locator("body").inner_text()
    assert "Surprises in Deep Learning Training" in text
    assert "Monday, March 8th, 2021, 12:30–1:30pm EST" in text
    assert "Nothing is planned yet" not in text


def test_the_keyboard_leads_past_the_head_of_the_page(open_at):
    page = open_at("", "2021-03-01T12:00:00Z", "America/New_York")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", ["", TALK, "wilks/", "subscribe/", "speakers/"])
def test_nothing_is_wider_than_a_small_phone(open_at, path):
    size = {"width": 320, "height": 640}
    page = open_at(path, "2021-03-01T12:00:00Z", "Asia/Tokyo", viewport=size)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


LONG = "Donaudampfschifffahrt" * 10


def endless() -> Programme:
    """Return talks whose every text is one word that is longer than a line."""
    series = replace(WILKS, name=LONG, description=LONG)
    speaker = Speaker(
        name=LONG, affiliation=LONG, bio=LONG, pronouns=LONG, role=Role.CHAIR
    )
    said = {
        "title": LONG,
        "location": LONG,
        "address": LONG,
        "notice": LONG,
        "abstract": f"{LONG}\n\n| a | {LONG} |\n|---|---|\n| 1 | 2 |\n",
        "topics": (LONG,),
        "host": Person(name=LONG),
        "speakers": (speaker, replace(speaker, name=f"{LONG}x")),
        "series": series,
        "link": f"https://meet.example.edu/{LONG}",
        "registration": f"https://meet.example.edu/{LONG}",
        "video": f"https://meet.example.edu/{LONG}",
    }
    return programme(
        talk(**said),
        talk(**said, start="2021-02-08 12:30", language="de"),
        site=replace(SITE, title=LONG, description=LONG),
    )


def test_a_long_word_widens_no_page(chromium, tmp_path):
    """German and chemistry have words that are longer than a phone is wide."""
    files = site(endless())
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    with served(written(files, tmp_path)) as where:
        wide = {}
        for path in sorted(path for path in files if path.endswith(".html")):
            page.goto(f"{where}/{quote(path)}")
            wide[path] = page.evaluate(over)
    context.close()
    assert {path for path, pixels in wide.items() if pixels > 0} == set()
