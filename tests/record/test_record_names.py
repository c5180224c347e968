"""Lines that should name one person: what is asked about them, and what is not."""

from __future__ import annotations

import pytest

from announcer.record import names

SEVERAL = {
    "Ada Alpha (MIT) and Ben Beta (ETH)": ["Ada Alpha (MIT)", "Ben Beta (ETH)"],
    "Ada Alpha (MIT) and Ben Beta": ["Ada Alpha (MIT)", "Ben Beta"],
    "Ada (MIT), Ben (ETH)": ["Ada (MIT)", "Ben (ETH)"],
    "Ada Alpha (MIT); Ben Beta (ETH)": ["Ada Alpha (MIT)", "Ben Beta (ETH)"],
    "Ada Alpha (MIT) & Ben Beta (ETH)": ["Ada Alpha (MIT)", "Ben Beta (ETH)"],
    "Ada Alpha (MIT) und Ben Beta (ETH)": ["Ada Alpha (MIT)", "Ben Beta (ETH)"],
    "Ada Alpha et Ben Beta": ["Ada Alpha", "Ben Beta"],
    "Ada Alpha with Ben Beta": ["Ada Alpha", "Ben Beta"],
    "Ada Alpha / Ben Beta": ["Ada Alpha", "Ben Beta"],
    "Pierre and Marie Curie": ["Pierre", "Marie Curie"],
    "Ada Alpha, Ben Beta & Cy Gamma": ["Ada Alpha", "Ben Beta", "Cy Gamma"],
    "Ada Alpha, Ben Beta, and Cy Gamma": ["Ada Alpha", "Ben Beta", "Cy Gamma"],
    "Ada Alpha, Ben Beta": ["Ada Alpha", "Ben Beta"],
    "Ada (MIT and ETH) and Ben (Y, Z)": ["Ada (MIT and ETH)", '"Ben (Y, Z)"'],
    "Martin King, Jr. and Ada Alpha": ['"Martin King, Jr."', "Ada Alpha"],
    "Ludwig van Beethoven und Carl von Weber": [
        "Ludwig van Beethoven",
        "Carl von Weber",
    ],
    "陳省身 (UC)、丘成桐 (清华)": ["陳省身 (UC)", "丘成桐 (清华)"],
}


@pytest.mark.parametrize("line", SEVERAL)
def test_several_people_on_one_line_are_asked_about(line):
    """They would be one person from the last one's university."""
    found = names.doubt(line)
    assert found is not None
    assert found[1] == f"Write speakers: [{', '.join(SEVERAL[line])}]."


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        ("Dee Delta, Example University", "Write Dee Delta (Example University)."),
        ("Dee Delta, ETH Zürich", "Write Dee Delta (ETH Zürich)."),
        ("Noether, Emmy", "Write Emmy Noether."),
        ("van der Waerden, Bartel", "Write Bartel van der Waerden."),
    ],
)
def test_a_name_in_another_order_is_asked_about(line, cure):
    found = names.doubt(line)
    assert found is not None
    assert found[1] == cure


@pytest.mark.parametrize(
    "line",
    [
        "Ada Alpha",
        "Ada Alpha (MIT)",
        "Ada (MIT and ETH)",
        "Ada (MIT, Cambridge)",
        "Ada (MIT (CSAIL) & ETH)",
        "Simon & Schuster Professor",
        "Ada (Simon & Schuster Professor)",
        "Sammy Davis, Jr.",
        "Ada Alpha, PhD",
        "John Smith, III",
        "Karl-Theodor von und zu Guttenberg",
        "José Ortega y Gasset",
        "Ada Alpha et al.",
        "The Example Group and Friends",
        "Johnson & Johnson",
        "William (Bill) Smith",
        "Mei-Ling (Grace) Chen",
        "נועה לוי (MIT)",
        "Anderson Sandoval",
        "",
        ", and ;",
    ],
)
def test_one_person_is_not_asked_about(line):
    assert names.doubt(line) is None


HOMES = {
    "Ada Lovelace - MIT": "Ada Lovelace (MIT)",
    "Ada Lovelace – University of X": "Ada Lovelace (University of X)",
    "Ada Lovelace—MIT": "Ada Lovelace (MIT)",
    "Ada Lovelace | MIT": "Ada Lovelace (MIT)",
    "Ada Lovelace / MIT": "Ada Lovelace (MIT)",
    "Ada Lovelace at MIT": "Ada Lovelace (MIT)",
    "Ada Lovelace from ETH Zürich": "Ada Lovelace (ETH Zürich)",
    "Ada Lovelace [King's]": "Ada Lovelace (King's)",
    "陳省身（清华大学）": "陳省身 (清华大学)",
    "Ada Lovelace (King's": "Ada Lovelace (King's)",
    "Ada Lovelace, MIT, USA": "Ada Lovelace (MIT, USA)",
    "Ada Lovelace, Dept. of Math, MIT": "Ada Lovelace (Dept. of Math, MIT)",
}


@pytest.mark.parametrize("line", HOMES)
def test_where_somebody_works_is_asked_about_however_it_stands_behind_the_name(line):
    said = "this looks like a name and where somebody works"
    assert names.doubt(line) == (said, f"Write {HOMES[line]}.")


@pytest.mark.parametrize("rest", ["*", ", online", " - by video"])
def test_what_stands_behind_the_brackets_is_asked_about(rest):
    found = names.doubt(f"Ada Lovelace (MIT){rest}")
    assert found is not None
    assert "Write Ada Lovelace (MIT), and the rest elsewhere." in found


@pytest.mark.parametrize(
    "line",
    ["Ada Smith - Jones", "Robert (Bob) Smith", "Jean-Paul Sartre (ENS)", "Ada (MIT)"],
)
def test_a_name_with_signs_of_its_own_is_not_asked_about(line):
    assert names.doubt(line) is None
