"""Tables of fields: reading a mapping by one, and its JSON Schema from the same one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from typing import Any, TypeAlias

from announcer.classes import dataclass
from announcer.errors import BadValue
from announcer.record.kinds import NOTHING, Kind, Schema, line, padded
from announcer.record.source import (
    PROBLEM_LIMIT,
    SECRET,
    Document,
    Noted,
    Wrong,
    clip,
    spot,
)
from announcer.record.tree import Mapping, Mark, Node, Scalar, is_empty

_NONE: Schema = {"type": "string", "pattern": padded("[nN][oO][nN][eE]")}

# What people write from habit, and the key that is meant.
_SYNONYMS = {
    "affil": "affiliation", "author": "speaker", "begin": "date", "bcc": "mailing_list",
    "biography": "bio", "canceled": "status", "cancelled": "status", "chair": "host",
    "colour": "color", "day": "date", "description": "abstract", "ends": "end",
    "finish": "end", "homepage": "url", "image": "photo", "institution": "affiliation",
    "keywords": "topics", "lang": "language", "lecturer": "speaker",
    "length": "duration", "list": "mailing_list", "mailing-list": "mailing_list",
    "name": "title",
    "organiser": "organizers", "organisers": "organizers", "organizer": "organizers",
    "picture": "photo", "place": "location", "presenter": "speaker",
    "presenters": "speakers", "room": "location",
    "signup": "registration", "start": "date", "stream": "link", "subject": "title",
    "summary": "abstract", "tags": "topics", "title": "name", "tz": "timezone",
    "university": "affiliation", "url": "link", "venue": "location", "webinar": "link",
    "website": "url", "when": "date", "where": "location", "who": "speaker",
    "zone": "timezone", "zoom": "link",
}  # fmt: skip
_PASSWORDS = frozenset({"password", "passwd", "pass", "secret", "token"})


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record: how it is read, where it goes and what editors say of it.

    ``name`` is the attribute of the noun, by default the key. With ``none`` the word
    none takes away what would be inherited.
    """

    key: str
    kind: Kind
    help: str
    name: str = ""
    required: bool = False
    none: bool = False

    @property
    def goes_to(self) -> str:
        """Return the attribute that this key fills."""
        return self.name or self.key


Table: TypeAlias = dict[str, Field]


def table(*groups: Iterable[Field]) -> Table:
    """Return fields by their keys, in the order in which they are listed."""
    return {field.key: field for group in groups for field in group}


@dataclass(slots=True)
class Values:
    """What was read of a mapping, by attribute; ``failed`` are those with a problem."""

    good: dict[str, Any]
    failed: set[str]
    nodes: dict[str, Node]


NO_VALUES = Values({}, set(), {})  # of a file that says nothing


def read_fields(
    node: Mapping, file: Document, fields: Table, lost: Collection[str] = ()
) -> Values:
    """Read the entries of a mapping, noting every problem.

    ``lost`` are keys whose lines could not be read: they failed, and are not missing.
    """
    good: dict[str, Any] = {}
    failed = {fields[key].goes_to for key in lost if key in fields}
    nodes: dict[str, Node] = {}
    for key, (mark, value) in node.entries.items():
        found = fields.get(key)
        if found is None:
            _unknown(key, mark, file, fields)
            if meant := _meant(key, fields):
                failed.add(fields[meant].goes_to)  # and is not missing
            continue
        if is_empty(value):
            continue
        name = found.name or key
        if name in nodes:
            _say_twice(key, file, fields, node)
        nodes[name] = value
        before = file.errors
        try:
            good[name] = _value(found, value, file)
        except BadValue as wrong:
            file.refuse(value, wrong, found.kind.code)
        if file.errors != before:
            failed.add(name)
    _require(node, file, fields, nodes.keys() | failed)
    return Values(good, failed, nodes)


def _value(field: Field, node: Node, file: Document) -> Any:
    if field.none and type(node) is Scalar and node.text.strip().casefold() == "none":
        return field.kind.none
    return field.kind.read(node, file)


def _require(
    node: Mapping, file: Document, fields: Table, there: Collection[str]
) -> None:
    for field in fields.values():
        if field.required and field.goes_to not in there:
            file.blame(
                node,
                f"`{field.key}` is missing",
                f"Add the line `{field.key}:` with {field.help}.",
                code="missing",
            )


