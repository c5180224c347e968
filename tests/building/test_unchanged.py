"""A build of what has not changed at all is told so before anything is read."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from announcer import building as builder
from announcer import cli, unchanged
from announcer.cli import building, early
from announcer.cli.build import EXPORTS
from announcer.cli.project import Project
from announcer.delivery import files
from announcer.formats import EXPORTS as KNOWN
from announcer.unchanged.both import both
from announcer.unchanged.there import as_left
from tests.conftest import TALK, Ran

PAGE = "build/site/wilks/2021-03-08-soudry/index.html"
DAY = timedelta(days=1)


class Clock:
    """The time, as the commands read it."""

    def __init__(self) -> None:
        self.now = datetime(2021, 3, 1, 12, tzinfo=UTC)

    def seconds(self) -> float:
        return self.now.timestamp()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(Project, "moment", lambda _: found.now)
    monkeypatch.setattr(early, "time", found.seconds)
    return found


@pytest.fixture
def settled(project: Path, run: Callable[..., Ran], clock: Clock) -> Path:
    """Return a project that was built once."""
    del clock  # which stands still
    path = project / "talks/wilks/photo.png"
    path.write_bytes(b"not of a talk")
    for place, _, names in os.walk(project / "talks"):
        for name in names:
            os.utime(Path(place) / name, (1, 1))
    assert run("-C", project, "build").status == 0
    return project


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return a list of the builds that were made after all."""
    found: list[object] = []
    make = building.build_all

    def noted(*arguments: object, **options: object) -> None:
        found.append(arguments)
        make(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "build_all", noted)
    return found


def slyly(path: Path, content: bytes) -> None:
    """Change a file so that neither its size nor its time tells."""
    before = path.stat()
    path.write_bytes(content[: before.st_size].ljust(before.st_size, b" "))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_nothing_is_built_where_nothing_has_changed(settled, run, builds):
    ran = run("-C", settled, "build")
    assert builds == []
    assert ran.out.startswith("0 files written, ")
    assert "The site is" in ran.out
    assert run("-C", settled, "build", "--quiet").out == ""
    assert is_known_early(settled)


def is_known_early(project: Path) -> bool:
    look = early.look_for(["-C", str(project), "build", "--quiet"])
    return look is not None and early.is_as_it_was(look)


def test_a_build_of_nothing_new_waits_for_nothing_that_reads_options(settled):
    """It ends before the library of options is imported, unless it is to say a word."""
    words = ("-m", "announcer", "-C", str(settled), "build", "--quiet")
    command = (sys.executable, "-X", "importtime", *words)
    for imports_click in (True, False):  # at first the clock had stood still
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        assert ("click" in ran.stderr) is imports_click


def test_only_the_plainest_words_are_known_early():
    """What else a build may be asked for, the command reads."""
    plain = ["build", "--quiet"]
    assert early.look_for(plain)
    for other in (["--now", "2021-03-02"], ["-C", ""], ["-h"]):
        assert not early.look_for([*other, *plain])
    for more in ("--force", "--public", "--no-cache", "--timings", "--follow", "-h"):
        assert not early.look_for([*plain, more])
    for fewer in (["build"], ["--quiet"], []):
        assert not early.look_for(fewer)


def test_a_build_goes_on_with_its_early_look(settled, builds):
    """What was found to be another there is not looked for again."""
    words = ["-C", str(settled), "build", "--quiet"]
    look = early.look_for(words)
    assert look
    (settled / PAGE).unlink()
    assert not early.is_as_it_was(look)
    assert cli.run(words, look) == 0
    assert len(builds) == 1
    assert cli.run(words) == 0  # all is there again
    assert len(builds) == 1
    assert cli.run(words, look) == 0  # which this one does not know
    assert len(builds) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda top: slyly(top / TALK, b"title: Other\ndate: 2021-03-08\n"),
        lambda top: (top / TALK).rename(top / "talks/wilks/2021-03-08-other.yaml"),
        lambda top: (top / "talks/wilks/photo.png").unlink(),
        lambda top: (top / "talks/new.yaml").write_text("date: 2021-03-09\n"),
        lambda top: (top / "talks/link.yaml").symlink_to(top / TALK),
        lambda top: (top / "templates").mkdir() or (top / "templates/a").touch(),
        lambda top: slyly(top / PAGE, b"scribbled"),
        lambda top: (top / PAGE).unlink(),
        lambda top: (top / "build/.announcer-made").unlink(),
        lambda top: (top / "build/.announcer-last").write_text("{}"),
        lambda top: (top / "build/.announcer-last").write_text("\0"),
        lambda top: os.utime(top / ".announcer/ledger.db"),
        lambda top: (top / ".announcer/ledger.db-journal").touch(),
    ],
)
def test_any_change_on_the_disk_is_seen(settled, run, builds, change):
    change(settled)
    assert not is_known_early(settled)
    run("-C", settled, "build")
    assert len(builds) == 1


