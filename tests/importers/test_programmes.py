"""Programmes: several talks in one message, each in a line or two of its own."""

# ruff: noqa: E501 - a line of a programme stands in one line

from __future__ import annotations

from datetime import date, time

import pytest

from announcer.importers.announcement import read
from announcer.importers.entrylines import read_entry
from announcer.importers.found import Found, Given
from announcer.importers.guesses import Guess


def of(text: str) -> list[Found]:
    return list(read(text.encode(), "a.txt", Given()).talks)


def names(found: Found) -> list[str]:
    return [one["name"] for one in found.record["speakers"]]


@pytest.mark.parametrize(
    ("entry", "title", "name"),
    [
        ("Owls of the Canal - Ada Roe", "Owls of the Canal", "Ada Roe"),
        ("Owls of the Canal – Prof. Ada Roe (Rye College)", "Owls of the Canal",
         "Ada Roe"),
        ("Des hiboux en ville, par Ada Roe", "Des hiboux en ville", "Ada Roe"),
        ("Eulen am Kanal, von Dr. Ada Roe (Uni Rhen)", "Eulen am Kanal", "Ada Roe"),
        ("Gufi in città, di Ada Roe", "Gufi in città", "Ada Roe"),
        ("Ada Roe - Big Owls", "Big Owls", "Ada Roe"),
        ('Ada Roe, "Big Owls"', "Big Owls", "Ada Roe"),
        ('"Big Owls", Prof. Ada Roe, Chair of Owls, Rye', "Big Owls", "Ada Roe"),
        ("**Big Owls** by Ada Roe (Rye)", "Big Owls", "Ada Roe"),
        ("Ada Roe (Rye): Big Owls", "Big Owls", "Ada Roe"),
    ],
)  # fmt: skip
def test_an_entry_names_its_speaker_before_or_behind_the_title(entry, title, name):
    found = Guess()
    assert read_entry(entry, found, set())
    assert found.titles[0][1] == title
    assert [one["name"] for one in found.people] == [name]


def test_two_people_of_one_home_stand_in_one_entry():
    found = Guess()
    assert read_entry("Ada Roe & Bo Ek (both Rye College): Owls", found, set())
    assert found.people == [
        {"name": "Ada Roe", "affiliation": "Rye College"},
        {"name": "Bo Ek", "affiliation": "Rye College"},
    ]


def test_numbered_hours_part_a_day_and_what_stands_below_holds_for_all():
    one, two = of(
        "Owl evening, Friday 15/01/2027\n\n"
        '1) 18:00  Ada Roe (Rye College)\n   "Owls by Ear"\n\n'
        '2) 19:00  Bo Ek (Rye College)\n   "Owls by Eye"\n\n'
        "Venue: Old Barn, Mill Lane. All times GMT.\n"
        "Stream: https://live.example.org/owls\n"
    )
    assert [one.moment.time, two.moment.time] == [time(18), time(19)]
    for each in (one, two):
        assert each.moment.day == date(2027, 1, 15)
        assert "GMT" in (each.moment.zone, each.moment.abbreviation)
        assert each.record["location"] == "Old Barn, Mill Lane"
        assert each.record["link"] == "https://live.example.org/owls"


@pytest.mark.parametrize(
    "said",
    [
        "All times are in CET.", "Alle Zeiten in CET", "(all times CET)",
        "Toutes les heures: CET", "Tutti gli orari sono in CET.",
    ],
)  # fmt: skip
def test_a_zone_is_said_of_all_times(said):
    if said.startswith("Toutes"):
        said = "Les heures sont en CET"
    (one,) = of(
        f"Speaker: Ada Roe\nTitle: Owls at Night\nDate: 4 May 2026\nTime: 15:00\n\n{said}\n"
    )
    assert "CET" in (one.moment.zone, one.moment.abbreviation)


def test_a_day_of_a_list_may_end_with_a_colon():
    one, two = of(
        "Oberseminar, Sommersemester 2026\n\n"
        "Di, 14.4.: Ada Roe (Bern): Eulen mit Uhren\n"
        "Di, 21.4.: entfällt\n"
        "Di, 28.4.: Bo Ek (Graz): Uhren ohne Eulen\n\n"
        "Zeit und Ort: jeweils 14:15-15:45 Uhr, Raum E 12\n"
    )
    assert one.moment.day == date(2026, 4, 14)
    assert two.moment.day == date(2026, 4, 28)
    assert one.moment.time == two.moment.time == time(14, 15)
    assert names(two) == ["Bo Ek"]


