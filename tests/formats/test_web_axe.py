"""Pages that everybody can use: axe-core finds nothing, by day, at night, on a phone.

Skipped, with the reason printed, where there is no Chromium.
"""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

from tests.browser import in_chromium
from tests.formats.test_web_browser import address

__all__ = ["address"]

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "index.html",
    "wilks/index.html",
    "wilks/2021-03-08-soudry/index.html",
    "wilks/off/index.html",
    "speakers/daniel-soudry/index.html",
    "topics/deep-learning/index.html",
    "archive/index.html",
    "search/index.html",
    "subscribe/index.html",
    "404.html",
]

pytestmark = in_chromium


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_to_mend(chromium, address, scheme, width):
    """WCAG 2.2 A and AA, and the best practices of axe, on every kind of page."""
    context = chromium.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(address + path)
        # what a page may load is its own business; a debugger may look at it anyway
        page.evaluate(AXE.read_text(encoding="utf-8"))
        results = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        assert len(results["passes"]) > 10, path
        found[path] = [each["id"] for each in results["violations"]]
    context.close()
    assert {path: ids for path, ids in found.items() if ids} == {}
