"""Sentences on a place: where the talk is now, that it moved, that a door is locked."""

from __future__ import annotations

import pytest

from announcer.importers.announcement import read
from announcer.importers.found import Found, Given

BELOW = """

Speaker: Ada Roe (University of Rice)
Title: Rings without end
Date: Monday, 8 March 2027, 16:00
"""


def of(sentence: str, more: str = "") -> Found:
    text = f"Subject: Algebra Seminar\n\nDear all,\n\n{sentence}{BELOW}{more}"
    (found,) = read(text.encode(), "a.txt", Given()).talks
    return found


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("The talk has been moved to Room 7.", "Room 7"),
        ("We have been moved to the Senate House.", "Senate House"),
        ("The seminar has been relocated to B 12.", "B 12"),
        ("The seminar is moved to Lecture Hall 3.", "Lecture Hall 3"),
        ("Room changed: now in Room 7.", "Room 7"),
        ("The venue is Room 7.", "Room 7"),
        ("The talk will now take place in Room 7.", "Room 7"),
        ("Please note that the talk will take place in Room 7.", "Room 7"),
        ("Der Vortrag findet in Raum 7 statt.", "Raum 7"),
        ("Der Vortrag wurde in Raum 7 verlegt.", "Raum 7"),
        ("Der Vortrag wird von Raum 3 in den Hörsaal 3 verlegt.", "Hörsaal 3"),
        ("Der Vortrag ist nach Raum 7 verlegt worden.", "Raum 7"),
        ("Bitte beachten Sie, dass der Vortrag in Raum 7 stattfindet.", "Raum 7"),
        ("L'exposé est déplacé en salle 7.", "salle 7"),
        ("La charla se ha trasladado al aula 7.", "aula 7"),
        ("ההרצאה הועברה לחדר 7", "חדר 7"),
    ],
)
def test_a_sentence_that_says_where_the_talk_is_now_gives_its_place(sentence, place):
    record = of(sentence).record
    assert record["location"] == place
    assert "abstract" not in record


@pytest.mark.parametrize(
    "sentence",
    [
        "The room has changed.",
        "**The room has changed.**",
        "NOTE CHANGE OF ROOM",
        "Der Raum hat sich geändert.",
        "Raumänderung!",
        "La salle a changé.",
        "החדר השתנה",
    ],
)
def test_a_place_that_changed_without_a_new_name_is_asked_for(sentence):
    found = of(sentence)
    assert "location" not in found.record
    assert [one.code for one in found.doubts] == ["place"]


@pytest.mark.parametrize(
    "sentence",
    [
        "There is plenty of room for everyone.",
        "The building is locked after six.",
        "Der Raum ist barrierefrei.",
        "La salle est au deuxième étage.",
    ],
)
def test_a_sentence_on_a_room_is_no_name_of_one(sentence):
    found = of(sentence)
    assert "location" not in found.record
    assert not found.doubts


def test_a_place_at_its_label_that_a_sentence_contradicts_is_doubted():
    found = of("The talk has been moved to Room 7.", "Location: Room 3\n")
    assert found.record["location"] == "Room 3"
    assert [one.code for one in found.doubts] == ["places"]


def test_a_place_at_its_label_that_says_more_than_the_sentence_is_not_doubted():
    found = of("The talk has been moved to Room 7.", "Location: Room 7, Main House\n")
    assert not found.doubts
