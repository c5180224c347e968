"""A Dask cluster of real processes on this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Processes:
    """A scheduler and its workers; ``folder`` holds where it is and what they say."""

    folder: Path
    scheduler: subprocess.Popen[bytes] = field(init=False)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scheduler = self._start(
            "scheduler", "--port", "0", "--host", "127.0.0.1", "--no-show"
        )
        end = time.monotonic() + 60
        while not self._file.exists() or not self._file.read_bytes():
            assert self.scheduler.poll() is None
            assert time.monotonic() < end
            time.sleep(0.02)

    @property
    def _file(self) -> Path:
        return self.folder / "scheduler.json"

    @property
    def address(self) -> str:
        """Return where the scheduler listens."""
        found: dict[str, Any] = json.loads(self._file.read_text("utf-8"))
        return str(found["address"])

    def with_workers(self, number: int) -> Processes:
        """Have so many workers; those that were killed are replaced."""
        self.workers = [one for one in self.workers if one.poll() is None]
        while len(self.workers) < number:
            self.workers.append(self._start("worker", "--nthreads", "1", "--no-nanny"))
        for one in self.workers[number:]:
            self._end(one)
        self.workers = self.workers[:number]
        return self

    def kill(self) -> None:
        """Kill one worker, as the system does when memory is short."""
        self.workers[0].send_signal(signal.SIGKILL)
        self.workers[0].wait()

    def stop(self) -> None:
        """End everybody."""
        for one in (*self.workers, self.scheduler):
            self._end(one)

    def _end(self, one: subprocess.Popen[bytes]) -> None:
        one.kill()
        one.wait()

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        said = self.folder / f"{what}.log"
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *options]
        command += ["--scheduler-file", str(self._file), "--no-dashboard"]
        paths = [os.environ.get("PYTHONPATH", ""), str(ROOT)]
        env = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "PYTHONWARNINGS": "ignore",
        }
        with said.open("ab") as log:
            return subprocess.Popen(
                command, env=env, cwd=self.folder, stdout=log, stderr=log
            )
