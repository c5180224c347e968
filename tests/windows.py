"""The command line as it meets Windows: ``python -m tests.windows ARGUMENTS...``.

Windows itself is not here. The house gets an ``os`` that lacks what Windows lacks and
says that it is Windows, and no module that exists on POSIX systems only. Libraries keep
theirs: they have ways of their own for Windows.
"""

from __future__ import annotations

import builtins
import os
from collections.abc import Mapping, Sequence
from types import ModuleType

from tests.test_architecture import POSIX_MODULES, is_posix_only

_import = builtins.__import__


class WindowsOs(ModuleType):
    """What ``import os`` gives on Windows, as far as names go."""

    name = "nt"
    O_BINARY = 0

    def __getattr__(self, name: str) -> object:
        if name != "kill" and is_posix_only(name):
            raise AttributeError(f"module 'os' has no attribute {name!r}")
        return _not_to_be_asked if name == "kill" else getattr(os, name)


def _not_to_be_asked(pid: int, signal: int) -> None:
    raise AssertionError(f"os.kill({pid}, {signal}) would end that process")


_windows_os = WindowsOs("os")


def windows_import(
    name: str,
    globals: Mapping[str, object] | None = None,  # noqa: A002 - Python's own name
    locals: Mapping[str, object] | None = None,  # noqa: A002 - Python's own name
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> object:
    """Import what Windows has, for modules of the house."""
    importer = str((globals or {}).get("__name__", ""))
    if importer.partition(".")[0] == "announcer":
        if name.partition(".")[0] in POSIX_MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        if name == "os":
            return _windows_os
    return _import(name, globals, locals, fromlist or (), level)


def main() -> None:
    """Run the command line as on Windows."""
    builtins.__import__ = windows_import  # type: ignore[assignment]
    from announcer.cli import main  # noqa: PLC0415 - it must meet Windows

    main()


if __name__ == "__main__":
    main()
