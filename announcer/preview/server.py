"""The preview's web server: for one reader, on the machine where the talks are written.

The standard library's server is enough for that, and needs nothing to be installed.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from announcer.preview.dressing import MAILS
from announcer.preview.workshop import Failed, Workshop


@dataclass(frozen=True, slots=True)
class Address:
    """Where the preview can be seen."""

    site: str
    mails: str


class Server(ThreadingHTTPServer):
    """The web server, with what its answers need."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self,
        host: str,
        port: int,
        workshop: Workshop,
        handler: type[BaseHTTPRequestHandler],
    ) -> None:
        self.workshop = workshop
        self.host = host
        self.connections: set[socket.socket] = set()
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), handler)

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
        connection = request
        assert isinstance(connection, socket.socket)  # noqa: S101 - for the type checker
        self.connections.add(connection)
        super().process_request(connection, client_address)

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


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach the host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _names() -> set[str]:
    own = socket.gethostname().lower()
    return {own, f"{own.partition('.')[0]}.local"}
