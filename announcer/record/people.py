"""Speakers, hosts and organisers as people write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from announcer import mailbox
from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.record import names
from announcer.record.addresses import EMAIL, ORCID, PICTURE, URL, email
from announcer.record.datatypes import PLACE, PROSE, WORDS, letters
from announcer.record.kinds import (
    Kind,
    Schema,
    choice,
    listed,
    of_line,
    once,
    padded,
)
from announcer.record.placeholders import is_placeholder
from announcer.record.source import Document, clip
from announcer.record.table import Field, Values, nested, table
from announcer.record.tree import Mapping, Node, Scalar, Sequence
from announcer.talk import Person, Role, Speaker

NAME_LIMIT = 300

_ADDRESSED = pattern(r"(?P<name>[^<>]*?)\s*<\s*(?P<email>[^<>]*?)\s*>")
# The last brackets of the text, which may hold brackets themselves.
_AFFILIATED = pattern(r"(?P<name>.*\S)\s*\((?P<home>[^()]*(?:\([^()]*\)[^()]*)*)\)")
# The halves of a pair of brackets, in two items of a list.
_OPEN, _CLOSED = pattern(r"[^()]+\([^()]*"), pattern(r"[^()]*\)[^()]*")
# A key whose colon has no ordinary space behind it is text to YAML.
_KEY_OF_ONE = pattern(
    r"(?P<key>name|affiliation|email|url|bio|photo|orcid|pronouns|role)\s*[:\uff1a]"
)
_TEXT: Schema = {
    "type": ["string", "number", "boolean"],
    "pattern": padded(rf"[^@<>\r\n]+(<\s*{mailbox.PATTERN}\s*>)?"),
}


def check_name(text: str) -> str:
    """Return a name; one with an address in it would be published with it."""
    if "@" in text or "<" in text or ">" in text:
        raise BadValue(
            f"`{clip(text)}` is not only a name",
            "Write Name <name@example.edu>, or name: and email: on two lines.",
        )
    if found := _KEY_OF_ONE.match(text):
        raise BadValue(
            f"`{clip(text)}` was read as a name, and begins like the field "
            f"`{found['key']}`",
            f"Write {found['key']}: with an ordinary colon and one space after it.",
        )
    if len(text) > NAME_LIMIT:
        raise BadValue(
            f"this name is too long: {len(text)} characters, at most {NAME_LIMIT}",
            "Biographies belong in `bio`.",
        )
    return letters(text)


def split_address(text: str) -> tuple[str, str | None]:
    """Part ``Name <name@example.edu>`` into the name and the address, if any."""
    flat = " ".join(text.split())
    found = _ADDRESSED.fullmatch(flat) if "<" in flat else None
    if not found:
        return check_name(flat), None
    name = check_name(found["name"].strip('"'))
    if not name:
        raise BadValue("this address has no name", f"Write Name <{found['email']}>.")
    return name, email(found["email"])


def _person(text: str) -> Person:
    name, address = split_address(text)
    return Person(name=name, email=address)


def _speaker(text: str) -> Speaker | None:
    if is_placeholder(text):
        return None
    name, address = split_address(text)
    home = _AFFILIATED.fullmatch(name) if name.endswith(")") else None
    if not home:
        return _named(Speaker(name=name, email=address))
    inside = home["home"].strip()
    affiliation = None if is_placeholder(inside) else inside
    return _named(Speaker(name=home["name"], affiliation=affiliation, email=address))


def _speaker_of(values: Values) -> Speaker | None:
    return _named(Speaker(**values.good))


def _named(speaker: Speaker) -> Speaker | None:
    """Return a speaker; one who is to be announced is at most an affiliation."""
    if not is_placeholder(speaker.name):
        return speaker
    home = speaker.affiliation
    return Speaker(name="", affiliation=home) if home else None


_NAME = Kind(
    "bad-name",
    of_line(check_name),
    {"type": ["string", "number", "boolean"], "pattern": padded(r"[^@<>\r\n]*")},
)

PERSON_FIELDS = table(
    (
        Field("name", _NAME, "the full name", required=True),
        Field("email", EMAIL, "an email address, for organisers it is published"),
        Field("url", URL, "the home page"),
    )
)

SPEAKER_FIELDS = table(
    (
        Field("name", _NAME, "the full name", required=True),
        Field("affiliation", PLACE, "where the speaker works on the day of the talk"),
        Field("url", URL, "the home page"),
        Field("bio", PROSE, "a few sentences about the speaker (Markdown)"),
        Field("photo", PICTURE, "a picture in the talks folder, or an https address"),
        Field("email", EMAIL, "for the organiser only, never published"),
        Field("orcid", ORCID, "the ORCID, such as 0000-0002-1825-0097"),
        Field("pronouns", WORDS, "such as she/her"),
        Field(
            "role",
            choice(Role, "bad-role"),
            "where several sit: chair, moderator, discussant or panel",
        ),
    )
)

PERSON = nested(
    "bad-name", PERSON_FIELDS, lambda values: Person(**values.good), _person, _TEXT
)
SPEAKER = nested("bad-name", SPEAKER_FIELDS, _speaker_of, _speaker, _TEXT)
PEOPLE = listed(PERSON, limit=100)
_LISTED = listed(SPEAKER, limit=100)


def _asked(node: Node, file: Document) -> None:
    """Ask about lines that hardly name one person each."""
    items = node.items if type(node) is Sequence else [node]
    parted = [*_parted(items)]
    for first, second in parted:
        whole = f"{first.text}, {second.text}"
        said = "a comma in brackets makes two people of this", f'Write "{whole}".'
        file.doubt(first, *said, "several-people")
    for one in items:
        if any(one is part for pair in parted for part in pair):
            continue
        name = one
        if type(one) is Mapping and "name" in one.entries:
            _, name = one.entries["name"]
        if type(name) is Scalar and (found := names.doubt(name.text) or _joined(name)):
            file.doubt(name, *found, "several-people")


def _parted(items: Iterable[Node]) -> Iterator[tuple[Scalar, Scalar]]:
    """Yield what stands on both sides of a comma that parts a pair of brackets."""
    for one, other in pairwise(items):
        if (
            isinstance(one, Scalar)
            and isinstance(other, Scalar)
            and _OPEN.fullmatch(one.text)
            and _CLOSED.fullmatch(other.text)
        ):
            yield one, other


def _joined(name: Scalar) -> tuple[str, str] | None:
    """Ask about two lines that YAML reads as one."""
    text, start = name.mark
    if name.style or text.startswith(name.text.strip(), start):
        return None
    return (
        "these lines are read as one name",
        "Write - and a space before each of several names, or all of one on one line.",
    )


def _speakers(node: Node, file: Document) -> tuple[Speaker, ...]:
    _asked(node, file)
    return tuple(filter(None, _LISTED.read(node, file)))


# A speaker who is to be announced has no name, and is none without an affiliation.
SPEAKERS = once(
    Kind("bad-name", _speakers, _LISTED.schema, fields=SPEAKER.fields), but="photo"
)
