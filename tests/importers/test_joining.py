"""Which address of a message is the one to join at, in services and in sentences."""

# ruff: noqa: E501 - a sentence stands in one line

from __future__ import annotations

import pytest

from announcer.importers.joining import joining

AT = "https://x.example.org/at"


@pytest.mark.parametrize(
    "text",
    [
        f"If you can't come, we'll stream it at {AT}.",
        f"It takes place online; please use this link: {AT}. No registration is needed.",
        f"PS: whoever is away can follow at {AT}",
        f"You may also watch it live on {AT}",
        f"Alle Vorträge werden gestreamt: <{AT}>",
        f"Wer online teilnehmen will: {AT}",
        f"Pour suivre l'exposé à distance : {AT}",
        f"Per partecipare online: {AT}",
        f"La liga es {AT} y no hace falta registrarse.",
        f"Transmissão: {AT}",
        f"Je kunt online deelnemen via {AT}",
        f"Zdalnie można dołączyć tu: {AT}",
        f"Přenos bude na {AT}",
        f"Den som vill delta på distans: {AT}",
        f"Dem der ikke kan komme, kan følge med her:\n{AT}",
        f"קישור להצטרפות: {AT}",
        f"ההרצאה תשודר ב[שידור חי]({AT}).",
        f"La conférence sera diffusée sur {AT}",
        f"Sarà trasmesso su {AT}",
    ],
)
def test_a_sentence_says_where_to_join(text):
    assert joining([], text) == AT


@pytest.mark.parametrize(
    "text",
    [
        f"Register for the live event at {AT}.",
        f"A recording will be online at {AT} next week.",
        f"More information: {AT}",
        f"Karten für den Livestream unter {AT}",
        f"Inscription obligatoire pour la visio : {AT}",
        f"Záznam bude později na {AT}",
        f"To unsubscribe online, go to {AT}",
        f"We meet online. The paper is at {AT}",
        "Follow us live on https://twitter.com/seminar",
    ],
)
def test_an_address_for_other_things_is_no_way_to_join(text):
    """Registering, recordings, tickets, papers and lists have addresses, too."""
    assert joining([], text) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://us06web.zoom.example.org/j/88120044217?pwd=abc",
        "https://teams.example.com/l/meetup-join/19%3ameeting_x",
        "https://bbb.dh.example.org/b/abc-def-gh1",
        "https://visio.example.org/rooms/abc-def-ghi",
        "https://acme.webex.example.org/meet/rounds",
    ],
)
def test_a_server_of_an_institute_is_told_by_its_paths(url):
    assert joining([], f"Room 4\n{url}\nMeeting ID: 1") == url
