"""Errors of every kind as problems that a page can list: place, words, line, cure."""

from __future__ import annotations

import re
from pathlib import Path

from announcer.errors import (
    AnnouncerError,
    BadValue,
    Problem,
    RecordError,
    TemplateError,
)

_PLACE = re.compile(r"(templates/[^:\n]+):(\d+): (.*)", re.DOTALL)


def problems_of(error: Exception, folder: Path) -> tuple[Problem, ...]:
    """Return what an error says, with the template's line where it names one."""
    if isinstance(error, RecordError):
        return error.problems
    if isinstance(error, BadValue):
        return (Problem(path="", message=error.message, hint=error.hint),)
    if isinstance(error, TemplateError):
        return (_in_template(str(error), folder),)
    if isinstance(error, AnnouncerError):
        return (Problem(path="", message=str(error)),)
    return (
        Problem(
            path="",
            message="announcer stumbled over a mistake of its own "
            f"({type(error).__name__}: {error})",
            hint="Please report it.",
        ),
    )


def _in_template(text: str, folder: Path) -> Problem:
    found = _PLACE.fullmatch(text)
    if not found:
        return Problem(path="", message=text)
    path, number, message = found.groups()
    return Problem(
        path=path,
        line=int(number),
        message=message,
        excerpt=_line(folder / path, int(number)),
    )


def _line(path: Path, number: int) -> str:
    """Return a line of a file; nothing if it is a template that ships."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return lines[number - 1] if number <= len(lines) else ""
