"""Ledgers that are new, old, too new, read-only, broken, or somewhere else."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from announcer.errors import LedgerError
from announcer.ledger import may_be_there, open_ledger, schema, stored
from tests.builders import letter, talk

NOW = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
USUAL = "sqlite:///.announcer/ledger.db"
TALK = talk()
NEWS = letter(revision="1")
SECRET = "hush-hush"


def test_the_folder_of_the_ledger_is_made(tmp_path):
    with open_ledger(USUAL, tmp_path) as ledger:
        ledger.remember([TALK], NOW)
        assert ledger.writable
    assert [path.name for path in (tmp_path / ".announcer").iterdir()] == ["ledger.db"]


def test_a_ledger_may_lie_elsewhere_and_in_an_odd_folder(tmp_path):
    folder = tmp_path / "50% off? #1 & Élie"
    with open_ledger(f"sqlite:///{tmp_path}/x.db", folder) as ledger:
        ledger.remember([TALK], NOW)
    with open_ledger(USUAL, folder) as ledger:
        ledger.remember([TALK], NOW)
    assert (tmp_path / "x.db").exists()
    assert (folder / ".announcer/ledger.db").exists()


def test_looking_makes_nothing(tmp_path):
    with open_ledger(USUAL, tmp_path, readonly=True) as ledger:
        assert ledger.foresee([TALK], NOW).revisions[TALK.uid].created == NOW
        assert (ledger.writable, ledger.notice) == (False, "")
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_is_not_there_answers_as_an_empty_file_does(tmp_path):
    """One has no database, the other was read; both begin to build and end alike."""
    (tmp_path / "empty.db").touch()
    answers = []
    for name in ("none.db", "empty.db"):
        url = f"sqlite:///{name}"
        with open_ledger(url, tmp_path, readonly=True, notice="why") as ledger:
            history = ledger.foresee([TALK], NOW)
            answers.append(
                (
                    (history, ledger.remember([TALK], NOW), ledger.stamps()),
                    (ledger.told(None, NOW), ledger.told([TALK.uid], NOW)),
                    (ledger.unresolved(NOW), ledger.drafts(), ledger.ever_told()),
                    (ledger.announced([TALK]), ledger.log(now=NOW)),
                    ([*ledger.export()], ledger.synced("x"), [*ledger.new_rows()]),
                    (ledger.writable, ledger.exists, ledger.notice),
                    ledger.place.replace(name, ""),
                )
            )
    assert answers[0] == answers[1]
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("folder", [".", "below/a"])
def test_a_place_below_a_file_is_told_from_one_without_a_ledger(tmp_path, folder):
    (tmp_path / "a").touch()
    (tmp_path / "below").mkdir()
    (tmp_path / "below/a").mkdir()
    with open_ledger("sqlite:///x/y.db", tmp_path / folder, readonly=True) as ledger:
        assert not ledger.exists
    with pytest.raises(LedgerError, match="cannot be opened: a is not a folder"):
        open_ledger("sqlite:///a/y.db", tmp_path, readonly=True)


def test_looking_sees_what_was_stored_and_stores_nothing(url, tmp_path):
    with open_ledger(url, tmp_path) as ledger:
        ledger.remember([TALK], NOW)
    with open_ledger(url, tmp_path, readonly=True) as ledger:
        history = ledger.remember([talk(location="B2")], NOW)
        assert history.revisions[TALK.uid].sequence == 1
        assert not history.stored
        for write in (
            lambda: ledger.claim(NEWS, NOW),
            lambda: ledger.lock("send", NOW, timedelta(hours=1)),
            lambda: ledger.import_(['{"announcer-ledger":1}']),
        ):
            with pytest.raises(LedgerError, match="opened for reading only"):
                write()
    with open_ledger(url, tmp_path) as ledger:
        assert ledger.foresee([TALK], NOW).changed == {}


def test_an_empty_file_is_a_new_ledger(tmp_path):
    (tmp_path / "ledger.db").touch()
    for readonly in (True, False):
        with open_ledger("sqlite:///ledger.db", tmp_path, readonly=readonly) as ledger:
            assert ledger.remember([TALK], NOW).revisions[TALK.uid].created == NOW


# -- older and newer ledgers ----------------------------------------------------------


def make_first_version(url: str, folder: Path) -> None:
    """Make a ledger as it was before anybody was told anything, with one talk in it."""
    with open_ledger(url, folder) as ledger:
        ledger.remember([TALK], NOW)
    engine = create_engine(url)
    with engine.begin() as connection:
        tables = ("tellings", "mentions", "locks", "synced", "said", "stamps", "drafts")
        for table in tables:
            connection.execute(text(f"DROP TABLE announcer_{table}"))
        connection.execute(text("ALTER TABLE announcer_revisions DROP COLUMN public"))
        connection.execute(text("UPDATE announcer_schema SET version = 1"))
    engine.dispose()


def test_an_older_ledger_is_migrated_and_keeps_what_it_knows(url, tmp_path):
    make_first_version(url, tmp_path)
    with open_ledger(url, tmp_path) as ledger:
        assert ledger.foresee([TALK], LATER).revisions[TALK.uid].created == NOW
        assert ledger.claim(NEWS, NOW)
    with open_ledger(url, tmp_path) as ledger:
        assert ledger.claim(NEWS, NOW) is None


def test_an_older_file_is_understood_where_it_cannot_be_migrated(tmp_path):
    url = f"sqlite:///{tmp_path}/ledger.db"
    make_first_version(url, tmp_path)
    before = (tmp_path / "ledger.db").read_bytes()
    with open_ledger(url, tmp_path, readonly=True) as ledger:
        assert ledger.foresee([TALK], LATER).revisions[TALK.uid].created == NOW
        assert ledger.told(None, NOW) == {}
    assert (tmp_path / "ledger.db").read_bytes() == before


def test_an_older_server_that_may_not_be_migrated_says_so(postgres, tmp_path):
    make_first_version(postgres, tmp_path)
    with pytest.raises(LedgerError, match="written by an older announcer"):
        open_ledger(postgres, tmp_path, readonly=True)


def test_a_migration_that_fails_leaves_the_older_ledger(url, tmp_path, monkeypatch):
    make_first_version(url, tmp_path)
    first, second, *_ = stored.MIGRATIONS
    broken = (first, (*second, "CREATE NONSENSE"))
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", broken)
        with pytest.raises(LedgerError):
            open_ledger(url, tmp_path)
    with open_ledger(url, tmp_path) as ledger:
        assert ledger.foresee([TALK], LATER).revisions[TALK.uid].created == NOW


def test_a_newer_ledger_is_refused(url, tmp_path):
    open_ledger(url, tmp_path).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE announcer_schema SET version = 99"))
    engine.dispose()
    for readonly in (True, False):
        with pytest.raises(LedgerError, match=r"newer announcer .* Update announcer"):
            open_ledger(url, tmp_path, readonly=readonly)


def test_the_tables_are_what_the_migrations_make(url, tmp_path):
    """The columns that the code names are those of a migrated ledger, and no others."""
    from sqlalchemy import inspect  # noqa: PLC0415 - only this test looks inside

    open_ledger(url, tmp_path).close()
    engine = create_engine(url)
    tables = inspect(engine)
    known = (
        schema.schema,
        schema.revisions,
        schema.tellings,
        schema.mentions,
        schema.locks,
        schema.synced,
        schema.said,
        schema.stamps,
        schema.drafts,
    )
    assert set(tables.get_table_names()) == {table.name for table in known}
    for table in known:
        found = {column["name"] for column in tables.get_columns(table.name)}
        assert found == set(table.c.keys())
        keys = tables.get_pk_constraint(table.name)["constrained_columns"]
        assert keys == [column.name for column in table.primary_key]
    engine.dispose()


# -- places where nothing can be written ----------------------------------------------

_BUILD = """
import os, sys, tempfile
from datetime import UTC, datetime
from pathlib import Path
from announcer.ledger import open_ledger
from tests.builders import letter, talk

