"""From a folder that ``build`` made to the release that goes out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from announcer import disk
from announcer.delivery import files
from announcer.errors import AnnouncerError
from announcer.lazy import pattern
from announcer.release import File, Release, content, digest

# Of the files whose names begin with a dot, only these are for web servers.
_SERVED = frozenset({".htaccess", ".nojekyll", ".well-known"})
# Pages name the moment that they were made for, so that their scripts believe it too.
_PRETENDED = pattern(rb"<body[^>]*\sdata-now=")
_BUILD = "Make it with: announcer build"


def gather(folder: Path, url: str) -> Release:
    """Read which files a site has; raises AnnouncerError if the folder is no site.

    Mails are never published, nor is anything that a link on the disk leads to.
    """
    if not (folder / "index.html").is_file():
        raise AnnouncerError(f"there is no site in {folder}. {_BUILD}")
    if (folder / files.MANIFEST).exists():
        raise AnnouncerError(
            f"{folder} holds mails beside the site; publish {folder / 'site'} instead"
        )
    try:
        found = {path: _file(folder, path) for path in sorted(_paths(folder))}
    except OSError as error:
        raise AnnouncerError(
            f"cannot read {error.filename}: {error.strerror}"
        ) from None
    return Release(folder, url, found)


def stale(folder: Path, project: Path) -> str | None:
    """Return the record or template that is newer than the last build, if there is one.

    None also where nobody knows when the folder was made.
    """
    built = files.finished(folder.parent)
    if built is None:
        return None
    for name in ("talks", "templates", f"{disk.PRIVATE}/follow"):
        for path in _sources(project / name):
            if path.stat().st_mtime > built:
                return path.relative_to(project).as_posix()
    return None


def is_pretended(release: Release) -> bool:
    """Say whether the home page tells its readers of a clock that somebody set."""
    return bool(_PRETENDED.search(content(release.files["index.html"])))


def _paths(top: Path) -> Iterator[str]:
    for place, folders, names in os.walk(top, onerror=_refuse):
        folders[:] = sorted(name for name in folders if _is_served(name))
        folder = Path(place)
        for name in (*folders, *names):
            if (folder / name).is_symlink() and _is_served(name):
                raise AnnouncerError(
                    f"{folder / name} is a link on the disk; put the file itself there"
                )
        for name in filter(_is_served, names):
            yield (folder / name).relative_to(top).as_posix()


def _refuse(error: OSError) -> None:
    raise error


def _is_served(name: str) -> bool:
    return not name.startswith(".") or name in _SERVED


def _file(folder: Path, path: str) -> File:
    source = folder / path
    if path.casefold().endswith(".eml"):
        raise AnnouncerError(f"{source} is a mail, and mails are never published")
    if any(ord(letter) < 32 or 0xD800 <= ord(letter) < 0xE000 for letter in path):
        raise AnnouncerError(f"{source} has a name that no web server can hand out")
    content = source.read_bytes()
    return File(path, source, digest(content), len(content))


def _sources(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        yield Path(place)
        yield from (Path(place, name) for name in names if not name.startswith("."))
