"""Atom and JSON feeds, read as a feed reader reads them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from announcer.formats import feeds
from announcer.talk import LinkAccess, Status
from tests.builders import NOW, WILKS, programme, revision, talk
from tests.formats.web_reader import TEMPLATES

ATOM = "{http://www.w3.org/2005/Atom}"
LATER = NOW + timedelta(days=1)


def rendered(*talks, **changes):
    drafts = feeds.drafts(programme(*talks, **changes), TEMPLATES)
    return {draft.path: draft.make() for draft in drafts}


def atom(*talks, path="site/feed.atom", **changes):
    return ET.fromstring(rendered(*talks, **changes)[path])


def items(*talks, **changes):
    return json.loads(rendered(*talks, **changes)["site/feed.json"])["items"]


def test_the_site_and_each_series_have_a_feed():
    assert set(rendered(talk())) == {
        "site/feed.atom",
        "site/feed.json",
        "site/wilks/feed.atom",
    }


def test_a_feed_says_where_it_is_and_what_it_belongs_to():
    feed = atom(talk(), path="site/wilks/feed.atom")
    links = {e.get("rel"): e.get("href") for e in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": "https://talks.example.edu/wilks/feed.atom",
        "alternate": "https://talks.example.edu/wilks/",
    }


def test_a_talk_keeps_its_id_when_everything_else_changes():
    before = talk()
    after = replace(
        before, title="Another", slug="other", start=before.start + timedelta(1)
    )
    [old] = atom(before).iter(f"{ATOM}entry")
    [new] = atom(after).iter(f"{ATOM}entry")
    assert old.findtext(f"{ATOM}id") == new.findtext(f"{ATOM}id")


def test_dates_are_those_of_the_ledger():
    one = talk()
    history = {one.uid: revision(2, modified=LATER, created=NOW)}
    feed = atom(one, history=history)
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}published") == NOW.isoformat()
    assert entry.findtext(f"{ATOM}updated") == LATER.isoformat()
    assert feed.findtext(f"{ATOM}updated") == LATER.isoformat()


def test_what_changed_last_comes_first():
    first = talk()
    second = talk(start="2021-03-15 12:30", slug="second", title="Second")
    history = {
        first.uid: revision(1, modified=LATER, created=NOW),
        second.uid: revision(0, modified=NOW),
    }
    titles = [e["title"] for e in items(first, second, history=history)]
    assert titles[1] == "Daniel Soudry: Second"


@pytest.mark.parametrize(
    ("status", "mark"),
    [(Status.CANCELLED, "Cancelled: "), (Status.POSTPONED, "Postponed: ")],
)
def test_a_talk_that_is_off_says_so_in_its_title(status, mark):
    [item] = items(talk(status=status))
    assert item["title"].startswith(mark)


def test_titles_are_plain_text_and_escaped_once():
    nasty = talk(title="On $\\alpha_1$ & <img> bold ]]> claims")
    [entry] = atom(nasty).iter(f"{ATOM}entry")
    title = "Daniel Soudry: On α₁ & <img> bold ]]> claims"
    assert entry.findtext(f"{ATOM}title") == title
    assert items(nasty)[0]["title"] == title


def test_an_entry_says_when_and_where_first():
    [item] = items(talk(location="Fine Hall"))
    shown = item["content_html"]
    assert shown.index("12:30–1:30pm") < shown.index("Fine Hall") < shown.index("few")


def test_json_feed_has_the_version_and_the_authors_it_asks_for():
    feed = json.loads(rendered(talk())["site/feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://talks.example.edu/feed.json"
    assert feed["items"][0]["authors"][0]["name"] == "Daniel Soudry"


def test_no_feed_holds_a_private_link_or_an_email():
    for content in rendered(talk(link_access=LinkAccess.MEMBERS)).values():
        assert b"meet.example.edu" not in content
        assert b"daniel@technion.example" not in content


def test_an_empty_feed_is_still_a_feed():
    feed = atom(series=(WILKS,))
    assert not list(feed.iter(f"{ATOM}entry"))
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_a_feed_of_many_years_holds_the_next_talks_and_the_last_ones():
    many = [
        talk(slug=f"t{year}-{n}", start=f"{year}-03-{n:02} 12:30")
        for year in range(2010, 2030)
        for n in range(1, 25)
    ]
    found = items(*many)
    assert len(found) == 100
    assert {item["_announcer"]["start"][:4] for item in found} >= {"2020", "2021"}
