"""What stands where something is not known yet is absent, and nobody's name."""

import re

import pytest

from announcer.record import read_site
from announcer.record.placeholders import is_placeholder
from announcer.talk import Talk
from announcer.words import CATALOGUES, words_for
from tests.record.conftest import Desk

OPEN = (
    "TBA", "tba.", "T.B.A", "T.B.A.", "t. b. a.", "(TBA)", "[TBA]", "**TBA**",
    "<em>TBA</em>", "TBA!", "tbd", "TBC", "TBD, see later", "N/A", "Title TBA",
    "Title: T.B.A.", "Title TBC", "Abstract: TBA", "Speaker TBA", "To be announced.",
    "Title to be announced", "To be determined", "to be confirmed", "N.N.", "NN",
    "N. N.", "wird noch bekannt gegeben", "wird bekanntgegeben", "folgt",
    "Titel folgt", "à préciser", "A PRÉCISER", "à venir", "à confirmer",
    "Titre : à venir", "titre à préciser", "יפורסם", "יפורסם בהמשך", "ייקבע בהמשך",
    "Prof. N.N.", "Prof. Dr. N. N.", "Dr. TBA", "Referent N.N.", "TBA TBA", "TBA - TBA",
    "TBA/TBD", "Nomen nominandum", "unknown", "Unbekannt", "None", "keine Angabe",
    "Untitled", "no title yet", "ohne Titel", "sans titre", "A title to be announced",
    "?", "???", "-", "...", "…", "—", "XXX",
)  # fmt: skip
SAID = (
    "Folgt der Mond?", "TBA-equations", "NN-potentials", "What is TBD?", "Na", "Na Li",
    "N. A. Smith", "Nobody", "C++", r"$\infty$", "∞", "XX", "T. B. Adams", "The title",
    "Unknown unknowns", "The unknown", "None of the above", "Untitled spaces", "Dr. No",
    "Prof. Nn Xu", "A. N. Other", "TBA and Ada", "Announcements",
    "To be or not to be", "À la recherche", "Room 3", "42",
)  # fmt: skip
PRINTED = ("to be announced", "To be announced", "title to be announced",
           "Title to be announced", "Room to be announced",
           "Location to be announced")  # fmt: skip


@pytest.mark.parametrize("text", OPEN)
def test_open_words_are_known_however_they_are_written(text):
    assert is_placeholder(text)


@pytest.mark.parametrize("text", SAID)
def test_words_that_say_something_stay(text):
    assert not is_placeholder(text)


@pytest.mark.parametrize("language", ["en", *(p.name for p in CATALOGUES.iterdir())])
def test_the_own_words_of_the_program_are_known(language):
    """Whoever copies them from a mail into a record has said nothing."""
    for printed in PRINTED:
        assert is_placeholder(words_for(language).gettext(printed)), printed


def test_no_own_words_are_forgotten():
    text = (CATALOGUES / "de/LC_MESSAGES/announcer.po").read_text(encoding="utf-8")
    found = re.findall(r'^msgid "((?:\w+ )?[Tt]o be announced)"$', text, re.MULTILINE)
    assert set(found) == set(PRINTED)


def read(desk: Desk, text: str, series: str = "name: Wilks\n") -> Talk:
    desk.put("wilks/series.yaml", series)
    desk.put("wilks/a.yaml", f"date: 2021-03-08\n{text}")
    (talk,) = read_site(desk.folder).talks
    return talk


@pytest.mark.parametrize("text", ["T.B.A.", "wird noch bekannt gegeben", "???"])
def test_title_speaker_abstract_and_location_are_absent(desk, text):
    keys = ("title", "speaker", "abstract", "location")
    talk = read(desk, "".join(f"{key}: '{text}'\n" for key in keys))
    assert (talk.title, talk.speakers, talk.abstract, talk.location) == (
        None, (), None, None,
    )  # fmt: skip


def test_an_open_room_is_not_the_room_of_the_series(desk):
    assert read(desk, "location: TBA\n", "location: Room 1\n").location is None


@pytest.mark.parametrize(
    "speaker", ["Speaker TBD (MIT)", "TBA (MIT)", "{name: N.N., affiliation: MIT}"]
)
def test_a_speaker_without_a_name_leaves_the_affiliation(desk, speaker):
    talk = read(desk, f"speaker: {speaker}\n")
    assert (talk.speakers, talk.awaited) == ((), ("MIT",))


def test_a_host_without_a_name_is_none(desk):
    assert read(desk, "host: N.N.\n").host is None


def test_an_open_affiliation_is_none(desk):
    (speaker,) = read(desk, "speaker: Ada Alpha (TBA)\n").speakers
    assert (speaker.name, speaker.affiliation) == ("Ada Alpha", None)


def test_the_body_of_a_markdown_record_may_be_open(desk):
    desk.put("wilks/a.md", "---\ndate: 2021-03-08\n---\nAbstract: TBA\n")
    (talk,) = read_site(desk.folder).talks
    assert talk.abstract is None
