"""The page for people with spreadsheets is true: its examples are imported."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parent.parent.parent / "docs/from-spreadsheet.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_sheet_of_the_page_is_imported_as_it_says(run, project):
    blocks = dict(FENCE.findall(PAGE.read_text(encoding="utf-8")))
    sheet = project / "plan.csv"
    sheet.write_text(blocks["csv"])
    words = ("import", sheet, "--series", "algebra", "--new-series", "--write")
    ran = run("-C", project, "--now", "2027-03-01", *words)
    assert ran.status == 0, ran.err
    assert "`Osterferien` is no talk" in ran.err
    folder = project / "talks/algebra"
    roe, lim, moe = sorted(folder.glob("2027*.yaml"))
    assert "time: 14:00-15:00" in roe.read_text()
    assert "speaker: Ben Lim (Uni B)" in lim.read_text()
    assert "title" not in lim.read_text().partition("source:")[0]
    assert "status: cancelled" in moe.read_text()
    assert moe.read_text().count("affiliation: Uni C") == 2


def test_the_map_of_the_page_is_taken(run, project):
    blocks = dict(FENCE.findall(PAGE.read_text(encoding="utf-8")))
    (project / "map.yaml").write_text(blocks["yaml"])
    sheet = project / "plan.csv"
    sheet.write_text(
        "When,Vortragende Person,Wovon,Coffee\n2021-03-15,Ada Roe,Ideals,yes\n"
    )
    ran = run("-C", project, "import", sheet, "--map", project / "map.yaml")
    assert "+title: Ideals" in ran.out
