"""talks.json, the file for other people's programs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from announcer.formats import data
from announcer.talk import LinkAccess, Person, Recording
from tests.builders import NOW, WILKS, programme, revision, talk
from tests.formats.web_reader import TEMPLATES


def loaded(*talks, **changes):
    draft = next(data.drafts(programme(*talks, **changes), TEMPLATES))
    assert draft.path == "site/talks.json"
    return json.loads(draft.make())


def test_says_its_version():
    assert loaded(talk())["version"] == "1"


def test_holds_the_talk_in_the_words_of_the_record():
    [found] = loaded(talk())["talks"]
    assert found["uid"] == "wilks/2021-03-08-soudry@talks.example.edu"
    assert found["series"] == "wilks"
    assert found["start"] == "2021-03-08T12:30:00-05:00"
    assert found["timezone"] == "America/New_York"
    assert found["page"] == "https://talks.example.edu/wilks/2021-03-08-soudry/"
    assert found["speakers"][0]["name"] == "Daniel Soudry"
    assert found["abstract_text"].endswith("observations about α₁ training.")


@pytest.mark.parametrize(
    ("title", "language"), [("תורת גלואה", "he"), ("Galois Theory", None), (None, None)]
)
def test_a_title_is_marked_with_the_language_of_its_letters(title, language):
    """What is spoken is ``language``; a talk in Hebrew may have an English title."""
    [found] = loaded(talk(title=title, language="he"))["talks"]
    assert (found["language"], found.get("title_language")) == ("he", language)


def test_leaves_out_what_nobody_said():
    [found] = loaded(talk(title=None, abstract=None, location=None))["talks"]
    assert not {"title", "title_text", "abstract", "location"} & set(found)


def test_holds_no_private_link_and_no_email():
    text = json.dumps(loaded(talk(link_access=LinkAccess.MEMBERS)))
    assert "meet.example.edu" not in text
    assert "@technion.example" not in text
    assert "olga@example.edu" not in text


def test_says_when_a_talk_last_changed_and_where_it_was_before():
    one = talk()
    known = revision(1, modified=NOW)
    [found] = loaded(one, history={one.uid: known})["talks"]
    assert found["modified"] == NOW.isoformat()
    assert "previous_start" not in found


def test_of_an_empty_site_is_an_empty_list():
    found = loaded(series=(WILKS,))
    assert found["talks"] == []
    assert found["series"][0]["name"] == "Wilks Statistics Seminar"


def test_that_somebody_was_asked_about_a_recording_is_nobodys_business():
    answers = [Recording.NO, Recording.YES, Recording.ASKED]
    talks = [talk(uid=str(n), recording=one) for n, one in enumerate(answers)]
    found = loaded(*talks)["talks"]
    assert [one.get("recording") for one in found] == ["no", "yes", None]


def test_every_key_is_written_down():
    written = (Path(__file__).parents[2] / "docs" / "talks-json.md").read_text()
    one = talk(
        all_day=True,
        registration="https://register.example.edu/",
        notice="Come early",
        host=Person(name="Hosta"),
        slides="https://s.example.org/",
        video="https://v.example.org/",
        paper="https://p.example.org/",
        recording=Recording.YES,
    )
    known = replace(revision(1), previous_start=NOW)
    [found] = loaded(one, history={one.uid: known})["talks"]
    assert [key for key in found if f"`{key}`" not in written] == []
    assert [key for key in found["speakers"][0] if f"`{key}`" not in written] == []
