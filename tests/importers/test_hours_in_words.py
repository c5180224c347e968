"""Hours, lengths and zones that stand in words, in many languages."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from announcer.importers.clocks import clocks_in
from announcer.importers.dates import moment_of
from announcer.importers.days import days_in
from announcer.importers.found import Given
from announcer.importers.lengths import length_told


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("we meet at half past four", "16:30", None),
        ("at half seven in the dome", "19:30", None),
        ("at a quarter to three", "14:45", None),
        ("um halb fünf im Saal", "16:30", None),
        ("om half vier in zaal 3", "15:30", None),
        ("kl. halv fire", "15:30", None),
        ("à onze heures et demie", "11:30", None),
        ("a las cinco y media de la tarde", "17:30", None),
        ("alle quattro e mezza", "16:30", None),
        ("o wpół do piątej", "16:30", None),
        ("godz. 12:15", "12:15", None),
        ("o godzinie 13", "13:00", None),
        ("van 13u tot 14u30", "13:00", "14:30"),
        ("15.30 uur", "15:30", None),
        ("alle ore 17,30", "17:30", None),
        ("kl. 13.15–14.00", "13:15", "14:00"),
        ("Beginn ist 16,15 Uhr", "16:15", None),
        ("16,15 - 17,45 Uhr", "16:15", "17:45"),
        ("às 14h30", "14:30", None),
        ("15時30分", "15:30", None),
        ("6.45 for 7pm, ends at 8.15pm", "19:00", "20:15"),
        ("7pm (finish by 8.15pm)", "19:00", "20:15"),
    ],
)
def test_an_hour_is_read_in_words(text, start, end):
    (found,) = clocks_in(text)
    assert found.start == time.fromisoformat(start)
    assert found.end == (end and time.fromisoformat(end))


def test_a_half_of_the_day_that_is_guessed_is_doubted():
    """Nobody says pm of half past four; half past ten needs no guess."""
    (afternoon,) = clocks_in("at half past four")
    (morning,) = clocks_in("at half past ten")
    assert [doubt.code for doubt in afternoon.doubts] == ["half"]
    assert not morning.doubts


@pytest.mark.parametrize(
    "text",
    [
        "half a dozen",
        "sali 2.40",
        "v lokale 1.20",
        "room 4.01",
        "Saal 3.15",
        "3,50 €",
        "4,20 a 5,80",
        "nach 1,30 h",
    ],
)
def test_numbers_of_rooms_and_other_halves_are_no_hours(text):
    assert not clocks_in(text)


@pytest.mark.parametrize(
    "text", ["at 6 the bar closes", "borrel vanaf 17 uur", "Apéro um 18 Uhr"]
)
def test_the_hour_of_food_and_drink_is_not_that_of_the_talk(text):
    assert not clocks_in(text)


@pytest.mark.parametrize(
    ("text", "zone", "letters"),
    [
        ("4 pm Eastern Time (US and Canada)", None, "ET"),
        ("9:30 AM (Pacific)", None, "PT"),
        ("15:00 US Pacific", None, "PT"),
        ("15:00 Central European Time", None, "CET"),
        ("15:00 Central European Summer Time", None, "CEST"),
        ("15:00 Eastern European Time", None, None),
        ("de 12 h à 13 h 15 (HAE)", None, "EDT"),
        ("15:30-17:00 (JST)", None, "JST"),
        ("à 15h (heure de Bruxelles)", "Europe/Brussels", None),
        ("14h (horário de Brasília)", "America/Sao_Paulo", None),
        ("a las 12:00 (hora de la Ciudad de México)", "America/Mexico_City", None),
        ("a las 5 de la tarde (hora de Colombia)", "America/Bogota", None),
        ("19:00-20:15, hora peninsular española", "Europe/Madrid", None),
        ("16 Uhr Berliner Zeit", "Europe/Berlin", None),
        ("05:00 PM London", "Europe/London", None),
        ("06:00 PM Amsterdam, Berlin, Rome", "Europe/Amsterdam", None),
        ("18:00 (שעון ישראל)", "Asia/Jerusalem", None),
        ("בשעה 18:00, לפי שעון קיץ ירושלים", "Asia/Jerusalem", None),
        ("6 pm (Israel time)", "Asia/Jerusalem", None),
        ("6 pm German time", "Europe/Berlin", None),
        ("18 Uhr (deutsche Zeit)", "Europe/Berlin", None),
        ("18 Uhr österreichischer Zeit", "Europe/Vienna", None),
        ("18 Uhr israelische Zeit", "Asia/Jerusalem", None),
        ("18h, heure de Paris", "Europe/Paris", None),
        ("18h (heure d'Israël)", "Asia/Jerusalem", None),
        ("ore 18 (ora italiana)", "Europe/Rome", None),
        ("a las 18:00 (hora española)", "Europe/Madrid", None),
        ("18:00 svensk tid", "Europe/Stockholm", None),
        ("18 Uhr zur gewohnten Zeit", None, None),
    ],
)
def test_a_zone_is_read_in_words(text, zone, letters):
    """The words of a city are its zone; letters stay letters."""
    moment, _ = moment_of(f"5 May 2026, {text}", Given())
    assert (moment.zone, moment.abbreviation) == (zone, letters)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("The webinar lasts 90 minutes including discussion", 90),
        ("Son exposé durera environ une heure.", 60),
        ("Il seminario durerà circa un'ora.", 60),
        ("Det varer cirka en time", 60),
        ("A palestra dura cerca de 50 minutos", 50),
        ("Wykład potrwa około 45 minut", 45),
        ("Der Vortrag dauert etwa 60 Minuten", 60),
        ("It took 90 minutes to get there", None),
    ],
)
def test_the_length_of_a_talk_is_read_in_a_sentence(text, minutes):
    assert length_told(text) == (minutes and timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("środa, 12 listopada 2025 r.", date(2025, 11, 12)),
        ("pondělí 27. listopadu 2023", date(2023, 11, 27)),
        ("tirsdag d. 3. december 2024", date(2024, 12, 3)),
        ("tisdag den 10 mars 2026", date(2026, 3, 10)),
        ("perjantaina 20. maaliskuuta 2026", date(2026, 3, 20)),
        ("2ª feira, 06/04/2026", date(2026, 4, 6)),
        ("quinta-feira, 05/06/2025", date(2025, 6, 5)),
        ("2026年6月24日(水)", date(2026, 6, 24)),
        ("2025. május 19.", date(2025, 5, 19)),
        ("Tuesday the 18th of Febuary 2025", date(2025, 2, 18)),
    ],
)
def test_a_day_is_read_in_more_languages(text, day):
    (found,) = days_in(text, Given())
    assert found.day == day
    assert not found.doubts


@pytest.mark.parametrize(
    "text",
    [
        "am Nachmittag des 5. Mai", "vormittags im Saal", "Montagnachmittags",
        "l'après-midi du 5 mai", "dans l’après midi", "an afternoon of talks",
    ],
)  # fmt: skip
def test_a_half_of_the_day_is_no_noon(text):
    assert clocks_in(text) == []


@pytest.mark.parametrize("text", ["mittags", "am Mittag", "à midi", "12 Uhr mittags"])
def test_noon_is_an_hour(text):
    (noon,) = clocks_in(text)
    assert noon.start == time(12)
