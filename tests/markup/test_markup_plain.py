"""Wrapping, cleaning and slugs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from announcer.markup import clean, wrap
from announcer.markup.characters import display_width
from tests.examples import examples

URL = "https://example.org/" + "a-long-path/" * 9


def test_lines_are_no_wider_than_asked():
    wrapped = wrap("word " * 60, 40)
    assert max(map(len, wrapped.split("\n"))) <= 40
    assert wrapped.split() == ["word"] * 60


def test_an_address_is_never_broken():
    assert URL in wrap(f"See {URL} for more", 40).split("\n")


def test_what_follows_a_list_mark_hangs_below_it():
    assert wrap("- aaa bbb ccc\n12. ddd eee", 9) == (
        "- aaa bbb\n  ccc\n12. ddd\n    eee"
    )


def test_a_quotation_stays_a_quotation():
    assert wrap("> aaa bbb ccc", 9) == "> aaa bbb\n> ccc"


def test_a_label_stands_before_the_first_line_only():
    wrapped = wrap("aaa bbb\n\nccc", 12, first_indent="LABEL: ", indent="  ")
    assert wrapped == "LABEL: aaa\n  bbb\n\n  ccc"


def test_blank_lines_carry_no_spaces():
    assert wrap("a\n\nb", indent="    ") == "a\n\n    b"


def test_wide_characters_count_twice_and_break_between_each_other():
    lines = wrap("統計力学における深層学習、その理論。" * 3, 20).split("\n")
    assert all(display_width(part) <= 22 for part in lines)
    assert not any(part.startswith(("、", "。")) for part in lines)


def test_an_emoji_sequence_stays_whole():
    family = "👩‍👩‍👧‍👦"
    assert wrap(f"{family} " * 10, 12).count(family) == 10


@limits(max_examples=examples(20))
@given(st.lists(st.text(st.characters(categories=["L", "P"]), min_size=1), max_size=30))
def test_wrapping_keeps_every_word(words):
    text = " ".join(words)
    assert "".join(wrap(text, 20).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b\u2029c\x85d\x0be", "a\nb\nc\nd\ne"),
        ("a\x00\x1b\x7f\x9fb", "ab"),
        ("\ufeffa\ud800\ufffd\ufdd0\U0001ffffb", "ab"),
        ("tab\there", "tab\there"),
        ("👩‍👧 \u202babc\u202c é", "👩‍👧 \u202babc\u202c é"),
    ],
)
def test_control_characters_go_and_line_ends_are_one(text, cleaned):
    assert clean(text) == cleaned
