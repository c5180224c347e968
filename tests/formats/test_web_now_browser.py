"""What runs now is marked where it stands, in a real browser with a set clock.

Skipped, with the reason printed, where there is no Chromium.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from announcer.talk import Status
from tests.browser import in_chromium, served, written
from tests.builders import SITE, WILKS, programme, talk
from tests.formats.test_web_boxes_browser import COLLISIONS, DESK, LARGER, PHONE
from tests.formats.web_reader import site

pytestmark = in_chromium

BUILT = datetime(2021, 3, 8, 8, tzinfo=UTC)
BEFORE, DURING = "2021-03-08T17:29:30Z", "2021-03-08T17:31:00Z"
TALK = "wilks/2021-03-08-soudry/index.html"
WEEK = "calendar/week/index.html"
# the longest words, and those that begin at the right
WORDS = {
    "en": ("Now", "Over"),
    "fr": ("En cours", "Terminé"),
    "he": ("עכשיו", "הסתיים"),
}
LONG = " and ".join(f"part {number} of a title" for number in range(8))
OTHERS = [
    replace(WILKS, key=key, slug=key, name=f"{key.title()} of everything")
    for key in ("algebra", "biology")
]


def _talks(*more: Any) -> list[Any]:
    return [
        talk(),
        talk(slug="off", title="Off", status=Status.CANCELLED),
        talk(start="2021-03-09 12:30", slug="next", title="The one after it"),
        *more,
    ]


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    """Serve the talks of a day in three languages, and beside other series."""
    folder = tmp_path_factory.mktemp("now")
    for language in WORDS:
        spoken = replace(SITE, language=language)
        made = programme(*_talks(), site=spoken, now=BUILT)
        written(site(made), folder / language)
        script = f"{language}/embed/announcer-talks.js"
        host = f'<announcer-talks></announcer-talks><script src="{script}"></script>'
        (folder / f"host-{language}.html").write_text(host, encoding="utf-8")
    more = [talk(start="2021-03-10 09:00", series=one, slug="x") for one in OTHERS]
    written(site(programme(*_talks(*more), now=BUILT)), folder / "agenda")
    fair = {"slug": "fair", "title": "A fair", "end_stated": True}
    school = talk(start="2021-03-08 09:00", end="2021-03-10 17:00", daily=True, **fair)
    whole = talk(start="2021-03-08", end="2021-03-11", all_day=True, title="Open")
    for name, one in (("school", school), ("whole", whole)):
        written(site(programme(one, now=BUILT)), folder / name)
    later = replace(programme(whole), now=BUILT + timedelta(days=1))
    written(site(later), folder / "second-day")
    short = [
        talk(start="2021-03-08 12:00", slug="s0", title="Short 0"),
        talk(slug="long", title=LONG),
        talk(start="2021-03-08 13:30", series=OTHERS[0], slug="s1", title="Short 1"),
    ]
    for language, name in (("en", "full"), ("he", "full-he")):
        spoken = replace(SITE, language=language)
        crowded = programme(*short, site=spoken, now=BUILT)
        written(site(crowded), folder / name)
    with served(folder) as address:
        yield address


@pytest.fixture
def open_at(new_page, where):
    """Return a function that opens a page at a moment on a screen of a size."""

    def opened(path: str, moment: str, size: Any = PHONE, **more: Any) -> Page:
        page: Page = new_page(viewport=size, timezone_id="America/New_York", **more)
        page.clock.install(time=moment)
        page.goto(f"{where}/{path}")
        return page

    return opened


def _marks(page: Page) -> list[str]:
    return page.locator(".running").all_inner_texts()


# Where everything that is seen lies, but for the mark.
BOXES = """() => [...document.querySelectorAll("body *:not(.running)")]
  .filter((one) => one.checkVisibility())
  .map((one) => { const at = one.getBoundingClientRect();
    return [one.tagName, at.x, at.y, at.width, at.height]; })"""
# What the mark lies on: lines of text and the star, by a hair and more.
UNDER = """() => [...document.querySelectorAll(".running")].every((mark) => {
  const box = mark.getBoundingClientRect();
  const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (all.nextNode()) {
    const text = all.currentNode;
    if (!text.data.trim() || !text.parentElement.checkVisibility()) continue;
    if (mark.contains(text) || text.parentElement.closest(".unseen, .skip")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const line of range.getClientRects()) {
      const wide = Math.min(box.right, line.right) - Math.max(box.left, line.left);
      const high = Math.min(box.bottom, line.bottom) - Math.max(box.top, line.top);
      if (wide > 0 && high > 0.3 * box.height) return false;
    }
  }
  return box.left >= 0 && box.right <= innerWidth && box.top >= 0;
})"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(
    "path",
    ["index.html", "wilks/index.html", TALK, WEEK, "../agenda/index.html"],
)
def test_a_talk_that_begins_is_marked_and_no_line_moves(open_at, path, size):
    """A reader in the middle of a line does not lose it."""
    page = open_at(f"en/{path}", BEFORE, size)
    assert _marks(page) == []
    before = page.evaluate(BOXES)
    page.clock.run_for(61_000)
    assert _marks(page) == ["Now"]
    assert page.evaluate(BOXES) == before


