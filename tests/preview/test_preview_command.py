"""``announcer serve`` as a program: what it prints, refuses and leaves behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.preview.running import PAGE, PATIENCE, TALK

PRINTED = re.compile(r"http://\S+")


@contextmanager
def started(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Start the command; whatever happens, it does not outlive the test."""
    # where tests run in the background, it would inherit that Ctrl-C means nothing
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    command = [sys.executable, "-m", "announcer", "-C", str(folder)]
    process = subprocess.Popen(
        [*command, "--now", "2021-03-01T09:00", "serve", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    signal.signal(signal.SIGINT, before)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def addresses(process: subprocess.Popen[str]) -> list[str]:
    """Read the printed addresses of the site and the mails."""
    assert process.stdout
    lines = [process.stdout.readline() for _ in range(2)]
    found = [PRINTED.search(line) for line in lines]
    assert all(found), lines
    return [match[0] for match in found if match]


def get(address: str) -> str:
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=PATIENCE)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def test_it_prints_where_to_look_and_what_it_shows_and_ctrl_c_ends_it(project):
    with started(project, "--port", "0") as process:
        site, mails = addresses(process)
        assert site.startswith("http://127.0.0.1:")
        assert "Surprises in Deep Learning" in get(site)
        assert "Daniel Soudry" in get(mails)
        assert process.stdout
        assert process.stdout.readline() == "Ctrl-C ends this.\n"
        talk = project / TALK
        new = project / "talks/wilks/.new"
        new.write_text(talk.read_text().replace("Surprises", "Secrets"))
        new.replace(talk)
        assert process.stdout.readline().startswith(f"{TALK}: shown after 0.")
        assert "Secrets in Deep Learning" in get(site)
        waiting = HTTPConnection(urlsplit(site).netloc, timeout=PATIENCE)
        version = re.search(r'data-version="([^"]+)', get(site))
        assert version
        waiting.request("GET", f"/_serve/events?seen={version[1]}")
        response = waiting.getresponse()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err) == (130, "\nStopped.\n")
        response.close()
        waiting.close()
    assert not (project / ".announcer").exists()
    assert not (project / "build").exists()


def test_mistakes_are_said_on_the_terminal_too_and_it_goes_on(project):
    talk = project / TALK
    good = talk.read_text()
    talk.write_text(good.replace("speaker:", "speeker:"))
    with started(project, "--port", "0") as process:
        site, _ = addresses(process)
        assert process.stderr
        assert process.stderr.readline().startswith(f"{TALK}:2:1: error:")
        assert f"{TALK}:2:1" in get(site)


def test_a_port_that_is_taken_is_said(project, run):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = run("-C", project, "serve", "--port", port)
    assert ran.status == 1
    assert ran.err.startswith(f"error: port {port} is taken by another program")
    assert "--port" in ran.err
    assert ran.out == ""


def test_without_a_port_the_next_free_one_is_taken(project):
    with started(project) as one, started(project) as other:
        first, second = addresses(one)[0], addresses(other)[0]
        assert first != second
        assert get(first + PAGE.lstrip("/"))
        assert get(second + PAGE.lstrip("/"))


def test_an_address_of_another_machine_is_said(project, run):
    ran = run("-C", project, "serve", "--host", "192.0.2.1", "--port", "0")
    assert ran.status == 1
    assert "this machine has no address 192.0.2.1" in ran.err


def test_another_address_comes_with_a_warning(project):
    with started(project, "--host", "0.0.0.0", "--port", "0") as process:
        site, _ = addresses(process)
        assert "Surprises" in get(site)
        assert process.stderr
        warning = process.stderr.readline()
    assert "warning: everybody who can reach 0.0.0.0 sees the mails too" in warning
    assert "links that only members may know" in warning


@pytest.mark.parametrize("port", ["65536", "-1", "http"])
def test_a_wrong_port_is_wrong_usage(project, run, port):
    assert run("-C", project, "serve", "--port", port).status == 2


def test_a_clock_that_cannot_be_read_is_shown_in_the_page(project, preview_of):
    preview = preview_of(project, "soon")
    assert "--now" in preview.text("/")
