"""Servers that mean no good: refused with one line, and nothing is changed."""

from __future__ import annotations

import json
from time import perf_counter

import pytest

from announcer import fetching, following
from announcer.errors import AnnouncerError
from announcer.following import reading
from announcer.talk import Follow
from tests.builders import NOW, SITE
from tests.following.conftest import ARTIN, NOETHER, calendar


def refused(home, group, content, **headers):
    """Return the one line that says why an answer changes nothing."""
    home("follow")
    before = home.listed()
    group.content, group.headers = content, headers
    ran = home("follow")
    assert ran.status == 1
    assert home.listed() == before
    lines = ran.err.splitlines()
    assert len(lines) == 3, ran.err
    return lines[0]


def many(number, more=""):
    event = ARTIN.replace("SUMMARY", f"{more}SUMMARY")
    return calendar(*(event.replace("artin@", f"{n}@") for n in range(number)))


def test_a_huge_answer_is_refused(home, group):
    said = refused(home, group, b"BEGIN:VCALENDAR\r\n" + b" " * (16 * 1024 * 1024))
    assert "longer than 16 MB" in said


def test_a_packed_answer_is_not_unpacked(home, group):
    said = refused(home, group, b"\x1f\x8b", **{"Content-Encoding": "gzip"})
    assert "the answer is packed (gzip)" in said


def test_a_hundred_thousand_events_are_refused(home, group):
    content = calendar("BEGIN:VEVENT\nUID:x\nEND:VEVENT\n" * 100_000)
    assert "there are 100000 events" in refused(home, group, content)


def test_a_hundred_thousand_talks_in_data_are_refused(home, group):
    row = {"title": "T", "start": "2027-01-01T10:00+01:00"}
    data = {"version": "1", "site": {}, "talks": [row] * 6000}
    assert "there are 6000 events" in refused(home, group, json.dumps(data).encode())


def test_floods_of_repeated_events_are_refused(home, group):
    said = refused(home, group, many(600, "RRULE:FREQ=WEEKLY\n"))
    assert "600 events are repeated" in said


def test_a_calendar_that_comes_to_too_many_talks_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST", 50)
    content = many(2, "RRULE:FREQ=WEEKLY;COUNT=100\n")
    entry = Follow(url="https://math.example.edu/", name="Mathematics", series="guests")
    with pytest.raises(AnnouncerError, match="more than 50 talks"):
        reading.read(content, entry, SITE, NOW.date())


def test_what_takes_for_ever_to_read_is_ended(home, group, monkeypatch):
    """A day that never comes is looked for until the year 9999, event by event."""
    monkeypatch.setattr(following, "_LONGEST_READING", 1.5)
    never = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\n"
    said = refused(home, group, many(100, never))
    assert "it takes longer than 1.5 seconds to read" in said


def test_no_talk_is_every_second(home, group):
    group.content = calendar(
        NOETHER, ARTIN.replace("SUMMARY", "RRULE:FREQ=SECONDLY;COUNT=9\nSUMMARY")
    )
    assert "2 talks" in home("follow").out


def test_an_answer_that_trickles_is_ended(home, group, monkeypatch):
    """Each byte comes in time, and the whole would take half a minute."""
    home("follow")
    group.pause = 0.05
    ask = fetching.ask
    monkeypatch.setattr(
        fetching, "ask", lambda url, **more: ask(url, **more | {"within": 1})
    )
    begin = perf_counter()
    ran = home("follow")
    assert perf_counter() - begin < 15
    assert "the server takes longer than 1 seconds to answer" in ran.err
    assert "Emmy Noether" in home.listed()


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><item>&b;</item></channel></rss>
"""


@pytest.mark.parametrize(
    "content", [BOMB, b"[" * 200_000, b'{"talks": ' * 100_000, b"\xff\xfe\x00\x00"]
)
def test_bombs_of_entities_and_nesting_are_nothing_to_follow(home, group, content):
    assert "nothing that can be followed" in refused(home, group, content)


def test_a_redirect_into_the_network_is_not_taken(home, group):
    home("follow")
    for place in ("http://10.0.0.1/", "http://localhost:1/", "http://127.1:1/x"):
        group.status, group.headers = 302, {"Location": place}
        ran = home("follow")
        assert "inside of a network" in ran.err, place
    group.headers = {"Location": "/round"}
    assert "more than 5 times" in home("follow").err


def test_a_link_that_is_a_script_and_html_in_texts_do_no_harm(home, group):
    """Of a hostile talk the words are left, and its address is none."""
    evil = NOETHER.replace("Invariants", "<script>alert(1)</script>")
    evil = evil.replace("URL:https://math", "URL:javascript://math")
    evil = evil.replace("Room 5", "<img src=x onerror=alert(2)>")
    group.content = calendar(evil, ARTIN)
    assert home("build", "--follow").status == 0
    for page in ("guests/2021-03-09-noether/index.html", "guests/index.html"):
        text = home.read(page)
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert 'href="javascript' not in text


def test_a_link_of_data_that_is_a_script_is_left_out(home, group):
    row = {
        "uid": "a@b", "title": "T", "start": "2021-03-09T10:00+01:00",
        "timezone": "Europe/Berlin", "link": "javascript:alert(1)",
        "page": "javascript:alert(2)",
        "abstract": "<a href='javascript:alert(3)'>x</a>",
    }  # fmt: skip
    data = {"version": "1", "site": {}, "talks": [row]}
    group.content = json.dumps(data).encode()
    assert home("build", "--follow").status == 0
    built = home.folder / "build/site"
    for path in (*built.rglob("*.html"), *built.rglob("*.ics"), built / "talks.json"):
        text = path.read_text(encoding="utf-8").casefold()
        assert 'href="javascript:' not in text
        assert "url:javascript" not in text
    talks = json.loads(home.read("talks.json"))["talks"]
    (theirs,) = [one for one in talks if one["uid"] == "a@b"]
    assert theirs["owner_page"] == f"{group.address}/"


def test_a_uid_that_is_ours_takes_no_record_over(home, group):
    """A feed cannot cancel or move a talk of the site by bearing its uid."""
    ours = "wilks.2021-03-08-soudry@talks.example.edu"
    evil = NOETHER.replace("noether@math.example.edu", ours)
    group.content = calendar(evil.replace("LOC", "STATUS:CANCELLED\nLOC"))
    home("build", "--follow")
    text = home.read("calendar/all.ics")
    assert text.count("BEGIN:VEVENT") == 1
    assert "CANCELLED" not in text
