"""Workers beside a build's process make what it alone would make."""

import gc
import os
import signal
import time
from datetime import UTC, datetime
from functools import partial
from itertools import compress
from typing import Any

import pytest

from announcer import disk
from announcer.building import elsewhere, together
from announcer.building.elsewhere import Drafts
from announcer.building.makings import Makings
from announcer.building.numbered import Numbered, paths_of
from announcer.cli.project import Project
from announcer.copies import can_copy
from announcer.delivery.files import Staging
from announcer.disk import Listing
from announcer.errors import AnnouncerError, Ornaments, doubt
from announcer.executing import Forked, Here, Shelf
from announcer.output import Draft, Several, opened
from announcer.survey import survey
from announcer.talk import Programme, Site
from announcer.templating import Templates
from announcer.unchanged.made import read_made

NOW = datetime(2026, 3, 2, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not can_copy(), reason="no copies of a process here")


@pytest.fixture(autouse=True)
def any_number(monkeypatch):
    """Have workers begin for the few talks of a test too, each with its own slice."""
    monkeypatch.setattr(together, "_FEW", 0)
    monkeypatch.setattr(together, "_SLICE", 1)


@pytest.fixture
def others(monkeypatch):
    """Return the processes that made a file and are not this one."""
    pids = []
    take = together.Workshop.make

    def make(self, first, watch, *rest):
        return take(self, first, lambda items: watch(_noted(items)), *rest)

    def _noted(items):
        for item in items:
            pids.append(item)
            yield item

    monkeypatch.setattr(together.Workshop, "make", make)
    return pids


def workshop(folder, told):
    """Return a workshop whose files stand in a new folder, to be moved with it."""
    staging = Staging(folder, Listing(folder), "mail")
    site = Site(title="Talks", url="https://talks.example.edu")
    makings = Makings(Programme(site=site, series=(), talks=(), now=NOW), Templates())
    return together.Workshop(Forked(2), staging, {}, told, makings, Shelf(folder))


def digests(house):
    """Return by path the digests of needs and of contents that a build left."""
    made, _ = read_made(house.out)
    return {path: made.row(number)[:2] for path, number in made.rows.items()}


def test_workers_make_the_same_bytes_and_digests(house, others):
    """And the same memory: the build after them finds nothing to make."""
    house.build(executor=Forked(3))
    assert len(others) == len(house.files())
    assert house.files() == house.clean()
    made = digests(house)
    house.build(fresh=True)
    assert digests(house) == made
    assert house.build().written.made == 0


def test_one_talk_is_made_before_there_are_copies_of_the_process(house):
    """What is imported and compiled for its files the others have at hand."""
    runs: list[list[list[int]]] = []

    class Noting(Forked):
        def run(self, slices, *rest):
            runs.append([*slices])
            return super().run(slices, *rest)

    house.build(executor=Noting(2))
    [[alone], talks, lists] = runs
    assert alone[0] == 0
    assert len(alone) > 1
    assert talks
    assert lists
    every = [number for slices in runs for one in slices for number in one]
    assert sorted(every) == [*range(len(house.files()))]


def test_files_about_talks_are_known_before_all_others(house):
    """They and those that are listed meanwhile are all files, each of them once."""
    project = Project(house.folder, None)
    records = project.records()
    with project.ledger(records.site) as ledger:
        drafts = Drafts(survey(records, ledger, NOW), project.templates())
        several = drafts.of_talks()
        others = drafts.besides(several)
        first = [*opened(several)]
    assert len(first) == 2 * len(records.talks)
    assert sorted(one.path for one in (*first, *opened(others))) == sorted(
        one.path for one in drafts.all()
    )


def test_files_that_are_opened_together_are_made_by_one(house, monkeypatch):
    """Nobody holds them opened before, and no second one opens them."""
    runs: list[list[list[int]]] = []
    known: list[Several] = []
    numbered: list[Numbered] = []
    besides, others = Drafts.besides, together._Run.others

    def noted(drafts, first):
        found = besides(drafts, first)
        known.extend(one for one in found if isinstance(one, Several))
        return found

    def making(run):
        numbered.append(run._drafts)
        others(run)

    class Noting(Forked):
        def run(self, slices, *rest):
            runs.append([*slices])
            return super().run(slices, *rest)

    monkeypatch.setattr(Drafts, "besides", noted)
    monkeypatch.setattr(together._Run, "others", making)
    house.build(executor=Noting(2))
    [files], lists = numbered, runs[-1]
    by_whom = {files.paths[at]: own for own, some in enumerate(lists) for at in some}
    listed = [one.paths for one in known if len(one.paths) > 1 and one.needs]
    assert listed
    assert all(len({by_whom[path] for path in paths}) == 1 for paths in listed)


def drafts_in_memory():
    return [one for one in gc.get_objects() if isinstance(one, Draft | Several)]


