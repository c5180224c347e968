"""Killed at any moment, builds and publications leave every page whole, and no debris.

``make kills`` does it two hundred times each.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

KILLS = int(os.environ.get("KILLS", "6"))
NOW = ("--now", "2021-03-01T09:00")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def prepared(memory_folder: Path, project: Path, run: Callable[..., Ran]) -> Path:
    """Return a project that was built, published and then changed everywhere."""
    folder = memory_folder / "prepared"
    folder.mkdir()
    home = folder / "home"
    home.mkdir()
    shutil.copytree(project / "talks", home / "talks")
    series = home / "talks/wilks"
    for day in range(10, 16):
        record = f"title: Talk {day}\nspeaker: Speaker {day}\ndate: 2021-03-{day}\n"
        (series / f"2021-03-{day}-s{day}.yaml").write_text(record)
    assert run("-C", home, *NOW, "build").status == 0
    assert run("-C", home, *NOW, "publish", "../public", "--yes").status == 0
    (series / "2021-03-15-s15.yaml").unlink()
    (series / "2021-03-16-new.yaml").write_text("speaker: New\ndate: 2021-03-16\n")
    site = home / "talks/site.yaml"
    site.write_text(site.read_text() + "theme: {accent: '#204a87'}\n")
    return folder


def killed(prepared: Path, *arguments: str) -> None:
    """Kill so many runs, run each again, and see that all is as if nothing happened."""
    words = [str(prepared), str(KILLS), *NOW, *arguments]
    done = subprocess.run(
        [sys.executable, "-m", "tests.delivery.victims", *words],
        check=True,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    found = json.loads(done.stdout)
    assert found["wrong"] == []
    assert found["killed"] > KILLS * 0.6, "most of them died before they were done"
    sys.stdout.write(f"{arguments[0]}: {KILLS} runs, {found['killed']} killed\n")


def test_a_killed_build_is_finished_by_the_next(prepared):
    killed(prepared, "build")


def test_a_killed_publication_is_finished_by_the_next(prepared, run):
    """Of the new release, or of the old one where nothing had begun."""
    assert run("-C", prepared / "home", *NOW, "build").status == 0
    killed(prepared, "publish", "../public", "--yes")
