"""Announcements of many kinds are read as a careful person reads them.

The messages beside this file are invented, in the manner of real ones: boards and
lists, in six languages, as text, HTML and Markdown. What is read of each stands in
``told.txt``; ``UPDATE_GOLDEN=1`` writes it anew; then read the diff.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from announcer.errors import AnnouncerError
from announcer.importers.announcement import read, recognises
from announcer.importers.found import Found, Given, Shipment

MESSAGES = Path(__file__).parent / "announcements"
TOLD = MESSAGES / "told.txt"
NOTHING = Path(__file__).parent / "nothing"
NAMES = sorted(path.name for path in MESSAGES.iterdir() if path != TOLD)


def lines_of(found: Found) -> list[str]:
    """Return what an importer found, a line for each thing."""
    record, moment = dict(found.record), found.moment
    people = [
        f"{one['name']} ({one.get('affiliation', '')})"
        for one in record.pop("speakers", [])
    ]
    bios = [one["bio"] for one in found.record.get("speakers", []) if "bio" in one]
    day = moment.day.isoformat() if isinstance(moment.day, date) else f"{moment.day}"
    times = f"{moment.time} {moment.end or moment.duration or ''}"
    zone = moment.zone or moment.abbreviation or moment.instant or ""
    said = {
        "title": record.pop("title", None),
        "who": "; ".join(people),
        "when": " ".join(f"{day} {times} {zone}".split()),
        **record,
        "bio": "; ".join(bios),
        "before": found.before.day if found.before else None,
        "moved": "yes" if found.moved else None,
        "doubts": ", ".join(doubt.code for doubt in found.doubts),
    }
    return [
        f"  {key}: {' '.join(str(value).split())}"
        for key, value in said.items()
        if value
    ]


def told(name: str) -> str:
    """Return all that is read of a message."""
    shipment = imported(name)
    parts = ["\n".join(lines_of(found)) for found in shipment.talks]
    parts += [f"  skipped: {doubt.text}" for doubt in shipment.skipped]
    return f"{name}\n" + "\n\n".join(parts) + "\n"


def imported(name: str) -> Shipment:
    return read((MESSAGES / name).read_bytes(), name, Given())


def of(text: str, **given: object) -> Found:
    """Return the one talk of a text."""
    (found,) = read(text.encode(), "a.txt", Given(**given)).talks  # type: ignore[arg-type]
    return found


def expected() -> dict[str, str]:
    parts = TOLD.read_text(encoding="utf-8").split("=====\n")
    return {part.partition("\n")[0]: part for part in parts}


@pytest.mark.parametrize("name", NAMES)
def test_a_message_is_read_as_stored(name):
    """Title, people, moment, place, link, texts, doubts: nothing lost or invented."""
    if os.environ.get("UPDATE_GOLDEN"):
        TOLD.write_text("=====\n".join(map(told, NAMES)), encoding="utf-8")
    assert told(name) == expected()[name]


@pytest.mark.parametrize("name", sorted(one.name for one in NOTHING.iterdir()))
def test_a_text_that_announces_nothing_gives_no_talk(name):
    """Minutes, offers, calls, itineraries, lists, courses, pages about programs."""
    shipment = read((NOTHING / name).read_bytes(), name, Given())
    assert shipment.talks == ()
    assert shipment.doubts or shipment.skipped


def test_a_page_of_the_handbook_gives_no_talk():
    """They are full of days, names and titles, in blocks of code and beside them."""
    root = Path(__file__).parent.parent.parent
    for page in (*root.glob("*.md"), *root.glob("docs/*.md")):
        assert read(page.read_bytes(), page.name, Given()).talks == (), page.name


def test_what_the_organiser_says_of_the_year_holds():
    text = "Title: Trees\nSpeaker: Al Bo (Rice)\nDate: Feb 3\nTime: 3 pm"
    assert of(text).moment.day == (2, 3)
    assert "year" in [doubt.code for doubt in of(text).doubts]
    assert of(text, year=2020).moment.day == date(2020, 2, 3)


def test_a_slashed_date_stays_open_until_its_order_is_known():
    """Another date of the message may prove it, or the organiser says it."""
    text = "Title: Trees\nSpeaker: Al Bo (Rice)\nDate: 3/4/2021"
    assert of(text).moment.day is None
    assert "ambiguous" in [doubt.code for doubt in of(text).doubts]
    assert of(text, day_first=True).moment.day == date(2021, 4, 3)
    assert of(text, day_first=False).moment.day == date(2021, 3, 4)
    proven = of(f"{text}\n\nRegistration closes on 25/3/2021.")
    assert proven.moment.day == date(2021, 4, 3)


def test_a_weekday_that_does_not_fit_is_doubted():
    found = of("Title: Trees\nSpeaker: Al Bo\nDate: Tuesday, 8 March 2021")
    assert found.moment.day == date(2021, 3, 8)
    assert "weekday" in [doubt.code for doubt in found.doubts]


def test_the_year_of_a_mail_is_taken_only_where_the_weekday_fits():
    head = "From: a@example.org\nTo: b@example.org\nSubject: Seminar\n"
    head += "Date: Mon, 11 Jan 2016 10:00:00 +0100\n\n"
    body = "Title: Trees\nSpeaker: Al Bo\nTime: {}, Jan 14, 4 pm\n"
    assert of(head + body.format("Thursday")).moment.day == date(2016, 1, 14)
    wrong = of(head + body.format("Monday"))
    assert "weekday" in [doubt.code for doubt in wrong.doubts]


@pytest.mark.parametrize(
    ("line", "link"),
    [
        ("Zoom: https://zoom.us/j/123", "https://zoom.us/j/123"),
        ("Recording: https://www.youtube.com/watch?v=abc", None),
        ("Register: https://zoom.us/webinar/register/WN_1", None),
        ("Website: https://seminar.example.org", None),
        ("Contact: ann@example.org", None),
        ("Livestream: https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc"),
        ("Join at https://meet.google.com/abc-defg-hij.", "https://meet.google.com/abc-defg-hij"),
    ],
)  # fmt: skip
def test_the_link_is_where_to_join(line, link):
    """Neither registration nor a recording, a page or an address is one."""
    text = f"Title: Trees\nSpeaker: Al Bo\nDate: 8 March 2021\n{line}\n"
    assert of(text).record.get("link") == link


def test_a_passcode_is_told_of_by_its_line_and_neither_kept_nor_repeated():
    text = "Title: Trees\nSpeaker: Al Bo\nDate: 8 March 2021\n"
    found = of(f"{text}Zoom: https://zoom.us/j/123\nPasscode: 4455\n")
    assert found.record["link_access"] == "members"
    assert [(one.code, one.line) for one in found.doubts] == [("passcode", 5)]
    assert "4455" not in str(found)


def test_a_text_without_a_talk_says_so():
    shipment = read(b"Dear all,\n\nthe library is closed tomorrow.\n", "a.txt", Given())
    assert not shipment.talks
    assert "no talk" in shipment.doubts[0].text


def test_headings_with_a_day_alone_are_no_talks():
    """Many a page has a heading and a date below it: neither who nor at what hour."""
    page = "# A program\n\n## Try it\n\nAs it was on 1 March 2021, it says.\n"
    assert read(page.encode(), "a.md", Given()).talks == ()


def test_a_pdf_is_refused_in_words():
    assert not recognises(b"%PDF-1.7 ...", "a.txt")
    with pytest.raises(AnnouncerError, match="not text"):
        read(b"%PDF-1.7 ...", "a.txt", Given())


def test_a_long_text_is_read_in_reasonable_steps():
    """No pattern walks a long line again and again."""
    text = "Title: Trees\nSpeaker: Al Bo\nDate: 8 March 2021\n\n"
    long = "*" * 3000 + " (" * 500 + "Aa " * 3000 + "12 " * 2000 + "\n" + "- " * 2000
    assert of(f"{text}{long}\n").record["title"] == "Trees"


def test_a_message_that_calls_one_talk_off_and_announces_another_tells_both():
    text = (
        "the talk by Prof. John Doe (MIT) on Monday, 8 March 2021 is cancelled.\n\n"
        "Instead there is a talk on Wednesday, 10 March 2021 at 14:00 in Room 5:\n\n"
        "Speaker: Jane Roe (Yale)\nTitle: On trees\n"
    )
    off, other = read(text.encode(), "a.txt", Given()).talks
    assert off.record["status"] == "cancelled"
    assert off.record["speakers"] == [{"name": "John Doe", "affiliation": "MIT"}]
    assert off.moment.day == date(2021, 3, 8)
    assert "status" not in other.record
    assert other.record["speakers"] == [{"name": "Jane Roe", "affiliation": "Yale"}]
    assert other.moment.day == date(2021, 3, 10)


def test_a_talk_that_is_cancelled_and_held_on_another_day_has_moved():
    text = (
        "The talk of John Doe on 8 March 2021 is cancelled. "
        "It will be held on 15 March 2021 at 14:00 instead, in Room 5."
    )
    found = of(text)
    assert "status" not in found.record
    assert found.moment.day == date(2021, 3, 15)
    assert found.before
    assert found.before.day == date(2021, 3, 8)


PANEL = """PANEL

