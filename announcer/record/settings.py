"""Settings of a site and of a series: terms, mail, calendars, looks, when to tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from announcer import when
from announcer.delivery import WAYS
from announcer.errors import BadValue
from announcer.kinds import Kind as MessageKind
from announcer.kinds import TellRule
from announcer.lazy import pattern
from announcer.mailbox import PATTERN, Mailbox
from announcer.record.addresses import (
    CALDAV,
    LEAVE,
    LIST_ID,
    PICTURE,
    URL,
    email_of,
    way_out,
)
from announcer.record.colors import ACCENT
from announcer.record.datatypes import (
    BOOLEAN,
    DAY,
    DAYS,
    LINE,
    PERIOD,
    WORDS,
)
from announcer.record.kinds import (
    Kind,
    any_case,
    choice,
    listed,
    patterned,
)
from announcer.record.people import split_address
from announcer.record.source import Document, Wrong, clip
from announcer.record.table import Field, Values, nested, table
from announcer.record.tree import Mapping, Node, Scalar, Sequence, is_empty
from announcer.talk import CalendarSettings, CancelledPolicy, Recording, Term, Theme

_WEEKS = pattern(r"(0?[1-9]|[1-4][0-9]|5[0-2]) ?[Ww]eeks?")
_OFF = frozenset({"off", "no", "never"})


def _sender(text: str) -> Mailbox:
    if "<" not in text:
        return email_of(text)
    name, address = split_address(text)
    return Mailbox(address or "", name)


def _settle(text: str) -> timedelta | None:
    return None if text.casefold() in _OFF else when.parse_period(text)


def _every(text: str) -> int:
    found = _WEEKS.fullmatch(text)
    if found is None:
        raise BadValue(
            f"{clip(text)!r} is not a number of weeks", "Write for example 2 weeks."
        )
    return int(found[1])


def _skip(node: Node, file: Document) -> tuple[Any, ...]:
    return tuple(sorted({day for days in _DAYS.read(node, file) for day in days}))


def _recording(text: str) -> Recording:
    try:
        return Recording(text.casefold())
    except ValueError:
        hint = "Write yes, no or asked."
        if "/" in text:
            hint += " The address of a recording is `video`."
        raise BadValue(f"{clip(text)!r} does not say whether", hint) from None


_ADDRESSED = frozenset({"to", "mailing_list", "list", "address", "recipients", "mail"})


def _tell(node: Node, file: Document) -> TellRule:
    entries = dict(node.entries) if type(node) is Mapping else {}
    _, approve = entries.pop("approve", (None, None))
    if len(entries) != 1:
        cure = "Write for example - announcement: 7 days before at 09:00."
        if entries.keys() & _ADDRESSED:
            cure += " To whom stands in the series' `mailing_list`."
        raise Wrong(
            "bad-tell", "each item says one kind of message and when it goes out", cure
        )
    ((kind, (_, value)),) = entries.items()
    if is_empty(value) or type(value) is not Scalar:
        raise Wrong(
            "bad-tell",
            f"`{clip(kind)}` does not say when",
            f"Write for example {clip(kind)}: 7 days before at 09:00.",
        )
    text = LINE.read(value, file)
    rule = when.parse_tell(kind, text)
    if approve is None or is_empty(approve):
        return rule
    return replace(rule, approve=BOOLEAN.read(approve, file))


def _tells(node: Node, file: Document) -> tuple[TellRule, ...]:
    if type(node) is not Sequence:
        raise Wrong(
            "bad-tell",
            "`tell` is a list",
            "Begin each line with -, for example - reminder: same day at 08:00.",
        )
    rules: tuple[TellRule, ...] = _TELL_LIST.read(node, file)
    return rules


def _term(values: Values) -> Term:
    term = Term(**values.good)
    if term.end < term.start:
        raise Wrong(
            "term-backwards",
            f"the term {clip(term.name)} ends before it begins",
            "Change the places of start and end.",
        )
    return term


def _terms(node: Node, file: Document) -> tuple[Term, ...]:
    if type(node) is not Sequence:
        raise Wrong(
            "not-a-list",
            "`terms` is a list",
            "Write - {name: Spring 2021, start: 2021-01-25, end: 2021-05-14}.",
        )
    terms: list[Term] = sorted(_TERM_LIST.read(node, file), key=lambda term: term.start)
    for one, two in pairwise(terms):
        if two.start <= one.end:
            raise Wrong(
                "term-overlap",
                f"the terms {clip(one.name)} and {clip(two.name)} overlap",
                f"{clip(one.name)} must end before {two.start}.",
            )
    names = [term.name for term in terms]
    if len(set(names)) != len(names):
        raise Wrong(
            "term-overlap", "two terms have one name", "Add the year to the name."
        )
    return tuple(terms)


RECORDING = patterned("bad-choice", _recording, any_case(Recording))
SETTLE = patterned(
    "bad-period", _settle, rf"{any_case(sorted(_OFF))}|{when.PERIOD_PATTERN[1:-1]}"
)
EVERY = patterned("bad-period", _every, _WEEKS.pattern, examples=["1 week", "2 weeks"])
_DAYS = listed(DAYS)
SKIP = Kind("bad-date", _skip, _DAYS.schema, ())

_MESSAGES = [str(kind) for kind in MessageKind]
TELL = Kind(
    "bad-tell",
    _tell,
    {
        "type": "object",
        "properties": {
            **{kind: {"type": "string", "pattern": r"\S"} for kind in _MESSAGES},
            "approve": BOOLEAN.schema,
        },
        "additionalProperties": False,
        "anyOf": [
            {"not": {"required": ["approve"]}, "minProperties": 1, "maxProperties": 1},
            {"required": ["approve"], "minProperties": 2, "maxProperties": 2},
        ],
    },
)
_TELL_LIST = listed(TELL, limit=50)
TELLS = Kind("bad-tell", _tells, _TELL_LIST.schema["anyOf"][1], ())

TERM = nested(
    "bad-term",
    table(
        (
            Field(
                "name",
                WORDS,
                "the name of the term, such as Spring 2021",
                required=True,
            ),
            Field("start", DAY, "its first day", required=True),
            Field("end", DAY, "its last day", required=True),
        )
    ),
    _term,
)
_TERM_LIST = listed(TERM)
TERMS = Kind("bad-term", _terms, _TERM_LIST.schema["anyOf"][1])

_SENDER = patterned("bad-email", _sender, rf"{PATTERN}|[^@<>\r\n]+<\s*{PATTERN}\s*>")

# The values stay a dict here: a series inherits each of them by itself.
MAIL = nested(
    "bad-mail",
    table(
        (
            Field(way.key, way_out(way), f"{way.help}: {way.example}", name="via")
            for way in WAYS
        ),
        (
            Field(
                "from", _SENDER, "the sender: Talks <talks@example.edu>", name="sender"
            ),
            Field("reply_to", _SENDER, "where answers go"),
            Field("list_id", LIST_ID, "the List-Id: talks.example.edu"),
            Field("unsubscribe", URL, "the page to unsubscribe"),
            Field(
                "unsubscribe_mailto",
                LEAVE,
                "the address to unsubscribe by mail, perhaps with ?subject=...",
            ),
            Field("password_command", LINE, "a command that prints the password"),
            Field(
                "auto_submitted",
                BOOLEAN,
                "whether mail says it was sent by a program (unsaid: to people only)",
            ),
            Field(
                "list_post", BOOLEAN, "whether people may write to the list: yes or no"
            ),
            Field("report_to", _SENDER, "who is told what cannot be announced"),
        ),
    ),
    lambda values: values.good,
)

CALENDAR = nested(
    "bad-calendar",
    table(
        (
            Field("past", PERIOD, "how far back the feeds reach, such as 2 years"),
            Field(
                "cancelled",
                choice(CancelledPolicy, "bad-choice"),
                "what happens to cancelled talks: keep, drop or keep-until-date",
            ),
            Field(
                "refresh",
                PERIOD,
                "how often clients should look again, such as 6 hours",
            ),
            Field("caldav", CALDAV, "the address of the calendar that `sync` writes"),
            Field("user", LINE, "the user name at that server"),
            Field("password_command", LINE, "a command that prints the password"),
        )
    ),
    lambda values: CalendarSettings(**values.good),
)

THEME = nested(
    "bad-theme",
    table(
        (
            Field(
                "accent",
                ACCENT,
                'the colour of links and marks, in quotes: "#7a1f2b"',
            ),
            Field(
                "logo", PICTURE, "a picture in the talks folder, or an https address"
            ),
        )
    ),
    lambda values: Theme(**values.good),
)
