"""Take pictures of every kind of page, and put those of a revision before beside them.

    make screenshots                           the pages as they are
    make screenshots BEFORE=v1.0               beside what a revision made of the talks
    make screenshots ONLY="he-12 en-400-home"  these sites or kinds of pages alone

The made-up institute speaks English, German and Hebrew and has 1, 12, 400 or 1,250
talks; the project's own talks and an empty site are there as well. Each kind of page is
looked at on a telephone, a tablet and a desk, by day, by night and on paper. The folder
(build/screenshots) gets the pictures and an index.html that shows them all.
"""

from __future__ import annotations

import argparse
import functools
import html
import os
import shutil
import subprocess
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

from tests import institute  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTHS = (360, 768, 1440)
LIGHTS = ("light", "dark", "print")
A4 = 794  # CSS pixels
TALLEST = 2600

# Each kind of page, and where the first of it lies.
INSTITUTE = {
    "home": "index.html",
    "talk": "*/2026-12-0*/index.html",
    "virtual": "statistics/2026-12-0*/index.html",
    "cancelled": "*/2026-12-1[4-9]/index.html",
    "past": "*/2026-1[01]-*/index.html",
    "series": "algebra/index.html",
    "all-series": "series/index.html",
    "archive": "archive/index.html",
    "term": "archive/*/index.html",
    "month": "calendar/2026-12/index.html",
    "week": "calendar/week/index.html",
    "speakers": "speakers/index.html",
    "speaker": "speakers/*/index.html",
    "topics": "topics/index.html",
    "topic": "topics/*/index.html",
    "search": "search/index.html",
    "selection": "calendar/selection/index.html",
    "screen": "screen/index.html",
    "subscribe": "subscribe/index.html",
    "embed": "embed/all.html",
    "lost": "404.html",
}
OWN = {
    "home": "index.html",
    "talk": "wilks/2021-03-08-soudry/index.html",
    "speaker": "speakers/daniel-soudry/index.html",
}
EMPTY = {
    "home": "index.html",
    "archive": "archive/index.html",
    "subscribe": "subscribe/index.html",
    "screen": "screen/index.html",
}

# Which site is looked at, at what moment, and which pages of it.
SITES = {
    **{
        f"{language}-{number}": (institute.NOW, INSTITUTE)
        for number in (1, 12, 400)
        for language in institute.TONGUES
    },
    "en-1250": (institute.NOW, INSTITUTE),
    "own": ("2021-03-01T09:00", OWN),
    "empty": ("2021-03-01T09:00", EMPTY),
}


def main(target: Path, before: str | None, only: list[str]) -> int:
    """Build, look and write; return an exit status."""
    if CHROMIUM is None:
        sys.stderr.write("There is no Chromium here; on Debian: apt install chromium\n")
        return 1
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, chromium() as browser:
        programs = {"now": PROJECT}
        with earlier(before, Path(temporary, "before")) as program:
            if program:
                programs["before"] = program
            shown = {
                name: names
                for site in SITES
                if wanted(site, only)
                for name, names in look(
                    browser,
                    target,
                    site,
                    wanted(site, only),
                    built(site, programs, Path(temporary, site)),
                )
            }
    title = f"Before ({before}) and now" if before else "Pages"
    (target / "index.html").write_text(sheet(title, shown), encoding="utf-8")
    number = sum(len(names) for names in shown.values())
    sys.stdout.write(f"{number} pictures; open {target / 'index.html'}\n")
    return 0


def wanted(site: str, only: list[str]) -> dict[str, str]:
    """Return the kinds of pages of a site that were asked for, and where they lie."""
    return {
        kind: path
        for kind, path in SITES[site][1].items()
        if not only or site in only or f"{site}-{kind}" in only
    }


@contextmanager
def earlier(revision: str | None, folder: Path) -> Iterator[Path | None]:
    """Yield a work tree of a revision, and take it away again."""
    if revision is None:
        yield None
        return
    git = ["git", "-C", str(PROJECT), "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", folder, revision], check=True)
    try:
        yield folder
    finally:
        subprocess.run([*git, "remove", "--force", folder], check=True)


