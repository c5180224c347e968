"""Header fields take any text and end where they shall."""

from __future__ import annotations

import re
from email import message_from_string, policy
from email.header import decode_header, make_header
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer.errors import BadValue
from announcer.formats.mail import headers
from announcer.mailbox import Mailbox, one_line
from tests.examples import examples

NASTY = st.one_of(
    st.text(max_size=120),
    st.text(alphabet='ab ,;:"\\()<>@=?_\r\n\t\0\u2028\u0085é💩ש', max_size=160),
    st.lists(
        st.sampled_from(
            ["=?UTF-8?Q?=0A?=", "\r\nBcc: x@y.z", "Größe", "שלום", "a" * 80, ",", '"']
        ),
        max_size=12,
    ).map(" ".join),
)
FEW = settings(max_examples=examples(30))


def field(written: str) -> Any:
    """Read one field back with the standard library's parser."""
    message = message_from_string(f"{written}\r\n\r\n", policy=policy.default)
    assert len(message.keys()) == 1, "another field was let in"
    return message[message.keys()[0]]


def decoded(written: str) -> str:
    """Read one field back by RFC 2047 alone."""
    value = re.sub(r"\r\n(?=[ \t])", "", written).partition(":")[2].strip()
    return str(make_header(decode_header(value)))


def assert_sound(written: str) -> None:
    """Check what holds for every field (RFC 5322 sections 2.1.1 and 2.2.3)."""
    assert written.isascii()
    lines = written.split("\r\n")
    assert not re.search(r"[\r\n\0]", "".join(lines))
    assert all(line[0] == " " and line.strip() for line in lines[1:])
    assert all(len(line) <= 78 for line in lines)
    assert all(len(word) <= 75 for word in re.findall(r"=\?\S*\?=", written))


@FEW
@given(NASTY)
def test_a_subject_comes_back_and_lets_nothing_else_in(text):
    written = headers.unstructured("Subject", text)
    assert_sound(written)
    assert " ".join(str(field(written)).split()) == one_line(text)
    assert " ".join(decoded(written).split()) == one_line(text)


@FEW
@given(NASTY)
def test_a_display_name_comes_back_and_lets_nothing_else_in(text):
    name = one_line(text)
    written = headers.mailboxes("From", Mailbox("o@example.edu", name))
    assert_sound(written)
    (address,) = field(written).addresses
    assert address.addr_spec == "o@example.edu"
    assert "".join(address.display_name.split()) == "".join(name.split())


@FEW
@given(NASTY)
def test_the_name_of_a_list_ends_before_its_identifier(text):
    written = headers.list_id(text, "stat.example.edu")
    assert_sound(written)
    assert written.endswith("<stat.example.edu>")


@pytest.mark.parametrize(
    "name",
    [
        "Seminar of the Department of Pure, Applied and Computational Mathematics, etc",
        'Olga "O" Org (Statistics)',
        "O'Brien; Prof. Dr. A. B.",
        "Größe & Co",
        "Élie Cartan (Université de Strasbourg), géométrie différentielle",
        "back\\slash",
    ],
)
def test_a_long_or_odd_name_is_read_as_it_was_written(name):
    boxes = [Mailbox("o@example.edu", name), Mailbox("p@example.edu")]
    written = headers.mailboxes("To", *boxes)
    assert_sound(written)
    first, second = field(written).addresses
    assert (first.display_name, first.addr_spec) == (name, "o@example.edu")
    assert second.addr_spec == "p@example.edu"


def test_a_long_list_address_is_never_encoded_and_never_broken():
    url = f"https://lists.example.edu/leave?t={'x' * 300}"
    written = headers.addresses("List-Unsubscribe", url, "mailto:leave@example.edu")
    assert written == (f"List-Unsubscribe: <{url}>,\r\n <mailto:leave@example.edu>")


def test_a_list_address_can_hold_only_an_address():
    written = headers.addresses("List-Post", "https://a.example/ä b>\r\nBcc: x")
    assert written == "List-Post: <https://a.example/%C3%A4%20b%3E%20Bcc:%20x>"


def test_a_list_address_that_fits_no_line_is_refused():
    with pytest.raises(BadValue, match="List-Unsubscribe"):
        headers.addresses("List-Unsubscribe", "https://a.example/" + "x" * 990)
