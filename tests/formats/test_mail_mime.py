"""Parts are written so that no server on the way has to change them."""

from __future__ import annotations

import binascii
import re
from email import message_from_bytes, policy

from hypothesis import given, settings
from hypothesis import strategies as st

from announcer.formats.mail import mime
from tests.examples import examples

LINES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])),
        st.sampled_from(["From me", "From " * 20, ".", "-- ", "=", "x" * 75, "ש" * 40]),
    ),
    max_size=12,
)
FEW = settings(max_examples=examples(20))


@FEW
@given(LINES)
def test_quoted_printable_is_short_and_comes_back(lines):
    body = mime.text("plain", "\n".join([*lines, "end"])).body
    assert body.isascii()
    for line in body.split(b"\r\n"):
        assert len(line) <= 76
        assert not line.endswith((b" ", b"\t"))
        assert not line.startswith(b"From ")
    kept = [line if line == "-- " else line.rstrip() for line in [*lines, "end"]]
    assert binascii.a2b_qp(body).decode() == "\r\n".join([*kept, ""])


@FEW
@given(st.binary(max_size=400))
def test_base64_is_short_and_comes_back(content):
    body = mime.calendars(content, "PUBLISH", "talk.ics")[0].body
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert binascii.a2b_base64(body) == content


@FEW
@given(LINES, LINES)
def test_a_boundary_occurs_in_no_part(one, other):
    parts = [mime.text("plain", "\n".join(one)), mime.text("html", "\n".join(other))]
    whole = mime.multipart("alternative", *parts)
    found = re.search(r'boundary="([^"]+)"', whole.fields[0])
    assert found is not None
    assert all(found[1].encode() not in part.octets() for part in parts)
    message = message_from_bytes(whole.octets(), policy=policy.strict)
    assert len(message.get_payload()) == 2


def test_the_same_parts_have_the_same_boundary():
    part = mime.text("plain", "x")
    assert mime.multipart("mixed", part) == mime.multipart("mixed", part)
