"""What is said of the speaker's life, where no label says so."""

from __future__ import annotations

import pytest

from announcer.importers.announcement import read
from announcer.importers.found import Given

_ABOVE = "Speaker: Ada Roe\nTitle: Owls at Night\nDate: 4 May 2026, 15:00\n\n"


@pytest.mark.parametrize(
    ("text", "bio"),
    [
        ("Ada Roe is a staff engineer at Lodge Tides.", None),
        ("Ada Roe leitet seit 2011 die Abteilung Eulen.", None),
        ("About Ada: Ada Roe builds boxes for owls in trees.",
         "Ada Roe builds boxes for owls in trees."),
        ("Abstract: Owls hear mice.\n\nAda Roe is Reader in Zoology. She has two owls.",
         "Ada Roe is Reader in Zoology. She has two owls."),
        ("Zu den Vortragenden: Ada Roe forscht in Rhen.", "Ada Roe forscht in Rhen."),
    ],
)  # fmt: skip
def test_a_short_life_is_no_abstract(text, bio):
    (one,) = read(f"{_ABOVE}{text}\n".encode(), "a.txt", Given()).talks
    (speaker,) = one.record["speakers"]
    assert speaker["bio"] == (bio or text)
    assert one.record.get("abstract") in {None, "Owls hear mice."}
