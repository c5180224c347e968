"""Doubts: what is valid but odd is asked about, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from announcer import when
from announcer.errors import Problem, Severity
from announcer.kinds import Kind, TellRule
from announcer.mailbox import Mailbox
from announcer.markup import rich
from announcer.review import review, unreadable
from announcer.talk import (
    LinkAccess,
    MailSettings,
    Series,
    Speaker,
    Status,
    Term,
    Theme,
)
from tests.builders import (
    SITE,
    SOUDRY,
    WILKS,
    moment,
    programme,
    revision,
    talk,
)

NOETHER = replace(SOUDRY, name="Emmy Noether")
SENDING = replace(WILKS, mail=replace(WILKS.mail, via="smtp://localhost:25"))
OTHER = replace(WILKS, key="algebra", slug="algebra", name="Algebra")


def codes(*talks, **changes):
    """Return the codes of all doubts about a programme."""
    return [problem.code for problem in review(programme(*talks, **changes))]


def test_an_ordinary_talk_raises_no_doubt():
    assert codes(talk()) == []


PIECES = [
    r"$", r"$$", r"\\", r"\(", r"\)", r"\frac{1}", r"\begin{align}", r"_{", r"x^{2}",
    r"_", r"^", r"{", r"}", r"&#36;", r"&lt;", r"＄", r"<b>", r"</b>", r"<!--", r"-->",
    r"formula", r"<formula>", r"https://example.edu/formula", r"`", r"](", r"*", r"-",
    r"x", r"Theorem",
]  # fmt: skip


@given(st.lists(st.sampled_from([*PIECES, " ", "\n\n"]), max_size=12).map("".join))
def test_a_formula_that_cannot_be_read_is_found_without_reading_all_texts(text):
    shown = rich(text).warnings if text else ()
    found = unreadable(programme(talk(abstract=text or None)))
    assert {one.message.removeprefix("abstract: ") for one in found} == {
        str(remark) for remark in shown if "formula" in remark
    }


def test_every_doubt_is_a_warning_with_a_place():
    [problem] = review(programme(talk(series=replace(WILKS, weekday=1))))
    assert problem.severity is Severity.WARNING
    assert problem.path == "talks/wilks/2021-03-08-soudry.yaml"
    assert problem.message == "Monday is not the series' usual Tuesday"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"footer": "Imprint \\foo{Dean}"}, "footer: "),
        ({"description": "Talks on $x^2$"}, "description: it is shown as written"),
        ({"description": "**All** talks"}, "description: it is shown as written"),
    ],
)
def test_the_texts_of_the_site_are_looked_at_too(changes, said):
    site = replace(SITE, **changes)
    [problem] = review(programme(talk(), site=site))
    assert problem.message.startswith(said)
    assert problem.path == "talks/site.yaml"


def test_whom_a_series_thanks_is_doubted_where_it_is_written():
    thanks = "The $\\frac{1$ fund"
    own = replace(WILKS, acknowledgement=thanks)
    [problem] = review(programme(talk(series=own)))
    assert problem.path == "talks/wilks/series.yaml"
    site = replace(SITE, acknowledgement=thanks)
    [problem] = review(programme(talk(series=own), site=site))
    assert problem.path == "talks/site.yaml"


def test_a_plain_description_and_footer_raise_no_doubt():
    plain = "C*-algebras, rings & more: https://example.edu/a_b"
    site = replace(SITE, description=plain, footer="[Us](https://x.y)")
    assert codes(talk(), site=site) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"start": "2021-03-08 03:30"}, "at-night"),
        ({"start": "2021-03-08 23:00"}, "at-night"),
        ({"start": "2025-03-10 12:30"}, "distant"),
        ({"start": "2021-03-02 12:30", "title": None}, "untitled"),
        ({"start": "2021-03-02 12:30", "status": Status.TENTATIVE}, "tentative"),
        ({"start": "2021-03-02 12:30", "link": None}, "no-link"),
        ({"link": "https://zoom.example/j/1?pwd=abc"}, "public-passcode"),
        ({"link_access": LinkAccess.REGISTRATION}, "no-registration"),
        ({"title": None, "speakers": ()}, "nobody"),
        ({"abstract": "word " * 20_000}, "long-mail"),
        ({"abstract": r"$\frac{1}$ and so on"}, "formula"),
        ({"title": r"On $\frac{1}$"}, "formula"),
    ],
)
def test_what_looks_odd_is_asked_about(changes, code):
    assert code in codes(talk(**changes))


def told(via: str | None = "smtp://mail.example.edu", **changes: Any) -> Series:
    """Return a series that sends mail this way."""
    rule = TellRule(kind=Kind.REMINDER, text="1 day before at 09:00", days=1)
    mail = MailSettings(via=via, sender=changes.pop("sender", None))
    return replace(WILKS, tell=(rule,), mail=mail, **changes)


def test_a_sender_that_nobody_named_is_asked_about():
    found = codes(talk(series=told(organizers=())))
    assert found == ["no-sender"]
    assert codes(talk(series=told(sender=Mailbox("talks@example.edu")))) == []


@pytest.mark.parametrize(
    ("address", "via", "found"),
    [
        ("olga@gmail.com", "smtp://mail.example.edu:587", True),
        ("olga@gmail.com", "maildir:outbox", True),
        ("olga@gmail.com", "smtp://smtp.gmail.com:587", False),
        ("olga@web.de", "smtp://localhost", True),
        ("olga@gmx.de", "smtps://mail.gmx.net", False),
        ("olga@outlook.com", "smtp://smtp.office365.com", False),
        ("olga@outlook.com", "smtp://notoffice365.com", True),
        ("olga@example.edu", "smtp://mail.example.edu", False),
        ("olga@gmail.com", None, False),
    ],
)
def test_a_free_address_goes_through_its_own_provider(address, via, found):
    """Its provider has others throw away what comes from anywhere else (DMARC)."""
    sent = told(via, sender=Mailbox(address))
    assert ("free-mail-sender" in codes(talk(series=sent))) == found


def test_rules_that_ask_for_mail_without_a_way_out_are_named_once():
    """`plan` and `send` would say so, when the first message is due."""
    assert codes(talk(series=told("smtp://localhost:25"))) == []
    silent = [replace(told(None), key=key, slug=key, name=key.upper()) for key in "ab"]
    one, other = (
        talk(series=its, uid=its.key, start=f"2021-03-0{day} 12:30", speakers=())
        for day, its in enumerate(silent, 8)
    )
    (found,) = (p for p in review(programme(one, other)) if p.code == "no-way")
    assert found.path == "talks/site.yaml"
    assert "`tell:` of A and 1 more" in found.message


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("reminder: same day at 18:00", "2021-03-08 12:30", ["too-late"]),
        ("reminder: same day at 12:30", "2021-03-08 12:30", ["too-late"]),
        ("reminder: same day at 12:29", "2021-03-08 12:30", []),
        ("announcement: the day before at 18:00", "2021-03-08 12:30", []),
        ("announcement: 1 hour before", "2021-03-08 12:30", []),
        ("thanks: same day at 18:00", "2021-03-08 12:30", []),
    ],
)
def test_a_rule_that_comes_when_the_talk_has_begun_is_named(rule, start, expected):
    tell = (when.parse_tell(*rule.split(": ", 1)),)
    assert codes(talk(series=replace(SENDING, tell=tell), start=start)) == expected


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        ("digest: Sundays at 18:00", {"mailing_lists": ()}, ["no-list"]),
        ("thanks: 1 day after", {"mailing_lists": ()}, ["no-list"]),
        ("request: 21 days before", {"mailing_lists": ()}, []),
        ("programme: 7 days before", {}, ["no-terms", "programme-alone"]),
    ],
)
def test_a_rule_that_can_tell_nobody_is_named(rule, changes, expected):
    tell = (when.parse_tell(*rule.split(": ", 1)),)
    assert codes(talk(series=replace(SENDING, tell=tell, **changes))) == expected


def test_the_past_is_not_questioned():
    assert codes(talk(start="2020-03-08 03:30", title=None, link=None)) == []


def test_a_talk_that_was_to_come_and_slipped_into_the_past_is_asked_about():
    one = talk(start="2020-03-08 12:30")
    known = replace(revision(), previous_start=moment("2021-03-08 12:30"))
    [problem] = review(programme(one, history={one.uid: known}))
    assert problem.code == "into-the-past"
    assert "to be on 2021-03-08, and its record now says 2020-03-08" in problem.message


def test_a_talk_that_slipped_by_hours_is_asked_about_with_both_hours():
    one = talk(start="2021-03-01 01:30")
    known = replace(revision(), previous_start=moment("2021-03-01 19:30"))
    [problem] = review(programme(one, history={one.uid: known}))
    assert "was to be on 2021-03-01 19:30, and its record now says" in problem.message
    assert "says 2021-03-01 01:30, which is past" in problem.message
    assert problem.hint == "is its `time` right?"


def test_a_cancelled_talk_is_left_alone():
    assert codes(talk(start="2021-03-02 03:30", status=Status.CANCELLED)) == []


def test_a_room_in_two_spellings_is_one_room():
    one = talk(location="Room A1", link=None)
    two = talk(location="room A 1", link=None, series=OTHER, speakers=(NOETHER,))
    assert codes(one, two) == ["room-clash"]


def test_two_talks_in_one_room_at_once_are_a_clash():
    room = {"location": "Room A1", "link": None}
    one = talk(**room)
    two = talk(**room, series=OTHER, speakers=(NOETHER,))
    assert codes(one, two) == ["room-clash"]
    later = talk(**room, series=OTHER, speakers=(NOETHER,), start="2021-03-08 13:30")
    assert codes(one, later) == []


def test_a_long_talk_clashes_with_a_later_one_behind_a_short_one():
    room = {"location": "Room A1", "link": None}
    long = talk(**room, start="2021-03-08 09:00", end="2021-03-08 17:00")
    short = talk(**room, slug="b", start="2021-03-08 10:00", speakers=(NOETHER,))
    late = talk(**room, slug="c", start="2021-03-08 16:00", speakers=())
    found = [p.path for p in review(programme(long, short, late))]
    assert found == ["talks/wilks/b.yaml", "talks/wilks/c.yaml"]


def test_virtual_is_no_room_to_clash_in_but_a_person_is_one():
    one, two = talk(), talk(series=OTHER)
    assert codes(one, two) == ["speaker-clash"]


def test_a_regular_talk_between_the_terms_is_asked_about():
    terms = (
        Term(name="Winter", start=date(2020, 10, 1), end=date(2021, 2, 14)),
        Term(name="Summer", start=date(2021, 4, 12), end=date(2021, 7, 24)),
    )
    site = replace(SITE, terms=terms)
    regular = replace(WILKS, weekday=0)
    assert codes(talk(series=regular), site=site) == ["outside-terms"]
    assert codes(talk(), site=site) == []


def test_an_accent_that_is_hard_to_read_is_asked_about():
    site = replace(SITE, theme=Theme(accent="#ffcc66"))
    [problem] = review(programme(site=site))
    assert problem.code == "pale-accent"
    assert "contrast 1.5" in problem.message


def test_a_series_without_talks_is_asked_about():
    assert codes(series=(WILKS,)) == ["empty-series"]
    inner = replace(WILKS, key="wilks/juniors", slug="wilks/juniors")
    assert codes(talk(series=inner), series=(WILKS, inner)) == []


def test_a_talk_whose_record_is_gone_is_asked_about_with_the_ways_on():
    gone = talk(title=None)
    [problem] = review(programme(gone, held=(gone,)))
    assert (problem.code, problem.path) == ("held", gone.source)
    assert f"add `uid: {gone.uid}` to the new file" in problem.hint
    assert f"`announcer cancel {gone.uid}`" in problem.hint


def test_the_talks_of_a_folder_that_is_gone_are_asked_about_in_one_line():
    gone = [talk(uid=f"{n}@x", slug=f"t{n}") for n in range(8)]
    [problem] = review(programme(*gone, held=tuple(gone)))
    assert problem.path == "talks/wilks"
    assert "the records of 8 talks to come are gone (0@x, 1@x, 2@x, 5 more)" in (
        problem.message
    )


def test_a_site_without_a_lasting_name_is_asked_for_it():
    [problem] = review(programme(site=replace(SITE, id=None)))
    assert problem.code == "no-id"
    assert "`id: talks.example.edu`" in problem.hint


def by(*speakers: tuple[str, dict[str, Any]], **changes: Any) -> list[Problem]:
    """Return the doubts about people who give a talk each, day after day."""
    talks = [
        talk(
            slug=f"t{day}",
            start=f"2021-03-{day:02} 12:30",
            speakers=(Speaker(name=name, **more),),
        )
        for day, (name, more) in enumerate(speakers, 8)
    ]
    return list(review(programme(*talks, **changes)))


ORCID = "0000-0002-1825-0097"
OTHER_ORCID = "0000-0001-5109-3700"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"affiliation": "A"}, {"affiliation": "B"}),
        ({"url": "https://a.example.org"}, {"url": "https://b.example.org"}),
        ({"affiliation": "A", "orcid": ORCID}, {"affiliation": "B"}),
    ],
)
def test_two_of_one_name_are_asked_about(one, two):
    """Where records do not say that they are one person or two."""
    [problem] = by(("Wei Zhang", one), ("Wei Zhang", two))
    assert problem.code == "one-or-two"
    assert problem.path == "talks/wilks/t9.yaml"
    assert "talks/wilks/t8.yaml" in problem.message
    shown = two.get("affiliation") or two["url"]
    assert problem.message.startswith(f"Wei Zhang ({shown}) may be another person")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"orcid": ORCID}, {"orcid": OTHER_ORCID}),
        ({"affiliation": "A", "orcid": ORCID}, {"affiliation": "B", "orcid": ORCID}),
        ({"affiliation": "MIT"}, {"affiliation": "MIT Cambridge"}),
        ({"affiliation": "MIT"}, {}),
        (
            {"affiliation": "A", "url": "https://a.example.org"},
            {"affiliation": "B", "url": "http://www.a.example.org/"},
        ),
    ],
)
def test_who_is_known_is_not_asked_about(one, two):
    assert by(("Wei Zhang", one), ("Wei Zhang", two)) == []


def test_who_may_be_one_of_two_is_asked_about():
    known = ("Wei Zhang", {"orcid": ORCID}), ("Wei Zhang", {"orcid": OTHER_ORCID})
    [problem] = by(*known, ("Wei Zhang", {}))
    assert problem.path == "talks/wilks/t10.yaml"
    assert by(*known[:1], ("Wei Zhang", {})) == []


def test_people_of_years_ago_are_not_asked_about():
    """Who moved on from one university to another is nobody's mistake."""
    later = when.later(moment("2021-03-12 12:30"), timedelta(days=30))
    people = ("Wei Zhang", {"affiliation": "A"}), ("Wei Zhang", {"affiliation": "B"})
    assert by(*people, now=later) == []


