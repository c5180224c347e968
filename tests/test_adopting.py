"""A ledger that was lost beside what it published: told, and taken over again."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from announcer import fetching
from announcer.errors import AnnouncerError
from tests import readers
from tests.conftest import TALK

NOW = ("--now", "2021-03-01T09:00")
LATER = ("--now", "2021-03-02T09:00")
EVENT = "wilks/2021-03-08-soudry/talk.ics"
UID = "wilks.2021-03-08-soudry@talks.example.edu"
OLD = "wilks/2021-03-08-soudry@old.example.edu"


@pytest.fixture
def home(home: Path) -> Path:
    """Return a project of two talks."""
    (home / "talks/wilks/2021-03-15-noether.yaml").write_text(
        "title: Invariants\nspeaker: Emmy Noether\ndate: 2021-03-15\n"
    )
    return home


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where what was published once is kept."""
    return tmp_path_factory.mktemp("kept") / "all"


@pytest.fixture
def place(home: Path, run: Callable[..., Any], kept: Path) -> Path:
    """Return where the talks are published, one of them at SEQUENCE 1.

    They are published once and copied for each test.
    """
    place = home.parent / "public"
    if kept.exists():
        shutil.copytree(kept, home.parent, dirs_exist_ok=True)
        return place
    for room in ("", "location: B3\n"):
        with (home / TALK).open("a") as file:
            file.write(room)
        ran = run("-C", home, *NOW, "publish", "../public", "--build", "--yes")
        assert ran.status == 0, ran.err
    assert sequence(place) == "1"
    shutil.copytree(home.parent, kept)
    return place


def sequence(site: Path, event: str = EVENT) -> str:
    return readers.value((site / event).read_bytes(), "SEQUENCE")


def lose(home: Path) -> None:
    shutil.rmtree(home / ".announcer")
    shutil.rmtree(home / "build")


def test_publish_refuses_to_go_back_behind_what_is_published(place, home, run):
    """Dry and with --yes; after the one command that it names it goes on."""
    lose(home)
    assert run("-C", home, *LATER, "build").status == 0
    before = (place / EVENT).read_bytes()
    for yes in ((), ("--yes",)):
        ran = run("-C", home, *LATER, "publish", place, *yes)
        assert ran.status == 1
        assert f"SEQUENCE 1 of {UID} would be 0" in ran.err
        assert f"announcer ledger adopt {place} --yes" in ran.err
    assert (place / EVENT).read_bytes() == before
    assert run("-C", home, *LATER, "ledger", "adopt", place, "--yes").status == 0
    ran = run("-C", home, *LATER, "publish", place, "--build", "--yes")
    assert ran.status == 0, ran.err
    assert (place / EVENT).read_bytes() == before


def test_publish_refuses_another_uid_for_a_talk_that_is_published(place, home, run):
    """A ledger of an earlier release knew it by one with a slash."""
    calendar = place / "calendar/all.ics"
    calendar.write_bytes(calendar.read_bytes().replace(UID.encode(), OLD.encode()))
    lose(home)
    run("-C", home, *LATER, "build")
    ran = run("-C", home, *LATER, "publish", place)
    assert ran.status == 1
    assert f"{OLD} would be {UID}" in ran.err


def test_adopt_shows_first_and_takes_with_yes_and_once(place, home, run):
    lose(home)
    ran = run("-C", home, *LATER, "ledger", "adopt", place)
    assert f"{UID}: SEQUENCE 1, on 2021-03-08\n" in ran.out
    assert "Nothing was taken; to do it, add --yes" in ran.out
    assert "announcer told --before DATE" in ran.err
    assert not (home / ".announcer").exists()
    ran = run("-C", home, *LATER, "ledger", "adopt", place, "--yes")
    assert "Taken: 2 talks." in ran.out
    ran = run("-C", home, *LATER, "ledger", "adopt", place, "--yes")
    assert ran.out == "2 talks the ledger knows already.\nTaken: 0 talks.\n"
    assert ran.err == ""


