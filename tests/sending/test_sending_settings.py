"""How mail leaves: what the site says, then each folder, merged once by the reader."""

from __future__ import annotations

import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.sending.office import (
    TALK,
    UID,
    Office,
    calendar_line,
    read,
    write_project,
)

SITE = (
    "title: Statistics talks\nurl: https://talks.example.edu\n"
    "timezone: America/New_York\nmail:\n  from: Talks <talks@example.edu>\n"
)


def posted(office: Office, folder: str) -> list[EmailMessage]:
    """Return the messages in a Maildir of the project, oldest first."""
    new = (office.folder / folder / "new").iterdir()
    found = sorted(new, key=lambda path: path.stat().st_mtime_ns)
    return [read(path.read_bytes()) for path in found]


def says(office: Office, path: str, text: str) -> None:
    with (office.folder / path).open("a") as file:
        file.write(text)


@pytest.fixture
def quiet(tmp_path: Path) -> Office:
    """Return the seminar of a site that says nothing of programs, with a Maildir."""
    office = Office(write_project(tmp_path / "project", "smtp://localhost"))
    (office.folder / "talks/site.yaml").write_text(
        f"{SITE}  maildir: out\n  auto_submitted: no\n"
    )
    return office


def test_what_the_site_says_holds_in_a_series_that_is_silent(quiet):
    quiet.send()
    (message,) = posted(quiet, "out")
    assert message["Auto-Submitted"] == "no"


def test_a_series_that_says_yes_wins_over_a_site_that_says_no(quiet):
    """Where nobody says anything, it depends on who is written to."""
    says(quiet, "talks/wilks/series.yaml", "mail: {auto_submitted: yes}\n")
    quiet.send()
    (message,) = posted(quiet, "out")
    assert message["Auto-Submitted"] == "auto-generated"


def test_an_inner_folder_changes_one_setting_and_keeps_the_others(quiet):
    says(quiet, "talks/wilks/series.yaml", "mail: {reply_to: olga@example.edu}\n")
    inner = quiet.folder / "talks/wilks/juniors"
    inner.mkdir()
    (inner / "series.yaml").write_text("mail: {maildir: juniors}\n")
    (quiet.folder / TALK).rename(inner / "2021-03-08-soudry.yaml")
    quiet.send()
    (message,) = posted(quiet, "juniors")
    assert message["From"] == "Talks <talks@example.edu>"
    assert message["Reply-To"] == "olga@example.edu"
    assert message["Auto-Submitted"] == "no"


def test_news_of_a_series_whose_folder_is_gone_leaves_as_the_site_says(quiet):
    """The ledger keeps the list that was told, and no setting of mail."""
    says(quiet, "talks/wilks/series.yaml", "mail: {maildir: wilks}\n")
    quiet.send()
    shutil.rmtree(quiet.folder / "talks/wilks")
    other = quiet.folder / "talks/other"
    other.mkdir()
    (other / "2021-05-03-noether.yaml").write_text("title: Ideals\ndate: 2021-05-03\n")
    quiet.later(days=1)
    with quiet.ledger() as ledger:
        ledger.cancel(UID, quiet.now)
    quiet.send()
    (news,) = posted(quiet, "out")
    assert calendar_line(news, "STATUS") == "STATUS:CANCELLED"
    assert news["From"] == "Talks <talks@example.edu>"
    assert news["Auto-Submitted"] == "no"


def test_news_of_an_inner_folder_that_is_gone_leaves_as_the_folder_around_it(quiet):
    says(quiet, "talks/wilks/series.yaml", "mail: {maildir: wilks}\n")
    inner = quiet.folder / "talks/wilks/juniors"
    inner.mkdir()
    (quiet.folder / TALK).rename(inner / "2021-03-08-soudry.yaml")
    quiet.send()
    shutil.rmtree(inner)
    quiet.later(days=1)
    with quiet.ledger() as ledger:
        ledger.cancel(UID.replace("wilks", "wilks.juniors"), quiet.now)
    quiet.send()
    announcement, news = posted(quiet, "wilks")
    assert calendar_line(announcement, "STATUS") == "STATUS:CONFIRMED"
    assert calendar_line(news, "STATUS") == "STATUS:CANCELLED"
