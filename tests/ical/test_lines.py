"""Content lines, held against the icalendar library and the RFC's grammar."""

from __future__ import annotations

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from announcer.ical.lines import fold, mailto, parameter, text, texts, uri
from tests import readers

# Anything that a record may hold: no control characters but tab and line feed.
WRITTEN = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters="\t\n"
    )
)
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]))


@given(WRITTEN)
def test_text_is_escaped_as_the_icalendar_library_does(written):
    # but for one slip of the library: it reads a written \N as a line break
    expected = icalendar.vText(written).to_ical()
    if "\\N" not in written:
        assert text(written) == expected


@given(WRITTEN)
def test_escaped_text_reads_back_whole(written):
    assert readers.content(fold(b"SUMMARY:" + text(written)))[0].text == written


def test_a_carriage_return_and_a_line_separator_are_line_breaks():
    assert text("a\r\nb\rc\u2028d") == b"a\\nb\\nc\\nd"


@given(st.lists(LINES.filter(bool), min_size=1))
def test_a_list_of_texts_is_escaped_as_the_icalendar_library_does(values):
    if not any("\\N" in written for written in values):
        assert texts(values) == icalendar.prop.vCategory(values).to_ical()


@given(LINES)
def test_folding_keeps_lines_short_and_characters_and_escapes_whole(rest):
    folded = fold(f"X:{rest}")
    for piece in folded.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(piece) <= 75
        piece.decode("utf-8")
    assert readers.unfolded(folded) == [f"X:{rest}"]


@given(st.text(alphabet='\\;,\n "x', max_size=400))
def test_no_line_ends_inside_an_escape(written):
    folded = fold(b"SUMMARY:" + text(written))
    for piece in folded.split(b"\r\n"):
        assert (len(piece) - len(piece.rstrip(b"\\"))) % 2 == 0


@pytest.mark.parametrize("length", range(70, 80))
def test_a_line_of_75_octets_is_not_folded_and_one_of_76_is(length):
    folded = fold("X:".ljust(length, "é" if length % 2 else "e"))
    octets = len(folded.replace(b"\r\n ", b"").removesuffix(b"\r\n"))
    assert (b"\r\n " in folded) == (octets > 75)


@given(st.text())
def test_whatever_is_written_stays_one_line_of_utf_8(written):
    folded = fold(f"X:{written}")
    (line,) = readers.unfolded(folded)
    assert not any(ord(char) < 32 and char != "\t" for char in line)
    assert not any(0x7F <= ord(char) <= 0x9F for char in line)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Olga Org", "Olga Org"),
        ("Org, Olga", '"Org, Olga"'),
        ("Prof: Org; Olga", '"Prof: Org; Olga"'),
        ('Olga "Olly" Org', "Olga ^'Olly^' Org"),
        ("a^b", "a^^b"),
        ("a = b", '"a = b"'),
        ("a\\b", "a/b"),
        ("two\nlines", "two lines"),
    ],
)
def test_parameters_are_quoted_and_encoded_by_rfc_6868(name, written):
    assert parameter(name) == written


@given(LINES)
def test_the_icalendar_library_reads_parameters_back(name):
    line = f"ORGANIZER;CN={parameter(name)}:mailto:olga@example.edu"
    event = icalendar.Event.from_ical(
        b"BEGIN:VEVENT\r\n" + fold(line) + b"END:VEVENT\r\n"
    )
    expected = " ".join(name.split()).replace("\\", "/")
    assert event["ORGANIZER"].params.get("CN", "") == expected


@pytest.mark.parametrize(
    ("address", "ascii_address"),
    [
        ("https://a.example/x?y=1&z=%20#t", "https://a.example/x?y=1&z=%20#t"),
        ("https://a.example/mit Abstand", "https://a.example/mit%20Abstand"),
        (
            "https://exämple.org/ä?ö=ü",
            "https://xn--exmple-cua.org/%C3%A4?%C3%B6=%C3%BC",
        ),
        ("https://exämple.org:8443/", "https://xn--exmple-cua.org:8443/"),
        ("mailto:olga@example.edu", "mailto:olga@example.edu"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://[::1]:8080/ä", "https://[::1]:8080/%C3%A4"),
        ("https://[broken/ä", ""),
        ("no address", ""),
        ("", ""),
    ],
)
def test_addresses_are_ascii_and_of_harmless_schemes(address, ascii_address):
    assert uri(address) == ascii_address


def test_mail_addresses_are_percent_encoded():
    assert mailto("olga@example.edu") == "mailto:olga@example.edu"
    assert mailto("o/p#q@xn--exmple-cua.org") == "mailto:o%2Fp%23q@xn--exmple-cua.org"
