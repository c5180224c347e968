"""Commands for the ledger: who was told what, and how the memory travels."""

from __future__ import annotations

import json
from pathlib import Path

import click

from announcer import finding, when
from announcer.cli.project import Project, pass_project
from announcer.cli.shown import in_words, json_option, number
from announcer.errors import AnnouncerError
from announcer.ledger import Entry


@click.group("ledger")
def ledger_command() -> None:
    """Look after the memory of what people were told.

    The ledger remembers how every published talk changed and which messages went out.
    It is a file, .announcer/ledger.db, or a PostgreSQL database (`ledger:` in
    site.yaml).
    """


@ledger_command.command("log")
@click.argument("talk", required=False, metavar="[TALK]")
@json_option
@pass_project
def log_command(project: Project, talk: str | None, form: str) -> None:
    """Show what happened: to TALK, or to every talk, oldest first."""
    records = project.records()
    now = project.now(records.site)
    with project.ledger(records.site, readonly=True) as ledger:
        known = [entry.uid for entry in ledger.log(now=now)]
        uid = talk if talk is None or talk in known else None
        if talk and not uid:
            uid = finding.find(records.talks, talk, now).uid
        entries = ledger.log(uid, now=now)
    if form == "json":
        click.echo(json.dumps([_row(e) for e in entries], ensure_ascii=False, indent=2))
        return
    if not entries:
        click.echo("The ledger is empty so far; `announcer build` starts it.", err=True)
    zone = when.zone(records.site.timezone)
    for entry in entries:
        click.echo(f"{when.in_zone(entry.at, zone):%Y-%m-%d %H:%M}  {_line(entry)}")


def _line(entry: Entry) -> str:
    if entry.telling:
        told = entry.telling
        return f"{entry.uid}  {told.kind} to {told.address}: {entry.what}"
    changes = "; ".join(map(in_words, entry.changes))
    text = f"{entry.uid}  {entry.what} (revision {entry.sequence})"
    return f"{text}: {changes}" if changes else text


def _row(entry: Entry) -> dict[str, object]:
    row: dict[str, object] = {
        "at": entry.at.isoformat(),
        "uid": entry.uid,
        "what": entry.what,
        "sequence": entry.sequence,
    }
    if entry.changes:
        row["changes"] = [c.field for c in entry.changes]
    if entry.telling:
        row["kind"] = entry.telling.kind.value
        row["address"] = entry.telling.address
    return row


@ledger_command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@pass_project
def export_command(project: Project, file: Path | None) -> None:
    """Write the whole ledger as JSON Lines to FILE, or to standard output.

    Equal ledgers give equal files, so that an export can travel in git.
    """
    records = project.records()
    with project.ledger(records.site, readonly=True) as ledger:
        text = "".join(f"{line}\n" for line in ledger.export())
    if file is None:
        click.echo(text, nl=False)
        return
    _write_whole(file, text)


def _write_whole(file: Path, text: str) -> None:
    staged = file.with_name(f".{file.name}.new")
    try:
        staged.write_bytes(text.encode())  # the same bytes on Windows
        staged.replace(file)
    except OSError as error:
        raise AnnouncerError(f"cannot write {file}: {error.strerror}") from error


@ledger_command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_project
def import_command(project: Project, file: Path) -> None:
    """Add an export to the ledger: all of FILE, or nothing of it if a line is wrong.

    What is known already is left alone, so importing twice does no harm.
    """
    records = project.records()
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise AnnouncerError(f"{file} is not an export: it is not UTF-8 text") from None
    with project.ledger(records.site) as ledger:
        added = ledger.import_(lines)
    revisions = number(added.revisions, "revision")
    click.echo(f"New: {revisions}, {number(added.tellings, 'telling')}.")
