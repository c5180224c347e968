"""Templates: found file by file, escaped by their names, wrong ones named by line."""

from __future__ import annotations

import gc
import os
import re
import subprocess
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from announcer import words
from announcer.errors import TemplateError
from announcer.templating import Templates, builtin_folder
from announcer.templating.folding import Environment, _Context
from announcer.templating.kept import _COMPILING
from announcer.words import Words


@pytest.fixture
def own(tmp_path):
    """Return a writer of the project's own templates."""

    def write(**texts):
        for name, text in texts.items():
            path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Templates(tmp_path)

    return write


def filled(templates, name, **context):
    return templates.render(name, "en", **context)


def test_the_ending_of_the_name_decides_about_escaping(own):
    """``select_autoescape`` of the library would let mail.html.j2 through."""
    text = "{{ x }}"
    templates = own(
        a_dot_html_dot_j2=text, a_dot_xml_dot_j2=text, a_dot_txt_dot_j2=text
    )
    assert filled(templates, "a.html.j2", x="<b>&") == "&lt;b&gt;&amp;"
    assert filled(templates, "a.xml.j2", x="<b>&") == "&lt;b&gt;&amp;"
    assert filled(templates, "a.txt.j2", x="<b>&") == "<b>&"


def test_every_shipped_template_says_by_its_name_whether_it_is_escaped():
    names = [p.name for p in builtin_folder().rglob("*.j2")]
    endings = (
        ".html.j2",
        ".xml.j2",
        ".txt.j2",
        ".css.j2",
        ".js.j2",
        ".svg.j2",
        ".md.j2",
    )
    assert [name for name in names if not name.endswith(endings)] == []


def test_every_shipped_template_can_be_compiled():
    templates = Templates()
    environment = templates._environment("en")
    for path in builtin_folder().rglob("*.j2"):
        environment.get_template(path.relative_to(builtin_folder()).as_posix())


def test_an_own_template_may_use_the_shipped_ones(own):
    templates = own(
        x_dot_txt_dot_j2='{% include "y.txt.j2" %}', y_dot_txt_dot_j2="mine"
    )
    assert filled(templates, "x.txt.j2") == "mine"


def test_fixed_words_speak_the_language_asked_for(own):
    templates = own(a_dot_txt_dot_j2="{{ words.language }} {{ words.direction }}")
    assert templates.render("a.txt.j2", "he") == "he rtl"
    assert templates.render("a.txt.j2", "de") == "de ltr"


def test_markdown_and_latex_come_in_the_form_that_is_asked_for(own):
    templates = own(
        a_dot_html_dot_j2="{{ x | html }}", a_dot_txt_dot_j2="{{ x | inline_text }}"
    )
    assert "<em>x</em>" in filled(templates, "a.html.j2", x="*x*")
    assert filled(templates, "a.txt.j2", x=r"$\alpha_1 \le \sqrt{n}$") == "α₁ ≤ √n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n{{ nobody }}", r"templates/a.txt.j2:2: 'nobody' is undefined"),
        ("{{ words.nope }}", r"templates/a.txt.j2:1: .*no attribute 'nope'"),
        ("{% for %}", r"templates/a.txt.j2:1: "),
        ("{{ 1 / 0 }}", r"templates/a.txt.j2:1: division by zero"),
        ("{{ x | shout }}", r"templates/a.txt.j2:1: No filter named 'shout'"),
        ('{% import "_talk.html.j2" as t %}{{ t.nope() }}', r"templates/a.txt.j2:1: "),
    ],
)
def test_a_mistake_names_the_template_and_the_line(own, text, said):
    with pytest.raises(TemplateError, match=said):
        filled(own(a_dot_txt_dot_j2=text), "a.txt.j2", x=1)


def test_a_template_that_is_not_there_is_named_with_one_that_is(own):
    with pytest.raises(TemplateError, match=r"did you mean 'mail/announcement"):
        filled(own(), "mail/anouncement.txt.j2")
    templates = own(a_dot_txt_dot_j2='{% include "zzz" %}')
    with pytest.raises(TemplateError, match=r"^templates/a.txt.j2:1: there is .*'zzz'"):
        filled(templates, "a.txt.j2")


@pytest.fixture
def asked(monkeypatch):
    """Return the fixed words that are looked up from here on."""
    found = []
    known = Words.gettext

    def gettext(self, text):
        found.append(text)
        return known(self, text)

    monkeypatch.setattr(Words, "gettext", gettext)
    return found


