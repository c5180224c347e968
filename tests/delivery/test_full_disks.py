"""Disks that are full, closed or in the way: what is said, and what is there still.

A disk of its own is mounted for each test, in a namespace where anybody may mount one;
skipped, with the reason printed, where the system has none.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from announcer import disk
from announcer.unwritable import cannot_write
from tests.conftest import PROJECT, Ran

AS_ROOT = ["unshare", "--user", "--map-root-user", "--mount"]
MOUNT = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && '
FILL = "dd if=/dev/zero of=fill bs=4k count=999 2>/dev/null;"
NAME = 300 * "a"


@pytest.fixture
def on_disk(tmp_path: Path) -> Callable[..., Ran]:
    """Return a function that runs a shell in an empty disk of a size.

    There ``$ANN`` is the command line, and ``$HOME_`` is the project.
    """
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare here")
    folder = tmp_path / "disk"
    folder.mkdir()
    tried = subprocess.run(
        [*AS_ROOT, "sh", "-c", f"{MOUNT} true", "sh", "64k", str(folder)],
        capture_output=True,
        check=False,
    )
    if tried.returncode:
        pytest.skip(f"nobody may mount a disk here: {tried.stderr.decode().strip()}")

    def ran(size: str, script: str) -> Ran:
        inner = f'{MOUNT} cd "$1"; {script}'
        words = ["sh", "-c", inner, "sh", size, str(folder), str(folder)]
        done = subprocess.run(
            [*AS_ROOT, *words],
            capture_output=True,
            check=False,
            text=True,
            env=os.environ
            | {
                "PYTHONPATH": str(PROJECT),
                "ANN": f"{sys.executable} -m announcer -C {tmp_path / 'home'}",
                "HOME_": str(tmp_path / "home"),
            },
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return ran


def test_a_build_on_a_full_disk_says_what_is_free_and_leaves_the_old_site(
    on_disk, home
):
    """Not one file is another one, and no half file lies about."""
    done = on_disk(
        "900k",
        "$ANN build --quiet --out $PWD/b && "
        "find b -type f | sort | xargs sha256sum >sums;"
        f"sed -i s/Statistics/Statistical/ $HOME_/talks/site.yaml; {FILL}"
        "$ANN build --out $PWD/b; echo $?; sha256sum --quiet -c sums && ls -A b",
    )
    assert done.out.split() == [
        "1",
        ".announcer-files.json",
        ".announcer-last",
        ".announcer-lock",
        ".announcer-made",
        "mail",
        "site",
    ]
    assert "b: the disk is full: " in done.err
    assert " are free there, and more is wanted\n" in done.err
    assert "Nothing was replaced. Make room there" in done.err


def test_a_site_that_has_no_room_is_not_begun_to_be_published(on_disk, home, run):
    """Both figures are said, and not one new page is there."""
    assert run("-C", home, "build").status == 0
    done = on_disk("64k", '$ANN publish "$PWD/w" --yes; echo $?; ls -A w')
    assert done.out.splitlines()[1:] == ["1"]
    assert " kB are wanted there and 66 kB free\n  Nothing was published." in done.err


def test_a_disk_that_fills_up_while_a_site_is_published_is_told_with_the_way_on(
    on_disk, home, run
):
    """Small files take whole blocks; what is there by then is whole."""
    assert run("-C", home, "build").status == 0
    size = sum(one.stat().st_size for one in (home / "build/site").rglob("*"))
    done = on_disk(f"{size // 1024 + 8}k", '$ANN publish "$PWD/w" --yes; ls -A w')
    assert "cannot write" in done.err
    assert "Every page there is whole; publish again, and it does what" in done.err
    assert "index.html" not in done.out
    assert ".announcer-staging" not in done.out


def test_a_ledger_on_a_full_disk_says_to_make_room(on_disk, home):
    done = on_disk(
        "64k",
        f"cp -r $HOME_/talks . && {FILL}"
        "ANN=${ANN%-C*}; $ANN build --out $HOME_/b; echo $?",
    )
    assert done.out == "1\n"
    assert "the disk is full or failing" in done.err
    assert "make room there" in done.err


def test_a_project_that_has_no_room_leaves_no_half_of_it(on_disk, home):
    """So that the same command works when there is room."""
    fill = FILL.replace("999", "13")
    done = on_disk("64k", f"ANN=${{ANN%-C*}}; {fill} $ANN init x; rm fill; $ANN init x")
    assert "Nothing was begun. Make room there" in done.err
    assert "Started x." in done.out


def test_a_file_of_our_own_that_has_no_room_leaves_no_half_of_it(tmp_path):
    def pieces():
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "kept").write_bytes(b"old")
    with pytest.raises(OSError, match="No space"):
        disk.put_own(tmp_path / "kept", pieces())
    assert [*tmp_path.iterdir()] == [tmp_path / "kept"]
    assert (tmp_path / "kept").read_bytes() == b"old"


@pytest.mark.parametrize("place", ["file/x", NAME, "file"])
@pytest.mark.parametrize("words", [("build", "--out"), ("publish", "--yes"), ("init",)])
def test_a_place_that_cannot_be_is_no_mistake_of_ours(run, home, words, place):
    """Neither for who builds, nor publishes, nor begins a project."""
    assert run("-C", home, "build").status == 0
    (home / "file").write_text("in the way")
    done = run("-C", home, *words, home / place)
    assert done.status in {1, 2}
    assert "mistake of its own" not in done.err
    sign = "Choose a" if place == NAME else "is "
    assert sign in done.err


def test_a_target_that_can_be_no_folder_is_known_before_yes(run, home):
    assert run("-C", home, "build").status == 0
    (home / "file").write_text("in the way")
    done = run("-C", home, "publish", "./file/x")
    assert done.status == 1
    assert f"{home / 'file'} is there, and no folder" in done.err


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "that disk can only be read"),
        (errno.EIO, "the disk is failing"),
        (errno.ENAMETOOLONG, "longer than that disk takes"),
        (errno.ELOOP, "round in a circle"),
        (errno.EISDIR, "there is a folder of that name"),
        (errno.EBUSY, "busy"),
    ],
)
def test_every_refusal_has_a_reason_and_a_way_on(tmp_path, number, words):
    """Also one that nobody has thought of."""
    error = OSError(number, os.strerror(number), str(tmp_path))
    first, way = cannot_write(error, tmp_path / "x").splitlines()
    assert first.startswith(f"cannot write {tmp_path}: ")
    assert words in first
    assert way.endswith(".")


def test_who_owns_what_is_closed_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    error = PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "x/y"))
    said = cannot_write(error, tmp_path)
    assert f"you may not write to {tmp_path}, which belongs to" in said


def test_a_draft_beside_its_place_is_not_what_could_not_be_written(tmp_path):
    """Nobody has asked for a hidden file."""
    error = PermissionError(errno.EACCES, "Permission denied", str(tmp_path / ".a.new"))
    assert cannot_write(error, tmp_path / "a").startswith(
        f"cannot write {tmp_path / 'a'}:"
    )
