"""Texts of records: where their doubts stand, own commands, lines and directions."""

from __future__ import annotations

import pytest

from announcer.errors import RecordError
from announcer.markup import rich
from announcer.record import read_site
from tests.record.conftest import SITE

DAY = "date: 2021-03-08\n"


def the_talk(desk, text, name="talk.yaml"):
    desk.put(name, text)
    [talk] = read_site(desk.folder).talks
    return talk


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (DAY + "abstract: see \\foo{x}\n", 2, 15),
        (DAY + "abstract: 'Bob''s \\foo{x}'\n", 2, 19),
        (DAY + 'abstract: "a\\n\\"b\\" \\\\foo{x}"\n', 2, 21),
        (DAY + "abstract: |\n  one\n  two \\foo{x}\n", 4, 7),
        (DAY + "abstract: >\n  one\n  two \\foo{x}\n", 4, 7),
        (DAY + "title: \\foo{y}\nabstract: a\n  \\foo{x}\n", 4, 3),
        ("---\n" + DAY + "---\n\none\n\\foo{x}\n", 6, 1),
    ],
)
def test_a_doubt_about_a_text_stands_where_it_was_written(desk, text, line, column):
    name = "talk.md" if text.startswith("-") else "talk.yaml"
    talk = the_talk(desk, text, name)
    [remark] = rich(talk.abstract).warnings
    found = read_site(desk.folder).place(talk, "abstract", remark)
    assert found == (line, column, text.split("\n")[line - 1])


def test_the_second_piece_of_one_kind_has_a_place_of_its_own(desk):
    talk = the_talk(desk, DAY + "abstract: >\n  \\foo{x} and $\\foo\n  x$, \\foo{x}\n")
    records = read_site(desk.folder)
    remarks = rich(talk.abstract).warnings
    assert sorted(records.place(talk, "abstract", one)[:2] for one in remarks) == [
        (3, 3),
        (3, 15),
        (4, 7),
    ]


def test_a_doubt_about_the_footer_stands_in_site_yaml(desk):
    desk.put("site.yaml", SITE + "footer: |\n  Imprint\n\n  \\foo{x}\n")
    records = read_site(desk.folder)
    assert records.site.footer
    [remark] = rich(records.site.footer).warnings
    line, column, excerpt = records.place(records.site, "footer", remark)
    assert (column, excerpt) == (3, "  \\foo{x}")
    assert line == SITE.count("\n") + 4


def test_a_doubt_about_a_bio_stands_at_its_speaker(desk):
    people = "speakers:\n  - Ada\n  - {name: Bo, bio: '\\foo{x}'}\n"
    talk = the_talk(desk, DAY + people)
    [remark] = rich(talk.speakers[1].bio).warnings
    assert read_site(desk.folder).place(talk, "bio 1", remark)[:2] == (4, 22)


@pytest.mark.parametrize(
    "text",
    [
        r"Für $x$ gilt:\n\nAlles",
        r"a $x$ b $y$\nto and $z$\team",
        r"one\n\u00fcber $5",
    ],
)
def test_a_line_break_in_double_quotes_is_no_command(desk, text):
    talk = the_talk(desk, f'{DAY}abstract: "{text}"\n')
    assert talk.abstract.startswith(text[:3])


@pytest.mark.parametrize("text", [r"Let $x$ and $\theta$", r"\textbf{x}", r"\\( \nu"])
def test_a_command_of_tex_in_double_quotes_is_refused(desk, text):
    desk.put("talk.yaml", f'{DAY}abstract: "{text}"\n')
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    assert [problem.code for problem in caught.value.problems] == ["escape"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\u202eabc", "\u202eabc\u202c"),
        ("\u2067a\u202bb", "\u2067a\u202bb\u202c\u2069"),
        ("a\u202c b\u2069", "a b"),
        ("\u2068a\u2069 b", "\u2068a\u2069 b"),
    ],
)
def test_a_mark_of_direction_ends_with_its_text(desk, written, read):
    talk = the_talk(desk, f"{DAY}title: '{written}'\nabstract: '{written}'\n")
    assert talk.title == talk.abstract == read


MACROS = (
    r"macros: {RR: '\mathbb{R}', norm: '\lVert #1 \rVert_{\RR}', \eps: '\varepsilon'}"
)


def test_own_commands_are_read_in_formulas_of_every_text(desk):
    with desk.put("site.yaml", "").open("a") as site:
        site.write(f"title: T\nurl: https://e.org\ntimezone: UTC\n{MACROS}\n")
    text = r"""title: $\RR^n$
notice: $\norm{x+1}$
abstract: $\norm x$, $\eps x$, `$\RR$`, \RR
speaker: {name: Ada, bio: $\RR$}
"""
    talk = the_talk(desk, DAY + text)
    assert talk.title == r"$\mathbb{R}^n$"
    assert talk.notice == r"$\lVert x+1 \rVert_{\mathbb{R}}$"
    assert talk.abstract.endswith(r"$\varepsilon x$, `$\RR$`, \RR")
    assert talk.speakers[0].bio == r"$\mathbb{R}$"


def test_an_own_command_without_its_argument_is_doubted(desk):
    desk.put("site.yaml", f"title: T\nurl: https://e.org\ntimezone: UTC\n{MACROS}\n")
    desk.put("talk.yaml", DAY + r"abstract: 'here $a \norm$'")
    [problem] = read_site(desk.folder).problems
    assert (problem.line, problem.code) == (2, "macro")
    assert "lacks an argument" in problem.message


@pytest.mark.parametrize(
    ("macros", "said"),
    [
        (r"{a: '\b', b: 'x \a'}", "it needs itself"),
        (r"{a: '\frobnicate'}", r"the command \frobnicate is unknown"),
        (r"{a: 'x #2'}", "it uses #2"),
        (r"{a1: 'x'}", "letters"),
        (r"{a: ''}", "stands for nothing"),
        ("[a, b]", "are names"),
    ],
)
def test_an_own_command_that_cannot_be_is_refused_with_its_place(desk, macros, said):
    desk.put("site.yaml", f"title: T\nurl: https://e.org\nmacros: {macros}\n")
    desk.put("talk.yaml", DAY)
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    [problem] = caught.value.problems
    assert said in problem.message
    assert problem.line == 3
    assert problem.column >= 9


@pytest.mark.parametrize(
    "written",
    [
        "One goes\n  on.\n\n  Two.\n\n\n  Three.",
        "'One goes\n  on.\n\n  Two.\n\n\n  Three.'",
        ">\n  One goes\n  on.\n\n  Two.\n\n\n  Three.",
        "|\n  One goes\n  on.\n\n  Two.\n\n  Three.",
    ],
)
def test_a_blank_line_parts_paragraphs_however_yaml_joins_lines(desk, written):
    abstract = the_talk(desk, f"{DAY}abstract: {written}\n").abstract
    assert rich(abstract).text == "One goes on.\n\nTwo.\n\nThree."


def test_lines_that_yaml_does_not_join_stay_as_they_are(desk):
    text = ">\n  One:\n    - a\n    - b\n  on"
    assert the_talk(desk, f"{DAY}abstract: {text}\n").abstract == (
        "One:\n  - a\n  - b\non"
    )
