"""Who holds a claim or a lock: this process, and whether another one is still alive."""

from __future__ import annotations

import os
import socket
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from secrets import token_hex

from announcer.copies import is_running

_numbers = count(1)


def new_owner() -> str:
    """Return a name for one user of the ledger: ``host-place:pid:started:number``."""
    pid = os.getpid()
    started = _started(pid) or _unknown_start(pid)
    return f"{_host()}:{pid}:{started}:{next(_numbers)}"


def is_dead(owner: str) -> bool:
    """Tell whether the process of an owner has certainly ended.

    Only processes of this machine (and this container) can be known to have ended.
    """
    host, _, rest = owner.rpartition(":")[0].partition(":")
    pid, _, started = rest.partition(":")
    if host != _host() or not pid.isdigit():
        return False
    if int(pid) == os.getpid():
        return started != (_started(int(pid)) or _unknown_start(int(pid)))
    now_started = _started(int(pid))
    if now_started is not None:
        return now_started != started  # the number belongs to another process by now
    return not is_running(int(pid))


def _started(pid: int) -> str | None:
    """Return when a process started, in ticks since boot, where /proc tells it."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        # the second field is the program's name, which may hold spaces and brackets
        state, *fields = stat.rpartition(")")[2].split()
        return "" if state in {"Z", "X"} else fields[18]  # ended, not yet buried
    except (OSError, IndexError, ValueError):
        return None


@cache
def _unknown_start(pid: int) -> str:
    return token_hex(4) if pid else ""


@cache
def _host() -> str:
    """Return the machine's name and a mark of this boot and this container of it."""
    marks = [socket.gethostname()]
    try:
        boot = Path("/proc/sys/kernel/random/boot_id")
        marks.append(boot.read_text(encoding="ascii").strip())
        marks.append(str(Path("/proc/self/ns/pid").readlink()))
    except OSError:
        pass  # not Linux: the name has to do
    mark = sha256("\n".join(marks).encode()).hexdigest()[:8]
    return f"{marks[0].replace(':', '-')}-{mark}"
