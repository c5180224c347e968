"""Where talks are: what sentences and fields say of it, in many languages."""

# ruff: noqa: E501 - a sentence stands in one line

from __future__ import annotations

import pytest

from announcer.importers.placefields import cleaned_place
from announcer.importers.places import is_numbered, place_in
from announcer.importers.streets import is_street


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("She talks on Monday at 3pm in 3-104 on “Ants”.", "3-104"),
        ("We meet at 10:15 in MB 2.14, as always.", "MB 2.14"),
        ("It is in the oak room on the 2nd floor of the mill, because of rain.",
         "oak room on the 2nd floor of the mill"),
        ("It is in the barn annexe of building 7b, NOT in the usual room.",
         "barn annexe of building 7b"),
        ("Come at noon to the Reading Room (by the stairs), and on Zoom.", ""),
        ("It starts at 6pm in the Long Gallery of the Harbour Museum; the bar is open.",
         "Long Gallery of the Harbour Museum"),
        ("at 3.00 PM in the Seminar Hall, First Floor, Main Building. All may come.",
         "Seminar Hall, First Floor, Main Building"),
        ("Wir treffen uns um 14 Uhr im SR 2.031 und gehen dann essen.", "SR 2.031"),
        ("A change of plan for next Monday, and a lecture by her.", ""),
        ("Seminariet hålls i rum 12 på plan 4.", "rum 12 på plan 4"),
        ("Der für den 4. Mai um 18 Uhr im Festsaal der Alten Mühle angekündigte Vortrag",
         "Festsaal der Alten Mühle"),
        ("L'exposé prévu le 4 mai à 18h en salle des Lois annoncé hier est annulé.",
         "salle des Lois"),
        ("Der Vortrag findet im Hörsaal H 4, Eulenweg 2, statt.",
         "Hörsaal H 4, Eulenweg 2"),
        ("Los geht es um 19 Uhr im Ritter-Saal, der Eintritt ist frei.", "Ritter-Saal"),
        ("mardi à 14h30, en salle 12 (bâtiment B), Zoé Roy, du CNRS, parlera.",
         "salle 12 (bâtiment B)"),
        ("La séance a lieu à 17h en salle des Lois (escalier C, 1er étage). Un pot suit.",
         "salle des Lois (escalier C, 1er étage)"),
        ("Rendez-vous à 18 h à l'auditorium du musée pour une heure de musique.",
         "auditorium du musée"),
        ("alle 17.30, nella Sala dei Venti della Biblioteca Civica di Lido, Pia Neri parlerà.",
         "Sala dei Venti della Biblioteca Civica di Lido"),
        ("a las 12 en el Salón de Actos de la Facultad de Letras. Entrada libre.",
         "Salón de Actos de la Facultad de Letras"),
        ("decorrerá no sábado, no auditório 2.", "auditório 2"),
        ("We beginnen om half vier in zaal Maas 1.03 en om half vijf is er borrel.",
         "zaal Maas 1.03"),
        ("Wykład odbędzie się o 12.15 w sali 203.", "sali 203"),
        ("Přednáška se koná v posluchárně M1 ve 14:00.", "posluchárně M1"),
        ("Föreläsningen hålls i hörsal 4 kl. 15 och tar en timme.", "hörsal 4"),
        ("Det foregår i auditorium 3 kl. 15.", "auditorium 3"),
        ("ההרצאה תתקיים בחדר 14 ביום שני", "חדר 14 ביום שני"),
        ("He speaks on trees at 12.30 in 4.06 (not 4.02!).", "4.06"),
        ("Next Tuesday (3 March, 1pm, room 5.12) we hear from Bo.", "room 5.12"),
        ("um 18 Uhr spricht Ute Zoll. Ort: Vortragssaal im 1. OG der Bibliothek.",
         "Vortragssaal im 1. OG der Bibliothek"),
        ("alle 11 in Aula 2 (piano terra) la dott.ssa Pia Neri terrà un seminario.",
         "Aula 2 (piano terra)"),
        ("Wykład w sali Rady, ul. Lipowa 4.", "sali Rady, ul. Lipowa 4"),
        ("We met in 2024 in Paris to speak about rooms.", ""),
    ],
)  # fmt: skip
def test_a_sentence_says_where_a_talk_is(sentence, place):
    """The room and its building, and neither a time nor who speaks nor the old room."""
    assert place_in(sentence) == place


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("Dunes 207 unless noted", "Dunes 207"),
        ("Room S.4.21 (instead of S.1.06)", "Room S.4.21"),
        ("Room C.3 (not the usual seminar room)", "Room C.3"),
        ("Saal 3, wie immer", "Saal 3"),
        ("salle 2, comme d'habitude", "salle 2"),
        ("Building C, Hall (2nd floor) or MS Teams", "Building C, Hall (2nd floor)"),
        ("Hörsaal 2 und online", "Hörsaal 2"),
        ("Aula 4 e su Zoom", "Aula 4"),
        ("zaal 4, zoals altijd", "zaal 4"),
        ("online", "online"),
        ("Zoom", "Zoom"),
    ],
)
def test_a_field_is_freed_of_what_is_no_place(value, place):
    """The old room, `as usual` and the way to join stand beside many places."""
    assert cleaned_place(value) == place


