"""The coming talks on other people's pages: frames, fragments and the script."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from announcer import urls
from announcer.talk import LinkAccess, Status
from tests.builders import SITE, WILKS, programme, talk
from tests.formats.web_reader import Files, every, inner_links, one, page, site, words

PAGE = "embed/wilks.html"
FRAGMENT = "embed/wilks.fragment.txt"
OTHER = replace(WILKS, key="other", slug="other", name="Other Seminar")


@cache
def made() -> Files:
    return site(
        programme(
            talk(),
            talk(start="2021-03-09 12:30", slug="off", status=Status.CANCELLED),
            talk(start="2021-02-01 12:30", slug="past", title="Gone by"),
            talk(start="2021-03-10 12:30", slug="o", series=OTHER, title="Elsewhere"),
            talk(
                start="2021-03-11 12:30",
                slug="secret",
                link="https://meet.example.edu/secret?pwd=123",
                link_access=LinkAccess.MEMBERS,
                title='<script>alert(1)</script> "é" λ',
            ),
        )
    )


class TestFrame:
    def test_runs_one_script_of_ours_and_lets_nothing_else_run(self):
        root = page(made(), PAGE)
        assert one(root, "script").get("src") == "../static/embed.js"
        policy = one(root, "meta", http_equiv="Content-Security-Policy").get("content")
        assert policy is not None
        assert policy.startswith("default-src 'none'")
        assert "script-src 'self';" in policy

    def test_holds_the_coming_talks_of_its_series(self):
        text = words(one(page(made(), PAGE), "main"))
        assert "Surprises in Deep Learning Training" in text
        assert "Monday, March 8th, 2021, 12:30–1:30pm EST" in text
        assert "Cancelled:" in text
        assert "Elsewhere" not in text
        assert "Gone by" not in text

    def test_links_leave_the_frame(self):
        links = every(page(made(), PAGE), "a")
        assert links
        for link in links:
            assert link.get("target") == "_top"
            assert link.get("rel") == "noopener"

    def test_links_lead_to_what_is_there(self):
        assert set(inner_links(PAGE, page(made(), PAGE))) <= set(made())

    def test_all_talks_name_their_series(self):
        text = words(one(page(made(), urls.EMBED), "main"))
        assert "Elsewhere" in text
        assert "Other Seminar" in text

    def test_is_kept_out_of_search_engines(self):
        robots = one(page(made(), PAGE), "meta", name="robots")
        assert robots.get("content") == "noindex"

    def test_says_so_when_nothing_is_planned(self):
        files = site(programme(talk(start="2020-03-09 12:30")))
        assert "Nothing is planned yet." in words(page(files, PAGE))
        assert b"Nothing is planned yet." in files[FRAGMENT]

    def test_a_series_called_all_has_its_own_frame(self):
        series = replace(WILKS, key="all", slug="all", name="All")
        files = site(programme(talk(series=series)))
        assert {"embed/all.html", "embed/series/all.html"} <= set(files)

    def test_is_offered_where_people_subscribe(self):
        root = page(made(), urls.SUBSCRIBE)
        assert PAGE in inner_links(urls.SUBSCRIBE, root)


class TestFragment:
    def test_is_a_piece_of_a_page_in_ascii(self):
        text = made()[FRAGMENT].decode("ascii")
        assert text.startswith('<div class="announcer"')
        for name in ("<html", "<head", "<body", "<script", "<style", "style="):
            assert name not in text

    def test_links_are_absolute(self):
        text = made()[FRAGMENT].decode()
        assert text.count("href=") == text.count('href="https://talks.example.edu/')

    def test_text_of_records_stays_text(self):
        text = made()[FRAGMENT].decode()
        assert "&lt;script&gt;alert(1)" in text
        assert "&#955;" in text


def test_no_private_link_is_in_any_of_them():
    for path, content in made().items():
        if path.startswith("embed/"):
            assert b"pwd=123" not in content, path


@pytest.mark.parametrize("language", ["de", "he"])
def test_they_speak_the_language_of_the_site(language):
    files = site(programme(talk(), site=replace(SITE, language=language)))
    assert f'lang="{language}"'.encode() in files[PAGE]
    assert f'lang="{language}"'.encode() in files[FRAGMENT]
    assert f'"language": "{language}"'.encode() in files["embed/announcer-talks.js"]


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_script_is_in_ascii_for_pages_in_any_encoding(language):
    """A script is read in the encoding of the page that asks for it."""
    files = site(programme(talk(), site=replace(SITE, language=language)))
    script = files["embed/announcer-talks.js"]
    assert script.isascii()
    assert b'" \\u2013 "' in script
