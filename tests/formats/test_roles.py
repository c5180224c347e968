"""What people do in a talk of several, and the address of a room, in every form."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from announcer import ical
from announcer.access import Channel
from announcer.facts import restore, snapshot
from announcer.formats import data, mail
from announcer.formats.frontmatter import record
from announcer.kinds import Kind
from announcer.letter import Letter
from announcer.plan import asked
from announcer.record import read_site
from announcer.talk import Role, Speaker, Talk
from tests.builders import programme, talk
from tests.formats.web_reader import TEMPLATES, linked, page, site, words

ADA = Speaker(name="Ada Alpha", affiliation="MIT")
CHAIR = Speaker(name="Cy Gamma", affiliation="ETH", role=Role.CHAIR)
ANSWERS = Speaker(name="Dee Delta", role=Role.DISCUSSANT)
STREET = "Washington Road, Princeton"
PANEL = talk(
    speakers=(ADA, CHAIR, ANSWERS), location="Fine Hall 214", address=STREET, link=None
)
PAGE = "wilks/2021-03-08-soudry/index.html"


def entry(about: Talk) -> str:
    seen = programme(about)
    made = ical.calendar((about,), seen, TEMPLATES, channel=Channel.PUBLIC, feed=False)
    return made.decode()


def letter_of(about: Talk) -> Letter:
    (found,) = asked(Kind.ANNOUNCEMENT, about, programme(about), {})
    assert isinstance(found, Letter)
    return found


def mailed(about: Talk) -> str:
    seen = programme(about)
    letters = (letter_of(about),)
    outputs = [one.make() for one in mail.drafts(letters, (), (), seen, TEMPLATES)]
    return " ".join(b" ".join(outputs).decode(errors="replace").split())


def test_a_record_says_what_somebody_does(tmp_path):
    talks = tmp_path / "talks"
    (talks / "a").mkdir(parents=True)
    (talks / "site.yaml").write_text(
        "title: T\nurl: https://x.example.edu\ntimezone: UTC\naddress: Main Street 1\n"
    )
    (talks / "a/a.yaml").write_text(
        "date: 2021-03-08\nspeakers:\n  - Ada Alpha\n"
        "  - {name: Cy Gamma, role: chair}\n"
    )
    [found] = read_site(tmp_path).talks
    assert [one.role for one in found.speakers] == [None, Role.CHAIR]
    assert found.address == "Main Street 1"


def test_a_page_names_the_chair_as_one():
    text = words(page(site(programme(PANEL)), PAGE))
    assert "Chair: Cy Gamma" in text
    assert "Discussant: Dee Delta" in text
    assert STREET in text


def test_mail_names_the_chair_as_one():
    text = mailed(PANEL)
    assert "Ada Alpha, MIT; Chair: Cy Gamma, ETH; Discussant: Dee Delta" in text
    assert f"LOCATION: Fine Hall 214, {STREET}" in text


def test_a_calendar_does_not_have_the_chair_give_the_talk():
    text = entry(PANEL).replace("\r\n ", "")
    [summary] = [line for line in text.split("\r\n") if line.startswith("SUMMARY")]
    assert summary.endswith(" - Ada Alpha (MIT)")
    assert "Speaker: Ada Alpha (MIT)\\nChair: Cy Gamma\\, ETH\\nDiscussant" in text
    assert "LOCATION:Fine Hall 214\\, Washington Road\\, Princeton" in text


def test_feeds_and_data_say_who_does_what():
    files = site(programme(PANEL))
    assert "Chair: &lt;bdi&gt;Cy Gamma" in files["feed.atom"].decode()
    assert "<title>Ada Alpha: Surprises" in files["feed.atom"].decode()
    assert '"role": "chair"' in files["talks.json"].decode()
    assert f'"address": "{STREET}"' in files["talks.json"].decode()
    assert data.VERSION == "1"
    known = record(PANEL, programme(PANEL))
    assert known["address"] == STREET
    assert {"name": "Dee Delta", "role": "discussant"} in known["speakers"]  # type: ignore[operator]


def test_search_engines_hear_of_a_chair_as_of_one_who_contributes():
    """A performer performs; who leads presents the work of others."""
    event = linked(page(site(programme(PANEL)), PAGE))
    assert [one["name"] for one in event["performer"]] == ["Ada Alpha", "Dee Delta"]
    assert [one["name"] for one in event["contributor"]] == ["Cy Gamma"]
    assert event["location"] == [
        {"@type": "Place", "name": "Fine Hall 214", "address": STREET}
    ]
    assert "offers" not in event


def test_where_somebody_only_leads_a_calendar_still_says_who():
    assert "Cy Gamma" in entry(replace(PANEL, speakers=(CHAIR,)))


@pytest.mark.parametrize("location", ["Virtual", None])
def test_a_talk_without_a_room_has_no_street(location):
    """The address comes from the series; online it leads nowhere."""
    online = replace(PANEL, location=location, link="https://meet.example.edu/x")
    assert STREET not in entry(online)
    assert STREET not in mailed(online)
    assert STREET not in words(page(site(programme(online)), PAGE))


def test_a_talk_without_a_record_is_remembered_with_roles_and_address():
    known = restore(json.loads(json.dumps(snapshot(PANEL))), PANEL.series)
    assert known.speakers == PANEL.speakers
    assert known.address == STREET
