"""Which program makes the files: its own source, its libraries, the templates."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from announcer import __version__
from announcer.lazy import pattern
from announcer.templating import builtin_folder
from announcer.unchanged import libraries

_PACKAGE = Path(__file__).parent.parent
_WRITTEN = (".py", ".mo")
# What leads from a template to all there is, to the clock, or to chance.
_NAME = pattern(r"[A-Za-z0-9._-]+")
_OUT = pattern(r"\b(?:programme|now|today|context|self|random|lipsum)\b|__")


@cache
def version() -> bytes:
    """Return a digest of the program: its source, Python's version, its libraries'.

    Any library that is installed beside it counts: which of them shape bytes changes.
    """
    known = sha256(sys.version.encode())
    known.update(_source())
    for name in libraries():
        known.update(f"\0{name}".encode())
    return known.digest()


def ingredients() -> dict[str, str]:
    """Return what shapes bytes, with its version: announcer, Python, its libraries."""
    # what is installed only a cluster asks
    from importlib.metadata import (  # noqa: PLC0415 - slow
        PackageNotFoundError,
        distribution,
    )

    own = sha256(_source() + contents([builtin_folder()])).hexdigest()[:12]
    found = {"announcer": f"{__version__} ({own})"}
    found["Python"] = f"{sys.version_info.major}.{sys.version_info.minor}"
    waiting, known = ["talk-announcer"], {"talk-announcer"}
    while waiting:
        name = waiting.pop()
        try:
            library = distribution(name)
        except PackageNotFoundError:  # for another system
            continue
        if name != "talk-announcer":
            found[name] = library.version
        new = {
            match[0].lower().replace("_", "-")
            for line in library.requires or ()
            if "extra ==" not in line and (match := _NAME.match(line))
        }
        waiting += sorted(new - known)
        known |= new
    return found


def misfit(wanted: Mapping[str, str]) -> str:
    """Say what is another here than is wanted; empty where nothing is."""
    here = ingredients()
    return ", ".join(
        f"{name} {here.get(name, 'is missing')} instead of {wanted[name]}"
        for name in wanted
        if here.get(name) != wanted[name]
    )


def _source() -> bytes:
    known = sha256()
    for path in _files(_PACKAGE):
        name = path[len(str(_PACKAGE)) + 1 :].replace(os.sep, "/")
        known.update(f"\0{name}\0".encode())
        if name.endswith(_WRITTEN):
            known.update(_content(path))
        else:
            known.update(str(os.stat(path).st_size).encode())  # noqa: PTH116 - quick
    return known.digest()


def contents(folders: Sequence[Path]) -> bytes:
    """Return a digest of all templates, in the order in which they are looked for."""
    known = sha256()
    for folder in folders:
        known.update(b"\0\0")
        for path in _files(folder):
            known.update(f"{os.path.relpath(path, folder)}\0".encode(errors="replace"))
            known.update(sha256(_content(path)).digest())
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


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - some hundred at each build
        return file.read()


def _files(folder: Path) -> Iterator[str]:
    """Yield every file below a folder, in one order; of what was compiled none."""
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            yield f"{place}/{name}"
