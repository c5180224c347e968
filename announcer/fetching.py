"""Reading what is published on the web: the only door to other people's servers.

Nothing is believed of an answer: not its length, its kind, nor where it leads.
"""

from __future__ import annotations

import urllib.request
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from announcer.errors import AnnouncerError
from announcer.secret import has_password

LARGEST = 32 * 1024 * 1024  # a calendar of ten thousand talks has about 20 MB
_PIECE = 1024 * 1024


def is_web(address: str) -> bool:
    """Say whether an address is one that a browser or a calendar opens."""
    return address.casefold().startswith(("http://", "https://", "webcal://"))


def fetch(address: str, *, timeout: float = 30, largest: int = LARGEST) -> bytes | None:
    """Return what an address on the web answers, None if nothing is there.

    ``timeout`` is seconds without a byte. Raises AnnouncerError in words.
    """
    if has_password(address):
        raise AnnouncerError(
            "a password stands in the address; announcer reads what everybody can see"
        )
    if address.casefold().startswith("webcal://"):
        address = "https" + address[len("webcal") :]
    request = urllib.request.Request(address, headers={"User-Agent": "announcer"})  # noqa: S310 - asked by is_web
    opener = urllib.request.build_opener(_OnTheWeb)
    try:
        with opener.open(request, timeout=timeout) as answer:
            return _read(answer, address, largest)
    except HTTPError as error:
        error.close()
        if error.code in {404, 410}:
            return None
        raise AnnouncerError(
            f"cannot read {address}: the server answers {error.code} {error.reason}"
        ) from None
    except (OSError, HTTPException, ValueError) as error:
        why = error.reason if isinstance(error, URLError) else error
        said = getattr(why, "strerror", None) or str(why) or type(why).__name__
        raise AnnouncerError(f"cannot read {address}: {said}") from None


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


class _OnTheWeb(urllib.request.HTTPRedirectHandler):
    """Follow a server to another place on the web, as safe as the first, or nowhere."""

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
        if new not in {"https", old}:
            fp.close()
            raise AnnouncerError(
                f"cannot read {req.full_url}: it leads on to {new}://, and announcer "
                "follows it to nothing but the web, and from https to https alone"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)
