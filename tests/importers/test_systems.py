"""Talks of other systems, in the shapes in which those hand them out."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from announcer.errors import BadValue
from announcer.importers import IMPORTERS, Found, Given, Shipment

RS = {
    "seminar_id": "DEMO",
    "seminar_ctr": 7,
    "title": "Trees",
    "speaker": "Ada Roe | Ben Lim",
    "speaker_affiliation": "Uni A | Uni B",
    "start_time": "2026-03-04 13:00:00+00:00",
    "end_time": "2026-03-04 14:00:00+00:00",
    "timezone": "Europe/Paris",
    "room": "B12",
    "live_link": "https://uni.zoom.us/j/1",
    "video_link": "",
    "deleted": False,
}
EVENT = {
    "_type": "Conference",
    "id": "42",
    "title": "Photons",
    "type": "simple_event",
    "description": "<p>We search.</p>",
    "timezone": "Europe/Zurich",
    "label": None,
    "startDate": {"date": "2026-02-05", "time": "10:00:00", "tz": "UTC"},
    "endDate": {"date": "2026-02-05", "time": "11:00:00", "tz": "UTC"},
    "roomFullname": "500/1",
    "location": "Lab",
    "category": "Thursdays",
    "chairs": [
        {
            "first_name": "Iris",
            "last_name": "Moe",
            "fullName": "MOE, Iris",
            "affiliation": "Lab X",
        }
    ],
    "url": "https://indico.example.org/event/42/",
}


def read(source: object, name: str = "") -> Shipment:
    content = source if isinstance(source, bytes) else json.dumps(source).encode()
    found = next(
        one for one, importer in IMPORTERS.items() if importer.recognises(content, "a")
    )
    assert found == name
    return IMPORTERS[found].read(content, "a", Given())


def only(source: object, name: str) -> Found:
    (found,) = read(source, name).talks
    return found


def test_a_series_of_researchseminars_has_its_speakers_by_position():
    found = only(
        {"code": "success", "properties": {"name": "Demo"}, "talks": [RS]},
        "researchseminars",
    )
    assert found.record["speakers"] == [
        {"name": "Ada Roe", "affiliation": "Uni A"},
        {"name": "Ben Lim", "affiliation": "Uni B"},
    ]
    assert found.moment.instant == datetime(2026, 3, 4, 13, tzinfo=UTC)
    assert (found.moment.zone, found.series) == ("Europe/Paris", "Demo")
    assert found.record["link"] == "https://uni.zoom.us/j/1"
    assert (found.origin.id, "video" in found.record) == ("DEMO/7", False)


def test_what_researchseminars_says_beyond_a_record_is_kept_beside_it():
    """It has its own notes, its chat and a hint for the password."""
    more = {
        "online": True, "room": "", "access_control": 2, "access_hint": "$|S_5|$",
        "comments": "Tea at 3.", "chat_link": "https://chat.example.org/x",
        "audience": 4, "by_api": True,
    }  # fmt: skip
    record = only([RS | more], "researchseminars").record
    assert record["location"] == "Virtual"
    assert record["extra"] == {
        "audience": "undergraduates", "access_hint": "$|S_5|$",
        "chat": "https://chat.example.org/x", "comments": "Tea at 3.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("control", "address", "taken", "left"),
    [
        (3, "", {"link_access": "members"}, ()),
        (
            5,
            "https://example.org/r",
            {"link_access": "registration", "registration": "https://example.org/r"},
            (),
        ),
        (5, "olga@example.org", {}, ("access_registration",)),
        (0, "", {}, ()),
    ],
)
def test_a_link_behind_a_login_or_a_registration_is_not_shown_to_everybody(
    control, address, taken, left
):
    more = {"access_control": control, "access_registration": address}
    found = only([RS | more], "researchseminars")
    keys = ("link_access", "registration")
    assert {key: found.record[key] for key in keys if key in found.record} == taken
    assert found.left == left


def test_what_no_record_has_a_place_for_is_named_and_empty_fields_are_not():
    odd = RS | {"prize": "Gold", "rank": 3, "note": ""}
    assert only([odd], "researchseminars").left == ("prize",)


def test_an_old_slot_and_a_deleted_talk_are_no_talks():
    """A negative number is where a talk was before it moved."""
    old, gone = RS | {"seminar_ctr": -3}, RS | {"deleted": True}
    assert len(read([old, gone], "researchseminars").skipped) == 2


def test_a_placeholder_is_no_title():
    assert "title" not in only([RS | {"title": "TBA"}], "researchseminars").record


def test_a_bare_list_gives_no_zone_and_a_callback_is_taken_off():
    """Its offset is that of the talk, and no name of a zone."""
    bare = {
        key: RS[key]
        for key in ("speaker", "speaker_affiliation", "title", "start_time", "end_time")
    }
    text = f"callback({json.dumps([bare])});".encode()
    found = only(text, "researchseminars")
    assert found.moment.zone is None
    assert found.origin.id == "20260304T1300 Ada Roe | Ben Lim"


def test_the_zone_beside_a_date_of_indico_is_that_of_the_request():
    found = only({"_type": "HTTPAPIResult", "results": [EVENT]}, "indico")
    assert (found.moment.day, found.moment.time, found.moment.end) == (
        date(2026, 2, 5),
        time(11),
        time(12),
    )
    assert found.moment.zone == "Europe/Zurich"
    assert found.record["speakers"] == [{"name": "Iris Moe", "affiliation": "Lab X"}]
    assert found.record["location"] == "500/1, Lab"
    assert found.record["abstract"] == "We search."


def test_an_event_that_is_not_happening_is_cancelled():
    label = {"title": "Cancelled", "is_event_not_happening": True, "message": "Ill."}
    found = only(
        {"_type": "HTTPAPIResult", "results": [EVENT | {"label": label}]}, "indico"
    )
    assert (found.record["status"], found.record["notice"]) == ("cancelled", "Ill.")


def test_a_label_that_lets_an_event_happen_is_a_notice():
    label = {"title": "New room", "is_event_not_happening": False, "message": "Up."}
    found = only(
        {"_type": "HTTPAPIResult", "results": [EVENT | {"label": label}]}, "indico"
    )
    assert ("status" in found.record, found.record["notice"]) == (False, "Up.")


def test_what_is_attached_to_an_event_keeps_its_name():
    """Slides have a field of their own; posters and minutes stand beside it."""
    files = [
        {"title": "Slides", "download_url": "https://indico.example.org/s.pdf"},
        {"title": "Poster", "download_url": "https://indico.example.org/p.pdf"},
        {"title": "Draft", "download_url": "https://x.org/d", "is_protected": True},
    ]
    more = {
        "folders": [{"title": "", "attachments": files}],
        "note": {"html": "<p>We met</p>", "url": "https://indico.example.org/n"},
        "organizer": "Olga Org",
    }
    found = only({"_type": "HTTPAPIResult", "results": [EVENT | more]}, "indico")
    record = found.record
    assert record["slides"] == "https://indico.example.org/s.pdf"
    assert record["extra"] == {
        "Poster": "https://indico.example.org/p.pdf",
        "minutes": "https://indico.example.org/n",
    }
    assert found.left == ("organizer",)


def test_contributions_are_talks_of_their_own():
    one = {
        "id": "1",
        "db_id": 9,
        "title": "Quarks",
        "duration": 20,
        "speakers": [{"fullName": "Bo Ek"}],
        "startDate": {"date": "2026-02-05", "time": "09:30:00", "tz": "UTC"},
        "endDate": None,
    }
    found = only(
        {"_type": "HTTPAPIResult", "results": [EVENT | {"contributions": [one]}]},
        "indico",
    )
    assert (found.moment.time, found.moment.duration) == (
        time(10, 30),
        timedelta(minutes=20),
    )
    assert found.origin.id == "indico.example.org/42/9"


def schedule(zone: str = "Europe/Berlin") -> Any:
    event = {
        "guid": "5e0c",
        "date": "2026-06-01T10:00:00+02:00",
        "start": "10:00",
        "duration": "00:45",
        "room": "Hall",
        "title": "Kernels",
        "abstract": "Short.",
        "description": "Long.",
        "persons": [{"name": "Kim Sol", "biography": "Works."}],
        "links": [],
        "attachments": [],
        "track": "Systems",
    }
    days = [{"date": "2026-05-31", "rooms": {"Hall": [event]}}]
    return {
        "schedule": {
            "conference": {"title": "Days", "time_zone_name": zone, "days": days}
        }
    }


def test_a_schedule_is_read_by_the_date_of_each_event():
    """Talks after midnight stand in the day before, and are known by their guid."""
    found = only(schedule(), "schedule")
    assert found.moment.instant == datetime.fromisoformat("2026-06-01T10:00:00+02:00")
    assert (found.moment.zone, found.moment.duration) == (
        "Europe/Berlin",
        timedelta(minutes=45),
    )
    assert (found.origin.id, found.record["abstract"]) == ("5e0c", "Short.\n\nLong.")


def test_a_schedule_says_what_kind_of_talk_it_is_and_that_nobody_may_record_it():
    source = schedule()
    event = source["schedule"]["conference"]["days"][0]["rooms"]["Hall"][0]
    event |= {"type": "Workshop", "do_not_record": True, "subtitle": "A tour"}
    event["links"] = [{"title": "Repo", "url": "https://git.example.org/k"}]
    record = only(source, "schedule").record
    assert (record["type"], record["recording"]) == ("Workshop", "no")
    assert record["extra"] == {
        "Repo": "https://git.example.org/k",
        "subtitle": "A tour",
    }
    event |= {"type": "Talk", "do_not_record": False}
    record = only(source, "schedule").record
    assert not record.keys() & {"type", "recording"}


def test_a_zone_that_contradicts_the_offset_is_not_taken():
    found = only(schedule("UTC"), "schedule")
    assert found.moment.zone is None
    assert "contradicts" in found.doubts[0].text


def test_a_schedule_in_xml_is_the_same():
    text = b"""<?xml version='1.0'?><schedule><conference><title>Days</title>
    <time_zone_name>Europe/Berlin</time_zone_name></conference><day date='2026-06-01'>
    <room name='Hall'><event guid='5e0c'><title>Kernels</title><room>Hall</room>
    <date>2026-06-01T10:00:00+02:00</date><duration>00:45</duration>
    <persons><person id='1'>Kim Sol</person></persons></event></room></day></schedule>"""  # noqa: E501
    found, other = only(text, "xml"), only(schedule(), "schedule")
    assert (found.moment, found.origin.id) == (other.moment, other.origin.id)
    assert found.record["speakers"] == [{"name": "Kim Sol"}]


def test_sessionize_has_people_and_rooms_by_number():
    source = {
        "sessions": [
            {
                "id": "1",
                "title": "Builds",
                "startsAt": "2026-09-01T09:00:00",
                "endsAt": "2026-09-01T09:40:00",
                "speakers": ["s"],
                "roomId": 3,
                "liveUrl": "https://uni.zoom.us/j/2",
                "isServiceSession": False,
            },
            {
                "id": "2",
                "title": "Lunch",
                "startsAt": "2026-09-01T12:00:00",
                "isServiceSession": True,
            },
        ],
        "speakers": [{"id": "s", "fullName": "Noa Diaz", "tagLine": "Acme"}],
        "rooms": [{"id": 3, "name": "R1"}],
    }
    shipment = read(source, "sessionize")
    (found,) = shipment.talks
    assert found.record["speakers"] == [{"name": "Noa Diaz", "affiliation": "Acme"}]
    assert (found.record["location"], found.moment.zone) == ("R1", None)
    assert len(shipment.skipped) == 1


def test_inspire_writes_names_from_behind_and_times_in_utc():
    source = {
        "title": {"title": "Axions"},
        "speakers": [{"name": "Moe, Iris", "affiliations": [{"value": "Lab X"}]}],
        "start_datetime": "2026-02-05T09:00:00.000000",
        "end_datetime": "2026-02-05T10:00:00.000000",
        "timezone": "Europe/Zurich",
        "join_urls": [{"value": "https://uni.zoom.us/j/3"}],
    }
    found = only({"hits": {"hits": [{"metadata": source}]}}, "inspire")
    assert found.record["speakers"][0]["name"] == "Iris Moe"
    assert found.moment.instant == datetime(2026, 2, 5, 9, tzinfo=UTC)


CAM = b"""<list><id>1</id><name>Demo</name><talk><id>77</id><title>Motors</title>
<abstract>h2. Noise</abstract><speaker>Jo Park, Uni D</speaker><venue>LT2</venue>
<special_message>CANCELLED</special_message><url>https://talks.example.ac.uk/talk/index/77</url>
<start_time>Thu, 05 Mar 2026 14:00:00 +0000</start_time>
<end_time>Thu, 05 Mar 2026 15:00:00 +0000</end_time></talk></list>"""


def test_a_list_of_talks_cam_has_moments_and_no_zone():
    found = only(CAM, "xml")
    assert found.record["speakers"] == [{"name": "Jo Park", "affiliation": "Uni D"}]
    assert (found.record["status"], found.record["abstract"]) == (
        "cancelled",
        "## Noise",
    )
    assert (found.moment.instant, found.moment.zone) == (
        datetime(2026, 3, 5, 14, tzinfo=UTC),
        None,
    )


def test_talks_ox_embeds_its_speakers():
    source = {
        "slug": "aa",
        "title_display": "Maps",
        "start": "2026-05-01T17:00:00+01:00",
        "status": "cancelled",
        "_embedded": {
            "speakers": [{"name": "Lee Orr", "bio": "Univ E"}],
            "hosts": [{"name": "Hal Host"}],
            "topics": [{"label": "Maps"}],
            "venue": None,
        },
        "audience": "Members only",
    }
    found = only(source, "talks.ox")
    assert (found.record["host"], found.record["topics"]) == ("Hal Host", ["Maps"])
    assert found.record["extra"] == {"audience": "Members only"}
    assert found.record["speakers"] == [{"name": "Lee Orr", "affiliation": "Univ E"}]
    assert found.record["status"] == "cancelled"


def performed(performer: Any) -> Found:
    event = {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "name": "Trees",
        "startDate": "2026-05-01T17:00:00+02:00",
        "performer": performer,
    }
    return only(json.dumps(event).encode(), "schema.org")


def test_a_performer_whose_name_stands_in_parts_speaks():
    roe = {"@type": "Person", "givenName": "Ada", "familyName": "Roe"}
    eck = {"givenName": "Jan", "additionalName": "M.", "familyName": "Eck"}
    people = performed([roe, {**eck, "affiliation": "Uni A"}]).record["speakers"]
    assert [one["name"] for one in people] == ["Ada Roe", "Jan M. Eck"]
    assert people[1]["affiliation"] == "Uni A"


def test_a_performer_without_a_name_is_said():
    found = performed([{"@id": "#ada"}, {"name": "Ben Lim"}])
    assert found.record["speakers"] == [{"name": "Ben Lim"}]
    assert [one.text for one in found.doubts] == [
        "`performer` of `Trees` gives no name for somebody"
    ]


def test_a_page_names_its_events_for_search_engines():
    """Graphs and lists hold them; a place on the web is where one joins."""
    event = {
        "@type": "EducationEvent",
        "name": "Trees",
        "startDate": "2026-05-01T17:00:00+02:00",
        "performer": {
            "@type": "Person",
            "name": "Ada Roe",
            "affiliation": {"name": "Uni A"},
        },
        "location": [
            {"@type": "Place", "name": "Hall"},
            {"@type": "VirtualLocation", "url": "https://uni.zoom.us/j/4"},
        ],
        "eventStatus": "https://schema.org/EventCancelled",
        "url": "https://example.org/t",
    }
    graph = json.dumps(
        {
            "@context": "https://schema.org",
            "@graph": [{"@type": "WebSite"}, event, event],
        }
    )
    text = f'<html><script type="application/ld+json">{graph}</script></html>'.encode()
    found = only(text, "schema.org")
    assert (found.record["location"], found.record["link"]) == (
        "Hall",
        "https://uni.zoom.us/j/4",
    )
    assert (found.record["status"], found.origin.url, found.origin.id) == (
        "cancelled",
        "https://example.org/t",
        None,
    )


def test_an_item_of_a_feed_that_labels_its_time_is_at_that_time():
    text = b"""<rss><channel><title>News</title><item>
    <title>Seminar by Ada Roe on 5 March 2026</title><link>https://example.org/2</link>
    <description><![CDATA[<p>Speaker: Ada Roe</p><p>Title: Trees</p>
    <p>Time: 5 March 2026, 2pm</p>]]></description></item></channel></rss>"""
    found = only(text, "xml")
    assert (found.moment.day, found.moment.time) == (date(2026, 3, 5), time(14))


def test_a_feed_tells_of_talks_where_their_date_is_said():
    """When an item was posted is no date of a talk."""
    text = b"""<rss xmlns:ev='http://purl.org/rss/1.0/modules/event/'><channel><title>S</title>
    <item><title>Trees - Ada Roe (Uni A)</title><link>https://example.org/1</link>
    <ev:startdate>2026-05-01T17:00:00</ev:startdate><ev:location>Hall</ev:location></item>
    <item><title>News of us</title><pubDate>Thu, 05 Mar 2026 14:00:00 +0000</pubDate></item>
    </channel></rss>"""  # noqa: E501
    shipment = read(text, "xml")
    (found,) = shipment.talks
    assert (found.record["title"], found.moment.time) == ("Trees", time(17))
    assert "posted" in shipment.skipped[0].text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><list>&b;</list>',  # noqa: E501
            "defines entities",
        ),
        (b'<?xml version="1.0"?><list><talk>', "this is no XML"),
        (b'<?xml version="1.0"?><svg></svg>', "of no kind that holds talks"),
    ],
)
def test_xml_that_cannot_be_read_is_one_message(text, says):
    with pytest.raises(BadValue, match=says):
        read(text, "xml")


def test_our_own_data_comes_back_as_it_was():
    talk = {
        "uid": "a.b@example.org",
        "series": "a",
        "page": "https://example.org/b/",
        "title": "$x$",
        "speakers": [
            {"name": "Ada Roe", "page": "https://example.org/roe/", "bio": "*B*"}
        ],
        "start": "2026-03-05T14:00:00+01:00",
        "end": "2026-03-05T15:00:00+01:00",
        "timezone": "Europe/Berlin",
        "status": "cancelled",
        "host": "Bo",
        "abstract": "# A",
    }
    found = only(
        {
            "version": "1",
            "site": {},
            "series": [{"key": "a", "name": "A"}],
            "talks": [talk],
        },
        "talks.json",
    )
    assert found.record["speakers"] == [{"name": "Ada Roe", "bio": "*B*"}]
    assert (found.record["abstract"], found.record["status"], found.series) == (
        "# A",
        "cancelled",
        "A",
    )
    assert found.moment.zone == "Europe/Berlin"
