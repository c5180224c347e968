"""Very many talks: files of all of them are cut by years, and nothing is lost."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from announcer import ical, importing, urls
from announcer.access import Channel
from announcer.catalogue import called, catalogue_of, parts
from announcer.errors import BadValue
from announcer.formats import data, ics
from announcer.formats import web as pages
from announcer.importers import Given
from announcer.talk import Status
from announcer.templating import Templates
from announcer.words import words_for
from tests.builders import NOW, programme, talk

TEMPLATES = Templates()  # compiled once for all
NEWER = "2021-03-01T09:00"
MOMENTS = st.tuples(st.integers(2017, 2022), st.integers(1, 12), st.integers(1, 28))


@pytest.fixture
def few(monkeypatch):
    """Let a file hold two talks."""
    monkeypatch.setattr(parts, "MOST", 2)


def of_days(*days, **changes):
    return [
        talk(start=f"{day} 12:30", slug=f"{day}-{number}", **changes)
        for number, day in enumerate(days)
    ]


def files(*talks, form=data, **changes):
    """Return the files of all talks by their path, the latest first."""
    shown = programme(*talks, **changes)
    drafts = form.drafts(shown, TEMPLATES)
    made = {one.path.removeprefix("site/"): one for one in drafts}
    names = [one.name for one in catalogue_of(shown).parts]
    path = urls.talks_part if form is data else urls.calendar_part
    return {path(name): made[path(name)].make() for name in names}


@given(st.lists(MOMENTS, min_size=1, max_size=40), st.integers(1, 9))
def test_parts_joined_are_the_whole_and_no_talk_is_in_two(moments, most):
    """In their order; no year is in two files, but by months where it is too long."""
    days = sorted("{:04}-{:02}-{:02}".format(*moment) for moment in moments)
    talks = tuple(of_days(*days))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "MOST", most)
        found = parts.parted(talks, NOW.date())
    joined = [one for part in found[::-1] for one in part.talks]
    assert joined == list(talks)
    assert found[0].name == ""
    assert all(
        parts.part_of(one, found) == part.name for part in found for one in part.talks
    )
    for part in found[1:]:
        assert part.talks
        assert {f"{one.start:%Y-%m}"[: len(part.name)] for one in part.talks} == {
            part.name
        }
    coming = [one for one in talks if one.start.date() >= NOW.date()]
    assert set(coming) <= set(found[0].talks), "what is to come stays together"
    assert len(found) == 1 or len(talks) > most


def test_a_site_that_is_not_large_has_one_file_as_ever(few):
    made = files(*of_days("2019-05-06", "2021-03-08"))
    assert [*made] == ["talks.json"]
    assert "next" not in json.loads(made["talks.json"])
    assert [*files(*of_days("2019-05-06", "2021-03-08"), form=ics)] == [urls.CALENDAR]


def test_data_of_very_many_talks_go_on_from_file_to_file(few):
    """Each is whole in itself; who follows `next` has every talk once, in order."""
    talks = of_days(
        "2018-01-02", "2019-05-06", "2019-06-06", "2020-11-11", "2021-03-08"
    )
    made = files(*talks)
    assert [*made] == ["talks.json", "talks-2019.json", "talks-2018.json"]
    read: list[str] = []
    address = "https://talks.example.edu/talks.json"
    while address:
        found = json.loads(made[address.rpartition("/")[2]])
        assert found["version"] == "1"
        assert found["site"]
        read[:0] = [one["uid"] for one in found["talks"]]
        address = found.get("next")
    assert read == [one.uid for one in talks]


def test_calendars_of_parts_hold_every_event_once_with_its_zone(few):
    """As icalendar reads them; the bytes of an event are those of its own file."""
    talks = of_days(
        "2018-01-02", "2019-05-06", "2019-06-06", "2020-11-11", "2021-03-08"
    )
    made = files(*talks, form=ics)
    assert [*made] == [
        "calendar/all.ics",
        "calendar/all-2019.ics",
        "calendar/all-2018.ics",
    ]
    uids = []
    for content in made.values():
        read = Calendar.from_ical(content)
        assert not read.errors
        assert [str(zone["TZID"]) for zone in read.walk("VTIMEZONE")] == [
            "America/New_York"
        ]
        uids += [str(one["UID"]) for one in read.walk("VEVENT")]
    assert sorted(uids) == sorted(one.uid for one in talks)
    whole = programme(*talks)
    for one in talks:
        own = ical.event(one, whole, Channel.PUBLIC, TEMPLATES)
        assert sum(own in content for content in made.values()) == 1


def test_a_calendar_says_what_it_does_not_hold(few):
    talks = of_days("2019-05-06", "2020-11-11", "2021-03-08")
    latest, earlier = files(*talks, form=ics).values()
    about = "This calendar holds the talks since 2020."
    assert Calendar.from_ical(latest)["X-WR-CALDESC"] == about
    assert Calendar.from_ical(earlier)["X-WR-CALNAME"] == "2019 - Statistics talks"
    assert "X-WR-CALDESC" not in Calendar.from_ical(earlier)


def test_a_year_of_very_many_talks_is_cut_by_months(few):
    talks = of_days("2019-03-04", "2019-03-05", "2019-05-06", "2021-03-08")
    made = files(*talks)
    assert [*made] == ["talks.json", "talks-2019-03.json"]
    assert called("2019-03", words_for("en")) == "March 2019"


def test_cancelled_talks_of_old_leave_their_part_and_an_empty_one_is_a_calendar(few):
    old = of_days("2018-01-02", status=Status.CANCELLED)
    made = files(*old, *of_days("2020-11-11", "2021-03-08"), form=ics)
    read = Calendar.from_ical(made["calendar/all-2018.ics"])
    assert not read.walk("VEVENT")
    assert read.walk("VTIMEZONE")


def test_the_subscribe_page_leads_to_earlier_calendars(few):
    talks = of_days("2018-01-02", "2019-05-06", "2020-11-11", "2021-03-08")
    drafts = pages.drafts(programme(*talks), TEMPLATES)
    (page,) = [one for one in drafts if one.path == "site/subscribe/index.html"]
    text = page.make().decode()
    assert "This calendar holds the talks since 2020." in text
    assert '<a href="../calendar/all-2019.ics">2019</a>, ' in text
    assert '<a href="../calendar/all-2018.ics">2018</a></p>' in text


def test_no_series_has_the_address_of_a_part():
    assert urls.holds_all("calendar/all-2019.ics")
    assert urls.holds_all("calendar/all-2019-03.ics")
    assert not urls.holds_all("calendar/all-2019-33-1.ics")
    assert urls.part_after("https://x.example/talks-2019.json") == "2019"
    assert urls.part_after("https://x.example/talks-2019.json?x") == ""
    assert urls.part_after("../talks-../etc.json") == ""


def test_an_import_reads_the_parts_too_and_says_which_is_missing(few, tmp_path):
    talks = of_days("2018-01-02", "2019-05-06", "2020-11-11", "2021-03-08")
    for name, content in files(*talks).items():
        (tmp_path / name).write_bytes(content)
    found = [*importing.sources([str(tmp_path / "talks.json")], None)]
    read = filter(None, (importing.read(one, Given(timezone=None)) for one in found))
    uids = {one.origin.id for each in read for one in each.shipment.talks}
    assert uids == {one.uid for one in talks}
    (tmp_path / "talks-2018.json").unlink()
    with pytest.raises(BadValue, match=r"earlier talks are in .*2018"):
        [*importing.sources([str(tmp_path / "talks.json")], None)]


# --- the commands -------------------------------------------------------------------


@pytest.fixture
def large(home, few):
    """Return a project of four talks, in three years."""
    first = date(2018, 3, 5)
    for number in range(3):
        day = first + timedelta(days=400 * number)
        (home / f"talks/wilks/{day}-noether.yaml").write_text(
            f"title: Invariants {number}\nspeaker: Emmy Noether\ndate: {day}\n"
        )
    return home


def published(home, run, *options):
    place = home.parent / "public"
    ran = run(
        "-C", home, "--now", NEWER, "publish", place, "--build", "--yes", *options
    )
    return place, ran


def test_build_says_what_stands_elsewhere(large, run):
    ran = run("-C", large, "--now", NEWER, "build")
    assert ran.status == 0, ran.err
    assert "hold the 2 talks since 2020" in ran.out
    assert "The 2 talks before stand in calendar/all-2019.ics" in ran.out
    assert not (large / "build/site/talks-2020.json").exists()


def test_a_build_after_a_change_makes_one_event_and_one_line(large, run, monkeypatch):
    """All others come from the parts that were left; a clean build makes the same."""
    assert run("-C", large, "build").status == 0
    made = []

    def counted(room, name):
        make = getattr(room, name)

        def noted(one, *more):
            made.append(one.slug)
            return make(one, *more)

        monkeypatch.setattr(room, name, noted)

    counted(ical.entries, "write")
    counted(data, "_talk")
    with (large / "talks/wilks/2020-05-13-noether.yaml").open("a") as file:
        file.write("notice: It is in the large hall.\n")
    assert run("-C", large, "build").status == 0
    assert made == ["2020-05-13-noether"] * 2
    site = large / "build/site"
    left = {path: path.read_bytes() for path in site.glob("**/*") if path.is_file()}
    shutil.rmtree(large / "build")
    assert run("-C", large, "build").status == 0
    assert {path: path.read_bytes() for path in left} == left


def test_a_lost_ledger_takes_over_every_part(large, run):
    place, ran = published(large, run)
    assert ran.status == 0, ran.err
    shutil.rmtree(large / ".announcer")
    shutil.rmtree(large / "build")
    ran = run("-C", large, "--now", NEWER, "ledger", "adopt", place, "--yes")
    assert "Taken: 4 talks." in ran.out
    (place / "talks-2018.json").unlink()
    ran = run("-C", large, "--now", NEWER, "ledger", "adopt", place, "--yes")
    assert ran.status == 1
    assert "earlier talks are in talks-2018.json" in ran.err


def test_publish_refuses_to_go_back_behind_any_part(large, run):
    place, _ = published(large, run)
    old = place / "calendar/all-2018.ics"
    old.write_bytes(old.read_bytes().replace(b"SEQUENCE:0", b"SEQUENCE:7"))
    _, ran = published(large, run, "--force")
    assert ran.status == 1
    assert "SEQUENCE 7 of wilks.2018-03-05-noether" in ran.err


def test_a_site_that_grows_is_published_without_a_word_of_lost_talks(
    home, run, monkeypatch
):
    (home / "talks/wilks/2018-03-05-noether.yaml").write_text(
        "title: Invariants\nspeaker: Emmy Noether\ndate: 2018-03-05\n"
    )
    place, ran = published(home, run)
    assert not (place / "talks-2018.json").exists()
    monkeypatch.setattr(parts, "MOST", 1)
    _, ran = published(home, run, "--force")
    assert ran.status == 0, ran.err
    assert (place / "calendar/all-2018.ics").exists()
