"""Whole terms come out as stored: talks in, every file out.

``UPDATE_GOLDEN=1 pytest tests/test_golden.py`` writes the expected files anew; then
read the diff.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from announcer.output import UNKNOWN, media_type
from tests.conftest import Ran
from tests.differing import differences

GOLDEN = Path(__file__).parent / "golden"
PROJECT = Path(__file__).parent.parent
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
MEND = "UPDATE_GOLDEN=1 .venv/bin/python -m pytest tests/test_golden.py"
CLOCK = "2021-03-01T09:00"

# Pictures depend on the version of the compression library; that they are there counts.
NOT_COMPARED = {".png", ".jpg", ".webp"}


def build(run: Callable[..., Ran], folder: Path, tmp_path: Path) -> Path:
    """Build the talks of a folder in a place of their own."""
    work = tmp_path / "work"
    shutil.copytree(folder / "talks", work / "talks")
    ran = run("-C", work, "--now", CLOCK, "build")
    assert ran.status == 0, ran.err
    return work / "build"


def files(folder: Path) -> dict[str, bytes]:
    """Return every file but the writer's own memory."""
    return {
        path.relative_to(folder).as_posix(): b""
        if path.suffix in NOT_COMPARED
        else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".announcer")
    }


TERMS = sorted(path.name for path in GOLDEN.iterdir() if (path / "talks").is_dir())


@pytest.mark.parametrize("term", TERMS)
def test_a_term_of_talks_comes_out_as_stored(term, run, tmp_path):
    """Same talks, same clock, same bytes: mails, calendars, pages, feeds."""
    made = files(build(run, GOLDEN / term, tmp_path))
    expected = GOLDEN / term / "expected"
    if UPDATE:
        shutil.rmtree(expected, ignore_errors=True)
        for path, content in made.items():
            target = expected / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    told = differences(files(expected), made)
    assert not told, f"{told}\nIf it is meant so: {MEND}"


def test_a_difference_is_shown_and_not_only_its_path():
    """Whoever changes a word sees at once which lines of which files it changes."""
    mail = b"Subject: Hi\nContent-Transfer-Encoding: base64\n\n%b\n"
    event = "SUMMARY:Groups and\r\n  rings\r\nLOCATION:{}\r\n"
    stored = {
        "a.ics": event.format("A1").encode(),
        "a.eml": mail % b"Um8gMQo=",
        "gone.txt": b"",
        "long.txt": b"x\n" * 99,
    }
    made = {
        "a.ics": event.format("B2").encode(),
        "a.eml": mail % b"Um8gMgo=",
        "new.txt": b"",
        "long.txt": b"y\n" * 99,
    }
    told = differences(stored, made).splitlines()
    assert told[:2] == ["not made: gone.txt", "not stored: new.txt"]
    assert [line for line in told if line.startswith(("-L", "+L", "-R", "+R"))] == [
        "-Ro 1",
        "+Ro 2",
        "-LOCATION:A1",
        "+LOCATION:B2",
    ]
    assert " SUMMARY:Groups and rings" in told
    assert told[-1] == "… and 161 more lines"
    assert differences(stored, stored) == ""


def stamps(folder: Path) -> dict[Path, int]:
    """Return when each file was written, but for the writer's own lock."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*/*.*")}


def test_building_twice_changes_not_one_byte(run, tmp_path):
    """A second build finds every file as it should be."""
    built = build(run, PROJECT, tmp_path)
    before = stamps(built)
    ran = run("-C", built.parent, "--now", CLOCK, "build")
    assert ran.out.startswith("0 files written")
    assert stamps(built) == before


def test_every_kind_of_file_of_a_build_has_a_media_type(run, tmp_path):
    """A new kind of file is entered in the one table that web servers are told by."""
    built = build(run, PROJECT, tmp_path)
    assert [path for path in files(built) if media_type(path) == UNKNOWN] == []


def folded(text: str) -> str:
    """Return the words of a text, with single spaces between them."""
    return re.sub(r"\s+", " ", text).strip()


def test_the_seed_announcement_reads_like_the_original(run, tmp_path):
    """The first announcement is generated as it was once written by hand."""
    original = (GOLDEN / "announcement.txt").read_text(encoding="utf-8")
    built = build(run, PROJECT, tmp_path)
    path = built / "mail/wilks/2021-03-08-soudry/announcement.txt"
    letter, _, _ = path.read_text(encoding="utf-8").partition("\n-- \n")
    assert folded(letter) == folded(original)
    assert max(map(len, letter.splitlines())) <= 90  # the link is the longest line


def test_the_private_link_of_the_seed_is_in_the_mail_and_nowhere_on_the_site(
    run, tmp_path
):
    """What only the mailing list may know never reaches a published byte."""
    built = build(run, PROJECT, tmp_path)
    mail = built / "mail/wilks/2021-03-08-soudry/announcement.txt"
    link = re.search(r"https://\S+pwd=(\S+)", mail.read_text(encoding="utf-8"))
    assert link
    published = b"".join(files(built / "site").values())
    assert link[0].encode() not in published
    assert link[1].encode() not in published
    assert b"zoom.us" not in published
