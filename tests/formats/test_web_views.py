"""What a reader asks first: what is today, this month, in this series, in that term."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from announcer.formats import web
from announcer.formats.web import lists
from announcer.talk import Revision, Series, Status, Talk, Term
from tests.builders import NOW, SITE, SOUDRY, WILKS, moment, programme, talk
from tests.formats.web_reader import (
    TEMPLATES,
    every,
    has_class,
    inner_links,
    one,
    page,
    pages,
    parse,
    site,
    words,
)

SERIES = [
    replace(WILKS, key=key, slug=key, name=key.title())
    for key in ("algebra", "biology", "chaos")
]
SPRING = Term(name="Spring 2021", start=date(2021, 2, 1), end=date(2021, 6, 30))
FALL = Term(name="Fall 2020", start=date(2020, 9, 1), end=date(2020, 12, 31))


def at(day: str, series: Series = WILKS, **said: Any) -> Talk:
    """Return a talk of a series on a day."""
    slug = said.pop("slug", f"{day}-{series.key}".replace(" ", "-").replace(":", ""))
    return talk(
        start=day, series=series, slug=slug, title=said.pop("title", slug), **said
    )


def weekly(number: int, last: date, series: Series = WILKS) -> list[Talk]:
    """Return talks of every week, the last one on a day."""
    days = [last - timedelta(weeks=week) for week in range(number)]
    return [at(f"{day} 12:30", series) for day in days]


def headings(root):
    return [words(block) for block in every(root, "h2")]


# The first page


def test_many_series_make_an_agenda_by_day_and_a_few_do_not():
    """Who looks at twenty series asks what is today; who looks at one, what is next."""
    talks = [at("2021-03-01 16:00", one) for one in SERIES]
    assert has_class(page(site(programme(*talks)), "index.html"), "agenda")
    assert not has_class(page(site(programme(*talks[:2])), "index.html"), "agenda")


def test_an_agenda_names_today_tomorrow_and_then_days():
    """The year is said only where it changes."""
    talks = [
        at("2021-03-01 16:00", SERIES[0]),
        at("2021-03-02 16:00", SERIES[1]),
        at("2021-03-04 16:00", SERIES[2]),
    ]
    root = page(site(programme(*talks)), "index.html")
    assert [words(h) for d in has_class(root, "day") for h in every(d, "h2")] == [
        "Today Monday, March 1",
        "Tomorrow Tuesday, March 2",
        "Thursday, March 4",
    ]


def test_an_agenda_says_zone_and_year_only_where_they_are_not_the_site_s():
    """Fifty times EST tells nobody anything."""
    london = replace(SERIES[2], timezone="Europe/London")
    talks = [
        at("2021-03-01 16:00", SERIES[0]),
        at("2021-03-02 16:00", SERIES[1]),
        at("2021-03-03 16:00", london, timezone="Europe/London"),
    ]
    root = page(site(programme(*talks)), "index.html")
    assert [words(each) for each in has_class(root, "when")] == [
        "4:00–5:00pm Virtual",
        "4:00–5:00pm Virtual",
        "4:00–5:00pm GMT Virtual",
    ]


def test_an_agenda_ends_after_four_weeks_and_leads_on():
    """What is further away is counted, and one link away."""
    talks = [at("2021-03-01 16:00", one) for one in SERIES]
    late = at("2021-04-05 16:00", SERIES[0])
    root = page(site(programme(*talks, late)), "index.html")
    assert "2021-04-05" not in words(one(root, "main"))
    (onward,) = has_class(root, "more")
    assert words(onward) == "1 more talk is planned"
    assert one(onward, "a").get("href") == "calendar/2021-04/index.html"


def test_an_agenda_of_a_quiet_month_says_what_comes_next():
    """Nothing in four weeks is no reason to show nothing."""
    past = [at("2021-01-04 16:00", one) for one in SERIES]
    root = page(site(programme(*past, at("2021-06-07 16:00"))), "index.html")
    assert headings(root)[0] == "Monday, June 7"


def test_what_began_yesterday_and_goes_on_stands_under_today():
    """A workshop of three days is on today."""
    talks = [at("2021-03-03 16:00", one) for one in SERIES]
    days = at("2021-02-28 09:00", SERIES[0], end="2021-03-02 17:00", slug="days")
    root = page(site(programme(*talks, days)), "index.html")
    assert headings(root)[0] == "Today Monday, March 1"


# Series


def test_a_series_says_when_and_where_it_meets_and_who_organises_it():
    """The facts stand under its name; each is left out where nobody said it."""
    series = replace(
        WILKS,
        weekday=3,
        time=time(16, 15),
        duration=timedelta(hours=1),
        location="Fine Hall",
    )
    root = page(site(programme(at("2021-03-04 16:15", series))), "wilks/index.html")
    (facts,) = every(root, "dl")
    assert [words(cell) for row in every(facts, "div") for cell in row] == [
        *("When", "Every Thursday, 4:15–5:15pm", "Where", "Fine Hall"),
        *("Organisers", "Olga Org"),
    ]
    bare = page(site(programme(at("2021-03-04 16:15"))), "wilks/index.html")
    assert [words(row) for row in every(one(bare, "dl"), "dt")] == ["Organisers"]


@pytest.mark.parametrize(
    ("language", "weeks", "said"),
    [
        ("en", 2, "Every second Thursday, 4:15pm"),
        ("de", 1, "Jeden Donnerstag, 16:15"),
        ("de", 3, "Donnerstag, alle 3 Wochen, 16:15"),
        ("fr", 2, "Un jeudi sur deux, 16:15"),
        ("he", 1, "בכל יום חמישי, 16:15"),
    ],
)
def test_a_slot_is_said_in_the_site_s_language(language, weeks, said):
    """A weekday and an hour, as people say them."""
    series = replace(WILKS, weekday=3, time=time(16, 15), every=weeks)
    made = programme(
        at("2021-03-04 16:15", series), site=replace(SITE, language=language)
    )
    root = page(site(made), "wilks/index.html")
    assert words(every(root, "dd")[0]) == said


def test_the_list_of_series_says_slot_and_next_talk():
    """Which one to go to is told before it is opened."""
    series = replace(WILKS, weekday=0, time=time(12, 30), location="Room 1")
    off = at("2021-03-08 12:30", series, status=Status.CANCELLED)
    made = programme(off, at("2021-03-15 12:30", series, title="Trees"))
    text = words(one(page(site(made), "series/index.html"), "main"))
    assert "Every Monday, 12:30pm · Room 1" in text
    assert "Next talk Mar 15 Trees" in text


@pytest.mark.parametrize("number", [40, 300])
def test_a_long_series_loses_no_talk_and_stays_light(number):
    """What its page has no room for stands on a page of its term, one click away."""
    talks = weekly(number, date(2021, 3, 29))
    files = site(programme(*talks))
    page_ = page(files, "wilks/index.html")
    reached = {*inner_links("wilks/index.html", page_)}
    for path in [p for p in reached if p.startswith("archive/")]:
        reached |= {*inner_links(path, page(files, path))}
    assert {f"wilks/{one.slug}/index.html" for one in talks} <= reached
    assert len(has_class(page_, "line")) <= lists._LINES


def test_a_series_far_planned_ahead_names_every_talk_once():
    """What is next in full, more in a line each; the one that is next stands above."""
    talks = [*weekly(40, date(2021, 12, 20))]
    off = replace(talks[-1], status=Status.CANCELLED)
    root = page(site(programme(*talks[:-1], off)), "wilks/index.html")
    links = [p for p in inner_links("wilks/index.html", root) if "-wilks/" in p]
    own = [path for path in links if path.endswith("index.html")]
    following = f"wilks/{talks[-2].slug}/index.html"
    assert own.count(following) == 2  # its title, and the button
    assert sorted({*own}) == sorted(f"wilks/{one.slug}/index.html" for one in talks)
    assert len(own) == len(talks) + 1


def test_an_agenda_loses_no_talk_where_days_and_moments_are_out_of_step():
    """At the edge of four weeks the same hour is another day elsewhere."""
    far = {"timezone": "Pacific/Kiritimati"}
    near = {"timezone": "Pacific/Pago_Pago"}
    talks = [at("2021-03-01 16:00", one) for one in SERIES]
    talks.append(at("2021-03-29 10:00", SERIES[0], slug="far", **far))
    talks.append(at("2021-03-28 22:00", SERIES[1], slug="near", **near))
    root = page(site(programme(*talks)), "index.html")
    assert words(has_class(root, "more")[0]) == "2 more talks are planned"
    assert len(has_class(root, "slot")) == 3


def test_no_page_of_1250_talks_in_a_series_weighs_over_150_kb():
    """A phone on a train opens every list."""
    talks = weekly(1250, date(2021, 4, 26))
    drafts = web.drafts(programme(*talks), TEMPLATES)
    lists_ = [
        one for one in drafts if one.path.endswith(".html") if "-wilks/" not in one.path
    ]
    sizes = {draft.path: len(draft.make()) for draft in lists_}
    assert len(sizes) > 100
    assert max(sizes.values()) < 150_000, max(sizes, key=lambda path: sizes[path])


# Archive


def test_the_archive_counts_talks_and_recordings_by_term_and_series():
    """Newest term first; a number leads to where those talks stand."""
    video = "https://video.example.edu/1"
    made = programme(
        at("2020-10-05 12:30", SERIES[0], video=video),
        at("2020-10-12 12:30", SERIES[0]),
        at("2020-10-12 14:30", SERIES[1]),
        at("2021-02-15 12:30", SERIES[1]),
        site=replace(SITE, terms=(FALL, SPRING)),
    )
    files = site(made)
    root = page(files, "archive/index.html")
    rows = [[words(c) for c in [*row]] for row in every(root, "tr")]
    assert rows == [
        ["Term", "Algebra", "Biology", "All"],
        ["Spring 2021", "·", "1", "1"],
        ["Fall 2020", "2 Recordings: 1", "1", "3 Recordings: 1"],
    ]
    target = every(root, "td")[3]
    assert one(target, "a").get("href") == "../algebra/index.html#fall-2020"
    places = [e.get("id") for e in has_class(page(files, "algebra/index.html"), "past")]
    assert "fall-2020" in places


def test_what_lies_between_terms_stands_back_behind_them():
    """Its name is long, and no term's."""
    made = programme(
        *(at(f"{day} 12:30") for day in ("2020-10-05", "2021-01-11", "2021-02-15")),
        site=replace(SITE, terms=(FALL, SPRING)),
    )
    root = page(site(made), "archive/index.html")
    breaks = [words(cell) for cell in has_class(root, "break")]
    assert breaks == ["Between Fall 2020 and Spring 2021"]


