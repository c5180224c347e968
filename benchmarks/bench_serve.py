"""How long a saved abstract takes to be seen, against a cold build in the same run.

    python benchmarks/bench_serve.py [TALKS]

* cold build: ``announcer build`` in a new process, into a new folder;
* first page: ``announcer serve`` in a new process, until the first page is there;
* seen: from saving the file until the server has told the open page and has sent it
  anew with the new words, the waiting for the system's notice included.

The aim is 0.3 of a cold build for 1,000 talks.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit

from corpus import write_corpus

NOW = "2005-01-01T09:00"
ROUNDS = 5
ANNOUNCER = [sys.executable, "-m", "announcer"]


def main() -> None:
    """Measure both, and print their ratio."""
    talks = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder, talks)
        records = sorted(folder.glob("talks/series-*/2*.yaml"))
        cold = min(_cold(folder, number) for number in range(2))
        print(f"{talks} talks, talk {records[talks // 2].stem} is edited")
        print(f"{'cold build':32} {cold:8.3f} s {1:8.3f}")
        with _serving(folder) as (address, first):
            print(f"{'first page':32} {first:8.3f} s {first / cold:8.3f}")
            record = records[talks // 2]
            page = f"/{record.parent.name}/{record.stem}/"
            mail = f"/_mail{page}announcement.html"
            for label, path in (
                ("seen on its page", page),
                ("seen in its mail", mail),
                ("seen in the list of all mails", "/_mail/"),
                ("seen in talks.json", "/talks.json"),
                ("home page made anew", "/"),
            ):
                times = [_seen(address, record, path, n) for n in range(ROUNDS)]
                middle, worst = median(times), max(times)
                print(
                    f"{label:32} {middle:8.3f} s {middle / cold:8.3f} "
                    f"(worst {worst:.3f} s, {worst / cold:.3f})"
                )


def _cold(folder: Path, number: int) -> float:
    start = perf_counter()
    command = [*ANNOUNCER, "-C", str(folder), "--now", NOW, "build"]
    out = folder.parent / f"{folder.name}-build-{number}"
    try:
        subprocess.run([*command, "--out", out], check=True, capture_output=True)
        return perf_counter() - start
    finally:
        subprocess.run(["rm", "-rf", out], check=True)


@contextlib.contextmanager
def _serving(folder: Path) -> Iterator[tuple[str, float]]:
    start = perf_counter()
    command = [*ANNOUNCER, "-C", str(folder), "--now", NOW, "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found, "the server did not start"
        address = urlsplit(found[0]).netloc
        _get(address, "/")
        yield address, perf_counter() - start
    finally:
        server.terminate()
        server.communicate()


def _seen(address: str, record: Path, path: str, number: int) -> float:
    """Save new words, wait for the event as an open page does, and load it again."""
    version = re.search(r'data-version="([^"]+)"', _get(address, "/").decode())
    assert version
    waiting = http.client.HTTPConnection(address, timeout=60)
    waiting.request("GET", f"/_serve/events?seen={version[1]}")
    response = waiting.getresponse()
    text = record.read_text(encoding="utf-8")
    word = f"word{number}-{abs(hash(path))}"
    text = re.sub(r"^title: .*", f"title: The {word} number", text, flags=re.MULTILINE)
    text = re.sub(r"(abstract: \|\n  )(\S+)", rf"\g<1>{word}", text)
    start = perf_counter()
    record.write_text(text, encoding="utf-8")
    assert b"event: changed" in response.read()
    content = _get(address, path)
    seconds = perf_counter() - start
    waiting.close()
    assert path == "/" or word.encode() in content, f"{path} does not show {word}"
    return seconds


def _get(address: str, path: str) -> bytes:
    connection = http.client.HTTPConnection(address, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()


if __name__ == "__main__":
    main()
