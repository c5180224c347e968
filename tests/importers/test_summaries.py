"""Who speaks on what, in the summaries and descriptions of calendars of all kinds."""

from __future__ import annotations

import pytest

from announcer.importers import Found, Given, Shipment, ics
from announcer.importers.summaries import is_person, summary_of

START = "DTSTART;TZID=Europe/Berlin:20260305T140000"


def event(*lines: str) -> str:
    written = (one.replace(", ", "\\, ") for one in lines)
    return "\n".join(("BEGIN:VEVENT", *written, "END:VEVENT"))


def read(*events: str, head: str = "") -> Shipment:
    text = "\n".join(("BEGIN:VCALENDAR", *filter(None, [head]), *events))
    return ics.read(f"{text}\nEND:VCALENDAR\n".encode(), "a.ics", Given())


def only(*lines: str) -> Found:
    (found,) = read(event("UID:1@example.org", START, *lines)).talks
    return found


@pytest.mark.parametrize(
    ("summary", "title", "people"),
    [
        ("Reading circle: Ada Roe: Trees", "Trees", "Ada Roe"),
        ("Lesekreis Logik: Ada Roe (Rice): Bäume", "Bäume", "Ada Roe (Rice)"),
        ("Algebra - Ada Roe - Trees", "Trees", "Ada Roe"),
        ("Trees | Ada Roe | Uni A", "Trees", "Ada Roe (Uni A)"),
        ("FK Mathe | Trees | Ada Roe", "Trees", "Ada Roe"),
        ("Colloquium: Ada Roe, Uni A - Trees", "Trees", "Ada Roe (Uni A)"),
        ("Ada Roe, Uni A: Trees", "Trees", "Ada Roe (Uni A)"),
        ("Ada Roe – Trees", "Trees", "Ada Roe"),
        ("Ada Roe @ Algebra Seminar: Trees", "Trees", "Ada Roe"),
        ("Trees (Ada Roe, Rice)", "Trees", "Ada Roe (Rice)"),
        ("Gastvortrag: Trees (Ada Roe)", "Trees", "Ada Roe"),
        ("Les arbres, Ada Roe (Lyon)", "Les arbres", "Ada Roe (Lyon)"),
        ("Seminario di Ada Roe: Alberi", "Alberi", "Ada Roe"),
        ("Charla de Ada Roe - Los árboles", "Los árboles", "Ada Roe"),
        ("Conférence d'Ada Roe : Les arbres", "Les arbres", "Ada Roe"),
        ("Conferencia «Árboles» a cargo de Ada Roe", "Árboles", "Ada Roe"),
        ("Árboles, por Ada Roe (UNAM)", "Árboles", "Ada Roe (UNAM)"),
        ("הרצאה של רות לוי: עצים", "עצים", "רות לוי"),
        ("סמינר: רות לוי - עצים ועלים", "עצים ועלים", "רות לוי"),
        ("PhD defence: Ada Roe – Trees", "Trees", "Ada Roe"),
        ("Disputation Ada Roe: Bäume", "Bäume", "Ada Roe"),
        ("Soutenance de thèse de Ada Roe", "", "Ada Roe"),
        ("Forschungskolloquium, Ada Roe: Bäume", "Bäume", "Ada Roe"),
        ('Seminar: Ada Roe (Rice) on "Trees"', "Trees", "Ada Roe (Rice)"),
        ("Ada Roe (Rice), “Trees”", "Trees", "Ada Roe (Rice)"),
        ("Trees - Ada Roe & Ben Lim", "Trees", "Ada Roe; Ben Lim"),
        ("Jun Lim (Rice) – Cubic forms", "Cubic forms", "Jun Lim (Rice)"),
        ("Algebra: Ada Roe (Rice), “Trees”", "Trees", "Ada Roe (Rice)"),
        ("Quantum Gravity: New Directions", "Quantum Gravity: New Directions", ""),
        ("Ada Roe: Floating talk", "Floating talk", "Ada Roe"),
        ("Algebra Seminar: Ada Roe: The tree lecture", "The tree lecture", "Ada Roe"),
        ("Ada Roe: Invited talk", "", "Ada Roe"),
        ("Ada Roe: Algebra seminar", "", "Ada Roe"),
        ("Ada Roe: Algebra seminar talk", "", "Ada Roe"),
        ("Große Bäume - Kleine Bäume", "Große Bäume - Kleine Bäume", ""),
        ("Black Holes (Public Lecture)", "Black Holes (Public Lecture)", ""),
        ("Deep Learning (Part Two)", "Deep Learning (Part Two)", ""),
    ],
)  # fmt: skip
def test_a_summary_has_many_forms(summary, title, people):
    """Names of seminars before the name, homes behind it, and titles without any."""
    said = summary_of(summary)
    shown = "; ".join(
        f"{one['name']} ({one['affiliation']})" if "affiliation" in one else one["name"]
        for one in said.people
    )
    assert (said.title, shown) == (title, people)


@pytest.mark.parametrize(
    "text", ["Lesekreis Logik", "Number Theories", "New Trees", "Public Lecture"]
)
def test_circles_and_common_words_are_nobody(text):
    assert not is_person(text)