def _say_twice(key: str, file: Document, fields: Table, node: Mapping) -> None:
    name = fields[key].goes_to
    same = [other for other in node.entries if other in fields]
    rival = next(other for other in same if fields[other].goes_to == name)
    file.blame(
        spot(*node.entries[key][0]),
        f"`{rival}` and `{key}` stand here both",
        "Keep one of them.",
        code="both",
    )


def _unknown(key: str, mark: Mark, file: Document, fields: Table) -> None:
    if file.errors >= PROBLEM_LIMIT:
        file.errors += 1
        return
    secret = key.strip().casefold() in _PASSWORDS
    file.blame(
        spot(*mark),
        f"there is no field `{clip(key)}` here",
        _hint(key, fields),
        code=SECRET if secret else "unknown-key",
    )


def _hint(key: str, fields: Table) -> str:
    word = key.strip().casefold().replace(" ", "_")
    if word in _PASSWORDS:
        return (
            "Leave it out: a password is read from the environment, the key ring or a "
            "command."
        )
    if word == "<<":
        return "What talks share belongs in series.yaml."
    if meant := _meant(key, fields):
        return f"Did you mean `{meant}`?"
    return _choice(word, fields, is_text=" " in key.strip())


def _choice(word: str, fields: Table, *, is_text: bool) -> str:
    if (is_text and "extra" in fields) or len(word) > 40:
        return (
            "Text that goes on is indented by two spaces below its key, with | behind "
            "that key; quote a value that contains a colon."
        )
    holder = next((key for key in fields if word in fields[key].kind.fields), None)
    if holder:
        return f"`{word}` stands below `{holder}:`, indented by two spaces."
    close = get_close_matches(word, fields, 1, 0.6)
    own = " A field of your own stands below `extra:`." if "extra" in fields else ""
    if close:
        return f"Did you mean `{close[0]}`?{own}"
    return f"Fields here are: {', '.join(fields)}.{own}"


def _meant(key: str, fields: Table) -> str | None:
    """Return the field whose key somebody surely meant to write."""
    word = key.strip().casefold().replace(" ", "_")
    close = get_close_matches(word, fields, 1, 0.75) if len(word) <= 40 else []
    synonym = _SYNONYMS.get(word)
    if not close and synonym in fields:
        return synonym
    return close[0] if close else None


def nested(
    code: str,
    fields: Table,
    build: Callable[[Values], Any],
    from_text: Callable[[str], Any] | None = None,
    text: Schema | None = None,
) -> Kind:
    """Make the kind of a mapping, which may also be written as one line of text."""

    def read(node: Node, file: Document) -> Any:
        if type(node) is Mapping:
            before = file.errors
            values = read_fields(node, file, fields)
            if file.errors != before:
                raise Noted
            return build(values)
        if type(node) is Scalar and from_text:
            return from_text(line(node))
        raise Wrong(
            "not-a-mapping",
            "this value needs keys of its own",
            f"Fields here are: {', '.join(fields)}.",
        )

    schema = object_schema(fields)
    both = {"anyOf": [text, schema]} if text else schema
    return Kind(code, read, both, fields=fields)


def object_schema(fields: Table) -> Schema:
    """Return the JSON Schema of a mapping with these fields."""
    schema: Schema = {
        "type": "object",
        "properties": {key: _property(field) for key, field in fields.items()},
        "additionalProperties": False,
    }
    required = [field.key for field in fields.values() if field.required]
    if required:
        schema["required"] = required
    rivals = _rivals(fields)
    if rivals:
        schema["allOf"] = [
            {
                "not": {
                    "properties": {key: {"not": NOTHING} for key in pair},
                    "required": list(pair),
                }
            }
            for pair in rivals
        ]
    return schema


def _property(field: Field) -> Schema:
    if field.required:
        schema: Schema = {"allOf": [field.kind.schema, {"not": NOTHING}]}
    else:
        more = [_NONE] if field.none else []
        schema = {"anyOf": [field.kind.schema, *more, *NOTHING["anyOf"]]}
    return {"description": field.help, **schema}


def _rivals(fields: Table) -> list[tuple[str, str]]:
    keys = list(fields)
    return [
        (one, two)
        for at, one in enumerate(keys)
        for two in keys[at + 1 :]
        if fields[one].goes_to == fields[two].goes_to
    ]
