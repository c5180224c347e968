"""What is installed is what was written: wheel, sdist and checkout agree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("packaging")]


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build sdist and wheel from a copy of the checkout; the wheel from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, PROJECT],
        check=True,
        capture_output=True,
    )
    return folder


def outputs(site_packages: Path, work: Path) -> dict[str, str]:
    """Build the project's talks with an installed announcer, from another folder."""
    shutil.copytree(PROJECT / "talks", work / "talks")
    environment = {**os.environ, "PYTHONPATH": str(site_packages)}
    subprocess.run(
        [sys.executable, "-P", "-m", "announcer", "--now", "2021-03-01T09:00", "build"],
        check=True,
        cwd=work,
        env=environment,
        capture_output=True,
    )
    return {
        path.relative_to(work).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted((work / "build").rglob("*"))
        if path.is_file() and path.name != ".announcer-made"  # times stand in it
    }


def test_the_wheel_holds_every_template_and_catalogue_and_no_more(dist):
    """Templates travel inside the package; talks and tests stay at home."""
    [wheel] = dist.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    inside = {name for name in names if not name.startswith("talk_announcer-")}
    code = {
        path.relative_to(PROJECT).as_posix()
        for path in (PROJECT / "announcer").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    templates = {
        f"announcer/{path.relative_to(PROJECT).as_posix()}"
        for path in (PROJECT / "templates").rglob("*")
        if path.is_file()
    }
    assert inside == code | templates
    assert not any(name.endswith(".py") for name in templates)


def test_the_sdist_holds_what_is_needed_to_build_and_test(dist):
    """Whoever has the sdist can run the tests."""
    [sdist] = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = ["pyproject.toml", "README.md", "LICENSE", "Makefile"]
    wanted += ["requirements.lock", "requirements-test.lock"]
    wanted += [
        "talks/site.yaml",
        "tests/test_packaging.py",
        "templates/web/page.html.j2",
    ]
    assert [name for name in wanted if name not in names] == []


def test_wheel_and_checkout_give_the_same_bytes(dist, tmp_path):
    """An installed wheel, the wheel of the sdist and an editable install agree."""
    [wheel] = dist.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    installed = outputs(tmp_path / "installed", tmp_path / "a")
    checkout = outputs(PROJECT, tmp_path / "b")
    assert installed == checkout
    assert "build/site/index.html" in installed
