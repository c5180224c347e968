"""What a save costs in the preview, counted and not timed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from announcer.cli.project import Project
from announcer.cli.serve import sources_of
from announcer.formats import FORMATS
from announcer.preview.workshop import Workshop
from announcer.record import reader
from announcer.record.folder import read_values
from tests.building.test_costs import CHANGED, SERIES, TALKS, written

PAGE = "site/s3/t43/index.html"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the records that are read and the files that are listed."""
    found: Counter[str] = Counter()
    read = read_values

    def reading(*arguments: Any, **named: Any) -> Any:
        found["records"] += 1
        return read(*arguments, **named)

    def listing(drafts: Iterator[Any]) -> Iterator[Any]:
        for one in drafts:
            found["listed"] += 1
            yield one

    monkeypatch.setattr(reader, "read_values", reading)
    for form in FORMATS.values():
        real = form.drafts
        monkeypatch.setattr(form, "drafts", lambda *its, real=real: listing(real(*its)))
    return found


def test_a_save_reads_one_record_and_lists_no_more_than_its_page_asks_for(
    tmp_path: Path, counted: Counter[str]
) -> None:
    house = written(tmp_path / "home")
    told: list[object] = []
    workshop = Workshop(sources_of(Project(house.folder, None)), told.append, "m")
    workshop.rebuild()
    assert workshop.page(PAGE).content
    assert counted["records"] == 1 + SERIES + TALKS
    counted.clear()
    house.swap(CHANGED, "Title", "Another title")
    workshop.rebuild([house.path(CHANGED)])
    content = workshop.page(PAGE).content
    assert content
    assert b"Another title 43" in content
    assert counted["records"] == 1 + SERIES + 1
    seen = counted["listed"]
    assert not workshop.knows("site/nowhere")
    assert seen < counted["listed"] / 2