def test_a_hebrew_list_has_days_without_a_seminar():
    one, two = of(
        "תכנית הסמינר\nימי שני, 14:00, חדר 302\n\n"
        "2.3.2026 - רותי גל (תל אביב): ינשופים בלילה\n"
        "9.3.2026 - אין סמינר\n"
        "16.3.2026 - עומר דגן (חיפה): ינשופים ביום\n"
    )
    assert one.record["title"] == "ינשופים בלילה"
    assert names(two) == ["עומר דגן"]


def test_a_label_holds_an_entry():
    (one,) = of(
        "Exposé : Ada Roe (Lac) -- Hiboux au hasard\nDate : 8 avril 2026, 14h\n"
    )
    assert one.record["title"] == "Hiboux au hasard"
    assert names(one) == ["Ada Roe"]


def test_headings_with_an_hour_are_of_the_day_above_them():
    one, two, three = of(
        "# Talks this week (22–26 September 2025)\n\nAll talks in the Mill House.\n\n"
        "## Monday 22 September\n\n*No seminar*\n\n"
        "## Tuesday 23 September\n\n### Algebra seminar, 2:00 pm, Room 4\n\n"
        "**Ada Roe** (Rye College)\n**Owls of Algebra**\n\n"
        "## Thursday 25 September\n\n### Statistics seminar, 11:00 am, Room 3\n\n"
        "**Bo Ek** and **Mia Lund** (both Rye College)\n**Counting Owls**\n\n"
        "### Reading group, 4:00 pm, Room 4\n\n**Jan Maj** (Lund University)\n**Title: TBA**\n"
    )
    assert [each.moment.day for each in (one, two, three)] == [
        date(2025, 9, 23), date(2025, 9, 25), date(2025, 9, 25),
    ]  # fmt: skip
    assert [each.moment.time for each in (one, two, three)] == [
        time(14), time(11), time(16),
    ]  # fmt: skip
    assert names(two) == ["Bo Ek", "Mia Lund"]
    assert two.record["title"] == "Counting Owls"


def test_a_list_of_definitions_may_have_hours_for_terms():
    one, two = of(
        "<div><h2>Owl afternoon</h2><p>Monday, February 3, 2025 - 1:30pm to 4:00pm<br>"
        "<em>Venue:</em> Old Library</p><hr><dl><dt>1:30pm</dt>"
        "<dd><b>Speaker:</b> Ada Roe (Rye College)<br><b>Title:</b> Owls by Ear<br>"
        "<b>Abstract:</b> They hear us.</dd><dt>3:00pm</dt>"
        "<dd><b>Speaker:</b> Bo Ek (Rye College)<br><b>Title:</b> Owls by Eye<br>"
        "<b>Abstract:</b> They see us.</dd></dl><p>Coffee at 2:30pm.</p></div>"
    )
    assert [one.moment.time, two.moment.time] == [time(13, 30), time(15)]
    assert [one.record["abstract"], two.record["abstract"]] == [
        "They hear us.", "They see us.",
    ]  # fmt: skip
    assert two.record["location"] == "Old Library"


def test_a_list_of_definitions_holds_labels():
    (one,) = of(
        "<dl><dt>Speaker</dt><dd>Ada Roe, Rye College</dd><dt>Title</dt><dd>Owls</dd>"
        "<dt>When</dt><dd>4 May 2026, 15:00</dd></dl>"
    )
    assert names(one) == ["Ada Roe"]
    assert one.record["title"] == "Owls"


def test_a_section_has_an_hour_and_a_room_that_are_unusual():
    one, two, three = of(
        "# Owl seminar, Spring 2025\n\nWe meet on Thursdays at 4pm in the Blue Room (Hall"
        " 2), unless noted otherwise.\n\n"
        "## 6 March 2025 – Ada Roe (Rye College)\n\n*Owls by Ear*\n\n"
        "## 27 March 2025 – Bo Ek (Rye College)\n\n*Owls by Eye*\n\n"
        "**Note the unusual time and room: 2pm, Mill Hall 100.**\n\n"
        "## 3 April 2025 – Mia Lund (Rye College) – CANCELLED\n\n*Owls by Heart*\n"
    )
    assert [each.moment.time for each in (one, two, three)] == [
        time(16), time(14), time(16),
    ]  # fmt: skip
    assert two.record["location"] == "Mill Hall 100"
    assert three.record["title"] == "Owls by Heart"
    assert three.record["status"] == "cancelled"


