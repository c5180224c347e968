"""A real PostgreSQL, and ledgers in it and in SQLite."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

_numbers = count(1)
_OPTIONS = (
    "-c listen_addresses= -c max_connections=80 -c fsync=off -c synchronous_commit=off "
    "-c full_page_writes=off -c autovacuum=off -k {folder}"
)


def _programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, None if there is none."""
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    places = [Path(found).resolve()] if found else []
    for place in (*places, *debian):
        if (place.parent / "pg_ctl").exists():
            return place.parent
    return None


def _nobody() -> pwd.struct_passwd | None:
    """Return somebody to run the server as, for it refuses root; None is ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return pytest.skip("PostgreSQL does not run as root, and there is no other user")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a PostgreSQL on a socket in a folder of its own, and yield its address."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    # a short path: a socket's may have 107 characters
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    owner = _nobody()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)

    def run(program: str, *words: str) -> None:
        subprocess.run(
            [str(programs / program), "-D", str(folder / "data"), *words],
            check=True,
            cwd=folder,
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdout=subprocess.DEVNULL,
            timeout=60,
        )

    try:
        run("initdb", "-U", "announcer", "-A", "trust", "-E", "UTF8", "--no-sync")
        log = str(folder / "log")
        run("pg_ctl", "-w", "-l", log, "-o", _OPTIONS.format(folder=folder), "start")
        try:
            yield f"postgresql+psycopg://announcer@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(postgres_server: str) -> str:
    """Yield the address of an empty schema in PostgreSQL."""
    return make_schemas(postgres_server, "", 1)[0]


def make_schemas(server: str, start: str, number: int) -> list[str]:
    """Make empty schemas and return their addresses."""
    import psycopg  # noqa: PLC0415 - only where a server is

    start = start or f"ledger{next(_numbers)}_"
    plain = server.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        for one in range(number):
            connection.execute(f"CREATE SCHEMA {start}{one}".encode())
    return [f"{server}&options=-csearch_path%3D{start}{one}" for one in range(number)]


@pytest.fixture
def memory_folder(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder in memory where there is one, for tests that write very often.

    A killed process loses nothing that it gave to the kernel, on disk or in memory.
    """
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Yield the address of an empty ledger, once in each database."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres"))
    return f"sqlite:///{tmp_path}/ledger.db"
