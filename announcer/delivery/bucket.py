"""Buckets: S3 and what speaks like it, Google Cloud Storage, Azure.

A site is published to one, and a project may be read from one. The only door to fsspec.
This room alone knows how each cloud wants to be told what kind of file it gets, and how
it says what it holds.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import md5
from itertools import groupby
from pathlib import Path
from typing import Any

from announcer import disk
from announcer.errors import AnnouncerError, DeliveryError
from announcer.output import content_type, media_type
from announcer.release import (
    MANIFEST,
    File,
    Found,
    Release,
    Target,
    cache_control,
    content,
    manifest,
    read_manifest,
)
from announcer.unwritable import cannot_write

SCHEMES = frozenset({"s3", "gs", "abfs"})
FETCHED = ".announcer-fetched.json"  # what stands in the folder of a fetched project

_AT_ONCE = 32  # files on their way at the same time
_EXTRAS = {"s3": "bucket", "gs": "gcs", "abfs": "azure"}

# where its library looks for keys, for who reads that it found none, or wrong ones
_KEYS = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or `aws configure`",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS, or `gcloud auth application-default login`",
    "abfs": "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
}

_Headers = Callable[[str, str], dict[str, Any]]
_HEADERS: dict[str, _Headers] = {
    "s3": lambda kind, cache: {"ContentType": kind, "CacheControl": cache},
    "gs": lambda kind, cache: {
        "content_type": kind,
        "fixed_key_metadata": {"cache_control": cache},
    },
    "abfs": lambda kind, cache: {
        "content_settings": {"content_type": kind, "cache_control": cache}
    },
}


class Bucket:
    """An open folder of a bucket."""

    def __init__(self, files: Any, scheme: str, root: str) -> None:
        self._files = files
        self._headers = _HEADERS[scheme]
        self._root = root
        self.name = f"{scheme}://{root}"

    def look(self, release: Release) -> Found:
        """List the bucket and compare digests; nothing is downloaded but the manifest.

        A file is the same if the cloud says its MD5, or if the manifest knows its
        digest and the size fits.
        """
        remembered = read_manifest(self.read(MANIFEST))
        ours = remembered or {}
        listed = self._listed()
        present = release.files.keys() & listed.keys()
        same = {
            path
            for path in present
            if _is_same(release.files[path], listed[path], ours.get(path))
        }
        return Found(ours, frozenset(present), frozenset(same), remembered is None)

    def read(self, path: str) -> bytes | None:
        """Download a file."""
        try:
            found: bytes = self._files.cat_file(f"{self._root}/{path}")
        except FileNotFoundError:
            return None
        return found

    def remember(self, files: Mapping[str, str | None]) -> None:
        """Write down what announcer published here."""
        headers = self._headers(media_type(MANIFEST), "no-cache")
        self._files.pipe_file(f"{self._root}/{MANIFEST}", manifest(files), **headers)

    def put(self, files: Sequence[File]) -> Iterator[File]:
        """Upload files, several at once, each with its type and how long it keeps."""
        kinds = sorted(files, key=lambda file: self._stamp(file)[0])
        for (kind, cache), alike in groupby(kinds, key=self._stamp):
            waiting = list(alike)
            while waiting:
                batch, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
                contents = {f"{self._root}/{f.path}": content(f) for f in batch}
                self._files.pipe(contents, **self._headers(kind, cache))
                yield from batch

    def remove(self, paths: Sequence[str]) -> None:
        """Remove what is still there."""
        present = self._listed()
        gone = [f"{self._root}/{path}" for path in paths if path in present]
        if gone:
            self._files.rm(gone)

    def finish(self, release: Release, message: str) -> None:
        """Do nothing: every file is in its place already."""

    @staticmethod
    def _stamp(file: File) -> tuple[str, str]:
        return content_type(file.path), cache_control(file.path)

    def _listed(self) -> dict[str, dict[str, Any]]:
        found = self._files.find(self._root, detail=True)
        return {
            name.lstrip("/").removeprefix(f"{self._root}/"): info
            for name, info in found.items()
        }


def _is_same(file: File, info: Mapping[str, Any], known: str | None) -> bool:
    if info.get("size") != file.size:
        return False
    sum_there = _md5(info)
    if sum_there is None:
        return known == file.digest
    return md5(content(file), usedforsecurity=False).digest() == sum_there


def _md5(info: Mapping[str, Any]) -> bytes | None:
    """Return the MD5 that a cloud knows of a file; not every upload has one."""
    try:
        if "md5Hash" in info:
            return base64.b64decode(info["md5Hash"])
        mark = bytes.fromhex(str(info.get("ETag", "")).strip('"'))
    except (ValueError, TypeError, binascii.Error):
        return None
    return mark if len(mark) == 16 else None


@contextmanager
def connect(target: Target, project: Path) -> Iterator[Bucket]:  # noqa: ARG001 - folders want it
    """Open a folder of a bucket, with the keys that the cloud's own tools use."""
    with _opened(target) as (files, root):
        yield Bucket(files, target.scheme, root)


