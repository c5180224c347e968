"""A finished file: the one thing every format yields and every delivery takes.

A draft is a file that can wait until somebody asks for it, as the preview does. What a
file is handed out as, its name says: by one table, so that the preview, a bucket, feeds
and links say the same, on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from announcer.classes import dataclass

UNKNOWN = "application/octet-stream"

_BY_NAME = {"feed.json": "application/feed+json"}  # JSON Feed 1.1
_BY_ENDING = {
    ".atom": "application/atom+xml", ".css": "text/css", ".eml": "message/rfc822",
    ".gif": "image/gif", ".htm": "text/html", ".html": "text/html",
    ".ico": "image/x-icon", ".ics": "text/calendar", ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg", ".js": "text/javascript", ".json": "application/json",
    ".md": "text/markdown", ".mp4": "video/mp4", ".pdf": "application/pdf",
    ".png": "image/png", ".svg": "image/svg+xml", ".txt": "text/plain",
    ".wasm": "application/wasm", ".webmanifest": "application/manifest+json",
    ".webp": "image/webp", ".woff2": "font/woff2", ".xml": "application/xml",
    ".yaml": "application/yaml", ".yml": "application/yaml", ".zip": "application/zip",
}  # fmt: skip
# Types that are guessed at if no encoding is named (calendars: interop R47).
_TEXTS = ("text/", "application/atom+xml", "application/xml")


@dataclass(frozen=True, slots=True)
class Output:
    """A path inside the output folder (always ``/``, never ``..``) and its bytes."""

    path: str
    content: bytes


class Stream:
    """What makes the bytes of a file that is long: piece by piece, or all at once."""

    __slots__ = ("pieces",)

    def __init__(self, pieces: Callable[[], Iterator[bytes]]) -> None:
        self.pieces = pieces

    def __call__(self) -> bytes:
        """Return the whole file."""
        return b"".join(self.pieces())


@dataclass(frozen=True, slots=True)
class Draft:
    """The path of an output, what makes its bytes, and what these depend on.

    ``needs`` are nouns (talks, series, letters) and plain values, beside what every
    file depends on: the site, the templates, the program. None where nobody can say.
    """

    path: str
    make: Callable[[], bytes]
    needs: Sequence[object] | None = None

    @property
    def is_long(self) -> bool:
        """Say whether the file is better made piece by piece."""
        return isinstance(self.make, Stream)

    def content(self) -> bytes | Iterator[bytes]:
        """Make the bytes; those of a long file piece by piece."""
        return self.make.pieces() if isinstance(self.make, Stream) else self.make()


@dataclass(frozen=True, slots=True)
class Several:
    """Drafts that belong together, none of them listed yet, and their paths.

    What each of them depends on comes from the paths and from what all ``needs`` hold,
    beside what every file depends on.
    """

    paths: Sequence[str]
    make: Callable[[], Iterable[Draft]]
    needs: Sequence[object]


def opened(listed: Iterable[Draft | Several]) -> Iterator[Draft]:
    """Yield every draft, those that belong together one by one."""
    for one in listed:
        if isinstance(one, Several):
            yield from one.make()
        else:
            yield one


class Piece(Protocol):
    """What several files are made of, and comes at hand where one of them is made."""

    def take(self) -> Any:
        """Return it, as plain values, where it is at hand."""
        ...

    def keep(self, later: Callable[[], Any]) -> None:
        """Have the others get it from ``later``, which returns what was taken.

        It is in memory no more.
        """
        ...


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that is made and not in its place yet, with the digest of its bytes.

    ``there`` is what the system knows of it where it gets there with its whole folder,
    which changes nothing of that (its marks); None where it is moved itself.
    """

    file: str
    content: bytes
    there: tuple[int, int, int, int] | None = None

    def read(self) -> bytes:
        """Return what was made."""
        return Path(self.file).read_bytes()


@dataclass(slots=True)
class Source:
    """A draft with its needs as a digest: what has the same one has the same bytes.

    Without a digest it is made each time. Making it may take the digest away. It may
    be ``ready``, and then ``make`` reads what was made.
    """

    path: str
    make: Callable[[], bytes]
    digest: bytes | None = None
    ready: Ready | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Files that stay as an earlier run left them, for they would be the same again.

    ``lists`` are digests of drafts that belong together, with their paths: of those
    that stay, and of others that this run makes.
    """

    paths: Sequence[str]
    lists: Mapping[bytes, Sequence[str]] = field(default_factory=dict)


def finished(drafts: Iterable[Draft]) -> Iterator[Output]:
    """Make every draft in turn."""
    for draft in drafts:
        yield Output(draft.path, draft.make())


def media_type(path: str) -> str:
    """Return the media type of a file or an address of one; ``UNKNOWN`` without."""
    name = PurePosixPath(path)
    return _BY_NAME.get(name.name) or _BY_ENDING.get(name.suffix.casefold(), UNKNOWN)


def content_type(path: str) -> str:
    """Return the same for a web server's header, with the encoding of a text."""
    media = media_type(path)
    return f"{media}; charset=utf-8" if media.startswith(_TEXTS) else media
