"""Kinds of announcements as they hang on doors and pass through lists."""

from __future__ import annotations

from datetime import date, time

import pytest

from announcer.importers.announcement import read
from announcer.importers.found import Found, Given
from announcer.importers.labels import label_of
from announcer.importers.notices import status_of
from announcer.importers.people import people_of
from announcer.importers.placefields import cleaned_place
from announcer.importers.places import place_in
from announcer.importers.titles import cleaned_title


def of(text: str) -> list[Found]:
    return list(read(text.encode(), "a.txt", Given()).talks)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("Mill Hall | or join on Zoom", "Mill Hall"),
        ("Saal 4 (1. OG), Eintritt 5 / 3 Euro", "Saal 4 (1. OG)"),
        ("Sala Verde, ingresso libero", "Sala Verde"),
        ("salle 3, entrée libre", "salle 3"),
        ("Barn Room. Admission £4", "Barn Room"),
        ("Level 2, Mill House / Livestream:", "Level 2, Mill House"),
        ("Entrada Norte, Aula 3", "Entrada Norte, Aula 3"),
    ],
)
def test_what_it_costs_and_how_to_join_are_no_part_of_a_place(value, place):
    assert cleaned_place(value) == place


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Wir treffen uns wie immer in SR 2.08, wer krank ist", "SR 2.08"),
        ("Der Raum bleibt gleich: Hoersaal 5, Turmbau. Bitte", "Hoersaal 5, Turmbau"),
        ("Ort ist nun der Hoersaal 3 im Turm. Bitte", "Hoersaal 3 im Turm"),
        ("The room remains the same: Hall 6. See you.", "Hall 6"),
        ("The Old Barn, Weir, on Monday the 4th of May 2026.", "The Old Barn, Weir"),
        ("The Spring Lecture of the Garden Club, on Monday 4 May 2026.", ""),
    ],
)
def test_a_sentence_says_where_in_other_ways(sentence, place):
    assert place_in(sentence) == place


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Al Bo, who is visiting us from the University of Rye until May",
         "University of Rye"),
        ("Al Bo, der bis Mai von der Universität Rhen zu uns kommt", None),
        ("Al Bo, qui nous vient de l'Université du Lac", "Université du Lac"),
        ("Al Bo, who comes to us from the Center for the Arts for a year",
         "Center for the Arts"),
        ("Al Bo, Institute of Tides until Easter", "Institute of Tides"),
        ("Al Bo, currently at the Institute of Tides", "Institute of Tides"),
        ("Al Bo, die derzeit an der Universität Rhen zu Gast ist", None),
    ],
)  # fmt: skip
def test_a_clause_that_says_where_somebody_is_from_is_read(text, home):
    """What it says of their stay is no part of their home."""
    (person,) = people_of(text)
    assert person["name"] == "Al Bo"
    assert home is None or person["affiliation"] == home


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("📍  Roof of house 5", "place", "Roof of house 5"),
        ("🗓 Monday 4 May", "when", "Monday 4 May"),
        ("🎤 Al Bo (Rice)", "speaker", "Al Bo (Rice)"),
        ("👥 Open to everybody", "", ""),
        ("Mit:", "speaker", ""),
        ("💻 Stream: https://a.example.org", "link", "https://a.example.org"),
        ("Waar gaat het over?", "abstract", ""),
        ("¿De qué se trata?", "abstract", ""),
        ("on:", "", ""),
        ("Level 2, Mill House / Livestream: https://a.example.org", "", ""),
    ],
)
def test_pictures_and_questions_are_labels(line, kind, value):
    label = label_of(line)
    assert (label.kind if label else "", label.value if label else "") == (kind, value)


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ('"Trees and rain" (talk in English)', "Trees and rain"),
        ('"Bäume" (Vortrag in deutscher Sprache)', "Bäume"),
        ("Trees (in one dimension)", "Trees (in one dimension)"),
    ],
)
def test_the_language_of_a_talk_is_no_part_of_its_title(value, title):
    assert cleaned_title(value, []) == title


def test_a_notice_with_letters_set_apart_is_read():
    text = "I N S T I T U T   F Ü R   E I S\nTechnische Hochschule Rhen\n\n"
    text += "K O L L O Q U I U M\n\nMontag, 4. Mai 2026, 16.15 Uhr\nGroßer Hörsaal\n\n"
    text += "Prof. Dr. Al Bo\nUniversität Lund\n\n"
    text += "Warum Eis bricht –\nRisse im alten Klang\n"
    (found,) = of(text)
    assert found.record["title"] == "Warum Eis bricht – Risse im alten Klang"
    assert found.record["speakers"][0]["name"] == "Al Bo"


