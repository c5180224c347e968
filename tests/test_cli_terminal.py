"""What a terminal shows, and that a pipe gets all of it, plainly."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from dataclasses import replace
from pathlib import Path

import pytest

from announcer.errors import BadValue
from announcer.facts import facts_of
from announcer.kinds import Kind
from announcer.ledger import open_ledger
from announcer.markup.characters import display_width
from announcer.record import read_site
from announcer.release import parse_target
from tests.builders import letter

NOW = ("--now", "2021-03-01T09:00")
TALK = "talks/wilks/2021-03-08-soudry.yaml"
UID = "wilks.2021-03-08-soudry@talks.example.edu"
REMINDER = "mailing_list: a@example.edu\ntell: [{reminder: 1 day before}]\n"
COLOURS = re.compile("\x1b\\[[0-9;]*m")
RECORDS = {
    "2021-03-15-noether": "title: 'Ideals of $\\mathbb{R}[x]$ and $x^2$'\n"
    "speaker: Emmy Noether (Göttingen)\ndate: 2021-03-15\nstatus: tentative\n",
    "2021-03-22-hebrew": "title: הרצאה ארוכה מאוד על לְמִידָה עמוקה ועל עוד דברים רבים\n"
    "speaker: 佐藤花子\ndate: 2021-03-22\nstatus: cancelled\n"
    "location: A lecture hall with a name that is much too long\n",
}


@pytest.fixture
def home(project: Path) -> Path:
    for name, text in RECORDS.items():
        (project / f"talks/wilks/{name}.yaml").write_text(text, encoding="utf-8")
    return project


def on_terminal(home: Path, columns: int, *words: str, **environment: str) -> list[str]:
    """Run a command on a terminal of so many columns; return the lines it shows."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    dropped = {"NO_COLOR", "COLUMNS", "LINES"}
    known = {name: v for name, v in os.environ.items() if name not in dropped}
    known |= {"TERM": "xterm", "PYTHONIOENCODING": "utf-8"} | environment
    command = [sys.executable, "-m", "announcer", "-C", str(home), *NOW, *words]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, env=known):
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # Linux says so when the other side is closed
                more = b""
            if not more:
                break
            shown += more
    os.close(ours)
    return shown.decode().splitlines()


def remember(home: Path, status: str) -> None:
    """Let people have heard of the first talk with a status."""
    (talk,) = (one for one in read_site(home).talks if one.uid == UID)
    said = replace(facts_of(talk), status=status).to_json()
    with open_ledger("sqlite:///.announcer/ledger.db", home) as ledger:
        about = letter(uid=UID, kind=Kind.ANNOUNCEMENT, address="a@example.edu")
        held = ledger.claim(replace(about, facts=said), talk.start)
        assert held
        ledger.confirm(held, talk.start)


def test_a_list_fits_a_terminal_by_what_it_shows(home):
    """Wide characters take two columns, vowel points of Hebrew none."""
    for columns in (80, 120):
        lines = on_terminal(home, columns, "list")
        assert len(lines) == 3
        widths = [display_width(COLOURS.sub("", line)) for line in lines]
        assert max(widths) <= columns
        assert max(widths) > columns - 8
        assert lines[2].endswith("…")


def test_a_list_begins_with_the_status_in_its_colour(home):
    first, second, third = on_terminal(home, 100, "list")
    assert first.startswith("confirmed  Mon  8 Mar 12:30  Fine Hall 214")
    assert second.startswith("\x1b[33mtentative\x1b[0m  ")
    assert third.startswith("\x1b[31mcancelled\x1b[0m  ")


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_no_colours_gets_none(home, environment):
    assert "\x1b" not in "".join(on_terminal(home, 100, "list", **environment))


def test_a_pipe_gets_whole_lines_without_colours(home, run):
    out = run("-C", home, *NOW, "list").out
    assert "\x1b" not in out
    assert "A lecture hall with a name that is much too long" in out
    assert "ועל עוד דברים רבים" in out
    assert out.startswith("confirmed  2021-03-08 Mon 12:30  wilks  Fine Hall 214  ")