def test_many_series_stand_in_rows_so_that_their_names_can_be_read():
    """A column for each of five names fits no phone."""
    more = [replace(WILKS, key=f"s{n}", slug=f"s{n}", name=f"S{n}") for n in range(5)]
    made = programme(*(at("2021-02-15 12:30", one) for one in more))
    root = page(site(made), "archive/index.html")
    assert [words(cell) for cell in every(root, "th")] == [
        *("Series", "2020/21", "S0", "S1", "S2", "S3", "S4", "All"),
    ]


def test_speakers_stand_under_their_letters_where_there_are_many():
    """Forty names are looked up, twenty are read."""
    names = [f"Ada {chr(65 + n % 26)}x{n}" for n in range(40)]
    speakers = [replace(SOUDRY, name=name) for name in names]
    talks = [
        at(f"2021-03-{1 + n % 28:02} 12:30", slug=f"t{n}", speakers=(who,))
        for n, who in enumerate(speakers)
    ]
    root = page(site(programme(*talks)), "speakers/index.html")
    assert headings(root)[:3] == ["A", "B", "C"]
    (jumps,) = has_class(root, "jumps")
    ids = {each.get("id") for each in has_class(root, "initial")}
    assert {link.get("href") for link in every(jumps, "a")} == {f"#{i}" for i in ids}
    few = page(site(programme(*talks[:20])), "speakers/index.html")
    assert not has_class(few, "initial")


