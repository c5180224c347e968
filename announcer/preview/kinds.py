"""What a browser must be told of each file: its type."""

from __future__ import annotations

from pathlib import PurePosixPath

HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"

_BY_NAME = {
    "feed.json": "application/feed+json",
}
_BY_ENDING = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".eml": "message/rfc822",
    ".gif": "image/gif",
    ".htm": HTML,
    ".html": HTML,
    ".ics": "text/calendar; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": TEXT,
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
    ".yml": "application/yaml",
}


def kind(path: str) -> str:
    """Return the media type of a file of the build folder, by its name."""
    name = PurePosixPath(path)
    default = _BY_ENDING.get(name.suffix.lower(), "application/octet-stream")
    return _BY_NAME.get(name.name, default)
