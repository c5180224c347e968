"""Readable plain text, from the same parse as the page."""

from __future__ import annotations

from html import unescape

import pytest

from announcer.markup import inline, line, rich

LISTS = """\
Two things:

- first
  1. one
  2. two
- second

> quoted
> words
"""


def test_lists_and_quotations_keep_their_shape():
    assert rich(LISTS).text == (
        "Two things:\n\n- first\n  1. one\n  2. two\n- second\n\n> quoted words"
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("1. We proved it in 2019 and\n2020.", "1. We proved it in 2019 and\n2020."),
        ("1. It came out in\n2020. We go on.", "1. It came out in\n2020. We go on."),
        ("2019. First\n2021. Second", "2019. First\n2021. Second"),
        ("3. A\n5. B\n6. C", "3. A\n5. B\n6. C"),
        ("1. A\n2. B\n2. C\n3. D", "1. A\n2. B\n2. C\n3. D"),
        ("1. A\n2. B\n1. C", "1. A\n2. B\n1. C"),
        ("1. A\n   4. B\n   6. C\n2. D", "1. A 4. B 6. C\n2. D"),
        ("<ol><li>A<li value=7>B<li>C</ol>", "1. A\n7. B\n8. C"),
    ],
)
def test_what_begins_with_a_number_and_a_dot_keeps_its_number(source, text):
    assert rich(source).text == text


def test_a_number_that_is_kept_stands_on_the_page_too():
    html = rich("1. It came out in\n2020. We go on.").html
    assert '<li value="2020">We go on.</li>' in html


def test_items_that_all_begin_alike_are_counted():
    made = rich("1. A\n1. B\n1. C")
    assert made.text == "1. A\n2. B\n3. C"
    assert "value" not in made.html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**bold** and *slanted* ~~gone~~", "bold and slanted ~~gone~~"),
        ("[label](https://e.org/x)", "label (https://e.org/x)"),
        ("<https://e.org/x>", "https://e.org/x"),
        ("[https://e.org](https://e.org)", "https://e.org"),
        ("[a@e.org](mailto:a@e.org)", "a@e.org"),
        ("![a picture](https://e.org/p.png)", "a picture (https://e.org/p.png)"),
        ("R&amp;D &copy;", "R&D ©"),
        ("one  \ntwo", "one\ntwo"),
        ("one\ntwo", "one two"),
        ("# Heading\n\ntext", "Heading\n\ntext"),
        ("| a | bb |\n|---|---|\n| ccc | d |", "a   | bb\nccc | d"),
        ("x<sub>2</sub> and 10<sup>6</sup>", "x₂ and 10⁶"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<h1>Big</h1>\n\nsmall", "Big\n\nsmall"),
        ("vector<int> of <T>", "vector<int> of <T>"),
        ("3. c\n4. d", "3. c\n4. d"),
        ("```\na  b\n```", "    a  b"),
    ],
)
def test_markup_is_gone_and_words_are_left(source, text):
    assert rich(source).text == text


@pytest.mark.parametrize(("tag", "kept"), [("s", "s"), ("del", "del"), ("strike", "s")])
def test_what_is_struck_out_is_not_said_in_plain_text(tag, kept):
    made = rich(f"<{tag}>Room 5</{tag}> Room 6")
    assert made.text == line("~~Room 5~~ Room 6").text == "~~Room 5~~ Room 6"
    assert f"<{kept}>Room 5</{kept}>" in made.html


@pytest.mark.parametrize("text", ["A proof.[^1]", "We split H~2~O."])
def test_markdown_of_other_readers_is_doubted(text):
    (doubt,) = rich(text).warnings
    assert f"{doubt.written} is shown as written: this Markdown is not" in doubt
    assert doubt.written in text
    assert doubt.hint.endswith("or `…` if it is meant as it is.")


@pytest.mark.parametrize("text", ["`[^1]`", "[^a-z] or x^2^", "~~H2~~ of 3~4"])
def test_what_may_be_no_markdown_of_others_is_not_doubted(text):
    assert not rich(text).warnings


def test_a_second_derivative_is_no_end_of_a_quotation():
    assert rich("``Smooth'' is f''(x) here").text == "“Smooth” is f''(x) here"


@pytest.mark.parametrize("text", ["H~2~O and x^2^", "X~N(0,1)", "~~a~~ b~~"])
def test_a_tilde_that_is_no_tie_stays(text):
    assert rich(text).text == text


