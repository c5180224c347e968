"""The pages for people who come from elsewhere: their examples are imported."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGES = ("from-researchseminars.md", "from-indico.md", "from-jekyll.md")
FENCE = re.compile(r"^```(json|text|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ENDINGS = {"json": "json", "text": "md", "yaml": "yml"}
EXAMPLES = [
    pytest.param(ENDINGS[kind], text, id=f"{page}-{number}")
    for page in PAGES
    for number, (kind, text) in enumerate(
        FENCE.findall((DOCS / page).read_text("utf-8"))
    )
]


@pytest.mark.parametrize(("ending", "text"), EXAMPLES)
def test_an_example_is_imported_as_its_page_says(ending, text, run, project):
    """Each is one talk with its title, its speaker and its time."""
    source = project / f"example.{ending}"
    source.write_text(text, encoding="utf-8")
    ran = run("-C", project, "import", "--json", source)
    (talk,) = json.loads(ran.out)
    assert talk["title"] in {
        "Counting $p$-adic trees",
        "Dark photons",
        "Counting trees",
    }
    assert talk["speakers"][0]["name"] in {"Ada Roe", "Iris Moe"}
    assert "T1" in talk["start"]
    assert talk["title"] != "Dark photons" or talk["start"] == "2026-02-05T11:00"
