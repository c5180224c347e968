"""How much work the pages of a site are: counted, so that a slow way back is seen.

Nothing here takes the time: what is counted is the same on every machine.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from announcer import words
from announcer.formats import web
from announcer.formats.web import index, sitemap, terms
from announcer.formats.web.page import Edition, shortened
from announcer.markup import rendering
from announcer.talk import Speaker
from announcer.templating import Templates
from announcer.urls import talk_page
from tests.builders import programme, talk

TALKS = 40
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def term_of_talks():
    """Return talks over and to come, each with texts of its own, by three speakers."""
    first = talk()
    made = []
    for number in range(TALKS):
        speaker = Speaker(
            name=f"Ada {number % 3}", bio=f"*Ada* has number {number % 3}."
        )
        one = replace(
            first,
            uid=f"{number}@example.edu",
            slug=f"talk-{number:02}",
            title=f"On ${number}$",
            abstract=f"It *is* about {number}.",
            topics=("Algebra", f"Topic {number % 4}"),
            speakers=(speaker,),
            start=first.start + timedelta(days=number - TALKS // 2),
            end=first.end + timedelta(days=number - TALKS // 2),
        )
        made.append(one)
    return programme(*made)


@pytest.fixture
def counted(monkeypatch):
    """Return a counter of what is done, and one that wraps functions for it."""
    count: Counter[tuple[str, object]] = Counter()

    def watch(owner, name, label=lambda *_, **__: None):
        known = getattr(owner, name)

        def counting(*arguments, **more):
            count[name, label(*arguments)] += 1
            return known(*arguments, **more)

        monkeypatch.setattr(owner, name, counting)

    return count, watch


def made(seen, templates):
    """Return every file but pictures, which take long and are no templates."""
    drafts = web.drafts(seen, templates)
    return {one.path: one.make() for one in drafts if not one.path.endswith(".png")}


def test_each_page_row_and_title_is_filled_once(counted):
    """Lists are joined from rows, however many lists a talk stands on."""
    count, watch = counted
    watch(Templates, "fill", lambda _self, name, *_: name)
    files = made(term_of_talks(), Templates())
    filled = {name: number for (_, name), number in count.items()}
    for part in ("talk", "title"):
        assert filled[f"web/{part}.html.j2"] == TALKS
    for part in ("row", "line", "slot"):  # a line has its year where no heading says it
        assert filled.get(f"web/{part}.html.j2", 0) <= TALKS + 8
    pages = sum(path.endswith(".html") for path in files)
    frame = sum(filled[f"web/{part}.html.j2"] for part in ("links", "colophon"))
    assert frame == 2
    assert filled["web/masthead.html.j2"] <= 8
    parts = ("row", "line", "slot", "title", "links", "colophon", "masthead")
    apart = {f"web/{part}.html.j2" for part in parts}
    whole = sum(
        number
        for name, number in filled.items()
        if name.startswith("web/") and name.endswith(".html.j2") and name not in apart
    )
    assert whole + filled["embed/page.html.j2"] == pages


def test_no_fixed_word_is_looked_up_for_a_page_of_a_talk_that_is_over(counted):
    """Templates have theirs since they were compiled."""
    count, watch = counted
    seen, templates = term_of_talks(), Templates()
    made(seen, templates)
    edition = Edition(seen, templates)
    over = [talk_page(one) for one in edition.catalogue.past]
    drafts = {draft.path: draft for draft in web.drafts(seen, templates)}
    drafts[f"site/{over[0]}"].make()  # titles of all are worked out together
    watch(words.Words, "gettext")
    watch(words.Words, "ngettext")
    for path in over:
        drafts[f"site/{path}"].make()
    assert count == Counter()


def test_each_text_is_parsed_once_and_cut_once_for_the_search(counted):
    count, watch = counted
    rendering.forget()
    for kind in ("inline", "line"):
        getattr(rendering, kind).cache_clear()
    watch(rendering, "parsed_blocks", lambda text: text)
    watch(index, "cut", lambda text: text)
    watch(terms, "_plainer", lambda text: text)
    made(term_of_talks(), Templates())
    assert {number for (name, _), number in count.items()} == {1}
    parsed = [text for name, text in count if name == "parsed_blocks"]
    assert len(parsed) == TALKS + 3  # the abstracts, and each biography
    assert sum(name == "cut" for name, _ in count) == TALKS


def addresses(content, name):
    return [e.text for e in ET.fromstring(content).iter(f"{NAMESPACE}{name}")]


def test_a_list_of_pages_that_is_too_long_is_cut_into_parts():
    """Search engines take 50,000 addresses in a file (sitemaps.org)."""
    edition = Edition(term_of_talks(), Templates())
    paths = [f"site/{number}/index.html" for number in range(7)]
    whole = {d.path: d.make() for d in sitemap.files(edition, paths, most=7)}
    assert list(whole) == ["site/sitemap.xml", "site/robots.txt"]
    parts = {d.path: d.make() for d in sitemap.files(edition, paths, most=3)}
    top = edition.urls.absolute("")
    named = addresses(parts["site/sitemap.xml"], "loc")
    assert named == [f"{top}sitemap-{part}.xml" for part in (1, 2, 3)]
    listed = [
        address
        for one in named
        for address in addresses(parts[one.replace(top, "site/")], "loc")
    ]
    assert listed == addresses(whole["site/sitemap.xml"], "loc")


def test_an_entry_that_stands_on_one_list_alone_is_not_kept():
    """A line is, for terms and topics; in full what is over stands with its speaker."""
    seen = term_of_talks()
    other = replace(seen.series[0], key="other", slug="other", name="Other")
    edition = Edition(replace(seen, series=(*seen.series, other)), Templates())
    coming, past = edition.catalogue.coming, edition.catalogue.past
    edition.rows(past)
    edition.lines(past, named=False)
    assert not any(edition._rows.values())
    edition.rows(coming)
    edition.lines(past)
    kept = sum(map(len, edition._rows.values()))
    assert kept == len(coming) + len(past)
    assert edition.lines(past) == Edition(edition.programme, Templates()).lines(past)


SPACED = st.text(st.sampled_from(" \t\n\u00a0\u2028\u200b,é漢a") | st.characters())


@given(SPACED, st.integers(0, 320))
def test_a_text_is_put_on_one_line_where_it_is_on_one_already_too(text, wide):
    """A description is cut in the same place however its words are parted."""
    for long in (text, "word " * (wide // 5) + text, text + "a" * wide + text):
        line = " ".join(long[:300].split())
        if len(line) <= 200 < len(long):
            line = " ".join(long.split())
        if len(line) > 200:
            line = line[: line.rfind(" ", 0, 200)].rstrip(" ,;:.") + "…"
        assert shortened(long) == line