@pytest.mark.parametrize(
    ("one", "two", "more"),
    [
        ("Jan Novák", "Jan Novak", {}),
        ("Anna Müller", "Anna Mueller", {}),
        ("A B", "a b", {}),
        ("J. Smith", "John Smith", {"affiliation": "MIT"}),
        ("J. Smith", "John Smith", {"url": "https://smith.example.org"}),
        ("J. A. Smith", "John Smith", {"orcid": ORCID}),
        ("Chen Wei", "Wei Chen", {"orcid": ORCID}),
    ],
)
def test_one_person_in_two_spellings_is_asked_about(one, two, more):
    [problem] = by((one, more), (two, more))
    assert problem.code == "two-spellings"
    assert one in problem.message
    assert two in problem.message


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("J. Smith", {"affiliation": "MIT"}), ("John Smith", {"affiliation": "ETH"})),
        (("Jan Novák", {"orcid": ORCID}), ("Jan Novak", {"orcid": OTHER_ORCID})),
        (
            ("Anna Smith", {"affiliation": "MIT"}),
            ("John Smith", {"affiliation": "MIT"}),
        ),
    ],
)
def test_names_of_two_people_are_not_asked_about(one, two):
    assert by(one, two) == []


def test_two_people_of_one_name_may_speak_at_one_time():
    """A clash is of a person, not of a name."""
    people = [Speaker(name="Wei Zhang", orcid=one) for one in (ORCID, OTHER_ORCID)]
    talks = [
        talk(slug=f"t{n}", speakers=(one,), location=f"Room {n}")
        for n, one in enumerate(people)
    ]
    assert "speaker-clash" not in codes(*talks)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "CANCELLED - Curves"},
        {"title": "ABGESAGT: Curves"},
        {"title": "Curves (postponed)"},
        {"title": "Pas de séminaire"},
        {"title": "בוטל"},
        {"notice": "The talk is cancelled!"},
        {"speakers": (replace(SOUDRY, name="No talk (holiday)"),)},
    ],
)
def test_a_talk_that_is_off_by_its_words_alone_is_doubted(changes):
    assert codes(talk(**changes)) == ["off-in-words"]
    assert codes(talk(status=Status.POSTPONED, **changes)) == []


@pytest.mark.parametrize(
    "title",
    ["Postponed rewards: a model", "Cancelled debt in Europe", "Cancellation of terms"],
)
def test_a_title_may_speak_of_what_is_off(title):
    assert codes(talk(title=title)) == []
