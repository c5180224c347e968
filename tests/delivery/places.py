"""Real places to publish to: a folder, rsync servers, a Git repository, a bucket."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol
from urllib.request import Request, urlopen

import pytest

from tests.delivery.servers import free_port, wait_for


class Held(Protocol):
    """A place, and what it holds as its readers see it."""

    target: str

    def read(self) -> dict[str, bytes]: ...

    def write(self, path: str, content: bytes) -> None: ...


class FolderHeld:
    def __init__(self, target: str, folder: Path) -> None:
        self.target = target
        self.folder = folder

    def read(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }

    def write(self, path: str, content: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


class BranchHeld:
    """The branch gh-pages of a bare repository."""

    def __init__(self, target: str, bare: Path) -> None:
        self.target = target
        self.bare = bare

    def git(self, *arguments: str, given: bytes | None = None) -> bytes:
        command = ["git", "-C", str(self.bare), *arguments]
        return subprocess.run(
            command, check=True, capture_output=True, input=given
        ).stdout

    def is_there(self) -> bool:
        return bool(self.git("branch", "--list", "gh-pages"))

    def read(self) -> dict[str, bytes]:
        if not self.is_there():
            return {}
        with tarfile.open(fileobj=BytesIO(self.git("archive", "gh-pages"))) as found:
            files = [one for one in found if one.isfile()]
            return {one.name: found.extractfile(one).read() for one in files}  # type: ignore[union-attr]

    def write(self, path: str, content: bytes) -> None:
        parent = b"from refs/heads/gh-pages^0\n" if self.is_there() else b""
        self.git(
            "fast-import",
            "--quiet",
            "--date-format=now",
            given=b"commit refs/heads/gh-pages\ncommitter A <a@example.edu> now\n"
            b"data 4\nhand\n%bM 100644 inline %b\ndata %d\n%b\n"
            % (parent, path.encode(), len(content), content),
        )


class BucketHeld:
    def __init__(self, target: str, endpoint: str) -> None:
        import boto3  # noqa: PLC0415 - the skip comes first

        self.target = target
        self.client: Any = boto3.client("s3", endpoint_url=endpoint)
        self.prefix = target.removeprefix("s3://bucket/") + "/"
        self.client.create_bucket(Bucket="bucket")

    def read(self) -> dict[str, bytes]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="bucket")
        keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
        return {
            key.removeprefix(self.prefix): self.client.get_object(
                Bucket="bucket", Key=key
            )["Body"].read()
            for key in keys
        }

    def head(self, path: str) -> dict[str, str]:
        """Return the headers that a file is handed out with."""
        found: dict[str, str] = self.client.head_object(
            Bucket="bucket", Key=self.prefix + path
        )
        return found

    def write(self, path: str, content: bytes) -> None:
        self.client.put_object(Bucket="bucket", Key=self.prefix + path, Body=content)


def folder(tmp_path: Path) -> FolderHeld:
    return FolderHeld("../public/talks", tmp_path / "public/talks")


@contextmanager
def running(*command: str | Path, port: int) -> Iterator[None]:
    """Run a server of our own, and end it."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(port)
            yield
        finally:
            server.terminate()


def program(name: str) -> str:
    found = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


@contextmanager
def rsync_server(tmp_path: Path) -> Iterator[FolderHeld]:
    """A real rsync daemon."""
    port, root = free_port(), tmp_path / "served"
    root.mkdir()
    settings = tmp_path / "rsyncd.conf"
    settings.write_text(
        f"use chroot = no\n[web]\npath = {root}\nread only = no\n"
        f"uid = {os.getuid()}\ngid = {os.getgid()}\n"
    )
    command = (program("rsync"), "--daemon", "--no-detach", f"--config={settings}")
    with running(*command, "--address=127.0.0.1", f"--port={port}", port=port):
        yield FolderHeld(f"rsync://localhost:{port}/web/talks", root / "talks")


@contextmanager
def ssh_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FolderHeld]:
    """A real sshd for one user with one key; ssh finds both by a wrapper in PATH."""
    port, sshd = free_port(), program("sshd")
    program("rsync")
    home = tmp_path / "ssh"
    home.mkdir(mode=0o700)
    for name in ("host", "user"):
        subprocess.run(
            [program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", home / name],
            check=True,
        )
    settings = home / "sshd_config"
    settings.write_text(
        f"HostKey {home}/host\nAuthorizedKeysFile {home}/user.pub\nPidFile none\n"
        f"ListenAddress 127.0.0.1\nPort {port}\nStrictModes no\nUsePAM no\n"
        "PasswordAuthentication no\n"
    )
    wrapper = tmp_path / "bin/ssh"
    wrapper.parent.mkdir()
    wrapper.write_text(
        f"#!/bin/sh\nexec {program('ssh')} -F none -i {home}/user -o BatchMode=yes "
        '-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -q "$@"\n'
    )
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd's own, as its service makes it
    public = tmp_path / "remote talks"
    with running(sshd, "-D", "-f", settings, port=port):
        yield FolderHeld(f"ssh://localhost:{port}{public}", public)


def pushed_branch(tmp_path: Path, project: Path) -> BranchHeld:
    """The project in a Git repository with a remote, as on GitHub."""
    bare = new_bare(tmp_path)
    for arguments in (
        ["init", "-q", "-b", "main"],
        ["add", "talks"],
        ["-c", "user.name=A", "-c", "user.email=a@example.edu", "commit", "-qm", "x"],
        ["remote", "add", "origin", str(bare)],
        ["push", "-q", "origin", "main"],
    ):
        subprocess.run(["git", "-C", project, *arguments], check=True)
    return BranchHeld("git:gh-pages", bare)


def foreign_branch(tmp_path: Path) -> BranchHeld:
    """A branch of a repository that is elsewhere."""
    bare = new_bare(tmp_path)
    return BranchHeld(f"git+file://{bare}#gh-pages", bare)


def new_bare(tmp_path: Path) -> Path:
    program("git")
    bare = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", bare], check=True)
    return bare


@contextmanager
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[BucketHeld]:
    """Moto's server, which speaks S3."""
    pytest.importorskip("s3fs", reason="s3fs is not installed")
    server = pytest.importorskip("moto.server", reason="moto is not installed")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    running_server = server.ThreadedMotoServer("127.0.0.1", port, verbose=False)
    running_server.start()
    urlopen(Request(f"{endpoint}/moto-api/reset", method="POST")).close()
    try:
        yield BucketHeld("s3://bucket/talks", endpoint)
    finally:
        running_server.stop()
