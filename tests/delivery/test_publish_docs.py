"""The recipes for GitHub and GitLab: they are YAML, and what they say is run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.delivery import places

PROJECT = Path(__file__).parent.parent.parent
PAGE = (PROJECT / "docs/ci.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```yaml\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RECIPES: dict[str, Any] = {
    name: yaml.safe_load(text) for name, text in FENCE.findall(PAGE)
}


def strings(node: object) -> Iterator[str]:
    """Yield every text in a recipe."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


def test_there_is_a_recipe_for_each_promise():
    assert RECIPES.keys() >= {
        ".github/workflows/site.yml",
        ".github/workflows/preview.yml",
        ".gitlab-ci.yml",
    }


@pytest.mark.parametrize("name", RECIPES)
def test_the_commands_of_a_recipe_exist_with_their_options(name, run):
    for text in strings(RECIPES[name]):
        for command in re.findall(
            r"(?:^|; |then |-- |[\"] ?|&& )announcer ([^;&\n]+)", text
        ):
            verb, *rest = shlex.split(re.sub(r' -- .*|"$', "", command.strip()))
            words = [verb, *rest[:1]] if verb == "ledger" else [verb]
            usage = run(*words, "--help")
            assert usage.status == 0, command
            for option in (word for word in rest if word.startswith("--")):
                assert option in usage.out, command


@pytest.fixture
def checkout(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> places.BranchHeld:
    """Return the remote of a project on a runner, where `announcer` is a command."""
    command = tmp_path / "bin/announcer"
    command.parent.mkdir()
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH={PROJECT} exec {sys.executable} -m announcer "$@"\n'
    )
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}:{os.environ['PATH']}")
    (project / ".gitignore").write_text("build/\n.announcer/\n/bin/\n/remote.git/\n")
    held = places.pushed_branch(tmp_path, project)
    git = ["git", "-C", str(project)]
    subprocess.run([*git, "branch", "-q", "--set-upstream-to=origin/main"], check=True)
    return held


def perform(job: dict[str, Any], folder: Path) -> None:
    """Run the steps of a GitHub job that need nothing of GitHub's."""
    for step in job["steps"]:
        script = step.get("run", "")
        if script and not script.startswith("pip "):
            script = script.replace("${{ github.event.number }}", "12")
            subprocess.run(
                ["bash", "-e", "-c", script],
                check=True,
                cwd=folder,
                capture_output=True,
            )


@pytest.mark.slow
def test_the_recipe_for_github_publishes_and_remembers(checkout, project):
    """Twice: the second run knows from the ledger in git what the first published."""
    job = RECIPES[".github/workflows/site.yml"]["jobs"]["publish"]
    perform(job, project)
    assert "wilks/2021-03-08-soudry/index.html" in checkout.read()
    (project / ".announcer/ledger.db").unlink()
    record = project / "talks/wilks/2021-03-08-soudry.yaml"
    record.write_text(record.read_text() + "location: Room B2\n")
    git = ["git", "-C", str(project), "-c", "user.name=o", "-c", "user.email=o@x.org"]
    subprocess.run([*git, "commit", "-qam", "Another room"], check=True)
    subprocess.run([*git, "push", "-q", "origin", "main"], check=True)
    perform(job, project)
    calendar = checkout.read()["wilks/2021-03-08-soudry/talk.ics"]
    assert b"SEQUENCE:1" in calendar
    log = checkout.git("log", "--format=%s", "main").decode().splitlines()
    kept = "Remember what was published"
    assert log[:3] == [kept, "Another room", kept]
    assert RECIPES[".github/workflows/site.yml"]["concurrency"] == "tell"


@pytest.mark.slow
def test_the_recipe_for_previews_makes_one_and_clears_it(checkout, project, tmp_path):
    jobs = RECIPES[".github/workflows/preview.yml"]["jobs"]
    perform(jobs["show"], project)
    assert "previews/12/index.html" in checkout.read()
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "-b", "gh-pages", checkout.bare, clone], check=True
    )
    perform(jobs["clear"], clone)
    assert not [path for path in checkout.read() if path.startswith("previews/")]
