"""Pushing talks to calendars on real servers, whatever others do there meanwhile."""

from __future__ import annotations

import importlib.util
import os
import ssl
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from announcer.ledger import open_ledger
from tests.delivery.dav import (
    PASSWORD,
    USER,
    Relay,
    make_calendar,
    radicale,
    relayed,
    xandikos,
)
from tests.delivery.servers import free_port

pytestmark = pytest.mark.xdist_group("caldav")

_numbers = count(1)
FOREIGN = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//somebody//else//EN\r\n"
    "BEGIN:VEVENT\r\nUID:dentist\r\nDTSTAMP:20210101T000000Z\r\n"
    "DTSTART:20210305T100000Z\r\nDTEND:20210305T110000Z\r\nSUMMARY:Dentist\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
SOUDRY = "wilks/2021-03-08-soudry.yaml"


@dataclass
class Scene:
    """A project with a calendar on a server behind a relay."""

    folder: Path
    relay: Relay
    path: str
    command: Callable[..., Any]

    @property
    def url(self) -> str:
        return self.relay.url + self.path

    def sync(self, *options: str, now: str = "2021-03-01T09:00") -> Any:
        """Run the command and forget the requests of runs before it."""
        self.relay.requests.clear()
        self.relay.bodies.clear()
        return self.command("-C", self.folder, "--now", now, "sync", *options)

    def cancel(self, talk: str) -> None:
        """Say, as a person does, that a talk whose record is gone is off."""
        self.command("-C", self.folder, "--now", "2021-03-02T08:00", "cancel", talk)

    def events(self) -> list[str]:
        return self.relay.events(self.path)

    def event(self) -> str:
        (only,) = self.events()
        return only

    def record(self, name: str, text: str) -> None:
        (self.folder / "talks" / name).write_text(text)

    def say(self, *lines: str) -> None:
        """Add lines to the record of the one talk."""
        file = self.folder / "talks" / SOUDRY
        file.write_text(file.read_text() + "".join(f"{line}\n" for line in lines))

    def add_talks(self, number: int) -> None:
        for day in range(1, number + 1):
            text = f"title: Talk {day}\nspeaker: Emmy Noether\ndate: 2021-04-{day:02}\n"
            self.record(f"wilks/2021-04-{day:02}-noether.yaml", text)

    def edit_by_hand(self, old: str, new: str) -> None:
        (path,) = self.relay.paths(self.path)
        content = self.relay.by_hand("GET", path).decode()
        assert old in content
        self.relay.put(path, content.replace(old, new))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("radicale")
    with radicale(folder, free_port()) as url:
        yield url, folder


@pytest.fixture
def relay(server: tuple[str, Path]) -> Iterator[Relay]:
    with relayed(server[0]) as one:
        yield one


