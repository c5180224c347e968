"""Real servers on loopback that behave, or misbehave, as a test asks them to."""

import shutil
import socket
import socketserver
import subprocess
import threading
from asyncio import Server
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from ssl import SSLContext
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.delivery.servers import Inbox
from tests.ledger.conftest import memory_folder

__all__ = ["memory_folder"]

Scene = Callable[[Any], None]


class _Server(Controller):
    def __init__(self, handler, factory, **options):
        super().__init__(handler, hostname="127.0.0.1", port=0, **options)
        self.make = factory

    def factory(self):
        return self.make(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self):
        # port 0: the system has chosen one by now
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def inbox() -> Inbox:
    """Return what a server that behaves has taken."""
    return Inbox()


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Start an aiosmtpd server with a handler; return its address for ``via``."""
    with ExitStack() as stack:

        def start(
            handler: Any,
            factory: Any = SMTP,
            scheme: str = "smtp",
            user: str = "",
            **options: Any,
        ) -> str:
            server = _Server(handler, factory, **options)
            server.start()
            stack.callback(server.stop)
            return f"{scheme}://{user}127.0.0.1:{server.port}"

        yield start


@pytest.fixture
def script() -> Iterator[Callable[..., str]]:
    """Start a server that plays one function for each connection, in order."""
    with ExitStack() as stack:

        def start(*scenes: Scene, tls: SSLContext | None = None) -> str:
            return stack.enter_context(_scripted(scenes, tls))

        yield start


@contextmanager
def _scripted(scenes: Iterable[Scene], tls: SSLContext | None) -> Iterator[str]:
    waiting = list(scenes)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            try:
                waiting.pop(0)(self)
            except (ConnectionError, IndexError):
                return

    class ScriptServer(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        pause = staticmethod(threading.Event().wait)

        def server_bind(self):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            super().server_bind()

        def get_request(self):
            connection, address = super().get_request()
            if tls is not None:
                connection = tls.wrap_socket(connection, server_side=True)
            return connection, address

        def handle_error(self, request, client_address):
            pass  # a client that hangs up is what some tests are about

    with ScriptServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def certificates(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], tuple[Path, Path]]:
    """Make a self-signed certificate for 127.0.0.1: its file and that of its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificates")

    def make(name: str) -> tuple[Path, Path]:
        certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
        if not certificate.exists():
            command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256"
            names = "subjectAltName=IP:127.0.0.1,DNS:localhost"
            subprocess.run(
                [
                    *(*command.split(), "-nodes", "-days", "30"),
                    *("-subj", f"/CN={name}", "-addext", names),
                    *("-keyout", key, "-out", certificate),
                ],
                check=True,
                capture_output=True,
            )
        return certificate, key

    return make
