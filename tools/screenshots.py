"""Take pictures of every kind of page: python tools/screenshots.py [FOLDER].

Builds the project's own talks, a Hebrew site, 400 talks and an empty one, and looks at
each kind of page on a telephone, a tablet and a desk, by day, by night and on paper.
FOLDER (build/screenshots) gets the pictures and an index.html that shows them all.
"""

from __future__ import annotations

import functools
import html
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))

from announcer import cli  # noqa: E402
from benchmarks.corpus import write_corpus  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTHS = (360, 768, 1440)
LIGHTS = ("light", "dark", "print")
A4 = 794  # CSS pixels
TALLEST = 2600

HEBREW = {
    "site.yaml": """\
title: הרצאות המחלקה לסטטיסטיקה
description: סמינרים והרצאות אורח בסטטיסטיקה, למידה חישובית ורשתות נוירונים.
url: https://talks.example.ac.il
language: he
timezone: Asia/Jerusalem
mail: {smtp: "smtp://localhost:25", from: Talks <talks@example.ac.il>}
""",
    "stat/series.yaml": """\
name: הסמינר לסטטיסטיקה
time: 12:30-13:30
location: בניין תאומים, חדר 424
mailing_list: stat@example.ac.il
organizers: [{name: אולגה ארגון, email: olga@example.ac.il}]
""",
    "stat/2021-03-08-soudry.yaml": """\
title: הפתעות באימון של רשתות עמוקות (Deep Learning)
speaker:
  name: דניאל סודרי
  affiliation: הטכניון
  bio: דניאל סודרי הוא פרופסור בפקולטה להנדסת חשמל בטכניון.
date: 2021-03-08
topics: [למידה עמוקה, אופטימיזציה]
abstract: נראה כמה תצפיות על אימון רשתות, ונסביר אותן במקרה $\\alpha_1 \\le 2$.
""",
    "stat/2021-03-15-noether.yaml": """\
title: "Invariants of networks: a talk in English"
speaker: Emmy Noether (Göttingen)
language: en
status: cancelled
date: 2021-03-15
abstract: We show that every symmetry of the loss is conserved by its gradient flow.
""",
    "stat/2021-02-22-cohen.yaml": """\
title: מבוא לתורת האינפורמציה
speaker: רות כהן (האוניברסיטה העברית)
date: 2021-02-22
video: https://video.example.ac.il/1
""",
}
EMPTY = {"site.yaml": "title: Talks\nurl: https://talks.example.edu\n"}

# Which site is looked at, at what moment, and which pages of it.
SITES = {
    "own": (
        "2021-03-01T09:00",
        {
            "home": "index.html",
            "talk": "wilks/2021-03-08-soudry/index.html",
            "series": "invited-talks/index.html",
            "all-series": "series/index.html",
            "speaker": "speakers/daniel-soudry/index.html",
            "speakers": "speakers/index.html",
            "archive": "archive/index.html",
            "subscribe": "subscribe/index.html",
            "search": "search/index.html",
            "lost": "404.html",
            "embed": "embed/all.html",
        },
    ),
    "hebrew": (
        "2021-03-01T09:00",
        {
            "home": "index.html",
            "talk": "stat/2021-03-08-soudry/index.html",
            "cancelled": "stat/2021-03-15-noether/index.html",
            "series": "stat/index.html",
            "topics": "topics/index.html",
            "subscribe": "subscribe/index.html",
        },
    ),
    "many": (
        "2005-03-01T09:00",
        {
            "home": "index.html",
            "series": "series-000/index.html",
            "speakers": "speakers/index.html",
            "archive": "archive/index.html",
            "search": "search/index.html",
        },
    ),
    "empty": (
        "2021-03-01T09:00",
        {"home": "index.html", "archive": "archive/index.html"},
    ),
}


def main(target: Path) -> int:
    """Build, look and write; return an exit status."""
    if CHROMIUM is None:
        sys.stderr.write("There is no Chromium here; on Debian: apt install chromium\n")
        return 1
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    shown: list[str] = []
    with tempfile.TemporaryDirectory() as temporary, chromium() as browser:
        for name, (clock, pages) in SITES.items():
            folder = Path(temporary, name)
            write_project(name, folder)
            arguments = ["-C", str(folder), "--now", clock, "build", "--quiet"]
            if cli.run(arguments):
                return 1
            with served(folder / "build" / "site") as address:
                for kind, path in pages.items():
                    if (folder / "build" / "site" / path).is_file():
                        shown += take(browser, address + path, target, f"{name}-{kind}")
            cards = sorted((folder / "build" / "site").rglob("card.png"))
            for number, card in enumerate(cards[:6]):
                shown.append(f"{name}-card-{number}.png")
                shutil.copy(card, target / shown[-1])
    (target / "index.html").write_text(sheet(shown), encoding="utf-8")
    sys.stdout.write(f"{len(shown)} pictures; open {target / 'index.html'}\n")
    return 0


def write_project(name: str, folder: Path) -> None:
    """Write the talks of a site into an empty folder."""
    if name == "own":
        shutil.copytree(PROJECT / "talks", folder / "talks")
    elif name == "many":
        write_corpus(folder, 400)
    else:
        for path, text in (HEBREW if name == "hebrew" else EMPTY).items():
            file = folder / "talks" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


def take(browser: Browser, address: str, target: Path, name: str) -> Iterator[str]:
    """Yield the names of the pictures of one page."""
    for light in LIGHTS:
        for width in WIDTHS if light != "print" else (A4,):
            page = browser.new_page(
                viewport={"width": width, "height": 800},
                color_scheme="dark" if light == "dark" else "light",
            )
            page.emulate_media(media="print" if light == "print" else "screen")
            page.goto(address)
            tall = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
            page.set_viewport_size({"width": width, "height": max(800, tall)})
            file = f"{name}-{light}-{width}.png"
            page.screenshot(path=target / file)
            page.close()
            yield file


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's browser, and end it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Quiet(SimpleHTTPRequestHandler):
    """A file server that does not write on standard error."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine and yield its address."""
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def sheet(names: list[str]) -> str:
    """Return a page that shows all pictures."""
    figures = "\n".join(
        f'<figure><a href="{name}"><img src="{name}" alt="" loading="lazy"></a>'
        f"<figcaption>{name}</figcaption></figure>"
        for name in map(html.escape, names)
    )
    return f"""<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Screenshots</title>
<style>
body {{ display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; margin: 1rem;
  background: #888; font: 0.8rem sans-serif; }}
figure {{ margin: 0; }}
img {{ width: 20rem; max-height: 40rem; object-fit: cover; object-position: top; }}
</style>
{figures}
</html>
"""


if __name__ == "__main__":
    default = PROJECT / "build" / "screenshots"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
