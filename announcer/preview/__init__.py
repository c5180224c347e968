"""The preview room: the site and the mails in a browser, as the records stand now.

It builds in memory and makes a page when somebody asks for it, so that a saved record
is seen at once. This room alone knows the web server, the watching of files and what a
page needs to reload itself. It sends nothing, and what people were told it only reads.
"""

from __future__ import annotations

import errno
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from announcer.errors import AnnouncerError
from announcer.preview import watching
from announcer.preview.server import Address, Server
from announcer.preview.workshop import Failed, News, Rebuilt, Sources, Workshop

__all__ = ["Address", "Failed", "News", "Rebuilt", "Sources", "serving"]

# Where the port was left to us: how many more to try after one that is taken.
_MORE_PORTS = 20
_HIGHEST_PORT = 65_535


@contextmanager
def serving(
    sources: Sources,
    *,
    host: str,
    port: int,
    exactly: bool,
    tell: Callable[[News], None],
) -> Iterator[Address]:
    """Serve the preview until the end of the block, and yield where it is.

    A port that is taken is an error (``exactly``), or the next free one is taken; 0 is
    any free one. ``tell`` hears of every rebuild and failure, also from other threads.
    Raises AnnouncerError where nothing can be served.
    """
    workshop = Workshop(sources, tell, secrets.token_hex(4))
    server = _opened(host, port, 0 if exactly else _MORE_PORTS, workshop)
    stop = Event()
    seen = watching.stamps(sources.watched)
    workers = (
        Thread(target=server.serve_forever, args=(0.1,), daemon=True),
        Thread(target=_watch, args=(workshop, seen, stop), daemon=True),
    )
    try:
        workshop.rebuild()
        for worker in workers:
            worker.start()
        try:
            yield server.address
        finally:
            stop.set()
            workshop.close()
            server.shutdown()
            for worker in workers:
                worker.join(timeout=5)
    finally:
        server.server_close()


def _watch(workshop: Workshop, seen: watching.Stamps, stop: Event) -> None:
    for changed in watching.changes(workshop.sources.watched, seen, stop):
        workshop.rebuild(changed)


def _opened(host: str, port: int, more: int, workshop: Workshop) -> Server:
    try:
        return Server(host, port, workshop)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise AnnouncerError(_refused(host, port, error)) from error
    if not more or port == _HIGHEST_PORT:
        raise AnnouncerError(
            f"port {port} is taken by another program, perhaps by another "
            "`announcer serve`; choose one with --port, or --port 0 for any free one"
        )
    return _opened(host, port + 1, more - 1, workshop)


def _refused(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"this machine has no address {host}; try --host 127.0.0.1"
    if error.errno == errno.EACCES:
        return f"port {port} is reserved by the system; try --port 8000"
    return f"cannot serve at {host} port {port}: {error.strerror}"