def built(site: str, programs: dict[str, Path], folder: Path) -> dict[str, Path]:
    """Have each program build a site of its own; return the folders of pages."""
    made = {}
    for name, program in programs.items():
        write_project(site, folder / name)
        made[name] = build(program, folder / name, SITES[site][0])
    return made


def look(
    browser: Browser,
    target: Path,
    site: str,
    kinds: dict[str, str],
    tops: dict[str, Path],
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each look at each page of a site, with its pictures by program."""
    for kind, pattern in kinds.items():
        page = next(iter(sorted(tops["now"].glob(pattern))), None)
        if page is None:
            continue
        path = page.relative_to(tops["now"]).as_posix()
        found: dict[str, dict[str, str]] = {}
        for name, top in tops.items():
            if (top / path).is_file():
                with served(top) as address:
                    label = f"{site}-{kind}-{name}"
                    for seen, file in take(browser, address + path, target, label):
                        found.setdefault(f"{site}-{kind}-{seen}", {})[name] = file
        yield from found.items()


def write_project(name: str, folder: Path) -> None:
    """Write the talks of a site into a new folder."""
    if name == "own":
        shutil.copytree(PROJECT / "talks", folder / "talks")
    elif name == "empty":
        (folder / "talks").mkdir(parents=True)
        site = "title: Talks\nurl: https://talks.example.edu\n"
        (folder / "talks/site.yaml").write_text(site, encoding="utf-8")
    else:
        language, number = name.split("-")
        institute.write_institute(folder, int(number), language)


def build(program: Path, folder: Path, clock: str) -> Path:
    """Have a revision of the program build a project; return the site."""
    command = [sys.executable, "-m", "announcer", "-C", str(folder), "--now", clock]
    # from its own folder, which Python looks in first
    environment = os.environ | {"PYTHONPATH": str(program)}
    subprocess.run(
        [*command, "build", "--quiet"], check=True, cwd=program, env=environment
    )
    return folder / "build" / "site"


def take(
    browser: Browser, address: str, target: Path, name: str
) -> Iterator[tuple[str, str]]:
    """Yield each look at one page with the name of its picture."""
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
            yield f"{light}-{width}", file


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


class Patient(ThreadingHTTPServer):
    """A server that says nothing of browsers that went away."""

    def handle_error(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine and yield its address."""
    handler = functools.partial(Quiet, directory=str(folder))
    with Patient(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def sheet(title: str, shown: dict[str, dict[str, str]]) -> str:
    """Return a page that shows all pictures, those of one page side by side."""

    def figure(name: str, file: str) -> str:
        picture = f'<a href="{file}"><img src="{file}" alt="" loading="lazy"></a>'
        return f"<figure><figcaption>{name}</figcaption>{picture}</figure>"

    several = any("before" in files for files in shown.values())
    rows = []
    for name, files in shown.items():
        figures = [figure("now", html.escape(files["now"]))]
        if several:
            missing = "<figure><figcaption>before</figcaption>not there</figure>"
            file = html.escape(files.get("before", ""))
            figures.insert(0, figure("before", file) if file else missing)
        rows.append(
            f"<section><h2>{html.escape(name)}</h2>{''.join(figures)}</section>"
        )
    text = "\n".join(rows)
    return f"""<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>
<style>
body {{ margin: 1rem; background: #888; font: 0.8rem sans-serif; }}
section {{ display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; margin-block-end: 2rem; }}
h2 {{ flex: 100%; margin: 0; font-size: 1rem; }}
figure {{ flex: 1 1 20rem; max-width: 48rem; margin: 0; }}
img {{ width: 100%; max-height: 60rem; object-fit: cover; object-position: top; }}
</style>
<h1>{html.escape(title)}</h1>
{text}
</html>
"""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--before", metavar="REVISION", help="built beside this one")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    said = parser.parse_args()
    folder = said.folder or PROJECT / "build" / "screenshots"
    sys.exit(main(folder, said.before or None, said.only))
