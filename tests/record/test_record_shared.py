"""What two records say alike is read once, and every problem of it told in each."""

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from announcer import when
from announcer.errors import RecordError
from announcer.record import read_site
from announcer.record.source import Document, fill, normalise
from announcer.urls import slugify

PERSON = """\
date: 2021-03-08
topics: [graphs, trees]
location: Fine Hall 214
speaker:
  name: {name}
  affiliation: Technion
  bio: |
    Somebody who knows trees.
"""


def test_talks_of_one_speaker_share_what_they_say_of_her(desk):
    for name in ("one", "two"):
        desk.put(f"wilks/{name}.yaml", PERSON.format(name="Ada Lovelace"))
    one, two = read_site(desk.folder).talks
    assert one.speakers[0] is two.speakers[0]
    assert one.topics is two.topics
    assert one.location is two.location


def test_what_is_shared_is_let_go_when_all_is_read(desk):
    desk.put("wilks/one.yaml", PERSON.format(name="Ada Lovelace"))
    (first,) = read_site(desk.folder).talks
    (again,) = read_site(desk.folder).talks
    assert first == again
    assert first.speakers[0] is not again.speakers[0]


def test_a_doubt_about_a_name_is_told_of_every_record_that_has_it(desk):
    for name in ("one", "two", "three"):
        record = PERSON.format(name="Ada Lovelace and Emmy Noether")
        desk.put(f"wilks/{name}.yaml", record)
    found = [(p.path, p.line, p.code) for p in read_site(desk.folder).problems]
    paths = [f"talks/wilks/{name}.yaml" for name in ("one", "three", "two")]
    assert found == [(path, 5, "several-people") for path in paths]


def test_a_mistake_in_a_value_is_told_of_every_record_that_has_it(desk):
    for name in ("one", "two"):
        desk.put(f"wilks/{name}.yaml", "date: 2021-03-08\nlink: nowhere\n")
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    assert [p.code for p in caught.value.problems] == ["bad-url", "bad-url"]


def test_a_photo_is_looked_for_in_every_folder_that_names_it(desk):
    desk.put("wilks/ada.png", b"")
    for folder in ("wilks", "algebra"):
        record = PERSON.format(name="Ada Lovelace") + "  photo: ada.png\n"
        desk.put(f"{folder}/one.yaml", record)
    records = read_site(desk.folder)
    found = {talk.series.key: talk.speakers[0].photo for talk in records.talks}
    assert found == {"wilks": "wilks/ada.png", "algebra": None}


@given(st.text(st.characters(max_codepoint=127)))
def test_the_slug_of_ascii_is_that_of_the_same_letters_in_full_width(text):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" < c < "\x7f" else c for c in text)
    assert not slugify(text).startswith("-")
    if slugify(text)[0] != "x":
        kept = wide.replace("\uff07", "'").replace("\uff40", "`")  # they are dropped
        assert slugify(text) == slugify(kept)


@given(
    st.text(
        st.sampled_from("aé\x85\u2028\ufeff\u0301\u0300\u1e9b“­\x7f\x9f\t\x0bÅ\u212b")
    )
)
def test_no_character_that_is_mended_slips_through_the_quick_look(text):
    document = Document("talk.yaml", ".")
    readable = fill(document, text.encode())
    bare = text.removeprefix("\ufeff")
    assert document.text == normalise(bare)
    assert unicodedata.is_normalized("NFC", document.text)
    assert readable == (not set("\x0b\x7f\x9f") & set(bare))


ZONES = ["Europe/Dublin", "America/New_York", "Africa/Casablanca", "Asia/Gaza", "UTC"]


@given(
    st.sampled_from([*ZONES, "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]),
    st.dates(date(1950, 1, 1), date(2099, 1, 1)),
    st.integers(0, 23),
    st.integers(0, 36),
)
def test_a_duration_is_elapsed_time_near_every_change_of_the_clocks(
    name, day, hour, length
):
    tz = when.zone(name)
    naive = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour)
    for start in when.readings(naive, tz):
        end = when.later(start, timedelta(hours=length))
        elapsed = start.astimezone(UTC) + timedelta(hours=length)
        assert end.astimezone(UTC) == elapsed
        assert end.tzinfo is elapsed.astimezone(tz).tzinfo
        assert start.tzinfo is start.astimezone(UTC).astimezone(tz).tzinfo
