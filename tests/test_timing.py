"""Where the time of a run went: every moment belongs to one phase."""

import re

import pytest

from announcer import timing


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still unless it is told to go on."""
    now = [100.0]
    monkeypatch.setattr(timing, "perf_counter", lambda: now[0])
    monkeypatch.setattr(timing, "process_time", lambda: 0.5)

    def go_on(seconds):
        now[0] += seconds

    return go_on


def test_a_phase_inside_another_interrupts_it(clock):
    """So that they sum up to the whole run, and nothing counts twice."""
    with timing.measured() as watch:
        clock(1)
        with timing.phase("writing"):
            clock(2)
            with timing.phase("pages"):
                clock(4)
            clock(8)
        clock(16)
        with timing.phase("pages"):
            clock(32)
    assert watch.seconds() == {
        "starting": 0.5,
        "writing": 10.0,
        "pages": 36.0,
        timing.REST: 17.0,
    }


def test_the_time_of_workers_is_dealt_out_by_what_they_did(clock):
    """Two of them are not twice as long at work as this process waits."""
    with timing.measured() as watch:
        with timing.phase("workers"):
            clock(10)
        timing.deal("workers", {"pages": 15.0, "mails": 5.0})
    spent = watch.seconds()
    assert spent["pages"] == 7.5
    assert spent["mails"] == 2.5
    assert "workers" not in spent


def test_without_a_stopwatch_nobody_listens():
    """Which is what most runs are."""
    with timing.phase("pages"):
        timing.deal("pages", {"mails": 1.0})


@pytest.mark.parametrize("workers", ["1", "2"])
def test_build_says_where_the_time_went(run, project, workers):
    """On standard error, in phases that sum up to the whole."""
    ran = run("-C", project, "build", "--timings", "--workers", workers)
    assert ran.status == 0
    lines = re.findall(r"^ *([\d.]+) s +(\d+%|in) (.+)$", ran.err, re.MULTILINE)
    (whole, _, said), *parts = lines
    assert said == "all"
    assert {"starting", "reading", "ledger", "plan", "pages", "calendars", "data"} | {
        "mails",
        "writing",
    } <= {name for _, _, name in parts}
    assert sum(float(spent) for spent, _, _ in parts) == pytest.approx(
        float(whole), abs=0.02
    )


def test_a_build_of_nothing_new_says_it_too(run, project):
    """There, too, somebody may wonder."""
    assert "s in all" in run("-C", project, "build", "--timings").err
    assert " what is new" in run("-C", project, "build", "--timings").err


@pytest.mark.parametrize("workers", ["0", "many", "x:1"])
def test_workers_are_a_number_or_a_cluster(run, project, workers):
    """Anything else is wrong usage."""
    ran = run("-C", project, "build", "--workers", workers)
    assert ran.status == 2
    assert workers in ran.err


def test_a_cluster_that_is_not_there_is_named(run, project, monkeypatch):
    """And nothing is built."""
    pytest.importorskip("distributed")
    monkeypatch.setattr("announcer.executing.cluster._PATIENCE", 0.5)
    ran = run("-C", project, "build", "--workers", "dask:127.0.0.1:9")
    assert ran.status == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in ran.err
    assert not (project / "build/site").exists()
