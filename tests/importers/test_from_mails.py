"""The page for people with old mails shows what they will see."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent.parent / "docs/from-mails.md"
EXAMPLES = re.findall(
    r"^```mail\n(.*?)^```\n\nbecomes\n\n```text\n(.*?)^```$",
    PAGE.read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


@pytest.mark.parametrize(("source", "shown"), EXAMPLES)
def test_an_example_is_imported_as_the_page_says(source, shown, run, project):
    """Each line that the page promises is shown, and no talk besides."""
    path = project / "old.txt"
    path.write_text(source, encoding="utf-8")
    ran = run("-C", project, "import", path, "--series", "wilks")
    said = [line.strip() for line in ran.out.splitlines()]
    promised = shown.splitlines()
    assert [line for line in said if line in promised] == promised
    assert sum(line.startswith("+title") for line in said) == shown.count("+title")