def test_a_fixed_word_is_looked_up_while_a_template_is_compiled_and_never_again(
    own, asked
):
    templates = own(
        a_dot_html_dot_j2='{{ _("Archive") }} {{ words.direction }} {{ urls.HOME }}'
        ' {{ _("As of %(day)s", day=day) }} {{ _("%(n)s%%", n=1) }}'
    )
    first = templates.render("a.html.j2", "de", day="<1. Mai>")
    assert first == "Archiv ltr index.html Stand: &lt;1. Mai&gt; 1%"
    asked.clear()
    assert templates.render("a.html.j2", "de", day="<1. Mai>") == first
    assert asked == []


def test_what_a_template_names_itself_is_not_taken_for_ours(own):
    """Own templates may use our names for what they like."""
    templates = own(
        a_dot_html_dot_j2='{% macro _(x) %}[{{ x }}]{% endmacro %}{{ _("Archive") }}'
        '{% set urls = {"HOME": "here"} %}{{ urls.HOME }}',
        b_dot_html_dot_j2="{% autoescape false %}{{ _('Archive') }}{{ x }}"
        "{% endautoescape %}",
    )
    assert templates.render("a.html.j2", "de") == "[Archive]here"
    assert templates.render("b.html.j2", "de", x="<b>") == "Archiv<b>"


def test_attributes_are_escaped_and_empty_ones_left_out(own):
    templates = own(
        a_dot_html_dot_j2="<p{{ given|xmlattr }}>",
        b_dot_html_dot_j2="{{ given|xmlattr(false) }}",
    )
    assert filled(templates, "b.html.j2", given={"x": "y"}) == 'x="y"'
    for _ in range(2):
        assert filled(templates, "a.html.j2", given={"x": '"'}) == '<p x="&#34;">'
        assert filled(templates, "a.html.j2", given={"x": None}) == "<p>"
    with pytest.raises(TemplateError, match="Invalid character"):
        filled(templates, "a.html.j2", given={"a b": "x"})


@pytest.fixture
def compiled(monkeypatch):
    """Return the names of the templates that are compiled from here on."""
    found = []
    known = Environment._generate

    def generate(self, source, name, *rest, **more):
        found.append(name)
        return known(self, source, name, *rest, **more)

    monkeypatch.setattr(Environment, "_generate", generate)
    return found


def kept(tmp_path, text):
    """Fill a template that is kept in a folder, as another run of the program would."""
    (tmp_path / "a.html.j2").write_text(text, encoding="utf-8")
    templates = Templates(tmp_path, kept=tmp_path / "cache/templates")
    return templates.render("a.html.j2", "de")


TEXT = '{{ _("Archive") }} {{ words.day_shift(1) }} {{ media_type("a.ics") }}'
SHOWN = "Archiv +1 Tag text/calendar"


def test_a_template_is_compiled_once_and_kept_for_the_next_run(tmp_path, compiled):
    assert [kept(tmp_path, TEXT) for _ in range(2)] == [SHOWN, SHOWN]
    assert compiled == ["a.html.j2"]
    assert kept(tmp_path, f"{TEXT}!") == f"{SHOWN}!"


def test_half_a_template_of_a_killed_run_goes_with_the_next_one(tmp_path):
    kept(tmp_path, TEXT)
    ended = subprocess.Popen(["true"])
    ended.wait()
    folder = tmp_path / "cache/templates"
    left, others = folder / f".a.{ended.pid}", folder / f".a.{os.getpid()}"
    for file in (left, others):
        file.write_bytes(b"half")
    kept(tmp_path, f"{TEXT}!")
    assert not left.exists()
    assert others.exists()  # another run is writing it


def test_every_module_of_the_words_counts_for_what_was_compiled_with_them():
    """What is kept is compiled anew after any change of what answered."""
    asked = {Path(module.__file__ or "") for module in _COMPILING}
    assert set(Path(words.__file__).parent.glob("*.py")) <= asked


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_bytes(file.read_bytes()[:-9]),
        lambda file: file.write_bytes(file.read_bytes()[:40] + b"x" * 400),
        lambda file: file.write_bytes(b""),
        lambda file: file.chmod(0o666),
        lambda file: file.parent.chmod(0o777),
        lambda file: file.rename(file.with_name("x")) and file.symlink_to("x"),
    ],
    ids=["cut", "changed", "empty", "open-file", "open-folder", "link"],
)
def test_what_is_damaged_or_what_others_may_write_is_never_run(
    tmp_path, compiled, spoil
):
    """Byte code runs when it is loaded."""
    kept(tmp_path, TEXT)
    [file] = (tmp_path / "cache/templates").iterdir()
    spoil(file)
    assert kept(tmp_path, TEXT) == SHOWN
    assert len(compiled) == 2


