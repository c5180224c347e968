"""Every cure that an error prints keeps the moment that was written, or asks.

The cures are read from the message, written into the record and read again. What is
right is known here by UTC alone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer.errors import RecordError
from announcer.record import read_site
from tests.examples import examples
from tests.record.conftest import Desk

SITE = "title: Talks\nurl: https://talks.example.edu\n"
NEW_YORK, BERLIN = "America/New_York", "Europe/Berlin"
FIELD = re.compile(
    r"(date|time|end|duration|timezone): ([^,(]+?)(?= and |, or |[.(,]|$)"
)


def moments(desk: Desk, record: dict[str, str], zone: str) -> tuple[str, str]:
    """Return start and end of a talk in UTC."""
    desk.put("site.yaml", f"{SITE}timezone: {zone}\n")
    lines = [f'{key}: "{value}"\n' for key, value in record.items()]
    desk.put("wilks/talk.yaml", "title: Surprises\n" + "".join(lines))
    (talk,) = read_site(desk.folder).talks
    start, end = (one.astimezone(UTC) for one in (talk.start, talk.end))
    return f"{start:%m-%d %H:%M}", f"{end:%m-%d %H:%M}"


def hint(desk: Desk, record: dict[str, str], zone: str, field: str) -> str:
    with pytest.raises(RecordError) as caught:
        moments(desk, record, zone)
    (problem,) = caught.value.problems
    assert problem.excerpt.startswith(field)
    return problem.hint


def cures(text: str, field: str) -> list[dict[str, str]]:
    """Read the lines that a hint says to write, each of its choices by itself."""
    _, told, choices = text.partition("Write ")
    if not told:
        return []
    choices = choices.strip().removesuffix(".")
    found = []
    for choice in re.split(r",? or ", choices):
        bare = re.sub(
            r" \(.*?\)+$| for the (first|second)$| if a program.*", "", choice
        )
        lines = [part.partition(": ") for part in bare.split(" and ")]
        if not lines[0][1]:  # a value alone
            lines[0] = (field, ": ", lines[0][0])
        found.append({key: value for key, _, value in lines})
    return found


def cured(desk: Desk, record: dict[str, str], zone: str, field: str) -> list[str]:
    """Return the start of the talk after each cure."""
    choices = cures(hint(desk, record, zone, field), field)
    return [moments(desk, record | lines, zone)[0] for lines in choices]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("4pm CEST", "07-01 14:00"),
        ("4 p.m. EDT", "07-01 20:00"),
        ("2.30pm", "07-01 18:30"),
        ("4 o'clock pm", "07-01 20:00"),
        ("0:30 pm", "07-01 16:30"),
        ("13pm", "07-01 17:00"),
        ("noon", "07-01 16:00"),
        ("12:00 noon", "07-01 16:00"),
        ("24:00", "07-02 04:00"),
        ("14h15", "07-01 18:15"),
        ("14.15", "07-01 18:15"),
        ("um 14 Uhr", "07-01 18:00"),
        ("14 Uhr 15", "07-01 18:15"),
        ("14 Uhr c.t.", "07-01 18:15"),
        ("14 c.t.", "07-01 18:15"),
        ("14:15 s.t.", "07-01 18:15"),
        ("from 4pm", "07-01 20:00"),
        ("16:00Z", "07-01 16:00"),
        ("16:00 UTC", "07-01 16:00"),
        ("16:00+02:00", "07-01 14:00"),
        ("16:00 UTC+2", "07-01 14:00"),
        ("16:00 -0700", "07-01 23:00"),
        ("4pm -0600", "07-01 22:00"),
        ("4pm UTC-7", "07-01 23:00"),
        ("11pm PDT", "07-02 06:00"),
        ("1:00 am CEST", "06-30 23:00"),
        ("16h (Paris)", "07-01 14:00"),
        ("16:00 Europe/Berlin", "07-01 14:00"),
        ("4:00 PM (ET)", "07-01 20:00"),
        ("4pm Eastern", "07-01 20:00"),
        ("16:00 Uhr MESZ", "07-01 14:00"),
        ("16:00 heure de Paris", "07-01 14:00"),
        ("16:00 (local time)", "07-01 20:00"),
        ("0930", "07-01 13:30"),
        ("59400", "07-01 20:30"),
    ],
)
def test_a_cure_names_the_same_moment(desk, written, expected):
    record = {"date": "2021-07-01", "time": written}
    try:
        found = [moments(desk, record, NEW_YORK)[0]]  # the clocks of the talk show it
    except RecordError:
        found = cured(desk, record, NEW_YORK, "time")
    assert set(found) == {expected}


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("noon-1pm", "07-01 16:00", "07-01 17:00"),
        ("2.30-3.30pm", "07-01 18:30", "07-01 19:30"),
        ("11am-1.30pm", "07-01 15:00", "07-01 17:30"),
        ("9.15-10.45", "07-01 13:15", "07-01 14:45"),
        ("16h-17h (Paris)", "07-01 14:00", "07-01 15:00"),
        ("14:00-15:00 UTC", "07-01 14:00", "07-01 15:00"),
        ("14:00-1500", "07-01 18:00", "07-01 19:00"),
        ("10pm to midnight", "07-02 02:00", "07-02 04:00"),
        ("10:00-24:00", "07-01 14:00", "07-02 04:00"),
        ("10pm-11pm PDT", "07-02 05:00", "07-02 06:00"),
    ],
)
def test_a_cure_of_a_range_keeps_its_end(desk, written, start, end):
    record = {"date": "2021-07-01", "time": written}
    for lines in cures(hint(desk, record, NEW_YORK, "time"), "time"):
        assert moments(desk, record | lines, NEW_YORK) == (start, end)


@pytest.mark.parametrize(
    ("zone", "written", "expected"),
    [
        (NEW_YORK, "2-3", {"07-01 18:00", "07-01 06:00"}),
        (NEW_YORK, "2.30", {"07-01 18:30", "07-01 06:30"}),
        (NEW_YORK, "midnight", {"07-02 04:00", "07-01 04:00"}),
        (NEW_YORK, "14am", {"07-01 18:00", "07-01 06:00"}),
        # winter's letters in summer: the clocks, or the offset
        (NEW_YORK, "2:30 p.m. EST", {"07-01 18:30", "07-01 19:30"}),
        (NEW_YORK, "12:30 CET", {"07-01 10:30", "07-01 11:30"}),
        (BERLIN, "14:00 CET", {"07-01 12:00", "07-01 13:00"}),
        ("Europe/London", "14:00 GMT", {"07-01 13:00", "07-01 14:00"}),
        # letters that zones share
        (BERLIN, "14:00 CDT", {"07-01 19:00", "07-01 18:00"}),
        (BERLIN, "14:00 AEST", {"07-01 04:00"}),
    ],
)
def test_what_may_mean_several_moments_is_asked(desk, zone, written, expected):
    record = {"date": "2021-07-01", "time": written}
    found = cured(desk, record, zone, "time")
    assert set(found) == expected
    asked = hint(desk, record, zone, "time").startswith("Which one?")
    assert asked == (len(expected) > 1)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021-07-01T14:00:00+02:00", {"07-01 12:00"}),
        ("2021-07-01 16:00:00 +02:00", {"07-01 14:00"}),
        ("2021-07-01T16:00:00.000Z", {"07-01 16:00"}),
        ("2021-07-01T16:00:00-05:00", {"07-01 21:00"}),
        ("2021-07-01 12:30", {"07-01 16:30"}),
        ("2021-07-01 02:30pm", {"07-01 18:30"}),
        ("2021-07-01, 4pm CEST", {"07-01 14:00"}),
        # a program's way to write the day alone
        ("2021-07-01T00:00:00Z", {"07-01 00:00", "07-01 04:00"}),
        ("2021-07-01 00:00:00", {"07-01 04:00"}),
    ],
)
def test_a_time_in_the_date_keeps_its_moment(desk, written, expected):
    assert set(cured(desk, {"date": written}, NEW_YORK, "date")) == expected


@pytest.mark.parametrize(
    "written", ["half past four", "4pm CET / 10am EST", "3pm EST-4pm CET", "12:30:45"]
)
def test_what_is_not_understood_is_not_guessed(desk, written):
    record = {"date": "2021-07-01", "time": written}
    assert "Write 1" not in hint(desk, record, NEW_YORK, "time")


def test_the_letters_of_the_own_clocks_are_taken(desk):
    record = {"date": "2021-07-01", "time": "16:00-17:00 CEST"}
    assert moments(desk, record, BERLIN) == ("07-01 14:00", "07-01 15:00")


TWICE = {"date": "2021-10-31", "time": "02:30"}


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        ({"time": "02:30 CEST"}, "10-31 00:30", "10-31 01:30"),
        ({"time": "02:30 CET"}, "10-31 01:30", "10-31 02:30"),
        ({"time": "02:30 UTC+1"}, "10-31 01:30", "10-31 02:30"),
        ({"time": "01:30-02:30 CET"}, "10-30 23:30", "10-31 01:30"),
        ({"time": "02:30 CEST-02:30 CET"}, "10-31 00:30", "10-31 01:30"),
        ({"time": "01:30", "end": "02:30 CEST"}, "10-30 23:30", "10-31 00:30"),
        (
            {"date": "2021-10-30", "time": "23:00-02:30 CET"},
            "10-30 21:00",
            "10-31 01:30",
        ),
    ],
)
def test_letters_choose_one_of_two_hours(desk, lines, start, end):
    assert moments(desk, TWICE | lines, BERLIN) == (start, end)


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ({}, "time"),
        ({"time": "02:00-04:00"}, "time"),
        ({"time": "01:30-02:30"}, "time"),
        ({"time": "01:30", "end": "02:30"}, "end"),
    ],
)
def test_an_hour_that_occurs_twice_is_told_with_both_ways_to_choose(desk, lines, field):
    record = TWICE | lines
    first, second = cures(hint(desk, record, BERLIN, field), field)
    one, two = (moments(desk, record | said, BERLIN) for said in (first, second))
    assert one < two


def test_an_hour_that_does_not_exist_is_told_with_its_two_neighbours(desk):
    record = {"date": "2021-03-28", "time": "02:30"}
    assert cured(desk, record, BERLIN, "time") == ["03-28 00:30", "03-28 01:30"]


def test_a_regular_time_has_no_letters_for_they_hold_half_the_year(desk):
    desk.put("wilks/series.yaml", "time: 14:00 CET\n")
    with pytest.raises(RecordError) as caught:
        moments(desk, {"date": "2021-07-01"}, NEW_YORK)
    (problem,) = caught.value.problems
    assert problem.hint.startswith("Write time: 14:00 and timezone: Europe/Berlin")


def test_a_foreign_time_is_told_beside_a_broken_zone(desk):
    """Nobody mends one mistake only to be told the next."""
    record = {"date": "2021-07-01", "time": "4pm CEST", "timezone": "Nowhere/City"}
    with pytest.raises(RecordError) as caught:
        moments(desk, record, NEW_YORK)
    assert [problem.line for problem in caught.value.problems] == [3, 4]


ZONES = {"": -4, "EDT": -4, "CEST": 2, "UTC": 0, "+05:30": 5.5, "(Tokyo)": 9, "Z": 0}


@settings(
    max_examples=examples(50),
)
@given(
    hour=st.integers(0, 23),
    minute=st.sampled_from([0, 15, 30, 45]),
    half=st.sampled_from(["", "am", " p.m.", " PM", "a.m."]),
    sign=st.sampled_from([":", ".", "h", " Uhr "]),
    before=st.sampled_from(["", "from ", "um ", "at "]),
    zone=st.sampled_from(sorted(ZONES)),
)
def test_generated_spellings_keep_their_moment(  # noqa: PLR0917 - all parts of one
    desk, hour, minute, half, sign, before, zone
):
    """Whatever cure is printed, it is among the moments that the words can mean."""
    hours = {hour} | ({hour + 12} if not half and hour < 8 else set())
    if half and hour > 12 and half[0] == "a":
        hours = {hour, hour - 12}
    elif half:
        hours = {hour % 12 + 12 * ("p" in half.casefold())}
        hours |= {hour} if hour > 12 else set()
    written = f"{before}{hour}{sign}{minute:02}{half} {zone}".strip()
    ahead = timedelta(hours=ZONES[zone])
    midnight = datetime.combine(date(2021, 7, 1), datetime.min.time())
    meant = {
        f"{midnight + timedelta(hours=one, minutes=minute) - ahead:%m-%d %H:%M}"
        for one in hours
    }
    record = {"date": "2021-07-01", "time": written}
    try:
        found = [moments(desk, record, NEW_YORK)[0]]
    except RecordError:
        found = cured(desk, record, NEW_YORK, "time")
    assert set(found) <= meant


@pytest.mark.parametrize(
    ("name", "text", "cure"),
    [
        ("w/sereis.yaml", "name: W\n", "Call it talks/w/series.yaml"),
        ("w/wilks.yaml", "tell: none\n", "Call it talks/w/series.yaml"),
        ("sites.yaml", "title: T\n", "Write what is new into talks/site.yaml"),
    ],
)
def test_settings_under_another_name_are_no_talk_of_wrong_fields(
    desk, name, text, cure
):
    desk.put(name, text)
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == (f"talks/{name}", "misnamed")
    assert problem.hint.startswith(cure)


def test_a_talk_with_words_of_habit_is_no_settings(desk):
    desk.put("w/x.yaml", "name: Bo\nurl: https://x.example\n")
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    assert {one.code for one in caught.value.problems} == {"unknown-key", "missing"}


@pytest.mark.parametrize(
    ("link", "said", "cure"),
    [
        ("https://x.org/a\u200b", "nobody sees in the address `https://x.org/a`", ""),
        ("https://x.\u00adorg/a", "nobody sees in the address `https://x.org/a`", ""),
        ("“https://x.org/a”", "is not an address", "Write https://x.org/a alone."),
        ("<https://x.org/a>", "is not an address", "Write https://x.org/a alone."),
        ("https://x.org,", "is not an address", "Write https://x.org alone."),
        ("https://x.org.", "is not an address", "Write https://x.org alone."),
        ("https://x.org>", "is not an address", "Write https://x.org alone."),
        ("https://x,org", "is not an address", "Of the name of its server"),
        ("Zoom https://x.org/a.", "is not an address", "Write https://x.org/a alone."),
        ("'[a](https://x.org/a)'", "is not an address", "Write https://x.org/a alone."),
        ("https//x.org/a", "is not an address", "Write https://x.org/a alone."),
        ("http:// x.org/a", "is not an address", "Write http://x.org/a alone."),
        ("https://http://x.org/a", "not an address", "Write http://x.org/a alone."),
        ("123 456 789", "is not an address", "Write an address that begins with"),
        ("https://x.org (password 1)", "there is a space", "Write the address alone"),
        ("https://x.org https://y.org", "there is a space", "Write the address alone"),
    ],
)
def test_what_was_pasted_around_a_link_is_asked_about(desk, link, said, cure):
    desk.put("w/x.yaml", f"title: T\ndate: 2026-12-01\nlink: {link}\n")
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.hint.startswith(cure or "Type the address")


@pytest.mark.parametrize("field", ["link", "registration", "slides"])
@pytest.mark.parametrize(
    ("address", "coded"),
    [
        ("https://x.org/a,", "%2C"),
        ("https://x.org/a?b=c.", "%2E"),
        ("https://x.org/a)", "%29"),
        ("https://x.org/a…", "%E2%80%A6"),
    ],
)
def test_a_sign_that_a_sentence_left_at_an_address_is_asked_about(
    desk, field, address, coded
):
    desk.put("w/x.yaml", f"title: T\ndate: 2026-12-01\n{field}: {address}\n")
    (problem,) = [one for one in read_site(desk.folder).problems if one.line]
    place = (problem.path, problem.line, problem.column)
    assert place == ("talks/w/x.yaml", 3, len(field) + 3)
    assert f"ends with {address[-1]}, " in problem.message
    assert problem.hint.startswith("Take it out; ")
    desk.put("w/x.yaml", f"date: 2026-12-01\n{field}: {address[:-1]}{coded}\n")
    assert not [one for one in read_site(desk.folder).problems if one.line]


@pytest.mark.parametrize(
    "address", ["https://x.org/a_(b)", "mailto:a@x.org?subject=B."]
)
def test_a_sign_that_belongs_to_an_address_is_not_asked_about(desk, address):
    desk.put("w/x.yaml", f"date: 2026-12-01\nregistration: {address}\n")
    assert not [one for one in read_site(desk.folder).problems if one.line]


@pytest.mark.parametrize("title", ["“Bread”", "„Brot“", "« Pain »", "‘It’s’"])
def test_quotes_of_a_word_processor_around_a_value_are_asked_about(desk, title):
    desk.put("w/x.yaml", f"date: 2026-12-01\nspeakers:\n- {title}\n")
    (problem,) = [one for one in read_site(desk.folder).problems if one.line]
    assert (problem.line, problem.column, problem.code) == (3, 3, "curly-quotes")
    for right in (f'"{title}"', f"{title} and butter", f"More {title}"):
        desk.put("w/x.yaml", f"date: 2026-12-01\ntitle: {right}\n")
        assert not [one for one in read_site(desk.folder).problems if one.line]


@pytest.mark.parametrize(
    ("value", "command"), [(r"C:\temp", r"\t"), (r"The number \nu here", r"\nu")]
)
def test_a_backslash_that_is_an_escape_unseen_is_asked_about(desk, value, command):
    desk.put("w/x.yaml", f'date: 2026-12-01\nabstract: "{value}"\n')
    (problem,) = [one for one in read_site(desk.folder).problems if one.line]
    assert (problem.line, problem.column, problem.code) == (2, 11, "escape")
    assert f"in double quotes {command} begins with" in problem.message
    desk.put("w/x.yaml", f"date: 2026-12-01\nabstract: '{value}'\n")
    assert not [one for one in read_site(desk.folder).problems if one.line]


@pytest.mark.parametrize("value", [r"a\nb", r"One.\n\nTwo", r"C:\\temp", r"a\t - b"])
def test_escapes_that_are_meant_are_not_asked_about(desk, value):
    desk.put("w/x.yaml", f'date: 2026-12-01\nabstract: "{value}"\n')
    assert not [one for one in read_site(desk.folder).problems if one.line]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (">\n  Points:\n  - one\n  - two\n", True),
        (">-\n  1. one\n  2. two\n", True),
        ("|\n  - one\n  - two\n", False),
        (">\n  One long\n  - or short - text\n  of words\n", False),
        (">\n  Points:\n    - one\n    - two\n", False),
    ],
)
def test_a_list_whose_lines_are_joined_is_asked_about(desk, text, asked):
    desk.put("w/x.yaml", f"date: 2026-12-01\nabstract: {text}")
    found = [one.code for one in read_site(desk.folder).problems if one.line]
    assert found == ["folded-list"] * asked


def problems_of(desk, text):
    desk.put("w/x.yaml", text)
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    return caught.value.problems


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ann@example,edu", "ann@example.edu"),
        ("mailto:ann@example.edu", "ann@example.edu"),
        ("ann (at) example.edu", "ann@example.edu"),
        ("<ann@example.edu>,", "ann@example.edu"),
    ],
)
def test_a_mail_address_that_was_copied_is_named(desk, written, meant):
    text = f"date: 2026-12-01\nspeaker: {{name: Ann, email: '{written}'}}\n"
    (problem,) = problems_of(desk, text)
    assert problem.hint == f"Write {meant} alone."
    (problem,) = problems_of(desk, text.replace(written, "ann@exam_ple"))
    assert problem.hint == "Write for example olga@example.edu."


@pytest.mark.parametrize(
    "line", ["We show here: it is", "This is the abstract of a talk of mine: it"]
)
def test_text_that_goes_on_without_indentation_is_no_list_of_all_fields(desk, line):
    (problem,) = problems_of(desk, f"date: 2026-12-01\nabstract:\n{line} is\n")
    assert problem.hint.startswith("Text that goes on is indented by two spaces below")


@pytest.mark.parametrize(
    ("name", "key", "holder"),
    [
        ("w/x.yaml", "photo: a.jpg", "`photo` stands below `speaker:`"),
        ("w/x.yaml", "orcid: 0000", "`orcid` stands below `speaker:`"),
        ("w/series.yaml", "smtp: smtp://localhost", "`smtp` stands below `mail:`"),
    ],
)
def test_a_field_of_another_one_is_said_to_stand_below_it(desk, name, key, holder):
    text = f"name: W\n{key}\n" if "series" in name else f"date: 2026-12-01\n{key}\n"
    desk.put(name, text)
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    assert caught.value.problems[0].hint.startswith(holder)


def test_a_comma_in_brackets_that_parts_a_name_is_asked_about(desk):
    text = "date: 2026-12-01\nspeakers: [Ann Bee (MIT, Cambridge), Bob Cee]\n"
    desk.put("w/x.yaml", text)
    (problem,) = [one for one in read_site(desk.folder).problems if one.line]
    assert problem.hint == 'Write "Ann Bee (MIT, Cambridge)".'
    desk.put("w/x.yaml", text.replace("Ann", '"Ann').replace("),", ')",'))
    assert not [one for one in read_site(desk.folder).problems if one.line]


def test_names_on_two_lines_that_yaml_joins_are_asked_about(desk):
    text = "date: 2026-12-01\nspeakers:\n  Ann Bee\n  Bob Cee\n"
    desk.put("w/x.yaml", text)
    (problem,) = [one for one in read_site(desk.folder).problems if one.line]
    assert (problem.line, problem.column) == (3, 3)
    assert problem.message == "these lines are read as one name"
    desk.put("w/x.yaml", text.replace("  Ann", "- Ann").replace("  Bob", "- Bob"))
    assert not [one for one in read_site(desk.folder).problems if one.line]


def test_days_with_commas_between_them_are_no_two_records(desk):
    desk.put("w/series.yaml", "name: W\nskip: 2027-02-15, 2027-02-22\n")
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    (problem,) = caught.value.problems
    assert problem.hint == "Write a list: [2027-02-15, 2027-02-22]."


@pytest.mark.parametrize("before", ["\n", "  ", "\n\n"])
def test_blanks_before_front_matter_are_named(desk, before):
    desk.put("w/x.md", f"{before}---\ndate: 2026-12-01\n---\nText\n")
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    (problem,) = caught.value.problems
    assert problem.code == "no-front-matter"
    assert problem.hint.startswith("Delete them")


def test_a_key_in_another_spelling_is_not_missing_too(desk):
    (problem,) = problems_of(desk, "title: T\nDate: 2026-12-01\n")
    assert problem.hint == "Did you mean `date`?"


def test_quotes_of_a_word_processor_do_not_keep_a_colon(desk):
    desk.put("w/x.yaml", "date: 2026-12-01\ntitle: “Bread: a history”\n")
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    (problem,) = caught.value.problems
    assert problem.code == "colon"
    assert problem.hint == "Put straight quotes (' or \") around the title: “ is none."


def test_a_number_of_things_is_no_silent_comment(desk):
    text = (
        "title: Counting the # of points\ndate: 2026-12-01  # a Tuesday\ntime: 12:30\n"
    )
    desk.put("w/x.yaml", text)
    problems = read_site(desk.folder).problems
    assert [(one.line, one.code) for one in problems if one.line] == [
        (1, "comment-in-value")
    ]
