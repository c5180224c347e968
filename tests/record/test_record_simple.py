"""Records that are read line by line say what the parser says of them."""

from __future__ import annotations

from importlib.machinery import ModuleSpec

import pytest
import yaml
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from announcer.record import crosschecks, parsing, simple, tree
from announcer.record.source import Document, fill
from tests.examples import examples

WHOLE = """\
# the first talk of the term
title: "Graphs: old and new"
date: 2021-03-08
link: https://meet.example.edu:8443/1
topics: [graph theory, Schrödinger's cat]

speakers:
- name: 'Emmy Noether'
  affiliation:
- name: Åse Berg
- {name: Ada Byron, email: 'ada@example.edu' , affiliation: "A, B: C" }
extra:
  sponsor: Example Ltd
  rooms:
    - A 1
    - "B: 2"
abstract: |
  With two  spaces # here, and a tab\there.

    Further in \\alpha: so it stays.
status: confirmed
"""
WORDS = st.sampled_from([
    *("word", "two words", "a: b", "a:b", "a #b", "a# b", "#", "- a", "-", "~", "null"),
    *('"quoted"', '"a: b"', '"\\n"', '""', "'it''s'", "'a' b", '"a" # b', "é", "a "),
    *("[a, b]", "[]", "[ ]", "[a,, b]", "[a, [b]]", "[a: b]", "[a #b]", "[a-b , c]"),
    *("[a\u00a0, b]", "[\u00a0]"),
    *("{a: b, c: 'd, e: f'}", "{a: b,}", "{a: b, a: c}", "{ a: b c , d: e }", "{a:b}"),
    *("{a: }", "{a: b: c}", "{a: b}c", "{a: b} # c", "{a: [b]}", "{a: 'b'c}", "{a, b}"),
    *("{a: b:c}", "{a: null}", "{a: ~}", "{a: b ?}", "{a: -b}", "{a: \"\"}", "{a: b'}"),
    *("|", "|-", ">", "| # a", "&a", "*a", "!a", "{a: b}", "@a", "%a", "a:", ":a", "["),
    *("a\tb", "\ta", "a\u00a0", "\u2003", "...", "---", "? a", "_a", "12:30-13"),
    "https://a.b/c#d",
])  # fmt: skip
LINES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "", "  ", "  ", "    ", "   ", " ", "\t", "      "]),
        st.sampled_from(["", "", "", "- ", "-  ", "- - ", "# "]),
        st.sampled_from(["", "a: ", "b: ", "c:", "d:", "e: |", "a:  ", "é: ", "F g: "]),
        st.one_of(st.just(""), WORDS),
        st.sampled_from(["", "", "", "", " ", "  "]),
    ),
)
EDITS = st.lists(
    st.tuples(
        st.integers(0, WHOLE.count("\n")),
        st.sampled_from([0, 1, 1]),  # lines that go
        st.one_of(
            LINES,
            st.sampled_from(["  {}", "    {}", "{} ", "{}  # a", "- {}", "", "{}|"]),
            st.just("{}\n  more\n\n     and more"),
        ),
    ),
    max_size=3,
)


def read_by_parser(text: str) -> tuple[tree.Mapping | None, Document]:
    document = Document("talks/a.yaml", "")
    return (
        parsing.parse(document) if fill(document, text.encode()) else None
    ), document


def test_a_record_as_people_write_it_needs_no_parser():
    found = simple.record(WHOLE)
    assert found is not None
    assert found == read_by_parser(WHOLE)[0]
    _, title = found.entries["title"]
    assert (title.line, title.column) == (2, 8)


@pytest.mark.parametrize(
    "text",
    [
        "a: b # c\n",
        "a: b: c\n",
        "a: b \n",
        "a: b\na: c\n",
        "a: b",
        "a:\n- b: |\n  c: d\n",
        "a: |\n    b\n  c\n",
        "a: |\n  \n",
        "a:\n  b:\n- c\n",
    ],
)
def test_what_may_mean_something_else_is_left_to_the_parser(text):
    assert simple.record(text) is None


@limits(max_examples=examples(300))
@given(EDITS, st.sampled_from(["\n", "\n", "\n\n", "\n# c\n\n#\n", "\n # c\n", ""]))
def test_what_is_read_without_the_parser_is_what_the_parser_reads(edits, end):
    lines = WHOLE.split("\n")
    for place, count, instead in edits:
        gone = "".join(lines[place : place + count])
        lines[place : place + count] = [instead.replace("{}", gone)]
    text = "\n".join(lines).rstrip("\n") + end
    found = simple.record(text)
    if found is not None:
        known, document = read_by_parser(text)
        assert found == known
        assert not document.problems


def test_whether_libyaml_is_there_is_found_out_without_the_parser(monkeypatch):
    """A check says so where it is not, for reading is slow then."""
    assert crosschecks.has_libyaml() is yaml.__with_libyaml__
    monkeypatch.setattr(crosschecks, "find_spec", lambda _: ModuleSpec("yaml", None))
    assert not crosschecks.has_libyaml()
    told = [one.code for one in crosschecks.doubts(is_empty=False, no_zone=False)]
    assert told == ["slow-yaml"]
