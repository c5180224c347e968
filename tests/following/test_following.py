"""Talks of others: fetched, shown as theirs, kept whatever becomes of their server."""

from __future__ import annotations

import json
import re

import pytest
from icalendar import Calendar

from tests.following.conftest import ARTIN, NOETHER, calendar

PAGE = "guests/2021-03-09-noether/index.html"
OWN = "talks/wilks/2021-03-08-soudry.yaml"


def events(home, path="calendar/all.ics"):
    read = Calendar.from_ical(home.read(path))
    return {str(one["UID"]): one for one in read.walk("VEVENT")}


# --- what comes of them -------------------------------------------------------------


def test_their_talks_stand_on_pages_in_calendars_and_in_data_as_theirs(home):
    """Under their own uid and SEQUENCE, with the way to their page."""
    assert home("follow").status == 0
    assert home("build").status == 0
    page = home.read(PAGE)
    assert 'A talk of <a href="https://math.example.edu/talks/noether">' in page
    assert "A talk of" in home.read("guests/index.html")
    event = events(home)["noether@math.example.edu"]
    assert event["URL"] == "https://math.example.edu/talks/noether"
    assert event["SEQUENCE"] == 3
    assert "A talk of Mathematics" in event["DESCRIPTION"]
    talks = json.loads(home.read("talks.json"))["talks"]
    (theirs,) = [one for one in talks if one["uid"] == "noether@math.example.edu"]
    assert theirs["owner"] == "Mathematics"
    assert theirs["speakers"][0]["name"] == "Emmy Noether"


def test_follow_says_what_is_new_and_build_asks_only_when_it_is_told(home, group):
    ran = home("follow")
    assert "Mathematics: 2 talks; 2 new." in ran.out
    assert "new      2021-03-09-noether  16:00  Emmy Noether: Invariants" in ran.out
    group.content = calendar(NOETHER.replace("Room 5", "Room 6"), ARTIN)
    home("build")
    assert "Room 6" not in home.read(PAGE)
    ran = home("build", "--follow")
    assert "changed  2021-03-09-noether" in ran.out
    assert "location Room 5 -> Room 6" in ran.out
    assert "Room 6" in home.read(PAGE)


def test_what_is_not_new_is_not_sent_again(home, group):
    group.headers["ETag"] = '"one"'
    home("follow")
    ran = home("follow")
    assert group.asked[1]["If-None-Match"] == '"one"'
    assert "Mathematics: 2 talks, nothing new." in ran.out
    home.entry(group, "    timezone: Europe/Paris\n")
    home("follow")
    assert "If-None-Match" not in group.asked[2], "it is read another way now"


def test_nothing_is_kept_by_a_clock_that_is_pretended(home, monkeypatch):
    monkeypatch.delenv("ANNOUNCER_REHEARSAL")
    ran = home("follow")
    assert "nothing was kept" in ran.err
    assert not (home.folder / ".announcer/follow").exists()


def test_a_second_run_leaves_the_build_as_it_is(home):
    home("follow")
    home("build")
    (store,) = (home.folder / ".announcer/follow").glob("*.json")
    before = store.read_bytes()
    home("follow", now="2021-03-02")
    assert store.read_bytes() == before
    assert "0 files written" in home("build").out


def test_other_kinds_of_sources_are_followed_too(home, group):
    """The talks.json of another announcer, and the events that a page names."""
    group.content = json.dumps(
        {
            "version": "1",
            "site": {},
            "talks": [
                {
                    "uid": "x@physics",
                    "title": "Fission",
                    "start": "2021-03-09T10:00+01:00",
                    "timezone": "Europe/Berlin",
                    "speakers": [{"name": "Lise Meitner"}],
                },
            ],
        }
    ).encode()
    assert "Lise Meitner: Fission" in home("follow").out
    event = {
        "@context": "https://schema.org", "@type": "Event", "name": "Radium",
        "startDate": "2021-03-10T10:00:00+01:00", "url": "https://p.example.edu/radium",
        "performer": {"@type": "Person", "name": "Marie Curie"},
    }  # fmt: skip
    page = '<!doctype html><script type="application/ld+json">%s</script>'
    group.content = (page % json.dumps(event)).encode()
    assert "2021-03-10-curie" in home("follow").out
    event["startDate"] = "2021-03-11T10:00:00+01:00"
    group.content = (page % json.dumps(event)).encode()
    assert "changed  2021-03-10-curie" in home("follow").out