def test_of_a_thousand_speakers_each_stands_on_one_page_that_stays_light():
    """The list leads to pages by letter; one of more than 500 names has several."""
    ends = [*(chr(65 + n % 26) for n in range(400)), *["Zz"] * 650, "9", "Ω", "Ж"]
    talks = [
        at(
            f"{date(2018, 1, 1) + timedelta(days=n)} 12:30",
            slug=f"t{n}",
            speakers=(replace(SOUDRY, name=f"Ada {end}x{n}", url=None),),
        )
        for n, end in enumerate(ends)
    ]
    files = {
        each.path.removeprefix("site/"): each.make()
        for each in web.drafts(programme(*talks), TEMPLATES)
        if each.path.startswith(("site/speakers/letters/", "site/speakers/index.html"))
    }
    overview = inner_links("speakers/index.html", page(files, "speakers/index.html"))
    ways = [path for path in overview if path.startswith("speakers/letters/")]
    assert sorted(files) == sorted(["speakers/index.html", *ways])
    seen: list[str] = []
    for number, path in enumerate(ways):
        assert len(files[path]) < 150_000
        links = inner_links(path, page(files, path))
        assert {*ways[max(number - 1, 0) : number + 2]} <= {*links, path}
        seen += [link for link in links if link.startswith("speakers/ada-")]
    assert sorted(seen) == sorted(set(seen))
    assert len(seen) == len(talks)


