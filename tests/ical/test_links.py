"""Links that add a talk to a calendar on the web."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from announcer.access import Channel
from announcer.ical import add_links, webcal
from announcer.talk import LinkAccess, Status, Talk
from announcer.templating import Templates
from tests.builders import programme, talk

TEMPLATES = Templates()
LONG = "Ein sehr langer Titel über Größe. " * 12


def links(one: Talk, channel: Channel = Channel.PUBLIC) -> dict[str, str]:
    return dict(add_links(one, programme(one), channel, TEMPLATES))


def asked(url: str) -> dict[str, str]:
    return {name: said for name, (said,) in parse_qs(urlsplit(url).query).items()}


def test_there_is_a_link_for_each_of_four_services():
    hosts = {name: urlsplit(url).hostname for name, url in links(talk()).items()}
    assert hosts == {
        "Google": "calendar.google.com",
        "Outlook.com": "outlook.live.com",
        "Office 365": "outlook.office.com",
        "Yahoo": "calendar.yahoo.com",
    }


def test_google_gets_the_wall_time_and_its_zone():
    query = asked(links(talk())["Google"])
    assert query["dates"] == "20210308T123000/20210308T133000"
    assert query["ctz"] == "America/New_York"
    assert query["text"].startswith("Surprises in Deep Learning Training - Daniel")
    assert query["location"] == "https://meet.example.edu/wilks"


def test_the_others_get_utc():
    found = links(talk())
    for name in ("Outlook.com", "Office 365"):
        query = asked(found[name])
        assert query["startdt"] == "2021-03-08T17:30:00Z"
        assert query["enddt"] == "2021-03-08T18:30:00Z"
        assert query["subject"].startswith("Surprises")
        assert query["rru"] == "addevent"
    query = asked(found["Yahoo"])
    assert (query["st"], query["et"]) == ("20210308T173000Z", "20210308T183000Z")


def test_whole_days_are_dates_without_a_zone():
    found = links(talk(start="2021-03-08 00:00", end="2021-03-09 00:00", all_day=True))
    assert asked(found["Google"])["dates"] == "20210308/20210309"
    assert "ctz" not in asked(found["Google"])
    assert asked(found["Outlook.com"])["startdt"] == "2021-03-08"
    assert asked(found["Outlook.com"])["allday"] == "true"
    assert asked(found["Yahoo"])["dur"] == "allday"
    assert "et" not in asked(found["Yahoo"])


def test_yahoo_gets_both_ends_of_several_days():
    found = links(talk(start="2021-03-08 00:00", end="2021-03-10 00:00", all_day=True))
    query = asked(found["Yahoo"])
    assert (query["st"], query["et"]) == ("20210308", "20210310")
    assert "dur" not in query


@pytest.mark.parametrize(
    "one",
    [
        talk(abstract="many words " * 1000),
        talk(abstract="数学" * 3000),
        talk(abstract="x" * 5000),
        talk(abstract="👨\u200d🔬 " * 2000, title=LONG * 2, location=LONG),
        talk(title="語" * 300, location="語" * 300, abstract="a & b? c=d#e+f%"),
    ],
    ids=["words", "han", "one word", "emoji", "long title"],
)
def test_every_link_is_ascii_under_2000_characters_and_keeps_the_page(one):
    for url in links(one).values():
        assert len(url) < 2000
        assert url.isascii()
        query = asked(url)
        said = query.get("details") or query.get("body") or query.get("desc")
        assert said is not None
        assert said.endswith("https://talks.example.edu/wilks/2021-03-08-soudry/")


def test_a_long_description_is_cut_at_a_word():
    said = asked(links(talk(abstract="indivisible " * 400))["Google"])["details"]
    body, rest = said.split("…")
    assert body.endswith(" indivisible")
    assert rest == "\n\nhttps://talks.example.edu/wilks/2021-03-08-soudry/"


def test_a_short_description_is_whole_and_special_characters_arrive():
    query = asked(links(talk(abstract='a & b? c=d#e+f% "g"'))["Google"])
    assert 'a & b? c=d#e+f% "g"' in query["details"]


def test_a_members_link_is_not_in_public_links():
    one = talk(link_access=LinkAccess.MEMBERS)
    assert not any("meet.example" in url for url in links(one).values())
    assert all("meet.example" in url for url in links(one, Channel.MEMBERS).values())


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED])
def test_nobody_adds_a_talk_that_is_off(status):
    assert links(talk(status=status)) == {}


def test_webcal_is_the_same_address_for_a_calendar_program():
    assert webcal("https://talks.example.edu/calendar/all.ics") == (
        "webcal://talks.example.edu/calendar/all.ics"
    )
