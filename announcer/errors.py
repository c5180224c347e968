"""What can go wrong, in words for the organiser.

Few classes, one root. Core code raises them and never prints; ``cli`` shows them once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import StrEnum
from typing import TypeVar

from announcer.classes import dataclass

Made = TypeVar("Made")


class AnnouncerError(Exception):
    """Say what is wrong and how to mend it, in one or two plain sentences."""


class BadValue(AnnouncerError):
    """Say why a written value cannot be meant, with a hint; the reader adds the place.

    ``hint`` is a sentence that names the cure, or empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Severity(StrEnum):
    """How bad a problem is: an error stops every output, a warning none."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake or doubt, with its place.

    ``path`` is relative to the project folder, ``line`` and ``column`` count from 1
    (0: the whole file), ``excerpt`` is the line as written, ``hint`` names the cure and
    ``code`` is a short stable name such as ``unknown-key``.
    """

    path: str
    line: int = 0
    column: int = 0
    message: str
    hint: str = ""
    excerpt: str = ""
    code: str = ""
    severity: Severity = Severity.ERROR


class Remark(str):
    """Say what the organiser should know of a text; ``hint`` is the cure, or empty.

    It is about ``written``, a piece of the text with ``number`` like it before; that is
    empty where it is about the whole.
    """

    __slots__ = ("hint", "number", "written")
    hint: str
    number: int
    written: str

    def __new__(
        cls, said: str, hint: str = "", text: str = "", start: int = 0, end: int = 0
    ) -> Remark:
        """Make a doubt about ``text`` from ``start`` to ``end``."""
        made = super().__new__(cls, said)
        made.hint = hint
        made.written = text[start:end]
        made.number = text.count(made.written, 0, start) if made.written else 0
        return made


def doubt(path: str, code: str, message: str, hint: str = "") -> Problem:
    """Return a doubt about a whole file, which stops nothing."""
    return Problem(
        path=path, code=code, message=message, hint=hint, severity=Severity.WARNING
    )


@dataclass(frozen=True, slots=True)
class Ornaments:
    """What only adorns an output: where it fails, it gives way and is told.

    Cards, photos and what is found by searching go through here, so that none of them
    stops a calendar or a mail. What was given up stands in ``told``, once for each.
    """

    told: dict[tuple[str, str], Problem] = field(default_factory=dict)

    def tried(
        self,
        make: Callable[[], Made],
        otherwise: Callable[[], Made],
        *,
        path: str | Callable[[], str],
        what: str,
    ) -> Made:
        """Return what ``make`` makes; if it cannot, say so and return the other.

        ``path`` is the record's, and may be looked for when it is wanted; ``what`` says
        what is left out, such as ``the photo ada.jpg``.
        """
        try:
            return make()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is no more than this
            place = path if isinstance(path, str) else path()
            self.told[place, what] = _given_up(error, place, what)
            return otherwise()


def _given_up(error: Exception, path: str, what: str) -> Problem:
    if isinstance(error, BadValue):
        return doubt(path, "left-out", f"{what}: {error.message}", error.hint)
    reason = str(error) if isinstance(error, AnnouncerError) else own_mistake(error)
    return doubt(
        path,
        "left-out",
        f"{what} is left out: {reason}",
        "everything else was made; please report what stands there",
    )


class RecordError(AnnouncerError):
    """Carry every problem of every record file, found in one run."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems in the records")
        self.problems = problems


class TemplateError(AnnouncerError):
    """Name the template and line that cannot be filled, and what it lacks.

    ``path`` is such as ``templates/mail/dear.txt.j2``; 0 is the whole file.
    """

    def __init__(self, message: str, path: str = "", line: int = 0) -> None:
        at = f"{path}:{line}" if line else path
        super().__init__(f"{at}: {message}" if at else message)
        self.message = message
        self.path = path
        self.line = line

    def __reduce__(self) -> tuple[type[TemplateError], tuple[str, str, int]]:
        """Come whole from another process."""
        return TemplateError, (self.message, self.path, self.line)


class LedgerError(AnnouncerError):
    """Say why the memory cannot be read or written."""


class DeliveryError(AnnouncerError):
    """Say why something could not be delivered, and whether to try again."""


def own_mistake(error: Exception) -> str:
    """Say what went wrong where nobody but announcer made a mistake."""
    name = type(error).__name__
    return f"announcer stumbled over a mistake of its own ({name}: {error})"