@pytest.mark.parametrize("option", ["--no-cache", "--force", "--public"])
def test_what_asks_for_more_is_built(settled, run, builds, option):
    run("-C", settled, "build", option)
    assert len(builds) == 1


def test_without_a_cache_nothing_is_kept_of_the_records_and_nothing_taken(settled, run):
    kept = settled / ".announcer/records"
    kept.write_text("damaged")
    assert run("-C", settled, "build", "--no-cache").err == ""
    assert kept.read_text() == "damaged"


def test_with_a_pretended_clock_every_build_is_made(settled, run, builds):
    run("-C", settled, "--now", "2021-03-01", "build")
    assert len(builds) == 1


def test_another_library_is_another_program(
    settled, run, builds, tmp_path, monkeypatch
):
    (tmp_path / "lib/jinja2-99.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "lib")
    run("-C", settled, "build")
    assert len(builds) == 1


@pytest.mark.parametrize(
    ("later", "is_built"),
    [
        (timedelta(hours=1), False),
        (timedelta(hours=17), True),  # midnight in New York
        (-DAY, True),  # the clock was put back
    ],
)
def test_the_clock_is_looked_at(  # noqa: PLR0917 - its cases
    settled, run, builds, clock, later, is_built
):
    clock.now += later
    run("-C", settled, "build")
    assert bool(builds) is is_built


RULE = "mailing_list: l@example.edu\ntell: [announcement: 7 days before at 17:00]\n"


def test_where_rules_tell_people_a_build_holds_until_one_falls_due(
    project, run, clock, builds
):
    series = project / "talks/wilks/series.yaml"
    series.write_text(series.read_text() + RULE)
    run("-C", project, "build")  # seven days before the first talk, at 7:00 there
    for hours, made in ((9, 1), (1, 2), (1, 2)):
        clock.now += timedelta(hours=hours)
        run("-C", project, "build")
        assert len(builds) == made


def test_what_others_write_into_the_ledger_meanwhile_is_seen(
    project, run, clock, builds, monkeypatch
):
    """Also where the build has written into it too, and all its stamps are new."""
    del clock  # which stands still

    def disturbed(*arguments, **options):
        built = build(*arguments, **options)
        with closing(sqlite3.connect(project / ".announcer/ledger.db")) as other, other:
            other.execute("UPDATE announcer_revisions SET public = 1")
        return built

    build = builder.build
    monkeypatch.setattr(builder, "build", disturbed)
    assert run("-C", project, "build").status == 0
    monkeypatch.setattr(builder, "build", build)
    for made in (2, 2):
        run("-C", project, "build")
        assert len(builds) == made


def test_what_was_left_out_is_tried_at_every_build(settled, run, builds):
    """What failed for want of memory, or of a moment, may succeed the next time."""
    talk = settled / TALK
    (settled / "talks/wilks/photo.png").write_bytes(b"no picture")
    talk.write_text(
        "title: A\nspeakers: [{name: A, photo: photo.png}]\ndate: 2021-03-08\n"
    )
    assert run("-C", settled, "build").err == run("-C", settled, "build").err != ""
    assert len(builds) == 2


def test_what_lies_beside_it_in_the_folder_is_not_looked_at(settled, run, builds):
    (settled / "build/site/mine.txt").write_text("mine")
    run("-C", settled, "build")
    assert builds == []


def test_doubts_are_told_again(settled, run, builds):
    (settled / "talks/wilks/notes.md.txt").write_text("Who will come?")
    said = [run("-C", settled, "build").err for _ in range(3)]
    assert len(builds) == 1
    assert "this file is not read" in said[0]
    assert set(said) == {said[0]}
    assert not is_known_early(settled)  # who says no word


def test_a_build_without_news_imports_nothing_heavy(project):
    command = [sys.executable, "-X", "importtime", "-m", "announcer", "-C", project]
    for _ in range(2):
        ran = subprocess.run([*command, "build"], capture_output=True, check=True)
    imported = {line.rpartition(b"|")[2].strip() for line in ran.stderr.splitlines()}
    assert b"announcer.unchanged" in imported
    assert not imported & {b"jinja2", b"icalendar", b"babel", b"sqlalchemy", b"PIL"}
    assert not imported & {b"announcer.record", b"announcer.talk", b"announcer.when"}


def test_the_names_of_exports_are_those_of_the_formats():
    assert sorted(KNOWN) == sorted(EXPORTS)


@pytest.fixture
def looked_again(settled: Path, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return the looks that a build made itself, where a copy may make them too."""
    found: list[object] = []

    def noted(*arguments: object) -> set[str]:
        found.append(arguments)
        return as_left(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(files, "as_left", noted)
    monkeypatch.setattr(unchanged, "_MANY", 0)
    monkeypatch.setattr(sys.modules[both.__module__], "can_copy", lambda: True)
    monkeypatch.setattr(sys.modules[both.__module__], "cores", lambda: 2)
    return found


def build_one_change(project: Path, meanwhile: Callable[[], object] = tuple) -> None:
    """Build what is found early to be another; ``meanwhile`` comes before the build."""
    words = ["-C", str(project), "build", "--quiet"]
    look = early.look_for(words)
    assert look
    text = (project / TALK).read_text()
    (project / TALK).write_text(text.replace("title:", "title: Once more,"))
    assert not early.is_as_it_was(look)
    meanwhile()
    assert cli.run(words, look) == 0
    assert "Once more" in (project / PAGE).read_text()


def test_files_that_a_copy_found_as_they_were_left_are_not_looked_at_again(
    settled, looked_again
):
    build_one_change(settled)
    assert looked_again == []


def _by_a_link(top: Path) -> None:
    page = (top / PAGE).parent
    (page.rename(page.with_name("moved"))).rename(top / "elsewhere")
    page.symlink_to(top / "elsewhere")


@pytest.mark.parametrize(
    "touch",
    [
        lambda top: (top / "build/site/404.html").unlink(),
        lambda top: slyly(top / "build/site/404.html", b"another page"),
        lambda top: os.utime(top / "build/site/404.html"),
        _by_a_link,
    ],
)
def test_a_build_looks_itself_where_a_copy_found_a_file_that_was_touched(
    settled, looked_again, touch
):
    lost = (settled / "build/site/404.html").read_bytes()
    touch(settled)
    with suppress(AssertionError):  # nothing is written through a link
        build_one_change(settled)
    assert len(looked_again) == 1
    assert (settled / "build/site/404.html").read_bytes() == lost


def test_a_build_looks_itself_where_another_one_came_between(settled, looked_again):
    # and that one asked a copy of its own
    build_one_change(settled, lambda: cli.run(["-C", str(settled), "build"]))
    assert len(looked_again) == 1


def test_a_build_looks_itself_where_another_one_was_interrupted(settled, looked_again):
    manifest = settled / "build" / files.MANIFEST
    build_one_change(settled, lambda: os.utime(manifest, (0, 0)))
    assert len(looked_again) == 1


def _raises() -> bool:
    raise OSError("gone")


@pytest.mark.parametrize("can_copy", [True, False])
@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (lambda: True, lambda: True, True),
        (lambda: True, lambda: False, False),
        (lambda: False, lambda: True, False),
        (lambda: True, _raises, False),
    ],
)
def test_two_looks_at_once_must_both_find_all_as_it_was(
    monkeypatch, can_copy, one, other, found
):
    monkeypatch.setattr(sys.modules[both.__module__], "can_copy", lambda: can_copy)
    assert both(one, other) is found


def test_what_the_first_of_two_looks_raises_is_raised():
    with pytest.raises(OSError, match="gone"):
        both(_raises, lambda: True)
