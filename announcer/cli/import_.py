"""The command that takes over talks that people already have: import."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from announcer import importing, urls, when
from announcer.cli.import_shown import (
    show_all_doubts,
    show_comparison,
    show_doubts,
    show_left_alone,
    show_left_out,
    show_sum,
)
from announcer.cli.project import Project, pass_project
from announcer.cli.shown import number, progress, show_error
from announcer.cli.words import Number, OneOf
from announcer.errors import AnnouncerError, BadValue, RecordError, Severity
from announcer.importers import IMPORTERS, Given
from announcer.importers.people import people_of
from announcer.record import Records, read_site

_CENTURIES = Number(1900, 2200)


@click.command("import")
@click.argument("words", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--from",
    "insist",
    type=OneOf([*IMPORTERS]),
    help="What kind of source it is, where that is not seen.",
)
@click.option(
    "--series",
    metavar="KEY",
    help="The series that the talks go to: its folder below talks/.",
)
@click.option(
    "--new-series",
    is_flag=True,
    help="Make the series that is not there: that of --series, or those that the "
    "source names.",
)
@click.option(
    "--timezone", metavar="CITY", help="The zone of times without one: Europe/Berlin."
)
@click.option("--speaker", metavar="NAME", help="Who gives the talks that name nobody.")
@click.option(
    "--year", type=_CENTURIES, metavar="YEAR", help="The year of dates without one."
)
@click.option(
    "--day-first/--month-first",
    "day_first",
    default=None,
    help="Whether 3/4/2021 is in April or in March.",
)
@click.option(
    "--map",
    "map_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Which column of a table is which field, in YAML.",
)
@click.option(
    "--suggest-map", is_flag=True, help="Print a map for --map to begin with."
)
@click.option(
    "--write", is_flag=True, help="Write what is shown: all of it, or nothing."
)
@click.option(
    "--theirs", is_flag=True, help="Overwrite also what was changed by hand here."
)
@click.option(
    "--partial", is_flag=True, help="Import what is complete, and leave the rest out."
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the talks for programs; write nothing.",
)
@pass_project
def import_command(  # noqa: PLR0913, PLR0917 - an option each
    project: Project,
    words: tuple[str, ...],
    insist: str | None,
    series: str | None,
    timezone: str | None,
    speaker: str | None,
    year: int | None,
    map_file: Path | None,
    *,
    new_series: bool,
    day_first: bool | None,
    suggest_map: bool,
    write: bool,
    theirs: bool,
    partial: bool,
    as_json: bool,
) -> int:
    """Take over talks from elsewhere; shows changes, writes with --write.

    SOURCE is a file, a folder of them, an address on the web, or - for standard input:
    old announcements, calendars, spreadsheets, files of other sites and systems. What
    it does not say is asked for, and nothing is made up. Importing again updates.
    """
    if write and (as_json or suggest_map):
        raise click.UsageError("--write goes with neither --json nor --suggest-map")
    if timezone is not None:
        _check_zone(timezone)
    if speaker is not None and not people_of(speaker):
        raise click.UsageError(f"--speaker: {speaker!r} is no name")
    taken = sys.stdin.buffer.read() if "-" in words else None
    if suggest_map:
        return _suggest(words, taken)
    given = Given(
        timezone=timezone,
        year=year,
        day_first=day_first,
        columns=importing.read_map(map_file) if map_file else None,
        speaker=speaker,
    )
    records = None if as_json else project.records(partial=True)
    if records:
        given = replace(given, zones=_zones(records))
    read, failed = _read(words, taken, given, insist)
    if failed and not partial:
        click.echo("Nothing was imported.", err=True)
        return 1
    if records is None:
        return _print(project, read, given) or int(failed)
    goal = _goal(records, read, series, new=new_series)
    found = importing.proposed(
        records, read, given, goal, project.now(records.site).date(), theirs=theirs
    )
    return _propose(project, records, read, found, (write, partial, failed))


def _zones(records: Records) -> tuple[str, ...]:
    """Return the zones that the site and its series live in."""
    series = (one.timezone for one in records.series)
    return tuple(dict.fromkeys((records.site.timezone, *series)))


def _check_zone(name: str) -> None:
    try:
        when.zone(name)
    except BadValue as wrong:
        raise click.UsageError(f"--timezone: {wrong.message}. {wrong.hint}") from None


def _suggest(words: tuple[str, ...], taken: bytes | None) -> int:
    for source in importing.sources(words, taken):
        click.echo(importing.suggested_map(source), nl=False)
    return 0


def _read(
    words: tuple[str, ...], taken: bytes | None, given: Given, insist: str | None
) -> tuple[list[importing.Delivery], bool]:
    """Return what the sources hold; those that cannot be read are told, all of them."""
    found: list[importing.Delivery] = []
    left_alone: list[str] = []
    failed = False
    for source in progress(importing.sources(words, taken), "read"):
        try:
            delivery = importing.read(source, given, insist)
        except AnnouncerError as error:
            show_error(error)
            failed = True
            continue
        if delivery is None:
            left_alone.append(source.name)
        else:
            found.append(delivery)
    show_left_alone(left_alone)
    return found, failed


def _goal(
    records: Records, read: list[importing.Delivery], series: str | None, *, new: bool
) -> importing.Goal:
    """Return the series that somebody named, which may be a new one."""
    if series is None:
        return importing.Goal(makes=new)
    key = series.removeprefix("talks/").strip("/")
    known = {one.key: one for one in records.series}
    key = "" if key in {"talks", "."} and key not in known else key
    if key in known:
        return importing.Goal(key)
    if not new:
        names = ", ".join(name or "talks" for name in known) or "none yet"
        raise click.UsageError(
            f"there is no series {series!r}; there are: {names}. --new-series makes it."
        )
    slug = "/".join(urls.slugify(part) for part in key.split("/"))
    if slug != key:
        raise click.UsageError(f"{series!r} is no name of a folder; write {slug!r}")
    return importing.new_series(key, read)


def _propose(
    project: Project,
    records: Records,
    read: list[importing.Delivery],
    found: importing.Comparison,
    chosen: tuple[bool, bool, bool],
) -> int:
    """Show what would change; write it where that is wanted and nothing is open."""
    write, partial, failed = chosen
    show_comparison(found)
    for delivery in read:
        show_doubts(delivery.name, delivery.shipment.doubts)
        show_doubts(delivery.name, delivery.shipment.skipped)
    show_left_out(read)
    show_all_doubts(found, partial=partial)
    show_sum(found, read)
    stopped = bool(found.open) and not partial
    status = int(stopped or failed)
    if not write:
        if found.changes and not stopped:
            click.echo("Nothing is written yet: --write does it.", err=True)
        return status
    if stopped:
        text = "Nothing was written. --partial writes the rest and leaves these out."
        click.echo(text, err=True)
        return 1
    if not found.changes:
        click.echo("There is nothing to write.", err=True)
        return status
    return _write(project, records, found) or status


def _write(project: Project, records: Records, found: importing.Comparison) -> int:
    instead = {change.path: change.after for change in found.changes}
    after = read_site(
        project.folder, partial=True, instead=instead, links=records.links
    )
    known = {(one.path, one.message) for one in records.problems}
    new = [
        one
        for one in after.problems
        if one.severity is Severity.ERROR and (one.path, one.message) not in known
    ]
    if new:
        show_error(RecordError(tuple(new)))
        click.echo("Nothing was written: these records would be wrong.", err=True)
        return 1
    importing.write(project.folder, found.changes)
    click.echo(f"Wrote {number(len(found.changes), 'file')}.", err=True)
    click.echo(
        "Next: announcer check. What people know of these talks already is noted by "
        "`announcer told`, before the next `announcer send`.",
        err=True,
    )
    return 0


def _print(project: Project, read: list[importing.Delivery], given: Given) -> int:
    """Print the talks as data; what belongs to none of them goes to standard error."""
    rows = []
    for delivery in read:
        show_doubts(delivery.name, delivery.shipment.doubts)
        show_doubts(delivery.name, delivery.shipment.skipped)
        for found in delivery.shipment.talks:
            settled = importing.settle(
                found, delivery.name, given, given.timezone, project.today()
            )
            rows.append(importing.as_data(settled))
    show_left_out(read)
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    return 0
