"""A real Chromium, and sites served to it; where there is none, its tests say so."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
in_chromium = [
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),  # or every worker starts one of its own
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
]


_running = ExitStack()
_launched: list[Browser] = []


@pytest.fixture(scope="module")
def chromium() -> Browser:
    """Return the browser, which runs as long as one test after another wants it."""
    if not _launched:
        playwright = _running.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        _running.callback(browser.close)
        _launched.append(browser)
    return _launched[0]


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an empty page, where an error fails the test."""
    contexts: list[BrowserContext] = []

    def opened(**options: Any) -> Page:
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Iterator[None]:
    """End the browser: no event loop of this thread may run beside other tests."""
    try:
        return (yield)
    finally:
        goes_on = nextitem is not None and nextitem.path == item.path
        if not goes_on and "chromium" not in getattr(nextitem, "fixturenames", ()):
            _launched.clear()
            _running.close()


class _Files(SimpleHTTPRequestHandler):
    """A file server that lets other sites read, and writes nothing on the terminal."""

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder, and yield its address, without a slash at the end."""
    handler = functools.partial(_Files, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write the files of a site into a folder, and return it."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder
