"""Nothing dangerous gets out, and nothing harmless gets lost, whatever is put in."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from announcer.markup import Rich, clean, inline, rich, simple, wrap
from announcer.markup.cutting import cut
from announcer.markup.parsing import parser
from announcer.markup.rendering import (
    blocks_by_parser,
    is_plain,
    parsed_blocks,
    parsed_line,
    parsed_title,
)
from announcer.markup.tags import ELEMENTS
from tests.examples import examples

FORBIDDEN = {"script", "style", "iframe", "object", "embed", "img", "svg", "form"}
CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffd\ud800-\udfff]"
)
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><img onerror=alert(1) src=x>',
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVa&#x53;cript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,AAAA)",
    "[x](vbscript:x)",
    "![x](javascript:alert(1))",
    "<svg onload=alert(1)>",
    "<math><mi href='javascript:x'>y</mi></math>",
    "<p style='x' class='y' onclick='z'>w</p>",
    "</title><script>x</script>",
    "]]>",
    "<iframe src='https://e.org'></iframe>",
    "<form action=x><input name=y></form>",
    '<a href="https://e.org" title="> $x$">x</a>',
    '<a title="&#xfdd0;0&#xfdd1;">$x onmouseover=alert(1)$</a>',
]
PIECES = st.sampled_from(
    [*ATTACKS,
     "$", "$$", r"\(", r"\)", "`", "``", "''", "*", "_", "[", "](", ")", "<b>",
     "</b>", "<div>", "\n", "\n\n", "- ", "1. ", "> ", "# ", "```", "|", "|-|-|\n",
     "\t", r"\'e", r"\emph{", "}", "{", r"\frac", "^", r"\text{", "&#xfdd0;0&#xfdd1;",
     "\ufdd0", "0", "\ufdd1", "\x00", "\u2028", "\ud800", "word", "渡", "שלום", "--"]
)  # fmt: skip
ANYTHING = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map("".join))
WORDS = st.lists(
    st.text(st.characters(categories=["L"], max_codepoint=0xFFFF), min_size=1),
    min_size=1,
    max_size=12,
)


def elements(html: str) -> list[Element]:
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [element for element in tree.iter() if isinstance(element.tag, str)]


def assert_safe(html: str) -> None:
    for element in elements(html):
        assert element.tag.rpartition("}")[2] not in FORBIDDEN
        for name, value in element.attrib.items():
            assert not str(name).startswith("on")
            assert name not in {"style", "src"}
            if name == "href":
                assert value.lower().startswith(("http://", "https://", "mailto:"))


@pytest.mark.parametrize("attack", ATTACKS)
def test_raw_html_and_links_do_no_harm(attack):
    for made in (rich(attack), rich(f"words {attack} words")):
        assert_safe(made.html)
        assert_safe(made.mail_html)
        for element in elements(made.html):
            assert "javascript:" not in "".join(element.attrib.values()).lower()


@pytest.mark.parametrize("attack", [a for a in ATTACKS if "<" in a and "$" not in a])
def test_html_in_a_title_stays_text(attack):
    made = inline(attack)
    assert made.text == attack.replace("&#x53;", "S")
    assert "<" not in made.html


def test_harmless_html_is_kept():
    html = rich('<p dir="rtl">שלום <b>b</b> H<sub>2</sub>O</p>').html
    assert html == '<p dir="rtl">שלום <b>b</b> H<sub>2</sub>O</p>'


def test_a_link_that_leads_nowhere_is_told():
    made = rich("[slides](slides.pdf)")
    assert made.html == "<p>slides</p>\n"
    assert "slides.pdf" in made.warnings[0]


@limits(max_examples=examples(50))
@given(ANYTHING)
def test_any_text_gives_safe_html_and_text_without_control_characters(source):
    for made in (rich(source), inline(source)):
        assert_safe(made.html)
        assert_safe(made.mail_html)
        assert "<math" not in made.mail_html
        for text in (made.text, wrap(made.text), made.html, made.mail_html):
            assert not CONTROL.search(text.replace("\t", ""))
    assert "\n" not in inline(source).text
    assert "\t" not in rich(source).text


@limits(max_examples=examples(20))
@given(WORDS)
def test_no_word_is_lost_or_invented(words):
    source = " ".join(words)
    for made in (rich(source), inline(source)):
        assert made.text.split() == source.split()
        for html in (made.html, made.mail_html):
            written = "".join(elements(html)[0].itertext())
            assert written.split() == source.split()


LINES = [
    *(
        "We prove it.",
        "No  two",
        "a * b",
        "*now*",
        "**Now** it",
        "`code` here",
        "- one",
    ),
    *("1. one", "2) two", "# Heading", "> said", "| a | b |", "---|---", "===", "---"),
    *("[1]: https://example.org", "[one][1]", "[two](https://example.org)", "  in"),
    *("\tin", "ends  ", "<b>bold</b>", "<div>", "https://example.org/a", "'' --"),
    *("~~~", "```", "a\\", "\\emph{a}", "\ufdd00\ufdd1 is a formula.", "&amp;"),
    *("a & b", "&", "R&D"),
]
PLAIN = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from(" \n-+=1.):'\"!#&;")),
    max_size=80,
)


@limits(max_examples=examples(70))
@example("\xa0")
@example("a\t\rb")
@example("a & b &\nc")
@given(PLAIN)
def test_the_short_way_for_plain_text_gives_what_the_parser_gives(source):
    text = clean(source)
    if is_plain(text):
        assert rich(text) == blocks_by_parser(text)
    one = " ".join(text.split())
    if is_plain(one):
        assert inline(one) == parsed_line(one) == parsed_title(one)


@limits(max_examples=examples(70))
@given(st.lists(st.sampled_from([*LINES, "", " "]), max_size=8), PLAIN)
def test_paragraphs_and_words_need_no_parser_to_be_read_as_it_does(lines, more):
    """The quick ways inside the parser give the tokens of its own rules."""
    text = clean("\n".join([*lines, more]))
    assert _read(parser(), text) == _read(_thorough(), text)


SIMPLE = [
    "It is *new* and **bold** (see `x < y`).",
    "By [us](https://example.org/~us?a=1#b_c) and https://example.org/a_b.html.",
    "Three parts:\n\n- one\n- *two*\n\nand more -- it's so.",
    "In order:\n1. $x$\n1. `two`",
    "*Two*\nlines & a “quote''.",
]
BITS = st.one_of(
    st.sampled_from(
        ["*", "**", "`", "[", "](https://example.org/a)", "- ", "1. ", "<"]
    ),
    st.sampled_from(
        ["\n", "\n\n", " ", "--", "---", "''", "“", "_", "~", "&", "&amp;"]
    ),
    st.sampled_from(["(", ")", ".", "'", '"', "!", "|", "|-|", "#", "://", "=", "\\"]),
    st.sampled_from(["word", "x", "渡", "5", "$x$", "$$y$$", "\xa0", "http://", "{"]),
    st.sampled_from(["*now*", "**so**", "`a < b`", "[a](https://example.org/~b)"]),
    st.sampled_from(
        ["https://example.org/a.", "https://example.org/b_c", "<b>", "\n- "]
    ),
)


@limits(max_examples=examples(130))
@example("- one\n\n- two")
@example("word\n2. word\n---")
@example("*one **two* three**")
@example("`“` and ''")
@example("a --\nb <--- c")
@example("[one]: https://example.org/a")
@given(st.lists(BITS, max_size=12).map("".join))
def test_simple_markdown_is_read_as_the_parser_reads_it(source):
    text = clean(source)
    assert parsed_blocks(text) == blocks_by_parser(text)


@pytest.mark.parametrize("text", SIMPLE)
def test_what_most_people_write_is_simple(text):
    marked = cut(text, ELEMENTS, blocks=True)
    assert simple.blocks(marked.text, marked.cuts, str) is not None
    assert parsed_blocks(text) == blocks_by_parser(text)


def _read(reader: MarkdownIt, text: str) -> list[tuple[object, ...]]:
    return [
        (one.type, one.tag, one.nesting, one.content, one.hidden, one.attrs)
        for block in reader.parse(text)
        for one in (block, *(block.children or ()))
    ]


def _thorough() -> MarkdownIt:
    """Return a parser like ours that goes through all of its rules."""
    whole, ours = MarkdownIt("commonmark", {"html": True}), parser()
    whole.enable(["table", "strikethrough"]).disable("code")
    rules = {rule.name: rule.fn for rule in ours.inline.ruler.__rules__}
    for name in ("tex", "bare_address"):
        whole.inline.ruler.before("escape", name, rules[name])
    for name in ("normalizeLink", "validateLink"):
        setattr(whole, name, getattr(ours, name))
    return whole


def test_plain_prose_takes_the_short_way():
    assert is_plain('We close this gap (a "fine" one) by 2.5 steps; see later.')


def test_nothing_gives_nothing():
    assert rich(" \n ") == Rich("", "", "")
