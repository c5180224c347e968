"""What every test may use: the command line without a process, and no network."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import settings

from announcer import cli
from tests import examples

PROJECT = Path(__file__).parent.parent
TALK = "talks/wilks/2021-03-08-soudry.yaml"
MEMORY = Path("/dev/shm")

settings.load_profile(examples.PROFILE)


def is_roomy(memory: Path) -> bool:
    """Say whether tests may write into a file system in memory, and start programs."""
    if not os.access(memory, os.W_OK):
        return False
    found = os.statvfs(memory)
    runs = not found.f_flag & os.ST_NOEXEC
    return runs and found.f_bavail * found.f_frsize > 2**30


# A disk lets whoever writes a file anew wait for it, and tests do so very often: they
# write into memory, if they may. (On the disk with PYTEST_DEBUG_TEMPROOT=/tmp.)
if is_roomy(MEMORY):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit status and what it said."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the command line in this process."""

    def run_command(*arguments: object) -> Ran:
        capfd.readouterr()
        status = cli.run([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Ran(status, captured.out, captured.err)

    return run_command


def write_project(folder: Path) -> Path:
    """Write a site with one series of one talk into a folder, and return it."""
    talks = folder / "talks"
    (talks / "wilks").mkdir(parents=True)
    (talks / "site.yaml").write_text(
        "title: Statistics talks\nurl: https://talks.example.edu\n"
        "id: talks.example.edu\n"
        "timezone: America/New_York\n"
    )
    (talks / "wilks/series.yaml").write_text(
        "name: Wilks Statistics Seminar\nweekday: Monday\ntime: 12:30\n"
        "location: Fine Hall 214\n"
    )
    (folder / TALK).write_text(
        "title: Surprises in Deep Learning Training\n"
        "speaker: Daniel Soudry (Technion)\ndate: 2021-03-08\n"
    )
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with a site of one talk."""
    return write_project(tmp_path)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return such a folder below another one, so that there is a place beside it."""
    return write_project(tmp_path / "home")


@pytest.fixture(autouse=True, scope="session")
def _rehearsal() -> Iterator[None]:
    """Let the clocks of the tests count: what they tell at one time is remembered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNOUNCER_REHEARSAL", "1")
        yield


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leave the cache of whoever runs the tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        folder = str(tmp_path_factory.mktemp("cache"))
        patch.setenv("XDG_CACHE_HOME", folder)
        patch.setenv("LOCALAPPDATA", folder)
        yield


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test leave this machine."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple):
            host = str(address[0])
            if host != "localhost" and not ip_address(host).is_loopback:
                raise AssertionError(f"a test wants to reach {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", only_here)
