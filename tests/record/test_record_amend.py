"""A record is changed in one value, and every other letter stays as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer.errors import BadValue, RecordError
from announcer.record import amended
from announcer.record.written import Written
from tests.examples import examples

ROOT = Path(__file__).parents[2]
quick = settings(
    max_examples=examples(80),
)
# One field each, as people write them; every line ends with a line feed.
CHUNKS = {
    "title": [
        "title: Ideals\n",
        "title:   'It''s: a # b'   # sure?\n",
        'title: "Über \\u00e9 — \\"x\\""\n',
        "title: >\n  A long folded title of which\n  the lines go on\n\n",
        "title: over\n  two lines  # and a remark\n",
        "title:\n",
        "'title': מבוא לאלגברה  # עברית\n",
    ],
    "speaker": [
        "speaker: Emmy Noether (Göttingen)  # ask her\n",
        "speaker: {name: Emmy Noether, bio: 'a, b: c'}\n",
        "speaker:\n  # as she writes it\n  name: Emmy Noether\n\n  bio: |\n    One.\n\n"
        "    Two: three.\n  url: https://example.edu/#x\n",
        "speakers:\n- Emmy Noether\n- name: Ada  # second\n  bio: >-\n    x\n    y\n",
    ],
    "date": ["date: 2021-03-08\n", "date: '2021-03-08'  # a Monday\n"],
    "topics": [
        "topics: [a, b]\n",
        "topics:  # words\n  - a  # one\n  # between\n  - b\n",
        "topics:\n- a\n- b\n",
        "topics: [a,  # one\n  b]\n",
        "topics: a, b\n",
    ],
    "abstract": [
        "abstract: |\n  Text with $x$.\n\n    indented\n  # no remark\n",
        "abstract: >-\n  Folded\n  text.\n",
        "abstract: |2-\n   x\n\n\n",
    ],
    "extra": [
        "extra: {a: '1', b: {c: [x, y]}}\n",
        "extra:\n  a: '1'\n  b:\n    c: x\n",
    ],
}
REMARKS = ["", "\n", "# a remark\n", "\n# two\n#   lines\n\n", "# עברית: #\n"]
TEXTS = st.sampled_from(
    ["x", "Room: B2", "it's", "a # b", "[x]", "עברית", "One.\n\nTwo.", "yes", "12:30"]
)


@st.composite
def written(draw):
    """Return the chunks of a record: a field or None, and its text."""
    keys = draw(st.permutations(list(CHUNKS)))
    chunks = []
    for key in keys[: draw(st.integers(1, len(keys)))]:
        chunks.append((None, draw(st.sampled_from(REMARKS))))
        chunks.append((key, draw(st.sampled_from(CHUNKS[key]))))
    chunks.append((None, draw(st.sampled_from(REMARKS))))
    return chunks


def change(folder, text, values, *, crlf=False, bom=False, ending="yaml"):
    """Return a text with values changed, in lines that end with a line feed."""
    if crlf:
        text = text.replace("\n", "\r\n")
    data = b"\xef\xbb\xbf" * bom + text.encode()
    path = f"talk.{ending}"
    (folder / path).write_bytes(data)
    result = amended(folder, path, values)
    assert result.before == data
    assert result.after.startswith(b"\xef\xbb\xbf") is bom
    after = result.after.decode("utf-8-sig")
    if crlf:
        assert "\n" not in after.replace("\r\n", "")
    return after.replace("\r\n", "\n")


def fence(text: str, ending: str) -> str:
    return f"---\n{text}---\n\nThe abstract: *here*.\n" if ending == "md" else text


@quick
@given(
    chunks=written(),
    value=TEXTS | st.none(),
    pick=st.integers(0, 5),
    crlf=st.booleans(),
    bom=st.booleans(),
    ending=st.sampled_from(["yaml", "md"]),
)
def test_what_lies_before_and_behind_a_changed_field_stays(  # noqa: PLR0917
    tmp_path, chunks, value, pick, crlf, bom, ending
):
    """The field says the new value, the others say what they said, to the letter."""
    fields = [at for at, (key, _) in enumerate(chunks) if key]
    at = fields[pick % len(fields)]
    before = "".join(text for _, text in chunks[:at])
    behind = "".join(text for _, text in chunks[at + 1 :])
    whole = fence(before + chunks[at][1] + behind, ending)
    key = chunks[at][0] if "speakers" not in chunks[at][1] else "speakers"
    if value is None and len(fields) == 1:
        return  # a record that says nothing is none
    after = change(
        tmp_path, whole, {(key,): value}, crlf=crlf, bom=bom and ending == "yaml",
        ending=ending,
    )  # fmt: skip
    head, tail = fence("\0", ending).replace("---\n", "---\n", 1).split("\0")
    assert after.startswith(head + before)
    assert after.endswith(behind + tail)
    says = Written(f"talk.{ending}", tmp_path, after.encode()).says
    assert says.get(key) == value


@quick
@given(chunks=written(), value=TEXTS, crlf=st.booleans())
@pytest.mark.parametrize("steps", [("notice",), ("host", "email"), ("extra", "new")])
def test_a_new_field_stands_in_lines_of_its_own(tmp_path, chunks, value, crlf, steps):
    """Without them the record is as it was, and ends as it did."""
    text = "".join(text for _, text in chunks)
    after = change(tmp_path, text, {steps: value}, crlf=crlf)
    pairs = enumerate(zip(text, after, strict=False))
    start = next((i for i, (a, b) in pairs if a != b), len(text))
    end = len(after) - (len(text) - start)
    assert after[:start] + after[end:] == text
    back = change(tmp_path, after, {steps: None}, crlf=crlf)
    assert back in {text, text + "\n"}


def test_several_lines_stand_behind_a_key_that_has_no_value_yet(tmp_path):
    text = "title:\nspeaker: Emmy Noether\ndate: 2021-03-08\n"
    after = change(tmp_path, text, {("title",): "One.\n\nTwo."})
    assert after.startswith("title: |-\n  One.\n\n  Two.\nspeaker:")


RECORDS = [
    path
    for path in sorted(ROOT.glob("tests/golden/**/talks/**/*.yaml"))
    if path.stem not in {"site", "series"}
]


@pytest.mark.parametrize("source", RECORDS[:40], ids=lambda path: path.stem)
def test_records_of_whole_terms_keep_all_their_lines(tmp_path, source):
    text = source.read_text(encoding="utf-8")
    after = change(tmp_path, text, {("notice",): "Mind: the gap"})
    assert [one for one in after.splitlines() if one not in text.splitlines()] == [
        "notice: 'Mind: the gap'"
    ]


def test_items_that_stay_keep_their_lines_and_remarks(tmp_path):
    text = (
        "topics:  # words\n  - a  # one\n  # between\n  - b\n  - c\ndate: 2021-03-08\n"
    )
    after = change(tmp_path, text, {("topics",): ["a", "c", "d: e"]})
    assert after == (
        "topics:  # words\n  - a  # one\n  # between\n  - c\n  - 'd: e'\n"
        "date: 2021-03-08\n"
    )


def test_a_record_on_one_line_stays_on_one_line(tmp_path):
    text = "{title: A, speaker: {name: B}, date: 2021-03-08}\n"
    values = {
        ("title",): "One.\nTwo.",
        ("speaker", "bio"): "x, y",
        ("status",): "tentative",
    }
    after = change(tmp_path, text, values)
    assert after == (
        "{title: \"One.\\nTwo.\", speaker: {name: B, bio: 'x, y'}, date: 2021-03-08, "
        "status: tentative}\n"
    )
    assert change(tmp_path, after, {("title",): None, ("status",): None}) == (
        "{speaker: {name: B, bio: 'x, y'}, date: 2021-03-08}\n"
    )


def test_the_text_below_the_front_matter_is_the_abstract(tmp_path):
    text = "---\ntitle: A\ndate: 2021-03-08\n---\n\nOld.\n\n---\nMore.\n\n"
    after = change(tmp_path, text, {("abstract",): "New.\n\nAll."}, ending="md")
    assert after == "---\ntitle: A\ndate: 2021-03-08\n---\n\nNew.\n\nAll.\n\n"


def test_what_only_a_person_can_change_is_left_to_them(tmp_path):
    with pytest.raises(BadValue, match="only a person") as caught:
        change(tmp_path, "? title\n: A\ndate: 2021-03-08\n", {("title",): None})
    assert caught.value.hint == "Take it out yourself."
    with pytest.raises(BadValue, match="only a person"):
        change(tmp_path, "title: A\ndate: 2021-03-08\n", {("title", "x"): "y"})


def test_a_record_with_a_conflict_is_not_touched(tmp_path):
    text = "<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> theirs\n"
    with pytest.raises(RecordError):
        change(tmp_path, text, {("title",): "C"})
