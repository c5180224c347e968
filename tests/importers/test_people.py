"""Names and homes of speakers, out of one line or several."""

from __future__ import annotations

import pytest

from announcer.importers.people import people_of


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ann Lee, Acme University", ["Ann Lee|Acme University"]),
        ("Ann Lee, ICSI and UC Town", ["Ann Lee|ICSI and UC Town"]),
        ("Ann Lee\nfrom UC at Town", ["Ann Lee|UC at Town"]),
        ("Ann Lee, Associate Professor of Mathematics (NAU)", ["Ann Lee|NAU"]),
        ("Prof. Dr. Eva Klein (TU Dresden)", ["Eva Klein|TU Dresden"]),
        (
            "Ann Lee (ITU, Italy) and Bob Ray (ETH)",
            ["Ann Lee|ITU, Italy", "Bob Ray|ETH"],
        ),
        ("Ann Lee and Bob Ray, MIT", ["Ann Lee|MIT", "Bob Ray|MIT"]),
        ("Ann Lee; Bob Ray", ["Ann Lee|", "Bob Ray|"]),
        ("Ann Lee, Ph.D., Acme Inc.", ["Ann Lee|Acme Inc."]),
        ("Ann Lee <ann@example.org>", ["Ann Lee|"]),
        ("Hans von der Tann", ["Hans von der Tann|"]),
        ("פרופ' דנה לוי, הטכניון", ["דנה לוי|הטכניון"]),
        ("TBA", []),
    ],
)
def test_people_are_parted_from_where_they_are_from(text, people):
    """Titles and ranks go, an `and` inside a home stays."""
    found = [f"{one['name']}|{one.get('affiliation', '')}" for one in people_of(text)]
    assert found == people