def test_short_entries_of_a_list_are_talks_and_a_gap_cancels_none():
    one, two = of(
        "Programme du trimestre - atelier\n\n14/01/2026, 17h : Ada Roe, « Carnets »\n"
        "28/01/2026, 17h : séance annulée\n11/02/2026, 17h30 : Bo Ek (BnF), « Notes »\n\n"
        "Lieu : Médiathèque, salle 2\n"
    )
    assert [one.record["title"], two.record["title"]] == ["Carnets", "Notes"]
    assert "status" not in one.record
    assert one.record["location"] == "Médiathèque, salle 2"


def test_a_heading_of_a_list_has_room_and_hour_in_brackets():
    one, two = of(
        "SEMINARIOS DE PRIMAVERA 2026 (Aula 1.1, 16:00 h)\n\n"
        "12 de marzo: Ada Roe (UCM), Búhos y azulejos\n19 de marzo: festivo\n"
        "26 de marzo: Bo Ek (UPV), Búhos en el aire\n"
    )
    assert one.record["location"] == two.record["location"] == "Aula 1.1"
    assert two.moment.day == date(2026, 3, 26)
    assert two.moment.time == time(16)


def test_hours_may_stand_above_their_day_and_in_a_list():
    one, two = of(
        "- *Where:* Codehaus, 3rd floor\n- *Agenda:*\n"
        "  1. 18:45 – **Owls in Trains** by Ada Roe (RailCore)\n"
        "  2. 19:30 – **Trains in Owls** by Bo Ek (Oxide Museum)\n\n"
        "*Meetup: Monday, June 8 2026*\n"
    )
    assert [one.moment.time, two.moment.time] == [time(18, 45), time(19, 30)]
    assert one.moment.day == two.moment.day == date(2026, 6, 8)
    assert names(two) == ["Bo Ek"]


@pytest.mark.parametrize(
    ("top", "first", "second", "room"),
    [
        ("zum Doppelvortrag am Donnerstag, den 11. Juni 2026, im Hörsaal 2, Altes Haus"
         " (Seegasse 4) laden wir herzlich ein.",
         "### 17:00 Uhr – Dr. Ada Roe: Wenn Eulen rufen",
         "### 18:00 Uhr – Bo Ek: Falter zählen",
         "Hörsaal 2, Altes Haus (Seegasse 4)"),
        ("nous vous invitons à deux exposés le jeudi 11 juin 2026 en salle des Actes.",
         "**17h - Ada Roe : Quand le hibou crie**",
         "**18h - Bo Ek : Compter les papillons**", "salle des Actes"),
        ("please join us for two talks on Thursday, 11 June 2026, in the Old Library.",
         "### 5:00 pm – Dr. Ada Roe: When Owls Call",
         "### 6:00 pm – Bo Ek: Counting Moths", "Old Library"),
        ("les invitamos a dos charlas el jueves 11 de junio de 2026 en el Aula Magna.",
         "17:00 h – Ada Roe: Cuando llama el búho",
         "18:00 h – Bo Ek: Contar mariposas", "Aula Magna"),
        ("siete invitati ai due seminari di giovedì 11 giugno 2026 in Aula Magna.",
         "### ore 17 – Ada Roe: Quando chiama il gufo",
         "### ore 18 – Bo Ek: Contare le falene", "Aula Magna"),
    ],
)  # fmt: skip
def test_two_talks_at_hours_have_the_day_and_the_place_of_the_sentence_above(
    top, first, second, room
):
    text = "It is about this and that, and about something else as well, and more."
    one, two = of(f"Hello,\n\n{top}\n\n{first}\n\n{text}\n\n{second}\n\n{text}\n")
    assert [names(one), names(two)] == [["Ada Roe"], ["Bo Ek"]]
    assert [one.moment.time, two.moment.time] == [time(17), time(18)]
    assert one.moment.day == two.moment.day == date(2026, 6, 11)
    assert one.record["location"] == two.record["location"] == room
    assert one.record["title"] in first
    assert two.record["title"] in second


