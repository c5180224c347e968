"""Months, screens, the agenda and a reader's own selection, in a real browser.

Skipped, with the reason printed, where there is no Chromium.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from playwright.sync_api import expect

from tests.browser import in_chromium, served, written
from tests.builders import WILKS, programme, talk
from tests.formats.web_reader import site

pytestmark = in_chromium

MORNING = "2021-03-01T13:00:00Z"
SERIES = [
    replace(WILKS, key=key, slug=key, name=f"{key.title()} of everything")
    for key in ("algebra", "biology", "chaos")
]


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    """Serve a site of three series with a term of talks; return address and folder."""
    folder = tmp_path_factory.mktemp("views")
    past = [date(2021, 2, 22) - timedelta(weeks=week) for week in range(40)]
    talks = [
        talk(start=f"{day} 12:30", series=SERIES[0], slug=f"a{number}")
        for number, day in enumerate(past)
    ]
    talks += [
        talk(start="2021-03-01 16:00", series=SERIES[0], slug="today", title="Trees"),
        talk(start="2021-03-02 16:00", series=SERIES[1], slug="morrow", title="Cells"),
        talk(start="2021-03-04 16:00", series=SERIES[2], slug="later", title="Flows"),
    ]
    with served(written(site(programme(*talks)), folder)) as address:
        yield f"{address}/", folder


@pytest.fixture
def page(chromium, where):
    """Return a page of a fresh browser on the morning of the first day."""
    context = chromium.new_context(
        timezone_id="America/New_York",
        viewport={"width": 360, "height": 780},
        permissions=["clipboard-read", "clipboard-write"],
        accept_downloads=True,
    )
    opened = context.new_page()
    opened.clock.install(time=MORNING)
    opened.on("pageerror", lambda error: pytest.fail(str(error)))
    yield opened
    context.close()


def test_starred_talks_become_a_page_and_one_calendar(page, where):
    """Nothing leaves the browser but questions for files of this site."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{where[0]}index.html")
    assert page.locator("a.selected").first.is_hidden()
    page.locator(".slot", has_text="Trees").locator(".star").click()
    page.goto(f"{where[0]}biology/index.html")
    page.locator(".talk", has_text="Cells").first.locator(".star").click()
    page.locator(".colophon a.selected").click()
    page.locator(".selection .when").nth(1).wait_for()
    titles = page.locator(".selection h3 a").all_inner_texts()
    assert titles == ["Trees", "Cells"]
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as a calendar").click()
    content = download.value.path().read_bytes()
    calendar: Any = icalendar.Calendar.from_ical(content)
    days = [one["dtstart"].dt.date().isoformat() for one in calendar.walk("VEVENT")]
    assert days == ["2021-03-01", "2021-03-02"]
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert all(url.startswith((where[0], "blob:")) for url in asked)


def test_a_star_pressed_again_takes_the_talk_out(page, where):
    """The page of the selection says so when it is empty."""
    page.goto(f"{where[0]}chaos/later/index.html")
    star = page.locator(".title .star")
    star.click()
    assert star.get_attribute("aria-pressed") == "true"
    page.goto(f"{where[0]}calendar/selection/index.html")
    page.locator(".selection .when").wait_for()
    page.locator(".selection .star").click()
    assert page.locator(".selection li").count() == 0
    assert "Nothing is marked yet" in page.locator(".selection").inner_text()


def test_a_browser_that_keeps_nothing_shows_no_star_and_says_so(page, where):
    """A private window, or a policy: nothing can be marked, and nobody wonders."""
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new Error(); } })"
    )
    page.goto(f"{where[0]}index.html")
    assert page.locator(".star").count() == 0
    page.goto(f"{where[0]}calendar/selection/index.html")
    page.get_by_text("This browser keeps nothing").wait_for()


def test_what_is_kept_wrongly_counts_as_nothing(page, where):
    """Another program's words under our name do no harm."""
    page.add_init_script(
        "localStorage.setItem('announcer selection ' + location.pathname.replace("
        "/[^/]*$/, ''), '{')"
    )
    page.goto(f"{where[0]}index.html")
    assert page.locator(".slot .star").count() == 3


