"""An open page follows its record without a hand on the browser, in a real Chromium.

Skipped, with the reason printed, where there is no Chromium.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import in_chromium
from tests.preview.running import PAGE, PATIENCE, TALK

TITLE = "Surprises in Deep Learning Training"

expect.set_options(timeout=PATIENCE * 1000)

pytestmark = in_chromium


@pytest.fixture
def page(chromium, preview):
    """Return a page that fails the test when its policy forbids what we added."""
    context = chromium.new_context(viewport={"width": 800, "height": 300})
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(preview.address.rstrip("/") + PAGE)
    yield page
    context.close()
    assert [text for text in said if not text.startswith("Failed to load")] == []


def test_the_page_changes_by_itself_when_the_record_is_saved(page, preview):
    expect(page.locator("h1")).to_have_text(TITLE)
    preview.write(TALK, TITLE, "Fewer surprises")
    expect(page.locator("h1")).to_have_text("Fewer surprises")
    preview.write(TALK, "Fewer surprises", "None at all")
    expect(page.locator("h1")).to_have_text("None at all")


def test_a_mistake_appears_in_the_page_and_goes_when_it_is_mended(page, preview):
    preview.write(TALK, "speaker:", "speeker:")
    problems = page.locator("aside.announcer-problems")
    expect(problems).to_contain_text(f"{TALK}:2:1")
    expect(problems).to_contain_text("speeker: Daniel Soudry")
    expect(page.locator("h1")).to_have_text(TITLE)
    # the stylesheet came through the page's policy
    expect(problems).to_have_css("position", "sticky")
    assert problems.bounding_box()["y"] == 0
    preview.write(TALK, "speeker:", "speaker:")
    expect(problems).to_have_count(0)


def test_the_reader_stays_where_she_was(page, preview):
    preview.write(TALK, "date:", f"abstract: {'Long words. ' * 400}\ndate:")
    expect(page.locator("main")).to_contain_text("Long words.")
    page.evaluate("scrollTo(0, 700)")
    expect(page.locator("h1")).not_to_be_in_viewport()
    preview.write(TALK, TITLE, "Fewer surprises")
    expect(page.locator("h1")).to_have_text("Fewer surprises")
    expect(page.locator("h1")).not_to_be_in_viewport()


def test_a_page_comes_when_its_record_does(page, preview):
    page.goto(preview.address + "wilks/2021-03-15-noether/")
    expect(page.locator("h1")).to_have_text("Page not found")
    preview.create(
        "talks/wilks/2021-03-15-noether.yaml", "title: Rings\ndate: 2021-03-15\n"
    )
    expect(page.locator("h1")).to_have_text("Rings")


def test_a_chosen_mail_stays_open_and_follows(page, preview):
    with preview.after():
        preview.create(
            "talks/wilks/2021-03-15-noether.yaml",
            "title: Rings\nspeaker: Emmy Noether\ndate: 2021-03-15\n",
        )
    expect(page.locator("main")).to_contain_text("Rings")  # the next talk's link
    page.goto(preview.mails)
    mail = page.frame_locator("iframe[name=mail]")
    expect(mail.locator("body")).to_contain_text(TITLE)
    page.locator("a[target=mail]", has_text="Emmy Noether").first.click()
    expect(mail.locator("body")).to_contain_text("Rings")
    preview.write("talks/wilks/2021-03-15-noether.yaml", "Rings", "Fields")
    expect(mail.locator("body")).to_contain_text("Fields")


def test_many_pages_are_open_and_all_follow(page, preview):
    """A browser keeps six connections to one server: one page listens for all."""
    pages = [page, *(page.context.new_page() for _ in range(6))]
    for each in pages:
        each.goto(preview.address.rstrip("/") + PAGE)
    for words in ("Fewer surprises", "None at all"):
        preview.create(TALK, f"title: {words}\ndate: 2021-03-08\n")
        for each in pages:
            expect(each.locator("h1")).to_have_text(words)


def test_when_the_page_that_listens_is_closed_another_one_does(page, preview):
    other = page.context.new_page()
    other.goto(page.url)
    page.close()
    preview.write(TALK, TITLE, "Fewer surprises")
    expect(other.locator("h1")).to_have_text("Fewer surprises")


def test_a_new_run_of_the_preview_is_noticed(page, project, preview_of, preview):
    """The page of an earlier run finds that another one answers now."""
    earlier = page.content().replace('data-version="', 'data-version="earlier')
    page.route(
        "**/soudry-of-yesterday/",
        lambda route: route.fulfill(
            body=earlier.replace(TITLE, "Yesterday"), content_type="text/html"
        ),
    )
    with page.expect_navigation():
        page.goto(preview.address + "soudry-of-yesterday/")
        page.unroute_all()
    expect(page.locator("h1")).to_have_text("Page not found")
