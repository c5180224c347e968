"""The command that shows one talk: show."""

from __future__ import annotations

import json

import click

from announcer import finding
from announcer.cli.project import Project, pass_project
from announcer.cli.shown import as_data, left_out
from announcer.cli.words import OneOf
from announcer.errors import BadValue
from announcer.kinds import Kind
from announcer.record import Records
from announcer.talk import Planned, Talk


@click.command("show")
@click.argument("talk", metavar="TALK")
@click.option(
    "--as",
    "form",
    type=OneOf(["text", "html", "eml", "ics", "json"]),
    default="text",
    help="What it is shown as: the mail's text or page, the whole mail, "
    "the calendar entry, or data.",
)
@click.option(
    "--kind",
    type=OneOf([kind.value for kind in Kind]),
    help="Which mail about the talk (default: announcement).",
)
@click.option("--origins", is_flag=True, help="Say where each value was written.")
@pass_project
def show_command(
    project: Project, talk: str, form: str, kind: str | None, *, origins: bool
) -> None:
    """Show one talk, as others will see it.

    TALK is its file, its uid, `next`, or any part of a file name, title or speaker
    that fits only one talk. A mail is shown as `send TALK --kind KIND` would send it
    now, also where it would not: nothing is due, or it has gone out already. What is
    wrong with the records of other talks keeps back none.
    """
    if kind and (origins or form in {"ics", "json"}):
        raise click.UsageError("--kind goes with --as text, html or eml")
    records = project.records(partial=True)
    left_out(records, "if that is the talk you mean, mend it first.")
    if origins or form == "json":
        talks = {one.uid: one for one in (*records.guests.talks, *records.talks)}
        known: list[Talk | Planned] = [*talks.values(), *records.planned]
        found = finding.find(known, talk, project.now(records.site))
        if origins and isinstance(found, Talk) and found.owner:
            raise BadValue(
                f"{found.slug} is a talk of {found.owner.name}, and has no record here",
                "Its entry below `follow:` in talks/site.yaml says where it is from.",
            )
        if origins:
            _show_origins(records, found)
        else:
            click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=2))
    else:
        letter = Kind(kind) if kind else Kind.ANNOUNCEMENT
        click.echo(_rendered(project, records, talk, form, letter), nl=False)


def _rendered(
    project: Project, records: Records, meant: str, form: str, kind: Kind
) -> bytes:
    # rendering is the heavy half of the program, and data need none of it
    from announcer import ical, sending  # noqa: PLC0415 - heavy
    from announcer.access import Channel  # noqa: PLC0415 - heavy
    from announcer.formats import mail  # noqa: PLC0415 - heavy
    from announcer.survey import survey  # noqa: PLC0415 - heavy

    now, templates = project.now(records.site), project.templates()
    with project.ledger(records.site, readonly=True) as ledger:
        seen = survey(records, ledger, now, pretended=project.pretended)
        programme = seen.programme
        talk = finding.find(seen.shown.talks, meant, now, programme.planned)
        if form == "ics":  # the public file that ``build`` writes
            return ical.calendar(
                (talk,), seen.shown, templates, channel=Channel.PUBLIC, feed=False
            )
        if talk.owner and talk not in programme.talks:
            raise BadValue(
                f"{talk.slug} is a talk of {talk.owner.name}, and nobody is told of it",
                "--as ics and --as json show it; mail: yes in its entry tells people.",
            )
        letter, *others = sending.to_be_seen(talk, kind, seen, ledger)
    for other in others:
        click.echo(f"There is another one, to {other.address}.", err=True)
    written = mail.message(letter, programme, templates)
    if form == "eml":
        return written.content
    return (written.html if form == "html" else written.text).encode("utf-8")


def _show_origins(records: Records, talk: Talk | Planned) -> None:
    rows = records.origins(talk)
    width = max(map(len, rows), default=0)
    for field, origin in rows.items():
        value = " ".join(origin.value.split())
        short = value if len(value) <= 60 else f"{value[:59]}…"
        place = f"{origin.path}:{origin.line}" if origin.path else "default"
        click.echo(f"{field:{width}}  {short}  ({place})")
