"""What a reader asks first: where a talk is, and what stands at the foot of a page.

Skipped, with the reason printed, where there is no Chromium.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from announcer.talk import LinkAccess, Person
from tests.browser import in_chromium, served, written
from tests.builders import SITE, WILKS, programme, talk
from tests.formats.test_web_boxes_browser import DESK, PHONE
from tests.formats.web_reader import site

pytestmark = in_chromium

LINK = "https://meet.example.edu/abc"
NOWHERE = replace(WILKS, location=None)
ORGANISERS = (Person(name="Olga Org"),)
WORDS = {"en": "Online", "fr": "En ligne", "he": "מקוון"}


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    """Serve talks online, in a room as well, and nobody knows where."""
    folder = tmp_path_factory.mktemp("where")
    anywhere = {"series": NOWHERE, "location": None, "address": None}
    talks = [
        talk(slug="a", **anywhere, link=LINK),
        talk(start="2021-03-09 12:30", slug="b", link=LINK, location="Room 5"),
        talk(start="2021-03-10 12:30", slug="c", **anywhere, link=None),
        talk(
            start="2021-03-11 12:30",
            slug="d",
            **anywhere,
            link=f"{LINK}?pwd=1",
            link_access=LinkAccess.MEMBERS,
        ),
    ]
    for language in WORDS:
        spoken = replace(SITE, language=language, organizers=ORGANISERS)
        written(site(programme(*talks, site=spoken)), folder / language)
        script = f"{language}/embed/announcer-talks.js"
        host = f'<announcer-talks></announcer-talks><script src="{script}"></script>'
        (folder / f"host-{language}.html").write_text(host, encoding="utf-8")
    with served(folder) as address:
        yield address


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(
    ("path", "row", "place"),
    [
        ("{}/index.html", ".talk", ".where"),
        ("{}/wilks/index.html", ".talk", ".where"),
        ("{}/calendar/next-week/index.html", ".talk", ".where"),
        ("{}/screen/index.html", "main li", ".where"),
        ("{}/embed/wilks.html", ".announcer-talk", ".announcer-when bdi"),
        ("host-{}.html", "li.talk", ".where"),
    ],
)
def test_a_talk_without_a_room_says_that_it_is_online(  # noqa: PLR0917 - parameters
    new_page, where, language, path, row, place
):
    """Where nobody knows it nothing is said."""
    page = new_page(viewport=DESK)
    page.clock.install(time="2021-03-01T12:00:00Z")
    page.goto(f"{where}/{path.format(language)}")
    rows = page.locator(row)
    expect(rows).to_have_count(4)
    online = WORDS[language]
    for number, words in enumerate((online, "Room 5", None, online)):
        found = rows.nth(number).locator(place)
        if words is None:
            expect(found).to_have_count(0)
        else:
            expect(found).to_have_text(words)


@pytest.mark.parametrize("language", WORDS)
def test_the_ways_at_the_foot_of_a_page_stand_together(new_page, where, language):
    """None is left behind beside who organises."""
    for size in (PHONE, DESK):
        page = new_page(viewport=size)
        page.goto(f"{where}/{language}/index.html")
        ways = page.locator(".colophon p a:visible")
        expect(ways).to_have_count(3)
        tops = ways.evaluate_all(
            "all => all.map((one) => Math.round(one.getBoundingClientRect().y))"
        )
        assert len(set(tops)) == 1


def test_headings_of_ours_begin_on_the_side_of_the_page(new_page, where):
    """Also one that is only the name of a program."""
    page = new_page(viewport=PHONE)
    page.goto(f"{where}/he/subscribe/index.html")
    heads = page.locator(".howto h3")
    expect(heads.filter(has_text="Outlook")).to_have_css("text-align", "right")
    expect(heads).to_have_count(4)
