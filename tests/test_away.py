"""Projects and sites in buckets: read from there, built, and brought there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.request import Request, urlopen

import pytest

from announcer.building import together
from announcer.cli import shown
from announcer.delivery import bucket
from announcer.errors import DeliveryError
from announcer.release import parse_target
from tests.building.clusters import Processes
from tests.building.conftest import furnished
from tests.delivery.servers import free_port
from tests.ledger import conftest as ledgers

pytest.importorskip("s3fs", reason="s3fs is not installed")
serving = pytest.importorskip("werkzeug.serving", reason="moto is not installed")
moto = pytest.importorskip("moto.server", reason="moto is not installed")
pytestmark = pytest.mark.slow

TALKS = parse_target("s3://bucket/talks")


class _Quiet(serving.WSGIRequestHandler):  # type: ignore[name-defined, misc]
    def log_request(self, *_: Any) -> None:
        pass


@dataclass
class Cloud:
    """A bucket that speaks S3, and says now and then that it has no time."""

    app: Any
    client: Any = None
    busy: int = 0  # every so manieth request is told to come again
    asked: list[tuple[str, str]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def __call__(self, environ: Any, start: Callable[..., Any]) -> Any:
        with self.lock:
            self.asked.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
            number = len(self.asked)
        if self.busy and number % self.busy == 0:
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start("503 Slow Down", [("Content-Type", "application/xml")])
            return [b"<Error><Code>SlowDown</Code><Message>later</Message></Error>"]
        return self.app(environ, start)

    def put(self, key: str, content: bytes | str) -> None:
        body = content.encode() if isinstance(content, str) else content
        self.client.put_object(Bucket="bucket", Key=key, Body=body)

    def upload(self, folder: Path, prefix: str) -> None:
        for path in folder.rglob("*"):
            if path.is_file():
                key = f"{prefix}/{path.relative_to(folder).as_posix()}"
                self.put(key, path.read_bytes())

    def read(self, prefix: str) -> dict[str, bytes]:
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket="bucket", Prefix=f"{prefix}/"
        )
        keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
        return {
            key.removeprefix(f"{prefix}/"): self.client.get_object(
                Bucket="bucket", Key=key
            )["Body"].read()
            for key in keys
        }

    def fetched(self) -> list[str]:
        """Return the records that were downloaded since the last time one asked."""
        found = [
            path.removeprefix("/bucket/talks/")
            for method, path in self.asked
            if method == "GET" and path.startswith("/bucket/talks/talks/")
        ]
        self.asked.clear()
        return found


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Cloud]:
    """An empty bucket."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    port = free_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = Cloud(moto.DomainDispatcherApplication(moto.create_backend_app))
    server = serving.make_server(
        "127.0.0.1", port, made, threaded=True, request_handler=_Quiet
    )
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        made.client = pytest.importorskip("boto3").client("s3")
        reset = Request(f"http://127.0.0.1:{port}/moto-api/reset", method="POST")
        urlopen(reset).close()
        made.client.create_bucket(Bucket="bucket")
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A project on this machine, to be put into the bucket."""
    return furnished(tmp_path / "home").folder


postgres_server = ledgers.postgres_server


@pytest.fixture
def memory(postgres_server: str) -> str:
    """The address of a ledger in PostgreSQL."""
    return ledgers.make_schemas(postgres_server, "", 1)[0]


def with_ledger(folder: Path, address: str) -> None:
    site = folder / "talks/site.yaml"
    site.write_text(site.read_text("utf-8") + f"ledger: {address}\n", "utf-8")


def site_of(found: dict[str, bytes]) -> dict[str, bytes]:
    return {path: text for path, text in found.items() if not path.startswith(".ann")}


def test_from_bucket_to_bucket_on_a_cluster(  # noqa: PLR0917 - everything meets here
    cloud, home, memory, run, monkeypatch, tmp_path
):
    """A worker dies and the bucket is busy: the bytes are those of one process here."""
    pytest.importorskip("distributed", reason="dask.distributed is not installed")
    monkeypatch.setattr(together, "_SLICE", 4)
    now = ("--now", "2021-03-01T09:00")
    assert run(*now, "-C", home, "build", "--workers", "1").status == 0
    with_ledger(home, memory)
    cloud.upload(home / "talks", "talks/talks")
    (tmp_path / "cluster").mkdir()
    processes = Processes(tmp_path / "cluster").with_workers(2)
    progress = shown.progress

    def deadly(items: Any, label: str) -> Iterator[Any]:
        for number, item in enumerate(progress(items, label)):
            if number == 5 and label == "files looked at":
                processes.kill()
            yield item

    monkeypatch.setattr(shown, "progress", deadly)
    cloud.busy = 7
    build = (*now, "-C", "s3://bucket/talks", "build", "--out", "s3://bucket/site")
    try:
        ran = run(*build, "--workers", f"dask:{processes.address}")
    finally:
        processes.stop()
    assert ran.status == 0, ran.err
    assert "files published" in ran.out or "file published" in ran.out
    cloud.busy = 0
    put = [path for method, path in cloud.asked if method == "PUT"]
    of_talk = next(path for path in put if path.endswith("noether/index.html"))
    assert put.index(of_talk) < put.index("/bucket/site/index.html")
    built = {
        path.relative_to(home / "build/site").as_posix(): path.read_bytes()
        for path in (home / "build/site").rglob("*")
        if path.is_file()
    }
    assert site_of(cloud.read("site")) == built
    cloud.fetched()
    again = run(*build)
    assert "0 files published" in again.out
    assert cloud.fetched() == []


def test_a_ledger_that_would_stay_here_by_chance_is_refused(cloud, home, run):
    """The next machine would tell everybody everything again."""
    cloud.upload(home / "talks", "talks/talks")
    ran = run("-C", "s3://bucket/talks", "build", "--out", "s3://bucket/site")
    assert ran.status == 1
    assert "ledger: postgresql://" in ran.err
    assert cloud.read("site") == {}
    assert run("-C", "s3://bucket/talks", "list", "--all").out.count("Noether") == 1


def test_only_what_has_changed_is_fetched_again(cloud, home, tmp_path):
    """And what is gone there goes here; what somebody has changed here comes back."""
    cloud.upload(home / "talks", "talks/talks")
    folder = tmp_path / "copy"
    folder.mkdir()

    def fetch() -> list[str]:
        return [*bucket.fetch(TALKS, folder, ["talks"])]

    assert sorted(fetch()) == sorted(
        path.relative_to(home).as_posix()
        for path in home.rglob("talks/**/*")
        if path.is_file()
    )
    assert fetch() == []
    cloud.put("talks/talks/logic/series.yaml", "name: Logics\n")
    cloud.client.delete_object(Bucket="bucket", Key="talks/talks/algebra/lie.png")
    (folder / "talks/site.yaml").write_text("changed here", encoding="utf-8")
    assert fetch() == ["talks/logic/series.yaml", "talks/site.yaml"]
    assert (folder / "talks/site.yaml").read_bytes() == (
        home / "talks/site.yaml"
    ).read_bytes()
    assert not (folder / "talks/algebra/lie.png").exists()


def test_a_fetch_that_was_killed_believes_nothing_that_it_began(cloud, home, tmp_path):
    """A file may be half of another one, of the same length."""
    cloud.upload(home / "talks", "talks/talks")
    folder = tmp_path / "copy"
    folder.mkdir()
    series = folder / "talks/logic/series.yaml"
    [*bucket.fetch(TALKS, folder, ["talks"])]
    before = series.read_bytes()
    cloud.put("talks/talks/logic/series.yaml", b"x" * len(before))
    next(bucket.fetch(TALKS, folder, ["talks"]))  # and no more
    series.write_bytes(b"half".ljust(len(before)))
    cloud.put("talks/talks/logic/series.yaml", before)
    assert [*bucket.fetch(TALKS, folder, ["talks"])] == ["talks/logic/series.yaml"]
    (folder / bucket.FETCHED).write_text("[no", encoding="utf-8")
    assert len([*bucket.fetch(TALKS, folder, ["talks"])]) > 5


def test_half_a_list_of_a_killed_fetch_goes_with_the_next(cloud, home, tmp_path):
    cloud.upload(home / "talks", "talks/talks")
    left = tmp_path / f".{bucket.FETCHED}.4711"
    left.write_bytes(b"half")
    [*bucket.fetch(TALKS, tmp_path, ["talks"])]
    assert not left.exists()


def test_nothing_is_written_outside_the_folder(cloud, tmp_path):
    """Who may write to the bucket may not write to this machine."""
    cloud.put("talks/talks/site.yaml", "title: T\n")
    cloud.put("talks/talks/../../evil.yaml", "title: T\n")
    (tmp_path / "a/b").mkdir(parents=True)
    found = [*bucket.fetch(TALKS, tmp_path / "a/b", ["talks"])]
    assert found == ["talks/site.yaml"]
    assert not [*tmp_path.rglob("evil*")]


def test_a_folder_without_talks_is_named(cloud, run):
    """A wrong address is the usual mistake."""
    ran = run("-C", "s3://bucket/nowhere", "list")
    assert ran.status == 1
    assert "there is no talks/ in s3://bucket/nowhere" in ran.err
    ran = run("-C", "s3://no-such-bucket/talks", "list")
    assert ran.status == 1
    assert "s3://no-such-bucket/talks" in ran.err


def test_wrong_keys_are_told_with_where_they_are_looked_for(cloud, home, monkeypatch):
    """What a library says of them names neither the place nor the cure."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(DeliveryError, match=r"credentials\n.*AWS_SECRET_ACCESS_KEY"):
        [*bucket.fetch(TALKS, home, ["talks"])]