def test_additions_survive_what_they_change(home, group):
    added = (
        "    topics: [maths]\n"
        "    add:\n"
        "      - {talk: 2021-03-09-noether, topics: rings, notice: Bring tea.}\n"
        "      - {talk: 2021-03-09-nother, notice: Nobody.}\n"
    )
    home.entry(group, added)
    home("follow")
    group.content = calendar(NOETHER.replace("0309T", "0310T"), ARTIN)
    home("follow")
    ran = home("build")
    assert "Bring tea." in home.read(PAGE)
    assert "2021-03-10T16:00" in home.read(PAGE)
    assert "2021-03-09-noether" in home.read("topics/rings/index.html")
    assert "`2021-03-09-nother` fits no talk of Mathematics" in ran.err
    assert "Did you mean 2021-03-09-noether?" in ran.err


# --- whose they are -----------------------------------------------------------------


def test_nobody_of_this_site_stands_for_them(home):
    """Neither as organiser in calendars nor as what search engines read."""
    series = home.folder / "talks/guests/series.yaml"
    series.parent.mkdir()
    series.write_text("name: Guests\norganizers: [Olga Org <olga@example.edu>]\n")
    home("follow")
    home("build")
    assert "olga@example.edu" not in home.read("guests/2021-03-09-noether/talk.ics")
    page = home.read(PAGE)
    data = json.loads(
        page.partition("application/ld+json")[2].split(">", 1)[1].split("<")[0]
    )
    assert data["organizer"]["name"] == "Mathematics"


def test_no_mail_plan_or_memory_knows_them(home):
    series = home.folder / "talks/guests/series.yaml"
    series.parent.mkdir()
    series.write_text(
        "name: Guests\nmailing_list: all@example.edu\n"
        "tell:\n  - announcement: 30 days before at 08:00\n"
    )
    home("follow")
    home("build")
    assert "Nothing is due." in home("plan").out
    assert "noether" not in home("ledger", "export").out
    assert not list((home.folder / "build/mail").rglob("*noether*"))
    assert "[of Mathematics]" in home("list", "guests").out
    for words in (("move", "noether", "2021-03-12"), ("cancel", "noether")):
        ran = home(*words)
        assert ran.status == 1
        assert "is a talk of Mathematics" in ran.err
    assert "nobody is told of it" in home("show", "noether").err
    assert "UID:noether@math.example.edu" in home("show", "noether", "--as", "ics").out
    assert '"Mathematics"' in home("show", "noether", "--as", "json").out
    assert "noether" not in home("report", "--year", "2021", "--coming").out


def test_with_mail_they_are_told_as_own_ones_are(home, group):
    series = home.folder / "talks/guests/series.yaml"
    series.parent.mkdir()
    series.write_text(
        "name: Guests\nmailing_list: all@example.edu\n"
        "organizers: [Olga Org <olga@example.edu>]\n"
        "tell:\n  - announcement: 10 days before at 08:00\n"
    )
    home.entry(group, "    mail: yes\n")
    home("follow")
    ran = home("plan")
    assert "announcement" in ran.out
    assert "all@example.edu" in ran.out
    text = home("show", "noether").out
    assert "A talk of Mathematics\nhttps://math.example.edu/talks/noether" in text
    assert home("told", "noether").status == 0
    group.content = calendar(NOETHER.replace("Room 5", "Room 6"), ARTIN)
    home("follow")
    assert "update" in home("plan").out
    group.content = calendar(NOETHER.replace("Invariants", r"On $\\frac$"), ARTIN)
    home("follow")
    ran = home("check")
    assert ran.status == 0
    assert "Traceback" not in ran.err


def test_mail_needs_a_series_that_says_when(home, group):
    home.entry(group, "    mail: yes\n")
    ran = home("check")
    assert ran.status == 1
    assert "nothing says when talks of `guests` are told" in ran.err
    assert re.search(r"talks/site.yaml:\d+:11: error", ran.err)


def test_a_talk_of_both_stands_once_and_the_own_record_is_it(home, group):
    """By uid, by the address it came from, or by when, who and what."""
    own = home.folder / "talks/wilks/2021-03-09-noether.yaml"
    same = "title: Invariants\nspeaker: Emmy Noether\ndate: 2021-03-09\n"
    for known in (
        f"{same}time: 16:00\ntimezone: Europe/Berlin\n",
        "title: Own words\ndate: 2021-03-09\nuid: noether@math.example.edu\n",
        "title: Own words\ndate: 2021-03-09\n"
        "source: {system: ics, url: https://math.example.edu/talks/noether/}\n",
    ):
        own.write_text(known)
        ran = home("follow")
        assert "joint: talks/wilks/2021-03-09-noether.yaml stands also for" in ran.out
        home("build")
        assert not (home.folder / "build/site" / PAGE).exists()
        assert "2021-03-16-artin" in home.read("guests/index.html")
    group.content = calendar(NOETHER.replace("LOC", "STATUS:CANCELLED\nLOC"), ARTIN)
    home("follow")
    assert "Mathematics says that this talk is cancelled" in home("check").err


