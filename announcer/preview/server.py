"""The preview's web server: for one reader, on the machine where the talks are written.

The standard library's server is enough for that, and needs nothing to be installed. Its
answers say which file an address means, and what goes with it.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import cast
from urllib.parse import parse_qs, quote, unquote_to_bytes, urlsplit

from announcer import __version__
from announcer.classes import dataclass
from announcer.output import content_type
from announcer.post import is_loopback
from announcer.preview.dressing import MAILS, OWN, dressed, own_file
from announcer.preview.workshop import Failed, Workshop

_HTML = content_type("a.html")
_TEXT = content_type("a.txt")
_EVENTS = "events"
_INDEX = "index.html"
_LOST = "site/404.html"

# Seconds between signs of life to a page that waits; each finds out who has gone.
_BREATH = 10.0

_HEADERS = {
    # Nothing is kept: a page is as old as the moment it is asked for.
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # No page of another site may show or read what is not published yet.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where the preview can be seen."""

    site: str
    mails: str


class Server(ThreadingHTTPServer):
    """The web server, with what its answers need."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str, port: int, workshop: Workshop) -> None:
        self.workshop = workshop
        self.host = host
        self.connections: set[socket.socket] = set()
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        """Bind without asking anybody for this machine's name, which may take long."""
        if os.name == "posix":  # on Windows two servers would share a port
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    @property
    def base(self) -> str:
        """Return the path of the site on its own host, from ``/`` to ``/``."""
        site = self.workshop.site
        return urlsplit(site.url).path.rstrip("/") + "/" if site else "/"

    @property
    def address(self) -> Address:
        """Return where a browser on this machine finds the preview."""
        unspecified = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - not bound here
        host = unspecified.get(self.host, self.host)
        name = f"[{host}]" if ":" in host else host
        top = f"http://{name}:{self.server_address[1]}"
        return Address(top + quote(self.base), top + MAILS)

    def welcomes(self, header: str) -> bool:
        """Say whether a request came for us, not for a name that was led here.

        Another site's page can give its own name our address (DNS rebinding). An
        address in figures is nobody's name, so it will do where others may come in.
        """
        try:
            name = (urlsplit(f"//{header}").hostname or "").rstrip(".")
        except ValueError:
            return False
        if name in {"localhost", "127.0.0.1", "::1", self.host.lower()}:
            return True
        return not is_loopback(self.host) and (_is_address(name) or name in _names())

    def process_request(self, request: object, client_address: object) -> None:
        """Remember the connection, so that none outlives the server."""
        assert isinstance(request, socket.socket)  # noqa: S101 - for the type checker
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: object) -> None:
        """Forget the connection and close it."""
        assert isinstance(request, socket.socket)  # noqa: S101 - for the type checker
        self.connections.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Close everything, also connections that a browser keeps for later."""
        super().server_close()
        for connection in tuple(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - its signature
        """Tell of a mistake of ours; a browser that went away made none."""
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, OSError):
            self.workshop.tell(Failed(error))


class _Handler(BaseHTTPRequestHandler):
    """One connection of a browser."""

    protocol_version = "HTTP/1.1"
    server_version = f"announcer/{__version__}"
    sys_version = ""
    timeout = 60  # an idle connection is not kept for ever

    def do_GET(self) -> None:
        """Answer with a file, or say why there is none."""
        if not self._preview.welcomes(self.headers.get("Host", "")):
            self._say(
                HTTPStatus.FORBIDDEN,
                "This preview answers to the name of this machine only, so that no "
                "page of another site can read it. "
                "Open the address that `announcer serve` has printed.",
            )
            return
        path = _path(self.path)
        if path is None:
            self._say(HTTPStatus.BAD_REQUEST, "This address cannot be read.")
        elif path.startswith(OWN):
            self._own(path.removeprefix(OWN))
        elif path.startswith(MAILS) or path == MAILS.rstrip("/"):
            self._file("mail/", MAILS, path)
        else:
            self._site(path)

    do_HEAD = do_GET  # noqa: N815 - the same, and _send leaves the content out

    @property
    def _preview(self) -> Server:
        return cast(Server, self.server)

    def _own(self, name: str) -> None:
        if name == _EVENTS:
            self._wait()
            return
        content = own_file(name)
        if content is None:
            self._say(HTTPStatus.NOT_FOUND, "The preview has no such file.")
        else:
            self._send(HTTPStatus.OK, content_type(name), content)

    def _site(self, path: str) -> None:
        """Answer below the path that the site will have on its own host."""
        base = self._preview.base
        if path == "/" and base != "/":
            self._redirect(base)
        elif path.startswith(base) or path == base.rstrip("/"):
            self._file("site/", base, path)
        else:
            self._lost()

    def _file(self, folder: str, base: str, path: str) -> None:
        """Answer with a file of a folder of the build; a folder has its index."""
        inside = path.removeprefix(base) if path.startswith(base) else None
        if inside is None:
            self._redirect(base)
            return
        name = folder + inside
        if name.endswith("/"):
            name += _INDEX
        workshop = self._preview.workshop
        if workshop.site is None or workshop.knows(name):
            self._page(HTTPStatus.OK, name)
        elif workshop.knows(f"{name}/{_INDEX}"):
            self._redirect(quote(f"{base}{inside}/"))
        else:
            self._lost()

    def _lost(self) -> None:
        known = self._preview.workshop.knows(_LOST)
        self._page(HTTPStatus.NOT_FOUND, _LOST if known else "")

    def _page(self, status: HTTPStatus, name: str) -> None:
        page = self._preview.workshop.page(name)
        if page.content is None:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, _HTML, dressed(page))
        elif content_type(name) == _HTML:
            self._send(status, _HTML, dressed(page), name)
        else:
            self._send(status, content_type(name), page.content, name)

    def _redirect(self, to: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", to)
        self._end(0)

    def _say(self, status: HTTPStatus, text: str) -> None:
        self._send(status, _TEXT, f"{text}\n".encode())

    def _send(
        self, status: HTTPStatus, media: str, content: bytes, name: str = ""
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        if name.startswith("mail/"):
            self.send_header("X-Frame-Options", "SAMEORIGIN")
        if name.endswith(".eml"):
            self.send_header("Content-Disposition", "attachment")
        self._end(len(content))
        if self.command != "HEAD":
            self.wfile.write(content)

    def _end(self, length: int) -> None:
        self.send_header("Content-Length", str(length))
        self._end_headers()

    def _end_headers(self) -> None:
        for header, value in _HEADERS.items():
            self.send_header(header, value)
        self.end_headers()

    def _wait(self) -> None:
        """Tell a page when something newer is there (Server-Sent Events)."""
        seen = parse_qs(urlsplit(self.path).query).get("seen", [""])[0]
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self._end_headers()
        if self.command == "HEAD":
            return
        workshop = self._preview.workshop
        self.wfile.write(b"retry: 500\n\n")
        while not workshop.wait(seen, _BREATH):
            if workshop.closed:
                return
            self.wfile.write(b": nothing new\n\n")
        self.wfile.write(f"event: changed\ndata: {workshop.version}\n\n".encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Say nothing: what is asked for is seen in the browser."""


def _path(target: str) -> str | None:
    """Return the path of a request's target, decoded; None where it is not UTF-8."""
    try:
        raw = urlsplit(target).path if target.startswith("/") else ""
        path = unquote_to_bytes(raw.encode("latin-1")).decode("utf-8")
    except ValueError:
        return None
    return path if path.startswith("/") and "\0" not in path else None


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _names() -> set[str]:
    own = socket.gethostname().lower()
    return {own, f"{own.partition('.')[0]}.local"}
