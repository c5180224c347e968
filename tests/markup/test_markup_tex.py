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
        ("``two words'' and ``more''", "“two words” and “more”"),
        ("`single'", "‘single’"),
        ("1--2", "1–2"),
        ("Cauchy--Schwarz", "Cauchy–Schwarz"),
        ("this --- that", "this — that"),
        (r"\emph{very} \textbf{bold}", "very bold"),
        (r"\href{https://e.org/}{here}", "here (https://e.org/)"),
        (r"\href{https://e.org/a\_b}{here}", "here (https://e.org/a_b)"),
        (r"10\,km and 5\,\%", "10 km and 5 %"),
        (r"e.g.\ this", "e.g. this"),
        ("B.~Beta, Theorem~2, a~field", "B.\u00a0Beta, Theorem\u00a02, a\u00a0field"),
        (r"meta, \ldots exists\dots", "meta, … exists…"),
        (r"{\em every} {\bf one}", "every one"),
        (r"\LaTeX{} and \TeX, \S 5", "LaTeX and TeX, § 5"),
        (r"\(x\) and \\(y_1\\)", "x and y₁"),
        (r"word\footnote{Really.}", "word (Really.)"),
        (r"R\&D, 50\%, a\_b, \#1", "R&D, 50%, a_b, #1"),
        (r"\enquote{so}, 2\textsuperscript{nd}", "“so”, 2ⁿᵈ"),
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
        ("https://e.org/~noether", "https://e.org/~noether"),
        ("X~N(0,1), 3~5, a ~ b, ~/dir", "X~N(0,1), 3~5, a ~ b, ~/dir"),
        (r"C:\emph{x} and \\server\dots", r"C:\emph{x} and \server\dots"),
        ("10時~11時", "10時~11時"),
    ],
)
def test_what_only_looks_like_tex_keeps_its_words(source, text):
    assert rich(source).text == text


def test_emphasis_from_tex_is_emphasis():
    html = rich(r"We \emph{prove \textbf{it}}").html
    assert "<em>prove <strong>it</strong></em>" in html


def test_lists_of_latex_are_lists():
    made = rich(
        r"Two: \begin{itemize}\item one \begin{enumerate}\item[(a)] in\end{enumerate}"
        "\n\\item two\n\\end{itemize} Done."
    )
    assert made.text == "Two:\n\n- one\n  1. (a) in\n- two\n\nDone."


@pytest.mark.parametrize(
    ("source", "piece"),
    [
        (r"see \cite{beta}", r"\cite"),
        (r"by \ref{x} and L^{2}", "^{"),
        (r"\begin{theorem}x\end{theorem}", r"\begin{theorem}"),
        (r"\alpha and beta", r"\alpha"),
        (r"\emph{never closed", r"\emph"),
    ],
)
def test_tex_that_is_not_read_is_shown_as_written_and_doubted(source, piece):
    made = rich(source)
    assert piece in made.text
    assert piece in [remark.written for remark in made.warnings]


@pytest.mark.parametrize(
    "source", [r"C:\temp\dir", r"`\cite{x}`", r"the class \d+ and \w", r"Erd\H{o}s"]
)
def test_what_is_no_command_is_not_doubted(source):
    assert rich(source).warnings == ()


def test_quotes_of_tex_may_hold_markup():
    assert rich("``two *words*'' and ``more''").text == "“two words” and “more”"
