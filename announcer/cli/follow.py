"""The command that fetches the talks of others: follow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC

import click

from announcer import access
from announcer.cli import shown
from announcer.cli.project import Project, pass_project
from announcer.following import Asked, Merged, follow, sweep
from announcer.record import Records
from announcer.talk import Talk

_SHOWN = 20  # joint talks


@click.command("follow")
@shown.json_option
@pass_project
def follow_command(project: Project, form: str) -> int:
    """Fetch the talks of others that `follow:` names, and say what is new.

    Nothing is built and nobody is told. Where a server does not answer, or not with
    talks, all stays as it was; the exit status is then 1, and the others are fetched.
    """
    records = project.records(partial=True)
    if not records.site.follow:
        click.echo(
            "Nobody is followed. Write follow: into talks/site.yaml, such as\n"
            "  follow:\n"
            "    - {url: https://example.edu/calendar/all.ics, name: Mathematics, "
            "as: guests}",
            err=True,
        )
        return 0
    return int(fetch(project, records, form=form))


def fetch(
    project: Project, records: Records, *, form: str = "text", quiet: bool = False
) -> bool:
    """Fetch the talks of others and say what is new; say whether anything failed."""
    now = project.now(records.site).astimezone(UTC)
    failed = False
    rows = []
    for asked in follow(records, now, write=not project.traceless):
        failed = failed or bool(asked.why)
        rows.append(_data(asked))
        if asked.why:
            _complain(asked)
        elif form == "text":
            _show(asked, quiet=quiet)
    if project.traceless:
        click.echo("The clock is pretended (--now), so nothing was kept.", err=True)
    else:
        sweep(records)
        if form == "text":
            _show_joint(project, quiet=quiet)
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    return failed


def _complain(asked: Asked) -> None:
    name, feed = asked.follow.name, asked.feed
    click.echo(f"{click.style('error:', fg='red')} {name}: {asked.why}", err=True)
    stays = "There are no talks of it here."
    if feed.talks:
        stays = f"Its {shown.number(len(feed.talks), 'talk')} stay as they were"
        stays += f" on {feed.good:%Y-%m-%d %H:%M} UTC." if feed.good else "."
    if feed.failing:
        stays += f" It fails since {feed.failing:%Y-%m-%d %H:%M} UTC."
    click.echo(f"  {asked.follow.url}\n  {stays}", err=True)


def _show(asked: Asked, *, quiet: bool) -> None:
    name, found = asked.follow.name, asked.merged
    count = shown.number(len(asked.feed.talks), "talk")
    if asked.is_unchanged:
        if not quiet:
            click.echo(f"{name}: {count}, nothing new.")
        return
    news = [
        (len(found.new), "new"),
        (len(found.changed), "changed"),
        (len(found.gone), "not there any more"),
        (len(asked.reading.left_out), "left out"),
        (asked.reading.theirs, "of others, which they follow themselves"),
        (asked.reading.ours, "of this site, which they follow"),
    ]
    said = [f"{number} {what}" for number, what in news if number]
    if not quiet or said:
        click.echo(f"{name}: {count}; {', '.join(said) or 'nothing new'}.")
    for line in _news(found):
        click.echo(f"  {line}")
    for text in asked.reading.left_out:
        click.echo(f"  left out: {name}: {text}", err=True)


def _news(found: Merged) -> Iterator[str]:
    for talk in found.new:
        yield f"new      {_line(talk)}"
    for talk, changes in found.changed:
        yield f"changed  {_line(talk)}: {'; '.join(map(shown.in_words, changes))}"
    for talk in found.gone:
        yield f"gone?    {_line(talk)}: it stays until it would have been over"
    for talk in found.dropped:
        yield f"dropped  {_line(talk)}: it was not there any more, and would be over"


def _line(talk: Talk) -> str:
    mark = f"  [{talk.status}]" if access.is_off(talk) else ""
    clock = "all day" if talk.all_day else f"{talk.start:%H:%M}"
    return f"{talk.slug}  {clock}  {shown.credit(talk)}{mark}"


def _show_joint(project: Project, *, quiet: bool) -> None:
    """Say which of them stand once, for they are the site's own too."""
    joint = project.records(partial=True).guests.joint
    if quiet or not joint:
        return
    for theirs, ours in joint[:_SHOWN]:
        name = theirs.owner.name if theirs.owner else ""
        click.echo(f"joint: {ours.source} stands also for {theirs.slug} of {name}")
    if len(joint) > _SHOWN:
        click.echo(f"joint: and {len(joint) - _SHOWN} more")


def _data(asked: Asked) -> dict[str, object]:
    return {
        "name": asked.follow.name,
        "url": asked.follow.url,
        "error": asked.why or None,
        "talks": len(asked.feed.talks),
        "new": [talk.uid for talk in asked.merged.new],
        "changed": [talk.uid for talk, _ in asked.merged.changed],
        "gone": [talk.uid for talk in asked.merged.gone],
        "left_out": list(asked.reading.left_out),
    }
