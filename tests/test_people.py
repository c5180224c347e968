"""Who is who: no page is two people's, and no address goes over to somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from announcer.catalogue import Person, catalogue_of, order
from announcer.catalogue import people as who
from announcer.catalogue.order import family_name, in_order
from announcer.talk import Speaker
from announcer.urls import slug_of_name
from tests.builders import NOW, programme, revision, talk

A, B = "0000-0002-1825-0097", "0000-0001-5109-3700"
HERE, THERE = "https://a.example.org", "https://b.example.org"


def wei(affiliation: str | None = None, **more: Any) -> Speaker:
    return Speaker(name="Wei Zhang", affiliation=affiliation, **more)


def people(*speakers: Speaker, **more: Any) -> dict[str, Person]:
    """Return who speaks if each of these gives a talk, a day after the one before."""
    talks = [
        talk(slug=f"t{day}", start=f"2021-03-{day:02} 12:30", speakers=(one,))
        for day, one in enumerate(speakers, 1)
    ]
    return catalogue_of(programme(*talks, **more)).people.persons


def test_two_with_different_orcids_are_two_people():
    """Each page has what was said of its own person, and nothing of the other's."""
    one = wei("A", orcid=A, url=HERE, bio="Numbers.", pronouns="she/her")
    two = wei("B", orcid=B, bio="Batteries.", photo="two.jpg")
    found = people(one, two)
    assert list(found) == ["wei-zhang", "wei-zhang-3700"]
    assert [person.latest for person in found.values()] == [one, two]


@pytest.mark.parametrize(
    ("speakers", "number"),
    [
        ((wei("A"), wei("B")), 1),
        ((wei("A", url=HERE), wei("B", url=THERE)), 2),
        ((wei(url="http://www.a.example.org/"), wei(url=HERE)), 1),
        ((wei("A", orcid=A), wei("B", url=HERE), wei("C", url=HERE, orcid=A)), 1),
        ((wei("A", orcid=A), wei("A", url=HERE)), 1),
        ((wei("A", orcid=A), wei("B")), 1),
        ((wei("A", orcid=A), wei("B", orcid=B), wei("B")), 2),
        ((wei("A", orcid=A), wei("B", orcid=B), wei("C"), wei()), 4),
    ],
)
def test_orcids_and_home_pages_tell_people_of_one_name_apart(speakers, number):
    """Who cannot be said to be one of two is a third: no page is two people's."""
    assert len(people(*speakers)) == number


def test_two_of_one_name_in_one_talk_are_two_people():
    """Then others of the name belong to whom their university says."""
    both = talk(speakers=(wei("A"), wei("B")))
    later = talk(start="2021-03-15 12:30", speakers=(wei("B"),))
    persons = catalogue_of(programme(both, later)).people.persons.values()
    assert sorted(len(person.talks) for person in persons) == [1, 2]


def test_a_page_takes_nothing_from_what_may_be_somebody_else():
    """With another university it may be another: the biography stays where it was."""
    [person] = people(wei("A", bio="Numbers."), wei("B")).values()
    assert person.latest == wei("B")
    [person] = people(wei("A", bio="Numbers."), wei("a", photo="x.jpg")).values()
    assert person.latest == wei("a", photo="x.jpg", bio="Numbers.")


def test_an_address_stays_with_whom_it_was_first():
    """A new record takes over nobody's page, on whatever day its talk is."""
    old = talk(slug="old", start="2021-03-20 12:30", speakers=(wei("A", orcid=A),))
    new = talk(slug="new", start="2021-03-02 12:30", speakers=(wei("B", orcid=B),))
    history = {
        old.uid: revision(created=NOW - timedelta(days=3)),
        new.uid: revision(created=NOW),
    }
    slug = catalogue_of(programme(old, new, history=history)).people.slug
    assert slug(old.speakers[0]) == "wei-zhang"
    assert slug(new.speakers[0]) == "wei-zhang-3700"


def test_names_that_share_an_address_do_not_trade_it():
    jose = people(Speaker(name="José Díaz"))
    both = people(Speaker(name="José Díaz"), Speaker(name="Jose Diaz"))
    assert {slug: one.latest.name for slug, one in both.items()} == {
        **{slug: one.latest.name for slug, one in jose.items()},
        "jose-diaz-a454": "Jose Diaz",
    }


