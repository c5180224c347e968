"""Layouts of messages: digests, lists of weeks, cited mails, years in headings."""

from __future__ import annotations

from datetime import date, time

import pytest

from announcer.importers import table
from announcer.importers.afterwards import is_afterwards
from announcer.importers.announcement import read
from announcer.importers.found import Found, Given
from announcer.importers.labels import label_of
from announcer.importers.titles import is_heading, title_in


def of(text: str) -> list[Found]:
    return list(read(text.encode(), "a.txt", Given()).talks)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Prelegent: Jan Maj", "speaker"),
        ("Přednášející: Jan Maj", "speaker"),
        ("Vortragende/r: Jan Maj", "speaker"),
        ("Speaker ........ Jan Maj", "speaker"),
        ("Paper . . . . On maps and rivers", "title"),
        ("Paper: https://arxiv.org/abs/2101.00001", "paper"),
        ("■講師 / Speaker: Jan Maj", "speaker"),
        ("👤  Speaker: Jan Maj", "speaker"),
        ("Talk #12: Caching", "title"),
        ("המקום: חדר 3", "place"),
        ("Alter Termin: 3.5.2026", "before"),
        ("Samenvatting: Wij", "abstract"),
        ("  o Who:    Jan Maj", "speaker"),
        ("Avec qui ? Jan Maj", "speaker"),
        ("Con quién: Jan Maj", "speaker"),
        ("מי: יובל", "speaker"),
        ("Procedencia: Universidad", "affiliation"),
        ("Neuer Ort: Saal 2", "place"),
        ("Nouvelle salle : 2014", "place"),
        ("Nuova sede: Aula 2", "place"),
        ("Presenter -- Jan Maj", "speaker"),
        ("הרצאה: ינשופים", "title"),
        ("מהיכן: מכון כרמל", "affiliation"),
        ("עלות: חינם", "other"),
        ("Please note the unusual room: Hall 2", "place"),
        ("Abweichender Termin: 3.5.2026", "when"),
        ("Webinar: Small Quakes, Big Data", "title"),
        ("Webinar: https://live.example.org/1", "link"),
        ("at 11:30", ""),
    ],
)
def test_a_label_is_known_in_many_languages_and_marks(line, kind):
    label = label_of(line)
    assert (label.kind if label else "") == kind


@pytest.mark.parametrize(
    "text",
    [
        "GASTVORTRAG", "PANEL DISCUSSION", "Spring programme 2026", "New time and room",
        "The Northern Society of Letters", "Gruß, Ada", "42nd Matter Seminar",
        "This week at the institute", "founded 1893", "Data Lunch #14",
        "הנכם מוזמנים להרצאה", "VORTRAGSABEND",
    ],
)  # fmt: skip
def test_what_heads_a_message_is_no_title(text):
    assert is_heading(text)


@pytest.mark.parametrize(
    "text",
    [
        "New bounds for old sums", "The Langlands program and its friends",
        "Fourier series on trees", "Auroral arcs as a plasma laboratory",
        "Who reads in a library?", "Best approximation by splines",
    ],
)  # fmt: skip
def test_a_title_may_have_words_of_headings(text):
    assert not is_heading(text)


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("The title of her talk is Combs on a chip, again.", "Combs on a chip, again"),
        ("He will talk about Crystal graphs for all.", "Crystal graphs for all"),
        ("Her lecture, Owls at the Edge, begins at 7.", "Owls at the Edge"),
        ("Sein Thema lautet: Kalte Moleküle im Kasten.", "Kalte Moleküle im Kasten"),
        ("a seminar entitled Maps and Rivers on 3 May", "Maps and Rivers"),
        ("we talk about lunch", ""),
    ],
)  # fmt: skip
def test_a_sentence_names_a_title_without_quotes(sentence, title):
    assert title_in(sentence) == title


@pytest.mark.parametrize(
    "text",
    [
        "Wine afterwards, as ever.", "No registration needed.", "Un goûter suivra.",
        "RSVP by April 12 to events@example.org.", "Anschließend Punsch!", "Niamh",
        "Serdecznie zapraszamy", "Občerstvení zajištěno.", "Fika efteråt!",
        "Pagina aggiornata il 2 maggio 2025.", "Page last updated: 3 May",
        "Zuletzt geändert am 3.5.2025", "Dernière mise à jour : 3 mai",
        "Última actualización: mayo", "This page was last edited on 3 May 2025.",
        "La S.V. è cordialmente invitata.", "© 2026 Example University",
    ],
)  # fmt: skip
def test_food_thanks_and_names_are_no_part_of_an_abstract(text):
    assert is_afterwards(text)


def test_a_sentence_of_an_abstract_goes_on():
    """Guests may be welcome in a message; trees are so in a text of a talk."""
    assert not is_afterwards("We show that trees are welcome in graphs of small width.")
    assert is_afterwards("Guests are welcome.")