def test_where_nothing_can_be_kept_all_goes_on_without(tmp_path, compiled):
    (tmp_path / "cache").write_bytes(b"no folder")
    assert [kept(tmp_path, TEXT) for _ in range(2)] == [SHOWN, SHOWN]
    assert len(compiled) == 2


def test_a_template_may_ask_for_keys_as_for_attributes(own):
    """Attributes are taken at once, which keys are not: then it is done Jinja's way."""
    templates = own(
        a_dot_html_dot_j2="{{ x.title }}{{ x['n'] }}",
        b_dot_html_dot_j2="{% if x.title is defined %}yes{% else %}no{% endif %}",
    )
    for _ in range(2):
        shown = filled(templates, "a.html.j2", x={"title": "<A>", "n": 1})
        assert shown == "&lt;A&gt;1"
        assert filled(templates, "b.html.j2", x={}) == "no"
        assert filled(templates, "b.html.j2", x={"title": ""}) == "yes"


def test_the_macro_of_a_text_template_gives_text_to_html_too(own):
    """Which is escaped there, whatever calls it: Jinja takes it for HTML."""
    templates = own(
        m_dot_txt_dot_j2="{% macro said(x) %}<{{ x }}>{% endmacro %}",
        i_dot_html_dot_j2="{{ said(x) }}",
        a_dot_html_dot_j2="{% import 'm.txt.j2' as m %}"
        "{% from 'm.txt.j2' import said %}"
        "{% macro by(other, x) %}{{ other.said(x) }}{% endmacro %}"
        "{{ m.said(x) }} {{ said(x) }} {{ by(m, x) }} {% include 'i.html.j2' %}",
    )
    assert filled(templates, "a.html.j2", x="&") == " ".join(["&lt;&amp;&gt;"] * 4)


def test_a_name_that_is_set_stays_in_its_template(own):
    """What one sets is seen by what it includes, and by nobody around it."""
    templates = own(
        i_dot_html_dot_j2="{% set x = 2 %}{{ x }}{{ more }}",
        a_dot_html_dot_j2="{% set more = 3 %}{{ x }}{% include 'i.html.j2' %}{{ x }}",
    )
    assert filled(templates, "a.html.j2", x=1) == "1231"


def test_an_error_is_named_by_its_line_wherever_parts_are_put_out_together(own):
    templates = own(a_dot_html_dot_j2="{{ x }}\n{{ x }} and\n{{ x.none() }}\n{{ x }}")
    with pytest.raises(TemplateError, match=r"^templates/a.html.j2:3: "):
        filled(templates, "a.html.j2", x=1)


def test_what_was_filled_leaves_no_circle(own):
    """A build looks for no garbage: what goes must go at once."""
    templates = own(
        a_dot_txt_dot_j2="{% macro m() %}{{ x.upper() }}{% endmacro %}{{ m() }}"
    )
    gc.collect()
    gc.disable()
    try:
        assert filled(templates, "a.txt.j2", x="x") == "X"
        left = [one for one in gc.get_objects() if type(one) is _Context]
        assert not [one for one in left if one.name == "a.txt.j2"]
    finally:
        gc.enable()


def test_one_of_two_words_is_asked_for_by_a_number(own):
    """At once where nothing is put into it, and never escaped: it is ours."""
    text = "{{ ngettext('<a>', '<b>', n) }} {{ ngettext('%(num)s>', '%(num)s<', n) }}"
    templates = own(a_dot_html_dot_j2=text, a_dot_txt_dot_j2=text)
    for name in ("a.html.j2", "a.txt.j2"):
        assert templates.render(name, "en", n=1) == "<a> 1>"
        assert templates.render(name, "de", n=2) == "<b> 2<"


