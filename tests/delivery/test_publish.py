"""Publishing, to every kind of place: what must be true of each of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from announcer import disk, publishing
from announcer.cli.project import Project
from announcer.delivery import PUBLISHERS, open_place
from announcer.release import MANIFEST, SCHEMES
from tests.conftest import TALK
from tests.delivery import places

NOW = ("--now", "2021-03-01T09:00")
PAGE = "wilks/2021-03-08-soudry/index.html"


KINDS = ("folder", "rsync", "git", "bucket")


@pytest.fixture(params=KINDS)
def place(request, home, tmp_path, monkeypatch):
    """Return every kind of place in turn; it is empty, or not even there."""
    match request.param:
        case "folder":
            yield places.folder(tmp_path)
        case "rsync":
            with places.rsync_server(tmp_path) as held:
                yield held
        case "ssh":
            with places.ssh_server(tmp_path, monkeypatch) as held:
                yield held
        case "git":
            yield places.pushed_branch(tmp_path, home)
        case "git elsewhere":
            yield places.foreign_branch(tmp_path)
        case "bucket":
            with places.bucket(monkeypatch) as held:
                yield held


def site(home: Path) -> dict[str, bytes]:
    folder = home / "build/site"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def published(place: places.Held) -> dict[str, bytes]:
    """Return what readers can see, without what is there for announcer and GitHub."""
    return {
        path: content
        for path, content in place.read().items()
        if path not in {MANIFEST, disk.LOCK, ".nojekyll"}
    }


@pytest.mark.parametrize("place", [*KINDS, "ssh", "git elsewhere"], indirect=True)
def test_the_life_of_a_site(place, home, run):
    """Shown, published, changed; strangers beside it stay."""
    publish = ("-C", home, *NOW, "publish", place.target)
    run("-C", home, *NOW, "build")

    ran = run(*publish, "--all")
    assert ran.status == 0, ran.err
    assert f"  {PAGE}\n" in ran.out
    assert re.search(r"would be added: \d+ pages, \d+ calendars, ", ran.out)
    assert "Nothing was published" in ran.out
    assert place.read() == {}

    ran = run(*publish, "--yes")
    assert ran.status == 0, ran.err
    assert published(place) == site(home)

    before = place.read()
    ran = run(*publish, "--yes")
    assert "0 files published" in ran.out, ran.err
    assert place.read() == before

    place.write("CNAME", b"talks.example.edu\n")
    place.write("wilks/by-hand.html", b"<p>mine</p>")
    record = home / TALK
    renamed = record.rename(record.with_name("2021-03-08-daniel.yaml"))
    with renamed.open("a") as file:
        file.write("uid: wilks.2021-03-08-soudry@talks.example.edu\n")
    run("-C", home, *NOW, "build")
    ran = run(*publish)
    _, gone = ran.out.split("would be removed: ")
    assert f"  {PAGE}\n" in gone, ran.err
    assert "would be replaced: " in ran.out
    assert PAGE in place.read()

    ran = run(*publish, "--yes")
    assert ran.status == 0, ran.err
    strangers = {"CNAME": b"talks.example.edu\n", "wilks/by-hand.html": b"<p>mine</p>"}
    assert published(place) == site(home) | strangers
    listed = json.loads(place.read()[MANIFEST])["files"]
    assert listed.keys() == site(home).keys()


@pytest.mark.parametrize("place", KINDS[1:], indirect=True)
def test_no_place_is_told_an_older_state_of_a_talk_than_it_shows(place, home, run):
    """A lost ledger counts from 0; it takes over what is published, and goes on."""
    publish = ("-C", home, *NOW, "publish", place.target, "--build", "--yes")
    run("-C", home, *NOW, "build")
    with (home / TALK).open("a") as file:
        file.write("location: B2\n")
    assert run(*publish).status == 0
    before = published(place)
    (home / ".announcer/ledger.db").unlink()
    ran = run(*publish)
    assert ran.status == 1
    assert "SEQUENCE 1 of wilks.2021-03-08-soudry@talks.example.edu" in ran.err
    assert published(place) == before
    adopt = ("-C", home, *NOW, "ledger", "adopt", place.target, "--yes")
    assert "Taken: 1 talk." in run(*adopt).out
    assert run(*publish).status == 0
    assert published(place) == before


def test_what_was_there_before_is_not_replaced_by_accident(place, home, run):
    """A home page of somebody else's stays, unless one says --force."""
    place.write("index.html", b"<h1>The department</h1>")
    run("-C", home, *NOW, "build")
    publish = ("-C", home, *NOW, "publish", place.target)
    for options in ((), ("--yes",)):
        ran = run(*publish, *options)
        assert ran.status == 1
        assert "index.html" in ran.err
        assert "--force" in ran.err
    assert place.read() == {"index.html": b"<h1>The department</h1>"}
    assert run(*publish, "--yes", "--force").status == 0
    assert published(place) == site(home)


def test_a_damaged_list_of_what_was_published_is_said_at_every_place(place, home, run):
    place.write("index.html", b"old")
    place.write(MANIFEST, b'{"files": {"index.html": nu')
    run("-C", home, *NOW, "build")
    ran = run("-C", home, *NOW, "publish", place.target, "--yes", "--force")
    assert ran.status == 0
    assert ran.err.startswith(f"damaged: {MANIFEST} of ")
    assert "damaged" not in run("-C", home, *NOW, "publish", place.target).err


def test_an_interrupted_run_is_finished_by_the_next(place, home, run):
    """The home page is the old one until all that it leads to is there."""
    publish = ("-C", home, *NOW, "publish", place.target)
    run("-C", home, *NOW, "build")
    assert run(*publish, "--yes").status == 0
    old = place.read()

    (home / "talks/wilks/2021-03-15-noether.yaml").write_text(
        "title: Invariants\nspeaker: Emmy Noether\ndate: 2021-03-15\n"
    )
    (home / TALK).unlink()
    run("-C", home, *NOW, "build")
    project = Project(home, "2021-03-01T09:00")
    records = project.records()
    release = publishing.gather(home / "build/site", records.site.url)
    with open_place(place.target, home) as opened:
        plan = publishing.compare(release, opened)
        running = publishing.carry_out(plan, opened)
        for file in running:
            if file.path == "wilks/index.html":
                break
        del running  # what a killed run does next: nothing
    halfway = place.read()
    assert halfway["index.html"] == old["index.html"]
    assert halfway["feed.atom"] == old["feed.atom"]
    assert PAGE in halfway

    assert run(*publish, "--yes").status == 0
    assert published(place) == site(home)
    assert "0 files to publish, 0 removed" in run(*publish).out


def test_every_form_of_target_has_a_publisher():
    assert set(SCHEMES) | {"folder"} == PUBLISHERS.keys()
