"""Where boxes lie in a real browser: nothing on a word, cut, too small or astray.

Skipped, with the reason printed, where there is no Chromium.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from announcer.talk import Programme, Speaker, Status, Talk
from tests.browser import in_chromium, served, written
from tests.builders import SITE, WILKS, programme, talk
from tests.formats.web_reader import site

pytestmark = in_chromium

MORNING = "2021-03-01T13:00:00Z"
HEBREW = "הסמינר לאלגברה"
NAME = "Seminar of Algebra, Number Theory and Everything Between the Two"
LINK = "https://meet.example.edu/room/"
ALGEBRA = replace(WILKS, key="algebra", slug="algebra", name=NAME)
ELSEWHERE = replace(
    WILKS, key="haifa", slug="haifa", name=HEBREW, timezone="Asia/Jerusalem"
)
LONG = " and ".join(f"part {number} of a title" for number in range(15))
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def talks() -> list[Talk]:
    """Return talks of two zones and two scripts: at night, off, with a long title."""
    noa = Speaker(name="נועה לוי", affiliation="MIT (CSAIL)")
    said = {"notice": "Bring a pen (and paper)!", "link": LINK}
    return [
        talk(start="2021-02-01 16:00", slug="past", title="Sets", series=ALGEBRA),
        talk(
            start="2021-03-01 22:00",
            end="2021-03-02 04:00",
            end_stated=True,
            slug="night",
            title="Stars over the roof of the observatory",
            series=ALGEBRA,
            **said,
        ),
        talk(
            start="2021-03-02 12:30",
            timezone="Asia/Jerusalem",
            slug="noon",
            title="על גרפים, ועוד!",
            speakers=(noa,),
            location="חדר 7 (Taub)",
            series=ELSEWHERE,
        ),
        talk(
            start="2021-03-03 16:00",
            slug="off",
            title="Off",
            series=ALGEBRA,
            status=Status.CANCELLED,
        ),
        talk(start="2021-03-08 16:00", slug="long", title=LONG, series=ALGEBRA),
        *(
            talk(start=f"2021-03-{day} 16:00", slug=f"n{day}", series=ALGEBRA)
            for day in range(15, 20)
        ),
    ]


def made(language: str) -> Programme:
    about = "All talks, in one place: come!"
    spoken = replace(SITE, language=language, description=about)
    return programme(*talks(), site=spoken)


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    """Serve the same talks in English, German and Hebrew; return the address."""
    folder = tmp_path_factory.mktemp("boxes")
    for language in ("en", "de", "he"):
        written(site(made(language)), folder / language)
    with served(folder) as address:
        yield address


@pytest.fixture
def look(new_page, where):
    """Return a function that opens a page on a screen of a size."""

    def opened(path: str, size: dict[str, int], **options: Any) -> Page:
        options.setdefault("timezone_id", "Asia/Tokyo")
        page: Page = new_page(viewport=size, **options)
        page.clock.set_fixed_time(MORNING)
        page.goto(f"{where}/{path}")
        return page

    return opened


# The boxes of lines of text, and of what is pressed, that lie on one another.
COLLISIONS = """() => {
  const boxes = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, parent = text.parentElement;
    if (!text.data.trim() || parent.closest(".skip, details, math")) continue;
    if (!parent.checkVisibility() || parent.offsetWidth < 2) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) boxes.push([box, text.data.trim()]);
  }
  for (const star of document.querySelectorAll(".star")) {
    boxes.push([star.getBoundingClientRect(), "star"]);
  }
  const found = [];
  boxes.forEach(([one, text], at) => boxes.slice(at + 1).forEach(([other, next]) => {
    const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    if (wide > 2 && high > 0.45 * Math.min(one.height, other.height)) {
      found.push(text + " / " + next);
    }
  }));
  return found;
}"""
LARGER = "() => { document.documentElement.style.fontSize = '212.5%'; }"
PAGES = [
    "index.html",
    "algebra/index.html",
    "algebra/night/index.html",
    "algebra/long/index.html",
    "haifa/noon/index.html",
    "calendar/2021-03/index.html",
    "calendar/week/index.html",
    "series/index.html",
    "embed/all.html",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "he"])
def test_no_word_lies_on_another(look, language, path):
    """Hours that are longer than their column go on in the next line."""
    for size in (PHONE, DESK):
        page = look(f"{language}/{path}", size)
        assert page.evaluate(COLLISIONS) == []


@pytest.mark.parametrize("path", PAGES)
def test_text_twice_as_large_fits_a_phone(look, path):
    """WCAG 1.4.4: whoever reads large letters moves no page sideways."""
    page = look(f"en/{path}", PHONE)
    page.evaluate(LARGER)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(COLLISIONS) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "he"])
def test_what_is_pressed_is_as_large_as_a_fingertip(look, language, path):
    """WCAG 2.5.8: 24 pixels each way, but for links within a line of text."""
    page = look(f"{language}/{path}", PHONE)
    small = page.locator("a:visible, button:visible, summary:visible").evaluate_all(
        """all => all.map(e => [e, e.getBoundingClientRect()])
          .filter(([e]) => getComputedStyle(e).display !== "inline")
          .filter(([e, box]) => !e.matches(".skip")
            && Math.min(box.width, box.height) < 24)
          .map(([e, box]) => `${e.className} ${box.width} ${box.height}`)"""
    )
    assert small == []


def test_a_star_of_a_past_talk_is_seen(look):
    """WCAG 1.4.11: three to one, half-transparent as it is."""
    page = look("en/index.html", PHONE)
    ratio = page.locator(".line .star").first.evaluate(
        """star => {
          const read = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
          const style = getComputedStyle(star);
          const ink = read(style.color);
          const paper = read(getComputedStyle(document.body).backgroundColor);
          const seen = ink.map((value, at) =>
            value * style.opacity + paper[at] * (1 - style.opacity));
          const light = colour => colour.map(value => value / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0.05);
          return light(paper) / light(seen);
        }"""
    )
    assert ratio >= 3


# How far a text begins from the side of the page where lines begin, beside its parent.
ASTRAY = """([selector, rtl]) => [...document.querySelectorAll(selector)].map(e => {
  const range = document.createRange();
  range.selectNodeContents(e);
  const boxes = [...range.getClientRects()].filter(box => box.width);
  const home = e.parentElement.getBoundingClientRect();
  return rtl ? home.right - Math.max(...boxes.map(box => box.right))
    : Math.min(...boxes.map(box => box.left)) - home.left;
})"""


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("series/index.html", ".cards h2"),
        ("haifa/index.html", ".title h1"),
        ("algebra/index.html", ".title h1"),
        ("calendar/week/index.html", ".slot .where"),
        ("index.html", "main > .lead"),
        ("index.html", ".talk .notice"),
        ("algebra/night/index.html", ".title .notice"),
        ("calendar/2021-03/index.html", ".month .of"),
    ],
)
@pytest.mark.parametrize("language", ["en", "he"])
def test_a_line_in_another_script_begins_where_its_page_does(
    look, language, path, selector
):
    """It runs its own way, and stands below what it belongs to."""
    page = look(f"{language}/{path}", DESK)
    away = page.evaluate(ASTRAY, [selector, language == "he"])
    assert away
    assert max(away) < 20


def test_an_address_runs_from_left_to_right_in_hebrew(look):
    """Its last slash stands at its end."""
    page = look("he/algebra/night/index.html", DESK)
    slash = page.locator(".facts .address a").evaluate(
        """link => {
          const range = document.createRange(), text = link.firstChild;
          range.setStart(text, text.length - 1);
          range.setEnd(text, text.length);
          return range.getBoundingClientRect().right
            - link.getBoundingClientRect().right;
        }"""
    )
    assert abs(slash) < 1


def test_the_readers_time_is_written_as_the_page_writes_times(look):
    """Beside 16:00 stands 06:00, not 6:00."""
    page = look("de/haifa/noon/index.html", DESK, timezone_id="Atlantic/Azores")
    assert page.locator(".yours").inner_text().strip() == "(09:30 Ihrer Zeit)"


def test_the_page_one_is_on_is_marked_without_colours_of_ours(look):
    """Forced colours leave no shadows."""
    page = look("en/series/index.html", DESK, forced_colors="active")
    line = "e => getComputedStyle(e).textDecorationLine"
    here = page.locator("nav a[aria-current]")
    assert here.evaluate(line) == "underline"
    assert page.locator(".masthead nav a:not([aria-current])").first.evaluate(line) == (
        "none"
    )


LOWER_EDGE = """() => {
  const edge = document.querySelector("main").getBoundingClientRect().bottom;
  return [...document.querySelectorAll("li")].filter(e => e.checkVisibility())
    .map(e => e.lastElementChild.getBoundingClientRect().bottom - edge);
}"""


# Whether there is as much of the box before the word as behind it, and some of it.
AROUND = """word => {
  const range = document.createRange();
  range.selectNodeContents(word);
  const box = word.getBoundingClientRect(), text = range.getBoundingClientRect();
  const before = text.left - box.left, behind = box.right - text.right;
  return [before > 2, Math.abs(before - behind) < 1];
}"""


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 1024), (1080, 1920)])
@pytest.mark.parametrize("path", ["screen/index.html", "screen/algebra/index.html"])
def test_a_screen_shows_whole_talks(look, path, size):
    """Half a talk at the lower edge says nothing."""
    page = look(f"en/{path}", dict(zip(("width", "height"), size, strict=True)))
    over = page.evaluate(LOWER_EDGE)
    assert over
    assert max(over) <= 1


def test_a_screen_sets_a_long_title_smaller_rather_than_cut_it(look):
    """The talk that is next is shown, whatever it is called."""
    page = look("en/screen/algebra/index.html", {"width": 1280, "height": 720})
    page.clock.set_fixed_time("2021-03-07T12:00:00Z")
    page.evaluate("dispatchEvent(new Event('resize'))")
    assert page.locator("li:visible h2").first.inner_text() == LONG
    assert page.locator(".dense").count() == 1
    assert max(page.evaluate(LOWER_EDGE)) <= 1


def test_the_clock_of_a_screen_goes_by_the_hours_beside_it(look):
    """However the machine behind it is set: here to Tokyo, in New York."""
    page = look("en/screen/index.html", DESK)
    assert page.locator(".clock").inner_text() == "8:00am"


def test_the_word_for_what_runs_now_on_a_screen_stands_amid_its_box(look):
    page = look("en/screen/algebra/index.html", DESK)
    page.clock.set_fixed_time("2021-03-02T04:00:00Z")
    page.evaluate("dispatchEvent(new Event('resize'))")
    assert page.locator(".is-on .day").evaluate(AROUND) == [True, True]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_screen_and_a_month_name_the_zone_of_a_talk_elsewhere(look, scripts):
    """12:30 in Haifa is no time for lunch in New York."""
    page = look("en/screen/index.html", DESK, java_script_enabled=scripts)
    elsewhere = page.locator("li", has_text="12:30pm")
    # until upcoming.json has come the screen shows what its page was made with
    named = "Israel" if scripts else "Jerusalem"
    expect(elsewhere.locator(".when")).to_contain_text(named)
    expect(page.locator(".zone")).to_have_count(1)
    page = look("en/calendar/2021-03/index.html", DESK, java_script_enabled=scripts)
    assert "12:30pm IST (Jerusalem)" in page.locator(".month").inner_text()
    assert page.locator(".month .zone").count() == 1
