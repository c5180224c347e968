"""What the commands share that change a record: which one, and how it is written."""

from __future__ import annotations

import difflib

import click

from announcer import disk, finding
from announcer.cli.project import Project
from announcer.errors import AnnouncerError, BadValue
from announcer.record import Amendment, Records, checked
from announcer.talk import Planned, Programme, Talk
from announcer.unwritable import cannot_write


def meant(records: Records, programme: Programme, text: str) -> Talk | Planned:
    """Return the talk that somebody means, also one without a date or a record.

    Of one that people know with a date and whose record has none, it is the record's.
    """
    planned = {one.source for one in records.planned}
    known: list[Talk | Planned] = [
        one for one in programme.talks if one.source not in planned
    ]
    own = {talk.uid for talk in known}
    others = [talk for talk in records.guests.talks if talk.uid not in own]
    found = finding.find([*known, *others, *records.planned], text, programme.now)
    gone = (*programme.held, *programme.vanished)
    if isinstance(found, Talk) and found.owner and found not in gone:
        raise BadValue(
            f"{found.slug} is a talk of {found.owner.name}, and what they change there "
            f"comes from there: {found.owner.url}",
            "`add:` below `follow:` in talks/site.yaml gives it topics and a notice.",
        )
    return found


def with_record(records: Records, programme: Programme, text: str) -> Talk | Planned:
    """Return the talk that somebody means; raises AnnouncerError without its record."""
    found = meant(records, programme, text)
    if found in (*programme.held, *programme.vanished):
        raise AnnouncerError(
            f"the record of {found.uid} is gone: bring it back first; "
            f"off? `announcer cancel {found.uid}`"
        )
    return found


def write(project: Project, records: Records, change: Amendment) -> Records:
    """Write a record anew if it is right, and show what is different.

    Returns the records as they are then. Raises RecordError, and writes nothing, where
    something would be wrong.
    """
    if change.after == change.before:
        click.echo(f"{change.path} says so already; nothing was changed.")
        return records
    after = checked(records, change)
    place = project.folder / change.path
    try:
        if place.read_bytes() != change.before:
            raise AnnouncerError(
                f"{change.path} was changed by somebody else just now; look at it, "
                "and try again"
            )
        disk.replace(place, change.after)
    except OSError as error:
        raise AnnouncerError(
            cannot_write(error, place, "It stays as it was.")
        ) from error
    old, new = (
        data.decode("utf-8", "replace").splitlines()
        for data in (change.before, change.after)
    )
    for line in difflib.unified_diff(old, new, change.path, change.path, lineterm=""):
        click.echo(line)
    return after
