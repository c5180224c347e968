"""What is published, and where: the words that all publishers share.

This room alone knows how a target such as ``git:gh-pages`` is written, what a target
remembers of earlier visits, and how long a copy of a file may be kept.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from announcer.classes import dataclass
from announcer.errors import BadValue, DeliveryError
from announcer.lazy import pattern
from announcer.secret import has_password

# What announcer published at a target, written there.
MANIFEST = ".announcer-published.json"
SCHEMES = ("git", "rsync", "s3", "gs", "abfs")
_ALIASES = {"gcs": "gs", "az": "abfs"}
_FORMS = (
    "Write for example ../public_html, olga@www.example.edu:public_html/talks, "
    "rsync://www.example.edu/talks, git:gh-pages, s3://bucket/talks, "
    "gs://bucket/talks or abfs://container/talks."
)
_NO_PASSWORD = (
    "Leave it out: ssh, rsync, git and the clouds find their keys by themselves."  # noqa: S105 - says how to do without
)
_SHELL = pattern(r"(?:([^\s/:@-][^\s/:@]*)@)?([^\s/:@-][^\s/:@]*|\[[0-9A-Fa-f:]+\]):")
# HEAD and refs/... are Git's own names for places; a branch of that name hides one.
_BRANCH = pattern(
    r"(?!.*(\.\.|//|@\{|\.lock(/|$))|refs/|(?:\w*_)?HEAD$)"
    r"[\w][\w./@+-]*(?<![./])"
)

_HOUR, _MINUTES = 3600, 300
# Pages and lists that lead to other files; everything else is what they lead to.
_LEADING = frozenset({".atom", ".html", ".ics", ".json", ".txt", ".xml"})


@dataclass(frozen=True, slots=True)
class Target:
    """Where to publish.

    ``scheme`` is ``folder`` or one of SCHEMES; ``place`` is a path, an rsync
    destination, the address of a Git repository (empty: the project's own) or of a
    folder in a bucket. ``branch`` is Git's, ``folder`` one in it (empty: the top),
    ``port`` that of ssh if it is not usual.
    """

    text: str
    scheme: str
    place: str
    branch: str = ""
    folder: str = ""
    port: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """One file to publish: its path on the site, its place on disk, its bytes."""

    path: str
    source: Path
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Release:
    """Everything that belongs on the site: ``folder`` on disk, ``url`` in public."""

    folder: Path
    url: str
    files: Mapping[str, File]


@dataclass(frozen=True, slots=True)
class Found:
    """What is at a target.

    ``ours`` is what announcer published there before, with a digest where one is
    known; ``present`` which paths of the release exist there, ``same`` which of them
    hold what they should. ``forgotten`` says that the list of ``ours`` is there and
    cannot be read: what it named is not known to be ours any more.
    """

    ours: Mapping[str, str | None] = field(default_factory=dict)
    present: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()
    forgotten: bool = False


def parse_target(text: str) -> Target:
    """Return the target that an organiser means; raises BadValue with a hint."""
    text = text.strip()
    if not text or any(ord(letter) < 32 for letter in text):
        raise BadValue("there is no target", _FORMS)
    if has_key(text):
        raise BadValue("a password or a key stands in the target", _NO_PASSWORD)
    if text.startswith(("git:", "git+")):
        return _git(text)
    if "://" in text:
        return _address(text)
    if _is_drive(text) or not _SHELL.match(text):
        return _folder(text)
    host = text.partition(":")[0]
    if host in {*SCHEMES, *_ALIASES, "file", "http", "https", "ftp", "sftp", "ssh"}:
        raise BadValue(f"{text!r} is not a target", _FORMS)
    return Target(text, "rsync", text)


def _folder(text: str) -> Target:
    if not (_is_drive(text) or "/" in text) or text.startswith("-"):
        # a bare word may be a branch, a host or a folder
        meant = "" if text.startswith("-") else f"Is it a folder here? Write ./{text}. "
        raise BadValue(f"{text!r} is not a target", f"{meant}{_FORMS}")
    return Target(text, "folder", text)


def _git(text: str) -> Target:
    if text.startswith("git:"):
        place, branch = "", text.removeprefix("git:")
    else:
        place, _, branch = text.removeprefix("git+").partition("#")
        if not re.match(r"(ssh|https?)://[^/\s-]|file:///", place):
            hint = "Write for example git+ssh://git@host/talks.git#gh-pages."
            raise BadValue(f"{text!r} names no Git repository", hint)
    branch, _, folder = branch.partition(":")
    folder = folder.strip("/")
    if not _BRANCH.fullmatch(branch) or (folder and not _is_safe(folder)):
        hint = "Write for example git:gh-pages or git+ssh://git@host/talks.git#pages."
        raise BadValue(f"{text!r} names no Git branch", hint)
    return Target(text, "git", place, branch, folder)


def _is_drive(text: str) -> bool:
    """Say whether a path begins with a drive of Windows; elsewhere C is a host."""
    return os.name == "nt" and re.match(r"[A-Za-z]:[\\/]", text) is not None


def _address(text: str) -> Target:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise BadValue(f"{text!r} is not an address", _FORMS) from None
    scheme = _ALIASES.get(parts.scheme, parts.scheme)
    if scheme == "file":
        path = unquote(parts.path)
        return Target(text, "folder", path[1:] if _is_drive(path[1:]) else path)
    host = parts.netloc.rpartition(":")[0] if port else parts.netloc
    if not parts.hostname or host.startswith("-") or parts.hostname.startswith("-"):
        raise BadValue(f"{text!r} names no host or bucket", _FORMS)
    if scheme == "ssh":
        return Target(text, "rsync", f"{host}:{unquote(parts.path) or '.'}", port=port)
    if scheme not in SCHEMES or scheme == "git":
        raise BadValue(f"announcer cannot publish to {parts.scheme}://", _FORMS)
    if scheme == "rsync":
        return Target(text, scheme, text)
    rest = text.partition("://")[2].strip("/")
    if {"", ".", ".."} & set(rest.split("/")):
        raise BadValue(f"{text!r} names no folder of a bucket", _FORMS)
    return Target(text, scheme, f"{scheme}://{rest}")


def has_key(text: str) -> bool:
    """Say whether a password, or a key in its place, stands in a target."""
    scheme, _, rest = text.rpartition("://")
    user = rest.partition("/")[0].rpartition("@")[0]
    return has_password(text) or (user != "" and scheme.endswith(("http", "https")))


def cache_control(path: str) -> str:
    """Return how long a copy may be kept; talks change, so pages are asked for soon."""
    seconds = _MINUTES if leads(path) else _HOUR
    return f"public, max-age={seconds}"


def leads(path: str) -> bool:
    """Say whether a file leads to others, as pages, lists and feeds do."""
    return PurePosixPath(path).suffix.casefold() in _LEADING


def content(file: File) -> bytes:
    """Return the bytes of a file; raises DeliveryError if they are no longer the same.

    What was looked at is what goes out, also while somebody builds the site anew.
    """
    try:
        found = file.source.read_bytes()
    except OSError as error:
        raise DeliveryError(f"cannot read {file.source}: {error.strerror}") from error
    if digest(found) != file.digest:
        raise DeliveryError(
            f"{file.source} changed while it was being published; run it again"
        )
    return found


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal digits."""
    return sha256(content).hexdigest()


def manifest(files: Mapping[str, str | None]) -> bytes:
    """Return the text that remembers at the target what was published there."""
    listed = {"about": "what announcer published here", "files": dict(files)}
    text = json.dumps(listed, ensure_ascii=False, indent=0, sort_keys=True)
    return f"{text}\n".encode()


def read_manifest(content: bytes | None) -> dict[str, str | None] | None:
    """Return what a manifest lists: nothing where none is there, None if damaged.

    A path that leads out of the target, or is Git's, is never believed.
    """
    if content is None:
        return {}
    try:
        listed = json.loads(content)["files"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(listed, dict):
        return None
    return {
        path: known if isinstance(known, str) else None
        for path, known in listed.items()
        if _is_safe(path)
    }


def _is_safe(path: str) -> bool:
    parts = path.split("/")
    odd = any(ord(letter) < 32 for letter in path)
    return not odd and path != MANIFEST and not {"", ".", "..", ".git"} & set(parts)
