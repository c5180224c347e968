"""Real CalDAV servers on loopback, and a relay before them that counts and cuts."""

from __future__ import annotations

import base64
import http.client
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.delivery.servers import wait_for

USER, PASSWORD = "olga", "correct horse: ü"
_RADICALE = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = from_file
file = {folder}/rights
[storage]
filesystem_folder = {folder}/store
[logging]
level = critical
"""
_RIGHTS = """
[root]
user: .+
collection:
permissions: R
[own]
user: .+
collection: {user}
permissions: RW
[closed]
user: .+
collection: {user}/closed
permissions:
[readonly]
user: .+
collection: {user}/readonly
permissions: r
[calendars]
user: .+
collection: {user}/[^/]+
permissions: rw
"""


class Relay:
    """Passes requests on to a server; writes them down; breaks off where it is told.

    ``requests`` are the methods with the answers' status. A test may set ``cut`` to the
    number of writes after which the connection breaks (``lost``: the next one is done,
    and its answer lost), ``answers`` to what the relay answers by itself, and
    ``without_tags`` for a server that keeps tags to itself.
    """

    def __init__(self, server: str) -> None:
        self.server = urlsplit(server)
        self.requests: list[tuple[str, int]] = []
        self.bodies: list[bytes] = []
        self.cut: int | None = None
        self.lost = False
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.without_tags = False
        self.url = ""

    @property
    def methods(self) -> list[str]:
        return [method for method, status in self.requests if status != 401]

    @property
    def writes(self) -> list[str]:
        return [method for method in self.methods if method in {"PUT", "DELETE"}]

    def is_spent(self) -> bool:
        if self.cut is None:
            return False
        self.cut -= 1
        return self.cut < 0

    def fetch(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Ask the server itself."""
        place = (self.server.hostname or "", self.server.port)
        connection = http.client.HTTPConnection(*place, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def by_hand(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> bytes:
        """Do what another calendar program would, past the relay."""
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        known = {"Authorization": f"Basic {login}", **headers}
        status, _, content = self.fetch(method, path, body, known)
        assert status < 300, (status, content)
        return content

    def put(self, path: str, content: str) -> None:
        self.by_hand("PUT", path, content.encode(), **{"Content-Type": "text/calendar"})

    def paths(self, calendar: str) -> list[str]:
        """Return where the events of a calendar lie."""
        listing = self.by_hand(
            "PROPFIND",
            calendar,
            b'<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>',
            **{"Depth": "1", "Content-Type": "text/xml"},
        )
        found = re.findall(r"<(?:\w+:)?href>([^<]*)<", listing.decode())
        return sorted(path for path in found if not path.endswith("/"))

    def events(self, calendar: str) -> list[str]:
        return [self.by_hand("GET", path).decode() for path in self.paths(calendar)]


class _Handler(BaseHTTPRequestHandler):
    relay: Relay
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self.pass_on
        raise AttributeError(name)

    def pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        breaks = self.command in {"PUT", "DELETE"} and self.relay.is_spent()
        if breaks and not self.relay.lost:
            return self.hang_up()
        status, headers, content = self.answer(body)
        self.write_down(status, body)
        return self.hang_up() if breaks else self.reply(status, headers, content)

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def write_down(self, status: int, body: bytes) -> None:
        self.relay.requests.append((self.command, status))
        if self.command == "PUT":
            self.relay.bodies.append(body)

    def answer(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        if self.command in self.relay.answers:
            status, headers, content = self.relay.answers[self.command]
            return status, list(headers.items()), content
        sent = {k: v for k, v in self.headers.items() if k != "Accept-Encoding"}
        return self.relay.fetch(self.command, self.path, body, sent)

    def reply(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        left_out = {"content-length", "transfer-encoding", "connection"}
        if self.relay.without_tags:
            left_out.add("etag")
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in left_out:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def relayed(server: str) -> Iterator[Relay]:
    """Start a relay before a server."""
    relay = Relay(server)
    handler = type("Handler", (_Handler,), {"relay": relay})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listener:
        listener.daemon_threads = True
        listener.block_on_close = False
        thread = threading.Thread(target=listener.serve_forever, args=(0.01,))
        thread.start()
        relay.url = f"http://127.0.0.1:{listener.server_address[1]}"
        try:
            yield relay
        finally:
            listener.shutdown()
            thread.join()


@contextmanager
def radicale(folder: Path, port: int) -> Iterator[str]:
    """Start a Radicale with one user."""
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    (folder / "rights").write_text(_RIGHTS.format(user=USER))
    (folder / "config").write_text(_RADICALE.format(folder=folder, port=port))
    with _running("radicale", "--config", str(folder / "config"), port=port) as url:
        yield url


@contextmanager
def xandikos(folder: Path, port: int) -> Iterator[str]:
    """Start a Xandikos, which asks for no password."""
    words = ("serve", "-d", str(folder / "store"), "--defaults", "-l", "127.0.0.1")
    principal = ("--current-user-principal", f"/{USER}/", "--no-detect-systemd")
    state = ("--state-dir", str(folder / "state"), "-p", str(port))
    with _running("xandikos", *words, *principal, *state, port=port) as url:
        yield url


@contextmanager
def _running(module: str, *words: str, port: int) -> Iterator[str]:
    command = [sys.executable, "-W", "ignore", "-m", module, *words]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


def make_calendar(folder: Path, name: str) -> str:
    """Make an empty calendar of a Radicale and return its path on the server."""
    place = folder / "store/collection-root" / USER / name
    place.mkdir(parents=True)
    props = '{"tag": "VCALENDAR", "D:displayname": "Talks"}'
    (place / ".Radicale.props").write_text(props)
    return f"/{USER}/{name}/"
