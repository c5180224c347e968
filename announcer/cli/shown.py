"""How errors, problems, talks and progress look on a terminal and in a pipe."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from announcer import timing
from announcer.cli.terminal import readable
from announcer.cli.words import OneOf
from announcer.errors import AnnouncerError, Problem, RecordError, Severity

if TYPE_CHECKING:
    from announcer.facts import Change
    from announcer.record import Records
    from announcer.talk import Planned, Talk

T = TypeVar("T")
# For every command whose answer a program may want to read.
json_option = click.option(
    "--format",
    "form",
    type=OneOf(["text", "json"]),
    default="text",
    help="text for people, json for programs.",
)
_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def show_error(error: AnnouncerError) -> None:
    """Write an error to standard error; a record error with all its problems."""
    if isinstance(error, RecordError):
        show_problems(error.problems)
        click.echo(counted(error.problems), err=True)
        return
    hint = getattr(error, "hint", "")
    click.echo(f"{click.style('error:', fg='red')} {error}", err=True)
    if hint:
        click.echo(f"  {hint}", err=True)


def show_problems(problems: Iterable[Problem]) -> None:
    """Write problems to standard error as text."""
    for problem in problems:
        click.echo(as_text(problem), err=True)


def left_out(records: Records, without: str) -> bool:
    """Say on standard error which records cannot be read, and what is ``without`` them.

    Returns whether there are any.
    """
    if not records.unread:
        return False
    show_problems(records.errors)
    word = click.style("left out:", fg="yellow")
    click.echo(f"{word} {unreadable(records)}; {without}", err=True)
    return True


def unreadable(records: Records) -> str:
    """Say how many records and which series cannot be read."""
    missing = records.unread
    talks = [one for one in missing if not one.whole]
    whole = dict.fromkeys(f"talks/{o.series}".rstrip("/") for o in missing if o.whole)
    names = [number(len(talks), "record")] if talks else []
    names += [f"all of {name}" for name in whole]
    return f"{' and '.join(names)} cannot be read ({counted(records.errors)})"


def as_text(problem: Problem) -> str:
    """Say the place, the mistake, the line as written and the cure."""
    name = click.style(f"{problem.severity}:", fg=_COLORS[problem.severity], bold=True)
    lines = [f"{place(problem)}: {name} {problem.message}"]
    if problem.excerpt:
        excerpt, column = _window(problem.excerpt, problem.column)
        lines.append(f"    {excerpt}")
        if column:
            lines.append(f"    {' ' * (column - 1)}^")
    if problem.hint:
        lines.append(f"  {problem.hint}")
    return "\n".join(lines)


def place(problem: Problem) -> str:
    """Return ``file:line:column`` as far as it is known."""
    parts = [problem.path or "."]
    if problem.line:
        parts += [str(problem.line), str(problem.column or 1)]
    return ":".join(parts)


def _window(line: str, column: int) -> tuple[str, int]:
    """Cut a long line down to the stretch around the column."""
    line = line.replace("\t", " ")
    if len(line) <= 100:
        return line, column
    start = max(0, min(column - 40, len(line) - 100))
    return line[start : start + 100], max(column - start, 0)


def counted(problems: Iterable[Problem]) -> str:
    """Return such as "2 errors, 1 warning"."""
    severities = [problem.severity for problem in problems]
    return ", ".join(
        number(severities.count(severity), severity)
        for severity in Severity
        if severity in severities
    )


def number(count: int, thing: str) -> str:
    """Return such as "1 file" or "3 files"."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def in_words(change: Change) -> str:
    """Say what changed in a fact, without repeating what may be private."""
    from announcer import access  # noqa: PLC0415 - heavy, and most commands need none

    if access.may_be_private(change.field):
        return change.field
    return f"{change.field} {_value(change.old)} -> {_value(change.new)}"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nobody"
    return "nothing" if value is None else str(value)


def as_json(problems: Iterable[Problem]) -> str:
    """Return the problems as a JSON array, in the order they were found."""
    rows = [
        {
            "path": p.path,
            "line": p.line,
            "column": p.column,
            "severity": str(p.severity),
            "code": p.code,
            "message": p.message,
            "hint": p.hint,
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_github(problem: Problem) -> str:
    """Return a workflow command that marks the line in a pull request."""
    text = f"{problem.message}\n{problem.hint}".strip()
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    path = problem.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    position = f",line={problem.line},col={problem.column}" if problem.line else ""
    return f"::{problem.severity} file={path}{position}::{escaped}"


def show_counts(written: int, unchanged: int, removed: int) -> None:
    """Say how many files a build has written."""
    click.echo(
        f"{number(written, 'file')} written, {unchanged} unchanged, {removed} removed."
    )


def show_places(folder: Path) -> None:
    """Say where a build is to be looked at."""
    click.echo(f"The site is {folder / 'site' / 'index.html'}")
    click.echo(f"The mails are {folder / 'mail' / 'index.html'}")


def show_timings(seconds: Mapping[str, float]) -> None:
    """Say on standard error where the time of a run went."""
    whole = sum(seconds.values())
    click.echo(f"{whole:9.3f} s in all", err=True)
    for phase, spent in seconds.items():
        click.echo(f"{spent:9.3f} s {spent / whole:4.0%} {phase}", err=True)


@contextmanager
def timed(*, wanted: bool) -> Iterator[None]:
    """Measure what is done inside, and say where the time went if that is wanted."""
    if not wanted:
        yield
        return
    with timing.measured() as watch:
        yield
        show_timings(watch.seconds())


@contextmanager
def busy(label: str) -> Iterator[None]:
    """Say on a terminal what is being done, until it is done."""
    if not sys.stderr.isatty():
        yield
        return
    click.echo(f"{label} ...", nl=False, err=True)
    try:
        yield
    finally:
        click.echo("\r" + " " * (len(label) + 4) + "\r", nl=False, err=True)


def progress(items: Iterable[T], label: str) -> Iterator[T]:
    """Pass items on, counting them on a terminal and saying nothing in a pipe."""
    if not sys.stderr.isatty():
        yield from items
        return
    passed = 0
    for passed, item in enumerate(items, 1):
        if passed % 50 == 0:
            click.echo(f"\r{label}: {passed}", nl=False, err=True)
        yield item
    if passed >= 50:
        click.echo("\r" + " " * (len(label) + 12) + "\r", nl=False, err=True)


def as_data(talk: Talk | Planned) -> dict[str, Any]:
    """Return every field of a talk as JSON can hold it; what is absent is left out."""
    from announcer.talk import PLANNED, Talk  # noqa: PLC0415 - heavy for ``--help``

    data = asdict(talk) | {"series": talk.series.key}
    if isinstance(talk, Talk):
        data["also"] = tuple(series.key for series in talk.also)
    else:
        data["status"] = PLANNED
    return {name: _plain(value) for name, value in data.items() if _says(value)}


def credit(talk: Talk | Planned) -> str:
    """Return the names of those who speak and the title, as far as they are known."""
    names = ", ".join(speaker.name for speaker in talk.speakers)
    title = readable(talk.title or "(no title yet)")
    return f"{names}: {title}" if names else title


def _says(value: object) -> bool:
    return value is not None and value not in ((), {})


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items() if _says(inner)}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value