"Who counts?"
Monday 2 March 2026, 17:00, Hall 7

{}

Chair: Prof. Ruth Adler
"""


@pytest.mark.parametrize(
    "people",
    [
        "* Amy Oko, Sekundarschule Lauf\n* Jin Bae, Hanlim University",
        "with\nDr Amy Oko (Sekundarschule Lauf)\nProf. Jin Bae (Hanlim University)",
        "Con\n  Amy Oko (Sekundarschule Lauf) y\n  Jin Bae (Hanlim University)",
        "1. Speaker: Amy Oko (Sekundarschule Lauf)\n"
        "2. Speaker: Jin Bae (Hanlim University)",
    ],
)
def test_each_line_of_a_list_of_people_is_a_speaker(people):
    """By bullets, titles, brackets or numbered labels; who chairs is none."""
    speakers = of(PANEL.format(people)).record["speakers"]
    assert speakers == [
        {"name": "Amy Oko", "affiliation": "Sekundarschule Lauf"},
        {"name": "Jin Bae", "affiliation": "Hanlim University"},
    ]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Topic: Wave Seminar - {} - Slow waves\nTime: Mar 5, 2025 04:00 PM",
            "Ann Lee",
        ),
        (
            "[lab] Soutenance de thèse {} - 11/12\n\nLe 11 décembre 2025 à 9 h.",
            "Ali Diab",
        ),
        (
            "# Seminar\n\n5 March 2025, 16:00\n\n## {}\n*Acme Lab*\n\n## Waves",
            "Ann Lee",
        ),
    ],
)
def test_who_speaks_stands_in_titles_and_headings(text, who):
    (speaker,) = of(text.format(who)).record["speakers"]
    assert speaker["name"] == who


def test_a_sentence_below_the_title_says_the_room():
    """It is no part of the abstract that stands between."""
    abstract = "Waves are slow where water is deep and slower still where it is cold, "
    abstract += "and we say why that is so in terms that everybody knows from the sea."
    text = f"Seminar\n\n“Slow waves”\nby Ann Lee\n5 March 2025\n\n{abstract}\n\n"
    text += "We meet at 4pm in Lecture Room 3 of the Annexe. Everyone is welcome to it."
    record = of(text).record
    assert record["location"] == "Lecture Room 3 of the Annexe"
    assert record["abstract"] == abstract


def test_what_discloses_fees_is_no_biography():
    text = "Title: Waves\nSpeaker: Ann Lee\nDate: 5 March 2025\n\n"
    text += "Disclosure: Dr. Lee has received speaker fees from no one in any year."
    assert "bio" not in of(text).record["speakers"][0]


def test_a_german_quotation_is_whole_in_its_line():
    text = "Der Verein lädt ein:\n\n„Löcher zum Anfassen“\n"
    text += "Vortrag von Eva Klein (Acme Universität)"
    assert of(f"{text}\nMittwoch, 11. März 2026, 19.30 Uhr").record == {
        "title": "Löcher zum Anfassen",
        "speakers": [{"name": "Eva Klein", "affiliation": "Acme Universität"}],
    }
