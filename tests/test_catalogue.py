"""What every programme is asked: one answer, worked out once, whoever asks."""

from __future__ import annotations

import ast
import cProfile
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from announcer import when
from announcer.catalogue import Catalogue, Mark, catalogue_of, title, within
from announcer.formats import EXPORTS, FORMATS, mail
from announcer.output import Draft
from announcer.plan import of_coming_talks
from announcer.talk import Programme, Speaker, Status, Term
from announcer.templating import Templates
from announcer.words import words_for
from tests.builders import NOW, SITE, WILKS, programme, revision, talk
from tests.examples import examples

PACKAGE = Path(__file__).parent.parent / "announcer"
TOP = replace(WILKS, key="", slug="talks", name="All")
STAT = replace(WILKS, key="stat", slug="stat", name="Statistics", parent="")
DEEP = replace(WILKS, key="stat/wilks", slug="stat/wilks", parent="stat")


def many(number: int) -> Programme:
    """Return that many talks of two series, no two numbers with a word in common."""
    start = NOW - timedelta(days=number)
    return programme(
        *(
            talk(
                start=when.in_zone(start + timedelta(days=2 * n), WILKS_ZONE),
                slug=f"t{n}",
                title=f"Title {n} of {number}",
                speakers=(Speaker(name=f"Ada Lovelace {n} of {number}"),),
                topics=(f"topic {n} of {number}",),
                series=(STAT, DEEP)[n % 2],
            )
            for n in range(number)
        ),
        series=(STAT, DEEP),
    )


WILKS_ZONE = when.zone(WILKS.timezone)


def test_a_series_holds_the_talks_of_those_inside_it():
    """Folders inside the top folder, too, belong to the series that lies there."""
    one, two, three = (
        talk(series=series, slug=series.slug.replace("/", "-"))
        for series in (TOP, STAT, DEEP)
    )
    held = catalogue_of(programme(one, two, three)).by_series
    assert {key: {t.uid for t in talks} for key, talks in held.items()} == {
        "": {one.uid, two.uid, three.uid},
        "stat": {two.uid, three.uid},
        "stat/wilks": {three.uid},
    }


def test_a_joint_talk_stands_in_each_of_its_series_once():
    """Also where one of them lies inside the other."""
    other = replace(WILKS, key="algebra", slug="algebra", name="Algebra")
    joint = talk(series=DEEP, also=(other, STAT))
    scene = programme(joint, series=(other, STAT, DEEP))
    held = catalogue_of(scene).by_series
    assert held == {"algebra": (joint,), "stat": (joint,), "stat/wilks": (joint,)}


@pytest.mark.parametrize(
    ("key", "series", "answer"),
    [
        ("stat", "stat", True),
        ("stat/wilks/x", "stat", True),
        ("statistics", "stat", False),
        ("stat", "stat/wilks", False),
        ("stat", "", True),
        ("", "", True),
    ],
)
def test_a_folder_is_inside_those_around_it_and_no_other(key, series, answer):
    assert within(key, series) is answer


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.CONFIRMED])
def test_a_talk_bears_the_mark_of_its_status_even_when_it_has_moved(status):
    moved = replace(revision(), previous_start=NOW)
    one = talk(status=status)
    known = catalogue_of(programme(one, history={one.uid: moved}))
    assert known.mark(one) is Mark(status.value)


def test_a_talk_that_moved_is_marked_until_it_is_over():
    moved = replace(revision(), previous_start=NOW)
    coming, past = talk(), talk(start="2021-02-22 12:30", slug="past")
    history = {one.uid: moved for one in (coming, past)}
    known = catalogue_of(programme(coming, past, history=history))
    assert known.mark(coming) is Mark.REDATED
    assert known.mark(past) is None


def test_a_title_that_nobody_knows_is_to_be_announced():
    words = words_for("en")
    assert title(talk(title="On $\\alpha$"), words) == "On α"
    assert title(talk(title=None), words) == "Title to be announced"


def test_a_day_is_in_the_term_that_holds_it():
    known = catalogue_of(many(4))
    assert known.term_of(NOW.date()) is None
    assert list(known.by_term) == ["2020/21"]


def shelves(*days: str, terms: tuple[Term, ...], language: str = "en") -> list[str]:
    """Name the shelves of the archive with a talk on each of these days."""
    talks = [talk(start=f"{day} 14:00", slug=day) for day in sorted(days)]
    known = programme(
        *talks, site=replace(SITE, terms=terms, language=language, timezone="UTC")
    )
    return list(catalogue_of(known).by_term)


AUTUMN = Term(name="Autumn 2025", start=date(2025, 9, 15), end=date(2025, 12, 19))
SPRING = Term(name="Spring 2026", start=date(2026, 2, 2), end=date(2026, 5, 29))


def test_talks_between_terms_lie_between_them_and_time_runs_one_way():
    days = ("2025-08-20", "2025-10-06", "2026-01-12", "2026-03-02", "2026-07-06")
    assert shelves(*days, "2026-08-10", terms=(AUTUMN, SPRING)) == [
        "Before Autumn 2025",
        "Autumn 2025",
        "Between Autumn 2025 and Spring 2026",
        "Spring 2026",
        "After Spring 2026",
        "2026/27",
    ]


