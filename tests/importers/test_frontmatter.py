"""Talks of sites made of files, and of data files kept by hand."""

from datetime import date, time, timedelta

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
    record = found.record
    assert (record["location"], record["address"]) == ("Uni F", "Lima, Peru")
    assert record["type"] == "Seminar"


def test_whoever_a_site_belongs_to_is_no_name_and_its_own_files_are_no_addresses():
    found = page(
        "title: Soft robots\nevent_start: '2026-04-09T15:00:00Z'\nauthors: [me]\n"
        "tags: [robots]\nlinks:\n- {type: slides, url: slides.pdf}\n"
        "- {name: Repo, url: 'https://git.example.org/r'}"
    )
    texts = " ".join(one.text for one in found.doubts)
    assert "no speaker is named" in texts
    assert "the link `slides.pdf` is left out" in texts
    assert found.record["topics"] == ["robots"]
    assert found.record["extra"] == {"Repo": "https://git.example.org/r"}


def test_keys_that_nobody_understands_are_named_and_those_of_the_page_are_not():
    found = page(
        "title: Trees\nspeaker: Ada Roe\nlayout: talk\nmath: true\nprize: Gold"
    )
    assert found.left == ("prize",)


def test_news_are_left_to_the_reader_of_announcements():
    text = b'---\ntitle: "News"\ndate: 2015-10-28 13:06:39\nauthor: jens\n---\nHello'
    assert not frontmatter.recognises(text, "a.md")


TALK = 'title: "Trees"\ndate: 2026-03-05\ntime: "19:00"\nspeaker: Ada Roe'
TEXT = "We count trees until the forest ends, and then we count them once more."


@pytest.mark.parametrize("key", ["description", "summary", "excerpt"])
def test_a_short_text_for_lists_yields_to_the_text_of_the_page_and_is_named(key):
    found = page(f"{TALK}\n{key}: All of the forest.", TEXT)
    assert (found.record["abstract"], found.left) == (TEXT, (key,))


@pytest.mark.parametrize("key", ["description", "summary", "excerpt"])
def test_a_short_text_for_lists_is_the_abstract_of_a_page_without_text(key):
    found = page(f"{TALK}\n{key}: All of the forest.")
    assert (found.record["abstract"], found.left) == ("All of the forest.", ())


def test_a_short_text_for_lists_that_the_page_repeats_is_not_missed():
    assert not page(f"{TALK}\nsummary: We count trees.", f"{TEXT} We count trees.").left


def test_an_abstract_comes_before_a_description_whichever_stands_first():
    found = page(f"{TALK}\ndescription: All of it.\nabstract: {TEXT}")
    assert (found.record["abstract"], found.left) == (TEXT, ("description",))


def test_of_a_text_below_an_abstract_is_said_that_it_is_left_out():
    found = page(
        f"{TALK}\nabstract: We count.",
        f"{TEXT}\n\nAda Roe is a professor at Uni A.",
    )
    (doubt,) = found.doubts
    assert found.record["abstract"] == "We count."
    assert found.record["speakers"][0]["bio"] == "Ada Roe is a professor at Uni A."
    assert (doubt.code, TEXT[:40] in doubt.text) == ("left-out", True)


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


def test_a_meeting_with_a_name_is_no_speaker():
    """What is shown of its talks stands in lists of a single key each."""
    (found,) = data(
        "name: Ems March\ncity: Ems\nstart: 2026-05-07 19:00\nvenue: Pub\ntalks:\n"
        "- title: Trees\n  speakers: [Ada Roe]\n"
        "  coverage: [{video: 'https://v.example.org/4'}]\n"
    ).talks
    assert found.record["speakers"] == [{"name": "Ada Roe"}]
    assert found.record["video"] == "https://v.example.org/4"


def test_a_venue_may_have_an_address():
    (found,) = data(
        "- {title: Trees, speaker: Ada Roe, date: 2026-05-05,"
        " venue: {venue: Aula 3, address: Via Roma 1, city: Pisa}}\n"
    ).talks
    assert found.record["location"] == "Aula 3"
    assert found.record["address"] == "Via Roma 1, Pisa"


def test_an_event_in_the_words_of_calendars_is_a_talk():
    """One that repeats is taken once, and that is said."""
    talk, tea = data(
        "timezone: Europe/Oslo\nevents:\n- summary: 'Ada Roe: Trees'\n"
        "  begin: 2026-05-05 15:00:00\n  duration: {minutes: 90}\n"
        "- summary: Tea\n  begin: 2026-05-06 15:00:00\n"
        "  repeat: {interval: {weeks: 1}, until: 2026-06-06}\n"
    ).talks
    assert (talk.record["title"], talk.moment.zone) == ("Trees", "Europe/Oslo")
    assert talk.moment.duration == timedelta(minutes=90)
    assert [one.code for one in tea.doubts] == ["repeats"]