# What templates are made of; ``deep`` has attributes, and no name is always there.
PIECES = (
    "{{ x }}",
    "{{ x|default('none') }}",
    "{{ deep.text }}{{ deep.text|upper }}",
    "{{ ' off' if many }}|{{ 1 if many else none }}",
    "{% if x is defined %}{{ x }}{% elif many %}m{% else %}-{% endif %}",
    "{% for one in many %}{{ one }}{% if not loop.last %}, {% endif %}"
    "{% else %}0{% endfor %}",
    "{% for one in many if one != 'b' %}{{ loop.index }}{{ one }}{% endfor %}",
    "{% for a, b in pairs if a %}{{ a }}{{ b }}{% endfor %}",
    "{% for one in tree recursive %}({{ one.name }}{{ loop(one.inner) }}){% endfor %}",
    "{% set y = x|default('y') %}{{ y }}{% set z %}<{{ y }}>{% endset %}{{ z }}",
    "{% if many %}{% set late = many[0] %}{{ late }}{% endif %}",
    "{{ said('<b>') }}{{ said(a=deep.text, b='&') }}{{ said('1', '2', '3') }}",
    "{% call(it) boxed('<') %}{{ it }}{{ deep.text }}{% endcall %}",
    "{% call m.boxed('>') %}{{ many|join('&') }}{% endcall %}",
    "{{ m.said(deep.text) }}{{ m.none is defined }}",
    "{% include 'part.html.j2' %}",
    "{% include ['gone.html.j2', 'part.html.j2'] %}",
    "{% include 'gone.html.j2' ignore missing %}",
    "{% include 'part.html.j2' without context %}",
    "{% filter upper %}a{{ x|default('b') }}<{% endfilter %}",
    "{% with w = deep.text %}{{ w }}{% endwith %}",
    "{{ ask(deep.text) }}{{ deep.ask('<') }}{{ deep.html }}{{ deep.number }}",
    "{{ range(3)|list }}{{ '%s'|format(deep.text) }}{{ deep|attr('text') }}",
    "{% block %(number)s %}{{ x|default(1) }}[{{ deep.text }}]{% endblock %}",
)
WRONG = (
    "{{ missing_one }}",
    "{{ deep.gone }}",
    "{% if many %}{{ deep.text|gone }}{% endif %}",
    "{{ missing_one.x }}{{ x }}",
)
MACROS = (
    "{% macro said(a, b='B') %}{{ a }}{{ b }}{{ varargs|length }}{% endmacro %}"
    "{% macro boxed(a) %}[{{ a }}{{ caller(a) if a == '<' else caller() }}]"
    "{% endmacro %}"
)


class Deep:
    """What templates are given: text, HTML, a number, and what can be called."""

    html, number = Markup("<i>"), 7

    def __init__(self, text):
        self.text = text

    def ask(self, text):
        return text + self.text


@given(st.data())
@settings(max_examples=60)
def test_a_template_is_filled_as_jinja_alone_would(beside, data):
    """Whatever it is made of: the code that Jinja would write is written otherwise."""
    folder, numbers, plain, ours = beside
    drawn = data.draw(st.lists(st.sampled_from(PIECES), max_size=12, unique=True))
    drawn += data.draw(st.sampled_from([(), (), (), *zip(WRONG)]))
    pieces = [one.replace("%(number)s", f"b{at}") for at, one in enumerate(drawn)]
    head = "{% import 'm.html.j2' as m %}" + MACROS
    kid = data.draw(st.booleans())
    opens = "{% extends 'base.html.j2' %}" if kid else ""
    body = "".join(pieces)
    if kid:
        body = (
            "{% block main %}{{ super() }}" + body + "{{ self.foot() }}{% endblock %}"
        )
    name = f"{next(numbers)}.html.j2"
    (folder / name).write_text(opens + head + body)
    names = st.sampled_from(["a", "b", "<c>", "&'\"", "é"])
    leaf = SimpleNamespace(name="u", inner=())
    context = {
        "deep": Deep(data.draw(names)),
        "many": data.draw(st.lists(names, max_size=3)),
        "pairs": data.draw(st.lists(st.tuples(names, st.integers(0, 3)), max_size=3)),
        "tree": [SimpleNamespace(name="<t>", inner=(leaf,))],
        "ask": lambda text: text * 2,
        **data.draw(st.sampled_from([{"x": "<x>"}, {"x": "y"}, {"x": ""}, {}])),
    }
    try:
        wanted = plain.get_template(name).render(**context)
    except jinja2.TemplateError as error:
        with pytest.raises(TemplateError, match=re.escape(str(error))):
            filled(ours, name, **context)
    else:
        assert filled(ours, name, **context) == wanted


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    """Return a folder of templates that others are made of, Jinja alone, and ours."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "m.html.j2").write_text(MACROS)
    (folder / "part.html.j2").write_text("{% set x = x|default('p') %}<p>{{ x }}")
    (folder / "base.html.j2").write_text(
        "<{% block main %}{{ deep.text }}{% endblock %}>"
        "{% block foot %}f{{ x|d(1) }}{% endblock %}"
    )
    plain = jinja2.Environment(
        loader=jinja2.FileSystemLoader([folder]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    return folder, count(), plain, Templates(folder)
