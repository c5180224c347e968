"""The command that lists talks: list."""

from __future__ import annotations

import json
from datetime import datetime

import click

from announcer import access
from announcer.catalogue import places, within
from announcer.cli import shown
from announcer.cli.project import Project, pass_project, series_key
from announcer.record import Records
from announcer.talk import Planned, Status, Talk, in_order


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
    planned = _planned_of(records, series) if everything or not past else []
    if form == "json":
        data = [*map(shown.as_data, talks), *map(shown.as_data, planned)]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif talks or planned:
        _show_list(talks, planned)
    else:
        click.echo(_nothing_listed(records, now), err=True)


def _of_series(records: Records, key: str | None) -> list[Talk]:
    talks = _all(records)
    if key is None:
        return talks
    wanted = series_key((*records.series, *records.guests.series), key)
    return [talk for talk in talks if wanted in places(talk)]


def _all(records: Records) -> list[Talk]:
    """Return the talks of the site, and those of others that it shows."""
    found = {talk.uid: talk for talk in (*records.guests.talks, *records.talks)}
    return sorted(found.values(), key=in_order)


def _planned_of(records: Records, key: str | None) -> list[Planned]:
    wanted = "" if key is None else series_key(records.series, key)
    return [one for one in records.planned if within(one.series.key, wanted)]


def _nothing_listed(records: Records, now: datetime) -> str:
    talks = _all(records)
    past = sum(1 for talk in talks if access.is_over(talk, now))
    if not talks:
        return "There are no talks yet; `announcer new` starts one."
    return f"No talk fits; {past} are past, and --all lists all {len(talks)}."


def _show_list(talks: list[Talk], planned: list[Planned]) -> None:
    series = [*(talk.series for talk in talks), *(one.series for one in planned)]
    width = max(len(one.slug) for one in series)
    for talk in talks:
        clock = "all day" if talk.all_day else f"{talk.start:%H:%M}"
        what = shown.credit(talk)
        mark = "" if talk.status is Status.CONFIRMED else f"  [{talk.status}]"
        mark += f"  [of {talk.owner.name}]" if talk.owner else ""
        click.echo(
            f"{talk.start:%Y-%m-%d %a} {clock:7}  {talk.series.slug:{width}}  "
            f"{what}{mark}"
        )
    for one in planned:
        click.echo(f"{'date open':22}  {one.series.slug:{width}}  {shown.credit(one)}")
