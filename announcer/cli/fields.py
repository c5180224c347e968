"""The command that says which fields there are: fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

import click

from announcer.cli.terminal import columns, padded
from announcer.cli.words import OneOf, meant
from announcer.record import Entry, Section, explained

_HEAD = """\
# Every field of the records

All that may stand in a talk, in `series.yaml` and in `site.yaml`, by the table that
reads them (`announcer fields --format markdown`). How they work together says
[Writing talks](records.md). What a talk does not say it has from its series, and what
that does not say from the site.
"""


@click.command("fields")
@click.argument("name", required=False)
@click.option(
    "--format",
    "form",
    type=OneOf(["text", "json", "markdown"]),
    default="text",
    help="text for people, json for programs, markdown for a page.",
)
def fields_command(name: str | None, form: str) -> None:
    """Say which fields there are, with an example and what holds without.

    NAME is one of them, such as tell or speaker.orcid, or a group, such as mail.
    """
    sections = explained()
    if name is not None:
        sections = _about(sections, name)
    if form == "json":
        rows = [
            {"where": section.title, **asdict(one)}
            for section in sections
            for one in section.entries
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif form == "markdown":
        click.echo("\n".join(_page(sections)))
    elif name is None:
        _show_all(sections)
    else:
        _show_each(sections)


def _about(sections: tuple[Section, ...], name: str) -> tuple[Section, ...]:
    """Return what bears a name; a bare one may stand inside others, too."""
    key = name.strip().rstrip(":")
    found = tuple(
        Section(section.title, section.inside, entries)
        for section in sections
        if (entries := tuple(o for o in section.entries if _is_named(o, section, key)))
    )
    if not found:
        names = [one.name for section in sections for one in section.entries]
        names += [one.rpartition(".")[2] for one in names]
        hint = meant(key, names) or " `announcer fields` lists all."
        raise click.UsageError(f"There is no field {name!r}.{hint}")
    return found


def _is_named(one: Entry, section: Section, key: str) -> bool:
    return key in {one.name, one.name.rpartition(".")[2], section.inside}


def _show_all(sections: Iterable[Section]) -> None:
    for at, section in enumerate(sections):
        click.echo(("\n" if at else "") + click.style(section.title, bold=True))
        size = max(columns(one.name) for one in section.entries)
        for one in section.entries:
            click.echo(f"  {padded(one.name, size)}  {one.help}")
    click.echo("\n`announcer fields NAME` shows an example and what holds without.")


def _show_each(sections: Iterable[Section]) -> None:
    for section in sections:
        for one in section.entries:
            key = one.name.rpartition(".")[2]
            click.echo(f"{click.style(one.name, bold=True)}  ({section.title})")
            click.echo(f"  {one.help}")
            click.echo(f"  for example  {key}: {one.example}")
            click.echo(f"  without it   {_without(one)}")


def _without(one: Entry) -> str:
    return "must be there" if one.required else one.default or "-"


def _page(sections: Iterable[Section]) -> Iterator[str]:
    yield _HEAD.rstrip()
    for section in sections:
        yield f"\n## {section.title}\n"
        yield "| field | what it is | for example | without it |"
        yield "| --- | --- | --- | --- |"
        for one in section.entries:
            key = one.name.rpartition(".")[2]
            help_ = one.help.replace("|", "\\|")
            yield f"| `{key}` | {help_} | `{one.example}` | {_without(one)} |"
