"""As what a file is handed out: its media type, told by its name alone.

One table, so that the preview, a bucket, feeds and links say the same of each file, on
every machine.
"""

from __future__ import annotations

from pathlib import PurePosixPath

UNKNOWN = "application/octet-stream"

_BY_NAME = {"feed.json": "application/feed+json"}  # JSON Feed 1.1
_BY_ENDING = {
    ".atom": "application/atom+xml",
    ".css": "text/css",
    ".eml": "message/rfc822",
    ".gif": "image/gif",
    ".htm": "text/html",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".ics": "text/calendar",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".zip": "application/zip",
}
# Types that are guessed at if no encoding is named (calendars: interop R47).
_TEXTS = ("text/", "application/atom+xml", "application/xml")


def media_type(path: str) -> str:
    """Return the media type of a file or an address of one; ``UNKNOWN`` without."""
    name = PurePosixPath(path)
    return _BY_NAME.get(name.name) or _BY_ENDING.get(name.suffix.casefold(), UNKNOWN)


def content_type(path: str) -> str:
    """Return the same for a web server's header, with the encoding of a text."""
    media = media_type(path)
    return f"{media}; charset=utf-8" if media.startswith(_TEXTS) else media