def test_what_files_about_talks_needed_is_gone_before_lists_are_made(
    house, monkeypatch
):
    """Each of those who make the lists would hold it too."""
    held: list[str] = []
    lists = together._Run.others
    of_others = drafts_in_memory()  # other tests

    def others(run):
        known = {*map(id, of_others)}
        files = [one for one in drafts_in_memory() if id(one) not in known]
        needing = {path for one in files if one.needs for path in paths_of(one)}
        held.extend(needing.intersection(compress(run._drafts.paths, run._made)))
        lists(run)

    monkeypatch.setattr(together._Run, "others", others)
    house.build(executor=Forked(2))
    assert not held


def test_a_list_that_broke_off_is_not_taken_for_a_whole_one(monkeypatch):
    """It is asked for again where it broke off beside workers."""

    def breaking(*_):
        yield Draft("site/index.html", bytes)
        raise AnnouncerError("no list")

    monkeypatch.setattr(elsewhere, "listed", breaking)
    unasked: Any = None
    drafts = Drafts(unasked, unasked)
    for _ in range(2):
        with pytest.raises(AnnouncerError, match="no list"):
            drafts.all()


def test_what_cannot_be_listed_is_told(tmp_path):
    """Although it is tried while workers make other files."""

    def others():
        raise AnnouncerError("no list")

    drafts = [Draft(f"site/{n}/index.html", bytes) for n in range(6)]
    shop = workshop(tmp_path, Ornaments().told)
    with pytest.raises(AnnouncerError, match="no list"):
        shop.make(drafts, iter, others)


def test_mails_stay_closed_to_others(house):
    """Also those that a worker has written."""
    house.build(executor=Forked(2))
    mails = [path for path in (house.out / "mail").rglob("*") if path.is_file()]
    assert mails
    assert {path.stat().st_mode & 0o077 for path in mails} == {0}


def test_workers_begin_only_where_everything_is_new(house, others):
    """After one change a single process is sooner done; a new title changes all."""
    house.build(executor=Forked(2))
    others.clear()
    house.swap("logic/2021-05-20-goedel.yaml", "Truth", "Proof")
    house.build(executor=Forked(2))
    assert others == []
    house.swap("site.yaml", "title: Talks", "title: Lectures")
    house.build(executor=Forked(2))
    assert others
    assert house.files() == house.clean()


def test_a_file_is_compared_with_the_one_before_by_what_was_noted_of_it(
    house, monkeypatch
):
    """Where a new title changes every file, none is read for that."""
    house.build(executor=Forked(2))
    time.sleep(0.03)  # a file that is younger is read, for it may have changed since
    house.build(executor=Forked(2))
    house.swap("site.yaml", "title: Talks", "title: Lectures")
    read = []
    real = disk.read

    def noted(path):
        read.append(path)
        return real(path)

    monkeypatch.setattr(disk, "read", noted)
    house.build(executor=Forked(2))
    assert [path for path in read if path.suffix == ".html"] == []
    assert house.files() == house.clean()


@pytest.mark.parametrize("executor", [Here(), Forked(2)])
def test_what_could_not_be_adorned_is_told_the_same(house, executor):
    """A broken photo gives way, and is told, whoever looked at it; and told again."""
    house.path("algebra/lie.png").write_bytes(b"no picture")
    for _ in range(2):
        told = house.build(executor=executor).left_out
        assert [one.path for one in told] == ["talks/algebra/2021-03-04-lie.yaml"]


@pytest.mark.parametrize("executor", [Here(), Forked(2)])
def test_a_wrong_template_is_told_the_same(house, executor):
    """In the words of one process; and nothing stands in the folder."""
    own = house.folder / "templates/web/talk.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text("{{ talk.titel }}", encoding="utf-8")
    with pytest.raises(AnnouncerError, match=r"^templates/web/talk.html.j2:1: .*titel"):
        house.build(executor=executor)
    assert house.files() == {}
    assert not list(house.out.glob(".announcer-staging-*"))


def test_a_file_that_lacks_an_ornament_is_not_whole(tmp_path):
    """So it gets no digest, and is tried again at the next build."""
    told = Ornaments().told

    def make(number):
        if number == 3:
            told["talks/a.yaml", "the photo"] = doubt("talks/a.yaml", "left-out", "")
        return b""

    drafts = [Draft(f"site/{n}/index.html", partial(make, n)) for n in range(6)]
    shop = workshop(tmp_path, told)
    made = shop.make(drafts, iter)
    assert [n for n, (_, one) in enumerate(made) if not one.is_whole] == [3]
    assert list(told) == [("talks/a.yaml", "the photo")]


def test_a_killed_worker_takes_no_file_with_it(tmp_path, monkeypatch):
    """What it had begun is made again over what it left."""

    first = os.getpid()  # works too, and may come to it before any worker does

    def make(number):
        is_worker = os.getpid() != first
        if is_worker and number == 0 and not (tmp_path / "killed").exists():
            (left := tmp_path / "whole/site/0/index.html").parent.mkdir()
            left.write_bytes(b"half")
            (tmp_path / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return str(number).encode()

    drafts = [Draft(f"site/{n}/index.html", partial(make, n)) for n in range(20)]
    told = Ornaments().told
    shop = workshop(tmp_path, told)
    made = shop.make(drafts, iter)
    assert [one.ready.read() for _, one in made] == [
        str(number).encode() for number in range(20)
    ]