@pytest.mark.parametrize("text", ["4-231", "MB 1.20", "N-U-4.03", "Marl 2.11", "B705"])
def test_a_short_code_is_a_room(text):
    assert is_numbered(text)


@pytest.mark.parametrize("text", ["Talk 3", "May 12", "Week 11", "WS 2024", "No 27"])
def test_a_number_of_other_things_is_no_room(text):
    assert not is_numbered(text)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("Seminarraum 2.13 (oder online)", "Seminarraum 2.13"),
        ("Room 4 (and on Zoom)", "Room 4"),
        ("Sala Azul (también por Zoom)", "Sala Azul"),
        ("אולם 3 (וגם בזום)", "אולם 3"),
        ("salle 2014 (au lieu de 1013)", "salle 2014"),
        ("aula 3 (invece di aula 2)", "aula 3"),
        ("Dome Room, Hill Road. All times GMT", "Dome Room, Hill Road"),
    ],
)
def test_how_else_to_follow_and_where_it_was_are_no_part_of_a_place(value, place):
    assert cleaned_place(value) == place


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("findet statt. Der Raum (Aula, EG) bleibt.", "Aula, EG"),
        ("nella stessa sede (Biblioteca comunale).", "Biblioteca comunale"),
        ("lunedì 19 gennaio 2026, ore 16 - Aula Verde:", "Aula Verde"),
        ("est avancée au vendredi 29 mai 2026 à 18 h, salle des Actes.",
         "salle des Actes"),
        ("נדחתה בשעה 17:00. המקום: אולם כהן.", "אולם כהן"),
        ("in aula A3 un seminario su", "aula A3"),
        ("On 11 October 2026 at 6:30 PM, upstairs at the Cannery (12 Wharf St.). Pizza.",
         "Cannery (12 Wharf St.)"),
        ("All meetings at 7.30 pm in the Village Hall, Church Lane.",
         "Village Hall, Church Lane"),
    ],
)  # fmt: skip
def test_a_sentence_says_where_in_more_ways(sentence, place):
    assert place_in(sentence) == place


@pytest.mark.parametrize(
    "line",
    ["Teatro Comunale, via Roma 4", "Gasthof Adler, Marktstraße 2", "12 Mill Lane",
     "Le Trait d'Union, 3 rue des Lilas"],
)  # fmt: skip
def test_a_street_and_a_number_are_a_place(line):
    assert is_street(line)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("the room has changed to Room 7", "Room 7"),
        ("The venue has been moved to the Great Hall", "Great Hall"),
        ("The room has changed from Room 5 to Room 7", "Room 7"),
        ("The hall is changed to Room 7 because of the exams", "Room 7"),
        ("The room has been changed to HS 3, Main Building", "HS 3, Main Building"),
        ("Room change: Room 7", "Room 7"),
        ("The location is now Room 7", "Room 7"),
        ("There is a new room: Room 7", "Room 7"),
        ("changed to Room 7", "Room 7"),
        ("now Room 7", "Room 7"),
        ("Der Raum hat sich geändert: Raum 7", "Raum 7"),
        ("Der Raum wurde geändert auf Raum 7", "Raum 7"),
        ("Der neue Raum ist Raum 7", "Raum 7"),
        ("La salle a changé : salle 7", "salle 7"),
        ("L'aula è cambiata: Aula 7", "Aula 7"),
        ("La sala ha cambiado a la Sala 7", "Sala 7"),
        ("New Hall, Room 7", "New Hall, Room 7"),
        ("Nova Room 7", "Nova Room 7"),
        ("NuHall 3", "NuHall 3"),
        ("Room of Change, Floor 2", "Room of Change, Floor 2"),
    ],
)
def test_of_a_sentence_that_a_room_has_changed_the_new_one_is_the_place(value, place):
    assert cleaned_place(value) == place