def test_a_long_list_goes_on_on_further_pages_and_holds_every_talk_once():
    """A topic of 600 talks is three pages, each of which leads to the next."""
    talks = weekly(600, date(2021, 2, 22))
    files = site(programme(*talks))
    path, seen, visited = "topics/deep-learning/index.html", [], 0
    while path:
        root = page(files, path)
        seen += [p for p in inner_links(path, root) if "-wilks/" in p]
        after = [a for a in every(root, "a") if a.get("rel") == "next"]
        visited += 1
        path = f"topics/deep-learning/{visited + 1}/index.html" if after else ""
    assert visited == 4
    assert sorted(seen) == sorted(f"wilks/{one.slug}/index.html" for one in talks)


# Months and weeks


def test_a_month_is_a_table_in_which_a_talk_stands_under_its_weekday():
    """A screen reader says the column's head: Thursday."""
    root = page(site(programme(at("2021-03-04 16:15"))), "calendar/2021-03/index.html")
    heads = [words(cell) for cell in every(root, "th")]
    (week,) = [r for r in every(root, "tr") if "2021-03-04" in words(r)]
    (column,) = [n for n, c in enumerate(every(week, "td")) if "2021-03-04" in words(c)]
    assert heads[column] == "Thursday"
    assert (
        words(every(week, "td")[column])
        == "Thursday, March 4 4:15pm 2021-03-04-1615-wilks Daniel Soudry"
    )


def test_there_is_a_page_for_every_month_that_has_talks_and_no_other():
    """They lead to one another, and the archive to all of them."""
    made = programme(at("2020-12-31 12:30"), at("2021-03-04 12:30"))
    files = site(made)
    months = [p for p in files if p.startswith("calendar/20")]
    assert months == ["calendar/2020-12/index.html", "calendar/2021-03/index.html"]
    assert months[1] in inner_links(months[0], page(files, months[0]))
    archive = inner_links("archive/index.html", page(files, "archive/index.html"))
    assert {*months} <= {*archive}
    assert months[1] in inner_links("index.html", page(files, "index.html"))


def test_a_talk_of_several_days_stands_on_each_of_them():
    """Its hour only on the first."""
    days = at("2021-03-30 09:00", end="2021-04-01 17:00", slug="days", title="Days")
    files = site(programme(days))
    march = page(files, "calendar/2021-03/index.html")
    assert [words(i) for i in every(march, "li") if "Days" in words(i)] == [
        "9:00am Days Daniel Soudry",
        "Days Daniel Soudry",
    ]
    april = page(files, "calendar/2021-04/index.html")
    assert len([i for i in every(april, "li") if "Days" in words(i)]) == 1


def test_this_week_and_the_next_stand_at_lasting_addresses():
    """A link on a board stays right; weeks begin as the language has it."""
    made = programme(
        at("2021-03-01 12:30", title="First"),
        at("2021-03-07 12:30", title="Sunday"),
        at("2021-03-08 12:30", title="Second"),
        site=replace(SITE, language="de"),
    )
    files = site(made)
    this = words(one(page(files, "calendar/week/index.html"), "main"))
    after = words(one(page(files, "calendar/next-week/index.html"), "main"))
    assert "First" in this
    assert "Sunday" in this
    assert "Second" not in this
    assert "Second" in after
    empty = site(programme(at("2021-05-03 12:30")))
    assert "no talks in this week" in words(page(empty, "calendar/week/index.html"))


# Screens and data


