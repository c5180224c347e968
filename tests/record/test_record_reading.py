"""What good records say."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from announcer.errors import RecordError
from announcer.mailbox import Mailbox
from announcer.record import folder, read_site
from announcer.talk import (
    CancelledPolicy,
    LinkAccess,
    Person,
    Recording,
    Speaker,
    Status,
)


def talk_of(desk, text, series="", name="talk.yaml"):
    """Read one talk of a series."""
    desk.put("wilks/series.yaml", series or "name: Wilks\n")
    desk.put(f"wilks/{name}", text)
    (talk,) = read_site(desk.folder).talks
    return talk


def wall(moment):
    return moment.replace(tzinfo=None)


def test_project_of_this_checkout_is_read_without_a_problem(request):
    records = read_site(request.config.rootpath)
    assert records.problems == ()
    assert [series.key for series in records.series] == ["invited-talks", "wilks"]
    assert records.talks == tuple(sorted(records.talks, key=lambda t: (t.start, t.uid)))


@given(st.lists(st.sampled_from(["a", ".", "yaml", "YML", "md", "é", " "]), min_size=1))
def test_what_is_a_record_is_told_as_the_path_library_tells_endings(parts):
    name = "x" + "".join(parts)
    ending = Path(name).suffix.casefold()
    is_record = ending in folder._ENDINGS
    assert (folder._ending(name) in folder._ENDINGS) is is_record
    if is_record:
        inside = folder.Folder("wilks")
        folder.Walk(Path("nowhere")).add(inside, name)
        assert (inside.talks[0].stem, inside.talks[0].ending) == (
            Path(name).stem,
            ending,
        )


def test_a_talk_needs_only_its_date(desk):
    talk = talk_of(desk, "date: 2021-03-08\n")
    assert talk.uid == "wilks.talk@talks.example.edu"
    assert talk.source == "talks/wilks/talk.yaml"
    assert talk.slug == "talk"
    assert talk.title is None
    assert talk.speakers == ()
    assert talk.status is Status.CONFIRMED
    assert talk.all_day


def test_a_talk_says_everything(desk):
    desk.put("photos/soudry.jpg", b"")
    talk = talk_of(
        desk,
        """\
title: 'Surprises: $\\alpha$ in training'
speaker:
  name: Daniel Soudry
  affiliation: Technion
  url: https://soudry.github.io
  bio: |
    One.

    Two.
  photo: photos/soudry.jpg
  email: daniel@example.edu
  orcid: https://orcid.org/0000-0002-1825-0097
  pronouns: he/him
date: 2021-03-08
time: 12:30-13:45
timezone: Europe/Berlin
location: No 12
link: https://meet.example.edu/a?b#c
link_access: members
registration: mailto:olga@example.edu
abstract: >-
  One long
  line.
