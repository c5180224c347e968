"""Passcodes: neither in what is for all, nor in what is said on a terminal."""

from __future__ import annotations

import datetime

import pytest

from announcer.importers.found import Given
from announcer.importers.passcodes import has_passcode, masked, without_passcodes
from announcer.importing import Source, as_data, read, settle

MAIL = """Subject: Algebra Seminar

Speaker: Ada Roe (University of Rice)
Title: Rings without end
Date: Monday, 8 March 2027, 16:00
{above}

Abstract: We show that rings go on and on, and never come to an end in any field.

{below}

Best, Ann
"""
SAID = [
    "PIN is 4711",
    "Passcode: 4711",
    "The passcode is 4711.",
    "Use the password squirrel4711 to join.",
    "Zoom-Meeting (Passwort Eichhorn4711)",
    "Password for the Zoom room: 4711",
    "Das Kennwort lautet 4711.",
    "Code d'accès : 4711",
    "Mot de passe : ecureuil4711",
    "סיסמה: 4711",
    "https://zoom.us/j/98765432101, PIN 4711",
    "+496938079884,,98765432101#,,,,*4711# Germany",
]


@pytest.mark.parametrize("where", ["above", "below"])
@pytest.mark.parametrize("secret", SAID)
def test_a_passcode_is_left_out_and_its_line_is_said(secret, where):
    texts = {"above": "", "below": "", where: secret}
    delivery = read(Source("a.txt", MAIL.format(**texts).encode()), Given())
    assert delivery
    (found,) = delivery.shipment.talks
    talk = settle(found, "a.txt", Given(), "Europe/Berlin", datetime.date(2027, 1, 1))
    assert "4711" not in str(as_data(talk))
    (doubt,) = [one for one in talk.doubts if one.code == "passcode"]
    assert doubt.line
    if talk.record.get("link"):
        assert talk.record["link_access"] == "members"


@pytest.mark.parametrize(
    "text",
    [
        "The pin is a protein.",
        "PIN proteins are 3-fold",
        "A password is 12 characters long.",
        "Passwords: a history of 200 years",
        "How a PIN code changed banking in 1967",
        "Code: https://github.com/roe/rings",
    ],
)
def test_a_text_on_passwords_gives_none(text):
    assert not has_passcode(text)
    assert without_passcodes(text) == masked(text) == text


def test_what_stands_beside_a_passcode_stays():
    text = "We meet in Room 7 (PIN: 4711). All are welcome."
    assert without_passcodes(text) == "We meet in Room 7. All are welcome."


def test_an_address_in_a_doubt_keeps_its_passcode_for_itself():
    assert masked("left out: https://zoom.us/j/9?pwd=abc") == (
        "left out: https://zoom.us/j/9?pwd=…"
    )
