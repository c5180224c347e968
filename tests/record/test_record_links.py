"""A private link that stands in no file: its name does, and the environment has it."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

LINK = "https://meet.example.edu/wilks?pwd=abcdefgh"
NOW = ("--now", "2021-03-01T09:00")
SERIES = "talks/wilks/series.yaml"
TALK = "talks/wilks/2021-03-08-soudry.yaml"


@pytest.fixture(params=[SERIES, TALK])
def home(project, request):
    """Return a project whose series, or talk, takes its link from outside."""
    with (project / request.param).open("a") as file:
        file.write("link: $ANNOUNCER_LINK_WILKS\nlink_access: members\n")
    return project


def link_of(run, home):
    ran = run("-C", home, *NOW, "show", "soudry", "--as", "json")
    assert ran.status == 0, ran.err
    return json.loads(ran.out)["link"]


def test_a_link_comes_from_the_environment(run, home, monkeypatch):
    monkeypatch.setenv("ANNOUNCER_LINK_WILKS", LINK)
    assert link_of(run, home) == LINK
    assert "$ANNOUNCER_LINK_WILKS" in run("-C", home, "show", "soudry", "--origins").out


def test_another_link_is_seen_although_no_file_has_changed(run, home, monkeypatch):
    """What was kept of the records, and of the last build, holds no more."""
    monkeypatch.setenv("ANNOUNCER_LINK_WILKS", LINK)
    assert run("-C", home, *NOW, "build", "--quiet").status == 0
    monkeypatch.setenv("ANNOUNCER_LINK_WILKS", f"{LINK}2")
    assert link_of(run, home) == f"{LINK}2"


def test_without_the_environment_nothing_is_told_of_the_talk(run, home, monkeypatch):
    """A link that is not there is never news of a link taken away."""
    monkeypatch.delenv("ANNOUNCER_LINK_WILKS", raising=False)
    ran = run("-C", home, *NOW, "plan")
    assert ran.status == 1
    assert "there is no ANNOUNCER_LINK_WILKS here" in ran.err
    assert "Nothing is told of it until it is mended" in ran.err


def test_no_error_repeats_what_the_environment_holds(run, home, monkeypatch):
    monkeypatch.setenv("ANNOUNCER_LINK_WILKS", "meet.example.edu/secret")
    ran = run("-C", home, *NOW, "check")
    assert ran.status == 1
    assert "what ANNOUNCER_LINK_WILKS holds is no address" in ran.err
    assert "secret" not in ran.err


def test_a_stray_sign_in_the_environment_is_asked_about_without_the_link(
    run, home, monkeypatch
):
    monkeypatch.setenv("ANNOUNCER_LINK_WILKS", f"{LINK},")
    ran = run("-C", home, *NOW, "check")
    assert "what ANNOUNCER_LINK_WILKS holds ends with ,, which" in ran.err
    assert "abcdefgh" not in ran.err


def test_only_names_of_links_are_looked_up(run, project, monkeypatch):
    """A record must not bring a password of the environment onto a page."""
    monkeypatch.setenv("ANNOUNCER_SMTP_PASSWORD", LINK)
    with (project / TALK).open("a") as file:
        file.write("link: $ANNOUNCER_SMTP_PASSWORD\n")
    ran = run("-C", project, *NOW, "check")
    assert "is no name of a link" in ran.err
    assert "Write $ANNOUNCER_LINK" in ran.err


FORGE = ("git", "remote", "add", "origin", "git@github.com:olga/talks.git")
MEMBERS = f"link: {LINK}\nlink_access: members\n"


def pushed(home, *remote):
    for command in (("git", "init", "-q"), remote):
        subprocess.run(command, cwd=home, check=True)


@pytest.mark.parametrize(
    ("remote", "said", "asked"),
    [
        (FORGE, "", "if the repository at github.com is public"),
        (FORGE, "repository: public\n", "everybody can read this"),
        (FORGE, "repository: private\n", ""),
        (FORGE, "link_access: public\n", ""),
        ((*FORGE[:4], "git@git.example.edu:talks.git"), "", ""),
        ((*FORGE[:4], "https://codeberg.org/o/t"), "", "at codeberg.org"),
    ],
)
def test_a_private_link_in_a_repository_for_everybody_is_asked_about(
    run, project, remote, said, asked
):
    pushed(project, *remote)
    with (project / "talks/site.yaml").open("a") as file:
        file.write(said)
    with (project / SERIES).open("a") as file:
        file.write(f"link: {LINK}\n" if "access" in said else MEMBERS)
    ran = run("-C", project, *NOW, "check")
    assert ran.status == 0
    assert asked in ran.err
    assert (f"{SERIES}:5:1: warning: a link that not" in ran.err) == bool(asked)


def test_a_link_from_the_environment_is_not_asked_about(run, home, monkeypatch):
    monkeypatch.setenv("ANNOUNCER_LINK_WILKS", LINK)
    pushed(home, *FORGE)
    assert "not everybody" not in run("-C", home, *NOW, "check").err


def test_an_export_of_an_earlier_release_is_asked_about(run, home, monkeypatch):
    """It has the link whole; another export onto it has its digest."""
    monkeypatch.setenv("ANNOUNCER_LINK_WILKS", LINK)
    pushed(home, *FORGE)
    run("-C", home, *NOW, "told", "soudry")
    export = ("-C", home, *NOW, "ledger", "export", home / "ledger.jsonl")
    assert run(*export).status == 0
    new = (home / "ledger.jsonl").read_text()
    assert "sha256:" in new
    old = re.sub("sha256:[0-9a-f]{16}", LINK, new).replace('ledger":2', 'ledger":1')
    (home / "ledger.jsonl").write_text(old)
    assert "this export holds links" in run("-C", home, *NOW, "check").err
    assert run(*export).status == 0
    assert (home / "ledger.jsonl").read_text() == new
    assert "this export" not in run("-C", home, *NOW, "check").err
