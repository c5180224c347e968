"""Passwords in addresses: they belong in no file, and in no message."""

from __future__ import annotations

import re

from announcer.lazy import pattern

_IN_OPTIONS = pattern(r"[?&;][^=&;#]*(password|passwd|pwd|secret|token)[^=&;#]*=")


def has_password(address: str) -> bool:
    """Say whether a password stands in the address of a server or a place.

    ``name:password@`` is one (RFC 3986 section 3.2.1), also where a slash in it ended
    the host too early, and so is ``?password=``.
    """
    _, slashes, rest = address.rpartition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    user, at, _ = host.rpartition("@")
    if at:
        return ":" in user or bool(_IN_OPTIONS.search(address.casefold()))
    port = re.sub(r"^\[.*?\]", "", host).rpartition(":")
    cut_short = slashes and "@" in rest and port[1] and not port[2].isdigit()
    return bool(cut_short or _IN_OPTIONS.search(address.casefold()))
