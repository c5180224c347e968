"""Whoever does the work, the results, the notes and the errors are the same."""

import gc
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from announcer.copies import can_copy
from announcer.errors import AnnouncerError, TemplateError
from announcer.executing import Forked, Here, Meanwhile, slices_of

pytestmark = pytest.mark.skipif(not can_copy(), reason="no copies of a process here")

EXECUTORS = [Here(), Forked(1), Forked(2), Forked(5)]
SLICES = slices_of([number // 3 for number in range(100)], 10)


def test_what_shares_work_stays_in_one_slice():
    """Files of one talk have its texts in common, wherever they stand in the list."""
    assert slices_of("abcabcdd", 4) == [[0, 1, 3, 4], [2, 5, 6, 7]]
    assert slices_of("aaaaab", 2) == [[0, 1, 2, 3, 4], [5]]
    assert slices_of("", 4) == []


@pytest.mark.parametrize("executor", EXECUTORS)
def test_every_job_is_done_once(executor):
    """Each number comes back once, with what its job returned."""
    assert sorted(executor.run(SLICES, str, {})) == [(n, str(n)) for n in range(100)]
    assert list(executor.run([], str, {})) == []


@pytest.mark.parametrize("executor", EXECUTORS)
def test_something_of_its_own_is_done_once_and_here(executor):
    """Before the first job of this process, whoever does the others."""
    done = []
    both = Meanwhile(executor, lambda: done.append(os.getpid()))
    assert sorted(both.run(SLICES, str, {})) == [(n, str(n)) for n in range(100)]
    assert done == [os.getpid()]
    assert (both.workers, both.is_near) == (executor.workers, executor.is_near)


@pytest.mark.parametrize("executor", EXECUTORS)
def test_notes_come_back_in_the_order_of_numbers(executor):
    """What one process would have noted first is what is told, and stands first."""
    notes = {"before": 1}

    def job(number):
        if number % 7 == 0:
            notes.setdefault(number % 5, number)

    list(executor.run(SLICES, job, notes))
    assert list(notes.items()) == [
        ("before", 1),
        (0, 0),
        (2, 7),
        (4, 14),
        (1, 21),
        (3, 28),
    ]


@pytest.mark.parametrize("executor", EXECUTORS)
def test_the_first_error_is_raised_as_itself(executor):
    """Of two wrong templates the organiser is told of the same one, in its words."""

    def job(number):
        if number in {40, 71, 99}:
            raise TemplateError(f"number {number}")

    with pytest.raises(TemplateError, match=r"^number 40$"):
        list(executor.run(SLICES, job, {}))


def test_this_process_works_too_and_begins_at_the_end():
    """It has at hand what a copy would make anew; what takes longest is the copies'."""
    ours = os.getpid()
    found = dict(Forked(2).run(SLICES, lambda _: os.getpid(), {}))
    assert len(set(found.values())) == 2
    assert found[0] != ours == found[99]
    made = dict(Forked(2).run(SLICES, lambda _: "there", {}, lambda _: "here"))
    assert (made[0], made[99]) == ("there", "here")


def test_what_fails_in_a_worker_only_is_done_here():
    """A worker that lacks memory for one page stops nothing that can be made."""
    parent = os.getpid()

    def job(number):
        if number in {3, 50} and os.getpid() != parent:
            raise MemoryError
        return number

    results = dict(Forked(2).run(SLICES, job, {}))
    assert results == {number: number for number in range(100)}


def test_the_slice_of_a_killed_worker_is_done_again(tmp_path):
    """The system ends a process when memory is short; another one takes over."""

    def job(number):
        if number == 0 and not (tmp_path / "killed").exists():
            (tmp_path / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert sorted(n for n, _ in Forked(2).run(SLICES, job, {})) == [*range(100)]
    assert (tmp_path / "killed").exists()


def test_workers_that_are_killed_again_end_the_build_in_words(tmp_path):
    """A second time may help, a third one does not; nor is this process risked."""

    def job(number):
        if number == 0:
            (tmp_path / str(os.getpid())).touch()
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(AnnouncerError, match=r"signal 9.*\n.*--workers 1"):
        list(Forked(2).run(SLICES, job, {}))
    assert len(list(tmp_path.iterdir())) == 2


def test_whoever_stops_listening_leaves_no_worker_behind(tmp_path):
    """Ctrl-C, or an error while files are moved, ends the workers at once."""

    def job(_):
        (tmp_path / str(os.getpid())).touch()
        time.sleep(60)

    def here(_):
        while not list(tmp_path.iterdir()):
            time.sleep(0.01)

    results: Any = Forked(2).run(slices_of(range(100), 1), job, {}, here)
    next(results)
    results.close()
    for pid in tmp_path.iterdir():
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid.name), 0)
    assert not gc.get_freeze_count()


def test_workers_end_with_the_process_that_started_them(tmp_path):
    """A build that is killed leaves nobody at work in its folder, nor its lock held."""
    program = f"""
        import os, time
        from pathlib import Path
        from announcer.executing import Forked
        def job(number):
            Path({str(tmp_path)!r}, str(os.getpid())).touch()
            time.sleep(0.05)
        list(Forked(2).run([[n] for n in range(1000)], job, {{}}))
    """
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], env=env
    )
    while len(list(tmp_path.iterdir())) < 2:
        assert process.poll() is None, "it ended before its workers began"
        time.sleep(0.01)
    process.kill()
    process.wait()
    end = time.monotonic() + 5
    alive = {int(path.name) for path in tmp_path.iterdir()}
    while alive and time.monotonic() < end:
        alive = set(filter(is_alive, alive))
    assert not alive


def is_alive(pid):
    """Say whether a process does anything; what nobody has reaped does not."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return told.rpartition(")")[2].split()[0] != "Z"
