"""TeX in names and prose."""

from __future__ import annotations

import pytest

from announcer.markup import inline, rich


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"Erd\H{o}s", "Erdős"),
        (r"Poincar\'e", "Poincaré"),
        (r"Poincar{\'e}", "Poincaré"),
        (r"na\"{\i}ve", "naïve"),
        (r"G\"odel", "Gödel"),
        (r"{\v S}id{\'a}k", "Šidák"),
        (r"\L ukasz \'Swi\k{a}tek", "Łukasz Świątek"),
        (r"Bj{\o}rn {\O}ksendal", "Bjørn Øksendal"),
        (r"Stra\ss{}e", "Straße"),
        (r"\c{C}a\u{g}lar", "Çağlar"),
        (r"\~nandu", "ñandu"),
        ("``q''", "“q”"),
        ("``two *words*'' and ``more''", "“two words” and “more”"),
        ("`single'", "‘single’"),
        ("1--2", "1–2"),
        ("Cauchy--Schwarz", "Cauchy–Schwarz"),
        ("this --- that", "this — that"),
        (r"\emph{very} \textbf{bold}", "very bold"),
        (r"\href{https://e.org/}{here}", "here (https://e.org/)"),
    ],
)
def test_tex_becomes_unicode(source, text):
    assert inline(source).text == text
    assert rich(source).text == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"don\'t, we\'re, Bob\'s, O\'Neill", "don't, we're, Bob's, O'Neill"),
        (r"he said \"over\" again", 'he said "over" again'),
        (r"C:\temp\dir", r"C:\temp\dir"),
        (r"example\.com", "example.com"),
        ("the --verbose flag", "the --verbose flag"),
        ("use `f' = g'` here", "use f' = g' here"),
        ("``code`` here", "code here"),
        (r"`\'e`", r"\'e"),
        ("50% of\nall", "50% of all"),
        ("https://e.org/a--b", "https://e.org/a--b"),
    ],
)
def test_what_only_looks_like_tex_keeps_its_words(source, text):
    assert rich(source).text == text


def test_emphasis_from_tex_is_emphasis():
    html = rich(r"We \emph{prove \textbf{it}}").html
    assert "<em>prove <strong>it</strong></em>" in html