def test_upcoming_is_what_is_next_without_the_long_texts():
    """A screen of five talks need not load the archive."""
    talks = [*weekly(5, date(2021, 2, 22)), *weekly(60, date(2022, 6, 27), SERIES[0])]
    files = site(programme(*talks))
    whole = json.loads(files["talks.json"])
    first = json.loads(files["upcoming.json"])
    assert len(first["talks"]) == 50
    known = {one["uid"]: one for one in whole["talks"]}
    for one_ in first["talks"]:
        assert "abstract" not in one_
        assert "bio" not in one_["speakers"][0]
        assert {**known[one_["uid"]], **one_} == known[one_["uid"]] | {
            "speakers": one_["speakers"]
        }
    assert json.loads(files["wilks/upcoming.json"])["talks"] == []
    assert len(json.loads(files["algebra/upcoming.json"])["talks"]) == 50


def test_a_screen_shows_what_is_today_and_next():
    """Without a script too; it asks nobody but its own site."""
    made = programme(
        at("2021-03-01 16:15", title="Now", location="Fine Hall"),
        *(at(f"2021-03-{day:02} 16:15") for day in range(8, 20)),
    )
    content = site(made)["screen/wilks/index.html"]
    root = parse(content)
    (first, *rest) = every(root, "li")
    assert words(first) == "Today 4:15pm Fine Hall Now Daniel Soudry, Technion"
    assert len(rest) == 4
    assert b"connect-src 'self'" in content
    assert one(root, "body").get("data-upcoming") == "../../wilks/upcoming.json"


# What one does about a talk


def test_a_talk_to_register_for_has_one_button_that_leads_there():
    """One primary button on a page; where one comes in without asking there is none."""
    form = "https://example.edu/register"
    made = at("2021-03-08 12:30", registration=form, link=None)
    files = site(programme(made))
    for path in (f"wilks/{made.slug}/index.html", "index.html", "wilks/index.html"):
        root = page(files, path)
        (first,) = [b for b in every(root, "a") if b.get("class") == "button"]
        assert first.get("href") == form, path
    plain = at("2021-03-08 12:30", link=None)
    root = page(site(programme(plain)), f"wilks/{plain.slug}/index.html")
    assert not [b for b in every(root, "a") if b.get("class") == "button"]


@pytest.mark.parametrize(
    ("before", "mark", "said"),
    [
        ({"previous_start": moment("2021-03-08 10:30")}, "New time:", "Moved from"),
        ({"previous_start": moment("2021-03-09 12:30")}, "New date:", "Moved from"),
        ({"previous_location": "HS 102"}, "Other room:", "Before: HS 102"),
    ],
)
def test_what_is_another_than_before_is_marked_on_page_and_lists(before, mark, said):
    """Hour, day and room alike."""
    ahead = at("2021-03-08 12:30", location="HS 4")
    known = Revision(sequence=1, created=NOW, modified=NOW, **before)
    made = programme(ahead, history={ahead.uid: known})
    files = site(made)
    root = page(files, f"wilks/{ahead.slug}/index.html")
    assert words(one(root, "h1")).startswith(mark)
    assert said in words(one(root, "dl"))
    assert mark in words(one(page(files, "wilks/index.html"), "main"))
    over = replace(made, now=made.now + timedelta(days=30))
    assert mark not in words(one(page(site(over), "wilks/index.html"), "main"))


AFAR = replace(WILKS, zones=("Europe/Berlin", "Asia/Tokyo", "Pacific/Honolulu"))


def cities(made: Talk, language: str = "en", **said: Any) -> list[str]:
    """Return what the page of a talk says of the hour in other cities."""
    files = site(programme(made, site=replace(SITE, language=language), **said))
    root = page(files, f"{made.series.slug}/{made.slug}/index.html")
    return [
        words(line)
        for shown in has_class(root, "cities")
        for line in every(shown, "li")
    ]


@pytest.mark.parametrize(
    ("language", "start", "said"),
    [
        (
            "en",
            "2021-03-08 20:30",
            [
                "2:30am Berlin time (+1 day)",
                "10:30am Tokyo time (+1 day)",
                "3:30pm Honolulu time",
            ],
        ),
        (
            "de",  # the clocks of New York are ahead by two weeks
            "2021-03-15 00:30",
            [
                "05:30 Ortszeit Berlin",
                "13:30 Ortszeit Tokio",
                "18:30 Ortszeit Honolulu (−1 Tag)",
            ],
        ),
        (
            "fr",
            "2021-03-08 20:30",
            [
                "02:30 heure locale (Berlin) (+1 jour)",
                "10:30 heure locale (Tokyo) (+1 jour)",
                "15:30 heure locale (Honolulu)",
            ],
        ),
        (
            "he",  # a sign stands before its number here too
            "2021-03-08 20:30",
            [
                "2:30 שעון ברלין (\u200e+1 יום)",
                "10:30 שעון טוקיו (\u200e+1 יום)",
                "15:30 שעון הונולולו",
            ],
        ),
    ],
)
def test_a_talk_says_its_hour_in_the_other_cities_of_its_series(language, start, said):
    """As the mails do, with the day where it is another."""
    assert cities(at(start, AFAR), language) == said