def test_what_others_only_follow_and_what_is_ours_is_left_out(home, group):
    """So nothing comes back to where it is from, by whatever way."""
    ours = NOETHER.replace("noether@math.example.edu", "wilks.old@talks.example.edu")
    their_guest = ARTIN.replace("SUMMARY", "X-ANNOUNCER-OWNER:Physics\nSUMMARY")
    group.content = calendar(ours, their_guest)
    ran = home("follow")
    assert "0 talks" in ran.out
    assert "1 of others, which they follow themselves" in ran.out
    assert "1 of this site, which they follow" in ran.out


def test_publishing_and_adopting_take_none_of_them_for_own(home, group, tmp_path):
    """Not even one whose uid begins as an own one does, with another day."""
    theirs = "wilks.2021-03-15-noether@math.example.edu"
    group.content = calendar(NOETHER.replace("noether@math.example.edu", theirs))
    home("follow")
    place = tmp_path / "public"
    ran = home("publish", place, "--build", "--yes")
    assert ran.status == 0, ran.err
    (home.folder / ".announcer/ledger.db").unlink()
    (home.folder / "talks/wilks/2021-03-15-noether.yaml").write_text(
        "title: Another talk\ndate: 2021-03-15\n"
    )
    ran = home("ledger", "adopt", place, "--yes")
    assert "Taken: 1 talk." in ran.out, ran.err
    assert "Invariants" not in home("ledger", "export").out


def test_a_record_of_their_name_does_not_stop_publishing(home, group, tmp_path):
    """A joint talk that was theirs alone yesterday has another uid today."""
    theirs = "wilks.2021-03-09-noether@math.example.edu"
    group.content = calendar(NOETHER.replace("noether@math.example.edu", theirs))
    home("follow")
    place = tmp_path / "public"
    home("publish", place, "--build", "--yes")
    (home.folder / "talks/wilks/2021-03-09-noether.yaml").write_text(
        "title: Invariants\nspeaker: Emmy Noether\ndate: 2021-03-09\ntime: 16:00\n"
        "timezone: Europe/Berlin\n"
    )
    ran = home("publish", place, "--build", "--yes")
    assert ran.status == 0, ran.err


# --- when something is wrong there --------------------------------------------------


def broken(group, how):
    group.headers.clear()
    group.status, group.content = {
        "an error": (503, b""),
        "nothing there": (404, b""),
        "empty": (200, b""),
        "a page": (200, b"<!DOCTYPE html><title>Moved</title>"),
        "cut off": (200, calendar(NOETHER)[:60]),
        "no event": (200, calendar()),
        "no JSON": (200, b'{"version": "1", "site": {}, "talks": [{"ui'),
        "a picture": (200, b"\x89PNG\r\n\x1a\n"),
    }[how]


@pytest.mark.parametrize(
    "how",
    [
        *("an error", "nothing there", "empty", "a page", "cut off", "no event"),
        *("no JSON", "a picture"),
    ],
)
def test_what_is_broken_there_changes_nothing_and_is_said(home, group, how):
    """With one line, and since when, in follow, check and build."""
    home("follow")
    before = home.listed()
    broken(group, how)
    ran = home("follow", now="2021-03-02T10:00")
    assert ran.status == 1
    assert "error: Mathematics: " in ran.err
    assert "Its 2 talks stay as they were on 2021-03-01 14:00 UTC." in ran.err
    assert home.listed() == before
    ran = home("follow", "--format", "json", now="2021-03-03T10:00")
    assert json.loads(ran.out)[0]["error"] in ran.err
    for verb in ("check", "build"):
        said = home(verb, now="2021-03-03T10:00").err
        assert "Mathematics cannot be followed since 2021-03-02 15:00 UTC" in said
    group.status, group.content = 200, calendar(NOETHER, ARTIN)
    assert home("follow").status == 0
    assert "cannot be followed" not in home("check").err


def test_a_build_that_follows_is_made_and_fails_where_a_server_does(home, group):
    home("follow")
    group.status = 500
    ran = home("build", "--follow")
    assert ran.status == 1
    assert (home.folder / "build/site" / PAGE).exists()