ROE, ROE_A = {"name": "Ada Roe"}, {"name": "Ada Roe", "affiliation": "Uni A"}
TEXT = "We count them, one by one, and show how many there are."


@pytest.mark.parametrize(
    ("summary", "lines", "title", "who"),
    [
        ("Trees", f"Ada Roe\\nUni A\\n\\n{TEXT}", "Trees", ROE_A),
        ("Trees", "Presented by Ada Roe, Uni A.", "Trees", ROE_A),
        ("Algebra Seminar", "Ada Roe (Uni A): Trees", "Trees", ROE_A),
        ("Algebra Seminar", f"Ada Roe (Uni A)\\nTrees\\n\\n{TEXT}", "Trees", ROE_A),
        ("Ada Roe", f"Trees\\n\\n{TEXT}", "Trees", ROE),
        ("Algebra Seminar", f"Trees\\nAda Roe (Uni A)\\n\\n{TEXT}", "Trees", ROE_A),
        ("Trees", "Ada Roe\\nProfessor of Botany\\nUni A", "Trees", ROE_A),
        ("Trees", "Speaker - Ada Roe (Uni A)", "Trees", ROE_A),
        ("תחנות בדרך", "מרצה: רות לוי", "תחנות בדרך", {"name": "רות לוי"}),
    ],
)
def test_a_description_says_what_a_summary_does_not(summary, lines, title, who):
    """A summary that only looks like a name is the title beside a speaker named."""
    record = only(f"SUMMARY:{summary}", f"DESCRIPTION:{lines}").record
    assert (record["title"], record["speakers"]) == (title, [who])


def test_an_event_under_words_of_its_own_is_a_title_and_no_series():
    for lines in (
        ["SUMMARY:Ada Roe: Floating talk"],
        ["SUMMARY:Floating talk", "DESCRIPTION:Speaker: Ada Roe"],
    ):
        found = only(*lines)
        assert (found.record["title"], found.series) == ("Floating talk", None)
        assert found.record["speakers"] == [ROE]


def test_a_label_for_several_speakers_parts_them_at_commas():
    record = only("SUMMARY:Trees", "DESCRIPTION:Speakers: Ada Roe, Ben Lim").record
    assert [one["name"] for one in record["speakers"]] == ["Ada Roe", "Ben Lim"]


def day(number: int, *lines: str) -> str:
    return event(
        "UID:s@example.org",
        f"RECURRENCE-ID;TZID=Europe/Berlin:202603{number:02}T140000",
        f"DTSTART;TZID=Europe/Berlin:202603{number:02}T140000",
        *lines,
    )


SERIES = event(
    "UID:s@example.org", START, "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:Logic evenings"
)


def test_the_name_of_a_series_before_the_speaker_is_that_of_the_series():
    """Its other days are free: whoever names a speaker does so on the day."""
    shipment = read(
        SERIES,
        day(5, "SUMMARY:Logic evenings: Ada Roe: Trees"),
        day(12, "SUMMARY:Logic evenings", "DESCRIPTION:Ben Lim (Rice): Leaves"),
        day(19, "SUMMARY:cancelled"),
    )
    assert [
        (one.record["title"], one.record["speakers"][0]["name"])
        for one in shipment.talks
    ] == [("Trees", "Ada Roe"), ("Leaves", "Ben Lim")]


def test_a_repeated_event_that_names_nobody_on_any_day_is_there_each_time():
    assert len(read(SERIES).talks) == 4


@pytest.mark.parametrize("summary", ["TBA", "à confirmer", "Title TBA"])
def test_what_is_to_be_announced_at_an_hour_is_a_talk_to_come(summary):
    assert len(read(event("UID:1", START, f"SUMMARY:{summary}")).talks) == 1
    whole_day = "DTSTART;VALUE=DATE:20260305"
    assert not read(event("UID:1", whole_day, f"SUMMARY:{summary}")).talks


@pytest.mark.parametrize(
    "summary",
    ["Osterferien", "No EcoLunch (spring break)", "Weihnachtsfeier", "entfällt"],
)
def test_what_is_held_instead_of_a_talk_is_none(summary):
    assert not read(event("UID:1", START, f"SUMMARY:{summary}")).talks


def test_a_fold_inside_a_letter_is_undone():
    """Some producers count bytes, and cut where 75 of them are."""
    text = f"BEGIN:VEVENT\n{START}\nSUMMARY:Ada Roe: Bäume\nEND:VEVENT\n".encode()
    cut = text.replace("ä".encode(), b"\xc3\r\n \xa4")
    (found,) = ics.read(cut, "a.ics", Given()).talks
    assert found.record["title"] == "Bäume"


def test_the_first_line_of_a_description_may_call_a_talk_off():
    record = only(
        "SUMMARY:Ada Roe: Trees", "DESCRIPTION:Cancelled due to illness"
    ).record
    assert record["status"] == "cancelled"


def test_an_abstract_to_come_is_none_with_how_to_come_below_it():
    text = "DESCRIPTION:Abstract: TBA\\nCoffee is at 13:30 in the lounge."
    assert "abstract" not in only("SUMMARY:Ada Roe: Trees", text).record
