"""The documentation is run: its records are read, its commands exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from announcer import cli

PROJECT = Path(__file__).parent.parent
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GROUPS = {"ledger"}
NAMED = re.compile(r"# (talks/\S+)\n")


def names(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_the_records_of_a_page_are_right(page, run, project, monkeypatch):
    """Every YAML example that names its file is read as that file."""
    monkeypatch.setenv("ANNOUNCER_LINK_WILKS", "https://meet.example.edu/wilks")
    for language, text in FENCE.findall(page.read_text(encoding="utf-8")):
        if language == "yaml" and (name := NAMED.match(text)):
            target = project / name[1]
            is_part = name[1].endswith("site.yaml") and "title:" not in text
            rest = target.read_text() if is_part else ""
            target.write_text(text + rest, encoding="utf-8")
        if language == "markdown" and text.startswith("---"):
            (project / "talks/wilks/2021-03-15-noether.md").write_text(text)
    ran = run("-C", project, "--now", "2021-03-01", "check", "--strict")
    assert ran.status == 0, ran.err


def commands(text: str) -> Iterator[list[str]]:
    """Yield the words of every announcer command in code of a page."""
    code = [block for _, block in FENCE.findall(text)]
    code += re.findall(r"^    (.*)$", text, re.MULTILINE)
    code += re.findall(r"`(announcer [^`]+)`", text)
    for line in "\n".join(code).splitlines():
        if found := re.match(r"\s*(?:\$ )?(announcer(?: .*)?)$", line):
            yield shlex.split(found[1], comments=True)[1:]


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_the_commands_of_a_page_exist_with_their_options(page, run):
    """Each is asked for its help, which knows every option that the page uses."""
    for words in commands(page.read_text(encoding="utf-8")):
        verb = next((word for word in words if word in cli.COMMANDS), None)
        if verb is None:
            assert not words or words[0].startswith("-"), words
            continue
        rest = [word for word in words[words.index(verb) + 1 :] if "/" not in word]
        ran = run(verb, "--help")
        if verb in GROUPS and re.search(rf"^  {rest[0]} .*\w", ran.out, re.MULTILINE):
            ran = run(verb, rest[0], "--help")
        for option in (word.partition("=")[0] for word in rest if word[:2] == "--"):
            assert option in ran.out, (page.name, words)


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_the_links_of_a_page_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_the_files_that_the_readme_promises_are_made(run, tmp_path):
    """init makes the folder that the README edits."""
    run("init", tmp_path / "my-talks")
    talks = tmp_path / "my-talks/talks"
    assert (talks / "site.yaml").is_file()
    assert len(list((talks / "seminar").iterdir())) == 2


def test_the_changelog_has_a_place_for_what_is_new():
    text = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in text