def test_after_adopting_a_build_makes_what_is_published(place, home, run):
    """Byte for byte; and a change of the facts goes on from there."""
    lose(home)
    assert run("-C", home, *LATER, "ledger", "adopt", place, "--yes").status == 0
    assert run("-C", home, *LATER, "build").status == 0
    built = home / "build/site"
    calendar = "calendar/all.ics"
    assert (built / calendar).read_bytes() == (place / calendar).read_bytes()
    with (home / TALK).open("a") as file:
        file.write("time: 14:00\n")
    run("-C", home, *LATER, "build")
    assert sequence(built) == "2"


def test_a_change_made_since_raises_the_sequence(place, home, run):
    """Whether the ledger has looked at it before it adopted or not."""
    lose(home)
    text = (home / TALK).read_text()
    (home / TALK).write_text(text.replace("B3", "C1"))
    run("-C", home, *LATER, "build")
    assert sequence(home / "build/site") == "0"
    run("-C", home, *LATER, "ledger", "adopt", place, "--yes")
    ran = run("-C", home, *LATER, "build")
    assert sequence(home / "build/site") == "2"
    assert "B3" in ran.out  # what was published is what changed


def test_a_ledger_that_knows_more_is_left_alone(place, home, run):
    with (home / TALK).open("a") as file:
        file.write("time: 14:00\n")
    run("-C", home, *LATER, "build")
    ran = run("-C", home, *LATER, "ledger", "adopt", place, "--yes")
    assert "Taken: 0 talks." in ran.out
    run("-C", home, *LATER, "build")
    assert sequence(home / "build/site") == "2"


@pytest.mark.parametrize("looked", [False, True])
def test_a_talk_keeps_the_uid_by_which_calendars_know_it(place, home, run, looked):
    """Of an earlier release and another address, also where a build came first."""
    for name in ("calendar/all.ics", "talks.json"):
        file = place / name
        file.write_bytes(file.read_bytes().replace(UID.encode(), OLD.encode()))
    lose(home)
    if looked:
        run("-C", home, *LATER, "build")
    run("-C", home, *LATER, "ledger", "adopt", place, "--yes")
    ran = run("-C", home, *LATER, "build")
    assert "held" not in ran.err
    event = (home / "build/site" / EVENT).read_bytes()
    assert readers.value(event, "UID") == OLD
    assert readers.value(event, "SEQUENCE") == "1"


@pytest.mark.parametrize("whole", [True, False])
def test_a_published_talk_without_a_record_is_held(place, home, run, whole):
    """Its page says what is published: of a whole site more than of a calendar."""
    page = "wilks/2021-03-08-soudry/index.html"
    lose(home)
    (home / TALK).unlink()
    source = place if whole else place / "calendar/wilks.ics"
    ran = run("-C", home, *LATER, "ledger", "adopt", source, "--yes")
    assert f"{UID}: SEQUENCE 1, on 2021-03-08 (held: no record has it)" in ran.out
    ran = run("-C", home, *LATER, "build")
    assert "held: the record of a talk to come is gone" in ran.err
    event = (home / "build/site" / EVENT).read_bytes()
    assert readers.value(event, "UID") == UID
    assert readers.value(event, "SEQUENCE") == "1"
    text = (home / "build/site" / page).read_text()
    assert "Surprises in Deep Learning Training" in text
    speaker = home / "build/site/speakers/daniel-soudry/index.html"
    assert speaker.exists() is whole
    assert "B3" in text


def test_the_feed_of_somebody_else_is_not_taken(home, run, tmp_path):
    feed = tmp_path / "other.ics"
    feed.write_bytes(OTHER)
    ran = run("-C", home, *NOW, "ledger", "adopt", feed, "--yes")
    assert ran.status == 1
    assert "none of the 1 talks in" in ran.err
    assert not (home / ".announcer").exists()


def test_what_is_of_others_in_a_feed_of_ours_is_named(place, home, run):
    calendar = place / "calendar/all.ics"
    alien = OTHER[OTHER.index(b"BEGIN:VEVENT") :]
    calendar.write_bytes(calendar.read_bytes().replace(b"END:VCALENDAR\r\n", alien))
    lose(home)
    ran = run("-C", home, *LATER, "ledger", "adopt", place, "--yes")
    assert "left alone, for no record has it: 1@other.example.org" in ran.out
    assert "Taken: 2 talks." in ran.out


OTHER = b"""BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1@other.example.org
DTSTAMP:20210101T000000Z
DTSTART:20210401T100000Z
SUMMARY:Something else
END:VEVENT
END:VCALENDAR
""".replace(b"\n", b"\r\n")