def build(folder):
    with open_ledger("sqlite:///.announcer/ledger.db", Path(folder)) as ledger:
        now = datetime(2021, 3, 2, tzinfo=UTC)
        history = ledger.remember([talk(location="B2")], now)
        (found,) = history.revisions.values()
        return found.sequence, history.stored, ledger.writable, history.notice

with tempfile.TemporaryDirectory() as elsewhere:
    build(elsewhere)  # imports everything while this user may still read it
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
print(*build(sys.argv[1]))
"""


def as_somebody_else(folder: Path) -> str:
    """Build as a user whom permissions bind, and return what was printed."""
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(folder)],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    return done.stdout


@pytest.fixture
def locked_folder():
    """Yield a folder that others may look into, for pytest's own ones are closed."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_build_where_nothing_can_be_written_says_so_and_goes_on(locked_folder):
    locked_folder.chmod(0o555)
    said = as_somebody_else(locked_folder)
    assert said.startswith("0 False False The ledger .announcer/ledger.db cannot be")
    assert "nothing of this run is remembered" in said


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_a_new_ledger_is_for_its_owner_alone(tmp_path, umask):
    """Whatever the umask: who was told what is nobody else's business."""
    before = os.umask(umask)
    try:
        with open_ledger(USUAL, tmp_path) as ledger:
            ledger.remember([TALK], NOW)
    finally:
        os.umask(before)
    folder = tmp_path / ".announcer"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "ledger.db").stat().st_mode & 0o777 == 0o600


