"""Pages that everybody can use: axe-core finds nothing, by day, at night, on a phone.

Skipped, with the reason printed, where there is no Chromium.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import axe_playwright_python
import pytest

from tests.browser import in_chromium
from tests.formats.test_web_browser import address

__all__ = ["address"]

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}  # in full
PAGES = [
    "index.html",
    "wilks/index.html",
    "wilks/2021-03-08-soudry/index.html",
    "wilks/off/index.html",
    "speakers/daniel-soudry/index.html",
    "topics/deep-learning/index.html",
    "archive/index.html",
    "calendar/2021-03/index.html",
    "calendar/week/index.html",
    "calendar/selection/index.html",
    "screen/wilks/index.html",
    "search/index.html",
    "subscribe/index.html",
    "404.html",
]

pytestmark = in_chromium


@pytest.fixture(scope="module")
def page(chromium):
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_to_mend(page, address, path):
    """WCAG 2.2 A and AA, and the best practices of axe, on every kind of page."""
    page.goto(address + path)
    # what a page may load is its own business; a debugger may look at it anyway
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = {}
    for width, scheme in product((320, 1280), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        results = page.evaluate("options => axe.run(document, options)", OPTIONS)
        assert len(results["passes"]) > 10
        found[width, scheme] = [each["id"] for each in results["violations"]]
    assert {look: ids for look, ids in found.items() if ids} == {}
