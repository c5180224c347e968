"""Titles of talks that have the form of a name, and names with their particles."""

from __future__ import annotations

import pytest

from announcer.importers import ics
from announcer.importers.announcement import read
from announcer.importers.found import Given
from announcer.importers.names import is_name

TITLES = [
    "Vom Zählen der Bäume",
    "Von Zahlen und Bäumen",
    "Von der Erde zum Mond",
    "Von Neumann Algebras",
    "Van der Waals Forces",
    "De Bruijn Sequences",
    "Der Klang der Zahlen",
    "Am Rande des Universums",
    "Zur Theorie der Gase",
    "Mit Mathe zum Mond",
    "La Mesure du Monde",
    "El Mundo de Sofía",
]
BODY = "Wir zeigen, dass man alles zählen kann, wenn man nur früh genug anfängt."


@pytest.mark.parametrize("title", TITLES)
def test_a_title_with_the_form_of_a_name_above_who_speaks_is_the_title(title):
    text = (
        f"Subject: Kolloquium\n\n{title}\n\nAda Roe (Universität Kiel)\n\n"
        f"Montag, 8. März 2027, 16:00 Uhr, Raum 7\n\n{BODY}\n"
    )
    (talk,) = read(text.encode(), "a.txt", Given()).talks
    who = {"name": "Ada Roe", "affiliation": "Universität Kiel"}
    assert (talk.record["title"], talk.record["speakers"]) == (title, [who])


@pytest.mark.parametrize("title", TITLES)
def test_the_title_of_an_event_with_the_form_of_a_name_is_no_person(title):
    lines = (
        "BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART:20270308T150000Z",
        f"SUMMARY:{title}", "END:VEVENT", "END:VCALENDAR",
    )  # fmt: skip
    (talk,) = ics.read("\r\n".join(lines).encode(), "a.ics", Given()).talks
    assert talk.record == {"title": title}


@pytest.mark.parametrize(
    "name",
    [
        "Ludwig van der Waals",
        "Harald zur Hausen",
        "Ursula von der Leyen",
        "Von der Leyen Ursula",
        "De la Cruz Martínez",
        "Di Stefano Alfredo",
        "Le Thi Hoa",
        "La Van Duc",
        "El Hassan bin Talal",
        "Zu Chongzhi",
        "Im Jong Ho",
        "Maria del Río",
        "Jean de La Fontaine",
    ],
)
def test_a_name_with_particles_is_one(name):
    assert is_name(name)
