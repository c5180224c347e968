"""Outputs reach the disk whole, once, and only after everything has been rendered."""

import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from announcer import disk
from announcer.delivery.files import MANIFEST, Staging, finished, imprint, make, write
from announcer.disk import LOCK, Listing
from announcer.errors import DeliveryError, TemplateError
from announcer.output import Output, Source, Stream
from announcer.unchanged import staged
from tests.examples import examples


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file that is not the writer's own memory."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".announcer")
    }


def test_files_are_written_where_they_belong(tmp_path):
    done = write([Output("site/a/b.html", b"B"), Output("c.txt", b"C")], tmp_path)
    assert tree(tmp_path) == {"c.txt": b"C", "site/a/b.html": b"B"}
    assert sorted(done.written) == ["c.txt", "site/a/b.html"]


def test_an_unchanged_file_stays_untouched(tmp_path):
    write([Output("a", b"A"), Output("b", b"B")], tmp_path)
    os.utime(tmp_path / "a", (1, 1))
    done = write([Output("a", b"A"), Output("b", b"changed")], tmp_path)
    assert (tmp_path / "a").stat().st_mtime == 1
    assert (done.written, done.unchanged) == (("b",), 1)


def test_a_file_that_was_edited_by_hand_is_put_right(tmp_path):
    write([Output("a", b"A")], tmp_path)
    (tmp_path / "a").write_bytes(b"scribble")
    assert write([Output("a", b"A")], tmp_path).written == ("a",)
    assert tree(tmp_path) == {"a": b"A"}


def test_a_file_that_no_longer_belongs_is_removed_with_its_empty_folders(tmp_path):
    write([Output("x/y/old", b""), Output("keep", b"")], tmp_path)
    done = write([Output("keep", b"")], tmp_path)
    assert done.removed == ("x/y/old",)
    assert not (tmp_path / "x").exists()


def test_a_file_that_announcer_did_not_write_is_never_removed(tmp_path):
    write([Output("site/old", b"")], tmp_path)
    (tmp_path / "site/CNAME").write_bytes(b"talks.example.edu")
    write([Output("site/new", b"")], tmp_path)
    assert tree(tmp_path) == {"site/CNAME": b"talks.example.edu", "site/new": b""}


class Pieces(Stream):
    """A file that nobody may ask for as a whole."""

    def __call__(self) -> bytes:
        raise AssertionError("it is long")


def test_a_long_file_is_written_piece_by_piece(tmp_path):
    """Into a new folder and into an old one; the same bytes again change nothing."""
    for expected in ((("site/a",), 0), ((), 1)):
        long = Pieces(lambda: iter([b"A" * 9, b"", b"B" * 70_000]))
        done = make(lambda *_: [Source("site/a", long)], tmp_path)  # noqa: B023
        assert (done.written, done.unchanged) == expected
        assert tree(tmp_path) == {"site/a": b"A" * 9 + b"B" * 70_000}
    changed = [Source("site/a", Pieces(lambda: iter([b"A", b"B"])))]
    assert make(lambda *_: changed, tmp_path).written == ("site/a",)
    assert tree(tmp_path) == {"site/a": b"AB"}


def test_a_long_file_that_fails_in_the_middle_leaves_the_folder_as_it_was(tmp_path):
    def half():
        yield b"new"
        raise TemplateError("no")

    write([Output("site/a", b"old")], tmp_path)
    with pytest.raises(TemplateError):
        make(lambda *_: [Source("site/a", Stream(half))], tmp_path)
    assert tree(tmp_path) == {"site/a": b"old"}


def test_a_failing_render_leaves_the_folder_as_it_was(tmp_path):
    write([Output("a", b"A")], tmp_path)

    def outputs():
        yield Output("a", b"half-written")
        yield Output("b", b"B")
        raise TemplateError("templates/web/talk.html.j2:3: 'talkk' is undefined")

    with pytest.raises(TemplateError):
        write(outputs(), tmp_path)
    assert tree(tmp_path) == {"a": b"A"}
    assert not list(tmp_path.glob(".announcer-staging-*"))


def test_new_files_get_ordinary_permissions(tmp_path):
    before = os.umask(0o022)
    try:
        write([Output("site/index.html", b"")], tmp_path)
    finally:
        os.umask(before)
    assert (tmp_path / "site/index.html").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("path", ["../out", "/etc/x", "a/../../b", "", MANIFEST])
def test_no_output_leaves_the_folder(tmp_path, path):
    with pytest.raises(DeliveryError, match="inside the output folder"):
        write([Output(path, b"")], tmp_path / "build")
    assert list(tmp_path.iterdir()) == [tmp_path / "build"]


def test_two_outputs_for_one_file_are_a_mistake(tmp_path):
    with pytest.raises(DeliveryError, match="two outputs"):
        write([Output("a", b"1"), Output("a", b"2")], tmp_path)


def test_a_folder_may_become_a_file_and_a_file_a_folder(tmp_path):
    write([Output("a/b", b""), Output("c", b"")], tmp_path)
    write([Output("a", b"A"), Output("c/d", b"D")], tmp_path)
    assert tree(tmp_path) == {"a": b"A", "c/d": b"D"}


