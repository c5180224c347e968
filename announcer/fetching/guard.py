"""Where a question may go, however a server leads on, and how long it may take."""

from __future__ import annotations

import ipaddress
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from announcer.errors import AnnouncerError, BadValue

_PORTS = {"http": 80, "https": 443}
_LOOPBACK = frozenset({"localhost", "localhost."})
# An IPv4 address inside one of IPv6 (RFC 6052 section 2.1).
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Guard:
    """Where one question may go, however it is led on, and how long it may take."""

    def __init__(self, address: str, *, inside: bool) -> None:
        parts = urlsplit(address)
        host = (parts.hostname or "").casefold()
        self.address = address
        is_own = inside or host in _LOOPBACK or _number(host) is not None
        ports = {parts.port} if parts.port else set(_PORTS.values())
        self._own = {(host, port) for port in ports} if is_own else set()
        self._own |= set(_proxies())
        self._twins: list[socket.socket] = []
        self._within = 0.0
        self._is_late = False

    @contextmanager
    def watching(self, within: float) -> Iterator[None]:
        """Hang up after so many seconds, whatever the server still does."""
        self._within = within
        timer = Timer(within, self._hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # a process of one thread can be copied
            for twin in self._twins:
                twin.close()

    def _hang_up(self) -> None:
        self._is_late = True
        for twin in tuple(self._twins):
            with suppress(OSError):
                twin.shutdown(socket.SHUT_RDWR)

    def refuse_slow(self) -> None:
        """Raise AnnouncerError if the answer took too long."""
        if self._is_late:
            raise AnnouncerError(
                f"cannot read {self.address}: the server takes longer than "
                f"{self._within:g} seconds to answer"
            ) from None

    def connect(
        self, place: tuple[str, int], timeout: float, *_: object
    ) -> socket.socket:
        """Return a connection to an address that was looked at, and to no other."""
        host, port = place
        failure: OSError | None = None
        for family, kind, proto, _name, where in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        ):
            self.refuse_inside(host, port, str(where[0]))
            made = socket.socket(family, kind, proto)
            made.settimeout(timeout)
            try:
                made.connect(where)
            except OSError as error:
                made.close()
                failure = error
                continue
            # TLS takes the socket over; its twin can still end the connection
            self._twins.append(made.dup())
            if self._is_late:
                self._hang_up()
            return made
        raise failure or OSError(f"there is no server {host}")

    def refuse_inside(self, host: str, port: int, number: str) -> None:
        """Raise BadValue for a place in this network that nobody has named."""
        known = _number(number)
        if known is None or not _is_inside(known):
            return
        if (host.casefold(), port) not in self._own:
            raise BadValue(
                f"cannot read {self.address}: it leads to {host} ({number}), which is "
                "inside of a network, and not on the web",
                "If that is meant, write the number itself: http://"
                f"{f'[{number}]' if ':' in number else number}/...",
            )

    def refuse_number(self, address: str) -> None:
        """Raise BadValue where an address itself is the number of such a place."""
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
        host = parts.hostname or ""
        self.refuse_inside(host, port, "127.0.0.1" if host in _LOOPBACK else host)


def _number(host: str) -> _Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _is_inside(number: _Address) -> bool:
    """Say whether a number is none of the open net: private, loopback, link-local."""
    inner: list[Any] = [number]
    if isinstance(number, ipaddress.IPv6Address):
        inner += [number.ipv4_mapped, number.sixtofour, *(number.teredo or ())]
        if number in _TRANSLATED:
            inner.append(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
    return any(not one.is_global or one.is_multicast for one in inner if one)


def _proxies() -> Iterator[tuple[str, int]]:
    """Yield the servers that this machine's settings send every question through."""
    for scheme, address in urllib.request.getproxies().items():
        with suppress(ValueError):
            parts = urlsplit(address if "://" in address else f"http://{address}")
            port = parts.port or _PORTS.get(scheme, 80)
            yield (parts.hostname or "").casefold(), port
