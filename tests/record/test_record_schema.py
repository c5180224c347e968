"""The JSON Schema and the reader accept the same records."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from announcer.errors import RecordError, Severity
from announcer.record import read_site, schema
from tests.examples import examples

ROOT = Path(__file__).parents[2]
TALK = {"date": "2021-03-08"}
SITE = {"title": "Talks", "url": "https://talks.example.edu"}

# What only the calendar, the disk or arithmetic knows: the reader alone refuses it.
BEYOND = {
    "bad-orcid", "bad-picture", "bad-series", "bad-target", "bad-timezone",
    "clock-change",
    "end-missing", "end-twice", "ends-before-start", "registration-missing",
    "term-backwards", "term-overlap",
    "time-missing", "too-long", "too-long-talk",
}  # fmt: skip
# Values of a good shape that mean nothing.
UNKNOWN = {
    "2021-02-30", "2022-11-18 to 2022-11-17", "EST", "25:00", "13:30-12:30", "0 min",
    "Europe/Nowhere", "99 h", "2021-13-01", "7 leagues before", "+30:00", "GMT+2",
}  # fmt: skip

VALUES: list[Any] = [
    None, "", "~", " ", "none", "None", True, False, 0, 7, 1984, 12.5, [], {}, [None],
    "yes", "No", "on", "12:30", "9:30", "12:30-13:30", "23:00-01:00", "12:30pm",
    "all day", "All-Day", "12.30", "25:00", "13:30-12:30", "60 min", "1h30",
    "90 minutes", "0 min", "1:30", "PT1H", "2 years", "30 days", "6 hours", "off",
    "never", "2021-03-08", "2021-3-8", "2021-02-30", "2022-11-17 to 2022-11-18",
    "2022-11-18 to 2022-11-17", "08.03.2021", "2021-03-09 13:30", "2021-03-09T13:30",
    "Monday", "mon", "Montag", "America/New_York", "UTC", "EST", "GMT+2",
    "Europe/Nowhere", "en", "pt-BR", "English", "public", "members", "registration",
    "private", "cancelled", "canceled", "keep", "https://example.edu/",
    "http://example.edu", "HTTPS://example.edu/a?b#c", "https://",
    "https://exämple.org/ü", "ftp://example.edu", "javascript:alert(1)", "data:,x",
    "example.edu/x", "https://a b", "mailto:a@example.edu", "mailto:x", "a@example.edu",
    "a@b@c", "ä@example.edu", "Olga Org", "Olga Org <olga@example.edu>", "Olga <olga>",
    "Emmy Noether (Göttingen)", "TBA", "a\nb", "steelblue", "#7a1f2b", "#xyz", "x y",
    "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097", "0000",
    "soudry.jpg", "one, two", ["one", "two"], ["one", ["two"]], [["one"]],
    {"name": "Emmy Noether"}, {"name": ""}, {"name": "Emmy", "email": "e@example.edu"},
    {"nome": "Emmy"}, {"name": "Emmy", "photo": "https://example.edu/a.jpg"},
    [{"name": "Emmy"}, "Olga"], {"name": "Emmy", "affiliation": ["x"]},
    {"name": "Emmy", "orcid": "0000"}, [{"announcement": "7 days before at 09:00"}],
    [{"announcment": "same day"}],
    [{"announcement": "same day", "reminder": "same day"}],
    {"announcement": "same day"}, [{"reminder": ""}], [{"reminder": ["x"]}],
    [{"briefing": "same day", "approve": "yes"}], [{"approve": "yes"}],
    [{"briefing": "same day", "approve": "soon"}],
    ["2021-03-15", "2021-12-20 to 2022-01-07"],
    [{"since": "2021-10-01", "location": "B2"}], [{"location": "B2"}],
    [{"since": "soon"}], [{"since": "2021-10-01", "tell": []}],
    [{"name": "S", "start": "2021-01-25", "end": "2021-05-14"}],
    [{"name": "S", "start": "2021-01-25"}], {"smtp": "smtp://localhost:25"},
    {"smtp": "localhost"}, {"smtp": "smtp://localhost", "mbox": "x"},
    {"mbox": "", "maildir": "x"}, {"from": "Talks <talks@example.edu>"},
    {"from": "Talks"}, {"auto_submitted": "no"}, {"auto_submitted": False},
    {"auto_submitted": 3}, {"list_id": "talks.example.edu"}, {"list_id": "talks"},
    {"password": "x"}, {"past": "2 years", "cancelled": "keep"}, {"cancelled": "kept"},
    {"caldav": "https://cal.example.edu/"}, {"accent": "#7A1F2B"}, {"accent": "red"},
    "sqlite:///x.db", "postgresql+psycopg://host/name", "mysql://x",
    "wilks/2021@example.edu", "x" * 255, "x" * 256,
]  # fmt: skip


PAIR = re.compile(r"\\ud[89ab]..\\ud[c-f]..")
PATHS = {"site": "site.yaml", "series": "wilks/series.yaml", "talk": "wilks/talk.yaml"}


def as_yaml(content):
    """Write JSON that is YAML: JSON escapes astral letters in two halves."""
    return PAIR.sub(lambda pair: json.loads(f'"{pair[0]}"'), json.dumps(content))


def problems(folder: Path, kind: str, record: dict[str, Any]) -> set[str]:
    """Return the codes of what the reader refuses in a record."""
    talks = folder / "talks"
    (talks / "wilks").mkdir(parents=True, exist_ok=True)
    files = {"site": SITE, "series": {"name": "Wilks"}, "talk": TALK} | {kind: record}
    for name, content in files.items():
        path, text = talks / PATHS[name], as_yaml(content)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    try:
        read_site(folder)
    except RecordError as error:
        return {
            problem.code
            for problem in error.problems
            if problem.severity is Severity.ERROR and problem.path.endswith(PATHS[kind])
        }
    return set()


LETTERS = st.characters(categories=["L", "N", "P", "Z"])
VALIDATORS = {
    kind: Draft202012Validator(schema(kind)) for kind in ("site", "series", "talk")
}
BASES: dict[str, dict[str, Any]] = {"site": SITE, "series": {}, "talk": TALK}
KEYS = {kind: set(part.schema["properties"]) for kind, part in VALIDATORS.items()}
# What all three inherit is tried in a series only.
FIELDS = [
    (kind, key)
    for kind, keys in KEYS.items()
    for key in sorted(keys if kind == "series" else keys - KEYS["series"])
]


def agree(folder: Path, kind: str, record: dict[str, Any]) -> None:
    """Assert that schema and reader say the same of a record."""
    refused = problems(folder, kind, record)
    accepted = VALIDATORS[kind].is_valid(record)
    if not refused:
        assert accepted, record
    elif refused - BEYOND and not any(str(v) in UNKNOWN for v in _texts(record)):
        assert not accepted, (refused, record)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [str(value)]


@pytest.mark.parametrize("kind", VALIDATORS)
def test_schema_is_itself_valid(kind):
    Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize(("kind", "key"), FIELDS, ids=str)
def test_schema_and_reader_agree_on_every_field(kind, key, tmp_path):
    for value in VALUES:
        agree(tmp_path, kind, BASES[kind] | {key: value})


@settings(
    max_examples=examples(40),
)
@given(
    kind=st.sampled_from(sorted(VALIDATORS)),
    record=st.dictionaries(
        st.sampled_from(sorted(set().union(*KEYS.values()) | {"titel"})),
        st.sampled_from(VALUES)
        | st.text(st.characters(categories=["L", "N", "P", "Z"])),
        max_size=4,
    ),
)
def test_schema_and_reader_agree_on_whole_records(kind, record, tmp_path):
    agree(tmp_path, kind, BASES[kind] | record)


def test_schema_of_everything_takes_each_kind_of_file():
    validator = Draft202012Validator(schema())
    assert validator.is_valid(SITE)
    assert validator.is_valid({"weekday": "Monday"})
    assert validator.is_valid({"title": "Surprises", "date": "2021-03-08"})
    assert not validator.is_valid({"weekday": "Monday", "date": "2021-03-08"})


def test_every_key_is_described_for_editors():
    for validator in VALIDATORS.values():
        for key, part in validator.schema["properties"].items():
            assert part["description"], key
