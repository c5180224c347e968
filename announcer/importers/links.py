"""Addresses as they are meant: without the detours of mail filters and trackers."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.IGNORECASE)

_ENDS = ".,;:!?'*_"
_DEPTH = 4  # detours behind detours
# What tells a sender who has opened which mail, and nothing else.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok)", re.IGNORECASE
)
_V2 = str.maketrans({"-": "%", "_": "/"})
_V3 = re.compile(r"/v3/__(?P<url>.+?)__;(?P<letters>[^!]*)!")
_RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_HOLE = re.compile(r"\*(?:\*(?P<run>.))?")


def unwrapped(address: str) -> str:
    """Return where an address leads: detours of filters and marks of trackers go."""
    for _ in range(_DEPTH):
        inner = _inner(address)
        if inner is None:
            break
        address = inner
    return _unmarked(address)


def unwrapped_in(text: str) -> str:
    """Return a text with each address in it as ``unwrapped`` returns it."""
    return ADDRESS.sub(lambda found: _with_end(found[0]), text)


def _with_end(written: str) -> str:
    """Unwrap an address in running text, where signs and brackets may follow it."""
    bare = written.rstrip(_ENDS)
    while bare.endswith((")", "]")) and bare.count(")") + bare.count("]") > (
        bare.count("(") + bare.count("[")
    ):
        bare = bare[:-1].rstrip(_ENDS)
    return unwrapped(bare) + written[len(bare) :]


def _inner(address: str) -> str | None:
    """Return the address inside a detour, if this is one."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").casefold()
    except ValueError:
        return None
    found: str | None = None
    query = parse_qs(parts.query)
    if host.endswith("safelinks.protection.outlook.com"):
        found = _first(query, "url")
    elif re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", host) and parts.path == "/url":
        found = _first(query, "q") or _first(query, "url")
    elif host in {"l.facebook.com", "lm.facebook.com"}:
        found = _first(query, "u")
    elif host in {"urldefense.proofpoint.com", "urldefense.com", "urldefense.us"}:
        found = _defended(address, _first(query, "u"))
    elif host.endswith("linkprotect.cudasvc.com"):
        found = _first(query, "a")
    return found if found and ADDRESS.fullmatch(found) else None


def _first(query: dict[str, list[str]], name: str) -> str | None:
    return query[name][0] if query.get(name) else None


def _defended(address: str, v2: str | None) -> str | None:
    """Return what URL Defense was given (versions 1, 2 and 3 of its links)."""
    if "/v2/" in address and v2:
        return unquote(v2.translate(_V2))
    if "/v1/" in address and v2:
        return unquote(v2)
    found = _V3.search(address)
    if not found:
        return None
    try:
        padded = found["letters"] + "=" * (-len(found["letters"]) % 4)
        letters = iter(base64.urlsafe_b64decode(padded).decode())
    except (binascii.Error, ValueError):
        return None

    def put(hole: re.Match[str]) -> str:
        run = _RUNS.find(hole["run"]) + 2 if hole["run"] else 1
        return "".join(next(letters, "*") for _ in range(run))

    inner = _HOLE.sub(put, unquote(found["url"]))
    return re.sub(r"^(https?):/(?!/)", r"\1://", inner)


def _unmarked(address: str) -> str:
    """Return an address without what only tells senders who came from where."""
    if "?" not in address or not _TRACKING.search(address):
        return address
    try:
        parts = urlsplit(address)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return address
    kept = [pair for pair in pairs if not _TRACKING.fullmatch(pair[0])]
    if len(kept) == len(pairs):
        return address
    return urlunsplit(parts._replace(query=urlencode(kept)))