def test_a_cloud_that_cannot_be_opened_at_all_is_told_in_words(home, monkeypatch):
    """Azure's library wants to know the account before anybody asks it."""

    def closed(*_, **__):
        raise ValueError("Must provide an account_name")

    monkeypatch.setattr("fsspec.filesystem", closed)
    azure = parse_target("abfs://container/talks")
    with pytest.raises(DeliveryError, match=r"account_name\n.*AZURE_STORAGE_ACCOUNT"):
        [*bucket.fetch(azure, home, ["talks"])]


def test_a_copy_that_cannot_be_written_here_is_no_error_of_the_cloud(cloud, tmp_path):
    """Keys would not help a full disk."""
    cloud.put("talks/talks/site.yaml", "title: T\n")
    (tmp_path / "talks").write_text("in the way", encoding="utf-8")
    with pytest.raises(DeliveryError, match=r"^cannot write .*/talks: that is there"):
        [*bucket.fetch(TALKS, tmp_path, ["talks"])]


@pytest.mark.parametrize("command", ["new", "set", "cancel", "move", "serve", "import"])
def test_what_writes_records_is_done_at_home(run, command):
    """A changed copy would be lost with the next fetch."""
    ran = run("-C", "s3://bucket/talks", command)
    assert ran.status == 1
    assert f"`announcer {command}` works on a project of this machine" in ran.err