status: tentative
notice: The room is new.
host: Olga Org <olga@example.edu>
topics: learning, optimisation, learning
language: de
slides: https://example.edu/slides.pdf
video: https://example.edu/video
paper: https://example.edu/paper
recording: asked
uid: '2021'
""",
    )
    assert talk.recording is Recording.ASKED
    assert talk.title == "Surprises: $\\alpha$ in training"
    assert talk.speakers == (
        Speaker(
            name="Daniel Soudry",
            affiliation="Technion",
            url="https://soudry.github.io",
            bio="One.\n\nTwo.",
            photo="photos/soudry.jpg",
            email="daniel@example.edu",
            orcid="0000-0002-1825-0097",
            pronouns="he/him",
        ),
    )
    assert wall(talk.start) == datetime(2021, 3, 8, 12, 30)  # noqa: DTZ001
    assert wall(talk.end) == datetime(2021, 3, 8, 13, 45)  # noqa: DTZ001
    assert str(talk.start.tzinfo) == talk.timezone == "Europe/Berlin"
    assert talk.location == "No 12"
    assert talk.link_access is LinkAccess.MEMBERS
    assert talk.registration == "mailto:olga@example.edu"
    assert talk.abstract == "One long line."
    assert talk.status is Status.TENTATIVE
    assert talk.host == Person(name="Olga Org", email="olga@example.edu")
    assert talk.topics == ("learning", "optimisation")
    assert talk.language == "de"
    assert talk.uid == "2021"


def test_markdown_record_has_its_abstract_below(desk):
    text = "---\ntitle: Surprises\ndate: 2021-03-08\n---\n\n# One\n\n---\nTwo\n"
    talk = talk_of(desk, text.replace("\n", "\r\n"), name="talk.md")
    assert talk.title == "Surprises"
    assert talk.abstract == "# One\n\n---\nTwo"


@pytest.mark.parametrize(
    "text",
    [
        "No",
        "on",
        "012",
        "1e3",
        "1.10",
        "0x1F",
        "12:30",
        "1984",
        "2021-03-08",
        "=",
        "Yes",
    ],
)
def test_yaml_does_not_take_text_for_something_else(desk, text):
    talk = talk_of(desk, f"date: 2021-03-08\ntitle: {text}\nlocation: {text}\n")
    assert talk.title == talk.location == text


@pytest.mark.parametrize("empty", ["", " ~", " ''", " null", " # later"])
def test_an_empty_value_is_no_value(desk, empty):
    talk = talk_of(desk, f"date: 2021-03-08\nlocation:{empty}\n", "location: A1\n")
    assert talk.location == "A1"


@pytest.mark.parametrize("title", ["TBA", "tbd", "To be announced"])
def test_a_title_to_be_announced_is_no_title(desk, title):
    talk = talk_of(desk, f"date: 2021-03-08\ntitle: {title}\nspeaker: {title}\n")
    assert talk.title is None
    assert talk.speakers == ()


@pytest.mark.parametrize(
    ("written", "speakers"),
    [
        ("speaker: Emmy Noether", [("Emmy Noether", None, None)]),
        ("speaker: Emmy Noether (Göttingen)", [("Emmy Noether", "Göttingen", None)]),
        ("speaker: A (B (C) D)", [("A", "B (C) D", None)]),
        ("speaker: Dr. (h.c.) Olga Org", [("Dr. (h.c.) Olga Org", None, None)]),
        ("speaker: E N (G) <e@example.edu>", [("E N", "G", "e@example.edu")]),
        ("speakers: [A (X), {name: B}]", [("A", "X", None), ("B", None, None)]),
        ("speaker:\n  - A\n  - B", [("A", None, None), ("B", None, None)]),
        ("speakers: {name: A, affiliation: X}", [("A", "X", None)]),
        ("speakers: [A, TBA]", [("A", None, None)]),
    ],
)
def test_speakers_are_read_as_people_write_them(desk, written, speakers):
    talk = talk_of(desk, f"date: 2021-03-08\n{written}\n")
    found = [(who.name, who.affiliation, who.email) for who in talk.speakers]
    assert found == speakers


def test_invisible_line_separators_become_spaces(desk):
    title = "title: a\u2028b\u2029c\x85d\ufeffe\n"
    text = f'\ufeffdate: 2021-03-08\n{title}notice: "f\\u2028g\\ti"\n'
    talk = talk_of(desk, text)
    assert talk.title == "a b c de"
    assert talk.notice == "f g i"


def test_a_site_has_settings(desk):
    desk.put("images/logo.svg", b"<svg/>")
    desk.put(
        "site.yaml",
        """\
title: Talks
url: https://talks.example.edu/sub/
language: en-GB
timezone: Europe/London
description: All of them.
terms:
  - {name: Fall, start: 2021-08-30, end: 2021-12-17}
  - {name: Spring, start: 2021-01-25, end: 2021-05-14}
organizers: [Olga Org <olga@example.edu>, Otto]
mail:
  sendmail: /usr/sbin/sendmail
  from: Talks <talks@example.edu>
  auto_submitted: no
ledger: postgresql+psycopg://db.example.edu/talks
calendar:
  past: 2 years
  cancelled: keep
  refresh: 1 hour
  caldav: https://c.example.edu/
  user: me
theme: {accent: "#7A1F2B", logo: images/logo.svg}
""",
    )
    site = read_site(desk.folder).site
    assert site.url == "https://talks.example.edu/sub"
    assert site.language == "en-GB"
    assert [term.name for term in site.terms] == ["Spring", "Fall"]
    assert site.organizers[1] == Person(name="Otto")
    assert site.mail.via == "sendmail:/usr/sbin/sendmail"
    assert site.mail.sender == Mailbox("talks@example.edu", "Talks")
    assert site.mail.auto_submitted is False
    assert site.ledger == "postgresql+psycopg://db.example.edu/talks"
    assert site.calendar.past == timedelta(days=730)
    assert site.calendar.cancelled is CancelledPolicy.KEEP
    assert site.theme.accent == "#7a1f2b"
    assert site.theme.logo == "images/logo.svg"


def test_a_series_has_settings(desk):
    desk.put(
        "wilks/series.yaml",
        """\