SCREEN = "screen/wilks/index.html?talk=wilks/2021-03-08-soudry"
FRAME = "embed/wilks.html"
AT_ONCE = 31_000  # milliseconds from BEFORE; each minute would be another half later


@pytest.mark.parametrize(
    ("path", "mark"),
    [
        ("index.html", ".next .running"),
        (TALK, ".running"),
        (SCREEN, ".is-on .day"),
        (FRAME, ".announcer-now"),
    ],
)
def test_the_mark_comes_with_the_talk_and_not_with_the_next_minute(open_at, path, mark):
    page = open_at(f"en/{path}", BEFORE, DESK)
    page.wait_for_load_state("networkidle")
    expect(page.locator(mark)).to_have_count(0)
    page.clock.run_for(AT_ONCE)
    expect(page.locator(mark)).to_have_text("Now")


@pytest.mark.parametrize("language", WORDS)
def test_a_frame_says_what_runs_now_and_drops_it_when_it_is_over(open_at, language):
    """What is off stands there without the word."""
    page = open_at(f"{language}/{FRAME}", DURING)
    expect(page.locator("li .announcer-now")).to_have_text(WORDS[language][0])
    talks = page.locator(".announcer-talk")
    expect(talks).to_have_count(3)
    expect(talks.first.locator(".announcer-now")).to_be_visible()
    page.clock.run_for(59 * 60_000 + 1_000)
    expect(page.locator(".announcer-now")).to_have_count(0)
    expect(talks).to_have_count(1)


@pytest.mark.parametrize("language", WORDS)
def test_the_element_of_others_pages_says_it_too_while_the_page_stays_open(
    open_at, language
):
    page = open_at(f"host-{language}.html", BEFORE)
    expect(page.locator("li.talk")).to_have_count(3)
    expect(page.locator(".now")).to_have_count(0)
    page.clock.run_for(AT_ONCE)
    expect(page.locator("li .now")).to_have_text(WORDS[language][0])
    page.clock.run_for(60 * 60_000)
    expect(page.locator("li.talk")).to_have_count(1)
    expect(page.locator(".now")).to_have_count(0)


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("path", ["index.html", TALK])
def test_the_mark_lies_on_nothing_in_any_language(open_at, language, path):
    """With text twice as large on a phone neither."""
    for size in (PHONE, DESK):
        page = open_at(f"{language}/{path}", DURING, size)
        for larger in ("", LARGER):
            page.evaluate(larger or "() => {}")
            assert _marks(page) == [WORDS[language][0]]
            assert page.evaluate(UNDER)
            assert page.evaluate(COLLISIONS) == []


@pytest.mark.parametrize("language", WORDS)
def test_a_talk_that_ended_is_said_to_be_over_while_its_page_stays_open(
    open_at, language
):
    """Quietly aloud as well, for who does not see it."""
    page = open_at(f"{language}/{TALK}", DURING)
    voice = page.locator("[role=status]")
    assert voice.inner_text() == ""
    page.clock.run_for(60 * 60_000)
    over = WORDS[language][1]
    assert _marks(page) == [over]
    assert voice.text_content().startswith(f"{over}: Surprises")
    assert page.locator(".one .ahead").count() == 0