def test_a_text_to_share_says_the_hour_in_other_cities():
    """It is read in a chat, by people who sit there."""
    made = at("2021-03-08 20:30", AFAR)
    root = page(site(programme(made)), f"wilks/{made.slug}/index.html")
    (shared,) = [p for p in every(root, "p") if p.get("id") == "shared"]
    assert str(shared.text).splitlines()[2:6] == [
        "Monday, March 8th, 2021, 8:30–9:30pm EST",
        "2:30am Berlin time (+1 day)",
        "10:30am Tokyo time (+1 day)",
        "3:30pm Honolulu time",
    ]


def test_nobody_counts_hours_of_what_is_over_off_or_has_none():
    """A talk that takes all day begins with the day, wherever one follows it."""
    made = at("2021-03-08 12:30", AFAR)
    assert cities(made)
    assert not cities(made, now=NOW + timedelta(days=30))
    assert not cities(replace(made, status=Status.CANCELLED))
    night = moment("2021-03-08 00:00"), moment("2021-03-09 00:00")
    assert not cities(replace(made, all_day=True, start=night[0], end=night[1]))


def test_who_speaks_once_has_a_page_that_does_not_lead_in_a_circle():
    """Her name leads home from her talk, and from a second talk on to both."""
    made = at("2021-03-08 12:30", speakers=(SOUDRY,))
    path = f"wilks/{made.slug}/index.html"

    def names(*talks: Talk) -> list[str | None]:
        (shown,) = has_class(page(site(programme(*talks)), path), "speakers")
        return [link.get("href") for link in every(shown, "a")]

    own = "../../speakers/daniel-soudry/index.html"
    assert names(made) == ["https://soudry.example.org"]
    assert names(replace(made, speakers=(replace(SOUDRY, url=None),))) == []
    assert names(made, at("2021-03-15 12:30", speakers=(SOUDRY,))) == [own]


def test_the_page_of_who_speaks_once_says_her_name_once():
    """Who she is, where she is at home, and the talk: no list of one, no calendar."""
    made = at("2021-02-08 12:30", speakers=(SOUDRY,))
    root = page(site(programme(made)), "speakers/daniel-soudry/index.html")
    assert words(one(root, "main")).count("Daniel Soudry") == 1
    assert headings(root) == ["About the speaker", "Talk"]
    assert [words(link) for link in has_class(root, "button")] == ["Home page"]


def test_a_talk_has_a_text_to_share():
    """A chat takes no HTML: what, who, when, where, and the address."""
    made = at("2021-03-08 12:30", title="Trees and $x^2$", location="HS 4")
    root = page(site(programme(made)), f"wilks/{made.slug}/index.html")
    (shared,) = [p for p in every(root, "p") if p.get("id") == "shared"]
    assert str(shared.text).splitlines() == [
        "Trees and x²",
        "Daniel Soudry (Technion)",
        "Monday, March 8th, 2021, 12:30–1:30pm EST",
        "HS 4",
        "Wilks Statistics Seminar",
        f"https://talks.example.edu/wilks/{made.slug}/",
    ]


def test_every_page_of_an_empty_site_is_there_and_leads_nowhere_wrong():
    """No week, month or selection of nothing."""
    files = site(programme())
    assert not [path for path in files if path.startswith("calendar/2")]
    every_path = {*files}
    for path, root in pages(files).items():
        if path != "404.html":
            assert {*inner_links(path, root)} <= every_path, path


def test_all_links_of_all_views_lead_to_pages_that_exist():
    """Terms, months, weeks, screens and the selection too."""
    talks = [*weekly(80, date(2021, 3, 29)), *weekly(30, date(2021, 4, 5), SERIES[0])]
    talks += [at("2021-03-02 10:00", SERIES[2])]
    made = programme(*talks, site=replace(SITE, terms=(FALL, SPRING)))
    files = site(made)
    for path, root in pages(files).items():
        if path != "404.html" and not path.startswith("embed/"):
            assert {*inner_links(path, root)} <= {*files}, path