weekday: mon
time: 12:30-13:45
skip: [2021-03-15, 2021-12-30 to 2022-01-01]
tell:
  - announcement: 7 days before at 09:00
  - reminder: 1 hour before
settle: 30 minutes
zones: [Europe/Berlin, Asia/Tokyo]
color: steelblue
announce_untitled: yes
tell_people: no
approve: yes
mail: {maildir: out box/mails}
""",
    )
    (series,) = read_site(desk.folder).series
    assert series.name == "Wilks"
    assert series.weekday == 0
    assert series.time == time(12, 30)
    assert series.duration == timedelta(minutes=75)
    assert series.skip[0] == date(2021, 3, 15)
    assert series.skip[-1] == date(2022, 1, 1)
    assert [rule.kind for rule in series.tell] == ["announcement", "reminder"]
    assert series.settle == timedelta(minutes=30)
    assert series.zones == ("Europe/Berlin", "Asia/Tokyo")
    assert series.announce_untitled
    assert (series.tell_people, series.approve) == (False, True)
    assert series.mail.via == "maildir:out box/mails"


def test_talks_may_lie_beside_the_site(desk):
    desk.put("series.yaml", "name: The Seminar\nlocation: A1\n")
    desk.put("2021-03-08-soudry.yaml", "date: 2021-03-08\n")
    records = read_site(desk.folder)
    (series,), (talk,) = records.series, records.talks
    assert (series.key, series.slug, series.name) == ("", "talks", "The Seminar")
    assert talk.uid == "2021-03-08-soudry@talks.example.edu"
    assert talk.location == "A1"


def test_a_series_without_settings_is_named_after_its_folder(desk):
    desk.put("invited-talks/a.yaml", "date: 2021-03-08\n")
    (series,) = read_site(desk.folder).series
    assert series.name == "Invited talks"


def test_other_files_and_folders_are_left_alone(desk):
    desk.put("wilks/a.yaml", "date: 2021-03-08\n")
    for name in (
        "_draft.yaml",
        ".hidden.yaml",
        "README.md",
        "photo.jpg",
        "_old/b.yaml",
    ):
        desk.put(f"wilks/{name}", b"\xff\0 no record")
    desk.put("pictures/a.png", b"")
    records = read_site(desk.folder)
    assert [series.key for series in records.series] == ["wilks"]
    assert len(records.talks) == 1


def test_uid_is_ascii_whatever_the_names(desk):
    desk.put("site.yaml", "title: Talks\nurl: https://exämple.org\n")
    desk.put("Über Zahlen/Élie Cartan.yaml", "date: 2021-03-08\n")
    (talk,) = read_site(desk.folder).talks
    assert talk.uid == "%C3%9Cber%20Zahlen.%C3%89lie%20Cartan@xn--exmple-cua.org"
    assert (talk.series.slug, talk.slug) == ("uber-zahlen", "elie-cartan")


def test_a_linked_file_inside_the_talks_folder_is_read(desk):
    shared = desk.put("_shared/talk.yaml", "date: 2021-03-08\n")
    desk.put("wilks/series.yaml", "")
    desk.put("wilks/series.yaml", "name: Wilks\n")
    (desk.folder / "talks" / "wilks" / "linked.yaml").symlink_to(shared)
    (talk,) = read_site(desk.folder).talks
    assert talk.slug == "linked"


def test_a_hash_after_a_value_is_doubted(desk):
    desk.put(
        "wilks/a.yaml", "date: 2021-03-08\ntitle: Problem #5 of Hilbert  # for all\n"
    )
    desk.put("wilks/b.yaml", "date: 2021-03-08\ntitle: Problems  # for all\n")
    (problem,) = read_site(desk.folder).problems
    assert (problem.path, problem.code) == ("talks/wilks/a.yaml", "comment-in-value")


def test_a_site_without_talks_is_doubted(desk):
    (problem,) = read_site(desk.folder).problems
    assert problem.code == "no-talks"


def test_times_without_any_time_zone_are_doubted_once(desk):
    desk.put("site.yaml", "title: T\nurl: https://t.example.edu\n")
    desk.put("wilks/a.yaml", "date: 2021-03-08\ntime: 12:30\n")
    desk.put("wilks/b.yaml", "date: 2021-03-09\ntime: 12:30\n")
    (problem,) = read_site(desk.folder).problems
    assert (problem.path, problem.code) == ("talks/site.yaml", "no-timezone")
    desk.put("wilks/series.yaml", "timezone: UTC\n")
    assert read_site(desk.folder).problems == ()


@pytest.mark.parametrize("day", ["1900-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_that_can_be_meant(desk, day):
    talk = talk_of(desk, f"date: {day}\n")
    assert talk.start.date().isoformat() == day


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a@example.edu", ["a@example.edu"]),
        ("[a@example.edu, b@example.edu]", ["a@example.edu", "b@example.edu"]),
        ("[a@example.edu, A@Example.EDU]", ["A@example.edu"]),
        ("none", []),
    ],
)
def test_the_lists_of_a_series_are_read_each_once(desk, written, read):
    desk.put("wilks/series.yaml", f"mailing_list: {written}\n")
    desk.put("wilks/talk.yaml", "date: 2021-03-08\n")
    (talk,) = read_site(desk.folder).talks
    assert [box.address for box in talk.series.mailing_lists] == read


def test_a_joint_talk_belongs_to_further_series(desk):
    desk.put("algebra/series.yaml", "name: Algebra\n")
    desk.put("wilks/talk.yaml", "date: 2021-03-08\nalso: [algebra]\n")
    (talk,) = read_site(desk.folder).talks
    assert talk.series.key == "wilks"
    assert [series.name for series in talk.also] == ["Algebra"]


def test_a_joint_talk_names_series_that_there_are(desk):
    desk.put("algebra/series.yaml", "name: Algebra\n")
    desk.put("wilks/talk.yaml", "date: 2021-03-08\nalso: algebar\n")
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("talks/wilks/talk.yaml", 2)
    assert problem.message == "there is no series `algebar`"
    assert problem.hint == "Did you mean algebra?"


def test_a_rule_may_say_that_a_person_sees_its_letters_first(desk):
    rules = "tell:\n  - briefing: 3 days before\n    approve: yes\n  - reminder: day"
    one, other = talk_of(desk, "date: 2021-03-08\n", rules).series.tell
    assert (one.approve, other.approve) == (True, None)


def test_the_address_of_a_recording_is_no_consent(desk):
    with pytest.raises(RecordError) as caught:
        talk_of(desk, "date: 2021-03-08\nrecording: https://video.example.edu/1\n")
    assert "`video`" in caught.value.problems[0].hint


@pytest.mark.parametrize(
    "name", ["2021-03-15-b.txt", "2021-03-15-b", "2021-03-15.json", "2021-03-15.yaml~"]
)
def test_a_text_with_the_name_of_a_record_but_its_ending_is_asked_about(desk, name):
    desk.put(f"wilks/{name}", "title: Two\ndate: 2021-03-15\n")
    talk_of(desk, "title: One\ndate: 2021-03-08\n")
    found = [(one.path, one.code) for one in read_site(desk.folder).problems]
    assert (f"talks/wilks/{name}", "not-read") in found


@pytest.mark.parametrize(
    "name",
    ["2021-03-08.txt", "notes.txt", "2021-03-15-b.pdf", "_2021-03-15.txt", "2021-03/x"],
)
def test_what_lies_beside_a_record_or_is_no_text_is_not_asked_about(desk, name):
    desk.put(f"wilks/{name}", "Who comes?\n")
    talk_of(desk, "title: One\ndate: 2021-03-08\n", name="2021-03-08.yaml")
    assert "not-read" not in {one.code for one in read_site(desk.folder).problems}


def test_a_folder_whose_name_is_a_day_is_a_series(desk):
    desk.put("2021-03-08/school.yaml", "title: One\ndate: 2021-03-08\n")
    records = read_site(desk.folder)
    assert "not-read" not in {one.code for one in records.problems}
    assert len(records.talks) == 1


@pytest.mark.parametrize("text", ["TBA", "wird noch bekannt gegeben", "à préciser"])
def test_a_day_that_is_not_known_is_answered_with_what_to_write(desk, text):
    with pytest.raises(RecordError) as caught:
        talk_of(desk, f"title: One\ndate: {text}\n")
    (problem,) = caught.value.problems
    assert "status: planned" in problem.hint
    assert "status: postponed" in problem.hint


def test_of_two_records_with_one_uid_it_is_said_that_neither_is_told(desk):
    desk.put("wilks/b.yaml", "title: Two\ndate: 2021-03-15\nuid: x\n")
    with pytest.raises(RecordError) as caught:
        talk_of(desk, "title: One\ndate: 2021-03-08\nuid: x\n")
    (problem,) = caught.value.problems
    assert problem.hint.endswith("nothing is told of either.")