@pytest.mark.parametrize(("other", "day"), [("18", date(2024, 10, 11)), ("11", None)])
def test_a_date_that_can_be_read_one_way_only_says_how_all_are_written(other, day):
    first, _ = data(
        "- speaker: Ada Roe\n  title: Trees\n  date: 10/11/2024\n"
        f"- speaker: Cy Moe\n  title: Rings\n  date: 10/{other}/2024\n"
    ).talks
    assert first.moment.day == day


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


def test_a_day_at_a_label_of_the_text_comes_before_a_bare_date():
    """The date above a post is often that of posting; both are said."""
    text = (
        "---\ntitle: Listening to Owls\ndate: 2025-01-20\nspeaker: Ada Roe\n---\n\n"
        "**Time:** 5 February 2025, 10:00–11:00\n**Place:** Aud. 2\n\nThey hoot.\n"
    )
    (one,) = frontmatter.read(text.encode(), "a.md", Given()).talks
    assert one.moment.day == date(2025, 2, 5)
    assert one.moment.time == time(10)
    assert any("2025-01-20" in doubt.text for doubt in one.doubts)


def post(name: str, text: str) -> Found:
    assert frontmatter.recognises(text.encode(), name)
    (found,) = frontmatter.read(text.encode(), name, Given()).talks
    return found


BODY = "We show that every tree has a leaf, and that it falls.\n\nThen: a new proof."


def test_a_post_of_pelican_has_its_fields_above_its_text():
    found = post(
        "content/trees.md",
        "Title: Trees\nDate: 2026-03-04 16:15\nSpeaker: Ada Roe\nAffiliation: Uni A\n"
        f"Location: Room 3\nTags: leaves,\n    roots\nSlug: trees\n\n{BODY}\n",
    )
    assert found.record == {
        "title": "Trees",
        "speakers": [{"name": "Ada Roe", "affiliation": "Uni A"}],
        "location": "Room 3",
        "topics": ["leaves", "roots"],
        "abstract": BODY,
    }
    assert (found.moment.day, found.moment.time) == (date(2026, 3, 4), time(16, 15))
    assert not found.doubts
    assert not found.left


def test_a_post_of_pelican_may_be_written_in_restructured_text():
    found = post(
        "content/trees.rst",
        "Trees\n#####\n\n:date: 2026-03-04 16:15\n:speaker: Ada Roe\n"
        ":affiliation: Uni A\n:location: Room 3\n:author: The web team\n\n"
        "We show that every tree has a leaf, and that :math:`a < b` holds in each of\n"
        "them, see `the page <https://example.org/p>`_ and notes_ on ``trees``.\n\n"
        ".. math::\n\n   a^2\n\n.. a comment\n\n"
        "Details\n-------\n\n#. One :ref:`leaf`\n\n.. _notes: https://example.org/n\n",
    )
    assert found.record["speakers"] == [{"name": "Ada Roe", "affiliation": "Uni A"}]
    assert found.record["location"] == "Room 3"
    assert found.record["abstract"] == (
        "We show that every tree has a leaf, and that $a < b$ holds in each of\n"
        "them, see [the page](https://example.org/p) and [notes](https://example.org/n)"
        " on `trees`.\n\n$$\na^2\n$$\n\n1. One :ref:`leaf`"
    )
    assert found.moment.time == time(16, 15)
    (doubt,) = found.doubts
    assert doubt.text == "`:ref:`leaf`` is reStructuredText that stays as it is"
    assert doubt.line == 22


def test_who_wrote_a_post_of_pelican_is_named_and_does_not_speak():
    head = "Title: {}\nDate: 2026-03-04\nAuthor: The web team\n\n"
    found = post("a.md", head.format("Trees") + BODY)
    assert "speakers" not in found.record
    assert [one.text for one in found.doubts] == [
        "`The web team` wrote this post, and is not taken for who speaks"
    ]
    found = post("a.md", head.format("Ada Roe (Uni A): Trees") + BODY)
    assert found.record["speakers"] == [{"name": "Ada Roe", "affiliation": "Uni A"}]
    assert not found.doubts


def test_a_notice_that_goes_on_with_labels_is_left_to_the_reader_of_announcements():
    talk = b"Title: Trees\nDate: 2026-03-04\nSpeaker: Ada Roe\n\n"
    assert not frontmatter.recognises(talk + talk, "a.md")
    assert not frontmatter.recognises(talk + b"Time: 16:15\n", "a.md")
    assert not frontmatter.recognises(talk + BODY.encode(), "a.txt")


def test_a_paragraph_that_leads_elsewhere_is_said_to_be_left_out():
    more = "More about it is [here](https://example.org/more)."
    found = page("title: Trees\nspeaker: Ada Roe", f"{BODY}\n\n{more}")
    assert found.record["abstract"] == BODY
    assert [one.text for one in found.doubts] == [
        "left out, for it leads elsewhere: `More about it is here.`"
    ]