def test_years_without_a_term_between_terms_far_apart_are_academic_years():
    later = replace(SPRING, name="Spring 2029", start=date(2029, 2, 2))
    later = replace(later, end=date(2029, 5, 29))
    days = ("2018-11-19", "2025-10-06", "2026-01-12", "2027-01-11", "2028-12-01")
    assert shelves(*days, terms=(AUTUMN, later)) == [
        "2018/19",
        "Autumn 2025",
        "After Autumn 2025",
        "2026/27",
        "Before Spring 2029",
    ]


DAYS = st.dates(date(2025, 6, 1), date(2027, 10, 31))


@limits(max_examples=examples(70))
@given(
    st.lists(DAYS, min_size=1, max_size=20),
    st.lists(st.tuples(DAYS, DAYS).map(sorted), max_size=3),
)
def test_a_month_looked_up_at_once_has_the_terms_of_its_days(days, bounds):
    """So it is with talks that the programme does not hold, each looked up itself."""
    terms = tuple(
        Term(name=f"{number}", start=first, end=last)
        for number, (first, last) in enumerate(bounds)
    )
    talks = [
        talk(start=f"{day} 14:00", slug=f"{number}")
        for number, day in enumerate(sorted(days))
    ]
    known = catalogue_of(programme(*talks, site=replace(SITE, terms=terms)))
    others = known.termwise(map(replace, known.talks))
    assert [*known.by_term.items()] == [*others.items()]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("de", "Zwischen Autumn 2025 und Spring 2026"),
        ("fr", "Entre Autumn 2025 et Spring 2026"),
        ("he", "בין Autumn 2025 ל־Spring 2026"),
    ],
)
def test_a_break_is_named_in_the_language_of_the_site(language, name):
    assert shelves("2026-01-12", terms=(AUTUMN, SPRING), language=language) == [name]


def test_a_speaker_is_as_of_the_last_talk_with_what_was_said_before():
    page = "https://emmy.example.org"
    then = Speaker(name="Emmy Noether", affiliation="Erlangen", url=page, bio="Algebra")
    later = Speaker(name="Emmy Noether", affiliation="Göttingen", url=f"{page}/")
    talks = talk(speakers=(then,)), talk(start="2021-03-15 12:30", speakers=(later,))
    [person] = catalogue_of(programme(*talks)).people.persons.values()
    assert person.latest == replace(later, bio="Algebra")
    assert person.talks == talks


def test_whoever_asks_gets_the_same_catalogue_while_the_programme_lives():
    """It is kept by the programme's identity, and goes with it."""
    one = programme(talk())
    known = catalogue_of(one)
    assert catalogue_of(one) is known
    assert catalogue_of(replace(one)) is not known
    gone = ref(known)
    del one, known
    gc.collect()
    assert gone() is None


def test_no_other_module_counts_the_addresses_of_a_site():
    """Who makes Urls for a page makes an output that grows as the square."""
    makers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in {"Urls", "Catalogue"}
    }
    assert makers == {"catalogue/__init__.py"}


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the calls of functions, and the catalogues that are made."""
    found = [0, 0]
    made = Catalogue.__init__.__code__
    profile = cProfile.Profile(builtins=False)
    with profile:
        yield found
    for one in profile.getstats():
        found[0] += one.callcount
        found[1] += one.callcount if one.code is made else 0


def calls(make: Callable[[Programme], object], number: int) -> int:
    """Return the calls that it takes to make something of so many talks."""
    talks = many(number)
    with counted() as found:
        make(talks)
    assert found[1] <= 1
    return found[0]


def mails(talks: Programme, templates: Templates) -> Iterator[Draft]:
    return mail.drafts(of_coming_talks(talks, {}), (), (), talks, templates)


FORMS = {name: form.drafts for name, form in (FORMATS | EXPORTS).items()}


@pytest.mark.parametrize("name", [*sorted(FORMS), "mail"])
def test_four_times_the_talks_take_four_times_the_work(name):
    """Of every format: the catalogue is made once, and no talk looks at all others."""
    templates = Templates()

    def make(talks: Programme) -> None:
        for draft in FORMS.get(name, mails)(talks, templates):
            draft.make()

    make(many(2))  # what is read, compiled and kept the first time
    few, some, lots = (calls(make, number) for number in (30, 60, 120))
    assert lots - some < 2.3 * (some - few)


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"]
)
def test_whether_a_talk_is_over_is_told_by_the_moment_whatever_clocks_show(zone):
    """Also near the days around now, between which no moments are compared."""
    talks = [
        talk(
            slug=f"n{hours}",
            start=when.in_zone(NOW + timedelta(hours=hours), when.zone(zone)),
        )
        for hours in range(-90, 90, 7)
    ]
    catalogue = catalogue_of(programme(*talks, now=NOW))
    assert [catalogue.over(one) for one in catalogue.talks] == [
        one.end <= NOW for one in catalogue.talks
    ]