def test_a_ledger_that_its_owner_shares_stays_shared(tmp_path):
    """A group of organisers may use one file; nobody takes that away."""
    open_ledger(USUAL, tmp_path).close()
    (tmp_path / ".announcer/ledger.db").chmod(0o660)
    open_ledger(USUAL, tmp_path).close()
    assert (tmp_path / ".announcer/ledger.db").stat().st_mode & 0o777 == 0o660


def test_a_build_reads_a_ledger_that_it_cannot_write(locked_folder):
    with open_ledger(USUAL, locked_folder) as ledger:
        ledger.remember([TALK], NOW)
    (locked_folder / ".announcer").chmod(0o555)
    (locked_folder / ".announcer/ledger.db").chmod(0o644)  # its owner lets them
    said = as_somebody_else(locked_folder)
    assert said.startswith("1 False False The ledger .announcer/ledger.db cannot be")
    assert [path.name for path in (locked_folder / ".announcer").iterdir()] == [
        "ledger.db"
    ]


def test_a_server_that_lets_us_only_read_is_read(postgres, tmp_path):
    with open_ledger(postgres, tmp_path) as ledger:
        ledger.remember([TALK], NOW)
    schema_ = postgres.rpartition("%3D")[2]
    engine = create_engine(postgres)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {schema_} LOGIN"))
        connection.execute(text(f"GRANT USAGE ON SCHEMA {schema_} TO {schema_}"))
        connection.execute(
            text(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema_} TO {schema_}")
        )
    engine.dispose()
    url = postgres.replace("announcer@", f"{schema_}@")
    with open_ledger(url, tmp_path) as ledger:
        history = ledger.remember([talk(location="B2")], NOW)
        assert history.revisions[TALK.uid].sequence == 1
        assert not history.stored
        assert "cannot be written" in history.notice


# -- what is broken, and what must not be said ----------------------------------------


def refusal(url: str, folder: Path, **options: Any) -> str:
    """Return why a ledger cannot be opened and used, without a secret anywhere."""
    with (
        pytest.raises(LedgerError) as caught,
        open_ledger(url, folder, **options) as ledger,
    ):
        ledger.remember([TALK], NOW)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ledger.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///ledger.db?mode=ro",
        "mysql://me@host/db",
        "postgresql://me@host:port/db",
        f"postgresql://{SECRET}/more@host/db",
    ],
)
def test_an_address_that_is_none_is_refused(tmp_path, url):
    assert "ledger" in refusal(url, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://me:{SECRET}@host/db",
        f"postgresql+psycopg://me:{SECRET}@host:5432/db",
        f"mysql://me:{SECRET}@host/db",
        f"postgresql://me:p@{SECRET}@host/db",
        f"postgresql://me:p/{SECRET}@host/db",
        f"postgresql://me:p?{SECRET}@host/db",
        f"postgresql://me:p#{SECRET}@host/db",
        f"postgresql://me@host/db?password={SECRET}",
        f"postgresql://host/db?sslmode=require&sslpassword={SECRET}",
    ],
)
def test_an_address_with_a_password_is_refused_and_not_repeated(tmp_path, url):
    assert "holds a password" in refusal(url, tmp_path)


def test_a_damaged_file_is_named(tmp_path):
    (tmp_path / "ledger.db").write_bytes(b"not a database at all " * 100)
    said = refusal("sqlite:///ledger.db", tmp_path)
    assert said.startswith("The ledger ledger.db is damaged")
    assert "announcer ledger import" in said


