"""Importing again after the source changed, or the record: nothing gets lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

SHEET = """\
Date,Time,Speaker,Title,Room,Status
2021-03-15,14:00-15:30,Ada Roe (Uni A),Ideals,"B12, Main Building",
2021-03-22,14:00-15:30,Ben Lim (Uni B),Rings,B12,
"""
MAIL = """\
Number theory seminar

Speaker: Ada Roe (Uni A)
Title: Ideals and their friends
Date: Monday, 15 March 2021
Time: 14:00 - 15:30
Room: B12, Main Building
"""


@pytest.fixture
def take(run: Any, project: Path, tmp_path: Path) -> Any:
    """Import a text that a file holds now, and write what it comes to."""

    def take_text(text: str, *options: str, name: str = "plan.csv") -> Any:
        (tmp_path / name).write_text(text)
        words = ("--now", "2021-03-01", "import", tmp_path / name, "--write", *options)
        return run("-C", project, *words)

    return take_text


def record(project: Path, name: str = "2021-03-15-roe") -> Path:
    return project / f"talks/wilks/{name}.yaml"


@pytest.mark.parametrize("taken", ["location", "status"])
def test_what_was_taken_out_by_hand_does_not_come_back(take, project, taken):
    take(SHEET.replace('Building",', 'Building",cancelled'))
    path = record(project)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(one for one in lines if not one.startswith(f"{taken}:")))
    ran = take(SHEET.replace('Building",', 'Building",cancelled'))
    assert "2 unchanged" in ran.err
    assert f"\n{taken}:" not in path.read_text()


def test_what_was_taken_out_by_hand_and_changed_there_is_said(take, project):
    take(SHEET)
    path = record(project)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(one for one in lines if not one.startswith("location:")))
    ran = take(SHEET.replace("B12, Main Building", "C3"))
    assert "location was changed here and there; yours stays" in ran.err
    take(SHEET.replace("B12, Main Building", "C3"), "--theirs")
    assert "\nlocation: C3\n" in path.read_text()


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (" (Uni A)", ""),
        ("14:00 - 15:30", "14:00"),
        ("B12, Main Building", "B12"),
        ("Time: 14:00 - 15:30\n", ""),
    ],
)
def test_a_message_that_says_less_takes_nothing_back(take, project, was, now):
    take(MAIL, name="mail.txt")
    before = record(project).read_text()
    ran = take(MAIL.replace(was, now), name="mail.txt")
    assert "1 unchanged" in ran.err
    assert record(project).read_text() == before


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (" (Uni A)", " (Uni C)"),
        ("14:00 - 15:30", "14:30"),
        ("B12, Main Building", "B1"),
        ("Monday, 15 March 2021", "Tuesday, 16 March 2021"),
    ],
)
def test_a_message_that_says_something_else_is_believed(take, project, was, now):
    take(MAIL, name="mail.txt")
    ran = take(MAIL.replace(was, now), name="mail.txt")
    assert "1 changed" in ran.err


def test_a_talk_that_is_not_called_off_there_any_more_is_said(take, project):
    """Without a lasting name its row may be an old one; a person says."""
    take(SHEET.replace("B12,\n", "B12,cancelled\n"))
    path = record(project, "2021-03-22-lim")
    ran = take(SHEET)
    assert (
        "plan.csv:3:1: warning: talks/wilks/2021-03-22-lim.yaml says that this talk is "
        "cancelled, which is not said there now"
    ) in ran.err
    assert "status: cancelled" in path.read_text()
    take(SHEET, "--theirs")
    assert "status" not in path.read_text()


def test_a_talk_with_another_day_and_title_is_told_beside_the_old_one(take, project):
    """Nothing tells whether it is that talk: who imports does."""
    take(MAIL, name="mail.txt")
    changed = MAIL.replace("15 March", "22 March").replace("Ideals and", "Rings and")
    ran = take(changed, name="mail.txt")
    assert (
        "mail.txt:1:1: warning: talks/wilks/2021-03-15-roe.yaml has the same speaker"
    ) in ran.err
    assert "announcer move wilks.2021-03-15-roe@talks.example.edu" in ran.err
    assert "has the same speaker" not in take(changed, name="mail.txt").err


def test_two_talks_by_one_speaker_are_no_question_where_both_are_there(take, project):
    both = SHEET.replace("Ben Lim (Uni B)", "Ada Roe (Uni A)")
    take(both)
    more = f"{both}2021-03-29,14:00-15:30,Ada Roe (Uni A),Modules,B12,\n"
    assert "has the same speaker" not in take(more).err


@pytest.mark.parametrize("gone", ["2021-03-15-roe", "2021-03-22-lim"])
def test_a_coming_talk_at_an_end_of_a_list_that_is_gone_is_said(take, project, gone):
    take(SHEET)
    name = {"roe": "Ada", "lim": "Ben"}[gone[-3:]]
    lines = SHEET.splitlines(keepends=True)
    ran = take("".join(one for one in lines if name not in one))
    assert f"gone      talks/wilks/{gone}.yaml" in ran.out
    assert record(project, gone).exists()


def test_another_list_says_nothing_of_the_talks_of_the_first(take):
    take(SHEET)
    other = "Date,Time,Speaker,Title\n2021-04-12,14:00,Cy Moe,Fields\n"
    assert "gone" not in take(other, name="april.csv").out


def test_a_talk_that_is_over_and_not_in_a_list_any_more_is_not_said(take):
    take(SHEET.replace("2021-03-15", "2021-02-15"))
    lines = SHEET.splitlines(keepends=True)
    assert "gone" not in take("".join(one for one in lines if "Ada" not in one)).out
