"""docs/follow.md: its example is a site that works."""

from __future__ import annotations

import re
from pathlib import Path

from tests.following.conftest import NOETHER, calendar

PAGE = Path(__file__).parent.parent.parent / "docs/follow.md"
EXAMPLE = re.compile(
    r"^```yaml\n# in talks/site.yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


def test_the_example_follows_two_groups(home, group):
    """The addresses are those of the test's server, and all else as it stands there."""
    (example,) = EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))
    local = re.sub(r"https://(\w+)\.example\.edu", rf"{group.address}/\1", example)
    site = home.folder / "talks/site.yaml"
    site.write_text(site.read_text().partition("follow:")[0] + local)
    meitner = NOETHER.replace("Emmy Noether: Invariants", "Lise Meitner: Fission")
    group.content = calendar(meitner)
    assert home("follow").status == 0
    assert home("build").status == 0
    assert "is another" not in home("check").err
    assert "2021-03-09-meitner" in home.read("guests/index.html")
