"""A line that is no YAML hides no other mistake of its file, and makes none."""

import pytest

from announcer.errors import RecordError
from announcer.record import read_site

BROKEN = {
    "colon": ("title: Deep: surprises", 1, 12),
    "open-quote": ('title: "Surprises', 1, 8),
    "after-quote": ("title: 'The teacher's pet'", 1, 21),
    "tab": ("speaker:\n\tname: Ada\n\taffiliation: MIT", 2, 1),
    "indentation": ("speaker:\n    name: Ada\n  affiliation: MIT", 3, 3),
    "open-bracket": ("topics: [a, b", 1, 9),
    "special-sign": ("title: @home", 1, 8),
    "reference": ("title: *one*", 1, 8),
    "missing-colon": ("title Surprises", 1, 1),
}
REST = "host: Olga <olga>\nlink: ftp://x\nspeker: Ada\n"


def told(desk, name, text):
    desk.put(name, text)
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    return [(one.code, one.line, one.column) for one in caught.value.problems]


@pytest.mark.parametrize("code", BROKEN)
def test_the_other_fields_are_checked_all_the_same(desk, code):
    lines, line, column = BROKEN[code]
    after = lines.count("\n") + 2
    found = told(desk, "wilks/a.yaml", f"{lines}\ndate: 2021-02-30\n{REST}")
    assert found == [
        (code, line, column),
        ("bad-date", after, 7),
        ("bad-email", after + 1, 7),
        ("bad-url", after + 2, 7),
        ("unknown-key", after + 3, 1),
    ]


@pytest.mark.parametrize("line", ["date: 2021: 3: 8", 'date: "2021', "date 2021-03-08"])
def test_a_field_that_could_not_be_read_is_not_missing(desk, line):
    (only,) = told(desk, "wilks/a.yaml", f"title: One\n{line}\nspeaker: Ada\n")
    assert only[1] == 2


def test_every_broken_line_is_told_at_once(desk):
    text = "title: a: b\nspeaker: @home\ndate: 2021-03-08\nnotice: c: d\n"
    found = told(desk, "wilks/a.yaml", text)
    assert [line for _, line, _ in found] == [1, 2, 4]


def test_a_quote_that_closes_another_is_not_blamed(desk):
    text = 'title: "Surprises\nspeaker: "Ada"\ndate: 2021-03-08\n'
    assert told(desk, "wilks/a.yaml", text) == [("open-quote", 1, 8)]


def test_a_key_that_slipped_to_the_right_leaves_the_value_above(desk):
    text = "title: Surprises\n  date: 2021-03-08\nlink: ftp://x\n"
    assert [code for code, *_ in told(desk, "wilks/a.yaml", text)] == [
        "indentation",
        "bad-url",
    ]


def test_the_text_below_broken_front_matter_is_checked(desk):
    text = f"---\ntitle: a: b\nlink: ftp://x\ndate: 2021-03-08\n---\n{'x' * 50_001}"
    found = [code for code, *_ in told(desk, "wilks/a.md", text)]
    assert found == ["too-long", "colon", "bad-url"]


def test_talks_are_not_blamed_for_a_broken_line_of_their_series(desk):
    desk.put("wilks/a.yaml", "title: One\ndate: 2021-03-08\ntime: 12:30\n")
    text = "registration: a: b\nlink_access: registration\ntime: a: b\ncolor: nope\n"
    found = told(desk, "wilks/series.yaml", text)
    assert [line for _, line, _ in found] == [1, 3, 4]


def test_a_file_without_any_field_is_told_once(desk):
    found = told(desk, "wilks/a.yaml", "These are notes: not a record: at all\n")
    assert [code for code, *_ in found] == ["missing-colon"]


MERGE = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> moved\n"


@pytest.mark.parametrize("name", ["wilks/a.yaml", "wilks/series.yaml", "site.yaml"])
def test_versions_that_were_not_merged_are_named_once_where_they_begin(desk, name):
    text = "title: One\n" + MERGE.format("location: A1", "location: B2")
    assert told(desk, name, text) == [("conflict", 2, 1)]


def test_versions_that_were_not_merged_do_not_go_out_in_an_abstract(desk):
    body = MERGE.format("We show *a*.", "We show *b*.")
    text = f"---\ntitle: One\ndate: 2021-03-08\n---\nHello.\n{body}"
    assert told(desk, "wilks/a.md", text) == [("conflict", 6, 1)]


def test_an_abstract_may_speak_of_what_a_merge_leaves(desk):
    """Alone, and in the middle of a line, these signs mean nothing."""
    text = "---\ntitle: One\ndate: 2021-03-08\ntime: 12:30\n---\n"
    desk.put("wilks/a.md", f"{text}<<<<<<< begins it\nand >>>>>>> ends it.\n")
    assert len(read_site(desk.folder).talks) == 1


@pytest.mark.parametrize(
    ("line", "column"), [("speaker:\u00a0Ada", 9), ("speaker:\u200bAda", 9),
                         ("speaker\uff1aAda", 8)]
)  # fmt: skip
def test_a_colon_or_space_that_only_looks_like_one_is_pointed_at(desk, line, column):
    text = f"title: One\n{line}\ndate: 2021-03-08\n"
    assert told(desk, "wilks/a.yaml", text) == [("missing-colon", 2, column)]


@pytest.mark.parametrize("line", ["name:Ada", "name:\u00a0Ada", "name\uff1a Ada"])
def test_a_field_of_a_speaker_is_not_taken_for_a_name(desk, line):
    text = f"title: One\nspeaker:\n  {line}\ndate: 2021-03-08\n"
    assert told(desk, "wilks/a.yaml", text) == [("bad-name", 3, 3)]
