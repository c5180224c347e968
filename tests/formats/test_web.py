"""The talks site: what stands on its pages, and what must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from announcer import when
from announcer.talk import (
    LinkAccess,
    Person,
    Recording,
    Revision,
    Series,
    Site,
    Speaker,
    Status,
)
from announcer.talk import Term as Stretch
from announcer.templating import Templates
from tests.builders import NOW, SITE, SOUDRY, WILKS, moment, programme, talk
from tests.formats.web_reader import (
    every,
    has_class,
    inner_links,
    linked,
    one,
    page,
    pages,
    parse,
    site,
    words,
)

TALK = "wilks/2021-03-08-soudry/index.html"
NASTY = (
    '<script>alert(1)</script></title></script>]]>"><img src=x onerror=alert(1)>&amp;'
)
HEBREW = Site(
    title="הרצאות במתמטיקה",
    url="https://talks.example.edu",
    language="he",
    timezone="Asia/Jerusalem",
)


def nasty_programme():
    series = replace(
        WILKS, name=NASTY, description=NASTY, organizers=(Person(name=NASTY),)
    )
    speaker = Speaker(name=NASTY, affiliation=NASTY, bio=NASTY, pronouns=NASTY)
    everywhere = {
        "title": NASTY,
        "location": NASTY,
        "abstract": NASTY,
        "notice": NASTY,
        "topics": (NASTY,),
        "host": Person(name=NASTY),
        "speakers": (speaker,),
        "series": series,
    }
    return programme(
        talk(**everywhere),
        talk(**everywhere, start="2021-02-08 12:30", status=Status.CANCELLED),
        site=replace(SITE, title=NASTY, description=NASTY),
    )


def several():
    """Return talks of every kind: past, next, cancelled, moved, untitled, all day."""
    invited = Series(key="invited", slug="invited", name="Invited talks")
    moved = talk(start="2021-03-22 12:30", slug="moved")
    before = when.utc(moment("2021-03-21 12:30"))
    return programme(
        talk(),
        talk(
            start="2021-02-08 12:30", slug="past", video="https://video.example.org/1"
        ),
        talk(start="2021-03-03 12:30", slug="off", status=Status.CANCELLED),
        talk(start="2021-03-15 12:30", slug="later", status=Status.POSTPONED),
        moved,
        talk(start="2021-04-05 12:30", slug="untitled", title=None, abstract=None),
        talk(
            start="2021-05-05 00:00",
            end="2021-05-07 00:00",
            slug="days",
            all_day=True,
            series=invited,
            location="Fine Hall",
            link=None,
            topics=("optimisation", "למידה"),
            speakers=(Speaker(name="שרה כהן"),),
        ),
        history={
            moved.uid: Revision(
                sequence=1, created=NOW, modified=NOW, previous_start=before
            )
        },
    )


EVERY_KIND = {
    "empty": programme(series=()),
    "one": programme(talk()),
    "several": several(),
    "nasty": nasty_programme(),
    "hebrew": programme(talk(language="he", title="על למידה"), site=HEBREW),
}


@pytest.fixture(scope="module", params=EVERY_KIND)
def files(request):
    return site(EVERY_KIND[request.param])


@pytest.fixture(scope="module")
def roots(files):
    return pages(files)


@cache
def made():
    return site(several())


@cache
def nasty():
    return site(nasty_programme())


class TestEveryPage:
    def test_is_valid_html_in_the_eyes_of_a_strict_parser(self, roots):
        assert roots

    def test_loads_nothing_before_the_policy_that_covers_it(self, files):
        for path, content in files.items():
            if path.endswith(".html"):
                policy = content.index(b"Content-Security-Policy")
                assert policy < content.index(b"<link")
                assert b"<script" not in content[:policy]

    def test_has_no_style_or_script_of_its_own(self, roots):
        for root in roots.values():
            assert not every(root, "style")
            assert not [e for e in root.iter() if e.get("style")]
            assert not [
                e for e in root.iter() if any(k.startswith("on") for k in e.attrib)
            ]
            for script in every(root, "script"):
                assert script.get("src") or script.get("type") == "application/ld+json"

    def test_loads_nothing_from_anybody_else(self, roots):
        loading = {"stylesheet", "icon"}
        for root in roots.values():
            loads = [e.get("src") for e in root.iter() if e.get("src")]
            loads += [
                e.get("href", "")
                for e in every(root, "link")
                if e.get("rel") in loading
            ]
            assert loads
            assert not [address for address in loads if urlsplit(address).scheme]

    def test_links_only_to_what_is_there(self, files, roots):
        for path, root in roots.items():
            if path != "404.html":  # it is shown at any address
                assert set(inner_links(path, root)) <= set(files), path

    def test_can_be_reached_from_the_first(self, roots):
        reached, waiting = set(), ["index.html"]
        while waiting:
            path = waiting.pop()
            if path in roots and path not in reached:
                reached.add(path)
                waiting += inner_links(path, roots[path])
        assert reached == set(roots) - {"404.html"}

    def test_has_a_title_and_a_description_of_its_own(self, roots):
        documents = roots.values()
        titles = [words(one(root, "title")) for root in documents]
        texts = [
            one(root, "meta", name="description").get("content") for root in documents
        ]
        assert len(set(titles)) == len(titles)
        assert len(set(texts)) == len(texts)

    def test_has_one_first_heading_and_skips_no_level(self, roots):
        for path, root in roots.items():
            main = one(root, "body")
            levels = [
                int(e.tag[-1])
                for e in main.iter()
                if e.tag[-2:-1] == "h" and e.tag[-1].isdigit()
            ]
            assert levels.count(1) == 1, path
            steps = pairwise(levels)
            assert all(after <= before + 1 for before, after in steps), path

    def test_says_its_own_address(self, roots):
        for path, root in roots.items():
            if path != "404.html":
                canonical = one(root, "link", rel="canonical").get("href", "")
                assert canonical == one(root, "meta", property="og:url").get("content")
                assert canonical.startswith("https://talks.example.edu/")

    def test_writes_times_with_their_offset(self, roots):
        for root in roots.values():
            for element in every(root, "time"):
                stamp = element.get("datetime", "")
                assert "T" not in stamp or datetime.fromisoformat(stamp).tzinfo

    def test_shows_no_trace_of_python(self, files):
        for path, content in files.items():
            assert b"None" not in content, path
            assert b"\x02" not in content or path.endswith(".png"), path


def test_the_sitemap_lists_every_page_and_no_other(files, roots):
    spaces = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    listed = {e.text for e in ET.fromstring(files["sitemap.xml"]).iter(f"{spaces}loc")}
    shown = {
        one(root, "link", rel="canonical").get("href", "")
        for path, root in roots.items()
        if path != "404.html" and not every(root, "meta", name="robots")
    }
    assert listed == shown


def test_the_same_programme_gives_the_same_bytes():
    assert site(several()) == site(several())


def test_links_stay_below_the_path_of_the_site():
    below = replace(SITE, url="https://example.edu/dept/talks")
    files = site(programme(talk(), site=below))
    assert set(inner_links(TALK, page(files, TALK))) <= set(files)
    root = page(files, TALK)
    assert one(root, "link", rel="canonical").get("href", "") == (
        "https://example.edu/dept/talks/wilks/2021-03-08-soudry/"
    )
    lost = page(files, "404.html")
    assert one(lost, "link", rel="stylesheet").get("href", "") == (
        "/dept/talks/static/style.css"
    )


class TestHome:
    def test_shows_the_next_talk_that_takes_place_first(self):
        root = page(made(), "index.html")
        [hero] = has_class(root, "next")
        assert words(one(hero, "h2")) == "Next talk"
        [entry] = every(hero, "li")
        assert entry.get("data-start") == "2021-03-08T12:30:00-05:00"

    def test_groups_what_comes_by_week(self):
        root = page(made(), "index.html")
        weeks = [
            words(one(block, "h2"))
            for block in has_class(root, "block")
            if block.get("data-coming") is not None
        ]
        assert weeks[0] == "Next talk"
        assert weeks[1] == "March 1 – March 7"
        assert weeks[-1] == "May 2021"  # too far away to think of it in weeks

    def test_shows_past_talks_below(self):
        root = page(made(), "index.html")
        [past] = has_class(root, "past")
        assert every(past, "a")[0].get("href", "") == "wilks/past/index.html"

    def test_says_kindly_that_nothing_is_planned(self):
        root = page(site(programme(series=())), "index.html")
        [nothing] = has_class(root, "nothing")
        assert nothing.get("hidden") is None
        assert "Nothing is planned yet." in words(nothing)

    def test_stays_small_when_much_is_planned(self):
        many = [
            talk(slug=f"t{n}", start=f"2021-04-{n % 28 + 1:02} 12:30")
            for n in range(80)
        ]
        root = page(site(programme(*many)), "index.html")
        assert len(has_class(root, "talk")) < 40
        assert "more talks are planned" in words(root)


class TestTalk:
    def test_names_the_zone_of_its_time(self):
        root = page(site(programme(talk())), TALK)
        [cell] = has_class(root, "when")
        assert words(cell) == "Monday, March 8th, 2021, 12:30–1:30pm EST, New York time"

    def test_of_two_alike_on_one_day_says_the_time_in_the_title(self):
        morning = talk(start="2021-03-08 09:30", slug="morning", title=None)
        evening = talk(start="2021-03-08 19:30", slug="evening", title=None)
        files = site(programme(morning, evening))
        titles = {
            words(one(page(files, f"wilks/{slug}/index.html"), "title"))
            for slug in ("morning", "evening")
        }
        assert len(titles) == 2

    def test_says_one_time_where_nobody_gave_an_end(self):
        root = page(site(programme(talk(end_stated=False))), TALK)
        [cell] = has_class(root, "when")
        assert words(cell) == "Monday, March 8th, 2021, 12:30pm EST, New York time"

    def test_says_the_days_of_an_event_without_a_time(self):
        root = page(made(), "invited/days/index.html")
        [cell] = has_class(root, "when")
        assert words(cell) == "Wednesday, May 5th, 2021 – Thursday, May 6th, 2021"

    @pytest.mark.parametrize(
        ("slug", "mark"),
        [("off", "Cancelled:"), ("later", "Postponed:"), ("moved", "New date:")],
    )
    def test_says_what_became_of_it_inside_the_heading(self, slug, mark):
        root = page(made(), f"wilks/{slug}/index.html")
        assert words(one(root, "h1")).startswith(mark)

    def test_says_where_it_was_before_it_moved(self):
        root = page(made(), "wilks/moved/index.html")
        [before] = has_class(root, "before")
        assert words(before) == "Moved from Sunday, March 21st, 2021, 12:30pm EDT"

    def test_without_a_title_says_that_one_will_come(self):
        root = page(made(), "wilks/untitled/index.html")
        assert words(one(root, "h1")) == "Title to be announced"

    def test_of_the_past_without_a_title_is_a_talk_by_somebody(self):
        past = talk(start="2021-02-08 12:30", slug="past", title=None)
        root = page(site(programme(past)), "wilks/past/index.html")
        assert words(one(root, "h1")) == "Talk by Daniel Soudry"

    def test_offers_no_link_once_it_is_over(self):
        past = talk(start="2021-02-08 12:30", slug="past")
        files = site(programme(past))
        assert b"meet.example.edu" not in files["wilks/past/index.html"]

    def test_shows_formulas_as_mathml(self):
        root = page(site(programme(talk())), TALK)
        assert [e for e in root.iter() if e.tag.endswith("}math")]

    def test_in_another_language_is_marked_so(self):
        hebrew = talk(language="he", title="על למידה", abstract="תקציר")
        root = page(site(programme(hebrew)), TALK)
        [title] = [e for e in one(root, "h1").iter() if e.get("lang")]
        assert (title.get("lang"), title.get("dir")) == ("he", "auto")
        assert every(root, "div", lang="he", dir="auto")

    def test_leads_to_its_neighbours_in_the_series(self):
        root = page(made(), TALK)
        assert (
            one(root, "a", rel="prev").get("href", "") == "../../wilks/off/index.html"
        )
        assert (
            one(root, "a", rel="next").get("href", "") == "../../wilks/later/index.html"
        )


def test_a_hebrew_site_runs_from_right_to_left():
    root = page(site(programme(talk(language="he"), site=HEBREW)), "index.html")
    assert (root.get("lang"), root.get("dir")) == ("he", "rtl")


class TestPrivacy:
    LINK = "https://meet.example.edu/secret?pwd=GEHEIM"

    @pytest.mark.parametrize("access", [LinkAccess.MEMBERS, LinkAccess.REGISTRATION])
    @pytest.mark.parametrize("start", ["2021-03-08 12:30", "2021-02-08 12:30"])
    def test_no_byte_holds_a_private_link_or_an_email(self, access, start):
        secret = talk(
            start=start,
            link=self.LINK,
            link_access=access,
            registration="https://register.example.edu/",
            host=Person(name="Hosta", email="hosta@example.edu"),
        )
        # organisers' addresses are for the calendars' ORGANIZER, which ics tests hold
        quiet = replace(WILKS, organizers=())
        files = site(
            programme(
                replace(secret, series=quiet),
                site=replace(
                    SITE, organizers=(Person(name="O", email="o@example.edu"),)
                ),
            )
        )
        for path, content in files.items():
            assert b"GEHEIM" not in content, path
            assert b"meet.example.edu" not in content, path
            assert b"daniel@technion.example" not in content, path
            assert b"hosta@example.edu" not in content, path
            if not path.endswith(".ics"):
                assert b"o@example.edu" not in content, path

    def test_the_page_says_how_the_link_comes(self):
        secret = talk(link=self.LINK, link_access=LinkAccess.MEMBERS)
        root = page(site(programme(secret)), TALK)
        assert "The link is sent to the mailing list." in words(root)

    def test_registration_stands_in_place_of_the_link(self):
        address = "https://register.example.edu/"
        secret = talk(
            link=self.LINK, link_access=LinkAccess.REGISTRATION, registration=address
        )
        root = page(site(programme(secret)), TALK)
        assert every(root, "a", href=address)


class TestHostileText:
    def test_stays_text_on_every_page(self):
        for root in pages(nasty()).values():
            assert not every(root, "img")
            assert words(one(root, "title")).count("<script>") <= 3
            sources = [s.get("src", "") for s in every(root, "script") if s.get("src")]
            names = {source.rpartition("/")[2] for source in sources}
            assert names <= {
                *("announcer.js", "search.js", "embed.js", "screen.js", "selection.js")
            }

    def test_stands_in_the_heading_as_it_was_written(self):
        root = page(nasty(), TALK)
        assert "<script>alert(1)</script></title>" in words(one(root, "h1"))

    def test_does_not_close_the_data_for_search_engines(self):
        found = linked(page(nasty(), TALK))
        assert "</script>" in found["performer"][0]["name"]

    def test_is_not_parsed_out_of_feeds_and_lists(self):
        files = nasty()
        for path in ("feed.atom", "wilks/feed.atom", "sitemap.xml", "static/icon.svg"):
            ET.fromstring(files[path])


class TestLinkedData:
    def test_speaks_of_the_talk_as_the_page_does(self):
        found = linked(page(site(programme(talk())), TALK))
        assert found["@type"] == "EducationEvent"
        assert found["name"] == "Surprises in Deep Learning Training"
        assert found["startDate"] == "2021-03-08T12:30:00-05:00"
        assert found["endDate"] == "2021-03-08T13:30:00-05:00"
        assert found["eventStatus"] == "https://schema.org/EventScheduled"
        assert found["eventAttendanceMode"].endswith("/OnlineEventAttendanceMode")
        assert found["location"] == [
            {"@type": "VirtualLocation", "url": "https://meet.example.edu/wilks"}
        ]
        assert found["performer"][0]["name"] == "Daniel Soudry"
        assert found["organizer"]["name"] == "Wilks Statistics Seminar"

    def test_sends_nobody_to_a_private_link(self):
        secret = talk(link_access=LinkAccess.MEMBERS)
        found = linked(page(site(programme(secret)), TALK))
        assert found["location"][0]["url"] == (
            "https://talks.example.edu/wilks/2021-03-08-soudry/"
        )

    @pytest.mark.parametrize(
        ("slug", "status"),
        [
            ("off", "EventCancelled"),
            ("later", "EventPostponed"),
            ("moved", "EventRescheduled"),
        ],
    )
    def test_says_what_became_of_it(self, slug, status):
        found = linked(page(made(), f"wilks/{slug}/index.html"))
        assert found["eventStatus"] == f"https://schema.org/{status}"

    def test_says_when_a_moved_talk_would_have_been(self):
        found = linked(page(made(), "wilks/moved/index.html"))
        assert found["previousStartDate"] == "2021-03-21T12:30:00-04:00"

    def test_days_without_a_time_have_no_time(self):
        found = linked(page(made(), "invited/days/index.html"))
        assert (found["startDate"], found["endDate"]) == ("2021-05-05", "2021-05-06")
        assert found["location"] == [
            {"@type": "Place", "name": "Fine Hall", "address": "Fine Hall"}
        ]

    def test_of_a_talk_in_a_room_with_a_link_has_both_places(self):
        found = linked(page(site(programme(talk(location="Fine Hall"))), TALK))
        kinds = [place["@type"] for place in found["location"]]
        assert kinds == ["Place", "VirtualLocation"]
        assert found["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")


class TestArchive:
    def test_follows_the_organisers_terms_and_else_academic_years(self):
        terms = (
            Stretch(name="Spring 2021", start=date(2021, 1, 25), end=date(2021, 5, 14)),
        )
        files = site(
            programme(
                talk(),
                talk(start="2018-11-19 12:30", slug="old"),
                site=replace(SITE, terms=terms),
            )
        )
        table = one(page(files, "archive/index.html"), "tbody")
        names = [words(e) for e in every(table, "th")]
        assert names == ["Spring 2021", "2018/19"]
        assert "archive/spring-2021/index.html" in files
        assert "archive/2018-19/index.html" in files

    def test_gives_names_that_look_alike_pages_of_their_own(self):
        terms = (
            Stretch(name="Spring!", start=date(2021, 1, 25), end=date(2021, 3, 1)),
            Stretch(name="Spring?", start=date(2021, 3, 2), end=date(2021, 5, 14)),
        )
        files = site(
            programme(
                talk(),
                talk(start="2021-02-08 12:30", slug="old"),
                site=replace(SITE, terms=terms),
            )
        )
        assert {"archive/spring/index.html", "archive/spring-2/index.html"} <= set(
            files
        )


class TestSpeaker:
    def test_has_the_last_affiliation_and_all_talks(self):
        old = replace(SOUDRY, affiliation="Columbia", bio=None)
        files = site(
            programme(
                talk(start="2016-03-08 12:30", slug="old", speakers=(old,)), talk()
            )
        )
        root = page(files, "speakers/daniel-soudry/index.html")
        assert words(has_class(root, "lead")[0]) == "Technion"
        assert len(has_class(root, "talk")) == 2

    def test_stands_in_the_list_by_family_name(self):
        names = ("Zoe Abel", "Élise Abel", "Adam Zorn")
        people = [Speaker(name=name) for name in names]
        root = page(
            site(programme(talk(speakers=tuple(people)))), "speakers/index.html"
        )
        [index] = has_class(root, "index")
        assert [words(e) for e in every(index, "a")] == [
            "Élise Abel",
            "Zoe Abel",
            "Adam Zorn",
        ]


def test_a_series_shows_the_talks_of_the_series_inside_it():
    outer = replace(WILKS, key="maths", slug="maths", name="Mathematics")
    inner = replace(
        WILKS, key="maths/logic", slug="maths/logic", name="Logic", parent="maths"
    )
    files = site(programme(talk(series=inner), series=(outer, inner)))
    root = page(files, "maths/index.html")
    assert len(has_class(root, "talk")) == 1
    links = [e.get("href", "") for e in every(root, "a")]
    assert "../maths/logic/index.html" in links


def test_the_page_to_subscribe_offers_every_program_its_own_address():
    root = page(site(programme(talk())), "subscribe/index.html")
    links = [e.get("href", "") for e in every(root, "a")]
    assert "webcal://talks.example.edu/calendar/all.ics" in links
    assert "https://talks.example.edu/calendar/all.ics" in links
    assert any(link.startswith("https://calendar.google.com/") for link in links)
    assert any(link.startswith("https://outlook.live.com/") for link in links)


def test_a_template_of_the_projects_own_takes_the_place_of_ours(tmp_path):
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "404.html.j2").write_text("<!DOCTYPE html><title>Mine</title>")
    files = site(programme(talk()), Templates(tmp_path))
    assert files["404.html"].startswith(b"<!DOCTYPE html><title>Mine")


def test_pages_hold_after_the_years_that_zone_files_list():
    far = talk(start="2038-07-05 12:30", slug="far")
    files = site(programme(far, now=datetime(2038, 1, 1, tzinfo=UTC)))
    assert b"2038-07-05T12:30:00-04:00" in files["wilks/far/index.html"]
    parse(files["index.html"])


@pytest.mark.parametrize("pretended", [True, False])
def test_a_page_says_its_clock_only_where_somebody_set_it(pretended):
    """The script would else move what is coming in a preview to the past."""
    made = site(programme(talk(), pretended=pretended))
    body = one(page(made, "index.html"), "body")
    said = "2021-03-01T09:00:00+00:00" if pretended else None
    assert body.get("data-now") == said


@pytest.mark.parametrize(
    ("clock", "said"), [("2021-03-01", True), ("2021-03-09", False)]
)
def test_a_page_says_that_a_coming_talk_will_be_recorded(clock, said):
    one = talk(recording=Recording.YES)
    made = site(programme(one, now=datetime.fromisoformat(f"{clock}T09:00+00:00")))
    html = made["wilks/2021-03-08-soudry/index.html"]
    assert (b"This talk will be recorded." in html) is said


def test_a_speaker_without_a_name_is_shown_by_affiliation_and_has_no_page():
    one = talk(speakers=(), awaited=("Institute for Advanced Study",))
    made = site(programme(one))
    (page,) = [
        text for path, text in made.items() if path.endswith("soudry/index.html")
    ]
    assert "to be announced" in page.decode()
    assert "Institute for Advanced Study" in page.decode()
    assert not [path for path in made if path.startswith("speakers/to")]