def fetch(target: Target, folder: Path, names: Sequence[str]) -> Iterator[str]:
    """Make a folder hold what is below some names in a bucket; yield what was fetched.

    Only what is another there than at the last time is downloaded; what is gone there
    goes here. Only for who is alone in the folder. Raises DeliveryError.
    """
    disk.sweep(folder)
    with _opened(target) as (files, root):
        there = {
            path: (_mark(info), int(info.get("size") or 0))
            for name in names
            for path, info in _below(files, root, name)
        }
        known = _fetched(folder)
        for path in known.keys() - there.keys():
            (folder / path).unlink(missing_ok=True)
        kept = {
            path: mark
            for path, (mark, size) in there.items()
            if mark and known.get(path) == mark and _size(folder / path) == size
        }
        _note(folder, kept)  # a run that is killed has said nothing of what it began
        waiting = sorted(there.keys() - kept.keys())
        while waiting:
            batch, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
            come = files.cat([f"{root}/{path}" for path in batch], on_error="omit")
            for path in batch:
                content = come.get(f"{root}/{path}")
                if content is None:  # it went away meanwhile
                    (folder / path).unlink(missing_ok=True)
                    continue
                _write(folder / path, content)
                kept[path] = there[path][0]
                yield path
        _note(folder, kept)


def _below(files: Any, root: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is in a folder of a bucket, by its path from ``root``."""
    for place, info in files.find(f"{root}/{name}", detail=True).items():
        path = place.lstrip("/").removeprefix(f"{root}/")
        if info.get("type") == "file" and disk.is_inside(path):
            yield path, info


def _mark(info: Mapping[str, Any]) -> str:
    """Return what a cloud says of a file that is another when its bytes are."""
    return str(info.get("ETag") or info.get("etag") or info.get("md5Hash") or "")


def _fetched(folder: Path) -> dict[str, str]:
    try:
        found = json.loads(disk.read(folder / FETCHED) or b"{}")
    except ValueError:
        return {}
    return {path: mark for path, mark in found.items() if disk.is_inside(path)}


def _note(folder: Path, marks: Mapping[str, str]) -> None:
    disk.put_own(folder / FETCHED, json.dumps(dict(marks)).encode())


def _size(path: Path) -> int | None:
    try:
        return path.stat(follow_symlinks=False).st_size
    except OSError:
        return None


def _write(path: Path, content: bytes) -> None:
    """Write a file that came; raises DeliveryError, for it is no error of the cloud."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        disk.write_new(path, content)
    except OSError as error:
        raise DeliveryError(cannot_write(error, path)) from error


@contextmanager
def _opened(target: Target) -> Iterator[tuple[Any, str]]:
    """Open the cloud of a target; its errors become DeliveryErrors."""
    scheme = target.scheme
    try:
        yield _cloud(scheme), target.place.partition("://")[2]
    except AnnouncerError:
        raise
    except Exception as error:  # every cloud has errors of its own
        words = getattr(error, "strerror", None) or str(error)
        said = " ".join(words.split()) or type(error).__name__
        raise DeliveryError(
            f"{target.text}: {said}\n"
            f"  Is it there, and may its keys ({_KEYS[scheme]}) read and write it? "
            "What is not there yet, the next run brings."
        ) from error


def _cloud(scheme: str) -> Any:
    try:
        import fsspec  # noqa: PLC0415 - an extra, and slow

        # nothing is remembered between two looks: others write here too
        return fsspec.filesystem(
            scheme, use_listings_cache=False, skip_instance_cache=True
        )
    except ImportError as error:
        extra = _EXTRAS[scheme]
        raise DeliveryError(
            f"{scheme}:// needs a library that is not here "
            f"({error.name or 'fsspec'}); install it with: "
            f"pip install 'talk-announcer[{extra}]'"
        ) from None
