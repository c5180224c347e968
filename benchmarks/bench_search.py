"""The search index beside Pagefind: size, time, and what a first question loads.

    python benchmarks/bench_search.py [TALKS...]

Talks are made of words that are as unevenly common as in real abstracts (Zipf), one in
twenty in Hebrew and one in twenty in Chinese. Both engines get the same talk pages.
Pagefind is measured where it is installed (``pip install 'pagefind[bin]'``), and what a
browser loads where there is Chromium. Bytes are as sent: compressed by the host, or
already compressed by Pagefind.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from announcer.formats.web import index, search, static, talks
from announcer.formats.web.page import Edition
from announcer.output import Draft, finished, opened
from announcer.talk import Programme, Series, Site, Speaker, Talk
from announcer.templating import Templates

CHROMIUM = shutil.which("chromium")
START = datetime(2004, 9, 6, 16, 15, tzinfo=UTC)
SYLLABLES = [c + v for c in "bcdfglmnprstvz" for v in ("a", "e", "i", "o", "u", "al")]
HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
CHINESE = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]
PAGEFIND = """<!DOCTYPE html><meta charset="utf-8"><title>Pagefind</title>
<input><ol></ol><script type="module" src="own.js"></script>"""
OWN = """const engine = await import("./pagefind/pagefind.js");
document.querySelector("input").addEventListener("input", async (event) => {
  const found = await engine.search(event.target.value);
  const talks = await Promise.all(found.results.slice(0, 10).map((one) => one.data()));
  const list = document.querySelector("ol");
  list.replaceChildren(...talks.map((talk) => {
    const item = document.createElement("li");
    item.textContent = talk.meta.title;
    return item;
  }));
  list.dataset.found = found.results.length;
});"""
STRICT = "default-src 'none'; script-src 'self'; connect-src 'self'"


class Server(SimpleHTTPRequestHandler):
    """Serves a folder and adds up what it would send to a browser."""

    sent = 0
    asked = 0
    policy = ""

    def do_GET(self) -> None:
        """Count, then serve."""
        path = Path(self.translate_path(self.path))
        if path.is_file():
            content = path.read_bytes()
            Server.sent += min(len(gzip.compress(content, 6)), len(content))
            Server.asked += 1
        super().do_GET()

    def end_headers(self) -> None:
        """Send the policy that is being tried."""
        if Server.policy:
            self.send_header("Content-Security-Policy", Server.policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep still."""


def programme(number: int) -> Programme:
    """Return that many talks, always the same."""
    chance = random.Random(number)
    words = ["".join(chance.choices(SYLLABLES, k=2 + n % 3)) for n in range(40_000)]
    scale = [1 / (rank + 2.7) for rank in range(len(words))]
    abstracts = chance.choices(words, scale, k=130 * number)
    titles = chance.choices(words[200:], scale[200:], k=7 * number)
    home = Series(key="s", slug="s", name="Seminar")
    return Programme(
        site=Site(title="Talks", url="https://talks.example.edu"),
        series=(home,),
        talks=tuple(_talk(chance, n, home, titles, abstracts) for n in range(number)),
        now=START,
    )


def _talk(
    chance: random.Random, n: int, home: Series, titles: list[str], abstracts: list[str]
) -> Talk:
    abstract = (
        " ".join(abstracts[130 * n : 130 * n + 130]) + r" with $\lambda_2 \le n$."
    )
    title = " ".join(titles[7 * n : 7 * n + 7]).capitalize()
    if n % 20 == 7:
        title = " ".join("".join(chance.choices(HEBREW, k=5)) for _ in range(6))
    if n % 20 == 13:
        title = "".join(chance.choices(CHINESE, k=12))
        abstract = "".join(chance.choices(CHINESE, k=300))
    start = START + timedelta(days=n // 2)
    return Talk(
        uid=f"{n}@talks.example.edu",
        slug=f"{n:05}",
        source="",
        series=home,
        title=title,
        speakers=(
            Speaker(name=f"{titles[7 * n].title()} {titles[7 * n + 1].title()}"),
        ),
        start=start,
        end=start + timedelta(hours=1),
        abstract=abstract,
        language="he" if n % 20 == 7 else "zh" if n % 20 == 13 else "en",
    )


def write(drafts: list[Draft], folder: Path) -> None:
    """Write files of a site."""
    for output in finished(drafts):
        path = folder / output.path.removeprefix("site/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.content)


def size(folder: Path, ignore: frozenset[Path] = frozenset()) -> tuple[int, int, str]:
    """Return number of files, bytes and a digest of a folder."""
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p not in ignore]
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + path.read_bytes())
    return len(files), sum(p.stat().st_size for p in files), digest.hexdigest()[:12]


