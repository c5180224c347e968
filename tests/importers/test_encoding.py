"""Sources in other encodings: read as they say, and a guess is said."""

import pytest

from announcer.importers import IMPORTERS, Given, Shipment
from announcer.importers.encoding import decoded

NAME = "Jürgen Müller"
MAIL = f"Speaker: {NAME}\nTitle: Counting trees\nDate: 4 March 2026, 14:00\n"
SOURCES = {
    "announcement": MAIL,
    "data": f"- speaker: {NAME}\n  title: Trees\n  date: 2026-03-04\n",
    "front-matter": f"---\nspeaker: {NAME}\ntitle: Trees\ndate: 2026-03-04\n---\n",
    "ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260304T140000\n"
    f"SUMMARY:{NAME}: Counting trees\nEND:VEVENT\nEND:VCALENDAR\n",
    "table": f"speaker,title,date\n{NAME},Trees,2026-03-04\n",
}
MIME = (
    "From: a@example.org\nTo: b@example.org\nSubject: Seminar\n"
    "Content-Type: text/plain; charset={charset}\n"
    "Content-Transfer-Encoding: 8bit\n\n"
)


def read(kind: str, content: bytes) -> Shipment:
    return IMPORTERS[kind].read(content, f"a.{kind}", Given())


@pytest.mark.parametrize("kind", SOURCES)
def test_a_guessed_encoding_is_a_doubt_of_every_importer(kind):
    shipment = read(kind, SOURCES[kind].encode("cp1252"))
    assert NAME in str(shipment.talks[0].record)
    assert "encoding" in [one.code for one in shipment.doubts]


@pytest.mark.parametrize("kind", SOURCES)
def test_utf_8_is_no_doubt(kind):
    shipment = read(kind, SOURCES[kind].encode())
    assert NAME in str(shipment.talks[0].record)
    assert "encoding" not in [one.code for one in shipment.doubts]


def test_a_page_is_read_in_the_encoding_that_it_names():
    page = '<html><head><meta charset="windows-1255"></head>הרצאה</html>'
    text, doubts = decoded(page.encode("windows-1255"))
    assert "הרצאה" in text
    assert not doubts


@pytest.mark.parametrize("charset", ["utf-8", "no-such-thing"])
def test_a_mail_with_a_wrong_charset_is_read_and_doubted(charset):
    head = MIME.format(charset=charset).encode()
    shipment = read("announcement", head + MAIL.encode("cp1252"))
    assert NAME in str(shipment.talks[0].record)
    assert [one.code for one in shipment.doubts] == ["encoding"]