def test_a_talk_that_is_not_there_any_more_is_held_until_it_is_over(home, group):
    """Absence is no cancellation; when it would be over it goes."""
    home("follow")
    group.content = calendar(ARTIN)
    ran = home("follow", now="2021-03-02")
    assert "gone?    2021-03-09-noether" in ran.out
    assert "Emmy Noether" in home.listed()
    said = home("check").err
    assert "2021-03-09-noether of Mathematics is not there any more since" in said
    ran = home("follow", now="2021-03-10")
    assert "dropped  2021-03-09-noether" in ran.out
    assert "Emmy Noether" not in home.listed()


def test_a_talk_that_was_there_to_its_end_stays_in_the_archive(home, group):
    home("follow", now="2021-03-09T09:00")
    group.content = calendar(ARTIN)
    assert home("follow", now="2021-03-12").status == 0
    assert "Emmy Noether" in home.listed()
    assert "not there any more" not in home("check", now="2021-03-12").err


def test_a_talk_that_they_cancel_is_shown_as_cancelled(home, group):
    home("follow")
    group.content = calendar(NOETHER.replace("LOC", "STATUS:CANCELLED\nLOC"), ARTIN)
    home("build", "--follow")
    event = events(home)["noether@math.example.edu"]
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 4


def test_a_move_raises_sequence_and_pages_say_where_it_was(home, group):
    home("follow")
    moved = NOETHER.replace("0309T", "0311T").replace("SEQUENCE:3\n", "")
    group.content = calendar(moved, ARTIN)
    home("build", "--follow", now="2021-03-02")
    assert events(home)["noether@math.example.edu"]["SEQUENCE"] == 4
    assert "Moved from" in home.read(PAGE)


def test_a_broken_store_is_said_and_fetched_anew(home):
    home("follow")
    (store,) = (home.folder / ".announcer/follow").glob("*.json")
    store.write_bytes(store.read_bytes()[:300])
    assert "what was fetched of Mathematics cannot be read" in home("check").err
    assert "2 new" in home("follow").out


def test_half_of_what_a_killed_run_fetched_goes_with_the_next(home):
    home("follow")
    (store,) = (home.folder / ".announcer/follow").glob("*.json")
    left = store.with_name(f".{store.name}.4711")
    left.write_bytes(b"half")
    home("follow")
    assert [*store.parent.iterdir()] == [store]


def test_what_nobody_follows_any_more_is_gone_with_the_next_build(home, group):
    home("follow")
    home("build")
    site = home.folder / "talks/site.yaml"
    site.write_text(site.read_text().partition("follow:")[0])
    home("build")
    assert not (home.folder / "build/site" / PAGE).exists()
    assert "Nobody is followed" in home("follow").err


def test_times_without_a_zone_are_left_out_until_somebody_says_it(home, group):
    floating = NOETHER.replace(";TZID=Europe/Berlin", "")
    group.content = calendar(floating, ARTIN)
    ran = home("follow")
    assert "left out: Mathematics: 2021-03-09 Invariants: no time zone" in ran.err
    assert "write timezone: and a city into its entry" in ran.err
    home.entry(group, "    timezone: Europe/Berlin\n")
    assert "new      2021-03-09-noether  16:00" in home("follow").out
    home.entry(group)
    ran = home("follow")
    assert "left out" in ran.err
    assert "gone?" not in ran.out, "it is there, and what was read of it stays"
    assert "Emmy Noether" in home.listed()
    group.content = calendar(floating.replace("T160000", "T150000Z"), ARTIN)
    home.entry(group)
    home("follow")
    (line,) = [one for one in home.listed().splitlines() if "Emmy Noether" in one]
    assert "2021-03-09 Tue 10:00  guests" in line, "here"


def test_of_very_many_talks_the_latest_are_followed_and_the_others_named(home, group):
    """Those before have a file of their own; whoever wants them imports them."""
    talk = {"uid": "noether@math.example.edu", "title": "Invariants", "series": "a"}
    times = {"start": "2021-03-09T16:00:00+01:00", "end": "2021-03-09T17:00:00+01:00"}
    head = {"version": "1", "site": {}, "series": []}
    more = {"next": "https://math.example.edu/talks-2019.json"}
    talks = [{**talk, **times, "timezone": "Europe/Paris"}]
    group.content = json.dumps({**head, **more, "talks": talks}).encode()
    ran = home("follow")
    assert "Mathematics: 1 talk; 1 new, 1 left out." in ran.out
    assert "talks up to 2019, which have a file of their own there" in ran.err
