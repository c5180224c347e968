"""Which way words run in a real browser: the way of their own letters.

Skipped, with the reason printed, where there is no Chromium.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from announcer.formats import web
from announcer.talk import Speaker
from announcer.words import words_for
from tests.browser import in_chromium
from tests.builders import SITE, programme, talk
from tests.formats.web_reader import TEMPLATES

ENGLISH, HEBREW = "Graphs, and more!", "על גרפים, ועוד!"
DIRECTION = "element => getComputedStyle(element).direction"

pytestmark = in_chromium


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Write a site in English and one in Hebrew, each with talks of both kinds."""
    folder = tmp_path_factory.mktemp("sites")
    both = f"{ENGLISH}\n\n{HEBREW}"
    talks = [
        talk(
            slug=f"{spoken}-{name}",
            language=spoken,
            title=title,
            abstract=both,
            speakers=(Speaker(name="נועה לוי", affiliation="MIT (CSAIL)"),),
            location="חדר 7 (Taub)",
        )
        for spoken in ("en", "he")
        for name, title in (("english", ENGLISH), ("hebrew", HEBREW))
    ]
    for language in ("en", "he"):
        made = programme(*talks, site=replace(SITE, language=language))
        for draft in web.drafts(made, TEMPLATES):
            if draft.path.startswith(("site/wilks/", "site/static/", "site/embed/")):
                file = folder / language / draft.path
                if file.suffix in (".html", ".css", ".js"):
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(draft.make())
    return folder


@pytest.fixture(scope="module")
def page(chromium, site):
    page = chromium.new_page()
    page.clock.set_fixed_time("2021-03-01T12:00:00Z")
    yield page
    page.close()


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("spoken", ["en", "he"])
@pytest.mark.parametrize("named", [("english", "ltr"), ("hebrew", "rtl")])
def test_a_title_runs_by_its_own_letters(page, site, language, spoken, named):
    name, way = named
    page.goto((site / language / f"site/wilks/{spoken}-{name}/index.html").as_uri())
    title = page.locator("h1 span[dir]").last
    assert title.evaluate(DIRECTION) == way
    # what ends it stands at its end
    edge = """span => {
      const range = document.createRange();
      const text = span.firstChild;
      range.setStart(text, text.length - 1); range.setEnd(text, text.length);
      const mark = range.getBoundingClientRect(), all = span.getBoundingClientRect();
      return (mark.left + mark.right) / 2 > (all.left + all.right) / 2;
    }"""
    assert title.evaluate(edge) is (way == "ltr")


@pytest.mark.parametrize("language", ["en", "he"])
def test_each_paragraph_of_an_abstract_runs_by_its_own_letters(page, site, language):
    page.goto((site / language / "site/wilks/he-english/index.html").as_uri())
    sides = page.locator(".prose p").evaluate_all(
        """all => all.slice(0, 2).map(p => {
          const range = document.createRange();
          range.selectNodeContents(p);
          const text = range.getBoundingClientRect(), box = p.getBoundingClientRect();
          return text.left - box.left < box.right - text.right;
        })"""
    )
    assert sides == [True, False]


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("path", ["wilks/index.html", "embed/wilks.html"])
def test_lists_and_frames_do_so_too(page, site, language, path):
    page.goto((site / language / "site" / path).as_uri())
    spans = page.locator("h3 span[dir], h2 span[dir]")
    ways = dict(
        zip(
            spans.all_inner_texts(),
            spans.evaluate_all("all => all.map(e => getComputedStyle(e).direction)"),
            strict=True,
        )
    )
    assert ways == {ENGLISH: "ltr", HEBREW: "rtl"}
    places = page.locator("bdi").filter(has_text="Taub")
    assert places.first.evaluate(DIRECTION) == "rtl"


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        (ENGLISH, "en", True),
        (ENGLISH, "de", True),
        (ENGLISH, "he", False),
        (HEBREW, "he", True),
        ("Графы", "ru", True),
        ("Graphs", "ru", False),
        ("機械学習", "ja", True),
        ("12 + 7", "he", True),
    ],
)
def test_a_text_is_in_the_script_of_a_language_or_not(text, language, written):
    assert words_for(language).writes(text) is written
