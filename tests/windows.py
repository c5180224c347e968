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

_import = builtins.__import__

# Windows has none of these; libraries that need them there bring a way around.
POSIX_MODULES = {
    *("crypt", "curses", "fcntl", "grp", "nis", "ossaudiodev", "posix", "pty", "pwd"),
    *("readline", "resource", "spwd", "syslog", "termios", "tty", "uvloop"),
}
# ... nor of these; `kill` is there and ends the process that it should ask about.
POSIX_OS = {
    *("chown", "chroot", "ctermid", "fchdir", "fchmod", "fchown", "fdatasync", "fork"),
    *("forkpty", "getegid", "geteuid", "getgid", "getgroups", "getloadavg", "getpgid"),
    *("getpgrp", "getpriority", "getresuid", "getsid", "getuid", "initgroups", "kill"),
    *("killpg", "lchown", "lockf", "major", "minor", "mkfifo", "mknod", "nice"),
    *("openpty", "pathconf", "pipe2", "posix_fadvise", "posix_fallocate"),
    *("posix_spawn", "pread", "preadv", "pwrite", "pwritev", "sched_getaffinity"),
    *("sendfile", "setegid", "seteuid", "setgid", "setgroups", "setpgid"),
    *("setpriority", "setsid", "setuid", "statvfs", "sync", "sysconf", "tcgetpgrp"),
    *("ttyname", "uname", "wait", "wait3", "wait4", "waitid", "WNOHANG"),
}
POSIX_OS_BEGINNINGS = ("EX_", "O_", "P_", "RTLD_", "SCHED_", "WIF", "W_")
WINDOWS_OS = {
    *("O_RDONLY", "O_WRONLY", "O_RDWR", "O_APPEND", "O_CREAT", "O_EXCL", "O_TRUNC"),
    *("P_NOWAIT", "P_WAIT", "P_DETACH", "P_OVERLAY", "P_NOWAITO", "W_OK"),
}


def is_posix_only(name: str) -> bool:
    """Say whether ``os`` has a name on POSIX systems only."""
    begins = name.startswith(POSIX_OS_BEGINNINGS) and name not in WINDOWS_OS
    return name in POSIX_OS or begins


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