@pytest.mark.parametrize(
    ("day", "other", "alone"),
    [
        ("4 octobre 2024, 11h", "29 novembre 2024 — ANNULÉ",
         "6 décembre 2024 : annulé"),
        ("4. Oktober 2024, 16 Uhr", "11. Oktober 2024 – ENTFÄLLT",
         "18. Oktober 2024 – entfällt"),
        ("May 4, 2026, 4 pm", "May 11, 2026 - CANCELLED", "May 18, 2026: cancelled"),
        ("4 de mayo de 2026, 12:00", "11 de mayo de 2026 (CANCELADO)",
         "18 de mayo de 2026: cancelado"),
        ("4 maggio 2026, ore 15", "11 maggio 2026 - ANNULLATO",
         "18 maggio 2026: annullato"),
        ("4.5.2026, 16:00", "11.5.2026 - בוטל", "18.5.2026: בוטל"),
    ],
)  # fmt: skip
def test_an_entry_called_off_beside_its_day_is_a_cancelled_talk_where_it_names_somebody(
    day, other, alone
):
    one = "**Ada Roe** (Rye College)\n*Owls of the Canal*"
    two = "**Bo Ek** (Rye College)\n*Moths of the Motorway*"
    text = f"# Seminar\n\n## {day}\n{one}\n\n## {other}\n{two}\n\n## {alone}\n"
    on, off = of(text)
    assert "status" not in on.record
    assert off.record["status"] == "cancelled"
    assert off.record["title"] == "Moths of the Motorway"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("**Talk 1 - 15:00** · *Ada Roe* · “Big Owls”",
         "**Talk 2 - 16:00** · *Bo Ek* · “Small Moths”"),
        ("**Vortrag 1 – 15 Uhr** · *Ada Roe* · „Big Owls“",
         "**Vortrag 2 – 16 Uhr** · *Bo Ek* · „Small Moths“"),
        ("Exposé n° 1 : 15h · Ada Roe · « Big Owls »",
         "Exposé n° 2 : 16h · Bo Ek · « Small Moths »"),
        ("Charla I - 15:00 · *Ada Roe* · «Big Owls»",
         "Charla II - 16:00 · *Bo Ek* · «Small Moths»"),
    ],
)  # fmt: skip
def test_an_hour_behind_the_number_of_a_talk_is_when_it_begins(first, second):
    one, two = of(f"# Seminar\n\n5.3.2026, Room 12\n\n{first}\n\n{second}\n")
    assert [one.moment.time, two.moment.time] == [time(15), time(16)]
    assert [one.record["title"], two.record["title"]] == ["Big Owls", "Small Moths"]
    assert [names(one), names(two)] == [["Ada Roe"], ["Bo Ek"]]


@pytest.mark.parametrize(
    ("end", "title"),
    [
        (" : Fish", "Fish"),
        (": Eels", "Eels"),
        (" – Why?", "Why?"),
        (": TBA", None),
        (" – Wed", None),
        (": HS 3", None),
        (" CET", None),
    ],
)
def test_a_short_word_behind_a_speaker_and_a_sign_is_a_title(end, title):
    first, second = of(
        f"Seminar\n\n5 May 2026, 14:00: Tim Roy (Univ. Bergen){end}\n"
        "12 May 2026, 14:00: Ann Lee (Univ. Oslo): Counting trees\n"
    )
    assert first.record.get("title") == title
    assert [names(first), names(second)] == [["Tim Roy"], ["Ann Lee"]]


@pytest.mark.parametrize("label", ["Abstract", "**Abstract**", "Zusammenfassung"])
def test_the_points_below_a_label_that_is_a_point_are_its_value(label):
    first, second = of(
        "# Seminar\n\n### 5 May 2026, 14:00\n\n- Speaker: Ada Roe\n- Title: Owls\n"
        f"- {label}\n  - We count owls in the wood\n  - We count owls in the town\n\n"
        "### 12 May 2026, 14:00\n\n- Speaker: Bo Ek\n- Title\n  - Counting moths\n"
        f"- {label}\n\n  - We count moths\n- Room\n  - HS 5\n"
    )
    points = "- We count owls in the wood\n- We count owls in the town"
    assert first.record["abstract"] == points
    assert second.record["abstract"] == "- We count moths"
    assert second.record["title"] == "Counting moths"
    assert second.record["location"] == "HS 5"


def test_a_point_with_nothing_set_in_below_it_is_no_label():
    (found,) = of(
        "Speaker: Ada Roe\nTitle: Owls\nDate: 5 May 2026, 14:00\n\n"
        "- Abstract\n- Slides\n- Recording\n"
    )
    assert "abstract" not in found.record
