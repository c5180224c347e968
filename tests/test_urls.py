"""Addresses: safe names, links that work anywhere, one page for one thing."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from announcer import urls
from announcer.catalogue import catalogue_of
from announcer.talk import Speaker
from announcer.urls import slugify
from tests.builders import SITE, WILKS, programme, talk
from tests.examples import examples


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Élie Cartan", "elie-cartan"),
        ("Łukasz Straße Ørsted", "lukasz-strasse-orsted"),
        ("O'Neil & Söhne, GmbH", "oneil-sohne-gmbh"),
        ("渡辺 太郎", "渡辺-太郎"),
        ("דניאל סודרי", "דניאל-סודרי"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con-1"),
        ("İstanbul", "istanbul"),
        ("a_b--c  d", "a-b-c-d"),
        ("ＦＵＬＬ ｗｉｄｔｈ", "full-width"),
        ("Йорк", "йорк"),
    ],
)
def test_slugs(text, slug):
    assert slugify(text) == slug


@limits(max_examples=examples(70))
@given(st.text())
def test_any_text_gives_a_slug_that_is_safe_as_a_file_name(text):
    slug = slugify(text)
    assert slug
    assert slug == slugify(slug) or slug.startswith("x")
    assert not set(slug) & set(" ./\\:*?\"<>|\0\n_'`$")
    assert len(slug.encode()) <= 170
    assert slug == slug.lower()


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_are_cut_as_those_of_any_script(text):
    cut = urls._hyphenated(text.lower())
    assert "-".join(urls._ASCII_WORD.findall(text.lower())) == cut


def test_no_letter_is_a_sign_that_a_name_would_lose():
    letters = filter(str.isalpha, map(chr, range(sys.maxunicode + 1)))
    assert not any(
        ord(one) in urls._SIGNS or unicodedata.category(one) in urls._LOST
        for one in letters
    )


def test_slugs_of_nothing_are_told_apart():
    assert slugify("***") != slugify("???")


def test_a_page_is_known_by_its_folder_in_public():
    places = catalogue_of(programme(talk())).urls
    page = urls.talk_page(talk())
    assert page == "wilks/2021-03-08-soudry/index.html"
    assert places.absolute(page) == (
        "https://talks.example.edu/wilks/2021-03-08-soudry/"
    )
    assert places.absolute(urls.HOME) == "https://talks.example.edu/"


def test_public_addresses_are_ascii():
    """RFC 3986 section 2.1: other letters are percent-encoded UTF-8."""
    places = catalogue_of(programme(talk(slug="2021-03-08-לוי"))).urls
    address = places.absolute("wilks/2021-03-08-לוי/talk.ics")
    assert address.isascii()
    assert address.endswith("/2021-03-08-%D7%9C%D7%95%D7%99/talk.ics")


def test_links_name_the_file_so_that_they_work_from_a_disk():
    origin = "wilks/2021-03-08-soudry/index.html"
    assert urls.relative(origin, "index.html") == "../../index.html"
    assert urls.relative("index.html", origin) == origin
    assert urls.relative(origin, "wilks/a b/talk.ics") == "../a%20b/talk.ics"


def test_two_names_with_one_slug_get_two_pages():
    jose, jose_accented = Speaker(name="Jose Diaz"), Speaker(name="José Díaz")
    places = catalogue_of(programme(talk(speakers=(jose, jose_accented)))).urls
    paths = {places.speaker(jose), places.speaker(jose_accented)}
    assert paths == {
        "speakers/jose-diaz/index.html",
        "speakers/jose-diaz-1cc5/index.html",
    }


def test_one_name_is_one_person_whatever_the_affiliation():
    then = Speaker(name="Emmy Noether", affiliation="Erlangen")
    later = Speaker(name="Emmy Noether", affiliation="Göttingen")
    talks = talk(speakers=(then,)), talk(start="2021-03-15 12:30", speakers=(later,))
    places = catalogue_of(programme(*talks)).urls
    assert places.speaker(then) == places.speaker(later)


def test_series_and_calendars_have_their_own_places():
    assert urls.series_page(WILKS) == "wilks/index.html"
    assert urls.series_ics(WILKS) == "calendar/wilks.ics"
    assert urls.host(SITE) == "talks.example.edu"
