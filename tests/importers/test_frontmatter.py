"""Talks of sites made of files, and of data files kept by hand."""

from datetime import date, time

import pytest

from announcer.errors import BadValue
from announcer.importers import Found, Given, Shipment, datafile, frontmatter


def page(
    head: str, body: str = "", name: str = "_posts/a.md", mark: str = "---"
) -> Found:
    text = f"{mark}\n{head}\n{mark}\n{body}".encode()
    assert frontmatter.recognises(text, name)
    (found,) = frontmatter.read(text, name, Given()).talks
    return found


def data(text: str, name: str = "talks.yml") -> Shipment:
    assert datafile.recognises(text.encode(), name)
    return datafile.read(text.encode(), name, Given())


def test_a_post_has_abstract_biography_and_links_without_headings():
    """A paragraph that tells of the speaker is no abstract, nor is a link to a form."""
    found = page(
        'title: "Trees"\ndate: 2026-03-05 19:00\nspeaker: "Prof. Dr. Ada Roe"\nlocation: hall',  # noqa: E501
        '<img src="roe.jpg" />\nTrees are often used. We count them.\n\n'
        "Ada Roe is a professor at Uni A.\n\nZur Anmeldung:\n\n"
        "[Form](https://www.eventbrite.de/e/1)\n",
    )
    (speaker,) = found.record["speakers"]
    assert found.record["abstract"] == "Trees are often used. We count them."
    assert speaker["bio"] == "Ada Roe is a professor at Uni A."
    assert found.record["registration"] == "https://www.eventbrite.de/e/1"
    assert (found.moment.day, found.moment.time) == (date(2026, 3, 5), time(19))


def test_yaml_has_no_ideas_of_its_own():
    """14:30 is a time and YES a word; a day in words is a day."""
    found = page(
        "talk-title: Trees\nspeaker: Ada Roe\naffiliation: Uni A\ndate: Nov 7, 2022\n"
        "day: Monday\ntime: 14:30\nlocation:\nonline: YES",
        "**Abstract:**\n\nWe count.\n\n**Bio:**\nAda Roe counts.",
    )
    assert (found.moment.day, found.moment.time) == (date(2022, 11, 7), time(14, 30))
    assert found.record["title"] == "Trees"
    assert found.record["abstract"] == "We count."
    assert found.record["speakers"] == [
        {"name": "Ada Roe", "affiliation": "Uni A", "bio": "Ada Roe counts."}
    ]
    assert not {"location", "link"} & found.record.keys()
    assert not found.doubts


def test_in_hugo_the_date_is_that_of_posting_where_another_key_has_that_of_the_talk():
    found = page(
        'title = "Trees"\nauthors = ["Ada Roe - Uni A"]\ndate = "2020-06-11"\n'
        "time_start = 2020-06-18T20:00:00\ntime_end = 2020-06-18T21:00:00\n"
        'url_custom = [{name = "Zoom", url = "https://uni.zoom.us/j/1"}]\nurl_video = ""',  # noqa: E501
        mark="+++",
    )
    assert (found.moment.day, found.moment.end) == (date(2020, 6, 18), time(21))
    assert found.record["link"] == "https://uni.zoom.us/j/1"
    assert found.record["speakers"] == [{"name": "Ada Roe", "affiliation": "Uni A"}]


def test_a_title_that_is_the_speaker_yields_to_that_of_the_seminar():
    found = page(
        'title = "Ada Roe (Uni A)"\nspeaker = "Ada Roe"\nseminar = "Counting trees"\n'
        'start = "2020-05-28 17:00:00"\ndate = "2020-05-04 12:22:09"',
        mark="+++",
    )
    assert found.record["title"] == "Counting trees"
    assert found.moment.time == time(17)


def test_the_z_of_hugo_blox_is_no_zone():
    """It is written whatever the zone is, so that is asked for."""
    found = page(
        "title: Trees\nevent_name: Forest days\nevent_start: '2026-04-09T15:00:00Z'\n"
        "event_end: '2026-04-09T16:00:00Z'\nauthors: [me]\nlocation: Room 12"
    )
    assert (found.moment.time, found.moment.end) == (time(15), time(16))
    assert (found.moment.zone, found.moment.instant) == (None, None)
    assert "offset" in {one.code for one in found.doubts}
    assert "speakers" not in found.record