def test_a_file_of_the_users_in_the_way_is_kept_and_said(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/mine").write_text("precious")
    with pytest.raises(DeliveryError, match="cannot write"):
        write([Output("a", b"A")], tmp_path)
    assert (tmp_path / "a/mine").read_text() == "precious"


def test_a_broken_manifest_forgets_but_does_not_fail(tmp_path):
    (tmp_path / MANIFEST).write_text("not json")
    write([Output("a", b"A")], tmp_path)
    assert json.loads((tmp_path / MANIFEST).read_text()) == ["a"]


def test_a_manifest_cannot_make_announcer_remove_files_elsewhere(tmp_path):
    (tmp_path / "mine").write_text("precious")
    build = tmp_path / "build"
    build.mkdir()
    (build / MANIFEST).write_text(json.dumps(["../mine", str(tmp_path / "mine")]))
    write([Output("a", b"A")], build)
    assert (tmp_path / "mine").read_text() == "precious"


@pytest.mark.parametrize("listed", ["out/mine", "a/../../mine", "./../mine", "x\0y"])
def test_a_doctored_manifest_removes_nothing_elsewhere(tmp_path, listed):
    """Neither by a path that climbs nor through a link."""
    (tmp_path / "mine").write_text("precious")
    build = tmp_path / "build"
    write([Output("a", b"A")], build)
    (build / "out").symlink_to(tmp_path)
    (build / MANIFEST).write_text(json.dumps(["a", listed]))
    write([Output("a", b"A")], build)
    assert (tmp_path / "mine").read_text() == "precious"


@pytest.mark.parametrize("path", ["site/index.html", "site"])
def test_a_file_that_announcer_did_not_write_is_not_replaced(tmp_path, path):
    """Not the file, and not one where a folder should be; the folder stays as it is."""
    mine = tmp_path / path
    mine.parent.mkdir(exist_ok=True)
    mine.write_bytes(b"mine")
    with pytest.raises(DeliveryError, match="announcer did not write it"):
        write([Output("site/a", b"A"), Output("site/index.html", b"ours")], tmp_path)
    assert tree(tmp_path) == {path: b"mine"}


def test_a_file_that_holds_what_it_should_is_taken_over(tmp_path):
    """As after a lost manifest: nothing of anybody's is lost."""
    write([Output("a", b"A"), Output("b", b"B")], tmp_path)
    (tmp_path / MANIFEST).unlink()
    write([Output("a", b"A"), Output("b", b"B")], tmp_path)
    assert write([Output("a", b"A")], tmp_path).removed == ("b",)


def test_force_replaces_what_announcer_did_not_write(tmp_path):
    (tmp_path / "a").write_bytes(b"mine")
    write([Output("a", b"A")], tmp_path, force=True)
    assert tree(tmp_path) == {"a": b"A"}


@pytest.mark.parametrize("force", [False, True])
def test_nothing_is_written_through_a_link(tmp_path, force):
    elsewhere, build = tmp_path / "elsewhere", tmp_path / "build"
    for folder in (elsewhere, build):
        folder.mkdir()
    (build / "site").symlink_to(elsewhere)
    with pytest.raises(DeliveryError, match="site is a link on the disk"):
        write([Output("site/index.html", b"ours")], build, force=force)
    assert list(elsewhere.iterdir()) == []


def test_a_link_in_place_of_a_file_of_ours_is_replaced_and_not_followed(tmp_path):
    victim, build = tmp_path / "victim", tmp_path / "build"
    victim.write_bytes(b"mine")
    write([Output("a", b"A"), Output("b", b"")], build)
    for name in "ab":
        (build / name).unlink()
        (build / name).symlink_to(victim)
    write([Output("a", b"new")], build)
    assert tree(build) == {"a": b"new"}
    assert not (build / "a").is_symlink()
    assert victim.read_bytes() == b"mine"


def test_what_killed_runs_left_is_swept_up(tmp_path):
    left = tmp_path / ".announcer-staging-x1"
    left.mkdir()
    (left / "0").write_bytes(b"half")
    write([Output("a", b"A")], tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"a", MANIFEST, LOCK}


def test_an_interrupted_run_is_not_taken_for_a_finished_one(tmp_path, monkeypatch):
    """Until all is in its place the folder counts as older than every record."""
    write([Output("a", b"A")], tmp_path)
    monkeypatch.setattr(os, "replace", _only_the_manifest(os.replace))
    with pytest.raises(KeyboardInterrupt):
        write([Output("a", b"new")], tmp_path)
    assert finished(tmp_path) == 0
    monkeypatch.undo()
    write([Output("a", b"new")], tmp_path)
    assert finished(tmp_path) == pytest.approx((tmp_path / "a").stat().st_mtime, abs=9)


def _only_the_manifest(replace: Callable[..., None]) -> Callable[..., None]:
    def replaced(path: str | Path, target: str | Path) -> None:
        if Path(target).name != MANIFEST:
            raise KeyboardInterrupt
        replace(path, target)

    return replaced


def test_a_run_that_ends_between_two_folders_is_made_good_by_the_next(
    tmp_path, monkeypatch
):
    """New folders get to their places whole; those that did not come next time."""
    outputs = [Output("cal/a.ics", b"A"), Output("site/a/b", b"B")]
    rename = Path.rename
    monkeypatch.setattr(Path, "rename", _none_called("site", rename))
    with pytest.raises(KeyboardInterrupt):
        write(outputs, tmp_path)
    assert finished(tmp_path) == 0
    assert tree(tmp_path) == {"cal/a.ics": b"A"}
    monkeypatch.undo()
    write(outputs, tmp_path)
    assert tree(tmp_path) == {"cal/a.ics": b"A", "site/a/b": b"B"}


def _none_called(name: str, rename: Callable[..., Path]) -> Callable[..., Path]:
    def renamed(path: Path, target: Path) -> Path:
        if target.name == name:
            raise KeyboardInterrupt
        return rename(path, target)

    return renamed


def test_of_very_many_folders_only_the_last_are_remembered(tmp_path, monkeypatch):
    """Those that are forgotten are there all the same."""
    monkeypatch.setattr(staged, "_MOST", 3)
    staging = Staging(tmp_path, Listing(tmp_path), "mail")
    paths = [f"site/{a}/{b}/{n}" for n in "xy" for a in "abcd" for b in "123"]
    for path in paths:
        ready = staging.put(path, path.encode(), path)
        assert ready.read() == path.encode()
        assert len(staging._folders) <= 3


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_what_is_private_is_for_its_owner_alone(tmp_path, umask):
    """Whatever the umask, and what an older run left open is closed."""
    outputs = [Output("mail/w/a.eml", b"Dear"), Output("site/a", b"A")]
    before = os.umask(umask)
    try:
        write(outputs, tmp_path / "old")
        for name in ("old", "new"):
            write(outputs, tmp_path / name, private="mail")
    finally:
        os.umask(before)
    for name in ("old", "new"):
        modes = {
            path: (tmp_path / name / path).stat().st_mode & 0o777
            for path in ("mail", "mail/w/a.eml", "site", "site/a")
        }
        assert modes == {
            "mail": 0o700,
            "mail/w/a.eml": 0o600,
            "site": 0o777 & ~umask,
            "site/a": 0o666 & ~umask,
        }


def test_a_file_in_the_way_of_the_folder_is_said_plainly(tmp_path):
    (tmp_path / "build").write_text("a file")
    with pytest.raises(DeliveryError, match="cannot write"):
        write([Output("a", b"")], tmp_path / "build")


PATHS = st.sampled_from(["a", "b", "x/a", "x/b", "x/y/a", "z/a"])
RUN = st.dictionaries(PATHS, st.sampled_from([b"1", b"2", b"3"]), min_size=1)
HAND = st.sampled_from(["none", "edit", "touch", "remove", "link", "folder"])


def needing(files: dict[str, bytes], *_: object) -> list[Source]:
    """Return files that are made of what has other digests where they differ."""
    return [
        Source(path, partial(bytes, one), imprint(one + b"needs"))
        for path, one in files.items()
    ]


@limits(max_examples=examples(25))
@given(st.lists(st.tuples(RUN, HAND, st.integers(0, 9)), min_size=2, max_size=4))
def test_whatever_was_there_a_run_leaves_what_a_first_one_would(runs):
    """What is known of files by their times alone is what a look at them would say."""
    with TemporaryDirectory() as top:
        folder = Path(top) / "build"
        for files, hand, which in runs:
            meddle(folder, hand, which)
            before = tree(folder) if folder.exists() else {}
            done = make(partial(needing, files), folder, force=True)
            kept = {path for path, one in files.items() if before.get(path) == one}
            assert tree(folder) == files
            assert {*done.written} == {*files} - kept


def test_what_is_known_of_files_leads_through_no_link(tmp_path):
    folder, elsewhere = tmp_path / "build", tmp_path / "elsewhere"
    make(partial(needing, {"x/a": b"1"}), folder)
    (folder / "x").rename(elsewhere)
    (folder / "x").symlink_to(elsewhere)
    with pytest.raises(DeliveryError, match="is a link"):
        make(partial(needing, {"x/a": b"2"}), folder, force=True)
    assert (elsewhere / "a").read_bytes() == b"1"


def meddle(folder: Path, how: str, which: int) -> None:
    """Change one file of a folder as people do."""
    names = [*tree(folder)] if folder.exists() else []
    if not names or how == "none":
        return
    path = folder / names[which % len(names)]
    if how == "touch":
        os.utime(path)
    elif how == "edit":
        path.write_bytes(b"by hand")
    else:
        path.unlink()
    if how == "link":
        path.symlink_to(folder.parent)
    elif how == "folder":
        path.mkdir()


NAMES = st.lists(st.text("ab./\\:\0é\n", max_size=6), max_size=4)


@limits(max_examples=examples(200))
@given(NAMES)
def test_paths_that_are_plain_all_lead_down(paths):
    assert not disk.are_plain(paths) or all(map(disk.is_inside, paths))


def test_most_paths_are_plain():
    assert disk.are_plain(["a", "site/index.html", "site/מרים/talk.ics"])
