"""How what an import finds, doubts and would change looks on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from announcer.cli.shown import as_text, number
from announcer.errors import Problem, Severity
from announcer.importers import Doubt

_SHOWN = 5  # names of files that were left alone


def show_doubts(
    place: str, doubts: Iterable[Doubt], severity: Severity = Severity.WARNING
) -> None:
    """Say each doubt with its place in the source."""
    for doubt in doubts:
        problem = Problem(
            path=place,
            line=doubt.line,
            message=doubt.text,
            hint=doubt.way_on,
            code=doubt.code,
            severity=severity,
        )
        click.echo(as_text(problem), err=True)


def show_left_alone(names: Sequence[str]) -> None:
    """Say which files of folders are of no kind that is read."""
    if names:
        more = "" if len(names) <= _SHOWN else f" and {len(names) - _SHOWN} more"
        listed = ", ".join(names[:_SHOWN])
        text = (
            f"{number(len(names), 'file')} left alone, with no talks in: {listed}{more}"
        )
        click.echo(text, err=True)