def test_a_cut_file_is_named(tmp_path):
    with open_ledger("sqlite:///ledger.db", tmp_path) as ledger:
        ledger.remember([TALK], NOW)
    path = tmp_path / "ledger.db"
    path.write_bytes(path.read_bytes()[:9_000])
    assert "is damaged" in refusal("sqlite:///ledger.db", tmp_path)


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "ledger.db").mkdir()
    assert "is a folder" in refusal("sqlite:///ledger.db", tmp_path)


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / ".announcer").touch()
    assert "cannot be opened" in refusal(USUAL, tmp_path)


def test_the_database_of_another_program_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "ledger.db") as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()
    assert "another program" in refusal("sqlite:///ledger.db", tmp_path)


def test_a_ledger_that_somebody_holds_is_busy(tmp_path):
    url = "sqlite:///ledger.db"
    open_ledger(url, tmp_path).close()
    holder = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert "is busy" in refusal(url, tmp_path, wait=0.01)
    holder.close()


def test_a_server_that_somebody_holds_is_busy(postgres, tmp_path):
    open_ledger(postgres, tmp_path).close()
    engine = create_engine(postgres)
    with engine.begin() as holder:
        holder.execute(text("LOCK TABLE announcer_revisions IN EXCLUSIVE MODE"))
        assert "is busy" in refusal(postgres, tmp_path, wait=0.05)
    engine.dispose()


def test_a_stored_talk_that_cannot_be_read_is_reported(tmp_path):
    url = "sqlite:///ledger.db"
    with open_ledger(url, tmp_path) as ledger:
        ledger.remember([TALK], NOW)
    with sqlite3.connect(tmp_path / "ledger.db") as other:
        other.execute("UPDATE announcer_revisions SET digest = 'x', facts = '{}'")
    other.close()
    assert "holds a talk that cannot be read" in refusal(url, tmp_path)


def test_a_server_nobody_answers_at_is_unreachable(tmp_path):
    url = "postgresql+psycopg://me@127.0.0.1:1/talks"
    said = refusal(url, tmp_path)
    assert said.startswith("The ledger talks on 127.0.0.1:1 cannot be reached")


def test_a_host_without_an_address_is_unreachable(tmp_path):
    url = "postgresql+psycopg://me@nowhere.invalid/talks"
    assert "nowhere.invalid cannot be reached" in refusal(url, tmp_path)


def test_a_server_that_refuses_the_user_is_told(postgres_server, tmp_path, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", SECRET)
    url = postgres_server.replace("announcer@", "stranger@")
    assert "refuses the user or the password" in refusal(url, tmp_path)


def test_a_database_that_is_not_there_is_told(postgres_server, tmp_path):
    url = postgres_server.replace("/postgres?", "/elsewhere?")
    assert "does not exist" in refusal(url, tmp_path)


def test_a_missing_driver_names_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = refusal("postgresql+psycopg://me@host/talks", tmp_path)
    assert "pip install 'talk-announcer[postgres]'" in said


def test_the_plain_name_of_postgresql_is_understood(postgres, tmp_path):
    url = postgres.replace("postgresql+psycopg", "postgres")
    with open_ledger(url, tmp_path) as ledger:
        assert ledger.remember([TALK], NOW).stored


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/dev/null", "is a device or a pipe"),
        ("fifo", "is a device or a pipe"),
        ("nowhere/ledger.db", "is a link to nowhere/ledger.db, and nothing is there"),
    ],
)
def test_what_is_no_file_is_no_ledger(tmp_path, target, said):
    """Nothing waits for a pipe, and nothing new is begun behind a broken link."""
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "ledger.db").symlink_to(target)
    for readonly in (True, False):
        with pytest.raises(LedgerError, match=said):
            open_ledger("sqlite:///ledger.db", tmp_path, readonly=readonly)


@pytest.mark.parametrize(
    ("url", "absent", "present"),
    [
        ("sqlite:///a.db", False, True),
        ("sqlite:///a.db?mode=ro", False, False),
        ("sqlite:///:memory:", False, False),
        ("sqlite:///", True, True),
        ("sqlite://a.db", True, True),
        ("postgresql://db.example.edu/a", True, True),
    ],
)
def test_of_each_address_it_is_known_unopened_whether_a_ledger_may_be_there(
    tmp_path, url, absent, present
):
    assert may_be_there(url, tmp_path) is absent
    (tmp_path / "a.db").touch()
    assert may_be_there(url, tmp_path) is present
