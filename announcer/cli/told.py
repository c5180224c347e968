"""The command that notes what people know already, and sends nothing."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import date

import click

from announcer import finding, sending
from announcer.catalogue import within
from announcer.cli import wording
from announcer.cli.project import Project, day_of_option, pass_project, series_key
from announcer.cli.shown import left_out, number
from announcer.errors import AnnouncerError
from announcer.record import Records
from announcer.sending import Means
from announcer.talk import Talk


@click.command("told")
@click.argument("talks", nargs=-1, metavar="[TALK]...")
@click.option("--series", metavar="SERIES", help="All talks of a series.")
@click.option("--before", metavar="DATE", help="All talks before a date.")
@pass_project
def told_command(
    project: Project, talks: tuple[str, ...], series: str | None, before: str | None
) -> int:
    """Note that people know what the records say now; no mail goes out.

    For a mended typo, and for a project that told people by other means before. What is
    due about these talks is no longer due; a later change is told as ever. The exit
    status is 1 where records of those that --series or --before mean cannot be read.
    """
    if bool(talks) == bool(series or before):
        raise click.UsageError("name some TALK, or --series or --before")
    records = project.records(partial=True)
    incomplete = left_out(records, "nothing is noted of it.")
    day = day_of_option("--before", before) if before else None
    key = series_key(records.series, series) if series else ""
    now = project.now(records.site)

    def choose(known: tuple[Talk, ...]) -> Collection[Talk]:
        if talks:
            return [finding.find(known, meant, now, records.planned) for meant in talks]
        return [one for one in known if _is_meant(one, key, day)]

    _note(project, records, choose, None if series else day)
    return int(incomplete and not talks)


def _is_meant(talk: Talk, key: str, before: date | None) -> bool:
    is_early = before is None or talk.start.date() < before
    return is_early and within(talk.series.key, key)


def _note(
    project: Project, records: Records, choose: sending.Choose, before: date | None
) -> None:
    means = Means(
        folder=project.folder,
        secret=lambda _: None,
        clock=lambda: project.now(records.site),
        sleep=time.sleep,
    )
    with project.ledger(records.site) as ledger:
        done = sending.note_known(records, ledger, means, choose, before)
    if done is None:
        raise AnnouncerError("another run is sending just now; nothing was noted")
    for one in done:
        click.echo(wording.line("known", wording.letter(one)))
    click.echo(
        f"Noted {number(len(done), 'message')} as told; nothing was sent."
        if done
        else "People know all this already; nothing was noted."
    )
