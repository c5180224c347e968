"""Answers to a browser: which file an address means, and what goes with it."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import cast
from urllib.parse import parse_qs, quote, unquote_to_bytes, urlsplit

from announcer import __version__
from announcer.output import content_type
from announcer.preview.dressing import MAILS, OWN, dressed, own_file
from announcer.preview.server import Server

HTML = content_type("index.html")
TEXT = content_type("robots.txt")
_EVENTS = "events"
_INDEX = "index.html"
_LOST = "site/404.html"
_HTML = content_type("a.html")
_TEXT = content_type("a.txt")

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


class Handler(BaseHTTPRequestHandler):
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
        if self._preview.workshop.knows(_LOST):
            self._page(HTTPStatus.NOT_FOUND, _LOST)
        else:
            self._page(HTTPStatus.NOT_FOUND, "")

    def _page(self, status: HTTPStatus, name: str) -> None:
        page = self._preview.workshop.page(name)
        if page.content is None:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, HTML, dressed(page))
        elif content_type(name) == HTML:
            self._send(status, HTML, dressed(page), name)
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
        for header, value in _HEADERS.items():
            self.send_header(header, value)
        self.end_headers()
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
