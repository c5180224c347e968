"""What announcer writes for other programs, it reads back as the same talks."""

from __future__ import annotations

import json

import pytest

TALK = """\
title: Counting trees
speakers:
- name: Ada Roe
  affiliation: Uni A
date: 2021-03-15
time: 14:00
duration: 45 min
location: Room 12
topics: [trees]
abstract: Trees are counted, one by one, until there is none left.
"""


@pytest.fixture
def written(run, project):
    (project / "talks/wilks/2021-03-15-roe.yaml").write_text(TALK)

    def of(source, *words):
        built = run("-C", project, "--now", "2021-03-01", "build", *words)
        assert built.status == 0, built.err
        ran = run("-C", project, "import", "--json", project / source)
        return {one["title"]: one for one in json.loads(ran.out)}

    return of


def check(talk):
    assert talk["speakers"][0]["name"] == "Ada Roe"
    assert talk["speakers"][0]["affiliation"] == "Uni A"
    assert talk["timezone"] == "America/New_York"
    assert (talk["start"], talk["end"]) == ("2021-03-15T14:00", "2021-03-15T14:45")
    assert talk["location"] == "Room 12"
    assert talk["status"] in {None, "confirmed"}
    assert talk["link"] is None


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("build/site/talks.json", ()),
        ("build/site/wilks/2021-03-15-roe/talk.ics", ()),
        ("other/_data/talks.yml", ("--as", "jekyll", "--out", "other")),
        ("other/talks/wilks/2021-03-15-roe.md", ("--as", "jekyll", "--out", "other")),
    ],
)
def test_a_talk_comes_back_as_it_was(source, words, written, project, monkeypatch):
    """Its people, times, zone and place are the same in every form."""
    monkeypatch.chdir(project)
    talk = written(source, *words)["Counting trees"]
    check(talk)
    if not source.endswith("talks.yml"):
        assert talk["abstract"].startswith("Trees are counted, one by one")
