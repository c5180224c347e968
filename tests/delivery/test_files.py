"""Outputs reach the disk whole, once, and only after everything has been rendered."""

import json
import os
from pathlib import Path

import pytest

from announcer.delivery.files import MANIFEST, write
from announcer.errors import DeliveryError, TemplateError
from announcer.output import Output


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


def test_a_file_in_the_way_of_the_folder_is_said_plainly(tmp_path):
    (tmp_path / "build").write_text("a file")
    with pytest.raises(DeliveryError, match="cannot write"):
        write([Output("a", b"")], tmp_path / "build")
