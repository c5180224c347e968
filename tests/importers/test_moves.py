"""Notices that a talk moves: which of two days holds, and that both are said."""

# ruff: noqa: E501 - a sentence stands in one line

from __future__ import annotations

from datetime import date

import pytest

from announcer.importers.announcement import read
from announcer.importers.found import Given
from announcer.importers.notices import status_of

NOTICES = [
    'The talk by Ada Roe (Rye College) "Owls Again" planned for Monday 2 March 2026 has'
    " been POSTPONED until Monday 9 March 2026, same time (4 pm) and place (Room G2).",
    'The meeting of Monday 2 March 2026 (talk by Ada Roe, Rye College: "Owls Again") is'
    " moved to Monday 9 March 2026, 4 pm.",
    "Der für Montag, 2.3.2026, 18:00 Uhr angekündigte Vortrag von\n\nDr. Ada Roe\n\n"
    '"Owls Again"\n\nfindet erst am Montag, 9.3.2026, 18:00 Uhr statt.',
    "La séance du lundi 2 mars 2026 (exposé de Ada Roe, ENS de Lac : « Owls Again ») est"
    " reportée au lundi 9 mars 2026, 10h15.",
    'AVISO: la charla de Ada Roe (UPC) "Owls Again" prevista para el lunes 2 de marzo de'
    " 2026 SE APLAZA al lunes 9 de marzo de 2026, a la misma hora (13:00).",
    "L'incontro con Ada Roe (Accademia di Urbania), previsto per il 2 marzo 2026 alle"
    " 18.00, è spostato al 9 marzo 2026 alle 18.30.\n\nTitolo: Owls Again",
    "Leider ist Frau Dr. Ada Roe (Garten Süd) erkrankt. Ihr Vortrag „Owls Again“ findet"
    " daher nicht am 2. März 2026, sondern am 9. März 2026 um 19 Uhr statt.",
    'Por motivos de salud, la Dra. Ada Roe (UNAM) no podrá impartir su seminario "Owls'
    ' Again" el lunes 2 de marzo de 2026. La nueva fecha es el lunes 9 de marzo de 2026 a'
    " las 13:00 h en el Auditorio Sotero.",
    "La conférence de Mme Ada Roe, « Owls Again », initialement prévue le 2 mars 2026, est"
    " avancée au lundi 9 mars 2026 à 18 h, salle des Actes.",
    '"Owls Again" - ד"ר רותי גל, מכון כרמל\nבמקום יום ב\' 2 במרץ 2026 תתקיים ההרצאה ביום'
    " ב' 9 במרץ 2026, שעה 14:00, חדר 120.",
]


@pytest.mark.parametrize("text", NOTICES)
def test_the_new_day_holds_and_both_are_said(text):
    (one,) = read(text.encode(), "a.txt", Given()).talks
    assert one.record["title"] == "Owls Again"
    assert one.moment.day == date(2026, 3, 9)
    assert one.before
    assert one.before.day == date(2026, 3, 2)
    (doubt,) = [each for each in one.doubts if each.code == "moved"]
    assert "2026-03-02" in doubt.text
    assert "2026-03-09" in doubt.text


@pytest.mark.parametrize(
    "sentence",
    [
        "Das heutige Kolloquium (22.1., 16:15 Uhr) fällt wegen Eisregen aus.",
        "Das Seminar faellt aus.",
        "Se comunica que el seminario del Dr. Roe previsto para hoy ha sido suspendido.",
        "Il seminario del dott. Roe è annullato.",
        'Il seminario "Ombre" di Ada Roe, in programma domani, non si terrà.',
    ],
)
def test_a_talk_is_off_in_more_words(sentence):
    assert status_of("", sentence) == ("cancelled", False)


def test_what_is_off_names_its_speaker_and_title_in_brackets():
    text = (
        "Das Kolloquium am 22.1.2026 (16:15 Uhr, Prof. Ada Roe: „Eulen in Scheiben“) fällt"
        " wegen Eisregen aus."
    )
    (one,) = read(text.encode(), "a.txt", Given()).talks
    assert one.record["status"] == "cancelled"
    assert one.record["title"] == "Eulen in Scheiben"
    assert [each["name"] for each in one.record["speakers"]] == ["Ada Roe"]
