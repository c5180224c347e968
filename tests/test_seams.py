"""Facts that two rooms must agree on: a forgotten half fails here, by its name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_type_hints

import pytest

from announcer import access
from announcer.delivery import WAYS
from announcer.facts import FACT_FIELDS, Change, FactValue, facts_of, snapshot
from announcer.formats import EXPORTS, FORMATS, mail
from announcer.kinds import Kind
from announcer.output import finished
from announcer.plan import Blocked, asked, reasons
from announcer.record import fields as record_fields
from announcer.record import follow, imported, people, settings
from announcer.record.fields import FILES
from announcer.record.table import Field, Table
from announcer.talk import (
    Addition,
    CalendarSettings,
    Follow,
    Imported,
    LinkAccess,
    MailSettings,
    Person,
    Series,
    Site,
    Speaker,
    Talk,
    Term,
    Theme,
)
from announcer.templating import Templates
from tests.builders import NOW, SITE, SOUDRY, WILKS, programme, talk

TEMPLATES = Templates()  # compiled once for all
RECORDS = Path(__file__).parent.parent / "docs/records.md"

# The nouns and the tables that fill them, with what the reader itself works out.
TABLES: dict[type, tuple[Mapping[str, Field], set[str]]] = {
    Site: (record_fields.SITE, set()),
    Series: (record_fields.SERIES, {"key", "slug", "parent"}),
    Talk: (
        record_fields.TALK,
        {"slug", "source", "series", "start", "all_day", "end_stated", "daily"}
        | {"awaited", "owner"},
    ),
    Speaker: (people.SPEAKER_FIELDS, set()),
    Person: (people.PERSON_FIELDS, set()),
    MailSettings: (settings.MAIL.fields, set()),
    CalendarSettings: (settings.CALENDAR.fields, set()),
    Theme: (settings.THEME.fields, set()),
    Term: (settings.TERM.fields, set()),
    Imported: (imported.IMPORTED_FIELDS, set()),
    Follow: (follow.ENTRY.fields, set()),
    Addition: (follow.ADDITION.fields, set()),
}
# Keys that say when a talk is, of which start and end are made, and dated values.
WORKED_UP = {"date", "time", "duration", "changes"}


def names(noun: type) -> set[str]:
    return {one.name for one in fields(noun)}


def unfilled(noun: type, table: Mapping[str, Field], known: set[str]) -> set[str]:
    """Return the fields of a noun that no key of its table fills."""
    return names(noun) - known - {field.goes_to for field in table.values()}


def lost(noun: type, table: Mapping[str, Field]) -> set[str]:
    """Return the keys that go nowhere: shared ones may be the talks' alone."""
    shared = names(Talk) | names(Series) if noun in {Site, Series} else set()
    goals = {field.goes_to for field in table.values()} - WORKED_UP
    return goals - names(noun) - shared


@pytest.mark.parametrize("noun", TABLES)
def test_every_field_of_a_noun_is_filled_by_a_key_of_the_records(noun):
    """A setting added in talk.py has a line in record, or nobody could write it."""
    forgotten = unfilled(noun, *TABLES[noun])
    table = "fields.py, people.py or settings.py"
    assert not forgotten, f"add a Field for {forgotten} in announcer/record/{table}"


@pytest.mark.parametrize("noun", TABLES)
def test_every_key_of_the_records_fills_a_field(noun):
    table, _ = TABLES[noun]
    forgotten = lost(noun, table)
    assert not forgotten, f"add {forgotten} to {noun.__name__} in announcer/talk.py"


def test_what_folders_hand_down_is_a_field_of_talks_or_of_series():
    shared = {field.goes_to for field in record_fields.SHARED_WITH_TALKS}
    assert shared - WORKED_UP <= names(Talk)
    handed = {field.goes_to for field in record_fields.SHARED_WITH_SERIES}
    assert handed <= names(Series)


def test_a_setting_that_nobody_reads_is_noticed():
    table = {key: one for key, one in record_fields.SITE.items() if key != "publish"}
    assert unfilled(Site, table, set()) == {"publish"}
    assert lost(Theme, {"font": record_fields.SITE["title"]}) == {"title"}


def test_every_noun_with_texts_is_among_those_that_records_fill():
    """A new noun inside a talk, a series or the site is entered above."""
    hints = [get_type_hints(noun) for noun in TABLES]
    inside = set(re.findall(r"announcer\.talk\.(\w+)", str(hints)))
    known = {noun.__name__ for noun in TABLES} | {"TellRule"}
    enums = {"Status", "LinkAccess", "CancelledPolicy", "Recording", "Role"}
    enums |= {"Repository"}
    assert inside - enums <= known


