"""Who asks something, and who has no mouse, on three series in a real browser.

Skipped, with the reason printed, where there is no Chromium.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from announcer.talk import Person, Revision, Speaker, Status, Term
from tests.browser import in_chromium, served, written
from tests.builders import NOW, SITE, SOUDRY, WILKS, programme, talk
from tests.formats.web_reader import site

pytestmark = in_chromium

MORNING = "2021-03-01T13:00:00Z"
TERMS = (
    Term(name="Fall 2020", start=date(2020, 9, 1), end=date(2020, 12, 31)),
    Term(name="Spring 2021", start=date(2021, 1, 1), end=date(2021, 6, 30)),
)
SERIES = [
    replace(
        WILKS,
        key=key,
        slug=key,
        name=f"{key.title()} of everything",
        organizers=(Person(name=f"Olga of {key}"),),
        weekday=0,
        time=time(16),
        duration=timedelta(hours=1),
    )
    for key in ("algebra", "biology", "chaos")
]
NOETHER = Speaker(name="Emmy Noether", affiliation="Göttingen")


def held() -> Iterator[Any]:
    """Yield the talks of two terms, what is on this week, and forty more speakers."""
    alone = {"link": None, "location": "Fine Hall 214, Main Building"}
    for week in range(44):
        who = Speaker(
            name=f"{'ABCDEFGHIJ'[week % 10]}da {'KLMNOPQRST'[week % 10]}{week}"
        )
        day = date(2021, 2, 22) - timedelta(weeks=week)
        yield talk(
            start=f"{day} 16:00",
            series=SERIES[week % 3],
            slug=f"past-{week}",
            title=f"Number {week}",
            speakers=(NOETHER if week in {2, 5} else who,),
            video=f"https://video.example.edu/{week}" if week % 2 else None,
            **alone,
        )
    ahead = (
        ("2021-03-01 16:00", 0, "Trees", {"speakers": (NOETHER,)}),
        ("2021-03-02 16:00", 1, "Cells", {"registration": "https://example.edu/form"}),
        ("2021-03-03 16:00", 2, "Flows", {"location": "HS 4"}),
        ("2021-03-04 16:00", 0, "Rings", {"status": Status.CANCELLED}),
        ("2021-03-09 16:00", 1, "Germs", {"speakers": (SOUDRY,)}),
    )
    for start, number, title, said in ahead:
        slug = title.lower()
        made = {"start": start, "series": SERIES[number], "slug": slug, "title": title}
        yield talk(**{**alone, **made, **said})


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    talks = [*held()]
    (flows,) = (one for one in talks if one.title == "Flows")
    known = Revision(sequence=1, created=NOW, modified=NOW, previous_location="HS 102")
    made = programme(
        *talks, site=replace(SITE, terms=TERMS), history={flows.uid: known}
    )
    folder = tmp_path_factory.mktemp("reader")
    with served(written(site(made), folder)) as address:
        yield address


@pytest.fixture(scope="module")
def pages(chromium: Any) -> Iterator[dict[str, Page]]:
    """Open a page on a desk and one on a phone, on the morning of 1 March."""
    sizes = {"desk": (1280, 800), "phone": (360, 780)}
    found, contexts = {}, []
    for name, (width, height) in sizes.items():
        context = chromium.new_context(
            timezone_id="America/New_York",
            viewport={"width": width, "height": height},
            reduced_motion="reduce",  # a page is where it is at once
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page: Page = context.new_page()
        page.clock.set_fixed_time(MORNING)
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        found[name] = page
    yield found
    for context in contexts:
        context.close()


@pytest.fixture
def desk(pages: dict[str, Page], where: str) -> Page:
    return begun(pages["desk"], where)


@pytest.fixture
def phone(pages: dict[str, Page], where: str) -> Page:
    return begun(pages["phone"], where)


def begun(page: Page, where: str) -> Page:
    """Return the first page, with nothing kept."""
    page.goto(f"{where}/index.html")
    if page.evaluate("localStorage.length"):
        page.evaluate("localStorage.clear()")
        page.reload()
    return page


# -- ten questions, each answered with two clicks at most


def is_in_sight(page: Page, found: Locator) -> bool:
    """Say whether a thing can be seen without scrolling."""
    box, size = found.bounding_box(), page.viewport_size
    return bool(
        box
        and size
        and box["height"] > 0
        and box["y"] >= 0
        and box["y"] + box["height"] <= size["height"]
        and box["x"] >= 0
        and box["x"] + box["width"] <= size["width"]
    )


Find = Callable[[Page], Locator]

# What is asked, what is clicked on from the first page, and what then answers.
QUESTIONS: dict[str, tuple[list[str], Find]] = {
    "What is the next talk?": (
        [],
        lambda page: page.locator(".slot").first.get_by_role("link", name="Trees"),
    ),
    "In which room is it today?": (
        [],
        lambda page: page.locator(".day", has_text="Today").get_by_text("Fine Hall"),
    ),
    "How do I register?": (
        ["Cells"],
        lambda page: page.get_by_role("link", name="Register", exact=True),
    ),
    "Where are last term's recordings?": (
        ["Archive", "Fall 2020"],
        lambda page: page.locator(".past").get_by_role("link", name="Recording").first,
    ),
    "What are all talks of one person?": (
        ["Emmy Noether"],
        lambda page: page.locator(".past").get_by_role("link", name="Number 2"),
    ),
    "How do I subscribe on my phone?": (
        ["Subscribe"],
        lambda page: page.get_by_role("link", name="Subscribe to the calendar"),
    ),
    "What has changed?": (
        ["Flows"],
        lambda page: page.locator(".facts").get_by_text("HS 102"),
    ),
    "Which talks are on 3 March?": (
        ["March 2021"],
        lambda page: page.locator("td", has=page.locator("time[datetime='2021-03-03']"))
        .get_by_role("link", name="Flows"),
    ),
    "Who organises it?": (
        ["Algebra of everything"],
        lambda page: page.locator(".facts").get_by_text("Olga of algebra"),
    ),
    "How do I print the term?": (
        ["Archive", "Spring 2021"],
        lambda page: page.get_by_role("heading", name="Spring 2021"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_with_two_clicks_at_most(desk, phone, question):
    """On a desk and on a phone, and seen without scrolling from there."""
    clicks, find = QUESTIONS[question]
    assert len(clicks) <= 2
    for page in (desk, phone):
        for name in clicks:
            page.get_by_role("link", name=name, exact=True).first.click()
        assert is_in_sight(page, find(page)), page.viewport_size


def test_a_changed_room_is_marked_before_anybody_clicks(desk):
    row = desk.locator(".slot", has_text="Flows")
    assert "Other room:" in row.inner_text()
    assert is_in_sight(desk, row)


def test_a_term_is_printed_on_one_sheet(desk):
    for name in QUESTIONS["How do I print the term?"][0]:
        desk.get_by_role("link", name=name, exact=True).first.click()
    paper = desk.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_the_star_of_an_agenda_lies_on_no_word(phone):
    """On a phone hour, room and star share a line."""
    row = phone.locator(".slot", has_text="Trees")
    left: Any = row.locator(".where").bounding_box()
    right: Any = row.locator(".star").bounding_box()
    assert left["x"] + left["width"] <= right["x"]


# -- without a mouse

PAGES = [
    *("index.html", "algebra/index.html", "archive/index.html", "speakers/index.html"),
    *("archive/fall-2020/index.html", "calendar/2021-03/index.html"),
    *("calendar/week/index.html", "calendar/selection/index.html"),
    *("chaos/flows/index.html", "speakers/emmy-noether/index.html"),
    *("subscribe/index.html", "search/index.html", "screen/index.html"),
]
REACHABLE = """() => {
  const list = 'a[href], button, input, summary, [tabindex="0"]';
  return Array.from(document.querySelectorAll(list))
    .filter(e => e.checkVisibility()).map((e, at) => { e.dataset.at = at; return at; });
}"""
# Where the focus is, and whether one sees it there: nothing lies over it.
FOCUS = """() => {
  const e = document.activeElement;
  const box = Array.from(e.getClientRects()).find(r => r.width && r.height);
  const style = getComputedStyle(e);
  const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  let inside = false;
  if (box) {
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(box.top + box.height / 2, innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    inside = box.top >= -1 && (e.contains(top) || top.contains(e));
  }
  return [e.dataset.at === undefined ? null : Number(e.dataset.at), shown, inside,
    e.outerHTML.slice(0, 120)];
}"""


@pytest.mark.parametrize("path", PAGES)
def test_everything_is_reached_by_tab_in_its_order_and_seen(phone, where, path):
    """Every link and button once, from the first to the last, with a ring around it."""
    phone.goto(f"{where}/{path}")
    if path.endswith("selection/index.html"):
        phone.get_by_text("Nothing is marked yet").wait_for()
    wanted = phone.evaluate(REACHABLE)
    unseen, reached = [], []
    for _ in wanted:
        phone.keyboard.press("Tab")
        at, is_shown, is_inside, source = phone.evaluate(FOCUS)
        reached.append(at)
        if not (is_shown and is_inside):
            unseen.append(source)
    assert reached == wanted
    assert unseen == []


def press(page: Page, found: Locator, key: str = "Enter") -> None:
    """Go to a thing as a keyboard does, and press a key there."""
    found.focus()
    page.keyboard.press(key)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_keeps_a_talk_and_drops_it_and_the_focus_stays(desk, key):
    star = desk.locator(".slot", has_text="Flows").locator(".star")
    press(desk, star, key)
    assert star.get_attribute("aria-pressed") == "true"
    desk.keyboard.press(key)
    assert star.get_attribute("aria-pressed") == "false"
    assert desk.evaluate("document.activeElement.className") == "star"


def test_keys_drop_a_talk_from_the_selection_and_lead_on_to_the_next(desk, where):
    """Who takes out one of two is not sent back to the top of the page."""
    for title in ("Trees", "Cells"):
        press(desk, desk.locator(".slot", has_text=title).locator(".star"))
    desk.goto(f"{where}/calendar/selection/index.html")
    desk.locator(".selection .when").nth(1).wait_for()
    press(desk, desk.locator(".selection .star").first)
    assert desk.locator(".selection h3").all_inner_texts() == ["Cells"]
    assert desk.evaluate("document.activeElement.dataset.path") == "biology/cells/"
    desk.keyboard.press("Enter")
    assert desk.locator(".selection li").count() == 0
    assert desk.evaluate("document.activeElement !== document.body")


def test_a_letter_leads_to_its_names_and_tab_goes_on_from_there(desk, where):
    desk.goto(f"{where}/speakers/index.html")
    press(desk, desk.get_by_role("link", name="R", exact=True))
    initial = desk.locator(".initial", has=desk.get_by_role("heading", name="R"))
    assert is_in_sight(desk, initial.get_by_role("heading"))
    desk.keyboard.press("Tab")
    first = initial.get_by_role("link").first
    assert first.evaluate("e => e === document.activeElement")


def test_keys_move_a_table_that_is_wider_than_a_phone(phone, where):
    """Its box can be reached, and scrolls under the arrows."""
    phone.goto(f"{where}/archive/index.html")
    box = phone.get_by_role("region", name="Talks by term and series")
    hidden = "e => e.scrollWidth - e.clientWidth"
    assert box.evaluate(hidden) > 0
    press(phone, box, "ArrowRight")
    phone.wait_for_function("e => e.scrollLeft > 0", arg=box.element_handle())


def test_keys_lead_from_a_month_to_the_next_and_to_a_talk(desk, where):
    desk.goto(f"{where}/calendar/2021-02/index.html")
    press(desk, desk.get_by_role("link", name="March 2021"))
    desk.wait_for_url("**/calendar/2021-03/index.html")
    press(desk, desk.locator("td").get_by_role("link", name="Flows"))
    desk.wait_for_url("**/chaos/flows/index.html")


def test_keys_copy_an_address_and_a_text_to_share(desk, where):
    desk.goto(f"{where}/subscribe/index.html")
    press(desk, desk.locator("button.copy").nth(1))
    desk.get_by_text("Copied").wait_for()
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert copied == "https://talks.example.edu/calendar/algebra.ics"
    desk.goto(f"{where}/chaos/flows/index.html")
    press(desk, desk.get_by_text("Text to share"))
    press(desk, desk.get_by_role("button", name="Copy"))
    desk.get_by_text("Copied").wait_for()
    assert "HS 4" in desk.evaluate("navigator.clipboard.readText()")


def test_enter_asks_the_search_and_escape_empties_it(desk, where):
    desk.goto(f"{where}/search/index.html")
    desk.get_by_role("searchbox").focus()
    desk.keyboard.type("flows")
    desk.keyboard.press("Enter")
    desk.locator(".search .talk", has_text="Flows").wait_for()
    desk.keyboard.press("Escape")
    assert desk.get_by_role("searchbox").input_value() == ""
    desk.locator(".search .talk").first.wait_for(state="detached")
