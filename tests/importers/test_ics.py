"""Talks from calendars of other producers, whatever they make of the standard."""

from datetime import UTC, date, datetime, time

import pytest

from announcer.errors import BadValue
from announcer.importers import Found, Given, Shipment, ics


def calendar(*lines: str, head: str = "") -> bytes:
    event = "\n".join(("BEGIN:VEVENT", "UID:1@example.org", *lines, "END:VEVENT"))
    return f"BEGIN:VCALENDAR\n{head}{event}\nEND:VCALENDAR\n".encode()


def read(*lines: str, head: str = "") -> Shipment:
    return ics.read(calendar(*lines, head=head), "a.ics", Given())


def only(*lines: str, head: str = "") -> Found:
    (found,) = read("DTSTART:20260305T140000", *lines, head=head).talks
    return found


@pytest.mark.parametrize(
    ("summary", "title", "speaker"),
    [
        ("Ada Roe: Counting trees", "Counting trees", ["Ada Roe"]),
        ("Counting trees - Ada Roe (Uni A)", "Counting trees", ["Ada Roe"]),
        ("Counting trees by Ada Roe", "Counting trees", ["Ada Roe"]),
        ("Seminar: Ada Roe – Counting trees", "Counting trees", ["Ada Roe"]),
        ("Tree Seminar: Week no 3 given by Ada Roe", None, ["Ada Roe"]),
        ("Tree Seminar: Ada Roe & Ben Lim", None, ["Ada Roe", "Ben Lim"]),
        ("Seminario Ada Roe (Uni A): Counting trees", "Counting trees", ["Ada Roe"]),
        ("Oberseminar Ada Roe (Uni A) – Counting trees", "Counting trees", ["Ada Roe"]),
        ("Kolloquium Prof. Ada Roe: Counting trees", "Counting trees", ["Ada Roe"]),
        ("Séminaire Ada Roe (Uni A)", None, ["Ada Roe"]),
        ("Maths tea: Ada Roe: Counting trees", "Counting trees", ["Ada Roe"]),
        ("Seminar Number Theory: Counting trees", "Counting trees", []),
        ("Trees: a survey: part two", "Trees: a survey: part two", []),
        ("[Colloquium] Counting trees", "Counting trees", []),
        ("Tree Seminar: Counting trees", "Counting trees", []),
        ("CANCELLED: Ada Roe: Counting trees", "Counting trees", ["Ada Roe"]),
        ("Tree lovers DC Meetup", "Tree lovers DC Meetup", []),
    ],
)
def test_a_summary_says_who_speaks_on_what(summary, title, speaker):
    """A name is only taken for one where nothing else can be meant."""
    record = only(f"SUMMARY:{summary}").record
    assert record.get("title") == title
    assert [one["name"] for one in record.get("speakers", [])] == speaker


def test_a_description_with_labels_says_the_rest():
    """Labels, folds inside words and escapes are those of the standard."""
    found = only(
        "SUMMARY:Counting trees",
        "DESCRIPTION:Speaker: Ada Roe (Uni A)\\nZoom: https://uni.zoom.us/j/1234\\n\\nAbs",
        " tract: We count them\\, one by one\\, until there is none left to count.",
    )
    assert found.record["speakers"] == [{"name": "Ada Roe", "affiliation": "Uni A"}]
    assert found.record["link"] == "https://uni.zoom.us/j/1234"
    assert found.record["abstract"].startswith("We count them, one by one")


def test_a_description_without_labels_is_parted_by_its_lines():
    """The name, the quoted title and the address at the end are no abstract."""
    text = (
        'DESCRIPTION:Ada Roe (Uni A)\\n"Counting trees"\\n\\nWe count all of them '
        "and show how many there are.\\n\\nhttps://example.org/trees"
    )
    found = only("SUMMARY:Forest days: Ada Roe (A)", text)
    assert found.record["title"] == "Counting trees"
    assert (
        found.record["abstract"] == "We count all of them and show how many there are."
    )
    assert found.origin.url == "https://example.org/trees"


