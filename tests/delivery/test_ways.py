"""The registry of ways and places, and everything that must agree with it."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from announcer import delivery, post
from announcer.delivery import PUBLISHERS, WAYS, parse_via, way_of
from announcer.errors import BadValue
from announcer.record.fields import schema
from announcer.release import SCHEMES, parse_target
from announcer.secret import has_password

PAGE = Path(__file__).parents[2] / "docs/mail-server.md"
MODULES = [
    import_module(f"announcer.delivery.{found.name}")
    for found in pkgutil.iter_modules(delivery.__path__)
]


def test_every_module_that_is_a_way_is_in_the_registry():
    written = {module.WAY.key for module in MODULES if hasattr(module, "WAY")}
    forgotten = written - {way.key for way in WAYS}
    assert not forgotten, f"enter {forgotten} in WAYS of announcer/delivery/__init__.py"
    assert len(WAYS) == len(written)


def test_every_module_that_opens_a_place_is_in_the_registry():
    places = {
        module.__name__.rpartition(".")[2]
        for module in MODULES
        if hasattr(module, "connect") and not hasattr(module, "WAY")
    }
    assert places == set(PUBLISHERS.values())


def test_no_two_ways_share_a_key_or_a_scheme():
    keys = [way.key for way in WAYS]
    schemes = [scheme for way in WAYS for scheme in way.schemes]
    assert len(set(keys)) == len(keys)
    assert len(set(schemes)) == len(schemes)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.key)
def test_what_a_way_advises_can_be_read(way):
    """Its example is an address, of this way, and fits the pattern for editors."""
    address = way.address(way.example)
    assert way_of(address) is way
    assert parse_via(address).scheme in way.schemes
    assert re.fullmatch(way.pattern, way.example)
    assert way.address(address) == address


def test_records_schema_and_page_know_every_way():
    mail = schema("site")["properties"]["mail"]
    (keys,) = (one["properties"] for one in mail["anyOf"] if "properties" in one)
    page = PAGE.read_text(encoding="utf-8")
    for way in WAYS:
        assert way.key in keys
        row = f"| `{way.key}: {way.example}` |"
        assert f"\n{row}" in page, f"add a row to docs/mail-server.md: {row} ... |"


def test_only_ways_fill_where_mail_leaves():
    """A second key for it, written by hand elsewhere, would be a second parser."""
    mail = schema("site")["properties"]["mail"]
    (shape,) = (one for one in mail["anyOf"] if "properties" in one)
    rivals = {key for pair in shape["allOf"] for key in pair["not"]["required"]}
    assert rivals == {way.key for way in WAYS}


@pytest.mark.parametrize("scheme", ["smtp", "smtps", "imap", "imaps"])
def test_each_way_asks_for_its_own_password(scheme):
    via = parse_via(f"{scheme}://olga@mail.example.edu")
    assert via.purpose == scheme[:4].upper()


def test_every_form_of_target_has_a_publisher():
    assert set(SCHEMES) | {"folder"} == PUBLISHERS.keys()
    forms = ["../x", "git:gh-pages", "me@host:x", "s3://b/x", "gs://b/x", "abfs://b/x"]
    assert {parse_target(form).scheme for form in forms} == PUBLISHERS.keys()


@pytest.mark.parametrize(
    "address",
    [
        "smtp://olga:hunter2@mail.example.edu",
        "smtps://olga:hunter/2@mail.example.edu",
        "imaps://olga:hunter#2@mail.example.edu/Drafts",
        "imap://mail.example.edu/Drafts?password=hunter2",
        "x://olga:hunter2@h",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(address):
    with pytest.raises(BadValue) as told:
        parse_via(address)
    assert "hunter" not in f"{told.value!r} {told.value.hint}"


def test_each_example_of_the_page_is_right(project, run):
    page = PAGE.read_text(encoding="utf-8")
    examples = re.findall(
        r"^```yaml\n# \S+\n(.*?)^```$", page, re.MULTILINE | re.DOTALL
    )
    assert len(examples) == 6
    for text in examples:
        series = project / "talks/wilks/series.yaml"
        series.write_text(f"name: Wilks\n{text}", encoding="utf-8")
        ran = run("-C", project, "check", "--strict")
        assert ran.status == 0, ran.err


SECRETS = [
    ("site", "mail: {smtp: 'smtp://olga:hunter2@mail.example.edu', from: t@e.edu}"),
    ("series", "mail: {imap: 'imaps://olga:hunter2@mail.example.edu/Drafts'}"),
    ("series", "mail: {smtp: 'smtps://olga:hunter2/x@mail.example.edu'}"),
    ("site", "ledger: postgresql://olga:hunter2@db.example.edu/talks"),
    ("site", "ledger: postgresql://db.example.edu/talks?password=hunter2"),
    ("site", "calendar: {caldav: 'https://olga:hunter2@cloud.example.edu/'}"),
    ("site", "publish: rsync://olga:hunter2@www.example.edu/talks"),
    ("site", "publish: git+https://hunter2@git.example.edu/x.git#pages"),
]


@pytest.mark.parametrize(("file", "line"), SECRETS)
def test_no_record_holds_a_password(project, run, file, line):
    path = (
        project / {"site": "talks/site.yaml", "series": "talks/wilks/series.yaml"}[file]
    )
    key = line.partition(":")[0]
    kept = [one for one in path.read_text().splitlines() if not one.startswith(key)]
    path.write_text("\n".join([*kept, line, ""]), encoding="utf-8")
    for words in (["check"], ["send", "--yes"], ["check", "--format", "json"]):
        ran = run("-C", project, *words)
        assert ran.status == 1
        assert "hunter" not in ran.out + ran.err
    assert "password-in-file" in ran.out


@pytest.mark.parametrize(
    "words",
    [
        ["sync", "--calendar", "https://olga:hunter2@cloud.example.edu/"],
        ["sync", "--calendar", "https://olga:hunter/2@cloud.example.edu/"],
        ["publish", "rsync://olga:hunter2@www.example.edu/talks"],
        ["publish", "git+https://olga:hunter2@git.example.edu/x.git#pages"],
        ["publish", "s3://key:hunter2@bucket/talks"],
    ],
)
def test_no_option_takes_a_password(project, run, words):
    ran = run("-C", project, "build")
    assert ran.status == 0, ran.err
    ran = run("-C", project, *words)
    assert ran.status != 0
    assert re.search("password|cannot be read", ran.err)
    assert "hunter" not in ran.out + ran.err


@pytest.mark.parametrize(
    "address",
    [
        "https://cloud.example.edu:8443/dav/olga@example.edu/talks/",
        "postgresql+psycopg://olga@db.example.edu:5432/talks?host=/run/pg",
        "imaps://olga%40example.edu@[::1]:993/Drafts:2026",
        "git+ssh://git@git.example.edu:22/x.git#pages:talks@home",
        "olga@www.example.edu:public_html/talks",
    ],
)
def test_an_ordinary_address_holds_no_password(address):
    assert not has_password(address)


@given(st.lists(st.sampled_from([0, 1, 76, 400, 997, 998, 999, 1000, 2500])))
def test_a_line_is_too_long_wherever_it_stands(lengths):
    message = b"".join(b"x" * length + b"\r\n" for length in (*lengths, 0))
    assert ("998" in post.malformed(message)) is any(one > 998 for one in lengths)