def test_other_addresses_are_no_projects_and_no_folders_of_a_build(run, project):
    """They are places to publish to, which another command does."""
    for address in ("https://example.edu/talks", "ftp://example.edu", "s3://"):
        ran = run("-C", address, "list")
        assert ran.status == 1
        assert f"{address} is no folder of a bucket" in ran.err
    ran = run("-C", "s3://olga:secret@bucket/talks", "list")
    assert ran.status == 1
    assert "secret" not in ran.err
    ran = run("-C", project, "build", "--out", "rsync://www.example.edu/talks")
    assert ran.status == 1
    assert "no folder of a bucket" in ran.err
    assert not (project / "build").exists()


def test_a_pretended_clock_brings_nothing_to_a_bucket(run, project, monkeypatch):
    """Nobody shall read what is not the case."""
    monkeypatch.delenv("ANNOUNCER_REHEARSAL")
    ran = run(
        *("--now", "2021-03-01", "-C", project, "build"),
        *("--out", "s3://bucket/site"),
    )
    assert ran.status == 1
    assert "Nothing was published" in ran.err
    assert not (project / "build").exists()


def test_a_missing_library_is_named(run, monkeypatch, tmp_path):
    """It is an extra: most projects are on a disk."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setitem(sys.modules, "fsspec", None)
    ran = run("-C", "s3://bucket/talks", "list")
    assert ran.status == 1
    assert "pip install 'talk-announcer[bucket]'" in ran.err