def test_each_mail_of_a_digest_is_read_with_its_own_date_and_line():
    parts = [
        f"Message: {n}\nDate: Fri, 2 May 2025 16:40:11 +0100\nFrom: a@example.org\n"
        f"To: l@example.org\nSubject: Seminar\n\nTitle: Trees {n}\nSpeaker: Al Bo\n"
        f"Date: {6 + n} May\nTime: 14:00\n"
        for n in (1, 2)
    ]
    rule = "-" * 30
    text = f"Today's Topics:\n\n{rule}\n\n" + f"\n{rule}\n\n".join(parts)
    one, two = of(text + f"\n{rule}\n\nEnd of L Digest, Vol 1\n*****\n")
    assert (one.moment.day, two.moment.day) == (date(2025, 5, 7), date(2025, 5, 8))
    assert one.line < two.line
    assert text.split("\n")[two.line - 1].startswith("Title: Trees 2")


def test_a_forwarded_mail_that_is_cited_whole_is_read():
    body = 'Ann Lee (Rice): "Trees"\nTuesday, 4 February 2025, 5.15pm\nRoom 4'
    head = "fyi\n\n---------- Forwarded message ---------\nFrom: B <b@example.org>\n"
    head += "Date: Fri, 31 Jan 2025\nSubject: next week\nTo: <l@example.org>\n\n"
    (found,) = of(head + "\n".join(f"> {line}" for line in body.split("\n")))
    assert found.record["title"] == "Trees"
    assert found.moment.day == date(2025, 2, 4)


def test_a_line_drawn_below_a_heading_cuts_nothing_off():
    text = f"Seminar\n{'-' * 30}\nTitle: Trees\nSpeaker: Al Bo\nDate: 3 May 2026"
    assert of(text)[0].record["title"] == "Trees"


@pytest.mark.parametrize(
    ("note", "year"),
    [
        ("PROGRAMME DE MAI 2026", 2026),
        ("(sent 1 May 2026)", 2026),
        ("Posted 28 April 2026", 2026),
        ("Gdynia, 1 maja 2026 r.", 2026),
        ("Academic year 2025/26", 2026),
        ("Committee, May 2026", 2026),
    ],
)
def test_a_year_stands_in_a_heading_a_stamp_or_below_the_signature(note, year):
    text = f"{note}\n\nTitle: Trees\nSpeaker: Al Bo\nDate: 5 May\nTime: 3 pm"
    (found,) = of(text)
    assert found.moment.day == date(year, 5, 5)


def test_a_weekday_alone_is_the_one_after_its_mail_and_doubted():
    head = "From: a@example.org\nTo: b@example.org\nSubject: Seminar\n"
    head += "Date: Mon, 2 Mar 2026 10:00:00 +0100\n\n"
    (found,) = of(
        head + "Title: Trees\nSpeaker: Al Bo\n\nWe meet on Thursday at 10:00."
    )
    assert found.moment.day == date(2026, 3, 5)
    assert "near" in [doubt.code for doubt in found.doubts]


def test_the_days_of_a_week_have_the_month_of_its_heading():
    text = "Week 9-13 February 2026\n\nTUESDAY 10\n  14:30  Room 1  Al Bo (Rice)\n"
    text += "       Trees and more\n\nFRIDAY 13\n  10:15  Room 2  Cy Do (Yale)\n"
    text += "       Graphs and more\n"
    days = [found.moment.day for found in of(text)]
    assert days == [date(2026, 2, 10), date(2026, 2, 13)]


def test_what_stands_above_a_table_holds_for_its_rows():
    text = "# Lectures\n\nAlways Tuesdays, 18:00-19:30, Room 6.\n\n"
    text += "| Date | Speaker | Title |\n|---|---|---|\n"
    text += "| 15.10.2024 | Al Bo (Rice) | Trees |\n| 29.10.2024 | Cy Do | Graphs |\n"
    talks = table.read(text.encode(), "a.md", Given()).talks
    assert [found.moment.time for found in talks] == [time(18), time(18)]
    assert {found.record["location"] for found in talks} == {"Room 6"}


def test_two_talks_in_one_paragraph_are_two():
    text = (
        "On Friday, 17 May 2024, there are two seminars in Room 2. At 11:00 Dr Ida Lund"
    )
    text += (
        ' (Oslo) speaks about "Boats of the north". After a break, at 13:00, Jan Maj'
    )
    text += ' (Brno) gives the talk "Castles. New dates".'
    one, two = of(text)
    assert (one.moment.time, two.moment.time) == (time(11), time(13))
    assert two.record["title"] == "Castles. New dates"


