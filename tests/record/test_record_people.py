"""Names with TeX accents become letters at the door, for every output alike."""

from announcer.record import read_site


def test_tex_accents_in_names_and_places_are_letters_from_the_start(desk):
    r"""BibTeX users write ``Erd\H{o}s``; nobody wants to read that in a calendar."""
    desk.put(
        "wilks/2021-03-08-erdos.yaml",
        "title: X\n"
        'speaker: Paul Erd\\H{o}s (E\\"otv\\"os)\n'
        "date: 2021-03-08\n"
        "location: Salle Poincar\\'e\n"
        'host: na\\"{\\i}ve G\\"odel\n',
    )
    [talk] = read_site(desk.folder).talks
    [speaker] = talk.speakers
    assert (speaker.name, speaker.affiliation) == ("Paul Erdős", "Eötvös")
    assert talk.location == "Salle Poincaré"
    assert talk.host is not None
    assert talk.host.name == "naïve Gödel"


def test_a_path_with_backslashes_stays_a_path(desk):
    r"""Only TeX accents are letters: ``C:\Users`` is not."""
    desk.put("wilks/a.yaml", "title: X\ndate: 2021-03-08\nlocation: C:\\Users 5\n")
    [talk] = read_site(desk.folder).talks
    assert talk.location == "C:\\Users 5"


def test_html_and_formulas_in_plain_fields_are_read_as_text(desk):
    """Calendars show tags and dollars as they are, so none may reach them."""
    desk.put(
        "wilks/a.yaml",
        "title: X\ndate: 2021-03-08\nlocation: <b>Room</b> A&amp;B, $x^2$ floor\n"
        "topics: ['<i>groups</i>', '$L^2$ spaces', R&D]\n",
    )
    desk.put("wilks/series.yaml", "name: '<b>שלום</b> $x^2$'\n")
    [talk] = read_site(desk.folder).talks
    assert talk.location == "Room A&B, x² floor"
    assert talk.topics == ("groups", "L² spaces", "R&D")
    assert talk.series.name == "שלום x²"
