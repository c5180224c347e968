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
        ("Dr. Ann Lee, *Marine Station Rye*", ["Ann Lee|Marine Station Rye"]),
        ("Prof. Ann Lee, **Alte Sternwarte**", ["Ann Lee|Alte Sternwarte"]),
        ("Mme Ann Lee, _Station Biologique_", ["Ann Lee|Station Biologique"]),
        ("Dr. Ann Lee, *Dr. Bo Ek*", ["Ann Lee|", "Bo Ek|"]),
        ("Ann Lee <ann@example.org>", ["Ann Lee|"]),
        ("Hans von der Tann", ["Hans von der Tann|"]),
        ("פרופ' דנה לוי, הטכניון", ["דנה לוי|הטכניון"]),
        ("TBA", []),
        ("doc. RNDr. Jan Malý, CSc., Univerzita Lhota", ["Jan Malý|Univerzita Lhota"]),
        ("dr hab. Ewa Mróz, prof. UX (Politechnika Y)", ["Ewa Mróz|Politechnika Y"]),
        ("dott.ssa Pia Neri (CNR, Lido)", ["Pia Neri|CNR, Lido"]),
        ("prof. dr. ir. Kees de Wit, TU Veen", ["Kees de Wit|TU Veen"]),
        ("Mag.a Resi Huber (Museum Gmund)", ["Resi Huber|Museum Gmund"]),
        ("Ann Lee, MD, FRCP, Ward Hospital", ["Ann Lee|Ward Hospital"]),
        ("Ann Lee, Chartered Engineer, Wick & Daughters", ["Ann Lee|Wick & Daughters"]),
        (
            "Zoé Roy, maîtresse de conférences à l'Université du Lac",
            ["Zoé Roy|Université du Lac"],
        ),
        (
            "Rui Sá Melo, biólogo da Universidade do Rio",
            ["Rui Sá Melo|Universidade do Rio"],
        ),
        ("Ida Dahl, professor vid Sunds universitet", ["Ida Dahl|Sunds universitet"]),
        ("Dr. Max Graf vom Geologischen Institut", ["Max Graf|Geologischen Institut"]),
        ("María del Carmen Ruiz", ["María del Carmen Ruiz|"]),
        (
            "Ann Lee and Bob Ray, both of Acme College",
            ["Ann Lee|Acme College", "Bob Ray|Acme College"],
        ),
        (
            "Eva Gil (Universidad A) y\nInés Paz (Instituto B)",
            ["Eva Gil|Universidad A", "Inés Paz|Instituto B"],
        ),
        (
            "Jan Nowak i Ewa Mróz (Politechnika Y)",
            ["Jan Nowak|Politechnika Y", "Ewa Mróz|Politechnika Y"],
        ),
        ("Di Wu (Uni D)", ["Di Wu|Uni D"]),
        ("De Angelis, Uni X", ["De Angelis|Uni X"]),
        ("von Neumann (IAS)", ["von Neumann|IAS"]),
        ("di Pia Neri e Anna Bo", ["Pia Neri|", "Anna Bo|"]),
        ("Von Eva Klein, TU Veen", ["Eva Klein|TU Veen"]),
    ],
)
def test_people_are_parted_from_where_they_are_from(text, people):
    """Titles and ranks go, an `and` inside a home stays."""
    found = [f"{one['name']}|{one.get('affiliation', '')}" for one in people_of(text)]
    assert found == people