@pytest.fixture
def scene(
    project: Path,
    server: tuple[str, Path],
    relay: Relay,
    run: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> Scene:
    path = make_calendar(server[1], f"talks{next(_numbers)}")
    monkeypatch.setenv("ANNOUNCER_CALDAV_PASSWORD", PASSWORD)
    monkeypatch.setenv("NETRC", os.devnull)
    site = project / "talks/site.yaml"
    settings = f'calendar: {{caldav: "{relay.url}{path}", user: {USER}}}\n'
    site.write_text(site.read_text() + settings)
    return Scene(project, relay, path, run)


# -- the ordinary course --------------------------------------------------------------


def test_the_first_run_shows_and_writes_nothing(scene):
    ran = scene.sync()
    assert ran.status == 0
    assert "would be created: 2021-03-08 12:30 Daniel Soudry: Surprises" in ran.out
    assert "announcer sync --yes" in ran.out
    assert scene.relay.writes == []
    assert not (scene.folder / ".announcer").exists()


def test_an_event_is_created_as_the_site_shows_it(scene):
    ran = scene.sync("--yes")
    assert (ran.status, ran.err) == (0, "")
    assert "[1/1] created: 2021-03-08 12:30 Daniel Soudry" in ran.out
    shown = scene.command("-C", scene.folder, "show", "soudry", "--as", "ics")
    (body,) = scene.relay.bodies
    lines = body.decode().splitlines()
    ours = [line for line in lines if not line.startswith("X-ANNOUNCER-")]
    assert ours == shown.out.splitlines()
    assert b"METHOD" not in body
    assert b"BEGIN:VTIMEZONE" in body
    assert "SUMMARY:Surprises" in scene.event()


def test_a_second_run_asks_once_and_writes_nothing(scene):
    scene.add_talks(3)
    scene.sync("--yes")
    assert scene.relay.writes == ["PUT"] * 4
    ran = scene.sync("--yes", now="2021-03-02T09:00")
    assert "0 written, 4 unchanged" in ran.out
    assert scene.relay.methods == ["PROPFIND"]


def test_a_changed_talk_is_the_only_one_written(scene):
    scene.add_talks(3)
    scene.sync("--yes")
    scene.say("location: Jones Hall 3")
    ran = scene.sync("--yes", now="2021-03-02T09:00")
    assert "updated: 2021-03-08" in ran.out
    assert scene.relay.writes == ["PUT"]
    (changed,) = [event for event in scene.events() if "Jones Hall 3" in event]
    assert "SEQUENCE:1" in changed
    assert scene.sync("--yes", now="2021-03-03T09:00").out.endswith("4 unchanged.\n")


def test_a_cancelled_talk_stays_until_its_date(scene):
    scene.sync("--yes")
    scene.say("status: cancelled")
    ran = scene.sync("--yes", now="2021-03-02T09:00")
    assert "shown as cancelled: 2021-03-08" in ran.out
    assert "STATUS:CANCELLED" in scene.event()
    ran = scene.sync("--yes", now="2021-03-09T09:00")
    assert "removed: wilks.2021-03-08-soudry" in ran.out
    assert scene.events() == []
    assert scene.sync("--yes", now="2021-03-10T09:00").out.endswith("0 unchanged.\n")


def test_a_talk_without_its_record_stays_until_a_person_cancels_it(scene):
    scene.sync("--yes")
    (scene.folder / "talks" / SOUDRY).unlink()
    ran = scene.sync("--yes", now="2021-03-02T09:00")
    assert ran.out.endswith("0 written, 1 unchanged.\n")
    assert "STATUS:CANCELLED" not in scene.event()
    scene.cancel("soudry")
    scene.sync("--yes", now="2021-03-02T11:00")
    assert "STATUS:CANCELLED" in scene.event()
    scene.sync("--yes", now="2021-03-09T09:00")
    assert scene.events() == []


def test_a_private_link_never_reaches_the_calendar(scene):
    scene.say("link: https://meet.example.edu/secret", "link_access: members")
    scene.sync("--yes")
    assert "secret" not in scene.event()


def test_one_series_can_have_a_calendar_of_its_own(scene, server):
    (scene.folder / "talks/colloquium").mkdir()
    scene.record("colloquium/series.yaml", "name: Colloquium\ntime: 16:00\n")
    scene.record("colloquium/a.yaml", "title: A\nspeaker: Ada\ndate: 2021-03-10\n")
    other = make_calendar(server[1], f"talks{next(_numbers)}")
    own = ("--series", "colloquium", "--calendar", scene.relay.url + other)
    scene.sync("--yes")
    scene.sync("--yes", *own)
    assert len(scene.events()) == 2
    assert len(scene.relay.events(other)) == 1
    (scene.folder / "talks/colloquium/a.yaml").unlink()
    scene.sync("--yes", *own, now="2021-03-11T09:00")
    assert scene.relay.events(other) == []
    assert len(scene.events()) == 2
    scene.sync("--yes", "--series", "wilks", now="2021-03-11T09:00")
    assert len(scene.events()) == 2


def test_an_unknown_series_is_wrong_usage(scene):
    ran = scene.sync("--series", "wilsk")
    assert ran.status == 2
    assert "there are: wilks" in ran.err


# -- what others do there -------------------------------------------------------------


def test_foreign_events_are_let_alone(scene):
    scene.relay.put(f"{scene.path}dentist.ics", FOREIGN)
    scene.sync("--yes")
    (scene.folder / "talks" / SOUDRY).unlink()
    ran = scene.sync("--yes", "--force", now="2021-03-09T09:00")
    assert "1 of others let alone" in ran.out
    assert "SUMMARY:Dentist" in scene.event()


def test_an_event_edited_on_the_server_is_kept_and_named(scene):
    scene.sync("--yes")
    scene.edit_by_hand("Fine Hall 214", "Room of Olga")
    for change in ("", "title: Others"):
        if change:
            scene.record(
                SOUDRY, "title: Other\nspeaker: Daniel Soudry\ndate: 2021-03-08\n"
            )
        ran = scene.sync("--yes", now="2021-03-02T09:00")
        assert ran.status == 0
        assert "left as it is: 2021-03-08 12:30 Daniel Soudry" in ran.err
        assert "it was edited on the server" in ran.err
        assert "--force" in ran.err
        assert scene.relay.writes == []
    assert "Room of Olga" in scene.event()


def test_force_overwrites_an_edit(scene):
    scene.sync("--yes")
    scene.edit_by_hand("Fine Hall 214", "Room of Olga")
    assert "updated" in scene.sync("--yes", "--force").out
    assert "Fine Hall 214" in scene.event()
    assert scene.sync("--yes").out.endswith("1 unchanged.\n")


def test_an_edited_event_is_not_removed_without_force(scene):
    scene.sync("--yes")
    scene.edit_by_hand("Fine Hall 214", "Room of Olga")
    (scene.folder / "talks" / SOUDRY).unlink()
    late = "2021-03-09T09:00"
    assert "it was edited" in scene.sync("--yes", now=late).err
    assert "Room of Olga" in scene.event()
    scene.sync("--yes", "--force", now=late)
    assert scene.events() == []


ALARM = (
    "BEGIN:VALARM\r\nX-APPLE-DEFAULT-ALARM:TRUE\r\nTRIGGER:-PT15M\r\n"
    "ACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\nEND:VALARM\r\nEND:VEVENT"
)


def test_an_alarm_of_a_phone_is_no_edit_and_stays(scene):
    """Also at the second update, when the event is as we wrote it."""
    scene.sync("--yes")
    scene.edit_by_hand("END:VEVENT", ALARM)
    for day, line in ((2, "location: Jones Hall 3"), (3, "status: cancelled")):
        scene.say(line)
        ran = scene.sync("--yes", now=f"2021-03-0{day}T09:00")
        assert (ran.status, ran.err) == (0, "")
    event = scene.event()
    assert "Jones Hall 3" in event
    assert "STATUS:CANCELLED" in event
    assert event.count("BEGIN:VALARM") == event.count("X-APPLE-DEFAULT-ALARM") == 1


def test_a_cancellation_goes_over_an_edit(scene):
    """People who look there would come; what was edited is said to be lost."""
    scene.sync("--yes")
    scene.edit_by_hand("Fine Hall 214", "Room of Olga")
    scene.say("status: cancelled")
    ran = scene.sync("--yes", now="2021-03-02T09:00")
    assert "shown as cancelled although it was edited on the server" in ran.out
    assert "STATUS:CANCELLED" in scene.event()


def test_a_new_tag_alone_is_no_edit(scene):
    """As after a server was moved or restored: the events are the same."""
    scene.sync("--yes")
    scene.edit_by_hand("SEQUENCE:0", "SEQUENCE:0\r\nX-SERVER:moved")
    scene.say("location: Jones Hall 3")
    ran = scene.sync("--yes", now="2021-03-02T09:00")
    assert ran.err == ""
    assert "Jones Hall 3" in scene.event()


def test_an_event_deleted_on_the_server_comes_back_only_by_force(scene):
    scene.sync("--yes")
    scene.relay.by_hand("DELETE", scene.relay.paths(scene.path)[0])
    ran = scene.sync("--yes")
    assert "it was deleted on the server" in ran.err
    assert scene.events() == []
    assert scene.sync("--yes", now="2021-03-09T09:00").err == ""
    scene.sync("--yes", "--force")
    assert "Surprises" in scene.event()


def test_an_event_that_changes_under_our_hands_is_not_overwritten(scene):
    scene.sync("--yes")
    scene.say("location: Jones Hall 3")
    scene.relay.answers["PUT"] = (412, {}, b"")
    ran = scene.sync("--yes", now="2021-03-02T09:00")
    assert ran.status == 1
    assert "somebody changed it just now" in ran.err


# -- a ledger that was lost -----------------------------------------------------------


def forget(scene: Scene) -> None:
    (scene.folder / ".announcer/ledger.db").unlink()


def test_without_the_ledger_equal_events_are_recognised(scene):
    scene.add_talks(3)
    scene.relay.put(f"{scene.path}dentist.ics", FOREIGN)
    scene.sync("--yes")
    forget(scene)
    scene.sync("--yes", now="2021-03-02T09:00")
    assert scene.relay.writes == []
    assert scene.relay.methods == ["PROPFIND", "REPORT"]
    scene.say("location: Jones Hall 3")
    scene.sync("--yes", now="2021-03-03T09:00")
    assert scene.relay.writes == ["PUT"]
    assert len(scene.events()) == 5


def test_without_the_ledger_others_are_kept_and_not_doubled(scene):
    scene.sync("--yes")
    forget(scene)
    scene.say("location: Jones Hall 3")
    ran = scene.sync("--yes")
    assert "it was there already and says something else" in ran.err
    assert "Fine Hall 214" in scene.event()
    scene.sync("--yes", "--force")
    assert "Jones Hall 3" in scene.event()


def test_an_event_of_ours_under_another_name_is_found_by_its_uid(scene):
    scene.sync("--yes")
    (path,) = scene.relay.paths(scene.path)
    content = scene.relay.by_hand("GET", path).decode()
    scene.relay.by_hand("DELETE", path)
    scene.relay.put(f"{scene.path}imported%20by%20hand.ics", content)
    scene.say("location: Jones Hall 3")
    scene.sync("--yes", "--force", now="2021-03-02T09:00")
    assert "Jones Hall 3" in scene.event()
    assert "imported%20by" in scene.relay.paths(scene.path)[0]


def test_the_memory_travels_with_an_export(scene):
    scene.sync("--yes")
    export = scene.folder / "ledger.jsonl"
    scene.command("-C", scene.folder, "ledger", "export", export)
    forget(scene)
    scene.command("-C", scene.folder, "ledger", "import", export)
    scene.say("location: Jones Hall 3")
    assert "updated" in scene.sync("--yes", now="2021-03-02T09:00").out


# -- connections that break -----------------------------------------------------------


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("cut", [0, 2])
def test_the_next_run_finishes_what_broke_off(scene, lost, cut):
    scene.add_talks(4)
    scene.relay.cut, scene.relay.lost = cut, lost
    ran = scene.sync("--yes")
    assert ran.status == 1
    assert "the next run goes on where this one stopped" in ran.err
    assert len(scene.events()) == cut + lost
    scene.relay.cut = None
    scene.sync("--yes", now="2021-03-02T09:00")
    assert len(scene.relay.writes) == 5 - cut - lost
    assert len(scene.events()) == 5
    assert "5 unchanged" in scene.sync("--yes").out


def test_an_update_and_a_removal_that_broke_off_are_finished(scene):
    scene.record("wilks/a.yaml", "title: A\nspeaker: Ada\ndate: 2021-05-10\n")
    scene.sync("--yes")
    scene.say("location: Jones Hall 3")
    scene.relay.cut, scene.relay.lost = 0, True
    assert scene.sync("--yes", now="2021-03-02T09:00").status == 1
    scene.relay.cut = None
    ran = scene.sync("--yes", now="2021-03-02T10:00")
    assert (ran.status, ran.err, scene.relay.writes) == (0, "", [])
    (scene.folder / "talks" / SOUDRY).unlink()
    scene.relay.cut = 0
    assert scene.sync("--yes", now="2021-03-09T09:00").status == 1
    scene.relay.cut = None
    ran = scene.sync("--yes", now="2021-03-09T10:00")
    assert (ran.status, ran.err, len(scene.events())) == (0, "", 1)


def test_a_server_that_keeps_tags_to_itself_is_asked_for_them(scene):
    scene.relay.without_tags = True
    scene.sync("--yes")
    assert scene.relay.methods == ["PROPFIND", "PUT", "PROPFIND"]
    scene.sync("--yes")
    assert scene.relay.methods == ["PROPFIND"]


def test_two_runs_at_once_are_one(scene):
    scene.sync("--yes")
    with open_ledger("sqlite:///.announcer/ledger.db", scene.folder) as ledger:
        now = datetime(2021, 3, 1, 14, tzinfo=UTC)
        assert ledger.lock(f"sync {scene.url}", now, timedelta(hours=1))
        ran = scene.sync("--yes")
    assert ran.status == 1
    assert "another `announcer sync` is writing" in ran.err


# -- words for what is wrong ----------------------------------------------------------


def test_a_wrong_password_is_said_and_not_shown(scene, monkeypatch):
    monkeypatch.setenv("ANNOUNCER_CALDAV_PASSWORD", "hunter2")
    ran = scene.sync()
    assert ran.status == 1
    assert "does not let olga in with this password" in ran.err
    assert "hunter2" not in ran.out + ran.err


def test_a_missing_password_says_where_to_put_it(scene, monkeypatch):
    monkeypatch.delenv("ANNOUNCER_CALDAV_PASSWORD")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    ran = scene.sync()
    assert "There is no password for olga" in ran.err
    assert "ANNOUNCER_CALDAV_PASSWORD" in ran.err


def test_a_password_command_is_asked(scene, monkeypatch):
    monkeypatch.delenv("ANNOUNCER_CALDAV_PASSWORD")
    (scene.folder / "secret").write_text(f"{PASSWORD}\nother line\n", encoding="utf-8")
    site = scene.folder / "talks/site.yaml"
    command = f"user: {USER}, password_command: cat {scene.folder}/secret"
    site.write_text(site.read_text().replace(f"user: {USER}", command))
    assert scene.sync().status == 0


@pytest.mark.parametrize("command", ["false", "/does/not/exist", "'", "true"])
def test_a_password_command_that_fails_says_so(scene, monkeypatch, command):
    monkeypatch.delenv("ANNOUNCER_CALDAV_PASSWORD")
    site = scene.folder / "talks/site.yaml"
    told = f'user: {USER}, password_command: "{command}"'
    site.write_text(site.read_text().replace(f"user: {USER}", told))
    ran = scene.sync()
    assert ran.status == 1
    assert "`password_command`" in ran.err


@pytest.mark.parametrize("path", ["/", "/olga/", "/olga/nothing/"])
def test_an_address_without_a_calendar_lists_those_there_are(scene, path):
    ran = scene.sync("--calendar", scene.relay.url + path)
    assert ran.status == 1
    assert f"There is no calendar at {scene.relay.url}{path}, but" in ran.err
    assert f"\n  {scene.relay.url}/olga/talks1/\n" in ran.err


def test_calendars_on_another_server_are_named_and_not_asked(scene):
    """As at iCloud, where every user has a server with a number."""
    there = "https://p42.example.edu/1234/calendars/"
    answer = (
        '<multistatus xmlns="DAV:"><response><href>/</href><propstat><prop>'
        "<current-user-principal><href>/1234/</href></current-user-principal>"
        '<calendar-home-set xmlns="urn:ietf:params:xml:ns:caldav">'
        f'<href xmlns="DAV:">{there}</href></calendar-home-set>'
        "</prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
    )
    xml = {"Content-Type": "application/xml"}
    scene.relay.answers["PROPFIND"] = (207, xml, answer.encode())
    ran = scene.sync("--calendar", f"{scene.relay.url}/")
    assert f"but there are:\n  {there}\n" in ran.err


def test_a_web_server_is_no_calendar(scene):
    page = (405, {"Content-Type": "text/html"}, b"<p>Hello")
    scene.relay.answers = {"PROPFIND": page}
    ran = scene.sync()
    assert "There is no calendar at" in ran.err
    assert "(status 405)" in ran.err


def test_a_read_only_calendar_is_seen_before_anything_is_written(scene, server):
    if not (server[1] / "store/collection-root/olga/readonly").exists():
        make_calendar(server[1], "readonly")
    ran = scene.sync("--calendar", f"{scene.relay.url}/olga/readonly/")
    assert ran.status == 1
    assert "is read-only for olga" in ran.err


def test_a_hidden_calendar_is_said_to_be_hidden(scene, server):
    if not (server[1] / "store/collection-root/olga/closed").exists():
        make_calendar(server[1], "closed")
    ran = scene.sync("--calendar", f"{scene.relay.url}/olga/closed/")
    assert "The server does not show" in ran.err


def test_a_refusal_to_write_stops_at_once(scene):
    scene.add_talks(3)
    scene.relay.answers["PUT"] = (403, {}, b"")
    ran = scene.sync("--yes")
    assert (ran.status, scene.relay.writes) == (1, ["PUT"])
    assert "is read-only for olga" in ran.err


def test_an_event_that_the_server_does_not_want_stops_no_other(scene):
    scene.add_talks(3)
    error = (
        b'<error xmlns="DAV:"><valid-calendar-data '
        b'xmlns="urn:ietf:params:xml:ns:caldav"/></error>'
    )
    for status in (403, 409):
        scene.relay.answers["PUT"] = (status, {"Content-Type": "text/xml"}, error)
        ran = scene.sync("--yes")
        assert ran.status == 1
        assert len(scene.relay.writes) == 4
        assert "valid-calendar-data" in ran.err


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_left_in_peace(scene, status):
    scene.relay.answers["PUT"] = (status, {"Retry-After": "60"}, b"")
    scene.add_talks(3)
    ran = scene.sync("--yes")
    assert (ran.status, scene.relay.writes) == (1, ["PUT"])
    assert "Run it again later" in ran.err


def test_a_task_list_is_no_calendar_for_talks(scene, server):
    props = server[1] / f"store/collection-root{scene.path}.Radicale.props"
    props.write_text(
        '{"tag": "VCALENDAR", "C:supported-calendar-component-set": "VTODO"}'
    )
    assert "takes no events, only VTODO" in scene.sync().err


def test_a_calendar_that_moved_is_not_followed(scene):
    goal = "https://elsewhere.example.edu/dav/"
    scene.relay.answers["PROPFIND"] = (301, {"Location": goal}, b"")
    ran = scene.sync()
    assert f"the server points to {goal}" in ran.err


def test_a_server_that_is_down_is_said_to_be_down(scene):
    ran = scene.sync("--calendar", f"http://127.0.0.1:{free_port()}/olga/talks/")
    assert ran.status == 1
    assert "cannot be reached or hung up (Connection refused)" in ran.err


def test_a_certificate_that_nobody_signed_gets_no_password(
    scene, script, certificates, monkeypatch
):
    certificate, key = certificates("server")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    port = script(print, print, tls=context).rpartition(":")[2]
    ran = scene.sync("--calendar", f"https://127.0.0.1:{port}/olga/talks/")
    assert "The certificate of 127.0.0.1 cannot be trusted" in ran.err
    assert "REQUESTS_CA_BUNDLE" in ran.err
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    ran = scene.sync("--calendar", f"https://127.0.0.1:{port}/olga/talks/")
    assert "hung up" in ran.err  # trusted now, but it has nothing to say


def test_https_at_the_wrong_port_is_said(scene):
    address = scene.url.replace("http:", "https:")
    ran = scene.sync("--calendar", address)
    assert "speaks no https that is understood here (wrong version" in ran.err


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://cloud.example.edu/dav/", "would show the password to everybody"),
        ("https://olga:pw@cloud.example.edu/", "holds a user name or a password"),
        ("cloud.example.edu", "cannot be read"),
        ("https://cloud.example.edu:port/", "cannot be read"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(scene, address, words):
    ran = scene.sync("--calendar", address)
    assert ran.status == 1
    assert words in ran.err
    assert "pw" not in ran.err.replace("password", "")


def test_without_an_address_an_example_is_shown(project, run):
    ran = run("-C", project, "sync")
    assert ran.status == 1
    assert "calendar: {caldav: https://" in ran.err


def test_without_the_library_the_extra_is_named(scene, monkeypatch):
    monkeypatch.setitem(sys.modules, "caldav.davclient", None)
    assert "pip install 'talk-announcer[caldav]'" in scene.sync().err


def test_a_ledger_that_cannot_be_written_stops_a_run_that_writes(scene):
    scene.sync("--yes")
    site = scene.folder / "talks/site.yaml"
    site.write_text(site.read_text() + "ledger: sqlite:////proc/ledger.db\n")
    scene.say("location: Jones Hall 3")
    ran = scene.sync("--yes")
    assert ran.status == 1
    assert "cannot be" in ran.err
    assert scene.relay.writes == []


# -- another server -------------------------------------------------------------------


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if importlib.util.find_spec("xandikos") is None:
        pytest.skip("Xandikos is not installed (pip install xandikos)")
    with xandikos(tmp_path_factory.mktemp("xandikos"), free_port()) as url:
        yield url


def test_xandikos_is_kept_in_step(scene, another):
    """Create, change, hand edit, cancel and remove on a server that stores in git."""
    with relayed(another) as relay:
        scene.relay, scene.path = relay, f"/{USER}/calendars/calendar/"
        other = ("--calendar", scene.url, "--yes")
        scene.add_talks(1)
        assert scene.sync(*other).status == 0
        assert len(scene.events()) == 2
        assert "2 unchanged" in scene.sync(*other).out
        assert relay.methods == ["PROPFIND"]
        forget(scene)
        scene.sync(*other)
        assert relay.writes == []
        (scene.folder / "talks" / "wilks/2021-04-01-noether.yaml").unlink()
        scene.cancel("noether")
        scene.say("status: cancelled")
        scene.sync(*other, now="2021-03-02T09:00")
        assert ["STATUS:CANCELLED" in event for event in scene.events()] == [True, True]
        scene.sync(*other, now="2021-03-09T09:00")
        scene.edit_by_hand("Fine Hall 214", "Room of Olga")
        ran = scene.sync(*other, now="2021-05-01T09:00")
        assert "it was edited on the server" in ran.err
        scene.sync(*other, "--force", now="2021-05-01T09:00")
        assert scene.events() == []