# A fact and the sentences that tell its change


def other(name: str, value: FactValue) -> FactValue:
    """Return another value than that of a fact."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, tuple):
        return ("Somebody Else",)
    if name == "status":
        return "postponed"
    if name == "timezone":
        return "Europe/Berlin"
    if name in {"start", "end"}:
        moved = datetime.fromisoformat(str(value)) + timedelta(minutes=30)
        return moved.isoformat()
    return "Room 7"


def change(name: str) -> Change:
    present = getattr(facts_of(talk()), name)
    return Change(name, other(name, present), present)


@cache
def told_in_mail(one: Change, *, stated: bool = True) -> str:
    """Return the sentence that heads a mail about one change."""
    about = talk(end_stated=stated)
    scene = programme(about)
    (item,) = asked(Kind.UPDATE, about, scene, {})
    assert isinstance(item, Blocked)  # nobody was told anything yet
    letter = replace(item.letter, changes=(one,))
    subject = mail.message(letter, scene, TEMPLATES).subject
    return subject.partition(f" – {WILKS.name}")[0]


# Who may see the link is told as the link itself, to those who were not shown it.
TOLD = [name for name in FACT_FIELDS if name != "link_access"]


@pytest.mark.parametrize("stated", [True, False])
@pytest.mark.parametrize("name", TOLD)
def test_every_fact_has_a_sentence_that_tells_its_change(name, stated):
    """A fact without one would make a mail that says nothing, or something else."""
    said = told_in_mail(change(name), stated=stated)
    silent = told_in_mail(Change("parking", "P1", "P2"))
    assert said not in {"", silent}
    others = {
        told_in_mail(change(fact), stated=stated) for fact in TOLD if fact != name
    }
    assert said not in others


@pytest.mark.parametrize("name", FACT_FIELDS)
def test_every_fact_is_named_in_the_reason_and_no_private_one_is_repeated(name):
    one = change(name)
    told: Any = SimpleNamespace(sent_at=NOW, claimed_at=NOW)
    said = reasons.news(told, [one], talk(), NOW)
    assert reasons.NAMES.get(name, name) in said
    if access.may_be_private(name):
        assert str(one.old) not in said
        assert str(one.new) not in said


# What is private, and what everybody reads

TEXT = re.compile(r"\bstr\b")
MARK = "zqsecret"


def text_fields(noun: type) -> Iterator[str]:
    """Yield the fields of a noun that hold text, alone or in a row."""
    for name, kind in get_type_hints(noun).items():
        if kind is str or TEXT.search(str(kind)):
            yield name


def with_text(noun: Any, name: str, text: str = MARK) -> Any:
    """Return a noun with a text in one of its fields, alone or in a row."""
    kind = get_type_hints(type(noun))[name]
    return replace(noun, **{name: (text,) if "tuple" in str(kind) else text})


CLOSED = talk(link_access=LinkAccess.MEMBERS)
FILLED: tuple[tuple[object, Callable[[Any], object]], ...] = (
    (CLOSED, lambda one: one),
    (SOUDRY, lambda one: replace(CLOSED, speakers=(one,))),
    (Person(name="Olga"), lambda one: replace(CLOSED, host=one)),
    (WILKS, lambda one: one),
    (Person(name="Olga"), lambda one: replace(WILKS, organizers=(one,))),
    (SITE, lambda one: one),
    (
        Term(name="Spring", start=NOW.date(), end=NOW.date()),
        lambda one: replace(SITE, terms=(one,)),
    ),
)
# Read by nobody, or the addresses of those who run things.
UNREAD = {
    *{(Talk, "source"), (Person, "email"), (Series, "link"), (Series, "mailing_lists")},
    *{(Site, "ledger"), (Site, "publish")},
}


@pytest.mark.parametrize(
    ("noun", "within", "name"),
    [
        pytest.param(noun, within, name, id=f"{type(within(noun)).__name__}-{name}")
        for noun, within in FILLED
        for name in text_fields(type(noun))
        if (type(noun), name) not in UNREAD | access.PRIVATE.keys()
    ],
)
def test_every_text_that_is_shown_is_looked_through_for_secrets(noun, within, name):
    """A text field that is added is looked through, or it is said here why not."""
    (leak, *_) = access.leaks(within(with_text(noun, name)), [("link", MARK)])
    assert leak.field.rpartition(".")[2] == name


def test_every_private_field_exists():
    for noun, name in access.PRIVATE:
        assert name in names(noun)


def secretive(about: Talk) -> Talk:
    """Return a talk with a mark of its own in every private field."""
    for noun, name in access.PRIVATE:
        # a web address, a mail address and a number are all found by the mark
        mark = f"https://meet.example.edu/{MARK}{name}?pwd={MARK}code"
        value = f"{MARK}{name}@example.edu" if name == "email" else mark
        if noun is Talk:
            about = with_text(about, name, value)
        else:
            one = with_text(about.speakers[0], name, value)
            about = replace(about, speakers=(one,))
    return about


@pytest.mark.parametrize("form", [*FORMATS, *EXPORTS])
@pytest.mark.parametrize("who", [LinkAccess.MEMBERS, LinkAccess.REGISTRATION])
def test_no_private_field_is_in_anything_that_everybody_may_fetch(form, who):
    about = secretive(talk(link_access=who, registration="https://example.edu/join"))
    module = {**FORMATS, **EXPORTS}[form]
    leaking = {
        output.path: [name for _, name in access.PRIVATE if name in told]
        for output in finished(module.drafts(programme(about), TEMPLATES))
        if (told := " ".join(re.findall(rf"{MARK}\w+", str(output.content))))
    }
    assert not leaking, f"take out of templates/{form} or its module: {leaking}"


@pytest.mark.parametrize("form", ["ics", "web", "data", "hugo", "jekyll"])
def test_a_field_that_is_not_private_is_found_there(form):
    """The search above can find something: here the link is for everybody."""
    module = {**FORMATS, **EXPORTS}[form]
    scene = programme(secretive(talk(link_access=LinkAccess.PUBLIC)))
    outputs = list(finished(module.drafts(scene, TEMPLATES)))
    assert any(f"{MARK}link".encode() in one.content for one in outputs)


def test_the_memory_keeps_no_field_that_is_always_private():
    written = json.dumps(snapshot(secretive(talk())))
    for noun, name in access.PRIVATE:
        always = name in access.always_private(noun)
        # calendars of members must know again what is private of some talks only
        assert (f"{MARK}{name}" in written) is not always
    assert access.always_private(Speaker) == {"email"}


# The documentation and the schema


def listed(heading: str) -> set[str]:
    """Return the keys in the first column of a table of docs/records.md."""
    text = RECORDS.read_text(encoding="utf-8")
    _, found, rest = text.partition(f"| {heading} | holds |\n| --- | --- |\n")
    assert found, f"docs/records.md has no table: {heading}"
    rows = re.match(r"(\|.*\n)*", rest)
    assert rows
    first = [row.split("|")[1] for row in rows[0].splitlines()]
    return set(re.findall(r"`(\w+)`", " ".join(first)))


def keys(table: Table | Mapping[str, Field], *without: Iterable[Field]) -> set[str]:
    return table.keys() - {field.key for group in without for field in group}


SHARED = (record_fields.SHARED_WITH_TALKS, record_fields.SHARED_WITH_SERIES)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("field of a talk", keys(FILES["talk"][1])),
        ("field of a speaker", keys(people.SPEAKER_FIELDS)),
        ("field of a host or organizer", keys(people.PERSON_FIELDS)),
        ("field of a series", keys(FILES["series"][1], *SHARED)),
        ("field of the site", keys(FILES["site"][1], *SHARED)),
        ("field of a series or the site", {one.key for one in SHARED[1]}),
        ("field of a term", keys(settings.TERM.fields)),
        ("field of `mail`", keys(settings.MAIL.fields) - {way.key for way in WAYS}),
        ("field of `calendar`", keys(settings.CALENDAR.fields)),
        ("field of `theme`", keys(settings.THEME.fields)),
    ],
)
def test_the_documentation_lists_exactly_the_fields_that_there_are(heading, expected):
    there, found = expected, listed(heading)
    mend = f"in the table `{heading}` of docs/records.md"
    assert not there - found, f"add rows for {sorted(there - found)} {mend}"
    assert not found - there, f"take {sorted(found - there)} out {mend}"


def test_the_documentation_says_which_fields_talks_take_from_their_series():
    text = RECORDS.read_text(encoding="utf-8")
    (said,) = re.findall(r"may say for all their talks: (.*?)\.\n", text, re.DOTALL)
    assert set(re.findall(r"`(\w+)`", said)) == {one.key for one in SHARED[0]}
