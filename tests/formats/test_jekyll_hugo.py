"""Talks in the sites of others: the files, and real builds by Jekyll and by Hugo.

The builds are skipped, with the reason printed, where Jekyll or Hugo are not installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml

from announcer.delivery import files
from announcer.errors import DeliveryError
from announcer.formats import EXPORTS, FORMATS, frontmatter
from announcer.output import Output
from announcer.talk import LinkAccess, Speaker, Status
from announcer.templating import Templates
from tests.builders import WILKS, programme, talk

JEKYLL = shutil.which("jekyll")
HUGO = shutil.which("hugo", path=str(Path(sys.executable).parent)) or shutil.which(
    "hugo"
)
# Each as it is written, and what must reach the page, where MathJax or KaTeX sets it.
FORMULAS = {
    r"$\mathbb{Z}_{+} \to \mathbb{Z}_{+}$": r"\(\mathbb{Z}_{+} \to \mathbb{Z}_{+}\)",
    r"$a*b*c$": r"\(a*b*c\)",
    r"$|x| | |y|$": r"\(|x| | |y|\)",
    r"\( x_1 < x_2 \)": r"\(x_1 < x_2\)",
    r"\[ y_2'' \\ \& \, z... \]": r"\[y_2'' \\ \& \, z...\]",
    r"$[a](b) {{c}} {{< d >}} {% e %}$": r"\([a](b) {{c}} {{< d >}} {% e %}\)",
    r"$\{ \_ \# \$ \}$": r"\(\{ \_ \# \$ \}\)",
    "\n\n$$\na\n= b -- c\n- d\n$$\n\n": r"\[a = b -- c - d\]",
    "\n\n\\begin{align} a &= b \\\\ c &= d \\end{align}\n\n": (
        r"\begin{align} a &= b \\ c &= d \end{align}"
    ),
}
LATEX = r"Let $x^{{2}}$, $\frac{{a}}{b}$ and {{< x >}} {{% y %}} {% z %} {{ site }}."


@cache
def talks():
    inner = replace(WILKS, key="wilks/inner", slug="wilks/inner", parent="wilks")
    return programme(
        talk(),
        talk(start="2021-03-09 12:30", slug="off", status=Status.CANCELLED),
        talk(start="2021-03-10 12:30", slug="latex", title="$\\alpha$", abstract=LATEX),
        talk(
            start="2021-03-10 14:30",
            slug="formulas",
            abstract="Of " + " and ".join(FORMULAS) + " all.",
        ),
        talk(
            start="2021-03-11 12:30",
            slug="nasty",
            title='A "quoted": <script>alert(1)</script> #title',
            speakers=(Speaker(name="שרה <b>כהן</b>", affiliation="No: 1*2*3"),),
            abstract="x <script>alert(1)</script> [y](javascript:alert(1))",
            topics=("no", "1e3", "C*-algebras"),
            link="https://meet.example.edu/secret?pwd=123",
            link_access=LinkAccess.MEMBERS,
        ),
        talk(
            start="2021-05-05 00:00",
            end="2021-05-07 00:00",
            slug="days",
            all_day=True,
            series=inner,
            title=None,
            abstract=None,
            speakers=(),
            location=None,
            link=None,
        ),
    )


@cache
def made(name: str) -> dict[str, bytes]:
    return {
        draft.path: draft.make() for draft in EXPORTS[name].drafts(talks(), Templates())
    }


def front_matter(content: bytes) -> Any:
    _, head, _ = content.decode().split("---\n", 2)
    return yaml.safe_load(head)


@pytest.mark.parametrize("name", EXPORTS)
class TestBoth:
    def test_are_no_part_of_a_build(self, name):
        assert name not in FORMATS

    def test_every_talk_has_a_page_and_one_entry_in_the_data(self, name):
        pages = [path for path in made(name) if path.endswith(".md")]
        [data] = [c for path, c in made(name).items() if not path.endswith(".md")]
        listed = yaml.safe_load(data)
        assert len(pages) == len(listed) == 6
        assert [one["uid"] for one in listed] == [one.uid for one in talks().talks]
        assert listed[0]["when"] == "Monday, March 8th, 2021, 12:30–1:30pm EST"
        assert listed[0]["url"].startswith("/talks/wilks/")

    def test_front_matter_says_what_was_meant(self, name):
        [path] = [path for path in made(name) if "nasty" in path]
        head = front_matter(made(name)[path])
        assert head["title"] == 'A "quoted": <script>alert(1)</script> #title'
        facts = head.get("talk", head)
        assert facts["speakers"][0]["name"] == "שרה <b>כהן</b>"
        assert facts["topics"] == ["no", "1e3", "C*-algebras"]

    def test_what_is_off_says_so_in_its_title(self, name):
        [path] = [path for path in made(name) if "off" in path]
        assert front_matter(made(name)[path])["title"].startswith("Cancelled: ")

    def test_no_private_link_and_no_email_is_in_them(self, name):
        for content in made(name).values():
            assert b"pwd=123" not in content
            assert b"technion.example" not in content

    def test_an_empty_programme_is_an_empty_list(self, name):
        [draft] = EXPORTS[name].drafts(programme(series=()), Templates())
        assert yaml.safe_load(draft.make()) == []


@pytest.mark.parametrize(
    "source",
    [
        r"Raw *Markdown* with a < b, `$x$` and [a link](https://example.org).",
        "- a list\n- <https://example.org>\n\n1 < 2 & 3 > 2",
    ],
)
def test_an_abstract_stays_as_it_was_written(source):
    assert frontmatter.markdown(source, frontmatter.as_html) == source


def test_stars_that_another_markdown_would_take_out_stay():
    source = "For $C^*$: 2*3*4, C^*-algebras and W^*."
    assert "2*3*4, C^*-algebras" in frontmatter.markdown(source, frontmatter.as_html)
    assert r"2\*3\*4, C^\*-algebras" in frontmatter.markdown(
        source, frontmatter.as_text
    )


@pytest.mark.parametrize(
    "source",
    [
        "x <img src=x onerror=alert(1)> y",
        "x\n{: onclick='alert(1)'}",
        "{::nomarkdown}<script>alert(1)</script>{:/}",
        "[x](javascript:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x]\n\n[x]: javascript:alert(1)",
    ],
)
@pytest.mark.parametrize("clean", [frontmatter.as_html, frontmatter.as_text])
def test_an_abstract_that_could_run_is_cleaned(source, clean):
    cleaned = frontmatter.markdown(source, clean)
    assert "<script" not in cleaned
    assert "<img" not in cleaned
    assert "](javascript" not in cleaned
    assert 'href="javascript' not in cleaned
    assert cleaned != source


@pytest.mark.parametrize("name", EXPORTS)
def test_a_formula_that_leads_out_of_itself_is_shown_as_code(name):
    source = r"See $\href{javascript:alert(1)}{x}$ and $``y$."
    found = frontmatter.markdown(source, frontmatter.as_html)
    assert found.startswith(r"See ` $\href{javascript:alert(1)}{x}$ ` and ")


def has_every_formula(path: Path) -> None:
    """Assert that a page shows the TeX of every formula, whole and in one piece."""
    text = "".join(html5lib.parse(path.read_bytes()).itertext())
    for formula in FORMULAS.values():
        assert formula in text


def build(name: str, folder: Path) -> None:
    files.write(
        (Output(path, content) for path, content in made(name).items()),
        folder,
    )


@pytest.mark.slow
@pytest.mark.skipif(JEKYLL is None, reason="Jekyll is not installed")
def test_jekyll_builds_coming_talks_too(tmp_path):
    (tmp_path / "_layouts").mkdir()
    (tmp_path / "_config.yml").write_text("title: Department\n")
    (tmp_path / "_layouts/page.html").write_text(
        "<title>{{ page.title | escape }}</title>{{ content }}"
    )
    (tmp_path / "index.html").write_text(
        "---\n---\n{% for talk in site.data.talks %}"
        '<a href="{{ talk.url }}">{{ talk.title | escape }}</a>{% endfor %}'
    )
    build("jekyll", tmp_path)
    done = subprocess.run(
        ["jekyll", "build", "--strict_front_matter", "--disable-disk-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr
    site = tmp_path / "_site"
    assert (site / "index.html").read_text().count("<a ") == 6
    latex = (site / "talks/wilks/latex/index.html").read_text()
    for piece in (r"\(x^{{2}}\)", r"\frac{{a}}{b}", "{% z %}", "{{ site }}"):
        assert piece in latex
    has_every_formula(site / "talks/wilks/formulas/index.html")
    nasty = (site / "talks/wilks/nasty/index.html").read_text()
    assert "<script" not in nasty
    assert "javascript:" not in nasty
    assert (site / "talks/wilks/inner/days/index.html").is_file()


@pytest.mark.slow
@pytest.mark.skipif(HUGO is None, reason="Hugo is not installed")
def test_hugo_builds_coming_talks_too(tmp_path):
    layouts = tmp_path / "layouts/_default"
    layouts.mkdir(parents=True)
    (tmp_path / "hugo.toml").write_text(
        'title = "Department"\nbaseURL = "https://department.example.edu/"\n'
    )
    (layouts / "single.html").write_text("<h1>{{ .Title }}</h1>{{ .Content }}")
    (layouts / "list.html").write_text(
        '{{ range .RegularPagesRecursive.ByDate }}<a href="{{ .RelPermalink }}">'
        '{{ .Title }}, {{ .Date.Format "15:04 -0700" }}</a>{{ end }}'
    )
    build("hugo", tmp_path)
    done = subprocess.run(
        [str(HUGO), "--panicOnWarning"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = tmp_path / "public"
    listed = (site / "talks/index.html").read_text()
    assert listed.count("<a ") == 6
    assert "Surprises in Deep Learning Training, 12:30 -0500" in listed
    latex = (site / "talks/wilks/latex/index.html").read_text()
    assert r"\(x^{{2}}\)" in latex
    has_every_formula(site / "talks/wilks/formulas/index.html")
    assert "{{&lt; x &gt;}}" in latex
    nasty = (site / "talks/wilks/nasty/index.html").read_text()
    assert "<script" not in nasty
    assert "javascript:" not in nasty
    assert (site / "talks/wilks/inner/days/index.html").is_file()


def test_the_command_line_writes_into_a_site_and_takes_back_only_its_own(run, project):
    there = project / "department"
    there.mkdir()
    (there / "index.md").write_text("Ours")
    arguments = ("-C", project, "build", "--as", "jekyll", "--out", "department")
    assert run(*arguments).status == 0
    page = there / "talks/wilks/2021-03-08-soudry.md"
    assert page.is_file()
    assert not (project / "build").exists()
    (project / "talks/wilks/2021-03-08-soudry.yaml").unlink()
    assert run(*arguments).status == 0
    assert not page.exists()
    assert (there / "index.md").read_text() == "Ours"


def test_a_file_of_somebody_else_is_not_replaced(run, project):
    theirs = project / "department/_data/talks.yml"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("- ours\n")
    ran = run("-C", project, "build", "--as", "jekyll", "--out", "department")
    assert ran.status == 1
    assert "announcer did not write it" in ran.err
    assert theirs.read_text() == "- ours\n"


def test_without_a_folder_the_command_asks_for_one(run, project):
    ran = run("-C", project, "build", "--as", "hugo")
    assert ran.status == 2
    assert "--out" in ran.err


def test_a_shared_folder_takes_a_file_that_is_the_same_already(tmp_path):
    (tmp_path / "a.md").write_bytes(b"same")
    files.write([Output("a.md", b"same")], tmp_path)
    (tmp_path / "b.md").write_bytes(b"other")
    with pytest.raises(DeliveryError):
        files.write([Output("b.md", b"ours")], tmp_path)