def test_html_becomes_markdown():
    found = only(
        "SUMMARY:Trees",
        "X-ALT-DESC;FMTTYPE=text/html:<html><body><p>We <b>count</b> all trees that anybody ever planted here.</p></body></html>",  # noqa: E501
    )
    assert (
        found.record["abstract"]
        == "We **count** all trees that anybody ever planted here."
    )


@pytest.mark.parametrize(
    ("start", "head", "zone"),
    [
        ("DTSTART:20260305T140000", "", None),
        ("DTSTART:20260305T140000", "X-WR-TIMEZONE:Europe/Rome\n", "Europe/Rome"),
        (
            "DTSTART:20260305T140000",
            "BEGIN:VTIMEZONE\nTZID:Europe/Rome\nEND:VTIMEZONE\n",
            "Europe/Rome",
        ),
        ("DTSTART;TZID=Europe/Dublin:20260305T140000", "", "Europe/Dublin"),
        ("DTSTART;TZID=W. Europe Standard Time:20260305T140000", "", "Europe/Berlin"),
        (
            "DTSTART;TZID=/softwarestudio.org/Tzfile/Europe/Oslo:20260305T140000",
            "",
            "Europe/Oslo",
        ),
    ],
)
def test_the_zone_is_what_event_or_calendar_say(start, head, zone):
    """A zone of Windows has its place; a time without any stays without."""
    (found,) = read(start, "SUMMARY:Trees", head=head).talks
    assert (found.moment.time, found.moment.zone) == (time(14), zone)


def test_a_time_in_utc_is_an_instant_whose_zone_is_asked_for():
    """Nobody's clock on the wall shows UTC: the calendar must say where it hangs."""
    (found,) = read(
        "DTSTART:20260305T140000Z", "DTEND:20260305T150000Z", "SUMMARY:T"
    ).talks
    assert found.moment.instant == datetime(2026, 3, 5, 14, tzinfo=UTC)
    assert (found.moment.zone, found.moment.end) == (None, time(15))


def test_a_zone_that_nobody_knows_is_a_doubt():
    (found,) = read("DTSTART;TZID=Customized:20260305T140000", "SUMMARY:T").talks
    assert found.moment.zone is None
    assert "Customized" in found.doubts[0].text


def test_a_day_without_an_hour_leaves_the_hour_open():
    """Seminars are entered like that before their time is known."""
    (found,) = read(
        "DTSTART;VALUE=DATE:20260305", "DTEND;VALUE=DATE:20260306", "SUMMARY:T"
    ).talks
    assert (found.moment.day, found.moment.time, found.moment.all_day) == (
        date(2026, 3, 5),
        None,
        False,
    )


def test_a_series_is_as_many_talks_as_it_says():
    """Exceptions are left out, and what was changed for one day counts there."""
    text = calendar(
        "DTSTART:20260305T140000",
        "SUMMARY:Ada Roe: Trees",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE:20260312T140000",
    ).replace(
        b"END:VCALENDAR",
        b"BEGIN:VEVENT\nUID:1@example.org\nRECURRENCE-ID:20260319T140000\n"
        b"DTSTART:20260320T100000\nSUMMARY:Ada Roe: Leaves\nEND:VEVENT\nEND:VCALENDAR",
    )
    talks = ics.read(text, "a.ics", Given()).talks
    days = {str(one.moment.day)[-2:]: one.record["title"] for one in talks}
    assert days == {"05": "Trees", "26": "Trees", "20": "Leaves"}
    assert len({one.origin.id for one in talks}) == 3


def test_a_series_without_an_end_is_cut():
    shipment = read("DTSTART:20260305T140000", "SUMMARY:T", "RRULE:FREQ=WEEKLY")
    assert len(shipment.talks) < 60
    assert "repeats on and on" in shipment.doubts[0].text


def test_empty_slots_and_breaks_are_no_talks():
    shipment = read("DTSTART:20260305T140000", "SUMMARY:No seminar (spring break)")
    assert not shipment.talks
    assert "no talk" in shipment.skipped[0].text