def test_an_abstract_that_counts_inside_a_paragraph_stays_one_paragraph():
    abstract = "We show: 1. foo is bar. 2. bar is (a) baz - truly."
    assert rich(abstract).html == f"<p>{abstract}</p>\n"


def test_an_indented_paragraph_is_not_code():
    assert rich("    We show that").html == "<p>We show that</p>\n"


def test_a_title_is_one_line_without_a_paragraph():
    made = inline("1. On\n  `stars`  and $x^2$ ")
    assert made.html.startswith("1. On <code>stars</code> and <math")
    assert made.text == "1. On stars and x²"


@pytest.mark.parametrize(
    "title",
    [
        "*-homomorphisms of C*-algebras",
        "How __init__ and __new__ work",
        "Free algebras k<x,y> and k<u> over k",
        "Groups G<S> and H<b>",
        "*p*-adic L-functions",
        "The <template> element, </b> & AT&T",
        "[a] and [b](c), # 1, ~~x~~, 3 * 4 * 5",
        "- 1. > +",
    ],
)
def test_a_title_arrives_as_it_was_written(title):
    made = inline(title)
    assert made.text == title
    assert unescape(made.html) == unescape(made.mail_html) == title


@pytest.mark.parametrize(
    "text",
    [
        "2*3*4 = 24, 5*x and 6*y",
        "x**2 + y**2 and p*q*r",
        "C^*-algebras and W^*",
        "A *-product, f*g, and *-homomorphisms of *-algebras",
        "By (*) and (**) we have Hom(*, *) = (*, *)",
        "H^*(X), f^*g and g^*h, H_*(X) and f_*",
        "(a*b)*c = a*(b*c), f(x)*g(x)*h(x)",
        'the "*" and the "*"',
        "un*frigging*believable",
    ],
)
def test_a_star_that_is_a_sign_stays(text):
    assert rich(text).text == line(text).text == text
    assert "<em>" not in rich(text).html


@pytest.mark.parametrize(
    ("text", "emphasised"),
    [
        ("*Haupt*satz", "Haupt"),
        ("*one* and 2*3*4", "one"),
        ("(*see* it)", "see"),
        ("l'*analyse*", "analyse"),
        ("***both***", "<strong>both</strong>"),
        ("*_y_*", "<em>y</em>"),
        ("*(in brackets)*.", "(in brackets)"),
        ("中文*强调*中文", "强调"),
    ],
)
def test_emphasis_stays_emphasis(text, emphasised):
    assert f"<em>{emphasised}</em>" in rich(text).html
    assert rich(text).html.count("<em>") == 1 + emphasised.count("<em>")


def test_a_name_of_python_that_becomes_bold_is_doubted():
    made = rich("The __init__ method and **bold** and __Both words__.")
    assert [str(one) for one in made.warnings] == [
        "__init__ is shown in bold, without its underscores"
    ]
    assert not rich("The `__init__` method").warnings


@pytest.mark.parametrize(
    "title", ["H<sub>2</sub>O", "On *p*-adic numbers", "See [it](https://e.org)"]
)
def test_markup_in_a_title_is_doubted(title):
    assert "as written" in inline(title).warnings[0]


def test_a_notice_is_markdown_on_one_line():
    made = line("**Moved** to B2<sup>nd</sup>\n")
    assert made.html == "<strong>Moved</strong> to B2<sup>nd</sup>"


def test_a_notice_may_become_a_link_because_it_holds_none():
    made = line("See [this](https://e.org) or https://f.org")
    assert "<a" not in made.html
    assert made.text == "See this (https://e.org) or https://f.org"


def test_a_definition_that_nothing_uses_is_told():
    assert "[FOO]" in rich("[foo]: https://e.org\n\nwords").warnings[0]


def test_a_text_is_parsed_once():
    assert rich("*once*") is rich("*once*")


def test_columns_of_a_table_keep_their_side():
    html = rich("| a | b |\n|---|--:|\n| c | 1 |").html
    assert '<th class="right" scope="col">b</th>' in html
    assert '<td class="right">1</td>' in html
    assert "style=" not in html


def test_headings_do_not_disturb_the_outline_of_a_page():
    assert rich("# A *b*").html == "<p><strong>A <em>b</em></strong></p>\n"
