"""What is written reads back the same, here and elsewhere."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer.errors import BadValue
from announcer.record import new_talk, read_site, scalar, starter, to_yaml
from announcer.record.placeholders import is_placeholder
from announcer.record.source import normalise
from tests.examples import examples

NOW = datetime(2021, 3, 1, 15, 0, tzinfo=UTC)
# What a reader keeps as it is: no control characters and no invisible separators.
KEPT = st.characters(
    codec="utf-8",
    exclude_categories=["Cc", "Cs", "Zl", "Zp"],
    exclude_characters="\ufeff\ufffd\ufffe\uffff",
)
quick = settings(
    max_examples=examples(70),
)
TRICKY = [
    "Deep learning: surprises", "'quoted'", '"quoted"', "it's", "# no comment",
    "a #b", "*star*", "&amp", "!bang", "%50", "@home", "`x`", "- dash", "? x",
    "[list]", "{map}", "yes", "No", "null", "~", "12:30", "1e3", "012",
    "2021-03-08", "$\\alpha$: x", "a: b: c", " lead", "trail ", "ends:", "=", "<<",
    "|", ">", "a, b", "---", "...", "中文: x", "é",
]  # fmt: skip


@pytest.mark.parametrize("text", TRICKY)
def test_tricky_texts_are_quoted_right(desk, text):
    desk.put("wilks/a.yaml", f"date: 2021-03-08\nnotice: {scalar(text)}\n")
    (talk,) = read_site(desk.folder).talks
    assert talk.notice == (text.strip() if text != "~" else None)
    assert str(yaml.load(f"x: {scalar(text)}", yaml.BaseLoader)["x"]) == text


@pytest.mark.parametrize("text", ["yes", "No", "null", "1e3", "012", "1984", "~", ""])
def test_other_readers_take_text_for_text(text):
    assert yaml.safe_load(to_yaml({"x": text}) if text else "x: ''\n")["x"] == text


@quick
@given(st.text(KEPT | st.just("\n")))
def test_any_text_reads_back_the_same(text):
    for written in (scalar(text), scalar(text, 6)):
        assert yaml.load(f"x: {written}\n", yaml.BaseLoader) == {"x": text}


def says_nothing(text):
    return text.strip() in {"", "~"} or is_placeholder(text)


@quick
@given(
    title=st.text(KEPT, max_size=80),
    names=st.lists(st.text(st.characters(categories=["L"]), min_size=1), max_size=3),
    abstract=st.text(KEPT | st.just("\n")),
)
def test_a_written_record_reads_back_the_same(desk, title, names, abstract):
    record = {
        "title": title,
        "speakers": [{"name": f"X {name}", "affiliation": "A: b"} for name in names],
        "date": "2021-03-08",
        "abstract": abstract,
    }
    desk.put("wilks/a.yaml", to_yaml(record))
    (talk,) = read_site(desk.folder).talks
    title, abstract = normalise(title), normalise(abstract)
    names = [normalise(name) for name in names]
    assert talk.title == (None if says_nothing(title) else title.strip())
    assert [who.name for who in talk.speakers] == [f"X {name}" for name in names]
    kept = abstract.strip("\n").rstrip()
    assert talk.abstract == (None if says_nothing(kept) else kept)


def test_records_are_written_as_people_would():
    record: dict[str, Any] = {
        "title": "Deep learning: surprises",
        "speaker": {"name": "Emmy Noether", "affiliation": "Göttingen"},
        "date": "2021-03-08",
        "time": "12:30-13:30",
        "topics": ["learning", "optimisation"],
        "tell": [{"announcement": "7 days before at 09:00"}, {"reminder": "same day"}],
        "abstract": "One.\n\nTwo: three.",
    }
    assert (
        to_yaml(record)
        == """\
title: 'Deep learning: surprises'
speaker:
  name: Emmy Noether
  affiliation: Göttingen
date: 2021-03-08
time: 12:30-13:30
topics: [learning, optimisation]
tell:
  - announcement: 7 days before at 09:00
  - reminder: same day
abstract: |-
  One.

  Two: three.
