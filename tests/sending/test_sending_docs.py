"""The pages about telling are run: the walk, and every recipe for machines."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.delivery.servers import Inbox
from tests.sending.office import TALK, tell_something_else, write_project

PROJECT = Path(__file__).parents[2]
TELLING = PROJECT / "docs/telling.md"
AUTOMATION = PROJECT / "docs/automation.md"
WALK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


@pytest.fixture
def home(tmp_path: Path, serve: Callable[..., str], inbox: Inbox) -> Path:
    return write_project(tmp_path / "project", serve(inbox))


def test_the_walk_of_the_documentation_is_what_happens(home, inbox, run):
    """UPDATE_GOLDEN=1 writes it anew; then read the difference."""
    page = TELLING.read_text(encoding="utf-8")
    (written,) = WALK.findall(page)
    walked = "".join(walk(written, home, inbox, run))
    if os.environ.get("UPDATE_GOLDEN"):
        TELLING.write_text(page.replace(written, walked), encoding="utf-8")
    else:
        assert walked == written


def test_the_ways_to_be_quiet_and_to_tell_again_are_those_of_the_page(home, inbox, run):
    """Each line of the page is run, on the day after the announcement."""
    page = TELLING.read_text(encoding="utf-8")
    _, _, section = page.partition("## Quiet, and again\n\n")
    lines = section.partition("\n\n")[0].splitlines()
    commands = [shlex.split(line, comments=True)[1:] for line in lines]
    assert [words[0] for words in commands] == ["told"] * 3 + ["send"] * 3
    with (home / "talks/wilks/series.yaml").open("a") as settings:
        settings.write("  - digest: Sundays at 18:00\n")
    run("-C", home, "--now", "2021-03-01T09:00", "send", "--yes", "--first")
    for words in commands:
        ran = run("-C", home, "--now", "2021-03-02T09:00", *words)
        assert (ran.status, ran.err) == (0, ""), words
    assert len(inbox.messages) == 2  # the announcement, and once more on purpose


def walk(written: str, home: Path, inbox: Inbox, run: Any) -> Iterator[str]:
    """Run each command of a session and yield it with what it printed."""
    for line in written.splitlines():
        if line.startswith("#"):
            yield f"{line}\n"
        if not line.startswith("$ "):
            continue
        yield f"{line}\n"
        words = shlex.split(line)[1:]
        if words[0] == "announcer":
            ran = run("-C", home, *words[1:])
            yield ran.out + ran.err
        else:
            shell = ["sh", "-c", line[2:]]
            done = subprocess.run(shell, cwd=home, capture_output=True, check=True)
            yield done.stdout.decode()
        keep(inbox, home / "inbox")


def keep(inbox: Inbox, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for number, content in enumerate(inbox.messages, 1):
        (folder / f"{number}.eml").write_bytes(content.replace(b"\r\n", b"\n"))


# Machines


def examples(language: str) -> list[str]:
    text = AUTOMATION.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def fitted(command: str, home: Path) -> str:
    """Return a command of the page for this machine, on the day of an announcement."""
    program = f"{sys.executable} -m announcer"
    command = command.replace("/usr/local/bin/announcer", "announcer")
    command = command.replace("-C /srv/talks", f"-C {home}")
    clock = f"{program} --now 2021-03-01T09:00"
    # what follows -- gets the clock from `ledger keep`
    return re.sub(r"(?<!-- )\bannouncer (?=-C|send|ledger)", f"{clock} ", command)


def shell(
    command: str, home: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-e", "-c", fitted(command, home)],
        cwd=home,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "PYTHONPATH": str(PROJECT),
            "ANNOUNCER_REHEARSAL": "1",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_line_for_cron_sends_once_and_then_is_quiet(home, inbox):
    (table,) = examples("crontab")
    (line,) = (line for line in table.splitlines() if "announcer" in line)
    *when, command = line.split(maxsplit=5)
    assert when == ["*/15", "*", "*", "*", "*"]
    tell_something_else(home)
    first, second = shell(command, home), shell(command, home)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.endswith("Sent 1 message.\n")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert len(inbox.messages) == 1


def test_the_units_for_systemd_are_right_and_their_command_sends(home, inbox, tmp_path):
    service, timer = examples("ini")
    for text in (service, timer):
        name = Path(text.partition("\n")[0].removeprefix("# ")).name
        (tmp_path / name).write_text(text)
    unit = configparser.ConfigParser(delimiters="=", interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(tmp_path / "announcer.service")
    tell_something_else(home)
    assert shell(unit["Service"]["ExecStart"], home).returncode == 0
    assert len(inbox.messages) == 1
    unit.read(tmp_path / "announcer.timer")
    assert unit["Timer"]["OnCalendar"] == "*:0/15"
    if checker := shutil.which("systemd-analyze"):
        calendar = [checker, "calendar", unit["Timer"]["OnCalendar"]]
        assert (
            subprocess.run(calendar, capture_output=True, check=False).returncode == 0
        )


INSTALL = [
    "pip install --require-hashes -r requirements.txt",
    "pip install --no-deps wheels/*.whl",
]


@pytest.fixture
def clone(home: Path) -> Callable[[], Path]:
    """Return what makes a fresh checkout of the project, as a runner has."""
    numbers = iter(range(9))
    origin = home.parent / "origin.git"
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")

    def run_git(*words: object, cwd: Path) -> None:
        words = (git, "-c", "user.name=o", "-c", "user.email=o@example.edu", *words)
        subprocess.run(list(map(str, words)), cwd=cwd, check=True, capture_output=True)

    run_git("init", "--bare", "--initial-branch=main", origin, cwd=home)
    (home / ".gitignore").write_text(".announcer/\n")
    run_git("init", "--initial-branch=main", cwd=home)
    run_git("add", ".", cwd=home)
    run_git("commit", "-m", "Talks", cwd=home)
    run_git("push", origin, "main", cwd=home)

    def make() -> Path:
        target = home.parent / f"runner{next(numbers)}"
        run_git("clone", origin, target, cwd=home.parent)
        return target

    return make


def yaml_named(name: str) -> Any:
    (found,) = (text for text in examples("yaml") if text.startswith(f"# {name}\n"))
    return yaml.safe_load(found)


def states(runner: Path) -> list[str]:
    lines = (runner / "ledger.jsonl").read_text().splitlines()
    return re.findall(r'"state":"(\w+)"', "".join(lines))


def test_a_runner_of_github_sends_once_and_the_next_one_remembers(clone, inbox):
    """The ledger travels through git: every run starts from a fresh checkout."""
    flow = yaml_named(".github/workflows/tell.yml")
    steps = (s["run"] for s in flow["jobs"]["send"]["steps"] if "run" in s)
    *install, step = steps
    assert install == INSTALL
    assert flow["concurrency"] == "tell"
    choice = "${{ inputs.first && '--first' || '' }}"
    assert choice in step
    for round_ in range(2):
        done = shell(step.replace(choice, ""), clone())
        assert done.returncode == 0, done
        assert bool(done.stdout) == (round_ == 0)
    assert len(inbox.messages) == 1
    assert states(clone()) == ["sent"]


def test_a_runner_of_gitlab_sends_once_and_the_next_one_remembers(clone, inbox):
    job = yaml_named(".gitlab-ci.yml")["tell"]
    assert job["before_script"] == INSTALL
    assert job["resource_group"] == "tell"
    (line,) = job["script"]
    elsewhere = "https://talks:$PUSH_TOKEN@$CI_SERVER_HOST/$CI_PROJECT_PATH.git"
    assert elsewhere in line
    for round_ in range(2):
        runner = clone()
        shell("git checkout -q --detach", runner)  # as GitLab does
        here = line.replace(elsewhere, "origin")
        done = shell(here, runner, CI_COMMIT_BRANCH="main", FIRST="")
        assert done.returncode == 0, done
        assert bool(done.stdout) == (round_ == 0)
    assert len(inbox.messages) == 1
    assert states(clone()) == ["sent"]


def test_the_talk_of_the_walk_is_the_one_of_the_page():
    assert TALK in TELLING.read_text(encoding="utf-8")
