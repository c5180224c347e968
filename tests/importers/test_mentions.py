"""Who speaks, as running text says it in many languages; others are named beside."""

# ruff: noqa: E501 - a sentence stands in one line

from __future__ import annotations

import pytest

from announcer.importers.sentences import speaking

TOLD = [
    ("we're lucky to have Ada Byrne-Cox from the Harbour Robotics Lab visiting us!",
     "Ada Byrne-Cox|Harbour Robotics Lab"),
    ("Join us for an evening with naturalist Owen Tarrant on Thursday.", "Owen Tarrant|"),
    ("On Friday Avi Karni will be with us from the Lakeside Institute.",
     "Avi Karni|Lakeside Institute"),
    ("Klara Nova (Brno Library) and Sam van Dijk (Hogeschool Veen) present \"Ants\".",
     "Klara Nova|Brno Library; Sam van Dijk|Hogeschool Veen"),
    ("Save the date: Leo Maze-Hale (Ferrous Labs) is coming to talk to us on 1 May.",
     "Leo Maze-Hale|Ferrous Labs"),
    ("A lecture by Dr. Ravi Desh, Scientist-F, Indus Institute of Optics, on the topic"
     " \"Light\".", "Ravi Desh|Indus Institute of Optics"),
    ("Bea Aas-Moen took her doctorate in Oslo. She will be our guest on Tuesday.",
     "Bea Aas-Moen|"),
    ("It is our pleasure to welcome Prof. Eli Moss (Lund Observatory) and Dr. Ivo Pryce"
     " of the Cardiff Observatory.", "Eli Moss|Lund Observatory; Ivo Pryce|Cardiff Observatory"),
    ("We are glad to host Dr Max Boyd, Reader in History at the University of Wick and"
     " author of \"Tides\".", "Max Boyd|University of Wick"),
    ("The speaker is Aino Lehto from the Northern Optics Centre.",
     "Aino Lehto|Northern Optics Centre"),
    ("Professor Nia Hart of Lake Cancer Institute will visit and has agreed to give a"
     " seminar.", "Nia Hart|Lake Cancer Institute"),
    ("Im Rahmen des Oberseminars Komplexe Geometrie spricht am Montag, um 14 Uhr Frau"
     " Dr. Ute Zoll (Universität Aarau) über Kurven.", "Ute Zoll|Universität Aarau"),
    ("Diesmal trägt vor: Mia Kessel aus Augsburg, und zwar zum Thema \"Knoten\".",
     "Mia Kessel|Augsburg"),
    ("Am Donnerstag nimmt uns die Biologin Dr. Ina Reet vom Geologischen Landesamt mit"
     " auf eine Reise.", "Ina Reet|Geologischen Landesamt"),
    ("Nous aurons le plaisir d'écouter mardi à 14h, en salle 3, Zoé Kerg, du"
     " Laboratoire de mécanique de Brest.", "Zoé Kerg|Laboratoire de mécanique de Brest"),
    ("Le Centre a le plaisir de recevoir Madame Ysé Corbin, maîtresse de conférences à"
     " l'Université du Lac, pour une conférence.", "Ysé Corbin|Université du Lac"),
    ("Jeudi, l'archéologue Léo Tous vous emmène sous les pavés.", "Léo Tous|"),
    ("venerdì la storica dell'arte Pia Guidi presenterà le sue ricerche. Introduce"
     " l'assessora Marta Ponti.", "Pia Guidi|"),
    ("El jueves nos acompañará por Zoom la Dra. Inés Arriaga Luna, del Instituto de"
     " Ecología, para hablar.", "Inés Arriaga Luna|Instituto de Ecología"),
    ("O Museu convida para a palestra «As gaivotas», por Rita Alves Teles, bióloga da"
     " Universidade da Ria, no sábado.", "Rita Alves Teles|Universidade da Ria"),
    ("Morgen vertelt Siets Hoek-Brand (TU Veen) over haar werk.", "Siets Hoek-Brand|TU Veen"),
    ("O godzinie 11 pani dr Sol Aspen (Muzeum w Lund) opowie o łodziach.",
     "Sol Aspen|Muzeum w Lund"),
    ("V pátek přednese Radek Hlava (Univerzita v Lhotě) svou práci.",
     "Radek Hlava|Univerzita v Lhotě"),
    ("På torsdag håller Åsa Lövgren från Lunds universitet ett föredrag.",
     "Åsa Lövgren|Lunds universitet"),
    ("På tirsdag får vi besøg af Bo Ravn, som til daglig arbejder med møller hos firmaet"
     " Vestvind Energi.", "Bo Ravn|Vestvind Energi"),
    ("ist um 19:30 Uhr die Archäologin Dr. Ada Roe vom Landesmuseum Stade zu Gast. Sie"
     " spricht am Dienstag über Moore.", "Ada Roe|Landesmuseum Stade"),
    ("presso l'Aula 2.4 di Palazzo Vannucci (via dei Cordai 12), la dott.ssa Ada Roe"
     " (Università di Rye) terrà un seminario", "Ada Roe|Università di Rye"),
    ("Ada Roe soutiendra sa thèse intitulée", "Ada Roe|"),
    ("להרצאתו של פרופ' אלישע מור מאוניברסיטת הר-תבור.", "אלישע מור|אוניברסיטת הר-תבור"),
    ("בשעה 18:30 תתקיים הרצאתו של ד\"ר יואב שדמי מהטכניון, בנושא \"מספרים\".",
     "יואב שדמי|הטכניון"),
    ("ההרצאה של גב' מרים צדוק \"שירה ומדבר\", שנקבעה ליום שני, בוטלה.", "מרים צדוק|"),
]  # fmt: skip


def who(text: str) -> str:
    people = speaking(text, told=True)
    return "; ".join(f"{one['name']}|{one.get('affiliation', '')}" for one in people)


@pytest.mark.parametrize(("text", "people"), TOLD)
def test_a_sentence_says_who_speaks(text, people):
    """By a verb, a welcome, a title or a home; with all who stand beside."""
    assert who(text) == people


@pytest.mark.parametrize(
    "text",
    [
        "The chair is Dr. Ann Lee (Acme University), on Monday at 3 pm.",
        "Questions go to Prof. Bob Ray, Department of Physics, before Monday.",
        "This is joint work with Ann Lee (Acme University).",
        "Es moderiert Dr. Eva Klein (TU Dresden).",
        'On Monday we read "A Day with Ann Lee" in Main Street.',
        "Der Abend wird geleitet von der Museum Society und dem Harbour Forum.",
    ],
)
def test_others_are_named_and_do_not_speak(text):
    """Who chairs, answers, or wrote a paper with the speaker is no speaker."""
    assert who(text) == ""
