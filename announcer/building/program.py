"""Which program makes the files: its own source, its libraries, the templates."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from announcer.unchanged import libraries

_PACKAGE = Path(__file__).parent.parent
_WRITTEN = frozenset({".py", ".mo"})
# What leads from a template to all there is, to the clock, or to chance.
_OUT = re.compile(r"\b(?:programme|now|today|context|self|random|lipsum)\b|__")


@cache
def version() -> bytes:
    """Return a digest of the program: its source, Python's version, its libraries'.

    Any library that is installed beside it counts: which of them shape bytes changes.
    """
    known = sha256(sys.version.encode())
    for path in _files(_PACKAGE):
        place = Path(path)
        known.update(f"\0{place.relative_to(_PACKAGE).as_posix()}\0".encode())
        if place.suffix in _WRITTEN:
            known.update(place.read_bytes())
        else:
            known.update(str(place.stat().st_size).encode())
    for name in libraries():
        known.update(f"\0{name}".encode())
    return known.digest()


def contents(folders: Sequence[Path]) -> bytes:
    """Return a digest of all templates, in the order in which they are looked for."""
    known = sha256()
    for folder in folders:
        known.update(b"\0\0")
        for path in _files(folder):
            known.update(f"{os.path.relpath(path, folder)}\0".encode(errors="replace"))
            known.update(sha256(Path(path).read_bytes()).digest())
    return known.digest()


def reaches_out(folders: Sequence[Path]) -> bool:
    """Say whether templates of the project's own may show what no draft has named.

    A line that stands in the shipped template of the same name is known; any other that
    names the clock, or the whole programme, may make anything of it.
    """
    *own, shipped = folders
    for folder in own:
        for path in _files(folder):
            beside = shipped / os.path.relpath(path, folder)
            known = set(_lines(beside)) if beside.is_file() else set()
            if any(
                _OUT.search(line) for line in _lines(Path(path)) if line not in known
            ):
                return True
    return False


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


def _files(folder: Path) -> Iterator[str]:
    """Yield every file below a folder, in one order; of what was compiled none."""
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            yield f"{place}/{name}"