@pytest.mark.parametrize(
    ("letters", "place", "zone"),
    [("IST", "Bengaluru", "Asia/Kolkata"), ("IST", "Haifa", "Asia/Jerusalem"),
     ("BST", "Oxford", "Europe/London"), ("IST", "Springfield", None)],
)  # fmt: skip
def test_letters_that_countries_share_mean_the_one_that_is_named(letters, place, zone):
    """Where none is named, they stay letters, and the zone is asked for."""
    text = f"Title: Trees\nSpeaker: Al Bo\nDate: 5 May 2026\nTime: 11:30 {letters}\n"
    (found,) = of(f"{text}Venue: {place}\n")
    assert found.moment.zone == zone


@pytest.mark.parametrize("name", ["Mary Ek", "Ilse Roe", "Lisbet Anker", "Luigi Boe"])
def test_a_name_that_ends_as_a_word_for_and_is_no_signature(name):
    """As `Mar y Ek` would be."""
    assert not is_afterwards(name)
    (one,) = of(
        f"Colloquium\n\n{name}\nAssociate Professor of Stones\nKettle University\n\n"
        "Old stones\n\nFriday, October 17, 2025\n3:00 - 4:00 PM\n"
        "Science Center 204 (refreshments from 2:45 in the lobby)\n"
    )
    assert one.record["speakers"] == [
        {"name": name, "affiliation": "Kettle University"}
    ]
    assert one.record["title"] == "Old stones"
    assert one.record["location"] == "Science Center 204"


def test_a_heading_is_a_title_even_if_it_has_the_form_of_a_name():
    (one,) = of(
        "# Soft Robots, Hard Problems\n\nTalk by Ada Roe (Aegean Robotics Lab)\n\n"
        "17 Sep 2025, 13:15 · Kepler Hall\n"
    )
    assert one.record["title"] == "Soft Robots, Hard Problems"
    assert [each["name"] for each in one.record["speakers"]] == ["Ada Roe"]


def test_a_title_in_quotes_stands_above_by_whom():
    (one,) = of(
        "wir möchten Sie auf den Vortrag\n\n„Eulen aus Stroh – ein Irrtum?“\n"
        "von Herrn Dr. Al Bo, Schifffahrtsmuseum Rhen,\n\n"
        "am Donnerstag, 16. April 2026, 19.00 Uhr im Alten Speicher, Hafenstr. 12,"
        " aufmerksam machen.\n"
    )
    assert one.record["speakers"] == [
        {"name": "Al Bo", "affiliation": "Schifffahrtsmuseum Rhen"}
    ]
    assert one.record["title"] == "Eulen aus Stroh – ein Irrtum?"
    assert one.record["location"] == "Alten Speicher, Hafenstr. 12"


def test_lines_of_a_notice_are_no_sentence():
    (one,) = of(
        "SÉMINAIRE DE STATISTIQUE\nMardi 7 avril 2026 – 11h00\n"
        "Salle de séminaires (RdC, bât. IMAG)\n\nLoïc ROEL\nIRMA, Strasbourg\n\n"
        "Estimer sans y toucher\n"
    )
    assert one.record["speakers"] == [
        {"name": "Loïc ROEL", "affiliation": "IRMA, Strasbourg"}
    ]
    assert one.record["title"] == "Estimer sans y toucher"
    assert one.record["location"] == "Salle de séminaires (RdC, bât. IMAG)"


def test_a_day_by_which_to_answer_is_no_other_talk():
    (one,) = of(
        "INVITATION AU SÉMINAIRE\n\nM. Al Bo, directeur de recherche au CNRS,\n"
        "donnera une conférence sur le thème :\n\n« Les hiboux comptent-ils ? »\n\n"
        "Jeudi 22 janvier 2026, à 17 heures\nSalle Lamarck\n\n"
        "R.S.V.P. avant le 15 janvier 2026\n"
    )
    assert one.record["title"] == "Les hiboux comptent-ils ?"
    assert one.moment.day == date(2026, 1, 22)


@pytest.mark.parametrize(
    "line", ['Seminar: Al Bo - "Frozen Owls"', 'Vortrag: Dr. Al Bo, "Frozen Owls"']
)
def test_a_label_of_the_talk_holds_the_speaker_and_a_title_in_quotes(line):
    (one,) = of(f"{line}\nTime: Wednesday 15.10.2025 at 14.15-15.30\nPlace: Room 2\n")
    assert one.record["title"] == "Frozen Owls"
    assert [each["name"] for each in one.record["speakers"]] == ["Al Bo"]


@pytest.mark.parametrize(
    ("homes", "expected"),
    [("Rye College", ["Rye College"] * 2), ("Rye; Rice", ["Rye", "Rice"])],
)
def test_one_field_holds_the_homes_of_all_who_speak(homes, expected):
    (one,) = of(
        f"Title: Owls\nSpeakers: Dr. Ada Roe, Dr. Al Bo\nAffiliation: {homes}\n"
        "When: 20 June 2025, 12pm\n"
    )
    assert [each["affiliation"] for each in one.record["speakers"]] == expected
