"""The command that lists talks: list."""

from __future__ import annotations

import json
from datetime import datetime

import click

from announcer import access
from announcer.catalogue import places, within
from announcer.cli import shown, terminal
from announcer.cli.project import Project, pass_project, series_key
from announcer.errors import LedgerError
from announcer.record import Records
from announcer.talk import PLANNED, Planned, Status, Talk, in_order

_ANNOUNCED = "announced"
_STYLES: dict[str, dict[str, object]] = {
    _ANNOUNCED: {"fg": "green"},
    Status.TENTATIVE: {"fg": "yellow"},
    Status.POSTPONED: {"fg": "yellow"},
    Status.CANCELLED: {"fg": "red"},
    PLANNED: {"dim": True},
}


@click.command("list")
@click.argument("series", required=False)
@click.option("--all", "everything", is_flag=True, help="Past talks too.")
@click.option("--past", is_flag=True, help="Only past talks.")
@shown.json_option
@pass_project
def list_command(
    project: Project, series: str | None, form: str, *, everything: bool, past: bool
) -> int:
    """List the talks.

    Those that are coming, or with --all or --past the others. SERIES is the folder of
    one series; talks of folders inside it are listed too. First stands the status; a
    talk is `announced`, or `cancelled, told`, when people were told so. On a terminal
    lines are cut to its width, in a pipe they are whole. The exit status is 1 where a
    record cannot be read: that one is not listed, and the others are.
    """
    records = project.records(partial=True)
    now = project.now(records.site)
    talks = [
        talk
        for talk in _of_series(records, series)
        if everything or access.is_over(talk, now) == past
    ]
    planned = _planned_of(records, series) if everything or not past else []
    announced = _announced(project, records, talks)
    if form == "json":
        data = [
            *(shown.as_data(o) | {"announced": o.uid in announced} for o in talks),
            *map(shown.as_data, planned),
        ]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif talks or planned:
        _show_list(talks, planned, announced, now)
    else:
        click.echo(_nothing_listed(records, now), err=True)
    return int(shown.left_out(records, "what it says is not listed."))


def _announced(project: Project, records: Records, talks: list[Talk]) -> frozenset[str]:
    """Return the uids of the talks that stand as people were told."""
    if not talks or not project.may_remember(records.site):
        return frozenset()
    from announcer.ledger import glance  # noqa: PLC0415 - heavy, where there is one

    if not project.origin:
        seen = glance(records.site.ledger, project.folder, talks)
        if seen is not None:
            return seen
    try:
        with project.ledger(records.site, readonly=True) as ledger:
            return ledger.announced(talks)
    except LedgerError as error:  # the list is of use without it
        click.echo(f"It is not known what was announced: {error}", err=True)
        return frozenset()


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


def _show_list(
    talks: list[Talk], planned: list[Planned], announced: frozenset[str], now: datetime
) -> None:
    short = terminal.width() is not None
    rows = [
        (
            _status(one, announced),
            _moment(one, now) if short else _sortable(one),
            one.series.slug,
            one.location or "",
            shown.credit(one) + (f"  [of {one.owner.name}]" if one.owner else ""),
        )
        for one in talks
    ]
    rows += [
        (PLANNED, "date open", one.series.slug, "", shown.credit(one))
        for one in planned
    ]
    if short and len({row[2] for row in rows}) == 1:
        rows = [(*row[:2], "", *row[3:]) for row in rows]
    terminal.table(rows, [_STYLES.get(row[0].partition(",")[0], {}) for row in rows])


def _status(talk: Talk, announced: frozenset[str]) -> str:
    if talk.uid not in announced:
        return str(talk.status)
    return _ANNOUNCED if talk.status is Status.CONFIRMED else f"{talk.status}, told"


def _sortable(talk: Talk) -> str:
    clock = "all day" if talk.all_day else f"{talk.start:%H:%M}"
    return f"{talk.start:%Y-%m-%d %a} {clock}"


def _moment(talk: Talk, now: datetime) -> str:
    """Write a moment as short as people do: the year only where it is another one."""
    year = "" if talk.start.year == now.year else f" {talk.start.year}"
    clock = "" if talk.all_day else f" {talk.start:%H:%M}"
    return f"{talk.start:%a} {talk.start.day:2} {talk.start:%b}{year}{clock}"
