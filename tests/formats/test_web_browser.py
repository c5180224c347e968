"""The script of the site in a real browser: passing time and the reader's own clock.

Skipped, with the reason printed, where there is no Chromium.
"""

from __future__ import annotations

import functools
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from announcer.talk import Status
from tests.builders import programme, talk
from tests.formats.web_reader import site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TALK = "wilks/2021-03-08-soudry/"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
]


class Quiet(SimpleHTTPRequestHandler):
    """A file server that does not write on standard error."""

    def log_message(self, *args):
        pass


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
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    handler = functools.partial(Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_at(chromium, address):
    """Return a function that opens a page at a moment, as seen from a zone."""
    contexts = []

    def opened(path: str, moment: str, zone: str, **options: Any) -> Page:
        context = chromium.new_context(timezone_id=zone, **options)
        contexts.append(context)
        page: Page = context.new_page()
        page.clock.set_fixed_time(moment)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(address + path)
        assert all(url.startswith(address) for url in asked)
        assert not context.cookies()
        return page

    yield opened
    for context in contexts:
        context.close()


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
    assert page.locator(".coming li").count() == 2
    assert page.locator(".passed li").count() == 1


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
