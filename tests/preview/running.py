"""A preview that runs, ways to ask it, and ways to save files as editors do."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from urllib.parse import urlsplit

from announcer.preview import News

# Longer than anything takes, also on a machine with much else to do.
PATIENCE = 20
TALK = "talks/wilks/2021-03-08-soudry.yaml"
PAGE = "/wilks/2021-03-08-soudry/"


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Preview:
    """A preview that runs, and its project."""

    folder: Path
    address: str
    mails: str
    news: Queue[News] = field(default_factory=Queue)

    @property
    def port(self) -> int:
        port = urlsplit(self.address).port
        assert port
        return port

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Send a request as it is written, without tidying its path."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=PATIENCE
        )
        try:
            skip = "Host" in headers
            connection.putrequest(method, path, skip_host=skip)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            return Answer(response.status, dict(response.headers), response.read())
        finally:
            connection.close()

    def text(self, path: str = "/") -> str:
        return self.ask(path).text

    def write(self, path: str, old: str, new: str) -> None:
        """Save a file of the project with other words in it."""
        text = (self.folder / path).read_text(encoding="utf-8")
        assert old in text
        self.create(path, text.replace(old, new))

    def create(self, path: str, text: str) -> None:
        """Save a file in one stroke, as editors do, its new folders with it."""
        file = self.folder / path
        missing = [place for place in (file, *file.parents) if not place.exists()]
        top = missing[-1] if missing else file
        new = top.with_name(f".{top.name}.new")
        target = new / file.relative_to(top)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        new.replace(top)

    def hears(self) -> News:
        """Wait for the next news of the server."""
        return self.news.get(timeout=PATIENCE)

    @contextmanager
    def after(self) -> Iterator[list[News]]:
        """Save something in the block; afterwards its news have come."""
        while not self.news.empty():
            self.news.get_nowait()
        heard: list[News] = []
        yield heard
        heard.append(self.hears())
