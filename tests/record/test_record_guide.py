"""The page of all fields: whole, true, and made from the tables of records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from announcer.record import explained
from announcer.record.guide import EXAMPLES

PAGE = Path(__file__).parents[2] / "docs/fields.md"
WAYS = ("smtp", "sendmail", "imap", "maildir", "mbox")


def test_the_page_of_fields_is_the_one_of_the_tables(run):
    """Make it anew: announcer fields --format markdown > docs/fields.md."""
    ran = run("fields", "--format", "markdown")
    assert PAGE.read_text(encoding="utf-8") == ran.out


def test_every_field_has_an_example():
    bare = [one.name for part in explained() for one in part.entries if not one.example]
    assert not bare, f"give them one in EXAMPLES of announcer/record/guide.py: {bare}"


def test_no_example_is_of_a_field_that_is_gone():
    known = {
        one.name.rpartition(".")[2] for part in explained() for one in part.entries
    }
    assert {key for part in EXAMPLES.values() for key in part} <= known


def lines(*parts: str, without: tuple[str, ...] = ()) -> str:
    found = {key: v for part in parts for key, v in EXAMPLES[part].items()}
    return "".join(f"{k}: {v}\n" for k, v in found.items() if k not in without)


def flow(part: str, without: tuple[str, ...] = ()) -> str:
    rows = (f"  {line}\n" for line in lines(part, without=without).splitlines())
    return f"{part}:\n{''.join(rows)}"


@pytest.mark.parametrize("way", WAYS)
def test_every_example_is_one(tmp_path, run, way):
    """A reader may copy it: all of them together are records without a mistake."""
    talks = tmp_path / "talks"
    (talks / "wilks").mkdir(parents=True)
    (talks / "algebra").mkdir()
    (talks / "algebra/series.yaml").write_text("name: Algebra\n")
    others = tuple(one for one in WAYS if one != way)
    nested = ("mail", "calendar", "theme")
    (talks / "site.yaml").write_text(
        lines("site", "shared", "settings", without=nested)
        + flow("mail", others)
        + flow("calendar")
        + flow("theme"),
        encoding="utf-8",
    )
    (talks / "wilks/series.yaml").write_text(
        lines("series", "shared", "settings"), encoding="utf-8"
    )
    apart = ("speaker", "speakers", "end")
    (talks / "wilks/2021-03-08-soudry.yaml").write_text(
        lines("talk", "shared", without=apart) + flow("speaker"), encoding="utf-8"
    )
    (talks / "wilks/2021-03-15-two.yaml").write_text(
        lines("talk", "shared", without=("speaker", "uid", "duration")),
        encoding="utf-8",
    )
    ran = run("-C", tmp_path, "list", "--all", "--format", "json")
    assert ran.status == 0, ran.err
    assert len(json.loads(ran.out)) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("location", "location: Fine Hall 214"),
        ("link_access", "without it   public"),
        ("speaker.orcid", "0000-0002-1825-0097"),
        ("mail", "smtp: smtp://olga@mail.example.edu:587"),
        ("title", "must be there"),
        ("skip", "2021-12-20 to 2022-01-07"),
    ],
)
def test_a_field_is_explained_with_an_example_and_its_default(run, name, said):
    ran = run("fields", name)
    assert ran.status == 0
    assert said in ran.out


def test_a_field_that_is_not_there_is_answered_with_the_one_that_is(run):
    ran = run("fields", "locaton")
    assert ran.status == 2
    assert "Did you mean 'location'?" in ran.err