def test_a_panel_stands_in_a_list_with_and():
    text = "The Centre for Old Books\ninvites you to a round table\n\nWho reads?\n\n"
    text += "with\n\nAl Bo (Rice University)\nCy Do (Yale University)\nand\n"
    text += "Eve Fox (Lund University)\n\nmoderated by Gus Hay\n\n"
    text += "The Old Barn, Weir, on Monday the 4th of May 2026, from half past five in"
    text += "\nthe evening. Wine afterwards.\n"
    (found,) = of(text)
    names = [one["name"] for one in found.record["speakers"]]
    assert names == ["Al Bo", "Cy Do", "Eve Fox"]
    assert found.record["title"] == "Who reads?"
    assert found.moment.time == time(17, 30)
    assert found.record["location"] == "The Old Barn, Weir"


def test_a_talk_in_a_dated_newsletter_has_its_own_day():
    text = "SCHOOL NEWS\nNo. 4                         Friday 8 May\n\nSPORTS\nWe won."
    text += "\n\nLECTURE\nOn Monday 18 May 2026 at 7.30 pm Dr Al Bo, a historian at the"
    text += ' Rye Museum, will\nspeak in the Library on "Old Tides".\n'
    found = next(one for one in of(text) if one.record.get("title") == "Old Tides")
    assert found.moment.day == date(2026, 5, 18)


def test_labels_may_stand_alone_above_their_values():
    text = "Talk 8 | Trees\n\nWhen\nMonday, 4 May 2026 - 17:00\n\nWhere\nMill House\n\n"
    text += "Who\nAl Bo (Rice)\n\nDescription\nTrees grow in the rain.\n"
    (found,) = of(text)
    assert found.record["location"] == "Mill House"
    assert found.record["speakers"] == [{"name": "Al Bo", "affiliation": "Rice"}]


def test_a_mail_that_was_passed_on_twice_is_read():
    text = "Begin forwarded message:\n\n> From: A <a@example.org>\n> Subject: two talks"
    text += (
        "\n> Date: 1 May 2026 at 11:14:09 BST\n> To: b@example.org\n>\n> Again.\n>\n"
    )
    text += ">> Dear all,\n>>\n>> Monday 11 May 2026, Mill House, Room 2\n>>\n"
    text += ">> 14:00-14:45  Al Bo (Rice University)\n>>              Trees: a start\n"
    text += (
        ">>\n>> 15:15-16:00  Cy Do (Yale University)\n>>              Rain: an end\n"
    )
    one, two = of(text)
    assert (one.record["title"], two.record["title"]) == (
        "Trees: a start",
        "Rain: an end",
    )
    assert {str(found.moment.day) for found in (one, two)} == {"2026-05-11"}


def test_the_line_that_an_archive_draws_above_a_mail_hides_no_header():
    text = f"{'=' * 60}\nSender: L <l@example.org>\nFrom: A <a@example.org>\n"
    text += "Subject: Workshop\nMIME-Version: 1.0\nContent-Type: text/plain\n\n"
    text += "Mon., May 4, 2026\n3:40 pm\nHubbard 3\n\nPresenter: Al Bo\nPaper: TBA\n"
    (found,) = of(text)
    assert "title" not in found.record


def test_an_address_is_found_by_its_number_below_a_page():
    text = "Title: Trees\nSpeaker: Al Bo\nDate: 4 May 2026\nTime: 14:00\n"
    text += "Place: Room 4 and online [2]\n\n[1] https://a.example.org/news\n"
    text += "[2] https://call.example.org/j/84460021\n"
    (found,) = of(text)
    assert found.record["link"] == "https://call.example.org/j/84460021"
    assert found.record["location"] == "Room 4"


def test_a_text_above_labels_is_of_the_mail_and_below_them_of_the_talk():
    text = (
        "Dear all,\n\nI am sorry to tell you that the talk of tomorrow had to be put "
    )
    text += "off,\nas the train of our guest stands still and will not be here.\n\n"
    text += "Who: Al Bo\nWhat: Trees\nWhen: 4 May 2026, 14:00\nWhere: Room 4\n\n"
    text += "Trees grow in the rain, and nobody knows why. I report on years of looking"
    text += "\nat them, and on what children saw in less time than I did.\n"
    (found,) = of(text)
    assert found.record["abstract"].startswith("Trees grow")


def test_a_corner_of_a_notice_and_a_postscript_are_no_abstract():
    text = "Title: Trees\nSpeaker: Al Bo\nWhen: 4 May 2026, 14:00\nAbstract: They grow."
    text += "\n\nP.S. There is cake in the kitchen.\n"
    assert of(text)[0].record["abstract"] == "They grow."


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Vortrag von Dr. Al Bo (Rice) wird auf Montag, den 4. Mai 2026, 11:00 Uhr"
        " verschoben.",
        "De lezing van Al Bo (Rice) is naar maandag 4 mei 2026, 11:00 verplaatst.",
    ],
)
def test_a_new_day_before_the_verb_moves_a_talk(sentence):
    (found,) = of(f'{sentence}\n\n"Trees in the rain"\n')
    assert found.moved
    assert "status" not in found.record


