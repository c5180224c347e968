"""Long sources: twice the length takes about twice the time, whatever stands in it."""

import json
import time
from contextlib import suppress

import pytest

from announcer.errors import AnnouncerError
from announcer.importers import IMPORTERS, Given

HEAD = "Speaker: Ann Lee\nTitle: Old bells\nDate: 12 May 2026, 14:00\n\n"
SHORT = 8_000  # letters; the long one has twice as many
FLOOR = 0.3  # seconds of the processor, below which growth is not looked at
# A machine others work on is now fast, now slow: what grows with the square of the
# length takes four times as long in each of these rounds, and nothing else in them all.
ROUNDS = 7


def text(piece: str, length: int) -> str:
    return HEAD + (piece * length)[:length]


def lines(piece: str, length: int) -> str:
    return HEAD + "\n".join([piece] * (length // len(piece)))


def row(piece: str, length: int) -> str:
    cell = (piece * length)[:length].replace('"', '""')
    return f'Date,Time,Speaker,Title\n2026-05-12,14:00,"{cell}",Old bells\n'


def event(piece: str, length: int) -> str:
    value = (piece * length)[:length].replace("\\", "\\\\").replace(",", "\\,")
    return (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:a\n"
        f"DTSTART:20260512T140000Z\nSUMMARY:{value}\nLOCATION:{value}\n"
        f"DESCRIPTION:{value}\nEND:VEVENT\nEND:VCALENDAR\n"
    )


def entry(piece: str, length: int) -> str:
    value = (piece * length)[:length]
    return json.dumps([{"title": "Old bells", "speaker": value, "date": "2026-05-12"}])


SOURCES = {
    "titles": ("a.txt", text, "Dr. "),
    "capitals": ("a.txt", text, "A"),
    "one word": ("a.txt", text, "a-"),
    "digits": ("a.md", text, "1234567890"),
    "hours": ("a.txt", text, "14:00 - 15:00 "),
    "blanks": ("a.txt", text, " "),
    "open quotations": ("a.txt", text, "„"),
    "names": ("a.txt", text, "Ann Lee und Bo Ek (Rice), "),
    "addresses": ("a.txt", lines, "See https://example.org/a for more"),
    "dots": ("a.txt", lines, "." * 40),
    "brackets": ("a.txt", lines, "(" * 40),
    "empty lines": ("a.txt", lines, "\n"),
    "signs in a cell": ("a.csv", row, "- "),
    "brackets in a cell": ("a.csv", row, "["),
    "hours in an event": ("a.ics", event, "14:00 - 15:00 "),
    "quotations in an event": ("a.ics", event, "„"),
    "bars in an event": ("a.ics", event, "| a "),
    "signs in a value": ("a.json", entry, "/"),
}


def seconds(name: str, source: str) -> float:
    content = source.encode()
    begin = time.process_time()
    importer = next(one for one in IMPORTERS.values() if one.recognises(content, name))
    with suppress(AnnouncerError):  # what it says of such a source is of no matter
        importer.read(content, name, Given())
    return time.process_time() - begin


@pytest.mark.parametrize("kind", SOURCES)
def test_twice_the_length_takes_less_than_three_times_as_long(kind):
    name, made, piece = SOURCES[kind]
    seconds(name, made(piece, 100))  # what is made on first use is made
    once, twice = made(piece, SHORT), made(piece, 2 * SHORT)
    rounds = ((seconds(name, once), seconds(name, twice)) for _ in range(ROUNDS))
    assert any(long < max(FLOOR, 3 * short) for short, long in rounds)
