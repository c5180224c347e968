"""Reading what is published on the web: the only door to other people's servers.

Nothing is believed of an answer: not its length, kind or pace, nor where it leads.
"""

from __future__ import annotations

import urllib.request
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPSConnection
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from announcer.classes import dataclass
from announcer.errors import AnnouncerError
from announcer.fetching.guard import Guard
from announcer.secret import has_password

LARGEST = 32 * 1024 * 1024  # a calendar of ten thousand talks has about 20 MB
_PIECE = 1024 * 1024
_MOST_REDIRECTS = 5
_REACH = "Is there a network, and is the address right? Then try again later."
_REFUSED = "Open it in a browser: it may want a login, or be elsewhere by now."
_LATER = "It has trouble of its own; try again later."


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands at an address; ``content`` is None where it is as it was.

    ``etag`` and ``modified`` are what the next question may name (RFC 9110 section 13).
    """

    content: bytes | None
    etag: str | None = None
    modified: str | None = None


def is_web(address: str) -> bool:
    """Say whether an address is one that a browser or a calendar opens."""
    return address.casefold().startswith(("http://", "https://", "webcal://"))


def fetch(
    address: str, *, timeout: float = 30, within: float = 300, largest: int = LARGEST
) -> bytes | None:
    """Return what an address that somebody just named answers; None for nothing.

    ``timeout`` is seconds without a byte, ``within`` those for all of it. The host that
    was named may be in this network. Raises AnnouncerError in words.
    """
    limits = _Limits(timeout, within, largest)
    answer = _asked(address, limits, {}, inside=True)
    return answer.content if answer else None


def ask(  # noqa: PLR0913 - what was known, and limits
    address: str,
    *,
    etag: str | None = None,
    modified: str | None = None,
    timeout: float = 20,
    within: float = 60,
    largest: int = LARGEST,
) -> Answer | None:
    """Return what an address answers, as `fetch` does, to a run that nobody attends.

    ``etag`` and ``modified`` are those of the last answer. A host in this network is
    only asked where the address itself is its number.
    """
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {name: value for name, value in known.items() if value}
    return _asked(address, _Limits(timeout, within, largest), headers, inside=False)


@dataclass(frozen=True, slots=True)
class _Limits:
    """Seconds without a byte, seconds for the whole answer, and its length in bytes."""

    timeout: float
    within: float
    largest: int


def _asked(
    address: str, limits: _Limits, headers: dict[str, str], *, inside: bool
) -> Answer | None:
    if has_password(address):
        raise AnnouncerError(
            "a password stands in the address; announcer reads what everybody can see"
        )
    if address.casefold().startswith("webcal://"):
        address = "https" + address[len("webcal") :]
    try:
        guard = Guard(address, inside=inside)
        about = {"User-Agent": "announcer", **headers}
        request = urllib.request.Request(address, headers=about)  # noqa: S310 - asked by is_web
    except ValueError as error:
        raise AnnouncerError(f"cannot read {address}: {error}") from None
    opener = urllib.request.build_opener(
        _Redirects(guard), _Plain(guard), _Closed(guard)
    )
    try:
        with (
            guard.watching(limits.within),
            opener.open(request, timeout=limits.timeout) as answer,
        ):
            content = _read(answer, address, limits.largest)
            guard.refuse_slow()
            return _answer(content, answer.headers, address)
    except HTTPError as error:
        error.close()
        guard.refuse_slow()
        if error.code == 304:
            return Answer(content=None)
        if error.code in {404, 410}:
            return None
        reason = _plain(str(error.reason))[:100]
        raise AnnouncerError(
            f"cannot read {address}: the server answers {error.code} {reason}.\n"
            f"  {_REFUSED if error.code < 500 else _LATER}"
        ) from None
    except (OSError, HTTPException, ValueError) as error:
        guard.refuse_slow()
        why = error.reason if isinstance(error, URLError) else error
        said = getattr(why, "strerror", None) or str(why) or type(why).__name__
        said = _plain(said)[:200]
        raise AnnouncerError(f"cannot read {address}: {said}.\n  {_REACH}") from None


def _plain(text: str) -> str:
    """Return what a server says on one line, without what would move a cursor."""
    return "".join(one for one in " ".join(text.split()) if one.isprintable())


def _read(answer: IO[bytes], address: str, largest: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read(_PIECE):
        size += len(piece)
        if size > largest:
            raise AnnouncerError(
                f"cannot read {address}: the answer is longer than "
                f"{largest // 1024 // 1024} MB"
            )
        pieces.append(piece)
    return b"".join(pieces)


def _answer(content: bytes, headers: HTTPMessage, address: str) -> Answer:
    packed = _plain(str(headers.get("Content-Encoding") or "identity")).casefold()
    if packed != "identity":
        raise AnnouncerError(
            f"cannot read {address}: the answer is packed ({packed[:20]}), and was "
            "asked for as it is"
        )
    etag, modified = headers.get("ETag"), headers.get("Last-Modified")
    return Answer(content=content, etag=etag, modified=modified)


class _Plain(urllib.request.HTTPHandler):
    """Ask by http where the guard allows it."""

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self._guard = guard

    def http_open(self, req: urllib.request.Request) -> Any:
        self._guard.refuse_number(req.full_url)
        return self.do_open(_through(HTTPConnection, self._guard), req)


class _Closed(urllib.request.HTTPSHandler):
    """Ask by https where the guard allows it."""

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self._guard = guard

    def https_open(self, req: urllib.request.Request) -> Any:
        self._guard.refuse_number(req.full_url)
        return self.do_open(_through(HTTPSConnection, self._guard), req)


def _through(kind: type[HTTPConnection], guard: Guard) -> Any:
    """Return what makes connections of a kind that the guard opens."""

    def made(host: str, **more: Any) -> HTTPConnection:
        connection: Any = kind(host, **more)
        connection._create_connection = guard.connect  # noqa: SLF001 - there is no other way in
        return connection  # type: ignore[no-any-return]

    return made


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow a server to another place on the web, as safe as the first, or nowhere."""

    max_repeats = max_redirections = 2 * _MOST_REDIRECTS  # it is told below

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._count = 0

    def redirect_request(  # noqa: PLR0913, PLR0917 - as the library calls it
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        old, new = urlsplit(req.full_url).scheme, urlsplit(newurl).scheme
        self._count += 1
        if new not in {"https", old}:
            fp.close()
            raise AnnouncerError(
                f"cannot read {req.full_url}: it leads on to {new}://, and announcer "
                "follows it to nothing but the web, and from https to https alone"
            )
        if self._count > _MOST_REDIRECTS:
            fp.close()
            raise AnnouncerError(
                f"cannot read {self._guard.address}: it leads from one address to "
                f"another, more than {_MOST_REDIRECTS} times"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)
