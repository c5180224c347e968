"""How long a saved record takes to be seen in ``announcer serve``."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

import measure
from measure import Spent


def seen(command: Sequence[str], record: Path, page: str, rounds: int) -> list[Spent]:
    """Save a record again and again, each time until an open page shows it.

    The clock runs from saving until the server has told the page, which is how it
    finds out, and has sent it anew with the new words.
    """
    with _serving(command) as (address, watch):
        spent = []
        for number in range(rounds + 1):
            wall, others = _seen(address, record, page, number)
            spent.append(Spent(wall, 0, 0, others))
        memory = watch.stop()
    return [Spent(one.wall, 0, memory, one.others) for one in spent[1:]]


@contextlib.contextmanager
def _serving(command: Sequence[str]) -> Iterator[tuple[str, measure.Watch]]:
    with subprocess.Popen([*command], stdout=subprocess.PIPE, text=True) as server:
        watch = measure.Watch(server.pid)
        try:
            assert server.stdout
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found, "the server did not start"
            address = urlsplit(found[0]).netloc
            _get(address, "/")
            yield address, watch
        finally:
            server.terminate()
            server.communicate()


def _seen(
    address: str, record: Path, page: str, number: int
) -> tuple[float, float | None]:
    version = re.search(r'data-version="([^"]+)"', _get(address, "/").decode())
    assert version
    waiting = http.client.HTTPConnection(address, timeout=300)
    waiting.request("GET", f"/_serve/events?seen={version[1]}")
    response = waiting.getresponse()
    word = f"word{number}"
    text = record.read_text(encoding="utf-8")
    text = re.sub(r"^title: .*", f"title: The {word} edit", text, flags=re.MULTILINE)
    start, before = perf_counter(), measure.busy()
    os.replace(_written(record, text), record)  # noqa: PTH105 - no half of it is seen
    assert b"event: changed" in response.read()
    content = _get(address, page)
    wall, after = perf_counter() - start, measure.busy()
    waiting.close()
    assert word.encode() in content, f"{page} does not show {word}"
    # the server works on one core; what is above it is others' work
    known = before is not None and after is not None
    others = max(0.0, (after - before) / wall - 1) if known else None  # type: ignore[operator]
    return wall, others


def _written(record: Path, text: str) -> Path:
    """Write a text outside of what the server watches, and return where."""
    place = record.parents[2] / "saved"
    place.write_text(text, encoding="utf-8")
    return place


def _get(address: str, path: str) -> bytes:
    connection = http.client.HTTPConnection(address, timeout=300)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()