def test_a_title_is_read_and_not_typeset(home, run):
    out = run("-C", home, *NOW, "list").out
    assert "Ideals of ℝ[x] and x²" in out
    assert "$" not in out


@pytest.mark.parametrize(
    ("heard", "status", "shown"),
    [
        ("confirmed", "confirmed", "announced"),
        ("confirmed", "cancelled", "cancelled"),
        ("cancelled", "cancelled", "cancelled, told"),
    ],
)
def test_a_list_says_which_status_people_were_told(project, run, heard, status, shown):
    remember(project, heard)
    with (project / TALK).open("a") as file:
        file.write(f"status: {status}\n")
    assert run("-C", project, *NOW, "list").out.startswith(f"{shown}  2021")


def test_a_list_does_without_a_ledger_that_cannot_be_read(project, run):
    (project / ".announcer").mkdir()
    (project / ".announcer/ledger.db").write_bytes(b"no database")
    ran = run("-C", project, *NOW, "list")
    assert ran.status == 0
    assert ran.out.startswith("confirmed  2021-03-08")
    assert "It is not known what was announced: " in ran.err


def test_plan_says_what_comes_after_a_quiet_time(home, run):
    with (home / "talks/wilks/series.yaml").open("a") as file:
        file.write(REMINDER)
    quiet = run("-C", home, "--now", "2021-01-04T09:00", "plan").out.splitlines()
    assert quiet[:3] == [
        "Nothing is due.",
        "Nothing comes up to 2021-01-18. After that:",
        "  Sun 2021-03-07",
    ]
    until = ("plan", "wilks", "--until", "2021-03-13")
    out = run("-C", home, "--now", "2021-01-04T09:00", *until).out
    assert re.findall(r"^  \w.*", out, re.MULTILINE) == ["  Sun 2021-03-07"]


def test_plan_of_a_series_leaves_the_others_out(home, run):
    other = home / "talks/algebra"
    other.mkdir()
    (other / "series.yaml").write_text("name: Algebra\n")
    with (home / "talks/wilks/series.yaml").open("a") as file:
        file.write(REMINDER)
    out = run("-C", home, *NOW, "plan", "algebra").out
    assert "no part of this series has `tell:`" in out
    assert "reminder to" not in out
    assert "reminder to" in run("-C", home, *NOW, "plan", "wilks").out


def test_plan_says_that_nothing_goes_out_by_itself(project, run):
    out = run("-C", project, *NOW, "plan").out
    assert "no series has `tell:`" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("shw",), "Did you mean 'show'?"),
        (("list", "--alll"), "Did you mean '--all'?"),
        (("list", "--format", "jsn"), "Did you mean 'json'?"),
        (("send", "--kind", "remindr"), "Did you mean 'reminder'?"),
        (("list", "wilk"), "Did you mean 'wilks'?"),
        (("plan", "--until", "2021-02-28"), "is past"),
        (("plan", "--until", "soon"), "write it like 2021-03-01"),
        (("send", "--limit", "few"), "is not a whole number"),
        (("send", "--limit", "0"), "at least 1"),
        (("build", "--workers", "host.example.edu:8786"), "no dask:ADDRESS"),
        (("move", "soudry"), "announcer move noether 15 March 16:00"),
        (("show", "Daniel", "Soudry"), "Put quotes around"),
        (("show", "soudri"), "did you mean talks/wilks/2021-03-08-soudry.yaml?"),
        (("ledger", "adopt", "nowhere"), "there is no file or folder nowhere"),
    ],
)
def test_a_slip_is_answered_with_what_may_be_meant(project, run, words, said):
    ran = run("-C", project, *NOW, *words)
    assert ran.status in {1, 2}
    quoted = ran.err.replace("'", "")  # click 8.1 quotes no option
    assert said.replace("'", "") in quoted
    assert ran.out == ""


def test_a_bare_word_is_no_place_to_publish_to_and_may_be_a_folder():
    with pytest.raises(BadValue) as refused:
        parse_target("public")
    assert refused.value.hint.startswith("Is it a folder here? Write ./public. ")
