"""What has changed is noticed, also while the watch is only beginning."""

from __future__ import annotations

import shutil
from threading import Event

import pytest

from announcer.preview.watching import changes, stamps


@pytest.fixture
def folders(tmp_path):
    (tmp_path / "talks/wilks").mkdir(parents=True)
    (tmp_path / "talks/wilks/a.yaml").write_text("a")
    return (tmp_path / "talks", tmp_path / "templates")


@pytest.fixture
def stop():
    event = Event()
    yield event
    event.set()


def test_what_changes_before_the_watch_begins_is_not_lost(folders, stop):
    seen = stamps(folders)
    new = folders[0] / "wilks/b.yaml"
    new.write_text("b")
    (folders[0] / "wilks/a.yaml").unlink()
    assert set(next(changes(folders, seen, stop))) == {new, new.with_name("a.yaml")}


def test_a_folder_that_comes_or_goes_is_noticed(folders, stop):
    watch = changes(folders, {}, stop)
    assert next(watch) == (folders[0] / "wilks/a.yaml",)
    folders[1].mkdir()
    assert next(watch) == folders
    (folders[1] / "x.j2").write_text("x")
    assert next(watch) == (folders[1] / "x.j2",)
    shutil.rmtree(folders[0])
    seen = set()
    while folders[0] not in seen:
        seen |= set(next(watch))


def test_it_ends_when_it_is_told_to(folders, stop):
    stop.set()
    assert list(changes(folders, stamps(folders), stop)) == []


def test_what_editors_leave_about_is_no_change(folders):
    before = stamps(folders)
    for name in (".a.yaml.swp", "a.yaml~", "#a.yaml#", "a.yaml.tmp"):
        (folders[0] / "wilks" / name).write_text("x")
    assert stamps(folders) == before