def test_an_event_alone_with_blank_lines_and_a_byte_order_mark_is_read():
    """A lost blank at a fold joins the line to the text before it."""
    text = "\ufeffBEGIN:VEVENT\r\n\r\nDTSTART:20260305T140000\r\nSUMMARY:Counting\r\ntrees\r\nEND:VEVENT"  # noqa: E501
    (found,) = ics.read(text.encode(), "a.ics", Given()).talks
    assert found.record["title"] == "Counting trees"
    assert found.origin.id is None


def test_a_place_that_is_an_address_is_where_one_joins():
    found = only("SUMMARY:T", "LOCATION:Room 2 / https://uni.zoom.us/j/77")
    assert found.record["link"] == "https://uni.zoom.us/j/77"
    assert "zoom" not in found.record["location"]


def test_cancelled_events_say_so():
    assert only("SUMMARY:T", "STATUS:CANCELLED").record["status"] == "cancelled"


def test_a_calendar_without_events_is_one_clear_message():
    with pytest.raises(BadValue, match="holds no event"):
        ics.read(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "a.ics", Given())


BLOCK = """\
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    ("zones", "start", "found"),
    [
        (("Europe/Berlin", "America/New_York"), "20260305T140000", "Europe/Berlin"),
        (("Africa/Lagos",), "20260305T140000", "Africa/Lagos"),
        (("Africa/Lagos",), "20260705T140000", None),
        (("Europe/Berlin", "Europe/Paris"), "20260305T140000", None),
        (("America/New_York",), "20260305T140000", None),
        ((), "20260305T140000", None),
    ],
)
def test_a_zone_of_an_invented_name_is_the_one_in_use_whose_clocks_it_has(
    zones, start, found
):
    """Its rules are compared at all events; two that fit are a question."""
    content = calendar(
        f"DTSTART;TZID=Customized Time Zone:{start}",
        "SUMMARY:Ada Roe: Trees",
        head=BLOCK,
    )
    (talk,) = ics.read(content, "a.ics", Given(zones=zones)).talks
    assert talk.moment.zone == found
    assert "Customized Time Zone" in talk.doubts[0].text


def test_a_zone_that_the_organiser_says_is_compared_with_the_rules():
    content = calendar(
        "DTSTART;TZID=Customized Time Zone:20260305T140000", "SUMMARY:Ada Roe: Trees",
        head=BLOCK,
    )  # fmt: skip
    (talk,) = ics.read(content, "a.ics", Given(timezone="Europe/Paris")).talks
    assert not talk.doubts
    (talk,) = ics.read(content, "a.ics", Given(timezone="Asia/Tokyo")).talks
    assert "not those of Asia/Tokyo" in talk.doubts[0].text


@pytest.mark.parametrize(
    ("summary", "description", "title", "speakers"),
    [
        ("Seminar", "<p><b>Speaker:</b> Dr. Ada Roe\\, <i>Marine Station Rye</i></p>"
         "<p><b>Title:</b> Owls</p>", "Owls", [("Ada Roe", "Marine Station Rye")]),
        ("Kolloquium", "<b>Referentin:</b> <b>Ada Roe</b>\\, <em>Sternwarte Rye</em>"
         "<br><b>Titel:</b> Eulen", "Eulen", [("Ada Roe", "Sternwarte Rye")]),
        ("Hiboux", "<p>Ada Roe<br><i>Station Biologique</i></p>", "Hiboux",
         [("Ada Roe", "Station Biologique")]),
        ("Seminar", "Speakers: Ada Roe\\, Bo Ek\\, Rye Station\\nTitle: Owls", "Owls",
         [("Ada Roe", "Rye Station"), ("Bo Ek", "Rye Station")]),
        ("Estación Biológica Rye: Búhos de la costa", "",
         "Estación Biológica Rye: Búhos de la costa", []),
        ("Sternwarte Rhen: Eulen der Küste", "", "Sternwarte Rhen: Eulen der Küste",
         []),
    ],
)  # fmt: skip
def test_an_institution_is_no_speaker(summary, description, title, speakers):
    found = only(f"SUMMARY:{summary}", f"DESCRIPTION:{description}")
    said = found.record.get("speakers", [])
    assert [(one["name"], one.get("affiliation")) for one in said] == speakers
    assert found.record["title"] == title


def test_a_day_without_an_hour_among_events_with_one_is_a_doubt():
    """Several days in a row, and what is cancelled, need no hour."""
    events = [
        ("1", "DTSTART:20260305T140000Z", "SUMMARY:Ada Roe: Owls"),
        ("2", "DTSTART;VALUE=DATE:20260312", "SUMMARY:Bo Ek: Moths"),
        ("3", "DTSTART;VALUE=DATE:20260319", "SUMMARY:Cleo Ash: Bats",
         "STATUS:CANCELLED"),
        ("4", "DTSTART;VALUE=DATE:20260320", "DTEND;VALUE=DATE:20260324",
         "SUMMARY:Owl days"),
    ]  # fmt: skip
    lines = [
        "\n".join(("BEGIN:VEVENT", f"UID:{key}", *rest, "END:VEVENT"))
        for key, *rest in events
    ]
    text = "\n".join(("BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""))
    found = ics.read(text.encode(), "a.ics", Given())
    codes = [[doubt.code for doubt in one.doubts] for one in found.talks]
    assert codes == [[], ["no-time"], [], []]
    assert not found.doubts


def test_a_calendar_of_days_alone_says_once_that_no_hour_is_given():
    day, summary = "DTSTART;VALUE=DATE:20260312", "SUMMARY:Bo Ek: Moths"
    (doubt,) = read(day, summary).doubts
    assert "no time of day is said of any talk here" in doubt.text


@pytest.mark.parametrize("charset", ["ISO-8859-1", "UTF-8"])
def test_texts_of_an_old_calendar_are_quoted_in_its_own_letters(charset):
    def quoted(text: str) -> str:
        return "".join(
            one
            if one.isascii()
            else "".join(f"={at:02X}" for at in one.encode(charset))
            for one in text
        )

    head = f"CHARSET={charset};ENCODING=QUOTED-PRINTABLE"
    told = "Wir zählen Primzahlen, wie sie schon Euler und Gauß zählten, von neuem,"
    talk = only(
        f"SUMMARY;{head}:{quoted('Jürgen Müller: Über Primzahlen')}",
        f"DESCRIPTION;{head}:{quoted(told)}=0D=0A=\n=0D=0Aund zwar=\n alle.",
        "LOCATION:Raum 5",
    )
    assert talk.record["title"] == "Über Primzahlen"
    assert talk.record["speakers"][0]["name"] == "Jürgen Müller"
    assert talk.record["abstract"] == f"{told}\n\nund zwar alle."
    assert talk.record["location"] == "Raum 5"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("About fish and chips.", "abstract"),
        ("Es geht um grüne Fische.", "abstract"),
        ("Bring your laptop.", "notice"),
        ("Tea from 3.30 pm", "notice"),
        ("Please note the unusual time!", "notice"),
        ("Cancelled due to illness", "notice"),
    ],
)
def test_a_short_description_is_the_abstract_or_a_notice(text, key):
    talk = only("SUMMARY:Ada Roe: Trees", f"DESCRIPTION:{text}")
    told = {one: talk.record.get(one) for one in ("abstract", "notice")}
    assert told == {"abstract": None, "notice": None, key: text}
    assert not talk.doubts


@pytest.mark.parametrize(
    "text",
    [
        "Algebra",
        "Room 5",
        "Open to all who like them",
        "Registration closes on Friday and costs 40 euros at the door",
        "Tuesday 3 March is the deadline for posters",
        "Ada Roe will talk about fish",
        "Slides at https://example.org/slides.pdf",
        "Note: bring pens",
        "Ann Lee, Bob Roe, Cy Po",
        "Guests are Ann Lee and Bob",
        "Ask bo@example.org for more",
        "Ring 030 123 456 to come in",
    ],
)
def test_words_of_a_description_that_no_field_takes_are_said_with_their_line(text):
    escaped = text.replace(",", "\\,")
    talk = only("SUMMARY:Ada Roe: Trees", f"DESCRIPTION:{escaped}")
    assert set(talk.record) == {"title", "speakers"}
    (doubt,) = talk.doubts
    assert (doubt.code, doubt.line) == ("left-out", 2)
    assert f"`{text}`" in doubt.text


@pytest.mark.parametrize(
    "text",
    [
        "Ada Roe\\, Univ. Bergen",
        "Prof. Ada Roe: Trees",
        "When: Thursday 5 March 2026\\, 14:00",
        "Meeting ID: 123 456\\nPasscode: fish",
        "Join Zoom Meeting\\nhttps://uni.zoom.us/j/1234",
        "Abstract: We count wav2vec2 trees at 6:30 pm",
        "TBA",
    ],
)
def test_of_a_description_that_says_nothing_new_nothing_is_said(text):
    talk = only("SUMMARY:Ada Roe: Trees", f"DESCRIPTION:{text}")
    assert not talk.doubts


def test_a_passcode_of_an_event_closes_its_link_and_is_said_once_for_all():
    event = (
        "BEGIN:VEVENT", "UID:{0}", "DTSTART:20270308T160000Z", "SUMMARY:Ada Roe: Trees",
        "DESCRIPTION:We count trees until the forest ends\\, and then once more.\\n\\n"
        "The PIN for https://zoom.us/j/98765432101 is 4711", "END:VEVENT",
    )  # fmt: skip
    lines = [line.format(n) for n in (1, 2) for line in event]
    shipment = ics.read(
        "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]).encode(),
        "a.ics",
        Given(),
    )
    assert "4711" not in str(shipment)
    assert [one.record["link_access"] for one in shipment.talks] == ["members"] * 2
    assert [one.code for one in shipment.doubts] == ["passcode"]
    assert shipment.doubts[0].text.startswith("2 events")


def test_job_titles_beside_those_who_speak_are_counted_and_not_said_one_by_one():
    for text in (
        "Speaker: Ada Roe\\, Associate Professor of Botany\\, Univ. Bergen",
        "Ada Roe\\nSenior Lecturer\\nUniv. Bergen",
        "Speaker: Ada Roe\\, Univ. Bergen\\nPosition: Senior Lecturer",
    ):
        talk = only("SUMMARY:Ada Roe (Univ. Bergen): Trees", f"DESCRIPTION:{text}")
        assert (talk.left, talk.doubts) == (("job titles of people",), ()), text


def test_a_field_of_many_events_that_no_record_has_is_counted():
    lines = [
        line
        for n in range(3)
        for line in (
            "BEGIN:VEVENT", f"UID:{n}", "DTSTART:20270308T160000Z",
            "SUMMARY:Ada Roe: Trees",
            f"DESCRIPTION:Deposit: {n} euros for the key\\nAbstract: We count.",
            "END:VEVENT",
        )
    ]  # fmt: skip
    content = "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]).encode()
    talks = ics.read(content, "a.ics", Given()).talks
    assert [(one.left, one.doubts) for one in talks] == [(("Deposit",), ())] * 3


def test_a_word_that_ends_like_a_title_is_not_taken_for_a_new_one():
    text = "Title: Mapping classes\\nSpeaker: Gil Hay"
    assert not only("SUMMARY:Gil Hay: Mapping classes", f"DESCRIPTION:{text}").doubts


def test_a_home_in_capitals_below_a_name_is_no_label():
    text = "Bob Low\\nMIT\\n\\nWe show that knots are tied and never come to an end."
    (speaker,) = only("SUMMARY:Bob Low: Knots", f"DESCRIPTION:{text}").record[
        "speakers"
    ]
    assert speaker == {"name": "Bob Low", "affiliation": "MIT"}


def test_words_that_every_event_repeats_are_said_at_the_first_alone():
    event = "DTSTART:20260305T140000\nSUMMARY:Ada Roe: Trees\nDESCRIPTION:Open to all"
    both = f"{event}\nEND:VEVENT\nBEGIN:VEVENT\nUID:2@example.org\n{event}"
    first, second = read(both).talks
    assert len(first.doubts) == 1
    assert not second.doubts