@pytest.mark.parametrize(
    ("topic", "slug"),
    [
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("C", "c"),
        ("C*-algebras", "c-star-algebras"),
        ("Machine Learning", "machine-learning"),
        ("K–theory", "k-theory"),
        ("L∞ spaces", "l-infinity-spaces"),
        ("O'Neil & Söhne", "oneil-sohne"),
    ],
)
def test_the_address_of_a_topic_comes_from_its_text(topic, slug):
    assert slug_of_name(topic) == slug


def test_signs_that_no_address_can_hold_are_told_apart():
    names = {slug_of_name(topic) for topic in ("A→B", "A←B", "A B", "A🎉B", "A" * 300)}
    assert len(names) == 5
    assert slug_of_name("x" * 300) != slug_of_name("x" * 301)


@given(st.text(min_size=1), st.text(min_size=1))
def test_case_and_hyphens_make_no_difference_to_an_address(one, two):
    one = f"a{one}"
    assert slug_of_name(f"{one} {two}") == slug_of_name(f"{one}   {two}")
    assert len(slug_of_name(one).encode()) < 200


def test_spellings_of_one_topic_are_one_as_most_write_it():
    """Case and hyphens part no topic; of equals the first is shown."""
    topics = (
        "Machine Learning",
        "machine-learning",
        "machine learning",
        "machine-learning",
    )
    talks = [
        talk(slug=f"t{n}", topics=(topic, "K theory" if n else "K-theory"))
        for n, topic in enumerate(topics)
    ]
    known = catalogue_of(programme(*talks))
    assert {topic: len(held) for topic, held in known.by_topic.items()} == {
        "K theory": 4,
        "machine-learning": 4,
    }


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Emmy Noether", "Noether"),
        ("Martin Luther King, Jr.", "King"),
        ("John Smith III", "Smith"),
        ("Sammy Davis Sr", "Davis"),
        ("John von Neumann", "Neumann"),
        ("Charles-Jean de la Vallée Poussin", "Vallée Poussin"),
        ("Bartel van der Waerden", "Waerden"),
        ("Augustus De Morgan", "De Morgan"),
        ("David Ben Gurion", "Ben Gurion"),
        ("Moshe ben Maimon", "Maimon"),
        ("Muhammad al-Khwarizmi", "Khwarizmi"),
        ("Noether, Emmy", "Noether"),
        ("Mei-Ling (Grace) Chen", "Chen"),
        ("William (Bill) Smith", "Smith"),
        ("ZHANG Wei", "ZHANG"),
        ("陳省身", "陳省身"),
        ("渡辺 太郎", "渡辺"),
        ("דניאל סודרי", "סודרי"),
        ("דוד בן גוריון", "בן גוריון"),
        ("Plato", "Plato"),
        ("(?)", "(?)"),
    ],
)
def test_lists_of_people_are_looked_through_by_family(name, family):
    assert family_name(name) == family


WORDS = st.one_of(
    st.sampled_from(
        ["Emmy", "NOETHER", "E", "von", "Ben", "Jr", "PhD", "Ph", "D", "ſr"]
    ),
    st.sampled_from(
        ["渡辺", "Émile", "al-Haytham", "(Bill)", "Smith,", "St.", "", "זכי"]
    ),
    st.text(max_size=4),
)


@given(st.lists(WORDS, max_size=4).map(" ".join))
def test_the_family_name_of_plain_words_is_what_any_name_would_have(name):
    assert order._last(name) in {"", order._bare(name)}


def test_a_name_in_other_letters_waits_for_no_pattern_of_east_asian_ones(monkeypatch):
    """That one takes long to compile, and most sites have no such name."""
    monkeypatch.setattr(order, "_FAMILY_FIRST", None)
    names = ["Émile Zola", "Ada King of Lovelace", "זכריה לוי", "אדה"]
    assert [family_name(one) for one in names] == ["Zola", "Lovelace", "לוי", "אדה"]


@given(st.text())
def test_any_text_has_a_place_in_a_list_of_names(text):
    assert all(in_order(text))


@pytest.mark.parametrize("orcid", [None, "0000-0002-1825-0097"])
@pytest.mark.parametrize("url", [None, "ada.example.org"])
@pytest.mark.parametrize("home", [None, "technion"])
def test_who_stands_alone_is_known_by_what_would_tell_several_apart(orcid, url, home):
    """One trace of a name is labelled as if it stood among others."""
    mark = ("Ada", orcid, url, home)
    label = who._labels([mark]).get(mark) or who._guess(home, {}, set(), apart=False)
    assert who._persons([mark], apart=False) == {label: [mark]}