def own(edition: Edition, folder: Path) -> None:
    """Make our index twice and say what it is."""
    page = [*static.files(edition.programme.site, edition.templates)]
    write([*page, *search.pages(edition)], folder)
    before = frozenset((folder / "search").rglob("*"))
    started = time.perf_counter()
    write(list(opened(index.files(edition))), folder)
    spent = time.perf_counter() - started
    number, length, digest = size(folder / "search", before)
    write(list(opened(index.files(Edition(edition.programme, Templates())))), folder)
    same = size(folder / "search", before)[2] == digest
    line = f"{number} files, {length / 1e6:.2f} MB, {spent:.2f} s, "
    print(f"  own      {line}{'the same' if same else 'OTHER'} bytes again")


def pagefind(folder: Path) -> None:
    """Make Pagefind's index twice and say what it is."""
    command = [sys.executable, "-m", "pagefind", "--site", str(folder), "--quiet"]
    digests = []
    for _ in range(2):
        shutil.rmtree(folder / "pagefind", ignore_errors=True)
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        spent = time.perf_counter() - started
        number, length, digest = size(folder / "pagefind")
        digests.append(digest)
    same = "the same" if digests[0] == digests[1] else "OTHER"
    line = f"{number} files, {length / 1e6:.2f} MB, {spent:.2f} s, "
    print(f"  Pagefind {line}{same} bytes again")
    (folder / "pagefind.html").write_text(PAGEFIND, encoding="utf-8")
    (folder / "own.js").write_text(OWN, encoding="utf-8")


def ask(browser: Browser, address: str, question: str, shown: str) -> str:
    """Ask in a new browser and return what it took."""
    context = browser.new_context()
    page: Page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    Server.sent = Server.asked = 0
    started = time.perf_counter()
    page.fill("input", question)
    try:
        page.wait_for_selector(shown, timeout=5_000)
    except Exception:  # noqa: BLE001 - whatever went wrong is in the console
        return f"nothing found ({errors[0][:90] if errors else 'no error'})"
    spent = time.perf_counter() - started
    page.wait_for_load_state("networkidle")
    context.close()
    return f"{Server.asked:3} files {Server.sent / 1000:6.1f} kB {spent * 1000:5.0f} ms"


def measure(number: int, folder: Path, browser: Browser | None) -> None:
    """Compare the two on that many talks."""
    print(f"{number} talks")
    edition = Edition(programme(number), Templates())
    write([d for d in opened(talks.pages(edition)) if d.path.endswith(".html")], folder)
    has_pagefind = importlib.util.find_spec("pagefind") is not None
    if has_pagefind:
        pagefind(folder)
    own(edition, folder)
    if browser is None:
        return
    handler = partial(Server, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    some = edition.programme.talks
    word = (some[3].title or "").split()[2]
    questions = {
        "a word of a title": word,
        "its beginning": word[:3],
        "Hebrew": (some[7].title or "").split()[1],
        "Chinese": (some[13].title or "")[3:6],
    }
    engines = {"own": ("search/", "ol .talk")}
    if has_pagefind:
        engines["Pagefind"] = ("pagefind.html", "ol li")
    for name, question in questions.items():
        for engine, (page, shown) in engines.items():
            took = ask(browser, f"{address}/{page}", question, shown)
            print(f"  {name:18} {engine:9} {took}")
    Server.policy = STRICT
    for engine, (page, shown) in engines.items():
        took = ask(browser, f"{address}/{page}", word, shown)
        print(f"  {'strict policy':18} {engine:9} {took}")
    Server.policy = ""
    server.shutdown()
    server.server_close()


def main() -> None:
    """Measure 1,000 and 10,000 talks, or as many as asked."""
    numbers = [int(text) for text in sys.argv[1:]] or [1_000, 10_000]
    with sync_playwright() as playwright:
        browser = None
        if CHROMIUM:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox"]
            )
        for number in numbers:
            with tempfile.TemporaryDirectory() as folder:
                measure(number, Path(folder), browser)
        if browser:
            browser.close()


if __name__ == "__main__":
    main()
