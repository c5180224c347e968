"""What the preview shows: the newest talks that could be read, made page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from pathlib import Path
from threading import Condition, RLock
from time import perf_counter

from announcer.building import lists
from announcer.classes import dataclass
from announcer.errors import (
    AnnouncerError,
    BadValue,
    Problem,
    RecordError,
    TemplateError,
    own_mistake,
)
from announcer.output import Draft
from announcer.preview.listed import Listed
from announcer.record import FOLLOWED, Records
from announcer.survey import Survey
from announcer.talk import Site
from announcer.templating import Templates
from announcer.urls import HOME

# What is wrong with all pages is wrong with this one, which comes early in its list.
_FIRST = f"site/{HOME}"


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the preview takes things from.

    ``folder`` is the project's; ``records`` reads and checks, ``survey`` adds what the
    ledger knows of every talk and the clock, ``templates`` finds the templates anew.
    All may raise AnnouncerError.
    """

    folder: Path
    records: Callable[[], Records]
    survey: Callable[[Records], Survey]
    templates: Callable[[], Templates]

    @property
    def watched(self) -> tuple[Path, Path, Path]:
        """Return the folders whose files make a difference, talks first."""
        folder = self.folder
        return (folder / "talks", folder / "templates", folder / FOLLOWED)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The preview shows these records; ``changed`` are paths below the project."""

    records: Records
    changed: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """Something could not be read or made; what worked last is shown instead."""

    error: Exception


News = Rebuilt | Failed


@dataclass(frozen=True, slots=True)
class Page:
    """A file as it is shown, with what is wrong with a newer one.

    ``content`` is None where no file could be made and none was made before.
    """

    path: str
    content: bytes | None
    version: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Issue:
    """One state of all files: what can be made, and what has been."""

    site: Site
    listed: Listed
    made: dict[str, bytes] = field(default_factory=dict)
    failed: dict[str, Exception] = field(default_factory=dict)


class Workshop:
    """Reads the project when it changes and makes the pages that are asked for.

    ``mark`` tells this run from another, so that an open page notices a new one;
    ``closed`` says that nobody shall wait any more.
    """

    def __init__(
        self, sources: Sources, tell: Callable[[News], None], mark: str
    ) -> None:
        self.sources = sources
        self.tell = tell
        self._mark = mark
        self._number = 0
        self._lock = RLock()
        self._news = Condition()
        self.closed = False
        self._records: Records | None = None
        self._templates: Templates | None = None
        self._issue: _Issue | None = None
        self._good: dict[str, bytes] = {}
        self._error: Exception | None = None

    @property
    def version(self) -> str:
        """Return a name for what is shown now; it changes with every rebuild."""
        return f"{self._mark}-{self._number}"

    @property
    def site(self) -> Site | None:
        """Return the site that is shown, None while nothing could be read yet."""
        return self._issue.site if self._issue else None

    def rebuild(self, changed: Iterable[Path] = ()) -> None:
        """Read the project again; ``changed`` says which of its files are new."""
        start = perf_counter()
        talks, templates, _ = self.sources.watched
        paths = tuple(changed)
        try:
            self._records = self.sources.records()
            error = None
        except Exception as mistake:  # noqa: BLE001 - a page shows it, and work goes on
            error = mistake
        if any(path.is_relative_to(templates) for path in paths):
            self._templates = None
        error = self._compose() or error
        self._error = error
        with self._news:
            self._number += 1
            self._news.notify_all()
        if error:
            self.tell(Failed(error))
        elif self._records:
            there = [path for path in paths if path.exists()]  # not what editors leave
            names = sorted(_named(path, talks.parent) for path in there or paths)
            seconds = perf_counter() - start
            self.tell(Rebuilt(self._records, tuple(names), seconds))

    def _compose(self) -> Exception | None:
        """List what can be made of the last good records; return what went wrong."""
        if self._records is None:
            return None
        try:
            templates = self._templates or self.sources.templates()
            seen = self.sources.survey(self._records)
            with self._lock:
                listed = Listed(lists(seen, templates))
                listed.find(_FIRST)
                if listed.errors:
                    return listed.errors[0]
                self._issue = _Issue(self._records.site, listed)
        except Exception as mistake:  # noqa: BLE001 - a page shows it, and work goes on
            return mistake
        self._templates = templates
        return None

    def knows(self, path: str) -> bool:
        """Say whether there is such a file."""
        with self._lock:
            issue = self._issue
            if issue is None:
                return False
            return bool(issue.listed.find(path)) or self._is_lost(issue, path)

    def page(self, path: str) -> Page:
        """Return a file, or what could last be made of it, or only what is wrong."""
        with self._lock:
            issue, version = self._issue, self.version
            errors = [self._error] if self._error else []
            content = None
            draft = issue and issue.listed.find(path)
            if issue and draft:
                content = self._made(issue, draft)
                errors += [issue.failed[path]] if path in issue.failed else []
            elif issue and self._is_lost(issue, path):
                content = self._good[path]
                errors += issue.listed.errors
        found = [
            p for error in errors for p in _problems_of(error, self.sources.folder)
        ]
        return Page(path, content, version, tuple(dict.fromkeys(found)))

    def _is_lost(self, issue: _Issue, path: str) -> bool:
        """Say whether a file was there, and nobody knows whether it would be now."""
        for mistake in issue.listed.news():
            self.tell(Failed(mistake))
        return path in self._good and bool(issue.listed.errors)

    def _made(self, issue: _Issue, draft: Draft) -> bytes | None:
        path = draft.path
        if path not in issue.made and path not in issue.failed:
            try:
                issue.made[path] = self._good[path] = draft.make()
            except Exception as mistake:  # noqa: BLE001 - shown instead of the page
                issue.failed[path] = mistake
                self.tell(Failed(mistake))
        return issue.made.get(path, self._good.get(path))

    def wait(self, seen: str, seconds: float) -> bool:
        """Wait until something newer than ``seen`` is shown; say whether it is."""
        with self._news:
            self._news.wait_for(lambda: self.closed or self.version != seen, seconds)
            return self.version != seen

    def close(self) -> None:
        """Let everybody who waits go."""
        with self._news:
            self.closed = True
            self._news.notify_all()


def _named(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if folder in path.parents else path.name


def _problems_of(error: Exception, folder: Path) -> tuple[Problem, ...]:
    """Return what an error says, with the template's line where it names one."""
    if isinstance(error, RecordError):
        return error.problems
    if isinstance(error, BadValue):
        return (Problem(path="", message=error.message, hint=error.hint),)
    if isinstance(error, TemplateError):
        return (_in_template(error, folder),)
    if isinstance(error, AnnouncerError):
        return (Problem(path="", message=str(error)),)
    return (Problem(path="", message=own_mistake(error), hint="Please report it."),)


def _in_template(error: TemplateError, folder: Path) -> Problem:
    return Problem(
        path=error.path,
        line=error.line,
        message=error.message,
        excerpt=_line(folder / error.path, error.line) if error.line else "",
    )


def _line(path: Path, number: int) -> str:
    """Return a line of a file; nothing if it is a template that ships."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return lines[number - 1] if number <= len(lines) else ""
