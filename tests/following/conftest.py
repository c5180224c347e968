"""Groups with web servers of their own on loopback, and a site that follows them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

NOW = ("--now", "2021-03-01T09:00")
NOETHER = """\
BEGIN:VEVENT
UID:noether@math.example.edu
DTSTAMP:20210201T080000Z
LAST-MODIFIED:20210201T080000Z
SEQUENCE:3
DTSTART;TZID=Europe/Berlin:20210309T160000
DTEND;TZID=Europe/Berlin:20210309T170000
SUMMARY:Emmy Noether: Invariants
LOCATION:Room 5
URL:https://math.example.edu/talks/noether
END:VEVENT
"""
ARTIN = """\
BEGIN:VEVENT
UID:artin@math.example.edu
DTSTAMP:20210201T080000Z
DTSTART;TZID=Europe/Berlin:20210316T160000
DTEND;TZID=Europe/Berlin:20210316T170000
SUMMARY:Emil Artin: Braids
END:VEVENT
"""


def calendar(*events: str) -> bytes:
    """Return a calendar as programs write it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//them//EN"]
    text = "\n".join(lines) + "\n" + "".join(events) + "END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


@dataclass
class Group:
    """What the server of a group answers at every path, and what it was asked."""

    address: str = ""
    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0  # seconds before each byte
    asked: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def group() -> Iterator[Group]:
    """Yield a group with a server; it knows what it answered before (ETag)."""
    them = Group()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            them.asked.append(dict(self.headers))
            etag = them.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(them.status)
            for name, value in them.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if not them.pause:
                self.wfile.write(them.content)
                return
            for letter in them.content:
                time.sleep(them.pause)
                try:
                    self.wfile.write(bytes([letter]))
                    self.wfile.flush()
                except OSError:
                    return

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.daemon = True
        thread.start()
        them.address = f"http://127.0.0.1:{server.server_port}"
        them.content = calendar(NOETHER, ARTIN)
        yield them
        server.shutdown()
        thread.join()


@dataclass
class Home:
    """A site that follows, and its command line."""

    folder: Path
    run: Callable[..., Any]

    def __call__(self, *words: object, now: str = NOW[1]) -> Any:
        """Run a command at a moment."""
        return self.run("-C", self.folder, "--now", now, *words)

    def entry(self, group: Group, more: str = "") -> None:
        """Follow a group, and nobody else."""
        path = self.folder / "talks/site.yaml"
        text = path.read_text().partition("follow:")[0]
        url = f"{group.address}/all.ics"
        text += f"follow:\n  - url: {url}\n    name: Mathematics\n    as: guests\n"
        path.write_text(text + more)

    def read(self, path: str) -> str:
        """Return a file of the site."""
        return (self.folder / "build/site" / path).read_text(encoding="utf-8")

    def listed(self) -> str:
        """Return what `list` says of all talks."""
        return str(self("list", "--all").out)


@pytest.fixture
def home(project: Path, run: Callable[..., Any], group: Group) -> Home:
    """Return a site that follows the group."""
    home = Home(project, run)
    home.entry(group)
    return home