def test_in_older_hugo_blox_the_date_with_an_end_is_that_of_the_talk():
    found = page(
        "title: Trees\nevent: Days\ndate: '2026-04-09T15:00:00Z'\n"
        "date_end: '2026-04-09T16:00:00Z'\nauthors: [Ada Roe]"
    )
    assert (found.moment.time, found.moment.end) == (time(15), time(16))
    assert found.record["speakers"] == [{"name": "Ada Roe"}]


def test_talks_of_one_person_lack_a_speaker_and_a_time():
    found = page(
        "title: Fast sieves\ncollection: talks\ntype: Seminar\nvenue: Uni F\ndate: 2026-01-15\n"  # noqa: E501
        "location: Lima, Peru",
        "A short intro.",
        "_talks/2026-01-15-fast-sieves.md",
    )
    assert (found.moment.day, found.moment.time) == (date(2026, 1, 15), None)
    assert "no speaker is named" in found.doubts[-1].text


def test_news_are_left_to_the_reader_of_announcements():
    text = b'---\ntitle: "News"\ndate: 2015-10-28 13:06:39\nauthor: jens\n---\nHello'
    assert not frontmatter.recognises(text, "a.md")


def test_a_list_in_yaml_is_a_talk_for_each_entry():
    """Entries know their line; breaks are no talks; what is commented out is not there."""  # noqa: E501
    shipment = data(
        "# - title: template\n- date: 2026-10-14 14:30\n  room: TBA\n  speaker: Ada Roe\n"  # noqa: E501
        "  lab: Uni A\n  title: Trees\n  website: https://example.org/roe\n  abstract: |\n"  # noqa: E501
        "    One.\n\n    Two.\n- date: 2026-10-21\n  title: No seminar\n"
    )
    (found,) = shipment.talks
    assert found.line == 2
    assert found.moment.time == time(14, 30)
    assert found.record["abstract"] == "One.\n\nTwo."
    assert found.record["speakers"][0]["url"] == "https://example.org/roe"
    assert found.origin.url is None
    assert len(shipment.skipped) == 1


def test_html_in_values_becomes_words():
    (found,) = data(
        "- speaker_name: Ada Roe\n  date: August 14, 2020\n  time: 12:00 pm\n  title: Trees\n"  # noqa: E501
        '  venue: Zoom - <a href="http://example.org/list">join our list</a> for the link\n'  # noqa: E501
    ).talks
    assert found.record["location"] == "Zoom - join our list for the link"
    assert found.moment.time == time(12)
    assert "link" not in found.record


def test_talks_of_a_meeting_have_its_day():
    talks = data(
        "city: Ems\nstart: 2026-05-07 19:00\nvenue: Pub\ntalks:\n- title: Trees\n"
        "  speakers: [Ada Roe]\n- title: Leaves\n  speakers: [Ben Lim]\n"
    ).talks
    assert [one.record["title"] for one in talks] == ["Trees", "Leaves"]
    assert {one.moment.time for one in talks} == {time(19)}


def test_a_list_in_toml_and_one_in_json_are_read_alike():
    toml = data(
        '[[talks]]\ntitle = "T"\nspeaker = "Ada Roe"\ndate = 2026-05-07\ntime = 16:00:00\n',  # noqa: E501
        "t.toml",
    )
    json = data(
        '[{"title": "T", "speaker": "Ada Roe", "date": "2026-05-07", "time": "16:00"}]',
        "t.json",
    )
    assert toml.talks[0].moment == json.talks[0].moment
    assert toml.talks[0].moment.time == time(16)


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        (
            '[{"title": "T", "speaker": "A',
            "a.json",
            "line 1, column 28: this JSON breaks off",
        ),
        ('{"a": 1 "b"}', "a.json", "line 1, column 9: this is no JSON"),
        ("- title: [a\n- b: c\n", "a.yml", "line 2, column 4: this is no YAML"),
        ("a = [1,\n", "a.toml", "this is no TOML"),
    ],
)
def test_broken_data_is_one_message_with_its_place(text, name, says):
    with pytest.raises(BadValue) as caught:
        data(text, name)
    assert says in caught.value.message


def test_yaml_that_makes_more_of_itself_is_refused():
    text = "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
    for last, name in zip("abcdefg", "bcdefgh", strict=True):
        text += f"{name}: &{name} [{','.join([f'*{last}'] * 10)}]\n"
    with pytest.raises(BadValue, match="too large"):
        data(text)
