"""What is added to a page: a script that its policy allows, and a list of mistakes."""

from __future__ import annotations

import html
import re

import html5lib
import pytest

from announcer.errors import Problem, Severity
from announcer.preview.dressing import dressed
from announcer.preview.workshop import Page

MISTAKE = Problem(
    path="talks/a.yaml",
    line=3,
    column=5,
    message="`tilte` is no field",
    hint="did you mean `title`?",
    excerpt="    tilte: x",
)


def dress(text: str, *problems: Problem) -> str:
    return dressed(Page("site/index.html", text.encode(), "run-1", problems)).decode()


def policy(before: str) -> dict[str, list[str]]:
    page = dress(
        f'<head><meta http-equiv="Content-Security-Policy" content="{before}"></head>'
    )
    [after] = re.findall(r'content="([^"]*)"', page)
    return {part.split()[0]: part.split()[1:] for part in after.split(";")}


def test_the_script_is_the_last_thing_in_the_head():
    assert dress("<head><title>x</title></head><body>y</body>") == (
        '<head><title>x</title><script src="/_serve/reload.js" data-version="run-1" '
        "defer></script>\n</head><body>y</body>"
    )


def test_a_fragment_for_other_peoples_pages_stays_as_it_is():
    assert dress("<ul><li>A talk</li></ul>", MISTAKE) == "<ul><li>A talk</li></ul>"


@pytest.mark.parametrize(
    ("before", "scripts", "connections"),
    [
        ("default-src 'none'", ["'self'"], ["'self'"]),
        ("default-src 'none'; script-src 'none'", ["'self'"], ["'self'"]),
        ("script-src https://x.example", ["https://x.example", "'self'"], None),
        ("default-src 'self'", None, None),
        ("default-src *; connect-src 'none'", None, ["'self'"]),
        ("Script-Src 'self'; script-src *", ["'self'"], None),
    ],
)
def test_the_policy_is_widened_by_just_what_is_needed(before, scripts, connections):
    after = policy(before)
    assert after.get("script-src") == scripts
    assert after.get("connect-src") == connections


def test_a_page_without_mistakes_has_no_more_than_the_script():
    assert "announcer-problems" not in dress("<head></head><body></body>")


def test_mistakes_stand_first_in_the_body_before_doubts():
    doubt = Problem(path="talks/b.yaml", message="odd", severity=Severity.WARNING)
    page = dress(
        '<head></head><body class="a" data-b="x > y"><p>The page', doubt, MISTAKE
    )
    body = html5lib.parse(page, namespaceHTMLElements=False).find("body")
    assert body is not None
    aside = body[0]
    assert (body.get("data-b"), aside.tag) == ("x > y", "aside")
    places = [p.text for p in aside.iter("bdi")]
    assert places == ["talks/a.yaml:3:5", "talks/b.yaml"]
    assert "1 error." in "".join(aside.itertext())


def test_the_sign_stands_below_the_column():
    code = html5lib.parse(dress("<head></head><body>", MISTAKE)).iter(
        "{http://www.w3.org/1999/xhtml}code"
    )
    [lines] = ["".join(each.itertext()).split("\n") for each in code]
    assert lines[1].index("^") == lines[0].index("tilte")


def test_what_is_quoted_is_text():
    nasty = "<script>alert(1)</script><!--"
    problem = Problem(path=nasty, message=nasty, hint=nasty, excerpt=nasty)
    page = dress("<head></head><body>", problem)
    assert nasty not in page
    assert page.count(html.escape(nasty)) == 4


def test_what_could_never_be_made_is_a_page_of_mistakes():
    page = dressed(Page("site/index.html", None, "run-1", (MISTAKE,))).decode()
    assert "before this page can be shown" in page
    assert "talks/a.yaml:3:5" in page
    assert "/_serve/reload.js" in page
