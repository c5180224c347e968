"""No word that somebody wrote is left out of any form without being told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from announcer.markup import guard, inline, line, lost, rich
from announcer.markup.formulas import Formula
from tests.examples import examples

NO_TAGS = [
    "We show that a<b and c>d hold.",
    "If p<q implies q>p for all p, then 0<p<1 and p<i or i>p.",
    "The type Map<String, List<b>> is fine.",
    "We start from the <template> element.\n\nThen a List<Object> and an <svg> sprite.",
    "We study the <title> element of 10,000 pages.",
    "Map<String, Button>, Optional<Data>, <select> and <video>",
    "the </b> of G<S> and H<b>, <p id and class>",
    "<script>alert(1)</script> and <style>x</style>",
    "<![CDATA[x]]> <?php y ?> <!DOCTYPE z> <!-- never closed",
    "<td> and <tr> cells, a <caption>",
    "k<p> and k<q>",
]


@pytest.mark.parametrize("source", NO_TAGS)
def test_what_is_no_whole_tag_is_text(source):
    assert rich(source).text == source
    assert list(lost(source, "rich")) == []


def test_a_link_with_an_open_quote_is_shown_as_written_and_doubted():
    made = rich('See <a href="https://e.org>the page</a> and "more" here.')
    assert made.text.startswith('See <a href="https://e.org>the page</a>')
    assert made.warnings[0].written.startswith("<a href")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('<p class="x" style="y">a</p><div data-x="1">b</div>', "a\n\nb"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("One.<p>Two <b>bold</b> <font color=red>red</font>", "One.\n\nTwo bold red"),
        ("<table><tr><td>a<td>b</table>", "a | b"),
    ],
)
def test_what_is_a_whole_tag_is_none_of_the_words(source, text):
    assert rich(source).text == text


def test_a_comment_is_left_out_and_told():
    made = rich("a <!-- note\nto self --> b")
    assert made.text == "a b"
    assert made.warnings[0].written == "<!-- note\nto self -->"


def test_an_address_in_html_that_leads_nowhere_is_told():
    made = rich('<a href="slides.pdf">slides</a>')
    assert made.text == "slides"
    assert "slides.pdf" in made.warnings[0]


def test_the_guard_sees_a_word_that_is_lost(monkeypatch):
    short = rich("We show that")
    monkeypatch.setitem(guard._KINDS, "rich", (lambda _: short, ()))
    assert [str(remark) for remark in lost("We show that it holds", "rich")] == [
        "the word it is left out of the page",
        "the word it is left out of the mail in HTML",
        "the word it is left out of plain text",
    ]


def test_the_guard_sees_what_a_formula_loses(monkeypatch):
    assert list(lost(r"$\frac{a}{b} + \mathbb{R}^{n+1}$", "rich")) == []
    monkeypatch.setattr(guard, "formula", lambda *_, **__: Formula("", "b", ""))
    assert "a in the formula" in str(*lost(r"$\frac{a}{b}$", "rich"))


PIECES = st.sampled_from(
    ["<", ">", "&", '"', "'", "<b>", "</b>", "<i", "i>", "<p>", "<li>", "<ul>", "</ul>",
     "<td>", "<table>", "</table>", "<a href='https://e.org'>", '<a href="https://e.org>',
     "</a>", "<template>", "<script>", "</script>", "<!-- ", " -->", "<![CDATA[", "]]>",
     "&amp;", "&lt;", "&nope;", "*", "**", "_", "`", "``", "''", "[x](https://e.org)",
     "\n", "\n\n", "- ", "# ", "> ", "|", "$", "$x$", "$$y^2$$", r"\(", r"\)", "\\",
     r"\emph{", "}", "{", r"\cite{k}", r"\,", "~", r"\item ", r"\begin{itemize}",
     r"\end{itemize}", "List<Object>", "a<b and c>d", "<https://e.org>", " ", " ", " "]
)  # fmt: skip
NAMES = st.sampled_from(["alpha", "beta", "gamma", "omega", "Zahl", "שלום", "渡"])
TEXTS = st.lists(st.one_of(PIECES, NAMES), max_size=20).map("".join)


@limits(max_examples=examples(100))
@given(TEXTS)
def test_every_word_is_shown(source):
    for kind in ("rich", "line", "inline"):
        assert list(lost(source, kind)) == []


@limits(max_examples=examples(40))
@given(TEXTS)
def test_a_name_stays_in_every_form_whatever_stands_around_it(source):
    for made in (inline(source), line(source)):
        told = " ".join(remark.written for remark in made.warnings)
        for name in ("alpha", "Zahl", "渡"):
            for form in (made.text, made.html, made.mail_html):
                assert name not in source or name in form or name in told


@pytest.mark.parametrize(
    "html",
    [
        "<details><summary>More</summary>words</details>",
        "<center>More</center>words",
        "<figure><figcaption>More</figcaption></figure>words",
        "<section>More</section><article>words</article>",
    ],
)
def test_words_of_blocks_that_no_output_draws_stay_apart(html):
    made = rich(html)
    assert made.text.split() == ["More", "words"]
    assert made.html.count("<div>") == made.html.count("</div>") > 0


@pytest.mark.parametrize(
    "text",
    [
        "5*3 = 15 and 2*4 = 8",
        "f(x)=x*y*z",
        "x**2 + y**2",
        "*a* for 2*3 and 4*5",
        "C*algebras and K*theory",
    ],
)
def test_stars_between_letters_and_digits_stay(text):
    """They would vanish as the emphasis of what stands between: 53 = 15 and 24 = 8."""
    for made in (rich(text), line(text)):
        assert made.text == text.replace("*a*", "a")
        assert "<em>3" not in made.html
        assert "<strong>" not in made.html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("the *n*th one", "the <em>n</em>th one"),
        ("a **b*c** d", "a <strong>b*c</strong> d"),
        ("这是*强调*文字", "这是<em>强调</em>文字"),
    ],
)
def test_emphasis_that_begins_a_word_is_emphasis(text, html):
    assert rich(text).html == f"<p>{html}</p>\n"


def test_a_link_without_words_shows_where_it_leads():
    made = rich("See [](https://x.org/a).")
    assert ">https://x.org/a</a>" in made.html
    assert made.html.count("https://x.org/a") == 2
    assert made.text == "See https://x.org/a."


@pytest.mark.parametrize(
    ("address", "cure"),
    [
        ("x.org/a", "Write https://x.org/a."),
        ("www.x.org", "Write https://www.x.org."),
        ("“https://x.org”", "Write https://x.org."),
        ("half", r"Write the whole address, or \[ for [ where no link is meant."),
        ("a.pdf", r"Write the whole address, or \[ for [ where no link is meant."),
    ],
)
def test_an_address_that_is_left_out_has_the_cure_that_is_sure(address, cure):
    (remark,) = rich(f"see [here]({address})").warnings
    assert remark.hint == cure