def test_a_screen_renews_itself_from_upcoming_json(page, where):
    """A room that changed at noon stands there at five past."""
    address, folder = where
    file = folder / "chaos/upcoming.json"
    kept = file.read_text(encoding="utf-8")
    page.goto(f"{address}screen/chaos/index.html")
    assert "Fine Hall 9" not in page.locator("main").inner_text()
    data = json.loads(kept)
    data["talks"][0] |= {"location": "Fine Hall 9", "previous_location": "Virtual"}
    try:
        file.write_text(json.dumps(data), encoding="utf-8")
        page.clock.fast_forward("06:00")
        page.locator("main", has_text="Fine Hall 9").wait_for()
    finally:
        file.write_text(kept, encoding="utf-8")
    assert "Other room:" in page.locator("h2").first.inner_text()


def test_a_screen_drops_what_is_over_and_can_show_one_talk_alone(page, where):
    """Which one says the path of its page, behind ?talk=."""
    page.goto(f"{where[0]}screen/index.html")
    first = page.locator("li:visible h2").first
    assert first.inner_text() == "Trees"
    page.clock.fast_forward("10:00:00")
    page.locator("li:visible h2", has_text="Trees").wait_for(state="hidden")
    assert page.locator("li:visible h2").first.inner_text() == "Cells"
    page.goto(f"{where[0]}screen/chaos/index.html?talk=chaos/later")
    page.locator(".alone").wait_for()
    assert page.locator("li").count() == 1


def test_a_screen_is_read_from_five_metres(chromium, where):
    """Who speaks where stands in letters of a twentieth of the screen's height."""
    context = chromium.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.clock.set_fixed_time(MORNING)
    page.goto(f"{where[0]}screen/algebra/index.html", wait_until="networkidle")
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    assert page.locator("li .when").first.evaluate(size) >= 1080 / 20
    assert page.locator("li h2").first.evaluate(size) >= 1080 / 13
    overflow = "() => document.documentElement.scrollHeight - innerHeight"
    assert page.evaluate(overflow) <= 0
    context.close()


def test_today_is_that_of_the_reader_and_not_of_the_build(page, where):
    """A page that was built yesterday calls tomorrow today."""
    page.clock.set_fixed_time("2021-03-02T14:00:00Z")
    page.goto(f"{where[0]}index.html")
    heads = page.locator(".day:visible h2").all_inner_texts()
    assert [" ".join(head.split()) for head in heads] == [
        "Today Tuesday, March 2",
        "Thursday, March 4",
    ]


def test_an_address_is_copied_with_a_button(page, where):
    """No address need be selected by hand on a phone."""
    page.goto(f"{where[0]}subscribe/index.html")
    page.locator("button.copy").first.click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "https://talks.example.edu/calendar/all.ics"


def test_every_way_to_subscribe_to_a_series_is_seen_on_a_phone(page, where):
    """Nobody guesses that a table goes on beyond the edge."""
    page.goto(f"{where[0]}subscribe/index.html")
    ways = page.locator(".ways-of tbody :is(a, button):visible")
    expect(ways).not_to_have_count(0)
    hidden = ways.evaluate_all(
        "all => all.filter((one) => { const at = one.getBoundingClientRect();"
        " return at.left < 0 || at.right > innerWidth; }).map((one) => one.innerText)"
    )
    assert hidden == []


@pytest.mark.parametrize(
    "path",
    [
        *("index.html", "algebra/index.html", "archive/index.html"),
        *("calendar/2021-03/index.html", "calendar/week/index.html"),
        *("subscribe/index.html", "speakers/index.html", "chaos/later/index.html"),
    ],
)
def test_no_page_is_wider_than_a_phone(page, where, path):
    """A wide table scrolls in its own box."""
    page.goto(where[0] + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_hour_and_room_stand_in_a_column_beside_the_title(chromium, where):
    """Boxes, not tags: on a desk the eye runs down the hours."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{where[0]}index.html")
    whens: list[Any] = [one.bounding_box() for one in page.locator(".slot .when").all()]
    titles: list[Any] = [one.bounding_box() for one in page.locator(".slot h3").all()]
    assert len({round(box["x"]) for box in whens}) == 1
    for when, title in zip(whens, titles, strict=True):
        assert when["x"] + when["width"] <= title["x"]
        assert abs(when["y"] - title["y"]) < 12
    context.close()


@pytest.mark.parametrize(
    "path", ["archive/2020-21/index.html", "calendar/week/index.html"]
)
def test_a_term_and_a_week_fit_a_sheet_of_paper(chromium, where, path):
    """A4, as it comes out of the printer."""
    page = chromium.new_page()
    page.goto(where[0] + path)
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    page.close()
