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


def test_letters_are_composed_whatever_computer_wrote_them(desk):
    """A Mac writes é as two signs; names, topics and search would be two."""
    desk.put("wilks/e\u0301.jpg", b"x")
    desk.put(
        "wilks/a.yaml",
        "title: Cafe\u0301\ndate: 2021-03-08\nabstract: |\n  Poincare\u0301\n"
        'speaker: {name: Jose\u0301, affiliation: "L\\u0065\\u0301on", '
        "photo: e\u0301.jpg}\n",
    )
    [talk] = read_site(desk.folder).talks
    [speaker] = talk.speakers
    assert (talk.title, talk.abstract) == ("Caf\u00e9", "Poincar\u00e9")
    assert (speaker.name, speaker.affiliation) == ("Jos\u00e9", "L\u00e9on")
    assert speaker.photo == "wilks/e\u0301.jpg"


def test_spellings_of_one_topic_in_one_record_are_one(desk):
    desk.put("wilks/a.yaml", "date: 2021-03-08\ntopics: [K-theory, Sets, K theory]\n")
    [talk] = read_site(desk.folder).talks
    assert talk.topics == ("K-theory", "Sets")


def test_several_people_on_one_line_are_asked_about_with_their_place(desk):
    """Also in the name of a longer entry, and in a list; a list of two is no doubt."""
    desk.put(
        "wilks/a.yaml",
        "title: X\ndate: 2021-03-08\nspeakers:\n  - Ada Alpha (MIT) & Ben Beta\n"
        "  - {name: Cy Gamma and Dee Delta}\n  - Emmy Noether (A and B)\n",
    )
    found = read_site(desk.folder).problems
    assert [(one.line, one.column, one.code) for one in found] == [
        (4, 5, "several-people"),
        (5, 12, "several-people"),
    ]
