"""TALK on the command line: a path, a uid, a part of either, or ``next``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from announcer.errors import AnnouncerError
from announcer.finding import find
from announcer.talk import Planned, Status
from tests.builders import NOW, SOUDRY, talk

NOETHER = replace(SOUDRY, name="Emmy Noether")
SOUDRYS = talk()
IDEALS = talk(
    start="2021-03-15 12:30",
    slug="2021-03-15-noether",
    title="Ideals after Soudry",
    speakers=(NOETHER,),
)
TALKS = (SOUDRYS, IDEALS)


@pytest.mark.parametrize(
    "meant",
    [
        "talks/wilks/2021-03-15-noether.yaml",
        "wilks/2021-03-15-noether.yaml",
        "./talks/wilks/2021-03-15-noether.yaml",
        "2021-03-15-noether",
        "wilks/2021-03-15-noether@talks.example.edu",
        "03-15",
        "NOETHER",
        "ideals",
        "emmy",
    ],
)
def test_a_talk_is_found_by_what_people_call_it(meant):
    assert find(TALKS, meant, NOW) is IDEALS


def test_the_file_counts_before_the_words_inside_it():
    assert find(TALKS, "soudry", NOW) is SOUDRYS


def test_next_is_the_first_that_is_neither_over_nor_cancelled():
    assert find(TALKS, "next", NOW) is SOUDRYS
    assert find(TALKS, "next", SOUDRYS.end) is IDEALS
    off = replace(SOUDRYS, status=Status.CANCELLED)
    assert find((off, IDEALS), "next", NOW) is IDEALS
    with pytest.raises(AnnouncerError, match="no talk is coming"):
        find(TALKS, "next", IDEALS.end)


def test_what_all_uids_share_names_none_of_them():
    with pytest.raises(AnnouncerError, match="no talk fits"):
        find((SOUDRYS,), "example", NOW)


def test_several_that_fit_are_named():
    with pytest.raises(AnnouncerError, match="fits 2 talks") as caught:
        find(TALKS, "wilks", NOW)
    assert SOUDRYS.source in str(caught.value)
    assert IDEALS.source in str(caught.value)


def test_a_slip_of_the_pen_is_guessed():
    with pytest.raises(AnnouncerError, match=r"did you mean .*noether"):
        find(TALKS, "2021-03-15-noehter", NOW)
    with pytest.raises(AnnouncerError, match="list --all"):
        find((), "x", NOW)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Bohumil Novák", "novak"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Müller", "mueller"),
        ("Mueller", "Müller"),
        ("Müller", "muller"),
        ("Weiß", "weiss"),
        ("Søren Åberg", "soeren"),
        ("Søren Åberg", "soren aberg"),
        ("Jean-Pierre Serre", "jean pierre"),
        ("Sean O\N{RIGHT SINGLE QUOTATION MARK}Neill", "o'neill"),
        ("Łoś", "los"),
        ("Nova\N{COMBINING ACUTE ACCENT}k", "Novák"),
        ("נֹעה לוי", "נעה לוי"),
        ("Emmy Noether", "noether emmy"),
        ("Emmy Noether", "15 March"),
        ("Emmy Noether", "noether 15"),
    ],
)
def test_a_name_is_found_however_its_letters_are_typed(name, typed):
    """Accents, umlauts, hyphens, apostrophes and the order of words do not count."""
    meant = replace(IDEALS, slug="x", source="x.yaml", uid="x", title="",
                    speakers=(replace(SOUDRY, name=name),))  # fmt: skip
    assert find((SOUDRYS, meant), typed, NOW) is meant


def test_a_number_is_a_whole_one():
    with pytest.raises(AnnouncerError, match="no talk fits"):
        find(TALKS, "5 March", NOW)
    with pytest.raises(AnnouncerError, match="no talk fits"):
        find(TALKS, "noether 5", NOW)


def test_one_without_a_date_is_named_where_it_is_of_no_use():
    planned = Planned(uid="p", slug="p", source="p.yaml", series=SOUDRYS.series,
                      speakers=(replace(SOUDRY, name="Ada"),))  # fmt: skip
    assert find((SOUDRYS, planned), "ada", NOW) is planned
    with pytest.raises(AnnouncerError, match=r"p\.yaml has no date yet"):
        find(TALKS, "ada", NOW, (planned,))
