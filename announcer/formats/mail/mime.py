"""The body of a message: its parts, encoded so that every hop leaves them alone.

Seven bits everywhere: quoted-printable for text, base64 for calendars, boundaries made
from the content. The same parts always give the same octets.
"""

from __future__ import annotations

import binascii
import hashlib
import re

from announcer.classes import dataclass
from announcer.lazy import pattern

_FROM = pattern(rb"(?m)^From ")
_WIDTH = 76  # RFC 2045 sections 6.7 and 6.8, without the line break


@dataclass(frozen=True, slots=True)
class Part:
    """Header fields and encoded octets of one part, without a last line break."""

    fields: tuple[str, ...]
    body: bytes

    @property
    def head(self) -> bytes:
        """Return the header fields, and the empty line after them."""
        return "\r\n".join((*self.fields, "", "")).encode("ascii")

    def octets(self) -> bytes:
        """Return the part as it stands between two boundaries."""
        return self.head + self.body


def text(subtype: str, content: str) -> Part:
    """Return a text part in UTF-8 and quoted-printable."""
    return Part(
        (
            f"Content-Type: text/{subtype}; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
        ),
        _quoted_printable(content),
    )


def calendars(content: bytes, method: str, filename: str) -> tuple[Part, Part]:
    """Return the calendar for the reader's mail program, and the same as a file.

    ``filename`` is plain ASCII. RFC 6047 section 2.4.
    """
    encoded = _base64(content)
    shown = Part(
        (
            f"Content-Type: text/calendar; charset=utf-8; method={method}",
            "Content-Transfer-Encoding: base64",
        ),
        encoded,
    )
    attached = Part(
        (
            f"Content-Type: text/calendar; charset=utf-8; method={method};\r\n"
            f' name="{filename}"',
            "Content-Transfer-Encoding: base64",
            f'Content-Disposition: attachment;\r\n filename="{filename}"',
        ),
        encoded,
    )
    return shown, attached


def multipart(subtype: str, *parts: Part) -> Part:
    """Return the parts in one, with a boundary that occurs in none of them."""
    whole = [(part.head, part.body) for part in parts]
    boundary = _boundary(subtype, whole)
    line = b"--" + boundary.encode("ascii")
    pieces: list[bytes] = []  # large, so they are joined once
    for head, body in whole:
        pieces += (line, b"\r\n", head, body, b"\r\n")
    return Part(
        (
            f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"',
            "Content-Transfer-Encoding: 7bit",
        ),
        b"".join((*pieces, line, b"--\r\n")),
    )


def _boundary(subtype: str, pieces: list[tuple[bytes, bytes]]) -> str:
    digest = hashlib.sha256(subtype.encode("ascii"))
    for head, body in pieces:
        digest.update(head)
        digest.update(body)
    # "=_" can stand in neither quoted-printable nor base64 (RFC 2045 section 6.7)
    return f"=_{digest.hexdigest()[:32]}"


def _quoted_printable(content: str) -> bytes:
    # binascii makes lines of 77 of some that end in a space; only "-- " needs its one
    lines = [line if line == "-- " else line.rstrip() for line in content.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    encoded = binascii.b2a_qp("\r\n".join((*lines, "")).encode("utf-8"))
    return _FROM.sub(_unlike_mbox, encoded) if b"From " in encoded else encoded


def _unlike_mbox(match: re.Match[bytes]) -> bytes:
    """Write "From " so that no mailbox file makes ">From " of it."""
    end = match.string.find(b"\r\n", match.start())
    fits = end - match.start() + 2 <= _WIDTH
    return b"=46rom " if fits else b"F=\r\nrom "


def _base64(content: bytes) -> bytes:
    letters = binascii.b2a_base64(content, newline=False)
    return b"\r\n".join(
        [letters[at : at + _WIDTH] for at in range(0, len(letters), _WIDTH)]
    )
