"""As near to Windows as another machine can get: what it lacks is hidden."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest

from announcer import copies, release
from announcer.ledger import owner
from tests.windows import WindowsOs

ROOT = Path(__file__).parents[1]
NOW = ("--now", "2021-03-01T09:00")
# what cmd.exe and old programs use where nobody says otherwise
CONSOLE = {"PYTHONIOENCODING": "cp1252", "ANNOUNCER_REHEARSAL": "1"}


def windows(folder: Path, *arguments: object) -> str:
    """Run a command as on Windows; return what it says, in UTF-8."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.windows", "-C", str(folder)]
        + [str(argument) for argument in arguments],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **CONSOLE},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8")
    return done.stdout.decode("utf-8")


@pytest.fixture
def mailing(project: Path) -> Path:
    """Return a project that sends to a Maildir, with names in several scripts."""
    site = project / "talks/site.yaml"
    site.write_text(
        site.read_text()
        + "mail:\n  from: Talks <talks@example.edu>\n  maildir: outgoing\n"
    )
    with (project / "talks/wilks/series.yaml").open("a") as series:
        series.write("mailing_list: list@example.edu\n")
        series.write("tell:\n  - announcement: 7 days before at 09:00\n")
    (project / "talks/wilks/2021-03-08-soudry.yaml").write_text(
        "title: 'משפט: $a \\le b$'\nspeaker: דניאל סודרי\ndate: 2021-03-08\n",
        encoding="utf-8",
    )
    return project


def test_init_check_and_build_do_without_what_windows_lacks(tmp_path):
    windows(tmp_path, "init", "my-talks")
    home = tmp_path / "my-talks"
    assert "nothing to mend" in windows(home, "check")
    assert "written" in windows(home, "build")
    assert "0 removed" in windows(home, "build")


def test_plan_and_send_do_without_what_windows_lacks(mailing):
    """The second run finds the first one's lock and claims, and asks nobody by pid."""
    assert "list@example.edu" in windows(mailing, *NOW, "plan")
    assert "list@example.edu" in windows(mailing, *NOW, "send", "--yes")
    [mail] = (mailing / "outgoing/new").iterdir()
    assert ":" not in mail.name
    windows(mailing, *NOW, "send", "--yes")
    assert len(list((mailing / "outgoing/new").iterdir())) == 1


def test_publishing_to_a_folder_does_without_what_windows_lacks(project):
    windows(project, *NOW, "build")
    assert "published" in windows(project, *NOW, "publish", "../public", "--yes")
    assert "0 removed" in windows(project, *NOW, "publish", "../public", "--yes")


def test_what_a_program_reads_is_utf_8_with_its_own_line_ends(mailing):
    """Hebrew and ≤ do not stop a console that knows neither."""
    assert "סודרי" in windows(mailing, *NOW, "list")
    shown = windows(mailing, *NOW, "show", "next", "--as", "text")
    assert "≤" in shown
    calendar = windows(mailing, *NOW, "show", "next", "--as", "ics")
    assert calendar.count("\r\n") == calendar.count("\n")
    assert "\r\r" not in calendar


def test_every_file_of_a_build_has_a_name_that_windows_allows(mailing):
    series = mailing / "talks/con"
    series.mkdir()
    (series / "series.yaml").write_text("name: 'Con: what?'\n")
    (series / "aux.yaml").write_text(
        "title: 'a:b'\nspeaker: NUL\ndate: 2021-03-09\ntopics: [prn, 'x/y']\n"
    )
    windows(mailing, *NOW, "build")
    built = list((mailing / "build").rglob("*"))
    assert len(built) > 50
    for path in built:
        for name in path.relative_to(mailing).parts:
            assert not re.search(r'[<>:"\\|?*\x00-\x1f]|[. ]$', name), path
            assert not PureWindowsPath(name).is_reserved(), path


@pytest.mark.parametrize("target", [r"C:\www\talks", "D:/www", "file:///E:/www"])
def test_a_drive_of_windows_is_a_folder_there_and_a_host_elsewhere(target, monkeypatch):
    assert release.parse_target("c:/www").scheme == "rsync"
    monkeypatch.setattr(release, "os", WindowsOs("os"))
    found = release.parse_target(target)
    assert (found.scheme, found.place) == ("folder", target.removeprefix("file:///"))


def test_nobody_is_taken_for_dead_where_a_pid_cannot_be_asked_about(monkeypatch):
    """On Windows the question would end the process; the lock's time ends the lock."""
    host, _, *rest = owner.new_owner().split(":")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead = ":".join((host, str(gone.pid), *rest))
    assert owner.is_dead(dead)
    monkeypatch.setattr(copies, "os", WindowsOs("os"))
    assert not owner.is_dead(dead)