"""
    )


@given(
    st.recursive(
        st.text(KEPT, max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text(KEPT, min_size=1, max_size=8), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
@settings(max_examples=examples(50))
def test_nested_values_read_back_the_same(value):
    assert yaml.load(to_yaml({"x": value}), yaml.BaseLoader) == {"x": value}


SLOTS = "name: Wilks\nweekday: Monday\ntime: 12:30-13:30\nlocation: A1\n"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2021-03-01T15:00:00+00:00", "2021-03-01"),  # before the slot of the day
        ("2021-03-01T17:30:00+00:00", "2021-03-22"),  # 8 is taken, 15 skipped
        ("2021-03-22T00:00:00+00:00", "2021-03-22"),
        ("2021-03-30T00:00:00+00:00", "2021-04-12"),  # 5 April belongs to a range
    ],
)
def test_new_talk_stands_on_the_next_free_slot(desk, now, expected):
    desk.put(
        "wilks/series.yaml", SLOTS + "skip: [2021-03-15, 2021-04-01 to 2021-04-09]\n"
    )
    desk.put("wilks/soudry.yaml", "date: 2021-03-08\n")
    desk.put("wilks/off.yaml", "date: 2021-03-22\nstatus: cancelled\n")
    output = new_talk(read_site(desk.folder), None, datetime.fromisoformat(now))
    assert output.path == f"talks/wilks/{expected}.yaml"
    (desk.folder / output.path).write_bytes(output.content)
    records = read_site(desk.folder)
    (talk,) = [t for t in records.talks if t.source == output.path]
    assert talk.start.date() == date.fromisoformat(expected)
    assert f"{talk.start:%H:%M}" == "12:30"
    assert talk.title is None
    assert talk.speakers == ()
    assert talk.abstract is None


def test_new_talk_keeps_to_every_second_week(desk):
    desk.put("wilks/series.yaml", SLOTS + "every: 2 weeks\nskip: [2021-03-22]\n")
    desk.put("wilks/soudry.yaml", "date: 2021-03-08\n")
    output = new_talk(read_site(desk.folder), None, NOW)
    assert output.path == "talks/wilks/2021-04-05.yaml"


def test_new_talk_stays_inside_the_terms(desk):
    desk.put(
        "site.yaml",
        "title: T\nurl: https://t.example.edu\nterms:\n"
        "  - {name: Fall, start: 2021-08-30, end: 2021-12-17}\n",
    )
    desk.put("wilks/series.yaml", SLOTS)
    assert new_talk(read_site(desk.folder), "wilks", NOW).path.endswith(
        "2021-08-30.yaml"
    )


def test_new_talk_never_takes_the_name_of_another(desk):
    desk.put("wilks/series.yaml", "name: Wilks\n")
    desk.put("wilks/2021-03-08.md", "---\ndate: 2021-03-09\n---\n")
    output = new_talk(read_site(desk.folder), "wilks", NOW)
    assert output.path == "talks/wilks/2021-03-08-2.yaml"


def test_new_talk_needs_a_series_that_is_there(desk):
    desk.put("wilks/series.yaml", SLOTS)
    desk.put("other/series.yaml", SLOTS)
    records = read_site(desk.folder)
    with pytest.raises(BadValue, match="several") as several:
        new_talk(records, None, NOW)
    assert "other, wilks" in several.value.hint
    with pytest.raises(BadValue, match="wilkes") as unknown:
        new_talk(records, "wilkes", NOW)
    assert unknown.value.hint == "Did you mean wilks?"


def test_a_started_project_is_valid(tmp_path):
    for output in starter(date(2026, 11, 20)):
        path = tmp_path / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.content)
    records = read_site(tmp_path)
    assert records.problems == ()
    (talk,) = records.talks
    assert talk.start.date() == date(2026, 11, 30)
    assert new_talk(records, None, NOW).path.startswith("talks/seminar/")


def test_json_is_a_record_too(desk):
    record = {"date": "2021-03-08", "title": 'A "b" \\ c', "speakers": [{"name": "É"}]}
    desk.put("wilks/a.yaml", json.dumps(record))
    (talk,) = read_site(desk.folder).talks
    assert talk.title == 'A "b" \\ c'
    assert talk.speakers[0].name == "É"