def test_the_day_a_talk_was_planned_for_is_not_that_of_the_talk():
    text = (
        'Der für Mittwoch, 6. Mai, vorgesehene Vortrag von Dr. Al Bo (Rice)\n\n"Regen"'
    )
    text += "\n\nwird auf Montag, den 11. Mai 2026, 16:15 Uhr verlegt.\n"
    (found,) = of(text)
    assert found.moment.day == date(2026, 5, 11)


@pytest.mark.parametrize("mark", ["", "*", "**", "_"])
def test_names_of_a_list_may_be_set_apart(mark):
    text = "# Trees and More — Winter 2027\n\nWednesdays, 4:00–5:00 pm in Hall 6.\n\n"
    text += f"* **January 13** -- {mark}Al Bo{mark} (Rice College). **Old trees**\n"
    text += f"* **January 21 (Thursday!)**, 2:30 pm, Hall 9 -- {mark}Cy Do{mark}"
    text += " (Yale). **Young trees**\n"
    one, two = of(text)
    assert (one.record["title"], two.record["title"]) == ("Old trees", "Young trees")
    assert one.record["speakers"] == [{"name": "Al Bo", "affiliation": "Rice College"}]
    assert (two.moment.time, two.record["location"]) == (time(14, 30), "Hall 9")


@pytest.mark.parametrize("heading", ["Absage: Vortrag von Dr. Al Bo", "Aus dem Haus"])
def test_a_planned_talk_that_is_called_off_in_one_long_sentence_is_read(heading):
    text = f"### {heading}\n\nVeröffentlicht am 20.04.2026\n\nDer für **Montag, den"
    text += " 4. Mai 2026, 18:30 Uhr** im Festsaal der Alten Mühle angekündigte Vortrag"
    text += " von Dr. Al Bo (Institut für Gezeiten) über „Ebbe im Spiegel alter Bücher“"
    text += " muss wegen einer Erkrankung des Referenten leider **entfallen**.\n"
    (found,) = of(text)
    assert found.record["status"] == "cancelled"
    assert found.record["location"] == "Festsaal der Alten Mühle"
    assert (found.moment.day, found.moment.time) == (date(2026, 5, 4), time(18, 30))


@pytest.mark.parametrize(
    ("label", "about", "kind"),
    [
        ("About", "Tides and their tables", "title"),
        ("Worum geht's", "Gezeiten und ihre Tafeln", "title"),
        ("De quoi parle-t-on", "Les marées et leurs tables", "title"),
        ("About", "We show that tides have tables.", "abstract"),
    ],
)
def test_what_it_is_about_is_the_title_if_it_is_no_sentence(label, about, kind):
    text = f"Who: Al Bo\n{label}: {about}\nWhen: 4 May 2026, 18:00\nWhere: Hall 6\n"
    (found,) = of(text)
    assert found.record[kind] == about


@pytest.mark.parametrize("half", ["Aldo", "Bonn"])
def test_half_a_name_says_later_where_somebody_is_from(half):
    text = "Dear all,\n\nAldo Bonn's talk has been moved to Thursday, May 7, 2026 at"
    text += f" 3pm, still in Hall 6.\n\n{half} (Rye University) will talk about"
    text += ' "Tides and their tables".\n\nMost tables of tides are old. We make new'
    text += " ones, from a year of measurements in four harbours of the north.\n"
    (found,) = of(text)
    assert found.record["speakers"][0]["affiliation"] == "Rye University"
    assert found.record["abstract"].startswith("Most tables")
    assert found.record["location"] == "Hall 6"


@pytest.mark.parametrize("word", ["Referente", "Ansprechpartnerin", "Contactpersoon"])
def test_whom_to_ask_below_a_table_is_no_part_of_its_text(word):
    text = "| Speaker | Al Bo |\n| Title | Tides |\n| Date | 4 May 2026, 18:00 |\n"
    text += f"| Abstract | We make tables. |\n\n{word}: Dr. Cy Do, int. 55."
    (found,) = of(text)
    assert found.record["abstract"] == "We make tables."


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("Absage: Vortrag von Al Bo", "cancelled"),
        ("Absage des Vortrags am 4. Mai", "cancelled"),
        ("Annullamento: seminario di Al Bo", "cancelled"),
        ("Cancelación: charla de Al Bo", "cancelled"),
        ("Eine Absage an die Moderne", None),
        ("Cancelación de ruido en el mar", None),
    ],
)
def test_a_heading_calls_a_talk_off_and_a_title_does_not(heading, status):
    assert status_of(heading, "")[0] == status