def test_a_list_moves_what_is_over_and_says_so(open_at):
    page = open_at("en/index.html", DURING)
    page.clock.run_for(60 * 60_000)
    assert page.locator(".passed .running").all_inner_texts() == ["Over"]
    assert page.locator(".next .running").count() == 0


def test_what_was_over_when_the_page_was_opened_is_not_marked(open_at):
    """Its day says enough, and years later nobody asks."""
    page = open_at(f"en/{TALK}", "2021-03-09T12:00:00Z")
    assert _marks(page) == []


def test_what_is_off_is_never_on(open_at):
    page = open_at("en/wilks/off/index.html", DURING)
    assert _marks(page) == []


def test_no_mark_stands_without_the_script(open_at):
    page = open_at("en/index.html", DURING, java_script_enabled=False)
    assert _marks(page) == []
    assert "Now" not in page.locator("main").inner_text().split()


@pytest.mark.parametrize(
    ("site", "moment", "marks"),
    [
        ("school", "2021-03-09T15:00:00Z", ["Now"]),
        ("school", "2021-03-09T03:00:00Z", []),
        ("whole", "2021-03-09T03:00:00Z", ["Today"]),
    ],
)
def test_a_talk_of_several_days_rests_at_night(open_at, site, moment, marks):
    """What has no hours is of the day and never of the hour."""
    assert _marks(open_at(f"{site}/index.html", moment)) == marks


@pytest.mark.parametrize("site", ["school", "whole"])
def test_a_week_does_not_say_today_under_tomorrow(open_at, site):
    """A talk of several days stands under each of them."""
    page = open_at(f"{site}/{WEEK}", "2021-03-09T15:00:00Z")
    assert page.locator(".sheet .talk").count() == 3
    assert _marks(page) == []


@pytest.mark.parametrize("language", WORDS)
def test_a_screen_says_now_in_the_place_of_the_day(open_at, language):
    """Behind a speaker it says when the talk is over, too."""
    now, over = WORDS[language]
    path = f"{language}/screen/wilks/index.html?talk=wilks/2021-03-08-soudry"
    page = open_at(path, BEFORE, DESK)
    page.locator(".alone .day").wait_for()
    assert page.locator(".is-on").count() == 0
    height = page.locator(".when").bounding_box()["height"]
    page.clock.run_for(61_000)
    assert page.locator(".is-on .day").inner_text() == now
    assert page.locator(".when").bounding_box()["height"] == height
    page.clock.run_for(60 * 60_000)
    page.locator(".day", has_text=over).wait_for()
    assert page.locator(".is-on").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_screen_calls_today_what_began_before(open_at, scripts):
    """A workshop of three days does not look like one of yesterday."""
    path = "second-day/screen/index.html"
    page = open_at(path, "2021-03-09T15:00:00Z", DESK, java_script_enabled=scripts)
    page.wait_for_load_state("networkidle")
    assert page.locator(".day").inner_text() == "Today"


def test_nothing_overtakes_a_talk_that_a_screen_has_no_room_for(open_at):
    """What runs now is set smaller before it is left out."""
    page = open_at("full/screen/index.html", DURING, {"width": 1280, "height": 620})
    page.wait_for_load_state("networkidle")
    titles = page.locator("li:visible h2").all_inner_texts()
    assert titles == ["Short 0", LONG]
    assert page.locator(".dense").count() == 1


def test_every_line_of_a_screen_begins_on_the_side_of_its_page(open_at):
    """A name in Latin letters does not run to the far side of a Hebrew screen."""
    page = open_at("full-he/screen/index.html", DURING, DESK)
    page.wait_for_load_state("networkidle")
    ends = page.locator("li:first-child .of").evaluate(
        "e => { const r = document.createRange(); r.selectNodeContents(e);"
        " return [r.getBoundingClientRect().right, innerWidth]; }"
    )
    assert ends[1] - ends[0] < 100
