"""After whatever happened, a build makes what a build into a new folder would make.

``make builds`` tries many more series of edits.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer.disk import LOCK
from announcer.errors import DeliveryError, RecordError
from announcer.formats.web import index, lists
from tests.building.conftest import House, furnished
from tests.building.edits import ACCIDENTS, EDITS

MANY = int(os.environ.get("BUILDS", "3"))
CHANGES = EDITS | ACCIDENTS


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Return a project as its first build left it."""
    made = furnished(tmp_path_factory.mktemp("built") / "home")
    made.build()
    return made


def moved_in(built: House, folder: Path) -> House:
    """Return a copy of it, files and times and all."""
    shutil.copytree(built.folder, folder)
    return House(folder, built.now)


def test_a_build_of_nothing_new_makes_and_writes_nothing(built, tmp_path):
    house = moved_in(built, tmp_path / "home")
    assert house.made() == set()
    before = {path: path.stat().st_mtime_ns for path in house.out.rglob("*/*.*")}
    done = house.build().written
    assert (done.written, done.removed, done.made) == ((), (), 0)
    assert before == {path: path.stat().st_mtime_ns for path in before}


@settings(
    max_examples=MANY,
)
@given(series=st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=6))
def test_after_any_edits_the_build_is_that_of_a_new_folder(built, series):
    with tempfile.TemporaryDirectory() as place:
        house = moved_in(built, Path(place) / "home")
        for number, name in enumerate(series):
            CHANGES[name](house)
            if number % 2:
                try:
                    expected = house.clean()
                    house.build()
                except RecordError:
                    continue  # two edits that make no sense together
                assert house.files() == expected


def test_what_is_taken_over_from_the_last_build_is_that_of_unchanged_talks(
    built, tmp_path
):
    """Calendars, data and search show the talk that changed as it is now."""
    house = moved_in(built, tmp_path / "home")
    EDITS["title"](house)
    house.build()
    assert house.files() == house.clean()


def test_the_search_is_that_of_a_new_folder_where_most_blocks_of_terms_stay(
    built, tmp_path, monkeypatch
):
    """What the index says of them comes from their files."""
    monkeypatch.setattr(index, "_SHARE", 2)
    monkeypatch.setattr(index, "_BLOCK", 1)
    house = moved_in(built, tmp_path / "home")
    house.build()
    EDITS["title"](house)
    done = house.build().written
    assert house.files() == house.clean()
    assert len([path for path in done.written if "search/terms-" in path]) == 1


def test_pages_of_a_long_list_come_and_go_with_its_talks(built, tmp_path, monkeypatch):
    """How many there are is seen from those that were left, where no talk is new."""
    monkeypatch.setattr(lists, "_LINES", 1)
    monkeypatch.setattr(lists, "ONE_PAGE", 1)
    house = moved_in(built, tmp_path / "home")
    house.now = house.now.replace(year=2022)
    house.build()
    second = house.out / "site/topics/rings/2/index.html"
    for name, old, new, is_left in (
        ("logic/2021-05-20-goedel.yaml", "Truth", "Proof", True),
        ("algebra/2021-02-25-noether.yaml", "Rings", "Ideals", True),
        ("algebra/2021-03-01-artin.yaml", "[braids, rings]", "[braids]", False),
        ("algebra/2021-03-01-artin.yaml", "[braids]", "[braids, rings]", True),
    ):
        house.swap(name, old, new)
        house.build()
        assert house.files() == house.clean()
        assert second.exists() == is_left


@pytest.mark.parametrize("name", ACCIDENTS)
def test_what_was_changed_by_hand_is_put_right(built, tmp_path, name):
    """Also where neither size nor time of a file tells."""
    house = moved_in(built, tmp_path / "home")
    ACCIDENTS[name](house)
    house.build()
    assert house.files() == built.files()


def test_files_behind_a_link_are_none_of_ours_though_they_are_as_they_were_left(
    built, tmp_path
):
    """Who moves a folder and links to it has files of the same times there."""
    house = moved_in(built, tmp_path / "home")
    house.build()
    own, moved = house.out / "site/algebra/2021-03-04-lie", tmp_path / "moved"
    own.rename(moved)
    own.symlink_to(moved, target_is_directory=True)
    before = {path: path.stat() for path in moved.iterdir()}
    house.swap("logic/2021-05-20-goedel.yaml", "Truth", "Proof")  # of another series
    with pytest.raises(DeliveryError, match="is a link on the disk"):
        house.build()
    assert {path: path.stat() for path in moved.iterdir()} == before


def test_a_file_with_another_time_is_read_and_not_made(built, tmp_path):
    """As after a restored backup or a fresh checkout."""
    house = moved_in(built, tmp_path / "home")
    ACCIDENTS["touched"](house)
    assert house.made() == set()


def test_a_list_that_is_damaged_is_dropped_with_one_line(built, tmp_path):
    house = moved_in(built, tmp_path / "home")
    ACCIDENTS["what was made is damaged"](house)
    done = house.build().written
    assert "damaged" in done.notice
    assert (done.written, done.made) == ((), len(built.files()))
    assert house.build().written.notice == ""


def test_a_damaged_list_lets_no_foreign_file_be_replaced(built, tmp_path):
    house = moved_in(built, tmp_path / "home")
    (house.out / "site/logic/2021-03-30-peano").mkdir()
    mine = house.out / "site/logic/2021-03-30-peano/index.html"
    mine.write_text("mine")
    ACCIDENTS["what was made is damaged"](house)
    EDITS["new"](house)
    with pytest.raises(DeliveryError, match="did not write it"):
        house.build()
    assert mine.read_text() == "mine"


def test_without_a_cache_every_file_is_made(built, tmp_path):
    house = moved_in(built, tmp_path / "home")
    done = house.build(fresh=True).written
    assert (done.made, done.written) == (len(built.files()), ())


def test_what_is_left_out_is_told_at_every_build(built, tmp_path):
    house = moved_in(built, tmp_path / "home")
    EDITS["broken photo"](house)
    told = [house.build().left_out for _ in range(3)]
    assert told[0] == told[1] == told[2] != ()


def test_the_writer_keeps_its_list_beside_the_site(built):
    names = {path.name for path in built.out.iterdir()}
    own = {".announcer-files.json", ".announcer-made", LOCK}
    assert names == {"mail", "site"} | own


GONE = "algebra/2021-03-04-lie.yaml"


def test_a_damaged_manifest_is_made_anew_from_the_list_of_what_was_made(
    built, tmp_path
):
    """What changes is not taken for somebody else's, and what is gone goes."""
    house = moved_in(built, tmp_path / "home")
    (house.out / ".announcer-files.json").write_text('["si', encoding="utf-8")
    house.path(GONE).unlink()
    done = house.build().written
    assert "made anew" in done.notice
    assert not (house.out / "site/algebra/2021-03-04-lie").exists()
    assert house.build().written.notice == ""


def test_where_nobody_knows_any_more_who_wrote_what_it_is_said(built, tmp_path):
    """Pages of talks that are gone would stay, and nobody would hear of it."""
    house = moved_in(built, tmp_path / "home")
    (house.out / ".announcer-files.json").write_text('["si', encoding="utf-8")
    ACCIDENTS["what was made is damaged"](house)
    assert "files of talks that are gone stay" in house.build().written.notice
