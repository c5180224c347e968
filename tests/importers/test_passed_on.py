"""Mails that are passed on, and what stands around an announcement."""

# ruff: noqa: E501 - a mail stands in one line

from __future__ import annotations

from datetime import date

import pytest

from announcer.importers.announcement import read
from announcer.importers.found import Found, Given

_TALK = "Speaker: Ada Roe, Rye College\nTitle: Owls at Night\nDate: 4 May 2026, 15:00\n"


def of(text: str) -> list[Found]:
    return list(read(text.encode(), "a.txt", Given()).talks)


@pytest.mark.parametrize(
    ("remark", "mark"),
    [
        ("Zur Kenntnis, vielleicht interessant für uns.\n\nGrüße\nJost",
         "-------- Weitergeleitete Nachricht --------"),
        ("FYI - may be of interest to the group.\n\nBo",
         "---------- Forwarded message ---------"),
        ("Pour information, bien à vous\nZoé", "---------- Message transféré ---------"),
    ],
)  # fmt: skip
def test_a_remark_above_a_mail_that_is_passed_on_is_nobody(remark, mark):
    (one,) = of(
        f"{remark}\n\n{mark}\nBetreff: Kolloquium am 4.5.\nDatum: Wed, 22 Apr 2026"
        " 08:31:02 +0200\nVon: K <k@example.org>\nAn: a@example.org\n\n"
        "Es spricht\n\n   Dr.-Ing. Ada Roe\n   (Forschungsstelle Küste, Rhen)\n\n"
        "am Montag, dem 4.5.2026, um 13.30 Uhr über das Thema\n\n   Eulen am Meer\n"
    )
    assert one.record["speakers"] == [
        {"name": "Ada Roe", "affiliation": "Forschungsstelle Küste, Rhen"}
    ]
    assert one.record["title"] == "Eulen am Meer"


def test_a_remark_that_tells_of_the_talk_counts():
    mark = "---------- Forwarded message ---------\nSubject: Talk\nFrom: k@example.org"
    (one,) = of(f"This talk is cancelled, alas.\n\n{mark}\n\n{_TALK}")
    assert one.record["status"] == "cancelled"


@pytest.mark.parametrize("rule", ["---", "--"])
def test_dashes_above_labels_end_nothing(rule):
    (one,) = of(f"Owl colloquium\n\n{rule}\n\n{_TALK}")
    assert one.moment.day == date(2026, 5, 4)
    (one,) = of(f"{_TALK}\nAbstract: They hear.\n{rule}\nBo, Room 3, tel. 555 0142\n")
    assert one.record["abstract"] == "They hear."


@pytest.mark.parametrize(
    "below",
    [
        "Sarà possibile seguire l'incontro anche a distanza al seguente\nindirizzo:"
        " https://conf.example.org/1",
        "Il sera possible de suivre la séance : https://conf.example.org/1",
        "La grabación se subirá a https://video.example.org/1",
        "Biscuits at 4.45.",
        "Bonne journée,\nFlorence",
        "Buona giornata\nLia",
        "Apportez votre pique-nique.",
        "Chi volesse incontrare la relatrice può scrivere a z@example.org.",
        "Disculpen las molestias.\nLa coordinadora",
        "=== The same in English ===\n\nWe are glad.",
    ],
)  # fmt: skip
def test_what_stands_below_an_abstract_is_none_of_it(below):
    (one,) = of(f"{_TALK}\nAbstract: They hear mice.\n\n{below}\n")
    assert one.record["abstract"] == "They hear mice."


def test_a_text_that_is_set_in_ends_where_its_margin_does():
    (one,) = of(
        "  Speaker: Ada Roe, Rye College\n  Title: Owls at Night\n  Date: 4 May 2026\n"
        "\n  Abstract\n  They hear mice\n  under the snow.\n\nTwo more such evenings are"
        " being planned.\nThe society\n"
    )
    assert one.record["abstract"] == "They hear mice\nunder the snow."