def test_a_file_that_is_no_calendar_is_said(home, run, tmp_path):
    (tmp_path / "page.html").write_text("<!DOCTYPE html>\n<p>404</p>")
    ran = run("-C", home, *NOW, "ledger", "adopt", tmp_path / "page.html")
    assert ran.status == 1
    assert "is no calendar; it begins with '<!DOCTYPE html>'" in ran.err
    ran = run("-C", home, *NOW, "ledger", "adopt", tmp_path / "home")
    assert ran.status == 1
    assert "there is no calendar at" in ran.err


def test_the_warning_of_a_build_beside_an_older_one_names_both_ways(place, home, run):
    shutil.rmtree(home / ".announcer")
    ran = run("-C", home, *LATER, "build")
    assert "the SEQUENCE of 1 talk fell" in ran.err
    assert "announcer ledger import FILE" in ran.err
    assert "announcer ledger adopt" in ran.err


# --- the web ------------------------------------------------------------------------


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    content: bytes


@pytest.fixture
def web() -> Iterator[tuple[str, dict[str, Answer]]]:
    """Yield the address of a web server and what it answers, by path."""
    answers: dict[str, Answer] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.get(self.path, Answer(404, {}, b""))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", answers
        server.shutdown()
        thread.join()


def test_adopt_reads_the_site_on_the_web(place, home, run, web):
    address, answers = web
    for path in ("calendar/all.ics", "talks.json"):
        answers[f"/{path}"] = Answer(200, {}, (place / path).read_bytes())
    lose(home)
    ran = run("-C", home, *LATER, "ledger", "adopt", f"{address}/", "--yes")
    assert "Taken: 2 talks." in ran.out, ran.err


def refused(address: str, **options: int) -> str:
    with pytest.raises(AnnouncerError) as raised:
        fetching.fetch(address, **options)
    return str(raised.value)


def test_what_a_server_answers_is_said_plainly(web):
    address, answers = web
    answers["/broken"] = Answer(503, {}, b"")
    answers["/long"] = Answer(200, {}, b"x" * 2000)
    answers["/file"] = Answer(302, {"Location": "file:///etc/passwd"}, b"")
    answers["/ftp"] = Answer(302, {"Location": "ftp://127.0.0.1/x"}, b"")
    answers["/there"] = Answer(302, {"Location": "/long"}, b"")
    answers["/round"] = Answer(302, {"Location": "/round"}, b"")
    assert fetching.fetch(f"{address}/none") is None
    assert fetching.fetch(f"{address}/there") == b"x" * 2000
    assert "answers 503" in refused(f"{address}/broken")
    assert "longer than" in refused(f"{address}/long", largest=1000)
    assert "file:///etc/passwd' is not allowed" in refused(f"{address}/file")
    assert "it leads on to ftp://" in refused(f"{address}/ftp")
    assert "cannot read" in refused(f"{address}/round")
    assert "refused" in refused("http://127.0.0.1:1/")
    assert "cannot read" in refused("http://127.0.0.1:99999/")
    assert "password" in refused("https://me:secret@127.0.0.1/")


@pytest.mark.parametrize(
    "data",
    [
        [1, 2],
        {"talks": [{"uid": UID, "speakers": 7, "status": [], "title": {}}]},
        {"talks": [{"uid": UID, "speakers": [3], "series": 5, "link": 1}]},
    ],
)
def test_data_of_a_site_that_make_no_sense_are_not_needed(place, home, run, data):
    (place / "talks.json").write_text(json.dumps(data))
    lose(home)
    ran = run("-C", home, *LATER, "ledger", "adopt", place, "--yes")
    assert "Taken: 2 talks." in ran.out


def test_an_event_that_announcer_never_wrote_is_named_and_left_alone(place, home, run):
    calendar = place / "calendar/all.ics"
    content = calendar.read_bytes()
    calendar.write_bytes(content.replace(b"SEQUENCE:1", b"SEQUENCE:99999999999"))
    lose(home)
    ran = run("-C", home, *LATER, "ledger", "adopt", place, "--yes")
    assert ran.err.startswith(f"left alone, for it cannot be read: {UID}\n")
    assert "Taken: 1 talk." in ran.out
