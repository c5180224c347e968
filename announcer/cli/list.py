"""The command that lists talks: list."""

from __future__ import annotations

import json
from datetime import datetime

import click

from announcer import access
from announcer.catalogue import places
from announcer.cli import shown
from announcer.cli.project import Project, pass_project, series_key
from announcer.record import Records
from announcer.talk import Status, Talk


@click.command("list")
@click.argument("series", required=False)
@click.option("--all", "everything", is_flag=True, help="Past talks too.")
@click.option("--past", is_flag=True, help="Only past talks.")
@shown.json_option
@pass_project
def list_command(
    project: Project, series: str | None, form: str, *, everything: bool, past: bool
) -> None:
    """List the talks.

    Those that are coming, or with --all or --past the others. SERIES is the folder of
    one series; talks of folders inside it are listed too.
    """
    records = project.records()
    now = project.now(records.site)
    talks = [
        talk
        for talk in _of_series(records, series)
        if everything or access.is_over(talk, now) == past
    ]
    if form == "json":
        data = [shown.as_data(talk) for talk in talks]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif talks:
        _show_list(talks)
    else:
        click.echo(_nothing_listed(records, now), err=True)


def _of_series(records: Records, key: str | None) -> list[Talk]:
    if key is None:
        return list(records.talks)
    wanted = series_key(records.series, key)
    return [talk for talk in records.talks if wanted in places(talk)]


def _nothing_listed(records: Records, now: datetime) -> str:
    past = sum(1 for talk in records.talks if access.is_over(talk, now))
    if not records.talks:
        return "There are no talks yet; `announcer new` starts one."
    return f"No talk fits; {past} are past, and --all lists all {len(records.talks)}."


def _show_list(talks: list[Talk]) -> None:
    width = max(len(talk.series.slug) for talk in talks)
    for talk in talks:
        clock = "all day" if talk.all_day else f"{talk.start:%H:%M}"
        names = ", ".join(speaker.name for speaker in talk.speakers)
        title = " ".join((talk.title or "(no title yet)").split())
        what = f"{names}: {title}" if names else title
        mark = "" if talk.status is Status.CONFIRMED else f"  [{talk.status}]"
        click.echo(
            f"{talk.start:%Y-%m-%d %a} {clock:7}  {talk.series.slug:{width}}  "
            f"{what}{mark}"
        )
