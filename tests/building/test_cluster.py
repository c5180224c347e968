"""Workers of a Dask cluster make what one process makes, or it is said why not."""

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import Popen

import pytest

from announcer.building import program, together
from announcer.cli import shown
from announcer.errors import AnnouncerError, BadValue
from announcer.executing import Cluster, slices_of
from tests.building.clusters import Processes
from tests.building.journeys import Numbers

pytest.importorskip("distributed", reason="dask.distributed is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cluster")]

SLICES = slices_of([number // 3 for number in range(60)], 10)


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """A scheduler, and no worker yet."""
    made = Processes(tmp_path_factory.mktemp("cluster"))
    yield made
    made.stop()


@pytest.fixture
def cluster(processes):
    """A cluster of two workers."""
    processes.with_workers(2)
    with Cluster(processes.address, patience=20) as cluster:
        cluster.client.wait_for_workers(2, timeout=60)
        cluster.workers = 2
        yield cluster


@pytest.fixture(autouse=True)
def small_slices(monkeypatch):
    """So that every worker has several."""
    monkeypatch.setattr(together, "_SLICE", 4)


def test_a_worker_that_is_killed_takes_no_file_with_it(house, cluster, processes):
    """Another one does its slices; bytes and digests are those of one process."""
    left = [*processes.workers]

    def kill_one(items):
        for number, item in enumerate(items):
            if number == 5 and processes.workers == left:
                processes.kill()
                processes.workers = left[1:]
            yield item

    house.build(executor=cluster, watch=kill_one)
    assert [one.poll() is None for one in left] == [False, True]
    assert house.files() == house.clean()
    assert house.build().written.made == 0


def test_a_wrong_template_is_told_in_the_words_of_one_process(house, cluster):
    """The file that failed is made here once more: the error is its own."""
    own = house.folder / "templates/web/talk.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text("{{ talk.titel }}", encoding="utf-8")
    with pytest.raises(AnnouncerError, match=r"^templates/web/talk.html.j2:1: .*titel"):
        house.build(executor=cluster)
    assert house.files() == {}
    own.write_text("<p>{{ talk.title }} of our own</p>", encoding="utf-8")
    house.build(executor=cluster)
    assert house.files() == house.clean()


def test_what_could_not_be_adorned_is_told_the_same(house, cluster):
    """A broken photo gives way, and is told."""
    house.path("algebra/lie.png").write_bytes(b"no picture")
    told = house.build(executor=cluster).left_out
    assert [one.path for one in told] == ["talks/algebra/2021-03-04-lie.yaml"]


def test_workers_with_other_libraries_are_refused(house, cluster, monkeypatch):
    """Other libraries would make other bytes; it is said which, and where."""
    ours = program.ingredients() | {"jinja2": "0.1", "announcer": "0.0 (0)"}
    monkeypatch.setattr(program, "ingredients", lambda: ours)
    said = r"worker tcp://.* announcer .* instead of 0\.0 \(0\), jinja2 .* of 0\.1"
    with pytest.raises(AnnouncerError, match=said):
        house.build(executor=cluster)
    assert house.files() == {}


def test_a_scheduler_of_another_version_is_refused(processes, monkeypatch):
    """What they would say to each other nobody knows."""
    monkeypatch.setattr("distributed.__version__", "0.1")
    processes.with_workers(1)
    with pytest.raises(
        AnnouncerError, match=r"scheduler tcp.* has distributed 2.*0\.1"
    ):
        Cluster(processes.address, patience=20).__enter__()


def test_jobs_come_back_once_with_notes_and_with_what_was_carried(cluster, tmp_path):
    """As with every executor; what was learned in between goes after the job."""
    job = Numbers(tmp_path, {12: 1})
    found = dict(cluster.run(SLICES, job, job.notes))
    assert sorted(found) == [*range(60)]
    assert [*job.notes.items()] == [(0, 0), (2, 7), (4, 14), (1, 21), (3, 28)]
    assert (tmp_path / "12-0").exists(), "nobody was killed"
    job.carried = {"a": 1}
    assert dict(cluster.run([[3, 4]], job, job.notes)) == {
        3: ("3", {"a": 1}),
        4: ("4", {"a": 1}),
    }
    assert list(cluster.run([], job, job.notes)) == []


def test_the_first_error_is_raised_as_itself(cluster, tmp_path):
    """Whatever kind it is, and wherever it was met."""
    with pytest.raises(ValueError, match=r"^number 40$"):
        list(cluster.run(SLICES, Numbers(tmp_path, {}, wrong=40), {}))


def test_without_workers_it_is_said_how_to_start_some(processes):
    """Somebody started the scheduler and nothing else."""
    processes.with_workers(0)
    with pytest.raises(AnnouncerError, match=r"no worker is at .*\n.*dask worker tcp"):
        Cluster(processes.address, patience=0.5).__enter__()


def test_without_a_scheduler_it_is_said_where_none_answers():
    """A wrong port, or a machine that is off."""
    with pytest.raises(AnnouncerError, match=r"no Dask scheduler answers at tcp://127"):
        Cluster("127.0.0.1:9", patience=0.5).__enter__()


def test_who_listens_and_says_nothing_is_no_scheduler():
    """Another service has that port: a handshake with it has no end."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        with pytest.raises(AnnouncerError, match=r"no Dask scheduler answers at tcp"):
            Cluster(f"127.0.0.1:{port}", patience=0.5).__enter__()


@pytest.mark.parametrize(
    "address", ["", "127.0.0.1", "//127.0.0.1:8786", "127.0.0.1:x", "olga@host:8786"]
)
def test_what_is_no_address_is_refused_at_once(address):
    """Nobody waits for the end of somebody's patience to hear of a slip."""
    with pytest.raises(BadValue, match=r"is not the address of a Dask") as found:
        Cluster(address)
    assert "dask:scheduler.example.edu:8786" in found.value.hint


def test_where_certificates_are_missing_the_words_of_dask_are_told():
    """They stand in its own configuration, of which it speaks."""
    with pytest.raises(AnnouncerError, match=r"at tls://.*check your TLS configur"):
        Cluster("tls://127.0.0.1:9", patience=20).__enter__()


def test_a_terminal_says_whose_answer_one_waits_for(project, run, monkeypatch):
    """A wrong address is known to be one after half a minute."""
    said = []

    @contextmanager
    def busy(label):
        said.append(label)
        yield

    monkeypatch.setattr(shown, "busy", busy)
    assert run("-C", project, "build", "--workers", "dask:").status == 1
    assert said == ["asking the cluster"]


@contextmanager
def frozen(process: Popen[bytes]) -> Iterator[None]:
    """Somebody who is there and says nothing, as on a machine without memory."""
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def test_a_worker_that_says_nothing_is_named_at_the_start(processes):
    """One waits for its answer as long as for any other, and no longer."""
    processes.with_workers(2)
    with Cluster(processes.address, patience=20) as cluster:
        cluster.client.wait_for_workers(2, timeout=60)
    with (
        frozen(processes.workers[0]),
        pytest.raises(AnnouncerError, match=r"the worker tcp://\S+ does not answer"),
    ):
        Cluster(processes.address, patience=2).__enter__()


def test_a_worker_that_falls_silent_ends_the_build_in_words(cluster, tmp_path):
    """It holds slices that nobody else would do."""
    cluster._patience = 2
    job = Numbers(tmp_path, {12: 1}, how=signal.SIGSTOP)
    try:
        with pytest.raises(AnnouncerError, match=r"the worker tcp://\S+ does not answ"):
            list(cluster.run(SLICES, job, {}))
    finally:
        job.wake()


def test_a_scheduler_that_falls_silent_ends_the_build_in_words(
    cluster, processes, tmp_path
):
    """The wire holds, and nothing comes over it."""
    cluster._patience = 1
    with (
        frozen(processes.scheduler),
        pytest.raises(AnnouncerError, match=r"no Dask scheduler answers at"),
    ):
        list(cluster.run(SLICES, Numbers(tmp_path, {}), {}))


def test_without_the_library_it_is_said_how_to_install_it(monkeypatch):
    """It is an extra: most people have one machine."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(AnnouncerError, match=r"pip install 'talk-announcer\[cluster\]"):
        Cluster("127.0.0.1:9").__enter__()


def test_a_scheduler_that_is_killed_ends_the_build_in_words(house, tmp_path):
    """Nobody waits for what cannot come; the folder is as it was."""
    (tmp_path / "other").mkdir()
    processes = Processes(tmp_path / "other").with_workers(1)

    def kill_it(items):
        for item in items:
            processes.scheduler.kill()
            other._patience = 0.5
            yield item

    try:
        with (
            Cluster(processes.address, patience=20) as other,
            pytest.raises(AnnouncerError, match=r"no Dask scheduler answers at"),
        ):
            house.build(executor=other, watch=kill_it)
    finally:
        processes.stop()
    assert house.files() == {}


def test_workers_that_are_killed_again_end_the_build_in_words(cluster, tmp_path):
    """A second time may help, a third one does not."""
    job = Numbers(tmp_path, {3: 99})
    with pytest.raises(AnnouncerError, match=r"(lost again and again|no worker is at)"):
        list(cluster.run(SLICES, job, {}))
