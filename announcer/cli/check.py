"""The command that finds what is wrong: check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from announcer import disk
from announcer.cli import shown
from announcer.cli.project import Project, pass_project
from announcer.cli.words import OneOf
from announcer.errors import Problem, RecordError, Severity
from announcer.record import Records
from announcer.talk import Talk

if TYPE_CHECKING:
    from announcer.survey import Survey


@click.command("check")
@click.option(
    "--format",
    "form",
    type=OneOf(["text", "json", "github"]),
    default="text",
    help="text for people, json for programs, github to mark lines in a pull request.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@pass_project
def check_command(project: Project, form: str, *, strict: bool) -> int:
    """Find every mistake, and everything that looks odd.

    A mistake (error) stops every other command; a doubt (warning) stops none. Each is
    named with its file, line and column and with what to do about it.
    """
    try:
        records = project.records()
    except RecordError as error:
        _show_check(list(error.problems), form, "")
        return 1
    problems, untried = _looked_at(project, records)
    problems = [*records.problems, *problems]
    talks = shown.number(len(records.talks), "talk")
    _show_check(problems, form, f"{talks} in {len(records.series)} series")
    if untried:
        click.echo(untried, err=True)
    is_wrong = any(one.severity is Severity.ERROR for one in problems)
    return int(is_wrong or (strict and bool(problems)))


def _looked_at(project: Project, records: Records) -> tuple[list[Problem], str]:
    """Return what is wrong or odd, and what could not be tried."""
    from announcer.cli.trying import tried  # noqa: PLC0415 - as the review
    from announcer.survey import survey  # noqa: PLC0415 - as the review

    now = project.now(records.site)
    with project.ledger(records.site, readonly=True) as ledger:
        seen = survey(records, ledger, now, pretended=project.pretended)
        wrong, untried = tried(project, records, seen, ledger)
    return [*wrong, *_doubts(project, records, seen)], untried


def _doubts(project: Project, records: Records, seen: Survey) -> list[Problem]:
    # the review reads every abstract: markup is heavy and no other look needs it
    from announcer.review import review, secretive  # noqa: PLC0415 - heavy, for check only

    pictures = project.pictures()
    doubts = [
        *review(
            seen.programme,
            seen.history.changed,
            seen.history.successors,
            records.place,
        ),
        *pictures.doubts(seen.programme),
        *pictures.unnamed(seen.programme),
    ]
    if secretive(records.talks):
        doubts += _exposed(project, records)
    return sorted(doubts, key=lambda one: (one.path, one.line, one.column))


def _exposed(project: Project, records: Records) -> Iterator[Problem]:
    """Yield the private links that stand where everybody may read them."""
    from announcer.delivery import gitbranch  # noqa: PLC0415 - as the review
    from announcer.ledger import is_export  # noqa: PLC0415
    from announcer.review import exposed  # noqa: PLC0415

    def origin(talk: Talk) -> tuple[str, str, int]:
        found = records.origins(talk)["link"]
        return found.value, found.path, found.line

    files = {one.name: disk.read(one) or b"" for one in project.folder.glob("*.jsonl")}
    exports = [
        (name, text.decode("utf-8", "replace"))
        for name, text in sorted(files.items())
        if is_export(text)
    ]
    hosts = gitbranch.hosts(project.folder)
    yield from exposed(records.site, records.talks, origin, hosts, exports)


def _show_check(problems: list[Problem], form: str, checked: str) -> None:
    if form == "json":
        click.echo(shown.as_json(problems))
    elif form == "github":
        for problem in problems:
            click.echo(shown.as_github(problem))
    else:
        shown.show_problems(problems)
        found = shown.counted(problems) or "nothing to mend"
        click.echo(": ".join(filter(None, (checked, found))), err=bool(problems))
